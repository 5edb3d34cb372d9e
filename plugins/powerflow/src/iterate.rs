//! One iteration, and iterating until the voltages rest.

use num_complex::Complex64;
use pulp::{Arch, NullaryFnOnce};
use taiqu_grid::AssetRef;

use crate::Solver;
use crate::block::Vec4;

/// Change of voltage, pu, from which there is no way back.
const FAR: f64 = 1e3;
/// Change of voltage, pu, below which rounding is all that is left.
const ROUNDING: f64 = 1e-13;
/// Part of the tolerance that the estimated remaining error must be below.
const SAFETY: f64 = 0.1;

/// What the iteration changes, one entry a position.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub v: Vec<Vec4>,
    /// Currents drawn at and below, beside those that the factors hold, A.
    pub j: Vec<Vec4>,
    /// Currents of the cut branches, A.
    pub x: Vec<Complex64>,
    pub last: Vec<Vec4>,
}

/// How a run of iterations ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The voltages rest.
    Settled,
    /// They did not in time.
    Restless,
    /// They are far from anything.
    Lost,
}

/// Iterations, in the widest vectors at hand. They only do several of the same
/// operations at once, so the results are the same bits on every machine.
struct Iterate<'a> {
    solver: &'a mut Solver,
    limit: usize,
    iterations: &'a mut usize,
}

impl NullaryFnOnce for Iterate<'_> {
    type Output = Ending;

    #[inline(always)]
    fn call(self) -> Ending {
        self.solver.iterate_stops(self.limit, self.iterations)
    }
}

impl Solver {
    /// Sets the voltages of the stops to those without load currents.
    pub(crate) fn unload(&mut self) {
        let State { v, j, x, .. } = &mut self.state;
        j.fill(Vec4::ZERO);
        x.fill(Complex64::ZERO);
        if let Some(mesh) = &self.mesh {
            mesh.solve(j, v);
            return;
        }
        self.factor.forward(true, j, v);
        self.links.close(x, v, j);
    }

    /// Iterates until the voltages of the stops rest, at most `limit` times.
    pub(crate) fn iterate(&mut self, limit: usize, iterations: &mut usize) -> Ending {
        Arch::new().dispatch(Iterate {
            solver: self,
            limit,
            iterations,
        })
    }

    #[inline(always)]
    fn iterate_stops(&mut self, limit: usize, iterations: &mut usize) -> Ending {
        let tolerance = self.options.tolerance;
        let mut rate = 0.5;
        let mut last = f64::INFINITY;
        for n in 0..limit {
            *iterations += 1;
            let change = self.step();
            if change >= FAR {
                return Ending::Lost;
            }
            if n > 0 {
                rate = (change / last).min(0.99);
            }
            let left = change * rate / (1.0 - rate);
            if change <= ROUNDING || (change <= tolerance && left <= SAFETY * tolerance) {
                return Ending::Settled;
            }
            last = change;
        }
        Ending::Restless
    }

    /// One iteration; the largest change of a voltage, pu.
    #[inline(always)]
    fn step(&mut self) -> f64 {
        let State { v, j, x, last } = &mut self.state;
        // The sweep forward writes all that is read here and afterwards.
        std::mem::swap(v, last);
        for k in self.factor.visited() {
            j[k] = Vec4::ZERO;
        }
        for load in &mut self.loads {
            let u = load.voltage(last);
            let band = load.band(&self.options, self.stalling);
            // The root of the square is several times faster than `norm`, which
            // guards against overflow that volts cannot cause.
            let x = u.norm_sqr().sqrt() * load.branch.per_rated_v;
            let y = load.answer(x, band);
            load.rest = (y - load.factored) * u;
            load.branch.draw(load.rest, &mut j[load.position as usize]);
        }
        if let Some(mesh) = &self.mesh {
            mesh.solve(j, v);
        } else {
            self.links.draw(x, j);
            self.factor.backward(j);
            self.factor.forward(true, j, v);
            self.links.close(x, v, j);
        }
        let mut worst = 0.0_f64;
        for k in self.factor.visited() {
            let change = v[k] - last[k];
            let parts = change.re.into_iter().zip(change.im);
            let mut squares = [0.0; 4];
            for (square, (re, im)) in squares.iter_mut().zip(parts) {
                *square = re * re + im * im;
            }
            // Of the four, one that is no number makes the sum none.
            let sum: f64 = squares.iter().sum();
            let largest = if sum.is_nan() {
                f64::INFINITY
            } else {
                squares.into_iter().fold(0.0, f64::max)
            };
            worst = worst.max(largest * self.per_base_sqr[k]);
        }
        for load in &self.loads {
            if let Some(pace) = &load.pace {
                // What the whole way would have changed.
                let change = load.voltage(v) - load.voltage(last);
                let change = change.norm_sqr() * load.branch.per_rated_v.powi(2);
                worst = worst.max(change / (pace.part * pace.part));
            }
        }
        worst.sqrt()
    }

    /// Largest difference between power asked for and given at a bus, VA, and where.
    pub(crate) fn mismatch(&self) -> (f64, Option<AssetRef>) {
        let mut lacking = vec![Complex64::ZERO; self.state.v.len()];
        for load in &self.loads {
            let u = load.voltage(&self.state.v);
            let band = load.band(&self.options, self.stalling);
            let x = u.norm_sqr().sqrt() * load.branch.per_rated_v;
            let y = load.branch.admittance(load.power, x, band);
            lacking[load.position as usize] += u * (y * u - load.current(u)).conj();
        }
        let mut worst = (0.0, None);
        for (position, lacking) in lacking.iter().enumerate() {
            if lacking.norm() > worst.0 || worst.1.is_none() {
                let bus = self.tree.bus[position] as usize;
                worst = (lacking.norm(), Some(self.model.node(bus)));
            }
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::{Model, Options, Solver, Switching};
    use taiqu_grid::{Catalogue, District};

    #[test]
    fn wider_vectors_do_not_change_a_bit() {
        let areas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/areas");
        let path = areas.join("ieee-european-lv.ron");
        let area = taiqu_grid::read::read_area(&path, &Catalogue::default()).into_result();
        let district = District::alone(area.expect("the shipped feeder"));
        let model = Model::new(&district);
        let mut wide = Solver::new(&model, &Switching::of(&district), Options::default());
        wide.unload();
        for load in &mut wide.loads {
            load.power = model.nominal()[load.branch.load as usize];
        }
        let mut narrow = wide.clone();
        let mut iterations = [0, 0];
        wide.iterate(50, &mut iterations[0]);
        narrow.iterate_stops(50, &mut iterations[1]);
        assert_eq!(iterations[0], iterations[1]);
        for position in wide.factor.visited() {
            assert_eq!(wide.state.v[position], narrow.state.v[position]);
        }
    }
}
