//! Storms drawn from a layout's own hazards, what is heard of them, and a second way to
//! find the faults: trying every set of at most two.

use rand::{Rng as _, RngExt as _};
use rand_chacha::ChaCha8Rng;
use taiqu_grid::{AssetRef, Catalogue, District, Phases, district, generate, home};
use taiqu_outage::{Hazards, Heard, Hearing, Layout, Reliability};
use taiqu_powerflow::Switching;

/// When faults happen, and when what is asked later is answered, ms.
pub const AT_MS: u64 = 10_000;
const ASKED_MS: u64 = 60_000;

/// Meters without voltage from which a fault counts as one of the trunk.
const TRUNK_FROM: usize = 3;

/// Parts and the phases that each has lost, in the order of parts.
pub type Faults = Vec<(u32, Phases)>;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One fault of anything.
    One,
    /// One fault that at least three meters feel.
    Trunk,
    /// One fault that fewer feel.
    Drop,
    /// Two faults.
    Two,
}

/// What happened and what was heard of it.
pub struct Storm<'a> {
    pub layout: &'a Layout,
    pub faults: Faults,
    /// Phases live behind each part.
    pub live: Vec<Phases>,
    pub heard: Vec<Heard>,
}

/// The phases live behind each part under `faults`.
pub fn live_under(layout: &Layout, faults: &Faults) -> Vec<Phases> {
    let mut live: Vec<Phases> = Vec::with_capacity(layout.assets.len());
    for (k, part) in layout.network.parts().iter().enumerate() {
        let before = part.above.map_or(Phases::ABC, |above| live[above as usize]);
        let lost = faults.iter().filter(|fault| fault.0 == k as u32);
        let lost = lost.fold(Phases::NONE, |set, fault| set.union(fault.1));
        live.push(part.passage.behind(before).without(lost));
    }
    live
}

fn own(layout: &Layout, k: usize) -> Phases {
    layout.meters[k].connection.conductors().and(Phases::ABC)
}

impl<'a> Storm<'a> {
    /// Draws faults, and reports with the loss that `r` says: of single meters, and of
    /// whole boxes.
    pub fn draw(layout: &'a Layout, what: What, r: &Reliability, rng: &mut ChaCha8Rng) -> Self {
        let parts = layout.network.parts();
        let faults = loop {
            let count = if what == What::Two { 2 } else { 1 };
            let mut faults: Faults = (0..count).map(|_| fault(layout, rng)).collect();
            faults.sort_by_key(|fault| fault.0);
            let live = live_under(layout, &faults);
            let whole = live_under(layout, &Vec::new());
            // Each must be seen by somebody, and not hide behind another.
            let felt = |(k, lost): &(u32, Phases)| {
                let above = parts[*k as usize].above;
                let before = above.map_or(Phases::ABC, |above| live[above as usize]);
                let through = parts[*k as usize].passage.behind(before);
                through.contains(*lost)
            };
            let dark = layout.meters.iter().filter(|m| {
                live[m.part as usize] != whole[m.part as usize]
                    && live[m.part as usize]
                        .and(m.connection.conductors())
                        .is_empty()
            });
            let dark = dark.count();
            let wanted = match what {
                What::Trunk => dark >= TRUNK_FROM,
                What::Drop => (1..TRUNK_FROM).contains(&dark),
                What::One | What::Two => dark > 0,
            };
            let apart = faults.windows(2).all(|pair| pair[0].0 != pair[1].0);
            if wanted && apart && faults.iter().all(felt) {
                break faults;
            }
        };
        let live = live_under(layout, &faults);
        let single = (r.lost - r.lost_boxes) / (1.0 - r.lost_boxes);
        let mut heard = vec![Heard::default(); layout.meters.len()];
        let mut shelf: Option<(AssetRef, bool)> = None;
        for (k, heard) in heard.iter_mut().enumerate() {
            let place = &layout.meters[k];
            if shelf.is_none_or(|(of, _)| of != place.shelf) {
                shelf = Some((place.shelf, rng.random_bool(r.lost_boxes)));
            }
            let mute = shelf.is_some_and(|(_, mute)| mute);
            let reached = live[place.part as usize].and(own(layout, k));
            let sends = if reached.is_empty() {
                !mute && !rng.random_bool(single)
            } else {
                !mute && rng.random_bool(r.unfounded)
            };
            if sends {
                heard.gasped = Some(AT_MS);
            }
            // A three-phase meter that still works tells which phases are gone.
            if !reached.is_empty() && reached != own(layout, k) && !mute && !rng.random_bool(single)
            {
                heard.prove(AT_MS, reached, Phases::NONE, false);
            }
        }
        Self {
            layout,
            faults,
            live,
            heard,
        }
    }

