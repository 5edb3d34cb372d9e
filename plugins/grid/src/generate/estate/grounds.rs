//! What an estate has besides blocks: annexes by the gate, roads, a garden, the
//! street before it, a canal and fields beyond.

use super::{Annex, Estate, TO_ROAD};
use crate::Text;
use crate::area::raw::{RawArea, RawBuilding, RawRoad, RawWater};
use crate::area::{BuildingStyle, WaterKind};
use crate::generate::country::{Planting, written};
use crate::generate::customers::Use;
use crate::generate::draw::{Draw, Purpose};
use crate::generate::geometry::Point;

/// Outer road, from the central one.
const OUTER: f64 = 72.0;
/// The street before the gate.
const STREET: f64 = -33.0;
const CANAL: f64 = -66.0;

/// Small buildings of an estate of this size.
pub(super) fn annexes(customers: u32) -> Vec<Annex> {
    let shop = |k: u32| {
        let side = if k.is_multiple_of(2) { -1.0 } else { 1.0 };
        let x = side * (16.0 + 10.4 * f64::from(k / 2));
        Annex {
            use_: Use::Shop,
            style: BuildingStyle::Shop,
            name: Text::new(format!("商铺{}号", k + 1), format!("Shop {}", k + 1)),
            at: (x, -14.0),
            size: (10.0, 9.0, 4.6),
        }
    };
    let other = |use_, style, zh: &str, en: &str, at, size| Annex {
        use_,
        style,
        name: Text::new(zh, en),
        at,
        size,
    };
    let mut annexes = vec![other(
        Use::Office,
        BuildingStyle::Public,
        "物业",
        "Property Office",
        (-17.0, 8.0),
        (11.0, 8.0, 4.2),
    )];
    if customers >= 40 {
        let at = (37.0, 8.0);
        annexes.push(other(
            Use::Pump,
            BuildingStyle::Shed,
            "泵房",
            "Pump House",
            at,
            (7.0, 5.0, 3.4),
        ));
        annexes.extend((0..4).map(shop));
    }
    if customers >= 120 {
        let at = (58.0, 6.0);
        annexes.push(other(
            Use::Chargers(8),
            BuildingStyle::Shed,
            "充电站",
            "Charging Station",
            at,
            (5.0, 3.0, 3.0),
        ));
        let at = (-46.0, 7.0);
        annexes.push(other(
            Use::School,
            BuildingStyle::Public,
            "幼儿园",
            "Kindergarten",
            at,
            (24.0, 11.0, 7.2),
        ));
        annexes.extend((4..6).map(shop));
    }
    annexes
}

/// Adds buildings, roads, water, fields and trees.
pub(super) fn surround(area: &mut RawArea, estate: &mut Estate, (seed, place): (u64, u32)) {
    let blocks = estate.blocks.iter().map(|block| {
        let style = if block.is_tower {
            BuildingStyle::Tower
        } else {
            BuildingStyle::Slab
        };
        (block.size().2, style)
    });
    let annexes = estate
        .annexes
        .iter()
        .map(|annex| (annex.size.2, annex.style));
    let looks: Vec<_> = blocks.chain(annexes).collect();
    let buildings = estate
        .land
        .buildings
        .iter()
        .zip(looks)
        .map(|(f, (height, style))| RawBuilding {
            at: f.centre.written(),
            size_m: (f.width, f.depth, height),
            heading_deg: f.heading,
            style,
        });
    area.buildings = buildings.collect();
    lay_roads(area, estate);
    let mut draw = Draw::new(seed, place, Purpose::Fields);
    lay_water(area, estate, &mut draw);
    let fields = fields(estate, &mut draw);
    area.fields = fields.iter().map(|ring| written(ring)).collect();
    plant(
        area,
        estate,
        &fields,
        Draw::new(seed, place, Purpose::Trees),
    );
}

fn lay_roads(area: &mut RawArea, estate: &mut Estate) {
    let top = estate.top;
    let mut rows: Vec<f64> = estate
        .blocks
        .iter()
        .map(|block| block.back() + TO_ROAD)
        .collect();
    rows.dedup();
    let mut roads = vec![
        (
            vec![(-330.0, STREET), (0.0, STREET), (330.0, STREET)],
            15.0,
            "育才路",
            "Yucai Road",
        ),
        (
            vec![(0.0, STREET), (0.0, 17.0), (0.0, top)],
            7.0,
            "中心路",
            "Central Road",
        ),
        (
            vec![
                (0.0, 17.0),
                (-OUTER, 17.0),
                (-OUTER, top),
                (0.0, top),
                (OUTER, top),
                (OUTER, 17.0),
                (0.0, 17.0),
            ],
            6.0,
            "环路",
            "Ring Road",
        ),
    ];
    for &y in rows.iter().filter(|&&y| y < top - 1.0) {
        roads.push((
            vec![(-OUTER, y), (0.0, y), (OUTER, y)],
            8.5,
            "宅前路",
            "Row Lane",
        ));
    }
    for (points, width_m, zh, en) in roads {
        let line: Vec<Point> = points.into_iter().map(|(x, y)| estate.at(x, y)).collect();
        estate.land.road(&line, width_m / 2.0);
        area.roads.push(RawRoad {
            points: written(&line),
            width_m,
            name: Text::new(zh, en),
        });
    }
}

