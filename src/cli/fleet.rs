//! `taiqu fleet`: the power flow of thousands of areas.

use std::process::ExitCode;
use std::time::Instant;

use cpu_time::ProcessTime;
use serde::Serialize;
use taiqu_fleet::{Fleet, Options, Skipped, Summary, Totals};
use taiqu_grid::Text;

use super::args::FleetArgs;
use super::generate::check_customers;
use super::output::{Output, Progress};
use super::{Outcome, catalogue, on_threads};

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
    let solve = || {
        taiqu_fleet::run(&fleet, options, &args.out, |now, skipped: &[Skipped]| {
            progress.show(now.done as u64, now.all as u64);
            for one in skipped {
                output.warnings(&one.problems);
            }
        })
    };
    let summary = on_threads(args.threads, solve)?;
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
        summary,
        seconds,
        cpu_seconds,
    } = ran;
    let Summary {
        areas,
        areas_before,
        skipped,
        totals,
        reading_s,
        factoring_s,
        solving_s,
        writing_s,
    } = summary;
    let Totals {
        area_days,
        power_flows,
        not_converged,
        source_kwh,
        line_loss_kwh,
        transformer_loss_kwh,
        load_steps_below,
        load_steps_above,
    } = totals;
    let loss = line_loss_kwh + transformer_loss_kwh;
    let share = 100.0 * loss / source_kwh.max(f64::MIN_POSITIVE);
    Text::new(
        format!(
            "台区 {areas}（此前已算 {areas_before}，跳过 {skipped}），台区日 {area_days}，潮流 {power_flows} 次，不收敛 {not_converged}\n\
             供电量 {source_kwh:.0} kWh，线路损耗 {line_loss_kwh:.0} kWh，变压器损耗 {transformer_loss_kwh:.0} kWh，损耗率 {share:.2} %\n\
             电压越下限 {load_steps_below}、越上限 {load_steps_above} 个用户时步\n\
             处理器时间：读取 {reading_s:.1} s，建模 {factoring_s:.1} s，求解 {solving_s:.1} s，写出 {writing_s:.1} s，共 {cpu_seconds:.1} s；历时 {seconds:.1} s"
        ),
        format!(
            "{areas} areas ({areas_before} solved before, {skipped} skipped), {area_days} area-days, {power_flows} power flows, {not_converged} without convergence\n\
             {source_kwh:.0} kWh delivered, {line_loss_kwh:.0} kWh lost in lines, {transformer_loss_kwh:.0} kWh in transformers, {share:.2} % lost\n\
             {load_steps_below} load-steps below the voltage limits, {load_steps_above} above\n\
             processor time: reading {reading_s:.1} s, compiling {factoring_s:.1} s, solving {solving_s:.1} s, writing {writing_s:.1} s, {cpu_seconds:.1} s in all; {seconds:.1} s elapsed"
        ),
    )
}
