//! The selection panel: what is this, and is it all right.

use taiqu_estimate::components::Origin;
use taiqu_grid::{AssetRef, Conductor, Text};
use taiqu_link::Command;

use super::Level;
use crate::commands::FieldCommand;

/// What is shown about the thing that is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionView {
    /// The thing.
    pub asset: AssetRef,
    /// Key of what it is.
    pub word: &'static str,
    /// Its name.
    pub name: Text,
    /// The way up to the substation, the outermost first, itself last.
    pub crumbs: Vec<Crumb>,
    /// What is wrong with it: key of the finding.
    pub findings: Vec<(Level, &'static str)>,
    /// Its values.
    pub values: Vec<ValueRow>,
    /// What the values are.
    pub quality: Option<QualityView>,
    /// Sections between it and the source.
    pub upstream: usize,
    /// What hangs on it.
    pub below: Below,
    /// What the records say.
    pub facts: Vec<Fact>,
    /// What can be done with it.
    pub offers: Vec<Offer>,
    /// Its last 24 hours.
    pub trend: Option<Trend>,
}

/// One step of the way up.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// Its name.
    pub name: Text,
    /// The thing to select.
    pub target: Option<AssetRef>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// Key of the quantity.
    pub key: &'static str,
    /// The conductor, where it is one of several.
    pub phase: Option<Conductor>,
    /// The value.
    pub value: f64,
    /// Digits behind the point.
    pub digits: usize,
    /// Its unit.
    pub unit: &'static str,
    /// Its place between limits, where it has any.
    pub bar: Option<Bar>,
}

/// A bar with limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Left end.
    pub from: f64,
    /// Right end.
    pub to: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// How bad the value is.
    pub level: Level,
}

/// What values are and how old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QualityView {
    /// Where they come from.
    pub origin: Origin,
    /// Age, s.
    pub age_s: u64,
    /// Whether they are older than they should be.
    pub stale: bool,
}

/// What hangs on a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Customers.
    pub customers: usize,
    /// Those of them who depend on their supply more than usual.
    pub important: usize,
}

/// One thing the records say.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Key of what it is.
    pub key: &'static str,
    /// What it says.
    pub value: Text,
}

/// Something that can be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Its row in the table of commands.
    pub kind: FieldCommand,
    /// The order.
    pub command: Command,
}

/// The last 24 hours of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Key of the quantity.
    pub key: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Hours since the start of the simulation at the right edge.
    pub until_h: f64,
    /// What the calendar's clock shows at hour 0, h.
    pub clock_h: f64,
    /// The curves.
    pub series: Vec<Series>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The conductor, where it is one of several.
    pub phase: Option<Conductor>,
    /// Hours since the start of the simulation, and value.
    pub points: Vec<[f64; 2]>,
}
