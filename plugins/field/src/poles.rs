//! Which poles hold which sections.

use std::collections::BTreeMap;

use taiqu_grid::{AssetRef, Catalogue, District};
use taiqu_structure::Lines;

/// Which poles hold which sections.
#[derive(Clone, Debug, Default)]
pub struct Poles {
    of: BTreeMap<AssetRef, Vec<AssetRef>>,
    held: BTreeMap<AssetRef, Vec<AssetRef>>,
}

impl Poles {
    /// Those of a district.
    pub fn of(district: &District, catalogue: &Catalogue) -> Self {
        let lines = Lines::of(district, catalogue);
        let mut made = Self::default();
        for span in &lines.spans {
            for pole in span.poles.into_iter().flatten() {
                let pole = lines.poles[pole].node;
                made.of.entry(span.section).or_default().push(pole);
                made.held.entry(pole).or_default().push(span.section);
            }
        }
        made
    }

    /// The poles, named by their nodes, that hold a section.
    pub fn holding(&self, section: AssetRef) -> &[AssetRef] {
        self.of.get(&section).map_or(&[], Vec::as_slice)
    }

    /// The sections that a pole, named by its node, holds.
    pub fn held(&self, pole: AssetRef) -> &[AssetRef] {
        self.held.get(&pole).map_or(&[], Vec::as_slice)
    }
}
