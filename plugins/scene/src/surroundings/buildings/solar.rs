//! Photovoltaic modules on the roofs of customers who have them.

use bevy::prelude::*;
use taiqu_grid::area::BuildingStyle;

use super::Plot;
use super::houses::{COTTAGE_PITCH, HOUSE_PITCH};
use super::roofs::THICK_M;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

/// Width and length of a module, m.
const MODULE_M: Vec2 = Vec2::new(1.13, 1.72);
/// Gap between modules, m.
const GAP_M: f32 = 0.05;
/// Tilt of modules on flat roofs, rad.
const TILT: f32 = 0.30;

/// Lays modules on the slope that faces south, or sets them up on a flat roof.
pub fn solar(builder: &mut MeshBuilder, style: BuildingStyle, plot: &Plot) {
    let south = if (plot.frame.rotation * Vec3::Z).z >= 0.0 {
        1.0
    } else {
        -1.0
    };
    let half_d = plot.size.z / 2.0;
    let pitch = match style {
        BuildingStyle::Cottage => Some(COTTAGE_PITCH),
        BuildingStyle::VillageHouse if plot.is_pitched() => Some(HOUSE_PITCH),
        _ => None,
    };
    let (slope, middle, length) = match pitch {
        Some(pitch) => {
            let rise = plot.size.y + pitch * half_d / 2.0 + THICK_M + 0.08;
            let length = half_d * (1.0 + pitch * pitch).sqrt();
            (
                pitch.atan(),
                Vec3::new(0.0, rise, south * half_d / 2.0),
                length,
            )
        }
        None => (
            TILT,
            Vec3::new(0.0, plot.size.y + 1.15, south * half_d * 0.35),
            half_d,
        ),
    };
    let place =
        Transform::from_translation(middle).with_rotation(Quat::from_rotation_x(south * slope));
    let frame = plot.frame * place;
    let step = MODULE_M + GAP_M;
    let columns = ((plot.size.x - 1.2) / step.x).floor().clamp(1.0, 6.0);
    let rows = ((length - 0.6) / step.y).floor().clamp(1.0, 2.0);
    let half = Vec2::new(columns * step.x, rows * step.y) / 2.0;
    let steel = Brush::new(Paint::Aluminium, 0.0);
    builder.block(
        &frame,
        Vec3::new(-half.x, -0.05, -half.y),
        Vec3::new(half.x, -0.01, half.y),
        &steel,
    );
    let cells = steel.with(Paint::PvCell);
    for column in 0..columns as u32 {
        for row in 0..rows as u32 {
            let low = Vec2::new(column as f32, row as f32) * step - half + GAP_M / 2.0;
            let high = low + MODULE_M;
            let low = Vec3::new(low.x, -0.01, low.y);
            builder.block(&frame, low, Vec3::new(high.x, 0.03, high.y), &cells);
        }
    }
    if pitch.is_none() {
        legs(builder, plot, &frame, half, &steel);
    }
}

/// Legs from the roof to the edges of the array.
fn legs(builder: &mut MeshBuilder, plot: &Plot, frame: &Transform, half: Vec2, brush: &Brush) {
    let roof = plot.frame.translation.y + plot.size.y;
    for x in [-half.x, 0.0, half.x] {
        for z in [-half.y, half.y] {
            let head = frame.transform_point(Vec3::new(x * 0.95, -0.05, z * 0.95));
            builder.bar((head.with_y(roof), 0.03), (head, 0.03), 4, brush);
        }
    }
}
