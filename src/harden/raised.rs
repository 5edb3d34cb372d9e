//! A box or cabinet on a higher plinth.

use taiqu_grid::{AssetRef, District, Place};

use super::Change;

/// That `cabinet` stands `by_m` higher.
pub(super) fn plan(cabinet: AssetRef, records: &District, by_m: f64) -> Change {
    Change::Box {
        height_m: height_m(cabinet, records).unwrap_or_default() + by_m,
        cabinet,
    }
}

/// How high over the ground its lowest live parts are, m.
pub(super) fn height_m(cabinet: AssetRef, records: &District) -> Option<f64> {
    let Place::Area(area) = cabinet.place else {
        return None;
    };
    let boxes = &records.areas[usize::from(area)].boxes;
    boxes.get(cabinet.index as usize).map(|item| item.height_m)
}
