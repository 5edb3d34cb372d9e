//! All shapes of the picture: who is under a ray, and where a thing is.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::{AssetRef, District, Kind, Place};

use super::shape::Shape;

/// A meter wins over the box it is in, m.
const METER_AHEAD_M: f32 = 0.2;

/// Shapes of things, and of what hides them.
#[derive(Resource, Clone, Debug, Default)]
pub struct Proxies {
    shapes: Vec<(Option<AssetRef>, Shape)>,
    of: BTreeMap<AssetRef, Vec<usize>>,
    crowns: Vec<Shape>,
}

/// What is under a ray.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The thing; `None` for a building.
    pub asset: Option<AssetRef>,
    /// Distance along the ray, m.
    pub distance: f32,
}

/// Where a thing is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Its middle.
    pub middle: Vec3,
    /// Radius of the sphere around it, m.
    pub radius: f32,
    /// The side from which it is looked at, where it has one.
    pub front: Option<Vec3>,
}

impl Proxies {
    /// Adds a shape of `asset`.
    pub fn add(&mut self, asset: AssetRef, shape: Shape) {
        self.of.entry(asset).or_default().push(self.shapes.len());
        self.shapes.push((Some(asset), shape));
    }

    /// Adds something that only hides what is behind it.
    pub fn obstruct(&mut self, shape: Shape) {
        self.shapes.push((None, shape));
    }

    /// Adds something that hides from a camera, but can be looked through: a tree.
    pub fn screen(&mut self, shape: Shape) {
        self.crowns.push(shape);
    }

    /// What was added only to hide: buildings.
    pub fn obstacles(&self) -> impl Iterator<Item = &Shape> + '_ {
        let hiding = self.shapes.iter().filter(|(asset, _)| asset.is_none());
        hiding.map(|(_, shape)| shape)
    }

    /// How far one sees along `ray` before a building or a tree, m.
    pub fn sight(&self, ray: Ray3d) -> f32 {
        let hits = self
            .obstacles()
            .chain(&self.crowns)
            .filter_map(|shape| shape.hit(ray, 0.0));
        hits.fold(f32::INFINITY, f32::min)
    }

    /// The nearest thing under `ray`; lines count within `slack` times their
    /// distance.
    pub fn pick(&self, ray: Ray3d, slack: f32) -> Option<Hit> {
        let hit = |(asset, shape): &(Option<AssetRef>, Shape)| {
            let slack = if asset.is_some() { slack } else { 0.0 };
            shape.hit(ray, slack).map(|distance| Hit {
                asset: *asset,
                distance,
            })
        };
        let rank = |hit: &Hit| {
            let meter = hit.asset.is_some_and(|asset| asset.kind == Kind::Meter);
            if meter {
                hit.distance - METER_AHEAD_M
            } else {
                hit.distance
            }
        };
        self.shapes
            .iter()
            .filter_map(hit)
            .min_by(|a, b| rank(a).total_cmp(&rank(b)))
    }

    /// The shapes of `asset` itself.
    pub fn shapes(&self, asset: AssetRef) -> impl Iterator<Item = &Shape> + '_ {
        let indices = self.of.get(&asset).map_or(&[][..], Vec::as_slice);
        indices.iter().map(|&index| &self.shapes[index].1)
    }

    /// Where `asset` is; things without a shape are where what supplies them is.
    pub fn find(&self, district: &District, asset: AssetRef) -> Option<Extent> {
        self.extent(asset)
            .or_else(|| self.find(district, stand_in(district, asset)?))
    }

    fn extent(&self, asset: AssetRef) -> Option<Extent> {
        let spheres: Vec<(Vec3, f32)> = self.shapes(asset).map(Shape::sphere).collect();
        let middle = spheres.iter().map(|s| s.0).sum::<Vec3>() / spheres.len() as f32;
        let radius = spheres
            .iter()
            .map(|s| s.0.distance(middle) + s.1)
            .reduce(f32::max)?;
        let front = self.shapes(asset).find_map(|shape| match shape {
            Shape::Block { frame, .. } => Some(frame.rotation * Vec3::Z),
            Shape::Capsule { .. } => None,
        });
        Some(Extent {
            middle,
            radius,
            front,
        })
    }
}

/// The thing beside which one without a shape is shown.
pub(crate) fn stand_in(district: &District, asset: AssetRef) -> Option<AssetRef> {
    let other = |kind, index: usize| AssetRef {
        kind,
        index: index as u32,
        ..asset
    };
    let index = asset.index as usize;
    let network = district.network(asset.place);
    match (asset.kind, asset.place) {
        (Kind::Switch, _) => Some(other(Kind::Node, network.switches[index].to)),
        (_, Place::Area(k)) => {
            let area = &district.areas[usize::from(k)];
            match asset.kind {
                Kind::Customer => Some(other(Kind::Meter, area.customers[index].meter?)),
                Kind::Meter => Some(other(Kind::Box, area.meters[index].box_index)),
                Kind::Load => Some(match area.loads[index].customer {
                    Some(customer) => other(Kind::Customer, customer),
                    None => other(Kind::Node, area.loads[index].node),
                }),
                // A node without a pole is a terminal of something that stands.
                Kind::Node => {
                    let boxed = area.boxes.iter().position(|b| b.node == index);
                    let fed = || {
                        area.transformers
                            .iter()
                            .position(|t| t.hv == index || t.lv == index)
                    };
                    let lined = || {
                        network
                            .sections
                            .iter()
                            .position(|s| s.from == index || s.to == index)
                    };
                    boxed
                        .map(|k| other(Kind::Box, k))
                        .or_else(|| fed().map(|k| other(Kind::Transformer, k)))
                        .or_else(|| lined().map(|k| other(Kind::Section, k)))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
