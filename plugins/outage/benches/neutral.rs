//! How surely a broken neutral is told from one sample of the meters, and how often a
//! whole one is held to be broken: a table.
//!
//! `cargo bench -p taiqu_outage --bench neutral [-- breaks [area-days]]`, by default 300
//! breaks and 50 area-days of 96 samples for each place.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

#[path = "../tests/support/mod.rs"]
#[allow(dead_code, reason = "shared with the study of faults")]
mod support;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{Distribution as _, LogNormal, Normal};
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases};
use taiqu_outage::{BrokenNeutral, Layout, NeutralSettings, Sounding, broken_neutral};
use taiqu_powerflow::{LoadPower, Model, Options, Solution, Solver, Switching, Terminals};

/// Spread of a meter's voltages around what is there, pu.
const METER_ERROR: f64 = 0.002;
/// Shifts of the star point at which the table is divided, V.
const CLASSES: [(f64, f64); 4] = [(0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, 500.0)];

struct Place {
    district: District,
    layout: Layout,
    model: Model,
}

fn main() {
    let args = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let numbers: Vec<u32> = args.collect();
    let breaks = numbers.first().copied().unwrap_or(300);
    let days = numbers.get(1).copied().unwrap_or(50);
    println!(
        "| place | star point moved by | breaks | told at once | right section | false alarms |"
    );
    println!("|---|---|---|---|---|---|");
    for (name, district) in support::places() {
        let place = Place {
            layout: support::layout_of(&district),
            model: Model::new(&district),
            district,
        };
        place.study(&name, breaks, days);
    }
}

impl Place {
    fn study(&self, name: &str, breaks: u32, days: u32) {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let sections = self.sections();
        let mut tally = [(0_u32, 0_u32, 0_u32); CLASSES.len()];
        for _ in 0..breaks {
            let (part, section) = sections[rng.random_range(0..sections.len())];
            let powers = self.draw(&mut rng);
            let mut switching = Switching::of(&self.district);
            *switching.broken(section) = Phases::only(Conductor::N);
            let mut whole = self.solver(&Switching::of(&self.district));
            let mut broken = self.solver(&switching);
            if !whole.solve(&powers).converged || !broken.solve(&powers).converged {
                continue;
            }
            let shift = self.shift(section, whole.solution(), broken.solution());
            let soundings = self.sound(whole.solution(), broken.solution(), &mut rng);
            let found = self.find(&soundings);
            let class = CLASSES.iter().position(|c| (c.0..c.1).contains(&shift));
            let tally = &mut tally[class.unwrap_or(CLASSES.len() - 1)];
            tally.0 += 1;
            if let Some(found) = found {
                tally.1 += 1;
                tally.2 += u32::from(self.behind(found.part) == self.behind(part));
            }
        }
        let mut alarms = 0;
        for _ in 0..days * 96 {
            let powers = self.draw(&mut rng);
            let mut whole = self.solver(&Switching::of(&self.district));
            whole.solve(&powers);
            let soundings = self.sound(whole.solution(), whole.solution(), &mut rng);
            alarms += u32::from(self.find(&soundings).is_some());
        }
        for ((from, to), (count, told, right)) in CLASSES.into_iter().zip(tally) {
            let share = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
            println!(
                "| {name} | {from:.0} to {to:.0} V | {count} | {:.1} % | {:.1} % of these | {alarms} in {days} area-days |",
                share(told, count),
                share(right, told),
            );
        }
    }

    fn find(&self, soundings: &[Sounding]) -> Option<BrokenNeutral> {
        broken_neutral(&self.layout, soundings, &NeutralSettings::default())
    }

    /// Sections with a neutral behind which meters of two phases hang.
    fn sections(&self) -> Vec<(u32, AssetRef)> {
        let parts = (0_u32..).zip(&self.layout.assets);
        let of = |(part, &asset): (u32, &AssetRef)| {
            let neutral = self.layout.neutrals[part as usize] > 0.0;
            let phases = self.behind(part).iter().fold(Phases::NONE, |set, &k| {
                set.union(
                    self.layout.meters[k]
                        .connection
                        .conductors()
                        .and(Phases::ABC),
                )
            });
            let wanted = asset.kind == Kind::Section && neutral && phases.len() > 1;
            wanted.then_some((part, asset))
        };
        parts.filter_map(of).collect()
    }

    /// Meters behind a part.
    fn behind(&self, part: u32) -> Vec<usize> {
        let network = &self.layout.network;
        let is_behind = |own: u32| {
            let mut path = std::iter::successors(Some(own), |&k| network.above(k));
            path.any(|k| k == part)
        };
        let meters = self.layout.meters.iter().enumerate();
        meters
            .filter(|(_, m)| is_behind(m.part))
            .map(|(k, _)| k)
            .collect()
    }

    /// The loads of a moment of the day.
    fn draw(&self, rng: &mut ChaCha8Rng) -> Vec<LoadPower> {
        let second = rng.random_range(0..86_400);
        let ways = LogNormal::new(-0.125, 0.5).expect("a spread");
        let powers = self.model.powers_at(second).into_iter();
        let powers = powers.map(|power| {
            let factor = ways.sample(rng);
            LoadPower {
                p_w: power.p_w * factor,
                q_var: power.q_var * factor,
            }
        });
        powers.collect()
    }

    fn solver(&self, switching: &Switching) -> Solver {
        Solver::new(&self.model, switching, Options::default())
    }

    /// How far the neutral behind a section has moved, V.
    fn shift(&self, section: AssetRef, whole: Solution<'_>, broken: Solution<'_>) -> f64 {
        let network = self.district.network(section.place);
        let node = AssetRef {
            kind: Kind::Node,
            index: network.sections[section.index as usize].to as u32,
            ..section
        };
        (broken.node(node)[3] - whole.node(node)[3]).norm()
    }

    /// What meters read, and what they should.
    fn sound(
        &self,
        whole: Solution<'_>,
        truth: Solution<'_>,
        rng: &mut ChaCha8Rng,
    ) -> Vec<Sounding> {
        let error = Normal::new(1.0, METER_ERROR).expect("a spread");
        let mut soundings = Vec::new();
        for (meter, place) in self.layout.meters.iter().enumerate() {
            let terminals = Terminals::of(place.connection);
            let expected = terminals.voltages(whole.node(place.node));
            let read = terminals.voltages(truth.node(place.node));
            for k in 0..terminals.len() {
                if let Some(phase) = terminals.from(k).filter(|_| !place.connection.is_delta()) {
                    soundings.push(Sounding {
                        meter,
                        phase,
                        read_v: read[k].norm() * error.sample(rng),
                        expected_v: expected[k].norm(),
                    });
                }
            }
        }
        soundings
    }
}
