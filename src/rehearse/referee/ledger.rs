//! Who was without supply, from when to when: as it was, or as it was believed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::Tick;

/// Seconds up to which an interruption is momentary and does not count (GB/T 43794).
const MOMENTARY_S: u64 = 180;

/// One customer without usable supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// The customer.
    pub customer: AssetRef,
    /// The first tick without.
    pub from: Tick,
    /// The first tick with it again, or the last of the run.
    pub to: Tick,
    /// Whether it had supply again before the end.
    pub over: bool,
    /// The tick at which the twin knew; of what was believed, none.
    pub known: Option<Tick>,
    /// Number of the fault that took it, from 0; none where somebody switched it off, and
    /// of what was believed.
    pub fault: Option<usize>,
}

impl Outage {
    /// How long, s.
    pub const fn seconds(&self) -> u64 {
        self.to.since(self.from)
    }

    /// How long, s, if it was more than momentary.
    pub fn counted_s(&self) -> Option<u64> {
        Some(self.seconds()).filter(|&s| s > MOMENTARY_S)
    }

    /// How long the twin did not know of it, s; none if it never did.
    pub fn unknown_s(&self) -> Option<u64> {
        self.known.map(|known| known.since(self.from))
    }
}

/// All outages so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    open: BTreeMap<AssetRef, Outage>,
    closed: Vec<Outage>,
}

/// Who lost supply and who has it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Who lost it.
    pub lost: Vec<AssetRef>,
    /// Who has it again.
    pub restored: Vec<AssetRef>,
}

impl Ledger {
    /// All outages, those that are over first.
    pub fn all(&self) -> impl Iterator<Item = &Outage> {
        self.closed.iter().chain(self.open.values())
    }

    /// How many customers are without supply now.
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// Whether a customer is without supply now.
    pub fn is_out(&self, customer: AssetRef) -> bool {
        self.open.contains_key(&customer)
    }

    /// Notes that of the customers for whom `own` holds those in `out` lack supply after
    /// `tick`, each since the tick given there if that is new.
    pub(super) fn note(
        &mut self,
        tick: Tick,
        own: impl Fn(AssetRef) -> bool,
        out: &BTreeMap<AssetRef, Tick>,
    ) -> Moved {
        let open = self.open.keys().copied();
        let restored: Vec<AssetRef> = open
            .filter(|customer| own(*customer) && !out.contains_key(customer))
            .collect();
        for customer in &restored {
            if let Some(outage) = self.open.remove(customer) {
                self.closed.push(Outage {
                    to: tick,
                    over: true,
                    ..outage
                });
            }
        }
        let new = out.iter().filter(|(customer, _)| !self.is_out(**customer));
        let new: Vec<(AssetRef, Tick)> = new.map(|(&customer, &from)| (customer, from)).collect();
        for &(customer, from) in &new {
            let outage = Outage {
                customer,
                from: from.min(tick),
                to: tick,
                over: false,
                known: None,
                fault: None,
            };
            self.open.insert(customer, outage);
        }
        Moved {
            lost: new.into_iter().map(|(customer, _)| customer).collect(),
            restored,
        }
    }

    /// The outages that go on.
    pub(super) fn open_mut(&mut self) -> impl Iterator<Item = &mut Outage> {
        self.open.values_mut()
    }

    /// The outage that a customer has now.
    pub(super) fn of_mut(&mut self, customer: AssetRef) -> Option<&mut Outage> {
        self.open.get_mut(&customer)
    }

    /// Number of customers with an interruption that counts, and of those with several.
    pub fn interrupted(&self) -> (usize, usize) {
        let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
        for outage in self.all().filter(|o| o.counted_s().is_some()) {
            if !once.insert(outage.customer) {
                again.insert(outage.customer);
            }
        }
        (once.len(), again.len())
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Kind;

    use super::*;

    #[test]
    fn what_lasts_longer_than_three_minutes_counts() {
        let customer = |k| AssetRef::in_area(0, Kind::Customer, k);
        let out = |of: &[(u32, u64)]| -> BTreeMap<AssetRef, Tick> {
            of.iter()
                .map(|&(k, from)| (customer(k), Tick(from)))
                .collect()
        };
        let mut ledger = Ledger::default();
        let moved = ledger.note(Tick(100), |_| true, &out(&[(1, 100), (2, 40)]));
        assert_eq!(moved.lost, [customer(1), customer(2)]);
        ledger.note(Tick(280), |_| true, &out(&[(2, 280)]));
        // Another group says nothing of this one.
        ledger.note(Tick(290), |_| false, &out(&[]));
        ledger.note(Tick(300), |_| true, &out(&[(1, 300), (2, 300)]));
        ledger.note(Tick(500), |_| true, &out(&[]));
        let counted: Vec<(AssetRef, Option<u64>)> =
            ledger.all().map(|o| (o.customer, o.counted_s())).collect();
        let expected = [(1, None), (1, Some(200)), (2, Some(460))];
        assert_eq!(counted, expected.map(|(k, s)| (customer(k), s)));
        assert_eq!(ledger.interrupted(), (2, 0));
    }
}
