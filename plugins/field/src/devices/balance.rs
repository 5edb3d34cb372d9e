//! Phase switches that an area's terminal orders, to make its transformer's currents even.

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::{Reading, Tick};

/// By what a terminal moves loads from phase to phase; settings. The limit is the usual one
/// at a transformer (15 % for Yyn0, from memory; Dyn11 may have 25 %); all others are
/// assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BalanceSettings {
    /// Difference of the greatest and the least current, pu of the greatest, above which
    /// something is moved.
    pub unbalance: f64,
    /// Greatest current, pu of the transformer's rated one, below which nothing is.
    pub loaded_from: f64,
    /// Least by which a move must lower the unbalance, pu.
    pub gain: f64,
    /// Seconds for which the currents are uneven before a switch moves, and over which they
    /// are averaged.
    pub delay_s: u64,
    /// Seconds between two moves of one switch.
    pub rest_s: u64,
    /// Moves of one switch in a day; then it is locked until the next.
    pub moves_a_day: u32,
    /// Voltages to neutral, pu of nominal, between which all phases must be, at the
    /// transformer and at the switch.
    pub voltage_pu: (f64, f64),
}

impl Default for BalanceSettings {
    fn default() -> Self {
        Self {
            unbalance: 0.15,
            loaded_from: 0.10,
            gain: 0.03,
            delay_s: 600,
            rest_s: 3600,
            moves_a_day: 6,
            voltage_pu: (0.85, 1.15),
        }
    }
}

/// A move of a phase switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseMove {
    /// The box that it feeds.
    pub cabinet: AssetRef,
    /// The phase on which it stands.
    pub from: Phases,
    /// The phase to which it goes.
    pub to: Phases,
}

/// What a phase switch tells its terminal over the carrier.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Index of the phase on which it stands.
    pub phase: usize,
    /// Voltages to neutral of all phases before it, V.
    pub voltage_v: [f64; 3],
    /// Power through it, W and var.
    pub power: Complex64,
    /// Current that it can switch, A.
    pub rating_a: f64,
    /// Whether it may be moved at all.
    pub free: bool,
}

/// A mean over the last minutes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Means {
    samples: u64,
    /// Powers at the transformer by phase, W and var.
    phases: [Complex64; 3],
    /// Powers through the switches, W and var.
    switches: Vec<Complex64>,
}

impl Means {
    fn take(&mut self, phases: [Complex64; 3], told: &[Told], most: u64) {
        self.samples = (self.samples + 1).min(most.max(1));
        self.switches.resize(told.len(), Complex64::ZERO);
        let part = 1.0 / self.samples as f64;
        for (mean, now) in self.phases.iter_mut().zip(phases) {
            *mean += (now - *mean) * part;
        }
        for (mean, now) in self.switches.iter_mut().zip(told) {
            *mean += (now.power - *mean) * part;
        }
    }
}

/// What a terminal remembers of one switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Past {
    /// When it moved last.
    moved_s: Option<u64>,
    /// The day, and how many moves it has had.
    moves: (u64, u32),
}

/// What a terminal remembers of the evenness of its currents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// Since when they have been uneven.
    since: Option<u64>,
    means: Means,
    switches: Vec<Past>,
}

/// A transformer's low-voltage side as its terminal measures it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Voltages and powers of the phases.
    pub reading: &'a Reading,
    /// Nominal voltage to neutral, V.
    pub nominal_v: f64,
    /// Rated current, A.
    pub rated_a: f64,
}

impl Balance {
    /// What the terminal orders at `tick` of day `day`, with what it measures and was told:
    /// which switch, and the index of the phase to which it goes.
    pub fn control(
        &mut self,
        (tick, day): (Tick, u64),
        side: Side<'_>,
        told: &[Told],
        settings: &BalanceSettings,
    ) -> Option<(usize, usize)> {
        let reading = side.reading;
        let powers: [Complex64; 3] =
            std::array::from_fn(|k| Complex64::new(reading.power_w[k], reading.reactive_var[k]));
        let is_well = |volts: &[f64; 3]| {
            let (least, most) = settings.voltage_pu;
            volts
                .iter()
                .all(|v| (least..=most).contains(&(v / side.nominal_v)))
        };
        if !is_well(&reading.voltage_v) {
            self.forget();
            return None;
        }
        let amps = |powers: [Complex64; 3]| {
            std::array::from_fn(|k| powers[k].norm() / reading.voltage_v[k])
        };
        let most = amps(powers).into_iter().fold(0.0, f64::max);
        if unbalance(amps(powers)) <= settings.unbalance
            || most < settings.loaded_from * side.rated_a
        {
            self.forget();
            return None;
        }
        self.means.take(powers, told, settings.delay_s / 60);
        let since = *self.since.get_or_insert(tick.0);
        if tick.0 < since + settings.delay_s {
            return None;
        }
        self.switches.resize(told.len(), Past::default());
        let means = &self.means;
        let now = unbalance(amps(means.phases));
        let mut best = None;
        let mut lowest = now - settings.gain;
        for (k, (told, past)) in told.iter().zip(&self.switches).enumerate() {
            let rested = past.moved_s.is_none_or(|at| tick.0 >= at + settings.rest_s);
            let locked = past.moves.0 == day && past.moves.1 >= settings.moves_a_day;
            let loaded = told.power.norm() > told.rating_a * told.voltage_v[told.phase];
            if !told.free || !rested || locked || loaded || !is_well(&told.voltage_v) {
                continue;
            }
            for to in (0..3).filter(|&to| to != told.phase) {
                let mut after = means.phases;
                after[told.phase] -= means.switches[k];
                after[to] += means.switches[k];
                let after = unbalance(amps(after));
                if after < lowest {
                    (best, lowest) = (Some((k, to)), after);
                }
            }
        }
        let (k, _) = best?;
        let past = &mut self.switches[k];
        let before = if past.moves.0 == day { past.moves.1 } else { 0 };
        *past = Past {
            moved_s: Some(tick.0),
            moves: (day, before + 1),
        };
        self.forget();
        best
    }

