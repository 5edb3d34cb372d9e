//! An estate of flats: blocks in rows about a central road, cables in the verges, a
//! box substation by the gate.

mod cables;
mod grounds;

use super::customers::{Customers, evening_kva};
use super::draft::Draft;
use super::draw::{Draw, Purpose};
use super::geometry::{Footprint, Point, tenth};
use super::land::Land;
use super::phases;
use super::sizes;
use super::station::Station;
use crate::Text;
use crate::area::BuildingStyle;
use crate::area::raw::RawArea;

/// Homes at a stair of a slab block, and at the one of a tower.
const PER_STAIR: u32 = 12;
const PER_TOWER: u32 = 36;
const STAIRS: u32 = 3;
/// Measures of blocks, m: width, depth, height.
const SLAB: (f64, f64, f64) = (51.0, 12.6, 18.8);
const TOWER: (f64, f64, f64) = (25.0, 19.0, 53.6);
/// Middle of a column of blocks, from the central road.
const COLUMN: f64 = 37.0;
/// Middle of the road behind a row, from the row's back wall.
const TO_ROAD: f64 = 8.6;

/// A block of flats.
#[derive(Clone, Debug)]
struct Block {
    is_tower: bool,
    /// Middle in the estate's own axes, x to the right of the gate's road.
    x: f64,
    y: f64,
    /// Homes at each stair.
    stairs: Vec<u32>,
}

impl Block {
    fn size(&self) -> (f64, f64, f64) {
        if self.is_tower { TOWER } else { SLAB }
    }

    /// y of the wall with the stairs.
    fn back(&self) -> f64 {
        self.y + self.size().1 / 2.0
    }

    fn front(&self) -> f64 {
        self.y - self.size().1 / 2.0
    }
}

/// A small building with one customer or more.
#[derive(Clone, Debug)]
struct Annex {
    use_: super::customers::Use,
    style: BuildingStyle,
    name: Text,
    at: (f64, f64),
    size: (f64, f64, f64),
}

/// An estate before it is wired.
#[derive(Clone, Debug)]
struct Estate {
    blocks: Vec<Block>,
    annexes: Vec<Annex>,
    land: Land,
    /// Turn of the estate's axes.
    right: Point,
    up: Point,
    /// y of the northern end.
    top: f64,
    /// How far east it lies.
    east: f64,
}

impl Estate {
    /// A place in the estate's axes as a position.
    fn at(&self, x: f64, y: f64) -> Point {
        (Point::new(self.east, 0.0) + self.right * x + self.up * (y - self.top / 2.0)).rounded()
    }

    /// Places in the estate's axes as positions.
    fn trace(&self, places: &[(f64, f64)]) -> Vec<Point> {
        places.iter().map(|&(x, y)| self.at(x, y)).collect()
    }

    fn footprint(&self, (x, y): (f64, f64), (width, depth): (f64, f64), front: Point) -> Footprint {
        Footprint::new(self.at(x, y), width, depth, front)
    }

    fn new(customers: u32, seed: u64, place: u32) -> Self {
        let annexes = grounds::annexes(customers);
        let others = annexes.len() as u32;
        let mut blocks: u32 = 0;
        // Every block has a customer for its lifts and lamps.
        while blocks * PER_TOWER + others + blocks < customers {
            blocks += 1;
        }
        let mut homes = customers.saturating_sub(others + blocks);
        let towers = if blocks >= 4 {
            2 * (blocks / 6).max(1)
        } else {
            0
        };
        let rows = blocks.div_ceil(2);
        let mut y = 34.0;
        let mut plan = Vec::new();
        for row in 0..rows {
            let is_tower = row * 2 >= blocks.saturating_sub(towers);
            for side in [-1.0, 1.0] {
                if plan.len() as u32 == blocks {
                    break;
                }
                let each = if is_tower { PER_TOWER / 2 } else { PER_STAIR };
                let stairs = (0..if is_tower { 2 } else { STAIRS }).map(|_| {
                    let here = homes.min(each);
                    homes -= here;
                    here
                });
                let stairs = stairs.collect();
                plan.push(Block {
                    is_tower,
                    x: side * COLUMN,
                    y,
                    stairs,
                });
            }
            let is_middle = rows > 2 && row == rows - 2;
            y += if is_middle { 62.0 } else { 38.0 };
        }
        let east = EACH * f64::from(place);
        // A tenth of a degree is what headings are written to.
        let turn = tenth(Draw::new(seed, place, Purpose::Shape).between(-9.0, 9.0));
        let up = Point::heading(turn);
        let top = plan.last().map_or(40.0, Block::back) + TO_ROAD;
        let mut estate = Self {
            blocks: plan,
            annexes,
            land: Land::default(),
            right: up.right(),
            up,
            top,
            east,
        };
        for k in 0..estate.blocks.len() {
            let block = &estate.blocks[k];
            let (width, depth, _) = block.size();
            let footprint = estate.footprint((block.x, block.y), (width, depth), -up);
            estate.land.buildings.push(footprint);
        }
        for k in 0..estate.annexes.len() {
            let annex = &estate.annexes[k];
            let footprint = estate.footprint(annex.at, (annex.size.0, annex.size.1), -up);
            estate.land.buildings.push(footprint);
        }
        estate
    }
}

/// Where the substation stands, in the estate's axes.
const SUBSTATION: (f64, f64) = (13.0, 8.0);
/// From one estate of a folder to the next, m.
const EACH: f64 = 900.0;

/// An estate of `customers` customers.
pub(super) fn estate(
    area: RawArea,
    customers: u32,
    (seed, place, key): (u64, u32, u32),
    name: &Text,
) -> RawArea {
    let mut estate = Estate::new(customers, seed, place);
    let mut draft = Draft::new(area, key);
    let mut people = Customers::new(seed, place);
    people.car_share = 0.18;
    let boxes = cables::add_boxes(&mut draft, &estate, &mut people, name, (seed, place));
    let lines = cables::lines(&boxes);
    phases::deal(&mut draft, &lines, Draw::new(seed, place, Purpose::Phases));
    let count = draft.area.nodes.len();
    let rated = sizes::transformer(evening_kva(&draft));
    let at = estate.at(SUBSTATION.0, SUBSTATION.1);
    let hv = cables::add_supply(&mut draft, &estate, at);
    let heading = (-estate.right).to_heading();
    estate
        .land
        .pads
        .push(Footprint::new(at, 5.0, 3.6, -estate.right));
    let station = Station {
        at,
        heading,
        in_box: true,
        rated,
    };
    let bus = station.add(&mut draft, &hv);
    cables::add_feeders(&mut draft, &mut estate, &boxes, (&bus, at));
    draft.area.nodes.rotate_left(count);
    grounds::surround(&mut draft.area, &mut estate, (seed, place));
    draft.area
}
