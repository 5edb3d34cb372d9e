//! Where the results of a series go.

use num_complex::Complex64;

use super::{Output, Step};

/// Rows of consecutive steps.
pub struct Rows<'a> {
    /// What is kept.
    pub output: Output,
    /// How many loads have a voltage in each row.
    pub loads: usize,
    /// How many buses have.
    pub buses: usize,
    /// How many loads' extremes are kept.
    pub extreme_loads: usize,
    /// The rows' steps.
    pub steps: &'a mut [Step],
    /// Voltages over loads, V.
    pub load_v: &'a mut [f64],
    /// Voltages of buses, V.
    pub v: &'a mut [[Complex64; 4]],
    /// One for each load, of all these rows.
    pub extremes: &'a mut [[f64; 2]],
}

impl Rows<'_> {
    /// The first `count` rows, and the rest.
    fn split(self, count: usize) -> (Self, Self) {
        let (steps, other_steps) = self.steps.split_at_mut(count);
        let (load_v, other_load_v) = self.load_v.split_at_mut(count * self.loads);
        let (v, other_v) = self.v.split_at_mut(count * self.buses);
        let (extremes, other_extremes) = self.extremes.split_at_mut(self.extreme_loads);
        let one = Self {
            steps,
            load_v,
            v,
            extremes,
            ..self
        };
        let other = Self {
            output: one.output,
            loads: one.loads,
            buses: one.buses,
            extreme_loads: one.extreme_loads,
            steps: other_steps,
            load_v: other_load_v,
            v: other_v,
            extremes: other_extremes,
        };
        (one, other)
    }

    /// All rows in groups of `count`, each with the number of its first step.
    pub fn groups(self, count: usize) -> Vec<(usize, Self)> {
        let mut groups = Vec::with_capacity(self.steps.len().div_ceil(count));
        let mut left = self;
        let mut first = 0;
        while !left.steps.is_empty() {
            let here = count.min(left.steps.len());
            let (group, rest) = left.split(here);
            groups.push((first, group));
            first += count;
            left = rest;
        }
        groups
    }

    /// Takes in the voltage over a load in one step.
    pub fn see(&mut self, load: usize, voltage_v: f64) {
        let [lowest, highest] = &mut self.extremes[load];
        *lowest = lowest.min(voltage_v);
        *highest = highest.max(voltage_v);
    }

    /// Voltages over the loads in one step.
    pub fn load_v(&mut self, row: usize) -> &mut [f64] {
        &mut self.load_v[row * self.loads..][..self.loads]
    }

    /// Voltages of the buses in one step.
    pub fn v(&mut self, row: usize) -> &mut [[Complex64; 4]] {
        &mut self.v[row * self.buses..][..self.buses]
    }
}
