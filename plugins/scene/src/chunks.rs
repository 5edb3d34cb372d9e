//! Meshes gathered by square of land and level of detail, so that thousands of
//! things are a few draw calls and what is out of sight is skipped.

use std::collections::BTreeMap;

use bevy::camera::visibility::{NoFrustumCulling, VisibilityRange};
use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use crate::mesh::{Brush, MeshBuilder};
use crate::models::{Model, Models};
use crate::surface::{Paint, Surfaces};

/// Side of a square of land, m.
const SQUARE_M: f32 = 120.0;
/// The same for what changes its form with the distance, m.
const FINE_SQUARE_M: f32 = 60.0;

/// Up to this distance of their square things have their full form, m.
const NEAR_M: f32 = 80.0;
/// Up to this distance of their square fittings are drawn at all, m.
const FITTING_M: f32 = 420.0;

/// From how near something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// At any distance.
    Always,
    /// The ground and the sky: at any distance, in one piece, without shadow.
    Backdrop,
    /// Small fittings: while they can be told.
    Fitting,
    /// Meters and signs: close up.
    Close,
    /// The full form of what also has a coarse one.
    Full,
    /// The coarse form.
    Coarse,
    /// The coarse form of small fittings: while they can be told.
    CoarseFitting,
    /// Wires and far woods: at any distance, without shadow.
    Shadowless,
    /// Traces of cables, shown and hidden together.
    Traces,
}

impl Level {
    fn range(self) -> Option<VisibilityRange> {
        let (near, far) = match self {
            Self::Fitting => (0.0, FITTING_M),
            Self::CoarseFitting => (NEAR_M, FITTING_M),
            Self::Close | Self::Full => (0.0, NEAR_M),
            Self::Coarse => (NEAR_M, f32::MAX),
            Self::Always | Self::Backdrop | Self::Shadowless | Self::Traces => return None,
        };
        Some(VisibilityRange {
            use_aabb: true,
            ..VisibilityRange::abrupt(near, far)
        })
    }

    const fn is_cast(self) -> bool {
        matches!(
            self,
            Self::Always | Self::Fitting | Self::Full | Self::Coarse | Self::CoarseFitting
        )
    }
}

/// What a mesh is part of, to be shown and hidden.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer(pub Level);

/// Number of triangles of a mesh of the picture.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Triangles(pub usize);

type Key = (Level, i32, i32, bool);

/// The meshes in the making.
#[derive(Debug, Default)]
pub struct Chunks(BTreeMap<Key, MeshBuilder>);

impl Chunks {
    /// The mesh for what is opaque at `at`.
    pub fn solid(&mut self, at: Vec3, level: Level) -> &mut MeshBuilder {
        self.chunk(at, level, false)
    }

    /// The mesh for what is drawn over it at `at`.
    pub fn see_through(&mut self, at: Vec3, level: Level) -> &mut MeshBuilder {
        self.chunk(at, level, true)
    }

    /// Adds the model of this name placed by `frame`, in its full form for near eyes
    /// and its coarse one for far ones.
    pub fn model(&mut self, models: &Models, name: &str, frame: &Transform, brush: &Brush) {
        for (model, level) in [
            (models.get(name), Level::Full),
            (models.coarse(name), Level::Coarse),
        ] {
            if let Some(model) = model {
                self.form(model, frame, level, brush);
            }
        }
    }

    /// The same for small things, which far eyes do not see at all.
    pub fn fitting(&mut self, models: &Models, name: &str, frame: &Transform, brush: &Brush) {
        for (model, level) in [
            (models.get(name), Level::Full),
            (models.coarse(name), Level::CoarseFitting),
        ] {
            if let Some(model) = model {
                self.form(model, frame, level, brush);
            }
        }
    }

    /// Adds one form of a model.
    pub fn form(&mut self, model: &Model, frame: &Transform, level: Level, brush: &Brush) {
        for part in &model.parts {
            let level = if is_small(part.paint) {
                level.max(Level::Close)
            } else {
                level
            };
            self.chunk(frame.translation, level, part.paint.is_see_through())
                .part(part, frame, brush);
        }
    }

    /// Number of meshes and of triangles.
    pub fn count(&self) -> (usize, usize) {
        (
            self.0.len(),
            self.0.values().map(MeshBuilder::triangles).sum(),
        )
    }

    /// Spawns the meshes as entities.
    pub fn spawn(self, commands: &mut Commands, meshes: &mut Assets<Mesh>, surfaces: &Surfaces) {
        self.spawn_with(commands, meshes, surfaces, ());
    }

    /// The same, each with `extra`.
    pub fn spawn_with(
        self,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        surfaces: &Surfaces,
        extra: impl Bundle + Clone,
    ) {
        for ((level, _, _, see_through), builder) in self.0 {
            if builder.is_empty() {
                continue;
            }
            let material = if see_through {
                &surfaces.see_through
            } else {
                &surfaces.solid
            };
            let triangles = Triangles(builder.triangles());
            let mut entity = commands.spawn((
                Mesh3d(meshes.add(builder.build())),
                MeshMaterial3d(material.clone()),
                Layer(level),
                triangles,
                extra.clone(),
            ));
            if see_through || !level.is_cast() {
                entity.insert(NotShadowCaster);
            }
            if see_through {
                entity.insert(NotShadowReceiver);
            }
            match level.range() {
                Some(range) => entity.insert(range),
                None if level == Level::Backdrop => entity.insert(NoFrustumCulling),
                None => &mut entity,
            };
        }
    }

    fn chunk(&mut self, at: Vec3, level: Level, see_through: bool) -> &mut MeshBuilder {
        let side = match level {
            Level::Backdrop => f32::INFINITY,
            Level::Full | Level::Coarse | Level::CoarseFitting | Level::Close => FINE_SQUARE_M,
            _ => SQUARE_M,
        };
        let (x, z) = ((at.x / side).floor() as i32, (at.z / side).floor() as i32);
        self.0.entry((level, x, z, see_through)).or_default()
    }
}

/// Lettering and displays, which only close eyes can read.
const fn is_small(paint: Paint) -> bool {
    matches!(paint, Paint::SignBlack | Paint::Lcd | Paint::LedRed)
}
