//! The top bar: where we are and when it is.

use taiqu_grid::Text;
use taiqu_link::{DateTime, Tick};

/// What kind of world is looked at. Taking one for another is the classic
/// accident, so each has its own frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The real field, now.
    Live,
    /// What-if, from real data.
    Study,
    /// A simulated field.
    #[default]
    Rehearsal,
    /// A recorded run.
    Replay,
    /// A simulated field with an instructor.
    Training,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 5] = [
        Self::Live,
        Self::Study,
        Self::Rehearsal,
        Self::Replay,
        Self::Training,
    ];

    /// Key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Live => "mode.live",
            Self::Study => "mode.study",
            Self::Rehearsal => "mode.rehearsal",
            Self::Replay => "mode.replay",
            Self::Training => "mode.training",
        }
    }

    /// Key of the sentence that says what it is.
    pub const fn tip(self) -> &'static str {
        match self {
            Self::Live => "mode.live.tip",
            Self::Study => "mode.study.tip",
            Self::Rehearsal => "mode.rehearsal.tip",
            Self::Replay => "mode.replay.tip",
            Self::Training => "mode.training.tip",
        }
    }
}

/// Mode, scenario and clocks.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// What kind of world is looked at.
    pub mode: Mode,
    /// Name of the scenario.
    pub scenario: Text,
    /// The time of the wall clock, `14:03`, if it is shown.
    pub wall: Option<String>,
}

/// The pace of time.
#[derive(Clone, Debug)]
pub struct TimeView {
    /// What the calendar shows at tick 0.
    pub start: DateTime,
    /// The tick that is shown.
    pub tick: Tick,
    /// Length of the scenario, s.
    pub length_s: u64,
    /// Simulated seconds per second.
    pub speed: u32,
    /// Whether time stands still.
    pub paused: bool,
    /// Whether the machine cannot keep the speed.
    pub lagging: bool,
    /// Where a jump is heading.
    pub jump: Option<Tick>,
}

impl Default for TimeView {
    fn default() -> Self {
        Self {
            start: DateTime::EPOCH,
            tick: Tick(0),
            length_s: 0,
            speed: 1,
            paused: true,
            lagging: false,
            jump: None,
        }
    }
}

impl TimeView {
    /// What the calendar shows.
    pub const fn now(&self) -> DateTime {
        self.start.plus(self.tick.0)
    }
}
