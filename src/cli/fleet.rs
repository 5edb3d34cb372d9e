//! `taiqu fleet`: the power flow of thousands of areas.

use std::process::ExitCode;
use std::time::Instant;

use cpu_time::ProcessTime;
use serde::Serialize;
use taiqu_fleet::{Fleet, Options, Skipped, Summary};
use taiqu_grid::Text;

use super::args::FleetArgs;
use super::generate::check_customers;
use super::output::{Output, Progress};
use super::{Outcome, catalogue};

#[derive(Serialize)]
struct Ran {
    #[serde(flatten)]
    summary: Summary,
    seconds: f64,
    cpu_seconds: f64,
}

/// Solves the fleet that `args` name.
pub fn run(args: &FleetArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let fleet = match (&args.areas, args.generate) {
        (Some(folder), _) => {
            let readings = args.readings.clone();
            let readings = readings.unwrap_or_else(|| folder.join("readings"));
            Fleet::open(folder, &readings, catalogue)?
        }
        (None, count) => {
            check_customers(args.customers)?;
            let readings = args.readings.clone();
            let readings = readings.unwrap_or_else(|| args.out.join("readings"));
            Fleet::made(count.unwrap_or(0), args.customers, &readings, catalogue)
        }
    };
    let options = Options {
        steps: args.steps as usize,
    };
    let (begun, begun_cpu) = (Instant::now(), ProcessTime::now());
    let mut progress = Progress::default();
    let mut solve = || {
        taiqu_fleet::run(&fleet, options, &args.out, |now, skipped: &[Skipped]| {
            progress.show(now.done as u64, now.all as u64);
            for one in skipped {
                output.warnings(&one.problems);
            }
        })
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0));
    let summary = match pool.build() {
        Ok(pool) => pool.install(solve),
        Err(_) => solve(),
    }?;
    progress.end();
    let ran = Ran {
        summary,
        seconds: begun.elapsed().as_secs_f64(),
        cpu_seconds: begun_cpu.elapsed().as_secs_f64(),
    };
    output.result(&ran, table(&ran).get(output.lang));
    Ok(ExitCode::SUCCESS)
}

fn table(ran: &Ran) -> Text {
    let Ran {
        summary: s,
        seconds,
        cpu_seconds,
    } = ran;
    let loss = s.line_loss_kwh + s.transformer_loss_kwh;
    let share = 100.0 * loss / s.source_kwh.max(f64::MIN_POSITIVE);
    Text::new(
        format!(
            "台区 {}（此前已算 {}，跳过 {}），台区日 {}，潮流 {} 次，不收敛 {}\n\
             供电量 {:.0} kWh，线路损耗 {:.0} kWh，变压器损耗 {:.0} kWh，损耗率 {share:.2} %\n\
             电压越下限 {}、越上限 {} 个用户时步\n\
             处理器时间：读取 {:.1} s，建模 {:.1} s，求解 {:.1} s，写出 {:.1} s，共 {cpu_seconds:.1} s；历时 {seconds:.1} s",
            s.areas,
            s.areas_before,
            s.skipped,
            s.area_days,
            s.power_flows,
            s.not_converged,
            s.source_kwh,
            s.line_loss_kwh,
            s.transformer_loss_kwh,
            s.load_steps_below,
            s.load_steps_above,
            s.reading_s,
            s.factoring_s,
            s.solving_s,
            s.writing_s,
        ),
        format!(
            "{} areas ({} solved before, {} skipped), {} area-days, {} power flows, {} without convergence\n\
             {:.0} kWh delivered, {:.0} kWh lost in lines, {:.0} kWh in transformers, {share:.2} % lost\n\
             {} load-steps below the voltage limits, {} above\n\
             processor time: reading {:.1} s, compiling {:.1} s, solving {:.1} s, writing {:.1} s, {cpu_seconds:.1} s in all; {seconds:.1} s elapsed",
            s.areas,
            s.areas_before,
            s.skipped,
            s.area_days,
            s.power_flows,
            s.not_converged,
            s.source_kwh,
            s.line_loss_kwh,
            s.transformer_loss_kwh,
            s.load_steps_below,
            s.load_steps_above,
            s.reading_s,
            s.factoring_s,
            s.solving_s,
            s.writing_s,
        ),
    )
}
