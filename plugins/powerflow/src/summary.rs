//! What a solve or a series comes to, as its JSON has it.

use serde::{Deserialize, Serialize};
use taiqu_grid::District;

use crate::series::Series;
use crate::{Outcome, Solver, label};

/// One solve. Powers are active powers, generation by loads counted negative.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Whether every voltage settled with every load served as modelled.
    pub converged: bool,
    /// Iterations used.
    pub iterations: usize,
    /// Number of buses.
    pub nodes: usize,
    /// Number of customers, or of loads where no load has a customer.
    pub customers: usize,
    /// Delivered by the sources at their terminals, kW.
    pub source_kw: f64,
    /// At the low-voltage terminals of the transformers, kW.
    pub gateway_kw: f64,
    /// Drawn by the loads, kW.
    pub load_kw: f64,
    /// Lost in lines and cables, kW.
    pub line_loss_kw: f64,
    /// Lost in transformers, kW.
    pub transformer_loss_kw: f64,
    /// Lost altogether, in earth electrodes too, kW.
    pub loss_kw: f64,
    /// Lowest voltage between an energised load's own two terminals, V, if any is
    /// energised.
    pub vmin_v: Option<f64>,
    /// The node of that load.
    pub vmin_node: Option<String>,
    /// Largest difference, over all nodes, between power asked for and given, VA.
    pub mismatch_va: f64,
    /// The node with that difference.
    pub worst_node: Option<String>,
    /// Loads whose constant power the network cannot carry.
    pub collapsed: Vec<String>,
    /// Time taken, s.
    pub seconds: f64,
}

impl Summary {
    /// Sums up the last solve of `solver`, which took `seconds` and ended as
    /// `outcome`.
    pub fn new(district: &District, solver: &Solver, outcome: &Outcome, seconds: f64) -> Self {
        let solution = solver.solution();
        let (source_w, load_w) = (solution.source_w(), solution.load_w());
        let lowest = (solution.loads().into_iter().enumerate())
            .filter(|(_, load)| load.live)
            .min_by(|(_, a), (_, b)| a.voltage_v.total_cmp(&b.voltage_v));
        let (vmin_v, vmin_node) = lowest.map_or((None, None), |(k, load)| {
            let bus = solver.model.load_bus(k);
            let node = label(district, solver.model.node(bus));
            (Some(load.voltage_v), Some(node))
        });
        Self {
            converged: outcome.converged,
            iterations: outcome.iterations,
            nodes: solver.model.bus_count(),
            customers: solver.model.parts().customers,
            source_kw: source_w / 1e3,
            gateway_kw: solution.gateway_w() / 1e3,
            load_kw: load_w / 1e3,
            line_loss_kw: solution.line_w() / 1e3,
            transformer_loss_kw: solution.transformer_w() / 1e3,
            loss_kw: (source_w - load_w) / 1e3,
            vmin_v,
            vmin_node,
            mismatch_va: outcome.mismatch_va,
            worst_node: outcome.worst_node.map(|node| label(district, node)),
            collapsed: outcome
                .collapsed
                .iter()
                .map(|&load| label(district, load))
                .collect(),
            seconds,
        }
    }
}

/// A series of steps of equal length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SeriesSummary {
    /// Number of steps.
    pub steps: usize,
    /// How many of them converged.
    pub converged: usize,
    /// Delivered by the sources at their terminals, kWh.
    pub source_kwh: f64,
    /// At the low-voltage terminals of the transformers, kWh.
    pub gateway_kwh: f64,
    /// Drawn by the loads, kWh.
    pub load_kwh: f64,
    /// Lost in lines and cables, kWh.
    pub line_loss_kwh: f64,
    /// Lost in transformers, kWh.
    pub transformer_loss_kwh: f64,
    /// Lost altogether, in earth electrodes too, kWh.
    pub loss_kwh: f64,
    /// Time taken, s.
    pub seconds: f64,
    /// Processor time taken by all threads, s.
    pub cpu_seconds: f64,
    /// Steps solved per second.
    pub per_second: f64,
}

impl SeriesSummary {
    /// Sums up `series`, whose steps last `step_s` seconds each and which took
    /// `seconds`, and `cpu_seconds` of processors.
    pub fn new(series: &Series, step_s: f64, seconds: f64, cpu_seconds: f64) -> Self {
        let kwh = |of: fn(&crate::series::Step) -> f64| {
            series.steps.iter().map(of).sum::<f64>() * step_s / 3.6e6
        };
        Self {
            steps: series.steps.len(),
            converged: series.steps.iter().filter(|step| step.converged).count(),
            source_kwh: kwh(|step| step.source_w),
            gateway_kwh: kwh(|step| step.gateway_w),
            load_kwh: kwh(|step| step.load_w),
            line_loss_kwh: kwh(|step| step.line_w),
            transformer_loss_kwh: kwh(|step| step.transformer_w),
            loss_kwh: kwh(|step| step.source_w - step.load_w),
            seconds,
            cpu_seconds,
            per_second: if seconds > 0.0 {
                series.steps.len() as f64 / seconds
            } else {
                0.0
            },
        }
    }
}
