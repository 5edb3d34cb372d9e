//! What is held to have happened, one incident for each fault.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::Tick;

use crate::belief::Belief;
use crate::cause::Cause;
use crate::explain::Story;
use crate::layout::Layout;
use crate::network::index;
use crate::progress::{Burden, Progress};
use crate::restoration::Restoration;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Customers have no supply, or lack phases.
    NoSupply,
    /// The neutral is broken: sockets may have up to 380 V and enclosures be live. The
    /// feeder is to be opened at once.
    BrokenNeutral {
        /// How far the star point has moved, V.
        shift_v: f64,
    },
}

impl Trouble {
    /// Whether those it concerns are in danger as long as they have voltage.
    pub const fn endangers(self) -> bool {
        matches!(self, Self::BrokenNeutral { .. })
    }
}

/// A fault as it is believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number, from 1.
    pub number: u32,
    /// When the first sign of it was, ms since the start.
    pub began_ms: u64,
    /// When it was first believed.
    pub noticed: Tick,
    /// When it was believed over.
    pub ended: Option<Tick>,
    /// What is wrong.
    pub trouble: Trouble,
    /// What has failed: a section, switch, transformer or source's node; a meter, for
    /// what leads to it.
    pub part: AssetRef,
    /// The phases that it has lost.
    pub phases: Phases,
    /// Probability that it is this part.
    pub probability: f64,
    /// Other parts that it may be instead, the most probable first.
    pub instead: Vec<(AssetRef, f64)>,
    /// Customers believed out, or in danger, because of it.
    pub customers: Vec<AssetRef>,
    /// Those on whose supply much depends, the gravest first.
    pub important: Vec<(AssetRef, Importance)>,
    /// Meters and callers that told of it.
    pub told: u32,
    /// Why it may have failed, the most probable first.
    pub causes: Vec<(Cause, f64)>,
    /// What was held to have failed, and why, before a crew found it.
    pub held: (AssetRef, Option<Cause>),
    /// What there was to cope with when it was noticed.
    pub burden: Burden,
    /// What is to be opened at once for safety's sake.
    pub open_first: Option<AssetRef>,
    /// Whether that has been opened, or all is off behind other switches.
    pub made_safe: bool,
    /// The work on it so far.
    pub progress: Progress,
    /// When the work on it is expected to be done.
    pub expected: Option<Restoration>,
    /// When supply is expected back.
    pub restoration: Option<Restoration>,
}

impl Incident {
    /// One that begins, about which nothing else is known yet.
    pub fn new(number: u32, noticed: Tick, began_ms: u64, part: AssetRef) -> Self {
        Self {
            number,
            began_ms,
            noticed,
            ended: None,
            trouble: Trouble::NoSupply,
            part,
            phases: Phases::NONE,
            probability: 0.0,
            instead: Vec::new(),
            customers: Vec::new(),
            important: Vec::new(),
            told: 0,
            causes: Vec::new(),
            held: (part, None),
            burden: Burden::default(),
            open_first: None,
            made_safe: false,
            progress: Progress::since(noticed.ms()),
            expected: None,
            restoration: None,
        }
    }

    /// Whether those it concerns are in danger as long as they have voltage, and still do.
    pub const fn is_dangerous(&self) -> bool {
        self.trouble.endangers() && !self.made_safe
    }

    /// Whether it goes on.
    pub const fn is_open(&self) -> bool {
        self.ended.is_none()
    }
}

/// A fault of the most probable story, with all it explains.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub part: u32,
    pub asset: AssetRef,
    pub phases: Phases,
    pub probability: f64,
    pub instead: Vec<(AssetRef, f64)>,
    pub customers: Vec<AssetRef>,
    /// Meters behind it, as numbers in the layout, that are believed without voltage.
    pub meters: Vec<usize>,
}

/// Probability below which a part is not named as where a fault may be instead.
const WORTH_NAMING: f64 = 0.03;

/// The faults of `story`, in the order of parts.
pub(crate) fn findings(layout: &Layout, story: &Story, belief: &Belief) -> Vec<Finding> {
    let network = &layout.network;
    // The fault that is first to take each phase on the way down.
    let mut blamed = vec![[None::<u32>; 3]; layout.assets.len()];
    for (k, lost) in story.lost.iter().enumerate() {
        let above = network.above(k as u32);
        let before = above.map_or([None; 3], |above| blamed[above as usize]);
        let live = above.map_or(Phases::ABC, |above| story.live[above as usize]);
        let through = network.passage(k as u32).behind(live);
        let reach = network.passage(k as u32).behind(Phases::ABC);
        blamed[k] = std::array::from_fn(|phase| {
            let bit = Phases::from_bits(1 << phase);
            if !reach.contains(bit) {
                None
            } else if lost.contains(bit) && through.contains(bit) {
                Some(k as u32)
            } else if !through.contains(bit) {
                // Windings mix phases: whoever took one above took it here.
                before[phase].or_else(|| before.into_iter().flatten().next())
            } else {
                None
            }
        });
    }
    let faults = (0_u32..)
        .zip(&story.lost)
        .filter(|(_, lost)| !lost.is_empty());
    let found = faults.map(|(part, &phases)| {
        let blames = |at: u32, own: Phases| {
            let blamed = blamed[at as usize];
            own.and(Phases::ABC)
                .iter()
                .any(|c| blamed[c.index()] == Some(part))
        };
        let customers = layout.customers.iter().filter(|c| blames(c.part, c.phases));
        let meters = layout.meters.iter().enumerate();
        let meters = meters.filter(|(_, m)| blames(m.part, m.connection.conductors()));
        let meters: Vec<usize> = meters.map(|(k, _)| k).collect();
        Finding {
            part,
            asset: layout.assets[part as usize],
            phases,
            probability: belief.lost[part as usize][index(phases)],
            instead: instead(layout, belief, part, phases),
            customers: customers.map(|c| c.customer).collect(),
            meters,
        }
    });
    found.collect()
}

/// Where a fault may be instead: parts above and below that may have lost the same.
fn instead(layout: &Layout, belief: &Belief, part: u32, phases: Phases) -> Vec<(AssetRef, f64)> {
    let network = &layout.network;
    let mut near: BTreeSet<u32> =
        std::iter::successors(network.above(part), |&k| network.above(k)).collect();
    let mut below = vec![part];
    while let Some(k) = below.pop() {
        for &next in network.below(k) {
            if layout.assets[next as usize].kind != Kind::Meter {
                near.insert(next);
                below.push(next);
            }
        }
    }
    let probability = |k: u32| -> f64 {
        let lost = belief.lost[k as usize].iter().enumerate();
        lost.filter(|(set, _)| set & index(phases) != 0)
            .map(|(_, p)| p)
            .sum()
    };
    let mut near: Vec<(AssetRef, f64)> = near
        .into_iter()
        .map(|k| (layout.assets[k as usize], probability(k)))
        .filter(|&(_, p)| p >= WORTH_NAMING)
        .collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near
}
