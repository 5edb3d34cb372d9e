//! A work order.

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::{CrewId, Damage, Skills, Stock, Tick};

use crate::deadline::{Deadline, Limits, Step};
use crate::ticket::Ticket;

/// What an order is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Another order after whose end a caller was still without supply.
    StillDark(u32),
    /// A device of the network's own telemetry that tells of trouble.
    Telemetry(AssetRef),
    /// A section that ends in a box or cabinet from which water has gone: is it whole?
    Dried(AssetRef),
    /// A section of which nothing is heard after a storm: is it whole?
    Patrol(AssetRef),
    /// A section of which a caller saw a wire on the ground.
    WireDown(AssetRef),
}

/// Where an order stands. A good one goes through all states down to [`Self::Archived`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// It is known and waits for a crew (受理).
    Accepted,
    /// A crew was told (派单).
    Assigned,
    /// The crew takes it (接单).
    Taken,
    /// The crew drives.
    UnderWay,
    /// It is there and looks (到达).
    Arrived,
    /// It has found the fault (定位).
    Located,
    /// It makes the place safe.
    Isolating,
    /// Work is permitted (许可).
    Permitted,
    /// It repairs (抢修).
    Repairing,
    /// Repaired; earths come off.
    Repaired,
    /// Supply is on again (送电).
    Restored,
    /// The crew has reported (回单).
    Replied,
    /// Those who called are asked whether all is well (回访).
    CallingBack,
    /// All is done (归档).
    Archived,
    /// Somebody who called is still without supply; another order goes on.
    Reopened,
    /// There was nothing to be found.
    Fruitless,
    /// It could not be repaired by this crew; another order goes on.
    HandedOver,
    /// It became needless before the crew arrived, or goes on as part of another.
    Withdrawn,
}

impl OrderState {
    /// Whether nothing more will be done on site.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Restored
                | Self::Replied
                | Self::CallingBack
                | Self::Archived
                | Self::Reopened
                | Self::Fruitless
                | Self::HandedOver
                | Self::Withdrawn
        )
    }

    /// Whether supply was put on again by it.
    pub const fn is_restored(self) -> bool {
        matches!(
            self,
            Self::Restored | Self::Replied | Self::CallingBack | Self::Archived | Self::Reopened
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
    /// What else turned out to be the same, and goes with it.
    pub merged: Vec<About>,
    /// Customers who called about it and gave their number.
    pub callers: Vec<AssetRef>,
    /// Calls that were found to be about it.
    pub calls: u32,
    /// Where to look first.
    pub target: AssetRef,
    /// Where to look then, the most probable first.
    pub also: [Option<AssetRef>; 4],
    /// Whether to look up and down the line too.
    pub around: bool,
    /// Whether a crew has seen that the fault is at the target.
    pub seen: bool,
    /// Whether people are in danger there.
    pub danger: bool,
    /// What is expected to be found, as far as one can tell.
    pub expects: Option<Damage>,
    /// The material that it waits for: nobody has it.
    pub missing: Stock,
    /// From when it can be worked on, where it must be climbed for and the wind does not
    /// let anybody climb yet.
    pub held: Option<Tick>,
    /// When a crew is planned to be there, before one is on its way.
    pub planned: Option<Tick>,
    /// What is needed.
    pub needs: Skills,
    /// When it was accepted; promises count from here.
    pub accepted: Tick,
    /// When it may be given to a crew.
    pub ready: Tick,
    /// By when a crew is promised.
    pub arrive_by: Tick,
    /// How long each step may take.
    pub limits: Limits,
    /// How urgent it is, in customers without supply.
    pub priority: f64,
    /// Who has it.
    pub crew: Option<CrewId>,
    /// Crews that were told and did not take it.
    pub passed: Vec<CrewId>,
    /// Where it stands.
    pub state: OrderState,
    /// When it got there.
    pub history: Vec<(Tick, OrderState)>,
    /// The ticket for the work, where one is needed: what must be proved before the
    /// repair, and what was.
    pub ticket: Option<Ticket>,
    /// What was found.
    pub found: Option<(AssetRef, Damage)>,
    /// The poles that lie there.
    pub poles: Vec<AssetRef>,
    /// Callers who were asked whether all is well and have not answered yet.
    pub(crate) to_answer: Vec<AssetRef>,
    /// Those of them that were still without supply.
    pub(crate) still_dark: Vec<AssetRef>,
}

impl WorkOrder {
    /// Whether its crew looks, or looked, at a thing.
    pub fn is_at(&self, part: AssetRef) -> bool {
        self.target == part || self.found.is_some_and(|(found, _)| found == part)
    }

    /// What a crew has seen broken.
    pub fn broken(&self) -> Option<AssetRef> {
        let found = self.found.map(|(part, _)| part);
        found.or_else(|| self.seen.then_some(self.target))
    }

    /// It gets to another state.
    pub(crate) fn move_to(&mut self, tick: Tick, state: OrderState) {
        if self.state != state {
            self.state = state;
            self.history.push((tick, state));
        }
    }

    /// The crew takes it, if it has not yet.
    pub(crate) fn take(&mut self, tick: Tick) {
        if self.state == OrderState::Assigned {
            self.move_to(tick, OrderState::Taken);
        }
    }

    /// When it got to `state` first.
    pub fn when(&self, state: OrderState) -> Option<Tick> {
        let found = self.history.iter().find(|(_, then)| *then == state);
        found.map(|(tick, _)| *tick)
    }

    /// When it got to `state` last.
    pub fn last(&self, state: OrderState) -> Option<Tick> {
        let found = self.history.iter().rfind(|(_, then)| *then == state);
        found.map(|(tick, _)| *tick)
    }

    /// The deadlines of all steps that have begun, in their order; of an order that is over,
    /// only of those that were done.
    pub fn deadlines(&self) -> Vec<Deadline> {
        let all = Step::ALL.into_iter().filter_map(|step| {
            let from = match step {
                Step::Assign | Step::Arrive | Step::Restore => Some(self.accepted),
                Step::Take => self.last(OrderState::Assigned),
                Step::Reply => self.when(OrderState::Restored),
            }?;
            let by = if step == Step::Arrive {
                self.arrive_by
            } else {
                Tick(from.0 + self.limits.of(step))
            };
            Some(Deadline {
                step,
                by,
                done: match step {
                    Step::Assign => self.when(OrderState::Assigned),
                    // Another crew may have been told since.
                    Step::Take => self.last(OrderState::Taken).filter(|&at| at >= from),
                    Step::Arrive => self.when(OrderState::Arrived),
                    Step::Restore => self.when(OrderState::Restored),
                    Step::Reply => self.when(OrderState::Replied),
                },
            })
        });
        let waits = |deadline: &Deadline| {
            let reply = deadline.step == Step::Reply && self.state == OrderState::Restored;
            deadline.done.is_some() || reply || !self.state.is_over()
        };
        all.filter(waits).collect()
    }

    /// Whether it is about `about`, by itself or with it.
    pub fn is_about(&self, about: About) -> bool {
        self.about == about || self.merged.contains(&about)
    }
}
