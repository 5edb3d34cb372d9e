//! Smart locks of boxes and cabinets: what they note, and which one is before a thing.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::BoxKind;
use taiqu_grid::{AssetRef, District, Kind, Place};

/// What a lock notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockEvent {
    /// It was opened by a crew that was authorised.
    Opened,
    /// It was closed.
    Closed,
    /// A crew that was not authorised tried to open it.
    Refused,
    /// It was broken open.
    Forced,
}

/// The lock that must be opened to work at a thing, named by its box: a meter's box, the
/// box or cabinet itself, and of a switch the cabinet or branch box whose busbar it is at.
/// What hangs on a pole has none.
pub fn lock_of(district: &District, asset: AssetRef) -> Option<AssetRef> {
    let Place::Area(k) = asset.place else {
        return None;
    };
    match asset.kind {
        Kind::Box => Some(asset),
        Kind::Meter => district.shelf_of(asset),
        Kind::Switch => {
            let area = district.areas.get(usize::from(k))?;
            let switch = area.network.switches.get(asset.index as usize)?;
            let at = area.boxes.iter().position(|item| {
                let own = item.node == switch.from || item.node == switch.to;
                own && !matches!(item.kind, BoxKind::Meter { .. })
            });
            at.map(|index| AssetRef::in_area(k, Kind::Box, index as u32))
        }
        _ => None,
    }
}

/// The locks before several things, each once, in order.
pub fn locks_of(district: &District, assets: impl Iterator<Item = AssetRef>) -> Vec<AssetRef> {
    let mut locks: Vec<AssetRef> = assets.filter_map(|a| lock_of(district, a)).collect();
    locks.sort_unstable();
    locks.dedup();
    locks
}
