//! The network of a plan's streets: feeders, poles or branch boxes, branches, service
//! drops, meter boxes.

use super::boxes::Mount;
use super::customers::{Customers, Place, Use};
use super::draft::{Asset, Draft};
use super::geometry::Point;
use super::outlets;
use super::plan::{Head, Lot, Plan, PoleRef, Role, Span};
use super::sizes;
use super::station;
use crate::area::raw::{RawBox, RawSection};
use crate::area::{BoxKind, SwitchKind};
use crate::{Conductor, Phases, Text};

const LOW_POLE: &str = "RC150-10-D";
const LANE_POLE: &str = "RC150-8-C";

/// Adds meter boxes with their customers; their nodes have no connection yet.
pub(super) fn add_boxes(
    draft: &mut Draft,
    plan: &Plan,
    mounts: &[Mount],
    customers: &mut Customers,
    place: &Text,
) {
    for (k, mount) in mounts.iter().enumerate() {
        let lots: Vec<&Lot> = mount.lots.iter().map(|&lot| &plan.lots[lot]).collect();
        let meters: u32 = lots.iter().map(|lot| lot.customers).sum();
        let three = lots.iter().any(|lot| is_three_phase(lot.role));
        let by_cable = plan.runs[mount.pole.run].span == Span::Cable;
        let phases = if three || meters > 2 || by_cable {
            Phases::ABCN
        } else {
            Phases::only(Conductor::A).union(Phases::only(Conductor::N))
        };
        let (positions, model) = if three {
            (1, "MB-3P".into())
        } else {
            sizes::meter_box(meters)
        };
        let name = box_name(plan, lots[0]);
        let (box_id, at) = (box_id(k), mount.at);
        let node = draft.node(&box_node(k), phases, at, name.clone());
        let asset = draft.asset(Asset::Box);
        draft.area.boxes.push(RawBox {
            id: box_id.clone(),
            kind: BoxKind::Meter { positions },
            node: node.clone(),
            model: Some(model),
            at: Some((at.x, at.y)),
            height_m: sizes::box_height(positions),
            heading_deg: mount.heading,
            asset,
            name,
        });
        let mut position = 0;
        for lot in lots {
            for family in 0..lot.customers {
                position += 1;
                let here = Place {
                    box_id: &box_id,
                    node: &node,
                    position,
                };
                let (what, name) = use_of(lot, family, place);
                customers.add(draft, what, here, name, address(plan, lot, family, place));
            }
        }
    }
}

fn is_three_phase(role: Role) -> bool {
    matches!(role, Role::School | Role::Workshop | Role::Pump)
}

fn use_of(lot: &Lot, family: u32, place: &Text) -> (Use, Option<Text>) {
    let named = |zh: &str, en: &str| {
        Some(Text::new(
            format!("{}{zh}", place.zh),
            format!("{} {en}", place.en),
        ))
    };
    let area = lot.footprint.width * lot.footprint.depth * (lot.height / 3.2).floor().max(1.0);
    let home = Use::Home((0.9 + area / f64::from(lot.customers) / 140.0).clamp(1.2, 3.2));
    match (lot.role, family) {
        (Role::Shop, 0) => (Use::Shop, None),
        (Role::Home | Role::Shop, _) => (home, None),
        (Role::Clinic, _) => (Use::Clinic, named("卫生室", "Clinic")),
        (Role::Committee, _) => (Use::Office, named("村委会", "Committee")),
        (Role::School, _) => (Use::School, named("小学", "Primary School")),
        (Role::Workshop, _) => (Use::Workshop, named("加工坊", "Workshop")),
        (Role::Pump, _) => (Use::Pump, named("排灌站", "Pump House")),
    }
}

fn address(plan: &Plan, lot: &Lot, family: u32, place: &Text) -> Text {
    let (street, number) = (&plan.streets[lot.street].name, lot.number);
    let (zh, en) = match (lot.customers, family) {
        (1, _) => (format!("{number}号"), format!("{number}")),
        (_, f) => (
            format!("{number}号{}户", f + 1),
            format!("{number}-{}", f + 1),
        ),
    };
    Text::new(
        format!("{}{}{zh}", place.zh, street.zh),
        format!("{en} {}, {}", street.en, place.en),
    )
}

