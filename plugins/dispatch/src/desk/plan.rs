//! Crews' queues: what is to be done is put into numbers, solved, and told.

use taiqu_grid::area::SwitchKind;
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{CrewId, CrewOrder, Damage, Load, Make, Stock, Tick};

use super::{Desk, MINUTE_S};
use crate::order::{OrderState, WorkOrder};
use crate::routes::{Depot, Job, Plan, Problem, Stop, Van};

/// Shortest time until a crew that works is thought to be free, s.
const SOON_S: f64 = 120.0;

/// How much longer work lasts that has lasted longer than was reckoned, as a share of that.
const OVERDUE: f64 = 0.5;

/// How much farther away a crew counts that was told of an order and did not take it, s.
const PASSED_S: f64 = 1800.0;

/// Orders and crews that a plan is made for, by their indices at the desk.
struct Scope {
    orders: Vec<usize>,
    crews: Vec<usize>,
}

impl Desk {
    /// Plans the crews' queues where something changed, and tells the crews what is first.
    pub(super) fn send_crews(&mut self, now: Tick) {
        let scope = self.scope(now);
        let waits = |&k: &usize| self.memory.orders[k].crew.is_none();
        let waiting: Vec<usize> = scope.orders.iter().copied().filter(waits).collect();
        let free = scope
            .crews
            .iter()
            .filter(|&&k| self.memory.crews[k].is_free());
        let state = (waiting.len(), free.count(), self.memory.roads.len());
        let same = state == self.memory.planned_for && waiting.iter().all(|k| self.is_planned(*k));
        let due = now.0.is_multiple_of(MINUTE_S);
        if same && !due {
            return;
        }
        self.memory.planned_for = state;
        if waiting.is_empty() {
            self.memory.queues.fill(Vec::new());
            self.judge_support(now, None);
            return;
        }
        let mut problem = self.problem(now, &scope);
        if same {
            // Time alone does not ask for another plan.
            problem.rules.rounds = 0;
        }
        let before = self.plan_before(&scope);
        let fresh: Vec<bool> = scope
            .crews
            .iter()
            .map(|&crew| due || self.memory.crews[crew].is_free())
            .collect();
        let plan = problem.solve(before, &fresh);
        self.follow_plan(now, &scope, &problem, &plan);
        self.judge_support(now, Some((&scope.orders, &problem, &plan)));
    }

    fn is_planned(&self, order: usize) -> bool {
        let order = &self.memory.orders[order];
        let queued = |queue: &Vec<u32>| queue.contains(&order.number);
        self.memory.left.contains(&order.number) || self.memory.queues.iter().any(queued)
    }

    /// What waits or is only driven to, and who is there.
    fn scope(&self, now: Tick) -> Scope {
        let open = |order: &&WorkOrder| match order.state {
            OrderState::Accepted => order.ready <= now && !self.waits_for_pole(order),
            OrderState::Assigned | OrderState::Taken | OrderState::UnderWay => true,
            _ => false,
        };
        let orders = self.memory.orders.iter().filter(open);
        let here = |&k: &usize| {
            let repairs = !self.staff[k].is_car();
            repairs && self.is_on_shift(now, k) && self.memory.crews[k].lent.may_plan()
        };
        Scope {
            orders: orders.map(|order| order.number as usize - 1).collect(),
            crews: (0..self.staff.len()).filter(here).collect(),
        }
    }

    fn problem(&mut self, now: Tick, scope: &Scope) -> Problem {
        let site = |order: &usize| {
            let target = self.memory.orders[*order].target;
            self.records.site(target).unwrap_or_default()
        };
        let sites: Vec<(f64, f64)> = scope.orders.iter().map(site).collect();
        let depots: Vec<(f64, f64)> = self.depots.iter().map(|depot| depot.at).collect();
        let numbers = self.map.places(&[sites, depots].concat());
        let (sites, depots) = numbers.split_at(scope.orders.len());
        let map = &self.map;
        let spots = scope
            .crews
            .iter()
            .map(|&crew| map.spot(self.memory.crews[crew].at));
        let spots: Vec<_> = spots.collect();
        let between = |from: &[usize], to: &[usize]| -> Vec<Vec<f64>> {
            let row = |&a: &usize| to.iter().map(|&b| map.between_s(a, b)).collect();
            from.iter().map(row).collect()
        };
        let van_of = |crew: Option<CrewId>| {
            let crew = usize::from(crew?);
            scope.crews.iter().position(|&k| k == crew)
        };
        let to_job = scope.crews.iter().zip(&spots).map(|(&crew, spot)| {
            let row = scope.orders.iter().zip(sites).map(|(&order, &site)| {
                let order = &self.memory.orders[order];
                let able = self.staff[crew].skills.cover(order.needs);
                // Who did not hear it once may not hear it again.
                let passed = order.passed.contains(&(crew as CrewId));
                let passed_s = if passed { PASSED_S } else { 0.0 };
                able.then(|| passed_s + map.spot_to_s(spot, site))
            });
            row.collect()
        });
        Problem {
            jobs: scope
                .orders
                .iter()
                .map(|&order| self.job(now, order, van_of(self.holder(order))))
                .collect(),
            vans: scope
                .crews
                .iter()
                .map(|&crew| self.van(now, crew, scope))
                .collect(),
            depots: self
                .free_stock()
                .into_iter()
                .map(|stock| Depot { stock })
                .collect(),
            to_job: to_job.collect(),
            to_depot: spots
                .iter()
                .map(|spot| depots.iter().map(|&d| map.spot_to_s(spot, d)).collect())
                .collect(),
            between: between(sites, sites),
            job_depot: between(sites, depots),
            rules: self.rules.planning,
        }
    }

