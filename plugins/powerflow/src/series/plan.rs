//! The factored tree laid out flat, for lanes to go through.
//!
//! Every live conductor of a place that the sweeps visit has a slot for its voltage
//! and the current at and below it. A place without impedance to the one above
//! shares its slots. One that feeds a single load and nothing else has none: such a
//! service drop is part of its load, which is solved behind the drop's impedance.

use num_complex::Complex64;
use taiqu_grid::Phases;
use taiqu_grid::area::{LoadModel, VoltageBand};

use crate::block::Mat4;
use crate::load::LoadBranch;
use crate::transformer::TerminalAdmittance;

/// The slot of a dead conductor: its voltage and current are zero.
pub const DEAD: u32 = 0;
/// The slot of the earth: its voltage is zero, its current nobody's concern.
pub const EARTH: u32 = 1;

/// Voltages between which a law without limits holds, pu or squared.
pub const EVERYWHERE: [f64; 2] = [0.0, f64::INFINITY];
/// Voltage above a cut-off, pu, from which nothing of it is left in double precision.
const SURELY_ON: f64 = 0.04;

/// What the lanes go through.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Voltage of each slot without loads, V.
    pub start: Vec<Complex64>,
    /// How many slots the sweeps use; the rest is for currents read off at the end.
    pub swept: usize,
    /// Places with slots of their own, each after the one above.
    pub poles: Vec<Pole>,
    /// Elements of the matrices, rows first.
    pub elements: Vec<Complex64>,
    /// The live branches of loads, in the order of their loads at each place.
    pub draws: Vec<Draw>,
    /// How each bus's voltages follow from the slots.
    pub buses: Vec<Place>,
}

/// A place with slots of its own.
#[derive(Clone, Debug)]
pub struct Pole {
    /// Its first slot.
    pub first: usize,
    /// How many it has.
    pub width: usize,
    /// Slots above: for each of its own in turn or, in the general form, for each
    /// conductor there.
    pub near: [u32; 4],
    /// How many of those there are.
    pub near_width: usize,
    /// How it hangs there.
    pub form: Form,
    /// Where its matrix D starts.
    pub d: usize,
    /// What is to be read off it.
    pub gauge: Gauge,
    /// Where currents into it go once voltages rest: the first slot, if those at
    /// and below it are not all.
    pub flow: Option<usize>,
}

/// How a pole hangs on the one above, and what follows its matrix D.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing but load currents below.
    Plain,
    /// Shunts below, of the neutral alone: M is one but for its last row, T but for
    /// its last column, and these two follow.
    Earthed,
    /// M and T follow whole.
    General,
}

/// What feeds a pole, as far as its powers depend on it.
#[derive(Clone, Debug)]
pub enum Gauge {
    /// Lines with nothing but load currents below.
    Plain,
    /// Lines with shunts below.
    Line(Box<Ends>),
    /// A source.
    Source(Box<Ends>),
    /// Windings; `is_forward` when the high voltage is above.
    Windings {
        ends: Box<Ends>,
        y: Box<TerminalAdmittance>,
        is_forward: bool,
    },
}

/// The two ends of a branch.
#[derive(Clone, Debug)]
pub struct Ends {
    /// Slots above, a conductor each.
    pub near: [u32; 4],
    /// Slots here, a conductor each.
    pub far: [u32; 4],
    /// Conductors through which current flows.
    pub through: Phases,
    /// Admittance at and below here, S.
    pub h: Mat4,
}

/// A load's branch, with the drop it hangs on.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Its own part, its share being all of what it is given.
    pub branch: LoadBranch,
    /// The band under which its model holds.
    pub band: Option<VoltageBand>,
    /// Its model as lanes compute it.
    pub law: Law,
    /// Squares of the voltages between which that is its model, V²; the upper
    /// belongs to them.
    pub holds: [f64; 2],
    /// Its part of the load's power.
    pub share: f64,
    /// Slots between which it draws.
    pub ends: [u32; 2],
    /// Impedance of its drop, Ω.
    pub z: Complex64,
    /// 1 over the square of the nominal phase voltage, 1/V².
    pub per_base_sqr: f64,
}

/// How a load's power depends on voltage, as lanes compute it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Constant power.
    Power,
    /// Shares of constant impedance, current and power; of the active, then of the
    /// reactive power.
    Mix([f64; 3], [f64; 3]),
    /// Something else.
    Other,
}

impl Law {
    /// That of `branch`, and the squares of the voltages between which it holds.
    pub fn of(branch: &LoadBranch, band: Option<VoltageBand>) -> (Self, [f64; 2]) {
        let limits = band.map_or(EVERYWHERE, |band| [band.min, band.max]);
        let (law, [min, max]) = match branch.model {
            LoadModel::ConstantPower => (Self::Power, limits),
            LoadModel::ConstantImpedance => {
                let all = [1.0, 0.0, 0.0];
                (Self::Mix(all, all), EVERYWHERE)
            }
            LoadModel::ConstantCurrent => {
                let all = [0.0, 1.0, 0.0];
                (Self::Mix(all, all), limits)
            }
            LoadModel::Zip { p, q, cut_off } => {
                let on = if cut_off > 0.0 {
                    cut_off + SURELY_ON
                } else {
                    0.0
                };
                (Self::Mix(p, q), [limits[0].max(on), limits[1]])
            }
            LoadModel::Exponential { .. } | LoadModel::Inverter { .. } => (Self::Other, EVERYWHERE),
        };
        let square = |pu: f64| (pu * branch.rated_v).powi(2);
        (law, [square(min), square(max)])
    }
}

/// How a bus's voltages follow.
#[derive(Clone, Debug)]
pub enum Place {
    /// They are those of these slots.
    At([u32; 4]),
    /// They are those of `above` less what currents drop on the way.
    Below {
        /// Slots above, a conductor each.
        above: [u32; 4],
        /// Whose currents.
        carried: Carried,
        /// Where the elements from these currents to the drops start: four rows.
        d: usize,
    },
}

/// The currents through a place.
#[derive(Clone, Copy, Debug)]
pub enum Carried {
    /// Those at and below a pole.
    Pole { first: usize, width: usize },
    /// That of a load's branch.
    Draw(usize),
}

impl Place {
    /// The same with only the conductors of `live`.
    pub fn only(&self, live: Phases) -> Self {
        let mut place = self.clone();
        match &mut place {
            Self::At(slots) | Self::Below { above: slots, .. } => *slots = kept(*slots, live),
        }
        place
    }
}

/// The slots of the conductors in `live`.
pub fn kept(mut slots: [u32; 4], live: Phases) -> [u32; 4] {
    for (c, slot) in slots.iter_mut().enumerate() {
        if live.bits() & (1 << c) == 0 {
            *slot = DEAD;
        }
    }
    slots
}