fn box_name(plan: &Plan, lot: &Lot) -> Text {
    let (street, number) = (&plan.streets[lot.street].name, lot.number);
    Text::new(
        format!("{}{number}号表箱", street.zh),
        format!("Meter box {number} {}", street.en),
    )
}

/// Adds feeders, poles, spans and drops to the boxes; the busbar is `bus`.
pub(super) fn add_lines(draft: &mut Draft, plan: &Plan, mounts: &[Mount], bus: &str) {
    let amps = run_amps(draft, plan, mounts);
    let mut feeder = 0;
    let mut trunk = vec![""; plan.runs.len()];
    for (k, run) in plan.runs.iter().enumerate() {
        let start = plan.head_at(run.head);
        let head = match run.head {
            Head::Feeder(_) => {
                feeder += 1;
                trunk[k] = if run.span == Span::Cable {
                    sizes::cable(amps[k])
                } else {
                    sizes::overhead(amps[k])
                };
                station::add_feeder(draft, feeder, bus, (start, amps[k]), &run.name)
            }
            Head::Pole(pole) if run.span == Span::Branch => {
                trunk[k] = if amps[k] > 80.0 {
                    "JKLYJ-4x70"
                } else {
                    "JKLYJ-4x50"
                };
                add_fuse(
                    draft,
                    &pole_id(plan, pole),
                    (&run.id, start),
                    amps[k],
                    &run.name,
                )
            }
            Head::Pole(pole) => {
                trunk[k] = trunk[pole.run];
                pole_id(plan, pole)
            }
        };
        if run.span == Span::Cable {
            add_cables(draft, plan, k, (head, start), trunk[k]);
        } else {
            add_spans(draft, plan, k, (head, start), trunk[k]);
        }
    }
    for (k, mount) in mounts.iter().enumerate() {
        if plan.runs[mount.pole.run].span == Span::Cable {
            add_service(draft, plan, k, mount);
        } else {
            add_drop(draft, plan, k, mount);
        }
    }
}

fn box_id(k: usize) -> String {
    format!("B{:02}", k + 1)
}

fn box_node(k: usize) -> String {
    format!("B{:02}-in", k + 1)
}

fn pole_id(plan: &Plan, pole: PoleRef) -> String {
    format!("{}-{:02}", plan.runs[pole.run].id, pole.pole + 1)
}

fn add_spans(draft: &mut Draft, plan: &Plan, run: usize, head: (String, Point), line_type: &str) {
    let run = &plan.runs[run];
    let leaves_box =
        matches!(run.head, Head::Pole(pole) if plan.runs[pole.run].span == Span::Cable);
    let pole_type = if run.span == Span::Trunk {
        LOW_POLE
    } else {
        LANE_POLE
    };
    let (mut from, mut start) = head;
    for (pole, &at) in run.poles.iter().enumerate() {
        let number = pole + 1;
        let id = format!("{}-{number:02}", run.id);
        let name = Text::new(
            format!("{}{number:02}号杆", run.name.zh),
            format!("{} {number:02}", run.name.en),
        );
        let to = draft.pole(&id, at, name, pole_type);
        // From a branch box a cable leads to the first pole and up it.
        let line_type = if leaves_box && pole == 0 {
            "YJLV22-4x120"
        } else {
            line_type
        };
        draft.section(RawSection {
            id: format!("S-{id}"),
            from,
            to: to.clone(),
            phases: Phases::ABCN,
            length_m: start.to(at) * 1.01,
            line_type: line_type.to_owned(),
            name: Text::new(
                format!("{}第{number}档", run.name.zh),
                format!("{}, span {number}", run.name.en),
            ),
            ..RawSection::default()
        });
        (from, start) = (to, at);
    }
}

