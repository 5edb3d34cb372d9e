//! Electricity meters: what they measure, how they err, and what they note.

use rand_distr::{Distribution as _, Normal};
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Catalogue, District, Phases, Place};
use taiqu_link::chance::unit;
use taiqu_link::metering::{MeteringPoint, nominal_v};
use taiqu_link::{MeterEventKind, Reading};
use taiqu_powerflow::Terminals;

use super::round;
use crate::harm::shelf_of;
use crate::noise::{Purpose, stream};

/// How meters err; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeterSettings {
    /// Spread of the error of voltages, pu.
    pub voltage_error: f64,
    /// Spread of the error of powers, as a share of the meter's class.
    pub power_error_of_class: f64,
    /// Most by which a meter's clock is late, s.
    pub late_s: u64,
}

impl Default for MeterSettings {
    fn default() -> Self {
        Self {
            voltage_error: 0.002,
            power_error_of_class: 0.3,
            late_s: 2,
        }
    }
}

impl MeterSettings {
    /// Meters that do not err.
    pub const EXACT: Self = Self {
        voltage_error: 0.0,
        power_error_of_class: 0.0,
        late_s: 0,
    };
}

/// Current that a meter carries where the catalogue does not say, A.
const USUAL_MAX_A: f64 = 60.0;
/// Class of one that the catalogue does not know, %.
const USUAL_CLASS_PCT: f64 = 1.0;

/// A meter and what it is connected to.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    pub asset: AssetRef,
    pub shelf: Option<AssetRef>,
    pub node: AssetRef,
    pub terminals: Terminals,
    pub is_delta: bool,
    pub nominal_v: f64,
    /// Positions of the loads behind it among the model's loads.
    pub loads: Vec<usize>,
    pub gateway: Option<AssetRef>,
    /// Current that it may carry, A.
    max_a: f64,
    /// Factors of its voltages and powers.
    gain: [f64; 2],
    /// Seconds by which its clock is late.
    pub late_s: u64,
}

impl Meter {
    /// The meter at `point`; `seed` decides how it errs.
    pub fn of(
        (district, catalogue): (&District, &Catalogue),
        point: MeteringPoint,
        loads: Vec<usize>,
        settings: &MeterSettings,
        seed: u64,
    ) -> Self {
        let asset = point.meter;
        let item = match asset.place {
            Place::Area(area) => {
                let meter = &district.areas[usize::from(area)].meters[asset.index as usize];
                let model = meter.model.as_ref();
                model.and_then(|model| catalogue.meters.get(model))
            }
            Place::Line(_) => None,
        };
        let class = item.map_or(USUAL_CLASS_PCT, |item| item.class_pct) / 100.0;
        let place = match asset.place {
            Place::Area(k) | Place::Line(k) => k,
        };
        let mut rng = stream(seed, Purpose::Meter, (place, asset.index), 0);
        let mut gain = |spread: f64| {
            // A spread that is no number makes no error.
            Normal::new(1.0, spread).map_or(1.0, |normal| normal.sample(&mut rng))
        };
        let gain = [
            gain(settings.voltage_error),
            gain(settings.power_error_of_class * class),
        ];
        let late_s = (unit(&mut rng) * (settings.late_s + 1) as f64) as u64;
        Self {
            asset,
            shelf: shelf_of(district, asset),
            node: point.node,
            terminals: Terminals::of(point.connection),
            is_delta: point.connection.is_delta(),
            nominal_v: nominal_v(district, point.node, point.connection),
            loads,
            gateway: point.gateway,
            max_a: item.map_or(USUAL_MAX_A, |item| item.max_a),
            gain,
            late_s,
        }
    }

    /// What it shows of true values.
    pub fn shows(&self, truth: &Reading) -> Reading {
        let [voltage, power] = self.gain;
        Reading {
            voltage_v: truth.voltage_v.map(|v| round(v * voltage, 10.0)),
            power_w: truth.power_w.map(|p| round(p * power, 10.0)),
            reactive_var: truth.reactive_var.map(|q| round(q * power, 10.0)),
        }
    }

