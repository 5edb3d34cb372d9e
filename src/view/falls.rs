//! Falls as they are lived: the bodies of what a storm brings down, for the eye.
//!
//! The field decides what falls, in ticks of a second; here that is lived in the time of
//! the eye, at most as fast as real time. While nothing falls, nothing is lived.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::prelude::*;
use taiqu_field::Field;
use taiqu_grid::AssetRef;
use taiqu_grid::terrain::Relief;
use taiqu_link::{SimClock, Tick};
use taiqu_scene::{Lie, Piece, Place};
use taiqu_storm::{Bodies, Break, Mode, Order, Poses, STEP_S, Storm, Worker};
use taiqu_structure::Vector;

use crate::simulation::Simulation;

/// Time after which what fell lies still, s.
const SETTLES_S: f64 = 20.0;

/// For what is drawn.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eye {
    /// For somebody who looks on.
    Watches,
    /// For a picture to keep, in which all has come to rest.
    Keeps,
}

/// What falls.
#[derive(Resource, Default)]
pub struct Falls {
    living: Option<Living>,
    tick: Tick,
}

/// Bodies that were told to fall.
struct Living {
    worker: Worker,
    relief: Relief,
    wind: Arc<Mutex<Vector>>,
    /// Indices of poles, and of spans of sections.
    poles: BTreeMap<AssetRef, usize>,
    spans: BTreeMap<AssetRef, usize>,
    down: BTreeSet<usize>,
    trees: usize,
    torn: BTreeSet<usize>,
    /// How long they have lived and will live, s.
    lived_s: f64,
    until_s: f64,
    poses: Arc<Poses>,
}

/// Lets what the storm brought down fall on, `seconds` after the last frame; whether anything
/// moved.
pub fn live(
    falls: &mut Falls,
    (simulation, clock): (&Simulation, &SimClock),
    (eye, seconds): (Eye, f64),
) -> bool {
    let Some(storm) = simulation.storm() else {
        return false;
    };
    // Who goes back sees all fall anew.
    if clock.tick < falls.tick {
        falls.living = None;
    }
    let first = falls.living.is_none();
    let news = std::mem::replace(&mut falls.tick, clock.tick) != clock.tick || first;
    if first && storm.fallen_trees().is_empty() && simulation.truth().iter().all(stands) {
        return false;
    }
    if first {
        falls.living = Living::of(storm, simulation.truth());
    }
    let Some(living) = &mut falls.living else {
        return false;
    };
    if news {
        *living.wind.lock().unwrap_or_else(PoisonError::into_inner) = storm.wind(clock.tick);
        living.tell(storm, simulation.truth());
    }
    // What lies since long is not seen to fall.
    let watched_s = match eye {
        Eye::Watches if first => f64::INFINITY,
        Eye::Watches if clock.paused => 0.0,
        Eye::Watches => seconds,
        Eye::Keeps => f64::INFINITY,
    };
    living.lived_s = (living.lived_s + watched_s).min(living.until_s);
    let steps = (living.lived_s / STEP_S) as u64;
    living.worker.until(steps);
    let worker = &living.worker;
    while eye == Eye::Keeps && worker.lives() && worker.newest().step < steps {
        std::thread::yield_now();
    }
    let poses = living.worker.newest();
    let moved = !Arc::ptr_eq(&poses, &living.poses);
    living.poses = poses;
    moved
}

fn stands(field: &Field) -> bool {
    field.fallen().is_empty() && field.lying().is_empty()
}

