//! Meter boxes at the stairs, branch boxes in the verge, and the cables between.

use super::{Block, Estate, SUBSTATION};
use crate::area::raw::{RawBox, RawEarth, RawSection, RawSupply};
use crate::area::{BoxKind, SwitchKind};
use crate::generate::customers::{Customers, Place, Use};
use crate::generate::draft::{Asset, Draft};
use crate::generate::draw::{Draw, Purpose};
use crate::generate::geometry::{Point, length};
use crate::generate::outlets;
use crate::generate::sizes;
use crate::generate::spur::{self, LINE_V, source};
use crate::generate::station;
use crate::{Conductor, Phases, Text};

/// A meter box that awaits its cable.
pub(super) struct Wanted {
    node: String,
    /// In the estate's axes.
    at: (f64, f64),
    /// Index of its block, or none for an annex.
    block: Option<usize>,
    kw: f64,
    name: Text,
}

/// Blocks on one feeder.
const PER_FEEDER: usize = 2;
/// A cable's trace lies this far before a wall, m.
const BEFORE_WALL: f64 = 1.7;
/// From the middle of a small building's wall, where a door may be, to its box, m.
const BESIDE_DOOR: f64 = 1.75;
/// y of the verge between the shops and the first road.
const VERGE: f64 = -2.6;

/// Adds all meter boxes with their customers.
pub(super) fn add_boxes(
    draft: &mut Draft,
    estate: &Estate,
    people: &mut Customers,
    name: &Text,
    (seed, place): (u64, u32),
) -> Vec<Wanted> {
    let mut size = Draw::new(seed, place, Purpose::Lots);
    let mut wanted = Vec::new();
    for (k, block) in estate.blocks.iter().enumerate() {
        let label = Text::new(format!("{}栋", k + 1), format!("Block {}", k + 1));
        for (stair, &homes) in block
            .stairs
            .iter()
            .enumerate()
            .filter(|(_, homes)| **homes > 0)
        {
            let at = on_back_wall(block, Some(stair));
            let stair_label = Text::new(
                format!("{}{}单元", label.zh, stair + 1),
                format!("{} Stair {}", label.en, stair + 1),
            );
            let uses: Vec<_> = (0..homes)
                .map(|home| {
                    let (floor, door) = (home / 2 + 1, home % 2 + 1);
                    let address = Text::new(
                        format!("{}{}{floor}0{door}室", name.zh, stair_label.zh),
                        format!("{floor}0{door}, {}, {}", stair_label.en, name.en),
                    );
                    (Use::Home(size.between(1.45, 2.45)), None, address)
                })
                .collect();
            wanted.push(add_box(
                draft,
                estate,
                people,
                (at, estate.up, Some(k)),
                &stair_label,
                uses,
            ));
        }
        let service = if block.is_tower { 14.0 } else { 3.0 };
        let title = Text::new(
            format!("{}公共用电", label.zh),
            format!("{} Common Services", label.en),
        );
        let place = Text::new(
            format!("{}{}", name.zh, label.zh),
            format!("{}, {}", label.en, name.en),
        );
        let uses = vec![(Use::Building(service), Some(title.clone()), place)];
        let at = on_back_wall(block, None);
        wanted.push(add_box(
            draft,
            estate,
            people,
            (at, estate.up, Some(k)),
            &title,
            uses,
        ));
    }
    for annex in &estate.annexes {
        let (x, y) = annex.at;
        // On the wall that looks to the cables' verge behind the shops.
        let to_verge = if y > VERGE { -1.0 } else { 1.0 };
        let (at, out) = (
            (x + BESIDE_DOOR, y + to_verge * annex.size.1 / 2.0),
            estate.up * to_verge,
        );
        let place = Text::new(
            format!("{}{}", name.zh, annex.name.zh),
            format!("{}, {}", annex.name.en, name.en),
        );
        let title = Text::new(
            format!("{}{}", name.zh, annex.name.zh),
            format!("{} {}", name.en, annex.name.en),
        );
        let uses = vec![(annex.use_, Some(title), place)];
        wanted.push(add_box(
            draft,
            estate,
            people,
            (at, out, None),
            &annex.name,
            uses,
        ));
    }
    wanted
}

/// The cable from which each box is fed: its block's, or the one of the annexes.
pub(super) fn lines(wanted: &[Wanted]) -> Vec<usize> {
    let annexes = wanted.iter().filter_map(|w| w.block).max();
    let annexes = annexes.map_or(0, |last| last + 1);
    wanted.iter().map(|w| w.block.unwrap_or(annexes)).collect()
}

