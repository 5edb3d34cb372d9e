//! The models of equipment and trees, read once and then baked into larger meshes.

use std::collections::BTreeMap;

use bevy::gltf::{Gltf, GltfMesh, GltfNode};
use bevy::mesh::{Indices, VertexAttributeValues};
use bevy::prelude::*;

use crate::mesh::Part;
use crate::surface::Paint;

/// A pole's top with four low-voltage wires.
pub const POLE_TOP_LV: &str = "pole_top_lv";
/// A pole's top with three 10 kV wires.
pub const POLE_TOP_MV: &str = "pole_top_mv";
/// Two poles with a transformer, its fuses, arresters and JP cabinet.
pub const PLATFORM: &str = "transformer_platform";
/// A transformer in its house.
pub const BOX_SUBSTATION: &str = "box_substation";
/// A JP cabinet by itself.
pub const JP_CABINET: &str = "jp_cabinet";
/// A branch box on its base.
pub const BRANCH_BOX: &str = "branch_box";
/// A single-phase meter.
pub const METER: &str = "meter";
/// A three-phase meter.
pub const METER_3PH: &str = "meter_3ph";
/// What holds a single-phase drop at a wall.
pub const BRACKET_2: &str = "wall_bracket_2";
/// What holds a three-phase drop at a wall.
pub const BRACKET_4: &str = "wall_bracket_4";
/// Meter boxes by their number of places.
pub const METER_BOXES: [(u32, &str); 8] = [
    (1, "meter_box_1"),
    (2, "meter_box_2"),
    (4, "meter_box_4"),
    (6, "meter_box_6"),
    (9, "meter_box_9"),
    (12, "meter_box_12"),
    (15, "meter_box_15"),
    (18, "meter_box_18"),
];
/// Trees, of height one.
pub const TREES: [&str; 5] = [
    "tree_broadleaf_a",
    "tree_broadleaf_b",
    "tree_camphor",
    "tree_poplar",
    "bamboo",
];

/// One model about its own origin.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Its triangles by paint.
    pub parts: Vec<Part>,
    /// Its named points.
    pub points: BTreeMap<String, Vec3>,
}

impl Model {
    /// Its lowest and highest corner.
    pub fn bounds(&self) -> (Vec3, Vec3) {
        let corners = self.parts.iter().flat_map(|part| &part.positions);
        let empty = (Vec3::INFINITY, Vec3::NEG_INFINITY);
        let (low, high) = corners.fold(empty, |(low, high), &p| (low.min(p), high.max(p)));
        if low.x > high.x {
            (Vec3::ZERO, Vec3::ZERO)
        } else {
            (low, high)
        }
    }

    /// The points `prefix_a`, `prefix_b`, `prefix_c`, `prefix_n`, in that order.
    pub fn wires(&self, prefix: &str) -> [Option<Vec3>; 4] {
        ["a", "b", "c", "n"].map(|wire| self.points.get(&format!("{prefix}_{wire}")).copied())
    }
}

/// All models by name.
#[derive(Resource, Clone, Debug, Default)]
pub struct Models(BTreeMap<String, Model>);

impl Models {
    /// The model of this name.
    pub fn get(&self, name: &str) -> Option<&Model> {
        self.0.get(name)
    }

    /// Its coarse form, for the distance.
    pub fn coarse(&self, name: &str) -> Option<&Model> {
        self.0.get(&coarse(name))
    }
}

fn coarse(name: &str) -> String {
    format!("{name}_lod1")
}

/// Models still being read.
#[derive(Resource, Debug)]
pub(crate) struct Loading(Vec<(String, Handle<Gltf>)>);

/// Begins to read all models.
pub(crate) fn load(mut commands: Commands, server: Res<AssetServer>) {
    let single = [
        POLE_TOP_LV,
        POLE_TOP_MV,
        PLATFORM,
        BOX_SUBSTATION,
        JP_CABINET,
        BRANCH_BOX,
        METER,
        METER_3PH,
        BRACKET_2,
        BRACKET_4,
    ];
    let names = single
        .into_iter()
        .chain(METER_BOXES.map(|(_, name)| name))
        .chain(TREES);
    let both = names.flat_map(|name| [name.to_owned(), coarse(name)]);
    let handles = both.map(|name| {
        let handle = server.load(format!("models/{name}.glb"));
        (name, handle)
    });
    commands.insert_resource(Loading(handles.collect()));
}

/// Takes the models over once all are read; a missing one is reported and left out.
pub(crate) fn take(
    mut commands: Commands,
    loading: Option<Res<Loading>>,
    server: Res<AssetServer>,
    gltfs: Res<Assets<Gltf>>,
    nodes: Res<Assets<GltfNode>>,
    gltf_meshes: Res<Assets<GltfMesh>>,
    meshes: Res<Assets<Mesh>>,
) {
    let Some(loading) = loading else { return };
    let ready = |handle: &Handle<Gltf>| {
        server.is_loaded_with_dependencies(handle) || server.load_state(handle).is_failed()
    };
    if !loading.0.iter().all(|(_, handle)| ready(handle)) {
        return;
    }
    let mut models = Models::default();
    for (name, handle) in &loading.0 {
        let Some(gltf) = gltfs.get(handle) else {
            warn!("model models/{name}.glb is missing");
            continue;
        };
        let paints = paints(gltf);
        let mut model = Model::default();
        for node in gltf.nodes.iter().filter_map(|node| nodes.get(node)) {
            let Some(mesh) = node.mesh.as_ref().and_then(|mesh| gltf_meshes.get(mesh)) else {
                model
                    .points
                    .insert(node.name.clone(), node.transform.translation);
                continue;
            };
            for primitive in &mesh.primitives {
                let material = primitive.material.as_ref().map(Handle::id);
                let paint = paints.iter().find(|(id, _)| Some(*id) == material);
                let paint = paint.map_or(Paint::SteelPainted, |(_, paint)| *paint);
                model.parts.extend(
                    meshes
                        .get(&primitive.mesh)
                        .and_then(|mesh| part(mesh, paint, &node.transform)),
                );
            }
        }
        models.0.insert(name.clone(), model);
    }
    commands.insert_resource(models);
    commands.remove_resource::<Loading>();
}

type MaterialId = AssetId<bevy::gltf::GltfMaterial>;

fn paints(gltf: &Gltf) -> Vec<(MaterialId, Paint)> {
    let named = |&paint: &Paint| {
        let handle = gltf.named_materials.get(paint.name().ok()?.as_str())?;
        Some((handle.id(), paint))
    };
    Paint::ALL.iter().filter_map(named).collect()
}

fn part(mesh: &Mesh, paint: Paint, place: &Transform) -> Option<Part> {
    let positions = mesh.attribute(Mesh::ATTRIBUTE_POSITION)?.as_float3()?;
    let normals = mesh.attribute(Mesh::ATTRIBUTE_NORMAL)?.as_float3()?;
    let shades = match mesh.attribute(Mesh::ATTRIBUTE_COLOR) {
        Some(VertexAttributeValues::Float32x4(colours)) => colours.iter().map(|c| c[0]).collect(),
        _ => vec![1.0; positions.len()],
    };
    let indices = match mesh.indices()? {
        Indices::U16(indices) => indices.iter().map(|&k| u32::from(k)).collect(),
        Indices::U32(indices) => indices.clone(),
    };
    Some(Part {
        paint,
        positions: positions
            .iter()
            .map(|&p| place.transform_point(Vec3::from(p)))
            .collect(),
        normals: normals
            .iter()
            .map(|&n| place.rotation * Vec3::from(n))
            .collect(),
        shades,
        indices,
    })
}
