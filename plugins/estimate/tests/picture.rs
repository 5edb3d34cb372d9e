//! The picture fed by hand: readings, a terminal, switches, and no field at all.

use std::sync::Arc;

use bevy_app::App;
use taiqu_estimate::components::{
    Abnormal, Belief, FindingKind, History, Limits, Origin, SupplyState, Supposed,
};
use taiqu_estimate::{EstimatePlugin, Quantity};
use taiqu_grid::components::{Amendments, AssetEntities, Records};
use taiqu_grid::{AssetRef, Catalogue, Conductor, District, GridPlugin, Kind, Phases, RawArea};
use taiqu_link::{
    Channel, Command, FieldEnd, Fieldward, Letter, LinkPlugin, Reading, SimClock, SimTick, Source,
    Tick, Uplink, connect,
};

const AREA: &str = r#"(
    id: "lane", name: (zh: "小巷", en: "Lane"), source: "made for tests", licence: "CC0-1.0",
    coordinates: "metres", nominal_v: 380, frequency_hz: 50, earthing: r#TN-C-S,
    supply: (node: "bar", source: (voltage_v: 400, r1_ohm: 0.02, x1_ohm: 0.04, r0_ohm: 0.02, x0_ohm: 0.04)),
    line_codes: [(id: "wire", laying: Overhead, ampacity_a: 40, impedance: Matrix(
        r_ohm_per_km: [[0.6, 0, 0, 0], [0, 0.6, 0, 0], [0, 0, 0.6, 0], [0, 0, 0, 0.6]],
        x_ohm_per_km: [[0.3, 0, 0, 0], [0, 0.3, 0, 0], [0, 0, 0.3, 0], [0, 0, 0, 0.3]]))],
    profiles: [(id: "home", step_s: 86400, values: [0.5])],
    nodes: [
        (id: "bar", phases: "abcn", at: (0, 0)), (id: "near", phases: "abcn", at: (300, 0)),
        (id: "far", phases: "abcn", at: (600, 0)),
    ],
    sections: [
        (id: "s1", from: "bar", to: "near", phases: "abcn", length_m: 300, line_type: "wire"),
        (id: "s2", from: "near", to: "far", phases: "abcn", length_m: 300, line_type: "wire"),
    ],
    earths: [(node: "bar", conductor: "n", r_ohm: 0.01)],
    boxes: [(id: "b1", kind: Meter(positions: 4), node: "near"), (id: "b2", kind: Meter(positions: 4), node: "far")],
    meters: [
        (id: "m1", box: "b1", position: 1, connection: "an"), (id: "m2", box: "b2", position: 1, connection: "an"),
    ],
    customers: [(id: "c1", meter: "m1"), (id: "c2", meter: "m2")],
    loads: [
        (id: "l1", node: "near", connection: "an", kw: 2, profile: "home", customer: "c1"),
        (id: "l2", node: "far", connection: "an", kw: 2, profile: "home", customer: "c2"),
    ],
)"#;

struct Twin {
    app: App,
    field: FieldEnd,
}

impl Twin {
    fn new() -> Self {
        Self::of(AREA)
    }

    /// The lane below a transformer, whose terminal moves the far box from phase to phase.
    fn switched() -> Self {
        let source = "r1_ohm: 0.02, x1_ohm: 0.04, r0_ohm: 0.02, x0_ohm: 0.04";
        let area = AREA
            .replace(
                &format!(r#"(node: "bar", source: (voltage_v: 400, {source}))"#),
                &format!(r#"(node: "hv", source: (voltage_v: 10000, {source}))"#),
            )
            .replace(
                "nodes: [",
                r#"nodes: [(id: "hv", phases: "abc", at: (0, 0), nominal_v: 10000),"#,
            )
            .replace(
                "boxes: [",
                r#"transformers: [(id: "t1", hv: "hv", lv: "bar", rating: Given(
                    (kva: 50, hv_v: 10000, lv_v: 400, vector: Dyn11, x_pct: 4, r_pct: 1)))],
                phase_switches: [(id: "ps1", transformer: "t1", box: "b2", rating_a: 63)],
                boxes: ["#,
            );
        Self::of(&area)
    }

    fn of(area: &str) -> Self {
        let raw = RawArea::from_ron(area, "lane.ron").expect("an area");
        let checked = raw.check(&Catalogue::default());
        let problems = format!("{:?}", checked.problems);
        let district = Arc::new(District::alone(checked.value.expect(&problems)));
        let start = "2026-07-15T18:00:00".parse().expect("a time");
        let (field, twin) = connect(Channel::Perfect, 1);
        let mut app = App::empty();
        app.add_plugins(GridPlugin { district })
            .add_plugins(LinkPlugin {
                clock: SimClock::new(start, 7200),
            })
            .insert_resource(Fieldward(twin))
            .add_plugins(EstimatePlugin {
                limits: Limits::default(),
            });
        Self { app, field }
    }

    fn live(&mut self, tick: u64) {
        let world = self.app.world_mut();
        world.resource_mut::<SimClock>().tick = Tick(tick);
        world.run_schedule(SimTick);
    }

