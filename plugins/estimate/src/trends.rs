//! The last 24 hours of the picture, for the panels.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use taiqu_grid::{AssetRef, District, Kind};

use crate::states::States;

/// A quantity whose course is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Phase a to neutral at a node, V.
    VoltageA,
    /// Phase b to neutral at a node, V.
    VoltageB,
    /// Phase c to neutral at a node, V.
    VoltageC,
    /// Worst voltage of a meter or customer, V.
    Voltage,
    /// Power of a meter, customer or transformer, kW.
    Power,
    /// Loading of a transformer or section, pu.
    Loading,
}

/// Seconds between samples.
pub const STEP_S: u64 = 300;
/// Seconds for which samples are kept.
pub(crate) const KEPT_S: i64 = 86_400;

/// Which quantities a kind of thing has, in the order of its row.
const fn quantities(kind: Kind) -> &'static [Quantity] {
    match kind {
        Kind::Node => &[Quantity::VoltageA, Quantity::VoltageB, Quantity::VoltageC],
        Kind::Section => &[Quantity::Loading],
        Kind::Transformer => &[Quantity::Power, Quantity::Loading],
        Kind::Customer => &[Quantity::Voltage, Quantity::Power],
        Kind::Switch | Kind::Box | Kind::Meter | Kind::Load => &[],
    }
}

/// All columns at one moment; cheap to clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Seconds since the start; negative before it.
    second: i64,
    #[serde(serialize_with = "as_slice", deserialize_with = "from_list")]
    values: Arc<[f32]>,
}

fn as_slice<S: Serializer>(values: &Arc<[f32]>, serializer: S) -> Result<S::Ok, S::Error> {
    values.as_ref().serialize(serializer)
}

fn from_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[f32]>, D::Error> {
    Vec::deserialize(deserializer).map(Arc::from)
}

/// Courses of all nodes, sections, transformers and customers over the last 24
/// hours, sampled every [`STEP_S`]. A meter has its customer's course.
#[derive(Clone, Debug)]
pub struct Trends {
    /// Column of each thing's first quantity.
    columns: BTreeMap<AssetRef, usize>,
    /// From meters to their customers.
    customers: BTreeMap<AssetRef, AssetRef>,
    /// The oldest first.
    rows: VecDeque<Row>,
}

impl Trends {
    /// Empty courses for all things of a district, whose groups have these `records`.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a District>) -> Self {
        let mut columns = BTreeMap::new();
        let mut customers = BTreeMap::new();
        let mut next = 0;
        for records in records {
            for kind in Kind::ALL {
                for asset in records.all(kind) {
                    if !quantities(kind).is_empty() {
                        columns.insert(asset, next);
                        next += quantities(kind).len();
                    }
                }
            }
            for (k, area) in (0_u16..).zip(&records.areas) {
                let of = |kind, index: usize| AssetRef::in_area(k, kind, index as u32);
                for (c, customer) in area.customers.iter().enumerate() {
                    if let Some(meter) = customer.meter {
                        customers.insert(of(Kind::Meter, meter), of(Kind::Customer, c));
                    }
                }
            }
        }
        Self {
            columns,
            customers,
            rows: VecDeque::new(),
        }
    }

    /// Keeps the `states` of all groups as they are `second` seconds after the start.
    pub fn sample<'a>(&mut self, second: i64, states: impl IntoIterator<Item = &'a States>) {
        let mut row = Vec::with_capacity(self.rows.back().map_or(0, |row| row.values.len()));
        let mut keep = |value: f64| row.push(value as f32);
        for states in states {
            for state in &states.nodes {
                state.phase_v.into_iter().for_each(&mut keep);
            }
            for state in &states.sections {
                keep(state.loading);
            }
            for state in &states.transformers {
                keep(state.power_kw.iter().sum());
                keep(state.loading);
            }
            for state in &states.customers {
                keep(state.map_or(0.0, |s| s.voltage_v));
                keep(state.map_or(0.0, |s| s.power_kw));
            }
        }
        self.rows.push_back(Row {
            second,
            values: row.into(),
        });
        while self
            .rows
            .front()
            .is_some_and(|r| r.second + KEPT_S < second)
        {
            self.rows.pop_front();
        }
    }

    /// The course of a quantity of a thing, the oldest sample first, by seconds
    /// since the start; empty where the thing has no such quantity. What lies before
    /// the start was not measured: the records let it be expected.
    pub fn course(&self, asset: AssetRef, quantity: Quantity) -> Vec<(i64, f64)> {
        let asset = self.customers.get(&asset).copied().unwrap_or(asset);
        let Some(&first) = self.columns.get(&asset) else {
            return Vec::new();
        };
        let Some(offset) = quantities(asset.kind).iter().position(|&q| q == quantity) else {
            return Vec::new();
        };
        let rows = self.rows.iter();
        rows.map(|row| (row.second, f64::from(row.values[first + offset])))
            .collect()
    }

    pub(crate) const fn rows(&self) -> &VecDeque<Row> {
        &self.rows
    }

    pub(crate) fn recall(&mut self, rows: &VecDeque<Row>) {
        self.rows.clone_from(rows);
    }
}
