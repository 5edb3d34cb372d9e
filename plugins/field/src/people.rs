//! Customers who notice that something is wrong and call the hotline.

use std::collections::{BTreeMap, BTreeSet};

use rand_distr::{Distribution as _, LogNormal};
use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Contact, Importance};
use taiqu_grid::{AssetRef, District, Place};
use taiqu_link::chance::unit;
use taiqu_link::{Complaint, DateTime, ManagerId, Source, Tick, Uplink};

use crate::crews::by_voice;
use crate::field::Fact;
use crate::noise::{Purpose, stream};
use crate::passers::PasserSettings;

/// How customers call; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallSettings {
    /// Share of customers without supply who call in each hour, by day.
    pub share: f64,
    /// The same between 23 and 6 o'clock, when most sleep.
    pub share_at_night: f64,
    /// Share of those on whom much depends who call, at any time.
    pub share_of_important: f64,
    /// Middle of the time until they call, s.
    pub after_s: f64,
    /// Spread of the logarithm of that time.
    pub after_spread: f64,
    /// Share of callers who know their customer number.
    pub with_number: f64,
    /// Share of callers who can say only where they are.
    pub with_address: f64,
    /// How soon one who is asked by telephone answers, s.
    pub answer_after_s: u64,
    /// Share of customers who answer the telephone when they had not called themselves.
    pub pick_up: f64,
    /// How soon a grid manager who is asked has looked at something, s.
    pub manager_after_s: u64,
    /// Hours of the day from and to which grid managers go out.
    pub manager_hours: (f64, f64),
    /// How wires on the ground are told of.
    pub passers: PasserSettings,
}

impl Default for CallSettings {
    fn default() -> Self {
        Self {
            share: 0.12,
            share_at_night: 0.03,
            share_of_important: 0.8,
            after_s: 600.0,
            after_spread: 0.8,
            with_number: 0.5,
            with_address: 0.4,
            answer_after_s: 60,
            pick_up: 0.6,
            manager_after_s: 5400,
            manager_hours: (8.0, 20.0),
            passers: PasserSettings::default(),
        }
    }
}

/// Hours in each of which a customer may decide to call.
const HOURS: u8 = 6;

/// A call that will be made unless the trouble ends before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    at_s: u64,
    complaint: Complaint,
    knows_number: bool,
    knows_address: bool,
    /// After which one who could say neither has found out where it is and calls again, s.
    again_after_s: u64,
}

/// Customers in trouble, and when they will call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// What each is troubled by, and the call that is still to come.
    troubled: BTreeMap<AssetRef, (Complaint, Option<Call>)>,
    /// Who was told that the supply will be cut off, until it is on again.
    warned: BTreeSet<AssetRef>,
    /// Who is asked whether all is well: when the answer comes, the order, the customer.
    asked: Vec<(u64, Option<u32>, AssetRef)>,
    /// What grid managers are to look at.
    errands: Vec<Errand>,
}

/// What a grid manager is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Errand {
    /// When the manager is there, s.
    at_s: u64,
    /// The manager.
    pub manager: ManagerId,
    /// Number of the task.
    pub task: u32,
    /// The thing.
    pub asset: AssetRef,
}

impl People {
    /// Takes in who is troubled by what now.
    pub fn feel(
        &mut self,
        tick: Tick,
        (district, start): (&District, DateTime),
        (settings, seed): (&CallSettings, u64),
        now: BTreeMap<AssetRef, Complaint>,
    ) {
        let warned = &mut self.warned;
        self.troubled.retain(|customer, (complaint, _)| {
            if !now.contains_key(customer) {
                warned.remove(customer);
            }
            now.get(customer) == Some(complaint)
        });
        for (customer, complaint) in now {
            self.troubled.entry(customer).or_insert_with(|| {
                // Who was told of it beforehand knows what it is.
                let known = complaint == Complaint::NoPower && warned.contains(&customer);
                let call = settings.call(tick, start, (district, customer), complaint, seed);
                (complaint, call.filter(|_| !known))
            });
        }
    }

    /// A customer is told that the supply will be cut off.
    pub fn warn(&mut self, customer: AssetRef) {
        self.warned.insert(customer);
    }

