//! Distances that must be kept in every place that ships: of wires from buildings,
//! of equipment from ground and walls.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use taiqu_grid::area::{Area, BoxKind, Laying};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, read};
use taiqu_scene::picking::Shape;
use taiqu_scene::{Models, Picture};

/// Least horizontal distance of a span from a building, m (DL/T 499).
const SPAN_M: f32 = 1.0;
/// Least distance of a drop from any wall, its own included, m.
const DROP_M: f32 = 0.08;
/// How far equipment may be off its wall or the ground, m.
const LOOSE_M: f32 = 0.06;
/// Lowest and highest underside of a meter box, m (DL/T 448: 0.8 to 1.8 m to the
/// meters' middle or box's edge), with room for sloping ground.
const BOX_M: std::ops::RangeInclusive<f32> = 0.8..=2.4;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every place with buildings that ships, in data and in shapes.
fn places() -> impl Iterator<Item = (String, District, Picture)> {
    let catalogue = Catalogue::open(&root().join("assets/catalogue"));
    let catalogue = catalogue.value.expect("the catalogue");
    let models = Models::open(&root().join("assets/models")).expect("the models");
    let names = ["village", "estate", "town-1", "town-2", "town-3", "town-4"];
    names.into_iter().map(move |name| {
        let path = root().join(format!("scenarios/areas/{name}.ron"));
        let area = read::read_area(&path, &catalogue).value.expect("an area");
        let district = District::alone(area);
        let picture = Picture::of(&district, &catalogue, &models);
        (name.to_owned(), district, picture)
    })
}

/// Horizontal distance of a point from a building, and how far it is above its eaves.
fn off(building: &Shape, point: Vec3) -> (f32, f32) {
    let Shape::Block { frame, half } = building else {
        return (f32::INFINITY, 0.0);
    };
    let local = frame.compute_affine().inverse().transform_point3(point);
    let out = (local.xz().abs() - half.xz()).max(Vec2::ZERO).length();
    (out, local.y - half.y)
}

fn wire(picture: &Picture, section: AssetRef) -> Vec<Vec3> {
    let ends = picture
        .proxies
        .shapes(section)
        .filter_map(|shape| match shape {
            Shape::Capsule { from, to, .. } => Some([*from, from.midpoint(*to), *to]),
            Shape::Block { .. } => None,
        });
    ends.flatten().collect()
}

#[test]
fn no_wire_comes_near_a_house() {
    for (name, district, picture) in places() {
        let area: &Area = &district.areas[0];
        let mut checked = 0;
        for section in district.all(Kind::Section) {
            let record = &area.network.sections[section.index as usize];
            let least = match record.laying {
                Laying::Overhead => SPAN_M,
                Laying::Service => DROP_M,
                Laying::Cable => continue,
            };
            for point in wire(&picture, section) {
                checked += 1;
                for building in picture.proxies.obstacles() {
                    let (out, above) = off(building, point);
                    // A drop may pass over a lean-to, a span over no roof at all.
                    let over = record.laying == Laying::Service && above > 1.0;
                    assert!(
                        out >= least || over,
                        "{name}: {} is {out:.2} m from a house at {point}",
                        record.id
                    );
                }
            }
        }
        let overhead = area
            .network
            .sections
            .iter()
            .any(|s| s.laying != Laying::Cable);
        assert_eq!(checked > 0, overhead, "{name}: {checked} points");
    }
}

#[test]
fn boxes_hang_on_walls_and_stand_on_the_ground() {
    for (name, district, picture) in places() {
        for (index, item) in district.areas[0].boxes.iter().enumerate() {
            let asset = AssetRef::in_area(0, Kind::Box, index as u32);
            let Some(Shape::Block { frame, half }) = picture.proxies.shapes(asset).next() else {
                panic!("{name}: {} is not drawn", item.id);
            };
            let ground = picture.ground.height(frame.translation.xz());
            let under = frame.translation.y - half.y - ground;
            match item.kind {
                BoxKind::Meter { .. } => {
                    let back = frame.transform_point(Vec3::NEG_Z * half.z);
                    let walls = picture
                        .proxies
                        .obstacles()
                        .map(|building| off(building, back).0);
                    let gap = walls.fold(f32::INFINITY, f32::min);
                    assert!(
                        gap <= LOOSE_M,
                        "{name}: {} is {gap:.2} m off its wall",
                        item.id
                    );
                    assert!(
                        BOX_M.contains(&under),
                        "{name}: {} is {under:.2} m high",
                        item.id
                    );
                }
                BoxKind::Branch => {
                    assert!(
                        under.abs() <= LOOSE_M,
                        "{name}: {} is {under:.2} m high",
                        item.id
                    );
                }
                // On the platform or in the substation's house.
                BoxKind::Cabinet => assert!(under > 0.0, "{name}: {} is sunken", item.id),
            }
        }
    }
}

#[test]
fn meters_sit_in_their_boxes() {
    for (name, district, picture) in places() {
        for (index, meter) in district.areas[0].meters.iter().enumerate() {
            let kind = district.areas[0].boxes[meter.box_index].kind;
            if !matches!(kind, BoxKind::Meter { .. }) {
                // The gateway meter is behind the doors of its cabinet.
                continue;
            }
            let own = AssetRef::in_area(0, Kind::Meter, index as u32);
            let housing = AssetRef::in_area(0, Kind::Box, meter.box_index as u32);
            let [own, housing] = [own, housing].map(|asset| {
                let shape = picture.proxies.shapes(asset).next();
                shape.unwrap_or_else(|| panic!("{name}: {} is not drawn", meter.id))
            });
            let Shape::Block { frame, half } = housing else {
                panic!("{name}: a box is a block");
            };
            let (middle, _) = own.sphere();
            let local = frame
                .compute_affine()
                .inverse()
                .transform_point3(middle)
                .abs();
            assert!(
                local.cmple(*half + 0.1).all(),
                "{name}: {} is {local} off the middle of its box",
                meter.id
            );
        }
    }
}
