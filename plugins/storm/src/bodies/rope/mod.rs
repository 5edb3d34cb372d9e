//! The wires of a span as one rope: particles on a chain of stretchable links.
//!
//! A link of some metres of wire weighs a few kilograms and holds a pole of a tonne; an
//! engine that solves joints one after another leaves it percents too long, and its forces
//! by as much wrong. Here all links of a rope are solved at once: a chain's equations are
//! tridiagonal, so that costs no more than one round through them. A step is implicit
//! (XPBD), which only ever takes energy, and a link's multiplier is its tension.

mod chain;
mod lying;
mod trunk;

use rapier3d::glamx::DVec3;
use serde::{Deserialize, Serialize};
use taiqu_structure::{AIR_KG_M3, WIRE_DRAG};

pub use trunk::Trunk;

use super::{GRAVITY, STEP_S};

/// Most links of a rope, and about how long one is, m.
const MOST: usize = 12;
const LINK_M: f64 = 5.0;
/// Smaller steps within one.
const WITHIN: u32 = 4;
/// Speed below which a rope comes to rest, m/s, and steps that it must stay below.
const STILL_M_S: f64 = 0.05;
const STILL_STEPS: u32 = 120;
/// Wire at an end that no longer slips through its tie, m.
const KEEPS_M: f64 = 1.0;

/// What the wires of a span are made of, together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// Mass, kg/m.
    pub kg_per_m: f64,
    /// Stiffness E·A, N.
    pub stiffness_n: f64,
    /// Breaking force, N.
    pub breaking_n: f64,
    /// Width in the wind, m.
    pub wide_m: f64,
}

impl Bundle {
    /// Drag of a metre in the wind `across` it, N.
    pub fn drag_n_m(&self, across: DVec3) -> DVec3 {
        across * (0.5 * AIR_KG_M3 * WIRE_DRAG * self.wide_m * across.length())
    }
}

/// A rope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rope {
    /// Its particles, from the span's first end to its second.
    pub at: Vec<DVec3>,
    /// Forces on what holds its ends, N.
    pub force_n: [DVec3; 2],
    /// The work that it did on that in its last step, J.
    pub given_j: [f64; 2],
    /// The wind's force on all of it, N.
    pub drag_n: DVec3,
    bundle: Bundle,
    /// How far what holds its ends gives, m/N.
    give_m_n: [f64; 2],
    velocity: Vec<DVec3>,
    mass_kg: Vec<f64>,
    /// Lengths of its links without tension, m, and their tensions, N.
    rest_m: Vec<f64>,
    tension_n: Vec<f64>,
    still: u32,
    /// The wind in which it came to rest, m/s.
    calm: DVec3,
}

/// What holds and meets a rope in a step.
pub struct Around<'a> {
    /// The wind there, m/s.
    pub wind: DVec3,
    /// Where its ends are held at the end of the step.
    pub held: [Option<DVec3>; 2],
    /// Height of the ground.
    pub ground_m: &'a dyn Fn(f64, f64) -> f64,
}

impl Rope {
    /// A rope that hangs between `ends` with the horizontal tension `pull_n`, at rest under
    /// its weight and a load of the wind, N/m; what holds its ends gives by `give_m_n`.
    pub fn hung(
        ends: [DVec3; 2],
        bundle: Bundle,
        (pull_n, wind_n_m): (f64, DVec3),
        give_m_n: [f64; 2],
    ) -> Self {
        let chord = ends[1] - ends[0];
        let long_m = chord.truncate().length().max(0.1);
        let links = ((long_m / LINK_M).round() as usize).clamp(4, MOST);
        let load = wind_n_m - DVec3::Z * (bundle.kg_per_m * GRAVITY);
        let part = |k: usize| k as f64 / links as f64;
        let hang = |u: f64| load * (long_m * long_m * u * (1.0 - u) / (2.0 * pull_n));
        let at: Vec<DVec3> = (0..=links)
            .map(|k| ends[0] + chord * part(k) + hang(part(k)))
            .collect();
        let step_m = long_m / links as f64;
        let lengths = at.windows(2).map(|pair| (pair[1] - pair[0]).length());
        let tension_n: Vec<f64> = lengths.clone().map(|l| pull_n * l / step_m).collect();
        let stretched = lengths.zip(&tension_n).enumerate();
        let rest_m: Vec<f64> = stretched
            .map(|(k, (length, tension))| {
                let given = tension * gives(k, links, give_m_n);
                (length - given) / (1.0 + tension / bundle.stiffness_n)
            })
            .collect();
        let mass_kg = (0..=links).map(|k| {
            let half = if k == 0 || k == links { 0.5 } else { 1.0 };
            half * bundle.kg_per_m * step_m
        });
        let mut rope = Self {
            force_n: [DVec3::ZERO; 2],
            given_j: [0.0; 2],
            drag_n: wind_n_m * long_m,
            bundle,
            give_m_n,
            velocity: vec![DVec3::ZERO; at.len()],
            mass_kg: mass_kg.collect(),
            rest_m,
            tension_n,
            still: 0,
            calm: DVec3::ZERO,
            at,
        };
        rope.note_forces();
        rope
    }

