//! The spans of a district as ropes, before and after they become some.

use rapier3d::glamx::DVec3;
use taiqu_powerflow::thermal;
use taiqu_structure::{Lines, Vector};

use super::GRAVITY;
use super::rope::{Bundle, Rope};
use crate::standing::TIE_N;

/// A span, its wires taken together.
#[derive(Clone, Copy, Debug)]
pub struct Hanging {
    /// What they are made of.
    pub bundle: Bundle,
    /// How they were strung.
    strung: thermal::Span,
    /// The places of their ends as they stand.
    pub ends: [DVec3; 2],
    /// Heights of those over the ground, m.
    pub height_m: [f64; 2],
    /// The poles there; none at a house.
    pub poles: [Option<usize>; 2],
    /// The spans into which the wires go on there, and by which of their ends.
    pub on: [Option<(usize, usize)>; 2],
    /// How far what holds each end gives, m/N: a pole is bent aside far more easily than
    /// wires are stretched.
    give_m_n: [f64; 2],
    /// How hard a pull along them their ties hold, N.
    pub tied_n: f64,
}

impl Hanging {
    /// All spans of `lines`, around `origin`, over a ground of the height `ground_m`.
    pub fn all(lines: &Lines, origin: Vector, ground_m: &dyn Fn(f64, f64) -> f64) -> Vec<Self> {
        let all = lines.spans.iter().enumerate();
        all.map(|(index, span)| {
            let sum = |of: fn(&taiqu_structure::StrungWire) -> f64| -> f64 {
                span.wires.iter().map(of).sum()
            };
            let wires = span.wires.len() as f64;
            let mean_m = sum(|wire| wire.y_m) / wires;
            let height_m = [0, 1].map(|end| span.height_m(end, &lines.poles, index) + mean_m);
            let end = |end: usize| {
                let pole = span.poles[end].map(|pole| lines.poles[pole].at);
                let at = pole.unwrap_or(span.at[end]) - origin;
                DVec3::new(at.x, at.y, ground_m(at.x, at.y) + height_m[end])
            };
            let ends = [end(0), end(1)];
            let alike = |a: f64, b: f64| if a > b { a } else { b };
            let per_k = span.wires.iter().map(|wire| wire.per_k).fold(0.0, alike);
            let strung = span.wires.iter().map(|wire| span.strung(wire));
            Self {
                bundle: Bundle {
                    kg_per_m: sum(|wire| wire.kg_per_m),
                    stiffness_n: sum(|wire| wire.stiffness_n),
                    breaking_n: sum(|wire| wire.breaking_n),
                    wide_m: sum(|wire| wire.outer_m),
                },
                strung: thermal::Span {
                    length_m: (ends[1] - ends[0]).truncate().length(),
                    kg_per_m: sum(|wire| wire.kg_per_m),
                    stiffness_n: sum(|wire| wire.stiffness_n),
                    per_k,
                    strung_c: 0.0,
                    strung_n: strung.map(|wire| wire.strung_n).sum(),
                },
                ends,
                height_m,
                poles: span.poles,
                give_m_n: [0, 1].map(|end| {
                    let pole = span.poles[end].map(|pole| &lines.poles[pole]);
                    pole.map_or(0.0, |pole| 1.0 / pole.stiffness_n_m(height_m[end]))
                }),
                on: [goes_on(lines, index, 0), goes_on(lines, index, 1)],
                tied_n: TIE_N * wires,
            }
        })
        .collect()
    }

    /// Level, from one of its ends into it.
    pub fn into(&self, end: usize) -> DVec3 {
        let way = (self.ends[1 - end] - self.ends[end]).truncate();
        way.extend(0.0).normalize_or_zero()
    }

    /// Its middle, around the origin, m.
    pub fn middle(&self) -> DVec3 {
        self.ends[0].midpoint(self.ends[1])
    }

    /// Load of a wind on it, N/m.
    fn load_n_m(&self, wind: DVec3) -> DVec3 {
        let along = self.into(0);
        self.bundle.drag_n_m(wind - along * along.dot(wind))
    }

    /// Horizontal tension in a wind where `drawn_m` of its wire were drawn out of it, N: as
    /// if it were so much colder.
    pub fn pull_n(&self, wind: DVec3, drawn_m: f64) -> f64 {
        let colder = drawn_m / (self.strung.per_k * self.strung.length_m);
        let across = self.load_n_m(wind).length();
        self.strung.tension_n(-colder, 0.0, across)
    }

    /// How much longer it is for each newton at the tension `pull_n` in a wind, m/N; the
    /// less it hangs, the less.
    pub fn soft_m_n(&self, wind: DVec3, pull_n: f64) -> f64 {
        let thermal::Span {
            length_m,
            stiffness_n,
            kg_per_m,
            ..
        } = self.strung;
        let load = (kg_per_m * GRAVITY).hypot(self.load_n_m(wind).length());
        length_m / stiffness_n + load * load * (length_m / pull_n).powi(3) / 12.0
    }

    /// A rope where it hangs.
    pub fn rope(&self, wind: DVec3, drawn_m: f64) -> Rope {
        let pull_n = self.pull_n(wind, drawn_m);
        let load = self.load_n_m(wind);
        Rope::hung(self.ends, self.bundle, (pull_n, load), self.give_m_n)
    }
}

/// The span into which the wires of a span go on over the pole at its `end`: one of the
/// same kind, nearly straight on.
fn goes_on(lines: &Lines, index: usize, end: usize) -> Option<(usize, usize)> {
    const STRAIGHT: f64 = 0.7;
    let span = &lines.spans[index];
    let pole = span.poles[end]?;
    if span.service {
        return None;
    }
    let out = span.ahead() * if end == 0 { -1.0 } else { 1.0 };
    let others = lines.poles[pole].holds.iter().filter_map(|hold| {
        let other = &lines.spans[hold.span];
        let near = usize::from(other.poles[0] != Some(pole));
        let ahead = other.ahead() * if near == 0 { 1.0 } else { -1.0 };
        let same = hold.span != index && !other.service && other.high == span.high;
        let straight = ahead.dot(out);
        (same && straight > STRAIGHT).then_some((straight, hold.span, near))
    });
    let best = others.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((best.1, best.2))
}
