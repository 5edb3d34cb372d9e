//! Vehicles of repair crews, where the stage has them.

use bevy::prelude::*;

use crate::convert::{MapFrame, facing};
use crate::mesh::{Brush, MeshBuilder};
use crate::models::{Models, REPAIR_VAN};
use crate::stage::Stage;
use crate::surface::{Paint, Surfaces};
use crate::terrain::Ground;

/// Off the middle of the road, to the right, m.
const LANE_M: f32 = 1.2;
/// Between vehicles that wait at one place, m.
const BESIDE_M: f32 = 3.0;
/// A step shorter than this does not turn a vehicle, m.
const STEP_M: f32 = 0.2;

/// The vehicle of the crew with this number.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Van {
    /// The crew's number.
    pub crew: usize,
    /// Where it was last, in the plane, m.
    last: Vec2,
}

/// Builds the vehicles when there are others than before, or another picture.
pub(crate) fn build(
    mut commands: Commands,
    stage: Res<Stage>,
    models: Res<Models>,
    surfaces: Res<Surfaces>,
    vans: Query<Entity, With<Van>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    if vans.iter().count() == stage.vehicles.len() && !surfaces.is_changed() {
        return;
    }
    for van in &vans {
        commands.entity(van).despawn();
    }
    let Some(model) = models.get(REPAIR_VAN) else {
        return;
    };
    let mut body = MeshBuilder::default();
    for part in &model.parts {
        let brush = Brush::new(part.paint, 0.0);
        body.part(part, &Transform::IDENTITY, &brush.with(Paint::PaintCar));
    }
    let body = meshes.add(body.build());
    for crew in 0..stage.vehicles.len() {
        commands.spawn((
            Name::new("Repair van"),
            Van {
                crew,
                last: Vec2::ZERO,
            },
            Mesh3d(body.clone()),
            MeshMaterial3d(surfaces.solid.clone()),
            Transform::default(),
        ));
    }
}

/// Puts them where they are.
pub(crate) fn drive(
    stage: Res<Stage>,
    frame: Res<MapFrame>,
    ground: Res<Ground>,
    mut vans: Query<(&mut Van, &mut Transform)>,
) {
    for (mut van, mut transform) in &mut vans {
        let Some(vehicle) = stage.vehicles.get(van.crew) else {
            continue;
        };
        let at = frame.plane(vehicle.at);
        let step = at - van.last;
        let mut rotation = transform.rotation;
        if step.length() > STEP_M {
            van.last = at;
            rotation = facing(step);
        }
        let side = (rotation * Vec3::NEG_X).xz();
        let off = if vehicle.drives {
            LANE_M
        } else {
            LANE_M + BESIDE_M * (van.crew % 4) as f32
        };
        let place = Transform {
            translation: ground.point(at + side * off),
            rotation,
            scale: Vec3::ONE,
        };
        transform.set_if_neq(place);
    }
}
