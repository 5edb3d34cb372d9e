//! Electricity meters: what they measure, how they err, and what they note.

use rand_distr::{Distribution as _, Normal};
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Catalogue, District, Phases, Place};
use taiqu_link::chance::unit;
use taiqu_link::metering::{MeteringPoint, nominal_v};
use taiqu_link::{MeterEventKind, Reading};
use taiqu_powerflow::Terminals;

use super::clock::{Clock, NextReading};
use super::sample::round;
use crate::noise::{Purpose, stream};

/// How meters err; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeterSettings {
    /// Spread of the error of voltages, pu.
    pub voltage_error: f64,
    /// Spread of the error of powers, as a share of the meter's class.
    pub power_error_of_class: f64,
    /// Most by which a meter's clock is wrong at the start, s; assumed.
    pub clock_error_s: f64,
    /// Most by which it drifts, s a day (GB/T 17215: 0.5).
    pub clock_drift_s_per_day: f64,
    /// Hour of the day at which all are told the time; assumed.
    pub time_told_h: f64,
    /// Share of meters that in a day gasp though they have voltage: 0.1 to 0.5 % of reports
    /// are known to be false (missed zero crossings, a phase off for a moment).
    pub false_gasps: f64,
    /// Share of the power that a meter still counts while a strong magnet is on it; assumed.
    pub magnet_share: f64,
}

impl Default for MeterSettings {
    fn default() -> Self {
        Self {
            voltage_error: 0.002,
            power_error_of_class: 0.3,
            clock_error_s: 1.0,
            clock_drift_s_per_day: 0.5,
            time_told_h: 3.2,
            false_gasps: 0.002,
            magnet_share: 0.15,
        }
    }
}

impl MeterSettings {
    /// Meters that do not err.
    pub const EXACT: Self = Self {
        voltage_error: 0.0,
        power_error_of_class: 0.0,
        clock_error_s: 0.0,
        clock_drift_s_per_day: 0.0,
        time_told_h: 3.2,
        false_gasps: 0.0,
        magnet_share: 0.15,
    };
}

/// Current that a meter carries where the catalogue does not say, A.
const USUAL_MAX_A: f64 = 60.0;
/// Ratio of current transformers where nothing says it: 200 to 5 A.
const USUAL_RATIO: f64 = 40.0;
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
    /// Factors of its voltages and powers, and of these under a magnet.
    gain: [f64; 2],
    magnet_share: f64,
    /// By how much its clock is ahead at the start, ms, and gains in a day.
    pub ahead_ms: i64,
    pub drift_ms: i64,
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
        let max_a = match (item, point.gateway) {
            (Some(item), Some(transformer)) if item.transformer_operated => {
                1.2 * rated_a(district, transformer)
            }
            (Some(item), _) if item.transformer_operated => USUAL_RATIO * item.max_a,
            (item, _) => item.map_or(USUAL_MAX_A, |item| item.max_a),
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
        let mut up_to = |most_s: f64| (1000.0 * most_s * (2.0 * unit(&mut rng) - 1.0)) as i64;
        let ahead_ms = up_to(settings.clock_error_s);
        let drift_ms = up_to(settings.clock_drift_s_per_day);
        Self {
            asset,
            shelf: district.shelf_of(asset),
            node: point.node,
            terminals: Terminals::of(point.connection),
            is_delta: point.connection.is_delta(),
            nominal_v: nominal_v(district, point.node, point.connection),
            loads,
            gateway: point.gateway,
            max_a,
            gain,
            magnet_share: settings.magnet_share,
            ahead_ms,
            drift_ms,
        }
    }

    /// What it knows at the start.
    pub fn at_start(&self) -> Condition {
        Condition {
            clock: Clock::ahead(self.ahead_ms),
            ..Condition::WELL
        }
    }

    /// The phases that it is connected to.
    pub fn phases(&self) -> Phases {
        let conductors = (0..self.terminals.len()).filter_map(|k| self.terminals.from(k));
        let phases = conductors.map(|c| Phases::from_bits(1 << c));
        phases.fold(Phases::NONE, Phases::union)
    }

    /// What it shows of true values: under a magnet it counts less, while voltages stay.
    pub fn shows(&self, truth: &Reading, magnet: bool) -> Reading {
        let [voltage, mut power] = self.gain;
        if magnet {
            power *= self.magnet_share;
        }
        Reading {
            voltage_v: truth.voltage_v.map(|v| round(v * voltage, 10.0)),
            power_w: truth.power_w.map(|p| round(p * power, 10.0)),
            reactive_var: truth.reactive_var.map(|q| round(q * power, 10.0)),
        }
    }

    /// The phases to which each kind of event applies, by the thresholds that meters
    /// come with (DL/T 698.45, 3000 to 302D).
    pub fn conditions(&self, shown: &Reading) -> [Phases; KINDS.len()] {
        let mut conditions = [Phases::NONE; KINDS.len()];
        let count = self.terminals.len();
        let currents: [f64; 3] = std::array::from_fn(|k| {
            let va = shown.power_w[k].hypot(shown.reactive_var[k]);
            va / shown.voltage_v[k].max(1.0)
        });
        let currents = &currents[..count];
        let voltages = &shown.voltage_v[..count];
        let most_a = currents.iter().copied().fold(0.0, f64::max);
        for k in 0..count {
            let Some(conductor) = self.terminals.from(k) else {
                continue;
            };
            let phase = Phases::from_bits(1 << conductor);
            let pu = voltages[k] / self.nominal_v;
            let flows = currents[k] > 0.005 * self.max_a;
            let applies = [
                pu < 0.78 && flows,
                pu < 0.78,
                pu > 1.20,
                pu < 0.60 && !flows && count == 3,
                currents[k] > 1.2 * self.max_a,
                shown.power_w[k] < -0.005 * self.max_a * self.nominal_v,
                pu > 0.70 && !flows && count == 3 && most_a > 0.05 * self.max_a,
            ];
            for (condition, applies) in conditions.iter_mut().zip(applies) {
                if applies {
                    *condition = condition.union(phase);
                }
            }
        }
        let of_all = [
            unbalance(voltages) > 0.30,
            most_a > 0.05 * self.max_a && unbalance(currents) > 0.30,
            most_a > 0.05 * self.max_a && unbalance(currents) > 0.90,
        ];
        for (condition, applies) in conditions.iter_mut().rev().zip(of_all.into_iter().rev()) {
            if applies && count == 3 {
                *condition = Phases::ABC;
            }
        }
        conditions
    }
}

