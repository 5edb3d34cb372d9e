//! `taiqu short-circuit`: the fault currents of every node and type.

use std::fs::File;
use std::io::BufWriter;
use std::process::ExitCode;
use std::time::Instant;

use serde::Serialize;
use taiqu_grid::{District, Text, read};
use taiqu_powerflow::protection::{Clearing, Release, clashes, clearings};
use taiqu_powerflow::{
    Fault, FaultConditions, FaultType, Iec60909, Model, Options, Switching, equipment_earths,
    short_circuits, write_clearings, write_faults,
};

use super::args::{Case, FaultLoads, ShortCircuitArgs, VoltageTolerance};
use super::output::{Failure, Output};
use super::{Outcome, catalogue, sound};

/// Temperatures that a conductor may have when a fault is cleared, °C.
const CONDUCTOR_C: std::ops::RangeInclusive<f64> = -50.0..=300.0;

/// Time within which protection must open any fault of a distribution circuit, s
/// (IEC 60364-4-41, 411.3.2.3).
const MUST_OPEN_S: f64 = 5.0;

/// What came out, as the JSON has it.
#[derive(Debug, Serialize)]
struct Summary {
    nodes: usize,
    faults: usize,
    largest: Option<Extreme>,
    /// What protection against overcurrent must still see; faults to earth are for
    /// residual-current devices.
    smallest_between_wires: Option<Extreme>,
    seconds: f64,
    /// Pairs of devices that may open together, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    clashes: Option<Vec<NamedClash>>,
    /// How faults are cleared, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    clearing: Option<Cleared>,
}

/// What is not cleared in time.
#[derive(Debug, Serialize)]
struct Cleared {
    /// Faults that nothing surely opens within 5 s.
    slow: usize,
    /// Faults in which another device may open before the first surely has.
    contested: usize,
}

/// A fuse or breaker that may open together with one below it.
#[derive(Debug, Serialize)]
struct NamedClash {
    upstream: String,
    downstream: String,
    release: Release,
    alone_up_to_a: Option<f64>,
    largest_a: f64,
}

/// The largest or smallest current of all.
#[derive(Debug, Serialize)]
struct Extreme {
    node: String,
    r#type: FaultType,
    ik_a: f64,
    /// The highest instantaneous current, where IEC 60909 is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_a: Option<f64>,
}

