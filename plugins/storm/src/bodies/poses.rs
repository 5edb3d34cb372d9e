//! Where bodies are, to be shown.

use rapier3d::glamx::DVec3;

use super::Bodies;
use super::rods::Rod;

/// A place, m: east, north, up.
type Point = [f64; 3];

/// Where all bodies are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Poses {
    /// Steps lived so far.
    pub step: u64,
    /// The poles that gave way, in order of their indices.
    pub poles: Vec<PolePose>,
    /// The trees that fell.
    pub trees: Vec<TreePose>,
    /// The spans that became ropes.
    pub ropes: Vec<RopePose>,
}

/// A pole that gave way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolePose {
    /// Its index.
    pub pole: usize,
    /// Its foot.
    pub foot: Point,
    /// Where it broke: below it stands, above it fell.
    pub hinge: Point,
    /// Its top.
    pub top: Point,
    /// Whether it moves.
    pub moves: bool,
}

/// A tree that fell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreePose {
    /// The area and its index there.
    pub tree: (u16, u32),
    /// Its foot.
    pub foot: Point,
    /// Where it broke.
    pub hinge: Point,
    /// Its top.
    pub top: Point,
    /// Whether it moves.
    pub moves: bool,
}

/// A rope: the middle of a span's wires, or what is left of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RopePose {
    /// Index of the span.
    pub span: usize,
    /// From the side of its first end to that of its second.
    pub points: Vec<Point>,
    /// Whether each of these is still held.
    pub held: [bool; 2],
    /// Whether it moves.
    pub moves: bool,
}

impl Bodies {
    /// Where all bodies are.
    pub fn poses(&self) -> Poses {
        let point = |at: DVec3| [at.x + self.origin.x, at.y + self.origin.y, at.z];
        let mut poses = Poses {
            step: self.state.step,
            ..Poses::default()
        };
        for (rod, places, moves) in self.state.rods.poses() {
            let [foot, hinge, top] = places.map(point);
            match rod {
                Rod::Pole(pole) => poses.poles.push(PolePose {
                    pole,
                    foot,
                    hinge,
                    top,
                    moves,
                }),
                Rod::Tree(area, index) => poses.trees.push(TreePose {
                    tree: (area, index),
                    foot,
                    hinge,
                    top,
                    moves,
                }),
            }
        }
        let pieces = self.state.ropes.pieces().iter();
        poses.ropes = pieces
            .map(|piece| RopePose {
                span: piece.span,
                points: piece.rope.at.iter().map(|&at| point(at)).collect(),
                held: piece.held,
                moves: !piece.rope.rests(),
            })
            .collect();
        poses
    }
}
