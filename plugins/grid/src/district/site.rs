//! Where things stand.

use super::District;
use crate::{AssetRef, Kind, Place};

impl District {
    /// Where a thing is, m: a section in its middle, what has no place of its own where
    /// it hangs; none where no coordinates are on record.
    pub fn site(&self, asset: AssetRef) -> Option<(f64, f64)> {
        let network = self.network(asset.place);
        let index = asset.index as usize;
        let node = |index: usize| network.nodes[index].at;
        let area = match asset.place {
            Place::Area(k) => self.areas.get(usize::from(k)),
            Place::Line(_) => None,
        };
        match asset.kind {
            Kind::Node => node(index),
            Kind::Section => {
                let section = &network.sections[index];
                match (node(section.from), node(section.to)) {
                    (Some(a), Some(b)) => Some((f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1))),
                    (one, other) => one.or(other),
                }
            }
            Kind::Switch => {
                let switch = &network.switches[index];
                node(switch.from).or_else(|| node(switch.to))
            }
            Kind::Transformer => {
                let transformer = &area?.transformers[index];
                transformer.at.or_else(|| node(transformer.lv))
            }
            Kind::Box => {
                let item = &area?.boxes[index];
                item.at.or_else(|| node(item.node))
            }
            Kind::Meter => {
                let shelf = area?.meters[index].box_index as u32;
                self.site(AssetRef {
                    kind: Kind::Box,
                    index: shelf,
                    ..asset
                })
            }
            Kind::Customer => {
                let meter = area?.customers[index].meter? as u32;
                self.site(AssetRef {
                    kind: Kind::Meter,
                    index: meter,
                    ..asset
                })
            }
            Kind::Load => node(area?.loads[index].node),
        }
    }
}
