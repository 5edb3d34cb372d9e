//! Rows of the lists: what is abnormal, and what happened.

use taiqu_estimate::components::FindingKind;
use taiqu_grid::{AssetRef, Text};
use taiqu_link::DateTime;

use super::Level;

/// One thing that is abnormal.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingRow {
    /// The thing.
    pub asset: AssetRef,
    /// What is wrong.
    pub kind: FindingKind,
    /// Name of the thing.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// The value and the limit it crosses, with unit; empty where there is none.
    pub value: String,
    /// The limit, with unit.
    pub limit: String,
    /// Since when.
    pub since: DateTime,
    /// For how long, s.
    pub lasting_s: u64,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRow {
    /// When.
    pub at: DateTime,
    /// How bad it is.
    pub level: Level,
    /// What happened.
    pub text: Text,
    /// The thing it happened to.
    pub asset: Option<AssetRef>,
}

/// How bad each kind of finding is.
pub const fn level_of(kind: FindingKind) -> Level {
    match kind.priority() {
        1 => Level::Critical,
        2 => Level::High,
        3 => Level::Medium,
        _ => Level::Low,
    }
}

/// Key of the name of a kind of finding.
pub const fn finding_key(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Dead => "finding.dead",
        FindingKind::Forced => "finding.forced",
        FindingKind::Tampered => "finding.tampered",
        FindingKind::Overload => "finding.overload",
        FindingKind::Hot => "finding.hot",
        FindingKind::HighVoltage => "finding.high-voltage",
        FindingKind::LowVoltage => "finding.low-voltage",
        FindingKind::HeavyLoad => "finding.heavy-load",
        FindingKind::Unbalance => "finding.unbalance",
        FindingKind::ReverseFlow => "finding.reverse-flow",
        FindingKind::OddUse => "finding.odd-use",
    }
}
