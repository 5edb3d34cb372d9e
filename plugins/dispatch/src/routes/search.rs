//! Putting orders into queues and moving them about.

use super::problem::{Plan, Problem};

/// Gain below which nothing is moved, weighted s: rounding alone.
const NOTHING: f64 = 1e-6;

/// Share by which a plan may be worse than the best and still be gone on from.
const WORSE: f64 = 0.03;

/// A plan while it gets better.
pub(super) struct Search<'a> {
    problem: &'a Problem,
    queues: Vec<Vec<usize>>,
    costs: Vec<f64>,
    left: Vec<usize>,
    /// Crews whose queues have changed since moves with them were tried.
    fresh: Vec<bool>,
    scratch: [Vec<usize>; 2],
}

/// Two new queues and what is gained.
struct Better {
    gain: f64,
    queues: [Vec<usize>; 2],
}

impl<'a> Search<'a> {
    /// Begins with a plan; orders of `problem` that are not in it are left over.
    pub(super) fn new(problem: &'a Problem, before: Plan, fresh: &[bool]) -> Self {
        let mut queues = before.queues;
        queues.resize(problem.vans.len(), Vec::new());
        let mut fresh = fresh.to_vec();
        fresh.resize(problem.vans.len(), true);
        let mut search = Self {
            problem,
            costs: vec![0.0; queues.len()],
            queues,
            left: Vec::new(),
            fresh,
            scratch: [Vec::new(), Vec::new()],
        };
        for van in 0..search.queues.len() {
            search.costs[van] = problem.cost(van, &search.queues[van]);
            // What has become impossible goes to others.
            while search.costs[van].is_infinite() {
                search.queues[van].pop();
                search.touch(van);
            }
        }
        let mut is_planned = vec![false; problem.jobs.len()];
        for &job in search.queues.iter().flatten() {
            is_planned[job] = true;
        }
        search.left = (0..problem.jobs.len())
            .filter(|&job| !is_planned[job])
            .collect();
        search
    }

    pub(super) fn left(&self) -> &[usize] {
        &self.left
    }

    pub(super) fn queue(&self, van: usize) -> &[usize] {
        &self.queues[van]
    }

    pub(super) fn into_plan(self) -> Plan {
        Plan {
            queues: self.queues,
            left: self.left,
        }
    }

    /// Puts an order that is left over into a queue.
    pub(super) fn put(&mut self, job: usize, van: usize, place: usize) {
        self.left.retain(|&other| other != job);
        self.queues[van].insert(place, job);
        self.touch(van);
    }

    fn touch(&mut self, van: usize) {
        self.costs[van] = self.problem.cost(van, &self.queues[van]);
        self.fresh[van] = true;
    }

    /// Puts all orders that are left over where they cost least; first those that would
    /// lose most by taking their second choice (Potvin and Rousseau 1993).
    pub(super) fn insert_all(&mut self) {
        let mut best: Vec<Vec<(f64, usize)>> = Vec::with_capacity(self.left.len());
        let mut jobs = self.left.clone();
        for &job in &jobs {
            let places = (0..self.queues.len()).map(|van| self.place(job, van));
            best.push(places.collect());
        }
        loop {
            let regret = |places: &Vec<(f64, usize)>| {
                let mut least = [f64::INFINITY; 2];
                for &(cost, _) in places {
                    if cost < least[0] {
                        least = [cost, least[0]];
                    } else if cost < least[1] {
                        least[1] = cost;
                    }
                }
                // Who has no second choice goes first.
                least[0]
                    .is_finite()
                    .then(|| (least[1] - least[0], -least[0]))
            };
            let ranked = best.iter().enumerate();
            let ranked = ranked.filter_map(|(k, places)| Some((regret(places)?, k)));
            let next = ranked.max_by(|(a, i), (b, j)| {
                let order = a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
                order.then(j.cmp(i))
            });
            let Some((_, k)) = next else {
                return;
            };
            let (job, places) = (jobs.swap_remove(k), best.swap_remove(k));
            let vans = places.iter().enumerate();
            let van = vans.min_by(|a, b| a.1.0.total_cmp(&b.1.0));
            let Some((van, &(_, place))) = van else {
                return;
            };
            self.put(job, van, place);
            for (&job, places) in jobs.iter().zip(&mut best) {
                places[van] = self.place(job, van);
            }
        }
    }

