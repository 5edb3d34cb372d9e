//! Reading a solution.

use num_complex::Complex64;
use taiqu_grid::{AssetRef, Phases};

use crate::Solver;
use crate::block::Vec4;
use crate::model::BranchKind;
use crate::physics;
use crate::tree::{Bundle, Feed, NONE};

/// Voltages, currents and powers of the last solve.
///
/// Arrays of four are conductors a, b, c, n. Voltages are to remote earth, V;
/// a dead conductor has zero.
#[derive(Clone, Copy, Debug)]
pub struct Solution<'a> {
    pub(crate) solver: &'a Solver,
}

/// What a load has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LoadState {
    /// Lowest voltage over one of its live branches, V; zero when all are dead.
    pub voltage_v: f64,
    /// That in pu of its rated voltage.
    pub voltage_pu: f64,
    /// Active power it draws, W.
    pub p_w: f64,
    /// Reactive power it draws, var.
    pub q_var: f64,
    /// Whether any of its branches has both ends alive.
    pub live: bool,
}

impl<'a> Solution<'a> {
    /// Voltages of a bus, V.
    pub fn v(&self, bus: usize) -> [Complex64; 4] {
        self.at(bus as u32).to_array()
    }

    /// Voltages of a node, V.
    pub fn node(&self, node: AssetRef) -> [Complex64; 4] {
        self.v(self.solver.model.bus(node))
    }

    /// The conductors of a bus that an energised phase reaches, by metal or through
    /// a load.
    pub fn live(&self, bus: usize) -> Phases {
        self.solver.energised.live[bus]
    }

    /// What every load has, in the order of [`crate::Model::loads`].
    pub fn loads(&self) -> Vec<LoadState> {
        let mut states = vec![LoadState::default(); self.solver.model.loads().len()];
        for load in &self.solver.loads {
            let u = load
                .branch
                .voltage(&self.solver.state.v[load.position as usize]);
            let s = u * load.current(u).conj();
            let state = &mut states[load.branch.load as usize];
            let pu = u.norm() / load.branch.rated_v;
            if !state.live || pu < state.voltage_pu {
                state.voltage_v = u.norm();
                state.voltage_pu = pu;
            }
            state.live = true;
            state.p_w += s.re;
            state.q_var += s.im;
        }
        states
    }

    /// The current that every load draws from each conductor, A, in the order of
    /// [`crate::Model::loads`].
    pub fn load_currents(&self) -> Vec<[Complex64; 4]> {
        let mut currents = vec![[Complex64::ZERO; 4]; self.solver.model.loads().len()];
        for load in &self.solver.loads {
            let branch = &load.branch;
            let u = branch.voltage(&self.solver.state.v[load.position as usize]);
            let i = load.current(u);
            let drawn = &mut currents[branch.load as usize];
            drawn[usize::from(branch.from)] += i;
            if let Some(to) = branch.to {
                drawn[usize::from(to)] -= i;
            }
        }
        currents
    }

    /// Series current in each conductor of a section, A, from its `from` to its
    /// `to`.
    pub fn section_current(&self, section: AssetRef) -> [Complex64; 4] {
        self.flow(section)
    }

    /// Current in each conductor of a switch, A, from its `from` to its `to`.
    pub fn switch_current(&self, switch: AssetRef) -> [Complex64; 4] {
        self.flow(switch)
    }

    /// Currents of a transformer, A: into its high-voltage terminals, and out of
    /// its low-voltage ones.
    pub fn transformer_current(&self, transformer: AssetRef) -> ([Complex64; 4], [Complex64; 4]) {
        let (hv, lv) = self.windings(self.solver.model.branch_of(transformer));
        (hv.to_array(), (-lv).to_array())
    }

    /// Active power lost in all sections, W.
    pub fn line_w(&self) -> f64 {
        let parts = self.solver.model.parts();
        let loss = |k: u32, i: &Vec4| {
            let z = physics::impedance(&parts.branches[k as usize], &self.solver.switching);
            (&*z * *i).power(i).re
        };
        let mut lost = 0.0;
        for (k, bundle) in self.solver.tree.bundles.iter().enumerate() {
            if bundle.transformer {
                continue;
            }
            let total = self.through(k as u32);
            if let &[only] = bundle.members.as_slice() {
                lost += loss(only, &total);
                continue;
            }
            let currents = self.divide(bundle, total);
            for (&k, i) in bundle.members.iter().zip(&currents) {
                lost += loss(k, i);
            }
        }
        lost
    }

