//! What may have failed, as the overlay paints it.

use std::collections::BTreeMap;

use taiqu_grid::{AssetRef, Conductor};
use taiqu_outage::{Incident, Inquiry, Trouble};

/// Probability below which a part is not a suspect.
const WORTH_PAINTING: f64 = 0.005;

/// Probability of having failed of every part that is suspected, by conductor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suspects(BTreeMap<AssetRef, [f64; 4]>);

impl Suspects {
    /// Those of all groups.
    pub fn of(inquiries: &[Inquiry]) -> Self {
        let mut suspects = Self::default();
        for inquiry in inquiries {
            if let Some((_, belief)) = inquiry.view() {
                let parts = inquiry.layout().assets.iter().zip(&belief.lost);
                for (&asset, sets) in parts {
                    for phase in 0..3 {
                        let lost = sets.iter().enumerate();
                        let lost = lost.filter(|(set, _)| set & (1 << phase) != 0);
                        suspects.add(asset, phase, lost.map(|(_, p)| p).sum());
                    }
                }
            }
            for incident in inquiry.incidents().iter().filter(|one| one.is_open()) {
                suspects.add_neutral(incident);
            }
        }
        suspects
    }

    /// A broken neutral is found apart from lost phases.
    fn add_neutral(&mut self, incident: &Incident) {
        if matches!(incident.trouble, Trouble::BrokenNeutral { .. }) {
            let neutral = Conductor::N.index();
            self.add(incident.part, neutral, incident.probability);
            for &(part, p) in &incident.instead {
                self.add(part, neutral, p);
            }
        }
    }

    fn add(&mut self, asset: AssetRef, conductor: usize, p: f64) {
        if p >= WORTH_PAINTING {
            self.0.entry(asset).or_default()[conductor] = p;
        }
    }

    /// Probability that one conductor of `asset` has failed.
    pub fn conductor(&self, asset: AssetRef, conductor: usize) -> Option<f64> {
        let p = self.0.get(&asset)?[conductor];
        (p > 0.0).then_some(p)
    }

    /// All suspects, each with the greatest probability of its conductors.
    pub fn iter(&self) -> impl Iterator<Item = (AssetRef, f64)> + '_ {
        let worst = |p: &[f64; 4]| p.iter().copied().fold(0.0, f64::max);
        self.0.iter().map(move |(&asset, p)| (asset, worst(p)))
    }
}
