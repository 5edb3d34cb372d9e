//! What one minute looked like in both worlds.

use bevy::ecs::world::World;
use serde::{Deserialize, Serialize};
use taiqu_estimate::components::Belief;
use taiqu_link::Tick;

use super::Power;

/// What one minute looked like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minute {
    /// When.
    pub tick: Tick,
    /// Lowest, mean and highest true voltage of supplied customers, V.
    pub true_v: [f64; 3],
    /// Lowest, mean and highest voltage the twin believed of live customers, V.
    pub believed_v: [f64; 3],
    /// Loading the twin had of each transformer, pu.
    pub loading: Vec<f64>,
    /// True power at the sources, kW.
    pub source_kw: f64,
    /// True losses in lines and transformers, kW.
    pub loss_kw: f64,
    /// Customers truly without usable supply.
    pub out: usize,
    /// Customers believed without supply.
    pub believed_out: usize,
}

impl Minute {
    /// The minute at `tick`: what `twin` believes beside the true voltages and power, and
    /// how many are truly and believed out.
    pub(super) fn of(
        tick: Tick,
        twin: &World,
        (true_v, power): (&[f64], Power),
        [out, believed_out]: [usize; 2],
    ) -> Self {
        let parts = &twin.resource::<Belief>().0;
        let customers = parts.iter().flat_map(|part| &part.states.customers);
        let live = customers.flatten().filter(|state| state.live);
        let believed: Vec<f64> = live.map(|state| state.voltage_v).collect();
        let transformers = parts.iter().flat_map(|part| &part.states.transformers);
        Self {
            tick,
            true_v: spread(true_v),
            believed_v: spread(&believed),
            loading: transformers.map(|t| t.loading).collect(),
            source_kw: power.source_w / 1e3,
            loss_kw: (power.line_w + power.transformer_w) / 1e3,
            out,
            believed_out,
        }
    }
}

/// Lowest, mean and highest; zeros of nothing.
fn spread(values: &[f64]) -> [f64; 3] {
    if values.is_empty() {
        return [0.0; 3];
    }
    let low = values.iter().copied().fold(f64::MAX, f64::min);
    let high = values.iter().copied().fold(f64::MIN, f64::max);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    [low, mean, high]
}