    /// Its length without tension, m.
    pub fn rest_m(&self) -> f64 {
        self.rest_m.iter().sum()
    }

    /// The link at an end.
    fn link(&self, end: usize) -> usize {
        if end == 0 { 0 } else { self.rest_m.len() - 1 }
    }

    /// Whether there is wire at an end to give through a tie.
    pub fn gives(&self, end: usize) -> bool {
        self.rest_m[self.link(end)] > KEEPS_M
    }

    /// Tension at an end, N.
    pub fn tension_n(&self, end: usize) -> f64 {
        self.tension_n[self.link(end)]
    }

    /// Gets `more_m` of wire through the tie at an end, or gives some.
    pub fn lengthen(&mut self, end: usize, more_m: f64) {
        let link = self.link(end);
        self.rest_m[link] = (self.rest_m[link] + more_m).max(KEEPS_M / 2.0);
        self.still = 0;
    }

    /// Where it would tear: the particle at a link with more tension than it bears. A single
    /// link has none at which it could.
    pub fn tears(&self) -> Option<usize> {
        let link = (self.tension_n.iter()).position(|&n| n > self.bundle.breaking_n)?;
        let last = self.rest_m.len() - 1;
        (last > 0).then(|| link.clamp(1, last))
    }

    /// The inner particle nearest to a share of its length.
    pub fn near(&self, share: f64) -> usize {
        let links = self.rest_m.len();
        ((share * links as f64).round() as usize).clamp(1, links - 1)
    }

    /// Cuts it at an inner particle; what hangs at its second end.
    pub fn split(&mut self, at: usize) -> Self {
        let mut far = self.clone();
        far.at.drain(..at);
        far.velocity.drain(..at);
        far.mass_kg.drain(..at);
        far.rest_m.drain(..at);
        far.tension_n.drain(..at);
        far.mass_kg[0] /= 2.0;
        far.give_m_n[0] = 0.0;
        self.give_m_n[1] = 0.0;
        self.at.truncate(at + 1);
        self.velocity.truncate(at + 1);
        self.mass_kg.truncate(at + 1);
        self.mass_kg[at] /= 2.0;
        self.rest_m.truncate(at);
        self.tension_n.truncate(at);
        self.wake();
        far.wake();
        far
    }

    /// Whether it rests.
    pub const fn rests(&self) -> bool {
        self.still >= STILL_STEPS
    }

    /// Rests from now on, until something else than this wind stirs it.
    pub fn freeze(&mut self, wind: DVec3) {
        self.still = STILL_STEPS;
        self.velocity.fill(DVec3::ZERO);
        self.calm = wind;
    }

    /// Moves again.
    pub const fn wake(&mut self) {
        self.still = 0;
    }

    /// Whether what is around it is so different from when it came to rest that it moves.
    pub fn stirred(&self, around: &Around<'_>) -> bool {
        const GUST_M_S: f64 = 5.0;
        const MOVED_M: f64 = 2e-3;
        let last = self.at.len() - 1;
        let ends = [self.at[0], self.at[last]].into_iter().zip(around.held);
        let moved = |(at, held): (DVec3, Option<DVec3>)| {
            held.is_some_and(|held| (held - at).length() > MOVED_M)
        };
        (self.calm - around.wind).length() > GUST_M_S || ends.into_iter().any(moved)
    }

