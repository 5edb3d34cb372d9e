//! Looking for what is broken, with a voltage tester and open eyes.

use std::collections::BTreeSet;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Kind, Phases, Place};
use taiqu_link::Damage;

use super::settings::WorkSettings;
use crate::Field;

/// Speed between things that are far apart, m/s.
const DRIVING_M_S: f64 = 6.0;
/// Distance from which the vehicle is taken, m.
const FAR_M: f64 = 250.0;

/// How a search ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Search {
    /// How long it takes, s.
    pub seconds: f64,
    /// What is found.
    pub found: Option<(AssetRef, Damage)>,
}

/// Looks at a thing, then at others that were named, then, if it is to look `around`, up
/// the line to where there is voltage and down from there.
pub(super) fn search(
    field: &Field,
    (target, also): (AssetRef, &[AssetRef]),
    around: bool,
    settings: &WorkSettings,
) -> Search {
    let mut walk = Walk {
        field,
        settings,
        at: field.district().site(target),
        seconds: 0.0,
        seen: BTreeSet::new(),
    };
    let named = std::iter::once(target).chain(also.iter().copied());
    let found = named.into_iter().find_map(|asset| walk.look(asset));
    let found = found.or_else(|| {
        if !around {
            return None;
        }
        walk.up(target).or_else(|| walk.down(target))
    });
    // What opened by itself would open again on what made it do so.
    let found = found.map(|opened| walk.reason(opened).unwrap_or(opened));
    let found = found.filter(|_| walk.seconds <= settings.search_most_s as f64);
    Search {
        seconds: walk.seconds.min(settings.search_most_s as f64),
        found,
    }
}

struct Walk<'a> {
    field: &'a Field,
    settings: &'a WorkSettings,
    at: Option<(f64, f64)>,
    seconds: f64,
    seen: BTreeSet<AssetRef>,
}

impl Walk<'_> {
    /// Goes to a thing and looks at it.
    fn look(&mut self, asset: AssetRef) -> Option<(AssetRef, Damage)> {
        if !self.field.district().has(asset) || !self.seen.insert(asset) {
            return None;
        }
        let there = self.field.district().site(asset);
        if let (Some(here), Some(there)) = (self.at, there) {
            let away = (here.0 - there.0).hypot(here.1 - there.1);
            let speed = if away > FAR_M {
                DRIVING_M_S
            } else {
                self.settings.patrol_m_s
            };
            self.seconds += away / speed;
        }
        self.at = there.or(self.at);
        self.seconds += self.settings.look_s as f64;
        self.field.damage_at(asset)
    }

    /// What made a fuse blow or a breaker trip, where it is still there: a tester of
    /// insulation tells whether it is, and the line is walked until it is seen.
    fn reason(&mut self, (opened, damage): (AssetRef, Damage)) -> Option<(AssetRef, Damage)> {
        if !matches!(damage, Damage::BlownFuse | Damage::TrippedBreaker) {
            return None;
        }
        self.seconds += self.settings.test_s as f64;
        let below = self.field.topology().downstream(opened).to_vec();
        let harm = self.field.damage();
        let shorts =
            |asset: &AssetRef| harm.shorts.contains_key(asset) || harm.failed.contains(asset);
        if !below.iter().any(shorts) {
            return self.leak(opened);
        }
        let mut worth = below
            .into_iter()
            .filter(|asset| matches!(asset.kind, Kind::Section | Kind::Transformer));
        worth.find_map(|asset| {
            let found = self.look(asset);
            found.filter(|(_, damage)| {
                matches!(
                    damage,
                    Damage::TouchingWires | Damage::FailedTransformer | Damage::FallenPole
                )
            })
        })
    }

    /// The line below a breaker that leaks: nobody sees it, so what is behind each switch is
    /// measured against earth by itself, and then one section after the other.
    fn leak(&mut self, opened: AssetRef) -> Option<(AssetRef, Damage)> {
        let topology = self.field.topology();
        let mut leaks = self.field.damage().leaks.keys();
        let leak =
            *leaks.find(|part| part.kind == Kind::Section && topology.is_below(**part, opened))?;
        let mut above = opened;
        while let Some(next) = self.behind(above, leak) {
            above = next;
        }
        let below = topology.downstream(above).to_vec();
        let mut worth = below.into_iter().filter(|asset| {
            asset.kind == Kind::Section && nearest_switch(topology, *asset) == Some(above)
        });
        worth.find_map(|asset| {
            let found = self.look(asset);
            found.filter(|(_, damage)| *damage == Damage::LeakyLine)
        })
    }

    /// The switch next below `above` behind which something leaks, as the tester says.
    fn behind(&mut self, above: AssetRef, leak: AssetRef) -> Option<AssetRef> {
        let topology = self.field.topology();
        let mut switches = topology.downstream(above).iter().filter(|asset| {
            asset.kind == Kind::Switch && nearest_switch(topology, **asset) == Some(above)
        });
        let found = switches.find(|switch| {
            self.seconds += self.settings.test_s as f64;
            topology.is_below(leak, **switch)
        });
        found.copied()
    }

    fn gave_up(&self) -> bool {
        self.seconds > self.settings.search_most_s as f64
    }

    /// Up the line while there is no voltage.
    fn up(&mut self, target: AssetRef) -> Option<(AssetRef, Damage)> {
        let path = self.field.topology().upstream(target);
        for asset in path {
            if asset.kind == Kind::Node {
                // Where all phases have voltage, what is wrong lies behind.
                if self.field.has_voltage(asset) {
                    return None;
                }
            } else if let Some(found) = self.look(asset) {
                return Some(found);
            }
            if self.gave_up() {
                return None;
            }
        }
        None
    }

    /// Down the line, section by section.
    fn down(&mut self, target: AssetRef) -> Option<(AssetRef, Damage)> {
        let from = match target.kind {
            Kind::Meter | Kind::Customer | Kind::Load => self.field.topology().parent(target),
            _ => Some(target),
        };
        let below = from.map(|from| self.field.topology().downstream(from).to_vec());
        for asset in below.into_iter().flatten() {
            let worth = matches!(
                asset.kind,
                Kind::Section | Kind::Switch | Kind::Box | Kind::Meter
            );
            if worth && let Some(found) = self.look(asset) {
                return Some(found);
            }
            if self.gave_up() {
                return None;
            }
        }
        None
    }
}

