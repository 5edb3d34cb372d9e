//! Short circuits at every bus.
//!
//! Without the fault the network is linear, or is made so: loads are left out or held
//! as the impedances they are at the voltages before the fault. With v the voltages
//! there and Z the impedance that the bus sees, a fault that draws currents i through
//! the columns C (+1 where it leaves a conductor, −1 where it comes back) has
//!
//! (Cᵀ·Z·C + R)·i = Cᵀ·v,
//!
//! where R are the resistances of the fault itself. One pass along the tree gives all Z,
//! and what closes its loops is taken off each.

use std::fmt::{self, Display};

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::area::Earthing;
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};

use crate::block::{Mat4, Vec4};
use crate::iec60909::Iec60909;
use crate::iterate::State;
use crate::tree::NONE;
use crate::{LoadPower, Model, Options, Outcome, Solver, Switching};

/// What touches what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultType {
    /// All three phases.
    Abc,
    /// Phases a and b.
    Ab,
    /// Phases b and c.
    Bc,
    /// Phases c and a.
    Ca,
    /// Phase a and neutral.
    An,
    /// Phase b and neutral.
    Bn,
    /// Phase c and neutral.
    Cn,
    /// Phase a and earth.
    Ae,
    /// Phase b and earth.
    Be,
    /// Phase c and earth.
    Ce,
    /// Neutral and earth.
    Ne,
    /// Phases a and b and earth.
    Abe,
    /// Phases b and c and earth.
    Bce,
    /// Phases c and a and earth.
    Cae,
}

impl FaultType {
    /// All types.
    pub const ALL: [Self; 14] = [
        Self::Abc,
        Self::Ab,
        Self::Bc,
        Self::Ca,
        Self::An,
        Self::Bn,
        Self::Cn,
        Self::Ae,
        Self::Be,
        Self::Ce,
        Self::Ne,
        Self::Abe,
        Self::Bce,
        Self::Cae,
    ];

    /// Whether earth is touched.
    pub fn is_to_earth(self) -> bool {
        self.word().ends_with('e')
    }

    /// The letters of what touches, `e` for earth.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Abc => "abc",
            Self::Ab => "ab",
            Self::Bc => "bc",
            Self::Ca => "ca",
            Self::An => "an",
            Self::Bn => "bn",
            Self::Cn => "cn",
            Self::Ae => "ae",
            Self::Be => "be",
            Self::Ce => "ce",
            Self::Ne => "ne",
            Self::Abe => "abe",
            Self::Bce => "bce",
            Self::Cae => "cae",
        }
    }
}

impl Display for FaultType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One fault at one bus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// The bus.
    pub bus: usize,
    /// What touches what.
    pub kind: FaultType,
    /// Currents out of conductors a, b, c, n into the fault, A.
    pub currents: [Complex64; 4],
    /// Resistance over reactance of what the fault's current flows through.
    pub r_per_x: f64,
}

impl Fault {
    /// Current into earth, A.
    pub fn earth(&self) -> Complex64 {
        if !self.kind.is_to_earth() {
            return Complex64::ZERO;
        }
        self.currents.iter().sum()
    }

    /// The highest instantaneous current, A, if the fault begins at the worst moment:
    /// κ·√2 times the largest one, κ as in IEC 60909-0, with its factor of 1.15 for
    /// meshed networks left out.
    pub fn peak(&self) -> f64 {
        let kappa = 1.02 + 0.98 * (-3.0 * self.r_per_x.max(0.0)).exp();
        kappa * 2.0_f64.sqrt() * self.largest().norm()
    }

    /// The largest current of a conductor, A.
    pub fn largest(&self) -> Complex64 {
        let by_size = |a: &&Complex64, b: &&Complex64| a.norm_sqr().total_cmp(&b.norm_sqr());
        // Of equal ones the first conductor's.
        let largest = self.currents.iter().rev().max_by(by_size);
        largest.copied().unwrap_or_default()
    }
}

