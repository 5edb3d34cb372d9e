//! A field lived on its own: loads, events, orders, reports.

use std::sync::Arc;

use bevy_app::App;
use taiqu_field::{
    CallSettings, Course, Crews, Demand, Event, Field, FieldPlugin, LoadSettings, Means,
    MeterSettings, PasserSettings, Setup, TerminalSettings, Truth, Weather,
};
use taiqu_grid::{AssetRef, Catalogue, District, GridPlugin, Kind, Phases, RawArea};
use taiqu_link::{
    Action, Channel, Command, DateTime, Downlink, LinkPlugin, Refusal, SimClock, SimTick, Tick,
    TwinEnd, Twinward, Uplink, connect,
};

/// Two customers on phase a, one of them beyond a section that can break, a charger
/// and a roof on phase b.
const AREA: &str = r#"(
    id: "lane", name: (zh: "小巷", en: "Lane"), source: "made for tests", licence: "CC0-1.0",
    coordinates: "metres", nominal_v: 380, frequency_hz: 50, earthing: r#TN-C-S,
    supply: (node: "bar", source: (voltage_v: 400, r1_ohm: 0.02, x1_ohm: 0.04, r0_ohm: 0.02, x0_ohm: 0.04)),
    line_codes: [(id: "wire", laying: Overhead, impedance: Matrix(
        r_ohm_per_km: [[0.6, 0, 0, 0], [0, 0.6, 0, 0], [0, 0, 0.6, 0], [0, 0, 0, 0.6]],
        x_ohm_per_km: [[0.3, 0, 0, 0], [0, 0.3, 0, 0], [0, 0, 0.3, 0], [0, 0, 0, 0.3]]))],
    profiles: [
        (id: "home", step_s: 43200, values: [0.5, 1.0]),
        (id: "ev-evening", step_s: 43200, values: [0.0, 1.0]),
    ],
    nodes: [
        (id: "bar", phases: "abcn", at: (0, 0)), (id: "near", phases: "abcn", at: (40, 0)),
        (id: "far", phases: "abcn", at: (80, 0)),
    ],
    sections: [
        (id: "s1", from: "bar", to: "near", phases: "abcn", length_m: 40, line_type: "wire"),
        (id: "s2", from: "near", to: "far", phases: "abcn", length_m: 40, line_type: "wire"),
    ],
    earths: [(node: "bar", conductor: "n", r_ohm: 0.01)],
    boxes: [(id: "b1", kind: Meter(positions: 4), node: "near"), (id: "b2", kind: Meter(positions: 4), node: "far")],
    meters: [
        (id: "m1", box: "b1", position: 1, connection: "an"), (id: "m2", box: "b2", position: 1, connection: "an"),
        (id: "m3", box: "b1", position: 2, connection: "bn"),
    ],
    customers: [(id: "c1", meter: "m1"), (id: "c2", meter: "m2"), (id: "c3", meter: "m3")],
    loads: [
        (id: "l1", node: "near", connection: "an", kw: 2, kvar: 0.5, profile: "home", customer: "c1"),
        (id: "l2", node: "far", connection: "an", kw: 2, kvar: 0.5, profile: "home", customer: "c2"),
        (id: "car", node: "near", connection: "bn", kw: 7, profile: "ev-evening", customer: "c3"),
        (id: "roof", node: "near", connection: "bn", kw: -5, customer: "c3"),
    ],
)"#;

fn lane() -> Arc<District> {
    let raw = RawArea::from_ron(AREA, "lane.ron").expect("an area");
    let checked = raw.check(&Catalogue::default());
    let problems = format!("{:?}", checked.problems);
    Arc::new(District::alone(checked.value.expect(&problems)))
}

fn noon() -> DateTime {
    "2026-07-15T12:00:00".parse().expect("a time")
}

