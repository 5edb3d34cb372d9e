//! One thing of a network that is otherwise than it was.

use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Catalogue, District, Place};

use super::raised;

/// One thing of a network that is otherwise than it was. Nothing is added or removed, so
/// that all else keeps its place, and with it its luck.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A pole is of another type, on another foundation.
    Pole {
        /// Its node.
        node: AssetRef,
        /// Its type.
        r#type: String,
        /// Wind for which it is founded, 10-minute mean, m/s.
        footing_m_s: f64,
    },
    /// A tree is cut back.
    Tree {
        /// The area and the tree's index in it.
        tree: (u16, u32),
        /// The height that is left, m.
        height_m: f64,
    },
    /// A box or cabinet stands higher.
    Box {
        /// The box.
        cabinet: AssetRef,
        /// Height of its lowest live parts over the ground, m.
        height_m: f64,
    },
    /// A span lies in the ground.
    Cable {
        /// The section.
        section: AssetRef,
        /// The cable's type.
        r#type: String,
    },
}

impl Change {
    /// Makes it in `district`.
    pub fn make(&self, district: &mut District, catalogue: &Catalogue) {
        match self {
            Self::Pole {
                node,
                r#type,
                footing_m_s,
            } => {
                let nodes = match node.place {
                    Place::Line(k) => &mut district.lines[usize::from(k)].network.nodes,
                    Place::Area(k) => &mut district.areas[usize::from(k)].network.nodes,
                };
                let node = &mut nodes[node.index as usize];
                node.pole = Some(r#type.clone());
                node.footing_m_s = Some(*footing_m_s);
            }
            Self::Tree { tree, height_m } => {
                let area = &mut district.areas[usize::from(tree.0)];
                area.surroundings.trees[tree.1 as usize].height_m = *height_m;
            }
            Self::Box { cabinet, height_m } => {
                if let Place::Area(k) = cabinet.place {
                    let boxes = &mut district.areas[usize::from(k)].boxes;
                    boxes[cabinet.index as usize].height_m = *height_m;
                }
            }
            Self::Cable { section, r#type } => {
                let (network, frequency_hz) = match section.place {
                    Place::Line(k) => {
                        let line = &mut district.lines[usize::from(k)];
                        (&mut line.network, line.frequency_hz)
                    }
                    Place::Area(k) => {
                        let area = &mut district.areas[usize::from(k)];
                        (&mut area.network, area.frequency_hz)
                    }
                };
                let section = &mut network.sections[section.index as usize];
                let whole = catalogue.lines.get(r#type).and_then(|line| {
                    let (phases, length_m) = (section.phases, section.length_m);
                    let whole = line.impedance.of_section(phases, length_m, frequency_hz);
                    Some((whole?, line.ampacity_a))
                });
                if let Some(((z_ohm, y_siemens), ampacity_a)) = whole {
                    section.line_type.clone_from(r#type);
                    section.laying = Laying::Cable;
                    section.ampacity_a = ampacity_a;
                    (section.z_ohm, section.y_siemens) = (z_ohm, y_siemens);
                }
            }
        }
    }

    /// What it is, in the words of files: the thing, what was, and what would be.
    pub fn describe(&self, district: &District) -> String {
        match self {
            Self::Pole {
                node,
                r#type,
                footing_m_s,
            } => {
                let was = &district.network(node.place).nodes[node.index as usize];
                let was = was.pole.as_deref().unwrap_or_default();
                let name = district.name(*node);
                format!("{name}: {was} → {type}, {footing_m_s} m/s")
            }
            Self::Tree { tree, height_m } => {
                let area = &district.areas[usize::from(tree.0)];
                let was = area.surroundings.trees[tree.1 as usize];
                let (x, y) = was.at;
                let id = &area.id;
                format!("{id} ({x}, {y}): {} m → {height_m} m", was.height_m)
            }
            Self::Box { cabinet, height_m } => {
                let was = raised::height_m(*cabinet, district).unwrap_or_default();
                let name = district.name(*cabinet);
                format!("{name}: {was} m → {height_m} m")
            }
            Self::Cable { section, r#type } => {
                let was = &district.network(section.place).sections[section.index as usize];
                let name = district.name(*section);
                format!("{name}: {} → {type}, {:.0} m", was.line_type, was.length_m)
            }
        }
    }
}
