//! What the bundles of a tree are made of in one state of switching.

use std::sync::Arc;

use num_complex::Complex64;

use crate::block::{Mat4, Vec4};
use crate::energise::Energised;
use crate::model::{Branch, BranchKind, Parts};
use crate::transformer::TerminalAdmittance;
use crate::tree::Bundle;
use crate::{Options, Switching};

/// The physics of a bundle.
#[derive(Clone, Debug)]
pub enum Physics {
    /// Series impedance, Ω; zero where a closed switch joins the ends.
    Series(Arc<Mat4>),
    /// Windings, the bundle's `from` being their high-voltage side.
    Windings(Box<TerminalAdmittance>),
}

impl Physics {
    /// The physics of `bundle`.
    pub fn of(
        parts: &Parts,
        energised: &Energised,
        switching: &Switching,
        options: &Options,
        bundle: &Bundle,
    ) -> Self {
        let members = bundle.members.iter().map(|&k| k as usize);
        if bundle.transformer {
            let mut all = members.map(|k| admittance(&parts.branches[k], switching, options));
            let mut sum = all.next().unwrap_or_default();
            all.for_each(|next| sum += next);
            return Self::Windings(Box::new(sum));
        }
        if let &[only] = bundle.members.as_slice() {
            let branch = &parts.branches[only as usize];
            let z = impedance(branch, switching);
            return Self::Series(if bundle.conducting == branch.phases {
                z
            } else {
                Arc::new(z.only(bundle.conducting, bundle.conducting))
            });
        }
        let mut y = Mat4::ZERO;
        for k in members {
            y += impedance(&parts.branches[k], switching).inverse_on(energised.conducting[k]);
        }
        Self::Series(Arc::new(
            y.inverse_on(bundle.conducting.without(bundle.bolted)),
        ))
    }
}

/// The terminal admittance of a transformer at its present tap.
pub fn admittance(branch: &Branch, switching: &Switching, options: &Options) -> TerminalAdmittance {
    match &branch.kind {
        BranchKind::Transformer {
            rating,
            stars,
            lv_order,
            ppm_antifloat,
        } => {
            let ppm = if options.anti_float {
                *ppm_antifloat
            } else {
                0.0
            };
            TerminalAdmittance::new(rating, switching.tap_of(branch.asset), *stars, ppm)
                .crossed(*lv_order)
        }
        _ => TerminalAdmittance::default(),
    }
}

/// Series impedance of a section with its bad joints, Ω; zero of a switch.
pub fn impedance(branch: &Branch, switching: &Switching) -> Arc<Mat4> {
    let BranchKind::Section(z) = &branch.kind else {
        return Arc::default();
    };
    let Some(joints) = switching.is_loose(branch.asset) else {
        return z.clone();
    };
    let mut z = **z;
    for (c, &ohm) in joints.iter().enumerate() {
        z.add_at(c, c, Complex64::from(ohm));
    }
    Arc::new(z)
}

/// How the current `total` of `bundle`, whose ends differ by `drop`, divides among
/// its members, A, counted as the bundle is. Closed switches share a conductor's
/// current evenly.
pub fn divide(
    parts: &Parts,
    (energised, switching): (&Energised, &Switching),
    bundle: &Bundle,
    total: Vec4,
    drop: Vec4,
) -> Vec<Vec4> {
    if bundle.members.len() == 1 {
        return vec![total];
    }
    let carried = |k: u32| energised.conducting[k as usize];
    let mut left = total;
    let mut currents: Vec<Vec4> = Vec::with_capacity(bundle.members.len());
    for &k in &bundle.members {
        let z = impedance(&parts.branches[k as usize], switching);
        let current = &z.inverse_on(carried(k)) * drop;
        left -= current;
        currents.push(current);
    }
    for c in bundle.bolted.iter() {
        let is_switch = |k: u32| matches!(parts.branches[k as usize].kind, BranchKind::Switch);
        let shares = |k: u32| is_switch(k) && carried(k).has(c);
        let count = bundle.members.iter().filter(|&&k| shares(k)).count();
        let share = left.get(c.index()) / Complex64::from(count as f64);
        for (&k, current) in bundle.members.iter().zip(&mut currents) {
            if shares(k) {
                current.add_at(c.index(), share);
            }
        }
    }
    currents
}