    /// Lives a step.
    pub fn step(&mut self, around: &Around<'_>, trunks: &mut [&mut Trunk]) {
        let last = self.at.len() - 1;
        let within_s = STEP_S / f64::from(WITHIN);
        let from = [self.at[0], self.at[last]];
        let mut inverse: Vec<f64> = self.mass_kg.iter().map(|kg| 1.0 / kg).collect();
        for (end, held) in [0, last].into_iter().zip(around.held) {
            if held.is_some() {
                inverse[end] = 0.0;
            }
        }
        self.drag_n = DVec3::ZERO;
        self.given_j = [0, last].map(|end| self.particle_j(end));
        let given_j: Vec<f64> = trunks.iter().map(|trunk| trunk.given_j).collect();
        for k in 1..=WITHIN {
            let part = f64::from(k) / f64::from(WITHIN);
            self.push(around.wind, &inverse, within_s);
            let met: Vec<_> = (trunks.iter_mut())
                .map(|trunk| self.meet(trunk, part, &inverse, within_s))
                .collect();
            let before = self.at.clone();
            for (at, velocity) in self.at.iter_mut().zip(&self.velocity) {
                *at += *velocity * within_s;
            }
            for ((end, start), held) in [0, last].into_iter().zip(from).zip(around.held) {
                if let Some(held) = held {
                    self.at[end] = start.lerp(held, part);
                }
            }
            self.draw(&inverse, within_s);
            self.note_forces();
            let moved = |k: usize| self.at[k] - before[k];
            for (end, particle) in [0, last].into_iter().enumerate() {
                self.given_j[end] += self.force_n[end].dot(moved(particle));
            }
            for (trunk, forces) in trunks.iter_mut().zip(met) {
                let work = forces.iter().map(|(k, force)| force.dot(moved(*k)));
                trunk.given_j -= work.sum::<f64>();
            }
            for ((velocity, at), before) in self.velocity.iter_mut().zip(&self.at).zip(&before) {
                *velocity = (*at - *before) / within_s;
            }
            self.rest_on(&before, &inverse, around.ground_m, within_s);
        }
        for (trunk, given_j) in trunks.iter_mut().zip(given_j) {
            let gained_j = given_j - trunk.given_j;
            self.repay(trunk, gained_j);
        }
        for (end, particle) in [0, last].into_iter().enumerate() {
            self.given_j[end] -= self.particle_j(particle);
        }
        let fast = (self.velocity.iter()).any(|v| v.length_squared() > STILL_M_S * STILL_M_S);
        self.still = if fast { 0 } else { self.still + 1 };
        if self.rests() {
            self.freeze(around.wind);
        }
    }

    /// Weight and wind.
    fn push(&mut self, wind: DVec3, inverse: &[f64], seconds: f64) {
        let last = self.at.len() - 1;
        for (k, &inverse) in inverse.iter().enumerate() {
            let along = (self.at[(k + 1).min(last)] - self.at[k.max(1) - 1]).normalize_or_zero();
            let against = wind - self.velocity[k];
            let across = against - along * along.dot(against);
            let metres = self.mass_kg[k] / self.bundle.kg_per_m;
            let drag = self.bundle.drag_n_m(across) * metres;
            self.drag_n += drag / f64::from(WITHIN);
            if inverse > 0.0 {
                // No more than stops it: air does not turn a wire round.
                let push = (drag * inverse).clamp_length_max(across.length() / seconds);
                self.velocity[k] += (push - DVec3::Z * GRAVITY) * seconds;
            }
        }
    }

    /// How much longer it is for each newton, m/N, however little it hangs.
    pub fn soft_m_n(&self) -> f64 {
        (0..self.rest_m.len()).map(|k| self.softness_m_n(k)).sum()
    }

    /// How much longer a link is for each newton, m/N.
    fn softness_m_n(&self, link: usize) -> f64 {
        let own = self.rest_m[link] / self.bundle.stiffness_n;
        own + gives(link, self.rest_m.len(), self.give_m_n)
    }

    fn note_forces(&mut self) {
        let last = self.at.len() - 1;
        let along = |a: usize, b: usize| (self.at[b] - self.at[a]).normalize_or_zero();
        self.force_n = [
            along(0, 1) * self.tension_n(0),
            along(last, last - 1) * self.tension_n(1),
        ];
    }

