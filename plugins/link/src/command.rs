//! All that changes the field by the wish of those at the twin.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};

use crate::Action;

/// One order to the field. It is journalled with its tick and sequence before it
/// acts, and acts at the next tick.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Opens poles of a switch, or takes out fuses.
    OpenSwitch {
        /// The switch.
        switch: AssetRef,
        /// The conductors to open; those it does not have are ignored.
        phases: Phases,
    },
    /// Closes poles of a switch, or puts in fuses.
    CloseSwitch {
        /// The switch.
        switch: AssetRef,
        /// The conductors to close; those it does not have are ignored.
        phases: Phases,
    },
    /// Moves a transformer's tap changer.
    SetTap {
        /// The transformer.
        transformer: AssetRef,
        /// Ratio by which the high-voltage turns are raised, 0.9 to 1.1.
        tap: f64,
    },
    /// Opens the relay in a meter: its customer's loads are disconnected. It goes over the
    /// carrier, and may not arrive.
    OpenRelay {
        /// The meter.
        meter: AssetRef,
    },
    /// Closes the relay in a meter, the same way.
    CloseRelay {
        /// The meter.
        meter: AssetRef,
    },
    /// Connects a load, a generator, or all that a customer has.
    ConnectLoad {
        /// The load or customer.
        load: AssetRef,
    },
    /// Disconnects a load, a generator, or all that a customer has.
    DisconnectLoad {
        /// The load or customer.
        load: AssetRef,
    },
    /// An instructor makes something happen. Nobody at the twin is told.
    Inject {
        /// What.
        action: Action,
    },
}

impl Command {
    /// The thing it acts on.
    pub const fn target(&self) -> AssetRef {
        match *self {
            Self::OpenSwitch { switch, .. } | Self::CloseSwitch { switch, .. } => switch,
            Self::SetTap { transformer, .. } => transformer,
            Self::OpenRelay { meter } | Self::CloseRelay { meter } => meter,
            Self::ConnectLoad { load } | Self::DisconnectLoad { load } => load,
            Self::Inject { action } => action.asset(),
        }
    }
}
