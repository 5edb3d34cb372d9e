//! Which loads' voltage has collapsed.

use std::collections::BTreeSet;

use num_complex::Complex64;
use taiqu_grid::AssetRef;

use crate::block::Mat4;
use crate::{LoadPower, Solver};

/// The generators in `released`, and the loads, of the live ones in `stalled`, whose
/// constant power the network cannot carry even if they alone asked for it; all of
/// them if each alone could.
pub fn collapsed(solver: &Solver, stalled: &[usize], released: &BTreeSet<u32>) -> Vec<AssetRef> {
    let of = |&number: &u32| solver.model.loads()[number as usize];
    if stalled.is_empty() {
        return released.iter().map(of).collect();
    }
    let z = solver.factor.thevenin();
    let alone: Vec<usize> = (stalled.iter().copied())
        .filter(|&k| is_beyond_the_nose(solver, k, &z))
        .collect();
    let named = if alone.is_empty() { stalled } else { &alone };
    let loads = named.iter().map(|&k| solver.loads[k].branch.load);
    let names: BTreeSet<u32> = loads.chain(released.iter().copied()).collect();
    names.iter().map(of).collect()
}

/// Whether no voltage carries the load's power S behind its Thévenin voltage u and
/// impedance z: with b = |u|²/2 − Re(z·S*), |V|² solves m² − 2bm + |z|²|S|² = 0.
fn is_beyond_the_nose(solver: &Solver, k: usize, thevenin: &[Mat4]) -> bool {
    let load = &solver.loads[k];
    let position = load.position as usize;
    let v = load.branch.voltage(&solver.state.v[position]);
    // With one ampere drawn, the voltage over the load falls by z.
    let mut one = crate::block::Vec4::ZERO;
    load.branch.draw(Complex64::ONE, &mut one);
    let seen = load.branch.voltage(&(&thevenin[position] * one));
    // The factored part of the load itself is no part of what feeds it.
    let z = seen / (1.0 - seen * load.factored);
    let u = v + z * load.current(v);
    let LoadPower { p_w, q_var } = load.power;
    let s = Complex64::new(p_w, q_var) * load.branch.share;
    let b = u.norm_sqr() / 2.0 - (z * s.conj()).re;
    b < 0.0 || b * b < z.norm_sqr() * s.norm_sqr()
}