fn add_cables(draft: &mut Draft, plan: &Plan, run: usize, head: (String, Point), line_type: &str) {
    let run = &plan.runs[run];
    let (mut from, mut start) = head;
    for (k, &at) in run.poles.iter().enumerate() {
        let number = k + 1;
        let id = format!("{}-{number:02}", run.id);
        let name = Text::new(
            format!("{}{number:02}号分支箱", run.name.zh),
            format!("{} branch box {number:02}", run.name.en),
        );
        let place = (at, plan.platform.heading);
        outlets::add_box(draft, [&format!("DFW-{id}"), &id], place, &name);
        let (section, ends) = (format!("S-{id}"), [from.as_str(), &id]);
        outlets::add_cable(draft, (&section, line_type), ends, &[start, at], &name);
        (from, start) = (id, at);
    }
}

/// Fuses of a branch, on the pole or in the box it leaves.
fn add_fuse(
    draft: &mut Draft,
    pole: &str,
    (id, at): (&str, Point),
    amps: f64,
    name: &Text,
) -> String {
    let label = Text::new(format!("{}分支", name.zh), format!("{} branch", name.en));
    let node = draft.node(&format!("{id}-00"), Phases::ABCN, at, label);
    let device = (SwitchKind::Fuse, sizes::branch_fuse(amps));
    let name = Text::new(
        format!("{}分支熔断器", name.zh),
        format!("{} branch fuses", name.en),
    );
    draft.switch(
        &format!("FU-{id}"),
        device,
        [pole, &node],
        Phases::ABCN,
        name,
    );
    node
}

fn add_service(draft: &mut Draft, plan: &Plan, k: usize, mount: &Mount) {
    let node = box_node(k);
    let kw = draft.area.loads.iter().filter(|load| load.node == node);
    let kw = kw.map(|load| load.kw.max(0.0)).sum();
    let trace = [plan.runs[mount.pole.run].poles[mount.pole.pole], mount.at];
    let (from, meter_box) = (pole_id(plan, mount.pole), box_id(k));
    let name = box_name(plan, &plan.lots[mount.lots[0]]);
    outlets::add_service(draft, (&from, &meter_box), &trace, kw, &name);
}

fn add_drop(draft: &mut Draft, plan: &Plan, k: usize, mount: &Mount) {
    let node = box_node(k);
    let phases = draft
        .area
        .nodes
        .iter()
        .find(|n| n.id == node)
        .map_or(Phases::ABCN, |n| n.phases);
    let strong = mount
        .lots
        .iter()
        .any(|&lot| matches!(plan.lots[lot].role, Role::School | Role::Workshop));
    let line_type = match (phases == Phases::ABCN, strong) {
        (false, _) => "BV-2x16",
        (true, false) => "BV-4x16",
        (true, true) => "BV-4x25",
    };
    draft.section(RawSection {
        id: format!("D{:02}", k + 1),
        from: pole_id(plan, mount.pole),
        to: node,
        phases,
        length_m: mount.drop * 1.02 + 1.0,
        line_type: line_type.into(),
        name: Text::new(
            format!("{}接户线", box_name(plan, &plan.lots[mount.lots[0]]).zh),
            format!(
                "Service drop to {}",
                box_name(plan, &plan.lots[mount.lots[0]]).en
            ),
        ),
        ..RawSection::default()
    });
}

/// Evening current of every run with all that hangs on it, A; the worst phase a
/// sixth above the mean.
fn run_amps(draft: &Draft, plan: &Plan, mounts: &[Mount]) -> Vec<f64> {
    let mut kw = vec![0.0; plan.runs.len()];
    for (k, mount) in mounts.iter().enumerate() {
        let node = box_node(k);
        let here = draft
            .area
            .loads
            .iter()
            .filter(|load| load.node == node && load.kw > 0.0);
        kw[mount.pole.run] += 0.9 * here.map(|load| load.kw).sum::<f64>();
    }
    // Runs come after the run they hang on.
    for k in (0..plan.runs.len()).rev() {
        if let Head::Pole(pole) = plan.runs[k].head {
            kw[pole.run] += kw[k];
        }
    }
    kw.into_iter().map(|kw| kw / 0.95 / 0.693 * 1.16).collect()
}
