//! Phase switches lived: what they move, what they tell, and what is remembered of them.

use std::sync::Arc;

use taiqu_field::{
    BalanceSettings, CallSettings, Event, Field, LoadSettings, MeterSettings, Setup,
    TerminalSettings, Weather,
};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, RawArea};
use taiqu_link::{Action, DateTime, Tick, Uplink};

/// A transformer with three boxes on phase a, each behind a phase switch; in the last one
/// lives somebody with a ventilator, and on the roof of the second there is a generator.
const AREA: &str = r#"(
    id: "hill", name: (zh: "坡", en: "Hill"), source: "made for tests", licence: "CC0-1.0",
    coordinates: "metres", nominal_v: 380, frequency_hz: 50, earthing: r#TN-C-S,
    supply: (node: "hv", source: (voltage_v: 10000, r1_ohm: 0.3, x1_ohm: 0.9, r0_ohm: 0.3, x0_ohm: 0.9)),
    line_codes: [(id: "wire", laying: Overhead, impedance: Matrix(
        r_ohm_per_km: [[0.6, 0, 0, 0], [0, 0.6, 0, 0], [0, 0, 0.6, 0], [0, 0, 0, 0.6]],
        x_ohm_per_km: [[0.3, 0, 0, 0], [0, 0.3, 0, 0], [0, 0, 0.3, 0], [0, 0, 0, 0.3]]))],
    profiles: [(id: "home", step_s: 43200, values: [1.0, 1.0])],
    nodes: [
        (id: "hv", phases: "abc", at: (0, 0), nominal_v: 10000), (id: "lv", phases: "abcn", at: (0, 0)),
        (id: "far", phases: "abcn", at: (40, 0)),
    ],
    sections: [(id: "s1", from: "lv", to: "far", phases: "abcn", length_m: 40, line_type: "wire")],
    transformers: [(id: "t1", hv: "hv", lv: "lv",
        rating: Given((kva: 50, hv_v: 10000, lv_v: 400, vector: Dyn11, x_pct: 4, r_pct: 1)))],
    earths: [(node: "lv", conductor: "n", r_ohm: 4)],
    boxes: [
        (id: "b1", kind: Meter(positions: 1), node: "far"), (id: "b2", kind: Meter(positions: 1), node: "far"),
        (id: "b3", kind: Meter(positions: 1), node: "far"),
    ],
    meters: [
        (id: "m1", box: "b1", connection: "an"), (id: "m2", box: "b2", connection: "an"),
        (id: "m3", box: "b3", connection: "an"),
    ],
    customers: [
        (id: "c1", meter: "m1"), (id: "c2", meter: "m2"), (id: "c3", meter: "m3", importance: LifeSupport),
    ],
    loads: [
        (id: "l1", node: "far", connection: "an", kw: 4, profile: "home", customer: "c1"),
        (id: "l2", node: "far", connection: "an", kw: 4, profile: "home", customer: "c2"),
        (id: "roof", node: "far", connection: "an", kw: -2, customer: "c2"),
        (id: "l3", node: "far", connection: "an", kw: 4, profile: "home", customer: "c3"),
        (id: "rest", node: "lv", connection: "abcn", kw: 6, profile: "home"),
    ],
    phase_switches: [
        (id: "ps1", transformer: "t1", box: "b1", rating_a: 63), (id: "ps2", transformer: "t1", box: "b2", rating_a: 63),
        (id: "ps3", transformer: "t1", box: "b3", rating_a: 63),
    ],
)"#;

fn field(events: Vec<Event>) -> Field {
    let raw = RawArea::from_ron(AREA, "hill.ron").expect("an area");
    let checked = raw.check(&Catalogue::default());
    let problems = format!("{:?}", checked.problems);
    let start: DateTime = "2026-07-15T12:00:00".parse().expect("a time");
    let setup = Setup {
        truth: Arc::new(District::alone(checked.value.expect(&problems))),
        catalogue: Arc::default(),
        start,
        seed: 1,
        weather: Weather::default(),
        loads: LoadSettings {
            variety: 0.0,
            ..LoadSettings::default()
        },
        meters: MeterSettings::EXACT,
        terminals: TerminalSettings {
            balance: BalanceSettings {
                delay_s: 120,
                ..BalanceSettings::default()
            },
            ..TerminalSettings::default()
        },
        calls: CallSettings::default(),
        events,
    };
    let mut fields = Field::all(&setup).expect("a field");
    fields.remove(0)
}

