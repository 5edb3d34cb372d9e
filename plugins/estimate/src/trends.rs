//! The last 24 hours of the picture, for the panels.

use std::collections::BTreeMap;

use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::Tick;

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
/// Samples kept: 24 hours.
const KEPT: usize = 288;

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

/// Courses of all nodes, sections, transformers and customers over the last 24
/// hours, sampled every [`STEP_S`]. A meter has its customer's course.
#[derive(Clone, Debug)]
pub struct Trends {
    /// Column of each thing's first quantity.
    columns: BTreeMap<AssetRef, usize>,
    /// From meters to their customers.
    customers: BTreeMap<AssetRef, AssetRef>,
    /// Samples of all columns, the oldest first once the ring is full.
    rows: Vec<(Tick, Vec<f32>)>,
    oldest: usize,
}

impl Trends {
    /// Empty courses for all things of `records`.
    pub fn of(records: &District) -> Self {
        let mut columns = BTreeMap::new();
        let mut next = 0;
        for kind in Kind::ALL {
            for asset in records.all(kind) {
                if !quantities(kind).is_empty() {
                    columns.insert(asset, next);
                    next += quantities(kind).len();
                }
            }
        }
        let customers = (0_u16..).zip(&records.areas).flat_map(|(k, area)| {
            let of = move |kind, index: usize| AssetRef::in_area(k, kind, index as u32);
            area.customers
                .iter()
                .enumerate()
                .filter_map(move |(c, item)| {
                    Some((of(Kind::Meter, item.meter?), of(Kind::Customer, c)))
                })
        });
        Self {
            columns,
            customers: customers.collect(),
            rows: Vec::new(),
            oldest: 0,
        }
    }

    /// Keeps `states` as they are at `now`.
    pub fn sample(&mut self, now: Tick, states: &States) {
        let mut row = Vec::with_capacity(self.rows.first().map_or(0, |(_, row)| row.len()));
        let mut keep = |value: f64| row.push(value as f32);
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
        if self.rows.len() < KEPT {
            self.rows.push((now, row));
        } else {
            self.rows[self.oldest] = (now, row);
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }

    /// The course of a quantity of a thing, the oldest sample first; empty where
    /// the thing has no such quantity.
    pub fn course(&self, asset: AssetRef, quantity: Quantity) -> Vec<(Tick, f64)> {
        let asset = self.customers.get(&asset).copied().unwrap_or(asset);
        let Some(&first) = self.columns.get(&asset) else {
            return Vec::new();
        };
        let Some(offset) = quantities(asset.kind).iter().position(|&q| q == quantity) else {
            return Vec::new();
        };
        let (newer, older) = self.rows.split_at(self.oldest);
        let rows = older.iter().chain(newer);
        rows.map(|(tick, row)| (*tick, f64::from(row[first + offset])))
            .collect()
    }
}
