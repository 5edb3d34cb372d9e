//! Cases made of common figures.

use serde::{Deserialize, Serialize};
use taiqu_link::Damage;

use super::case::{Case, Sort};
use crate::progress::{Burden, Step};

/// Figures for where nothing like it has been met; settings, after common figures of low
/// confidence (35 km/h; looking 10 to 20 minutes; a span of wire 1 to 2 h, a pole 4 to 8 h, a transformer 3
/// to 6 h, a box or meter 1 to 2 h, a fuse 20 to 40 minutes), the others assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Usual {
    /// From the first sign until a crew is told, s.
    pub told_s: u32,
    /// From there until it drives, s.
    pub set_out_s: u32,
    /// Driving, s.
    pub drive_s: u32,
    /// Looking for what is broken, least and most, s.
    pub search_s: (u32, u32),
    /// Switching off one source, s.
    pub isolate_s: u32,
    /// Proving dead and earthing, s.
    pub earth_s: u32,
    /// Wire, cable or joint, least and most, s.
    pub wire_s: (u32, u32),
    /// A transformer, s.
    pub transformer_s: (u32, u32),
    /// A box or what leads to a meter, s.
    pub box_s: (u32, u32),
    /// A fuse, s.
    pub fuse_s: (u32, u32),
    /// A pole with the wires on both sides, s.
    pub pole_s: (u32, u32),
    /// Taking earths off and putting supply on, s.
    pub restore_s: u32,
    /// How much one of these cases counts against one that was met.
    pub weight: f64,
}

impl Default for Usual {
    fn default() -> Self {
        Self {
            told_s: 300,
            set_out_s: 180,
            drive_s: 600,
            search_s: (600, 1200),
            isolate_s: 180,
            earth_s: 360,
            wire_s: (3600, 7200),
            transformer_s: (10_800, 21_600),
            box_s: (3600, 7200),
            fuse_s: (1200, 2400),
            pole_s: (14_400, 28_800),
            restore_s: 360,
            weight: 0.1,
        }
    }
}

impl Usual {
    /// Cases made of these figures: each sort with quick and slow work.
    pub(super) fn cases(&self) -> Vec<Case> {
        let of = |(sort, damage, span): (Sort, Damage, (u32, u32))| {
            let shares = [0.0, 0.25, 0.5, 0.75, 1.0];
            shares.map(|share| self.case(sort, damage, span, share))
        };
        let all = [
            (Sort::Drop, Damage::OpenLeads, self.box_s),
            (Sort::Line, Damage::BrokenWire, self.wire_s),
            (Sort::Line, Damage::TouchingWires, self.wire_s),
            (Sort::Line, Damage::LooseJoint, self.wire_s),
            (Sort::Line, Damage::LeakyLine, self.wire_s),
            (Sort::Line, Damage::FallenPole, self.pole_s),
            (Sort::Cable, Damage::BrokenWire, self.wire_s),
            (Sort::Fuse, Damage::BlownFuse, self.fuse_s),
            (Sort::Breaker, Damage::TrippedBreaker, self.fuse_s),
            (Sort::Drop, Damage::BurntBox, self.box_s),
            (Sort::Drop, Damage::OwnBreaker, self.fuse_s),
            (Sort::DropOut, Damage::BlownFuse, self.fuse_s),
            (
                Sort::Transformer,
                Damage::FailedTransformer,
                self.transformer_s,
            ),
            (Sort::MediumVoltage, Damage::BrokenWire, self.wire_s),
            (Sort::MediumVoltage, Damage::FallenPole, self.pole_s),
            (Sort::Supply, Damage::BrokenWire, self.wire_s),
            (Sort::Neutral, Damage::BrokenWire, self.wire_s),
        ];
        all.into_iter().flat_map(of).collect()
    }

    fn case(&self, sort: Sort, damage: Damage, span: (u32, u32), share: f64) -> Case {
        let between = |(least, most): (u32, u32)| least + (share * f64::from(most - least)) as u32;
        let mut steps = vec![
            (Step::Waiting, self.told_s),
            (Step::Assigned, self.set_out_s),
            (Step::Driving, self.drive_s),
            (Step::Searching, between(self.search_s)),
        ];
        if damage.needs_isolation() {
            steps.push((Step::Isolating, self.isolate_s));
            steps.push((Step::Earthing, self.earth_s));
        }
        steps.push((Step::Repairing, between(span)));
        steps.push((Step::Restoring, self.restore_s));
        Case {
            sort,
            cause: None,
            alone: false,
            burden: Burden::default(),
            damage: Some(damage),
            sources: 1,
            steps,
        }
    }
}
