//! The groups of a district that nothing joins.

use super::District;
use crate::Place;
use crate::area::{Area, Network, Surroundings};
use crate::line::Line;

impl District {
    /// The groups that are joined by wires: each line with the areas that hang on
    /// it, then each area that is fed alone. Whatever is switched, nothing in one
    /// group changes a voltage in another.
    pub fn groups(&self) -> Vec<Vec<Place>> {
        let mut groups: Vec<Vec<Place>> = (0..self.lines.len())
            .map(|k| vec![Place::Line(k as u16)])
            .collect();
        for k in 0..self.areas.len() as u16 {
            match self.tap_of(k) {
                Some((line, _)) => groups[usize::from(line)].push(Place::Area(k)),
                None => groups.push(vec![Place::Area(k)]),
            }
        }
        groups
    }

    /// The district with nothing but what is in `places`. The others remain as empty
    /// places, so that references are the same in both.
    #[must_use]
    pub fn only(&self, places: &[Place]) -> Self {
        let lines = (0..).zip(&self.lines).map(|(k, line)| {
            if places.contains(&Place::Line(k)) {
                line.clone()
            } else {
                empty_line(line)
            }
        });
        let areas = (0..).zip(&self.areas).map(|(k, area)| {
            if places.contains(&Place::Area(k)) {
                area.clone()
            } else {
                empty_area(area)
            }
        });
        Self {
            lines: lines.collect(),
            areas: areas.collect(),
        }
    }
}

/// What is left of a line outside: who it is, and a supply that feeds nothing.
fn empty_line(line: &Line) -> Line {
    Line {
        id: line.id.clone(),
        name: line.name.clone(),
        substation: line.substation.clone(),
        source: line.source.clone(),
        licence: line.licence.clone(),
        coordinates: line.coordinates.clone(),
        nominal_v: line.nominal_v,
        frequency_hz: line.frequency_hz,
        supply: line.supply,
        network: Network::default(),
        taps: Vec::new(),
    }
}

/// What is left of an area outside: who it is.
fn empty_area(area: &Area) -> Area {
    Area {
        id: area.id.clone(),
        name: area.name.clone(),
        source: area.source.clone(),
        licence: area.licence.clone(),
        coordinates: area.coordinates.clone(),
        nominal_v: area.nominal_v,
        frequency_hz: area.frequency_hz,
        earthing: area.earthing,
        location: area.location,
        line: None,
        supply: None,
        relief: None,
        profiles: Vec::new(),
        network: Network::default(),
        transformers: Vec::new(),
        boxes: Vec::new(),
        meters: Vec::new(),
        customers: Vec::new(),
        loads: Vec::new(),
        banks: Vec::new(),
        phase_switches: Vec::new(),
        surroundings: Surroundings::default(),
    }
}