    /// The energy of motion and height of a particle, J.
    fn particle_j(&self, k: usize) -> f64 {
        self.mass_kg[k] * (0.5 * self.velocity[k].length_squared() + GRAVITY * self.at[k].z)
    }

    /// Its energy of motion, height and tension, J.
    pub fn energy_j(&self) -> f64 {
        let moving: f64 = (0..self.at.len()).map(|k| self.particle_j(k)).sum();
        let links = self.at.windows(2).zip(&self.rest_m).enumerate();
        let stretched: f64 = links
            .map(|(k, (pair, rest))| {
                let longer = ((pair[1] - pair[0]).length() - rest).max(0.0);
                0.5 * longer * longer / self.softness_m_n(k)
            })
            .sum();
        moving + stretched
    }
}

/// How far the ends of a link give where they are those of the rope, m/N.
fn gives(link: usize, links: usize, give_m_n: [f64; 2]) -> f64 {
    let at = |end: usize, last: usize| if link == last { give_m_n[end] } else { 0.0 };
    at(0, 0) + at(1, links - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUNDLE: Bundle = Bundle {
        kg_per_m: 1.2,
        stiffness_n: 1.6e7,
        breaking_n: 4e4,
        wide_m: 0.05,
    };

    fn live(rope: &mut Rope, held: [Option<DVec3>; 2], steps: u32) {
        let around = Around {
            wind: DVec3::ZERO,
            held,
            ground_m: &|_, _| 0.0,
        };
        for _ in 0..steps {
            rope.step(&around, &mut []);
        }
    }

    #[test]
    fn a_wire_stays_as_it_was_strung_and_hangs_when_it_is_cut() {
        let ends = [DVec3::new(0.0, 0.0, 60.0), DVec3::new(45.0, 0.0, 58.0)];
        let mut rope = Rope::hung(ends, BUNDLE, (4e3, DVec3::ZERO), [5e-5; 2]);
        let before = rope.clone();
        live(&mut rope, ends.map(Some), 300);
        for (now, before) in rope.at.iter().zip(&before.at) {
            assert!((*now - *before).length() < 1e-3, "{now} {before}");
        }
        // Its ends bear it, whatever their heights.
        let hangs_n = -(rope.force_n[0].z + rope.force_n[1].z);
        let weight_n = |rope: &Rope| rope.mass_kg.iter().sum::<f64>() * GRAVITY;
        let ends_n = (rope.mass_kg[0] + rope.mass_kg[rope.at.len() - 1]) * GRAVITY;
        assert!((hangs_n / (weight_n(&rope) - ends_n) - 1.0).abs() < 0.01);
        rope.wake();
        live(&mut rope, [Some(ends[0]), None], 6000);
        let hangs_n = rope.tension_n(0);
        let below_n = weight_n(&rope) - rope.mass_kg[0] * GRAVITY;
        assert!(
            (hangs_n / below_n - 1.0).abs() < 0.01,
            "{hangs_n} {below_n}"
        );
    }

    #[test]
    fn a_frozen_wire_rests_until_the_wind_is_another() {
        let ends = [DVec3::new(0.0, 0.0, 60.0), DVec3::new(20.0, 0.0, 60.0)];
        let mut rope = Rope::hung(ends, BUNDLE, (4e3, DVec3::ZERO), [5e-5; 2]);
        let storm = DVec3::new(0.0, 20.0, 0.0);
        rope.freeze(storm);
        let stirred = |wind: DVec3| {
            let around = Around {
                wind,
                held: ends.map(Some),
                ground_m: &|_, _| 0.0,
            };
            rope.stirred(&around)
        };
        assert!(rope.rests() && !stirred(storm));
        assert!(stirred(DVec3::ZERO) && stirred(storm * -1.0));
    }

    #[test]
    fn a_single_link_does_not_tear_again() {
        let ends = [DVec3::new(0.0, 0.0, 60.0), DVec3::new(20.0, 0.0, 60.0)];
        let mut rope = Rope::hung(ends, BUNDLE, (4e3, DVec3::ZERO), [5e-5; 2]);
        rope.tension_n.fill(2.0 * BUNDLE.breaking_n);
        assert_eq!(rope.tears(), Some(1));
        let far = rope.split(1);
        assert_eq!((rope.rest_m.len(), rope.tears()), (1, None));
        assert_eq!(far.tears(), Some(1));
    }
}
