//! What actions do to the field.

use std::sync::Arc;

use taiqu_grid::{AssetRef, Kind, Phases, Place};
use taiqu_link::{Action, Refusal, Tick};

use super::Field;
use crate::event::{Cause, Happening};
use crate::harm::{Leak, Touching};

/// What a leak may have, Ω; with less it is a short circuit.
const LEAK_OHM: std::ops::RangeInclusive<f64> = 50.0..=1e6;

impl Field {
    /// Loads that the scenario connects before anything else happens to them are
    /// not connected yet.
    pub(super) fn begin_disconnected(&mut self) {
        let mut met = vec![false; self.connected.len()];
        for event in self.setup.events.clone() {
            let (asset, connects) = match event.action {
                Action::ConnectLoad { load } => (load, true),
                Action::DisconnectLoad { load } => (load, false),
                _ => continue,
            };
            for k in self.loads_of(asset) {
                if !met[k] {
                    met[k] = true;
                    self.connected[k] = !connects;
                }
            }
        }
    }

    /// Does `action` and notes why it happened, or says why it cannot be done.
    pub(super) fn bring_about(
        &mut self,
        tick: Tick,
        action: Action,
        cause: Cause,
    ) -> Result<(), Refusal> {
        self.act(tick, action)?;
        self.happened.push(Happening {
            at_ms: tick.ms(),
            action,
            cause,
        });
        Ok(())
    }

    /// Does `action`, or says why it cannot be done.
    pub(super) fn act(&mut self, tick: Tick, action: Action) -> Result<(), Refusal> {
        let truth = Arc::clone(&self.setup.truth);
        let asset = action.asset();
        if !truth.has(asset) {
            return Err(Refusal::NotThere);
        }
        if !is_right(action) {
            return Err(Refusal::NotPossible);
        }
        // What is padlocked and signed nobody closes.
        let closes = matches!(
            action,
            Action::CloseSwitch { .. } | Action::ConnectLoad { .. }
        );
        if closes && self.is_locked(asset) {
            return Err(Refusal::Locked);
        }
        match action {
            Action::OpenRelay { .. }
            | Action::CloseRelay { .. }
            | Action::Arrears { .. }
            | Action::Settle { .. } => self.relay(action)?,
            Action::OpenSwitch { .. }
            | Action::BlowFuse { .. }
            | Action::CloseSwitch { .. }
            | Action::Break { .. }
            | Action::Short { .. }
            | Action::Loosen { .. }
            | Action::Leak { .. }
            | Action::Mend { .. }
            | Action::SetTap { .. } => {
                self.rewire(action);
                self.reswitched = true;
                if let Action::CloseSwitch { switch, .. } = action {
                    self.reclosers.closed(tick, switch);
                }
            }
            Action::Raise { .. } => self.raise(asset),
            Action::Flash {
                conductors,
                earth,
                lasts_ms,
                ..
            } => self.flash(tick, asset, Touching { conductors, earth }, lasts_ms),
            Action::ConnectLoad { .. } => self.connect(asset, true),
            Action::DisconnectLoad { .. } => self.connect(asset, false),
            _ => self.harm(tick, action),
        }
        Ok(())
    }

    /// What changes the wires.
    fn rewire(&mut self, action: Action) {
        let truth = Arc::clone(&self.setup.truth);
        let asset = action.asset();
        match action {
            Action::OpenSwitch { phases, .. } | Action::BlowFuse { phases, .. } => {
                let closed = self.switching.switch(asset);
                *closed = closed.without(phases);
            }
            Action::CloseSwitch { phases, .. } => {
                let network = truth.network(asset.place);
                let has: Phases = network.switches[asset.index as usize].phases;
                let closed = self.switching.switch(asset);
                *closed = closed.union(phases.and(has));
            }
            Action::Break { conductors, .. } => {
                let broken = self.switching.broken(asset);
                *broken = broken.union(conductors);
            }
            Action::Short {
                conductors, earth, ..
            } => {
                let touching = Touching { conductors, earth };
                self.harm.shorts.insert(asset, touching);
            }
            Action::Loosen {
                conductors, ohm, ..
            } => {
                let loose = self.switching.loose(asset);
                for conductor in conductors.iter() {
                    loose[conductor.index()] = ohm;
                }
            }
            Action::Leak {
                conductors, ohm, ..
            } => drop(self.harm.leaks.insert(asset, Leak { conductors, ohm })),
            Action::Mend { conductors, .. } => {
                let broken = self.switching.broken(asset);
                *broken = broken.without(conductors);
                if self.switching.is_loose(asset).is_some() {
                    let loose = self.switching.loose(asset);
                    for conductor in conductors.iter() {
                        loose[conductor.index()] = 0.0;
                    }
                }
                self.harm.shorts.remove(&asset);
                self.harm.leaks.remove(&asset);
            }
            Action::SetTap { tap, .. } => *self.switching.tap(asset) = tap,
            _ => {}
        }
    }

