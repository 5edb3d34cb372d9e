//! Bodies on a thread of their own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use taiqu_structure::Vector;

use super::{Bodies, Order, Poses, STEP_S};

/// Bodies that live on a thread of their own, as far as they are told to.
#[derive(Debug)]
pub struct Worker {
    told: Option<Sender<Told>>,
    newest: Arc<Mutex<Arc<Poses>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Bodies>>,
}

enum Told {
    /// An order, for the step of that number or as soon after it as can be.
    Order(u64, Order),
    /// To live until so many steps are done.
    Until(u64),
}

impl Worker {
    /// Starts it, with the wind, m/s, at a time, s since the first step, and a place.
    pub fn start(
        bodies: Bodies,
        wind: impl Fn(f64, Vector) -> Vector + Send + 'static,
    ) -> std::io::Result<Self> {
        let (told, orders) = channel();
        let newest = Arc::new(Mutex::new(Arc::new(bodies.poses())));
        let stop = Arc::new(AtomicBool::new(false));
        let (show, stops) = (Arc::clone(&newest), Arc::clone(&stop));
        let thread = std::thread::Builder::new()
            .name("bodies".to_owned())
            .spawn(move || work(bodies, wind, &orders, (&show, &stops)))?;
        Ok(Self {
            told: Some(told),
            newest,
            stop,
            thread: Some(thread),
        })
    }

    /// Gives an order for a step. Orders for the same step are done in the order in which
    /// they were given.
    pub fn order(&self, step: u64, order: Order) {
        self.tell(Told::Order(step, order));
    }

    /// Lets it live until `steps` steps are done; does not wait.
    pub fn until(&self, steps: u64) {
        self.tell(Told::Until(steps));
    }

    fn tell(&self, told: Told) {
        if let Some(sender) = &self.told {
            // A thread that is gone has nothing more to do.
            drop(sender.send(told));
        }
    }

    /// Whether its thread still lives: not where the bodies failed.
    pub fn lives(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }

    /// The newest poses.
    pub fn newest(&self) -> Arc<Poses> {
        Arc::clone(&self.newest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until it has done all that it was told, and gives the bodies back; none where
    /// they failed.
    pub fn finish(mut self) -> Option<Bodies> {
        self.told = None;
        self.thread.take().and_then(|thread| thread.join().ok())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.told = None;
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Does what it is told until nobody is left to tell it more.
fn work(
    mut bodies: Bodies,
    wind: impl Fn(f64, Vector) -> Vector,
    told: &Receiver<Told>,
    (show, stop): (&Mutex<Arc<Poses>>, &AtomicBool),
) -> Bodies {
    let mut waiting: Vec<(u64, Order)> = Vec::new();
    let mut until = 0;
    while !stop.load(Ordering::Relaxed) {
        let ahead = bodies.steps() < until;
        let next = if ahead {
            told.try_recv().ok()
        } else {
            let Ok(next) = told.recv() else { break };
            Some(next)
        };
        match next {
            Some(Told::Order(step, order)) => {
                let after = waiting.partition_point(|&(at, _)| at <= step);
                waiting.insert(after, (step, order));
            }
            Some(Told::Until(steps)) => until = steps,
            None => {
                let due = waiting.partition_point(|&(at, _)| at <= bodies.steps());
                for (_, order) in waiting.drain(..due) {
                    bodies.order(order);
                }
                let at_s = bodies.steps() as f64 * STEP_S;
                bodies.step(|place| wind(at_s, place));
                let poses = Arc::new(bodies.poses());
                *show.lock().unwrap_or_else(PoisonError::into_inner) = poses;
            }
        }
    }
    bodies
}
