//! The view models of a small district: one feeder switch, two customers.

use std::path::Path;
use std::sync::Arc;

use bevy::ecs::system::RunSystemOnce;
use bevy::prelude::*;
use taiqu_estimate::EstimatePlugin;
use taiqu_estimate::components::Limits;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, GridPlugin, Kind, Phases, RawArea};
use taiqu_link::{Command, LinkPlugin, SimClock};
use taiqu_scene::{Labels, Legend, Look, Overlay, Selection, Stage};

use super::*;
use crate::commands::FieldCommand;
use crate::model::{Level, Preview};

const AREA: &str = r#"(
    id: "a", name: (zh: "甲台区", en: "Area one"), source: "made up", licence: "CC0-1.0",
    nominal_v: 380.0, earthing: TT,
    supply: Some((node: "hv", source: (voltage_v: 10000.0, r1_ohm: 0.5, x1_ohm: 1.0, r0_ohm: 0.5, x0_ohm: 1.0))),
    line_codes: [(id: "w", impedance: Sequence(r1_ohm_per_km: 0.4, x1_ohm_per_km: 0.3, r0_ohm_per_km: 0.8, x0_ohm_per_km: 0.9), ampacity_a: Some(150.0))],
    nodes: [
        (id: "hv", phases: "abc", nominal_v: Some(10000.0)),
        (id: "lv", phases: "abcn"), (id: "f", phases: "abcn"), (id: "p1", phases: "abcn"),
    ],
    sections: [(id: "s1", from: "f", to: "p1", phases: "abcn", length_m: 120.0, line_type: "w")],
    switches: [(id: "q1", kind: Breaker, from: "lv", to: "f", phases: "abcn", name: (zh: "一号出线", en: "Feeder one"))],
    transformers: [(id: "t", hv: "hv", lv: "lv", rating: Given((kva: 200.0, hv_v: 10000.0, lv_v: 400.0, vector: Dyn11, x_pct: 4.0, r_pct: 1.0)))],
    earths: [(node: "lv", conductor: "n", r_ohm: 4.0)],
    boxes: [(id: "b1", kind: Meter(positions: 4), node: "p1")],
    meters: [
        (id: "m1", box: "b1", position: 1, connection: Some("an")),
        (id: "m2", box: "b1", position: 2, connection: Some("bn")),
    ],
    customers: [
        (id: "c1", number: "1001", meter: Some("m1")),
        (id: "c2", number: "1002", meter: Some("m2"), importance: Medical),
    ],
    loads: [
        (id: "l1", node: "p1", connection: "an", kw: 2.0, customer: Some("c1")),
        (id: "l2", node: "p1", connection: "bn", kw: 3.0, customer: Some("c2")),
    ],
)"#;

fn district() -> Arc<District> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    let catalogue = Catalogue::open(&assets.join("catalogue"))
        .value
        .expect("the catalogue");
    let raw = RawArea::from_ron(AREA, "a.ron").expect("an area");
    let checked = raw.check(&catalogue);
    let area = checked
        .value
        .unwrap_or_else(|| panic!("{:?}", checked.problems));
    Arc::new(District::alone(area))
}

/// The twin's world as the plugins leave it, with the console's share.
fn app() -> App {
    let mut app = App::new();
    let district = district();
    let topology = Topology::of(&district);
    let (tree, branches) = tree(&district, &topology);
    let start = "2026-07-15T18:00:00".parse().expect("a time");
    let view = View {
        burdens: tree.burdens([]),
        tree,
        ..View::default()
    };
    app.add_plugins((
        GridPlugin { district },
        LinkPlugin {
            clock: SimClock::new(start, 3600),
        },
        EstimatePlugin {
            limits: Limits::default(),
        },
    ))
    .insert_resource(Wiring(topology))
    .insert_resource(branches)
    .insert_resource(view)
    .init_resource::<Desk>()
    .init_resource::<Texts>()
    .init_resource::<Selection>()
    .init_resource::<Overlay>()
    .init_resource::<Look>()
    .init_resource::<Legend>()
    .init_resource::<Labels>()
    .init_resource::<Stage>();
    app
}

fn asset(kind: Kind, index: u32) -> AssetRef {
    AssetRef::in_area(0, kind, index)
}

fn select(app: &mut App, asset: AssetRef) -> crate::model::SelectionView {
    app.world_mut().resource_mut::<Selection>().0 = Some(asset);
    app.world_mut()
        .run_system_once(gather_now)
        .expect("a sound system");
    let view = app.world().resource::<View>();
    view.selection.clone().expect("a selection")
}

