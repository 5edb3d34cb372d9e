//! Where water gathers, how much each place holds, and where it runs over.

use std::collections::BTreeMap;

use taiqu_grid::area::WaterKind;

use super::land::Land;

/// The basins of some ground.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basins {
    /// The ground.
    pub land: Land,
    /// The basin of each cell.
    of_cell: Vec<usize>,
    /// The basins.
    pub(super) all: Vec<Basin>,
    /// Where they run over.
    pub(super) sills: Vec<Sill>,
}

/// A basin.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Basin {
    /// Heights of its cells, rising, m.
    heights_m: Vec<f64>,
    /// Sum of the heights before each.
    sums_m: Vec<f64>,
    /// Area of a cell, m².
    cell_m2: f64,
    /// The river in it, with its usual level, m.
    pub river_m: Option<f64>,
    /// The level to which it is usually filled, m.
    pub usual_m: f64,
}

/// Where water runs over between a basin and another, or the outside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sill {
    pub one: usize,
    pub other: Option<usize>,
    /// Heights of its pieces, rising, m; each is as wide as a cell.
    pub heights_m: Vec<f64>,
}

impl Basins {
    /// Those of `land`.
    pub fn of(land: Land) -> Self {
        let of_cell = gather(&land);
        let count = of_cell.iter().map(|&basin| basin + 1).max().unwrap_or(0);
        let cell_m2 = land.cell_m * land.cell_m;
        let mut all = vec![
            Basin {
                cell_m2,
                usual_m: f64::NEG_INFINITY,
                ..Basin::default()
            };
            count
        ];
        for (cell, &basin) in of_cell.iter().enumerate() {
            let basin = &mut all[basin];
            basin.heights_m.push(land.height_m[cell]);
            let Some(body) = land.body[cell].map(|body| land.bodies[body]) else {
                continue;
            };
            basin.usual_m = basin.usual_m.max(body.level_m);
            if body.kind == WaterKind::River {
                basin.river_m = Some(body.level_m);
            }
        }
        for basin in &mut all {
            basin.heights_m.sort_by(f64::total_cmp);
            basin.sums_m = basin
                .heights_m
                .iter()
                .scan(0.0, |sum, height| {
                    let before = *sum;
                    *sum += height;
                    Some(before)
                })
                .collect();
        }
        let sills = sills(&land, &of_cell);
        Self {
            land,
            of_cell,
            all,
            sills,
        }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.all.len()
    }

    /// The basin of a place; none beyond the edge.
    pub fn at(&self, place_m: (f64, f64)) -> Option<usize> {
        self.land.cell(place_m).map(|cell| self.of_cell[cell])
    }

    /// The basin of each cell.
    pub fn of_cells(&self) -> &[usize] {
        &self.of_cell
    }
}

impl Basin {
    /// All that drains to it, m².
    pub fn area_m2(&self) -> f64 {
        self.heights_m.len() as f64 * self.cell_m2
    }

    /// Its lowest place, m.
    pub fn floor_m(&self) -> f64 {
        self.heights_m.first().copied().unwrap_or(0.0)
    }

    /// What it holds up to a level, m³.
    pub fn volume_m3(&self, level_m: f64) -> f64 {
        let under = self.heights_m.partition_point(|&height| height < level_m);
        match under.checked_sub(1) {
            None => 0.0,
            Some(last) => {
                let sum = self.sums_m[last] + self.heights_m[last];
                (under as f64 * level_m - sum) * self.cell_m2
            }
        }
    }

    /// The level up to which it is filled by a volume, m; its floor when empty.
    pub fn level_m(&self, volume_m3: f64) -> f64 {
        let wants_m = volume_m3 / self.cell_m2;
        // Cells that are under water when it just reaches the next.
        let (mut under, mut above) = (1, self.heights_m.len());
        while under < above {
            let middle = under.midpoint(above);
            let next = self.heights_m[middle];
            if middle as f64 * next - self.sums_m[middle] < wants_m {
                under = middle + 1;
            } else {
                above = middle;
            }
        }
        match self.heights_m.get(under - 1) {
            None => 0.0,
            Some(last) => (wants_m + self.sums_m[under - 1] + last) / under as f64,
        }
    }
}

