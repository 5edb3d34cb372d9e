//! What is to fall and to break.

use rapier3d::glamx::DVec3;
use serde::{Deserialize, Serialize};
use taiqu_structure::{Lines, POLE_DRAG, Pole, Tree, TreeFall, Vector};

use super::rods::{Fall, Rod};
use super::ropes::Scene;
use super::{GRAVITY, State};
use crate::trees::FallenTree;

/// How a pole gives way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Break {
    /// It breaks so high over the ground, m.
    At(f64),
    /// The ground gives, and it turns about its foot.
    Overturn,
}

/// Something that happens to bodies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// A pole falls.
    Fall {
        /// Its index.
        pole: usize,
        /// The moment that it did not bear, Nm: points to where it falls.
        moment_nm: Vector,
        /// How.
        gives: Break,
    },
    /// A tree falls.
    Tree(FallenTree),
    /// All wires of a span break.
    Cut {
        /// Its index.
        span: usize,
        /// Where, from 0 at its first end to 1; there a tie gives.
        share: f64,
    },
}

/// What a broken section of reinforced concrete still resists with, of what it bore, and
/// the angle over which that falls to 1/e, rad; the same of the ground. Assumed.
const BROKEN: (f64, f64) = (0.2, 0.5);
const OVERTURNED: (f64, f64) = (0.4, 0.4);
/// What a stem or roots resist with, of the moment of the tree's weight when it lies, and
/// the angle; how fast it turns when it begins to fall, rad/s. Assumed.
const ROOTED: (f64, f64) = (0.05, 0.5);
const SWUNG_RAD_S: f64 = 0.4;
/// How long the moment goes on that a pole did not bear, s; assumed, as long as a gust.
const GOES_ON_S: f64 = 0.5;
/// Stem breaks are so high, of the tree's height; assumed.
const STEM: f64 = 0.1;
/// Drag of a crown whose leaves are blown back; how much of the tree it is, from its top.
const CROWN_DRAG: f64 = 0.25;
const CROWN_SHARE: f64 = 0.6;
/// Thickness of a trunk with its branches where wires catch in it, of the tree's height.
const BRANCHED: f64 = 0.03;
/// A tree's height over the thickness of its stem.
const SLENDER: f64 = 70.0;
/// A hinge is over the ground by a radius and so much, m.
const OVER_M: f64 = 0.05;

impl State {
    /// Does what an order says.
    pub fn obey(&mut self, lines: &Lines, origin: Vector, scene: &Scene<'_>, order: &Order) {
        match order {
            Order::Fall {
                pole,
                moment_nm,
                gives,
            } => {
                for hold in &lines.poles[*pole].holds {
                    self.ropes.hang(scene, hold.span, self.step);
                }
                let item = &lines.poles[*pole];
                let at = item.at - origin;
                let foot = DVec3::new(at.x, at.y, (scene.ground_m)(at.x, at.y));
                let fall = of_pole(item, foot, *moment_nm, *gives);
                let rod = Rod::Pole(*pole);
                self.rods.fall(rod, &fall, self.step);
            }
            Order::Tree(tree) => {
                for &span in &tree.hits {
                    self.ropes.hang(scene, span, self.step);
                }
                let at = tree.at - origin;
                let foot = DVec3::new(at.x, at.y, (scene.ground_m)(at.x, at.y));
                let fall = of_tree(tree, foot);
                let rod = Rod::Tree(tree.tree.0, tree.tree.1);
                self.rods.fall(rod, &fall, self.step);
            }
            Order::Cut { span, share } => {
                self.ropes.hang(scene, *span, self.step);
                self.ropes.cut(*span, *share);
                for pole in scene.spans[*span].poles.into_iter().flatten() {
                    self.rods.wake(Rod::Pole(pole));
                }
            }
        }
    }
}

/// Half a pole's middle thickness, m.
pub fn radius_m(pole: &Pole) -> f64 {
    f64::midpoint(pole.tip_m, pole.ground_m) / 2.0
}

fn of_pole(pole: &Pole, foot: DVec3, moment_nm: Vector, gives: Break) -> Fall {
    let radius_m = radius_m(pole);
    let lowest_m = radius_m + OVER_M;
    let (hinge_m, (rest, fades_rad)) = match gives {
        Break::At(above_m) => (above_m.clamp(lowest_m, 0.8 * pole.top_m), BROKEN),
        Break::Overturn => (lowest_m, OVERTURNED),
    };
    let length_m = pole.top_m - hinge_m;
    let mass_kg = pole.mass_kg() * length_m / (pole.top_m + pole.buried_m);
    let bore_nm = moment_nm.length();
    let towards = moment_nm.direction();
    let inertia = mass_kg * length_m * length_m / 3.0;
    Fall {
        foot,
        hinge_m,
        length_m,
        radius_m: [radius_m; 2],
        mass_kg,
        drag_m: POLE_DRAG * 2.0 * radius_m,
        towards: DVec3::new(towards.x, towards.y, 0.0),
        turns_rad_s: (1.0 - rest) * bore_nm * GOES_ON_S / inertia,
        resists_nm: rest * bore_nm,
        fades_rad,
    }
}

fn of_tree(tree: &FallenTree, foot: DVec3) -> Fall {
    let own = Tree {
        height_m: tree.height_m,
    };
    let radius_m = tree.height_m / SLENDER / 2.0;
    let hinge_m = match tree.fall {
        TreeFall::Stem => STEM * tree.height_m,
        TreeFall::Uproot => radius_m + OVER_M,
    };
    let length_m = tree.height_m - hinge_m;
    let mass_kg = own.mass_kg() * length_m / tree.height_m;
    let towards = (tree.top - tree.at).direction();
    let (rest, fades_rad) = ROOTED;
    Fall {
        foot,
        hinge_m,
        length_m,
        radius_m: [radius_m, BRANCHED * tree.height_m / 2.0],
        mass_kg,
        drag_m: CROWN_DRAG * CROWN_SHARE * 2.0 * Tree::CROWN * tree.height_m,
        towards: DVec3::new(towards.x, towards.y, 0.0),
        turns_rad_s: SWUNG_RAD_S,
        resists_nm: rest * mass_kg * GRAVITY * length_m / 2.0,
        fades_rad,
    }
}
