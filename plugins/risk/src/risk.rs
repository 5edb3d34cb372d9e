//! Probabilities from a forecast.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::{Tick, WeatherOutlook};
use taiqu_structure::fragility::normal;
use taiqu_structure::{Tree, TreeFall, Vector};

use crate::exposed::{Beside, Exposed, Holds, Path, Standing};

/// What past storms have taught of gusts: settings. Those here were fitted on simulated
/// typhoons over the shipped town and judged on others (`cargo bench --bench risk`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Experience {
    /// The gust at a pole over the strongest hourly forecast's mean, in the median.
    pub gust: f64,
    /// How much it differs from pole to pole in one storm, standard deviation of the logarithm.
    pub own: f64,
    /// The 3-second gust at a tree.
    pub felling: f64,
    /// How hard each wire of a falling pole pulls the next one before its tie lets go, N.
    pub tie_n: f64,
    /// Share of the spans of a fallen pole that carry no supply any more.
    pub torn: f64,
    /// Share of those that make protection open above them.
    pub shorted: f64,
}

impl Default for Experience {
    fn default() -> Self {
        Self {
            gust: 1.30,
            own: 0.25,
            felling: 1.50,
            tie_n: 300.0,
            torn: 0.8,
            shorted: 0.375,
        }
    }
}

/// What a storm that is forecast will probably do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// When it was assessed.
    pub at: Tick,
    /// The hour of the strongest wind, s since the start, and that wind's median, m/s.
    pub peak: Option<(i64, f64)>,
    /// Each pole, by its node, and the probability that it falls.
    pub poles: BTreeMap<AssetRef, f64>,
    /// Each overhead section and the probability that it fails.
    pub sections: BTreeMap<AssetRef, f64>,
    /// Each box and cabinet that water may reach.
    pub cabinets: BTreeMap<AssetRef, Reached>,
    /// Each customer and the probability of losing supply.
    pub customers: BTreeMap<AssetRef, f64>,
}

/// Water that will probably reach something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// How probable it is.
    pub probability: f64,
    /// When, if as much falls as is expected, or as little more as it takes, s since the
    /// start: until then it should be off.
    pub at_s: i64,
}

impl Risk {
    /// How many customers will lose supply, in the mean.
    pub fn expected_out(&self) -> f64 {
        self.customers.values().sum()
    }

    /// The things of one of its lists, the most endangered first.
    pub fn ranked(of: &BTreeMap<AssetRef, f64>) -> Vec<(AssetRef, f64)> {
        let mut all: Vec<(AssetRef, f64)> = of.iter().map(|(&asset, &p)| (asset, p)).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all
    }
}

/// Nodes and weights of Gauss and Hermite's rule for a standard normal distribution.
pub(crate) const NORMAL: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 5.482_688_559_722_185e-4),
    (-2.366_759_410_734_541, 3.075_712_396_758_645e-2),
    (-1.154_405_394_739_968, 2.401_231_786_050_126e-1),
    (0.0, 4.571_428_571_428_573e-1),
    (1.154_405_394_739_968, 2.401_231_786_050_126e-1),
    (2.366_759_410_734_541, 3.075_712_396_758_645e-2),
    (3.750_439_717_725_742, 5.482_688_559_722_185e-4),
];

/// By how much stronger than expected storms are looked at, standard deviations: what falls
/// in one and stands in the next would make steps of wider ones.
const STRONGER: [f64; 13] = [
    -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0,
];
/// Probability below which a pole does not fall, and pulls none.
const NEVER: f64 = 1e-9;
/// How many poles in a row are looked at that pull each other down.
const IN_A_ROW: usize = 3;

impl Exposed {
    /// What the winds of `hours` will probably do.
    ///
    /// How strong the storm will be is one uncertainty for all; what poles and trees have
    /// of luck is each one's own.
    pub fn assess(&self, at: Tick, hours: &[WeatherOutlook], experience: &Experience) -> Risk {
        let peak = hours
            .iter()
            .max_by(|a, b| a.wind_m_s.total_cmp(&b.wind_m_s));
        let mut risk = Risk {
            at,
            peak: peak.map(|hour| (hour.at_s, hour.wind_m_s)),
            ..Risk::default()
        };
        let likely = |stronger: f64| (-0.5 * stronger * stronger).exp();
        let whole: f64 = STRONGER.map(likely).iter().sum();
        for stronger in STRONGER {
            for (veers, share) in NORMAL {
                let winds = winds(hours, stronger, veers);
                let weight = share * likely(stronger) / whole;
                self.given(&winds, experience, weight, &mut risk);
            }
        }
        risk
    }