/// The switch next above a thing.
fn nearest_switch(topology: &Topology, asset: AssetRef) -> Option<AssetRef> {
    let above = topology.upstream(asset).into_iter();
    above.into_iter().find(|above| above.kind == Kind::Switch)
}

impl Field {
    /// What a trained eye finds wrong with a thing.
    pub fn damage_at(&self, asset: AssetRef) -> Option<(AssetRef, Damage)> {
        let harm = self.damage();
        let has = |damage| Some((asset, damage));
        match asset.kind {
            Kind::Section => {
                if self.fallen_at(asset).next().is_some() {
                    return has(Damage::FallenPole);
                }
                if !self.switching().is_broken(asset).is_empty() {
                    return has(Damage::BrokenWire);
                }
                if harm.shorts.contains_key(&asset) {
                    return has(Damage::TouchingWires);
                }
                if harm.leaks.contains_key(&asset) {
                    return has(Damage::LeakyLine);
                }
                let loose = self.switching().is_loose(asset);
                let bad = loose.is_some_and(|ohm| ohm.iter().any(|&ohm| ohm > 0.0));
                bad.then_some((asset, Damage::LooseJoint))
            }
            Kind::Switch => self.opened_by_itself(asset).map(|damage| (asset, damage)),
            Kind::Transformer => harm
                .failed
                .contains(&asset)
                .then_some((asset, Damage::FailedTransformer)),
            Kind::Box if harm.burnt.contains(&asset) => has(Damage::BurntBox),
            Kind::Meter => {
                if harm.cut.contains(&asset) {
                    return has(Damage::OpenLeads);
                }
                let Place::Area(area) = asset.place else {
                    return None;
                };
                let district = self.district();
                let item = &district.areas[usize::from(area)];
                let shelf = item.meters[asset.index as usize].box_index as u32;
                let shelf = AssetRef::in_area(area, Kind::Box, shelf);
                if harm.burnt.contains(&shelf) {
                    return Some((shelf, Damage::BurntBox));
                }
                let own = |customer: &&AssetRef| {
                    let customer = &item.customers[customer.index as usize];
                    customer.meter == Some(asset.index as usize)
                };
                let mut tripped = harm.tripped.iter().filter(|c| c.place == asset.place);
                self.damage_at(*tripped.find(own)?)
            }
            Kind::Customer if harm.tripped.contains(&asset) => {
                let leaks = harm.leaks.contains_key(&asset);
                has(if leaks {
                    Damage::LeakyPremises
                } else {
                    Damage::OwnBreaker
                })
            }
            _ => None,
        }
    }

    /// Whether all phases that a node has are above what meters call an outage.
    pub fn has_voltage(&self, node: AssetRef) -> bool {
        let item = &self.district().network(node.place).nodes[node.index as usize];
        let v = self.solution().node(node);
        let neutral = if item.phases.has(taiqu_grid::Conductor::N) {
            v[3]
        } else {
            0.0.into()
        };
        let nominal = item.nominal_v / 3.0_f64.sqrt();
        let phases = item.phases.and(Phases::ABC);
        phases
            .iter()
            .all(|c| (v[c.index()] - neutral).norm() > 0.6 * nominal)
    }
}
