//! Cabinets, branch boxes, meter boxes and the meters in them.

use bevy::prelude::*;
use taiqu_grid::area::{Area, BoxItem, BoxKind};
use taiqu_grid::{AssetRef, Kind, Place};

use super::stations::{Station, station_at};
use super::{Drawing, Site, asset};
use crate::chunks::Level;
use crate::convert::heading;
use crate::mesh::Brush;
use crate::models::{BRANCH_BOX, JP_CABINET, METER, METER_3PH, METER_BOXES};
use crate::picking::Shape;
use crate::surface::Paint;

/// Draws all boxes and meters.
pub fn draw(site: &Site, stations: &[Station], drawing: &mut Drawing) {
    for (k, area) in site.district.areas.iter().enumerate() {
        let place = Place::Area(k as u16);
        for (index, item) in area.boxes.iter().enumerate() {
            let reference = asset(place, Kind::Box, index);
            let node = asset(place, Kind::Node, item.node);
            let station = station_at(site, stations, node);
            match (item.kind, station) {
                // The station's model has its own cabinet.
                (BoxKind::Cabinet, Some(station)) => cabinet_of(station, reference, drawing),
                (BoxKind::Cabinet, None) => stand(site, reference, item, JP_CABINET, drawing),
                (BoxKind::Branch, _) => stand(site, reference, item, BRANCH_BOX, drawing),
                (BoxKind::Meter { positions }, _) => {
                    meters(site, area, reference, item, positions, drawing);
                }
            }
        }
    }
}

/// The model of a meter box with at least this many places.
pub fn meter_box(positions: u32) -> Option<&'static str> {
    let fitting = METER_BOXES.iter().find(|(places, _)| *places >= positions);
    fitting.or(METER_BOXES.last()).map(|(_, name)| *name)
}

/// Where a box stands or hangs.
pub fn frame_of(site: &Site, reference: AssetRef, item: &BoxItem) -> Transform {
    let node = asset(reference.place, Kind::Node, item.node);
    let plane = item
        .at
        .map_or_else(|| site.positions.get(node), |at| site.frame.plane(at));
    let foot = site.ground.point(plane) + Vec3::Y * item.height_m as f32;
    Transform::from_translation(foot).with_rotation(heading(item.heading_deg))
}

fn cabinet_of(station: &Station, reference: AssetRef, drawing: &mut Drawing) {
    let (low, high) = if station.boxed {
        (Vec3::new(0.4, 0.1, -1.12), Vec3::new(1.62, 2.2, 1.12))
    } else {
        (Vec3::new(-0.68, 2.1, -0.36), Vec3::new(0.68, 3.3, 0.36))
    };
    drawing
        .proxies
        .add(reference, Shape::block(&station.frame, low, high));
}

fn stand(site: &Site, reference: AssetRef, item: &BoxItem, name: &str, drawing: &mut Drawing) {
    let mut frame = frame_of(site, reference, item);
    // A branch box brings its own base, so it stands on the ground itself.
    if name == BRANCH_BOX && item.height_m < 0.6 {
        frame.translation.y -= item.height_m as f32;
    }
    let foot = site.ground.height(frame.translation.xz());
    let brush = Brush::new(Paint::SteelPainted, foot).of(site.slots.of_asset(reference));
    let Some(model) = site.models.get(name) else {
        return;
    };
    drawing.chunks.model(site.models, name, &frame, &brush);
    let (low, high) = model.bounds();
    let base = Vec3::new(low.x, -0.5, low.z);
    if name == BRANCH_BOX {
        let concrete = Brush::new(Paint::Concrete, foot);
        drawing
            .chunks
            .solid(frame.translation, Level::Fitting)
            .block(&frame, base, Vec3::new(high.x, 0.02, high.z), &concrete);
    }
    drawing
        .proxies
        .add(reference, Shape::block(&frame, low, high));
}

fn meters(
    site: &Site,
    area: &Area,
    reference: AssetRef,
    item: &BoxItem,
    positions: u32,
    drawing: &mut Drawing,
) {
    let Some(name) = meter_box(positions) else {
        return;
    };
    let Some(model) = site.models.get(name) else {
        return;
    };
    let frame = frame_of(site, reference, item);
    let foot = site.ground.height(frame.translation.xz());
    let brush = Brush::new(Paint::PlasticGrey, foot).of(site.slots.of_asset(reference));
    drawing.chunks.model(site.models, name, &frame, &brush);
    let (low, high) = model.bounds();
    drawing
        .proxies
        .add(reference, Shape::block(&frame, low, high));
    for (index, meter) in area.meters.iter().enumerate() {
        if meter.box_index != reference.index as usize {
            continue;
        }
        let three = meter.connection.phases().len() == 3;
        let slot = model
            .points
            .get(&format!("slot_{:02}", meter.position.max(1)));
        let Some(&slot) = slot else { continue };
        let own = asset(reference.place, Kind::Meter, index);
        place(
            site,
            own,
            &frame,
            slot,
            if three { METER_3PH } else { METER },
            drawing,
        );
    }
}

fn place(
    site: &Site,
    meter: AssetRef,
    frame: &Transform,
    slot: Vec3,
    name: &str,
    drawing: &mut Drawing,
) {
    let Some(model) = site.models.get(name) else {
        return;
    };
    let at = *frame * Transform::from_translation(slot);
    let foot = site.ground.height(at.translation.xz());
    let brush = Brush::new(Paint::PlasticGrey, foot).of(site.slots.of_asset(meter));
    drawing.chunks.model(site.models, name, &at, &brush);
    let (low, high) = model.bounds();
    drawing
        .proxies
        .add(meter, Shape::block(&at, low, high + Vec3::Z * 0.08));
}
