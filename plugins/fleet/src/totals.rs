//! What area-days come to together.

use std::ops::AddAssign;

use serde::Serialize;

use crate::area_day::AreaDay;

/// Sums over area-days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Area-days solved.
    pub area_days: usize,
    /// Power flows solved.
    pub power_flows: usize,
    /// How many of them did not converge.
    pub not_converged: usize,
    /// Delivered to the areas, kWh.
    pub source_kwh: f64,
    /// Lost in lines, kWh.
    pub line_loss_kwh: f64,
    /// Lost in transformers, kWh.
    pub transformer_loss_kwh: f64,
    /// Loads' steps below what supply must keep to.
    pub load_steps_below: usize,
    /// Loads' steps above it.
    pub load_steps_above: usize,
}

impl Totals {
    /// Those of one area-day.
    pub fn of(day: &AreaDay) -> Self {
        Self {
            area_days: 1,
            power_flows: day.steps,
            not_converged: day.steps - day.converged,
            source_kwh: day.source_kwh,
            line_loss_kwh: day.line_loss_kwh,
            transformer_loss_kwh: day.transformer_loss_kwh,
            load_steps_below: day.loads.iter().map(|load| load.below).sum(),
            load_steps_above: day.loads.iter().map(|load| load.above).sum(),
        }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.area_days += other.area_days;
        self.power_flows += other.power_flows;
        self.not_converged += other.not_converged;
        self.source_kwh += other.source_kwh;
        self.line_loss_kwh += other.line_loss_kwh;
        self.transformer_loss_kwh += other.transformer_loss_kwh;
        self.load_steps_below += other.load_steps_below;
        self.load_steps_above += other.load_steps_above;
    }
}
