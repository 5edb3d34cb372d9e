//! The messages of both directions: past-tense facts up, orders down.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};

use crate::lock::LockEvent;
use crate::{Command, CrewId, CrewOrder, CrewReport, ManagerId};

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// The control room.
    ControlRoom,
    /// The weather service.
    WeatherService,
    /// The hotline that customers call.
    Hotline,
    /// Who looks after the roads.
    RoadOffice,
    /// A crew.
    Crew(CrewId),
    /// A grid manager.
    Manager(ManagerId),
    /// A device in the field: a meter, an area's terminal (named by its
    /// transformer), a switch's remote unit.
    Device(AssetRef),
}

/// A message with who sent it, its number, and when.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamped<M> {
    /// Who sent it.
    pub source: Source,
    /// Its number among all that its direction of the link carried, from 0.
    pub sequence: u64,
    /// When what it tells happened, ms since the start.
    pub event_ms: u64,
    /// When it arrived, ms since the start.
    pub arrival_ms: u64,
    /// What it says.
    pub body: M,
}

/// Instant values between the terminals of a connection. Entry k belongs to the
/// k-th branch of the device's connection (`Connection::branches`): phases a, b, c
/// to neutral for a full star. Branches that do not exist are 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Voltage magnitude, V, to 0.1 V.
    pub voltage_v: [f64; 3],
    /// Active power towards the customer, W, to 0.1 W.
    pub power_w: [f64; 3],
    /// Reactive power, lagging positive, var, to 0.1 var.
    pub reactive_var: [f64; 3],
}

/// What the weather service tells about the district.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WeatherReport {
    /// Air temperature, °C.
    pub temperature_c: f64,
    /// Cloud cover, 0 clear to 1 overcast.
    pub cloud: f64,
    /// Wind, 10-minute mean at 10 m, m/s.
    pub wind_m_s: f64,
    /// Rain, mm/h.
    pub rain_mm_h: f64,
    /// How far rivers stand above their usual level, as a gauge measures, m.
    pub river_m: f64,
}

/// What the weather service expects of an hour to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WeatherOutlook {
    /// Which hour, s since the start; negative where it began before.
    pub at_s: i64,
    /// Wind, 10-minute mean at 10 m over open country: its median, m/s.
    pub wind_m_s: f64,
    /// The standard deviation of its logarithm.
    pub spread: f64,
    /// Where it comes from, ° clockwise from north.
    pub from_deg: f64,
    /// The standard deviation of that.
    pub from_spread_deg: f64,
    /// Rain: its median, mm/h.
    pub rain_mm_h: f64,
    /// The standard deviation of the logarithm of how much falls in all.
    pub rain_spread: f64,
    /// How far rivers will stand above their usual level: the median, m.
    pub river_m: f64,
    /// The standard deviation of its logarithm.
    pub river_spread: f64,
    /// Air temperature, °C.
    pub temperature_c: f64,
}

/// Why the field did not do what was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// There is no such thing in the field.
    NotThere,
    /// The thing cannot do that.
    NotPossible,
    /// Somebody works there: it is locked open and signed.
    Locked,
    /// The meter has no credit left, and keeps its relay open.
    InArrears,
}

/// What a meter records and tells by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MeterEventKind {
    /// A voltage is too low while current flows, below 78 % of nominal.
    VoltageLost,
    /// A voltage is below 78 % of nominal.
    VoltageLow,
    /// A voltage is above 120 % of nominal.
    VoltageHigh,
    /// A phase has below 60 % of nominal and no current.
    PhaseLost,
    /// A current is above 1.2 times the meter's highest.
    OverCurrent,
    /// Power flows back.
    PowerReversed,
    /// The voltages of a three-phase meter differ by more than 30 %.
    VoltageUnbalance,
    /// A phase of a three-phase meter has voltage and no current, while another has.
    CurrentLost,
    /// The currents of a three-phase meter differ by more than 30 %.
    CurrentUnbalance,
    /// They differ by more than 90 %.
    CurrentUnbalanceSevere,
    /// It has lost all voltage; told as a last gasp.
    PowerLost,
    /// Its relay has opened.
    Tripped,
    /// Its relay has closed.
    Closed,
    /// Its cover is open.
    CoverOpened,
    /// The cover of its terminals is open.
    TerminalCoverOpened,
    /// A strong constant magnetic field disturbs it.
    MagneticField,
}

