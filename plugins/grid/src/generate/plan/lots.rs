//! Buildings on both sides of the streets.

use super::manner::Frontage;
use super::{Lot, Plan, Role};
use crate::area::BuildingStyle;
use crate::generate::draw::Draw;
use crate::generate::geometry::{Footprint, Point};

/// One side of a street that runs along the spine.
struct Row {
    street: usize,
    frontage: Frontage,
    from: f64,
    to: f64,
    /// The street's edge.
    edge: f64,
    /// +1 builds to the left of the edge, −1 to the right.
    side: f64,
}

/// Share of lots that nobody has built on.
const VACANT: f64 = 0.05;

impl Plan {
    pub(super) fn build_lots(&mut self, draw: &mut Draw) {
        let layout = self.layout.clone();
        let half = self.manner.main_width / 2.0;
        let (from, to) = (layout.start + 3.0, layout.end - 3.0);
        for side in [1.0, -1.0] {
            let frontage = Frontage::Main;
            self.row(
                &Row {
                    street: 0,
                    frontage,
                    from,
                    to,
                    edge: side * half,
                    side,
                },
                draw,
            );
        }
        if layout.back > 0.0 {
            let street = self.back_street;
            let edge = layout.back + self.manner.lane_width / 2.0;
            let (frontage, from) = (Frontage::Back, layout.lanes[0] - 14.0);
            self.row(
                &Row {
                    street,
                    frontage,
                    from,
                    to,
                    edge,
                    side: 1.0,
                },
                draw,
            );
        }
        for k in 0..layout.lanes.len() {
            for row in 0..layout.rows {
                let t = self.manner.first_row + self.manner.row_pitch * row as f64;
                for side in [-1.0, 1.0] {
                    self.lane_lot(1 + k, (row, t), side, |plan, t| plan.lane_s(k, t), draw);
                }
            }
        }
        for (k, &s) in layout.south_lanes.iter().enumerate() {
            for row in 0..2 {
                let t = -self.manner.first_row - self.manner.row_pitch * row as f64;
                for side in [-1.0, 1.0] {
                    let street = 1 + layout.lanes.len() + k;
                    self.lane_lot(street, (row, t), side, |_, _| s, draw);
                }
            }
        }
    }

    fn row(&mut self, row: &Row, draw: &mut Draw) {
        let mut s = row.from;
        let mut number = self.first_number + if row.side > 0.0 { 1 } else { 2 };
        while s < row.to - 6.0 {
            let (width, depth, height, style) = self.manner.building(row.frontage, draw);
            let set_back = match row.frontage {
                Frontage::Main => draw.between(self.manner.set_back.0, self.manner.set_back.1),
                _ => draw.between(4.2, 5.6),
            };
            let gap = match row.frontage {
                Frontage::Main => draw.between(self.manner.gap.0, self.manner.gap.1),
                _ => draw.between(3.0, 6.0),
            };
            let (turn, vacant) = (draw.between(-2.5, 2.5), draw.chance(VACANT));
            let t = row.edge + row.side * (set_back + depth / 2.0);
            let faces_road = row.side > 0.0 || self.manner.is_town || draw.chance(0.5);
            let mut front = self.spine.across(s + width / 2.0);
            if faces_road == (row.side > 0.0) {
                front = -front;
            }
            if !self.manner.is_town {
                front = Point::heading(front.to_heading() + turn);
            }
            let centre = self.spine.place(s + width / 2.0, t);
            let footprint = Footprint::new(centre, width, depth, front);
            let room = if self.manner.is_town && row.frontage == Frontage::Main {
                0.05
            } else {
                1.6
            };
            if s + width > row.to || !self.land.takes_building(&footprint, room) {
                s += 1.5;
                continue;
            }
            if !vacant {
                self.lot(footprint, height, style, (row.street, number), draw);
                self.shed(&footprint, -front, draw);
            }
            number += 2;
            s += width + gap;
        }
    }

    fn lane_lot(
        &mut self,
        street: usize,
        (row, t): (usize, f64),
        side: f64,
        lane_s: impl Fn(&Self, f64) -> f64,
        draw: &mut Draw,
    ) {
        let (width, depth, height, style) = self.manner.building(Frontage::Lane, draw);
        let shift = draw.between(-1.2, 1.2);
        let off = self.manner.lane_width / 2.0 + draw.between(3.0, 3.8) + width / 2.0;
        let vacant = draw.chance(VACANT);
        let turn = draw.between(-3.0, 3.0);
        let t = t + t.signum() * depth / 2.0 + shift;
        let middle = lane_s(self, t);
        let s = middle + side * off / self.spine.scale(middle, t);
        let front = Point::heading((-self.spine.across(s)).to_heading() + turn);
        let footprint = Footprint::new(self.spine.place(s, t), width, depth, front);
        if vacant || !self.land.takes_building(&footprint, 1.6) {
            return;
        }
        let number = 2 * row as u32 + if side < 0.0 { 1 } else { 2 };
        self.lot(footprint, height, style, (street, number), draw);
        self.shed(&footprint, front, draw);
    }

    fn lot(
        &mut self,
        footprint: Footprint,
        height: f64,
        style: BuildingStyle,
        (street, number): (usize, u32),
        draw: &mut Draw,
    ) {
        let (role, customers) = match style {
            BuildingStyle::Shop => (Role::Shop, 2),
            BuildingStyle::VillageHouse if draw.chance(self.manner.two_families) => (Role::Home, 2),
            _ => (Role::Home, 1),
        };
        self.land.buildings.push(footprint);
        self.lots.push(Lot {
            footprint,
            height,
            style,
            street,
            number,
            role,
            customers,
        });
    }

    /// A shed or kitchen in the yard of some houses, towards `yard`.
    fn shed(&mut self, house: &Footprint, yard: Point, draw: &mut Draw) {
        let (wanted, size) = (draw.chance(0.34), draw.between(3.0, 4.4));
        let side = if draw.chance(0.5) { 1.0 } else { -1.0 };
        if !wanted || self.manner.is_town {
            return;
        }
        let out = yard.right() * (side * (house.width / 2.0 - size / 2.0));
        let centre = house.centre + yard * (house.depth / 2.0 + 2.3 + size / 2.0) + out;
        let shed = Footprint::new(centre, size, size * 0.8, house.front());
        if self.land.takes_building(&shed, 0.6) {
            self.land.buildings.push(shed);
            self.sheds.push((shed, 2.4));
        }
    }
}
