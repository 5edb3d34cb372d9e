//! Transformers: on two poles, or in a box substation.

use bevy::prelude::*;
use taiqu_grid::area::SwitchKind;
use taiqu_grid::{AssetRef, Kind, Place};

use super::{Drawing, End, Grips, Site, asset};
use crate::chunks::Level;
use crate::convert::heading;
use crate::mesh::Brush;
use crate::models::{BOX_SUBSTATION, Model, PLATFORM};
use crate::picking::Shape;
use crate::surface::Paint;

/// Nodes this near to a station's middle belong to it, m.
const REACH_M: f32 = 4.0;

/// A transformer as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Station {
    /// The transformer.
    pub asset: AssetRef,
    /// Its foot and front.
    pub frame: Transform,
    /// Whether it stands in a house.
    pub boxed: bool,
}

/// Draws all transformers, and notes where they hold line wires.
pub fn draw(site: &Site, drawing: &mut Drawing, grips: &mut Grips) -> Vec<Station> {
    let mut stations = Vec::new();
    for (k, area) in site.district.areas.iter().enumerate() {
        let place = Place::Area(k as u16);
        for (index, transformer) in area.transformers.iter().enumerate() {
            let middle = transformer.at.map_or_else(
                || site.positions.get(asset(place, Kind::Node, transformer.lv)),
                |at| site.frame.plane(at),
            );
            let station = Station {
                asset: asset(place, Kind::Transformer, index),
                frame: Transform::from_translation(site.ground.point(middle))
                    .with_rotation(heading(transformer.heading_deg)),
                boxed: transformer.box_substation,
            };
            build(site, &station, drawing);
            stations.push(station);
        }
    }
    hold(site, &stations, grips);
    fuses(site, &stations, drawing);
    stations
}

/// The station a node belongs to.
pub fn station_at<'a>(site: &Site, stations: &'a [Station], node: AssetRef) -> Option<&'a Station> {
    if site.district.network(node.place).nodes[node.index as usize]
        .pole
        .is_some()
    {
        return None;
    }
    let at = site.positions.get(node);
    let off = |station: &Station| station.frame.translation.xz().distance(at);
    stations
        .iter()
        .filter(|station| off(station) < REACH_M)
        .min_by(|a, b| off(a).total_cmp(&off(b)))
}

fn build(site: &Site, station: &Station, drawing: &mut Drawing) {
    let name = if station.boxed {
        BOX_SUBSTATION
    } else {
        PLATFORM
    };
    let foot = station.frame.translation.y;
    let brush = Brush::new(Paint::SteelPainted, foot).of(site.slots.of_asset(station.asset));
    drawing
        .chunks
        .model(site.models, name, &station.frame, &brush);
    // The ground may fall away under its edges.
    let base = Brush::new(Paint::Concrete, foot - 0.3);
    let (low, high) = if station.boxed {
        (Vec3::new(-1.75, -1.0, -1.25), Vec3::new(1.75, 0.05, 1.25))
    } else {
        (Vec3::new(-1.65, -1.0, -0.55), Vec3::new(1.65, 0.04, 0.55))
    };
    drawing
        .chunks
        .solid(station.frame.translation, Level::Always)
        .block(&station.frame, low, high, &base);
    let (low, high) = if station.boxed {
        (Vec3::new(-1.6, 0.0, -1.1), Vec3::new(1.6, 2.4, 1.1))
    } else {
        (Vec3::new(-1.0, 3.3, -0.75), Vec3::new(1.0, 5.4, 0.75))
    };
    drawing
        .proxies
        .add(station.asset, Shape::block(&station.frame, low, high));
}

/// Line wires end at the station's arms: 10 kV behind, low voltage on the side to
/// which it leaves.
fn hold(site: &Site, stations: &[Station], grips: &mut Grips) {
    let Some(model) = site.models.get(PLATFORM) else {
        return;
    };
    let sections: Vec<AssetRef> = site.sections().map(|(section, _)| section).collect();
    for section in sections {
        for (end, other) in [(End::From, End::To), (End::To, End::From)] {
            let node = site.node(section, end);
            let Some(station) = station_at(site, stations, node).filter(|s| !s.boxed) else {
                continue;
            };
            let away =
                site.positions.get(site.node(section, other)) - station.frame.translation.xz();
            let right = (station.frame.rotation * Vec3::X).xz();
            let prefix = match (site.is_high(node), away.dot(right) >= 0.0) {
                (true, _) => "hv",
                (false, true) => "lv",
                (false, false) => "lv2",
            };
            grips.insert((section, end), wires(model, prefix, &station.frame));
        }
    }
}

fn wires(model: &Model, prefix: &str, frame: &Transform) -> [Option<Vec3>; 4] {
    model
        .wires(prefix)
        .map(|wire| wire.map(|at| frame.transform_point(at)))
}

/// Fuses on a platform can be picked by themselves.
fn fuses(site: &Site, stations: &[Station], drawing: &mut Drawing) {
    for switch in site.district.all(Kind::Switch) {
        let record = &site.district.network(switch.place).switches[switch.index as usize];
        if record.kind != SwitchKind::DropOut {
            continue;
        }
        let node = asset(switch.place, Kind::Node, record.to);
        if let Some(station) = station_at(site, stations, node).filter(|s| !s.boxed) {
            let (low, high) = (Vec3::new(-0.8, 7.9, -0.1), Vec3::new(0.8, 9.3, 0.6));
            drawing
                .proxies
                .add(switch, Shape::block(&station.frame, low, high));
        }
    }
}
