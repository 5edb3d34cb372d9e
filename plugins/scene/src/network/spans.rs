//! Conductors: overhead spans, drops to buildings, traces of cables.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::area::{BoxItem, BoxKind, Laying, Section};
use taiqu_grid::{AssetRef, Kind, Phases, Place};

use super::boxes::{frame_of, meter_box};
use super::poles::Pole;
use super::{Drawing, End, Forms, Grips, Site, Strand, asset, catenary};
use crate::chunks::Level;
use crate::mesh::{Brush, Course};
use crate::models::{BRACKET_2, BRACKET_4};
use crate::picking::Shape;
use crate::surface::Paint;

/// Weight over tension of low-voltage spans, 1/m: 1.2 % of sag over 45 m.
const LOW_STRINGING: f32 = 0.0021;
/// Of 10 kV spans, 1/m.
const HIGH_STRINGING: f32 = 0.0015;
/// Of service drops, 1/m: slack, so that they do not pull at walls.
const DROP_STRINGING: f32 = 0.008;
/// Least height of a drop at its wall, m (DL/T 499).
const DROP_HEIGHT_M: f32 = 2.9;
/// Radius of the wires of spans and of drops, m.
const SPAN_RADIUS_M: f32 = 0.008;
const DROP_RADIUS_M: f32 = 0.005;
/// Height of a trace over the ground, m.
const TRACE_LIFT_M: f32 = 0.12;

/// Where the conductors a, b, c, n are held at an end.
type Grip = [Option<Vec3>; 4];

/// Draws all sections.
pub fn draw(
    site: &Site,
    poles: &BTreeMap<AssetRef, Pole>,
    grips: &Grips,
    (drawing, forms): (&mut Drawing, &mut Forms),
) {
    let mut drops: BTreeMap<AssetRef, u16> = BTreeMap::new();
    for (section, record) in site.sections() {
        let ends = (
            grips.get(&(section, End::From)),
            grips.get(&(section, End::To)),
        );
        let from_pole = poles.get_key_value(&site.node(section, End::From));
        let held = [End::From, End::To].map(|end| Some(poles.get(&site.node(section, end))?.node));
        let hook = hook(site, section, record);
        match (record.laying, ends, from_pole, hook) {
            (Laying::Overhead, (Some(from), Some(to)), ..) => {
                let strands = span(site, section, record, (from, to, held), drawing);
                forms.wires.insert(section, strands);
            }
            (Laying::Overhead | Laying::Service, _, Some((&node, pole)), Some(hook)) => {
                let order = drops.entry(node).or_default();
                *order += 1;
                let from = bracket(pole, *order, hook.frame.translation);
                let from = (from, pole.node);
                let strands = drop_to(site, section, record, from, &hook, drawing);
                forms.wires.insert(section, strands);
            }
            _ => trace(site, section, record, drawing),
        }
    }
}

fn span(
    site: &Site,
    section: AssetRef,
    record: &Section,
    (from, to, poles): (&Grip, &Grip, [Option<AssetRef>; 2]),
    drawing: &mut Drawing,
) -> Vec<Strand> {
    let high = site.is_high(site.node(section, End::From));
    let (paint, stringing) = if high {
        (Paint::WireHigh, HIGH_STRINGING)
    } else {
        (Paint::WireLow, LOW_STRINGING)
    };
    let slot = site.slots.of_asset(section);
    let (mut shapes, mut strands) = (Vec::new(), Vec::new());
    for conductor in record.phases.iter() {
        let k = conductor.index();
        let (Some(from), Some(to)) = (from[k], to[k]) else {
            continue;
        };
        let points = catenary(from, to, stringing, 12);
        let brush = Brush::new(paint, 0.0).of(slot + k as u32);
        drawing
            .chunks
            .solid(from.midpoint(to), Level::Shadowless)
            .wire(&points, SPAN_RADIUS_M, &brush);
        strands.push(Strand {
            conductor: k,
            ends: [from, to],
            poles,
            stringing,
            radius: SPAN_RADIUS_M,
            brush,
        });
        shapes.extend(points.windows(2).step_by(2).map(|pair| Shape::Capsule {
            from: pair[0],
            to: pair[1] + (pair[1] - pair[0]),
            radius: 0.12,
        }));
    }
    for shape in shapes {
        drawing.proxies.add(section, shape);
    }
    strands
}

/// The box a drop leads to, and the bracket on the wall that holds it.
#[derive(Clone, Copy, Debug)]
struct Hook {
    /// The bracket, front outwards.
    frame: Transform,
    /// Name of its model.
    bracket: &'static str,
    /// Where the wires end: a, b, c, n.
    wires: [Option<Vec3>; 4],
    /// Where the cable leaves the bracket.
    leaves: Vec3,
    /// Where it enters the box, from below.
    enters: Vec3,
}

