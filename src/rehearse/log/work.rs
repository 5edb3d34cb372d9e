//! What changed of tickets, managers' tasks, records and plans for storms.

use bevy::ecs::world::World;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use taiqu_dispatch::components::{Dispatch, Tasks};
use taiqu_dispatch::{TaskState, Ticket};
use taiqu_grid::components::Amendments;
use taiqu_link::Tick;

/// What is written already.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    /// By order: how far its ticket was.
    tickets: Vec<Option<Ticket>>,
    /// By task: where it stood.
    tasks: Vec<TaskState>,
    /// Amendments.
    amendments: usize,
    /// When the newest plan for a storm was made.
    prepared: Option<Tick>,
}

impl Memory {
    /// What is new in `twin`: what it is, and its value.
    pub fn news(&mut self, twin: &World) -> Vec<(&'static str, Value)> {
        let mut news = Vec::new();
        let orders = twin.resource::<Dispatch>().0.orders();
        self.tickets.resize(orders.len(), None);
        for (written, order) in self.tickets.iter_mut().zip(orders) {
            if *written != order.ticket {
                written.clone_from(&order.ticket);
                let ticket = json!({ "order": order.number, "ticket": order.ticket });
                news.push(("ticket", ticket));
            }
        }
        let tasks = twin.resource::<Tasks>().0.tasks();
        for (k, task) in tasks.iter().enumerate() {
            if self.tasks.get(k) != Some(&task.state) {
                if k < self.tasks.len() {
                    self.tasks[k] = task.state;
                } else {
                    self.tasks.push(task.state);
                }
                news.push(("task", json!(task)));
            }
        }
        let amendments = &twin.resource::<Amendments>().all;
        let new = &amendments[self.amendments.min(amendments.len())..];
        news.extend(new.iter().map(|amendment| ("amended", json!(amendment))));
        self.amendments = amendments.len();
        let plan = twin.resource::<Dispatch>().0.preparation();
        if self.prepared != plan.map(|plan| plan.at) {
            self.prepared = plan.map(|plan| plan.at);
            news.push(("prepared", json!(plan)));
        }
        news
    }
}
