//! What stood in water, and whether it was live.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_field::Field;
use taiqu_grid::{AssetRef, Kind, Place};
use taiqu_link::Tick;
use taiqu_storm::Storm;

/// A box or cabinet that water reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drowned {
    /// Since when.
    pub since: Tick,
    /// For how many minutes it stood live in water, a danger to whoever came near.
    pub live_min: u32,
}

/// Looks, once a minute, at what stands in water.
pub(super) fn look(
    tick: Tick,
    storm: &Storm,
    fields: &[Field],
    drowned: &mut BTreeMap<AssetRef, Drowned>,
) {
    for cabinet in storm.water().reached() {
        let item = drowned.entry(cabinet).or_insert(Drowned {
            since: tick,
            live_min: 0,
        });
        let mut fields = fields.iter();
        let field = fields.find(|field| field.district().has(cabinet));
        item.live_min += u32::from(field.is_some_and(|field| is_live(field, cabinet)));
    }
}

fn is_live(field: &Field, cabinet: AssetRef) -> bool {
    let Place::Area(area) = cabinet.place else {
        return false;
    };
    let item = &field.district().areas[usize::from(area)].boxes[cabinet.index as usize];
    field.has_voltage(AssetRef::in_area(area, Kind::Node, item.node as u32))
}