    /// What it costs to put an order into a queue, and where.
    fn place(&mut self, job: usize, van: usize) -> (f64, usize) {
        if self.problem.to_job[van][job].is_none() {
            return (f64::INFINITY, 0);
        }
        let mut best = (f64::INFINITY, 0);
        let trial = &mut self.scratch[0];
        trial.clone_from(&self.queues[van]);
        trial.push(job);
        for place in (0..trial.len()).rev() {
            let cost = self.problem.cost(van, trial) - self.costs[van];
            if cost < best.0 {
                best = (cost, place);
            }
            if place > 0 {
                trial.swap(place - 1, place);
            }
        }
        best
    }

    /// Moves, exchanges, cuts and joins as long as that gains.
    pub(super) fn improve(&mut self) {
        let vans = self.queues.len();
        loop {
            let tried = self.fresh.clone();
            if !tried.contains(&true) {
                return;
            }
            self.fresh.fill(false);
            for a in 0..vans {
                if tried[a] {
                    self.improve_one(a);
                }
                for b in a + 1..vans {
                    let worth = tried[a] || tried[b] || self.fresh[a] || self.fresh[b];
                    let some = !self.queues[a].is_empty() || !self.queues[b].is_empty();
                    if worth
                        && some
                        && let Some(better) = self.between(a, b)
                    {
                        let [first, second] = better.queues;
                        self.queues[a] = first;
                        self.queues[b] = second;
                        self.touch(a);
                        self.touch(b);
                    }
                }
            }
        }
    }

    /// Moves within a queue: an order to another place, and a part turned round.
    fn improve_one(&mut self, van: usize) {
        let length = self.queues[van].len();
        let mut best = (NOTHING, Vec::new());
        let mut trial = Vec::with_capacity(length);
        for from in 0..length {
            for to in 0..length {
                if from == to {
                    continue;
                }
                trial.clone_from(&self.queues[van]);
                let job = trial.remove(from);
                trial.insert(to, job);
                self.compare(van, &trial, &mut best);
                if to > from + 1 {
                    trial.clone_from(&self.queues[van]);
                    trial[from..=to].reverse();
                    self.compare(van, &trial, &mut best);
                }
            }
        }
        if !best.1.is_empty() {
            self.queues[van] = best.1;
            self.touch(van);
        }
    }

    fn compare(&self, van: usize, trial: &Vec<usize>, best: &mut (f64, Vec<usize>)) {
        let gain = self.costs[van] - self.problem.cost(van, trial);
        if gain > best.0 {
            best.0 = gain;
            best.1.clone_from(trial);
        }
    }

    /// The best of: an order from one queue into the other, two exchanged, tails
    /// exchanged.
    fn between(&mut self, a: usize, b: usize) -> Option<Better> {
        let mut best = None;
        let (one, two) = (self.queues[a].clone(), self.queues[b].clone());
        let [mut first, mut second] = std::mem::take(&mut self.scratch);
        // Tails; an empty tail of one is joining.
        for p in 0..=one.len() {
            for q in 0..=two.len() {
                first.clear();
                first.extend(one[..p].iter().chain(&two[q..]));
                second.clear();
                second.extend(two[..q].iter().chain(&one[p..]));
                self.consider((a, b), [&first, &second], &mut best);
            }
        }
        for p in 0..one.len() {
            for q in 0..=two.len() {
                first.clone_from(&one);
                second.clone_from(&two);
                let job = first.remove(p);
                second.insert(q, job);
                self.consider((a, b), [&first, &second], &mut best);
                if q < two.len() {
                    first.clone_from(&one);
                    second.clone_from(&two);
                    std::mem::swap(&mut first[p], &mut second[q]);
                    self.consider((a, b), [&first, &second], &mut best);
                }
            }
        }
        for q in 0..two.len() {
            for p in 0..=one.len() {
                first.clone_from(&one);
                second.clone_from(&two);
                let job = second.remove(q);
                first.insert(p, job);
                self.consider((a, b), [&first, &second], &mut best);
            }
        }
        self.scratch = [first, second];
        best
    }

