//! New orders.

use taiqu_grid::AssetRef;
use taiqu_link::{CrewOrder, Skills, Stock, Tick};
use taiqu_outage::{Incident, Trouble};

use super::Desk;
use crate::order::{About, OrderState, WorkOrder};
use crate::rules::Rules;

impl Desk {
    /// Opens an order, unless there is one about the same that goes on; its index.
    pub(super) fn open(
        &mut self,
        now: Tick,
        about: About,
        target: AssetRef,
        priority: f64,
    ) -> Option<usize> {
        let same = |order: &WorkOrder| order.about == about && !order.state.is_over();
        if self.memory.orders.iter().any(same) {
            return None;
        }
        let number = self.memory.orders.len() as u32 + 1;
        // A customer crew looks where it was called to; others look for the fault.
        let (needs, around) = match about {
            About::Call(_) => (
                Skills {
                    customer: true,
                    ..Skills::default()
                },
                false,
            ),
            // Looking takes no more than eyes.
            About::Patrol(_) => (Skills::default(), false),
            _ => (self.needs(target), true),
        };
        let limits = self.rules.limits(self.location(target));
        self.memory.orders.push(WorkOrder {
            number,
            about,
            merged: Vec::new(),
            callers: Vec::new(),
            calls: 0,
            target,
            also: [None; 4],
            around,
            seen: false,
            danger: false,
            expects: self.likely(target),
            missing: Stock::NONE,
            held: None,
            planned: None,
            needs,
            accepted: now,
            ready: Tick(now.0 + self.rules.desk_s),
            arrive_by: Tick(now.0 + limits.arrive_s),
            limits,
            priority,
            crew: None,
            passed: Vec::new(),
            state: OrderState::Accepted,
            history: vec![(now, OrderState::Accepted)],
            ticket: None,
            found: None,
            poles: Vec::new(),
            to_answer: Vec::new(),
            still_dark: Vec::new(),
        });
        let k = number as usize - 1;
        self.claim_calls(k);
        Some(k)
    }

    /// What an incident asks for: an order, another goal for the crew that drives, or
    /// nothing any more.
    pub(super) fn consider(&mut self, now: Tick, group: usize, incident: &Incident) {
        let about = About::Incident {
            group,
            number: incident.number,
        };
        let own = |order: &WorkOrder| order.is_about(about);
        let last = self.memory.orders.iter().rposition(own);
        let goes_on = |order: &WorkOrder| own(order) && !order.state.is_over();
        let going = self.memory.orders.iter().rposition(goes_on);
        // What goes with another order follows that one.
        let alone = going.filter(|&k| self.memory.orders[k].about == about);
        if !incident.is_open() {
            // What a crew has seen broken is broken, though nobody complains of it now.
            let needless = |&k: &usize| {
                let order = &self.memory.orders[k];
                order.state < OrderState::Arrived && !order.seen
            };
            if let Some(k) = alone.filter(needless) {
                self.withdraw(now, k);
            }
            return;
        }
        self.cut_danger(now, about, incident);
        self.ask_first(now, group, incident);
        if let Some(k) = alone {
            self.correct(now, k, incident);
        }
        if going.is_some() {
            return;
        }
        if let Some(k) = self.same_cause(incident) {
            self.memory.orders[k].merged.push(about);
            return;
        }
        // After a crew that found nothing there is time for it to end by itself, more each
        // time.
        let since = match last {
            Some(k) => self.memory.orders[k]
                .history
                .last()
                .map_or(now, |(at, _)| *at),
            None => incident.noticed,
        };
        let in_vain =
            |order: &&WorkOrder| order.about == about && order.state == OrderState::Fruitless;
        let of_it = self.memory.orders.iter().filter(in_vain);
        let tried = of_it.count() as u64;
        let danger = incident.trouble.endangers();
        let sure_s = match (danger, incident.told) {
            (true, _) => 0,
            (_, 0 | 1) => self.rules.confirm_single_s,
            _ => self.rules.confirm_s,
        };
        if now.since(since) < sure_s + tried * self.rules.again_s {
            return;
        }
        // A second attempt looks from where the first found nothing.
        if let Some(k) = self.open(now, about, incident.part, self.urgency(incident)) {
            let also = self.also(incident);
            let order = &mut self.memory.orders[k];
            order.also = also;
            order.danger = danger;
            if let Some(last) = last {
                self.pass_callers(last, k);
            }
        }
    }

