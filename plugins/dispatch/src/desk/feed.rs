//! Generator cars: sent to those on whose supply lives depend, who lost it or whom the desk
//! itself will cut off before water, and taken off when it is back.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Place};
use taiqu_link::{Crew, CrewId, CrewOrder, CrewReport, Tick};
use taiqu_outage::Incident;

use super::{Desk, Lent};
use crate::operations::Operations;

/// On whose supply so much depends that a car is sent.
const FROM: Importance = Importance::Medical;
/// Apparent power of an installation over its active power; assumed.
const KVA_PER_KW: f64 = 1.1;

/// A customer whom a generator car feeds, fed or is to feed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feeding {
    /// The car.
    pub car: CrewId,
    /// The customer.
    pub customer: AssetRef,
    /// When it was sent.
    pub sent: Tick,
    /// From when it fed.
    pub feeds: Option<Tick>,
    /// Since when the mains have been back.
    pub mains: Option<Tick>,
    /// When it was told to return.
    pub returns: Option<Tick>,
    /// When it was free again.
    pub over: Option<Tick>,
}

/// Somebody who needs supply and has none, or soon will have none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Needy {
    pub customer: AssetRef,
    pub importance: Importance,
    /// Whether it has none now.
    pub dark: bool,
    /// By when supply is expected back at the latest, where that can be told.
    pub expected: Option<Tick>,
}

impl Desk {
    /// All customers whom cars fed, feed or are to feed.
    pub fn feedings(&self) -> &[Feeding] {
        &self.memory.feedings
    }

