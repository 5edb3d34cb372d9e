//! Conductors: overhead spans, drops to buildings, traces of cables.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::area::{BoxItem, BoxKind, Laying, Section};
use taiqu_grid::{AssetRef, Conductor, Place};

use super::poles::Pole;
use super::{Drawing, End, Grips, Site, catenary};
use crate::chunks::Level;
use crate::convert::heading;
use crate::mesh::{Brush, Course};
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
/// Height of a trace over the ground, m.
const TRACE_LIFT_M: f32 = 0.12;

/// Draws all sections.
pub fn draw(site: &Site, poles: &BTreeMap<AssetRef, Pole>, grips: &Grips, drawing: &mut Drawing) {
    let mut drops: BTreeMap<AssetRef, u16> = BTreeMap::new();
    for (section, record) in site.sections() {
        let ends = (grips.get(&(section, End::From)), grips.get(&(section, End::To)));
        let from_pole = poles.get_key_value(&site.node(section, End::From));
        let hook = hook(site, section);
        match (record.laying, ends, from_pole, hook) {
            (Laying::Overhead, (Some(from), Some(to)), ..) => {
                span(site, section, record, (from, to), drawing);
            }
            (Laying::Overhead | Laying::Service, _, Some((&node, pole)), Some(hook)) => {
                let order = drops.entry(node).or_default();
                *order += 1;
                drop_to(site, section, record, bracket(pole, *order, hook.at), &hook, drawing);
            }
            _ => trace(site, section, record, drawing),
        }
    }
}

fn span(
    site: &Site,
    section: AssetRef,
    record: &Section,
    (from, to): (&[Option<Vec3>; 4], &[Option<Vec3>; 4]),
    drawing: &mut Drawing,
) {
    let high = site.is_high(site.node(section, End::From));
    let (paint, stringing) = if high { (Paint::WireHigh, HIGH_STRINGING) } else { (Paint::WireLow, LOW_STRINGING) };
    let slot = site.slots.of_asset(section);
    let mut shapes = Vec::new();
    for conductor in record.phases.iter() {
        let k = conductor.index();
        let (Some(from), Some(to)) = (from[k], to[k]) else { continue };
        let points = catenary(from, to, stringing, 12);
        let brush = Brush::new(paint, 0.0).of(slot + k as u32);
        drawing.chunks.solid(from.midpoint(to), Level::Shadowless).ribbon(&points, 0.008, &brush);
        shapes.extend(points.windows(2).step_by(2).map(|pair| Shape::Capsule {
            from: pair[0],
            to: pair[1] + (pair[1] - pair[0]),
            radius: 0.12,
        }));
    }
    for shape in shapes {
        drawing.proxies.add(section, shape);
    }
}

/// Where a drop is held at a wall, and the box it leads to.
#[derive(Clone, Copy, Debug)]
struct Hook {
    at: Vec3,
    /// Top of the box, on the wall.
    top: Vec3,
    out: Vec3,
}

/// The hook of a section that ends at a box on a wall.
fn hook(site: &Site, section: AssetRef) -> Option<Hook> {
    let Place::Area(k) = section.place else { return None };
    let to = site.node(section, End::To);
    let area = &site.district.areas[usize::from(k)];
    // A main switch may lie between the drop and the box's own node.
    let reaches = |node: usize| {
        let direct = node == to.index as usize;
        direct || area.network.switches.iter().any(|s| s.from == to.index as usize && s.to == node)
    };
    let is_wall = |b: &&BoxItem| matches!(b.kind, BoxKind::Meter { .. }) && reaches(b.node);
    let wall = area.boxes.iter().find(is_wall)?;
    let plane = wall.at.map_or_else(|| site.positions.get(to), |at| site.frame.plane(at));
    let ground = site.ground.point(plane);
    let out = heading(wall.heading_deg) * Vec3::Z;
    let top = ground + Vec3::Y * (wall.height_m as f32 + 0.6) + out * 0.09;
    let height = (wall.height_m as f32 + 1.3).max(DROP_HEIGHT_M);
    Some(Hook { at: ground + Vec3::Y * height + out * 0.18, top, out })
}

/// Where the pole's drop number `order` towards `target` is held.
fn bracket(pole: &Pole, order: u16, target: Vec3) -> Vec3 {
    let below = 0.75 + 0.65 * (pole.arms as f32 - 1.0) + 0.16 * f32::from(order - 1);
    let towards = (target - pole.foot).xz().normalize_or(Vec2::X);
    let out = pole.tip + below / 150.0 + 0.06;
    pole.foot + Vec3::new(towards.x * out, pole.top - below, towards.y * out)
}

fn drop_to(site: &Site, section: AssetRef, record: &Section, from: Vec3, hook: &Hook, drawing: &mut Drawing) {
    let slot = site.slots.of_asset(section);
    let conductors: Vec<Conductor> = record.phases.iter().collect();
    let spread = 0.05;
    for (order, conductor) in conductors.iter().enumerate() {
        let shift = Vec3::Y * (spread * (order as f32 - conductors.len() as f32 / 2.0));
        let points = catenary(from + shift, hook.at + shift, DROP_STRINGING, 10);
        let brush = Brush::new(Paint::WireService, 0.0).of(slot + conductor.index() as u32);
        drawing.chunks.solid(from, Level::Shadowless).ribbon(&points, 0.005, &brush);
        if order == 0 {
            for pair in points.windows(2) {
                drawing.proxies.add(section, Shape::Capsule { from: pair[0], to: pair[1], radius: 0.15 });
            }
        }
    }
    // A bracket at each end, and a pipe from the hook down into the box.
    let first = conductors.first().map_or(0, |c| c.index() as u32);
    let steel = Brush::new(Paint::SteelGalvanised, hook.at.y - 3.0);
    let pipe = steel.with(Paint::PlasticGrey).of(slot + first);
    let chunk = drawing.chunks.solid(hook.at, Level::Fitting);
    chunk.bar((hook.at - hook.out * 0.2, 0.02), (hook.at + hook.out * 0.03, 0.02), 5, &steel);
    let bend = Vec3::new(hook.top.x, hook.at.y - 0.12, hook.top.z) - hook.out * 0.05;
    chunk.bar((hook.at, 0.012), (bend, 0.012), 5, &pipe);
    chunk.bar((bend, 0.022), (hook.top - hook.out * 0.05, 0.022), 6, &pipe);
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
    let points: Vec<Vec3> = course.points.iter().map(|&at| site.ground.point(at) + Vec3::Y * TRACE_LIFT_M).collect();
    let first = record.phases.iter().next().map_or(0, |c| c.index() as u32);
    let brush = Brush::new(Paint::CableTrace, 0.0).of(site.slots.of_asset(section) + first);
    drawing.chunks.see_through(points[points.len() / 2], Level::Traces).ribbon(&points, 0.09, &brush);
    for pair in points.windows(2) {
        drawing.proxies.add(section, Shape::Capsule { from: pair[0], to: pair[1], radius: 0.2 });
    }
}