    fn tells(&mut self, meter: u32, at_ms: u64, voltage_v: f64, power_w: f64) {
        let meter = AssetRef::in_area(0, Kind::Meter, meter);
        let reading = Reading {
            voltage_v: [voltage_v, 0.0, 0.0],
            power_w: [power_w, 0.0, 0.0],
            reactive_var: [0.0; 3],
        };
        let fact = Uplink::MeterReported { meter, reading };
        let sent = self
            .field
            .send(Letter::by_modem(Source::Device(meter), at_ms, fact));
        sent.expect("the twin is there");
    }

    fn supply(&self, kind: Kind, index: u32) -> SupplyState {
        let world = self.app.world();
        let entities = &world.resource::<AssetEntities>().0;
        let entity = entities[&AssetRef::in_area(0, kind, index)];
        *world.get::<SupplyState>(entity).expect("a supply")
    }

    fn found(&self) -> Vec<(FindingKind, u32)> {
        let abnormal = &self.app.world().resource::<Abnormal>().0;
        abnormal.iter().map(|f| (f.kind, f.asset.index)).collect()
    }
}

#[test]
fn without_a_word_everything_is_assumed() {
    let mut twin = Twin::new();
    twin.live(0);
    let state = twin.supply(Kind::Customer, 0);
    assert_eq!(state.quality.origin, Origin::Assumed);
    assert!(state.live && (state.power_kw - 1.0).abs() < 1e-9);
    assert!((200.0..232.0).contains(&state.voltage_v));
}

#[test]
fn a_reading_is_measured_then_computed_upon() {
    let mut twin = Twin::new();
    twin.tells(0, 0, 228.1, 900.0);
    twin.tells(1, 0, 227.0, 400.0);
    twin.live(0);
    let state = twin.supply(Kind::Meter, 0);
    assert_eq!(state.quality.origin, Origin::Measured);
    assert!((state.voltage_v - 228.1).abs() < 1e-9 && (state.power_kw - 0.9).abs() < 1e-9);
    assert_eq!(twin.supply(Kind::Customer, 0), state);
    twin.tells(1, 60_000, 227.0, 500.0);
    twin.live(60);
    let state = twin.supply(Kind::Meter, 0);
    assert_eq!(state.quality.origin, Origin::Computed);
    assert_eq!(state.quality.as_of, Tick(60));
}

#[test]
fn an_older_reading_does_not_replace_a_newer_one() {
    let mut twin = Twin::new();
    twin.tells(0, 60_000, 225.0, 700.0);
    twin.tells(0, 0, 228.0, 900.0);
    twin.live(60);
    assert!((twin.supply(Kind::Meter, 0).power_kw - 0.7).abs() < 1e-9);
}

#[test]
fn what_is_abnormal_is_found_and_keeps_its_beginning() {
    let mut twin = Twin::new();
    twin.tells(0, 0, 205.0, 9_000.0);
    twin.tells(1, 0, 196.0, 1_000.0);
    twin.live(0);
    assert_eq!(twin.found(), [], "it may pass");
    twin.tells(0, 900_000, 205.0, 9_100.0);
    twin.tells(1, 900_000, 198.9, 1_000.0);
    twin.live(900);
    let found = twin.found();
    assert!(found.contains(&(FindingKind::LowVoltage, 1)), "{found:?}");
    assert!(found.contains(&(FindingKind::Overload, 0)), "{found:?}");
    assert!(!found.contains(&(FindingKind::HeavyLoad, 0)), "{found:?}");
    assert!(found.is_sorted());
    let abnormal = &twin.app.world().resource::<Abnormal>().0;
    assert!(abnormal.iter().all(|f| f.since == Tick(0)));
    twin.tells(1, 1_800_000, 199.2, 1_000.0);
    twin.tells(0, 1_800_000, 205.0, 9_100.0);
    twin.live(1800);
    let low = (FindingKind::LowVoltage, 1);
    assert!(!twin.found().contains(&low), "beyond the deadband");
}

#[test]
fn what_is_supposed_open_is_dark_until_it_is_not() {
    let mut twin = Twin::new();
    for meter in 0..2 {
        twin.tells(meter, 0, 228.0, 900.0);
    }
    twin.live(0);
    let meter = AssetRef::in_area(0, Kind::Meter, 1);
    let suppose = |twin: &mut Twin, open| {
        let mut supposed = twin.app.world_mut().resource_mut::<Supposed>();
        supposed.0.push((0, open));
    };
    suppose(&mut twin, vec![(meter, Phases::only(Conductor::A))]);
    twin.live(1);
    assert!(!twin.supply(Kind::Customer, 1).live);
    assert!(twin.supply(Kind::Customer, 0).live);
    assert_eq!(twin.found(), [(FindingKind::Dead, 1)]);
    suppose(&mut twin, Vec::new());
    twin.live(2);
    assert!(twin.supply(Kind::Customer, 1).live);
    assert!(twin.found().is_empty());
}

