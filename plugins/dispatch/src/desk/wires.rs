//! Wires that callers saw on the ground.

use std::collections::BTreeSet;

use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{Damage, Tick};

use super::Desk;
use crate::operations::Operations;
use crate::order::{About, WorkOrder};

impl Desk {
    /// Sections of which a caller saw a wire on the ground, until a crew has been there since
    /// and found all whole, or made it so.
    pub fn wires_down(&self) -> impl Iterator<Item = AssetRef> + '_ {
        self.memory.wires_down.iter().copied()
    }

    /// A crew has left nothing broken at what an order is about.
    pub(super) fn note_whole(&mut self, k: usize) {
        let order = &self.memory.orders[k];
        self.memory
            .wires_down
            .retain(|section| !order.is_at(*section));
    }

    /// A caller saw a wire on the ground at `place`: it is what feeds that.
    pub(super) fn note_wire(&mut self, place: AssetRef) {
        if let Some(section) = self.section_at(place) {
            self.memory.wires_down.insert(section);
        }
    }

    /// The section that leads to a place, or is it.
    pub(super) fn section_at(&self, place: AssetRef) -> Option<AssetRef> {
        let path = self.topology.upstream(place);
        let mut path = std::iter::once(place).chain(path);
        path.find(|asset| asset.kind == Kind::Section)
    }

    /// Orders somebody to each wire that was seen on the ground, unless somebody looks after
    /// it already. What is not among the `silent` sections, which are believed to have no
    /// voltage, endangers people. Apart, calls are the hotline's.
    pub fn look_after_wires(&mut self, now: Tick, silent: &BTreeSet<AssetRef>) {
        if self.operations == Operations::Siloed {
            return;
        }
        for section in self.wires_down().collect::<Vec<_>>() {
            let mut orders = self.memory.orders.iter();
            if orders.any(|order| !order.state.is_over() && self.will_see(order, section)) {
                continue;
            }
            let about = About::WireDown(section);
            if let Some(k) = self.open(now, about, section, 1.0) {
                self.memory.orders[k].expects = Some(Damage::BrokenWire);
            }
        }
        for order in &mut self.memory.orders {
            if let About::WireDown(section) = order.about {
                order.danger = !silent.contains(&section);
            }
        }
    }

    /// Where an order's crew should look beside the target: first where callers saw wires on
    /// the ground.
    pub(super) fn told_below(&self, part: AssetRef) -> impl Iterator<Item = AssetRef> + '_ {
        let near = move |section: &AssetRef| {
            section.place == part.place && self.topology.is_below(*section, part)
        };
        self.wires_down().filter(near)
    }

    /// Whether a wire on the ground at `section` explains that `part` and what it feeds have
    /// no supply: it is above, or what `part` opens for.
    pub(super) fn explains(&self, section: AssetRef, part: AssetRef) -> bool {
        let switch = self.topology.upstream(section).into_iter();
        let mut switches = switch.filter(|above| above.kind == Kind::Switch);
        part == section || self.topology.is_below(part, section) || switches.next() == Some(part)
    }

    /// Whether an order that goes on has a crew see a wire on the ground.
    fn will_see(&self, order: &WorkOrder, section: AssetRef) -> bool {
        let searched = matches!(order.about, About::Incident { .. })
            && order.found.is_none()
            && order.target.place == section.place
            && self.topology.is_below(section, order.target);
        order.is_at(section) || searched
    }
}
