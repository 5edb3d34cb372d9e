//! Where poles stand: runs along one side of each street.

use super::{PLATFORM_HALF, Plan};
use crate::Text;
use crate::generate::geometry::{Footprint, Point};
use crate::generate::names::{id_of, side_name};

/// A pole: which of which run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::generate) struct PoleRef {
    pub run: usize,
    pub pole: usize,
}

/// Where a run is fed.
#[derive(Clone, Copy, Debug)]
pub(in crate::generate) enum Head {
    /// A feeder of the transformer, leaving from the platform's pole on this side
    /// (+1 towards growing s).
    Feeder(f64),
    /// A pole of another run.
    Pole(PoleRef),
}

/// What kind of line a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::generate) enum Span {
    Trunk,
    Branch,
    /// A cable; branch boxes stand where a line would have poles.
    Cable,
}

/// A line of poles.
#[derive(Clone, Debug)]
pub(in crate::generate) struct Run {
    pub id: String,
    pub name: Text,
    pub head: Head,
    pub poles: Vec<Point>,
    pub span: Span,
}

/// Longest span, m.
const LONGEST: f64 = 48.0;
/// Stretches shorter than this get no poles of their own, m.
const SHORTEST: f64 = 14.0;
/// From a lane's edge to its poles, m.
const BESIDE: f64 = 1.1;
/// Room that buildings keep from low-voltage and from 10 kV wires, m.
const TO_WIRE: f64 = 1.7;
const TO_HIGH: f64 = 3.2;

/// Positions after the first of `stops`, a pole at each stop and equal spans of at
/// most `longest` between them.
pub(in crate::generate) fn stations(stops: &[f64], longest: f64) -> Vec<f64> {
    let mut stations = Vec::new();
    for pair in stops.windows(2) {
        let spans = ((pair[1] - pair[0]).abs() / longest).ceil().max(1.0);
        let step = (pair[1] - pair[0]) / spans;
        stations.extend((1..=spans as usize).map(|k| pair[0] + step * k as f64));
    }
    stations
}

impl Plan {
    pub(super) fn set_poles(&mut self) {
        self.set_spur();
        let layout = self.layout.clone();
        let main_t = self.manner.main_width / 2.0 + 0.9;
        let beside = self.manner.lane_width / 2.0 + BESIDE;
        let from_main = |k: usize| layout.is_fed_from_main(k);
        let mut anchors: Vec<f64> = layout.south_lanes.iter().map(|s| s - beside).collect();
        let mains = layout
            .lanes
            .iter()
            .enumerate()
            .filter(|&(k, _)| from_main(k));
        anchors.extend(mains.map(|(_, s)| s - beside));
        anchors.sort_by(f64::total_cmp);

        let span = if self.manner.is_cabled {
            Span::Cable
        } else {
            Span::Trunk
        };
        let mut on_main = Vec::new();
        for (sign, id, end) in [
            (1.0, "east", layout.end - 7.0),
            (-1.0, "west", layout.start + 7.0),
        ] {
            let head = layout.platform_s + sign * PLATFORM_HALF;
            let stops = stops(head, &anchors, end);
            let places: Vec<_> = stations(&stops, LONGEST)
                .into_iter()
                .map(|s| (self.off_lanes(s, main_t), main_t))
                .collect();
            let name = side_name(id, self.manner.is_town);
            on_main.extend(self.run(id, name, Head::Feeder(sign), &places, span));
        }
        for (k, &s) in layout.south_lanes.iter().enumerate() {
            let places = stations(&[main_t, -layout.south + 6.0], LONGEST);
            let at = |t: f64| (s - beside / self.spine.scale(s, t), t);
            let places: Vec<_> = places.into_iter().map(at).collect();
            let street = 1 + layout.lanes.len() + k;
            self.lane_run(street, nearest(&on_main, s - beside), &places);
        }
        if layout.back > 0.0 {
            self.set_back_poles(&on_main, main_t, beside);
        }
        self.main_poles = on_main;
    }

    fn set_back_poles(&mut self, on_main: &[(f64, PoleRef)], main_t: f64, beside: f64) {
        let layout = self.layout.clone();
        let from_main = |k: usize| layout.is_fed_from_main(k);
        let top = layout.back - beside;
        let first_s = layout.lanes[layout.first_lane];
        // Up the lane beside the platform.
        let rise = stations(&[main_t + 1.0, 18.0, top], LONGEST);
        let rise: Vec<_> = rise
            .into_iter()
            .map(|t| (self.beside_lane(layout.first_lane, t), t))
            .collect();
        let name = self.streets[1 + layout.first_lane].name.clone();
        let rise = self.run("rise", name, Head::Feeder(1.0), &rise, Span::Trunk);
        let Some(&(_, crown)) = rise.last() else {
            return;
        };
        let mut on_back = vec![(first_s - beside, crown)];
        let anchors: Vec<f64> = (0..layout.lanes.len())
            .filter(|&k| k != layout.first_lane && !from_main(k))
            .map(|k| self.beside_lane(k, top))
            .collect();
        for (id, end) in [
            ("back-east", layout.end - 8.0),
            ("back-west", layout.lanes[0] - 12.0),
        ] {
            let from = self.beside_lane(layout.first_lane, top);
            let stops = stops(from, &anchors, end);
            let places: Vec<_> = stations(&stops, LONGEST)
                .into_iter()
                .map(|s| (self.off_lanes(s, top), top))
                .collect();
            let name = side_name(id, self.manner.is_town);
            on_back.extend(self.run(id, name, Head::Pole(crown), &places, Span::Trunk));
        }
        for k in 0..layout.lanes.len() {
            if k == layout.first_lane {
                continue;
            }
            let (head_t, head) = if from_main(k) {
                (main_t, nearest(on_main, layout.lanes[k] - beside))
            } else {
                (top, nearest(&on_back, self.beside_lane(k, top)))
            };
            let far_t = if from_main(k) {
                top - 8.0
            } else {
                self.manner.first_row - 4.0
            };
            let places = stations(&[head_t, far_t], LONGEST);
            let places: Vec<_> = places
                .into_iter()
                .map(|t| (self.beside_lane(k, t), t))
                .collect();
            self.lane_run(1 + k, head, &places);
        }
    }