#[test]
fn a_customer_is_connected_as_acknowledged() {
    let mut twin = Twin::new();
    twin.live(0);
    assert!(twin.supply(Kind::Customer, 0).connected);
    let load = AssetRef::in_area(0, Kind::Customer, 0);
    let orders = [
        (Command::DisconnectLoad { load }, false),
        (Command::ConnectLoad { load }, true),
    ];
    for (sequence, (command, connected)) in (0..).zip(orders) {
        let fact = Uplink::CommandDone { sequence, command };
        let sent = twin.field.send(Letter::by_modem(
            Source::Device(load),
            1000 * sequence,
            fact,
        ));
        sent.expect("the twin is there");
        twin.live(60 * (sequence + 1));
        assert_eq!(twin.supply(Kind::Customer, 0).connected, connected);
        assert_eq!(twin.supply(Kind::Meter, 0).connected, connected);
        assert!(twin.supply(Kind::Customer, 1).connected);
    }
}

#[test]
fn unknown_devices_are_ignored() {
    let mut twin = Twin::new();
    twin.tells(77, 0, 228.0, 900.0);
    let switch = AssetRef::in_area(9, Kind::Switch, 3);
    let closed = Phases::NONE;
    let fact = Uplink::SwitchMoved { switch, closed };
    let sent = twin
        .field
        .send(Letter::by_modem(Source::Device(switch), 0, fact));
    sent.expect("the twin is there");
    twin.live(0);
    assert!(twin.supply(Kind::Customer, 0).live);
}

#[test]
fn trends_are_kept_for_a_day() {
    let mut twin = Twin::new();
    for minute in 0..=30 {
        twin.live(minute * 60);
    }
    let history = &twin.app.world().resource::<History>().0;
    let customer = AssetRef::in_area(0, Kind::Customer, 0);
    let course = history.course(customer, Quantity::Voltage);
    let (before, since): (Vec<i64>, Vec<i64>) = course
        .iter()
        .map(|&(second, _)| second)
        .partition(|&s| s < 0);
    assert_eq!(since, [0, 300, 600, 900, 1200, 1500, 1800]);
    let expected: Vec<i64> = (-94..0).map(|quarter| quarter * 900).collect();
    assert_eq!(before, expected, "the records tell what to expect");
    let meter = AssetRef::in_area(0, Kind::Meter, 0);
    assert_eq!(history.course(meter, Quantity::Voltage), course);
    assert!(history.course(customer, Quantity::Loading).is_empty());
}

#[test]
fn the_records_follow_a_phase_switch_and_what_was_told_stays() {
    let mut twin = Twin::switched();
    let load = AssetRef::in_area(0, Kind::Load, 1);
    let says = |twin: &mut Twin, at_ms: u64, to: &str| {
        let phase = |letter: &str| letter.parse::<Phases>().expect("a phase");
        let fact = Uplink::PhaseSwitched {
            switch: AssetRef::in_area(0, Kind::Box, 1),
            from: phase("a"),
            to: phase(to),
        };
        let source = Source::Device(AssetRef::in_area(0, Kind::Transformer, 0));
        let sent = twin.field.send(Letter::by_modem(source, at_ms, fact));
        sent.expect("the twin is there");
    };
    let far = |twin: &Twin| {
        let belief = &twin.app.world().resource::<Belief>().0[0];
        let node = AssetRef::in_area(0, Kind::Node, 3);
        let at = belief.picture.solution().node(node);
        [0, 1, 2].map(|k: usize| (at[k] - at[3]).norm())
    };
    let connection = |twin: &Twin| {
        let records = &twin.app.world().resource::<Records>().0;
        records.areas[0].loads[load.index as usize]
            .connection
            .to_string()
    };
    twin.tells(1, 0, 215.0, 4_000.0);
    twin.live(0);
    let before = far(&twin);
    assert!(before[0] < before[1] - 2.0, "{before:?}");
    says(&mut twin, 60_000, "b");
    twin.live(60);
    assert_eq!(connection(&twin), "bn", "in the tick in which it is told");
    assert!(far(&twin)[1] < far(&twin)[0] - 2.0, "{:?}", far(&twin));
    assert!((twin.supply(Kind::Meter, 1).power_kw - 4.0).abs() < 0.1);
    // What was overtaken changes nothing.
    says(&mut twin, 30_000, "c");
    twin.live(61);
    assert_eq!(connection(&twin), "bn");
    assert_eq!(twin.app.world().resource::<Amendments>().all, []);
    // All of it is remembered.
    let memory = taiqu_grid::remember(twin.app.world());
    let picture = taiqu_estimate::remember(twin.app.world());
    let mut other = Twin::switched();
    other.live(0);
    taiqu_grid::recall(other.app.world_mut(), &memory);
    taiqu_estimate::recall(other.app.world_mut(), &picture).expect("a picture");
    assert_eq!(connection(&other), "bn");
    assert!(taiqu_grid::remember(other.app.world()) == memory);
    let solved = far(&other).into_iter().zip(far(&twin));
    assert!(solved.into_iter().all(|(a, b)| a.to_bits() == b.to_bits()));
}
