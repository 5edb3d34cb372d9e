//! Crews of a neighbouring district: asked for when promises cannot be kept, sent back
//! when the backlog is gone.

use serde::{Deserialize, Serialize};
use taiqu_link::{CrewId, CrewOrder, Tick};

use super::Desk;
use crate::routes::{Plan, Problem};

/// Whether a crew is there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Lent {
    /// It is of this district.
    Own,
    /// It is a neighbour's and stays there.
    Away,
    /// It was asked for, and may set out then.
    Asked(Tick),
    /// It helps.
    Here,
}

impl Lent {
    /// Whether the crew can be planned with.
    pub(super) const fn may_plan(self) -> bool {
        !matches!(self, Self::Away)
    }

    /// Whether it can be told something now.
    pub(super) const fn may_go(self) -> bool {
        matches!(self, Self::Own | Self::Here)
    }

    /// How long until it may set out, s.
    pub(super) fn ready_in_s(self, now: Tick) -> f64 {
        match self {
            Self::Asked(ready) => ready.0.saturating_sub(now.0) as f64,
            _ => 0.0,
        }
    }
}

impl Desk {
    /// Asks for a neighbour's crew where an order would be reached too late and that crew
    /// would be there sooner; sends those back that have nothing to do while nothing waits.
    /// Every department asks for its own orders, since a crew must be able to do them.
    pub(super) fn judge_support(
        &mut self,
        now: Tick,
        planned: Option<(&[usize], &Problem, &Plan)>,
    ) {
        let Some((orders, problem, plan)) = planned else {
            self.send_back(now);
            return;
        };
        self.memory.waited = now;
        // When each order that waits is reached, and those that nobody can do: never.
        let mut late: Vec<(usize, f64)> = Vec::new();
        let mut judge = |job: usize, arrives_s: f64| {
            let waits = self.memory.orders[orders[job]].crew.is_none();
            let (due_s, from_s) = (problem.jobs[job].due_s, problem.jobs[job].from_s);
            let by_s = due_s.max(from_s) + self.rules.support_late_s as f64;
            if waits && arrives_s > by_s {
                late.push((orders[job], arrives_s));
            }
        };
        for (van, queue) in plan.queues.iter().enumerate() {
            for stop in problem.stops(van, queue).into_iter().flatten() {
                judge(stop.job, stop.arrives_s);
            }
        }
        for &job in &plan.left {
            judge(job, f64::INFINITY);
        }
        late.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (order, arrives_s) in late {
            if let Some(crew) = self.best_neighbour(now, order, arrives_s) {
                let after_s = self.ready_after_s(crew);
                self.memory.crews[crew].lent = Lent::Asked(Tick(now.0 + after_s));
                self.memory.out.push((crew as CrewId, CrewOrder::Assist));
                // The next plan counts with it.
                return;
            }
        }
    }

    fn ready_after_s(&self, crew: usize) -> u64 {
        let support = self.staff[crew].support.as_ref();
        support.map_or(0, |support| support.ready_after_s)
    }

    /// The neighbour's crew that would be there soonest, if that is sooner than `arrives_s`.
    fn best_neighbour(&mut self, now: Tick, order: usize, arrives_s: f64) -> Option<usize> {
        let order = &self.memory.orders[order];
        let (needs, missing) = (order.needs, order.missing);
        let site = self.records.site(order.target).unwrap_or_default();
        let goal = self.map.places(&[site])[0];
        let away = (0..self.staff.len()).filter(|&k| {
            let standing = &self.memory.crews[k];
            // What waits for material is done sooner only by who brings it.
            let able = self.staff[k].skills.cover(needs) && standing.stock.covers(&missing);
            able && standing.lent == Lent::Away && self.is_on_shift(now, k)
        });
        let times = away.map(|k| {
            let spot = self.map.spot(self.memory.crews[k].at);
            let drive_s = self.map.spot_to_s(&spot, goal);
            (
                self.ready_after_s(k) as f64 + self.rules.effort.set_out_s + drive_s,
                k,
            )
        });
        let best = times.min_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(time_s, _)| *time_s < arrives_s)
            .map(|(_, k)| k)
    }

    /// When nothing has waited for long, and no wind holds anything up, a neighbour's crews
    /// that have nothing to do go back.
    fn send_back(&mut self, now: Tick) {
        let calm = self.memory.climbs_from.is_none();
        if !calm || now.since(self.memory.waited) < self.rules.support_idle_s {
            return;
        }
        for (k, standing) in self.memory.crews.iter_mut().enumerate() {
            let helps = matches!(standing.lent, Lent::Asked(_) | Lent::Here);
            if helps && standing.order.is_none() {
                standing.lent = Lent::Away;
                standing.at = self.staff[k].base;
                self.memory.out.push((k as CrewId, CrewOrder::Release));
            }
        }
    }
}
