//! The IEEE European LV feeder for comparison with other programs.
//!
//! Without arguments it measures this program alone. `write FOLDER` writes the feeder
//! and its loads for others to read, and the voltages they should find; `run CASE
//! THREADS SECONDS` measures for that long and prints one line of JSON.
#![expect(clippy::print_stdout, reason = "the measurements are the output")]

mod feeder;

use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use taiqu_grid::District;
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Switching};

const STEPS: usize = 1440;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["write", folder, ..] => write(Path::new(folder)),
        ["run", case, threads, seconds, ..] => {
            let threads = threads.parse().expect("a number of threads");
            let seconds = seconds.parse().expect("a number of seconds");
            println!("{}", run(case, threads, Duration::from_secs_f64(seconds)));
        }
        _ => {
            for case in ["loads", "all", "four-wire"] {
                println!("{}", run(case, 1, Duration::from_secs(3)));
            }
        }
    }
}

/// Constant power at the tolerance that all are asked for.
fn options(tolerance: f64) -> Options {
    Options {
        ignore_bands: true,
        anti_float: false,
        tolerance,
        ..Options::default()
    }
}

fn run(case: &str, threads: usize, time: Duration) -> Value {
    let (district, output) = match case {
        "loads" => (feeder::ieee(), Output::Loads),
        "all" => (feeder::ieee(), Output::All),
        "four-wire" => (feeder::four_wire(), Output::Loads),
        _ => panic!("cases are loads, all and four-wire"),
    };
    let model = Model::new(&district);
    let minutes = feeder::minutes(&model);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("a pool");
    let begun = Instant::now();
    let batch = Batch::new(&model, &Switching::of(&district), options(1e-8));
    let factoring_s = begun.elapsed().as_secs_f64();
    let mut series = Series::default();
    let mut solve = || {
        let power = |step: usize, powers: &mut [LoadPower]| powers.copy_from_slice(&minutes[step]);
        pool.install(|| batch.solve(STEPS, power, output, &mut series));
    };
    // Once beforehand: memory that is new to the process is the system's business.
    solve();
    let (begun, begun_cpu) = (Instant::now(), ProcessTime::now());
    let (mut days, mut best) = (0, f64::INFINITY);
    while begun.elapsed() < time {
        let day = ProcessTime::now();
        solve();
        best = best.min(day.elapsed().as_secs_f64());
        days += 1;
    }
    let flows = (days * STEPS) as f64;
    assert!(series.steps.iter().all(|step| step.converged));
    json!({
        "case": case,
        "threads": threads,
        "per_cpu_second": flows / begun_cpu.elapsed().as_secs_f64(),
        "best_per_cpu_second": STEPS as f64 / best,
        "per_second": flows / begun.elapsed().as_secs_f64(),
        "factoring_s": factoring_s,
        "error_v": error_v(&district, &minutes, &series),
    })
}

/// Largest difference of a load's voltage from a solution at 1e-12, V.
fn error_v(district: &District, minutes: &[Vec<LoadPower>], found: &Series) -> f64 {
    let exact = exact(district, minutes);
    let both = exact.load_v.iter().zip(&found.load_v);
    both.map(|(exact, found)| (exact - found).abs())
        .fold(0.0, f64::max)
}

fn exact(district: &District, minutes: &[Vec<LoadPower>]) -> Series {
    let model = Model::new(district);
    let batch = Batch::new(&model, &Switching::of(district), options(1e-12));
    let mut series = Series::default();
    let power = |step: usize, powers: &mut [LoadPower]| powers.copy_from_slice(&minutes[step]);
    batch.solve(STEPS, power, Output::Loads, &mut series);
    series
}

/// Writes `network.json`, the loads' powers as `p_w.f64` and `q_var.f64` and the
/// voltages over them as `v.f64`, step by step, little-endian.
fn write(folder: &Path) {
    let district = feeder::ieee();
    let model = Model::new(&district);
    let minutes = feeder::minutes(&model);
    let series = exact(&district, &minutes);
    std::fs::create_dir_all(folder).expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).expect("a file");
    };
    let numbers = |of: fn(&LoadPower) -> f64| -> Vec<u8> {
        let powers = minutes.iter().flatten();
        powers.flat_map(|power| of(power).to_le_bytes()).collect()
    };
    write("p_w.f64", &numbers(|power| power.p_w));
    write("q_var.f64", &numbers(|power| power.q_var));
    let v = series.load_v.iter().flat_map(|v| v.to_le_bytes());
    write("v.f64", &v.collect::<Vec<u8>>());
    write("network.json", network(&district).to_string().as_bytes());
}

/// The feeder as others are given it.
fn network(district: &District) -> Value {
    let area = &district.areas[0];
    let (nodes, transformer) = (&area.network.nodes, &area.transformers[0]);
    let supply = area.supply.as_ref().expect("a supply");
    let lines = area.network.sections.iter().map(|section| {
        let own = section.z_ohm[0][0];
        let mutual = section.z_ohm[0][1];
        let (z1, z0) = (own - mutual, own + 2.0 * mutual);
        let id = |node: usize| &nodes[node].id;
        json!({
            "from": id(section.from),
            "to": id(section.to),
            "z1_ohm": [z1.re, z1.im],
            "z0_ohm": [z0.re, z0.im],
        })
    });
    let loads = area.loads.iter().map(|load| {
        let phase = &load.connection.to_string()[..1];
        json!({ "node": nodes[load.node].id, "phase": phase })
    });
    json!({
        "source": {
            "node": nodes[supply.node].id,
            "voltage_v": supply.source.voltage_v,
            "z1_ohm": [supply.source.r1_ohm, supply.source.x1_ohm],
            "z0_ohm": [supply.source.r0_ohm, supply.source.x0_ohm],
        },
        "transformer": {
            "hv": nodes[transformer.hv].id,
            "lv": nodes[transformer.lv].id,
            "kva": transformer.rating.kva,
            "hv_v": transformer.rating.hv_v,
            "lv_v": transformer.rating.lv_v,
            "r_pct": transformer.rating.r_pct,
            "x_pct": transformer.rating.x_pct,
        },
        "lines": lines.collect::<Vec<Value>>(),
        "loads": loads.collect::<Vec<Value>>(),
    })
}
