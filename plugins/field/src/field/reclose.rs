//! Breakers that close again once after they have opened by themselves: what only flashed
//! over is gone by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_link::Tick;

/// How long a breaker must have been closed to close again, s: until then its spring is
/// being wound, and what opens it at once after closing is no passing fault.
const READY_S: u64 = 15;

/// The breakers of a district that close again, and what they are about.
#[derive(Clone, Debug)]
pub(super) struct Reclosers {
    /// After how long each does, s.
    after_s: BTreeMap<AssetRef, u64>,
    state: Reclosing,
}

/// What breakers that close again are about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Reclosing {
    /// When each that is open closes again, s since the start.
    due: BTreeMap<AssetRef, u64>,
    /// When each was closed last, s since the start.
    closed: BTreeMap<AssetRef, u64>,
}

impl Reclosers {
    /// Those of a district.
    pub fn of(district: &District, catalogue: &Catalogue) -> Self {
        let after_s = |switch: AssetRef| {
            let record = &district.network(switch.place).switches[switch.index as usize];
            let relay = catalogue.devices.get(record.device.as_ref()?)?.relay?;
            let after_s = relay.recloses_after_s?;
            Some((switch, (after_s.ceil() as u64).max(1)))
        };
        Self {
            after_s: district.all(Kind::Switch).filter_map(after_s).collect(),
            state: Reclosing::default(),
        }
    }

    /// A switch has opened by itself.
    pub fn opened(&mut self, tick: Tick, switch: AssetRef) {
        let closed = self.state.closed.get(&switch);
        let ready = closed.is_none_or(|closed| closed + READY_S <= tick.0);
        if let Some(after_s) = self.after_s.get(&switch).filter(|_| ready) {
            self.state.due.insert(switch, tick.0 + after_s);
        }
    }

    /// A switch was closed, whoever did it.
    pub fn closed(&mut self, tick: Tick, switch: AssetRef) {
        if self.after_s.contains_key(&switch) {
            self.state.due.remove(&switch);
            self.state.closed.insert(switch, tick.0);
        }
    }

    /// Somebody has opened it, or keeps it open: it does not close by itself.
    pub fn blocked(&mut self, switch: AssetRef) {
        self.state.due.remove(&switch);
    }

    /// Those that close in this tick.
    pub fn due(&self, tick: Tick) -> Vec<AssetRef> {
        let due = self.state.due.iter();
        let due = due.filter(|(_, at_s)| **at_s <= tick.0);
        due.map(|(switch, _)| *switch).collect()
    }

    /// What they are about.
    pub const fn state(&self) -> &Reclosing {
        &self.state
    }

    /// Takes what [`Self::state`] gave.
    pub fn recall(&mut self, state: &Reclosing) {
        self.state.clone_from(state);
    }
}