/// Computes the faults that `args` ask for.
pub fn run(args: &ShortCircuitArgs, output: Output) -> Outcome {
    if !(args.fault_ohm.is_finite() && args.fault_ohm >= 0.0) {
        return Err(Failure::Call(Text::new(
            "--fault-ohm 不能为负",
            "--fault-ohm must not be negative",
        )));
    }
    if !(CONDUCTOR_C.contains(&args.conductor_c)) {
        let (least, most) = (CONDUCTOR_C.start(), CONDUCTOR_C.end());
        return Err(Failure::Call(Text::new(
            format!("--conductor-c 应在 {least} 到 {most} 之间"),
            format!("--conductor-c must lie between {least} and {most}"),
        )));
    }
    let catalogue = catalogue(output)?;
    let area = sound(read::read_area(&args.area, &catalogue), output)?;
    let district = District::alone(area);
    let model = Model::new(&district);
    let is_wide = args.voltage_tolerance == VoltageTolerance::Ten;
    let standard = args.iec60909.map(|case| match case {
        Case::Max => Iec60909::Largest { is_wide },
        Case::Min => Iec60909::Smallest {
            is_wide,
            conductor_c: args.conductor_c,
        },
    });
    let conditions = FaultConditions {
        standard,
        fault_ohm: args.fault_ohm,
        loads: (args.loads == FaultLoads::AsGiven).then(|| model.nominal().to_vec()),
        earth_ohm: equipment_earths(&district, &model),
    };
    let begun = Instant::now();
    let faults = short_circuits(
        &model,
        &Switching::of(&district),
        Options::default(),
        &conditions,
        &FaultType::ALL,
    )
    .map_err(|outcome| no_solution(&outcome))?;
    let cleared = match &args.clearing {
        None => None,
        Some(path) => {
            let switching = Switching::of(&district);
            let network = (&model, &switching, Options::default());
            let found = clearings((&district, &catalogue), network, &conditions, &faults);
            let found = found.map_err(|outcome| no_solution(&outcome))?;
            File::create(path)
                .map(BufWriter::new)
                .and_then(|file| write_clearings(&district, &model, &found, file))
                .map_err(|error| Failure::file(path, &error))?;
            Some(Cleared::of(&found))
        }
    };
    let extreme = |fault: &Fault| Extreme {
        node: district.id(model.node(fault.bus)).to_owned(),
        r#type: fault.kind,
        ik_a: fault.largest().norm(),
        ip_a: standard.map(|_| fault.peak()),
    };
    let by_size = |a: &&Fault, b: &&Fault| {
        let size = |fault: &Fault| fault.largest().norm_sqr();
        size(a).total_cmp(&size(b))
    };
    let summary = Summary {
        nodes: model.bus_count(),
        faults: faults.len(),
        largest: faults.iter().max_by(by_size).map(extreme),
        smallest_between_wires: faults
            .iter()
            .filter(|fault| !fault.kind.is_to_earth())
            .min_by(by_size)
            .map(extreme),
        seconds: begun.elapsed().as_secs_f64(),
        clashes: args.selectivity.then(|| {
            let clashes = clashes(&district, &catalogue, &model, &faults).into_iter();
            let named = clashes.map(|clash| NamedClash {
                upstream: district.id(clash.upstream).to_owned(),
                downstream: district.id(clash.downstream).to_owned(),
                release: clash.release,
                alone_up_to_a: clash.alone_up_to_a,
                largest_a: clash.largest_a,
            });
            named.collect()
        }),
        clearing: cleared,
    };
    output.result(&summary, &said(&summary, output));
    if let Some(path) = &args.csv {
        File::create(path)
            .map(BufWriter::new)
            .and_then(|file| write_faults(&district, &model, &faults, standard.is_some(), file))
            .map_err(|error| Failure::file(path, &error))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn no_solution(outcome: &taiqu_powerflow::Outcome) -> Failure {
    let lacking = outcome.mismatch_va;
    Failure::NoSolution(Text::new(
        format!("故障前的负荷潮流不收敛（偏差 {lacking:.3e} VA）；可用 --loads off"),
        format!(
            "the loads before the fault have no solution ({lacking:.3e} VA of mismatch); --loads off leaves them out"
        ),
    ))
}

impl Cleared {
    fn of(clearings: &[Clearing]) -> Self {
        let is_slow = |clearing: &&Clearing| {
            let first = clearing.first.as_ref();
            first.is_none_or(|trip| trip.latest_s > MUST_OPEN_S)
        };
        let is_contested = |clearing: &&Clearing| {
            let first = clearing.first.as_ref();
            let other = |switch| first.is_some_and(|trip| trip.switch != switch);
            clearing.rivals.iter().any(|trip| other(trip.switch))
        };
        Self {
            slow: clearings.iter().filter(is_slow).count(),
            contested: clearings.iter().filter(is_contested).count(),
        }
    }
}

/// The summary for people.
fn said(summary: &Summary, output: Output) -> String {
    let Summary { nodes, faults, .. } = summary;
    let mut lines = vec![Text::new(
        format!("{nodes} 个节点，{faults} 个短路"),
        format!("{nodes} nodes, {faults} faults"),
    )];
    for (extreme, zh, en) in [
        (&summary.largest, "最大", "largest"),
        (
            &summary.smallest_between_wires,
            "线间最小",
            "smallest between wires",
        ),
    ] {
        if let Some(Extreme {
            node,
            r#type,
            ik_a,
            ip_a,
        }) = extreme
        {
            let peak = ip_a.map_or_else(Text::default, |ip_a| {
                Text::new(format!("，峰值 {ip_a:.0} A"), format!(", peak {ip_a:.0} A"))
            });
            lines.push(Text::new(
                format!("{zh} {ik_a:.1} A{}，{type}，节点 {node}", peak.zh),
                format!("{en} {ik_a:.1} A{}, {type}, at node {node}", peak.en),
            ));
        }
    }
    if let Some(Cleared { slow, contested }) = summary.clearing {
        lines.push(Text::new(
            format!("{slow} 个短路不能保证在 {MUST_OPEN_S} s 内断开；{contested} 个短路中其他开关可能先断开"),
            format!(
                "{slow} faults that nothing surely opens within {MUST_OPEN_S} s; {contested} in which another device may open first"
            ),
        ));
    }
    for clash in summary.clashes.iter().flatten() {
        let NamedClash {
            upstream,
            downstream,
            largest_a,
            ..
        } = clash;
        lines.push(match clash.alone_up_to_a {
            _ if clash.release == Release::Residual => Text::new(
                format!("{downstream} 与 {upstream} 的剩余电流保护没有级差"),
                format!("{downstream} and {upstream} are not graded in residual current"),
            ),
            Some(amps) => Text::new(
                format!("{downstream} 只在 {amps:.0} A 以内先于 {upstream} 断开，其后短路达 {largest_a:.0} A"),
                format!(
                    "{downstream} opens before {upstream} up to {amps:.0} A only; faults behind it draw {largest_a:.0} A"
                ),
            ),
            None => Text::new(
                format!("{downstream} 在任何电流下都不一定先于 {upstream} 断开"),
                format!("{downstream} does not surely open before {upstream} at any current"),
            ),
        });
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.get(output.lang)).collect();
    lines.join("\n")
}
