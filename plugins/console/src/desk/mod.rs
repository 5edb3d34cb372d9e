//! What is open, typed and asked for: the state of the panels, and the one
//! function that changes it.

mod obey;
mod request;

use std::collections::BTreeSet;

use bevy::prelude::Resource;
use taiqu_grid::{AssetRef, Lang, Text};
use taiqu_link::Tick;

pub use obey::Knowledge;
pub use request::{Effect, Request};

use crate::model::{Level, Preview, View};
use crate::search::Hit;

/// The state of the panels.
#[derive(Resource, Clone, Debug)]
pub struct Desk {
    /// The language.
    pub lang: Lang,
    /// Size of the panels, 0.8 to 2.
    pub scale: f32,
    /// Whether the picture must not move or flash by itself.
    pub reduced_motion: bool,
    /// Whether each side panel is open; `None` until the user says, and then the
    /// room decides.
    pub sides: Sides,
    /// The list at the bottom that is shown; `None` until the user says, and then what
    /// there is decides.
    pub tab: Option<Tab>,
    /// Branches of the tree that are unfolded.
    pub unfolded: BTreeSet<usize>,
    /// What is typed into the search box, and what it finds.
    pub search: Finder<Hit>,
    /// What is typed at the call desk, and which customers it finds.
    pub calling: Finder<Hit>,
    /// The customer who is answered at the call desk.
    pub caller: Option<AssetRef>,
    /// What is typed into the palette, while it is open: rows of the table.
    pub palette: Option<Finder<usize>>,
    /// Whether an instructor looks: the truth is shown, and can be meddled with.
    pub instructor: bool,
    /// Whether the sheet of shortcuts is open.
    pub help: bool,
    /// The order that waits to be confirmed.
    pub pending: Option<Preview>,
    /// What the user should know now.
    pub toasts: Vec<Toast>,
    /// Seconds since the start of the program, for toasts.
    pub now_s: f64,
    /// What is selected.
    pub selected: Option<AssetRef>,
    /// What was selected before, the latest last.
    pub past: Vec<AssetRef>,
    /// What was selected after, the next last.
    pub future: Vec<AssetRef>,
    /// Where a jump in time is heading.
    pub jump: Option<Tick>,
    /// The text of the field that takes the time to jump to.
    pub jump_text: String,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            scale: 1.0,
            reduced_motion: false,
            sides: Sides::default(),
            tab: None,
            unfolded: BTreeSet::new(),
            search: Finder::default(),
            calling: Finder::default(),
            caller: None,
            palette: None,
            instructor: false,
            help: false,
            pending: None,
            toasts: Vec::new(),
            now_s: 0.0,
            selected: None,
            past: Vec::new(),
            future: Vec::new(),
            jump: None,
            jump_text: String::new(),
        }
    }
}

/// Which panels are open; `None` lets the room decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The tree of areas.
    pub tree: Option<bool>,
    /// The panel of what is selected.
    pub selection: Option<bool>,
    /// The lists.
    pub list: Option<bool>,
}

/// A panel that can be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The tree of areas.
    Tree,
    /// The panel of what is selected.
    Selection,
    /// The lists.
    List,
}

impl Sides {
    /// Whether `side` is open in a window of this size, logical pixels.
    pub fn open(self, side: Side, window: egui::Vec2) -> bool {
        match side {
            Side::Tree => self.tree.unwrap_or(window.x >= 1100.0),
            Side::Selection => self.selection.unwrap_or(window.x >= 760.0),
            Side::List => self.list.unwrap_or(window.y >= 560.0),
        }
    }

    /// Opens or closes `side`.
    pub fn set(&mut self, side: Side, open: bool) {
        match side {
            Side::Tree => self.tree = Some(open),
            Side::Selection => self.selection = Some(open),
            Side::List => self.list = Some(open),
        }
    }
}

/// A list at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is believed to have failed.
    Incidents,
    /// Work orders.
    Orders,
    /// Grid managers' tasks.
    Tasks,
    /// The call desk and the calls.
    Calls,
    /// What customers were told.
    Notices,
    /// What a storm that is forecast will probably do.
    Risk,
    /// What else is abnormal.
    Abnormal,
    /// What happened when, in lanes.
    Timeline,
    /// What happened, line by line.
    Events,
}

impl Tab {
    /// All lists, in the order of their tabs.
    pub const ALL: [Self; 9] = [
        Self::Incidents,
        Self::Orders,
        Self::Tasks,
        Self::Calls,
        Self::Notices,
        Self::Risk,
        Self::Abnormal,
        Self::Timeline,
        Self::Events,
    ];

    /// The word used on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Orders => "orders",
            Self::Tasks => "tasks",
            Self::Calls => "calls",
            Self::Notices => "notices",
            Self::Risk => "risk",
            Self::Abnormal => "abnormal",
            Self::Timeline => "timeline",
            Self::Events => "events",
        }
    }

    /// Key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Incidents => "lists.incidents",
            Self::Orders => "lists.orders",
            Self::Tasks => "lists.tasks",
            Self::Calls => "lists.calls",
            Self::Notices => "lists.notices",
            Self::Risk => "lists.risk",
            Self::Abnormal => "lists.abnormal",
            Self::Timeline => "lists.timeline",
            Self::Events => "lists.events",
        }
    }
}

/// A box to type in, with what it finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Finder<T> {
    /// What is typed.
    pub text: String,
    /// What it finds, the best first.
    pub hits: Vec<T>,
    /// The hit that Enter takes.
    pub chosen: usize,
    /// Whether the keyboard should go to it.
    pub wants_focus: bool,
}

impl<T> Default for Finder<T> {
    fn default() -> Self {
        Self {
            text: String::new(),
            hits: Vec::new(),
            chosen: 0,
            wants_focus: false,
        }
    }
}

impl<T> Finder<T> {
    /// Moves the choice, around the ends.
    pub fn step(&mut self, down: bool) {
        let count = self.hits.len().max(1);
        self.chosen = (self.chosen + if down { 1 } else { count - 1 }) % count;
    }
}

/// Something the user should know now.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What.
    pub text: Text,
    /// How bad it is.
    pub level: Level,
    /// When it goes, seconds since the start of the program.
    pub until_s: f64,
}

impl Desk {
    /// Tells the user something for some seconds.
    pub fn tell(&mut self, text: Text, level: Level) {
        let until_s = self.now_s + if level >= Level::High { 12.0 } else { 6.0 };
        self.toasts.retain(|toast| toast.text != text);
        self.toasts.push(Toast {
            text,
            level,
            until_s,
        });
    }

    /// The list that is shown: unless the user said, what has failed comes first.
    pub fn tab(&self, view: &View) -> Tab {
        let failed = view.incidents.iter().any(|row| row.open);
        self.tab.unwrap_or(if failed {
            Tab::Incidents
        } else {
            Tab::Abnormal
        })
    }

    /// Takes note of what is selected now, by whomever.
    pub fn observe(&mut self, selected: Option<AssetRef>) {
        if self.selected != selected {
            self.past.extend(self.selected);
            self.future.clear();
            self.selected = selected;
        }
    }

    /// Whether a box waits for the keyboard.
    pub fn is_about_to_type(&self) -> bool {
        let palette = self.palette.as_ref();
        self.search.wants_focus || palette.is_some_and(|finder| finder.wants_focus)
    }

    /// Lets the clock of the toasts go on, and old ones go.
    pub fn pass(&mut self, now_s: f64) {
        self.now_s = now_s;
        self.toasts.retain(|toast| toast.until_s > now_s);
    }
}
