//! A scenario file as it is written.

use serde::{Deserialize, Serialize};
use taiqu_dispatch::{Rules, TaskRules};
use taiqu_field::{
    CallSettings, LoadSettings, MeterSettings, TerminalSettings, Weather, WorkSettings,
};
use taiqu_grid::{Connection, Phases, Text};
use taiqu_link::{Bill, Channel, Crew, DateTime, Depot, Manager, Stock, Tampering};
use taiqu_storm::Extremes;

use super::{Operations, Span};

/// A whole scenario file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawScenario {
    /// Name shown to people.
    pub name: Text,
    /// What it shows, in a sentence or two.
    #[serde(default)]
    pub about: Text,
    /// Line files, relative to this file.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Area files, relative to this file.
    pub areas: Vec<String>,
    /// What the calendar shows at the beginning, `2026-07-15T18:00:00`.
    pub start: DateTime,
    /// How long it lasts, `5h`.
    pub length: Span,
    /// Seed of everything random.
    #[serde(default = "one")]
    pub seed: u64,
    /// The everyday weather.
    #[serde(default)]
    pub weather: Weather,
    /// Extreme weather on top of it, which breaks things.
    #[serde(default)]
    pub storm: Option<Extremes>,
    /// How loads behave.
    #[serde(default)]
    pub loads: LoadSettings,
    /// How meters err.
    #[serde(default)]
    pub meters: MeterSettings,
    /// How area terminals work.
    #[serde(default)]
    pub terminals: TerminalSettings,
    /// How customers call.
    #[serde(default)]
    pub calls: CallSettings,
    /// What happens, and when.
    #[serde(default)]
    pub events: Vec<RawEvent>,
    /// How the truth differs from the records.
    #[serde(default)]
    pub differences: Vec<RawDifference>,
    /// How good the channel is.
    #[serde(default)]
    pub channel: Channel,
    /// The crews; none, where nobody repairs.
    #[serde(default)]
    pub staff: Vec<Crew>,
    /// Where material is kept; where there is no depot, nobody counts material.
    #[serde(default)]
    pub depots: Vec<Depot>,
    /// What repairs take.
    #[serde(default)]
    pub bill: Bill,
    /// The grid managers with their zones.
    #[serde(default)]
    pub managers: Vec<Manager>,
    /// When findings become their tasks.
    #[serde(default)]
    pub tasks: TaskRules,
    /// How long work takes.
    #[serde(default)]
    pub work: WorkSettings,
    /// The rules of dispatching.
    #[serde(default)]
    pub rules: Rules,
    /// How the utility is organised.
    #[serde(default)]
    pub operations: Operations,
    /// What one should see or achieve.
    #[serde(default)]
    pub aims: Vec<Text>,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEvent {
    /// When, from the start, `1h30m`.
    pub at: Span,
    /// What.
    pub r#do: RawAction,
}