/// Between the bays of the back wall: beside the door of stair `place`, or, where
/// that is none, beyond them. Blocks have bays of about 3.6 m, every third with a
/// stair; windows and doors are in their middles.
fn on_back_wall(block: &Block, place: Option<usize>) -> (f64, f64) {
    let (bays, first, beyond) = if block.is_tower {
        (7.0, -1.5, 2.5)
    } else {
        (14.0, -4.0, 5.0)
    };
    let from_middle = place.map_or(beyond, |stair| first + 3.0 * stair as f64);
    (block.x + from_middle * block.size().0 / bays, block.back())
}

fn add_box(
    draft: &mut Draft,
    estate: &Estate,
    people: &mut Customers,
    ((x, y), out, block): ((f64, f64), Point, Option<usize>),
    label: &Text,
    uses: Vec<(Use, Option<Text>, Text)>,
) -> Wanted {
    let number = draft.area.boxes.len() + 1;
    let name = Text::new(
        format!("{}表箱", label.zh),
        format!("{} meter box", label.en),
    );
    let at = estate.at(x, y);
    let three = matches!(
        uses[0].0,
        Use::Building(_) | Use::School | Use::Pump | Use::Chargers(_)
    );
    let (positions, model) = if three {
        (1, "MB-3P".into())
    } else {
        sizes::meter_box(uses.len() as u32)
    };
    let box_id = format!("B{number:02}");
    let node = draft.node(&format!("{box_id}-in"), Phases::ABCN, at, name.clone());
    let asset = draft.asset(Asset::Box);
    draft.area.boxes.push(RawBox {
        id: box_id.clone(),
        kind: BoxKind::Meter { positions },
        node: node.clone(),
        model: Some(model),
        at: Some(at.written()),
        height_m: sizes::box_height(positions),
        heading_deg: out.to_heading(),
        asset,
        name: name.clone(),
    });
    let before: f64 = draft.area.loads.iter().map(|load| load.kw).sum();
    for (k, (what, person, address)) in uses.into_iter().enumerate() {
        let place = Place {
            box_id: &box_id,
            node: &node,
            position: k as u32 + 1,
        };
        people.add(draft, what, place, person, address);
    }
    let kw = draft.area.loads.iter().map(|load| load.kw).sum::<f64>() - before;
    Wanted {
        node,
        at: (x, y),
        block,
        kw,
        name,
    }
}

/// The 10 kV cable from the street and the load switch; gives the node of the
/// transformer's high-voltage terminals.
pub(super) fn add_supply(draft: &mut Draft, estate: &Estate, at: Point) -> String {
    let start = estate.at(SUBSTATION.0 + 60.0, -24.0);
    let bend = estate.at(SUBSTATION.0 - 5.4, -24.0);
    let turn = estate.at(SUBSTATION.0 - 5.4, SUBSTATION.1);
    let names = [
        ("HR", start, Text::new("10kV环网柜", "10 kV ring main unit")),
        ("HD", at, Text::new("10kV进线", "10 kV incomer")),
    ];
    for (id, place, name) in names {
        draft.node(id, Phases::ABC, place, name);
        if let Some(node) = draft.area.nodes.last_mut() {
            node.nominal_v = Some(LINE_V);
        }
    }
    draft.section(RawSection {
        id: "H01".into(),
        from: "HR".into(),
        to: "HD".into(),
        phases: Phases::ABC,
        length_m: length(&[start, bend, turn, at]) + 4.0,
        line_type: "YJV22-10-3x70".into(),
        via: vec![bend.written(), turn.written()],
        name: Text::new("10kV进线电缆", "10 kV incoming cable"),
        ..RawSection::default()
    });
    draft.area.supply = Some(RawSupply {
        node: "HR".into(),
        source: source(10_250.0),
    });
    let hv = spur::add_terminals(draft, at);
    let device = (SwitchKind::LoadSwitch, "FZW28-630");
    draft.switch(
        "K1",
        device,
        ["HD", &hv],
        Phases::ABC,
        Text::new("10kV负荷开关", "10 kV load switch"),
    );
    hv
}

