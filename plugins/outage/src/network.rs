//! The tree that evidence is weighed on.

use std::ops::Range;
use std::sync::Arc;

use taiqu_grid::Phases;
use thiserror::Error;

/// Sets of phases: a, b, c are bits 0, 1, 2.
pub(crate) const SETS: usize = 8;
/// Likelihoods below this part of the largest count as this: nothing that was heard
/// makes a state impossible.
const FLOOR: f64 = 1e-12;

/// Something that may fail by itself: a section, a fuse, a switch, a service drop.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Number of the part nearer the source, less than its own; none at the source.
    pub above: Option<u32>,
    /// What comes through it while it is whole.
    pub passage: Passage,
    /// Each set of phases that it may have lost, with the probability of that in this
    /// event; that it has lost none is the rest.
    pub losses: Vec<(Phases, f64)>,
}

/// The phases live behind a whole part for every set of phases live before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage([u8; SETS]);

impl Passage {
    /// Wires: of the phases live before, those that it carries.
    pub const fn wires(phases: Phases) -> Self {
        let mut passage = [0; SETS];
        let mut before = 0;
        while before < SETS {
            passage[before] = before as u8 & phases.and(Phases::ABC).bits();
            before += 1;
        }
        Self(passage)
    }

    /// Windings, each between the two phases (0, 1, 2) before it that `pairs` has for
    /// a, b, c: where only one of the two is live, the winding in series with another
    /// has half its voltage, at which a meter records an outage.
    pub fn windings(pairs: [[usize; 2]; 3]) -> Self {
        let live = |before: usize, pair: [usize; 2]| pair.iter().all(|k| before & 1 << k != 0);
        Self(std::array::from_fn(|before| {
            let phases = (0..3).filter(|&k| live(before, pairs[k]));
            phases.fold(0, |set, k| set | 1 << k)
        }))
    }

    /// A delta behind which all phases have some voltage while two are live before it.
    pub fn any_two() -> Self {
        Self(std::array::from_fn(|before| {
            if before.count_ones() >= 2 { 0b111 } else { 0 }
        }))
    }

    /// The phases live behind where `before` are live before.
    pub fn behind(self, before: Phases) -> Phases {
        Phases::from_bits(self.0[index(before)])
    }

    /// The same in numbers of sets.
    pub(crate) fn of(self, before: usize) -> usize {
        usize::from(self.0[before])
    }
}

/// What a meter, a terminal or a caller tells of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Witness {
    /// Number of the part that it hangs behind.
    pub behind: u32,
    /// How likely what was heard is if the phases a, b, c (bits 0, 1, 2 of the index)
    /// are live there; up to a common factor.
    pub likelihood: [f64; SETS],
}

/// Why a network cannot be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unsound {
    /// A part comes before the one above it.
    #[error("part {0} comes before the part above it: put parts in order from the source down")]
    Order(usize),
    /// Probabilities that are none.
    #[error(
        "the losses of part {0} are no probabilities: each must be from 0 to 1, their sum below 1"
    )]
    Losses(usize),
}

/// Parts in order from the source down.
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) parts: Arc<[Part]>,
    /// Parts right below each part.
    pub(crate) below: Arc<[Vec<u32>]>,
    /// Parts at the sources.
    pub(crate) tops: Vec<u32>,
    /// What each part may do, that nothing is lost first; all in one, part by part.
    fates: Vec<Fate>,
    /// Where the fates of each part end.
    ends: Vec<usize>,
}

/// A part loses `lost`, with its probability.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    pub lost: usize,
    pub probability: f64,
}

