//! Capacitor banks that an area's terminal switches by power factor and voltage.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Bank;
use taiqu_link::{Reading, Tick};

use super::balance::BalanceSettings;

/// How an area's terminal works, and by what it switches its bank; settings. The battery
/// lasts 1 to 3 minutes. The power factor is the usual aim at a
/// transformer (0.95), the voltages are the limits of supply (GB/T 12325: +7 and −10 %);
/// bands and delays are assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TerminalSettings {
    /// For how long it works without supply, s.
    pub battery_s: u64,
    /// Below this power factor a step is switched in.
    pub power_factor: f64,
    /// Reactive power at which it is worth it, in sizes of the step.
    pub in_from: f64,
    /// Reactive power fed back at which a step is switched off, in sizes of the step.
    pub out_from: f64,
    /// Voltages to neutral, pu of nominal, below which a step is switched in and above
    /// which one is switched off.
    pub voltage_pu: (f64, f64),
    /// Part of the voltage band that is kept free before a step is switched in, pu.
    pub dead_band_pu: f64,
    /// Seconds for which a condition lasts before a step moves, and between steps.
    pub delay_s: u64,
    /// Steps that move in a day; then it is locked until the next.
    pub moves_a_day: u32,
    /// By what it orders its phase switches.
    pub balance: BalanceSettings,
}

impl Default for TerminalSettings {
    fn default() -> Self {
        Self {
            battery_s: 120,
            power_factor: 0.95,
            in_from: 0.7,
            out_from: 0.5,
            voltage_pu: (0.90, 1.07),
            dead_band_pu: 0.01,
            delay_s: 120,
            moves_a_day: 60,
            balance: BalanceSettings::default(),
        }
    }
}

/// Below this voltage, pu, contactors fall off.
const FALLS_OFF_PU: f64 = 0.7;

/// Where a bank stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankState {
    /// Steps in use, from the first on.
    pub steps: usize,
    /// Which way it wants to move, and since when.
    wants: Option<(bool, u64)>,
    /// When a step moved last.
    moved_s: Option<u64>,
    /// By step: from when on it is discharged.
    ready_s: Vec<u64>,
    /// The day, and how many moves it has had.
    moves: (u64, u32),
}

impl BankState {
    /// What the terminal does at `tick` of day `day` with what it measures; whether a step
    /// moved.
    pub fn control(
        &mut self,
        (tick, day): (Tick, u64),
        bank: &Bank,
        (reading, nominal_v): (&Reading, f64),
        settings: &TerminalSettings,
    ) -> bool {
        self.ready_s.resize(bank.steps_kvar.len(), 0);
        let volts = reading.voltage_v.map(|v| v / nominal_v);
        let (least, most) = volts
            .iter()
            .fold((f64::MAX, 0.0_f64), |(l, m), &v| (l.min(v), m.max(v)));
        if most < FALLS_OFF_PU {
            return self.fall_off(tick, bank);
        }
        let wish = self.wish(bank, reading, (least, most), settings);
        self.wants = wish.map(|wish| match self.wants {
            Some((before, since)) if before == wish => (wish, since),
            _ => (wish, tick.0),
        });
        let Some((more, since)) = self.wants else {
            return false;
        };
        let rested = self
            .moved_s
            .is_none_or(|at| tick.0 >= at + settings.delay_s);
        if self.moves.0 != day {
            self.moves = (day, 0);
        }
        let locked = self.moves.1 >= settings.moves_a_day;
        let charged = more && self.ready_s[self.steps] > tick.0;
        if tick.0 < since + settings.delay_s || !rested || locked || charged {
            return false;
        }
        if more {
            self.steps += 1;
        } else {
            self.steps -= 1;
            self.ready_s[self.steps] = tick.0 + bank.discharge_s;
        }
        self.moves.1 += 1;
        self.moved_s = Some(tick.0);
        self.wants = None;
        true
    }

    /// Whether a step should be switched in, or one off, or neither.
    fn wish(
        &self,
        bank: &Bank,
        reading: &Reading,
        (least, most): (f64, f64),
        settings: &TerminalSettings,
    ) -> Option<bool> {
        let (p, q): (f64, f64) = (
            reading.power_w.iter().sum(),
            reading.reactive_var.iter().sum(),
        );
        let size = |step: usize| bank.steps_kvar.get(step).map(|kvar| kvar * 1e3);
        let (low, high) = settings.voltage_pu;
        if let Some(last) = self.steps.checked_sub(1).and_then(size)
            && (most > high || q < -settings.out_from * last)
        {
            return Some(false);
        }
        let next = size(self.steps)?;
        let room = most < high - settings.dead_band_pu;
        let factor = p.abs() / p.hypot(q).max(1.0);
        let lags = q > settings.in_from * next && factor < settings.power_factor;
        // Where the voltage is low, reactive power may go back a little.
        let sags = least < low && q > -settings.out_from * next + next;
        (room && (lags || sags)).then_some(true)
    }

