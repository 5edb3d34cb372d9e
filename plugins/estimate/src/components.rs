//! The twin's picture as components and resources: what the utility believes about
//! each thing, of what quality, how old, and what of it is abnormal.
//!
//! Every value here comes from records and messages; a view reads it and never
//! writes it.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::{Stamped, Tick, Uplink};

use crate::chronicle::Chronicle;
use crate::picture::Picture;
use crate::states::States;
use crate::trends::Trends;
use crate::warmth::Warmth;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A device sent it.
    Measured,
    /// A power flow over measured loads gave it.
    Computed,
    /// It rests on a typical profile or a nominal value, because nothing was
    /// reported yet.
    Assumed,
}

/// What a value is and how old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Where it comes from.
    pub origin: Origin,
    /// The tick at which it was true.
    pub as_of: Tick,
}

impl Quality {
    /// Age at `now`, s.
    pub const fn age_s(self, now: Tick) -> u64 {
        now.since(self.as_of)
    }
}

/// Voltages of a node.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct NodeState {
    /// Phase to neutral, or to earth where there is no neutral, V; dead or absent
    /// is 0.
    pub phase_v: [f64; 3],
    /// Neutral to remote earth, V.
    pub neutral_v: f64,
    /// The energised conductors, the neutral of an energised node included.
    pub live: Phases,
    /// What the voltages are.
    pub quality: Quality,
}

/// Flow through a section or switch.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct FlowState {
    /// Current magnitudes of a, b, c, n, A.
    pub current_a: [f64; 4],
    /// Largest phase current over ampacity, pu; 0 where the ampacity is unknown.
    pub loading: f64,
    /// The energised conductors.
    pub live: Phases,
    /// What the currents are.
    pub quality: Quality,
}

/// Position of a switch as it is believed.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchState {
    /// The closed conductors.
    pub closed: Phases,
}

/// A transformer at its low-voltage terminals.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct TransformerState {
    /// Current magnitudes of a, b, c, n, A.
    pub current_a: [f64; 4],
    /// Active power towards the area by phase, kW; negative flows back.
    pub power_kw: [f64; 3],
    /// Apparent power over rating, pu.
    pub loading: f64,
    /// Current unbalance (Imax − Imin)/Imax, pu (Q/GDW 1519).
    pub unbalance: f64,
    /// Position of the tap changer.
    pub tap: f64,
    /// What the values are.
    pub quality: Quality,
}

/// Supply of a meter, of a customer or of a load.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct SupplyState {
    /// Voltage over the worst of its own terminal pairs (the one farthest from
    /// nominal), V.
    pub voltage_v: f64,
    /// Active power drawn, kW; negative generates.
    pub power_kw: f64,
    /// Whether any of its terminals has voltage.
    pub live: bool,
    /// Whether it is connected, as far as it was ordered and acknowledged.
    pub connected: bool,
    /// What the values are.
    pub quality: Quality,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// No voltage where there should be.
    Dead,
    /// A box that was broken open.
    Forced,
    /// A meter that is tampered with.
    Tampered,
    /// A transformer, section, breaker or fuse above its rating.
    Overload,
    /// A transformer's hot spot above what it bears without harm.
    Hot,
    /// A customer above the upper voltage limit.
    HighVoltage,
    /// A customer below the lower voltage limit.
    LowVoltage,
    /// A transformer or section near its rating.
    HeavyLoad,
    /// A transformer's phase currents differ too much.
    Unbalance,
    /// A transformer feeds back into the 10 kV line.
    ReverseFlow,
    /// A customer uses much more or much less than by habit.
    OddUse,
}

impl FindingKind {
    /// How urgent it is, from 1, critical, to 4, low: its glyph, its colour and its
    /// place in lists.
    pub const fn priority(self) -> u8 {
        match self {
            Self::Dead => 1,
            Self::Forced | Self::Tampered | Self::Overload | Self::Hot | Self::HighVoltage => 2,
            Self::LowVoltage | Self::HeavyLoad => 3,
            Self::Unbalance | Self::ReverseFlow | Self::OddUse => 4,
        }
    }

    /// All kinds, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::Dead,
        Self::Forced,
        Self::Tampered,
        Self::Overload,
        Self::Hot,
        Self::HighVoltage,
        Self::LowVoltage,
        Self::HeavyLoad,
        Self::Unbalance,
        Self::ReverseFlow,
        Self::OddUse,
    ];
}

/// One thing that is abnormal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The thing: a customer or meter, a transformer, a section, a box.
    pub asset: AssetRef,
    /// What is wrong.
    pub kind: FindingKind,
    /// The value that is: V for voltages, pu for loading and unbalance, °C for a hot
    /// spot, kW for reverse flow, the ratio to what is usual for odd use, 0 for what is dead, forced or tampered with.
    pub value: f64,
    /// The limit it crosses, in the same unit.
    pub limit: f64,
    /// Since when.
    pub since: Tick,
}

