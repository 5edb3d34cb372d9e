//! Rows of what has failed, and what is done about it.

use taiqu_dispatch::OrderState;
use taiqu_grid::{AssetRef, Phases, Text};
use taiqu_link::DateTime;

use super::Level;

/// A fault as it is believed.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentRow {
    /// Its number, as people say it.
    pub number: String,
    /// How bad it is.
    pub level: Level,
    /// Key of what is wrong.
    pub trouble: &'static str,
    /// What has failed.
    pub part: AssetRef,
    /// Name of what has failed.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// The phases that it has lost.
    pub phases: Phases,
    /// Probability that it is this part.
    pub probability: f64,
    /// Keys of the causes with their probabilities, the most probable first.
    pub causes: Vec<(&'static str, f64)>,
    /// How many customers are believed out, or in danger.
    pub customers: usize,
    /// How many of them matter most.
    pub important: usize,
    /// Since when.
    pub since: DateTime,
    /// For how long, s; until it was over.
    pub lasting_s: u64,
    /// Whether it goes on.
    pub open: bool,
    /// The latest order about it.
    pub order: Option<Progress>,
    /// When supply is expected back, and what that rests on.
    pub expected: Option<(Text, Text)>,
    /// What is to be opened at once for safety's sake.
    pub open_first: Option<Text>,
}

/// Where an order stands, and with whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Its number.
    pub number: u32,
    /// Where it stands.
    pub state: OrderState,
    /// Name of the crew that has it.
    pub crew: Option<Text>,
}

/// A work order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// Where it stands, and with whom.
    pub progress: Progress,
    /// Key of what it is about.
    pub about: &'static str,
    /// Where the crew is sent, or where it found the fault.
    pub target: AssetRef,
    /// Name of that.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// Key of what was found.
    pub found: Option<&'static str>,
    /// When it was accepted.
    pub accepted: DateTime,
    /// Since when it stands there.
    pub since: DateTime,
    /// The promise to arrive.
    pub promise: Promise,
    /// Key of the kind of its ticket, and whether work is permitted.
    pub ticket: Option<(&'static str, bool)>,
    /// Keys of the steps that were late, or are.
    pub late: Vec<&'static str>,
    /// Calls about it.
    pub calls: u32,
    /// The crew that is to do it when its turn comes, and the how manieth of its orders it
    /// is; none where it is with a crew already.
    pub next: Option<(Text, usize)>,
    /// Keys and counts of the material that it waits for.
    pub missing: Vec<(&'static str, u16)>,
    /// The same of what its crew has on the vehicle.
    pub carries: Vec<(&'static str, u16)>,
}

/// An early task for a grid manager.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow {
    /// Its number.
    pub number: u32,
    /// How bad it is.
    pub level: Level,
    /// Key of the cause.
    pub cause: &'static str,
    /// Key of what to do about it.
    pub advice: &'static str,
    /// Key of where it stands.
    pub state: &'static str,
    /// Where.
    pub asset: AssetRef,
    /// Name of that.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// The worst of what tells of it.
    pub worst: String,
    /// How many things tell of it.
    pub evidence: usize,
    /// Whose it is.
    pub manager: Option<Text>,
    /// By when it is to be done.
    pub due: DateTime,
    /// Whether it was done in time; none while it is open and not late.
    pub kept: Option<bool>,
    /// Whether it is still to be done.
    pub open: bool,
}

/// A promise to arrive, as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// So many seconds are left.
    Left(u64),
    /// It is late by so many.
    Late(u64),
    /// It was kept; a crew came after so many.
    Kept(u64),
    /// A crew came too late, after so many.
    Broken(u64),
    /// It no longer matters.
    Void,
}

/// A notice to customers.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeRow {
    /// When it went out.
    pub at: DateTime,
    /// The number of its incident, as people say it.
    pub incident: String,
    /// How grave it is.
    pub level: Level,
    /// Key of what kind it is.
    pub kind: &'static str,
    /// What has failed.
    pub part: Option<AssetRef>,
    /// How many are told in which way.
    pub reached: Text,
    /// How many customers it went to.
    pub customers: usize,
    /// Whether no later one took its place.
    pub stands: bool,
    /// What it says.
    pub text: Text,
}

/// A call and what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRow {
    /// When.
    pub at: DateTime,
    /// Who called, or from where.
    pub who: Text,
    /// That customer or place.
    pub asset: Option<AssetRef>,
    /// Key of the complaint.
    pub complaint: &'static str,
    /// What was answered.
    pub answer: Text,
}

/// What to read out to a caller now.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerView {
    /// Who calls.
    pub customer: AssetRef,
    /// The customer's name.
    pub name: Text,
    /// The customer's number.
    pub number: String,
    /// The customer's address.
    pub address: Text,
    /// What matters about the customer's supply; empty for ordinary ones.
    pub importance: Option<&'static str>,
    /// How grave it is.
    pub level: Level,
    /// What to say, sentence by sentence.
    pub sentences: Vec<Text>,
}