/// Lives ticks `from..to`; what was told of phase switches, and when.
fn live(field: &mut Field, (from, to): (u64, u64)) -> Vec<(u64, u32, String, String)> {
    let mut told = Vec::new();
    for tick in (from..to).map(Tick) {
        field.obey(tick, &[]);
        field.happen(tick);
        field.demand(tick);
        field.flow(tick);
        for fact in field.measure(tick) {
            if let Uplink::PhaseSwitched { switch, from, to } = fact.body {
                told.push((tick.0, switch.index, from.to_string(), to.to_string()));
            }
        }
    }
    told
}

fn moves(told: &[(u64, u32, String, String)]) -> Vec<u32> {
    let moved = told.iter().filter(|(_, _, from, to)| from != to);
    moved.map(|(_, index, ..)| *index).collect()
}

/// Currents at the transformer, A by phase.
fn amps(field: &Field) -> [f64; 3] {
    let transformer = AssetRef::in_area(0, Kind::Transformer, 0);
    let (_, current) = field.solution().transformer_current(transformer);
    [0, 1, 2].map(|k: usize| current[k].norm())
}

fn cabinet(index: u32) -> AssetRef {
    AssetRef::in_area(0, Kind::Box, index)
}

#[test]
fn loads_move_to_where_less_is_carried_and_the_ventilator_stays() {
    let mut field = field(Vec::new());
    let first = live(&mut field, (0, 1));
    let stands = |index: u32| (0, index, "a".into(), "a".into());
    assert_eq!(first, [0, 1, 2].map(stands), "they tell where they stand");
    let before = amps(&field);
    assert!(before[0] > 3.0 * before[1], "{before:?}");
    let told = live(&mut field, (1, 900));
    assert_eq!(moves(&told).len(), 2, "{told:?}");
    assert!(
        told.iter().all(|(at, ..)| at % 60 == 1),
        "a second after the order"
    );
    let after = amps(&field);
    let spread = |amps: [f64; 3]| {
        amps.iter().fold(0.0, |m, a| f64::max(m, *a)) - amps[1].min(amps[2]).min(amps[0])
    };
    assert!(spread(after) < 0.4 * spread(before), "{before:?} {after:?}");
    assert!((after.iter().sum::<f64>() / before.iter().sum::<f64>() - 1.0).abs() < 0.1);
    assert_eq!(
        field.district().phase_of(cabinet(2)),
        Some(Phases::from_bits(1))
    );
    // What moved has its voltage from the other phase, and nobody was without.
    assert!(field.out().is_empty());
    let again = live(&mut field, (900, 901));
    assert_eq!(again.len(), 3, "where they stand is told again: {again:?}");
    assert!(moves(&again).is_empty());
}

#[test]
fn a_generator_behind_it_waits_after_a_move() {
    let mut field = field(Vec::new());
    let roof = |field: &Field| {
        let currents = field.solution().load_currents();
        currents[2]
            .iter()
            .take(3)
            .map(|i| i.norm())
            .fold(0.0, f64::max)
    };
    live(&mut field, (0, 1));
    assert!(roof(&field) > 1.0, "{}", roof(&field));
    let mut at = 1;
    while !moves(&live(&mut field, (at, at + 1))).contains(&1) {
        at += 1;
        assert!(at < 900, "the second box moves");
    }
    assert!(roof(&field) < 1e-3);
    live(&mut field, (at + 1, at + 120));
    assert!(roof(&field) > 1.0);
}

#[test]
fn nothing_moves_while_a_phase_is_missing() {
    let broken = Event {
        at_ms: 0,
        action: Action::Break {
            section: AssetRef::in_area(0, Kind::Section, 0),
            conductors: "c".parse().expect("a phase"),
        },
    };
    let told = live(&mut field(vec![broken]), (0, 900));
    assert!(moves(&told).is_empty(), "{told:?}");
}

#[test]
fn where_they_stand_and_go_is_remembered() {
    let mut whole = field(Vec::new());
    let told = live(&mut whole, (0, 1200));
    let moved = told.iter().filter(|(_, _, from, to)| from != to);
    let moved: Vec<u64> = moved.map(|(at, ..)| *at).collect();
    // Between the order and the move, in the moment of the move, and after it.
    for at in [moved[0] - 1, moved[0], moved[1] + 100] {
        let mut first = field(Vec::new());
        live(&mut first, (0, at + 1));
        let memory = first.memory();
        let mut second = field(Vec::new());
        live(&mut second, (0, 700));
        second.recall(&memory);
        assert!(second.memory() == memory, "{at}");
        let rest = live(&mut second, (at + 1, 1200));
        let expected: Vec<_> = told
            .iter()
            .filter(|(when, ..)| *when > at)
            .cloned()
            .collect();
        assert_eq!(rest, expected, "{at}");
        assert!(second.memory() == whole.memory(), "{at}");
    }
}
