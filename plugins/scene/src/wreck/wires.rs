//! Wires that came down, strand by strand.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::{AssetRef, Conductor};

use super::lying::Turned;
use super::{Drawn, hanging};
use crate::chunks::{Chunks, Level};
use crate::network::{Strand, catenary};
use crate::site::{Piece, WireDown};

/// Pieces of a strand between two points of what was lived.
const FINER: usize = 4;
/// Pieces of a strand that hangs.
const STEPS: usize = 12;

/// Adds all strands of a section that lie.
pub fn add(
    drawn: &Drawn,
    chunks: &mut Chunks,
    wire: &WireDown,
    turned: &BTreeMap<AssetRef, Turned>,
) {
    let strands = drawn.forms.wires.get(&wire.section);
    let strands = strands.map_or(&[][..], Vec::as_slice);
    let middle = |end: usize| {
        let sum: Vec3 = strands.iter().map(|strand| strand.ends[end]).sum();
        sum / strands.len() as f32
    };
    let middles = [middle(0), middle(1)];
    for strand in strands {
        let conductor = Conductor::ALL[strand.conductor];
        if !wire.conductors.has(conductor) {
            continue;
        }
        let held = |end: usize| strand.poles[end].and_then(|pole| turned.get(&pole));
        let beside = [0, 1].map(|end| {
            let beside = strand.ends[end] - middles[end];
            held(end).map_or(beside, |turned| turned.direction(beside))
        });
        let lines = if wire.pieces.is_empty() {
            let ends = [0, 1].map(|end| {
                let at = strand.ends[end];
                held(end).map_or(at, |turned| drawn.over(turned.point(at)))
            });
            if wire.hangs {
                vec![catenary(ends[0], ends[1], strand.stringing, STEPS)]
            } else {
                drawn.laid(strand, ends, wire.broken.has(conductor))
            }
        } else {
            let pieces = wire.pieces.iter();
            pieces.map(|piece| drawn.lived(piece, beside)).collect()
        };
        for points in lines {
            let builder = chunks.solid(points[points.len() / 2], Level::Shadowless);
            builder.ribbon(&points, strand.radius, &strand.brush);
        }
    }
}

impl Drawn<'_> {
    /// A point, or one on the ground where it is below.
    fn over(&self, at: Vec3) -> Vec3 {
        at.with_y(at.y.max(self.ground.height(at.xz()) + hanging::LIES_M))
    }

    /// A strand whose fall was not lived.
    fn laid(&self, strand: &Strand, [from, to]: [Vec3; 2], broken: bool) -> Vec<Vec<Vec3>> {
        let ground = |at: Vec2| self.ground.height(at);
        if !broken {
            return vec![hanging::slack(from, to, ground)];
        }
        let half = strand.ends[0].distance(strand.ends[1]) / 2.0;
        let limp = |(one, other)| hanging::limp(one, other, half, ground);
        [(from, to), (to, from)].map(limp).into()
    }

    /// A strand `beside` the middle of its section at both ends, along a piece.
    fn lived(&self, piece: &Piece, beside: [Vec3; 2]) -> Vec<Vec3> {
        let points = piece.points.iter().map(|&point| self.place(point));
        let points: Vec<Vec3> = points.collect();
        let pieces = FINER * points.len().saturating_sub(1);
        let smooth = CubicCardinalSpline::new_catmull_rom(points.clone()).to_curve();
        let smooth = smooth.map_or(points, |curve| curve.iter_positions(pieces).collect());
        // What swings free keeps the order that it has where it is held.
        let [from, to] = match piece.held {
            [true, false] => [beside[0]; 2],
            [false, true] => [beside[1]; 2],
            _ => beside,
        };
        let last = (smooth.len() - 1).max(1) as f32;
        let moved = smooth.into_iter().enumerate();
        let moved = moved.map(|(k, at)| self.over(at + from.lerp(to, k as f32 / last)));
        moved.collect()
    }
}
