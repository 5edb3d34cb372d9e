//! Loops, closed by compensation.
//!
//! A branch outside the tree is cut; its currents x are unknowns injected at its
//! two ends, and its own equation A·v − B·x = 0 is their condition. The tree's
//! answer to each unknown gives the dense system (A·R + B)·Δx = A·v − B·x, exact
//! for any number of loops (Shirmohammadi et al., "A compensation-based power
//! flow method for weakly meshed distribution and transmission networks", 1988).

use num_complex::Complex64;
use taiqu_grid::{Conductor, Phases};

use crate::block::{Mat4, Vec4};
use crate::dense;
use crate::factor::Factor;
use crate::physics::Physics;
use crate::tree::Tree;

/// All cut branches of a tree.
#[derive(Clone, Debug, Default)]
pub struct Links {
    cuts: Vec<Cut>,
    unknowns: Vec<Unknown>,
    inverse: Vec<Vec<Complex64>>,
    /// For each unknown, the voltages it takes and the currents it makes flow.
    answers: Vec<(Vec<Vec4>, Vec<Vec4>)>,
}

/// A branch outside the tree.
#[derive(Clone, Debug)]
struct Cut {
    bundle: u32,
    ends: [u32; 2],
    /// Currents into the branch at each end for the voltages there, or, in series,
    /// the impedance.
    law: Physics,
    conducting: Phases,
}

/// One current of one cut branch.
#[derive(Clone, Copy, Debug)]
struct Unknown {
    cut: usize,
    /// The end it enters at; in series, it leaves at the other.
    end: usize,
    conductor: Conductor,
}

impl Links {
    /// Cuts the links of `tree`.
    pub fn new(tree: &Tree, physics: &[Physics], live: &[Phases]) -> Self {
        let mut links = Self::default();
        for &(bundle, conducting) in &tree.links {
            let record = &tree.bundles[bundle as usize];
            let ends = [record.from, record.to].map(|bus| tree.position[bus as usize]);
            let law = physics[bundle as usize].clone();
            let cut = links.cuts.len();
            let carried: Vec<(usize, Phases)> = match law {
                Physics::Series(_) => vec![(0, conducting)],
                Physics::Windings(_) => {
                    let here = |bus: u32| conducting.and(live[bus as usize]);
                    vec![(0, here(record.from)), (1, here(record.to))]
                }
            };
            for (end, phases) in carried {
                links
                    .unknowns
                    .extend(phases.iter().map(|conductor| Unknown {
                        cut,
                        end,
                        conductor,
                    }));
            }
            links.cuts.push(Cut {
                bundle,
                ends,
                law,
                conducting,
            });
        }
        links
    }

    /// Number of unknown currents.
    pub fn len(&self) -> usize {
        self.unknowns.len()
    }

    /// Learns how a tree of `count` positions answers, for [`close`](Self::close).
    pub fn learn(&mut self, factor: &Factor, count: usize) {
        self.answers.clear();
        for k in 0..self.unknowns.len() {
            let mut j = vec![Vec4::ZERO; count];
            let mut v = vec![Vec4::ZERO; count];
            self.draw_one(k, Complex64::ONE, &mut j);
            factor.backward(&mut j);
            factor.forward(false, &j, &mut v);
            factor.recover(&mut j, &mut v);
            self.answers.push((v, j));
        }
        let columns: Vec<Vec<Complex64>> = (0..self.unknowns.len())
            .map(|k| {
                let mut x = vec![Complex64::ZERO; self.unknowns.len()];
                x[k] = Complex64::ONE;
                self.residual(&self.answers[k].0, &x)
            })
            .collect();
        let rows = (0..columns.len())
            .map(|r| columns.iter().map(|column| -column[r]).collect())
            .collect();
        self.inverse = dense::inverse(rows);
    }

    /// Adds the currents `x` to those drawn at the positions.
    pub fn draw(&self, x: &[Complex64], j: &mut [Vec4]) {
        for (k, &current) in x.iter().enumerate() {
            self.draw_one(k, current, j);
        }
    }

    fn draw_one(&self, k: usize, current: Complex64, j: &mut [Vec4]) {
        let Unknown {
            cut,
            end,
            conductor,
        } = self.unknowns[k];
        let Cut { ends, law, .. } = &self.cuts[cut];
        j[ends[end] as usize].add_at(conductor.index(), current);
        if matches!(law, Physics::Series(_)) {
            j[ends[1 - end] as usize].add_at(conductor.index(), -current);
        }
    }

