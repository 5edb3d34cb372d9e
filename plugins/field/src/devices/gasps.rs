//! A meter's last words when it loses voltage, and its first when it is back.

use taiqu_grid::AssetRef;
use taiqu_link::{DateTime, MeterEventKind, Tick, Uplink, Way};

use super::meter::Meter;
use super::{Devices, Site, area_of};
use crate::field::Fact;

impl Devices {
    pub(super) fn gasp(
        &self,
        k: usize,
        tick: Tick,
        site: Site<'_>,
        way: Way,
        facts: &mut Vec<Fact>,
    ) {
        let lost = power_lost(&self.meters[k], true);
        self.say(k, tick, site, way, lost, facts);
    }

    /// Meter `k` says that it has voltage again.
    pub(super) fn come_back(&self, k: usize, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        let level = self.carrier.hops(self.meters[k].node);
        let back = power_lost(&self.meters[k], false);
        self.say(k, tick, site, Way::Return { level }, back, facts);
    }

    /// The meter's module is pulled out, and gasps though it has voltage.
    pub fn unplug(&self, meter: AssetRef, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        if let Some(k) = self.position(meter)
            && self.state.meters[k].powered
        {
            self.gasp(k, tick, site, Way::LastGasp { relayed: true }, facts);
        }
    }

    /// Meters that gasp though they have voltage, and say later that it is back.
    pub fn glitch(&mut self, tick: Tick, start: DateTime, site: Site<'_>, facts: &mut Vec<Fact>) {
        let entities = self
            .meters
            .iter()
            .map(|m| (area_of(m.asset) as u16, m.asset.index));
        let chance = (self.settings.false_gasps, self.seed);
        let due = self.glitches.at(tick, start, chance, entities);
        for (k, back) in due {
            if !self.state.meters[k].powered {
                continue;
            }
            if back {
                self.come_back(k, tick, site, facts);
            } else {
                self.gasp(k, tick, site, Way::LastGasp { relayed: true }, facts);
            }
        }
    }
}

fn power_lost(meter: &Meter, begins: bool) -> Uplink {
    Uplink::MeterNoted {
        meter: meter.asset,
        event: MeterEventKind::PowerLost,
        phases: meter.phases(),
        begins,
    }
}
