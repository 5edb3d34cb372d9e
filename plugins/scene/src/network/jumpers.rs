//! Jumpers: what joins the wires of one arm of a pole to those of another.

use bevy::prelude::*;
use taiqu_grid::AssetRef;

use super::poles::Hold;
use super::{Drawing, Grips, Site};
use crate::chunks::Level;
use crate::mesh::Brush;
use crate::surface::Paint;

/// How far a jumper hangs below the line between its ends, m.
const SLACK_M: f32 = 0.22;
/// Pieces of a jumper.
const STEPS: u16 = 6;

/// Joins every arm of a pole, but the first, to the arm above it that feeds it.
pub fn draw(site: &Site, arms: &[(Vec2, Vec<Hold>)], grips: &Grips, drawing: &mut Drawing) {
    for (order, (_, held)) in arms.iter().enumerate().skip(1) {
        let above = || arms[..order].iter().rev().flat_map(|(_, held)| held);
        let pair = held.iter().find_map(|own| {
            let feeder = above().find(|other| site.is_joined(node(site, own), node(site, other)));
            Some((own, feeder?))
        });
        if let Some((own, feeder)) = pair {
            join(site, own, feeder, grips, drawing);
        }
    }
}

fn node(site: &Site, hold: &Hold) -> AssetRef {
    site.node(hold.section, hold.end)
}

fn join(site: &Site, own: &Hold, feeder: &Hold, grips: &Grips, drawing: &mut Drawing) {
    let (Some(to), Some(from)) = (
        grips.get(&(own.section, own.end)),
        grips.get(&(feeder.section, feeder.end)),
    ) else {
        return;
    };
    let paint = if site.is_high(node(site, own)) {
        Paint::WireHigh
    } else {
        Paint::WireLow
    };
    for conductor in site.section(own.section).phases.iter() {
        let k = conductor.index();
        let (Some(from), Some(to)) = (from[k], to[k]) else {
            continue;
        };
        let points: Vec<Vec3> = (0..=STEPS)
            .map(|step| {
                let share = f32::from(step) / f32::from(STEPS);
                from.lerp(to, share) - Vec3::Y * (4.0 * SLACK_M * share * (1.0 - share))
            })
            .collect();
        let brush = Brush::new(paint, 0.0).of(site.slots.of_asset(own.section) + k as u32);
        let chunk = drawing.chunks.solid(from, Level::Shadowless);
        chunk.wire(&points, 0.008, &brush);
    }
}
