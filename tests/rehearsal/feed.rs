//! The twin alone, fed with what was recorded, clean and dirty.

use bevy::app::App;
use taiqu::simulation;
use taiqu_estimate::components::{Arrivals, Belief};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::chance::{stream, unit};
use taiqu_link::{
    MeterEventKind, Reading, Recorded, SimClock, SimTick, Source, Stamped, Tick, Uplink,
};
use taiqu_outage::Inquiry;
use taiqu_outage::components::Inquiries;

use crate::run::Run;

const LENGTH_S: u64 = 3 * 3600;
/// What is dirty lies before this.
const DIRTY_S: u64 = 3600;

/// A run of two hours with a fault that stays and one that is mended, and all it heard.
fn recorded() -> (Run, Vec<Stamped<Uplink>>) {
    let mut run = Run::at(
        "areas: [\"areas/village.ron\"]",
        "start: \"2026-07-15T17:00:00\", length: \"3h\", seed: 9, channel: Real(()), events: [\
           (at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\")), \
           (at: \"40m\", do: CloseSwitch(switch: \"switch:FU-willow\")), \
           (at: \"45m\", do: BlowFuse(switch: \"switch:FU-lotus\"))]",
    );
    let mut heard = Vec::new();
    for tick in 0..=LENGTH_S {
        run.to(tick);
        heard.extend(run.app.world().resource::<Arrivals>().0.iter().copied());
    }
    (run, heard)
}

/// What the twin holds in the end: readings, samples, positions, and what has failed.
fn held(app: &App) -> String {
    let world = app.world();
    let parts = world.resource::<Belief>().0.iter();
    let pictures = parts.map(|part| {
        let picture = &part.picture;
        format!("{:?}\n{:?}\n", picture.last_words(), picture.known())
    });
    let inquiries = world.resource::<Inquiries>().0.iter();
    let open = inquiries
        .flat_map(Inquiry::incidents)
        .filter(|i| i.is_open());
    let incidents = open.map(|i| {
        let what = (i.part, i.phases, &i.customers, i.trouble);
        format!("{what:?}\n")
    });
    pictures.chain(incidents).collect()
}

fn fed(run: &Run, messages: Vec<Stamped<Uplink>>) -> String {
    let mut app = App::empty();
    simulation::listen(&mut app, run.scenario(), Recorded::of(messages));
    for tick in 0..=LENGTH_S {
        app.world_mut().resource_mut::<SimClock>().tick = Tick(tick);
        app.world_mut().run_schedule(SimTick);
    }
    held(&app)
}

#[test]
fn a_twin_that_hears_a_record_holds_what_the_first_held() {
    let (run, messages) = recorded();
    let first = held(&run.app);
    assert!(first.contains("Switch"), "{first}");
    assert_eq!(fed(&run, messages), first);
}

#[test]
fn a_dirty_feed_ends_in_the_same_state() {
    let (run, clean) = recorded();
    let mut rng = stream(1, 0x70, (0, 0), 0);
    let mut luck = || unit(&mut rng);
    let mut dirty = Vec::new();
    let mut next = clean.iter().map(|m| m.sequence).max().unwrap_or(0) + 1;
    for message in &clean {
        let early = message.arrival_ms < 1000 * DIRTY_S;
        let mut own = *message;
        if early && luck() < 0.2 {
            own.arrival_ms += (luck() * 3.6e6) as u64;
        }
        dirty.push(own);
        if luck() < 0.3 {
            let later = own.arrival_ms + (luck() * 6e5) as u64;
            dirty.push(Stamped {
                arrival_ms: later,
                ..own
            });
        }
        if luck() < 0.01 {
            dirty.push(garbage(message, next, (luck() * 6.0) as u32));
            next += 1;
        }
    }
    assert!(dirty.len() as f64 > 1.25 * clean.len() as f64);
    let (dirty, clean) = (fed(&run, dirty), fed(&run, clean));
    assert!(dirty == clean, "{dirty}\n{clean}");
}

/// A message that cannot be true.
fn garbage(beside: &Stamped<Uplink>, sequence: u64, kind: u32) -> Stamped<Uplink> {
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
