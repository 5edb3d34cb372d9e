//! Faults as chance has them, in shipped places.

use taiqu::scenario::{Operations, Scenario};
use taiqu_field::Event;
use taiqu_grid::area::{Laying, SwitchKind};
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases};
use taiqu_link::{Action, DateTime, chance};
use taiqu_storm::Extremes;

use crate::typhoon;

/// A stream of its own.
const PURPOSE: u8 = 201;
/// Faults happen within so many seconds, after the first few.
const WITHIN_S: f64 = 3.5 * 3600.0;
const FROM_S: f64 = 300.0;
/// When typhoons are nearest, hours of midnight.
const NEAREST_H: f64 = 14.0;

/// `place` with one to three faults of its own, at an hour and under a way of organising
/// of its own.
pub fn scenario(place: &Scenario, seed: u64) -> Scenario {
    let mut rng = chance::stream(seed, PURPOSE, (0, 0), 0);
    let mut unit = || chance::unit(&mut rng);
    let hour = (24.0 * unit()) as u32;
    let count = 1 + (3.0 * unit()) as usize;
    let ways = [Operations::CommandCentre, Operations::GridTeam];
    let operations = ways[(2.0 * unit()) as usize];
    let mut events: Vec<Event> = (0..count)
        .map(|_| Event {
            at_ms: 1000 * (FROM_S + WITHIN_S * unit()) as u64,
            action: fault(&place.records, &mut unit),
        })
        .collect();
    events.sort_by_key(|event| event.at_ms);
    Scenario {
        seed,
        operations,
        start: DateTime::new((2026, 7, 15), (hour, 0, 0)).unwrap_or(place.start),
        length_s: 14 * 3600,
        events,
        ..place.clone()
    }
}

/// `place` in a typhoon of its own, under a way of organising of its own.
pub fn storm(place: &Scenario, seed: u64) -> Scenario {
    let ways = [Operations::CommandCentre, Operations::GridTeam];
    let typhoon = typhoon::drawn(seed, NEAREST_H, place.length_s as f64 / 3600.0);
    let storm = place.storm.clone().map(|storm| Extremes {
        typhoon: Some(typhoon),
        ..storm
    });
    Scenario {
        seed,
        operations: ways[(seed % 2) as usize],
        storm,
        ..place.clone()
    }
}

/// One fault; how often each kind is drawn follows the shares of failures that are common
/// (domain §7) as far as there are figures, and is assumed beyond.
fn fault(records: &District, unit: &mut impl FnMut() -> f64) -> Action {
    loop {
        let kind = unit();
        let made = match kind {
            ..0.26 => fuse(records, SwitchKind::Fuse, unit),
            ..0.32 => fuse(records, SwitchKind::DropOut, unit),
            ..0.56 => section(records, false, unit).map(|(section, conductors)| Action::Break {
                section,
                conductors,
            }),
            ..0.64 => section(records, false, unit).and_then(|(section, conductors)| {
                (conductors.len() > 1).then_some(Action::Short {
                    section,
                    conductors,
                    earth: false,
                })
            }),
            ..0.70 => section(records, true, unit).map(|(section, conductors)| Action::Break {
                section,
                conductors,
            }),
            ..0.84 => {
                any(records, Kind::Meter, |_| true, unit).map(|meter| Action::CutMeter { meter })
            }
            ..0.92 => {
                any(records, Kind::Box, |_| true, unit).map(|cabinet| Action::Burn { cabinet })
            }
            ..0.93 => {
                let found = any(records, Kind::Transformer, |_| true, unit);
                found.map(|transformer| Action::Fail { transformer })
            }
            _ => any(records, Kind::Meter, |_| true, unit).map(|meter| Action::Unplug { meter }),
        };
        if let Some(action) = made {
            return action;
        }
    }
}

/// One of all of a kind that fit.
fn any(
    records: &District,
    kind: Kind,
    fits: impl Fn(AssetRef) -> bool,
    unit: &mut impl FnMut() -> f64,
) -> Option<AssetRef> {
    let all: Vec<AssetRef> = records.all(kind).filter(|&asset| fits(asset)).collect();
    all.get((unit() * all.len() as f64) as usize).copied()
}

fn fuse(records: &District, kind: SwitchKind, unit: &mut impl FnMut() -> f64) -> Option<Action> {
    let item = |switch: AssetRef| &records.network(switch.place).switches[switch.index as usize];
    let fits = |switch: AssetRef| {
        let item = item(switch);
        item.kind == kind && item.closed && !item.phases.and(Phases::ABC).is_empty()
    };
    any(records, Kind::Switch, fits, unit).map(|switch| Action::BlowFuse {
        switch,
        phases: some(item(switch).phases.and(Phases::ABC), unit),
    })
}

/// A section of low or medium voltage, and the phases of it that are hit.
fn section(
    records: &District,
    medium: bool,
    unit: &mut impl FnMut() -> f64,
) -> Option<(AssetRef, Phases)> {
    let item = |section: AssetRef| &records.network(section.place).sections[section.index as usize];
    let fits = |section: AssetRef| {
        let from = &records.network(section.place).nodes[item(section).from];
        let is_medium = from.nominal_v > 1000.0;
        is_medium == medium && !item(section).phases.and(Phases::ABC).is_empty()
    };
    let section = any(records, Kind::Section, fits, unit)?;
    let own = item(section).phases.and(Phases::ABC);
    // Cables are hit as a whole.
    let hit = match item(section).laying {
        Laying::Cable => own,
        Laying::Overhead | Laying::Service => some(own, unit),
    };
    Some((section, hit))
}

/// All of some phases, two or one of them.
fn some(own: Phases, unit: &mut impl FnMut() -> f64) -> Phases {
    let all: Vec<Conductor> = own.iter().collect();
    let first = (unit() * all.len() as f64) as usize;
    let count = match unit() {
        ..0.45 => all.len(),
        ..0.6 => 2.min(all.len()),
        _ => 1,
    };
    let chosen = (0..count).map(|k| Phases::only(all[(first + k) % all.len()]));
    chosen.fold(Phases::NONE, Phases::union)
}