impl MeterEventKind {
    /// The object that records it (DL/T 698.45).
    pub const fn object(self) -> u16 {
        match self {
            Self::VoltageLost => 0x3000,
            Self::VoltageLow => 0x3001,
            Self::VoltageHigh => 0x3002,
            Self::PhaseLost => 0x3003,
            Self::OverCurrent => 0x3005,
            Self::PowerReversed => 0x3007,
            Self::VoltageUnbalance => 0x301D,
            Self::CurrentLost => 0x3004,
            Self::CurrentUnbalance => 0x301E,
            Self::CurrentUnbalanceSevere => 0x302D,
            Self::PowerLost => 0x3011,
            Self::Tripped => 0x301F,
            Self::Closed => 0x3020,
            Self::CoverOpened => 0x301B,
            Self::TerminalCoverOpened => 0x301C,
            Self::MagneticField => 0x302A,
        }
    }
}

/// What a caller complains of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Complaint {
    /// No power at all.
    NoPower,
    /// Power in a part of the premises.
    PartPower,
    /// Lights are dim.
    LowVoltage,
    /// Lights are glaring, appliances fail.
    HighVoltage,
    /// A wire lies on the ground.
    WireDown,
    /// Smoke or fire at equipment.
    Fire,
}

/// From the field to the twin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Uplink {
    /// A meter sampled its terminals.
    MeterReported {
        /// The meter.
        meter: AssetRef,
        /// Its values.
        reading: Reading,
    },
    /// An area's terminal sampled a transformer's low-voltage side. From its battery it
    /// reports a dead transformer too, for some minutes.
    TerminalReported {
        /// The transformer.
        transformer: AssetRef,
        /// Phase to neutral voltages and power towards the area.
        reading: Reading,
        /// Currents of a, b, c, n, A.
        current_a: [f64; 4],
        /// Position of the tap changer.
        tap: f64,
    },
    /// A meter recorded an event.
    MeterNoted {
        /// The meter.
        meter: AssetRef,
        /// What it is about.
        event: MeterEventKind,
        /// The phases concerned.
        phases: Phases,
        /// Whether it begins or ends.
        begins: bool,
    },
    /// A meter answered when it was asked.
    MeterAnswered {
        /// The meter.
        meter: AssetRef,
        /// Number of the question on the link.
        question: u64,
        /// Its values.
        reading: Reading,
    },
    /// An area's terminal lost its supply, or has it again; it tells from a battery.
    TerminalNoted {
        /// The transformer.
        transformer: AssetRef,
        /// Whether it has supply.
        supplied: bool,
    },
    /// An area's terminal switched its capacitor bank.
    BankMoved {
        /// The transformer.
        transformer: AssetRef,
        /// Steps in use now.
        steps: u8,
    },
    /// A phase switch moved on the order of its area's terminal, which tells of all of them
    /// again every quarter hour.
    PhaseSwitched {
        /// The switch, named by the box that it feeds.
        switch: AssetRef,
        /// The phase on which it stood; the same where it only tells where it stands.
        from: Phases,
        /// The phase on which it stands.
        to: Phases,
    },
    /// Somebody called the hotline.
    CallReceived {
        /// The customer, where the caller knew the number.
        customer: Option<AssetRef>,
        /// What is nearest to where the caller is, where that could be told: a box or a
        /// node.
        near: Option<AssetRef>,
        /// What is wrong.
        complaint: Complaint,
    },
    /// A crew told something of a work order.
    CrewReported {
        /// The crew.
        crew: CrewId,
        /// Number of the work order.
        order: u32,
        /// What.
        report: CrewReport,
    },
    /// A customer who was asked says whether there is supply.
    CustomerAnswered {
        /// Number of the work order about which the customer had called; none where
        /// nobody was sent yet.
        order: Option<u32>,
        /// The customer.
        customer: AssetRef,
        /// Whether all is well.
        satisfied: bool,
    },
    /// A grid manager has looked at something.
    ManagerLooked {
        /// The manager.
        manager: ManagerId,
        /// Number of the task.
        task: u32,
        /// Whether it is as was supposed.
        confirmed: bool,
    },
    /// A telemetered switch moved or told its position for the first time, or a crew moved
    /// one.
    SwitchMoved {
        /// The switch.
        switch: AssetRef,
        /// Its closed conductors now.
        closed: Phases,
    },
    /// A stretch of road was closed to vehicles, or opened.
    RoadAnnounced {
        /// Where it begins, m.
        from: (f64, f64),
        /// Where it ends, m.
        to: (f64, f64),
        /// Whether it is closed now.
        closed: bool,
    },
    /// A lock noted something.
    LockNoted {
        /// The lock, named by its box.
        lock: AssetRef,
        /// What.
        event: LockEvent,
        /// The crew and its work order; none where nobody knows who it was.
        by: Option<(CrewId, u32)>,
    },
    /// The weather service observed.
    WeatherObserved(WeatherReport),
    /// The weather service expects.
    WeatherExpected(WeatherOutlook),
    /// A command was carried out.
    CommandDone {
        /// The sequence of the order.
        sequence: u64,
        /// The order.
        command: Command,
    },
    /// A command was refused.
    CommandRefused {
        /// The sequence of the order.
        sequence: u64,
        /// The order.
        command: Command,
        /// Why.
        refusal: Refusal,
    },
}

