//! Notices to those affected.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use taiqu_grid::area::{Contact, Importance};
use taiqu_grid::{AssetRef, Place};
use taiqu_link::Tick;

use super::Inquiry;
use crate::notice::{Notice, Said};

/// Seconds from one look at who is to be told to the next.
const EVERY_S: u64 = 10;

/// Who is to be told something of an incident, by the end of the other work that their supply
/// waits for, and what they were told last.
type Rounds = BTreeMap<(u32, Option<Tick>, Option<u32>), Vec<AssetRef>>;

impl Inquiry {
    /// Tells those affected what they do not know yet; whether it told anybody anything.
    pub fn tell(&mut self, now: Tick) -> bool {
        if !now.0.is_multiple_of(EVERY_S) || self.memory.incidents.is_empty() {
            return false;
        }
        let before = self.memory.notices.len();
        let concerned = self.concerned();
        let mut rounds = Rounds::new();
        for (&customer, &number) in &concerned {
            let incident = &self.memory.incidents[number as usize - 1];
            let after = self.works_end(customer, incident);
            if self.is_to_be_told(customer, (number, after), now) {
                let last = self.memory.noticed.get(&customer).copied();
                let round = rounds.entry((number, after, last)).or_default();
                round.push(customer);
            }
        }
        for ((number, after, last), customers) in rounds {
            let incident = &self.memory.incidents[number as usize - 1];
            let said = Said::of(incident, self.expected(incident, after, now));
            self.write(now, number, (said, last), customers);
        }
        let mut over = BTreeMap::<u32, Vec<AssetRef>>::new();
        for (&customer, &last) in &self.memory.noticed {
            if !concerned.contains_key(&customer) {
                over.entry(last).or_default().push(customer);
            }
        }
        for (last, customers) in over {
            for customer in &customers {
                self.memory.noticed.remove(customer);
            }
            let number = self.memory.notices[last as usize - 1].incident;
            self.write(now, number, (Said::Over, Some(last)), customers);
        }
        self.memory.notices.len() > before
    }

    /// The incident that concerns each customer; of several the gravest.
    fn concerned(&self) -> BTreeMap<AssetRef, u32> {
        let mut concerned = BTreeMap::new();
        let open = self.memory.incidents.iter().filter(|i| i.is_open());
        let (grave, others): (Vec<_>, Vec<_>) = open.partition(|i| i.trouble.endangers());
        for incident in grave.into_iter().chain(others) {
            for &customer in &incident.customers {
                if !self.is_disconnected(customer) {
                    concerned.entry(customer).or_insert(incident.number);
                }
            }
        }
        concerned
    }

    fn is_to_be_told(
        &self,
        customer: AssetRef,
        (number, after): (u32, Option<Tick>),
        now: Tick,
    ) -> bool {
        let incident = &self.memory.incidents[number as usize - 1];
        let said = Said::of(incident, self.expected(incident, after, now));
        let telling = &self.watching.telling;
        let last = self.memory.noticed.get(&customer);
        let Some(last) = last.map(|&last| &self.memory.notices[last as usize - 1]) else {
            let (importance, contact) = self.reach(customer);
            let urgent =
                importance == Importance::LifeSupport || matches!(said, Said::Danger { .. });
            let settled = now.since(incident.noticed) >= telling.settled_s;
            return contact != Contact::None && (urgent || settled);
        };
        let age_s = now.since(last.at);
        last.said.is_outdated(&said, (now, age_s), telling)
    }

    /// How much depends on a customer's supply, and how the customer is reached.
    pub(super) fn reach(&self, customer: AssetRef) -> (Importance, Contact) {
        let Place::Area(area) = customer.place else {
            return (Importance::Normal, Contact::None);
        };
        let item = &self.records.areas[usize::from(area)].customers[customer.index as usize];
        (item.importance, item.contact)
    }

    fn write(
        &mut self,
        now: Tick,
        incident: u32,
        (said, replaces): (Said, Option<u32>),
        mut customers: Vec<AssetRef>,
    ) {
        let number = self.memory.notices.len() as u32 + 1;
        if let Some(last) = replaces {
            self.memory.notices[last as usize - 1]
                .replaced_by
                .push(number);
        }
        customers.sort_by_key(|&customer| (Reverse(self.reach(customer).0), customer));
        let to = customers.iter().map(|&c| (c, self.reach(c).1)).collect();
        if said != Said::Over {
            let told = customers.iter().map(|&customer| (customer, number));
            self.memory.noticed.extend(told);
        }
        self.memory.notices.push(Notice {
            number,
            incident,
            at: now,
            said,
            to,
            replaces,
            replaced_by: Vec::new(),
        });
    }
}
