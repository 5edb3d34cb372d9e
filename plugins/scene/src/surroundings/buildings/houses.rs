//! Cottages, village houses, shops and sheds.

use bevy::prelude::*;

use super::Plot;
use super::roofs::{Gable, flat, heater, hut};
use super::walls::Wall;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

/// Height of a storey, m.
pub(super) const STOREY_M: f32 = 3.1;
/// Rise over run of a cottage's roof.
pub(super) const COTTAGE_PITCH: f32 = 0.52;
/// The same of a village house.
pub(super) const HOUSE_PITCH: f32 = 0.42;

/// Old single-storey house with a tiled roof.
pub fn cottage(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let wall = if plot.chance(61) < 0.5 {
        Paint::WallBrick
    } else {
        Paint::WallWhite
    };
    let brush = plot.brush(wall, slot);
    plot.enclose(builder, plot.size.y, true, &brush);
    let paint = if plot.chance(62) < 0.75 {
        Paint::RoofGrey
    } else {
        Paint::RoofRed
    };
    Gable {
        eaves: plot.size.y,
        pitch: COTTAGE_PITCH,
        overhang: (0.55, 0.35),
        paint,
    }
    .build(builder, plot, &brush);
    let [front, right, back, left] = plot.walls();
    let head = (plot.size.y - 0.6).min(2.3);
    front.door(builder, 0.0, (1.3, head.min(2.2)), &brush);
    for x in front.bays(3.2).into_iter().filter(|x| x.abs() > 1.6) {
        front.window(builder, (x, head - 1.4), (1.4, 1.3), &brush);
    }
    for side in [right, left] {
        side.window(builder, (0.0, head - 1.3), (0.9, 1.1), &brush);
    }
    for x in back.bays(4.5) {
        back.window(builder, (x, head - 1.2), (1.0, 1.0), &brush);
    }
}

/// Two- or three-storey village house.
pub fn village_house(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let choice = plot.chance(61);
    let wall = match choice {
        c if c < 0.40 => Paint::WallWhite,
        c if c < 0.70 => Paint::WallCream,
        c if c < 0.85 => Paint::WallTile,
        _ => Paint::WallBrick,
    };
    let brush = plot.brush(wall, slot);
    let height = plot.size.y;
    let storeys = (height / STOREY_M).round().max(1.0);
    let storey = height / storeys;
    let pitched = plot.is_pitched();
    plot.enclose(builder, height, pitched, &brush);
    if pitched {
        let paint = if plot.chance(63) < 0.55 {
            Paint::RoofGrey
        } else {
            Paint::RoofRed
        };
        Gable {
            eaves: height,
            pitch: HOUSE_PITCH,
            overhang: (0.7, 0.45),
            paint,
        }
        .build(builder, plot, &brush);
    } else {
        flat(builder, plot, height, 0.9, &brush);
        let (w, d) = (plot.size.x / 2.0, plot.size.z / 2.0);
        hut(
            builder,
            plot,
            (w * 0.45, -d * 0.4),
            height,
            Vec3::new(2.8, 2.4, 2.8),
            &brush,
        );
        if !plot.solar {
            heater(builder, plot, (-w * 0.4, d * 0.1), height, &brush);
        }
    }
    let [front, right, back, left] = plot.walls();
    for floor in 0..storeys as u32 {
        let base = floor as f32 * storey;
        if floor > 0 {
            band(builder, plot, base, &brush);
        }
        rooms(builder, &front, base, floor == 0, 3.3, &brush);
        rooms(builder, &back, base, false, 3.8, &brush);
        for side in [&right, &left] {
            rooms(builder, side, base, false, 5.0, &brush);
        }
        if floor > 0 {
            front.balcony(
                builder,
                (0.0, base),
                (front.width * 0.45).max(3.0),
                1.3,
                &brush,
            );
        }
    }
    front.door(builder, 0.0, (1.5, 2.4), &brush);
    let canopy = brush.with(Paint::Trim);
    if storeys < 2.0 {
        front.block(builder, [-1.4, 2.7, 0.0], [1.4, 2.85, 1.2], &canopy);
    } else {
        // Columns carry the balcony over the door.
        let edge = (front.width * 0.45).max(3.0) / 2.0 - 0.15;
        for x in [-edge, edge]
            .into_iter()
            .filter(|&x| !front.is_taken(x, 0.0, 0.3))
        {
            let foot = front.frame.transform_point(Vec3::new(x, -plot.below, 1.15));
            let head = front
                .frame
                .transform_point(Vec3::new(x, storey - 0.1, 1.15));
            builder.bar((foot, 0.13), (head, 0.11), 8, &canopy);
        }
    }
}

/// A row of windows on the floor at `base`; the middle is left to the door.
fn rooms(builder: &mut MeshBuilder, wall: &Wall, base: f32, door: bool, bay: f32, brush: &Brush) {
    for x in wall.bays(bay) {
        if !(door && x.abs() < 1.4) {
            wall.window(builder, (x, base + 0.95), (1.5, 1.45), brush);
        }
    }
}

/// A thin course around the house between two storeys.
fn band(builder: &mut MeshBuilder, plot: &Plot, y: f32, brush: &Brush) {
    let half = Vec3::new(plot.size.x, 0.0, plot.size.z) / 2.0 + Vec3::new(0.05, 0.0, 0.05);
    let trim = brush.with(Paint::Trim);
    builder.block(
        &plot.frame,
        -half + Vec3::Y * (y - 0.12),
        half + Vec3::Y * (y + 0.04),
        &trim,
    );
}

/// Shop with a canopy.
pub fn shop(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let brush = plot.brush(Paint::WallTile, slot);
    let height = plot.size.y;
    plot.enclose(builder, height, false, &brush);
    flat(builder, plot, height, 0.6, &brush);
    let [front, _, back, _] = plot.walls();
    for x in front.bays(3.4) {
        front.proud(
            builder,
            (x - 1.35, 0.15),
            (x + 1.35, 2.5),
            0.03,
            [0.9, 0.6],
            &brush.with(Paint::WindowGlass),
        );
        front.block(
            builder,
            [x - 1.55, 0.0, 0.0],
            [x - 1.4, 2.7, 0.12],
            &brush.with(Paint::WindowFrame),
        );
    }
    let half = front.width / 2.0;
    front.block(
        builder,
        [-half, 2.75, 0.0],
        [half, 2.9, 1.5],
        &brush.with(Paint::Trim),
    );
    front.block(
        builder,
        [-half + 0.2, 2.95, 0.0],
        [half - 0.2, (height - 0.1).min(3.75), 0.16],
        &brush.with(Paint::Canopy),
    );
    let mut base = STOREY_M + 0.9;
    while base + 1.6 < height {
        rooms(builder, &front, base - 0.6, false, 3.4, &brush);
        base += STOREY_M;
    }
    rooms(builder, &back, 0.4, false, 4.0, &brush);
}

/// Shed, pump house, garage.
pub fn shed(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let brush = plot.brush(Paint::WallBrick, slot);
    plot.enclose(builder, plot.size.y, true, &brush);
    Gable {
        eaves: plot.size.y,
        pitch: 0.22,
        overhang: (0.35, 0.25),
        paint: Paint::Sheet,
    }
    .build(builder, plot, &brush);
    let [front, ..] = plot.walls();
    let width = (front.width * 0.5).min(2.4);
    front.door(builder, 0.0, (width, (plot.size.y - 0.4).min(2.3)), &brush);
}
