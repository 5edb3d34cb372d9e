//! No crew begins a repair while anything may put voltage on the place, whatever it is told
//! and in whatever order.

use std::sync::Arc;

use taiqu_field::{
    CallSettings, Crews, Field, LoadSettings, Means, MeterSettings, Setup, TerminalSettings,
    Weather,
};
use taiqu_grid::{AssetRef, Catalogue, District, Fact, Kind, Phases, generate, home};
use taiqu_link::chance::{stream, unit};
use taiqu_link::{Action, CrewOrder, CrewReport, Downlink, Source, Stamped, Tick, Uplink};

mod support;

/// A place with two roofs that nobody knows of, a broken section, and what the records
/// want switched off for it.
fn place(seed: u64) -> (Field, AssetRef, Vec<AssetRef>) {
    let catalogue = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&catalogue)
        .into_result()
        .expect("a catalogue");
    let raw = generate::village(30, seed);
    let records = District::alone(raw.check(&catalogue).into_result().expect("an area"));
    let sections: Vec<AssetRef> = records.all(Kind::Section).collect();
    let low = |section: &&AssetRef| {
        let network = records.network(section.place);
        let item = &network.sections[section.index as usize];
        network.nodes[item.from].nominal_v < 1000.0
    };
    let low: Vec<AssetRef> = sections.iter().filter(low).copied().collect();
    let section = low[seed as usize * 7 % low.len()];
    let mut truth = records.clone();
    let loads: Vec<AssetRef> = records.all(Kind::Load).collect();
    for k in [seed as usize * 3, seed as usize * 5 + 1] {
        let load = loads[k % loads.len()];
        truth.learn(Fact::Power { load, kw: -3.0 });
    }
    let setup = Setup {
        truth: Arc::new(truth),
        catalogue: Arc::new(catalogue),
        start: "2026-07-15T12:00:00".parse().expect("a time"),
        seed,
        weather: Weather::default(),
        loads: LoadSettings::default(),
        meters: MeterSettings::EXACT,
        terminals: TerminalSettings::default(),
        calls: CallSettings::default(),
        events: Vec::new(),
    };
    let mut field = Field::all(&setup).expect("fields").remove(0);
    field.demand(Tick(0));
    field.flow(Tick(0));
    let broken = Action::Break {
        section,
        conductors: Phases::ABC,
    };
    field.work(Tick(0), broken, 9);
    field.flow(Tick(0));
    let topology = taiqu_grid::topology::Topology::of(&records);
    let points = topology.isolation(&records, section, |asset| match asset.kind {
        Kind::Switch => records.network(asset.place).switches[asset.index as usize].closed,
        _ => true,
    });
    (field, section, points.points())
}

fn crews(field: &Field) -> Crews {
    let crew = support::crew((0.0, 0.0));
    let means = Means {
        staff: Arc::new(vec![crew]),
        ..Means::default()
    };
    Crews::new(field.district(), means, 1)
}

fn reports(facts: &mut Vec<taiqu_link::Letter<Uplink>>) -> Vec<CrewReport> {
    let all = facts.drain(..).filter_map(|fact| match fact.body {
        Uplink::CrewReported { report, .. } => Some(report),
        _ => None,
    });
    all.collect()
}

/// The crew is told the code of a box.
fn tell_code(field: &mut Field, tick: u64, lock: AssetRef) {
    let body = Downlink::LockAuthorised {
        lock,
        crew: 0,
        order: 1,
        until_ms: u64::MAX,
        spoken: true,
    };
    let word = Stamped {
        source: Source::ControlRoom,
        sequence: 0,
        event_ms: 1000 * tick,
        arrival_ms: 1000 * tick,
        body,
    };
    field.obey(Tick(tick), &[word]);
}

