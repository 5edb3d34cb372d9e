//! How often things fail, and which of their phases with them.

use serde::{Deserialize, Serialize};
use taiqu_grid::Phases;
use taiqu_grid::area::{Laying, SwitchKind, Vector};

use crate::network::Passage;

/// Failures a year; settings. Only their ratios matter to where a fault is believed to
/// be. Lines, cables and transformers after common figures of low confidence, the others
/// assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hazards {
    /// Overhead low-voltage line and service drops, per km.
    pub overhead_per_km: f64,
    /// Cable of any voltage, per km.
    pub cable_per_km: f64,
    /// Overhead 10 kV line, per km.
    pub medium_voltage_per_km: f64,
    /// A transformer.
    pub transformer: f64,
    /// A set of 10 kV drop-out fuses.
    pub drop_out: f64,
    /// A set of low-voltage fuses.
    pub fuse: f64,
    /// A breaker that trips.
    pub breaker: f64,
    /// The clamps at the ends of any section.
    pub joint: f64,
    /// What leads to one meter: its fuse, terminals and leads.
    pub meter: f64,
    /// The substation and what is above it.
    pub supply: f64,
    /// Faults that are expected where an event has been heard of.
    pub faults_per_event: f64,
}

impl Default for Hazards {
    fn default() -> Self {
        Self {
            overhead_per_km: 0.10,
            cable_per_km: 0.03,
            medium_voltage_per_km: 0.10,
            transformer: 0.003,
            drop_out: 0.03,
            fuse: 0.03,
            breaker: 0.05,
            joint: 0.002,
            meter: 0.005,
            supply: 0.10,
            faults_per_event: 1.0,
        }
    }
}

/// Shares of the failures of something three-phase that take one given phase, two given
/// phases, and all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shares {
    one: f64,
    two: f64,
    all: f64,
}

/// Wires break one by one; a tree or a vehicle takes all.
const OVERHEAD: Shares = Shares {
    one: 0.22,
    two: 0.04,
    all: 0.22,
};
/// Cables are hit as a whole, or burn through at one core's joint.
const CABLE: Shares = Shares {
    one: 0.10,
    two: 0.0,
    all: 0.70,
};
/// Fuses blow where the current was.
const FUSES: Shares = Shares {
    one: 0.25,
    two: 0.05,
    all: 0.10,
};
/// Breakers and transformers are out as a whole.
const WHOLE: Shares = Shares {
    one: 0.0,
    two: 0.0,
    all: 1.0,
};
/// The supply is lost as a whole, or one phase of it.
const SUPPLY: Shares = Shares {
    one: 0.03,
    two: 0.0,
    all: 0.91,
};
/// A meter's leads burn one by one; of a single-phase one that is all it has.
const LEADS: Shares = Shares {
    one: 0.20,
    two: 0.0,
    all: 0.40,
};

impl Hazards {
    /// Failures a year of a section, and how they fall.
    pub(crate) fn section(
        &self,
        laying: Laying,
        length_m: f64,
        medium_voltage: bool,
    ) -> (f64, Shares) {
        let (per_km, shares) = match laying {
            Laying::Cable => (self.cable_per_km, CABLE),
            Laying::Overhead if medium_voltage => (self.medium_voltage_per_km, OVERHEAD),
            Laying::Overhead | Laying::Service => (self.overhead_per_km, OVERHEAD),
        };
        (per_km * length_m / 1e3 + self.joint, shares)
    }

    pub(crate) const fn switch(&self, kind: SwitchKind) -> (f64, Shares) {
        match kind {
            SwitchKind::Breaker => (self.breaker, WHOLE),
            SwitchKind::LoadSwitch | SwitchKind::Disconnector => (self.joint, CABLE),
            SwitchKind::Fuse => (self.fuse, FUSES),
            SwitchKind::DropOut => (self.drop_out, FUSES),
        }
    }

    pub(crate) const fn transformer(&self) -> (f64, Shares) {
        (self.transformer, WHOLE)
    }

    pub(crate) const fn meter(&self) -> (f64, Shares) {
        (self.meter, LEADS)
    }

    pub(crate) const fn supply(&self) -> (f64, Shares) {
        (self.supply, SUPPLY)
    }
}

impl Shares {
    /// Each set of `phases` that may be lost, with its share of `rate`.
    pub(crate) fn of(self, phases: Phases, rate: f64) -> Vec<(Phases, f64)> {
        let phases = phases.and(Phases::ABC);
        let sets = (1..8_u8)
            .map(Phases::from_bits)
            .filter(|&set| phases.contains(set));
        let weight = |set: Phases| match set.len() {
            all if all == phases.len() => self.all,
            1 => self.one,
            _ => self.two,
        };
        let whole: f64 = sets.clone().map(weight).sum();
        sets.filter(|&set| weight(set) > 0.0)
            .map(|set| (set, rate * weight(set) / whole))
            .collect()
    }
}

/// What passes through a transformer's windings, with its low-voltage terminals in the
/// `order` of phases.
pub(crate) fn through_windings(vector: Vector, order: [usize; 3]) -> Passage {
    let pairs = match vector {
        // A star's phases stand alone: with one gone, the others still have √3/2 of
        // their voltage even where its star point is free.
        Vector::Yyn0 | Vector::YNyn0 => [[0, 0], [1, 1], [2, 2]],
        // a leads A by 30° as A–B does.
        Vector::Dyn11 => [[0, 1], [1, 2], [2, 0]],
        Vector::Dyn1 => [[0, 2], [1, 0], [2, 1]],
        Vector::Dd0 | Vector::YNd1 | Vector::YNd11 => return Passage::any_two(),
    };
    let mut behind = [[0; 2]; 3];
    for (terminal, pair) in order.into_iter().zip(pairs) {
        behind[terminal] = pair;
    }
    Passage::windings(behind)
}