    /// A pole stands again: what it holds hangs again, where the other end has a pole too.
    fn raise(&mut self, pole: AssetRef) {
        self.harm.fallen.remove(&pole);
        let strung = self.poles.held(pole).to_vec();
        let fallen = &self.harm.fallen;
        let strung = strung.into_iter().filter(|&section| {
            let mut ends = self.poles.holding(section).iter();
            !ends.any(|end| fallen.contains(end))
        });
        for section in strung.collect::<Vec<_>>() {
            let conductors = Phases::ABCN;
            self.rewire(Action::Mend {
                section,
                conductors,
            });
        }
        self.reswitched = true;
    }

    /// What damages or mends other things.
    fn harm(&mut self, tick: Tick, action: Action) {
        let harm = &mut self.harm;
        let asset = action.asset();
        match action {
            Action::Fail { .. } => {
                harm.failed.insert(asset);
                // Its fuses blow at once.
                self.start_protection(tick);
            }
            Action::Replace { .. } => drop(harm.failed.remove(&asset)),
            Action::Burn { .. } => drop(harm.burnt.insert(asset)),
            Action::Rebuild { .. } => drop(harm.burnt.remove(&asset)),
            Action::ForceLock { .. } => self.box_locks.force(tick, asset),
            Action::MendLock { .. } => self.box_locks.close(tick, asset, None),
            Action::CutMeter { .. } => drop(harm.cut.insert(asset)),
            Action::JoinMeter { .. } => drop(harm.cut.remove(&asset)),
            Action::TripCustomer { .. } => drop(harm.tripped.insert(asset)),
            Action::ResetCustomer { .. } => drop(harm.tripped.remove(&asset)),
            Action::LeakInside { ohm, .. } => {
                let conductors = Phases::NONE;
                harm.leaks.insert(asset, Leak { conductors, ohm });
            }
            Action::FeedByCar { .. } => drop(harm.by_car.insert(asset)),
            Action::BackToMains { .. } => drop(harm.by_car.remove(&asset)),
            Action::MendInside { .. } => drop(harm.leaks.remove(&asset)),
            Action::Unplug { .. } => self.unplugged.push(asset),
            Action::Silence { .. } => drop(harm.mute.insert(asset)),
            Action::Plug { .. } => drop(harm.mute.remove(&asset)),
            Action::Tamper { how, .. } => drop(harm.tampered.insert((asset, how))),
            Action::Untamper { how, .. } => drop(harm.tampered.remove(&(asset, how))),
            Action::Fell { .. } => drop(harm.fallen.insert(asset)),
            Action::KillTerminal { .. } => drop(harm.deaf.insert(asset)),
            Action::ReviveTerminal { .. } => drop(harm.deaf.remove(&asset)),
            _ => {}
        }
        self.starve();
        self.reloaded = true;
    }

    /// What moves the relay in a meter, or will once it has voltage.
    fn relay(&mut self, action: Action) -> Result<(), Refusal> {
        let truth = &self.setup.truth;
        let asset = action.asset();
        let meter = match asset.kind {
            Kind::Customer => truth.meter_of(asset).ok_or(Refusal::NotPossible)?,
            _ => asset,
        };
        // Gateway meters have no relay.
        let counts_for = |customer| truth.meter_of(customer) == Some(meter);
        if !truth.all(Kind::Customer).any(counts_for) {
            return Err(Refusal::NotPossible);
        }
        match action {
            Action::OpenRelay { .. } => self.relays.open(meter),
            Action::CloseRelay { .. } => self.relays.close(meter)?,
            Action::Arrears { .. } => self.relays.run_out(meter),
            _ => self.relays.settle(meter),
        }
        self.starve();
        self.reloaded = true;
        Ok(())
    }

