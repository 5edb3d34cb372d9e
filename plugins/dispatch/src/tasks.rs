//! Early tasks for grid managers: what is abnormal for long, before anybody complains.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_estimate::components::{Finding, FindingKind};
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::{Manager, ManagerId, Tick};

/// When findings become tasks; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TaskRules {
    /// How long a voltage must be out of its limits, s: an hour, as statistics count.
    pub voltage_s: u64,
    /// How long a load must be too high, or phases unlike, s: two hours, as statistics
    /// count.
    pub loading_s: u64,
    /// How long a finding must be gone before its task is over, s. Assumed.
    pub gone_s: u64,
    /// By when what may harm appliances or equipment is to be looked at, s. Assumed.
    pub soon_s: u64,
    /// By when all else is, s. Assumed.
    pub later_s: u64,
}

impl Default for TaskRules {
    fn default() -> Self {
        Self {
            voltage_s: 3600,
            loading_s: 7200,
            gone_s: 3600,
            soon_s: 24 * 3600,
            later_s: 72 * 3600,
        }
    }
}

impl TaskRules {
    /// How long a finding must last; none where it is no manager's business.
    const fn lasts_s(&self, kind: FindingKind) -> Option<u64> {
        match kind {
            FindingKind::LowVoltage | FindingKind::HighVoltage => Some(self.voltage_s),
            FindingKind::Overload | FindingKind::Hot | FindingKind::Unbalance => {
                Some(self.loading_s)
            }
            FindingKind::OddUse | FindingKind::Forced | FindingKind::Tampered => Some(0),
            FindingKind::Dead | FindingKind::HeavyLoad | FindingKind::ReverseFlow => None,
        }
    }

    const fn due_s(&self, kind: FindingKind) -> u64 {
        match kind {
            FindingKind::Unbalance | FindingKind::OddUse => self.later_s,
            _ => self.soon_s,
        }
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// The manager is to look.
    Open,
    /// The manager has looked, and found it so or not.
    Looked {
        /// Whether it was as supposed.
        confirmed: bool,
    },
    /// It went by itself.
    Gone,
}

/// Something for a grid manager to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its number, from 1.
    pub number: u32,
    /// Whose it is; none where nobody looks after the zone.
    pub manager: Option<ManagerId>,
    /// What is wrong.
    pub cause: FindingKind,
    /// Where: the thing itself, or the transformer of an area whose customers suffer.
    pub asset: AssetRef,
    /// What tells of it, each as it was worst.
    pub evidence: Vec<Finding>,
    /// When it was made.
    pub opened: Tick,
    /// By when it is to be done.
    pub due: Tick,
    /// When its last evidence was seen.
    pub seen: Tick,
    /// Where it stands.
    pub state: TaskState,
    /// Since when.
    pub since: Tick,
}

impl Task {
    /// Whether it was done in time; none while it is open and not late.
    pub fn kept(&self, now: Tick) -> Option<bool> {
        match self.state {
            TaskState::Open if now > self.due => Some(false),
            TaskState::Open => None,
            TaskState::Looked { .. } | TaskState::Gone => Some(self.since <= self.due),
        }
    }
}

/// The tasks of all zones.
#[derive(Clone, Debug)]
pub struct Zones {
    records: Arc<District>,
    managers: Arc<Vec<Manager>>,
    rules: TaskRules,
    tasks: Vec<Task>,
}

impl Zones {
    /// Zones without a task yet.
    pub const fn new(
        records: Arc<District>,
        managers: Arc<Vec<Manager>>,
        rules: TaskRules,
    ) -> Self {
        Self {
            records,
            managers,
            rules,
            tasks: Vec::new(),
        }
    }

    /// Who looks after what.
    pub fn managers(&self) -> &[Manager] {
        &self.managers
    }

    /// All tasks so far, in the order of their numbers.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Takes what [`Self::tasks`] gave.
    pub fn recall(&mut self, tasks: &[Task]) {
        self.tasks = tasks.to_vec();
    }

    /// Makes tasks of what is `abnormal`, and ends those whose evidence is gone; returns
    /// the numbers of new ones, with who is to look at what.
    pub fn plan(&mut self, now: Tick, abnormal: &[Finding]) -> Vec<(ManagerId, u32, AssetRef)> {
        let first = self.tasks.len();
        for finding in abnormal {
            let lasts_s = self.rules.lasts_s(finding.kind);
            if lasts_s.is_some_and(|lasts_s| now.since(finding.since) >= lasts_s) {
                self.take(now, finding);
            }
        }
        for task in &mut self.tasks {
            // Whoever has tampered with a meter may have left something in it.
            let stays = task.cause == FindingKind::Tampered;
            let gone = !stays && now.since(task.seen) >= self.rules.gone_s;
            if task.state == TaskState::Open && gone {
                task.state = TaskState::Gone;
                task.since = now;
            }
        }
        let new = self.tasks[first..].iter();
        let asked = new.filter_map(|task| Some((task.manager?, task.number, task.asset)));
        asked.collect()
    }

