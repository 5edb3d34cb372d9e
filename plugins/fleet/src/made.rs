//! Made-up readings of an invented area.

use std::path::Path;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use taiqu_grid::{Area, District, Problem};
use taiqu_powerflow::Model;

use crate::readings::{Reading, Readings, write_readings};

/// The first of July 2026, in days since 1970.
const DAY: i32 = 20_635;
const DAY_S: u64 = 86_400;

/// Writes one day of readings of `steps` steps: every load's profile, more or less.
pub fn write(path: &Path, area: &Area, seed: u64, steps: usize) -> Result<(), Problem> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let model = Model::new(&District::alone(area.clone()));
    let course: Vec<_> = (0..steps as u64)
        .map(|step| model.powers_at(step * DAY_S / steps as u64))
        .collect();
    let mut rows = Vec::with_capacity(steps * area.loads.len());
    for load in 0..area.loads.len() {
        let own: f64 = random.random_range(0.6..1.2);
        for (step, powers) in course.iter().enumerate() {
            let factor = own * random.random_range(0.7..1.3);
            rows.push(Reading {
                load: load as u32,
                step: step as u32,
                p_w: (powers[load].p_w * factor) as f32,
                q_var: (powers[load].q_var * factor) as f32,
            });
        }
    }
    let ids = area.loads.iter().map(|load| load.id.clone()).collect();
    let readings = Readings {
        ids,
        day: DAY,
        rows,
    };
    write_readings(path, &readings)
}
