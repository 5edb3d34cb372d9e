//! Taiqu's side of the comparison with OR-Tools: solves the instances of a file.
//!
//! `cargo bench -p taiqu_dispatch --bench peers -- INSTANCES.json` prints what was found
//! as JSON; `benches/peers/routes.py` makes the instances and sets both side by side.

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::time::Instant;

use serde::{Deserialize, Serialize};
use taiqu_dispatch::assign;
use taiqu_dispatch::routes::{Plan, Problem};

#[derive(Deserialize)]
struct Instances {
    assignments: Vec<Assignment>,
    routes: Vec<Problem>,
}

#[derive(Deserialize)]
struct Assignment {
    /// Of each order by each crew.
    costs: Vec<Vec<Option<u32>>>,
    /// Of leaving each order.
    waiting: Vec<u32>,
}

#[derive(Default, Serialize)]
struct Found {
    /// The crew for each order.
    assignments: Vec<Vec<Option<usize>>>,
    plans: Vec<Plan>,
    costs: Vec<f64>,
    seconds: Vec<f64>,
}

fn main() {
    let file = std::env::args()
        .nth(1)
        .filter(|name| !name.starts_with("--"));
    let Some(file) = file else {
        println!("give a file of instances; benches/peers/routes.py makes one");
        return;
    };
    let text = std::fs::read_to_string(&file).expect("the instances can be read");
    let instances: Instances = serde_json::from_str(&text).expect("instances");
    let mut found = Found::default();
    for each in &instances.assignments {
        found.assignments.push(assign(&each.costs, &each.waiting));
    }
    for problem in &instances.routes {
        let begun = Instant::now();
        let plan = problem.solve(Plan::default(), &[]);
        found.seconds.push(begun.elapsed().as_secs_f64());
        found.costs.push(problem.cost_of(&plan));
        found.plans.push(plan);
    }
    println!("{}", serde_json::to_string(&found).expect("JSON"));
}
