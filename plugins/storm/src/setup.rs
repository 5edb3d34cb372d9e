//! What a storm is made of.

use std::sync::Arc;

use taiqu_grid::{Catalogue, District};
use taiqu_link::DateTime;
use taiqu_structure::Vector;

use crate::{Extremes, Weather};

/// What a storm is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The true district.
    pub truth: Arc<District>,
    /// The catalogue.
    pub catalogue: Arc<Catalogue>,
    /// What the calendar shows at tick 0.
    pub start: DateTime,
    /// How long it is lived, s.
    pub length_s: u64,
    /// Seed of everything random.
    pub seed: u64,
    /// The everyday weather.
    pub everyday: taiqu_field::Weather,
    /// What comes on top.
    pub extremes: Extremes,
}

impl Setup {
    /// The weather.
    pub fn weather(&self) -> Weather {
        Weather::new(self.everyday.clone(), self.extremes.clone())
    }

    /// The middle of what has a place, m.
    pub(crate) fn middle_m(&self) -> Vector {
        let places = self.truth.places();
        let nodes = places.flat_map(|place| &self.truth.network(place).nodes);
        let (mut sum, mut count) = (Vector::default(), 0.0);
        for at in nodes.filter_map(|node| node.at) {
            sum += at.into();
            count += 1.0;
        }
        sum * (1.0 / f64::max(count, 1.0))
    }

    /// The same weather as one course for the whole district.
    pub fn tabled(&self) -> taiqu_field::Weather {
        let (start, hours) = (self.start_hour(), self.length_s as f64 / 3600.0);
        self.weather().tabled(self.middle_m(), start, start + hours)
    }

    pub(crate) fn start_hour(&self) -> f64 {
        self.start.second_of_day() as f64 / 3600.0
    }
}