    /// Sends free cars to the dark of `incidents` who need them most, and calls them back
    /// when the mains have been there for long enough, or when they do not feed yet and are
    /// not needed any more. Where departments are apart, the network's side knows of such a
    /// customer only by the customer's own call, written down and handed over, and hears of
    /// supply that is back only from the car.
    pub(super) fn send_cars<'a>(
        &mut self,
        now: Tick,
        incidents: impl Iterator<Item = &'a Incident>,
    ) {
        if !self.staff.iter().any(Crew::is_car) {
            return;
        }
        let mut needy = if self.operations == Operations::Siloed {
            self.callers_in_need(now)
        } else {
            let mut needy = in_need(incidents);
            needy.extend(self.warned_in_need());
            self.call_off_cars(now, &needy);
            needy
        };
        self.call_cars_back(now);
        needy.sort_by_key(|one| (Reverse(one.importance), !one.dark, one.customer));
        for one in needy {
            if !self.is_served(one.customer) {
                self.send_car(now, one);
            }
        }
    }

    /// Sends the free car that is there first, if that is before supply is expected back.
    fn send_car(&mut self, now: Tick, needy: Needy) {
        let Some(site) = self.records.site(needy.customer) else {
            return;
        };
        let kva = KVA_PER_KW * self.rated_kw(needy.customer);
        let goal = self.map.places(&[site])[0];
        let free = (0..self.staff.len()).filter(|&k| {
            let standing = &self.memory.crews[k];
            let able = self.staff[k].generator_kva >= kva && self.staff[k].is_car();
            able && standing.is_free() && standing.lent == Lent::Own && self.is_on_shift(now, k)
        });
        let times = free.map(|k| {
            let spot = self.map.spot(self.memory.crews[k].at);
            (self.map.spot_to_s(&spot, goal), k)
        });
        let Some((drive_s, car)) = times.min_by(|a, b| a.0.total_cmp(&b.0)) else {
            return;
        };
        let effort = &self.rules.effort;
        let there = now.0 + (drive_s + effort.set_out_s) as u64 + self.rules.cars.couple_s;
        if needy.expected.is_some_and(|back| back.0 <= there) {
            return;
        }
        let customer = needy.customer;
        self.memory.feedings.push(Feeding {
            car: car as CrewId,
            customer,
            sent: now,
            feeds: None,
            mains: None,
            returns: None,
            over: None,
        });
        let order = self.memory.feedings.len() as u32;
        self.memory.crews[car].order = Some(order);
        self.memory
            .out
            .push((car as CrewId, CrewOrder::Feed { order, customer }));
    }

    /// Cars that do not feed yet, and whose customer is not among the `needy` any more, turn
    /// round.
    fn call_off_cars(&mut self, now: Tick, needy: &[Needy]) {
        for k in 0..self.memory.feedings.len() {
            let feeding = &self.memory.feedings[k];
            let needed = needy.iter().any(|one| one.customer == feeding.customer);
            if feeding.feeds.is_none() && !needed {
                self.call_car_back(now, k);
            }
        }
    }

    /// The mains are back, and have been for a while: the car is taken off, unless the desk
    /// itself will cut them off.
    fn call_cars_back(&mut self, now: Tick) {
        let settled_s = self.rules.cars.settled_s;
        for k in 0..self.memory.feedings.len() {
            let Feeding {
                customer, mains, ..
            } = self.memory.feedings[k];
            let settled = mains.is_some_and(|at| now.since(at) >= settled_s);
            if settled && !self.warned().any(|(warned, _)| warned == customer) {
                self.call_car_back(now, k);
            }
        }
    }

    /// Tells a car to return, once.
    fn call_car_back(&mut self, now: Tick, k: usize) {
        let feeding = &mut self.memory.feedings[k];
        if feeding.returns.is_none() && feeding.over.is_none() {
            feeding.returns = Some(now);
            let order = k as u32 + 1;
            let back = CrewOrder::Return { order };
            self.memory.out.push((feeding.car, back));
        }
    }

    /// Whether a crew is a generator car.
    pub(super) fn is_car(&self, crew: CrewId) -> bool {
        let crew = self.staff.get(usize::from(crew));
        crew.is_some_and(Crew::is_car)
    }

    /// Takes in what a generator car tells.
    pub(super) fn follow_car(
        &mut self,
        now: Tick,
        crew: CrewId,
        (number, report): (u32, CrewReport),
    ) {
        let standing = &mut self.memory.crews[usize::from(crew)];
        if let CrewReport::At { x_m, y_m } = report {
            standing.at = (x_m, y_m);
        }
        let k = (number as usize).wrapping_sub(1);
        let feeding = self
            .memory
            .feedings
            .get_mut(k)
            .filter(|one| one.car == crew);
        let Some(feeding) = feeding else {
            return;
        };
        match report {
            CrewReport::Feeds => feeding.feeds = Some(now),
            CrewReport::Mains { live } => feeding.mains = live.then_some(now),
            CrewReport::Arrived => {
                if let Some(site) = self.records.site(feeding.customer) {
                    standing.at = site;
                }
            }
            CrewReport::Free => {
                feeding.over = Some(now);
                standing.order = None;
            }
            _ => {}
        }
    }

    /// Whether a car feeds a customer, or is on its way.
    pub(super) fn is_served(&self, customer: AssetRef) -> bool {
        let mut going = self.memory.feedings.iter().filter(|one| one.over.is_none());
        going.any(|one| one.customer == customer)
    }

    /// Who called and depends on supply, as far as the report has reached the network's side,
    /// and for whom no car has been since.
    fn callers_in_need(&self, now: Tick) -> Vec<Needy> {
        let after_s = self.rules.report_s + self.rules.desk_s;
        let came = self.memory.in_need.iter();
        let came = came.filter(|(at, _)| now.since(*at) >= after_s);
        let fresh = came.filter(|(at, customer)| {
            let mut later = self.memory.feedings.iter().filter(|one| one.sent >= *at);
            !later.any(|one| one.customer == *customer)
        });
        let needy = fresh.map(|&(_, customer)| Needy {
            customer,
            importance: self.records.importance(customer),
            dark: true,
            expected: None,
        });
        needy.collect()
    }

    /// Those whom the desk itself cuts off before water.
    fn warned_in_need(&self) -> Vec<Needy> {
        let needy = self.warned().map(|(customer, dark)| Needy {
            customer,
            importance: self.records.importance(customer),
            dark,
            expected: None,
        });
        needy.filter(|one| one.importance >= FROM).collect()
    }

    /// Notes a caller without supply on whose supply lives depend.
    pub(super) fn note_need(&mut self, now: Tick, customer: AssetRef) {
        if self.records.importance(customer) >= FROM {
            self.memory.in_need.push((now, customer));
        }
    }

    /// What a customer's loads take together at most, kW.
    fn rated_kw(&self, customer: AssetRef) -> f64 {
        let Place::Area(area) = customer.place else {
            return 0.0;
        };
        let loads = self.records.areas[usize::from(area)].loads.iter();
        let own = loads.filter(|load| load.customer == Some(customer.index as usize));
        own.map(|load| load.kw.max(0.0)).sum()
    }
}

/// The dark of open incidents on whose supply lives depend.
fn in_need<'a>(incidents: impl Iterator<Item = &'a Incident>) -> Vec<Needy> {
    let open = incidents.filter(|incident| incident.is_open());
    let needy = open.flat_map(|incident| {
        let expected = incident.restoration.as_ref().map(|back| back.latest);
        let graver = incident.important.iter().filter(|(_, how)| *how >= FROM);
        graver.map(move |&(customer, importance)| Needy {
            customer,
            importance,
            dark: true,
            expected,
        })
    });
    needy.collect()
}
