//! Supply that is cut off before water reaches what carries it, and put on again when the
//! water has gone and a crew has looked.
//!
//! Of the water there are two tellers: the forecast says hours before which boxes it will
//! reach, and customers are warned; the rain and rivers that were observed say how near it is,
//! and only then is the supply cut off. Somebody who depends on it for life is told first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::metering::telemetered_switches;
use taiqu_link::{Command, Tick};
use taiqu_risk::Reached;

use super::Desk;
use crate::operations::Operations;
use crate::order::{About, OrderState};

/// Supply that is cut off before water comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shutdown {
    /// The switch that does it, from afar.
    pub switch: AssetRef,
    /// The boxes and cabinets behind it that water will reach, and when, by the newest
    /// forecast or the rain and rivers that were observed.
    pub cabinets: BTreeMap<AssetRef, Tick>,
    /// When customers were told.
    pub warned: Option<Tick>,
    /// Which, those on whose supply most depends first.
    pub told: Vec<AssetRef>,
    /// When it was ordered open.
    pub opened: Option<Tick>,
    /// Since when the water has been gone.
    pub clear: Option<Tick>,
    /// What ends in its boxes and a crew has found whole, or mended, since.
    pub whole: Vec<AssetRef>,
    /// When it was last ordered closed.
    pub closing: Option<Tick>,
    /// When it was over.
    pub over: Option<Tick>,
}

impl Desk {
    /// All supplies that were or are to be cut off before water.
    pub fn shutdowns(&self) -> &[Shutdown] {
        &self.memory.shutdowns
    }

    /// Thinks over, once a minute, what is to be cut off and put on, by the newest forecast
    /// of what water will reach and how far it stands above live parts now, m. Where nobody
    /// sees both forecast and network, nothing is done.
    pub fn watch_water(
        &mut self,
        now: Tick,
        ahead: Option<&BTreeMap<AssetRef, Reached>>,
        depths_m: &BTreeMap<AssetRef, f64>,
    ) {
        if self.operations == Operations::Siloed {
            return;
        }
        self.expect_water(now, ahead, depths_m);
        for k in 0..self.memory.shutdowns.len() {
            if self.memory.shutdowns[k].over.is_some() {
                continue;
            }
            if self.memory.shutdowns[k].opened.is_none() {
                self.warn(now, k);
                self.cut_off(now, k, depths_m);
            } else {
                self.put_on(now, k, depths_m);
            }
        }
    }

    /// Notes what water will reach behind which switch.
    fn expect_water(
        &mut self,
        now: Tick,
        ahead: Option<&BTreeMap<AssetRef, Reached>>,
        depths_m: &BTreeMap<AssetRef, f64>,
    ) {
        let rules = self.rules.shutting;
        let mut by_switch: BTreeMap<AssetRef, BTreeMap<AssetRef, Tick>> = BTreeMap::new();
        let mut switches = None;
        for (&cabinet, &depth_m) in depths_m {
            let expected = ahead.and_then(|ahead| ahead.get(&cabinet));
            let noted = self.is_noted(cabinet);
            let from = if noted { rules.unlikely } else { rules.likely };
            let likely = expected.filter(|reached| reached.probability >= from);
            // What stands in water is seen by what was observed, whatever was forecast.
            let at = if depth_m >= 0.0 {
                Some(now)
            } else {
                likely.map(|reached| Tick(now.0.max(reached.at_s.max(0) as u64)))
            };
            let Some(at) = at else {
                continue;
            };
            let switches = switches.get_or_insert_with(|| telemetered_switches(&self.records));
            if let Some(switch) = self.cuts(cabinet, switches) {
                by_switch.entry(switch).or_default().insert(cabinet, at);
            }
        }
        // What is not likely any more is left alone, unless it is off already.
        for shutdown in &mut self.memory.shutdowns {
            if shutdown.opened.is_none() && shutdown.over.is_none() {
                shutdown.cabinets = by_switch.remove(&shutdown.switch).unwrap_or_default();
                if shutdown.cabinets.is_empty() {
                    shutdown.over = Some(now);
                }
            } else if shutdown.over.is_none()
                && let Some(more) = by_switch.remove(&shutdown.switch)
            {
                shutdown.cabinets.extend(more);
            }
        }
        for (switch, cabinets) in by_switch {
            let tripped = |other: &Shutdown| other.switch == switch && other.tripped();
            if !self.memory.shutdowns.iter().any(tripped) {
                self.memory.shutdowns.push(Shutdown {
                    switch,
                    cabinets,
                    warned: None,
                    told: Vec::new(),
                    opened: None,
                    clear: None,
                    whole: Vec::new(),
                    closing: None,
                    over: None,
                });
            }
        }
    }

