//! The most probable story.
//!
//! From the leaves up, the best that can be said of everything behind a part, for each
//! set of phases live before it, is the best over what the part itself may have lost:
//! dynamic programming on the tree, exact, in time proportional to the parts.

use taiqu_grid::Phases;

use crate::network::{Network, SETS, Witness, index, normalise};

/// One story of what has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The phases that each part has lost.
    pub lost: Vec<Phases>,
    /// The phases live behind each part.
    pub live: Vec<Phases>,
    /// Logarithm of its probability together with what was heard, up to a constant of
    /// the witnesses.
    pub log_probability: f64,
}

impl Network {
    /// The story that is most probable given `witnesses`, those of unknown parts left
    /// aside. What lies behind a dead part tells nothing, and is said to be whole.
    pub fn explain(&self, witnesses: &[Witness]) -> Story {
        let mut behind = self.evidence(witnesses);
        let mut choice = vec![[0_usize; SETS]; self.parts.len()];
        let mut best = vec![[0.0_f64; SETS]; self.parts.len()];
        let mut scale = 0.0;
        for k in (0..self.parts.len()).rev() {
            let fates = self.fates(k);
            for above in 0..SETS {
                for fate in fates {
                    let live = self.through(k, above, fate.lost);
                    let weight = fate.probability * behind[k][live];
                    if weight > best[k][above] {
                        best[k][above] = weight;
                        choice[k][above] = fate.lost;
                    }
                }
            }
            scale += normalise(&mut best[k]);
            if let Some(above) = self.parts[k].above {
                let above = &mut behind[above as usize];
                for (above, best) in above.iter_mut().zip(best[k]) {
                    *above *= best;
                }
                scale += normalise(above);
            }
        }
        let source = index(Phases::ABC);
        let mut lost = Vec::with_capacity(self.parts.len());
        let mut live: Vec<Phases> = Vec::with_capacity(self.parts.len());
        for (k, part) in self.parts.iter().enumerate() {
            let above = part
                .above
                .map_or(source, |above| index(live[above as usize]));
            let own = choice[k][above];
            lost.push(Phases::from_bits(own as u8));
            live.push(Phases::from_bits(self.through(k, above, own) as u8));
        }
        let tops = self.tops.iter().map(|&top| best[top as usize][source].ln());
        Story {
            lost,
            live,
            log_probability: scale + tops.sum::<f64>(),
        }
    }
}