    /// s of the pole line of lane `k` at `t`.
    fn beside_lane(&self, k: usize, t: f64) -> f64 {
        let s = self.lane_s(k, t);
        s - (self.manner.lane_width / 2.0 + BESIDE) / self.spine.scale(s, t)
    }

    /// `s`, or beside the lane on whose carriageway that would be.
    fn off_lanes(&self, s: f64, t: f64) -> f64 {
        let keep = (self.manner.lane_width / 2.0 + BESIDE - 0.1) / self.spine.scale(s, t);
        let lanes = (0..self.layout.lanes.len()).filter(|&k| (self.lane_s(k, t) - s).abs() < keep);
        lanes.map(|k| self.beside_lane(k, t)).next().unwrap_or(s)
    }

    fn lane_run(&mut self, street: usize, head: Option<(f64, PoleRef)>, places: &[(f64, f64)]) {
        if let Some((_, head)) = head {
            let name = self.streets[street].name.clone();
            let id = id_of(&name);
            self.run(&id, name, Head::Pole(head), places, Span::Branch);
        }
    }

    /// Adds a run with poles at `places` (s, t); gives s and name of each pole.
    pub(super) fn run(
        &mut self,
        id: &str,
        name: Text,
        head: Head,
        places: &[(f64, f64)],
        span: Span,
    ) -> Vec<(f64, PoleRef)> {
        if places.is_empty() {
            return Vec::new();
        }
        let run = self.runs.len();
        let poles: Vec<Point> = places
            .iter()
            .map(|&(s, t)| self.spine.place(s, t).rounded())
            .collect();
        let mut last = self.head_at(head);
        for &pole in &poles {
            self.land.wires.push((last, pole, TO_WIRE));
            self.land.poles.push(pole);
            last = pole;
        }
        let count = poles.len();
        self.runs.push(Run {
            id: id.to_owned(),
            name,
            head,
            poles,
            span,
        });
        (0..count)
            .map(|pole| (places[pole].0, PoleRef { run, pole }))
            .collect()
    }

    /// Where a run begins.
    pub fn head_at(&self, head: Head) -> Point {
        match head {
            Head::Feeder(side) => {
                (self.platform.at + self.platform.along * (side * PLATFORM_HALF)).rounded()
            }
            Head::Pole(at) => self.runs[at.run].poles[at.pole],
        }
    }

    /// The 10 kV line comes from behind; what it branches off runs along the spine.
    fn set_spur(&mut self) {
        let platform_t = self.manner.main_width / 2.0 + 3.4;
        let far = self.layout.trunk_t(&self.manner);
        let (from, to) = (
            self.layout.start - self.layout.approach.0,
            self.layout.end + self.layout.approach.1,
        );
        let trunk = self.spine.line(from, to, |_| far);
        self.land
            .wires
            .extend(trunk.windows(2).map(|p| (p[0], p[1], TO_HIGH)));
        // One pole stands behind the houses of the back lane, so none stands on it.
        let behind = if self.layout.back > 0.0 {
            self.layout.back + 14.0
        } else {
            30.0
        };
        let mut at = vec![far];
        at.extend(stations(&[far, behind, platform_t], 62.0));
        at.pop();
        let place = |&t: &f64| self.spine.place(self.layout.platform_s, t).rounded();
        self.spur = at.iter().map(place).collect();
        let ends = self.spur.iter().skip(1).copied().chain([self.platform.at]);
        let wires: Vec<_> = self.spur.iter().copied().zip(ends).collect();
        self.land
            .wires
            .extend(wires.into_iter().map(|(a, b)| (a, b, TO_HIGH)));
        for &pole in &self.spur {
            self.land.poles.push(pole);
            let keep = Footprint::new(pole, 1.6, 1.6, Point::new(0.0, 1.0));
            self.land.pads.push(keep);
        }
    }
}

/// The pole nearest to `s`, with its own s.
pub(super) fn nearest(poles: &[(f64, PoleRef)], s: f64) -> Option<(f64, PoleRef)> {
    let closer =
        |a: &&(f64, PoleRef), b: &&(f64, PoleRef)| (a.0 - s).abs().total_cmp(&(b.0 - s).abs());
    poles.iter().min_by(closer).copied()
}

/// The stops from `from` through those anchors that lie before `end`.
fn stops(from: f64, anchors: &[f64], end: f64) -> Vec<f64> {
    let sign = (end - from).signum();
    let ahead = |s: &f64| (s - from) * sign > SHORTEST && (end - s) * sign >= 0.0;
    let mut stops: Vec<f64> = anchors.iter().copied().filter(ahead).collect();
    stops.sort_by(|a, b| (a * sign).total_cmp(&(b * sign)));
    stops.insert(0, from);
    let last = stops[stops.len() - 1];
    if (end - last) * sign > SHORTEST {
        stops.push(end);
    }
    stops
}