/// What the faults are like, and what the network does meanwhile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultConditions {
    /// Resistance of the fault, Ω: between two conductors, from each of three to a
    /// common point, from each to earth.
    pub fault_ohm: f64,
    /// The loads, held as the impedances they are before the fault; without them the
    /// network carries nothing.
    pub loads: Option<Vec<LoadPower>>,
    /// Resistance between the earthed equipment of each bus and remote earth, Ω, that a
    /// fault to earth there flows through: see [`equipment_earths`].
    pub earth_ohm: Vec<f64>,
    /// The case of IEC 60909-0, which says what the network is like; loads are left
    /// out then.
    pub standard: Option<Iec60909>,
}

/// The resistance through which equipment at each bus of `model` is earthed, Ω.
///
/// In a TT area that is the customers' own earth, the lowest where several hang on one
/// box; anywhere else a fault to earth is one to remote earth.
pub fn equipment_earths(district: &District, model: &Model) -> Vec<f64> {
    let mut ohm = vec![0.0_f64; model.bus_count()];
    for asset in district.all(Kind::Customer) {
        let Place::Area(k) = asset.place else {
            continue;
        };
        let area = &district.areas[usize::from(k)];
        let customer = &area.customers[asset.index as usize];
        let (Earthing::Tt, Some(own), Some(meter)) =
            (area.earthing, customer.earth_ohm, customer.meter)
        else {
            continue;
        };
        let node = area.boxes[area.meters[meter].box_index].node;
        let here = &mut ohm[model.bus(AssetRef::in_area(k, Kind::Node, node as u32))];
        *here = if *here > 0.0 { here.min(own) } else { own };
    }
    ohm
}

/// The faults of the types `kinds` at every bus, bus after bus; those whose conductors
/// a bus lacks, or has dead, are left out.
///
/// A fault without any impedance, its own or the network's, has infinite currents.
///
/// # Errors
/// The loads before the fault have no solution.
pub fn short_circuits(
    model: &Model,
    switching: &Switching,
    options: Options,
    conditions: &FaultConditions,
    kinds: &[FaultType],
) -> Result<Vec<Fault>, Outcome> {
    let standard = conditions.standard;
    let solver = before(model, switching, options, conditions)?;
    let seen = solver.impedances();
    let circuits: Vec<Circuit> = kinds.iter().map(|&kind| Circuit::of(kind)).collect();
    let mut faults = Vec::with_capacity(model.bus_count() * kinds.len());
    for bus in 0..model.bus_count() {
        let position = solver.tree.position[bus];
        if position == NONE {
            continue;
        }
        let live = solver.energised.live[bus];
        let (z, v) = (&seen[position as usize], &solver.state.v[position as usize]);
        let v = &standard.map_or(*v, |case| case.before(&model.parts().buses[bus], v));
        let earth_ohm = conditions.earth_ohm.get(bus).copied().unwrap_or_default();
        for circuit in circuits.iter().filter(|c| live.contains(c.conductors)) {
            let currents = circuit.currents(z, v, conditions.fault_ohm, earth_ohm);
            faults.push(Fault {
                bus,
                kind: circuit.kind,
                currents,
                r_per_x: circuit.r_per_x(v, &currents),
            });
        }
    }
    Ok(faults)
}

/// The network before the fault, made linear.
///
/// # Errors
/// The loads have no solution.
pub(crate) fn before(
    model: &Model,
    switching: &Switching,
    options: Options,
    conditions: &FaultConditions,
) -> Result<Solver, Outcome> {
    let standard = conditions.standard;
    let corrected = standard.map(|standard| model.corrected(standard));
    let model = corrected.as_ref().unwrap_or(model);
    let options = Options {
        compensated_loops: usize::MAX,
        ..options
    };
    let mut solver = Solver::new(model, switching, options);
    let loads = conditions.loads.as_ref();
    if let Some(powers) = loads.filter(|_| standard.is_none()) {
        let outcome = solver.solve(powers);
        if !outcome.converged {
            return Err(outcome);
        }
        solver.hold_loads();
    }
    solver.visit_all();
    solver.unload();
    Ok(solver)
}

/// The loops that a type of fault closes.
struct Circuit {
    kind: FaultType,
    conductors: Phases,
    /// For each loop the conductor it leaves by, and the one it comes back by, if that
    /// is not earth.
    loops: Vec<(usize, Option<usize>)>,
}

