//! How warm transformers and lines became.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_storm::Storm;

/// How warm transformers and lines became; nothing where no storm is lived.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Warmth {
    /// Each transformer's hottest spot, °C, and the life it used, h.
    pub transformers: BTreeMap<AssetRef, (f64, f64)>,
    /// Each section's hottest wire or core.
    pub sections: BTreeMap<AssetRef, WarmSection>,
}

/// How warm a section became.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarmSection {
    /// Its hottest wire or core, °C.
    pub highest_c: f64,
    /// What that may have continuously, °C.
    pub limit_c: f64,
    /// How much lower than as it was strung its lowest wire hung, m; none of a cable.
    pub lost_m: Option<f64>,
}

impl Warmth {
    /// That of a storm that was lived.
    pub(super) fn of(storm: &Storm) -> Self {
        let heat = storm.heat();
        let lines = storm.standing().lines();
        let spots = heat.hot_spots();
        let mut sections: BTreeMap<AssetRef, WarmSection> = BTreeMap::new();
        let wires = heat.wires(lines);
        let wires = wires.map(|wire| (wire.section, wire.highest_c, wire.limit_c));
        let cables = heat.cables();
        let cables = cables.map(|cable| (cable.section, cable.highest_c, cable.limit_c));
        for (section, highest_c, limit_c) in wires.chain(cables) {
            let own = sections.entry(section).or_insert(WarmSection {
                highest_c,
                limit_c,
                lost_m: None,
            });
            own.highest_c = own.highest_c.max(highest_c);
        }
        for hung in heat.hung(lines) {
            if let Some(own) = sections.get_mut(&hung.section) {
                own.lost_m = Some(hung.lost_m);
            }
        }
        Self {
            transformers: spots
                .map(|(transformer, [_, highest_c], aged_h)| (transformer, (highest_c, aged_h)))
                .collect(),
            sections,
        }
    }

    /// The hottest spot that any transformer had, °C.
    pub fn hottest_spot_c(&self) -> Option<f64> {
        let spots = self.transformers.values().map(|&(spot_c, _)| spot_c);
        spots.max_by(f64::total_cmp)
    }

    /// The hottest that any wire or core was, °C.
    pub fn hottest_line_c(&self) -> Option<f64> {
        let lines = self.sections.values().map(|section| section.highest_c);
        lines.max_by(f64::total_cmp)
    }
}