/// Rated current of a transformer's low-voltage side, A.
pub(super) fn rated_a(district: &District, transformer: AssetRef) -> f64 {
    let Place::Area(area) = transformer.place else {
        return USUAL_MAX_A;
    };
    let transformers = &district.areas[usize::from(area)].transformers;
    transformers[transformer.index as usize].rating.rated_a()
}

/// By how much the least of some values is below the greatest, pu of that.
fn unbalance(values: &[f64]) -> f64 {
    let most = values.iter().copied().fold(0.0, f64::max);
    let least = values.iter().copied().fold(f64::MAX, f64::min);
    if most > 0.0 {
        (most - least) / most
    } else {
        0.0
    }
}

/// The kinds of event that a meter watches for, in the order of [`Meter::conditions`].
pub(super) const KINDS: [MeterEventKind; 10] = [
    MeterEventKind::VoltageLost,
    MeterEventKind::VoltageLow,
    MeterEventKind::VoltageHigh,
    MeterEventKind::PhaseLost,
    MeterEventKind::OverCurrent,
    MeterEventKind::PowerReversed,
    MeterEventKind::CurrentLost,
    MeterEventKind::VoltageUnbalance,
    MeterEventKind::CurrentUnbalance,
    MeterEventKind::CurrentUnbalanceSevere,
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
    /// Whether its relay stands open, as it noted last.
    pub relay_open: bool,
    /// Its clock.
    pub clock: Clock,
    /// When it reads next.
    pub reading: NextReading,
    watches: [Watch; KINDS.len()],
}

impl Condition {
    /// A meter that has always had voltage, until it is told otherwise.
    pub const WELL: Self = Self {
        powered: true,
        relay_open: false,
        clock: Clock::ahead(0),
        reading: NextReading {
            at_s: 0,
            quarter_s: 0,
        },
        watches: [Watch {
            phases: Phases::NONE,
            since: 0,
            noted: Phases::NONE,
        }; KINDS.len()],
    };

    /// A meter that has no voltage: what it watched for is forgotten.
    pub const fn dead(self) -> Self {
        Self {
            powered: false,
            watches: Self::WELL.watches,
            ..self
        }
    }

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
