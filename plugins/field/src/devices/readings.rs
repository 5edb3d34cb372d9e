//! When meters read, and what they answer.

use taiqu_grid::{AssetRef, District};
use taiqu_link::{DateTime, Rhythm, Tick, Uplink, Way};

use super::clock::NextReading;
use super::{Devices, Site};
use crate::field::Fact;
use crate::harm::Harm;

impl Devices {
    /// The instant samples of all meters that have voltage and whose clock shows the quarter
    /// hour; at tick 0 of all, as their first.
    pub fn read(
        &mut self,
        tick: Tick,
        place: (DateTime, Rhythm),
        site: Site<'_>,
        facts: &mut Vec<Fact>,
    ) {
        if tick.0 > 0 && tick.0 < self.state.reads {
            return;
        }
        let mut reads = u64::MAX;
        for k in 0..self.meters.len() {
            let device = &self.meters[k];
            let condition = &self.state.meters[k];
            let due = condition.reading.at_s <= tick.0;
            if due && condition.powered {
                let fact = Uplink::MeterReported {
                    meter: device.asset,
                    reading: device.reads(site),
                };
                let event_ms = 1000 * condition.reading.quarter_s;
                self.say_of(k, (tick, event_ms), site, Way::Reading, fact, facts);
            }
            if due {
                self.plan_reading(k, tick, place);
            }
            reads = reads.min(self.state.meters[k].reading.at_s);
        }
        self.state.reads = reads;
    }

    /// Meters that were asked answer, if they can.
    pub fn answer(
        &self,
        tick: Tick,
        site: Site<'_>,
        questions: &[(u64, AssetRef)],
        facts: &mut Vec<Fact>,
    ) {
        for &(question, meter) in questions {
            let Some(k) = self.position(meter) else {
                continue;
            };
            if self.state.meters[k].powered {
                let fact = Uplink::MeterAnswered {
                    meter,
                    question,
                    reading: self.meters[k].reads(site),
                };
                self.say(k, tick, site, Way::Answer, fact, facts);
            }
        }
    }

    /// Once a day the area's terminal tells all its meters the time.
    pub fn tell_time(
        &mut self,
        tick: Tick,
        place: (DateTime, Rhythm),
        (district, harm): (&District, &Harm),
    ) {
        let now_s = place.0.second_of_day() + tick.0;
        let (day, second) = (now_s / 86_400, now_s % 86_400);
        if second != (self.settings.time_told_h * 3600.0) as u64 {
            return;
        }
        for k in 0..self.meters.len() {
            let device = &self.meters[k];
            let drift_ms = device.drift_ms;
            let hears = self.hears(device.asset, district, harm);
            if hears && self.state.meters[k].clock.hear(tick, day, drift_ms) {
                self.plan_reading(k, tick, place);
                self.state.reads = self.state.reads.min(self.state.meters[k].reading.at_s);
            }
        }
    }

    fn plan_reading(&mut self, k: usize, tick: Tick, place: (DateTime, Rhythm)) {
        let condition = &mut self.state.meters[k];
        let error_ms = condition.clock.error_ms(tick, self.meters[k].drift_ms);
        condition.reading = NextReading::after(tick, error_ms, place);
    }
}