    /// Finds out which loads get nothing because of damage or of an open relay.
    pub(super) fn starve(&mut self) {
        let truth = &*self.setup.truth;
        for (load, starved) in self.model.loads().iter().zip(&mut self.starved) {
            let customer = match load.place {
                Place::Area(area) => {
                    let item = &truth.areas[usize::from(area)].loads[load.index as usize];
                    item.customer
                        .map(|c| AssetRef::in_area(area, Kind::Customer, c as u32))
                }
                Place::Line(_) => None,
            };
            *starved = customer.is_some_and(|customer| {
                let meter = truth.meter_of(customer);
                self.harm.starves(truth, customer)
                    || meter.is_some_and(|meter| self.relays.is_open(meter))
            });
        }
    }

    fn connect(&mut self, asset: AssetRef, on: bool) {
        for k in self.loads_of(asset) {
            self.connected[k] = on;
            self.reloaded = true;
        }
    }

    /// Positions, among the model's loads, of a load or of a customer's loads.
    fn loads_of(&self, asset: AssetRef) -> Vec<usize> {
        let loads = self.model.loads().iter().enumerate();
        let own = loads.filter(|(_, load)| **load == asset || self.belongs(**load, asset));
        own.map(|(k, _)| k).collect()
    }

    /// Whether a load is a customer's.
    pub(super) fn belongs(&self, load: AssetRef, customer: AssetRef) -> bool {
        let (Place::Area(area), Kind::Load, Kind::Customer) =
            (load.place, load.kind, customer.kind)
        else {
            return false;
        };
        let item = &self.setup.truth.areas[usize::from(area)].loads[load.index as usize];
        load.place == customer.place && item.customer == Some(customer.index as usize)
    }
}

/// Whether an action fits the kind of thing it is done to.
fn is_right(action: Action) -> bool {
    let kind = action.asset().kind;
    match action {
        Action::OpenSwitch { .. } | Action::CloseSwitch { .. } | Action::BlowFuse { .. } => {
            kind == Kind::Switch
        }
        Action::Break { .. }
        | Action::Short { .. }
        | Action::Mend { .. }
        | Action::Flash { .. } => kind == Kind::Section,
        Action::Loosen { ohm, .. } => kind == Kind::Section && (0.0..=1e6).contains(&ohm),
        Action::Leak { ohm, .. } => kind == Kind::Section && LEAK_OHM.contains(&ohm),
        Action::LeakInside { ohm, .. } => kind == Kind::Customer && LEAK_OHM.contains(&ohm),
        Action::Fail { .. }
        | Action::Replace { .. }
        | Action::KillTerminal { .. }
        | Action::ReviveTerminal { .. } => kind == Kind::Transformer,
        Action::Burn { .. }
        | Action::Rebuild { .. }
        | Action::ForceLock { .. }
        | Action::MendLock { .. } => kind == Kind::Box,
        Action::CutMeter { .. }
        | Action::JoinMeter { .. }
        | Action::Unplug { .. }
        | Action::Silence { .. }
        | Action::Plug { .. }
        | Action::Tamper { .. }
        | Action::Untamper { .. }
        | Action::OpenRelay { .. }
        | Action::CloseRelay { .. } => kind == Kind::Meter,
        Action::TripCustomer { .. }
        | Action::ResetCustomer { .. }
        | Action::MendInside { .. }
        | Action::Arrears { .. }
        | Action::FeedByCar { .. }
        | Action::BackToMains { .. }
        | Action::Settle { .. } => kind == Kind::Customer,
        Action::SetTap { tap, .. } => kind == Kind::Transformer && (0.8..=1.2).contains(&tap),
        Action::ConnectLoad { .. } | Action::DisconnectLoad { .. } => {
            matches!(kind, Kind::Load | Kind::Customer)
        }
        Action::Fell { .. } | Action::Raise { .. } => kind == Kind::Node,
    }
}