impl Network {
    /// Takes in `parts`.
    ///
    /// # Errors
    /// They are out of order, or their probabilities are none.
    pub fn new(parts: Vec<Part>) -> Result<Self, Unsound> {
        let mut below = vec![Vec::new(); parts.len()];
        let mut tops = Vec::new();
        let mut fates = Vec::new();
        let mut ends = Vec::with_capacity(parts.len());
        for (k, part) in parts.iter().enumerate() {
            match part.above {
                None => tops.push(k as u32),
                Some(above) if (above as usize) < k => below[above as usize].push(k as u32),
                Some(_) => return Err(Unsound::Order(k)),
            }
            let sum: f64 = part.losses.iter().map(|(_, p)| p).sum();
            let mut probabilities = part.losses.iter().map(|(_, p)| p);
            if !(probabilities.all(|p| (0.0..=1.0).contains(p)) && sum < 1.0) {
                return Err(Unsound::Losses(k));
            }
            let rest = Fate {
                lost: 0,
                probability: 1.0 - sum,
            };
            let losses = part.losses.iter().map(|&(lost, probability)| Fate {
                lost: index(lost),
                probability,
            });
            fates.push(rest);
            fates.extend(losses);
            ends.push(fates.len());
        }
        Ok(Self {
            parts: parts.into(),
            below: below.into(),
            tops,
            fates,
            ends,
        })
    }

    /// The same parts, where those that `are_rarer` fail with `factor` of their
    /// probability.
    #[must_use]
    pub fn rarer(&self, are_rarer: impl Fn(u32) -> bool, factor: f64) -> Self {
        let mut rarer = self.clone();
        for k in (0..self.parts.len()).filter(|&k| are_rarer(k as u32)) {
            let own = self.own_fates(k);
            let Some((rest, losses)) = rarer.fates[own].split_first_mut() else {
                continue;
            };
            rest.probability = 1.0 - factor * (1.0 - rest.probability);
            for loss in losses {
                loss.probability *= factor;
            }
        }
        rarer
    }

    /// What part `k` may do.
    pub(crate) fn fates(&self, k: usize) -> &[Fate] {
        &self.fates[self.own_fates(k)]
    }

    fn own_fates(&self, k: usize) -> Range<usize> {
        let from = k.checked_sub(1).map_or(0, |before| self.ends[before]);
        from..self.ends[k]
    }

    /// What lets phases through part `k`.
    pub fn passage(&self, k: u32) -> Passage {
        self.parts[k as usize].passage
    }

    /// The part nearer the source than part `k`; none at the source.
    pub fn above(&self, k: u32) -> Option<u32> {
        self.parts[k as usize].above
    }

    /// The parts right below part `k`.
    pub fn below(&self, k: u32) -> &[u32] {
        &self.below[k as usize]
    }

    /// The parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The phases live behind part `k` where `above` are live before it and it has lost
    /// `lost`.
    pub(crate) fn through(&self, k: usize, above: usize, lost: usize) -> usize {
        self.parts[k].passage.of(above) & !lost
    }

    /// What the witnesses behind each part say together, at most 1.
    pub(crate) fn evidence(&self, witnesses: &[Witness]) -> Vec<[f64; SETS]> {
        let mut evidence = vec![[1.0; SETS]; self.parts.len()];
        for witness in witnesses {
            let Some(own) = evidence.get_mut(witness.behind as usize) else {
                continue;
            };
            let most = witness.likelihood.into_iter().fold(0.0, f64::max);
            for (own, likelihood) in own.iter_mut().zip(witness.likelihood) {
                // A witness to whom nothing is likely says nothing.
                *own *= if most > 0.0 {
                    (likelihood / most).max(FLOOR)
                } else {
                    1.0
                };
            }
            normalise(own);
        }
        evidence
    }
}

/// The number of a set of phases; the neutral does not count.
pub(crate) fn index(phases: Phases) -> usize {
    usize::from(phases.and(Phases::ABC).bits())
}

/// Scales the weights so that the largest is one; the logarithm of what they lost.
pub(crate) fn normalise(weights: &mut [f64; SETS]) -> f64 {
    let most = weights.iter().copied().fold(0.0, f64::max);
    if most > 0.0 && most.is_finite() {
        for weight in weights {
            *weight /= most;
        }
        return most.ln();
    }
    0.0
}
