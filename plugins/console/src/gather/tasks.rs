//! What grid managers are to look at, filled.

use taiqu_dispatch::{Task, TaskState};
use taiqu_estimate::components::FindingKind;

use super::Twin;
use super::lists::figure;
use super::work::{Work, part_name};
use crate::model::{TaskRow, finding_key, level_of};
use crate::names;

/// All tasks: what is to be done first, the soonest due first; then the latest.
pub fn tasks(twin: &Twin, work: &Work) -> Vec<TaskRow> {
    let Some(zones) = work.tasks.as_ref().map(|tasks| &tasks.0) else {
        return Vec::new();
    };
    let mut tasks: Vec<&Task> = zones.tasks().iter().collect();
    let rank = |task: &Task| {
        let open = task.state == TaskState::Open;
        let last = if open {
            task.due.0
        } else {
            u64::MAX - task.since.0
        };
        (!open, last, task.number)
    };
    tasks.sort_by_key(|task| rank(task));
    let rows = tasks.into_iter().map(|task| {
        let far = |value: f64, limit: f64| (value / limit.max(1e-9)).max(1e-9).ln().abs();
        let worst = task.evidence.iter().filter(|f| f.kind == task.cause);
        let worst = worst.max_by(|a, b| far(a.value, a.limit).total_cmp(&far(b.value, b.limit)));
        let manager = task.manager.map(usize::from);
        TaskRow {
            number: task.number,
            level: level_of(task.cause),
            cause: finding_key(task.cause),
            advice: advice_key(task.cause),
            state: state_key(task.state),
            asset: task.asset,
            name: part_name(twin, task.asset),
            place: names::place(&twin.records.0, task.asset.place),
            worst: worst.map_or_else(String::new, |f| figure(f, f.value)),
            evidence: task.evidence.len(),
            manager: manager.and_then(|k| Some(zones.managers().get(k)?.name.clone())),
            due: twin.clock.at(task.due),
            kept: task.kept(twin.clock.tick),
            open: task.state == TaskState::Open,
        }
    });
    rows.collect()
}

const fn state_key(state: TaskState) -> &'static str {
    match state {
        TaskState::Open => "task.open",
        TaskState::Looked { confirmed: true } => "task.confirmed",
        TaskState::Looked { confirmed: false } => "task.not-confirmed",
        TaskState::Gone => "task.gone",
    }
}

/// Key of what to do about a cause.
const fn advice_key(cause: FindingKind) -> &'static str {
    match cause {
        FindingKind::LowVoltage => "advice.low-voltage",
        FindingKind::HighVoltage | FindingKind::ReverseFlow => "advice.high-voltage",
        FindingKind::Overload | FindingKind::Hot | FindingKind::HeavyLoad => "advice.overload",
        FindingKind::Unbalance => "advice.unbalance",
        FindingKind::OddUse => "advice.odd-use",
        FindingKind::Dead => "advice.dead",
        FindingKind::Forced => "advice.forced",
        FindingKind::Tampered => "advice.tampered",
    }
}
