//! What opens by itself.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::SwitchKind;
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::chance::unit;
use taiqu_link::{Action, Damage, Tick};
use taiqu_powerflow::protection::clearings;
use taiqu_powerflow::{FaultConditions, FaultType, Options, equipment_earths, short_circuits};

use super::Field;
use super::overload::cabinet_c;
use crate::event::Cause;
use crate::harm::Touching;
use crate::noise::{Purpose, stream};
use crate::sun::{generation, sine_of_elevation};

/// Resistance between wires that touch, Ω.
const CONTACT_OHM: f64 = 0.02;

/// Something that will open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Second since the start.
    pub at_s: u64,
    /// The switch, or the customer whose own breaker it is.
    pub switch: AssetRef,
    /// Its conductors.
    pub phases: Phases,
    /// Whether what was connected is too much, and nothing has failed.
    pub overload: bool,
}

impl Field {
    /// What touches while energised, or has failed, is taken off by what protects it:
    /// finds out what opens, and when.
    pub(super) fn start_protection(&mut self, tick: Tick) {
        let mut openings = Vec::new();
        let shorts: Vec<_> = self.harm.shorts.iter().map(|(&s, &t)| (s, t)).collect();
        for (section, touching) in shorts {
            let opening = self.clears(tick, section, touching);
            openings.extend(opening.map(|(_, opening)| opening));
        }
        for transformer in self.harm.failed.clone() {
            let switch = self.switch_above(transformer);
            let closed = switch.map(|switch| self.switching.is_closed(switch));
            if let (Some(switch), Some(phases)) = (switch, closed.filter(|c| !c.is_empty())) {
                let at_s = tick.0;
                openings.push(Opening {
                    at_s,
                    switch,
                    phases,
                    overload: false,
                });
            }
        }
        openings.extend(self.residual_opening(tick));
        for opening in openings {
            let known = self.openings.iter().any(|o| o.switch == opening.switch);
            if !known {
                self.openings.push(opening);
            }
        }
    }

    /// What stands against `section` for a moment opens what protects it, where that is
    /// faster.
    pub(super) fn flash(
        &mut self,
        tick: Tick,
        section: AssetRef,
        touching: Touching,
        lasts_ms: u32,
    ) {
        let Some((after_s, opening)) = self.clears(tick, section, touching) else {
            return;
        };
        let known = self.openings.iter().any(|o| o.switch == opening.switch);
        if after_s * 1000.0 <= f64::from(lasts_ms) && !known {
            self.openings.push(opening);
        }
    }

    /// What carries too much load for too long opens in the next tick.
    pub(super) fn bear_load(&mut self, tick: Tick) {
        let solution = self.solver.solution();
        let largest = |switch: AssetRef| {
            let currents = solution.switch_current(switch);
            let phases = currents[..3].iter().map(|i| i.norm());
            phases.fold(0.0, f64::max)
        };
        let (now, time) = (self.weather(tick), self.time(tick));
        let hour = time.second_of_day() as f64 / 3600.0;
        let latitude_deg = self.setup.weather.latitude_deg;
        let sine = sine_of_elevation(time.day_of_year(), hour, latitude_deg);
        let around_c = cabinet_c(now.temperature_c, generation(sine, now.cloud));
        for switch in self.overloads.live((60.0, around_c), largest) {
            let item = &self.setup.truth.network(switch.place).switches[switch.index as usize];
            let currents = solution.switch_current(switch);
            // A fuse opens the conductor that carried most, a breaker all.
            let single = matches!(item.kind, SwitchKind::Fuse | SwitchKind::DropOut);
            let most = (0..3).max_by(|&a, &b| currents[a].norm().total_cmp(&currents[b].norm()));
            let phases = match most.filter(|_| single) {
                Some(most) => Phases::from_bits(1 << most),
                None => item.phases,
            };
            self.openings.push(Opening {
                at_s: tick.0,
                switch,
                phases,
                overload: true,
            });
        }
    }

    /// Opens what is due, and closes again what is.
    pub(super) fn protect(&mut self, tick: Tick) {
        self.reclose(tick);
        let (due, later) = self.openings.iter().partition(|o| o.at_s <= tick.0);
        self.openings = later;
        let due: Vec<Opening> = due;
        for opening in due {
            let action = self.opens(opening.switch, opening.phases);
            let cause = if opening.overload {
                Cause::Overload
            } else {
                Cause::Protection
            };
            if self.bring_about(tick, action, cause).is_ok() {
                self.reclosers.opened(tick, opening.switch);
            }
        }
    }

