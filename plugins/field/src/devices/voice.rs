//! Whose words get out over the carrier and the areas' terminals, and who hears.

use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::{Letter, Source, Tick, Uplink, Way};

use super::{Devices, Site};
use crate::field::Fact;
use crate::harm::Harm;

impl Devices {
    /// Whether a meter hears what is said over the carrier.
    pub fn hears(&self, meter: AssetRef, district: &District, harm: &Harm) -> bool {
        let Some(k) = self.position(meter) else {
            return true;
        };
        let mute = harm.mute.contains(&meter);
        self.state.meters[k].powered && !mute && is_heard(district, harm, meter.place)
    }

    /// Sends what meter `k` says of this moment by its clock, if its module and its area's
    /// terminal work.
    pub(super) fn say(
        &self,
        k: usize,
        tick: Tick,
        site: Site<'_>,
        way: Way,
        body: Uplink,
        facts: &mut Vec<Fact>,
    ) {
        let clock = self.state.meters[k].clock;
        let event_ms = clock.shows_ms(tick, self.meters[k].drift_ms);
        self.say_of(k, (tick, event_ms), site, way, body, facts);
    }

    pub(super) fn say_of(
        &self,
        k: usize,
        (tick, event_ms): (Tick, u64),
        site: Site<'_>,
        way: Way,
        body: Uplink,
        facts: &mut Vec<Fact>,
    ) {
        let device = &self.meters[k];
        let mute = site.harm.mute.contains(&device.asset);
        if !mute && site.is_heard(device.asset.place) {
            facts.push(Letter {
                source: Source::Device(device.asset),
                shelf: device.shelf,
                way,
                left_ms: tick.ms(),
                event_ms,
                body,
            });
        }
    }
}

impl Site<'_> {
    fn is_heard(&self, place: Place) -> bool {
        is_heard(self.district, self.harm, place)
    }
}

/// Whether an area's words get out and in: one of its terminals works.
pub fn is_heard(district: &District, harm: &Harm, place: Place) -> bool {
    let Place::Area(area) = place else {
        return true;
    };
    let count = district.areas[usize::from(area)].transformers.len() as u32;
    let works = |k| {
        let transformer = AssetRef::in_area(area, Kind::Transformer, k);
        !is_silent(harm, transformer)
    };
    count == 0 || (0..count).any(works)
}

/// Whether a terminal is dead or has nothing left to speak with.
pub(super) fn is_silent(harm: &Harm, transformer: AssetRef) -> bool {
    harm.deaf.contains(&transformer) || harm.flat.contains(&transformer)
}
