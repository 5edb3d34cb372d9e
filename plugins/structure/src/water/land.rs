//! The ground of a district in cells.

use taiqu_grid::District;
use taiqu_grid::area::WaterKind;
use taiqu_grid::area::raw::RawWater;
use taiqu_grid::terrain::Relief;

/// How far beyond what is on the map the ground is looked at, m.
const MARGIN_M: f64 = 120.0;
/// How far below the lowest bank water usually stands, and how deep it is, m.
const FREEBOARD_M: f64 = 0.25;
const DEPTH_M: f64 = 0.8;
/// More cells than this are not looked at: they are made wider.
const MOST: f64 = 1e6;

/// The ground of a district in square cells, row by row from the south-west.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Land {
    relief: Relief,
    /// South-west corner, m.
    corner_m: (f64, f64),
    /// Width of a cell, m.
    pub cell_m: f64,
    /// Cells from west to east.
    pub columns: usize,
    /// Height of each cell's middle, or of the bed of the water there, m.
    pub height_m: Vec<f64>,
    /// The river or pond that a cell belongs to.
    pub body: Vec<Option<usize>>,
    /// Rivers and ponds.
    pub bodies: Vec<Body>,
}

/// A river or pond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Which of both.
    pub kind: WaterKind,
    /// Height at which it usually stands, m.
    pub level_m: f64,
}

impl Land {
    /// The ground under all of `district` that has a place; no cells where nothing has.
    pub fn of(district: &District, cell_m: f64) -> Self {
        let relief = Relief::new(district.areas.iter().find_map(|area| area.relief));
        let places = district.places().map(|place| district.network(place));
        let nodes = places.flat_map(|network| network.nodes.iter().filter_map(|node| node.at));
        let around = district.areas.iter().map(|area| &area.surroundings);
        let houses = around.clone().flat_map(|around| &around.buildings);
        let all = nodes.chain(houses.map(|house| house.at));
        let Some((low, high)) = bounds(all) else {
            return Self {
                cell_m,
                ..Self::default()
            };
        };
        let (wide, high) = (high.0 - low.0, high.1 - low.1);
        let cell_m = cell_m.max((wide * high / MOST).sqrt());
        let (columns, rows) = ((wide / cell_m) as usize + 1, (high / cell_m) as usize + 1);
        let waters: Vec<&RawWater> = around.flat_map(|around| &around.water).collect();
        let bodies: Vec<Body> = waters.iter().map(|water| body(water, &relief)).collect();
        let mut land = Self {
            relief,
            corner_m: low,
            cell_m,
            columns,
            height_m: Vec::with_capacity(columns * rows),
            body: Vec::with_capacity(columns * rows),
            bodies,
        };
        for cell in 0..columns * rows {
            let at = land.middle(cell);
            let body = waters.iter().position(|water| is_inside(&water.ring, at));
            let bed = body.map(|body| land.bodies[body].level_m - DEPTH_M);
            land.height_m.push(bed.unwrap_or_else(|| land.ground_m(at)));
            land.body.push(body);
        }
        land
    }

    /// Cells from south to north.
    pub fn rows(&self) -> usize {
        self.height_m.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The middle of a cell, m.
    pub fn middle(&self, cell: usize) -> (f64, f64) {
        let (column, row) = (cell % self.columns, cell / self.columns);
        (
            self.corner_m.0 + (column as f64 + 0.5) * self.cell_m,
            self.corner_m.1 + (row as f64 + 0.5) * self.cell_m,
        )
    }

    /// The cell of a place; none beyond the edge.
    pub fn cell(&self, at: (f64, f64)) -> Option<usize> {
        let column = ((at.0 - self.corner_m.0) / self.cell_m).floor();
        let row = ((at.1 - self.corner_m.1) / self.cell_m).floor();
        let within = |k: f64, count: usize| (0.0..count as f64).contains(&k);
        let inside = within(column, self.columns) && within(row, self.rows());
        inside.then_some(row as usize * self.columns + column as usize)
    }

    /// Height of the ground at a place, m, where there is no water.
    pub fn ground_m(&self, at: (f64, f64)) -> f64 {
        self.relief.height(at.0, at.1)
    }

    /// The cells around one, in order; fewer at the edge.
    pub fn around(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        let (column, row) = (cell % self.columns, cell / self.columns);
        let span = |k: usize, count: usize| k.saturating_sub(1)..(k + 2).min(count);
        let rows = span(row, self.rows());
        let all =
            rows.flat_map(move |r| span(column, self.columns).map(move |c| r * self.columns + c));
        all.filter(move |&other| other != cell)
    }

    /// Whether a cell is at the edge.
    pub fn is_edge(&self, cell: usize) -> bool {
        let (column, row) = (cell % self.columns, cell / self.columns);
        column == 0 || row == 0 || column + 1 == self.columns || row + 1 == self.rows()
    }
}

fn body(water: &RawWater, relief: &Relief) -> Body {
    let banks = water.ring.iter().map(|&(x, y)| relief.height(x, y));
    Body {
        kind: water.kind,
        level_m: banks.fold(f64::INFINITY, f64::min) - FREEBOARD_M,
    }
}

fn bounds(places: impl Iterator<Item = (f64, f64)>) -> Option<((f64, f64), (f64, f64))> {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let ((west, east), (south, north)) = places.fold((none, none), |(x, y), at| {
        (
            (x.0.min(at.0), x.1.max(at.0)),
            (y.0.min(at.1), y.1.max(at.1)),
        )
    });
    (west <= east).then_some((
        (west - MARGIN_M, south - MARGIN_M),
        (east + MARGIN_M, north + MARGIN_M),
    ))
}

/// Whether a place is within a ring: a ray from it crosses the ring an odd number of times.
fn is_inside(ring: &[(f64, f64)], at: (f64, f64)) -> bool {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = ends.filter(|(a, b)| {
        (a.1 > at.1) != (b.1 > at.1) && at.0 < a.0 + (at.1 - a.1) / (b.1 - a.1) * (b.0 - a.0)
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_within_its_ring() {
        let ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (2.0, 1.0), (0.0, 2.0)];
        assert!(is_inside(&ring, (1.0, 1.0)) && is_inside(&ring, (2.0, 0.9)));
        assert!(!is_inside(&ring, (2.0, 1.5)) && !is_inside(&ring, (5.0, 1.0)));
    }
}