/// The basin of each cell: that of its river or pond, else that to which it drains.
fn gather(land: &Land) -> Vec<usize> {
    let cells = land.height_m.len();
    let mut first = vec![None; land.bodies.len()];
    let mut lowest: Vec<usize> = (0..cells)
        .map(|cell| match land.body[cell] {
            Some(body) => *first[body].get_or_insert(cell),
            None => falls_to(land, cell),
        })
        .collect();
    // From low to high, so that where a cell drains to is known already; of equal heights
    // the earlier cell counts as lower.
    let mut order: Vec<usize> = (0..cells).collect();
    order.sort_by(|&a, &b| {
        land.height_m[a]
            .total_cmp(&land.height_m[b])
            .then(a.cmp(&b))
    });
    for cell in order {
        lowest[cell] = lowest[lowest[cell]];
    }
    let mut numbers = BTreeMap::new();
    for &cell in &lowest {
        let next = numbers.len();
        numbers.entry(cell).or_insert(next);
    }
    lowest.iter().map(|cell| numbers[cell]).collect()
}

/// The cell to which one drains, itself where it is lower than all around.
fn falls_to(land: &Land, cell: usize) -> usize {
    let lower = |a: usize, b: usize| {
        let by_height = land.height_m[a].total_cmp(&land.height_m[b]);
        by_height.then(a.cmp(&b))
    };
    // Diagonal neighbours are farther: the way is the steepest, not the lowest.
    let slope = |other: usize| {
        let aslant = other % land.columns != cell % land.columns
            && other / land.columns != cell / land.columns;
        let away = if aslant {
            std::f64::consts::SQRT_2
        } else {
            1.0
        };
        (land.height_m[cell] - land.height_m[other]) / away
    };
    let below = land
        .around(cell)
        .filter(|&other| lower(other, cell).is_lt());
    let steepest = below.max_by(|&a, &b| slope(a).total_cmp(&slope(b)).then(b.cmp(&a)));
    steepest.unwrap_or(cell)
}

/// Where basins meet, and where they end at the edge.
fn sills(land: &Land, of_cell: &[usize]) -> Vec<Sill> {
    let mut pieces: BTreeMap<(usize, Option<usize>), Vec<f64>> = BTreeMap::new();
    for (cell, &basin) in of_cell.iter().enumerate() {
        let height = land.height_m[cell];
        if land.is_edge(cell) {
            pieces.entry((basin, None)).or_default().push(height);
        }
        // Each pair of neighbours once, side by side only: corners have no width.
        for other in [cell + 1, cell + land.columns] {
            let beside = other == cell + land.columns || other % land.columns != 0;
            let Some(&beyond) = of_cell.get(other).filter(|_| beside) else {
                continue;
            };
            if beyond != basin {
                let (one, two) = (basin.min(beyond), basin.max(beyond));
                let over = height.max(land.height_m[other]);
                pieces.entry((one, Some(two))).or_default().push(over);
            }
        }
    }
    let sills = pieces.into_iter().map(|((one, other), mut heights_m)| {
        heights_m.sort_by(f64::total_cmp);
        Sill {
            one,
            other,
            heights_m,
        }
    });
    sills.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_and_level_are_each_others_inverse() {
        let heights_m = vec![-1.0, -0.5, -0.5, 0.0, 2.0];
        let sums_m = vec![0.0, -1.0, -1.5, -2.0, -2.0];
        let basin = Basin {
            heights_m,
            sums_m,
            cell_m2: 4.0,
            river_m: None,
            usual_m: f64::NEG_INFINITY,
        };
        assert!(basin.volume_m3(-1.5).abs() < 1e-12 && (basin.level_m(0.0) + 1.0).abs() < 1e-12);
        // Half a metre over one cell, then over three.
        assert!((basin.volume_m3(-0.5) - 2.0).abs() < 1e-12);
        assert!((basin.volume_m3(0.0) - 8.0).abs() < 1e-12);
        for level in [-0.9, -0.5, -0.2, 0.7, 2.0, 3.5] {
            assert!((basin.level_m(basin.volume_m3(level)) - level).abs() < 1e-12);
        }
    }
}
