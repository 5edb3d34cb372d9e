//! What a desk knows beside records and rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_grid::components::Observation;
use taiqu_grid::roads::Closures;
use taiqu_link::{Command, Crew, CrewId, CrewOrder, Load, Stock, Tick};

use super::{Cut, Feeding, Held, Lent, Shutdown};
use crate::order::WorkOrder;
use crate::preparation::Preparation;

/// What a desk knows beside records and rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub(super) orders: Vec<WorkOrder>,
    pub(super) crews: Vec<Standing>,
    /// Orders to crews that have not gone out yet.
    pub(super) out: Vec<(CrewId, CrewOrder)>,
    /// Numbers of the orders that each crew is to do, the first first.
    pub(super) queues: Vec<Vec<u32>>,
    /// Orders that no crew can do now.
    pub(super) left: Vec<u32>,
    /// Orders that waited, crews that were free and closed pieces of road, when that was
    /// planned.
    pub(super) planned_for: (usize, usize, usize),
    /// What each depot has.
    pub(super) shelves: Vec<Stock>,
    /// The wind that was measured last, m/s.
    pub(super) wind_m_s: f64,
    /// From when people may climb, if they may not now.
    pub(super) climbs_from: Option<Tick>,
    /// For how long wind is forecast in which nobody climbs, s.
    pub(super) windy_s: u32,
    /// From when crews may set out, if the wind lets nobody be about now.
    pub(super) moves_from: Option<Tick>,
    /// The newest plan for a storm.
    pub(super) prepared: Option<Preparation>,
    /// Pieces of road that are closed.
    pub(super) roads: Closures,
    /// Calls that are no order's yet: when, and from whom or where.
    pub(super) calls: Vec<(Tick, AssetRef)>,
    /// Customers to be asked whether all is well, with the number of the order about which
    /// they had called.
    pub(super) asked: Vec<(Option<u32>, AssetRef)>,
    /// What the desk itself opens and closes.
    pub(super) commands: Vec<Command>,
    /// What it has opened because of danger.
    pub(super) cuts: Vec<Cut>,
    /// Incidents, by group and number, whose customers have been asked: how often, and from
    /// when they may be again.
    pub(super) asked_about: BTreeMap<(usize, u32), (u32, Tick)>,
    /// Customers whose meters say nothing, and from when they may be asked again.
    pub(super) asked_silent: BTreeMap<AssetRef, Tick>,
    /// Supplies that are cut off before water comes.
    pub(super) shutdowns: Vec<Shutdown>,
    /// How probably each section was ever held to fail in a storm.
    pub(super) endangered: BTreeMap<AssetRef, f64>,
    /// Sections that crews were sent to look at because nothing is heard of them.
    pub(super) patrolled: BTreeSet<AssetRef>,
    /// Sections of which a caller saw a wire on the ground, which no crew has dealt with.
    pub(super) wires_down: BTreeSet<AssetRef>,
    /// Telemetered switches that are open and should not be, and whether somebody opened
    /// them.
    pub(super) open: BTreeMap<AssetRef, bool>,
    /// Breakers that were closed while a crew works behind them, and for which order.
    pub(super) closed_for: BTreeSet<(AssetRef, u32)>,
    /// When an order waited last for a crew.
    pub(super) waited: Tick,
    /// Customers whom generator cars fed or feed.
    pub(super) feedings: Vec<Feeding>,
    /// Callers on whose supply lives depend, and when they called.
    pub(super) in_need: Vec<(Tick, AssetRef)>,
    /// Loads that are or were held off.
    pub(super) held: Vec<Held>,
    /// Customers to be told that supply will be cut off.
    pub(super) warnings: Vec<AssetRef>,
    /// What crews saw that may not be on record.
    #[serde(skip)]
    pub(super) observed: Vec<Observation>,
}

/// A crew as it is believed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Where it was last, m.
    pub at: (f64, f64),
    /// Where it waits when it has nothing to do, m.
    pub post: (f64, f64),
    /// The order that it has.
    pub order: Option<u32>,
    /// What its vehicle has.
    pub stock: Stock,
    /// What it is to get from a depot.
    pub load: Option<Load>,
    /// What it waits for on site.
    pub lacks: Stock,
    /// Whether it is there, if it is a neighbour's.
    pub lent: Lent,
}

impl Standing {
    pub(super) fn of(crew: &Crew) -> Self {
        Self {
            at: crew.base,
            post: crew.base,
            order: None,
            stock: crew.stock,
            load: None,
            lacks: Stock::NONE,
            lent: if crew.support.is_some() {
                Lent::Away
            } else {
                Lent::Own
            },
        }
    }

    /// Whether it has nothing to do and may be sent.
    pub(super) const fn is_free(&self) -> bool {
        self.order.is_none() && self.lent.may_go()
    }
}