    /// The phases to which each kind of event applies, by the thresholds that meters
    /// come with (DL/T 698.45, 3000 to 301D).
    pub fn conditions(&self, shown: &Reading) -> [Phases; KINDS.len()] {
        let mut conditions = [Phases::NONE; KINDS.len()];
        let count = self.terminals.len();
        let mut extremes = (f64::INFINITY, 0.0_f64);
        for k in 0..count {
            let Some(conductor) = self.terminals.from(k) else {
                continue;
            };
            let phase = Phases::from_bits(1 << conductor);
            let pu = shown.voltage_v[k] / self.nominal_v;
            let va = shown.power_w[k].hypot(shown.reactive_var[k]);
            let current = va / shown.voltage_v[k].max(1.0);
            let flows = current > 0.005 * self.max_a;
            extremes = (extremes.0.min(pu), extremes.1.max(pu));
            let applies = [
                pu < 0.78 && flows,
                pu < 0.78,
                pu > 1.20,
                pu < 0.60 && !flows && count == 3,
                current > 1.2 * self.max_a,
                shown.power_w[k] < -0.005 * self.max_a * self.nominal_v,
                false,
            ];
            for (condition, applies) in conditions.iter_mut().zip(applies) {
                if applies {
                    *condition = condition.union(phase);
                }
            }
        }
        if count == 3 && extremes.1 - extremes.0 > 0.30 * extremes.1 {
            conditions[KINDS.len() - 1] = Phases::ABC;
        }
        conditions
    }
}

/// The kinds of event that a meter watches for, in the order of [`Meter::conditions`].
pub(super) const KINDS: [MeterEventKind; 7] = [
    MeterEventKind::VoltageLost,
    MeterEventKind::VoltageLow,
    MeterEventKind::VoltageHigh,
    MeterEventKind::PhaseLost,
    MeterEventKind::OverCurrent,
    MeterEventKind::PowerReversed,
    MeterEventKind::VoltageUnbalance,
];

/// Seconds that a condition must last to be noted.
const LASTS_S: u64 = 60;

/// What a meter knows of one kind of event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Watch {
    phases: Phases,
    since: u64,
    noted: Phases,
}

/// What a meter knows between ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Whether it has voltage enough to work.
    pub powered: bool,
    watches: [Watch; KINDS.len()],
}

impl Condition {
    /// A meter that has no voltage; what it watched for is forgotten.
    pub const DEAD: Self = Self {
        powered: false,
        watches: [Watch {
            phases: Phases::NONE,
            since: 0,
            noted: Phases::NONE,
        }; KINDS.len()],
    };
    /// A meter that has always had voltage, until it is told otherwise.
    pub const WELL: Self = Self {
        powered: true,
        ..Self::DEAD
    };

    /// Takes in what applies from second `now` on.
    pub fn watch(&mut self, now: u64, conditions: [Phases; KINDS.len()]) {
        for (watch, phases) in self.watches.iter_mut().zip(conditions) {
            if watch.phases != phases {
                watch.phases = phases;
                watch.since = now;
            }
        }
    }

    /// The second at which it will note something, if nothing changes.
    pub fn due(&self) -> Option<u64> {
        let waiting = self.watches.iter().filter(|w| w.phases != w.noted);
        waiting.map(|w| w.since + LASTS_S).min()
    }

    /// What it notes at second `now`: kind, phases, and whether it begins.
    pub fn notes(&mut self, now: u64) -> Vec<(MeterEventKind, Phases, bool)> {
        let mut notes = Vec::new();
        for (watch, kind) in self.watches.iter_mut().zip(KINDS) {
            if watch.phases == watch.noted || now < watch.since + LASTS_S {
                continue;
            }
            let ended = watch.noted.without(watch.phases);
            let begun = watch.phases.without(watch.noted);
            for (phases, begins) in [(ended, false), (begun, true)] {
                if !phases.is_empty() {
                    notes.push((kind, phases, begins));
                }
            }
            watch.noted = watch.phases;
        }
        notes
    }
}
