//! What the panels show, as plain values: filled from the ECS in one place, drawn
//! in another, and tested without either.

mod finding;
mod header;
mod incident;
mod preview;
mod risk;
mod selection;
mod timeline;
mod tree;

pub use finding::{FindingRow, LogRow, finding_key, level_of};
pub use header::{Header, Mode, TimeView};
pub use incident::{
    AnswerView, CallRow, IncidentRow, NoticeRow, OrderRow, Progress, Promise, TaskRow,
};
pub use preview::{Affected, Preview};
pub use risk::{RiskRow, RiskView};
pub use selection::{
    Bar, Below, Crumb, Fact, Offer, QualityView, SelectionView, Series, Trend, ValueRow,
};
pub use timeline::{Lane, Span, Tone};
pub use tree::{Branch, Burden, Tree};

use egui::Pos2;
use taiqu_scene::{Legend, Look, Overlay};

/// How bad something is, from the ISA-18.2 priorities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    #[default]
    Normal,
    /// Priority 4.
    Low,
    /// Priority 3.
    Medium,
    /// Priority 2.
    High,
    /// Priority 1.
    Critical,
}

impl Level {
    /// Key of its text.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "level.normal",
            Self::Low => "level.low",
            Self::Medium => "level.medium",
            Self::High => "level.high",
            Self::Critical => "level.critical",
        }
    }
}

/// A name that floats over the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelView {
    /// Where its foot points, logical pixels of the window.
    pub at: Pos2,
    /// What it says.
    pub text: String,
    /// How bad what it names is.
    pub level: Level,
    /// Whether it names what is selected or under the pointer.
    pub chosen: bool,
    /// Whether its text is written, or its glyph alone.
    pub named: bool,
}

/// Everything the panels show.
#[derive(bevy::prelude::Resource, Clone, Debug, Default)]
pub struct View {
    /// Mode, scenario and clocks.
    pub header: Header,
    /// The pace of time.
    pub time: TimeView,
    /// What is where, from substation to customer.
    pub tree: Tree,
    /// The branch of what is selected, or the nearest above it.
    pub branch: Option<usize>,
    /// How much is wrong below each branch of the tree, in the same order.
    pub burdens: Vec<Burden>,
    /// What is selected.
    pub selection: Option<SelectionView>,
    /// What is abnormal, the gravest first.
    pub findings: Vec<FindingRow>,
    /// What happened, the latest first.
    pub log: Vec<LogRow>,
    /// What is believed to have failed: what goes on first, the gravest first.
    pub incidents: Vec<IncidentRow>,
    /// Work orders: what is not done first, the most urgent first.
    pub orders: Vec<OrderRow>,
    /// Grid managers' tasks: what is to be done first, the soonest due first.
    pub tasks: Vec<TaskRow>,
    /// Calls, the latest first.
    pub calls: Vec<CallRow>,
    /// What customers were told, the latest first.
    pub notices: Vec<NoticeRow>,
    /// What a storm that is forecast will probably do; none while nothing is forecast.
    pub risk: Option<RiskView>,
    /// What to tell the caller at the call desk.
    pub answer: Option<AnswerView>,
    /// What happened when.
    pub timeline: Vec<Lane>,
    /// What the overlay's colours mean.
    pub legend: Legend,
    /// The quantity painted on the network.
    pub overlay: Overlay,
    /// How the world is painted.
    pub look: Look,
    /// Names over the picture, the most important first.
    pub labels: Vec<LabelView>,
}
