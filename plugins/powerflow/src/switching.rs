//! What can change without the network being rebuilt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};

/// The state of everything operable in a district: which conductors of each
/// switch are closed, which of each section are broken or badly joined, and each
/// transformer's tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Switching {
    lines: Vec<PlaceState>,
    areas: Vec<PlaceState>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct PlaceState {
    closed: Vec<Phases>,
    broken: Vec<Phases>,
    /// Resistance of bad joints in the sections that have some, Ω by conductor.
    loose: BTreeMap<u32, [f64; 4]>,
    tap: Vec<f64>,
}

impl Switching {
    /// The state that the records of `district` give: nothing is broken.
    pub fn of(district: &District) -> Self {
        let state = |place: Place| {
            let network = district.network(place);
            let closed = |s: &taiqu_grid::area::Switch| {
                if s.closed { s.phases } else { Phases::NONE }
            };
            PlaceState {
                closed: network.switches.iter().map(closed).collect(),
                broken: vec![Phases::NONE; network.sections.len()],
                loose: BTreeMap::new(),
                tap: match place {
                    Place::Line(_) => Vec::new(),
                    Place::Area(k) => {
                        let transformers = &district.areas[usize::from(k)].transformers;
                        transformers.iter().map(|t| t.tap).collect()
                    }
                },
            }
        };
        Self {
            lines: (0..district.lines.len())
                .map(|k| state(Place::Line(k as u16)))
                .collect(),
            areas: (0..district.areas.len())
                .map(|k| state(Place::Area(k as u16)))
                .collect(),
        }
    }

    /// The closed conductors of a switch.
    ///
    /// # Panics
    /// When `switch` is no switch of the district.
    pub fn switch(&mut self, switch: AssetRef) -> &mut Phases {
        debug_assert_eq!(switch.kind, Kind::Switch);
        &mut self.place_mut(switch.place).closed[switch.index as usize]
    }

    /// The broken conductors of a section.
    ///
    /// # Panics
    /// When `section` is no section of the district.
    pub fn broken(&mut self, section: AssetRef) -> &mut Phases {
        debug_assert_eq!(section.kind, Kind::Section);
        &mut self.place_mut(section.place).broken[section.index as usize]
    }

    /// The resistance of bad joints in a section, Ω by conductor; not negative.
    ///
    /// # Panics
    /// When `section` is no section of the district.
    pub fn loose(&mut self, section: AssetRef) -> &mut [f64; 4] {
        debug_assert_eq!(section.kind, Kind::Section);
        let state = self.place_mut(section.place);
        assert!((section.index as usize) < state.broken.len(), "a section");
        state.loose.entry(section.index).or_default()
    }

    /// The tap of a transformer: the ratio by which it raises the high-voltage
    /// turns.
    ///
    /// # Panics
    /// When `transformer` is no transformer of the district.
    pub fn tap(&mut self, transformer: AssetRef) -> &mut f64 {
        debug_assert_eq!(transformer.kind, Kind::Transformer);
        &mut self.place_mut(transformer.place).tap[transformer.index as usize]
    }

    /// The closed conductors of a switch, to read.
    pub fn is_closed(&self, switch: AssetRef) -> Phases {
        self.place(switch.place).closed[switch.index as usize]
    }

    /// The broken conductors of a section, to read.
    pub fn is_broken(&self, section: AssetRef) -> Phases {
        self.place(section.place).broken[section.index as usize]
    }

    /// All sections with broken conductors, and which, in order.
    pub fn all_broken(&self) -> impl Iterator<Item = (AssetRef, Phases)> {
        let lines = (0..).map(Place::Line).zip(&self.lines);
        let areas = (0..).map(Place::Area).zip(&self.areas);
        lines.chain(areas).flat_map(|(place, state)| {
            let sections = (0..).zip(&state.broken);
            let broken = sections.filter(|(_, broken)| !broken.is_empty());
            broken.map(move |(index, &broken)| {
                let kind = Kind::Section;
                (AssetRef { place, kind, index }, broken)
            })
        })
    }

    /// The resistance of bad joints in a section, to read.
    pub fn is_loose(&self, section: AssetRef) -> Option<&[f64; 4]> {
        self.place(section.place).loose.get(&section.index)
    }

    /// The tap of a transformer, to read.
    pub fn tap_of(&self, transformer: AssetRef) -> f64 {
        self.place(transformer.place).tap[transformer.index as usize]
    }

    fn place(&self, place: Place) -> &PlaceState {
        match place {
            Place::Line(k) => &self.lines[usize::from(k)],
            Place::Area(k) => &self.areas[usize::from(k)],
        }
    }

    fn place_mut(&mut self, place: Place) -> &mut PlaceState {
        match place {
            Place::Line(k) => &mut self.lines[usize::from(k)],
            Place::Area(k) => &mut self.areas[usize::from(k)],
        }
    }
}