    fn fall_off(&mut self, tick: Tick, bank: &Bank) -> bool {
        let had = std::mem::take(&mut self.steps);
        for ready in self.ready_s.iter_mut().take(had) {
            *ready = tick.0 + bank.discharge_s;
        }
        self.wants = None;
        had > 0
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Text;

    use super::*;

    fn bank() -> Bank {
        Bank {
            id: "CB1".into(),
            transformer: 0,
            load: 0,
            model: "JPC-60".into(),
            steps_kvar: vec![15.0; 4],
            discharge_s: 180,
            asset: String::new(),
            name: Text::default(),
        }
    }

    fn reading(volts: f64, kw: f64, kvar: f64) -> Reading {
        Reading {
            voltage_v: [volts; 3],
            power_w: [kw * 1e3 / 3.0; 3],
            reactive_var: [kvar * 1e3 / 3.0; 3],
        }
    }

    /// Lives minutes `from..to` of what it measures, as a network of `kvar` behaves.
    fn live(state: &mut BankState, (from, to): (u64, u64), volts: f64, kvar: f64) -> Vec<usize> {
        let settings = TerminalSettings::default();
        let minutes = (from..to).map(|minute| {
            let left = kvar - 15.0 * state.steps as f64;
            let seen = (&reading(volts, 100.0, left), 220.0);
            state.control((Tick(60 * minute), 0), &bank(), seen, &settings);
            state.steps
        });
        minutes.collect()
    }

    #[test]
    fn steps_come_one_by_one_until_the_power_factor_is_right() {
        let mut state = BankState::default();
        let steps = live(&mut state, (0, 20), 220.0, 62.0);
        assert!(steps.windows(2).all(|pair| pair[1] - pair[0] <= 1));
        // 100 kW with 32 kvar has 0.952.
        assert_eq!(steps.last(), Some(&2), "{steps:?}");
        let first = steps.iter().position(|&s| s == 1);
        assert_eq!(first, Some(2), "a condition must last");
        // They go when it feeds back, and do not hunt.
        let steps = live(&mut state, (20, 60), 220.0, 10.0);
        assert_eq!(steps.last(), Some(&1), "{steps:?}");
        assert!(steps.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn high_voltage_takes_steps_off_and_low_voltage_brings_them() {
        let mut state = BankState::default();
        live(&mut state, (0, 20), 237.0, 80.0);
        assert_eq!(state.steps, 0);
        live(&mut state, (20, 50), 195.0, 25.0);
        assert!(state.steps >= 1);
        live(&mut state, (50, 80), 237.0, 80.0);
        assert_eq!(state.steps, 0);
    }

    #[test]
    fn without_voltage_all_fall_off_and_wait_until_they_are_discharged() {
        let mut state = BankState::default();
        live(&mut state, (0, 30), 220.0, 90.0);
        assert!(state.steps >= 3);
        live(&mut state, (30, 31), 0.0, 0.0);
        assert_eq!(state.steps, 0);
        let steps = live(&mut state, (31, 40), 220.0, 90.0);
        let back = steps.iter().position(|&s| s > 0).expect("a step");
        assert!(back >= 2, "{steps:?}");
    }

    #[test]
    fn a_bank_that_moved_too_often_rests_until_tomorrow() {
        let settings = TerminalSettings {
            moves_a_day: 3,
            ..TerminalSettings::default()
        };
        let mut state = BankState::default();
        let mut moves = |day: u64| {
            let ticks = (0..300).map(|minute| Tick(86_400 * day + 60 * minute));
            let moved = ticks.filter(|tick| {
                // What lags and leads by turns.
                let kvar = if tick.0 / 600 % 2 == 0 { 50.0 } else { -50.0 };
                let seen = (&reading(220.0, 100.0, kvar), 220.0);
                state.control((*tick, day), &bank(), seen, &settings)
            });
            moved.count()
        };
        assert_eq!((moves(0), moves(1)), (3, 3));
    }
}