    /// Asks `meters`; live ones answer with the probability that `r` says.
    pub fn ask(&mut self, meters: &[usize], r: &Reliability, rng: &mut ChaCha8Rng) {
        for &k in meters {
            let reached = self.live[self.layout.meters[k].part as usize].and(own(self.layout, k));
            if !reached.is_empty() && rng.random_bool(r.answers) {
                let well = reached == own(self.layout, k);
                self.heard[k].prove(ASKED_MS, reached, Phases::NONE, well);
            } else {
                self.heard[k].miss(ASKED_MS);
            }
        }
    }

    pub fn hearing(&self) -> Hearing<'_> {
        Hearing {
            meters: &self.heard,
            stations: &[],
        }
    }
}

fn fault(layout: &Layout, rng: &mut ChaCha8Rng) -> (u32, Phases) {
    let parts = layout.network.parts().iter();
    let all = parts.zip(0_u32..).flat_map(|(part, k)| {
        let losses = part.losses.iter();
        losses.map(move |&(lost, p)| (k, lost, p))
    });
    let whole: f64 = all.clone().map(|(_, _, p)| p).sum();
    let mut left = (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 * whole;
    let mut last = (0, Phases::ABC);
    for (k, lost, p) in all {
        last = (k, lost);
        left -= p;
        if left < 0.0 {
            break;
        }
    }
    last
}

/// Logarithm of how probable `faults` and all that was heard are together, straight from
/// how storms are drawn.
pub fn weigh(storm: &Storm<'_>, faults: &Faults, r: &Reliability) -> f64 {
    let layout = storm.layout;
    let parts = layout.network.parts();
    let live = live_under(layout, faults);
    let single = (r.lost - r.lost_boxes) / (1.0 - r.lost_boxes);
    let mut sum = 0.0;
    for &(k, lost) in faults {
        let losses = &parts[k as usize].losses;
        let rest = 1.0 - losses.iter().map(|loss| loss.1).sum::<f64>();
        let own = losses.iter().find(|loss| loss.0 == lost);
        sum += (own.map_or(0.0, |loss| loss.1) / rest).ln();
    }
    let mut from = 0;
    for shelf in layout.meters.chunk_by(|a, b| a.shelf == b.shelf) {
        let (mut spoke, mut open, mut mute) = (false, 0.0, 0.0);
        for k in from..from + shelf.len() {
            let heard = &storm.heard[k];
            let own = own(layout, k);
            let reached = live[layout.meters[k].part as usize].and(own);
            let dead = reached.is_empty();
            let part = !dead && reached != own;
            // What it sent of itself.
            let own_words = heard.proved.is_some_and(|(at, ..)| at == AT_MS);
            let right = heard.proved.is_none_or(|(_, seen, _)| seen == reached);
            spoke |= heard.gasped.is_some() || own_words;
            open += match (heard.gasped.is_some(), dead) {
                (true, true) => 1.0 - single,
                (false, true) => single,
                (true, false) => r.unfounded,
                (false, false) => 1.0 - r.unfounded,
            }
            .ln();
            if part {
                open += if own_words { 1.0 - single } else { single }.ln();
            }
            // What it answered.
            let mut asked = 0.0;
            if heard.proved.is_some() {
                asked += if right && !dead { 0.0 } else { r.misread.ln() };
            }
            if heard.unanswered.is_some() && !dead {
                asked += (1.0 - r.answers).ln();
            }
            open += asked;
            mute += asked;
        }
        from += shelf.len();
        let open = (1.0 - r.lost_boxes) * f64::exp(open);
        let mute = if spoke {
            0.0
        } else {
            r.lost_boxes * f64::exp(mute)
        };
        sum += (open + mute).max(1e-300).ln();
    }
    sum
}

/// The most probable set of at most two faults, by trying all, and of any third one with
/// the best two.
pub fn try_all(storm: &Storm<'_>, r: &Reliability) -> Faults {
    let layout = storm.layout;
    let whole = live_under(layout, &Vec::new());
    // Of faults with the same effect on meters the most probable stands for all; one
    // behind which nobody is in trouble makes nothing better.
    let mut classes =
        std::collections::BTreeMap::<Vec<(usize, Phases)>, (f64, (u32, Phases))>::new();
    for (part, k) in layout.network.parts().iter().zip(0_u32..) {
        for &(lost, p) in &part.losses {
            let live = live_under(layout, &vec![(k, lost)]);
            let meters = layout.meters.iter().enumerate();
            let felt: Vec<(usize, Phases)> = meters
                .filter(|(_, m)| live[m.part as usize] != whole[m.part as usize])
                .map(|(n, m)| (n, live[m.part as usize]))
                .collect();
            let told = felt.iter().any(|&(n, _)| {
                let heard = &storm.heard[n];
                heard.gasped.is_some() || heard.proved.is_some() || heard.unanswered.is_some()
            });
            if told {
                let best = classes.entry(felt).or_insert((p, (k, lost)));
                if p > best.0 {
                    *best = (p, (k, lost));
                }
            }
        }
    }
    let singles: Vec<(u32, Phases)> = classes.into_values().map(|(_, fault)| fault).collect();
    let mut best = (weigh(storm, &Vec::new(), r), Vec::new());
    for (n, &one) in singles.iter().enumerate() {
        let others = singles[n + 1..].iter().filter(|other| other.0 != one.0);
        let pairs = others.map(|&other| vec![one.min(other), one.max(other)]);
        for faults in std::iter::once(vec![one]).chain(pairs) {
            let weight = weigh(storm, &faults, r);
            if weight > best.0 {
                best = (weight, faults);
            }
        }
    }
    let two = best.1.clone();
    for &third in &singles {
        if two.iter().all(|fault| fault.0 != third.0) {
            let mut three = [two.as_slice(), &[third]].concat();
            three.sort_by_key(|fault| fault.0);
            let weight = weigh(storm, &three, r);
            if weight > best.0 {
                best = (weight, three);
            }
        }
    }
    best.1
}

/// Whether two sets of faults have the same effect on every meter.
pub fn alike(layout: &Layout, one: &Faults, other: &Faults) -> bool {
    let (one, other) = (live_under(layout, one), live_under(layout, other));
    let mut meters = layout.meters.iter();
    meters.all(|m| one[m.part as usize] == other[m.part as usize])
}

/// The shipped areas of three kinds and a generated town street of 200 customers, each
/// alone; by name.
pub fn places() -> Vec<(String, District)> {
    let home = home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"))
        .into_result()
        .expect("the shipped catalogue");
    let shipped = ["village", "town-1", "estate"].map(|name| {
        let path = home.join(format!("scenarios/areas/{name}.ron"));
        let district = district::open(&[path], &[], &catalogue);
        (
            name.to_owned(),
            district.into_result().expect("a sound area"),
        )
    });
    let raw = generate::town(200, 42);
    let made = raw.check(&catalogue).into_result().expect("a sound area");
    let made = ("generated town".to_owned(), District::alone(made));
    shipped.into_iter().chain([made]).collect()
}

/// What may fail in a district as recorded.
pub fn layout_of(district: &District) -> Layout {
    let switching = Switching::of(district);
    Layout::of(district, &switching, &Hazards::default()).expect("a layout")
}
