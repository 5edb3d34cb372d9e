//! Plans against all plans there are.

use proptest::prelude::*;
use taiqu_link::{Material, Stock};

use super::*;
use crate::rules::Planning;

/// Jobs and crews on a plain, in metres and at 10 m/s.
#[derive(Clone, Debug)]
struct Plain {
    jobs: Vec<((f64, f64), Job)>,
    vans: Vec<((f64, f64), Van, Vec<bool>)>,
    depots: Vec<((f64, f64), Depot)>,
}

fn away_s(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1) / 10.0
}

impl Plain {
    fn problem(&self) -> Problem {
        let from = |at: (f64, f64)| -> Vec<f64> {
            self.depots
                .iter()
                .map(|(depot, _)| away_s(at, *depot))
                .collect()
        };
        Problem {
            jobs: self.jobs.iter().map(|(_, job)| job.clone()).collect(),
            vans: self.vans.iter().map(|(_, van, _)| van.clone()).collect(),
            depots: self.depots.iter().map(|(_, depot)| depot.clone()).collect(),
            to_job: self
                .vans
                .iter()
                .map(|(at, _, can)| {
                    let jobs = self.jobs.iter().zip(can);
                    jobs.map(|((goal, _), can)| can.then(|| away_s(*at, *goal)))
                        .collect()
                })
                .collect(),
            to_depot: self.vans.iter().map(|(at, ..)| from(*at)).collect(),
            between: self
                .jobs
                .iter()
                .map(|(a, _)| self.jobs.iter().map(|(b, _)| away_s(*a, *b)).collect())
                .collect(),
            job_depot: self.jobs.iter().map(|(at, _)| from(*at)).collect(),
            rules: Planning {
                rounds: 100,
                ..Planning::default()
            },
        }
    }
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    (0.0_f64..20_000.0, 0.0_f64..20_000.0)
}

prop_compose! {
    fn plain(most: usize)(jobs in 1..=most, vans in 1_usize..=3)(
        jobs in prop::collection::vec(
            (place(), 0.3_f64..30.0, 0.0_f64..9000.0, 300.0_f64..8000.0, 0_u16..3), jobs),
        vans in prop::collection::vec(
            (place(), 0.0_f64..4000.0, 0_u16..3, prop::collection::vec(any::<bool>(), jobs)), vans),
        depot in place(),
    ) -> Plain {
        Plain {
            jobs: jobs.into_iter().map(|(at, weight, due_s, service_s, wires)| (at, Job {
                weight, due_s, from_s: 0.0, service_s, needs: Stock::of(&[(Material::Wire, wires)]), held: None,
            })).collect(),
            vans: vans.into_iter().map(|(at, ready_s, wires, can)| (at, Van {
                ready_s, stock: Stock::of(&[(Material::Wire, wires)]),
                usual: Stock::of(&[(Material::Wire, 1)]), drives_to: None, is_idle: true,
            }, can)).collect(),
            depots: vec![(depot, Depot { stock: Stock::of(&[(Material::Wire, 99)]) })],
        }
    }
}

