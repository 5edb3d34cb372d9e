//! What poles and wires were drawn from, so that they can be drawn as a storm left them.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::AssetRef;

use crate::mesh::{Brush, MeshBuilder};

/// Poles by the nodes that have them on record, and the wires of sections.
#[derive(Resource, Clone, Debug, Default)]
pub struct Forms {
    /// Poles.
    pub poles: BTreeMap<AssetRef, Form>,
    /// Wires that hang.
    pub wires: BTreeMap<AssetRef, Vec<Strand>>,
}

/// A pole.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its foot.
    pub foot: Vec3,
    /// Height of its top over the foot, m.
    pub top: f32,
    /// Radius of its tip, m.
    pub tip: f32,
    /// Its arms.
    pub arms: Vec<Arm>,
    /// How it is painted.
    pub brush: Brush,
}

/// How far the shaft is drawn below the ground, m.
pub const SUNK_M: f32 = 0.5;

impl Form {
    /// Adds its shaft between two heights over the foot, m, whose origin `frame` puts in its
    /// place.
    pub fn shaft(&self, builder: &mut MeshBuilder, frame: &Transform, [low, high]: [f32; 2]) {
        let end = |y: f32| {
            let radius = self.tip + (self.top - y) / 150.0;
            (frame.transform_point(Vec3::Y * y), radius)
        };
        builder.bar(end(low), end(high), 10, &self.brush);
    }
}

/// An arm of a pole.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// Name of its model.
    pub name: &'static str,
    /// Where it is.
    pub frame: Transform,
}

/// A wire between two points.
#[derive(Clone, Copy, Debug)]
pub struct Strand {
    /// Which conductor, in the order a, b, c, n.
    pub conductor: usize,
    /// Where its ends are held.
    pub ends: [Vec3; 2],
    /// The poles that hold them, by their nodes, where poles do.
    pub poles: [Option<AssetRef>; 2],
    /// Its weight over its tension, 1/m.
    pub stringing: f32,
    /// Its radius, m.
    pub radius: f32,
    /// How it is painted.
    pub brush: Brush,
}