    fn reclose(&mut self, tick: Tick) {
        for switch in self.reclosers.due(tick) {
            let phases =
                self.setup.truth.network(switch.place).switches[switch.index as usize].phases;
            let action = Action::CloseSwitch { switch, phases };
            if self.bring_about(tick, action, Cause::Protection).is_err() {
                self.reclosers.blocked(switch);
            }
        }
    }

    /// What it is called that something opens by itself.
    fn opens(&self, switch: AssetRef, phases: Phases) -> Action {
        if switch.kind == Kind::Customer {
            return Action::TripCustomer { customer: switch };
        }
        let network = self.setup.truth.network(switch.place);
        let kind = network.switches[switch.index as usize].kind;
        if matches!(kind, SwitchKind::Fuse | SwitchKind::DropOut) {
            Action::BlowFuse { switch, phases }
        } else {
            Action::OpenSwitch { switch, phases }
        }
    }

    /// The device that takes off what touches at the far end of `section`, and after how many
    /// seconds; none where it is dead, or nothing opens.
    fn clears(&self, tick: Tick, section: AssetRef, touching: Touching) -> Option<(f64, Opening)> {
        let truth = &*self.setup.truth;
        let record = &truth.network(section.place).sections[section.index as usize];
        let node = AssetRef {
            kind: Kind::Node,
            index: record.to as u32,
            ..section
        };
        let bus = self.model.bus(node);
        let live = self.solver.solution().live(bus);
        let kind = fault_type(touching, live)?;
        let conditions = FaultConditions {
            fault_ohm: CONTACT_OHM,
            loads: None,
            earth_ohm: equipment_earths(truth, &self.model),
            standard: None,
        };
        let network = (&self.model, &self.switching, Options::default());
        let faults = short_circuits(network.0, network.1, network.2, &conditions, &[kind]).ok()?;
        let fault = faults.into_iter().find(|fault| fault.bus == bus)?;
        let records = (truth, &*self.setup.catalogue);
        let cleared = clearings(records, network, &conditions, &[fault]).ok()?;
        let trip = cleared.first()?.first?;
        let entity = (0, trip.switch.index);
        let luck = unit(&mut stream(
            self.setup.seed,
            Purpose::Protection,
            entity,
            tick.0,
        ));
        let after_s = trip.earliest_s + luck * (trip.latest_s - trip.earliest_s);
        let item = &truth.network(trip.switch.place).switches[trip.switch.index as usize];
        // A fuse opens the conductors that carried it, a breaker all.
        let single = matches!(item.kind, SwitchKind::Fuse | SwitchKind::DropOut);
        let same_side = trip.switch.place == section.place;
        let phases = if single && same_side {
            item.phases.and(touching.conductors).and(Phases::ABC)
        } else {
            item.phases
        };
        let opening = Opening {
            at_s: tick.0 + after_s as u64,
            switch: trip.switch,
            phases,
            overload: false,
        };
        Some((after_s, opening))
    }

    /// The nearest switch above a thing.
    fn switch_above(&self, asset: AssetRef) -> Option<AssetRef> {
        let path = self.topology.upstream(asset).into_iter();
        path.into_iter().find(|above| above.kind == Kind::Switch)
    }

    /// What has happened to a switch that should be closed and that nobody opened.
    pub fn opened_by_itself(&self, switch: AssetRef) -> Option<Damage> {
        let network = self.setup.truth.network(switch.place);
        let item = &network.switches[switch.index as usize];
        let open = item.phases.without(self.switching.is_closed(switch));
        if !item.closed || open.is_empty() || self.laid_off.contains(&switch) {
            return None;
        }
        let fuse = matches!(item.kind, SwitchKind::Fuse | SwitchKind::DropOut);
        Some(if fuse {
            Damage::BlownFuse
        } else {
            Damage::TrippedBreaker
        })
    }
}

/// What the touching conductors that are `live` make.
fn fault_type(touching: Touching, live: Phases) -> Option<FaultType> {
    let neutral = touching.conductors.and(live).without(Phases::ABC);
    let phases = touching.conductors.and(live).and(Phases::ABC);
    let word = match (phases.len(), neutral.is_empty(), touching.earth) {
        (3, _, _) => "abc".to_owned(),
        (2, _, earth) => {
            let word = if phases.to_string() == "ac" {
                "ca".to_owned()
            } else {
                phases.to_string()
            };
            if earth { word + "e" } else { word }
        }
        (1, _, true) => format!("{phases}e"),
        (1, false, false) => format!("{phases}n"),
        _ => return None,
    };
    FaultType::ALL.into_iter().find(|kind| kind.word() == word)
}
