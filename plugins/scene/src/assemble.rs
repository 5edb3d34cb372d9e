//! Builds the picture of a district, whenever the records change.

use std::sync::Arc;

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use taiqu_grid::components::Records;
use taiqu_grid::{Catalogue, District};

use crate::camera::{CameraGoal, Goal};
use crate::chunks::{Chunks, Layer, Level};
use crate::convert::MapFrame;
use crate::models::Models;
use crate::network::{self, Drawing, Forms, Positions, Site, Slots};
use crate::overlay::Windows;
use crate::picking::{Proxies, Shape};
use crate::premises::Premises;
use crate::sky::{self, Dome};
use crate::surface::{SurfaceMaterial, Surfaces};
use crate::surroundings::{self, Plot, Street};
use crate::terrain::{self, Ground};

/// Equipment types, shared with the application.
#[derive(Resource, Clone, Debug)]
pub(crate) struct Types(pub Arc<Catalogue>);

/// The picture in data, before it becomes entities.
pub struct Picture {
    /// Map and picture.
    pub frame: MapFrame,
    /// The ground.
    pub ground: Ground,
    /// Whose state colours what.
    pub slots: Slots,
    /// Meshes.
    pub chunks: Chunks,
    /// What can be picked.
    pub proxies: Proxies,
    pub(crate) windows: Windows,
    pub(crate) forms: Forms,
}

impl Picture {
    /// Builds the picture of `district`.
    pub fn of(district: &District, catalogue: &Catalogue, models: &Models) -> Self {
        let frame = MapFrame::amid(district);
        let ground = Ground::of(district, frame);
        let slots = Slots::of(district);
        let positions = Positions::of(district, frame);
        let mut chunks = Chunks::default();
        let mut proxies = Proxies::default();
        let mut windows = Windows::default();
        *chunks.solid(Vec3::ZERO, Level::Backdrop) = terrain::sheet(&ground);
        surroundings::woods(&mut chunks, models, &ground);
        for (k, area) in district.areas.iter().enumerate() {
            let land = &area.surroundings;
            let flat = chunks.solid(Vec3::ZERO, Level::Backdrop);
            flat.join_all(surroundings::fields(&land.fields, frame, &ground));
            flat.join_all(surroundings::roads(&land.roads, frame, &ground));
            for (index, tree) in land.trees.iter().enumerate() {
                let (at, height) = (ground.point(frame.plane(tree.at)), tree.height_m as f32);
                let slot = slots.of_tree(k, index);
                if let Some(stem) = surroundings::stem(models, &ground, at.xz(), height) {
                    let brush = stem.brush.of(slot);
                    chunks.model(models, stem.name, &stem.frame, &brush);
                }
                let (from, to) = (at + Vec3::Y * 0.4 * height, at + Vec3::Y * 0.8 * height);
                proxies.screen(Shape::Capsule {
                    from,
                    to,
                    radius: 0.3 * height,
                });
            }
            let premises = Premises::of(district, k, frame, &positions);
            let mut plots = Vec::new();
            for building in &land.buildings {
                let mut plot = Plot::of(building, frame, &ground);
                let boxes = premises.on_walls(&plot);
                plot.mounts = premises.mounts(&boxes);
                plot.solar = premises.has_solar(&boxes);
                let slot = slots.of_building(windows.0.len());
                let at = plot.frame.translation;
                surroundings::raise(chunks.solid(at, Level::Always), building.style, &plot, slot);
                surroundings::furnish(&mut chunks, models, building.style, &plot);
                surroundings::settle(&mut chunks, building.style, &plot, &ground);
                let half = plot.size.xz() / 2.0;
                let (low, high) = (
                    Vec3::new(-half.x, 0.0, -half.y),
                    Vec3::new(half.x, plot.size.y, half.y),
                );
                proxies.obstruct(Shape::block(&plot.frame, low, high));
                windows
                    .0
                    .push(premises.meters(&plot, building.style, &boxes));
                plots.push(plot);
            }
            let street = Street {
                models,
                ground: &ground,
                roads: Street::courses(&land.roads, frame),
                plots: &plots,
                wires: premises.wires(),
                trunks: land.trees.iter().map(|tree| frame.plane(tree.at)).collect(),
            };
            street.light(&mut chunks, |at| slots.of_asset(premises.lamp_supply(at)));
            street.park(&mut chunks, premises.chargers());
        }
        let site = Site {
            district,
            catalogue,
            frame,
            ground: &ground,
            models,
            slots: &slots,
            positions: &positions,
        };
        let forms = network::draw(
            &site,
            &mut Drawing {
                chunks: &mut chunks,
                proxies: &mut proxies,
            },
        );
        Self {
            frame,
            ground,
            slots,
            chunks,
            proxies,
            windows,
            forms,
        }
    }
}

/// What an earlier picture left.
type Built = Or<(With<Layer>, With<Dome>)>;

/// Builds the picture as entities and resources.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub(crate) fn assemble(
    mut commands: Commands,
    records: Res<Records>,
    types: Res<Types>,
    models: Res<Models>,
    old: Query<Entity, Built>,
    mut goal: ResMut<CameraGoal>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<SurfaceMaterial>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
) {
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let picture = Picture::of(&records.0, &types.0, &models);
    let (count, triangles) = picture.chunks.count();
    info!("picture of {count} meshes, {triangles} triangles");
    let surfaces = Surfaces::new(picture.slots.count as usize, &mut materials, &mut buffers);
    picture.chunks.spawn(&mut commands, &mut meshes, &surfaces);
    sky::dome(&mut commands, &mut meshes, &surfaces);
    sky::rain(&mut commands, &mut meshes, &surfaces);
    commands.insert_resource(surfaces);
    commands.insert_resource(picture.frame);
    commands.insert_resource(picture.ground);
    commands.insert_resource(picture.slots);
    commands.insert_resource(picture.proxies);
    commands.insert_resource(picture.windows);
    commands.insert_resource(picture.forms);
    goal.0.get_or_insert(Goal::Home);
}
