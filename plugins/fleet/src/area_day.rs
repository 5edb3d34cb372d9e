//! What one area comes to on one day.

use std::time::Duration;

use cpu_time::ThreadTime;
use taiqu_grid::{AssetRef, Connection, District};
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Step, Switching};

use crate::readings::Days;

/// Voltages that supply must keep to, pu of rated: GB/T 12325-2008, single-phase and
/// three-phase.
const SINGLE_PHASE: [f64; 2] = [0.90, 1.07];
const THREE_PHASE: [f64; 2] = [0.93, 1.07];

/// One area on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaDay {
    /// Its name in the fleet.
    pub area: String,
    /// Days since 1970.
    pub day: i32,
    /// Steps of the day, and how many of them converged.
    pub steps: usize,
    pub converged: usize,
    /// Energies of the converged steps, kWh.
    pub source_kwh: f64,
    pub load_kwh: f64,
    pub line_loss_kwh: f64,
    pub transformer_loss_kwh: f64,
    /// One entry a load.
    pub loads: Vec<LoadDay>,
}

/// One load on one day, over the converged steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadDay {
    /// Its id.
    pub id: String,
    /// Lowest, mean and highest voltage over it, V.
    pub lowest_v: f64,
    pub mean_v: f64,
    pub highest_v: f64,
    /// Steps below and above what supply must keep to.
    pub below: usize,
    pub above: usize,
}

/// Processor time taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// By compiling and factoring.
    pub factoring: Duration,
    /// By solving.
    pub solving: Duration,
}

/// Solves the area `name` of `district` for the readings of `days`, `steps` a day.
pub fn solve(district: &District, name: &str, days: &Days, steps: usize) -> (Vec<AreaDay>, Taken) {
    let begun = ThreadTime::now();
    let model = Model::new(district);
    let batch = Batch::new(&model, &Switching::of(district), Options::default());
    let factoring = begun.elapsed();
    let begun = ThreadTime::now();
    let count = model.loads().len();
    let mut series = Series::default();
    let mut results = Vec::with_capacity(days.len());
    for (&day, powers) in days {
        let power = |step: usize, out: &mut [LoadPower]| {
            out.copy_from_slice(&powers[step * count..][..count]);
        };
        batch.solve(steps, power, Output::Loads, &mut series);
        let loads = (0..count).map(|k| load_day(district, model.loads()[k], &series, k));
        let kwh = |of: fn(&Step) -> f64| {
            let hours = 24.0 / steps as f64;
            let converged = series.steps.iter().filter(|step| step.converged);
            converged.map(of).sum::<f64>() * hours / 1e3
        };
        results.push(AreaDay {
            area: name.to_owned(),
            day,
            steps,
            converged: series.steps.iter().filter(|step| step.converged).count(),
            source_kwh: kwh(|step| step.source_w),
            load_kwh: kwh(|step| step.load_w),
            line_loss_kwh: kwh(|step| step.line_w),
            transformer_loss_kwh: kwh(|step| step.transformer_w),
            loads: loads.collect(),
        });
    }
    let solving = begun.elapsed();
    (results, Taken { factoring, solving })
}

fn load_day(district: &District, asset: AssetRef, series: &Series, number: usize) -> LoadDay {
    let load = &district.areas[0].loads[asset.index as usize];
    let count = series.load_v.len() / series.steps.len().max(1);
    let [min, max] = band(load.connection).map(|pu| pu * load.rated_v);
    let mut result = LoadDay {
        id: load.id.clone(),
        lowest_v: f64::INFINITY,
        ..LoadDay::default()
    };
    let mut converged = 0;
    for (step, row) in series.steps.iter().zip(series.load_v.chunks_exact(count)) {
        if !step.converged {
            continue;
        }
        let v = row[number];
        converged += 1;
        result.lowest_v = result.lowest_v.min(v);
        result.highest_v = result.highest_v.max(v);
        result.mean_v += v;
        result.below += usize::from(v < min);
        result.above += usize::from(v > max);
    }
    if converged == 0 {
        result.lowest_v = 0.0;
    } else {
        result.mean_v /= f64::from(converged);
    }
    result
}

fn band(connection: Connection) -> [f64; 2] {
    if connection.branches().len() > 1 {
        THREE_PHASE
    } else {
        SINGLE_PHASE
    }
}