impl Circuit {
    fn of(kind: FaultType) -> Self {
        let is_named = |c: &Conductor| kind.word().contains(c.letter());
        let conductors: Phases = Phases::ABCN
            .iter()
            .filter(is_named)
            .fold(Phases::NONE, |set, c| set.union(Phases::only(c)));
        let mut left: Vec<usize> = conductors.iter().map(Conductor::index).collect();
        let back = if kind.is_to_earth() { None } else { left.pop() };
        Self {
            kind,
            conductors,
            loops: left.into_iter().map(|out| (out, back)).collect(),
        }
    }

    /// Resistance over reactance as the currents lag what drives them.
    fn r_per_x(&self, v: &Vec4, currents: &[Complex64; 4]) -> f64 {
        let Some(&(out, back)) = self.loops.first() else {
            return 0.0;
        };
        // Three phases drive each its own current.
        let back = back.filter(|_| self.loops.len() == 1);
        let across = v.get(out) - back.map_or(Complex64::ZERO, |back| v.get(back));
        let z = across / currents[out];
        if z.im > 0.0 {
            z.re / z.im
        } else {
            f64::INFINITY
        }
    }

    fn currents(&self, z: &Mat4, v: &Vec4, fault_ohm: f64, earth_ohm: f64) -> [Complex64; 4] {
        let along = |row: usize, (out, back): (usize, Option<usize>)| {
            z.get(row, out) - back.map_or(Complex64::ZERO, |back| z.get(row, back))
        };
        let mutual = |r: usize, c: usize| {
            let ((out, back), column) = (self.loops[r], self.loops[c]);
            let through = along(out, column);
            let drop = through - back.map_or(Complex64::ZERO, |back| along(back, column));
            let ohm = match (back, r == c) {
                // To earth each conductor has a resistance of its own, and the
                // electrode is common to all.
                (None, true) => fault_ohm + earth_ohm,
                (None, false) => earth_ohm,
                // Three conductors meet in a point, each through a resistance.
                (Some(_), true) if self.loops.len() > 1 => 2.0 * fault_ohm,
                (Some(_), _) => fault_ohm,
            };
            drop + ohm
        };
        let across = |(out, back): (usize, Option<usize>)| {
            v.get(out) - back.map_or(Complex64::ZERO, |back| v.get(back))
        };
        let drawn: [Complex64; 2] = match *self.loops.as_slice() {
            [only] => [across(only) / mutual(0, 0), Complex64::ZERO],
            [first, second] => {
                let [[p, q], [r, s]] = [[mutual(0, 0), mutual(0, 1)], [mutual(1, 0), mutual(1, 1)]];
                let (e, f) = (across(first), across(second));
                let whole = p * s - q * r;
                [(e * s - q * f) / whole, (p * f - e * r) / whole]
            }
            _ => [Complex64::ZERO; 2],
        };
        let mut currents = [Complex64::ZERO; 4];
        for (&(out, back), i) in self.loops.iter().zip(drawn) {
            let i = if i.is_finite() {
                i
            } else {
                Complex64::from(f64::INFINITY)
            };
            currents[out] += i;
            if let Some(back) = back {
                currents[back] -= i;
            }
        }
        currents
    }
}

impl Solver {
    /// Draws `currents`, A, at a live bus, and nothing elsewhere.
    pub(crate) fn draw_at(&mut self, bus: usize, currents: [Complex64; 4]) {
        let State { v, j, x, .. } = &mut self.state;
        j.fill(Vec4::ZERO);
        x.fill(Complex64::ZERO);
        j[self.tree.position[bus] as usize] = Vec4::from_array(currents);
        self.factor.backward(j);
        self.factor.forward(true, j, v);
        self.links.close(x, v, j);
    }

    /// The impedance each position sees, Ω.
    fn impedances(&self) -> Vec<Mat4> {
        let along_tree = self.factor.thevenin().into_iter().enumerate();
        along_tree.map(|(k, z)| self.links.seen(z, k)).collect()
    }
}
