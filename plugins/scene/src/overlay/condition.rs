//! What is known of each part after a storm, by what crews and meters told.

use std::collections::BTreeMap;

use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_grid::AssetRef;
use taiqu_outage::Inquiry;

use crate::theme::{Rgb, Theme};

/// What is known of a part, the better known first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// A crew has found it broken.
    Broken,
    /// A crew has repaired it, or found it whole.
    Whole,
    /// It is held to have failed.
    Suspected,
    /// Nothing is heard of it.
    Silent,
}

impl Condition {
    /// All of them, as the legend lists them.
    pub const ALL: [Self; 4] = [Self::Broken, Self::Suspected, Self::Silent, Self::Whole];

    /// Key of its name in the legend.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Whole => "whole",
            Self::Suspected => "suspected",
            Self::Silent => "silent",
        }
    }
}

impl Theme {
    /// The colour of a condition.
    pub fn condition(&self, condition: Condition) -> Rgb {
        match condition {
            Condition::Broken => self.roles.p1,
            Condition::Suspected => self.roles.p2,
            Condition::Silent => self.roles.dead,
            // From the middle of the ramp, far from the colours of alarms.
            Condition::Whole => {
                let ramp = &self.ramps.loading;
                ramp.get(ramp.len() / 2).copied().unwrap_or_default()
            }
        }
    }
}

/// What is known of parts of which something is, by the crews' `orders` and the incidents,
/// and of those that are `silent`.
pub fn conditions(
    orders: &[WorkOrder],
    inquiries: &[Inquiry],
    silent: impl Iterator<Item = AssetRef>,
) -> BTreeMap<AssetRef, Condition> {
    let mut known: BTreeMap<AssetRef, Condition> =
        silent.map(|section| (section, Condition::Silent)).collect();
    let incidents = inquiries.iter().flat_map(Inquiry::incidents);
    for incident in incidents.filter(|incident| incident.is_open()) {
        known.insert(incident.part, Condition::Suspected);
        if let Some((part, _)) = incident.progress.found {
            known.insert(part, Condition::Broken);
        }
    }
    // Later orders know better.
    for order in orders {
        let looks = matches!(order.about, About::Patrol(_) | About::Dried(_));
        if looks && order.state == OrderState::Fruitless {
            let round = std::iter::once(order.target).chain(order.also.into_iter().flatten());
            known.extend(round.map(|part| (part, Condition::Whole)));
        }
        if let Some((part, _)) = order.found {
            let mended = order.when(OrderState::Repaired).is_some();
            let condition = if mended {
                Condition::Whole
            } else {
                Condition::Broken
            };
            known.insert(part, condition);
        }
    }
    known
}