    fn job(&self, now: Tick, order: usize, held: Option<usize>) -> Job {
        let order = &self.memory.orders[order];
        let rules = &self.rules;
        let weight = rules.weight_of(order.priority, now.since(order.accepted));
        let is_patrol = order.held.is_some() && !order.seen;
        let (share, service_s) = if is_patrol {
            (rules.climbing.patrol, rules.effort.search_s)
        } else {
            (1.0, rules.effort.service_s(order.expects))
        };
        Job {
            weight: weight * share,
            from_s: self.begins_in_s(now, order),
            due_s: order.arrive_by.0 as f64 - now.0 as f64,
            service_s,
            needs: self.takes(order),
            held,
        }
    }

    fn van(&self, now: Tick, crew: usize, scope: &Scope) -> Van {
        let standing = &self.memory.crews[crew];
        let order = standing.order.map(|number| number as usize - 1);
        let drives_to = order.and_then(|k| scope.orders.iter().position(|&other| other == k));
        let ready_s = match (order, drives_to) {
            (None, _) => standing.lent.ready_in_s(now) + self.rules.effort.set_out_s,
            (Some(_), Some(_)) => 0.0,
            (Some(k), None) => self.busy_s(now, &self.memory.orders[k]),
        };
        Van {
            ready_s,
            stock: standing.stock,
            usual: self.staff[crew].stock,
            drives_to,
            is_idle: standing.is_free(),
        }
    }

    /// How much longer a crew is thought to be busy with an order, s.
    fn busy_s(&self, now: Tick, order: &WorkOrder) -> f64 {
        let expects = order.found.map(|(_, damage)| damage).or(order.expects);
        let whole_s = self.rules.effort.service_s(expects);
        let arrived = order.when(OrderState::Arrived).unwrap_or(now);
        let left_s = whole_s - now.since(arrived) as f64;
        left_s.max(SOON_S - OVERDUE * left_s.min(0.0))
    }

    /// When an order that goes on was reckoned to be done, by what is known of it.
    pub fn ends(&self, order: &WorkOrder) -> Tick {
        let expects = order.found.map(|(_, damage)| damage).or(order.expects);
        let there = order.state >= OrderState::Arrived;
        let arrived = order.last(OrderState::Arrived).filter(|_| there);
        let begins = arrived.or(order.planned.max(order.held));
        let begins = begins.unwrap_or(order.ready);
        Tick(begins.0 + self.rules.effort.service_s(expects) as u64)
    }

    /// What an order takes, as far as one can tell; nothing where nobody counts.
    pub(super) fn takes(&self, order: &WorkOrder) -> Stock {
        if self.depots.is_empty() {
            return Stock::NONE;
        }
        order.expects.map_or(Stock::NONE, |damage| {
            self.bill.of(damage, Make::of(&self.records, order.target))
        })
    }

    /// The crew that has an order, or in whose queue it is.
    fn holder(&self, order: usize) -> Option<CrewId> {
        let order = &self.memory.orders[order];
        let queues = &self.memory.queues;
        let queued = || {
            queues
                .iter()
                .position(|queue| queue.contains(&order.number))
        };
        order.crew.or_else(|| queued().map(|crew| crew as CrewId))
    }

    /// The plan as it was, in the numbers of the problem.
    fn plan_before(&self, scope: &Scope) -> Plan {
        let job = |number: u32| {
            let order = number as usize - 1;
            scope.orders.iter().position(|&other| other == order)
        };
        let queue = |&crew: &usize| {
            let own = self.memory.crews[crew].order.and_then(job);
            let queue = self.memory.queues[crew]
                .iter()
                .filter_map(|&number| job(number));
            let waits = |&k: &usize| self.memory.orders[scope.orders[k]].crew.is_none();
            own.into_iter().chain(queue.filter(waits)).collect()
        };
        Plan {
            queues: scope.crews.iter().map(queue).collect(),
            left: Vec::new(),
        }
    }