/// The bracket of a section that ends at a box on a wall.
fn hook(site: &Site, section: AssetRef, record: &Section) -> Option<Hook> {
    let Place::Area(k) = section.place else {
        return None;
    };
    let to = site.node(section, End::To);
    let area = &site.district.areas[usize::from(k)];
    // A main switch may lie between the drop and the box's own node.
    let reaches = |node: usize| {
        let direct = node == to.index as usize;
        direct
            || area
                .network
                .switches
                .iter()
                .any(|s| s.from == to.index as usize && s.to == node)
    };
    let places = |item: &BoxItem| match item.kind {
        BoxKind::Meter { positions } if reaches(item.node) => Some(positions),
        _ => None,
    };
    let (index, positions) = area
        .boxes
        .iter()
        .enumerate()
        .find_map(|(n, item)| Some((n, places(item)?)))?;
    let item = &area.boxes[index];
    let wall = frame_of(site, asset(section.place, Kind::Box, index), item);
    let housing = site.models.get(meter_box(positions)?)?;
    let three = record.phases.and(Phases::ABC).len() > 1;
    let bracket = if three { BRACKET_4 } else { BRACKET_2 };
    let model = site.models.get(bracket)?;
    let out = *model.points.get("cable_out")?;
    // The cable comes down beside the box, on the side where it enters.
    let aside = housing.bounds().0.x - 0.07 - out.x;
    let rise = (DROP_HEIGHT_M - item.height_m as f32).max(1.45);
    let frame = wall * Transform::from_xyz(aside, rise, 0.0);
    let mut wires = model.wires("wire");
    if !three {
        let line = model.points.get("wire_l").copied();
        wires = [line, line, line, wires[3]];
    }
    Some(Hook {
        frame,
        bracket,
        wires: wires.map(|wire| wire.map(|at| frame.transform_point(at))),
        leaves: frame.transform_point(out),
        enters: wall.transform_point(*housing.points.get("cable_in")?),
    })
}

/// Where the pole's drop number `order` towards `target` is held.
fn bracket(pole: &Pole, order: u16, target: Vec3) -> Vec3 {
    let below = 0.75 + 0.65 * (pole.arms as f32 - 1.0) + 0.16 * f32::from(order - 1);
    let towards = (target - pole.foot).xz().normalize_or(Vec2::X);
    let out = pole.tip + below / 150.0 + 0.06;
    pole.foot + Vec3::new(towards.x * out, pole.top - below, towards.y * out)
}

fn drop_to(
    site: &Site,
    section: AssetRef,
    record: &Section,
    (from, pole): (Vec3, AssetRef),
    hook: &Hook,
    drawing: &mut Drawing,
) -> Vec<Strand> {
    let mut strands = Vec::new();
    let slot = site.slots.of_asset(section);
    let mut first = true;
    for (order, conductor) in record.phases.iter().enumerate() {
        let Some(to) = hook.wires[conductor.index()] else {
            continue;
        };
        let start = from - Vec3::Y * (0.05 * order as f32);
        let points = catenary(start, to, DROP_STRINGING, 10);
        let brush = Brush::new(Paint::WireService, 0.0).of(slot + conductor.index() as u32);
        drawing
            .chunks
            .solid(from, Level::Shadowless)
            .wire(&points, DROP_RADIUS_M, &brush);
        strands.push(Strand {
            conductor: conductor.index(),
            ends: [start, to],
            poles: [Some(pole), None],
            stringing: DROP_STRINGING,
            radius: DROP_RADIUS_M,
            brush,
        });
        for pair in points.windows(2).filter(|_| first) {
            drawing.proxies.add(
                section,
                Shape::Capsule {
                    from: pair[0],
                    to: pair[1],
                    radius: 0.15,
                },
            );
        }
        first = false;
    }
    let foot = site.ground.height(hook.leaves.xz());
    let steel = Brush::new(Paint::SteelGalvanised, foot);
    drawing
        .chunks
        .model(site.models, hook.bracket, &hook.frame, &steel);
    // The pipe goes down past the box, under it, and up into it.
    let line = record.phases.iter().next().map_or(0, |c| c.index() as u32);
    let pipe = steel.with(Paint::PlasticGrey).of(slot + line);
    let below = hook.enters.y - 0.10;
    let path = [
        hook.leaves,
        hook.leaves.with_y(below),
        hook.enters.with_y(below),
        hook.enters,
    ];
    let chunk = drawing.chunks.solid(hook.leaves, Level::Fitting);
    for pair in path.windows(2) {
        chunk.bar((pair[0], 0.016), (pair[1], 0.016), 6, &pipe);
    }
    strands
}

fn trace(site: &Site, section: AssetRef, record: &Section, drawing: &mut Drawing) {
    let [from, to] = [End::From, End::To].map(|end| site.positions.get(site.node(section, end)));
    let mut corners = vec![from];
    corners.extend(site.frame.planes(&record.via));
    corners.push(to);
    if from.distance(to) < 0.3 && record.via.is_empty() {
        return;
    }
    let course = Course::new(&corners);
    let points: Vec<Vec3> = course
        .points
        .iter()
        .map(|&at| site.ground.point(at) + Vec3::Y * TRACE_LIFT_M)
        .collect();
    let first = record.phases.iter().next().map_or(0, |c| c.index() as u32);
    let brush = Brush::new(Paint::CableTrace, 0.0).of(site.slots.of_asset(section) + first);
    drawing
        .chunks
        .see_through(points[points.len() / 2], Level::Traces)
        .ribbon(&points, 0.09, &brush);
    for pair in points.windows(2) {
        drawing.proxies.add(
            section,
            Shape::Capsule {
                from: pair[0],
                to: pair[1],
                radius: 0.2,
            },
        );
    }
}
