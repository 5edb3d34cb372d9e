//! What a user can ask for, and the one table that names it.

mod chords;
mod keys;
mod table;

use taiqu_link::{Action as Deed, Command};
use taiqu_scene::Overlay;

pub(crate) use chords::keep_chords;
pub use keys::{describe, pressed};
pub use table::{Action, Entry, Group, TABLE, entry};

/// All that changes the view alone: camera, overlay, language, panels and the
/// pace of time. It is not journalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewCommand {
    /// Shows everything.
    Home,
    /// Looks straight down.
    Top,
    /// Fills the picture with what is selected.
    Frame,
    /// Paints a quantity on the network.
    Overlay(Overlay),
    /// Changes between the looks of operations and presentation.
    Look,
    /// Changes between Chinese and English.
    Language,
    /// Goes to the search box.
    Search,
    /// Opens the list of all commands.
    Palette,
    /// Opens the sheet of shortcuts.
    Help,
    /// Goes to the next thing that is abnormal.
    NextAbnormal,
    /// Goes to the one before.
    PreviousAbnormal,
    /// Closes what is open, or selects nothing.
    Clear,
    /// Selects what was selected before.
    Back,
    /// Selects what was selected after.
    Forward,
    /// Saves a picture of the window.
    Screenshot,
    /// Lets time run or stand still.
    PlayPause,
    /// Lives one tick.
    Step,
    /// Slows time down.
    Slower,
    /// Speeds time up.
    Faster,
    /// Shows or hides the tree of areas.
    TreePanel,
    /// Shows or hides the panel of what is selected.
    SelectionPanel,
    /// Shows or hides the lists.
    ListPanel,
    /// Keeps the picture from moving and flashing by itself, or no longer.
    ReducedMotion,
    /// Makes panels larger.
    ScaleUp,
    /// Makes panels smaller.
    ScaleDown,
    /// Shows panels at their own size.
    ScaleReset,
    /// Shows what is true, and what an instructor can make happen; or no longer.
    Instructor,
    /// Fills the screen, or no longer.
    FullScreen,
}

/// The kinds of [`Command`], without what they act on: that is what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldCommand {
    /// Opens a switch.
    OpenSwitch,
    /// Closes a switch.
    CloseSwitch,
    /// Moves a tap changer.
    SetTap,
    /// Opens the relay in a meter.
    OpenRelay,
    /// Closes the relay in a meter.
    CloseRelay,
    /// Connects a load or customer.
    ConnectLoad,
    /// Disconnects a load or customer.
    DisconnectLoad,
    /// An instructor breaks conductors.
    Break,
    /// An instructor lets conductors touch.
    Short,
    /// An instructor lets current leak to earth.
    Leak,
    /// An instructor blows fuses.
    BlowFuse,
    /// An instructor lets a transformer fail.
    FailTransformer,
    /// An instructor burns a box.
    BurnBox,
    /// An instructor fells a pole.
    FellPole,
    /// An instructor breaks a box open.
    ForceLock,
    /// An instructor opens a meter's leads.
    CutMeter,
    /// An instructor trips a customer's own breaker.
    TripCustomer,
    /// An instructor uses up a customer's credit.
    Arrears,
    /// An instructor unplugs a meter's module.
    Unplug,
    /// An instructor silences a meter.
    Silence,
    /// An instructor tampers with a meter.
    Tamper,
    /// An instructor kills an area's terminal.
    KillTerminal,
    /// An instructor puts things right.
    Mend,
}

impl FieldCommand {
    /// The kind of `command`.
    pub const fn of(command: &Command) -> Self {
        match command {
            Command::OpenSwitch { .. } => Self::OpenSwitch,
            Command::CloseSwitch { .. } => Self::CloseSwitch,
            Command::SetTap { .. } => Self::SetTap,
            Command::OpenRelay { .. } => Self::OpenRelay,
            Command::CloseRelay { .. } => Self::CloseRelay,
            Command::ConnectLoad { .. } => Self::ConnectLoad,
            Command::DisconnectLoad { .. } => Self::DisconnectLoad,
            Command::Inject { action } => match action {
                Deed::OpenSwitch { .. } => Self::OpenSwitch,
                Deed::BlowFuse { .. } => Self::BlowFuse,
                Deed::Break { .. } => Self::Break,
                Deed::Short { .. } | Deed::Loosen { .. } | Deed::Flash { .. } => Self::Short,
                Deed::Leak { .. } | Deed::LeakInside { .. } => Self::Leak,
                Deed::Fail { .. } => Self::FailTransformer,
                Deed::Burn { .. } => Self::BurnBox,
                Deed::ForceLock { .. } => Self::ForceLock,
                Deed::Fell { .. } => Self::FellPole,
                Deed::CutMeter { .. } => Self::CutMeter,
                Deed::TripCustomer { .. } => Self::TripCustomer,
                Deed::Unplug { .. } => Self::Unplug,
                Deed::Silence { .. } => Self::Silence,
                Deed::Tamper { .. } => Self::Tamper,
                Deed::KillTerminal { .. } => Self::KillTerminal,
                Deed::SetTap { .. } => Self::SetTap,
                Deed::DisconnectLoad { .. } => Self::DisconnectLoad,
                Deed::OpenRelay { .. } => Self::OpenRelay,
                Deed::CloseRelay { .. } => Self::CloseRelay,
                Deed::Arrears { .. } => Self::Arrears,
                Deed::CloseSwitch { .. }
                | Deed::Mend { .. }
                | Deed::Replace { .. }
                | Deed::Rebuild { .. }
                | Deed::MendLock { .. }
                | Deed::JoinMeter { .. }
                | Deed::ResetCustomer { .. }
                | Deed::MendInside { .. }
                | Deed::Plug { .. }
                | Deed::Untamper { .. }
                | Deed::ReviveTerminal { .. }
                | Deed::Settle { .. }
                | Deed::Raise { .. }
                | Deed::FeedByCar { .. }
                | Deed::BackToMains { .. }
                | Deed::ConnectLoad { .. } => Self::Mend,
            },
        }
    }
}