#[test]
fn the_tree_runs_from_area_over_feeder_and_box_to_customer() {
    let app = app();
    let tree = &app.world().resource::<View>().tree;
    let rows: Vec<_> = tree
        .branches
        .iter()
        .map(|b| (b.depth, b.word, b.target))
        .collect();
    assert_eq!(
        rows,
        [
            (0, "tree.area", Some(asset(Kind::Transformer, 0))),
            (1, "tree.feeder", Some(asset(Kind::Switch, 0))),
            (2, "tree.box", Some(asset(Kind::Box, 0))),
            (3, "tree.customer", Some(asset(Kind::Customer, 0))),
            (3, "tree.customer", Some(asset(Kind::Customer, 1))),
        ]
    );
}

#[test]
fn a_village_has_laterals_and_every_customer_once() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("the catalogue");
    let file = home.join("scenarios/areas/village.ron");
    let area = taiqu_grid::read::read_area(&file, &catalogue);
    let district = District::alone(area.value.expect("the village"));
    let (tree, _) = tree(&district, &Topology::of(&district));
    let count = |word| tree.branches.iter().filter(|b| b.word == word).count();
    let customers = district.areas[0].customers.len();
    assert_eq!(count("tree.customer"), customers);
    assert_eq!(tree.branches[0].customers, customers);
    assert!(count("tree.lateral") > 1);
    let lateral = tree.branches.iter().find(|b| b.word == "tree.lateral");
    let lateral = lateral.expect("one");
    assert!(!lateral.name.zh.contains('档'), "{}", lateral.name.zh);
    assert!(lateral.customers > 1);
}

#[test]
fn what_is_selected_unfolds_the_branches_above_it() {
    let mut app = app();
    select(&mut app, asset(Kind::Meter, 1));
    let view = app.world().resource::<View>();
    let branch = view.branch.expect("a branch");
    assert_eq!(view.tree.branches[branch].target, Some(asset(Kind::Box, 0)));
    let unfolded = &app.world().resource::<Desk>().unfolded;
    assert!(view.tree.above(branch).all(|k| unfolded.contains(&k)));
}

#[test]
fn a_customer_knows_its_way_up_and_its_voltage() {
    let mut app = app();
    let selection = select(&mut app, asset(Kind::Customer, 1));
    let names: Vec<&str> = selection
        .crumbs
        .iter()
        .map(|c| c.name.zh.as_str())
        .collect();
    assert_eq!(names, ["甲台区", "一号出线", "b1", "m2", "c2"]);
    let voltage = selection
        .values
        .iter()
        .find(|row| row.key == "value.voltage");
    let voltage = voltage.expect("a voltage");
    assert!((200.0..240.0).contains(&voltage.value), "{}", voltage.value);
    assert_eq!(voltage.bar.map(|bar| bar.level), Some(Level::Normal));
    assert!(selection.quality.is_some());
}

#[test]
fn a_switch_tells_who_goes_dark() {
    let mut app = app();
    let switch = asset(Kind::Switch, 0);
    let selection = select(&mut app, switch);
    assert_eq!(
        (selection.below.customers, selection.below.important),
        (2, 1)
    );
    let kinds: Vec<FieldCommand> = selection.offers.iter().map(|offer| offer.kind).collect();
    assert_eq!(kinds, [FieldCommand::OpenSwitch]);
    let preview = |phases: Phases| {
        move |twin: Twin| -> Preview { twin.preview(Command::OpenSwitch { switch, phases }) }
    };
    let world = app.world_mut();
    let all = world
        .run_system_once(preview(Phases::ABCN))
        .expect("a sound system");
    let numbers: Vec<&str> = all.dark.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["1002", "1001"], "the important one first");
    assert!(all.lit.is_empty());
    let one = "a".parse().expect("a phase");
    let one = world.run_system_once(preview(one)).expect("a sound system");
    assert_eq!(one.dark.len(), 1);
    assert_eq!(one.dark[0].asset, asset(Kind::Customer, 0));
}

#[test]
fn every_kind_of_thing_can_be_selected() {
    let mut app = app();
    let district = district();
    for one in Kind::ALL.into_iter().flat_map(|kind| district.all(kind)) {
        let selection = select(&mut app, one);
        assert_eq!(selection.asset, one);
        assert!(
            !selection.crumbs.is_empty() && !selection.facts.is_empty(),
            "{one:?}"
        );
    }
    let world = app.world_mut();
    world
        .run_system_once(gather_findings)
        .expect("a sound system");
    world.run_system_once(gather_log).expect("a sound system");
    world
        .run_system_once(gather_picture)
        .expect("a sound system");
}
