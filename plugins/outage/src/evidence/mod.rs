//! What was heard becomes likelihoods.

mod heard;
mod judge;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use taiqu_grid::{Kind, Phases, Place};

use crate::layout::Layout;
use crate::network::Witness;

pub use heard::Heard;

use judge::Judge;

/// How far what is heard can be relied on; settings, assumed from what firmware does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reliability {
    /// Probability that a meter without voltage is not heard, all causes together.
    pub lost: f64,
    /// The part of it in which nothing of a whole box is heard.
    pub lost_boxes: f64,
    /// Probability of a report from a meter that has voltage.
    pub unfounded: f64,
    /// Probability that a meter with voltage answers when it is asked.
    pub answers: f64,
    /// Probability that nothing of a whole box with voltage is heard when it is asked.
    pub muted_boxes: f64,
    /// Probability that a meter's module is unplugged or broken.
    pub unplugged: f64,
    /// Probability that a voltage that was read is not what was there.
    pub misread: f64,
    /// Probability that a meter says that it has voltage again where that is about half:
    /// one phase of 10 kV is lost, and the meter starts and stops.
    pub half_starts: f64,
    /// Probability that a voltage has changed since something else began to be wrong.
    pub changed: f64,
    /// Probability of a call from a customer who has supply, of all calls that say there
    /// is none: it is the customer's own breaker.
    pub own_breaker: f64,
}

impl Default for Reliability {
    fn default() -> Self {
        Self {
            lost: 0.25,
            lost_boxes: 0.05,
            unfounded: 0.003,
            answers: 0.95,
            muted_boxes: 0.01,
            unplugged: 0.003,
            misread: 0.001,
            half_starts: 0.2,
            changed: 0.1,
            own_breaker: 0.2,
        }
    }
}

/// What was heard of a group: by each meter of its layout, and by its terminals.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// In the order of [`Layout::meters`].
    pub meters: &'a [Heard],
    /// In the order of [`Layout::stations`]; what the area's terminal reads at the
    /// low-voltage side.
    pub stations: &'a [Heard],
}

/// When trouble began and when the last of it did, ms since the start.
type Span = (u64, u64);

impl Hearing<'_> {
    /// What it says of each place; `None` if all is well.
    pub fn witnesses(&self, layout: &Layout, reliability: &Reliability) -> Option<Vec<Witness>> {
        let troubles = self.troubles(layout);
        let all = troubles.values().copied().reduce(wider)?;
        // An area with trouble of its own judges by that; any other, by all there is.
        let judge = |place: Place| {
            let (first, last) = troubles.get(&place).copied().unwrap_or(all);
            Judge {
                reliability,
                first,
                last,
            }
        };
        let mut witnesses = Vec::with_capacity(self.meters.len() + 2 * self.stations.len());
        let mut from = 0;
        for shelf in layout.meters.chunk_by(|a, b| a.shelf == b.shelf) {
            let heard = &self.meters[from..from + shelf.len()];
            from += shelf.len();
            judge(shelf[0].shelf.place).shelf(shelf, heard, &mut witnesses);
        }
        for (heard, station) in self.stations.iter().zip(&layout.stations) {
            let judge = judge(station.transformer.place);
            if let Some(proof) = judge.proof(heard) {
                witnesses.push(Witness {
                    behind: station.part,
                    likelihood: proof.by_set(Phases::ABC),
                });
                witnesses.extend(proof.halves(layout, station.part));
            }
        }
        for (heard, place) in self.meters.iter().zip(&layout.meters) {
            let judge = judge(place.meter.place);
            if let Some(proof) = judge.proof(heard).filter(|proof| !proof.half.is_empty()) {
                let station = station_above(layout, place.part);
                witnesses.extend(station.and_then(|part| proof.halves(layout, part)));
            }
        }
        Some(witnesses)
    }

    /// The areas of which somebody told that something is wrong.
    pub fn told_of(&self, layout: &Layout) -> BTreeSet<Place> {
        let meters = self.meters.iter().zip(&layout.meters);
        let meters = meters.filter(|(heard, _)| heard.tells());
        let stations = self.stations.iter().zip(&layout.stations);
        let stations = stations.filter(|(heard, _)| heard.tells());
        let meters = meters.map(|(_, place)| place.meter.place);
        let stations = stations.map(|(_, place)| place.transformer.place);
        meters.chain(stations).collect()
    }

    /// The trouble of each area that has some.
    fn troubles(&self, layout: &Layout) -> BTreeMap<Place, Span> {
        let meters = (self.meters.iter().zip(&layout.meters)).filter_map(|(heard, place)| {
            let since = heard.troubled_since()?;
            Some((place.meter.place, since))
        });
        let stations = (self.stations.iter().zip(&layout.stations)).filter_map(|(heard, place)| {
            let since = heard.troubled_since()?;
            Some((place.transformer.place, since))
        });
        let mut troubles = BTreeMap::new();
        for (place, at) in meters.chain(stations) {
            let span = troubles.entry(place).or_insert((at, at));
            *span = wider(*span, (at, at));
        }
        troubles
    }
}

fn wider(a: Span, b: Span) -> Span {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The transformer's part above `part`.
fn station_above(layout: &Layout, part: u32) -> Option<u32> {
    let mut at = Some(part);
    while let Some(part) = at {
        if layout.assets[part as usize].kind == Kind::Transformer {
            return Some(part);
        }
        at = layout.network.above(part);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_meter_said_of_its_phase_holds_where_it_is_now() {
        let [a, b] = ["a", "b"].map(|letter| letter.parse::<Phases>().expect("a phase"));
        let mut heard = Heard::default();
        heard.prove(1_000, a, Phases::NONE, true);
        heard.reconnect(a, b);
        assert_eq!(heard.proved, Some((1_000, b, Phases::NONE)));
        heard.prove(2_000, Phases::NONE, Phases::NONE, false);
        heard.reconnect(b, a);
        assert_eq!(heard.proved, Some((2_000, Phases::NONE, Phases::NONE)));
    }
}
