//! What telemetered switches tell.

use taiqu_link::{Letter, Source, Tick, Uplink};
use taiqu_powerflow::Switching;

use super::Devices;
use crate::field::Fact;

impl Devices {
    /// Telemetered switches that moved, or never told where they stand.
    pub fn switches(&mut self, tick: Tick, switching: &Switching, facts: &mut Vec<Fact>) {
        for (&switch, told) in self.switches.iter().zip(&mut self.state.told) {
            let closed = switching.is_closed(switch);
            if *told != Some(closed) {
                *told = Some(closed);
                let fact = Uplink::SwitchMoved { switch, closed };
                facts.push(Letter::by_modem(Source::Device(switch), tick.ms(), fact));
            }
        }
    }
}
