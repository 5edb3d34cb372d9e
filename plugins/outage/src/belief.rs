//! The probability of every part's state.
//!
//! The same passage up the tree as for the best story, with sums in place of the best,
//! and one more down it: belief propagation (Pearl, 1982), exact on a tree.

use taiqu_grid::Phases;

use crate::network::{Network, SETS, Witness, index, normalise};

/// What is to be believed of each part.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// Probability of each set of phases (a, b, c are bits 0, 1, 2 of the index) to be
    /// live behind each part.
    pub live: Vec<[f64; SETS]>,
    /// Probability of each set of phases to have been lost in each part itself.
    pub lost: Vec<[f64; SETS]>,
}

impl Network {
    /// What is to be believed given `witnesses`, those of unknown parts left aside.
    pub fn believe(&self, witnesses: &[Witness]) -> Belief {
        let count = self.parts.len();
        let own = self.evidence(witnesses);
        // All that is heard behind each part, for the phases live behind and before it.
        let mut behind = own.clone();
        let mut before = vec![[0.0_f64; SETS]; count];
        for k in (0..count).rev() {
            let fates = self.fates(k);
            for (above, weight) in before[k].iter_mut().enumerate() {
                for fate in fates {
                    let live = self.through(k, above, fate.lost);
                    *weight += fate.probability * behind[k][live];
                }
            }
            normalise(&mut before[k]);
            if let Some(above) = self.parts[k].above {
                let above = &mut behind[above as usize];
                for (above, before) in above.iter_mut().zip(before[k]) {
                    *above *= before;
                }
                normalise(above);
            }
        }
        // All that is heard elsewhere, for the phases live before each part.
        let mut elsewhere = vec![[0.0_f64; SETS]; count];
        for &top in &self.tops {
            elsewhere[top as usize][index(Phases::ABC)] = 1.0;
        }
        let mut belief = Belief {
            live: vec![[0.0; SETS]; count],
            lost: vec![[0.0; SETS]; count],
        };
        for k in 0..count {
            let mut reaching = [0.0_f64; SETS];
            let fates = self.fates(k);
            for above in (0..SETS).filter(|&above| elsewhere[k][above] > 0.0) {
                for fate in fates {
                    let live = self.through(k, above, fate.lost);
                    let weight = elsewhere[k][above] * fate.probability;
                    reaching[live] += weight;
                    belief.lost[k][fate.lost] += weight * behind[k][live];
                }
            }
            let live = &mut belief.live[k];
            for (live, (reaching, behind)) in live.iter_mut().zip(reaching.iter().zip(behind[k])) {
                *live = reaching * behind;
            }
            share(live);
            share(&mut belief.lost[k]);
            for (reaching, own) in reaching.iter_mut().zip(own[k]) {
                *reaching *= own;
            }
            self.pass_down(k, reaching, &before, &mut elsewhere);
        }
        belief
    }

    /// Tells each part below `k` what is heard outside it: what reaches `k`, and what
    /// its siblings have heard.
    fn pass_down(
        &self,
        k: usize,
        reaching: [f64; SETS],
        before: &[[f64; SETS]],
        elsewhere: &mut [[f64; SETS]],
    ) {
        let below = &self.below[k];
        let mut left = reaching;
        for &part in below {
            normalise(&mut left);
            elsewhere[part as usize] = left;
            times(&mut left, &before[part as usize]);
        }
        let mut right = [1.0; SETS];
        for &part in below.iter().rev() {
            times(&mut elsewhere[part as usize], &right);
            normalise(&mut elsewhere[part as usize]);
            times(&mut right, &before[part as usize]);
            normalise(&mut right);
        }
    }
}

impl Belief {
    /// Probability that any of `phases` is dead behind part `k`.
    pub fn dead(&self, k: usize, phases: Phases) -> f64 {
        let wanted = index(phases);
        let all = self.live[k].iter().enumerate();
        all.filter(|(live, _)| live & wanted != wanted)
            .map(|(_, probability)| probability)
            .sum()
    }

    /// What asking a meter on `phases` behind part `k` tells of the network's state, in
    /// bits, where a live one answers with the probability `answers` and a dead one does
    /// not.
    pub fn gain(&self, k: usize, phases: Phases, answers: f64) -> f64 {
        let live = 1.0 - self.dead(k, phases);
        entropy(live * answers) - live * entropy(answers)
    }
}

/// Uncertainty of something of the probability `p`, bits.
fn entropy(p: f64) -> f64 {
    let part = |p: f64| if p > 0.0 { -p * p.log2() } else { 0.0 };
    part(p) + part(1.0 - p)
}

fn times(weights: &mut [f64; SETS], others: &[f64; SETS]) {
    for (weight, other) in weights.iter_mut().zip(others) {
        *weight *= other;
    }
}

/// Scales the weights so that they sum to one.
fn share(weights: &mut [f64; SETS]) {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        for weight in weights {
            *weight /= sum;
        }
    }
}
