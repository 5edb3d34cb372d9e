//! What the meters and the terminal of one area say, by how far they can be relied on.

use taiqu_grid::Phases;

use super::{Heard, Reliability};
use crate::layout::{Layout, MeterPlace};
use crate::network::{SETS, Witness, index};

/// How what is heard in an area is judged.
pub(super) struct Judge<'a> {
    pub reliability: &'a Reliability,
    /// When trouble began and when the last of it did, ms since the start.
    pub first: u64,
    pub last: u64,
}

impl Judge<'_> {
    /// What the meters of one box say. Where none of them is heard, that may be one loss
    /// for all, so their silence counts once for the box and not for each.
    pub fn shelf(&self, places: &[MeterPlace], heard: &[Heard], witnesses: &mut Vec<Witness>) {
        // The silence of some means nothing.
        let speaks = |h: &Heard| !h.mute || self.proof(h).is_some() || self.gasped(h).is_some();
        let both = places.iter().zip(heard).filter(|(_, h)| speaks(h));
        let (places, heard): (Vec<MeterPlace>, Vec<Heard>) = both.unzip();
        let (places, heard) = (places.as_slice(), heard.as_slice());
        let silent = heard.iter().all(|h| self.gasped(h).is_none());
        let quiet: Vec<(&MeterPlace, &Heard)> = (places.iter().zip(heard))
            .filter(|(_, h)| self.proof(h).is_none())
            .collect();
        let rounds = if silent { self.mute(heard, &quiet) } else { 0 };
        for (place, heard) in places.iter().zip(heard) {
            let phases = place.connection.conductors();
            let likelihood = match self.proof(heard) {
                Some(proof) => proof.by_set(phases),
                None if silent => {
                    let answers = if rounds > 0 {
                        1.0
                    } else {
                        self.unanswered(self.asked(heard))
                    };
                    Self::by_any(phases, self.called(heard, (1.0, answers)))
                }
                None if self.gasped(heard).is_some() => {
                    self.by_set(phases, self.called(heard, self.gasping(heard)))
                }
                None => {
                    let (dead, live) = self.silent();
                    let both = (dead, live * self.unanswered(self.asked(heard)));
                    self.by_set(phases, self.called(heard, both))
                }
            };
            witnesses.push(Witness {
                behind: place.part,
                likelihood,
            });
            let before = self.odd_before(heard).map(|proof| Witness {
                behind: place.part,
                likelihood: proof.by_set(phases),
            });
            witnesses.extend(before);
        }
        if silent && let Some(place) = places.first() {
            witnesses.push(Witness {
                behind: place.shelf_part,
                likelihood: self.silent_shelf(&quiet, rounds),
            });
        }
    }

    /// How many rounds of questions may have been lost for all of a box at once: several
    /// of its meters were asked, none answered, and none since until all was over.
    fn mute(&self, all: &[Heard], quiet: &[(&MeterPlace, &Heard)]) -> i32 {
        let asked = quiet.iter().filter(|(_, h)| self.asked(h) > 0);
        let last = asked.clone().filter_map(|(_, h)| h.unanswered).max();
        let spoke = all.iter().filter(|h| self.proof(h).is_some());
        let mut spoke = spoke.filter_map(|h| h.proved);
        if asked.clone().count() < 2 || spoke.any(|(at, ..)| Some(at) <= last) {
            return 0;
        }
        let rounds = asked.map(|(_, h)| self.asked(h)).min();
        rounds.unwrap_or(0)
    }

    /// What the silence of a whole box says: each of its meters by itself, or one loss of
    /// all last gasps, or one of all answers of `rounds` rounds.
    fn silent_shelf(&self, quiet: &[(&MeterPlace, &Heard)], rounds: i32) -> [f64; SETS] {
        let boxes = self.reliability.lost_boxes.clamp(0.0, 0.999);
        let muted = if rounds > 0 {
            self.reliability.muted_boxes.clamp(0.0, 0.999).powi(rounds)
        } else {
            0.0
        };
        let mut whole = [0.0; SETS];
        for (gasps, gasps_lost) in [(false, 1.0 - boxes), (true, boxes)] {
            for (answers, answers_lost) in [(false, 1.0 - muted), (true, muted)] {
                let mut product = [gasps_lost * answers_lost; SETS];
                for (place, heard) in quiet {
                    let (dead, mut live) = if gasps { (1.0, 1.0) } else { self.silent() };
                    if rounds > 0 {
                        let own = self.asked(heard) - if answers { rounds } else { 0 };
                        live *= self.unanswered(own.max(0));
                    }
                    let own = self.by_set(place.connection.conductors(), (dead, live));
                    for (product, own) in product.iter_mut().zip(own) {
                        *product *= own;
                    }
                }
                for (whole, product) in whole.iter_mut().zip(product) {
                    *whole += product;
                }
            }
        }
        whole
    }

    /// Likelihoods of a last gasp, and of no answer since if it was asked, if the meter is
    /// dead and if it is live.
    fn gasping(&self, heard: &Heard) -> (f64, f64) {
        let r = self.reliability;
        // With voltage its module works and spoke for no reason, or it was unplugged,
        // which makes it gasp too and answer no more.
        let well = self.lost_answers(self.asked(heard)) * r.unfounded;
        let live = (1.0 - r.unplugged) * well + r.unplugged * 0.5;
        (1.0 - self.single(), live)
    }

    /// Likelihoods of no last gasp.
    fn silent(&self) -> (f64, f64) {
        (self.single(), 1.0 - self.reliability.unfounded)
    }

    /// The same, with the customer's call where there was one.
    fn called(&self, heard: &Heard, (dead, live): (f64, f64)) -> (f64, f64) {
        let called = heard.called.is_some_and(|at| at >= self.first);
        let factor = if called {
            self.reliability.own_breaker
        } else {
            1.0
        };
        (dead, live * factor)
    }

    /// Likelihood that a live meter did not answer `asked` times: its answers were lost or
    /// its module does not work.
    fn unanswered(&self, asked: i32) -> f64 {
        let r = self.reliability;
        if asked == 0 {
            return 1.0;
        }
        (1.0 - r.unplugged) * self.lost_answers(asked) + r.unplugged
    }

    /// Likelihood that as many answers were lost.
    fn lost_answers(&self, asked: i32) -> f64 {
        (1.0 - self.reliability.answers).powi(asked)
    }

    /// How often it was asked in vain since the trouble began.
    fn asked(&self, heard: &Heard) -> i32 {
        let since = heard.unanswered.is_some_and(|at| at >= self.first);
        if since {
            i32::from(heard.in_vain.max(1))
        } else {
            0
        }
    }

    /// Probability that a dead meter is not heard where its box is.
    fn single(&self) -> f64 {
        let (lost, boxes) = (self.reliability.lost, self.reliability.lost_boxes);
        ((lost - boxes) / (1.0 - boxes)).clamp(0.001, 0.999)
    }

    /// By the phases live at a meter on `phases`. One on three phases works on any, and
    /// would have told of those that are gone.
    fn by_set(&self, phases: Phases, (dead, live): (f64, f64)) -> [f64; SETS] {
        let own = index(phases);
        std::array::from_fn(|set| match set & own {
            0 => dead,
            all if all == own => live,
            _ => live * self.single(),
        })
    }

    /// Voltages that were read after the trouble began.
    pub fn proof(&self, heard: &Heard) -> Option<Proof> {
        self.read(heard).filter(|_| heard.dark_since().is_none())
    }

    /// What a meter that seems dark had read before of phases that were gone: that is so
    /// still, while those it had may be gone too.
    fn odd_before(&self, heard: &Heard) -> Option<Proof> {
        let odd = heard.odd_since.and(heard.dark_since());
        let read = self.read(heard).filter(|_| odd.is_some());
        read.map(|proof| Proof {
            doubt: 1.0,
            ..proof
        })
    }

    /// Voltages that were read since the trouble began, also by a meter that seems dark
    /// since. What has begun after they were read may have changed them.
    fn read(&self, heard: &Heard) -> Option<Proof> {
        let (at, live, half) = heard.proved?;
        let misread = self.reliability.misread;
        let lost_since = if heard.unmeasured {
            self.reliability.half_starts
        } else if at >= self.last {
            misread
        } else {
            self.reliability.changed
        };
        let times = i32::from(heard.odd_times.max(1));
        let proof = Proof {
            live,
            half,
            doubt: lost_since,
            back: misread.powi(times),
        };
        (at >= self.first).then_some(proof)
    }

    /// A last gasp that was not taken back.
    fn gasped(&self, heard: &Heard) -> Option<u64> {
        let proved = heard.proved.map_or(0, |(at, ..)| at);
        heard.gasped.filter(|&at| at >= proved && at >= self.first)
    }

    /// By whether any phase is live at a meter on `phases`, which is enough to answer.
    fn by_any(phases: Phases, (dead, live): (f64, f64)) -> [f64; SETS] {
        let own = index(phases);
        std::array::from_fn(|set| if set & own == 0 { dead } else { live })
    }
}