fn setup(events: Vec<Event>) -> Setup {
    Setup {
        truth: lane(),
        catalogue: Arc::default(),
        start: noon(),
        seed: 1,
        weather: Weather::default(),
        loads: LoadSettings::default(),
        meters: MeterSettings::EXACT,
        terminals: TerminalSettings::default(),
        calls: CallSettings::default(),
        events,
    }
}

fn asset(kind: Kind, index: u32) -> AssetRef {
    AssetRef::in_area(0, kind, index)
}

/// A field's world with the twin's end of the link.
fn world(events: Vec<Event>) -> (App, TwinEnd) {
    world_of(&setup(events))
}

fn world_of(setup: &Setup) -> (App, TwinEnd) {
    let (field_end, twin_end) = connect(Channel::Perfect, 1);
    let mut app = App::empty();
    app.add_plugins(GridPlugin { district: lane() })
        .add_plugins(LinkPlugin {
            clock: SimClock::new(noon(), 7200),
        })
        .insert_resource(Twinward(field_end))
        .add_plugins(FieldPlugin {
            fields: Field::all(setup).expect("a field"),
            crews: Crews::new(&lane(), Means::default(), 1),
        });
    (app, twin_end)
}

fn live(app: &mut App, tick: u64) {
    let world = app.world_mut();
    world.resource_mut::<SimClock>().tick = Tick(tick);
    world.run_schedule(SimTick);
}

fn told(twin: &mut TwinEnd, tick: u64) -> Vec<Uplink> {
    twin.take(Tick(tick)).into_iter().map(|m| m.body).collect()
}

#[test]
fn meters_report_on_the_quarter_and_dead_ones_do_not() {
    let broken = Event {
        at_ms: 60_000,
        action: Action::Break {
            section: asset(Kind::Section, 1),
            conductors: "a".parse().expect("a phase"),
        },
    };
    let (mut app, mut twin) = world(vec![broken]);
    let readings = |messages: Vec<Uplink>| -> Vec<u32> {
        let meters = messages.into_iter().filter_map(|m| match m {
            Uplink::MeterReported { meter, .. } => Some(meter.index),
            _ => None,
        });
        meters.collect()
    };
    live(&mut app, 0);
    assert_eq!(readings(told(&mut twin, 0)), [0, 1, 2]);
    live(&mut app, 60);
    assert!(readings(told(&mut twin, 60)).is_empty());
    let out = app.world().resource::<Truth>().0[0].out();
    assert_eq!(out, [asset(Kind::Customer, 1)]);
    live(&mut app, 900);
    assert_eq!(readings(told(&mut twin, 900)), [0, 2]);
}

#[test]
fn who_cannot_say_where_it_is_calls_again() {
    let broken = Event {
        at_ms: 60_000,
        action: Action::Break {
            section: asset(Kind::Section, 1),
            conductors: "a".parse().expect("a phase"),
        },
    };
    let calls = CallSettings {
        share: 1.0,
        with_number: 0.0,
        with_address: 0.0,
        passers: PasserSettings {
            per_hour: 0.0,
            ..PasserSettings::default()
        },
        ..CallSettings::default()
    };
    let (mut app, mut twin) = world_of(&Setup {
        calls,
        ..setup(vec![broken])
    });
    let ticks = (0..=7200).step_by(60);
    let heard = ticks.flat_map(|tick| {
        live(&mut app, tick);
        told(&mut twin, tick)
    });
    let calls = heard.filter_map(|message| match message {
        Uplink::CallReceived { customer, near, .. } => Some((customer, near)),
        _ => None,
    });
    let shelf = asset(Kind::Box, 1);
    assert_eq!(
        calls.collect::<Vec<_>>(),
        [(None, None), (None, Some(shelf))]
    );
}

