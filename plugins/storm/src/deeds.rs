//! What follows when poles and trees fall: broken and touching wires, blocked roads.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::{Action, chance};
use taiqu_structure::{Span, Tree, Vector};

use crate::noise::{Purpose, stream};
use crate::trees::FallenTree;

/// Shares of the spans of a fallen pole whose wires break, and that touch the ground while
/// they hold; of the others the covers hold too, and they lie there alive. Assumed.
const BREAKS: f64 = 0.5;
const TOUCHES: f64 = 0.3;
/// How far on both sides a road is blocked, m.
const BLOCKED_M: f64 = 3.0;

/// Something that a storm does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// To a thing of the field.
    Harm(Action),
    /// To a stretch of road, m.
    Road {
        /// Where it begins.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
        /// Whether one more thing blocks it from now on, or one of them is gone.
        blocked: bool,
    },
    /// Water reaches a thing or leaves it.
    Water {
        /// The thing.
        part: AssetRef,
        /// Whether it stands in water from now on.
        under: bool,
    },
}

/// What becomes of a span whose pole falls; nothing where it lies on the ground whole, and
/// alive.
pub fn of_fallen(span: &Span, seed: u64) -> Option<Action> {
    let luck = chance::unit(&mut stream(seed, Purpose::Wire, span.section));
    let conductors = phases(span);
    let section = span.section;
    // A drop is torn off its house, or off its pole.
    if span.service || luck < BREAKS {
        Some(Action::Break {
            section,
            conductors,
        })
    } else if luck < BREAKS + TOUCHES {
        Some(Action::Short {
            section,
            conductors,
            earth: true,
        })
    } else {
        None
    }
}

/// What becomes of a span that a tree falls on; nothing where it bears it and is covered.
pub fn of_hit(span: &Span, tree: &FallenTree) -> Option<Action> {
    let section = span.section;
    let conductors = phases(span);
    let fallen = Tree {
        height_m: tree.height_m,
    };
    if span.service || fallen.tears(span) {
        return Some(Action::Break {
            section,
            conductors,
        });
    }
    let bare = span.wires.iter().any(|wire| !wire.insulated);
    bare.then_some(Action::Short {
        section,
        conductors,
        earth: true,
    })
}

/// Ice tears the wires of a span.
pub fn of_torn(span: &Span) -> Action {
    Action::Break {
        section: span.section,
        conductors: phases(span),
    }
}

/// The stretches of road that something long, lying from `from` to `to`, blocks.
pub fn blocked(district: &District, from: Vector, to: Vector) -> Vec<((f64, f64), (f64, f64))> {
    let roads = district
        .areas
        .iter()
        .flat_map(|area| &area.surroundings.roads);
    let pieces = roads.flat_map(|road| road.points.windows(2));
    pieces
        .filter_map(|piece| {
            let (a, b) = (Vector::from(piece[0]), Vector::from(piece[1]));
            let at = crossing([a, b], [from, to])?;
            let along = (b - a).direction() * BLOCKED_M;
            let (near, far) = (at - along, at + along);
            Some(((near.x, near.y), (far.x, far.y)))
        })
        .collect()
}

/// Where two straight pieces cross.
fn crossing(one: [Vector; 2], other: [Vector; 2]) -> Option<Vector> {
    let (p, q) = (one[1] - one[0], other[1] - other[0]);
    let cross = |a: Vector, b: Vector| a.x * b.y - a.y * b.x;
    let slant = cross(p, q);
    if slant.abs() < 1e-12 {
        return None;
    }
    let off = other[0] - one[0];
    let (s, t) = (cross(off, q) / slant, cross(off, p) / slant);
    let within = (0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t);
    within.then(|| one[0] + p * s)
}

/// The conductors of a span.
pub fn phases(span: &Span) -> Phases {
    let wires = span.wires.iter().map(|wire| Phases::only(wire.phase));
    wires.fold(Phases::NONE, Phases::union)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cross_where_they_should() {
        let piece = |a: (f64, f64), b: (f64, f64)| [a.into(), b.into()];
        let road = piece((0.0, 0.0), (10.0, 0.0));
        let at = crossing(road, piece((4.0, -2.0), (4.0, 6.0)));
        assert_eq!(at, Some(Vector::new(4.0, 0.0)));
        assert_eq!(crossing(road, piece((4.0, 1.0), (4.0, 6.0))), None);
        assert_eq!(crossing(road, piece((0.0, 1.0), (10.0, 1.0))), None);
    }
}
