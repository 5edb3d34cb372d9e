//! The models of equipment, trees and street furniture, read once and then baked
//! into larger meshes.
//!
//! They are read at once and without the engine's asset server: what is wanted of
//! a file is its triangles by paint, some 2 MB in all, and nothing of it is drawn as
//! it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bevy::prelude::*;
use gltf::Gltf;
use taiqu_grid::{Problem, Text};

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
/// A street lamp; its point `lamp` is where the light comes from.
pub const STREET_LIGHT: &str = "street_light";
/// A parked car.
pub const CAR: &str = "car";
/// A repair crew's van.
pub const REPAIR_VAN: &str = "repair_van";
/// A charging post for cars.
pub const EV_CHARGER: &str = "ev_charger";
/// The outdoor unit of an air conditioner.
pub const AIR_CONDITIONER: &str = "air_conditioner";
/// A water tank on a roof.
pub const WATER_TANK: &str = "water_tank";

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
    /// Reads all models of a folder.
    ///
    /// # Errors
    /// The folder or a file cannot be read, or a model that the picture needs is
    /// missing; the problem names file and remedy.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        let mut models = Self::default();
        let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unreadable(folder, &error))?.path();
            let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
                continue;
            };
            if path.extension().is_some_and(|extension| extension == "glb") {
                let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
                let model = model(&bytes).map_err(|error| unreadable(&path, &error))?;
                models.0.insert(name.to_owned(), model);
            }
        }
        let missing = names().find(|&name| models.get(name).is_none());
        missing.map_or(Ok(models), |name| {
            let path = folder.join(format!("{name}.glb"));
            Err(unreadable(&path, &std::io::ErrorKind::NotFound))
        })
    }

    /// The model of this name.
    pub fn get(&self, name: &str) -> Option<&Model> {
        self.0.get(name)
    }

    /// Its coarse form, for the distance.
    pub fn coarse(&self, name: &str) -> Option<&Model> {
        self.0.get(&format!("{name}_lod1"))
    }
}

/// All that the picture asks for.
fn names() -> impl Iterator<Item = &'static str> {
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
        STREET_LIGHT,
        CAR,
        REPAIR_VAN,
        EV_CHARGER,
        AIR_CONDITIONER,
        WATER_TANK,
    ];
    single
        .into_iter()
        .chain(METER_BOXES.map(|(_, name)| name))
        .chain(TREES)
}

/// The model in a binary glTF file: meshes by material, empty nodes as points.
fn model(bytes: &[u8]) -> Result<Model, gltf::Error> {
    let file = Gltf::from_slice(bytes)?;
    let blob = file.blob.as_deref();
    let mut model = Model::default();
    for node in file.nodes() {
        let (translation, rotation, scale) = node.transform().decomposed();
        let place = Transform {
            translation: translation.into(),
            rotation: Quat::from_array(rotation),
            scale: scale.into(),
        };
        match (node.mesh(), node.name()) {
            (Some(mesh), _) => {
                let parts = mesh.primitives();
                model
                    .parts
                    .extend(parts.filter_map(|primitive| part(&primitive, blob, &place)));
            }
            (None, Some(name)) => {
                model.points.insert(name.to_owned(), place.translation);
            }
            (None, None) => {}
        }
    }
    Ok(model)
}

fn part(primitive: &gltf::Primitive, blob: Option<&[u8]>, place: &Transform) -> Option<Part> {
    let reader = primitive.reader(|_| blob);
    let positions: Vec<Vec3> = reader
        .read_positions()?
        .map(|at| place.transform_point(at.into()))
        .collect();
    let normals = reader.read_normals()?;
    let shades = match reader.read_colors(0) {
        Some(colours) => colours.into_rgba_f32().map(|colour| colour[0]).collect(),
        None => vec![1.0; positions.len()],
    };
    let material = primitive.material();
    Some(Part {
        paint: material
            .name()
            .and_then(Paint::named)
            .unwrap_or(Paint::SteelPainted),
        normals: normals
            .map(|normal| place.rotation * Vec3::from(normal))
            .collect(),
        indices: reader.read_indices()?.into_u32().collect(),
        positions,
        shades,
    })
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    let mut problem = Problem::error(
        "",
        Text::new(
            format!("无法读取三维模型：{error}"),
            format!("cannot read the model: {error}"),
        ),
        Text::new(
            "检查安装是否完整，或设置 TAIQU_HOME",
            "check the installation, or set TAIQU_HOME",
        ),
    );
    problem.file = path.display().to_string();
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_models_are_complete_and_have_their_points() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/models");
        let models = Models::open(&folder).expect("the shipped models");
        let wires = models.get(POLE_TOP_LV).expect("a pole top").wires("wire");
        assert!(wires.iter().all(Option::is_some), "{wires:?}");
        assert!(models.coarse(PLATFORM).is_some());
        let lamp = models.get(STREET_LIGHT).expect("a lamp");
        assert!(lamp.points.contains_key("lamp") && lamp.bounds().1.y > 5.0);
    }

    #[test]
    fn what_is_no_model_is_refused_with_its_file() {
        let folder = std::env::temp_dir().join(format!("taiqu-models-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a writable folder");
        fs::write(folder.join("car.glb"), "glTF, but not quite").expect("a writable folder");
        let problem = Models::open(&folder).expect_err("this is no model");
        fs::remove_dir_all(&folder).expect("our own folder");
        assert!(problem.file.ends_with("car.glb"), "{}", problem.file);
    }
}
