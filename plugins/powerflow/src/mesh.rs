//! A meshed network as one sparse system.
//!
//! With Y the admittances between all live conductors and e the sources behind theirs,
//! voltages for load currents j follow from Y·v = y·e − j, factored once by sparse LU
//! (the current injection method of Dommel and Tinney, 1968, as `OpenDSS` has it). It
//! costs more than sweeping a tree, and stays the same however many loops there are. Its
//! last digits depend on the processor's vectors, unlike those of the sweeps.

use faer::linalg::solvers::Solve;
use faer::sparse::linalg::solvers::Lu;
use faer::sparse::{SparseColMat, Triplet};
use faer::{ColMut, c64};
use num_complex::Complex64;
use taiqu_grid::{Conductor, Phases};

use crate::block::{Mat4, Vec4};
use crate::energise::Energised;
use crate::model::Parts;
use crate::physics::Physics;
use crate::reduce;
use crate::sets::Sets;
use crate::tree::{Feed, NONE, Tree};

/// The factored system.
#[derive(Clone, Debug)]
pub struct Mesh {
    lu: Lu<usize, c64>,
    /// The unknown of each conductor at each position; none where it is dead.
    unknowns: Vec<[u32; 4]>,
    /// Currents that the sources inject, A.
    injected: Vec<Complex64>,
}

impl Mesh {
    /// Factors all bundles of `tree`, those that close loops too; `own` are shunts at
    /// its positions beside those of the records, S. `None` where it has no admittances:
    /// a source without impedance, or a loop closed by a switch.
    pub fn new(
        parts: &Parts,
        energised: &Energised,
        tree: &Tree,
        physics: &[Physics],
        own: &[(u32, Mat4)],
    ) -> Option<Self> {
        let is_closed_by_switch =
            |&(link, carried): &(u32, Phases)| !bolted(&physics[link as usize], carried).is_empty();
        if tree.links.iter().any(is_closed_by_switch) {
            return None;
        }
        let (unknowns, count) = unknowns(energised, tree, physics);
        let mut system = System {
            unknowns: &unknowns,
            triplets: Vec::new(),
        };
        let mut injected = vec![Complex64::ZERO; count];
        for (position, &bus) in tree.bus.iter().enumerate() {
            system.add(position, position, &parts.buses[bus as usize].shunt);
            if let Feed::Source(k) = tree.feed[position] {
                let source = &parts.sources[k as usize];
                if !zero(&source.z, Phases::ABC).is_empty() {
                    return None;
                }
                let y = source.z.inverse_on(Phases::ABC);
                system.add(position, position, &y);
                let current = &y * source.e;
                for c in Phases::ABC.iter().map(Conductor::index) {
                    if let Some(sum) = injected.get_mut(unknowns[position][c] as usize) {
                        *sum += current.get(c);
                    }
                }
            }
        }
        for (position, shunt) in own {
            system.add(*position as usize, *position as usize, shunt);
        }
        for (bundle, physics) in tree.bundles.iter().zip(physics) {
            let ends = [bundle.from, bundle.to];
            let [from, to] = ends.map(|bus| tree.position[bus as usize] as usize);
            match physics {
                Physics::Series(z) => {
                    let through = bundle
                        .conducting
                        .without(bolted(physics, bundle.conducting));
                    let y = z.inverse_on(through);
                    system.add(from, from, &y);
                    system.add(to, to, &y);
                    system.add(from, to, &-y);
                    system.add(to, from, &-y);
                }
                Physics::Windings(y) => {
                    system.add(from, from, &y.hh);
                    system.add(from, to, &y.hl);
                    system.add(to, from, &y.lh);
                    system.add(to, to, &y.ll);
                    // Windings alone hold nothing against earth.
                    for (bus, position) in ends.into_iter().zip([from, to]) {
                        let nominal_v = parts.buses[bus as usize].nominal_v;
                        system.add(position, position, &reduce::stray(Phases::ABCN, nominal_v));
                    }
                }
            }
        }
        let matrix = SparseColMat::try_new_from_triplets(count, count, &system.triplets);
        Some(Self {
            lu: matrix.ok()?.sp_lu().ok()?,
            unknowns,
            injected,
        })
    }

    /// The voltages `v` of all positions where loads draw the currents `j` there.
    pub fn solve(&self, j: &[Vec4], v: &mut [Vec4]) {
        let mut x = self.injected.clone();
        for (j, unknowns) in j.iter().zip(&self.unknowns) {
            for (c, &unknown) in unknowns.iter().enumerate() {
                if unknown != NONE {
                    x[unknown as usize] -= j.get(c);
                }
            }
        }
        self.lu
            .solve_in_place(ColMut::from_slice_mut(&mut x).as_mat_mut());
        for (v, unknowns) in v.iter_mut().zip(&self.unknowns) {
            let value = |unknown: u32| x.get(unknown as usize).copied().unwrap_or_default();
            *v = Vec4::from_array(unknowns.map(value));
        }
    }
}

/// Admittances on their way into the matrix.
struct System<'a> {
    unknowns: &'a [[u32; 4]],
    triplets: Vec<Triplet<usize, usize, c64>>,
}

impl System<'_> {
    /// Currents into one position for the voltages at another.
    fn add(&mut self, position: usize, other: usize, y: &Mat4) {
        for (r, &row) in self.unknowns[position].iter().enumerate() {
            for (c, &column) in self.unknowns[other].iter().enumerate() {
                let value = y.get(r, c);
                if row != NONE && column != NONE && value != Complex64::ZERO {
                    let triplet = Triplet::new(row as usize, column as usize, value);
                    self.triplets.push(triplet);
                }
            }
        }
    }
}

/// The conductors among `carried` that `physics` joins without impedance.
fn bolted(physics: &Physics, carried: Phases) -> Phases {
    match physics {
        Physics::Series(z) => zero(z, carried),
        Physics::Windings(_) => Phases::NONE,
    }
}

/// The conductors among `carried` whose own impedance in `z` is nothing.
fn zero(z: &Mat4, carried: Phases) -> Phases {
    let is_zero = |c: &Conductor| z.get(c.index(), c.index()) == Complex64::ZERO;
    let all = carried.iter().filter(is_zero);
    all.fold(Phases::NONE, |set, c| set.union(Phases::only(c)))
}

/// Numbers the live conductors, those joined by closed switches as one; how many.
fn unknowns(energised: &Energised, tree: &Tree, physics: &[Physics]) -> (Vec<[u32; 4]>, usize) {
    let mut joined = Sets::new(tree.bus.len() * 4);
    for (bundle, physics) in tree.bundles.iter().zip(physics) {
        let ends = [bundle.from, bundle.to];
        let [from, to] = ends.map(|bus| tree.position[bus as usize] as usize);
        for c in bolted(physics, bundle.conducting).iter() {
            joined.join(from * 4 + c.index(), to * 4 + c.index());
        }
    }
    let mut number = vec![NONE; tree.bus.len() * 4];
    let mut unknowns = vec![[NONE; 4]; tree.bus.len()];
    let mut count = 0;
    for (position, &bus) in tree.bus.iter().enumerate() {
        for c in energised.live[bus as usize].iter().map(Conductor::index) {
            let first = &mut number[joined.root(position * 4 + c)];
            if *first == NONE {
                *first = count;
                count += 1;
            }
            unknowns[position][c] = *first;
        }
    }
    (unknowns, count as usize)
}
