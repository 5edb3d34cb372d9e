//! Neutrals that break: how soon and where the twin says so, by how far the star point
//! moves.

use bevy::app::App;
use rayon::prelude::*;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_estimate::components::Arrivals;
use taiqu_field::Event;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};
use taiqu_link::{Action, DateTime, MeterEventKind, SimClock, Tick, Uplink, chance};
use taiqu_outage::components::Inquiries;
use taiqu_outage::{Incident, Inquiry, Trouble};

const PURPOSE: u8 = 202;
/// When the neutral breaks at the earliest, so that readings have come before.
const FROM_S: u64 = 1800;
/// How long is waited for an alarm: two samples and what they may be late.
const WAITED_S: u64 = 1800 + 120;
/// Within which an alarm is due after an event got through, s.
const AFTER_EVENT_S: u64 = 120;
/// After an alarm the section may still be corrected for so long, s: the answers that were
/// asked for come in.
const SETTLED_S: u64 = 60;
/// Shifts of the star point at which the table is divided, V.
const CLASSES: [(f64, f64); 4] = [(0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, 500.0)];

/// What became of one break.
#[derive(Clone, Copy, Debug)]
struct Break {
    /// The most by which the star point behind it moved, V.
    shift_v: f64,
    /// When an event of it came in, and when there was an alarm.
    event: Option<u64>,
    alarm: Option<u64>,
    /// Whether the alarm named a section that no meter can tell from the true one.
    right: bool,
}

/// Breaks neutrals in `places` with seeds from `first`, and prints the table.
pub fn print(places: &[Scenario], first: u64, count: u64) {
    let seeds: Vec<u64> = (first..first + count).collect();
    let one = |&seed: &u64| broken(&places[(seed % places.len() as u64) as usize], seed);
    let breaks: Vec<Break> = seeds.par_iter().filter_map(one).collect();
    println!(
        "| star point moved by | breaks | with an event | alarm within 2 min of it | without | \
         alarm within 2 samples | of the alarms, right section |\n|---|---|---|---|---|---|---|"
    );
    for (from, to) in CLASSES {
        let own = breaks.iter().filter(|b| (from..to).contains(&b.shift_v));
        let own: Vec<Break> = own.copied().collect();
        let heard: Vec<Break> = own.iter().filter(|b| b.event.is_some()).copied().collect();
        let soon = |b: &&Break| {
            let due = b.event.map(|event| event + AFTER_EVENT_S);
            b.alarm.zip(due).is_some_and(|(alarm, due)| alarm <= due)
        };
        let soon = heard.iter().filter(soon).count();
        let quiet = own.iter().filter(|b| b.event.is_none());
        let told = quiet.clone().filter(|b| b.alarm.is_some()).count();
        let alarms = own.iter().filter(|b| b.alarm.is_some()).count();
        let right = own.iter().filter(|b| b.right).count();
        println!(
            "| {from:.0} to {to:.0} V | {} | {} | {soon} | {} | {told} | {right} of {alarms} |",
            own.len(),
            heard.len(),
            quiet.count(),
        );
    }
}

/// The sections of `records` with a neutral behind which meters of two phases hang, each
/// with the meters behind it.
fn candidates(records: &District) -> Vec<(AssetRef, Vec<AssetRef>)> {
    let topology = Topology::of(records);
    let sections = records.all(Kind::Section).filter_map(|section| {
        let item = &records.network(section.place).sections[section.index as usize];
        let shared = item.phases.has(Conductor::N) && item.phases.len() > 2;
        let behind = meters(&topology, section);
        let phases = behind.iter().fold(Phases::NONE, |set, &meter| {
            set.union(phases_of(records, meter))
        });
        (shared && phases.len() > 1).then_some((section, behind))
    });
    sections.collect()
}

fn meters(topology: &Topology, above: AssetRef) -> Vec<AssetRef> {
    let below = topology.downstream(above).iter().copied();
    below.filter(|asset| asset.kind == Kind::Meter).collect()
}

fn phases_of(records: &District, meter: AssetRef) -> Phases {
    let Place::Area(area) = meter.place else {
        return Phases::NONE;
    };
    let item = &records.areas[usize::from(area)].meters[meter.index as usize];
    item.connection.conductors().and(Phases::ABC)
}

fn broken(place: &Scenario, seed: u64) -> Option<Break> {
    let mut rng = chance::stream(seed, PURPOSE, (0, 0), 0);
    let mut unit = || chance::unit(&mut rng);
    let all = candidates(&place.records);
    let (section, behind) = &all[(unit() * all.len() as f64) as usize];
    let at = FROM_S + (900.0 * unit()) as u64;
    let hour = (24.0 * unit()) as u32;
    let scenario = Scenario {
        seed,
        start: DateTime::new((2026, 7, 15), (hour, 0, 0))?,
        staff: std::sync::Arc::default(),
        events: vec![Event {
            at_ms: 1000 * at,
            action: Action::Break {
                section: *section,
                conductors: Phases::only(Conductor::N),
            },
        }],
        ..place.clone()
    };
    let node = AssetRef {
        kind: Kind::Node,
        index: place.records.network(section.place).sections[section.index as usize].to as u32,
        ..*section
    };
    let mut app = App::empty();
    simulation::install(&mut app, &scenario).expect("a simulation");
    let mut found = Break {
        shift_v: 0.0,
        event: None,
        alarm: None,
        right: false,
    };
    let (mut before, topology) = (None, Topology::of(&place.records));
    let settled = |found: &Break, now: u64| found.alarm.is_some_and(|at| now > at + SETTLED_S);
    loop {
        simulation::step(app.world_mut()).expect("a tick");
        let world = app.world();
        let now = world.resource::<SimClock>().tick;
        let truth = world.resource::<Simulation>().truth();
        let field = truth.iter().find(|field| field.district().has(node))?;
        let star = field.solution().node(node)[3];
        let before = *before.get_or_insert(star);
        if now.0 < at {
            continue;
        }
        found.shift_v = found.shift_v.max((star - before).norm());
        let told = world.resource::<Arrivals>().0.iter().any(|message| {
            let odd = |event| {
                matches!(
                    event,
                    MeterEventKind::VoltageHigh
                        | MeterEventKind::VoltageLow
                        | MeterEventKind::VoltageLost
                        | MeterEventKind::VoltageUnbalance
                )
            };
            matches!(message.body, Uplink::MeterNoted { event, begins: true, .. } if odd(event))
        });
        if told {
            found.event.get_or_insert(now.0);
        }
        let inquiries = world.resource::<Inquiries>().0.iter();
        let mut alarms = inquiries.flat_map(Inquiry::incidents);
        let alarm = alarms.find(|one: &&Incident| is_alarm(one, Tick(at)));
        if let Some(alarm) = alarm {
            found.alarm.get_or_insert(now.0);
            found.right = meters(&topology, alarm.part) == *behind;
        }
        let waited = found.alarm.is_none() && now.0 > at + WAITED_S;
        if waited || settled(&found, now.0) {
            break;
        }
    }
    Some(found)
}

fn is_alarm(incident: &Incident, since: Tick) -> bool {
    matches!(incident.trouble, Trouble::BrokenNeutral { .. }) && incident.noticed >= since
}
