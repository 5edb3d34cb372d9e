//! Meter boxes at the stairs, branch boxes in the verge, and the cables between.

use super::{Block, Estate, SUBSTATION};
use crate::area::raw::{RawBox, RawEarth, RawSection, RawSupply};
use crate::area::{BoxKind, SwitchKind};
use crate::generate::customers::{Customers, Place, Use};
use crate::generate::draft::{Asset, Draft};
use crate::generate::draw::{Draw, Purpose};
use crate::generate::geometry::{Point, length};
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
            let (x, y) = stair_at(block, stair);
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
            let at = (x, y);
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
        let (x, y) = stair_at(block, 0);
        let at = (x + 1.6, y);
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
        let (at, out) = ((x, y + to_verge * annex.size.1 / 2.0), estate.up * to_verge);
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

/// Beside the door of a stair, on the back wall.
fn stair_at(block: &Block, stair: usize) -> (f64, f64) {
    let count = block.stairs.len() as f64;
    let pitch = if block.is_tower {
        7.0
    } else {
        block.size().0 / count
    };
    (
        block.x + (stair as f64 - (count - 1.0) / 2.0) * pitch + 2.4,
        block.back(),
    )
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
            phases: Phases::ABCN,
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
        source: source(10_150.0),
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
            let name = Text::new(
                format!(
                    "{}栋线",
                    group
                        .iter()
                        .map(|k| (k + 1).to_string())
                        .collect::<Vec<_>>()
                        .join("、")
                ),
                format!(
                    "Blocks {}",
                    group
                        .iter()
                        .map(|k| (k + 1).to_string())
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
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
                add_cable(
                    draft,
                    estate,
                    (&format!("C{:02}", k + 1), line_type),
                    [&from, &to],
                    &trace,
                    &label,
                );
                let here: Vec<&Wanted> = of(k).collect();
                add_outgoing(draft, estate, &here, &to, spot);
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
    add_cable(
        draft,
        estate,
        ("C00", sizes::cable(amps(kw))),
        [&from, &to],
        &trace,
        &label,
    );
    add_outgoing(draft, estate, &annexes, &to, spot);
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
    let at = estate.at(x, y);
    let node = draft.node(&format!("X{:02}", k + 1), Phases::ABCN, at, name.clone());
    let asset = draft.asset(Asset::Box);
    draft.area.boxes.push(RawBox {
        id: format!("DFW{:02}", k + 1),
        kind: BoxKind::Branch,
        node: node.clone(),
        model: Some("DFW-6".into()),
        at: Some(at.written()),
        height_m: 0.35,
        heading_deg: estate.up.to_heading(),
        asset,
        name: name.clone(),
    });
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

/// A fuse and a cable from a branch box to each meter box.
fn add_outgoing(
    draft: &mut Draft,
    estate: &Estate,
    wanted: &[&Wanted],
    from: &str,
    spot: (f64, f64),
) {
    for w in wanted {
        let id = w.node.trim_end_matches("-in");
        let amps = w.kw * 0.95 / 0.95 / 0.693 * 1.15;
        let head = draft.node(
            &format!("{id}-fu"),
            Phases::ABCN,
            estate.at(spot.0, spot.1),
            w.name.clone(),
        );
        let name = Text::new(
            format!("{}熔断器", w.name.zh),
            format!("{} fuses", w.name.en),
        );
        draft.switch(
            &format!("FU-{id}"),
            (SwitchKind::Fuse, sizes::branch_fuse(amps)),
            [from, &head],
            Phases::ABCN,
            name,
        );
        let (x, y) = w.at;
        let trace = if w.block.is_some() {
            vec![
                spot,
                (spot.0, y + BEFORE_WALL),
                (x, y + BEFORE_WALL),
                (x, y),
            ]
        } else {
            annex_trace(spot, w.at)
        };
        let line_type = if amps < 45.0 {
            "YJLV22-4x35"
        } else {
            sizes::cable(amps)
        };
        add_cable(
            draft,
            estate,
            (&format!("D-{id}"), line_type),
            [&head, &w.node],
            &trace,
            &w.name,
        );
    }
}

/// Along the verge behind the shops, then to the building.
fn annex_trace(spot: (f64, f64), (x, y): (f64, f64)) -> Vec<(f64, f64)> {
    vec![spot, (x, spot.1), (x, y)]
}

fn add_cable(
    draft: &mut Draft,
    estate: &Estate,
    (id, line_type): (&str, &str),
    [from, to]: [&str; 2],
    trace: &[(f64, f64)],
    name: &Text,
) {
    let points: Vec<Point> = trace.iter().map(|&(x, y)| estate.at(x, y)).collect();
    let bends = &points[1..points.len() - 1];
    draft.section(RawSection {
        id: id.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        phases: Phases::ABCN,
        // Two metres at each end rise to the terminals.
        length_m: length(&points) + 4.0,
        line_type: line_type.to_owned(),
        via: bends.iter().map(|p| p.written()).collect(),
        name: Text::new(format!("{}电缆", name.zh), format!("Cable to {}", name.en)),
        ..RawSection::default()
    });
}