    /// A customer is asked whether all is well. One who has called about this order waits
    /// for that; another may not hear the telephone.
    pub fn ask(
        &mut self,
        tick: Tick,
        (settings, seed): (&CallSettings, u64),
        (order, customer): (Option<u32>, AssetRef),
    ) {
        let Place::Area(area) = customer.place else {
            return;
        };
        let entity = (area, customer.index);
        let mut rng = stream(seed, Purpose::PickUp, entity, tick.0);
        if order.is_some() || unit(&mut rng) < settings.pick_up {
            let at_s = tick.0 + settings.answer_after_s;
            self.asked.push((at_s, order, customer));
        }
    }

    /// A grid manager is asked to look at something; at night it waits for the morning.
    pub fn send(
        &mut self,
        (tick, start): (Tick, DateTime),
        settings: &CallSettings,
        (manager, task, asset): (ManagerId, u32, AssetRef),
    ) {
        let (from, to) = settings.manager_hours;
        let hour = start.plus(tick.0).second_of_day() as f64 / 3600.0;
        let wait_h = if hour < from {
            from - hour
        } else if hour >= to {
            24.0 + from - hour
        } else {
            0.0
        };
        self.errands.push(Errand {
            at_s: tick.0 + (3600.0 * wait_h) as u64 + settings.manager_after_s,
            manager,
            task,
            asset,
        });
    }

    /// Tells what those say who were asked.
    pub fn answer(&mut self, tick: Tick, facts: &mut Vec<Fact>) {
        let troubled = &self.troubled;
        self.asked.retain(|&(at_s, order, customer)| {
            if at_s > tick.0 {
                return true;
            }
            let answer = Uplink::CustomerAnswered {
                order,
                customer,
                satisfied: !troubled.contains_key(&customer),
            };
            facts.push(by_voice(tick, Source::Hotline, answer));
            false
        });
    }

    /// The errands on which a manager is there now.
    pub fn errands(&mut self, tick: Tick) -> Vec<Errand> {
        self.errands
            .extract_if(.., |errand| errand.at_s <= tick.0)
            .collect()
    }

    /// The calls of this tick.
    pub fn call(&mut self, tick: Tick, district: &District, facts: &mut Vec<Fact>) {
        for (&customer, (_, call)) in &mut self.troubled {
            let Some(due) = call.filter(|call| call.at_s <= tick.0) else {
                continue;
            };
            let lost = !due.knows_number && !due.knows_address;
            *call = lost.then_some(Call {
                at_s: tick.0 + due.again_after_s,
                knows_address: true,
                ..due
            });
            let fact = Uplink::CallReceived {
                customer: due.knows_number.then_some(customer),
                near: if due.knows_address {
                    // What stands nearest is the box with the meter.
                    let meter = district.meter_of(customer);
                    meter.and_then(|meter| district.shelf_of(meter))
                } else {
                    None
                },
                complaint: due.complaint,
            };
            facts.push(by_voice(tick, Source::Hotline, fact));
        }
    }
}

impl CallSettings {
    fn call(
        &self,
        tick: Tick,
        start: DateTime,
        (district, customer): (&District, AssetRef),
        complaint: Complaint,
        seed: u64,
    ) -> Option<Call> {
        let Place::Area(area) = customer.place else {
            return None;
        };
        let item = &district.areas[usize::from(area)].customers[customer.index as usize];
        let mut rng = stream(seed, Purpose::Call, (area, customer.index), tick.0);
        let hour = start.plus(tick.0).second_of_day() / 3600;
        let share = if item.importance != Importance::Normal {
            self.share_of_important
        } else if (6..23).contains(&hour) {
            self.share
        } else {
            self.share_at_night
        };
        // Who has not called in the first hour may in the next.
        let hour = (0..HOURS).find(|_| unit(&mut rng) < share)?;
        let knows = unit(&mut rng);
        let after = LogNormal::new(self.after_s.max(1.0).ln(), self.after_spread).ok()?;
        let mut after_s = || after.sample(&mut rng).min(86_400.0) as u64;
        (item.contact != Contact::None).then_some(Call {
            at_s: tick.0 + 3600 * u64::from(hour) + after_s(),
            complaint,
            knows_number: knows < self.with_number,
            knows_address: knows < self.with_number + self.with_address,
            again_after_s: after_s(),
        })
    }
}
