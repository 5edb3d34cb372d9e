//! What happens to the field, by the scenario or by order.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::Command;

/// Something done to a thing of the field.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Action {
    /// Poles of a switch open.
    OpenSwitch {
        /// The switch.
        switch: AssetRef,
        /// Its conductors.
        phases: Phases,
    },
    /// Poles of a switch close; a blown fuse is replaced.
    CloseSwitch {
        /// The switch.
        switch: AssetRef,
        /// Its conductors.
        phases: Phases,
    },
    /// Fuses blow.
    BlowFuse {
        /// The fuse or drop-out fuse.
        switch: AssetRef,
        /// Its conductors.
        phases: Phases,
    },
    /// Conductors of a section break at its beginning.
    Break {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
    },
    /// Broken conductors of a section are joined again.
    Mend {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
    },
    /// A tap changer moves.
    SetTap {
        /// The transformer.
        transformer: AssetRef,
        /// Ratio by which the high-voltage turns are raised.
        tap: f64,
    },
    /// A load connects, or all that a customer has.
    ConnectLoad {
        /// The load or customer.
        load: AssetRef,
    },
    /// A load disconnects, or all that a customer has.
    DisconnectLoad {
        /// The load or customer.
        load: AssetRef,
    },
}

impl From<Command> for Action {
    fn from(command: Command) -> Self {
        match command {
            Command::OpenSwitch { switch, phases } => Self::OpenSwitch { switch, phases },
            Command::CloseSwitch { switch, phases } => Self::CloseSwitch { switch, phases },
            Command::SetTap { transformer, tap } => Self::SetTap { transformer, tap },
            Command::ConnectLoad { load } => Self::ConnectLoad { load },
            Command::DisconnectLoad { load } => Self::DisconnectLoad { load },
        }
    }
}

impl Action {
    /// The thing it happens to.
    pub const fn asset(&self) -> AssetRef {
        match *self {
            Self::OpenSwitch { switch, .. }
            | Self::CloseSwitch { switch, .. }
            | Self::BlowFuse { switch, .. } => switch,
            Self::Break { section, .. } | Self::Mend { section, .. } => section,
            Self::SetTap { transformer, .. } => transformer,
            Self::ConnectLoad { load } | Self::DisconnectLoad { load } => load,
        }
    }
}

/// An action of the scenario and its time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, ms since the start.
    pub at_ms: u64,
    /// What.
    pub action: Action,
}

/// Why an action happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The scenario says so.
    Scenario,
    /// The control room ordered it, under this number.
    Order(u64),
}

/// An action that happened.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// When, ms since the start.
    pub at_ms: u64,
    /// What.
    pub action: Action,
    /// Why.
    pub cause: Cause,
}