#[test]
fn a_reading_is_the_sum_behind_the_meter() {
    let (mut app, mut twin) = world(Vec::new());
    live(&mut app, 0);
    let messages = told(&mut twin, 0);
    let reading = messages.iter().find_map(|m| match *m {
        Uplink::MeterReported { meter, reading } if meter.index == 2 => Some(reading),
        _ => None,
    });
    let reading = reading.expect("a reading");
    // The charger takes 7 kW; the roof gives most of its 5 kW at noon in July.
    assert!(
        (2000.0..3500.0).contains(&reading.power_w[0]),
        "{reading:?}"
    );
    assert!((reading.voltage_v[0] * 10.0).fract().abs() < 1e-9);
}

#[test]
fn orders_are_answered() {
    let (mut app, mut twin) = world(Vec::new());
    live(&mut app, 0);
    told(&mut twin, 0);
    let load = asset(Kind::Load, 2);
    let orders = [
        Command::DisconnectLoad { load },
        Command::ConnectLoad {
            load: asset(Kind::Load, 99),
        },
        Command::OpenSwitch {
            switch: load,
            phases: Phases::ABC,
        },
    ];
    for order in orders {
        twin.send(Tick(1), Downlink::Ordered(order)).expect("sent");
    }
    live(&mut app, 1);
    let answers: Vec<Option<Refusal>> = told(&mut twin, 1)
        .into_iter()
        .map(|m| match m {
            Uplink::CommandRefused { refusal, .. } => Some(refusal),
            _ => None,
        })
        .collect();
    let expected = [None, Some(Refusal::NotThere), Some(Refusal::NotPossible)];
    assert_eq!(answers, expected);
    let solution = app.world().resource::<Truth>().0[0].solution().loads();
    assert!(solution[2].p_w.abs() < 1e-9 && solution[0].p_w > 0.0);
}

#[test]
fn demand_is_a_function_of_the_moment() {
    let truth = lane();
    let weather = Weather::default();
    let demand = |seed| Demand::new(&truth, LoadSettings::default(), seed, noon()).expect("demand");
    let at = |seed, second| demand(seed).at(second, &truth, &weather);
    let whole: Vec<_> = (0..120).map(|minute| at(1, minute * 60)).collect();
    assert_eq!(whole[77], at(1, 77 * 60));
    assert_ne!(whole[77], at(2, 77 * 60));
    let changes = whole.windows(2).filter(|w| w[0][0] != w[1][0]).count();
    assert!(changes > 10, "{changes}");
}

#[test]
fn customers_keep_to_their_profile_on_average() {
    let truth = lane();
    let settings = LoadSettings {
        cooling_per_k: 0.0,
        heating_per_k: 0.0,
        ..LoadSettings::default()
    };
    let mean = |seed: u64| {
        let mut demand = Demand::new(&truth, settings.clone(), seed, noon()).expect("demand");
        let afternoon = (0..300).map(|minute| 3600 + minute * 60);
        let powers = afternoon.map(|s| demand.at(s, &truth, &Weather::default())[0].p_w);
        powers.sum::<f64>() / 300.0
    };
    let mean = (0..40).map(mean).sum::<f64>() / 40.0;
    // Bursts add some per cent to the 2 kW of the profile.
    assert!((1900.0..2200.0).contains(&mean), "{mean}");
}

#[test]
fn heat_raises_demand_and_clouds_lower_generation() {
    let truth = lane();
    let mut demand = Demand::new(&truth, LoadSettings::default(), 1, noon()).expect("demand");
    let mut under = |temperature, cloud| {
        let weather = Weather {
            temperature_c: Course(vec![(0.0, temperature)]),
            cloud: Course(vec![(0.0, cloud)]),
            ..Weather::default()
        };
        let powers = demand.at(0, &truth, &weather);
        (powers[0].p_w, powers[3].p_w)
    };
    let ((mild, clear), (hot, overcast)) = (under(25.0, 0.0), under(38.0, 1.0));
    assert!((hot / mild - 1.4).abs() < 1e-9, "{mild} {hot}");
    assert!((overcast / clear - 0.25).abs() < 1e-9 && clear < -4000.0);
}
