//! After a storm crews that have nothing else to do look at what nobody has a word of.
//!
//! Where supply is off, what failed behind the fault that took it is silent: no meter tells
//! of it, and it would be found only when supply is put on again. So it is looked at before,
//! what was most in danger for most customers first.

use std::collections::BTreeSet;

use taiqu_grid::{AssetRef, Kind};
use taiqu_link::Tick;

use super::{Desk, Lent};
use crate::operations::Operations;
use crate::order::{About, OrderState, WorkOrder};

/// Probability of having failed in the storm from which a section is worth a look.
const WORTH: f64 = 0.01;

impl Desk {
    /// Whether patrols are to be thought of: where one desk sees all, after a storm was
    /// forecast, in wind that people can walk in.
    pub fn may_patrol(&self) -> bool {
        let strong = self.memory.moves_from.is_some();
        self.operations != Operations::Siloed && !self.memory.endangered.is_empty() && !strong
    }

    /// Plans patrols, once a minute, among the `silent` sections: those that are believed to
    /// have no voltage. Nobody is sent while the wind is too strong to walk in, or while
    /// anything waits that can be done.
    pub fn patrol(&mut self, now: Tick, silent: &BTreeSet<AssetRef>) {
        if !self.may_patrol() {
            return;
        }
        let free = |k: &usize| {
            let standing = &self.memory.crews[*k];
            let own = matches!(standing.lent, Lent::Own | Lent::Here);
            own && standing.is_free() && self.is_on_shift(now, *k) && !self.staff[*k].is_car()
        };
        let free = (0..self.staff.len()).filter(free).count();
        let waits =
            |order: &&WorkOrder| order.state == OrderState::Accepted && order.held.is_none();
        let waiting = self.memory.orders.iter().filter(waits).count();
        for _ in waiting..free {
            let Some((first, urgency)) = self.worst_unseen(silent) else {
                return;
            };
            let round = self.round_from(first, silent);
            let about = About::Patrol(first);
            let Some(order) = self.open(now, about, first, urgency) else {
                return;
            };
            let order = &mut self.memory.orders[order];
            order.expects = None;
            for (place, section) in order.also.iter_mut().zip(round) {
                *place = Some(section);
            }
        }
    }

    /// The silent section that most probably failed, for most customers, among those that
    /// nobody has seen since and nobody is sent to; and how much depends on it.
    fn worst_unseen(&self, silent: &BTreeSet<AssetRef>) -> Option<(AssetRef, f64)> {
        let unseen = silent
            .iter()
            .copied()
            .filter(|section| self.is_unseen(*section));
        let scored = unseen.filter_map(|section| {
            let p = *self.memory.endangered.get(&section)?;
            (p >= WORTH).then(|| (section, p * self.weight_behind(section)))
        });
        scored.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// What else lies near on the same line, the nearest first.
    fn round_from(&self, first: AssetRef, silent: &BTreeSet<AssetRef>) -> Vec<AssetRef> {
        let Some(from) = self.records.site(first) else {
            return Vec::new();
        };
        let near = |section: AssetRef| {
            let at = self.records.site(section)?;
            let away_m = (at.0 - from.0).hypot(at.1 - from.1);
            Some((away_m, section))
        };
        let same = silent
            .iter()
            .copied()
            .filter(|section| section.place == first.place);
        let unseen = same.filter(|&section| section != first && self.is_unseen(section));
        let mut round: Vec<(f64, AssetRef)> = unseen.filter_map(near).collect();
        round.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        round.truncate(4);
        round.into_iter().map(|(_, section)| section).collect()
    }

    fn is_unseen(&self, section: AssetRef) -> bool {
        let mut orders = self.memory.orders.iter();
        let going = |order: &WorkOrder| {
            let patrol = matches!(order.about, About::Patrol(_)) && !order.state.is_over();
            patrol && order.also.contains(&Some(section))
        };
        !self.memory.patrolled.contains(&section)
            && !orders.any(|order| order.is_at(section) || going(order))
    }

    /// A patrol has looked at all up to what it `found`, else at its whole round.
    pub(super) fn note_round(&mut self, k: usize, found: Option<AssetRef>) {
        let order = &self.memory.orders[k];
        if let About::Patrol(first) = order.about {
            let round = std::iter::once(first).chain(order.also.into_iter().flatten());
            let looked = round.take_while(|section| Some(*section) != found);
            self.memory.patrolled.extend(looked);
        }
    }

    /// Keeps of each forecast how much each section was ever in danger.
    pub(super) fn note_danger(&mut self, risk: &taiqu_risk::Risk) {
        let sections = risk
            .sections
            .iter()
            .filter(|(asset, _)| asset.kind == Kind::Section);
        for (&section, &p) in sections {
            let most = self.memory.endangered.entry(section).or_default();
            *most = most.max(p);
        }
    }
}
