//! The records or the positions of switches are others: what was heard is kept by what it was
//! heard of, since numbers of meters and stations are others too.

use std::collections::BTreeSet;
use std::sync::Arc;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Phases, Place};
use taiqu_link::Tick;
use taiqu_powerflow::Switching;

use super::keep::RETURN_S;
use super::{Inquiry, terminals};
use crate::evidence::Heard;
use crate::layout::{Layout, MeterPlace};
use crate::network::Unsound;

impl Inquiry {
    /// Takes the records and the positions of switches as they are believed at `now`.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn follow(
        &mut self,
        now: Tick,
        records: Arc<District>,
        switching: &Switching,
    ) -> Result<(), Unsound> {
        let switching = &*self.untripped(now, switching);
        let same_records = Arc::ptr_eq(&self.records, &records);
        if same_records && self.memory.switching.as_ref() == Some(switching) {
            return Ok(());
        }
        if !same_records {
            self.topology = Topology::of(&records);
            self.records = records;
        }
        let layout = Layout::of(&self.records, switching, &self.watching.hazards)?;
        let before = std::mem::replace(&mut self.layout, layout);
        let memory = &mut self.memory;
        memory.switching = Some(switching.clone());
        let meters = self
            .layout
            .meters
            .iter()
            .map(|place| before.meter(place.meter));
        let meters: Vec<Option<usize>> = meters.collect();
        let own = |place: &MeterPlace| place.connection.conductors().and(Phases::ABC);
        // Areas that were cut off and are so no longer.
        let stations = self.layout.stations.iter().map(|place| place.transformer);
        let returned = stations.filter(|transformer| memory.cut_off.contains(transformer));
        let returned: BTreeSet<Place> = returned.map(|transformer| transformer.place).collect();
        let places = self.layout.meters.iter().zip(&meters);
        let heard = places.map(|(place, k)| {
            let before = k.map(|k| (memory.meters[k], own(&before.meters[k])));
            let mut heard = Heard::default();
            match before {
                Some((known, from)) => {
                    heard = known;
                    heard.reconnect(from, own(place));
                }
                // It was cut off: what it said of that nobody noted.
                None if returned.contains(&place.meter.place) => heard.gasp(now.ms()),
                None => {}
            }
            heard
        });
        let heard = heard.collect();
        let asked = meters
            .iter()
            .map(|k| k.and_then(|k| memory.asked[k]))
            .collect();
        let left = before.stations.iter().zip(&memory.stations);
        let left = left.filter(|(place, heard)| {
            heard.proved.is_some() && self.layout.station(place.transformer).is_none()
        });
        memory
            .cut_off
            .extend(left.map(|(place, _)| place.transformer));
        let stations = self.layout.stations.iter().map(|place| {
            if let Some(k) = before.station(place.transformer) {
                return memory.stations[k];
            }
            let mut heard = Heard::default();
            // It had no supply, and tells when it has it again: until then it has none.
            if memory.cut_off.remove(&place.transformer) {
                heard.prove(now.ms(), Phases::NONE, Phases::NONE, false);
            }
            heard
        });
        memory.stations = stations.collect();
        let customers = self.layout.customers.iter();
        let back = customers.filter(|place| returned.contains(&place.customer.place));
        let back: Vec<AssetRef> = back.map(|place| place.customer).collect();
        // What goes by numbers of meters goes by the new ones; who is cut off is left out.
        let place = |before: usize| meters.iter().position(|k| *k == Some(before));
        for read in [&mut memory.sample, &mut memory.of_now] {
            let before = std::mem::take(read).into_iter();
            *read = before
                .filter_map(|(k, one)| Some((place(k)?, one)))
                .collect();
        }
        memory.pushed = memory.pushed.iter().filter_map(|&k| place(k)).collect();
        memory.meters = heard;
        memory.asked = asked;
        memory.awaited.clear();
        memory.wanted.clear();
        memory.changed = true;
        self.terminals = terminals(&self.records, &self.layout);
        if !back.is_empty() {
            self.wait_for(back, Tick(now.0 + RETURN_S));
        }
        // What was concluded goes by the numbers of another layout.
        self.view = self.judge();
        self.ask_made_safe();
        Ok(())
    }
}