    /// A manager has looked.
    pub fn look(&mut self, now: Tick, manager: ManagerId, number: u32, confirmed: bool) {
        let own = |task: &&mut Task| task.number == number && task.manager == Some(manager);
        if let Some(task) = self.tasks.iter_mut().find(own)
            && task.state == TaskState::Open
        {
            task.state = TaskState::Looked { confirmed };
            task.since = now;
        }
    }

    /// A finding that lasts: evidence of a task, or a new one.
    fn take(&mut self, now: Tick, finding: &Finding) {
        let asset = self.cause_of(finding);
        let covers = |task: &&mut Task| {
            let same = task.cause == finding.kind && task.asset == asset;
            // Too much load, or on one phase, is why voltages are low.
            let explains = finding.kind == FindingKind::LowVoltage
                && task.asset.place == asset.place
                && matches!(task.cause, FindingKind::Overload | FindingKind::Unbalance);
            let going = task.state == TaskState::Open;
            // What goes on since before it was looked at has been looked at.
            let known = task.since >= finding.since;
            (same && (going || known)) || (explains && going)
        };
        if let Some(task) = self.tasks.iter_mut().rev().find(covers) {
            task.seen = now;
            note(&mut task.evidence, finding);
            return;
        }
        self.tasks.push(Task {
            number: self.tasks.len() as u32 + 1,
            manager: self.manager_of(asset),
            cause: finding.kind,
            asset,
            evidence: vec![*finding],
            opened: now,
            due: Tick(now.0 + self.rules.due_s(finding.kind)),
            seen: now,
            state: TaskState::Open,
            since: now,
        });
    }

    /// What all findings of one cause are about: customers' voltages have theirs at the
    /// transformer.
    fn cause_of(&self, finding: &Finding) -> AssetRef {
        let many = matches!(
            finding.kind,
            FindingKind::LowVoltage | FindingKind::HighVoltage
        );
        match finding.asset.place {
            Place::Area(k)
                if many && !self.records.areas[usize::from(k)].transformers.is_empty() =>
            {
                AssetRef::in_area(k, Kind::Transformer, 0)
            }
            _ => finding.asset,
        }
    }

    fn manager_of(&self, asset: AssetRef) -> Option<ManagerId> {
        let in_zone = |area: &String| *area == self.records.place_id(asset.place);
        let mut all = self.managers.iter();
        let own = all.position(|manager| manager.areas.iter().any(in_zone));
        own.map(|k| k as ManagerId)
    }
}

/// Most things that are named as evidence.
const MOST: usize = 200;

/// Keeps a finding as it was worst: farthest from its limit.
fn note(evidence: &mut Vec<Finding>, finding: &Finding) {
    let far = |finding: &Finding| (finding.value - finding.limit).abs();
    let same = |known: &Finding| (known.asset, known.kind) == (finding.asset, finding.kind);
    match evidence.iter().position(same) {
        Some(k) if far(finding) > far(&evidence[k]) => evidence[k] = *finding,
        None if evidence.len() < MOST => evidence.push(*finding),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: FindingKind, asset: AssetRef, since: u64, value: f64) -> Finding {
        Finding {
            asset,
            kind,
            value,
            limit: 198.0,
            since: Tick(since),
        }
    }

    fn zones() -> Zones {
        Zones::new(
            Arc::new(District::default()),
            Arc::new(Vec::new()),
            TaskRules::default(),
        )
    }

    #[test]
    fn one_cause_is_one_task_however_long_it_lasts_and_however_often_it_is_told() {
        let mut zones = zones();
        let section = AssetRef {
            place: Place::Line(0),
            kind: Kind::Section,
            index: 3,
        };
        let load = [finding(FindingKind::Overload, section, 0, 1.2)];
        zones.plan(Tick(7199), &load);
        assert!(zones.tasks().is_empty());
        for tick in (7200..20_000).step_by(60) {
            zones.plan(Tick(tick), &load);
        }
        assert_eq!(zones.tasks().len(), 1);
        // It is looked at, and goes on.
        zones.tasks[0].manager = Some(0);
        zones.look(Tick(20_000), 0, 1, true);
        zones.plan(Tick(30_000), &load);
        assert_eq!(zones.tasks().len(), 1);
        assert_eq!(zones.tasks()[0].kept(Tick(30_000)), Some(true));
        // Another time is another task.
        let again = [finding(FindingKind::Overload, section, 40_000, 1.2)];
        zones.plan(Tick(48_000), &again);
        assert_eq!(zones.tasks().len(), 2);
    }

    #[test]
    fn what_goes_by_itself_is_over_after_an_hour() {
        let mut zones = zones();
        let customer = AssetRef::in_area(0, Kind::Customer, 1);
        let customer = AssetRef {
            place: Place::Line(0),
            ..customer
        };
        zones.plan(Tick(10), &[finding(FindingKind::OddUse, customer, 0, 0.0)]);
        zones.plan(Tick(10 + 3599), &[]);
        assert_eq!(zones.tasks()[0].state, TaskState::Open);
        zones.plan(Tick(10 + 3600), &[]);
        assert_eq!(zones.tasks()[0].state, TaskState::Gone);
    }
}