impl Living {
    fn of(storm: &Storm, fields: &[Field]) -> Option<Self> {
        let lines = storm.standing().lines();
        let poles = lines.poles.iter().enumerate();
        let spans = lines.spans.iter().enumerate();
        let (poles, spans) = (
            poles.map(|(k, pole)| (pole.node, k)).collect(),
            spans.map(|(k, span)| (span.section, k)).collect(),
        );
        let areas = fields.iter().flat_map(|field| &field.district().areas);
        let relief = Relief::new(areas.into_iter().find_map(|area| area.relief));
        let wind = Arc::new(Mutex::new(Vector::default()));
        let (ground, blows) = (relief.clone(), Arc::clone(&wind));
        let bodies = Bodies::new(lines.clone(), move |x, y| ground.height(x, y));
        let blows = move |_, _| *blows.lock().unwrap_or_else(PoisonError::into_inner);
        // Without a thread all lies as it would by the closed forms.
        let worker = Worker::start(bodies, blows).ok()?;
        Some(Self {
            poses: worker.newest(),
            worker,
            relief,
            wind,
            poles,
            spans,
            down: BTreeSet::new(),
            trees: 0,
            torn: BTreeSet::new(),
            lived_s: 0.0,
            until_s: 0.0,
        })
    }

    /// Orders what has given way since the last time.
    fn tell(&mut self, storm: &Storm, fields: &[Field]) {
        let standing = storm.standing();
        let fallen = fields.iter().flat_map(Field::fallen);
        let fallen = fallen.filter_map(|node| self.poles.get(node).copied());
        let mut orders = Vec::new();
        for pole in fallen.collect::<Vec<_>>() {
            let state = standing.states()[pole];
            if self.down.insert(pole) && state.down {
                let bears = |mode| standing.bears_nm(pole, mode);
                let overturns = bears(Mode::Overturn) < bears(Mode::Break);
                orders.push(Order::Fall {
                    pole,
                    moment_nm: state.felled_by_nm,
                    gives: if overturns {
                        Break::Overturn
                    } else {
                        Break::At(0.0)
                    },
                });
            }
        }
        let trees = storm.fallen_trees();
        let new = trees.get(self.trees..).unwrap_or_default();
        orders.extend(new.iter().cloned().map(Order::Tree));
        self.trees = trees.len();
        let torn = fields.iter().flat_map(Field::lying);
        for section in torn.filter(|lying| !lying.broken.is_empty()) {
            if let Some(&span) = self.spans.get(&section.section)
                && self.torn.insert(span)
            {
                // A drop is torn off its house, a wire somewhere in its span.
                let service = standing.lines().spans[span].service;
                let share = if service { 1.0 } else { 0.5 };
                orders.push(Order::Cut { span, share });
            }
        }
        if orders.is_empty() {
            return;
        }
        let step = (self.lived_s / STEP_S) as u64;
        for order in orders {
            self.worker.order(step, order);
        }
        self.until_s = self.lived_s + SETTLES_S;
    }

    fn over(&self, [x, y, z]: Place) -> Place {
        [x, y, z - self.relief.height(x, y)]
    }
}

impl Falls {
    /// How the pole of a node lies or falls.
    pub fn pole(&self, node: AssetRef) -> Option<Lie> {
        let living = self.living.as_ref()?;
        let pole = living.poles.get(&node)?;
        let all = &living.poses.poles;
        let pose = all[all.binary_search_by_key(pole, |pose| pose.pole).ok()?];
        let [hinge, top] = [pose.hinge, pose.top].map(|at| living.over(at));
        Some(Lie { hinge, top })
    }

    /// How a tree lies or falls.
    pub fn tree(&self, tree: (u16, u32)) -> Option<Lie> {
        let living = self.living.as_ref()?;
        let pose = living.poses.trees.iter().find(|pose| pose.tree == tree)?;
        let [hinge, top] = [pose.hinge, pose.top].map(|at| living.over(at));
        Some(Lie { hinge, top })
    }

    /// How the wires of a section hang and lie.
    pub fn wires(&self, section: AssetRef) -> Vec<Piece> {
        let Some(living) = &self.living else {
            return Vec::new();
        };
        let span = living.spans.get(&section);
        let own = living.poses.ropes.iter();
        let own = own.filter(|rope| Some(&rope.span) == span);
        let pieces = own.map(|rope| Piece {
            points: rope.points.iter().map(|&at| living.over(at)).collect(),
            held: rope.held,
        });
        pieces.collect()
    }
}