    /// Active power lost in all transformers, W.
    pub fn transformer_w(&self) -> f64 {
        self.transformer_powers().map(|(hv, lv)| hv + lv).sum()
    }

    /// Active power the sources deliver at their terminals, W.
    pub fn source_w(&self) -> f64 {
        self.source_power().re
    }

    /// Complex power the sources deliver at their terminals, VA.
    pub fn source_power(&self) -> Complex64 {
        let fed = self.solver.tree.feed.iter().enumerate();
        fed.filter(|(_, feed)| matches!(feed, Feed::Source(_)))
            .map(|(k, _)| self.solver.state.v[k].power(&self.inflow(k)))
            .sum()
    }

    /// Active power at the low-voltage terminals of all transformers, W; that of
    /// the sources where there is no transformer.
    pub fn gateway_w(&self) -> f64 {
        let mut outward = self.transformer_powers().map(|(_, lv)| -lv).peekable();
        if outward.peek().is_none() {
            return self.source_w();
        }
        outward.sum()
    }

    /// Active power the loads draw, generation counted negative, W.
    pub fn load_w(&self) -> f64 {
        let drawn = self.solver.loads.iter().map(|load| {
            let u = load
                .branch
                .voltage(&self.solver.state.v[load.position as usize]);
            (u * load.current(u).conj()).re
        });
        drawn.sum()
    }

    pub(crate) fn at(self, bus: u32) -> Vec4 {
        match self.solver.tree.position[bus as usize] {
            NONE => Vec4::ZERO,
            position => self.solver.state.v[position as usize],
        }
    }

    /// Current that flows into a position from above, A.
    fn inflow(self, position: usize) -> Vec4 {
        let state = &self.solver.state;
        &self.solver.factor.h[position] * state.v[position] + state.j[position]
    }

    /// Active powers into the high- and low-voltage terminals of each transformer, W.
    fn transformer_powers(self) -> impl Iterator<Item = (f64, f64)> + 'a {
        let parts = self.solver.model.parts();
        let all = parts.branches.iter().enumerate();
        all.filter(|(_, branch)| matches!(branch.kind, BranchKind::Transformer { .. }))
            .map(move |(k, branch)| {
                let (hv, lv) = self.windings(k);
                (
                    self.at(branch.from).power(&hv).re,
                    self.at(branch.to).power(&lv).re,
                )
            })
    }

    /// Currents into the high- and low-voltage terminals of a branch, A.
    fn windings(self, branch: usize) -> (Vec4, Vec4) {
        let solver = self.solver;
        let record = &solver.model.parts().branches[branch];
        if solver.energised.conducting[branch].is_empty() {
            return (Vec4::ZERO, Vec4::ZERO);
        }
        let y = physics::admittance(record, &solver.switching, &solver.options);
        let [hv, lv] = y.currents(self.at(record.from), self.at(record.to));
        let live = |bus: u32| solver.energised.live[bus as usize];
        (hv.only(live(record.from)), lv.only(live(record.to)))
    }

    /// Current of a series branch from its `from` to its `to`, A.
    fn flow(self, asset: AssetRef) -> [Complex64; 4] {
        let tree = &self.solver.tree;
        let branch = self.solver.model.branch_of(asset);
        let bundle = tree.bundle_of[branch];
        if bundle == NONE {
            return [Complex64::ZERO; 4];
        }
        let record = &tree.bundles[bundle as usize];
        let currents = self.divide(record, self.through(bundle));
        let same = self.solver.model.parts().branches[branch].from == record.from;
        let members = record.members.iter().zip(currents);
        let own = members.filter(|&(&k, _)| k as usize == branch);
        own.fold(Vec4::ZERO, |_, (_, i)| if same { i } else { -i })
            .to_array()
    }

    /// Series current of a whole bundle, A, counted as the bundle is.
    fn through(self, bundle: u32) -> Vec4 {
        let tree = &self.solver.tree;
        let record = &tree.bundles[bundle as usize];
        let position = tree.fed[bundle as usize];
        if position == NONE {
            return self.solver.links.current(bundle, &self.solver.state.x);
        }
        let inflow = self.inflow(position as usize).only(record.conducting);
        if tree.bus[position as usize] == record.to {
            inflow
        } else {
            -inflow
        }
    }

    fn divide(self, bundle: &Bundle, total: Vec4) -> Vec<Vec4> {
        let drop = self.at(bundle.from) - self.at(bundle.to);
        let parts = self.solver.model.parts();
        let state = (&self.solver.energised, &self.solver.switching);
        physics::divide(parts, state, bundle, total, drop)
    }
}
