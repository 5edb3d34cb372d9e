//! Water on the ground, drawn anew whenever it has risen or fallen.

use std::sync::Arc;

use bevy::light::NotShadowCaster;
use bevy::prelude::*;

use crate::convert::MapFrame;
use crate::mesh::{Brush, MeshBuilder};
use crate::site::Pool;
use crate::stage::{Look, Stage};
use crate::surface::{Paint, Surfaces};

/// The surface of all water.
#[derive(Component, Clone, Copy, Debug)]
pub(crate) struct Flood;

/// Draws it, where eyes on site or an instructor see it.
pub(crate) fn build(
    mut commands: Commands,
    (stage, look): (Res<Stage>, Res<Look>),
    (frame, surfaces): (Res<MapFrame>, Res<Surfaces>),
    old: Query<Entity, With<Flood>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut drawn: Local<Arc<Vec<Pool>>>,
) {
    let seen = if stage.shows_all(*look) {
        Arc::clone(&stage.water)
    } else {
        Arc::default()
    };
    if seen == *drawn && !surfaces.is_changed() {
        return;
    }
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let mut builder = MeshBuilder::default();
    for pool in seen.iter() {
        builder.pool(pool, &frame);
    }
    if !builder.is_empty() {
        commands.spawn((
            Flood,
            Mesh3d(meshes.add(builder.build())),
            MeshMaterial3d(surfaces.solid.clone()),
            NotShadowCaster,
        ));
    }
    *drawn = seen;
}

impl MeshBuilder {
    /// Adds level squares; the ground hides them where it is higher.
    fn pool(&mut self, pool: &Pool, frame: &MapFrame) {
        let brush = Brush::new(Paint::Flood, 0.0);
        let half = pool.side_m as f32 / 2.0;
        let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)];
        for &middle in &pool.squares {
            let at = frame.plane(middle).extend(pool.level_m as f32).xzy();
            let corners = corners.map(|(x, z)| at + Vec3::new(x, 0.0, z) * half);
            self.face(&corners, &brush);
        }
    }
}