/// All that is abnormal and has lasted, ordered by kind (gravest first), then by
/// asset.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Abnormal(pub Vec<Finding>);

/// All limits that are crossed, however short the time, in the same order.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Crossed(pub(crate) Vec<Finding>);

/// The limits that make a value abnormal; settings.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Highest voltage, pu of nominal (GB/T 12325: 220 V + 7 %).
    pub high_pu: f64,
    /// Lowest voltage, pu of nominal (GB/T 12325: 220 V − 10 %).
    pub low_pu: f64,
    /// Loading from which a transformer or section is heavily loaded, pu.
    pub heavy_pu: f64,
    /// Loading from which it is overloaded, pu.
    pub overload_pu: f64,
    /// Hot spot of a transformer, °C (IEC 60076-7: 120 in a usual day's course).
    pub hot_c: f64,
    /// Current unbalance of a star–star transformer, pu (Q/GDW 1519).
    pub unbalance_star_pu: f64,
    /// Current unbalance of a delta–star transformer, pu (Q/GDW 1519).
    pub unbalance_delta_pu: f64,
    /// Loading below which unbalance is not reported, pu.
    pub unbalance_from_pu: f64,
    /// Power back into the 10 kV line that is reported, kW.
    pub reverse_kw: f64,
    /// How long a limit must be crossed before it is told, s. Statistics count after
    /// 60 minutes (voltage) and 120 (loading, unbalance); a control room wants to know
    /// after one interval of the meters.
    pub persistence_s: u64,
    /// How far a voltage must come back within its limit to end what was found, pu of
    /// nominal.
    pub voltage_deadband_pu: f64,
    /// How far loading or unbalance must come back within its limit to end what was
    /// found, pu.
    pub loading_deadband_pu: f64,
    /// How far a hot spot must cool below its limit to end what was found, K.
    pub hot_deadband_k: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            high_pu: 1.07,
            low_pu: 0.90,
            heavy_pu: 0.80,
            overload_pu: 1.00,
            hot_c: 120.0,
            unbalance_star_pu: 0.15,
            unbalance_delta_pu: 0.25,
            unbalance_from_pu: 0.50,
            reverse_kw: 1.0,
            persistence_s: 900,
            voltage_deadband_pu: 0.005,
            loading_deadband_pu: 0.02,
            hot_deadband_k: 3.0,
        }
    }
}

/// The picture of every group of the district, of which the entities' components
/// are a copy.
#[derive(Resource, Debug)]
pub struct Belief(pub Vec<Part>);

/// The picture of one group.
#[derive(Debug)]
pub struct Part {
    /// What the messages told and what was made of it.
    pub picture: Picture,
    /// Its values.
    pub states: States,
    /// Whether they were made anew in the last tick.
    pub renewed: bool,
    pub(crate) entities: Entities,
}

/// How warm transformers are.
#[derive(Resource, Debug, Default)]
pub struct Warm(pub Warmth);

/// What others ask the picture to suppose open, by the group's number: sections and
/// switches with the phases, and meters whose leads are. Each takes the place of what was
/// supposed of its group before, when the picture is made next.
#[derive(Resource, Debug, Default)]
pub struct Supposed(pub Vec<(usize, Vec<(AssetRef, Phases)>)>);

/// The messages that arrived in the last tick.
#[derive(Resource, Debug, Default)]
pub struct Arrivals(pub Vec<Stamped<Uplink>>);

/// Courses of the last 24 hours.
#[derive(Resource, Debug)]
pub struct History(pub Trends);

/// What was learned and concluded.
#[derive(Resource, Debug, Default)]
pub struct Log(pub Chronicle);

/// The entities of each kind, in the order of `District::all`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    pub(crate) nodes: Vec<Entity>,
    pub(crate) sections: Vec<Entity>,
    pub(crate) switches: Vec<Entity>,
    pub(crate) transformers: Vec<Entity>,
    pub(crate) meters: Vec<Entity>,
    pub(crate) customers: Vec<Entity>,
    pub(crate) loads: Vec<Entity>,
}

impl Entities {
    /// The entities of the things in `records`, by kind.
    pub(crate) fn of(records: &District, entities: &BTreeMap<AssetRef, Entity>) -> Self {
        let of = |kind| {
            let all = records.all(kind);
            all.filter_map(|asset| entities.get(&asset).copied())
                .collect()
        };
        Self {
            nodes: of(Kind::Node),
            sections: of(Kind::Section),
            switches: of(Kind::Switch),
            transformers: of(Kind::Transformer),
            meters: of(Kind::Meter),
            customers: of(Kind::Customer),
            loads: of(Kind::Load),
        }
    }
}
