//! A made-up fleet solved from beginning to end: `cargo bench -p taiqu_fleet -- 20000`.
//!
//! Makes areas of 200 customers with 96 readings a day, in a folder of its own (160 kB
//! an area), solves them on one thread, and prints what it took and the most memory it
//! had.
#![expect(clippy::print_stdout, reason = "the measurements are the output")]

use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;
use taiqu_fleet::{Fleet, Options, run};
use taiqu_grid::Catalogue;

const AREAS: u32 = 1000;
const CUSTOMERS: u32 = 200;
const STEPS: usize = 96;

fn main() {
    let count = std::env::args().find_map(|word| word.parse().ok());
    let count = count.unwrap_or(AREAS);
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/catalogue");
    let catalogue = Catalogue::open(&assets).into_result();
    let catalogue = catalogue.expect("the shipped catalogue");
    let folder = tempfile::tempdir().expect("a folder");
    let fleet = Fleet::made(count, CUSTOMERS, &folder.path().join("readings"), catalogue);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("a pool");
    let options = Options { steps: STEPS };
    let solve = |out: &str| {
        let (begun, cpu) = (Instant::now(), ProcessTime::now());
        let out = folder.path().join(out);
        let summary = pool.install(|| run(&fleet, options, &out, |_, _| {}));
        let summary = summary.expect("results");
        assert_eq!((summary.skipped, summary.totals.not_converged), (0, 0));
        let (elapsed, cpu) = (begun.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
        (summary, elapsed, cpu)
    };
    // The first run makes the readings up.
    let (_, making, _) = solve("first");
    let (summary, elapsed, cpu) = solve("second");
    println!(
        "{} areas, {} power flows: {cpu:.1} s of processor, {elapsed:.1} s elapsed \
         ({making:.1} s with making the readings)",
        summary.areas, summary.totals.power_flows
    );
    println!(
        "reading {:.1} s, compiling and factoring {:.1} s, solving {:.1} s, writing {:.1} s",
        summary.reading_s, summary.factoring_s, summary.solving_s, summary.writing_s
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("most memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
}