    /// A number for each unknown, at the two ends of each cut branch.
    fn spread(&self, values: impl Iterator<Item = Complex64>) -> Vec<[Vec4; 2]> {
        let mut ends = vec![[Vec4::ZERO; 2]; self.cuts.len()];
        for (unknown, value) in self.unknowns.iter().zip(values) {
            ends[unknown.cut][unknown.end].add_at(unknown.conductor.index(), value);
        }
        ends
    }

    /// The number of each unknown among those at the ends of the cut branches.
    fn gather(&self, ends: impl Iterator<Item = [Vec4; 2]>) -> Vec<Complex64> {
        let ends: Vec<[Vec4; 2]> = ends.collect();
        let at = |u: &Unknown| ends[u.cut][u.end].get(u.conductor.index());
        self.unknowns.iter().map(at).collect()
    }

    /// What the cut branches' equations lack at voltages `v` and currents `x`.
    fn residual(&self, v: &[Vec4], x: &[Complex64]) -> Vec<Complex64> {
        let currents = self.spread(x.iter().copied());
        self.gather(self.cuts.iter().zip(&currents).map(|(cut, x)| {
            let [from, to] = cut.ends.map(|end| v[end as usize]);
            match &cut.law {
                Physics::Series(z) => {
                    let drop = z.only(cut.conducting, cut.conducting);
                    [from - to - &drop * x[0], Vec4::ZERO]
                }
                Physics::Windings(y) => {
                    let [hv, lv] = y.currents(from, to);
                    [hv - x[0], lv - x[1]]
                }
            }
        }))
    }

    /// Makes the cut branches' equations hold: changes the currents `x`, and the
    /// voltages and currents of the tree with them.
    pub fn close(&self, x: &mut [Complex64], v: &mut [Vec4], j: &mut [Vec4]) {
        let lacking = self.residual(v, x);
        for (k, row) in self.inverse.iter().enumerate() {
            let change: Complex64 = row.iter().zip(&lacking).map(|(w, r)| w * r).sum();
            x[k] += change;
            let (volts, amps) = &self.answers[k];
            let factor = Mat4::diagonal(Phases::ABCN, change);
            for position in 0..v.len() {
                v[position] += &factor * volts[position];
                j[position] += &factor * amps[position];
            }
        }
    }

    /// The currents of the cut branches at voltages `v` that are right already, A.
    pub fn carried(&self, v: &[Vec4]) -> Vec<Complex64> {
        self.gather(self.cuts.iter().map(|cut| {
            let [from, to] = cut.ends.map(|end| v[end as usize]);
            match &cut.law {
                Physics::Series(z) => [&z.inverse_on(cut.conducting) * (from - to), Vec4::ZERO],
                Physics::Windings(y) => y.currents(from, to),
            }
        }))
    }

    /// Takes from `z`, the impedance that the position sees along the tree, what the
    /// closed loops carry: what draws one ampere there makes each cut branch lack what,
    /// by reciprocity, that branch's unknown makes the position's voltage.
    pub fn seen(&self, mut z: Mat4, position: usize) -> Mat4 {
        let answers: Vec<Vec4> = self.answers.iter().map(|(v, _)| v[position]).collect();
        for column in 0..4 {
            let ends = self.spread(answers.iter().map(|answer| answer.get(column)));
            let lacking = self.gather(self.cuts.iter().zip(ends).map(
                |(cut, ends)| match &cut.law {
                    Physics::Series(_) => ends,
                    Physics::Windings(y) => y.currents(ends[0], ends[1]),
                },
            ));
            for (row, answer) in self.inverse.iter().zip(&answers) {
                let change: Complex64 = row.iter().zip(&lacking).map(|(w, r)| w * r).sum();
                for r in 0..4 {
                    z.add_at(r, column, -(answer.get(r) * change));
                }
            }
        }
        z
    }

    /// Current of a cut bundle in series, A, counted as the bundle is.
    pub fn current(&self, bundle: u32, x: &[Complex64]) -> Vec4 {
        let mut current = Vec4::ZERO;
        for (unknown, &x) in self.unknowns.iter().zip(x) {
            if unknown.end == 0 && self.cuts[unknown.cut].bundle == bundle {
                current.add_at(unknown.conductor.index(), x);
            }
        }
        current
    }
}
