//! All that can be done to, or happen to, a thing of the field.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};

use crate::{Command, Tampering};

/// Something done to a thing of the field, by the scenario, an instructor, an order or a
/// crew.
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
    /// Conductors of a section touch each other, or earth, at its far end; whatever
    /// protects it opens, now and whenever it is closed on this again.
    Short {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
        /// Whether earth is touched too.
        earth: bool,
    },
    /// A joint of a section goes bad.
    Loosen {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
        /// Resistance of the joint, Ω.
        ohm: f64,
    },
    /// Current leaks to earth at the far end of a section: residual-current devices that
    /// see enough of it open, now and whenever they are closed on this again.
    Leak {
        /// The section.
        section: AssetRef,
        /// Its conductors that leak, each by itself.
        conductors: Phases,
        /// Resistance from the conductor to remote earth, Ω.
        ohm: f64,
    },
    /// Current leaks in a customer's installation: the customer's own residual-current
    /// device opens, if it is enough.
    LeakInside {
        /// The customer.
        customer: AssetRef,
        /// Resistance from the live conductor to what the customer's earth holds, Ω.
        ohm: f64,
    },
    /// A leak in a customer's installation is found and ended.
    MendInside {
        /// The customer.
        customer: AssetRef,
    },
    /// Broken, touching, leaking or badly joined conductors of a section are put right.
    Mend {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
    },
    /// A transformer fails: the fuses before it blow, whenever they are closed.
    Fail {
        /// The transformer.
        transformer: AssetRef,
    },
    /// A failed transformer is replaced.
    Replace {
        /// The transformer.
        transformer: AssetRef,
    },
    /// A box burns: its meters are cut off and speak no more.
    Burn {
        /// The meter box.
        cabinet: AssetRef,
    },
    /// A burnt box is replaced.
    Rebuild {
        /// The meter box.
        cabinet: AssetRef,
    },
    /// The lock of a box or cabinet is broken open.
    ForceLock {
        /// The box.
        cabinet: AssetRef,
    },
    /// A lock that was broken open is put right.
    MendLock {
        /// The box.
        cabinet: AssetRef,
    },
    /// What leads to a meter opens: its fuse blows or its terminals burn through.
    CutMeter {
        /// The meter.
        meter: AssetRef,
    },
    /// The leads of a meter are put right.
    JoinMeter {
        /// The meter.
        meter: AssetRef,
    },
    /// A customer's own breaker trips, behind the meter.
    TripCustomer {
        /// The customer.
        customer: AssetRef,
    },
    /// The customer's own breaker is closed again.
    ResetCustomer {
        /// The customer.
        customer: AssetRef,
    },
    /// A meter's module is unplugged: it gasps as if it had lost voltage, and then says
    /// nothing, while the customer has supply.
    Unplug {
        /// The meter.
        meter: AssetRef,
    },
    /// A meter says nothing any more.
    Silence {
        /// The meter.
        meter: AssetRef,
    },
    /// A meter's module is put in order.
    Plug {
        /// The meter.
        meter: AssetRef,
    },
    /// Somebody tampers with a meter.
    Tamper {
        /// The meter.
        meter: AssetRef,
        /// How.
        how: Tampering,
    },
    /// What a meter was tampered with is taken off, or closed again.
    Untamper {
        /// The meter.
        meter: AssetRef,
        /// How it was.
        how: Tampering,
    },
    /// An area's terminal dies, and with it all that its meters would say.
    KillTerminal {
        /// The transformer that it stands at.
        transformer: AssetRef,
    },
    /// An area's terminal works again.
    ReviveTerminal {
        /// The transformer that it stands at.
        transformer: AssetRef,
    },
    /// A tap changer moves.
    SetTap {
        /// The transformer.
        transformer: AssetRef,
        /// Ratio by which the high-voltage turns are raised.
        tap: f64,
    },
    /// The relay in a meter opens: its customer's loads get nothing, while the meter has
    /// voltage and speaks.
    OpenRelay {
        /// The meter.
        meter: AssetRef,
    },
    /// The relay in a meter closes.
    CloseRelay {
        /// The meter.
        meter: AssetRef,
    },
    /// A customer's credit is used up: the meter opens its relay by itself, and keeps it
    /// open.
    Arrears {
        /// The customer.
        customer: AssetRef,
    },
    /// A customer has paid: the meter closes its relay again.
    Settle {
        /// The customer.
        customer: AssetRef,
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
    /// A pole falls.
    Fell {
        /// The node on it that has it on record.
        pole: AssetRef,
    },
    /// A fallen pole is replaced, and its wires are strung again.
    Raise {
        /// The node on it that has it on record.
        pole: AssetRef,
    },
    /// A generator car feeds a customer: a switch that can be in one of two positions only
    /// takes the installation from the mains to the car.
    FeedByCar {
        /// The customer.
        customer: AssetRef,
    },
    /// The installation goes back from the car to the mains.
    BackToMains {
        /// The customer.
        customer: AssetRef,
    },
    /// An arc stands for a moment between conductors of a section, or to earth, at its far
    /// end: what protects it opens if it is faster, and nothing else stays.
    Flash {
        /// The section.
        section: AssetRef,
        /// Its conductors.
        conductors: Phases,
        /// Whether earth is touched too.
        earth: bool,
        /// How long, ms.
        lasts_ms: u32,
    },
}

impl From<Command> for Action {
    fn from(command: Command) -> Self {
        match command {
            Command::OpenSwitch { switch, phases } => Self::OpenSwitch { switch, phases },
            Command::CloseSwitch { switch, phases } => Self::CloseSwitch { switch, phases },
            Command::SetTap { transformer, tap } => Self::SetTap { transformer, tap },
            Command::OpenRelay { meter } => Self::OpenRelay { meter },
            Command::CloseRelay { meter } => Self::CloseRelay { meter },
            Command::ConnectLoad { load } => Self::ConnectLoad { load },
            Command::DisconnectLoad { load } => Self::DisconnectLoad { load },
            Command::Inject { action } => action,
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
            Self::Break { section, .. }
            | Self::Short { section, .. }
            | Self::Loosen { section, .. }
            | Self::Leak { section, .. }
            | Self::Mend { section, .. }
            | Self::Flash { section, .. } => section,
            Self::Fail { transformer }
            | Self::Replace { transformer }
            | Self::KillTerminal { transformer }
            | Self::ReviveTerminal { transformer }
            | Self::SetTap { transformer, .. } => transformer,
            Self::Burn { cabinet }
            | Self::Rebuild { cabinet }
            | Self::ForceLock { cabinet }
            | Self::MendLock { cabinet } => cabinet,
            Self::CutMeter { meter }
            | Self::JoinMeter { meter }
            | Self::Unplug { meter }
            | Self::Silence { meter }
            | Self::Plug { meter }
            | Self::Tamper { meter, .. }
            | Self::Untamper { meter, .. }
            | Self::OpenRelay { meter }
            | Self::CloseRelay { meter } => meter,
            Self::TripCustomer { customer }
            | Self::LeakInside { customer, .. }
            | Self::MendInside { customer }
            | Self::ResetCustomer { customer }
            | Self::Arrears { customer }
            | Self::FeedByCar { customer }
            | Self::BackToMains { customer }
            | Self::Settle { customer } => customer,
            Self::ConnectLoad { load } | Self::DisconnectLoad { load } => load,
            Self::Fell { pole } | Self::Raise { pole } => pole,
        }
    }
}