    /// Adds what these winds would do, with their weight.
    fn given(&self, winds: &[Vector], experience: &Experience, weight: f64, risk: &mut Risk) {
        let falls = self.falls(winds, experience);
        for (pole, p) in self.lines.poles.iter().zip(&falls) {
            *risk.poles.entry(pole.node).or_default() += weight * p;
        }
        let strongest = winds.iter().copied();
        let strongest = strongest.max_by(|a, b| a.length().total_cmp(&b.length()));
        let strongest = strongest.unwrap_or_default();
        // The chance of each span that no tree tears it.
        let spared = self.trees.iter().map(|trees| -> f64 {
            let tearing = trees.iter().filter(|tree| tree.tears);
            tearing
                .map(|tree| 1.0 - hits(tree, strongest, experience))
                .product()
        });
        let spared: Vec<f64> = spared.collect();
        for (&section, &span) in &self.spans {
            let item = &self.lines.spans[span];
            let poles = item.poles.iter().flatten();
            let stand: f64 = poles.map(|&pole| 1.0 - falls[pole]).product();
            let torn = if item.service { 1.0 } else { experience.torn };
            let p = 1.0 - (1.0 - torn * (1.0 - stand)) * spared[span];
            *risk.sections.entry(section).or_default() += weight * p;
        }
        let closed = self.behind.iter().map(|(&switch, poles)| {
            let quiet = poles.iter().map(|holds| holds.quiet(&falls, experience));
            (switch, quiet.product())
        });
        let closed: BTreeMap<AssetRef, f64> = closed.collect();
        for path in &self.paths {
            let switches = path.switches.iter().filter_map(|switch| closed.get(switch));
            let kept = path.kept(&falls, &spared, experience) * switches.product::<f64>();
            *risk.customers.entry(path.customer).or_default() += weight * (1.0 - kept);
        }
    }

    /// Probability of each pole that it falls in these winds, by itself or pulled by the next.
    fn falls(&self, winds: &[Vector], experience: &Experience) -> Vec<f64> {
        let still = Vector::default();
        let alone = (0..self.poles.len()).map(|pole| self.pole(pole, winds, still, experience));
        let alone: Vec<f64> = alone.collect();
        if alone.iter().all(|&p| p < NEVER) {
            return alone;
        }
        // Who pulls whom, and the chance that who is pulled falls that would have stood.
        let mut pulls = Vec::new();
        for (index, span) in self.lines.spans.iter().enumerate() {
            let [Some(one), Some(other)] = span.poles else {
                continue;
            };
            for (end, (pulled, falling)) in [(one, other), (other, one)].into_iter().enumerate() {
                let height_m = span.height_m(end, &self.lines.poles, index);
                let tied_nm = experience.tie_n * span.wires.len() as f64 * height_m;
                let towards = (span.at[1 - end] - span.at[end]).direction();
                let falls = self.pole(pulled, winds, towards * tied_nm, experience);
                let more = (falls - alone[pulled]) / (1.0 - alone[pulled]).max(1e-9);
                pulls.push((pulled, falling, more.max(0.0)));
            }
        }
        let mut falls = alone.clone();
        for _ in 0..IN_A_ROW {
            let mut stands: Vec<f64> = alone.iter().map(|p| 1.0 - p).collect();
            for &(pulled, falling, more) in &pulls {
                stands[pulled] *= 1.0 - more * falls[falling];
            }
            falls = stands.into_iter().map(|stands| 1.0 - stands).collect();
        }
        falls
    }

    /// Probability that a pole falls in these winds where it is pulled by `pull_nm`.
    fn pole(&self, pole: usize, winds: &[Vector], pull_nm: Vector, experience: &Experience) -> f64 {
        let Standing { exposure, resists } = &self.poles[pole];
        let shelter = &self.lines.poles[pole].shelter;
        let loads = winds.iter().map(|&wind| {
            let gust = wind * (shelter.towards(wind) * experience.gust);
            (exposure.uniform_nm(gust, 0.0) + pull_nm).length()
        });
        let load = loads.fold(0.0, f64::max);
        if load <= 0.0 {
            return 0.0;
        }
        let scatter = &self.ground.scatter;
        let breaks = (load / resists.break_nm).ln();
        let gives = (load / resists.overturn_nm).ln();
        // Drag, what stands around and gusts are the same luck for both.
        let gusts = scatter.exposure.hypot(experience.own);
        let shared = scatter.drag.hypot(2.0 * gusts);
        let stands = NORMAL.iter().map(|&(luck, weight)| {
            let harder = shared * luck;
            let bears = |over: f64, spread: f64| 1.0 - normal((over + harder) / spread.max(1e-6));
            weight * bears(breaks, scatter.strength) * bears(gives, scatter.soil)
        });
        1.0 - stands.sum::<f64>()
    }
}

