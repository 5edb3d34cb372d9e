//! Trees in the wind: whether the stem breaks or the roots give, and what a tree that
//! falls can reach.
//!
//! Logistic models after Hou and Muraleetharan (2023) in the 3-second gust U, m/s, and the
//! height H, m: stem −17.28 + 0.42·H + 0.13·U, roots −2.22 − 0.43·H + 0.11·U. They were
//! fitted to trees of 8 to 28 m in hurricanes: heights outside are taken as the nearest
//! inside, and what would fall below the wind of a tropical storm has long fallen.

use serde::{Deserialize, Serialize};

use crate::{Span, StrungWire};

/// Heights to which the models were fitted, m.
const FITTED_M: (f64, f64) = (8.0, 28.0);
/// Gust below which nothing falls that still stands, m/s.
const STANDS_M_S: f64 = 17.2;

/// How a tree falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TreeFall {
    /// Its stem breaks.
    Stem,
    /// Its roots give.
    Uproot,
}

impl TreeFall {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Stem, Self::Uproot];

    const fn coefficients(self) -> [f64; 3] {
        match self {
            Self::Stem => [-17.28, 0.42, 0.13],
            Self::Uproot => [-2.22, -0.43, 0.11],
        }
    }

    /// The model's share of trees of `height_m` that have fallen so by a gust, before what
    /// has long fallen is left out.
    fn fallen(self, height_m: f64, gust_m_s: f64) -> f64 {
        let [base, by_height, by_gust] = self.coefficients();
        let height = height_m.clamp(FITTED_M.0, FITTED_M.1);
        let score = base + by_height * height + by_gust * gust_m_s;
        1.0 / (1.0 + (-score).exp())
    }

    /// Probability that a tree of `height_m` falls so in a storm whose highest gust is
    /// `gust_m_s`.
    pub fn probability(self, height_m: f64, gust_m_s: f64) -> f64 {
        let long = self.fallen(height_m, STANDS_M_S);
        ((self.fallen(height_m, gust_m_s) - long) / (1.0 - long)).max(0.0)
    }

    /// The gust at which the tree falls so, m/s, of which the share `rank` (above 0, below
    /// 1) of all trees of its height fall at lower ones.
    pub fn gust_m_s(self, height_m: f64, rank: f64) -> f64 {
        let [base, by_height, by_gust] = self.coefficients();
        let height = height_m.clamp(FITTED_M.0, FITTED_M.1);
        let long = self.fallen(height_m, STANDS_M_S);
        let share = long + rank * (1.0 - long);
        ((share / (1.0 - share)).ln() - base - by_height * height) / by_gust
    }
}

/// A tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tree {
    /// Its height, m.
    pub height_m: f64,
}

/// Height of a tree over the thickness of its stem; half a cylinder's volume; green wood,
/// kg/m³; crown and leaves over the stem. Assumed.
const SLENDER: f64 = 70.0;
const FORM: f64 = 0.5;
const WOOD_KG_M3: f64 = 900.0;
const CROWNED: f64 = 1.3;
/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;

/// Wires on which a fallen tree rests; assumed.
const RESTS_ON: usize = 2;

impl Tree {
    /// Half the width of a crown, of the tree's height.
    pub const CROWN: f64 = 0.15;
    /// How far from the wind's direction trees fall, standard deviation, rad.
    pub const AWRY_RAD: f64 = 0.35;

    /// Whether it tears the wires of a span on which it falls.
    pub fn tears(&self, span: &Span) -> bool {
        let wires = RESTS_ON.min(span.wires.len());
        let tears = |wire: &StrungWire| self.pull_n(wires, wire.stiffness_n) > wire.breaking_n;
        span.wires.iter().any(tears)
    }

    /// Whether it takes supply from a span on which it falls: it tears the wires, makes bare
    /// ones touch, or pulls a drop off its house.
    pub fn harms(&self, span: &Span) -> bool {
        let bare = span.wires.iter().any(|wire| !wire.insulated);
        self.tears(span) || bare || span.service
    }

    /// Its mass, kg.
    pub fn mass_kg(&self) -> f64 {
        let thick = self.height_m / SLENDER;
        let stem = FORM * std::f64::consts::FRAC_PI_4 * thick * thick * self.height_m;
        CROWNED * WOOD_KG_M3 * stem
    }

    /// The tension that it makes in each of `wires` wires of the stiffness E·A
    /// `stiffness_n` on which it comes to rest, N: half its weight hangs in the middle of
    /// a span.
    pub fn pull_n(&self, wires: usize, stiffness_n: f64) -> f64 {
        hung_n(
            self.mass_kg() * GRAVITY / 2.0 / wires.max(1) as f64,
            stiffness_n,
        )
    }

    /// How far from its stem it can hit, when it falls, what is `above_m` over the ground,
    /// m; none where that is too high.
    pub fn reach_m(&self, above_m: f64) -> Option<f64> {
        let square = self.height_m * self.height_m - above_m * above_m;
        (square > 0.0).then(|| square.sqrt())
    }
}

/// The tension in a wire of the stiffness E·A `stiffness_n` that `load_n` pulls aside in the
/// middle of its span, N: T³ = E·A·P²/8.
pub(crate) fn hung_n(load_n: f64, stiffness_n: f64) -> f64 {
    (stiffness_n * load_n * load_n / 8.0).cbrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_and_gusts_are_each_others_inverse() {
        for fall in TreeFall::ALL {
            for height in [6.0, 12.0, 20.0, 35.0] {
                for rank in [0.001, 0.05, 0.4, 0.9] {
                    let gust = fall.gust_m_s(height, rank);
                    assert!(gust > STANDS_M_S);
                    assert!((fall.probability(height, gust) - rank).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn tall_trees_break_and_short_ones_are_uprooted() {
        let at = |fall: TreeFall, height| fall.probability(height, 45.0);
        assert!(at(TreeFall::Stem, 22.0) > 10.0 * at(TreeFall::Stem, 12.0));
        assert!(at(TreeFall::Uproot, 10.0) > 10.0 * at(TreeFall::Uproot, 20.0));
        assert!(TreeFall::Uproot.probability(10.0, 12.0).abs() < 1e-12);
        // The paper's models themselves, at 20 m and 50 m/s: logits −2.38 and −5.32.
        assert!((TreeFall::Stem.fallen(20.0, 50.0) - 0.0847).abs() < 1e-4);
        assert!((TreeFall::Uproot.fallen(20.0, 50.0) - 0.00487).abs() < 1e-5);
    }

    #[test]
    fn a_tall_tree_tears_a_wire_and_a_short_one_rests_on_it() {
        // 70 mm² of aluminium breaks at 10.4 kN.
        let pull = |height_m| Tree { height_m }.pull_n(2, 57e9 * 70e-6);
        assert!(
            pull(8.0) < 4e3 && pull(22.0) > 10.4e3,
            "{} {}",
            pull(8.0),
            pull(22.0)
        );
        let (load, stiffness) = (0.5 * GRAVITY * Tree { height_m: 15.0 }.mass_kg() / 2.0, 4e6);
        // Two halves of the wire at the angle P/2T are longer by half its square.
        let tension = Tree { height_m: 15.0 }.pull_n(2, stiffness);
        let strain = (load / (2.0 * tension)).powi(2) / 2.0;
        assert!((stiffness * strain / tension - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_tree_reaches_as_far_as_it_is_long() {
        let tree = Tree { height_m: 10.0 };
        assert_eq!(tree.reach_m(8.0), Some(6.0));
        assert_eq!(tree.reach_m(11.0), None);
    }
}
