//! What a crew saw where it worked, for the records.

use taiqu_grid::{AssetRef, Fact, Kind, Place};
use taiqu_link::Damage;

use super::Job;
use crate::Field;

/// What is so about the thing that was mended, what was switched for it, and who hangs
/// there; the records may say otherwise.
pub(super) fn as_found(field: &Field, job: &Job) -> Vec<Fact> {
    let Some((part, damage)) = job.found else {
        return Vec::new();
    };
    let truth = field.district();
    let mut facts = Vec::new();
    if part.kind == Kind::Section {
        let item = &truth.network(part.place).sections[part.index as usize];
        facts.push(Fact::Length {
            section: part,
            length_m: item.length_m,
        });
    }
    for &asset in &job.seen {
        match (asset.kind, asset.place) {
            (Kind::Switch, place) => facts.push(Fact::Position {
                switch: asset,
                closed: truth.network(place).switches[asset.index as usize].closed,
            }),
            (Kind::Load, Place::Area(k)) => facts.push(Fact::Power {
                load: asset,
                kw: truth.areas[usize::from(k)].loads[asset.index as usize].kw,
            }),
            _ => {}
        }
    }
    facts.extend(connections(field, part));
    facts.extend(match damage {
        Damage::FailedTransformer | Damage::BurntBox | Damage::BlownFuse => {
            Some(Fact::Replaced { part })
        }
        Damage::TrippedBreaker | Damage::OwnBreaker | Damage::LeakyPremises => None,
        _ => Some(Fact::Mended { part }),
    });
    facts
}

/// The conductors on which those are who hang at a box, or at the ends of a section.
fn connections(field: &Field, part: AssetRef) -> Vec<Fact> {
    let Place::Area(k) = part.place else {
        return Vec::new();
    };
    let area = &field.district().areas[usize::from(k)];
    let index = part.index as usize;
    let of_box = |shelf: usize| {
        let own = move |meter: Option<usize>| {
            meter.is_some_and(|meter| area.meters[meter].box_index == shelf)
        };
        move |load: usize| {
            let customer = area.loads[load].customer;
            customer.is_some_and(|customer| own(area.customers[customer].meter))
        }
    };
    let at = |nodes: [usize; 2]| move |load: usize| nodes.contains(&area.loads[load].node);
    let own: Box<dyn Fn(usize) -> bool> = match part.kind {
        Kind::Box => Box::new(of_box(index)),
        Kind::Meter => Box::new(of_box(area.meters[index].box_index)),
        Kind::Section => {
            let section = &area.network.sections[index];
            Box::new(at([section.from, section.to]))
        }
        _ => return Vec::new(),
    };
    let loads = (0..area.loads.len()).filter(|&load| own(load));
    let facts = loads.map(|load| Fact::Connected {
        load: AssetRef::in_area(k, Kind::Load, load as u32),
        connection: area.loads[load].connection,
    });
    facts.collect()
}
