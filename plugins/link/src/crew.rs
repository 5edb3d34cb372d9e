//! What crews are told and what they tell.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Fact, Text};

use crate::{DepotId, Stock};

/// Number of a crew: its place in the scenario's list.
pub type CrewId = u16;

/// What a crew can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Skills {
    /// Meters, meter boxes and what is behind them.
    pub customer: bool,
    /// Low-voltage lines, fuses and breakers.
    pub low_voltage: bool,
    /// 10 kV lines, drop-out fuses and transformers.
    pub medium_voltage: bool,
}

impl Skills {
    /// All of them.
    pub const ALL: Self = Self {
        customer: true,
        low_voltage: true,
        medium_voltage: true,
    };

    /// What either can do.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            customer: self.customer || other.customer,
            low_voltage: self.low_voltage || other.low_voltage,
            medium_voltage: self.medium_voltage || other.medium_voltage,
        }
    }

    /// Whether this is enough where `needed` is.
    pub const fn cover(self, needed: Self) -> bool {
        (self.customer || !needed.customer)
            && (self.low_voltage || !needed.low_voltage)
            && (self.medium_voltage || !needed.medium_voltage)
    }
}

/// A crew and its vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    /// Its id.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// What it can do.
    pub skills: Skills,
    /// Where it waits, m.
    pub base: (f64, f64),
    /// Hours of the day from and to which it is on shift; the same for always.
    #[serde(default)]
    pub shift: (f64, f64),
    /// How many people it is.
    #[serde(default = "two")]
    pub people: u8,
    /// What its vehicle carries.
    #[serde(default = "Stock::of_vehicle")]
    pub stock: Stock,
    /// What its vehicle's generator gives, kVA, where it is a generator car.
    #[serde(default)]
    pub generator_kva: f64,
    /// Where it is lent from, if it is a neighbour's.
    #[serde(default)]
    pub support: Option<Support>,
    /// What each of its people can do, where they were mixed with others'; else they all
    /// can do what the crew can.
    #[serde(skip)]
    pub members: Vec<Skills>,
}

/// A neighbouring district that lends a crew on request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// The district's name.
    pub district: Text,
    /// From the request until the crew may set out, s.
    pub ready_after_s: u64,
}

const fn two() -> u8 {
    2
}

impl Default for Crew {
    /// Two people who have learnt nothing, always on shift, with what vehicles usually carry.
    fn default() -> Self {
        Self {
            id: String::new(),
            name: Text::default(),
            skills: Skills::default(),
            base: (0.0, 0.0),
            shift: (0.0, 0.0),
            people: two(),
            stock: Stock::of_vehicle(),
            generator_kva: 0.0,
            support: None,
            members: Vec::new(),
        }
    }
}

impl Crew {
    /// Whether it is a generator car, which feeds customers and repairs nothing.
    pub fn is_car(&self) -> bool {
        self.generator_kva > 0.0
    }

    /// The share of its people who can do what is `needed`.
    pub fn able(&self, needed: Skills) -> f64 {
        if self.members.is_empty() {
            return f64::from(u8::from(self.skills.cover(needed)));
        }
        let able = self.members.iter().filter(|one| one.cover(needed));
        able.count() as f64 / self.members.len() as f64
    }
}

/// What is found broken on site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// Conductors of a section are broken.
    BrokenWire,
    /// Conductors of a section touch each other or earth.
    TouchingWires,
    /// A joint of a section is bad.
    LooseJoint,
    /// Fuses have blown.
    BlownFuse,
    /// A breaker has tripped.
    TrippedBreaker,
    /// A transformer has failed.
    FailedTransformer,
    /// A meter box has burnt.
    BurntBox,
    /// What leads to a meter is open.
    OpenLeads,
    /// The customer's own breaker is open.
    OwnBreaker,
    /// Conductors of a section leak to earth.
    LeakyLine,
    /// A customer's installation leaks to earth, and its own device is open.
    LeakyPremises,
    /// A pole that holds a section has fallen.
    FallenPole,
}

impl Damage {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::BrokenWire,
        Self::TouchingWires,
        Self::LooseJoint,
        Self::BlownFuse,
        Self::TrippedBreaker,
        Self::FailedTransformer,
        Self::BurntBox,
        Self::OpenLeads,
        Self::OwnBreaker,
        Self::LeakyLine,
        Self::LeakyPremises,
        Self::FallenPole,
    ];

    /// What is needed to repair it.
    pub const fn needs(self, medium_voltage: bool) -> Skills {
        let mut needs = Skills {
            customer: false,
            low_voltage: false,
            medium_voltage,
        };
        match self {
            Self::BurntBox | Self::OpenLeads | Self::OwnBreaker | Self::LeakyPremises => {
                needs.customer = true;
            }
            Self::FailedTransformer => needs.medium_voltage = true,
            _ => needs.low_voltage = !medium_voltage,
        }
        needs
    }

    /// Whether the place must be isolated, tested dead and earthed for it.
    pub const fn needs_isolation(self) -> bool {
        matches!(
            self,
            Self::BrokenWire
                | Self::TouchingWires
                | Self::LooseJoint
                | Self::FailedTransformer
                | Self::BurntBox
                | Self::LeakyLine
                | Self::FallenPole
        )
    }

    /// Whether somebody must climb, or be lifted, to repair it on an overhead line.
    pub const fn is_aloft(self) -> bool {
        matches!(
            self,
            Self::BrokenWire
                | Self::TouchingWires
                | Self::LooseJoint
                | Self::LeakyLine
                | Self::FailedTransformer
                | Self::FallenPole
        )
    }
}