/// Voltages that were read since the trouble began.
#[derive(Clone, Copy)]
pub(super) struct Proof {
    live: Phases,
    pub half: Phases,
    /// Probability that a phase that was read live is not.
    doubt: f64,
    /// Probability that one that was read dead is live: what is broken stays so.
    back: f64,
}

impl Proof {
    /// What it says of the sets of phases live at a meter on `phases`.
    pub fn by_set(&self, phases: Phases) -> [f64; SETS] {
        let live = index(self.live.without(self.half));
        std::array::from_fn(|set| {
            let lost = live & !set & index(phases);
            let back = set & !live & index(phases);
            self.doubt.powi(lost.count_ones() as i32) * self.back.powi(back.count_ones() as i32)
        })
    }

    /// Half voltages say that one phase is gone before the windings of `part`.
    pub fn halves(&self, layout: &Layout, part: u32) -> Option<Witness> {
        let passage = layout.network.passage(part);
        let above = layout.network.above(part)?;
        let wanted = index(self.half);
        let halved = |before: usize| {
            let two = before.count_ones() == 2;
            let behind = index(passage.behind(Phases::from_bits(before as u8)));
            if two { index(Phases::ABC) & !behind } else { 0 }
        };
        (wanted != 0).then(|| Witness {
            behind: above,
            likelihood: std::array::from_fn(|before| {
                let so = halved(before) & wanted == wanted;
                if so { 1.0 } else { self.doubt }
            }),
        })
    }
}
