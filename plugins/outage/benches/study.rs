//! How often faults are found, for what share of reports is lost: a table, beside that of
//! trying every set of faults; and how far probabilities hold.
//!
//! `cargo bench -p taiqu_outage --bench study [-- storms [tried]]`, by default 1000 storms
//! a line, of which 50 are tried in all ways.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

#[path = "../tests/support/mod.rs"]
mod support;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use support::{Faults, Storm, What, alike, try_all};
use taiqu_grid::Phases;
use taiqu_outage::{Layout, Reliability};

/// Questions in one round.
const BUDGET: usize = 40;

#[derive(Default)]
struct Tally {
    storms: u32,
    exact: u32,
    alike: u32,
    tried: u32,
    tried_right: u32,
    own_right: u32,
    out: u64,
    found: u64,
    live: u64,
    called: u64,
    calibration: Calibration,
}

fn main() {
    let args = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let numbers: Vec<u32> = args.collect();
    let storms = numbers.first().copied().unwrap_or(1000);
    let tried = numbers.get(1).copied().unwrap_or(50);
    println!(
        "| area | fault | reports lost | with whole boxes | rounds of questions | same parts | \
         same effect | of those tried: all sets / own | out, found | live, called out |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut calibration = Calibration::default();
    let mut all: Vec<(What, Reliability, u32, Tally)> = Vec::new();
    for (name, district) in support::places() {
        let layout = support::layout_of(&district);
        let name = format!("{name}, {} meters", layout.meters.len());
        for what in [What::Trunk, What::Drop, What::Two, What::One] {
            for lost in [0.1, 0.3, 0.5] {
                for boxes in [0.0, 0.5 * lost] {
                    let r = Reliability {
                        lost,
                        lost_boxes: boxes,
                        // Nothing is unplugged here.
                        unplugged: 0.0,
                        ..Reliability::default()
                    };
                    for rounds in [0, 1] {
                        let tally = study(&layout, what, &r, rounds, (storms, tried));
                        if what == What::One {
                            calibration.add(&tally.calibration);
                        }
                        row(&name, what, &r, rounds, &tally);
                        let same = |of: &&mut (What, Reliability, u32, Tally)| {
                            (of.0, of.1, of.2) == (what, r, rounds)
                        };
                        match all.iter_mut().find(same) {
                            Some(of) => of.3.add(&tally),
                            None => all.push((what, r, rounds, tally)),
                        }
                    }
                }
            }
        }
    }
    for (what, r, rounds, tally) in &all {
        row("all places", *what, r, *rounds, tally);
    }
    calibration.print();
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.storms += other.storms;
        self.exact += other.exact;
        self.alike += other.alike;
        self.tried += other.tried;
        self.tried_right += other.tried_right;
        self.own_right += other.own_right;
        self.out += other.out;
        self.found += other.found;
        self.live += other.live;
        self.called += other.called;
    }
}

fn study(
    layout: &Layout,
    what: What,
    r: &Reliability,
    rounds: u32,
    (storms, tried): (u32, u32),
) -> Tally {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut tally = Tally::default();
    for number in 0..storms {
        let mut storm = Storm::draw(layout, what, r, &mut rng);
        for _ in 0..rounds {
            let Some(witnesses) = storm.hearing().witnesses(layout, r) else {
                continue;
            };
            let belief = layout.network.believe(&witnesses);
            let open = |k: usize| storm.heard[k].proved.is_none();
            let asked = layout.questions(&belief, open, r.answers, BUDGET);
            storm.ask(&asked, r, &mut rng);
        }
        let found = find(&storm, r, &mut tally.calibration);
        let same = alike(layout, &found, &storm.faults);
        tally.storms += 1;
        tally.exact += u32::from(found == storm.faults);
        tally.alike += u32::from(same);
        if number < tried && what != What::One {
            let other = try_all(&storm, r);
            tally.tried += 1;
            tally.tried_right += u32::from(alike(layout, &other, &storm.faults));
            tally.own_right += u32::from(same);
        }
        let believed = support::live_under(layout, &found);
        for place in &layout.meters {
            let own = place.connection.conductors().and(Phases::ABC);
            let dark = |live: &[Phases]| !live[place.part as usize].contains(own);
            if dark(&storm.live) {
                tally.out += 1;
                tally.found += u64::from(dark(&believed));
            } else {
                tally.live += 1;
                tally.called += u64::from(dark(&believed));
            }
        }
    }
    tally
}

/// The faults that are believed; none where nothing was heard.
fn find(storm: &Storm<'_>, r: &Reliability, calibration: &mut Calibration) -> Faults {
    let network = &storm.layout.network;
    let Some(witnesses) = storm.hearing().witnesses(storm.layout, r) else {
        return Vec::new();
    };
    let belief = network.believe(&witnesses);
    for (lost, k) in belief.lost.iter().zip(0_u32..) {
        let truth = storm.faults.iter().any(|fault| fault.0 == k);
        calibration.take(1.0 - lost[0], truth);
    }
    let story = network.explain(&witnesses);
    let lost = story.lost.iter().zip(0_u32..);
    lost.filter(|(lost, _)| !lost.is_empty())
        .map(|(&lost, k)| (k, lost))
        .collect()
}

fn row(name: &str, what: What, r: &Reliability, rounds: u32, t: &Tally) {
    let share = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
    println!(
        "| {name} | {what:?} | {:.0} % | {:.0} % | {rounds} | {:.1} % | {:.1} % | {:.1} / {:.1} % | {:.2} % | {:.3} % |",
        100.0 * r.lost,
        100.0 * r.lost_boxes,
        share(t.exact, t.storms),
        share(t.alike, t.storms),
        share(t.tried_right, t.tried),
        share(t.own_right, t.tried),
        100.0 * t.found as f64 / t.out.max(1) as f64,
        100.0 * t.called as f64 / t.live.max(1) as f64,
    );
}

/// Probabilities that were said, by tenths, and how often what they were said of was so.
#[derive(Clone, Copy, Default)]
struct Calibration([(u64, f64, u64); 10]);

/// Probabilities below this are left out: almost all parts are well.
const SAID_FROM: f64 = 0.01;

impl Calibration {
    fn take(&mut self, said: f64, truth: bool) {
        if said >= SAID_FROM {
            let bin = &mut self.0[((said * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += said;
            bin.2 += u64::from(truth);
        }
    }

    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            own.0 += other.0;
            own.1 += other.1;
            own.2 += other.2;
        }
    }

    fn print(&self) {
        println!("\n| probability that a part failed, from 1 % | said, mean | so | times |");
        println!("|---|---|---|---|");
        let count: u64 = self.0.iter().map(|bin| bin.0).sum();
        let mut error = 0.0;
        for (k, (times, said, so)) in self.0.iter().enumerate() {
            let each = (*times).max(1) as f64;
            let (said, so) = (100.0 * said / each, 100.0 * *so as f64 / each);
            error += *times as f64 * (said - so).abs() / count.max(1) as f64;
            println!(
                "| {} to {} % | {said:.1} % | {so:.1} % | {times} |",
                10 * k,
                10 * k + 10
            );
        }
        println!("\nexpected calibration error: {error:.2} points");
    }
}
