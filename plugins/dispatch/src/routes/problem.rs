//! What there is to do, and what a plan of it costs.

use serde::{Deserialize, Serialize};
use taiqu_link::Stock;

use crate::rules::Planning;

/// An order to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Cost of a second's waiting.
    pub weight: f64,
    /// By when a crew is promised, s from now.
    pub due_s: f64,
    /// From when a crew can do anything there, s from now; one that comes before waits.
    pub from_s: f64,
    /// How long a crew is busy there, s.
    pub service_s: f64,
    /// What it takes.
    pub needs: Stock,
    /// The crew that it was planned for before.
    pub held: Option<usize>,
}

/// A crew with its vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Van {
    /// When it can set out, s from now.
    pub ready_s: f64,
    /// What it has.
    pub stock: Stock,
    /// What it takes with it from a depot at least, where there is enough.
    pub usual: Stock,
    /// The order that it drives to.
    pub drives_to: Option<usize>,
    /// Whether it has nothing to do and may set out.
    pub is_idle: bool,
}

/// A place with material.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Depot {
    /// What it has.
    pub stock: Stock,
}

/// What there is to do and who is there; times in s.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The orders.
    pub jobs: Vec<Job>,
    /// The crews.
    pub vans: Vec<Van>,
    /// The depots.
    pub depots: Vec<Depot>,
    /// From each crew to each order; none where it cannot do it.
    pub to_job: Vec<Vec<Option<f64>>>,
    /// From each crew to each depot.
    pub to_depot: Vec<Vec<f64>>,
    /// From each order to each other.
    pub between: Vec<Vec<f64>>,
    /// From each order to each depot, and back.
    pub job_depot: Vec<Vec<f64>>,
    /// What counts.
    pub rules: Planning,
}

/// The queue of every crew, and what nobody can do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Orders of each crew, the first first.
    pub queues: Vec<Vec<usize>>,
    /// Orders that no crew can do.
    pub left: Vec<usize>,
}

/// A stop of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// The order.
    pub job: usize,
    /// When the crew arrives, or can begin if that is later, s from now.
    pub arrives_s: f64,
    /// How long before that it need not be there, s.
    pub early_s: f64,
    /// The depot on the way there.
    pub via: Option<usize>,
}

impl Problem {
    /// What a crew's queue costs; infinite where it cannot be done.
    pub fn cost(&self, van: usize, queue: &[usize]) -> f64 {
        let mut cost = 0.0;
        let done = self.drive(van, queue, |stop| {
            let job = &self.jobs[stop.job];
            let late_s = (stop.arrives_s - job.due_s).max(0.0);
            cost += job.weight * (stop.arrives_s + self.rules.late * late_s);
            if job.held.is_some_and(|held| held != van) {
                cost += job.weight * self.rules.shuffle_s;
            }
        });
        if !done {
            return f64::INFINITY;
        }
        match self.vans[van].drives_to {
            Some(job) if queue.first() != Some(&job) => {
                cost + self.jobs[job].weight.max(1.0) * self.rules.turn_s
            }
            _ => cost,
        }
    }

    /// The stops of a crew's queue; none where it cannot be done.
    pub fn stops(&self, van: usize, queue: &[usize]) -> Option<Vec<Stop>> {
        let mut stops = Vec::new();
        self.drive(van, queue, |stop| stops.push(stop))
            .then_some(stops)
    }

    /// What a plan costs, without what nobody can do.
    pub fn cost_of(&self, plan: &Plan) -> f64 {
        let costs = plan.queues.iter().enumerate();
        costs.map(|(van, queue)| self.cost(van, queue)).sum()
    }

    /// Goes through a queue; whether all of it can be done.
    fn drive(&self, van: usize, queue: &[usize], mut at: impl FnMut(Stop)) -> bool {
        let mut now_s = self.vans[van].ready_s;
        let mut stock = self.vans[van].stock;
        let mut before = None;
        for &job in queue {
            let Some(first_s) = self.to_job[van][job] else {
                return false;
            };
            let direct_s = before.map_or(first_s, |before: usize| self.between[before][job]);
            let item = &self.jobs[job];
            let mut via = None;
            now_s += if stock.covers(&item.needs) {
                direct_s
            } else {
                let usual = self.vans[van].usual;
                let Some((depot, around_s)) = self.detour((van, before, job), &stock) else {
                    return false;
                };
                via = Some(depot);
                let wanted = usual.or(&item.needs).less(&stock);
                stock = stock.with(&self.depots[depot].stock.common(&wanted));
                around_s
            };
            let early_s = (item.from_s - now_s).max(0.0);
            now_s += early_s;
            at(Stop {
                job,
                arrives_s: now_s,
                early_s,
                via,
            });
            stock = stock.less(&item.needs);
            now_s += item.service_s;
            before = Some(job);
        }
        true
    }

    /// The depot by which a crew gets soonest to an order with what that takes, and how
    /// long it needs.
    fn detour(
        &self,
        (van, before, job): (usize, Option<usize>, usize),
        stock: &Stock,
    ) -> Option<(usize, f64)> {
        let missing = self.jobs[job].needs.less(stock);
        let able = (0..self.depots.len()).filter(|&d| self.depots[d].stock.covers(&missing));
        let times = able.map(|depot| {
            let there_s = before.map_or(self.to_depot[van][depot], |b| self.job_depot[b][depot]);
            (
                depot,
                there_s + self.rules.load_s + self.job_depot[job][depot],
            )
        });
        times.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}
