//! A district's records compiled for solving.

mod compile;

use std::sync::Arc;

use taiqu_grid::area::Rating;
use taiqu_grid::{AssetRef, District, Kind, PhaseOrder, Phases, Place};

use crate::LoadPower;
use crate::block::{Mat4, Vec4};
use crate::iec60909::Iec60909;
use crate::load::LoadBranch;
use crate::transformer::Stars;

/// Nominal phase voltage up to which a network is one of low voltage, V.
pub(crate) const LOW_V: f64 = 1000.0;

/// The electrical model of a district, whatever is switched; cheap to clone.
///
/// A bus is the set of conductors at a grid node; an area's supply node and the
/// line's node it hangs on are one bus.
#[derive(Clone, Debug)]
pub struct Model(Arc<Parts>);

/// What a [`Model`] consists of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// Buses, lines first.
    pub buses: Vec<Bus>,
    /// What lies between buses.
    pub branches: Vec<Branch>,
    /// Stiff voltages behind impedances.
    pub sources: Vec<SourceBranch>,
    /// Two-terminal branches of all loads, load by load.
    pub load_branches: Vec<LoadBranch>,
    loads: Vec<AssetRef>,
    load_buses: Vec<u32>,
    nominal: Vec<LoadPower>,
    profiles: Vec<Option<taiqu_grid::area::Profile>>,
    nodes: PerPlace<u32>,
    sections: PerPlace<u32>,
    switches: PerPlace<u32>,
    transformers: PerPlace<u32>,
    /// Number of customers, or of loads where none has a customer.
    pub customers: usize,
}

/// The conductors at a grid node.
#[derive(Clone, Debug)]
pub(crate) struct Bus {
    /// The node; of an area's supply node and its line's, the line's.
    pub node: AssetRef,
    /// Conductors that exist.
    pub phases: Phases,
    /// Nominal phase voltage of its file's header, V.
    pub base_v: f64,
    /// Its own nominal phase voltage, V.
    pub nominal_v: f64,
    /// Shunt admittance: earths and half the charging of its sections, S.
    pub shunt: Mat4,
    /// Conductors with an earth electrode.
    pub earthed: Phases,
}

/// Something between two buses.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// What it is in the records.
    pub asset: AssetRef,
    /// Bus of its `from`, or of the high voltage.
    pub from: u32,
    /// Bus of its `to`, or of the low voltage.
    pub to: u32,
    /// Conductors both ends and itself have.
    pub phases: Phases,
    /// Its physics.
    pub kind: BranchKind,
}

/// The physics of a branch.
#[derive(Clone, Debug)]
pub(crate) enum BranchKind {
    /// Series impedance, Ω; shared with all that is factored from it.
    Section(Arc<Mat4>),
    /// None.
    Switch,
    /// Two coupled windings a limb.
    Transformer {
        rating: Rating,
        stars: Stars,
        lv_order: PhaseOrder,
        ppm_antifloat: f64,
    },
}

/// A stiff voltage behind an impedance.
#[derive(Clone, Debug)]
pub(crate) struct SourceBranch {
    /// The bus it feeds.
    pub bus: u32,
    /// Its voltage, V.
    pub e: Vec4,
    /// Its impedance, Ω.
    pub z: Mat4,
}

/// One vector for each file of a district.
#[derive(Clone, Debug, Default)]
pub(crate) struct PerPlace<T> {
    pub lines: Vec<Vec<T>>,
    pub areas: Vec<Vec<T>>,
}

impl<T: Copy> PerPlace<T> {
    fn get(&self, asset: AssetRef) -> T {
        let place = match asset.place {
            Place::Line(k) => &self.lines[usize::from(k)],
            Place::Area(k) => &self.areas[usize::from(k)],
        };
        place[asset.index as usize]
    }
}

impl Model {
    /// Compiles `district`.
    pub fn new(district: &District) -> Self {
        Self(Arc::new(Parts::of(district)))
    }

    /// The same network as a case of IEC 60909-0 has it.
    pub(crate) fn corrected(&self, case: Iec60909) -> Self {
        let mut parts = Parts::clone(&self.0);
        case.correct(&mut parts);
        Self(Arc::new(parts))
    }

    /// The loads, in the order in which a solve takes their powers.
    pub fn loads(&self) -> &[AssetRef] {
        &self.0.loads
    }

    /// The loads' nominal powers, in that order.
    pub fn nominal(&self) -> &[LoadPower] {
        &self.0.nominal
    }

    /// The loads' powers at `second` of the day, by their profiles; a load without
    /// one has its nominal power.
    pub fn powers_at(&self, second: u64) -> Vec<LoadPower> {
        let both = self.0.nominal.iter().zip(&self.0.profiles);
        both.map(|(nominal, profile)| {
            let factor = profile.as_ref().map_or(1.0, |profile| profile.at(second));
            LoadPower {
                p_w: nominal.p_w * factor,
                q_var: nominal.q_var * factor,
            }
        })
        .collect()
    }

    /// Number of buses.
    pub fn bus_count(&self) -> usize {
        self.0.buses.len()
    }

    /// The bus at a node.
    ///
    /// # Panics
    /// When `node` is no node of the district.
    pub fn bus(&self, node: AssetRef) -> usize {
        debug_assert_eq!(node.kind, Kind::Node);
        self.0.nodes.get(node) as usize
    }

    /// The bus that a load hangs on, by its number among [`Self::loads`].
    pub fn load_bus(&self, load: usize) -> usize {
        self.0.load_buses[load] as usize
    }

    /// The node that gives a bus its name.
    pub fn node(&self, bus: usize) -> AssetRef {
        self.0.buses[bus].node
    }

    /// The conductors that exist at a bus.
    pub fn conductors(&self, bus: usize) -> Phases {
        self.0.buses[bus].phases
    }

    /// The branch that is a section, switch or transformer.
    pub(crate) fn branch_of(&self, asset: AssetRef) -> usize {
        let index = match asset.kind {
            Kind::Switch => self.0.switches.get(asset),
            Kind::Transformer => self.0.transformers.get(asset),
            _ => self.0.sections.get(asset),
        };
        index as usize
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }
}