/// What a crew is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CrewOrder {
    /// Drive to a thing and find out what is wrong there, or at others that it may be
    /// instead.
    Go {
        /// Number of the work order.
        order: u32,
        /// The thing.
        target: AssetRef,
        /// Others, the most probable first.
        also: [Option<AssetRef>; 4],
        /// Whether to look up and down the line too.
        around: bool,
        /// What to get on the way there.
        load: Option<Load>,
    },
    /// Get from a depot what is missing, and come back to go on.
    Fetch {
        /// Number of the work order.
        order: u32,
        /// What.
        load: Load,
    },
    /// Wait there from now on when there is nothing to do.
    WaitAt {
        /// East, m.
        x_m: f64,
        /// North, m.
        y_m: f64,
    },
    /// A neighbour's crew is asked to come and help; it tells when it may set out.
    Assist,
    /// A neighbour's crew is needed no more.
    Release,
    /// A generator car is to drive to a customer, cut the installation off from the mains,
    /// and feed it until it is told to return.
    Feed {
        /// Number of the feeding.
        order: u32,
        /// The customer.
        customer: AssetRef,
    },
    /// From the ticket: a source to be switched off, locked and signed.
    Isolate {
        /// Number of the work order.
        order: u32,
        /// The switch, or the load that generates.
        point: AssetRef,
    },
    /// All sources on the ticket are off: every conductor is to be tested, then earthed.
    Test {
        /// Number of the work order.
        order: u32,
    },
    /// All sources are proved off, the place is tested dead and earthed: work may begin.
    Permit {
        /// Number of the work order.
        order: u32,
    },
    /// All have left and as many earths are off as were put on: the supply may be put on
    /// again.
    Energise {
        /// Number of the work order.
        order: u32,
    },
    /// Leave it.
    Return {
        /// Number of the work order.
        order: u32,
    },
    /// A switch that the control room had opened stays open when the work is done: it closes
    /// it itself.
    LeaveOpen {
        /// Number of the work order.
        order: u32,
        /// The switch.
        switch: AssetRef,
    },
}

/// Something to get from a depot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// The depot.
    pub depot: DepotId,
    /// What.
    pub stock: Stock,
}

/// What a crew tells.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CrewReport {
    /// It takes the order.
    Taken,
    /// It drives, and expects to arrive in so many seconds.
    SetOut {
        /// Seconds.
        arrives_in_s: u32,
    },
    /// Where it is.
    At {
        /// East, m.
        x_m: f64,
        /// North, m.
        y_m: f64,
    },
    /// It is there.
    Arrived,
    /// A pole lies at what it tells of next.
    PoleDown {
        /// The pole's node.
        pole: AssetRef,
    },
    /// It found what is broken.
    Found {
        /// The thing.
        part: AssetRef,
        /// What is wrong with it.
        damage: Damage,
    },
    /// There is nothing wrong that it could find.
    FoundNothing {
        /// Where it was sent.
        target: AssetRef,
        /// Whether there is supply.
        supplied: bool,
    },
    /// It cannot repair what it found.
    HandsOver,
    /// It has taken something from a depot, or as much of it as there was.
    Loaded {
        /// The depot.
        depot: DepotId,
        /// What.
        stock: Stock,
    },
    /// It cannot begin for want of material.
    Lacks {
        /// What is missing.
        stock: Stock,
    },
    /// It has used something up.
    Used {
        /// What.
        stock: Stock,
    },
    /// A road is closed there; it looks for another way.
    RoadClosed {
        /// East, m.
        x_m: f64,
        /// North, m.
        y_m: f64,
    },
    /// A neighbour's crew is ready to help.
    Ready,
    /// The installation is off the mains, and the generator car feeds it.
    Feeds,
    /// The generator car sees voltage come back before the switch that keeps it off, or go.
    Mains {
        /// Whether there is voltage.
        live: bool,
    },
    /// A lock does not open for it; it asks again.
    LockedOut {
        /// The lock, named by its box.
        lock: AssetRef,
    },
    /// A source is switched off and locked: a switch, or a generator or load that feeds
    /// back.
    Isolated {
        /// The switch, or the load.
        point: AssetRef,
    },
    /// The tester, tried on a live source before and after, shows no voltage on any
    /// conductor.
    TestedDead,
    /// The tester shows voltage: the crew stops, and looks where it comes from.
    TestedLive,
    /// There is a source that is not on the ticket.
    SourceFound {
        /// The switch, or the load that generates.
        point: AssetRef,
    },
    /// Earths are on, the earth's end first; signs and barriers are up.
    Earthed {
        /// How many sets.
        sets: u8,
    },
    /// It repairs.
    Repairing,
    /// It is repaired.
    Repaired,
    /// All have left, tools are counted, signs and earths are off, the earth's end last.
    Cleared {
        /// How many sets of earths came off.
        sets: u8,
    },
    /// What was measured after closing.
    Measured {
        /// Whether every phase has voltage.
        voltage: bool,
        /// Whether the phases follow each other as they should.
        rotation: bool,
        /// Whether the neutral is whole.
        neutral: bool,
    },
    /// Supply is on again.
    Restored,
    /// Something that it saw where it worked, for the records.
    AsFound(Fact),
    /// It has written its report.
    Replied,
    /// It is free, and back where it waits or on the way there.
    Free,
}

/// Who looks after the customers of a zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    /// Its id.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Ids of the areas of the zone.
    pub areas: Vec<String>,
}

/// Number of a grid manager: the place in the scenario's list.
pub type ManagerId = u16;