/// The winds of `hours`, m/s, where the storm is by so many standard deviations stronger than
/// expected, and comes by so many from farther clockwise.
fn winds(hours: &[WeatherOutlook], stronger: f64, veers: f64) -> Vec<Vector> {
    let winds = hours.iter().map(|hour| {
        let from_deg = hour.from_deg + veers * hour.from_spread_deg;
        let blows = Vector::towards((270.0 - from_deg).to_radians());
        blows * (hour.wind_m_s * (hour.spread * stronger).exp())
    });
    winds.collect()
}

impl Holds {
    /// The chance that what it does, if it falls, leaves all its spans as they are.
    fn carries(&self, falls: &[f64], experience: &Experience) -> f64 {
        let drops = if self.drops > 0 { 0.0 } else { 1.0 };
        let left = (1.0 - experience.torn).powi(self.mains) * drops;
        1.0 - falls[self.pole] * (1.0 - left)
    }

    /// The chance that it makes no protection open.
    fn quiet(&self, falls: &[f64], experience: &Experience) -> f64 {
        let left = (1.0 - experience.shorted * experience.torn).powi(self.mains);
        1.0 - falls[self.pole] * (1.0 - left)
    }
}

impl Path {
    /// The chance that nothing on it is torn, where no switch on it opens. A pole between two
    /// of its spans falls once, and what it shares with the switch above counts there.
    fn kept(&self, falls: &[f64], spared: &[f64], experience: &Experience) -> f64 {
        let poles = self.poles.iter();
        let poles: f64 = poles
            .map(|holds| holds.carries(falls, experience) / holds.quiet(falls, experience))
            .product();
        let trees: f64 = self.spans.iter().map(|&span| spared[span]).product();
        poles * trees
    }
}

/// Probability that a tree falls onto the span beside it.
fn hits(tree: &Beside, wind: Vector, experience: &Experience) -> f64 {
    let gust = experience.felling * wind.length();
    let stands: f64 = TreeFall::ALL
        .iter()
        .map(|fall| 1.0 - fall.probability(tree.height_m, gust))
        .product();
    let off = wind.angle_to(tree.towards);
    let within = |edge: f64| normal(edge / Tree::AWRY_RAD);
    let chance = within((off + tree.half_rad).min(PI)) - within((off - tree.half_rad).max(-PI));
    (1.0 - stands) * chance
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Kind;

    use super::*;

    /// A path over poles in a row, each standing for itself.
    fn row(poles: usize, drop: bool) -> Path {
        let last = poles - 2;
        let ends = (0..=last).map(|k| ([Some(k), Some(k + 1)], drop && k == last));
        Path {
            customer: AssetRef::in_area(0, Kind::Customer, 0),
            spans: (0..=last).collect(),
            switches: Vec::new(),
            poles: Holds::of(ends),
        }
    }

    #[test]
    fn a_pole_between_two_spans_falls_once() {
        let (falls, spared) = ([0.1, 0.2, 0.3], [0.9, 0.95]);
        let experience = Experience {
            torn: 0.8,
            shorted: 0.0,
            ..Experience::default()
        };
        let kept = row(3, false).kept(&falls, &spared, &experience);
        // (1 - 0.1 * 0.8) * (1 - 0.2 * 0.96) * (1 - 0.3 * 0.8), and trees.
        let by_hand = 0.92 * 0.808 * 0.76 * 0.9 * 0.95;
        assert!((kept - by_hand).abs() < 1e-12, "{kept}");
        // Where the middle one falls, both spans hold by 0.2 each; else each by its other pole.
        let exact = (0.2 * 0.04 + 0.8 * 0.92 * 0.76) * 0.9 * 0.95;
        assert!((kept / exact - 1.0).abs() < 0.01, "{kept} {exact}");
    }

    #[test]
    fn a_drop_holds_as_long_as_its_poles_and_shorts_count_at_the_switch() {
        let (falls, spared) = ([0.1, 0.2, 0.3], [1.0, 1.0]);
        let experience = Experience {
            torn: 0.8,
            shorted: 0.5,
            ..Experience::default()
        };
        let path = row(3, true);
        let quiet = path.poles.iter();
        let quiet: f64 = quiet
            .map(|holds| holds.quiet(&falls, &experience))
            .product();
        // Of one main each, and none at the end of the drop.
        assert!((quiet - 0.96 * 0.92).abs() < 1e-12, "{quiet}");
        let kept = path.kept(&falls, &spared, &experience) * quiet;
        assert!((kept - 0.92 * 0.8 * 0.7).abs() < 1e-12, "{kept}");
    }
}
