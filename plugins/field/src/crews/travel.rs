//! Driving along the roads, and what closes them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::District;
use taiqu_grid::roads::{Closures, Pace, RoadGraph, Way};
use taiqu_link::{Source, Tick, Uplink};

use super::{WorkSettings, by_voice};
use crate::field::Fact;

/// A stretch of road is closed to vehicles, or what closed it is gone: with that it is free
/// where nothing else closes it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoadEvent {
    /// When, s since the start.
    pub at_s: u64,
    /// Where the stretch begins, m.
    pub from: (f64, f64),
    /// Where it ends, m.
    pub to: (f64, f64),
    /// Whether something closes it, or that is gone.
    pub closed: bool,
    /// Whether the road office tells of it.
    pub announced: bool,
}

/// Which roads are closed, and which of them people know of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Barriers {
    /// How many things close each edge: it is free when the last of them is gone.
    closed: BTreeMap<usize, u32>,
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
            let ends = (event.from, event.to);
            let told = if event.closed {
                self.close(ends, event.announced);
                vec![announced(tick, ends, true)]
            } else {
                self.clear(tick, ends)
            };
            if event.announced {
                learnt = true;
                facts.extend(told);
            }
        }
        learnt
    }

    /// Something blocks a stretch and nobody is told, or it is gone; what the road office tells
    /// then.
    pub fn block(&mut self, tick: Tick, ends: Ends, blocked: bool) -> Vec<Fact> {
        if blocked {
            self.close(ends, false);
            Vec::new()
        } else {
            self.clear(tick, ends)
        }
    }

    /// One more thing closes a stretch.
    fn close(&mut self, (from, to): Ends, announced: bool) {
        let stretch = self.roads.stretch(from, to);
        for &edge in &stretch {
            *self.barriers.closed.entry(edge).or_default() += 1;
        }
        if announced {
            self.barriers.known.extend(stretch);
        }
    }

    /// One of the things that close a stretch is gone. Of each piece of road that is free with
    /// that the road office tells those who had come to know of it.
    fn clear(&mut self, tick: Tick, (from, to): Ends) -> Vec<Fact> {
        let Barriers { closed, known } = &mut self.barriers;
        let mut facts = Vec::new();
        for edge in self.roads.stretch(from, to) {
            if let Some(count) = closed.get_mut(&edge).filter(|count| **count > 1) {
                *count -= 1;
                continue;
            }
            closed.remove(&edge);
            if known.remove(&edge) {
                facts.push(announced(tick, self.roads.within(edge), false));
            }
        }
        facts
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
        let Barriers { closed, known } = &mut self.barriers;
        let unknown = closed.keys().copied();
        let unknown: Closures = unknown.filter(|edge| !known.contains(edge)).collect();
        let end = drive.way.barrier(passed, &unknown)?;
        known.extend(drive.way.edges[end]);
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
