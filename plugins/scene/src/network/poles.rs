//! Poles with their arms, turned to the lines they carry.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Kind};

use super::stations::{Station, station_at};
use super::{Arm, Drawing, End, Form, Forms, Grips, SUNK_M, Site, jumpers};
use crate::chunks::Level;
use crate::convert::facing;
use crate::mesh::Brush;
use crate::models::{POLE_TOP_LV, POLE_TOP_MV};
use crate::picking::Shape;
use crate::surface::Paint;

/// Distance between arms of one pole, m (DL/T 601).
const ARM_STEP_M: f32 = 0.65;
/// Nodes this near to a pole are on it, m.
const ON_POLE_M: f32 = 1.0;
/// Spans within this of an arm's direction share it (cosine).
const SHARED_ARM: f32 = 0.80;

/// A pole as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Pole {
    /// The node that has it on record.
    pub node: AssetRef,
    /// Its foot.
    pub foot: Vec3,
    /// Height of its top over the foot, m.
    pub top: f32,
    /// Radius of its tip, m.
    pub tip: f32,
    /// Number of its arms.
    pub arms: usize,
}

/// One span's end at a pole.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// The section.
    pub section: AssetRef,
    /// Which of its ends.
    pub end: End,
    /// Direction of the load along the section.
    ahead: Vec2,
}

/// Draws all poles, and notes where they hold wires.
pub fn draw(
    site: &Site,
    stations: &[Station],
    (drawing, forms): (&mut Drawing, &mut Forms),
    grips: &mut Grips,
) -> BTreeMap<AssetRef, Pole> {
    let carriers = carriers(site);
    let holds = holds(site, stations, &carriers);
    let mut poles = BTreeMap::new();
    for node in site.district.all(Kind::Node) {
        let record = &site.district.network(node.place).nodes[node.index as usize];
        let Some(kind) = &record.pole else { continue };
        let high = site.is_high(node);
        let figures = site.catalogue.poles.get(kind);
        let top = figures.map_or(if high { 10.1 } else { 8.3 }, |p| {
            (p.length_m - p.buried_m) as f32
        });
        let tip = figures.map_or(if high { 0.095 } else { 0.075 }, |p| p.tip_m as f32 / 2.0);
        let foot = site.ground.point(site.positions.get(node));
        let arms = arms(holds.get(&node).map_or(&[], Vec::as_slice));
        let pole = Pole {
            node,
            foot,
            top,
            tip,
            arms: arms.len(),
        };
        let form = build(site, &pole, &arms, high, drawing, grips);
        forms.poles.insert(node, form);
        poles.insert(node, pole);
    }
    let also = carriers
        .iter()
        .filter_map(|(&node, carrier)| Some((node, *poles.get(carrier)?)));
    also.chain(poles.iter().map(|(&node, &pole)| (node, pole)))
        .collect()
}

/// The pole's node for every node that a pole carries: its own, terminals of
/// switches and fuses on the same pole, and those of an area that hangs there.
fn carriers(site: &Site) -> BTreeMap<AssetRef, AssetRef> {
    let carried = |node: AssetRef| {
        site.district.network(node.place).nodes[node.index as usize]
            .pole
            .is_some()
    };
    let poles: Vec<(AssetRef, Vec2)> = site
        .district
        .all(Kind::Node)
        .filter(|&node| carried(node))
        .map(|node| (node, site.positions.get(node)))
        .collect();
    let carrier = |node: AssetRef| {
        let at = site.positions.get(node);
        let near = |pole: &&(AssetRef, Vec2)| pole.1.distance(at) < ON_POLE_M;
        let nearest = poles
            .iter()
            .filter(near)
            .min_by(|a, b| a.1.distance(at).total_cmp(&b.1.distance(at)));
        nearest.map(|(pole, _)| (node, *pole))
    };
    site.district.all(Kind::Node).filter_map(carrier).collect()
}

/// Ends of overhead spans at poles; the other end is held by a pole or station.
fn holds(
    site: &Site,
    stations: &[Station],
    carriers: &BTreeMap<AssetRef, AssetRef>,
) -> BTreeMap<AssetRef, Vec<Hold>> {
    let stands = |node: AssetRef| {
        carriers.contains_key(&node) || station_at(site, stations, node).is_some_and(|s| !s.boxed)
    };
    let mut holds: BTreeMap<AssetRef, Vec<Hold>> = BTreeMap::new();
    for (section, record) in site.sections() {
        let [from, to] = [End::From, End::To].map(|end| site.node(section, end));
        if record.laying != Laying::Overhead || !stands(from) || !stands(to) {
            continue;
        }
        let ahead = (site.positions.get(to) - site.positions.get(from)).normalize_or(Vec2::Y);
        for (node, end) in [(from, End::From), (to, End::To)] {
            if let Some(&pole) = carriers.get(&node) {
                holds.entry(pole).or_default().push(Hold {
                    section,
                    end,
                    ahead,
                });
            }
        }
    }
    holds
}

