//! Driving along the roads, and what closes them.

use serde::{Deserialize, Serialize};
use taiqu_grid::District;
use taiqu_grid::roads::{Closures, Pace, RoadGraph, Way};
use taiqu_link::{Source, Tick, Uplink};

use super::{WorkSettings, by_voice};
use crate::field::Fact;

/// A stretch of road is closed to vehicles, or opened.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoadEvent {
    /// When, s since the start.
    pub at_s: u64,
    /// Where the stretch begins, m.
    pub from: (f64, f64),
    /// Where it ends, m.
    pub to: (f64, f64),
    /// Whether it is closed from then on.
    pub closed: bool,
    /// Whether the road office tells of it.
    pub announced: bool,
}

/// Which roads are closed, and which of them people know of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Barriers {
    closed: Closures,
    known: Closures,
}

/// The roads of a district and those who drive on them.
#[derive(Clone, Debug)]
pub(super) struct Travel {
    roads: RoadGraph,
    pace: Pace,
    events: Vec<RoadEvent>,
    pub barriers: Barriers,
}

/// A way that is being driven.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Drive {
    way: Way,
    since_s: u64,
    /// How much longer it takes than it should.
    luck: f64,
}

impl Drive {
    /// When it ends, s since the start.
    pub fn until_s(&self) -> u64 {
        self.since_s + self.seconds()
    }

    /// How long it takes, s.
    pub fn seconds(&self) -> u64 {
        (self.way.seconds() * self.luck) as u64
    }

    pub const fn since_s(&self) -> u64 {
        self.since_s
    }

    /// Where it is at some time.
    pub fn at(&self, tick: Tick) -> (f64, f64) {
        if tick.0 >= self.until_s() {
            return self.goal();
        }
        self.way.after(self.on_way(tick.0))
    }

    pub fn goal(&self) -> (f64, f64) {
        self.way.points.last().copied().unwrap_or_default()
    }

    /// A time of the day as one of the way, as if all went as it should.
    fn on_way(&self, at_s: u64) -> f64 {
        at_s.saturating_sub(self.since_s) as f64 / self.luck
    }
}

impl Travel {
    pub fn of(district: &District, events: &[RoadEvent], settings: &WorkSettings) -> Self {
        Self {
            roads: RoadGraph::in_district(district),
            pace: Pace {
                drive_m_s: settings.speed_m_s,
                walk_m_s: settings.patrol_m_s,
            },
            events: events.to_vec(),
            barriers: Barriers::default(),
        }
    }

    /// What happens to the roads at `tick`.
    pub fn events_at(&self, tick: Tick) -> impl Iterator<Item = &RoadEvent> {
        self.events.iter().filter(move |event| event.at_s == tick.0)
    }

    /// Closes and opens roads; whether people learn of something.
    pub fn live(&mut self, tick: Tick, facts: &mut Vec<Fact>) -> bool {
        let mut learnt = false;
        let due: Vec<RoadEvent> = self.events_at(tick).copied().collect();
        for event in due {
            let RoadEvent {
                from, to, closed, ..
            } = event;
            let stretch = self.roads.stretch(from, to);
            self.close(&stretch, closed, event.announced);
            if event.announced {
                learnt = true;
                facts.push(announced(tick, (from, to), closed));
            }
        }
        learnt
    }

    /// A stretch is blocked and nobody is told, or it is free again and the road office tells
    /// those who had come to know of it.
    pub fn block(&mut self, tick: Tick, (from, to): Ends, blocked: bool) -> Option<Fact> {
        let stretch = self.roads.stretch(from, to);
        let known = !self.barriers.known.is_disjoint(&stretch);
        self.close(&stretch, blocked, false);
        (known && !blocked).then(|| announced(tick, (from, to), false))
    }

    fn close(&mut self, stretch: &Closures, closes: bool, announced: bool) {
        let Barriers { closed, known } = &mut self.barriers;
        let set = |of: &mut Closures| {
            if closes {
                of.extend(stretch);
            } else {
                of.retain(|edge| !stretch.contains(edge));
            }
        };
        set(closed);
        if announced || !closes {
            set(known);
        }
    }

    /// Begins to drive, round what is known to be closed.
    pub fn set_out(&self, tick: Tick, from: (f64, f64), to: (f64, f64), luck: f64) -> Drive {
        let paths = self.roads.paths_to(to, &self.barriers.known, self.pace);
        Drive {
            way: paths.way(&self.roads, from),
            since_s: tick.0,
            luck,
        }
    }

    /// Whether a drive comes to a barrier that nobody knew of: it turns round there and
    /// goes another way. The middle of the closed piece.
    pub fn turn_round(&mut self, tick: Tick, drive: &mut Drive) -> Option<(f64, f64)> {
        let last = drive.on_way(tick.0.saturating_sub(1));
        let passed = (last, drive.on_way(tick.0));
        // What is known was planned with: whoever begins behind a barrier drives out.
        let unknown = &self.barriers.closed - &self.barriers.known;
        let end = drive.way.barrier(passed, &unknown)?;
        self.barriers.known.extend(drive.way.edges[end]);
        let [here, there] = [drive.way.points[end - 1], drive.way.points[end]];
        *drive = self.set_out(tick, here, drive.goal(), drive.luck);
        Some((
            f64::midpoint(here.0, there.0),
            f64::midpoint(here.1, there.1),
        ))
    }

    /// Takes another way where a road ahead has become known to be closed.
    pub fn think_again(&self, tick: Tick, drive: &mut Drive) {
        let ahead = (drive.on_way(tick.0), f64::INFINITY);
        if drive.way.barrier(ahead, &self.barriers.known).is_some() {
            *drive = self.set_out(tick, drive.at(tick), drive.goal(), drive.luck);
        }
    }
}

/// Where a stretch of road begins and ends, m.
type Ends = ((f64, f64), (f64, f64));

/// The road office tells that a stretch is closed, or open again.
fn announced(tick: Tick, (from, to): Ends, closed: bool) -> Fact {
    let body = Uplink::RoadAnnounced { from, to, closed };
    by_voice(tick, Source::RoadOffice, body)
}