    fn is_noted(&self, cabinet: AssetRef) -> bool {
        let mut going = self.memory.shutdowns.iter().filter(|s| s.over.is_none());
        going.any(|shutdown| shutdown.cabinets.contains_key(&cabinet))
    }

    /// The nearest switch above a box that can be opened from afar, in the same area.
    fn cuts(&self, cabinet: AssetRef, switches: &[AssetRef]) -> Option<AssetRef> {
        let mut above = self.topology.upstream(cabinet).into_iter();
        above.find(|above| above.place == cabinet.place && switches.contains(above))
    }

    /// Customers behind a switch are told in time that it will be opened.
    fn warn(&mut self, now: Tick, k: usize) {
        let shutdown = &self.memory.shutdowns[k];
        let first = shutdown.cabinets.values().min();
        let due = first.is_some_and(|at| at.0 <= now.0 + self.rules.shutting.warn_s);
        if shutdown.warned.is_some() || !due {
            return;
        }
        let mut told: Vec<AssetRef> = self.topology.customers(shutdown.switch).collect();
        told.sort_by_key(|&customer| (Reverse(self.records.importance(customer)), customer));
        self.memory.warnings.extend(&told);
        let shutdown = &mut self.memory.shutdowns[k];
        shutdown.warned = Some(now);
        shutdown.told = told;
    }

    /// Opens a switch when water is near to what it feeds, and customers were told.
    fn cut_off(&mut self, now: Tick, k: usize, depths_m: &BTreeMap<AssetRef, f64>) {
        let rules = self.rules.shutting;
        let shutdown = &self.memory.shutdowns[k];
        let told = |at: Tick| now.since(at) >= rules.told_s;
        let first = shutdown.told.first();
        let most = first.map(|&first| self.records.importance(first));
        let near_m = rules.near_m(most.unwrap_or_default());
        let cabinets = shutdown.cabinets.keys();
        let mut near = cabinets.filter_map(|cabinet| depths_m.get(cabinet));
        if shutdown.warned.is_some_and(told) && near.any(|&depth_m| depth_m >= -near_m) {
            let (switch, phases) = (shutdown.switch, Phases::ABC);
            self.memory.shutdowns[k].opened = Some(now);
            let open = Command::OpenSwitch { switch, phases };
            self.memory.commands.push(open);
        }
    }

    /// When the water has gone crews look at what it may have reached, and the switch is
    /// closed when all is whole.
    fn put_on(&mut self, now: Tick, k: usize, depths_m: &BTreeMap<AssetRef, f64>) {
        let rules = self.rules.shutting;
        let shutdown = &mut self.memory.shutdowns[k];
        let mut depths = shutdown.cabinets.keys().filter_map(|c| depths_m.get(c));
        if depths.any(|&depth_m| depth_m >= -rules.clear_m) {
            shutdown.clear = None;
            shutdown.whole.clear();
            return;
        }
        let clear = *shutdown.clear.get_or_insert(now);
        if now.since(clear) < rules.clear_s {
            return;
        }
        let cabinets = self.memory.shutdowns[k].cabinets.keys();
        let parts: BTreeSet<AssetRef> = cabinets.flat_map(|&c| self.beside(c)).collect();
        for &part in &parts {
            if !self.memory.shutdowns[k].whole.contains(&part) {
                self.look_at(now, k, part, clear);
            }
        }
        let shutdown = &mut self.memory.shutdowns[k];
        let all = parts.iter().all(|part| shutdown.whole.contains(part));
        let due = |at: Tick| now.since(at) >= self.rules.close_again_s;
        if all && shutdown.closing.is_none_or(due) {
            shutdown.closing = Some(now);
            let switch = shutdown.switch;
            let item = &self.records.network(switch.place).switches[switch.index as usize];
            let phases = item.phases;
            let close = Command::CloseSwitch { switch, phases };
            self.memory.commands.push(close);
        }
    }