/// The arms of a pole: the direction of the load each faces, and what it holds.
/// A line that comes and goes on shares one arm in the bisector; a branch that
/// leaves across gets one of its own below.
fn arms(holds: &[Hold]) -> Vec<(Vec2, Vec<Hold>)> {
    let mut arms: Vec<(Vec2, Vec<Hold>)> = Vec::new();
    let arriving = holds.iter().filter(|hold| hold.end == End::To);
    let leaving = holds.iter().filter(|hold| hold.end == End::From);
    for &hold in arriving.chain(leaving) {
        let shared = arms.iter_mut().find(|(facing, held)| {
            let cosine = facing.dot(hold.ahead);
            let first_out = held.iter().all(|h| h.end != hold.end);
            cosine.abs() > SHARED_ARM || (first_out && cosine > 0.5)
        });
        match shared {
            Some((facing, held)) => {
                if held.len() == 1 && facing.dot(hold.ahead) > 0.0 {
                    *facing = (*facing + hold.ahead).normalize_or(*facing);
                }
                held.push(hold);
            }
            None => arms.push((hold.ahead, vec![hold])),
        }
    }
    if arms.is_empty() {
        arms.push((Vec2::Y, Vec::new()));
    }
    arms
}

fn build(
    site: &Site,
    pole: &Pole,
    arms: &[(Vec2, Vec<Hold>)],
    high: bool,
    drawing: &mut Drawing,
    grips: &mut Grips,
) -> Form {
    let Pole {
        node,
        foot,
        top,
        tip,
        ..
    } = *pole;
    let brush = Brush::new(Paint::Concrete, foot.y).of(site.slots.of_pole(node));
    let head = foot + Vec3::Y * top;
    let mut form = Form {
        foot,
        top,
        tip,
        arms: Vec::new(),
        brush,
    };
    let shaft = drawing.chunks.solid(foot, Level::Always);
    form.shaft(
        shaft,
        &Transform::from_translation(foot),
        [-SUNK_M, form.top],
    );
    drawing.proxies.add(
        node,
        Shape::Capsule {
            from: foot,
            to: head,
            radius: 0.3,
        },
    );
    let name = if high { POLE_TOP_MV } else { POLE_TOP_LV };
    let Some(model) = site.models.get(name) else {
        return form;
    };
    for (k, (direction, held)) in arms.iter().enumerate() {
        let frame = Transform::from_translation(head - Vec3::Y * (ARM_STEP_M * k as f32))
            .with_rotation(facing(*direction));
        drawing.chunks.model(site.models, name, &frame, &brush);
        form.arms.push(Arm { name, frame });
        let [a, b, c, n] = model
            .wires("wire")
            .map(|wire| wire.map(|at| frame.transform_point(at)));
        for hold in held {
            // Facing the load, a is on the left, whichever way the arm looks.
            let along = direction.dot(hold.ahead) >= 0.0;
            let swapped = if high { [c, b, a, n] } else { [c, n, a, b] };
            grips.insert(
                (hold.section, hold.end),
                if along { [a, b, c, n] } else { swapped },
            );
        }
    }
    jumpers::draw(site, arms, grips, drawing);
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(index: u32, end: End, ahead: Vec2) -> Hold {
        Hold {
            section: AssetRef::in_area(0, Kind::Section, index),
            end,
            ahead,
        }
    }

    #[test]
    fn a_bend_shares_one_arm_in_the_bisector() {
        let out = Vec2::from_angle(0.8);
        let arms = arms(&[hold(0, End::To, Vec2::X), hold(1, End::From, out)]);
        assert_eq!(arms.len(), 1);
        assert!(arms[0].0.distance(Vec2::from_angle(0.4)) < 1e-5);
    }

    #[test]
    fn a_branch_across_gets_an_arm_of_its_own() {
        let arms = arms(&[
            hold(0, End::To, Vec2::X),
            hold(1, End::From, Vec2::X),
            hold(2, End::From, Vec2::Y),
        ]);
        assert_eq!(arms.len(), 2);
        assert_eq!(arms[1].1.len(), 1);
    }
}
