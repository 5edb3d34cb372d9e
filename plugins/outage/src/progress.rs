//! How far the work on an incident is, as crews tell it.

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::{CrewId, CrewReport, Damage, Tick};

/// What an order about an incident is, as the dispatching desk tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The group.
    pub group: usize,
    /// The incident's number in the group.
    pub incident: u32,
    /// The order's number.
    pub order: u32,
    /// The crew that has it.
    pub crew: Option<CrewId>,
    /// When one is planned to be there, while none is on its way.
    pub arrives: Option<Tick>,
    /// From when people may climb, where that must be waited for.
    pub climbs: Option<Tick>,
}

/// Work that is known to be needed at a part before what hangs on it has supply again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The part, which a crew has seen broken.
    pub part: AssetRef,
    /// When it was reckoned to be done.
    pub ends: Tick,
}

/// What there is to cope with beside an incident, as the dispatching desk tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burden {
    /// How many orders wait for a crew.
    pub waiting: u32,
    /// How long until the last hour that is forecast in which nobody climbs is over, s.
    pub windy_s: u32,
}

/// What is being done about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing yet: no crew was told.
    Waiting,
    /// A crew was told.
    Assigned,
    /// It drives.
    Driving,
    /// It looks for what is broken.
    Searching,
    /// It switches sources off.
    Isolating,
    /// It proves the place dead and earths it.
    Earthing,
    /// It repairs.
    Repairing,
    /// It is repaired; earths come off and supply is put on.
    Restoring,
}

impl Step {
    /// All steps, in the order of the work.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Assigned,
        Self::Driving,
        Self::Searching,
        Self::Isolating,
        Self::Earthing,
        Self::Repairing,
        Self::Restoring,
    ];
}

/// The work on one incident so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The order about it, and the crew that has it.
    pub order: Option<(u32, Option<CrewId>)>,
    /// What was done, each with when it began, ms since the start.
    pub steps: Vec<(u64, Step)>,
    /// When the crew on its way says that it arrives, ms.
    pub arrives_ms: Option<u64>,
    /// When a crew is planned to be there, before one is on its way.
    pub planned: Option<Tick>,
    /// From when people may climb for it, where that must be waited for.
    pub climbs: Option<Tick>,
    /// What a crew found broken.
    pub found: Option<(AssetRef, Damage)>,
    /// Sources that must be off before a repair, by the records.
    pub sources: u32,
    /// Those that the crew has switched off.
    pub off: u32,
    /// Crews that were there and could not help.
    pub in_vain: u32,
    /// When a crew told that supply is on again, ms.
    pub restored_ms: Option<u64>,
    /// When meters behind it proved to have voltage again, ms, in no order.
    pub back_ms: Vec<u64>,
}

impl Progress {
    /// The work before it begins.
    pub fn since(at_ms: u64) -> Self {
        Self {
            order: None,
            steps: vec![(at_ms, Step::Waiting)],
            arrives_ms: None,
            planned: None,
            climbs: None,
            found: None,
            sources: 0,
            off: 0,
            in_vain: 0,
            restored_ms: None,
            back_ms: Vec::new(),
        }
    }

    /// What is being done, and since when, ms.
    pub fn now(&self) -> (u64, Step) {
        self.steps.last().copied().unwrap_or((0, Step::Waiting))
    }

    /// When supply was on again, ms: when half of the meters had proved it, one or the
    /// other of which may be heard only later; else when a crew told so.
    pub fn ended_ms(&self) -> Option<u64> {
        let mut back = self.back_ms.clone();
        back.sort_unstable();
        let half = back.get(back.len() / 2).copied();
        self.restored_ms.map(|told| half.unwrap_or(told))
    }

    /// The desk has this order about it; whether that is news.
    pub fn attend(&mut self, at: u64, order: Option<(u32, Option<CrewId>)>) -> bool {
        if self.order == order {
            return false;
        }
        self.order = order;
        let told = order.is_some_and(|(_, crew)| crew.is_some());
        let step = if told { Step::Assigned } else { Step::Waiting };
        // Who repaired it is done with the order before all meters have told.
        if told || self.now().1 != Step::Restoring {
            self.restored_ms = None;
            self.go(at, step);
        }
        true
    }

    /// Takes in what a crew tells of the order about it.
    pub fn take(&mut self, at: u64, report: CrewReport) {
        match report {
            CrewReport::SetOut { arrives_in_s } => {
                self.arrives_ms = Some(at + 1000 * u64::from(arrives_in_s));
                self.go(at, Step::Driving);
            }
            CrewReport::Arrived => self.go(at, Step::Searching),
            CrewReport::Found { part, damage } => {
                self.found = Some((part, damage));
                self.off = 0;
                if damage.needs_isolation() {
                    self.go(at, Step::Isolating);
                } else {
                    // It may come back from a depot.
                    self.go(at, Step::Searching);
                }
            }
            CrewReport::Isolated { .. } => {
                self.off += 1;
                if self.off >= self.sources {
                    self.go(at, Step::Earthing);
                }
            }
            // It drives for what it lacks, and back.
            CrewReport::Lacks { .. } => {
                self.arrives_ms = None;
                self.go(at, Step::Driving);
            }
            CrewReport::TestedDead => self.go(at, Step::Earthing),
            CrewReport::Repairing => self.go(at, Step::Repairing),
            CrewReport::Repaired => self.go(at, Step::Restoring),
            CrewReport::Restored => self.restored_ms = Some(at),
            CrewReport::FoundNothing { .. } => {
                self.found = None;
                self.in_vain += 1;
                self.go(at, Step::Waiting);
            }
            CrewReport::HandsOver => {
                self.in_vain += 1;
                self.go(at, Step::Waiting);
            }
            _ => {}
        }
    }

    fn go(&mut self, at: u64, step: Step) {
        if step < Step::Driving {
            self.arrives_ms = None;
        }
        if self.now().1 != step {
            self.steps.push((at, step));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::Kind;
    use taiqu_link::Stock;

    #[test]
    fn reports_move_the_work_on_and_back() {
        let wire = AssetRef::in_area(0, Kind::Section, 3);
        let mut work = Progress::since(0);
        work.sources = 2;
        assert!(work.attend(1_000, Some((7, None))) && work.now().1 == Step::Waiting);
        assert!(work.attend(2_000, Some((7, Some(1)))) && !work.attend(3_000, work.order));
        work.take(4_000, CrewReport::SetOut { arrives_in_s: 60 });
        assert_eq!(work.arrives_ms, Some(64_000));
        work.take(64_000, CrewReport::Arrived);
        work.take(
            90_000,
            CrewReport::Found {
                part: wire,
                damage: Damage::BrokenWire,
            },
        );
        work.take(91_000, CrewReport::HandsOver);
        assert_eq!((work.now(), work.in_vain), ((91_000, Step::Waiting), 1));
        assert_eq!(work.found, Some((wire, Damage::BrokenWire)));
        work.take(99_000, CrewReport::Isolated { point: wire });
        assert_eq!(work.now().1, Step::Waiting);
        work.take(100_000, CrewReport::Isolated { point: wire });
        work.take(101_000, CrewReport::Repairing);
        let stock = Stock::NONE;
        work.take(101_500, CrewReport::Lacks { stock });
        assert_eq!(
            (work.now(), work.arrives_ms),
            ((101_500, Step::Driving), None)
        );
        work.take(102_000, CrewReport::Repaired);
        // The order is done; nobody waits for a crew again.
        work.attend(103_000, None);
        assert_eq!(work.now().1, Step::Restoring);
    }
}