    /// Where a single meter told of a few customers, they are asked before a crew is sent:
    /// it may be their meter's module alone.
    fn ask_first(&mut self, now: Tick, group: usize, incident: &Incident) {
        let rules = &self.rules;
        let doubtful = incident.trouble == Trouble::NoSupply
            && incident.told <= 1
            && incident.customers.len() <= rules.ask_at_most
            && self.is_telephoned(now);
        let about = (group, incident.number);
        let (times, due) = *self.memory.asked_about.get(&about).unwrap_or(&(0, now));
        if doubtful && times < rules.ask_times && due <= now {
            let next = (times + 1, Tick(now.0 + rules.ask_again_s));
            self.memory.asked_about.insert(about, next);
            let asked = incident.customers.iter().copied();
            let asked = asked.filter(|&customer| !self.is_served(customer));
            let asked: Vec<_> = asked.map(|customer| (None, customer)).collect();
            self.memory.asked.extend(asked);
        }
    }

    /// Whether customers are telephoned at this hour.
    pub(super) fn is_telephoned(&self, now: Tick) -> bool {
        let hour = self.start.plus(now.0).second_of_day() as f64 / 3600.0;
        let (from, to) = self.rules.ask_hours;
        (from..to).contains(&hour)
    }

    /// How urgent an incident is, in customers without supply.
    fn urgency(&self, incident: &Incident) -> f64 {
        let important = incident.important.iter();
        let more: f64 = important
            .map(|(_, importance)| Rules::weight(*importance) - 1.0)
            .sum();
        let danger = f64::from(u8::from(incident.trouble.endangers())) * self.rules.danger;
        incident.customers.len() as f64 + more + danger
    }

    /// The incident is held to be elsewhere than the crew was sent.
    fn correct(&mut self, now: Tick, k: usize, incident: &Incident) {
        let order = &self.memory.orders[k];
        if order.state >= OrderState::Arrived || order.seen {
            return;
        }
        let needs = self.needs(incident.part);
        let expects = self.likely(incident.part);
        let load = order
            .crew
            .and_then(|crew| self.memory.crews[usize::from(crew)].load);
        let moved = order.target != incident.part;
        let crew = order.crew;
        let able = crew.is_none_or(|crew| self.staff[usize::from(crew)].skills.cover(needs));
        if moved && !able {
            // It needs others; the incident makes a new order.
            self.withdraw(now, k);
            return;
        }
        let also = self.also(incident);
        let order = &mut self.memory.orders[k];
        order.also = also;
        if moved {
            order.target = incident.part;
            order.needs = needs;
            order.expects = expects;
            if let Some(crew) = crew {
                let go = CrewOrder::Go {
                    order: order.number,
                    target: order.target,
                    also: order.also,
                    around: order.around,
                    load,
                };
                self.memory.out.push((crew, go));
            }
        }
    }

    /// Where else to look for an incident: where callers saw wires on the ground behind what
    /// is held to have failed, and at what else may have.
    fn also(&self, incident: &Incident) -> [Option<AssetRef>; 4] {
        let instead = incident.instead.iter().map(|(part, _)| *part);
        let mut also = [None; 4];
        let all = self.told_below(incident.part).chain(instead);
        for (place, part) in also.iter_mut().zip(all) {
            *place = Some(part);
        }
        also
    }

    pub(super) fn withdraw(&mut self, now: Tick, k: usize) {
        let order = &mut self.memory.orders[k];
        order.move_to(now, OrderState::Withdrawn);
        let number = order.number;
        if let Some(crew) = order.crew {
            let standing = &mut self.memory.crews[usize::from(crew)];
            standing.order = None;
            standing.load = None;
            let back = CrewOrder::Return { order: number };
            self.memory.out.push((crew, back));
        }
    }
}