#[test]
fn a_crew_that_is_told_anything_works_only_where_all_is_truly_off() {
    let mut repaired = 0;
    for seed in 0..24 {
        let (field, section, points) = place(seed);
        let mut crews = crews(&field);
        let mut fields = [field];
        let mut facts = Vec::new();
        let mut rng = stream(seed, 1, (0, 0), 0);
        let go = support::go(section);
        crews.order(Tick(0), 0, go);
        let (mut dead, mut earthed) = (false, false);
        for tick in 1..60_000 {
            // Every minute or so it is told something, fitting or not.
            if unit(&mut rng) < 0.02 {
                let point = points[(unit(&mut rng) * points.len() as f64) as usize];
                let order = match (unit(&mut rng) * 6.0) as u32 {
                    0 | 1 => CrewOrder::Isolate { order: 1, point },
                    2 => CrewOrder::Test { order: 1 },
                    3 => CrewOrder::Permit { order: 1 },
                    4 => CrewOrder::Energise { order: 1 },
                    _ => CrewOrder::Permit { order: 2 },
                };
                crews.order(Tick(tick), 0, order);
            }
            crews.live(Tick(tick), &mut fields, &mut facts);
            for report in reports(&mut facts) {
                match report {
                    CrewReport::TestedDead => dead = true,
                    CrewReport::TestedLive => (dead, earthed) = (false, false),
                    CrewReport::Earthed { sets } => earthed = dead && sets > 0,
                    // What it finds it is told to switch off.
                    CrewReport::SourceFound { point } => {
                        crews.order(Tick(tick), 0, CrewOrder::Isolate { order: 1, point });
                    }
                    CrewReport::LockedOut { lock } => tell_code(&mut fields[0], tick, lock),
                    CrewReport::Repairing => {
                        let sources = fields[0].sources_at(section);
                        assert_eq!(sources, [], "seed {seed}, second {tick}");
                        assert!(dead && earthed, "seed {seed}, second {tick}");
                        repaired += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(repaired > 12, "{repaired}");
}

#[test]
fn a_source_that_is_not_on_record_stops_the_crew_until_it_is_off() {
    let (mut field, section, points) = place(3);
    let load = field
        .sources_at(section)
        .into_iter()
        .find(|source| !points.contains(source))
        .expect("a source that nobody knows of");
    let mut crews = crews(&field);
    let mut facts = Vec::new();
    let go = support::go(section);
    crews.order(Tick(0), 0, go);
    let mut heard = Vec::new();
    for tick in 1..40_000 {
        crews.live(Tick(tick), std::slice::from_mut(&mut field), &mut facts);
        for report in reports(&mut facts) {
            match report {
                CrewReport::Found { .. } => {
                    for &point in &points {
                        crews.order(Tick(tick), 0, CrewOrder::Isolate { order: 1, point });
                    }
                }
                CrewReport::Isolated { .. } => {
                    crews.order(Tick(tick), 0, CrewOrder::Test { order: 1 });
                }
                CrewReport::SourceFound { point } => {
                    crews.order(Tick(tick), 0, CrewOrder::Isolate { order: 1, point });
                }
                CrewReport::LockedOut { lock } => tell_code(&mut field, tick, lock),
                CrewReport::Earthed { .. } => {
                    crews.order(Tick(tick), 0, CrewOrder::Permit { order: 1 });
                }
                CrewReport::Cleared { sets } => {
                    assert_eq!(sets, 2);
                    crews.order(Tick(tick), 0, CrewOrder::Energise { order: 1 });
                }
                _ => {}
            }
            heard.push(report);
        }
    }
    let at = |what: fn(&CrewReport) -> bool| heard.iter().position(what);
    let live = at(|r| matches!(r, CrewReport::TestedLive)).expect("a test that shows voltage");
    let found = at(|r| matches!(r, CrewReport::SourceFound { .. })).expect("a source");
    let works = at(|r| matches!(r, CrewReport::Repairing)).expect("a repair");
    assert!(live < found && found < works, "{heard:?}");
    assert!(
        heard.contains(&CrewReport::SourceFound { point: load }),
        "{heard:?}"
    );
    // What it saw goes to the records.
    let fact = Fact::Power { load, kw: -3.0 };
    assert!(heard.contains(&CrewReport::AsFound(fact)), "{heard:?}");
    assert_eq!(heard.last(), Some(&CrewReport::Free));
}

#[test]
fn a_crew_with_earths_on_is_not_called_back() {
    let (mut field, section, points) = place(4);
    let mut crews = crews(&field);
    let mut facts = Vec::new();
    let go = support::go(section);
    crews.order(Tick(0), 0, go);
    let mut permitted = None;
    let mut heard = Vec::new();
    for tick in 1..40_000 {
        crews.live(Tick(tick), std::slice::from_mut(&mut field), &mut facts);
        for report in reports(&mut facts) {
            let mut tell = |order| crews.order(Tick(tick), 0, order);
            match report {
                CrewReport::Found { .. } => {
                    for &point in &points {
                        tell(CrewOrder::Isolate { order: 1, point });
                    }
                }
                CrewReport::Isolated { .. } => tell(CrewOrder::Test { order: 1 }),
                CrewReport::SourceFound { point } => tell(CrewOrder::Isolate { order: 1, point }),
                CrewReport::LockedOut { lock } => tell_code(&mut field, tick, lock),
                CrewReport::Earthed { .. } => {
                    tell(CrewOrder::Return { order: 1 });
                    permitted = Some(tick + 600);
                }
                _ => {}
            }
            heard.push(report);
        }
        if permitted == Some(tick) {
            crews.order(Tick(tick), 0, CrewOrder::Permit { order: 1 });
        }
    }
    assert!(heard.contains(&CrewReport::Repaired), "{heard:?}");
}
