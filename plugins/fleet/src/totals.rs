//! What the days of a part's areas come to together.

use std::collections::BTreeSet;

use crate::area_day::AreaDay;

/// Sums over area-days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Areas that have any day.
    pub areas: usize,
    /// Area-days.
    pub area_days: usize,
    /// Steps, and how many of them converged.
    pub steps: usize,
    pub converged: usize,
    /// Energies, kWh.
    pub source_kwh: f64,
    pub line_loss_kwh: f64,
    pub transformer_loss_kwh: f64,
    /// Loads' steps below and above what supply must keep to.
    pub below: usize,
    pub above: usize,
}

impl Totals {
    /// Those of `days`.
    pub fn of(days: &[AreaDay]) -> Self {
        let areas: BTreeSet<&str> = days.iter().map(|day| day.area.as_str()).collect();
        let mut totals = Self {
            areas: areas.len(),
            area_days: days.len(),
            ..Self::default()
        };
        for day in days {
            totals.steps += day.steps;
            totals.converged += day.converged;
            totals.source_kwh += day.source_kwh;
            totals.line_loss_kwh += day.line_loss_kwh;
            totals.transformer_loss_kwh += day.transformer_loss_kwh;
            for load in &day.loads {
                totals.below += load.below;
                totals.above += load.above;
            }
        }
        totals
    }
}
