//! The winds over a district: one course for all of it, or one for each of its parts.
//!
//! Everyday wind and a typhoon, which is a hundred kilometres wide, are the same all over a
//! town. The front of a squall takes minutes to cross one, and a downburst blows to all sides
//! from a place in it: where there are such, each cell of some hundred metres in which
//! something stands has a mean wind of its own. The pattern of gusts is one for all; it is
//! carried on by each cell's wind.

use std::collections::BTreeSet;

use taiqu_structure::Vector;

use super::Passage;
use crate::Weather;

/// Side of a cell, m.
const CELL_M: f64 = 250.0;

/// The mean winds over a district, tabled over a storm's length.
#[derive(Clone, Debug)]
pub struct Winds {
    /// The middles of cells, m, and what passes there.
    cells: Vec<(Vector, Passage)>,
}

impl Winds {
    /// Those of `weather` over a district with its middle at `middle_m`, at the `places` at
    /// which something stands, from `start_hour`, hours since midnight of the first day, for
    /// `length_s`.
    pub fn new(
        weather: &Weather,
        middle_m: Vector,
        places: impl IntoIterator<Item = Vector>,
        start_hour: f64,
        length_s: f64,
    ) -> Self {
        let count = |off_m: f64| (off_m / CELL_M).round() as i64;
        let cells: BTreeSet<(i64, i64)> = if weather.is_local() {
            let offs = places.into_iter().map(|place| place - middle_m);
            offs.map(|off| (count(off.x), count(off.y))).collect()
        } else {
            BTreeSet::new()
        };
        let middles = cells.into_iter().map(|(east, north)| {
            let off = Vector::new(east as f64, north as f64) * CELL_M;
            middle_m + off
        });
        let mut middles: Vec<Vector> = middles.collect();
        if middles.is_empty() {
            middles.push(middle_m);
        }
        let passes = |at| {
            (
                at,
                Passage::at_place(weather, at, middle_m, start_hour, length_s),
            )
        };
        Self {
            cells: middles.into_iter().map(passes).collect(),
        }
    }

    /// What passes in each of its cells.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.cells.iter().map(|(_, passage)| passage)
    }

    /// The index of the cell nearest to a place.
    pub fn cell(&self, place_m: Vector) -> usize {
        if self.cells.len() < 2 {
            return 0;
        }
        let away = self.cells.iter().map(|(at, _)| {
            let off = place_m - *at;
            off.dot(off)
        });
        let nearest = away.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        nearest.map_or(0, |(cell, _)| cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extremes;
    use crate::wind::{Downburst, Fix, Typhoon};

    fn winds(extremes: Extremes) -> Winds {
        let weather = Weather::new(taiqu_field::Weather::default(), extremes);
        let places = [-900.0, -880.0, 0.0, 900.0].map(|east| Vector::new(east, 0.0));
        Winds::new(&weather, Vector::default(), places, 0.0, 600.0)
    }

    #[test]
    fn a_typhoon_has_one_course_and_a_downburst_one_for_each_part() {
        let fix = |hour: f64| Fix {
            hour,
            at_km: (20.0, 30.0 * hour),
            pressure_hpa: 950.0,
            radius_km: 30.0,
        };
        let typhoon = Some(Typhoon {
            track: vec![fix(0.0), fix(12.0)],
            shape: None,
            outside_hpa: 1008.0,
            landfall_hour: None,
            filling_per_h: 0.0,
        });
        let typhoon = winds(Extremes {
            typhoon,
            ..Extremes::default()
        });
        assert_eq!(typhoon.passages().count(), 1);
        assert_eq!(typhoon.cell(Vector::new(900.0, 0.0)), 0);
        let burst = Downburst {
            hour: 0.0,
            at_m: (0.0, 0.0),
            peak_m_s: 30.0,
            radius_m: 900.0,
            fades_m: 600.0,
            lasts_s: 600.0,
            from_deg: 0.0,
            moves_m_s: 0.0,
        };
        let burst = winds(Extremes {
            downbursts: vec![burst],
            ..Extremes::default()
        });
        assert_eq!(burst.passages().count(), 3);
        let blows = |east: f64| {
            let cell = burst.cell(Vector::new(east, 0.0));
            let passage = burst.passages().nth(cell).expect("a cell");
            passage.at(120.0).wind_of(1.0)
        };
        assert_eq!(blows(-900.0), blows(-880.0));
        assert!((blows(900.0) + blows(-900.0)).length() < 1.0);
        assert!(blows(900.0).x > 20.0);
    }
}
