//! What panels ask for, and what comes of it outside of them.

use taiqu_grid::AssetRef;
use taiqu_link::{ClockRequest, Command, Tick};
use taiqu_scene::{Goal, Look, Overlay};

use super::{Side, Tab};
use crate::commands::Action;

/// What a panel asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// A command of the table.
    Do(Action),
    /// An order to the field, to be confirmed first.
    Propose(Command),
    /// The order that waits is right.
    Confirm,
    /// The order that waits is not.
    Cancel,
    /// To select a thing.
    Select(AssetRef),
    /// To select a thing and fly there.
    Locate(AssetRef),
    /// To open or close a panel.
    Open(Side, bool),
    /// To show a list.
    Show(Tab),
    /// To unfold a branch of the tree, or fold it.
    Unfold(usize),
    /// Another speed.
    Speed(u32),
    /// To live until a tick.
    Jump(Tick),
    /// Another text in the field of the time to jump to.
    TypeTime(String),
    /// The time in that field is where to jump to.
    JumpToTyped,
    /// Another text in the search box.
    TypeSearch(String),
    /// To leave the search box.
    LeaveSearch,
    /// Another text at the call desk.
    TypeCaller(String),
    /// The customer who calls; the chosen hit where none is named.
    Answer(Option<AssetRef>),
    /// Another text in the palette.
    TypePalette(String),
    /// The next hit of what is open, or the one before.
    Choose {
        /// Down the list.
        down: bool,
    },
    /// The chosen hit.
    Accept,
    /// The hit with this index.
    AcceptHit(usize),
    /// To take a toast away.
    Dismiss(usize),
}

/// What a request does outside of the panels.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A thing is selected, or nothing.
    Select(Option<AssetRef>),
    /// The camera moves.
    Fly(Goal),
    /// Another overlay.
    Overlay(Overlay),
    /// Another look.
    Look(Look),
    /// The clock is asked.
    Clock(ClockRequest),
    /// The field is ordered.
    Order(Command),
    /// A picture is saved.
    Screenshot,
    /// The screen is filled, or no longer.
    FullScreen,
}