/// What happens. Things are named `area/kind:id`, or shorter where that is clear;
/// conductors are all that the thing has unless some are named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RawAction {
    /// A switch opens.
    OpenSwitch {
        /// The switch.
        switch: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
    },
    /// A switch closes, or a blown fuse is replaced.
    CloseSwitch {
        /// The switch.
        switch: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
    },
    /// Conductors of a section break.
    Break {
        /// The section.
        section: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
    },
    /// Conductors of a section touch each other, or earth.
    Short {
        /// The section.
        section: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
        /// Whether earth is touched too.
        #[serde(default)]
        earth: bool,
    },
    /// A joint of a section goes bad.
    Loosen {
        /// The section.
        section: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
        /// Resistance of the joint, Ω.
        ohm: f64,
    },
    /// Current leaks to earth at the far end of a section.
    Leak {
        /// The section.
        section: String,
        /// Its conductors that leak, each by itself.
        conductors: Phases,
        /// Resistance from the conductor to earth, Ω.
        ohm: f64,
    },
    /// Current leaks to earth in a customer's installation.
    LeakInside {
        /// The customer.
        customer: String,
        /// Resistance to the customer's earth, Ω.
        ohm: f64,
    },
    /// A leak in a customer's installation is found and ended.
    MendInside {
        /// The customer.
        customer: String,
    },
    /// Broken, touching, leaking or badly joined conductors of a section are put right.
    Mend {
        /// The section.
        section: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
    },
    /// A fuse blows.
    BlowFuse {
        /// The fuse or drop-out fuse.
        switch: String,
        /// Its conductors.
        #[serde(default = "all")]
        conductors: Phases,
    },
    /// A transformer fails.
    Fail {
        /// The transformer.
        transformer: String,
    },
    /// A failed transformer is replaced.
    Replace {
        /// The transformer.
        transformer: String,
    },
    /// A meter box burns.
    Burn {
        /// The box.
        cabinet: String,
    },
    /// A burnt box is replaced.
    Rebuild {
        /// The box.
        cabinet: String,
    },
    /// The lock of a box or cabinet is broken open.
    ForceLock {
        /// The box.
        cabinet: String,
    },
    /// A lock that was broken open is put right.
    MendLock {
        /// The box.
        cabinet: String,
    },
    /// What leads to a meter opens.
    CutMeter {
        /// The meter.
        meter: String,
    },
    /// The leads of a meter are put right.
    JoinMeter {
        /// The meter.
        meter: String,
    },
    /// A customer's own breaker trips.
    TripCustomer {
        /// The customer.
        customer: String,
    },
    /// The customer's own breaker is closed again.
    ResetCustomer {
        /// The customer.
        customer: String,
    },
    /// A meter's module is unplugged: it gasps, and then says nothing.
    Unplug {
        /// The meter.
        meter: String,
    },
    /// A meter says nothing any more.
    Silence {
        /// The meter.
        meter: String,
    },
    /// A meter's module is put in order.
    Plug {
        /// The meter.
        meter: String,
    },
    /// Somebody tampers with a meter.
    Tamper {
        /// The meter.
        meter: String,
        /// How.
        how: Tampering,
    },
    /// What a meter was tampered with is taken off, or closed again.
    Untamper {
        /// The meter.
        meter: String,
        /// How it was.
        how: Tampering,
    },
    /// An area's terminal dies.
    KillTerminal {
        /// The transformer that it stands at.
        transformer: String,
    },
    /// An area's terminal works again.
    ReviveTerminal {
        /// The transformer that it stands at.
        transformer: String,
    },
    /// A tap changer moves.
    SetTap {
        /// The transformer.
        transformer: String,
        /// Ratio by which the high-voltage turns are raised.
        tap: f64,
    },
    /// The relay in a meter opens, by order of the control room.
    OpenRelay {
        /// The meter.
        meter: String,
    },
    /// The relay in a meter closes, by order of the control room.
    CloseRelay {
        /// The meter.
        meter: String,
    },
    /// A customer's credit is used up, and the meter opens its relay.
    Arrears {
        /// The customer, who has a meter.
        customer: String,
    },
    /// A customer has paid, and the meter closes its relay.
    Settle {
        /// The customer, who has a meter.
        customer: String,
    },
    /// A load connects; if this is the first that happens to it, it begins
    /// disconnected. A customer stands for all its loads.
    ConnectLoad {
        /// The load or customer.
        load: String,
    },
    /// A load disconnects. A customer stands for all its loads.
    DisconnectLoad {
        /// The load or customer.
        load: String,
    },
    /// A pole falls; what becomes of the sections that it holds is said apart.
    FellPole {
        /// The node that has the pole.
        pole: String,
    },
    /// A fallen pole is put up again, and its sections with it, where their other pole stands.
    RaisePole {
        /// The node that has the pole.
        pole: String,
    },
    /// A stretch of road is closed to vehicles, from one place on it to another.
    CloseRoad {
        /// Where it begins, m.
        from: (f64, f64),
        /// Where it ends, m.
        to: (f64, f64),
        /// Whether the control room is told.
        #[serde(default)]
        announced: bool,
    },
    /// What closed a stretch of road is gone: it is open again where nothing else closes it.
    OpenRoad {
        /// Where it begins, m.
        from: (f64, f64),
        /// Where it ends, m.
        to: (f64, f64),
        /// Whether the control room is told.
        #[serde(default)]
        announced: bool,
    },
}

/// One way in which the truth differs from the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RawDifference {
    /// A load is connected to other conductors.
    Connected {
        /// The load.
        load: String,
        /// How it is really connected.
        r#as: Connection,
    },
    /// A switch stands otherwise.
    Position {
        /// The switch.
        switch: String,
        /// Whether it is really closed.
        closed: bool,
    },
    /// A load has another nominal power; below zero it generates, and nobody knows.
    Power {
        /// The load.
        load: String,
        /// Its real power, kW.
        kw: f64,
    },
    /// A section has another length; its impedance is in proportion.
    Length {
        /// The section.
        section: String,
        /// Its real length, m.
        length_m: f64,
    },
    /// A depot has something else than its books say.
    Stock {
        /// The depot.
        depot: String,
        /// What it really has.
        stock: Stock,
    },
}

const fn one() -> u64 {
    1
}

const fn all() -> Phases {
    Phases::ABCN
}
