//! What is used behind each meter, hour by hour.

use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{Reading, Tick};

use super::Picture;
use crate::habits::odd;
use crate::metered::{load_of, typical};

impl Picture {
    /// Takes in what a meter reads at a quarter hour.
    pub(super) fn note_use(&mut self, k: usize, at: Tick, reading: &Reading) {
        let second = self.start.second_of_day() + at.0;
        let expected = typical(&self.records, &self.metered.slots[k], second);
        let sum = |reading: &Reading| reading.power_w.iter().sum::<f64>();
        if self.habits[k].take(at, sum(reading), sum(&expected)) {
            self.odd = odd(&self.habits);
        }
    }

    /// The customers who use oddly, with the ratio to what is usual for them. Whoever
    /// generates, has no supply or was disconnected is not one.
    pub fn odd_use(&self) -> Vec<(AssetRef, f64)> {
        let odd = self.odd.iter().filter_map(|&(k, ratio)| {
            let slot = &self.metered.slots[k];
            let loads = slot.point.loads.iter();
            let mut items = loads.filter_map(|&load| Some((load, load_of(&self.records, load)?)));
            let customer = items.clone().find_map(|(_, item)| item.customer)?;
            let other = items.any(|(load, item)| item.kw < 0.0 || self.is_cut(load));
            let live = !self.words[k].cut && !self.live(slot.point.node).is_empty();
            (!other && live).then_some((
                AssetRef {
                    kind: Kind::Customer,
                    index: customer as u32,
                    ..slot.point.meter
                },
                ratio,
            ))
        });
        odd.collect()
    }
}