/// From the twin to the field.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Downlink {
    /// The control room ordered something.
    Ordered(Command),
    /// A crew is told something.
    CrewOrdered {
        /// The crew.
        crew: CrewId,
        /// What.
        order: CrewOrder,
    },
    /// A customer is asked by telephone whether there is supply.
    CustomerAsked {
        /// Number of the work order about which the customer had called; none where
        /// nobody was sent yet.
        order: Option<u32>,
        /// The customer.
        customer: AssetRef,
    },
    /// A grid manager is asked to look at something.
    ManagerAsked {
        /// The manager.
        manager: ManagerId,
        /// Number of the task.
        task: u32,
        /// The thing.
        asset: AssetRef,
    },
    /// A crew may open a lock.
    LockAuthorised {
        /// The lock, named by its box.
        lock: AssetRef,
        /// The crew.
        crew: CrewId,
        /// Its work order.
        order: u32,
        /// Until when, ms since the start.
        until_ms: u64,
        /// Whether the crew is told a code, rather than the lock over the carrier.
        spoken: bool,
    },
    /// The twin wants to know what a meter reads now.
    Asked {
        /// The meter.
        meter: AssetRef,
    },
    /// A customer is told that the supply will be cut off on purpose.
    CustomerWarned {
        /// The customer.
        customer: AssetRef,
    },
}

impl Downlink {
    /// The device that it must reach over the carrier, where it may be lost. A question
    /// that is not answered is lost with its answer.
    pub const fn by_carrier(&self) -> Option<AssetRef> {
        match *self {
            Self::Ordered(Command::OpenRelay { meter } | Command::CloseRelay { meter }) => {
                Some(meter)
            }
            Self::LockAuthorised {
                lock,
                spoken: false,
                ..
            } => Some(lock),
            Self::Ordered(_)
            | Self::CrewOrdered { .. }
            | Self::CustomerAsked { .. }
            | Self::CustomerWarned { .. }
            | Self::ManagerAsked { .. }
            | Self::LockAuthorised { .. }
            | Self::Asked { .. } => None,
        }
    }
}

/// Most by which a device's clock may be ahead, ms.
const AHEAD_MS: u64 = 300_000;
/// Largest value that any device in these networks measures: V, W, var, A.
const MOST: f64 = 1e9;

impl Stamped<Uplink> {
    /// Whether it can be true: no clock is far ahead, and every value is a number that a
    /// device can measure.
    pub fn is_credible(&self) -> bool {
        let sound = |values: &[f64]| values.iter().all(|v| v.abs() <= MOST);
        let reads = |reading: &Reading| {
            sound(&reading.voltage_v)
                && reading.voltage_v.iter().all(|&v| v >= 0.0)
                && sound(&reading.power_w)
                && sound(&reading.reactive_var)
        };
        let body = match &self.body {
            Uplink::MeterReported { reading, .. } | Uplink::MeterAnswered { reading, .. } => {
                reads(reading)
            }
            Uplink::TerminalReported {
                reading,
                current_a,
                tap,
                ..
            } => reads(reading) && sound(current_a) && (0.5..=1.5).contains(tap),
            Uplink::PhaseSwitched { from, to, .. } => {
                let is_one = |phase: &Phases| phase.len() == 1 && Phases::ABC.contains(*phase);
                is_one(from) && is_one(to)
            }
            Uplink::WeatherObserved(report) => sound(&[
                report.temperature_c,
                report.cloud,
                report.wind_m_s,
                report.rain_mm_h,
                report.river_m,
            ]),
            Uplink::WeatherExpected(outlook) => {
                let share = (0.0..=10.0).contains(&outlook.spread);
                share
                    && sound(&[
                        outlook.wind_m_s,
                        outlook.from_deg,
                        outlook.rain_mm_h,
                        outlook.river_m,
                        outlook.river_spread,
                        outlook.temperature_c,
                    ])
            }
            Uplink::CrewReported {
                report: CrewReport::At { x_m, y_m } | CrewReport::RoadClosed { x_m, y_m },
                ..
            } => sound(&[*x_m, *y_m]),
            Uplink::RoadAnnounced { from, to, .. } => sound(&[from.0, from.1, to.0, to.1]),
            Uplink::CrewReported {
                report: CrewReport::AsFound(fact),
                ..
            } => fact.is_sound(),
            _ => true,
        };
        body && self.event_ms <= self.arrival_ms.saturating_add(AHEAD_MS)
    }
}