    /// Remembers a plan, and tells those who can set out or turn round.
    fn follow_plan(&mut self, now: Tick, scope: &Scope, problem: &Problem, plan: &Plan) {
        self.memory.queues.fill(Vec::new());
        let left = plan.left.iter().map(|&job| scope.orders[job] as u32 + 1);
        self.memory.left = left.collect();
        for &job in &plan.left {
            self.memory.orders[scope.orders[job]].planned = None;
            self.leave(scope.orders[job], problem, job);
        }
        // Whom the plan takes an order from is called off before anybody is sent.
        for (van, queue) in plan.queues.iter().enumerate() {
            let first = queue.first().map(|&job| scope.orders[job]);
            if let Some(own) = problem.vans[van].drives_to.map(|job| scope.orders[job])
                && first != Some(own)
            {
                self.call_off(now, own);
            }
        }
        for (van, queue) in plan.queues.iter().enumerate() {
            let crew = scope.crews[van];
            let numbers = queue.iter().map(|&job| scope.orders[job] as u32 + 1);
            self.memory.queues[crew] = numbers.collect();
            let stops = problem.stops(van, queue).unwrap_or_default();
            for stop in &stops {
                let order = &mut self.memory.orders[scope.orders[stop.job]];
                order.missing = Stock::NONE;
                order.planned = Some(Tick(now.0 + stop.arrives_s as u64));
            }
            let due = |first: &&Stop| first.early_s <= MINUTE_S as f64;
            // Nobody sets out in wind that nobody should be about in.
            let free = self.memory.crews[crew].is_free() && self.memory.moves_from.is_none();
            if let Some(first) = stops.first().filter(due).filter(|_| free) {
                let via = first.via.map(|depot| depot as u16);
                self.send(now, scope.orders[first.job], crew, via);
            }
        }
    }

    pub(super) fn call_off(&mut self, now: Tick, order: usize) {
        let order = &mut self.memory.orders[order];
        let number = order.number;
        order.move_to(now, OrderState::Accepted);
        if let Some(crew) = order.crew.take() {
            let standing = &mut self.memory.crews[usize::from(crew)];
            standing.order = None;
            standing.load = None;
            self.memory
                .out
                .push((crew, CrewOrder::Return { order: number }));
        }
    }

    fn send(&mut self, now: Tick, order: usize, crew: usize, via: Option<u16>) {
        let needs = self.takes(&self.memory.orders[order]);
        let standing = &self.memory.crews[crew];
        let load = via.map(|depot| Load {
            depot,
            stock: needs.less(&standing.stock),
        });
        // Another may have been sent for the last of it just now.
        let there = |load: Load| self.free_stock()[usize::from(load.depot)].covers(&load.stock);
        if !load.is_none_or(there) {
            return;
        }
        let order = &mut self.memory.orders[order];
        order.crew = Some(crew as CrewId);
        order.move_to(now, OrderState::Assigned);
        let standing = &mut self.memory.crews[crew];
        standing.order = Some(order.number);
        standing.load = load;
        let go = CrewOrder::Go {
            order: order.number,
            target: order.target,
            also: order.also,
            around: order.around,
            load,
        };
        self.memory.out.push((crew as CrewId, go));
    }

    pub(super) fn is_on_shift(&self, now: Tick, crew: usize) -> bool {
        let (from, to) = self.staff[crew].shift;
        let hour = self.start.plus(now.0).second_of_day() as f64 / 3600.0;
        if from < to {
            (from..to).contains(&hour)
        } else {
            // Through the night; from and to the same is always.
            hour >= from || hour < to
        }
    }

    /// What is most likely wrong with a part that is held to have failed; nothing can be
    /// told of a transformer before somebody has seen it.
    pub(super) fn likely(&self, part: AssetRef) -> Option<Damage> {
        let network = self.records.network(part.place);
        match part.kind {
            Kind::Section => Some(Damage::BrokenWire),
            Kind::Switch => {
                let kind = network.switches[part.index as usize].kind;
                Some(match kind {
                    SwitchKind::Fuse | SwitchKind::DropOut => Damage::BlownFuse,
                    _ => Damage::TrippedBreaker,
                })
            }
            Kind::Meter => Some(Damage::OpenLeads),
            Kind::Customer => Some(Damage::OwnBreaker),
            Kind::Transformer | Kind::Node | Kind::Box | Kind::Load => None,
        }
    }
}