    /// The currents are even, or nothing is known of them: what was is over.
    fn forget(&mut self) {
        self.since = None;
        self.means = Means::default();
    }
}

/// By how much the least of three currents is below the greatest, pu of that.
fn unbalance(amps: [f64; 3]) -> f64 {
    let most = amps.into_iter().fold(0.0, f64::max);
    let least = amps.into_iter().fold(f64::MAX, f64::min);
    if most > 0.0 {
        (most - least) / most
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOLTS: f64 = 220.0;

    /// A transformer with what cannot be moved on each phase, kW, and switches, each with
    /// its phase and power, kW.
    struct Site {
        fixed: [f64; 3],
        switches: Vec<(usize, f64)>,
        volts: [f64; 3],
        free: bool,
    }

    impl Site {
        fn of(fixed: [f64; 3], switches: &[(usize, f64)]) -> Self {
            Self {
                fixed,
                switches: switches.to_vec(),
                volts: [VOLTS; 3],
                free: true,
            }
        }

        fn kw(&self) -> [f64; 3] {
            let mut kw = self.fixed;
            for &(phase, own) in &self.switches {
                kw[phase] += own;
            }
            kw
        }

        /// Lives minutes `from..to`; how often a switch moved.
        fn live(&mut self, balance: &mut Balance, (from, to): (u64, u64)) -> usize {
            let settings = BalanceSettings::default();
            let mut moves = 0;
            for minute in from..to {
                let reading = Reading {
                    voltage_v: self.volts,
                    power_w: self.kw().map(|kw| 1e3 * kw),
                    reactive_var: self.kw().map(|kw| 300.0 * kw),
                };
                let told = self.switches.iter().map(|&(phase, kw)| Told {
                    phase,
                    voltage_v: self.volts,
                    power: Complex64::new(1e3 * kw, 300.0 * kw),
                    rating_a: 60.0,
                    free: self.free,
                });
                let told: Vec<Told> = told.collect();
                let side = Side {
                    reading: &reading,
                    nominal_v: VOLTS,
                    rated_a: 144.0,
                };
                let when = (Tick(60 * minute), minute / 1440);
                if let Some((k, to)) = balance.control(when, side, &told, &settings) {
                    assert_ne!(self.switches[k].0, to);
                    self.switches[k].0 = to;
                    moves += 1;
                }
            }
            moves
        }
    }

    #[test]
    fn uneven_currents_become_even_one_move_after_the_other() {
        let mut site = Site::of([8.0, 8.0, 8.0], &[(0, 4.0), (0, 4.0), (0, 4.0)]);
        let mut balance = Balance::default();
        assert_eq!(site.live(&mut balance, (0, 10)), 0, "it must last");
        assert_eq!(site.live(&mut balance, (10, 12)), 1);
        assert_eq!(site.live(&mut balance, (12, 120)), 1);
        let phases: Vec<usize> = site.switches.iter().map(|s| s.0).collect();
        assert_eq!(phases.iter().sum::<usize>(), 3, "one on each: {phases:?}");
    }

    #[test]
    fn what_helps_nothing_stays() {
        // Moved, it would only make another phase the one with too much.
        let mut site = Site::of([0.0, 8.0, 8.0], &[(0, 12.0)]);
        assert_eq!(site.live(&mut Balance::default(), (0, 600)), 0);
        // A light transformer may be as uneven as it likes.
        let mut site = Site::of([0.1, 0.1, 0.1], &[(0, 0.5), (0, 0.5)]);
        assert_eq!(site.live(&mut Balance::default(), (0, 600)), 0);
    }

    #[test]
    fn without_voltage_or_leave_nothing_moves() {
        let mut site = Site::of([8.0, 8.0, 8.0], &[(0, 4.0), (0, 4.0)]);
        site.volts[2] = 0.0;
        assert_eq!(site.live(&mut Balance::default(), (0, 100)), 0);
        site.volts = [VOLTS; 3];
        site.free = false;
        assert_eq!(site.live(&mut Balance::default(), (0, 100)), 0);
        site.free = true;
        assert!(site.live(&mut Balance::default(), (0, 100)) > 0);
    }

    #[test]
    fn a_switch_rests_between_moves_and_is_locked_after_too_many() {
        let mut site = Site::of([8.0, 8.0, 8.0], &[(0, 6.0)]);
        let mut balance = Balance::default();
        let mut at = Vec::new();
        for minute in 0..1440 {
            // What else there is makes the phase uneven on which it stands.
            let own = site.switches[0].0;
            site.fixed = std::array::from_fn(|k| if k == own { 12.0 } else { 8.0 });
            if site.live(&mut balance, (minute, minute + 1)) > 0 {
                at.push(minute);
            }
        }
        assert_eq!(at.len(), 6, "{at:?}");
        assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 60), "{at:?}");
    }
}
