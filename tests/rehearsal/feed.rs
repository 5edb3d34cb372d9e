//! The twin alone, fed with what was recorded, clean and dirty.

use std::fmt::Write as _;
use std::path::Path;

use bevy::app::App;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_dispatch::components::Dispatch;
use taiqu_dispatch::{OrderState, WorkOrder};
use taiqu_estimate::components::{Abnormal, Belief};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::chance::{stream, unit};
use taiqu_link::journal::{self, FORMAT, Record, Writer};
use taiqu_link::{
    Command, MeterEventKind, Reading, Recorded, SimClock, SimTick, Source, Stamped, Tick, Uplink,
};
use taiqu_outage::Inquiry;
use taiqu_outage::components::Inquiries;
use tempfile::TempDir;

use crate::run::Run;

const LENGTH_S: u64 = 3 * 3600;
/// What is dirty lies before this.
const DIRTY_S: u64 = 3600;

/// A run and the journal with all that was heard in it.
struct Heard {
    run: Run,
    folder: TempDir,
}

impl Heard {
    /// Lives a run, with what is ordered in it.
    fn of(mut run: Run, orders: &[(u64, Command)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = Record::Opened {
            format: FORMAT,
            version: "1".into(),
            inputs: Vec::new(),
            seed: run.scenario().seed,
            operations: run.scenario().operations.word().into(),
            start: run.scenario().start,
        };
        let journal = Writer::create(&folder.path().join("journal"), &opened).expect("a journal");
        let mut simulation = run.app.world_mut().resource_mut::<Simulation>();
        simulation.record(journal);
        simulation.keep_received();
        for &(tick, command) in orders {
            run.to(tick);
            run.order(command);
        }
        run.to(LENGTH_S);
        Self { run, folder }
    }

    fn journal(&self) -> std::path::PathBuf {
        self.folder.path().join("journal")
    }
}

/// A village with a fault that stays and one that is mended, and switches that are opened
/// and closed again.
fn village() -> Heard {
    let run = Run::at(
        "areas: [\"areas/village.ron\"]",
        "start: \"2026-07-15T17:00:00\", length: \"3h\", seed: 9, channel: Real(()), events: [\
           (at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\")), \
           (at: \"40m\", do: CloseSwitch(switch: \"switch:FU-willow\")), \
           (at: \"45m\", do: BlowFuse(switch: \"switch:FU-lotus\"))]",
    );
    let (switch, phases) = (run.asset("switch:Q0"), Phases::ABCN);
    let load = run.asset("customer:C021");
    let orders = [
        (1000, Command::OpenSwitch { switch, phases }),
        (1060, Command::CloseSwitch { switch, phases }),
        (1800, Command::DisconnectLoad { load }),
        (2000, Command::ConnectLoad { load }),
        (2100, Command::DisconnectLoad { load }),
    ];
    Heard::of(run, &orders)
}

/// A town in which the 10 kV line breaks, with crews who find and mend it, and callers.
fn town() -> Heard {
    let run = Run::at(
        "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \"areas/town-2.ron\", \
         \"areas/town-3.ron\", \"areas/town-4.ron\"]",
        "start: \"2026-07-15T19:00:00\", length: \"3h\", seed: 15, channel: Real(()), staff: [\
           (id: \"N1\", name: (zh: \"一班\", en: \"One\"), base: (-900, 700), \
            skills: (customer: true, low_voltage: true, medium_voltage: true)), \
           (id: \"N2\", name: (zh: \"二班\", en: \"Two\"), base: (1600, -1400), \
            skills: (customer: true, low_voltage: true, medium_voltage: true))], \
         events: [(at: \"5m\", do: Break(section: \"town/section:T10\", conductors: \"abc\")), \
           (at: \"100m\", do: Burn(cabinet: \"town-1/box:B12\"))]",
    );
    Heard::of(run, &[])
}

/// All that the twin holds in the end of the present: readings, positions, what is computed
/// and abnormal, what was heard of each meter and concluded, what is to be done. When it
/// came to hold that is history and left out.
fn held(app: &App) -> String {
    let world = app.world();
    let mut held = String::new();
    for part in &world.resource::<Belief>().0 {
        let picture = &part.picture;
        let _ = writeln!(held, "{:?}", picture.last_words());
        let _ = writeln!(held, "{:?}", picture.known());
        let _ = writeln!(held, "{:?} {:?}", picture.supposed(), picture.weather());
        for state in part.states.customers.iter().flatten() {
            let (v, kw) = (state.voltage_v, state.power_kw);
            let _ = writeln!(
                held,
                "{v:.3} V {kw:.4} kW {} {}",
                state.live, state.connected
            );
        }
        for state in &part.states.transformers {
            let _ = writeln!(held, "{:.5} {:?}", state.loading, state.tap);
        }
    }
    for finding in &world.resource::<Abnormal>().0 {
        let _ = writeln!(held, "{:?} {:?}", finding.kind, finding.asset);
    }
    for inquiry in &world.resource::<Inquiries>().0 {
        let now = [
            "meters",
            "stations",
            "switching",
            "weather",
            "cut",
            "pushed",
            "changed",
        ];
        held += &fields(&format!("{:#?}", inquiry.memory()), &now);
    }
    let inquiries = world.resource::<Inquiries>().0.iter();
    let open = inquiries.flat_map(Inquiry::incidents);
    for i in open.filter(|i| i.is_open()) {
        let what = (i.trouble, i.part, i.phases, &i.customers, &i.important);
        // Since when, and how sure to the last digit, is of what was heard meanwhile and not
        // of what is so in the end: a false word that is refuted late counts for longer.
        let sure = (i.probability, &i.instead, &i.causes);
        let _ = writeln!(held, "incident {what:?} {sure:.3?}");
    }
    let desk = &world.resource::<Dispatch>().0;
    // An order that was taken back before anybody went is of what was believed meanwhile.
    let stands = |order: &&WorkOrder| order.state != OrderState::Withdrawn;
    let mut orders: Vec<String> = desk.orders().iter().filter(stands).map(order).collect();
    orders.sort();
    for order in orders {
        let _ = writeln!(held, "order {order}");
    }
    for (crew, standing) in desk.crews() {
        let _ = writeln!(
            held,
            "{} at {:?}, busy: {}",
            crew.id,
            standing.at,
            standing.order.is_some()
        );
    }
    held
}

/// The lines of some fields of a struct that was printed. Which meters were asked in vain is
/// left out: a record answers no questions, and who is asked depends on when one was in doubt.
fn fields(printed: &str, names: &[&str]) -> String {
    let asked = ["unanswered: None", "silent_since: None", "in_vain: "];
    let values = ["unanswered: Some(", "silent_since: Some("];
    let mut lines: Vec<&str> = Vec::new();
    let mut all = printed.lines();
    while let Some(line) = all.next() {
        let field = line.trim_start();
        if values.iter().any(|name| field.starts_with(name)) {
            // Its value, and the bracket behind it.
            all.next();
            all.next();
        } else if !asked.iter().any(|name| field.starts_with(name)) {
            lines.push(line);
        }
    }
    let mut wanted = false;
    let mut kept = String::new();
    for line in lines {
        if let Some(field) = line
            .strip_prefix("    ")
            .filter(|f| !f.starts_with([' ', '}', ']']))
        {
            let name = field.split(':').next().unwrap_or_default();
            wanted = names.contains(&name);
        }
        if wanted {
            kept += line;
            kept.push('\n');
        }
    }
    for name in names {
        assert!(
            kept.contains(&format!("    {name}:")),
            "{name} is no longer there"
        );
    }
    kept
}

/// What an order is about and where it stands, without when.
fn order(order: &WorkOrder) -> String {
    let safety = order.ticket.as_ref().map(|ticket| {
        let points = ticket.points.iter().filter(|point| point.off.is_some());
        (points.count(), ticket.permitted.is_some())
    });
    format!(
        "{:?} {:?} {:?} {:?} {safety:?}",
        order.target, order.crew, order.state, order.found
    )
}

/// What a twin holds that hears the journal at `path`.
fn fed(scenario: &Scenario, path: &Path) -> String {
    let mut app = App::empty();
    let recorded = Recorded::open(path).expect("a recorded feed");
    simulation::listen(&mut app, scenario, recorded);
    for tick in 0..=LENGTH_S {
        app.world_mut().resource_mut::<SimClock>().tick = Tick(tick);
        app.world_mut().run_schedule(SimTick);
    }
    held(&app)
}

/// Both hold the same to the last byte.
fn same(a: &str, b: &str) {
    let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None);
    assert_eq!(crc32fast::hash(a.as_bytes()), crc32fast::hash(b.as_bytes()));
}