fn lay_water(area: &mut RawArea, estate: &mut Estate, draw: &mut Draw) {
    let tau = std::f64::consts::TAU;
    let phase = draw.between(0.0, tau);
    let shore = |side: f64| {
        move |k: i32| {
            let x = f64::from(k) * 10.0;
            (
                x,
                CANAL + side * 8.0 + 2.0 * (x / 60.0 + phase + side * 0.3).sin(),
            )
        }
    };
    let north = (-33..=33).map(shore(1.0));
    let south = (-33..=33).rev().map(shore(-1.0));
    let canal: Vec<Point> = north.chain(south).map(|(x, y)| estate.at(x, y)).collect();
    let mut water = vec![(WaterKind::River, canal)];
    if let Some(garden) = garden(estate) {
        let pond = (0..26).map(|k| {
            let angle = tau * f64::from(k) / 26.0;
            let r = 1.0 + 0.14 * (2.0 * angle + phase).sin();
            estate.at(
                -34.0 + 17.0 * r * angle.cos(),
                garden + 7.5 * r * angle.sin(),
            )
        });
        water.push((WaterKind::Pond, pond.collect()));
    }
    for (kind, ring) in water {
        area.water.push(RawWater {
            kind,
            ring: written(&ring),
        });
        estate.land.flood(&ring);
    }
}

/// y of the middle of the garden, where two rows stand farther apart.
fn garden(estate: &Estate) -> Option<f64> {
    let pairs = estate.blocks.windows(2);
    let wide = pairs
        .filter(|p| p[1].front() - p[0].back() > 36.0)
        .map(|p| (&p[0], &p[1]))
        .next()?;
    Some(f64::midpoint(wide.0.back() + TO_ROAD + 4.0, wide.1.front()))
}

/// Fields beyond the canal.
fn fields(estate: &Estate, draw: &mut Draw) -> Vec<Vec<Point>> {
    let mut fields = Vec::new();
    for row in 0..4 {
        let y = CANAL - 20.0 - 27.0 * f64::from(row);
        let mut x = -300.0;
        while x < 300.0 {
            let wide = draw.between(18.0, 46.0);
            let corners = [(x, y), (x + wide, y), (x + wide, y - 26.4), (x, y - 26.4)];
            let ring: Vec<Point> = corners.iter().map(|&(x, y)| estate.at(x, y)).collect();
            if !draw.chance(0.05) {
                fields.push(ring);
            }
            x += wide + 0.6;
        }
    }
    fields
}

fn plant(area: &mut RawArea, estate: &Estate, fields: &[Vec<Point>], draw: Draw) {
    let mut planting = Planting::new(&estate.land, fields, draw);
    let places = |line: &[(f64, f64)]| line.iter().map(|&p| p.into()).collect::<Vec<Point>>();
    for (k, road) in area.roads.iter().enumerate() {
        let (step, height) = if k == 0 {
            (10.0, (7.0, 10.0))
        } else {
            (9.0, (4.5, 7.0))
        };
        for side in [-1.0, 1.0] {
            planting.row(
                &places(&road.points),
                side * (road.width_m / 2.0 + 2.6),
                step,
                height,
            );
        }
    }
    for water in &area.water {
        planting.row(&places(&water.ring), 2.6, 8.0, (5.0, 8.5));
        planting.row(&places(&water.ring), -2.6, 8.0, (5.0, 8.5));
    }
    for block in &estate.blocks {
        for k in -3..=3 {
            let x = block.x + 7.6 * f64::from(k);
            planting.clump(estate.at(x, block.front() - 6.0), 3.4, 2, (3.2, 6.0));
        }
    }
    if let Some(y) = garden(estate) {
        planting.clump(estate.at(34.0, y), 21.0, 34, (4.5, 10.0));
        planting.clump(estate.at(-34.0, y), 24.0, 20, (4.0, 8.0));
    }
    for k in -11..=11 {
        let x = 24.0 * f64::from(k);
        planting.clump(estate.at(x, estate.top + 34.0), 15.0, 6, (6.0, 11.0));
        if x.abs() > 84.0 {
            planting.clump(estate.at(x, 0.45 * estate.top), 40.0, 12, (5.0, 10.0));
        }
    }
    area.trees = planting.finish();
}
