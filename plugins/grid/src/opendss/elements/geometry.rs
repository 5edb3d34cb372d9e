//! `LineGeometry` and `LineSpacing`: wires at their places, and the impedance and
//! capacitance that follow.

use std::f64::consts::TAU;

use num_complex::Complex64;

use super::linecode::{Matrix, read_unit};
use super::wire::Wire;
use crate::Text;
use crate::impedance::{Earth, Strand, overhead};
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

/// A foot, in which places are unless said otherwise, m.
const FOOT_M: f64 = 0.3048;
/// Permittivity of vacuum as `OpenDSS` rounds it, F/m.
const E0: f64 = 8.854e-12;

/// Wires at their places.
#[derive(Clone, Debug)]
pub struct Geometry {
    wires: Vec<Wire>,
    /// Across the line and above ground, m.
    places: Vec<(f64, f64)>,
    /// How many of the first wires are left when the others are reduced out.
    kept: usize,
}

/// Resistance, reactance, Ω/m, and capacitance, nF/m.
pub type PerMetre = [Matrix; 3];

impl Geometry {
    /// The geometry that `entry` names, or a report of why there is none.
    pub fn named(entry: &Entry, deck: &Deck, report: &mut Report) -> Option<Self> {
        let object = deck.get("linegeometry", &entry.value.text);
        let geometry =
            object.and_then(|object| State::of(object, entry.edit, deck, report).finish());
        or_report(geometry, entry, report)
    }

    /// `wires` at the places of the spacing called `spacing`, or a report of why not.
    pub fn spaced(spacing: &str, entry: &Entry, deck: &Deck, report: &mut Report) -> Option<Self> {
        let object = deck.get("linespacing", spacing);
        let places = object.map(|object| places(object, entry.edit, deck, report));
        let wires = named_wires(entry, deck, report);
        let geometry = places.zip(wires).map(|(places, wires)| Self {
            kept: places.len(),
            wires,
            places,
        });
        let fits = |g: &Self| g.wires.len() == g.places.len() && g.is_sound();
        or_report(geometry.filter(fits), entry, report)
    }

    /// Number of conductors.
    pub fn conductors(&self) -> usize {
        self.kept
    }

    fn is_sound(&self) -> bool {
        let apart = |i: usize, j: usize| {
            let ((x, h), (other_x, other_h)) = (self.places[i], self.places[j]);
            (x - other_x).hypot(h - other_h) > self.wires[i].radius_m + self.wires[j].radius_m
        };
        !self.wires.is_empty()
            && self.places.iter().all(|place| place.1 > 0.0)
            && (0..self.places.len()).all(|i| (0..i).all(|j| apart(i, j)))
    }

    /// Impedance and capacitance over `earth`.
    pub fn per_metre(&self, earth: Earth) -> PerMetre {
        let both = || self.wires.iter().zip(&self.places);
        let strands = both().map(|(wire, &(x_m, height_m))| Strand {
            r_ohm_per_km: wire.resistance(earth.frequency_hz),
            gmr_m: wire.gmr_m,
            x_m,
            height_m,
        });
        let strands: Vec<Strand> = strands.collect();
        let mut z = overhead(&strands, earth);
        while z.len() > self.kept {
            z = kron(&z);
        }
        let part = |part: fn(&Complex64) -> f64| -> Matrix {
            let row = |row: &Vec<Complex64>| row.iter().map(|z| part(z) / 1000.0).collect();
            z.iter().map(row).collect()
        };
        let mut c = self.capacitance();
        c.truncate(self.kept);
        for row in &mut c {
            row.truncate(self.kept);
        }
        [part(|z| z.re), part(|z| z.im), c]
    }

    /// Maxwell capacitances by the wires' images in the ground, nF/m.
    fn capacitance(&self) -> Matrix {
        let potential = |i: usize, j: usize| {
            let ((x, h), (other_x, other_h)) = (self.places[i], self.places[j]);
            let ratio = if i == j {
                2.0 * h / self.wires[i].cap_radius_m
            } else {
                (x - other_x).hypot(h + other_h) / (x - other_x).hypot(h - other_h)
            };
            ratio.ln() / (TAU * E0) * 1e-9
        };
        let n = self.wires.len();
        let row = |i| (0..n).map(|j| potential(i, j)).collect();
        inverse((0..n).map(row).collect())
    }
}

fn or_report<T>(found: Option<T>, entry: &Entry, report: &mut Report) -> Option<T> {
    if found.is_none() {
        let what = Text::new(
            "没有这种几何布置，或导线不全、在地下、相互重叠",
            "there is no such geometry, or wires are missing, in the ground or overlapping",
        );
        report.bad_value(entry, what);
    }
    found
}

fn named_wires(entry: &Entry, deck: &Deck, report: &mut Report) -> Option<Vec<Wire>> {
    let words = entry.value.words();
    let wire = |word: &String| Wire::named(word, entry.edit, deck, report);
    words.iter().map(wire).collect()
}