    /// Sends somebody to look at what water may have reached, unless somebody has found it
    /// whole, or mended it, since the water went.
    fn look_at(&mut self, now: Tick, k: usize, part: AssetRef, clear: Tick) {
        let orders = self.memory.orders.iter();
        let mut own = orders.filter(|order| order.target == part);
        if own.clone().any(|order| !order.state.is_over()) {
            return;
        }
        let is_whole = own.any(|order| {
            let looked = order.when(OrderState::Fruitless);
            let looked = looked.filter(|_| order.about == About::Dried(part));
            let ended = looked.or(order.when(OrderState::Restored));
            ended.is_some_and(|at| at >= clear)
        });
        if is_whole {
            self.memory.shutdowns[k].whole.push(part);
            return;
        }
        let urgency = self.weight_behind(self.memory.shutdowns[k].switch);
        if let Some(order) = self.open(now, About::Dried(part), part, urgency) {
            let order = &mut self.memory.orders[order];
            // What it finds elsewhere is another's to look at.
            order.around = false;
            order.expects = None;
        }
    }

    /// The sections whose ends are in a box: that which feeds it and those that leave it to
    /// the next.
    fn beside(&self, cabinet: AssetRef) -> Vec<AssetRef> {
        let near = |asset: AssetRef| {
            let kinds = [Kind::Section, Kind::Transformer, Kind::Box];
            let mut path = self.topology.upstream(asset).into_iter();
            path.find(|above| kinds.contains(&above.kind))
        };
        match near(cabinet) {
            Some(feeds) if feeds.kind == Kind::Section => vec![feeds],
            _ => {
                let below = self.topology.downstream(cabinet).iter().copied();
                let sections = below.filter(|asset| asset.kind == Kind::Section);
                sections
                    .filter(|&part| near(part) == Some(cabinet))
                    .collect()
            }
        }
    }

    /// A switch moved that was to be opened or closed because of water.
    pub(super) fn follow_shut(&mut self, now: Tick, switch: AssetRef, closed: Phases) {
        let mut going = self.memory.shutdowns.iter_mut();
        let own = going.find(|one| one.switch == switch && one.over.is_none());
        let Some(shutdown) = own else {
            return;
        };
        let open = closed.and(Phases::ABC).is_empty();
        // Protection was faster: it is an incident, and crews look after it.
        let tripped = open && shutdown.opened.is_none();
        if tripped || (!open && shutdown.closing.is_some()) {
            shutdown.over = Some(now);
        }
    }

    /// Whether the desk keeps a switch open because of water.
    pub(super) fn is_shut(&self, switch: AssetRef) -> bool {
        let mut all = self.memory.shutdowns.iter();
        all.any(|one| one.switch == switch && one.opened.is_some() && one.over.is_none())
    }

    /// Whether a customer has no supply because of it.
    pub(super) fn is_cut_off(&self, customer: AssetRef) -> bool {
        let mut going = self.memory.shutdowns.iter().filter(|s| s.over.is_none());
        going.any(|one| one.opened.is_some() && self.topology.is_below(customer, one.switch))
    }

    /// Those who were warned of it and not put on again since, and whether they are off.
    pub(super) fn warned(&self) -> impl Iterator<Item = (AssetRef, bool)> {
        let all = self.memory.shutdowns.iter();
        let going = all.filter(|one| one.over.is_none() && one.closing.is_none());
        going.flat_map(|one| one.told.iter().map(|&c| (c, one.opened.is_some())))
    }
}

impl Shutdown {
    /// Whether protection opened the switch before it was to be.
    fn tripped(&self) -> bool {
        self.over.is_some() && self.opened.is_none() && !self.cabinets.is_empty()
    }
}