/// The least cost of all plans that leave as few orders out as can be.
fn least(problem: &Problem) -> (usize, f64) {
    fn go(problem: &Problem, job: usize, plan: &mut Plan, best: &mut (usize, f64)) {
        if job == problem.jobs.len() {
            let cost = problem.cost_of(plan);
            if cost.is_finite() && (plan.left.len(), cost) < *best {
                *best = (plan.left.len(), cost);
            }
            return;
        }
        for van in 0..problem.vans.len() {
            if problem.to_job[van][job].is_some() {
                for place in 0..=plan.queues[van].len() {
                    plan.queues[van].insert(place, job);
                    go(problem, job + 1, plan, best);
                    plan.queues[van].remove(place);
                }
            }
        }
        plan.left.push(job);
        go(problem, job + 1, plan, best);
        plan.left.pop();
    }
    let mut plan = Plan {
        queues: vec![Vec::new(); problem.vans.len()],
        left: Vec::new(),
    };
    let mut best = (usize::MAX, f64::INFINITY);
    go(problem, 0, &mut plan, &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_plan_of_a_few_orders_is_better(plain in plain(5)) {
        let problem = plain.problem();
        let plan = problem.solve(Plan::default(), &[]);
        let mut all: Vec<usize> = plan.queues.iter().flatten().chain(&plan.left).copied().collect();
        all.sort_unstable();
        prop_assert!(all.iter().copied().eq(0..problem.jobs.len()), "{:?}", plan);
        let (left, cost) = least(&problem);
        prop_assert_eq!(plan.left.len(), left);
        let found = problem.cost_of(&plan);
        prop_assert!(found <= cost * 1.0001 + 1e-6, "{} is not {}", found, cost);
        prop_assert_eq!(&problem.solve(Plan::default(), &[]), &plan);
    }

    #[test]
    fn a_plan_is_changed_only_for_a_gain(plain in plain(6), late_s in 0.0_f64..3000.0) {
        let mut problem = plain.problem();
        let before = problem.solve(Plan::default(), &[]);
        for (van, queue) in before.queues.iter().enumerate() {
            for &job in queue {
                problem.jobs[job].held = Some(van);
            }
        }
        // One is late.
        problem.vans[0].ready_s += late_s;
        let held = problem.cost_of(&before);
        let after = problem.solve(before.clone(), &[]);
        let moved = problem.jobs.iter().enumerate().filter(|(job, item)| {
            let now = after.queues.iter().position(|queue| queue.contains(job));
            item.held.is_some() && now.is_some() && now != item.held
        });
        let due: f64 = moved.map(|(_, item)| item.weight * problem.rules.shuffle_s).sum();
        let mut free = problem.clone();
        for job in &mut free.jobs {
            job.held = None;
        }
        if after.left.len() == before.left.len() && held.is_finite() {
            prop_assert!(free.cost_of(&after) <= free.cost_of(&before) - due + 1e-6);
        }
    }
}

fn job(at: (f64, f64), weight: f64) -> ((f64, f64), Job) {
    let job = Job {
        weight,
        due_s: 5400.0,
        from_s: 0.0,
        service_s: 3600.0,
        needs: Stock::NONE,
        held: None,
    };
    (at, job)
}

fn van(at: (f64, f64), jobs: usize) -> ((f64, f64), Van, Vec<bool>) {
    let van = Van {
        ready_s: 0.0,
        stock: Stock::NONE,
        usual: Stock::NONE,
        drives_to: None,
        is_idle: true,
    };
    (at, van, vec![true; jobs])
}

/// A crew halfway to an order 10 km off, and another order 3 km beside it.
fn under_way(weight: f64) -> (Problem, Plan) {
    let plain = Plain {
        jobs: vec![job((10_000.0, 0.0), 3.0), job((4000.0, 3000.0), weight)],
        vans: vec![van((4000.0, 0.0), 2)],
        depots: Vec::new(),
    };
    let mut problem = plain.problem();
    problem.jobs[0].held = Some(0);
    problem.vans[0].drives_to = Some(0);
    problem.vans[0].is_idle = false;
    let before = Plan {
        queues: vec![vec![0]],
        left: Vec::new(),
    };
    (problem, before)
}

#[test]
fn who_is_under_way_is_turned_round_for_danger_alone() {
    let (problem, before) = under_way(3.0);
    assert_eq!(problem.solve(before, &[]).queues, [[0, 1]]);
    let (problem, before) = under_way(31.0);
    assert_eq!(problem.solve(before, &[]).queues, [[1, 0]]);
}

#[test]
fn who_lacks_something_drives_by_the_depot_that_has_it() {
    let wire = Stock::of(&[(Material::Wire, 1)]);
    let mut plain = Plain {
        jobs: vec![job((10_000.0, 0.0), 1.0)],
        vans: vec![van((0.0, 0.0), 1)],
        depots: vec![
            ((5000.0, 100.0), Depot { stock: Stock::NONE }),
            ((3000.0, 4000.0), Depot { stock: wire }),
        ],
    };
    plain.jobs[0].1.needs = wire;
    let problem = plain.problem();
    let stops = problem.stops(0, &[0]).expect("a way");
    assert_eq!(stops[0].via, Some(1));
    let drive_s = 500.0 + 600.0 + 70_f64.hypot(40.0) * 10.0;
    assert!((stops[0].arrives_s - drive_s).abs() < 1.0, "{stops:?}");
    // One that has it is there sooner from farther off.
    plain.vans.push(van((-10_000.0, 0.0), 1));
    plain.vans[1].1.stock = wire;
    assert_eq!(
        plain.problem().solve(Plan::default(), &[]).queues,
        [vec![0], vec![]]
    );
    plain.vans[1].0 = (-5000.0, 0.0);
    assert_eq!(
        plain.problem().solve(Plan::default(), &[]).queues,
        [vec![], vec![0]]
    );
    plain.depots.clear();
    plain.vans.pop();
    assert_eq!(plain.problem().solve(Plan::default(), &[]).left, [0]);
}
