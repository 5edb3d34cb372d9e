//! A work order.

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::{CrewId, Damage, Skills, Stock, Tick};

use crate::safety::Safety;

/// What an order is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// An incident of a group, by their numbers.
    Incident {
        /// The group.
        group: usize,
        /// The incident's number in the group.
        number: u32,
    },
    /// A call from a customer at this box or meter.
    Call(AssetRef),
    /// What another order's crew reported.
    Report(u32),
    /// A device of the network's own telemetry that tells of trouble.
    Telemetry(AssetRef),
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// It is known and waits for a crew.
    Accepted,
    /// A crew was told.
    Assigned,
    /// The crew drives.
    UnderWay,
    /// It is there and looks.
    Arrived,
    /// It has found the fault.
    Located,
    /// It makes the place safe.
    Isolating,
    /// It repairs.
    Repairing,
    /// Repaired; earths come off.
    Repaired,
    /// Supply is on again.
    Restored,
    /// There was nothing to be found.
    Fruitless,
    /// It could not be repaired by this crew; another order goes on.
    HandedOver,
    /// It became needless before the crew arrived.
    Withdrawn,
}

impl OrderState {
    /// Whether nothing more will happen.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Restored | Self::Fruitless | Self::HandedOver | Self::Withdrawn
        )
    }
}

/// A work order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkOrder {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub about: About,
    /// Where to look first.
    pub target: AssetRef,
    /// Where to look then, the most probable first.
    pub also: [Option<AssetRef>; 4],
    /// Whether to look up and down the line too.
    pub around: bool,
    /// Whether a crew has seen that the fault is at the target.
    pub seen: bool,
    /// What is expected to be found, as far as one can tell.
    pub expects: Option<Damage>,
    /// The material that it waits for: nobody has it.
    pub missing: Stock,
    /// What is needed.
    pub needs: Skills,
    /// When it was accepted; promises count from here.
    pub accepted: Tick,
    /// When it may be given to a crew.
    pub ready: Tick,
    /// By when a crew is promised.
    pub arrive_by: Tick,
    /// How urgent it is, in customers without supply.
    pub priority: f64,
    /// Who has it.
    pub crew: Option<CrewId>,
    /// Where it stands.
    pub state: OrderState,
    /// When it got there.
    pub history: Vec<(Tick, OrderState)>,
    /// What must be proved before the repair.
    pub safety: Safety,
    /// What was found.
    pub found: Option<(AssetRef, Damage)>,
}

impl WorkOrder {
    /// It gets to another state.
    pub(crate) fn move_to(&mut self, tick: Tick, state: OrderState) {
        if self.state != state {
            self.state = state;
            self.history.push((tick, state));
        }
    }

    /// When it got to `state` first.
    pub fn when(&self, state: OrderState) -> Option<Tick> {
        let found = self.history.iter().find(|(_, then)| *then == state);
        found.map(|(tick, _)| *tick)
    }
}
