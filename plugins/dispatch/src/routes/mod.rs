//! Who does which orders, one after the other.
//!
//! A [`Problem`] is what there is to do and who is there, in numbers alone; a [`Plan`] the
//! queue of every crew. What a plan costs is the weighted time that people wait for a crew,
//! more where it comes later than promised, and something for every change to what was
//! planned before, so that crews are not shuffled without need.
//!
//! First every crew without work gets the one order that suits best all together
//! ([`assign`](crate::assign), exact), the rest is put in where it costs least, and then
//! orders are moved, exchanged and queues cut and joined as long as that gains.

mod problem;
mod search;

pub use problem::{Depot, Job, Plan, Problem, Stop, Van};

use crate::assign::assign;

/// When an order that is left for later is reckoned to be reached when the first are given
/// out, s from when anything can be done there: longer than any drive.
const LEAVING_S: f64 = 20_000.0;
/// Largest cost that [`assign`] takes.
const MOST: f64 = (1_u32 << 30) as f64;

impl Problem {
    /// A good plan that begins from the one `before`; orders that no crew can do are left
    /// out. `fresh` are the crews whose queues may have got better or worse since.
    pub fn solve(&self, before: Plan, fresh: &[bool]) -> Plan {
        let mut search = search::Search::new(self, before, fresh);
        self.give_first(&mut search);
        search.insert_all();
        search.improve();
        if self.jobs.len() <= self.rules.thorough {
            search.stir();
        }
        search.into_plan()
    }

    /// Gives crews without work one order each, so that what it costs is least.
    fn give_first(&self, search: &mut search::Search<'_>) {
        let jobs: Vec<usize> = search.left().to_vec();
        let idle = |&van: &usize| search.queue(van).is_empty() && self.vans[van].is_idle;
        let vans: Vec<usize> = (0..self.vans.len()).filter(idle).collect();
        if jobs.is_empty() || vans.is_empty() {
            return;
        }
        let leaving: Vec<f64> = jobs.iter().map(|&job| self.leaving(job)).collect();
        // Kept within what may be summed.
        let share = MOST / leaving.iter().copied().fold(MOST, f64::max);
        let whole = |cost: f64| (cost * share).min(MOST) as u32;
        let costs = jobs.iter().map(|&job| {
            let row = vans.iter().map(|&van| {
                let cost = self.cost(van, &[job]);
                cost.is_finite().then(|| whole(cost))
            });
            row.collect::<Vec<Option<u32>>>()
        });
        let costs: Vec<_> = costs.collect();
        let leaving: Vec<u32> = leaving.into_iter().map(whole).collect();
        let chosen = assign(&costs, &leaving);
        for (&job, van) in jobs.iter().zip(chosen) {
            if let Some(van) = van {
                search.put(job, vans[van], 0);
            }
        }
    }

    /// What it costs to leave an order for later.
    fn leaving(&self, job: usize) -> f64 {
        let job = &self.jobs[job];
        let reached_s = job.from_s + LEAVING_S;
        let late_s = (reached_s - job.due_s).max(0.0);
        job.weight * (reached_s + self.rules.late * late_s)
    }
}

#[cfg(test)]
mod tests;