/// Adds feeders with branch boxes, and a cable to every meter box.
pub(super) fn add_feeders(
    draft: &mut Draft,
    estate: &mut Estate,
    wanted: &[Wanted],
    (bus, at): (&str, Point),
) {
    let amps = |kw: f64| kw * 0.85 / 0.95 / 0.693 * 1.12;
    let mut number = 0;
    for side in [-1.0, 1.0] {
        let column: Vec<usize> = (0..estate.blocks.len())
            .filter(|&k| estate.blocks[k].x * side > 0.0)
            .collect();
        for group in column.chunks(PER_FEEDER) {
            number += 1;
            let of = |k: usize| wanted.iter().filter(move |w| w.block == Some(k));
            let kw: f64 = group.iter().flat_map(|&k| of(k)).map(|w| w.kw).sum();
            let numbers: Vec<String> = group.iter().map(|k| (k + 1).to_string()).collect();
            let blocks = if numbers.len() == 1 {
                "Block"
            } else {
                "Blocks"
            };
            let name = Text::new(
                format!("{}栋线", numbers.join("、")),
                format!("{blocks} {}", numbers.join(", ")),
            );
            let mut from = station::add_feeder(draft, number, bus, (at, amps(kw)), &name);
            let lane = side * (5.0 + 0.35 * f64::from(number as u32));
            let mut trace = vec![
                SUBSTATION,
                (SUBSTATION.0, SUBSTATION.1 + 4.0),
                (lane, SUBSTATION.1 + 4.0),
            ];
            for &k in group {
                let (label, spot) = branch_spot(estate, k, side);
                trace.extend([(lane, spot.1), spot]);
                let line_type = sizes::cable(amps(kw));
                let to = add_branch(draft, estate, k, &label, spot);
                outlets::add_cable(
                    draft,
                    (&format!("C{:02}", k + 1), line_type),
                    [&from, &to],
                    &estate.trace(&trace),
                    &label,
                );
                let here: Vec<&Wanted> = of(k).collect();
                add_services(draft, estate, &here, &to, spot);
                trace = vec![spot, (lane, spot.1)];
                from = to;
            }
        }
    }
    let annexes: Vec<&Wanted> = wanted.iter().filter(|w| w.block.is_none()).collect();
    let kw: f64 = annexes.iter().map(|w| w.kw).sum();
    let name = Text::new("配套线", "Common buildings");
    let from = station::add_feeder(draft, number + 1, bus, (at, amps(kw)), &name);
    let (label, spot) = (
        Text::new("配套分支箱", "Common branch box"),
        (SUBSTATION.0 + 5.2, VERGE),
    );
    let to = add_branch(draft, estate, estate.blocks.len(), &label, spot);
    let trace = [SUBSTATION, (spot.0, SUBSTATION.1), spot];
    outlets::add_cable(
        draft,
        ("C00", sizes::cable(amps(kw))),
        [&from, &to],
        &estate.trace(&trace),
        &label,
    );
    add_services(draft, estate, &annexes, &to, spot);
}

/// Where the branch box of block `k` stands: in the verge behind its corner.
fn branch_spot(estate: &Estate, k: usize, side: f64) -> (Text, (f64, f64)) {
    let block = &estate.blocks[k];
    let label = Text::new(
        format!("{}栋分支箱", k + 1),
        format!("Block {} branch box", k + 1),
    );
    (label, (side * 9.4, block.back() + BEFORE_WALL + 1.0))
}

fn add_branch(
    draft: &mut Draft,
    estate: &mut Estate,
    k: usize,
    name: &Text,
    (x, y): (f64, f64),
) -> String {
    let (id, node) = (format!("DFW{:02}", k + 1), format!("X{:02}", k + 1));
    let place = (estate.at(x, y), estate.up.to_heading());
    outlets::add_box(draft, [&id, &node], place, name);
    draft.area.earths.push(RawEarth {
        node: node.clone(),
        conductor: Phases::only(Conductor::N),
        r_ohm: 10.0,
        x_ohm: 0.0,
    });
    let pad = estate.footprint((x, y), (1.6, 1.2), estate.up);
    estate.land.pads.push(pad);
    node
}

/// A cable from a branch box to each meter box.
fn add_services(
    draft: &mut Draft,
    estate: &Estate,
    wanted: &[&Wanted],
    from: &str,
    spot: (f64, f64),
) {
    for w in wanted {
        let (x, y) = w.at;
        let trace = if w.block.is_some() {
            let before = y + BEFORE_WALL;
            vec![spot, (spot.0, before), (x, before), (x, y)]
        } else {
            // Along the verge behind the shops, then to the building.
            vec![spot, (x, spot.1), (x, y)]
        };
        let meter_box = w.node.trim_end_matches("-in");
        let trace = estate.trace(&trace);
        outlets::add_service(draft, (from, meter_box), &trace, w.kw, &w.name);
    }
}
