//! Which phase each single-phase customer is on.
//!
//! Fitters connect to the phase that carries least where they work. They know who
//! cooks at night and whose roof gives at noon, so phases come out even at all hours;
//! the ways of single homes and a connection made without a look leave the rest.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::draw::Draw;
use super::profiles;
use crate::{Conductor, Connection, Phases};

/// Share of connections made without a look at what the phases carry.
const UNPLANNED: f64 = 0.08;

const CHOICE: [Conductor; 3] = [Conductor::A, Conductor::B, Conductor::C];
const HOURS: usize = 24;

/// Power in each hour of a day, kW.
type Day = [f64; HOURS];

/// What is connected as one: a customer, or all customers of a two-wire box.
#[derive(Clone, Debug)]
struct Unit {
    of_box: usize,
    customers: Vec<usize>,
    day: Day,
}

/// What the phases carry so far on one box, on one line or in the whole area.
type Carried = [Day; 3];

/// Deals phases to all single-phase customers and two-wire boxes of a draft; `lines`
/// gives the line on which each box hangs.
pub(super) fn deal(draft: &mut Draft, lines: &[usize], mut draw: Draw) {
    let units = units(draft);
    let total = total(&units);
    let empty: Carried = [[0.0; HOURS]; 3];
    let count = lines.iter().max().map_or(0, |last| last + 1);
    let (mut area, mut on_lines, mut on_boxes) =
        (empty, vec![empty; count], vec![empty; lines.len()]);
    for unit in &units {
        let line = lines[unit.of_box];
        let chosen = if draw.chance(UNPLANNED) {
            draw.below(CHOICE.len())
        } else {
            let around = [&area, &on_lines[line], &on_boxes[unit.of_box]];
            lightest(&unit.day, &around, &total)
        };
        for carried in [&mut area, &mut on_lines[line], &mut on_boxes[unit.of_box]] {
            for (sum, kw) in carried[chosen].iter_mut().zip(unit.day) {
                *sum += kw;
            }
        }
        connect(draft, unit, CHOICE[chosen]);
    }
}

/// The phase on which a unit adds least to the sum of squares of what is carried, every
/// hour counting in proportion to what the whole area carries in it.
fn lightest(day: &Day, around: &[&Carried], total: &Day) -> usize {
    let cost = |&phase: &usize| -> f64 {
        let share = |carried: &&Carried| -> f64 {
            let hours = carried[phase].iter().zip(day).zip(total);
            hours.map(|((sum, kw), all)| sum * kw / (all * all)).sum()
        };
        around.iter().map(share).sum()
    };
    let phases = 0..CHOICE.len();
    let least = phases.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    least.unwrap_or_default()
}

fn units(draft: &Draft) -> Vec<Unit> {
    let area = &draft.area;
    let profiles: BTreeMap<String, Day> = profiles::standard()
        .into_iter()
        .map(|profile| (profile.id, hourly(&profile.values)))
        .collect();
    let mut days: BTreeMap<&str, Day> = BTreeMap::new();
    for load in &area.loads {
        let profile = load.profile.as_ref().and_then(|id| profiles.get(id));
        let day = days
            .entry(load.customer.as_deref().unwrap_or_default())
            .or_insert([0.0; HOURS]);
        for (hour, kw) in day.iter_mut().enumerate() {
            *kw += load.kw * profile.map_or(1.0, |p| p[hour]);
        }
    }
    let boxes: BTreeMap<&str, usize> = (area.boxes.iter().enumerate())
        .map(|(k, item)| (item.id.as_str(), k))
        .collect();
    let nodes: BTreeMap<&str, Phases> = (area.nodes.iter())
        .map(|node| (node.id.as_str(), node.phases))
        .collect();
    let mut units: Vec<Unit> = Vec::new();
    // A customer and its meter were added together.
    for (k, (customer, meter)) in area.customers.iter().zip(&area.meters).enumerate() {
        if meter.connection.is_none_or(|c| c.phases().len() != 1) {
            continue;
        }
        let of_box = boxes[meter.r#box.as_str()];
        let day = days[customer.id.as_str()];
        let two_wires = nodes[area.boxes[of_box].node.as_str()].len() == 2;
        match units.last_mut().filter(|u| two_wires && u.of_box == of_box) {
            Some(unit) => {
                unit.customers.push(k);
                for (sum, kw) in unit.day.iter_mut().zip(day) {
                    *sum += kw;
                }
            }
            None => units.push(Unit {
                of_box,
                customers: vec![k],
                day,
            }),
        }
    }
    units
}

/// The mean of each hour of a profile.
fn hourly(values: &[f64]) -> Day {
    let per_hour = (values.len() / HOURS).max(1);
    std::array::from_fn(|hour| {
        let hour = values.iter().skip(hour * per_hour).take(per_hour);
        hour.sum::<f64>() / per_hour as f64
    })
}

/// What all units draw and give in each hour, never zero.
fn total(units: &[Unit]) -> Day {
    std::array::from_fn(|hour| units.iter().map(|u| u.day[hour].abs()).sum::<f64>() + 1e-3)
}

fn connect(draft: &mut Draft, unit: &Unit, phase: Conductor) {
    let area = &mut draft.area;
    let connection = Connection::to_neutral(Phases::only(phase));
    for &k in &unit.customers {
        area.meters[k].connection = Some(connection);
        let customer = Some(&area.customers[k].id);
        let loads = area.loads.iter_mut();
        for load in loads.filter(|load| load.customer.as_ref() == customer) {
            load.connection = connection;
        }
    }
    let node = &area.boxes[unit.of_box].node;
    let nodes = area.nodes.iter_mut().filter(|n| n.phases.len() == 2);
    for node in nodes.filter(|n| &n.id == node) {
        node.phases = Phases::only(phase).union(Phases::only(Conductor::N));
    }
}
