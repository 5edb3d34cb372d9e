//! The ticket for a work: what must be proved before it may begin, and what was.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::SwitchKind;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewId, Damage, Tick};

/// The kinds of tickets (Q/GDW 10799.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// Low voltage (低压工作票).
    LowVoltage,
    /// 10 kV that must be dead (配电第一种工作票).
    First,
    /// 10 kV that need not be dead (配电第二种工作票).
    Second,
    /// A fault of 10 kV that is mended in one stretch (故障紧急抢修单).
    Emergency,
}

impl TicketKind {
    /// The kind for a damage; none where the work needs no ticket. What takes longer than
    /// one stretch is no emergency.
    pub const fn of(damage: Damage, medium_voltage: bool) -> Option<Self> {
        match (medium_voltage, damage.needs_isolation()) {
            (false, true) => Some(Self::LowVoltage),
            (false, false) => None,
            (true, false) => Some(Self::Second),
            (true, true) if matches!(damage, Damage::FailedTransformer) => Some(Self::First),
            (true, true) => Some(Self::Emergency),
        }
    }
}

/// A point at which a source is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The switch, or the load that generates.
    pub at: AssetRef,
    /// Whether it breaks so that one can see it; the leads of one that does not come off.
    pub visible: bool,
    /// Whether the records had it; the others the crew found with its tester.
    pub recorded: bool,
    /// When it was reported off, locked and signed "禁止合闸，有人工作！".
    pub off: Option<Tick>,
}

/// What was measured after closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// When.
    pub at: Tick,
    /// Whether every phase has voltage.
    pub voltage: bool,
    /// Whether the phases follow each other as they should.
    pub rotation: bool,
    /// Whether the neutral is whole.
    pub neutral: bool,
}

/// How a ticket was changed after it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The tester showed voltage; a source that the records do not have.
    SourceFound(AssetRef),
    /// Not as many earths came off as were put on; nothing may be closed.
    EarthsDiffer {
        /// Sets that were put on.
        on: u8,
        /// Sets that came off.
        off: u8,
    },
    /// It takes longer than one stretch: the emergency slip became a ticket.
    Longer,
    /// The crew said that it works, and had no permit.
    NotPermitted,
}

/// Something that a ticket demands, in the order in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// All sources are off with a break that can be seen, locked and signed.
    SourcesOff,
    /// Every conductor is tested dead: tester tried, conductors, tester tried again.
    TestedDead,
    /// Earths are on, the earth's end first; signs and barriers are up.
    Earthed,
    /// Work was permitted.
    Permitted,
    /// All have left, tools are counted, earths and signs are off.
    Cleared,
    /// Closing was allowed: main first, then branches.
    Energised,
    /// Voltage, rotation and neutral are checked.
    Measured,
}

/// The ticket for one work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its kind.
    pub kind: TicketKind,
    /// Where the work is; named by name and asset number.
    pub part: AssetRef,
    /// What is to be put right.
    pub damage: Damage,
    /// Who works; its leader answers for the work, the desk issues and permits.
    pub crew: CrewId,
    /// How many people it is.
    pub people: u8,
    /// When it was issued.
    pub issued: Tick,
    /// Where sources are cut off.
    pub points: Vec<Point>,
    /// Tests: when, and whether all conductors were dead.
    pub tests: Vec<(Tick, bool)>,
    /// Earths put on: when, and how many sets.
    pub earthed: Option<(Tick, u8)>,
    /// When work was permitted.
    pub permitted: Option<Tick>,
    /// Earths taken off again: when, and how many sets.
    pub cleared: Option<(Tick, u8)>,
    /// When closing was allowed.
    pub energised: Option<Tick>,
    /// What was measured then.
    pub measured: Option<Measured>,
    /// When it was ended.
    pub ended: Option<Tick>,
    /// How it was changed.
    pub changes: Vec<(Tick, Change)>,
}

impl Ticket {
    /// A ticket made from the records.
    pub fn from_records(
        (records, topology): (&District, &Topology),
        (kind, part, damage): (TicketKind, AssetRef, Damage),
        (crew, people): (CrewId, u8),
        issued: Tick,
    ) -> Self {
        let is_on = |asset: AssetRef| match asset.kind {
            Kind::Switch => records.network(asset.place).switches[asset.index as usize].closed,
            _ => true,
        };
        let points = if kind == TicketKind::Second {
            Vec::new()
        } else {
            topology.isolation(records, part, is_on).points()
        };
        let points = points.into_iter().map(|at| Point {
            at,
            visible: breaks_visibly(records, at),
            recorded: true,
            off: None,
        });
        Self {
            kind,
            part,
            damage,
            crew,
            people,
            issued,
            points: points.collect(),
            tests: Vec::new(),
            earthed: None,
            permitted: (kind == TicketKind::Second).then_some(issued),
            cleared: None,
            energised: None,
            measured: None,
            ended: None,
            changes: Vec::new(),
        }
    }

    /// Whether all sources are reported off.
    pub fn is_isolated(&self) -> bool {
        self.points.iter().all(|point| point.off.is_some())
    }

    /// Whether all sources are proved off, and after that the place was tested dead, and
    /// after that earthed.
    pub fn is_proved(&self) -> bool {
        let Some(&(tested, true)) = self.tests.iter().max_by_key(|(at, dead)| (*at, !dead)) else {
            return false;
        };
        let off = |point: &Point| point.off.is_some_and(|off| off <= tested);
        let earthed = |(at, sets): (Tick, u8)| at >= tested && sets > 0;
        self.points.iter().all(off) && self.earthed.is_some_and(earthed)
    }

    /// A point was reported off.
    pub(crate) fn note_off(&mut self, at: Tick, asset: AssetRef) {
        for point in self.points.iter_mut().filter(|point| point.at == asset) {
            point.off = point.off.max(Some(at));
        }
    }

    /// A source was found that was not off.
    pub(crate) fn note_source(&mut self, at: Tick, asset: AssetRef, visible: bool) {
        self.changes.push((at, Change::SourceFound(asset)));
        if let Some(point) = self.points.iter_mut().find(|point| point.at == asset) {
            point.off = None;
        } else {
            self.points.push(Point {
                at: asset,
                visible,
                recorded: false,
                off: None,
            });
        }
    }

    /// What was done and when, in the order in which it is to be done.
    pub fn measures(&self) -> Vec<(Measure, Option<Tick>)> {
        let last_off = self.points.iter().filter_map(|point| point.off).max();
        let tested = self.tests.iter().filter(|(_, dead)| *dead);
        vec![
            (Measure::SourcesOff, last_off.filter(|_| self.is_isolated())),
            (Measure::TestedDead, tested.map(|(at, _)| *at).max()),
            (Measure::Earthed, self.earthed.map(|(at, _)| at)),
            (Measure::Permitted, self.permitted),
            (Measure::Cleared, self.cleared.map(|(at, _)| at)),
            (Measure::Energised, self.energised),
            (Measure::Measured, self.measured.map(|m| m.at)),
        ]
    }
}

/// Whether one can see that a point is open.
pub(crate) fn breaks_visibly(records: &District, point: AssetRef) -> bool {
    let switches = &records.network(point.place).switches;
    let closed_in = |k: usize| matches!(switches[k].kind, SwitchKind::Breaker);
    !(point.kind == Kind::Switch && closed_in(point.index as usize))
}