#[test]
fn a_twin_that_hears_a_record_holds_what_the_first_held() {
    for heard in [village(), town()] {
        let first = held(&heard.run.app);
        assert!(first.contains("switching") && first.contains(" kW true true"));
        same(&fed(heard.run.scenario(), &heard.journal()), &first);
    }
}

#[test]
fn a_dirty_feed_ends_in_the_same_state() {
    for (k, heard) in [village(), town()].into_iter().enumerate() {
        let dirty = heard.folder.path().join("dirty");
        soil(&heard.journal(), &dirty, k as u64);
        assert_ne!(
            journal::read(&dirty).expect("its beginning").tail,
            journal::Tail::Clean
        );
        let scenario = heard.run.scenario();
        let (dirty, clean) = (fed(scenario, &dirty), fed(scenario, &heard.journal()));
        // What a desk did about what it was told late is not undone: where crews were at
        // work meanwhile, what is known is compared, not what was done, nor what a crew
        // found, which goes by the number of its order: of an incident, who is out.
        let crews_worked = k == 1;
        let known = |held: &str| {
            if !crews_worked {
                return held.to_owned();
            }
            let end = held.find("\norder ").unwrap_or(held.len());
            let lines = held[..end].lines().map(|line| {
                let who = line.find("Phases(").zip(line.find("]) ("));
                let who = who.filter(|_| line.starts_with("incident "));
                who.map_or(line, |(from, to)| &line[from..to])
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        same(&known(&dirty), &known(&clean));
    }
}

/// Writes the `clean` journal as a `dirty` one: of what came within the first hour a fifth
/// comes up to an hour later, save what people say, who wait for an answer; of all 30 % come
/// twice and 1 % has a lie beside it, and of the
/// file's frames 1 % has bytes before it that are none.
fn soil(clean: &Path, dirty: &Path, seed: u64) {
    let mut rng = stream(seed, 0x70, (0, 0), 0);
    let mut luck = || unit(&mut rng);
    let records = journal::read(clean).expect("a journal").records;
    let mut writer = Writer::create(dirty, &records[0]).expect("a journal");
    let mut ends = vec![0, writer.length() as usize];
    let heard = |record: &Record| match record {
        Record::Received { message } => Some(*message),
        _ => None,
    };
    let heard: Vec<Stamped<Uplink>> = records.iter().filter_map(heard).collect();
    let mut next = heard.iter().map(|m| m.sequence).max().unwrap_or(0) + 1;
    let mut write = |message: Stamped<Uplink>| {
        writer
            .append([&Record::Received { message }])
            .expect("appended");
        ends.push(writer.length() as usize);
    };
    let (mut twice, mut late) = (0, 0);
    for message in &heard {
        let mut own = *message;
        let spoken = matches!(message.source, Source::Crew(_) | Source::Hotline);
        if !spoken && message.arrival_ms < 1000 * DIRTY_S && luck() < 0.2 {
            own.arrival_ms += (luck() * 3.6e6) as u64;
            late += 1;
        }
        write(own);
        if luck() < 0.3 {
            let arrival_ms = own.arrival_ms + (luck() * 6e5) as u64;
            write(Stamped { arrival_ms, ..own });
            twice += 1;
        }
        if luck() < 0.01 {
            write(lie(message, next, (luck() * 6.0) as u32));
            next += 1;
        }
    }
    assert!(4 * twice > heard.len() && 20 * late > heard.len());
    let bytes = std::fs::read(dirty).expect("bytes");
    let mut soiled = Vec::new();
    for frame in ends.windows(2).map(|ends| &bytes[ends[0]..ends[1]]) {
        if !soiled.is_empty() && luck() < 0.01 {
            soiled.extend(match (luck() * 3.0) as u32 {
                // Noise, a frame that breaks off, and one with a bit turned over.
                0 => (0..40).map(|_| (luck() * 256.0) as u8).collect(),
                1 => frame[..frame.len() / 2].to_vec(),
                _ => {
                    let mut turned = frame.to_vec();
                    turned[frame.len() / 2] ^= 1 << (luck() * 8.0) as u32;
                    turned
                }
            });
        }
        soiled.extend(frame);
    }
    assert!(soiled.len() > bytes.len());
    std::fs::write(dirty, soiled).expect("written");
}

/// A message that cannot be true.
fn lie(beside: &Stamped<Uplink>, sequence: u64, kind: u32) -> Stamped<Uplink> {
    let meter = AssetRef::in_area(0, Kind::Meter, 3);
    let unknown = AssetRef::in_area(9, Kind::Meter, 4_000);
    let wild = Reading {
        voltage_v: [f64::NAN, -1e9, 1e300],
        ..Reading::default()
    };
    let gasp = Uplink::MeterNoted {
        meter,
        event: MeterEventKind::PowerLost,
        phases: Phases::ABC,
        begins: true,
    };
    let (source, body, event_ms) = match kind {
        0 => (
            unknown,
            Uplink::MeterReported {
                meter: unknown,
                reading: Reading::default(),
            },
            beside.event_ms,
        ),
        1 => (
            meter,
            Uplink::MeterReported {
                meter,
                reading: wild,
            },
            beside.event_ms,
        ),
        // A clock that has jumped a year ahead, and one that stands at its beginning.
        2 => (meter, gasp, beside.event_ms + 31_536_000_000),
        3 => (meter, gasp, 0),
        4 => (
            unknown,
            Uplink::SwitchMoved {
                switch: unknown,
                closed: Phases::NONE,
            },
            beside.event_ms,
        ),
        _ => (
            meter,
            Uplink::MeterAnswered {
                meter,
                question: 7,
                reading: wild,
            },
            beside.event_ms,
        ),
    };
    Stamped {
        source: Source::Device(source),
        sequence,
        event_ms,
        arrival_ms: beside.arrival_ms,
        body,
    }
}