    fn consider(
        &self,
        (a, b): (usize, usize),
        [first, second]: [&Vec<usize>; 2],
        best: &mut Option<Better>,
    ) {
        let least = best.as_ref().map_or(NOTHING, |better| better.gain);
        let before = self.costs[a] + self.costs[b];
        let cost = self.problem.cost(a, first);
        if before - cost <= least {
            return;
        }
        let gain = before - cost - self.problem.cost(b, second);
        if gain > least {
            *best = Some(Better {
                gain,
                queues: [first.clone(), second.clone()],
            });
        }
    }

    /// Takes some orders out, near one another or any, and puts them in anew, again and
    /// again; the best plan met is kept (Shaw 1998, Schrimpf and others 2000).
    pub(super) fn stir(&mut self) {
        let jobs = self.problem.jobs.len();
        if jobs < 2 {
            return;
        }
        let mut draw = Draw(jobs as u64);
        let mut best = self.state();
        let mut current = best.clone();
        for _ in 0..self.problem.rules.rounds {
            let out = self.choose(&mut draw);
            for van in 0..self.queues.len() {
                let length = self.queues[van].len();
                self.queues[van].retain(|job| !out.contains(job));
                if self.queues[van].len() < length {
                    self.touch(van);
                }
            }
            for &job in &out {
                if !self.left.contains(&job) {
                    self.left.push(job);
                }
            }
            if draw.below(2) == 0 {
                self.insert_in_order(&out);
            }
            self.insert_all();
            self.improve();
            let found = self.state();
            let order = |a: &State, b: &State| {
                let left = a.left.len().cmp(&b.left.len());
                left.then(a.total.total_cmp(&b.total))
            };
            if order(&found, &best).is_lt() && found.total < best.total - NOTHING
                || found.left.len() < best.left.len()
            {
                best = found.clone();
            }
            // A little worse may lead to better.
            let near =
                found.left.len() <= best.left.len() && found.total <= best.total * (1.0 + WORSE);
            if near || order(&found, &current).is_lt() {
                current = found;
            } else {
                self.take(&current);
            }
        }
        self.take(&best);
    }

    /// Some orders, the first any, the others near it or any too, in any order.
    fn choose(&self, draw: &mut Draw) -> Vec<usize> {
        let jobs = self.problem.jobs.len();
        let count = 2 + draw.below(jobs.min(10));
        let mut chosen: Vec<usize> = (0..jobs).collect();
        for k in (1..jobs).rev() {
            chosen.swap(k, draw.below(k + 1));
        }
        if draw.below(2) == 0 {
            let between = &self.problem.between[chosen[0]];
            // Not always the nearest.
            let first = chosen[0];
            chosen.retain(|&job| job == first || draw.below(3) > 0);
            chosen.sort_by(|&a, &b| between[a].total_cmp(&between[b]));
        }
        chosen.truncate(count);
        chosen
    }

    /// Puts orders one after the other where each costs least.
    fn insert_in_order(&mut self, jobs: &[usize]) {
        for &job in jobs {
            let places = (0..self.queues.len()).map(|van| (self.place(job, van), van));
            let places: Vec<((f64, usize), usize)> = places.collect();
            let best = places.iter().min_by(|a, b| a.0.0.total_cmp(&b.0.0));
            if let Some(&((cost, place), van)) = best
                && cost.is_finite()
            {
                self.put(job, van, place);
            }
        }
    }

    fn state(&self) -> State {
        State {
            queues: self.queues.clone(),
            costs: self.costs.clone(),
            left: self.left.clone(),
            total: self.costs.iter().sum(),
        }
    }

    fn take(&mut self, state: &State) {
        self.queues.clone_from(&state.queues);
        self.costs.clone_from(&state.costs);
        self.left.clone_from(&state.left);
    }
}

/// A plan that was met.
#[derive(Clone)]
struct State {
    queues: Vec<Vec<usize>>,
    costs: Vec<f64>,
    left: Vec<usize>,
    total: f64,
}

/// Numbers that look random and are the same each time (splitmix64, Steele and others 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 33) as usize % end.max(1)
    }
}