/// The places of a `LineSpacing`, m.
fn places(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Vec<(f64, f64)> {
    let (mut x, mut h, mut unit_m) = (Vec::new(), Vec::new(), Some(FOOT_M));
    for entry in object.entries_before(edit) {
        match entry.property {
            "x" => x = report.numbers(&entry),
            "h" => h = report.numbers(&entry),
            "units" => read_unit(&entry, report, &mut unit_m),
            "like" => {
                if let Some(other) = deck.get("linespacing", &entry.value.text) {
                    let places = places(other, entry.edit, deck, &mut report.deaf());
                    (x, h) = places.into_iter().unzip();
                    unit_m = Some(1.0);
                }
            }
            _ => {}
        }
    }
    let unit_m = unit_m.unwrap_or(1.0);
    let both = x.into_iter().zip(h);
    both.map(|(x, h)| (x * unit_m, h * unit_m)).collect()
}

/// A `LineGeometry` in the making.
struct State {
    conductors: Vec<Conductor>,
    phases: usize,
    is_reduced: bool,
    active: usize,
    last_unit_m: f64,
}

#[derive(Clone, Default)]
struct Conductor {
    wire: Option<Wire>,
    x: f64,
    h: f64,
    unit_m: Option<f64>,
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            conductors: vec![Conductor::default(); 3],
            phases: 3,
            is_reduced: false,
            active: 0,
            last_unit_m: FOOT_M,
        };
        for entry in object.entries_before(edit) {
            state.take(&entry, deck, report);
        }
        state
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let mut number = 0;
        match entry.property {
            "nconds" => {
                report.count(entry, &mut number);
                self.conductors = vec![Conductor::default(); number.clamp(1, 40)];
            }
            "nphases" => report.count(entry, &mut self.phases),
            "cond" => {
                report.count(entry, &mut number);
                self.active = number.clamp(1, self.conductors.len()) - 1;
                let unit_m = &mut self.conductors[self.active].unit_m;
                *unit_m = unit_m.or(Some(self.last_unit_m));
            }
            "x" => report.number(entry, &mut self.conductors[self.active].x),
            "h" => report.number(entry, &mut self.conductors[self.active].h),
            "units" => {
                let unit_m = &mut self.conductors[self.active].unit_m;
                read_unit(entry, report, unit_m);
                self.last_unit_m = unit_m.unwrap_or(1.0);
            }
            "wire" => {
                let wire = Wire::named(&entry.value.text, entry.edit, deck, report);
                self.conductors[self.active].wire = wire;
            }
            "wires" => {
                let wires = named_wires(entry, deck, report).unwrap_or_default();
                for (conductor, wire) in self.conductors.iter_mut().zip(wires) {
                    conductor.wire = Some(wire);
                }
            }
            "spacing" => {
                let object = deck.get("linespacing", &entry.value.text);
                let places = object.map(|object| places(object, entry.edit, deck, report));
                for (conductor, (x, h)) in
                    self.conductors.iter_mut().zip(places.unwrap_or_default())
                {
                    (conductor.x, conductor.h, conductor.unit_m) = (x, h, Some(1.0));
                }
            }
            _ => self.is_reduced = entry.value.is_yes(),
        }
    }

    fn finish(self) -> Option<Geometry> {
        let wires: Option<Vec<Wire>> = self.conductors.iter().map(|c| c.wire).collect();
        let place = |c: &Conductor| {
            let unit_m = c.unit_m.unwrap_or(FOOT_M);
            (c.x * unit_m, c.h * unit_m)
        };
        let geometry = Geometry {
            wires: wires?,
            places: self.conductors.iter().map(place).collect(),
            kept: if self.is_reduced {
                self.phases
            } else {
                self.conductors.len()
            },
        };
        Some(geometry).filter(Geometry::is_sound)
    }
}

/// The matrix without its last row, whose wire is earthed all along.
fn kron(z: &[Vec<Complex64>]) -> Vec<Vec<Complex64>> {
    let last = z.len() - 1;
    let entry = |i: usize, j: usize| z[i][j] - z[i][last] * z[last][j] / z[last][last];
    let row = |i| (0..last).map(|j| entry(i, j)).collect();
    (0..last).map(row).collect()
}

/// The inverse of a matrix with a dominant diagonal, by elimination without pivots.
fn inverse(mut a: Matrix) -> Matrix {
    for k in 0..a.len() {
        let pivot = a[k][k];
        a[k][k] = 1.0;
        a[k].iter_mut().for_each(|v| *v /= pivot);
        let row = a[k].clone();
        for (i, other) in a.iter_mut().enumerate() {
            if i != k {
                let factor = std::mem::take(&mut other[k]);
                for (v, by) in other.iter_mut().zip(&row) {
                    *v -= factor * by;
                }
            }
        }
    }
    a
}
