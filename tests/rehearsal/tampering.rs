//! Meters that are tampered with: what they tell, what they count, and who looks.

use taiqu_dispatch::TaskState;
use taiqu_dispatch::components::Tasks;
use taiqu_estimate::components::{Abnormal, Arrivals, FindingKind};
use taiqu_link::{MeterEventKind, Reading, SimClock, Uplink};

use crate::run::Run;

const METER: &str = "meter:M021";

fn village(events: &str) -> Run {
    Run::at(
        "areas: [\"areas/village.ron\"]",
        &format!(
            "start: \"2026-07-15T19:00:00\", length: \"3h\", calls: (share: 0), \
             managers: [(id: \"g1\", name: (zh: \"网格一\", en: \"Zone 1\"), areas: [\"village\"])], \
             events: [{events}]"
        ),
    )
}

/// Lives up to `tick`: the events and readings of the meter, with the ticks they came at.
fn lived(run: &mut Run, tick: u64) -> (Vec<(MeterEventKind, bool, u64)>, Vec<Reading>) {
    let meter = run.asset(METER);
    let (mut events, mut readings) = (Vec::new(), Vec::new());
    let from = run.app.world().resource::<SimClock>().tick.0;
    for now in from + 1..=tick {
        run.to(now);
        for message in &run.app.world().resource::<Arrivals>().0 {
            match message.body {
                Uplink::MeterNoted {
                    meter: own,
                    event,
                    begins,
                    ..
                } if own == meter => events.push((event, begins, now)),
                Uplink::MeterReported {
                    meter: own,
                    reading,
                } if own == meter => readings.push(reading),
                _ => {}
            }
        }
    }
    (events, readings)
}

#[test]
fn covers_and_magnets_are_told_and_looked_into() {
    let mut run = village(
        "(at: \"5m\", do: Tamper(meter: \"meter:M021\", how: Cover)), \
         (at: \"6m\", do: Tamper(meter: \"meter:M021\", how: Magnet)), \
         (at: \"9m\", do: Untamper(meter: \"meter:M021\", how: Cover)), \
         (at: \"2h\", do: Untamper(meter: \"meter:M021\", how: Magnet))",
    );
    let (events, _) = lived(&mut run, 600);
    let kinds: Vec<_> = events
        .iter()
        .map(|(kind, begins, _)| (*kind, *begins))
        .collect();
    let (cover, field) = (MeterEventKind::CoverOpened, MeterEventKind::MagneticField);
    assert_eq!(kinds, [(cover, true), (field, true), (cover, false)]);
    assert!(events[1].2 >= 365, "a field must last five seconds");
    let meter = run.asset(METER);
    let tampered = |run: &Run| {
        let abnormal = &run.app.world().resource::<Abnormal>().0;
        abnormal
            .iter()
            .any(|f| f.kind == FindingKind::Tampered && f.asset == meter)
    };
    assert!(tampered(&run));
    let (later, _) = lived(&mut run, 3 * 3600 - 60);
    assert!(
        later
            .iter()
            .any(|(kind, begins, _)| *kind == field && !begins)
    );
    assert!(!tampered(&run));
    // One task, though it is over: something may have been left in the meter.
    let tasks = run.app.world().resource::<Tasks>().0.tasks().to_vec();
    let own: Vec<_> = tasks
        .iter()
        .filter(|task| task.cause == FindingKind::Tampered)
        .collect();
    assert_eq!(own.len(), 1, "{tasks:#?}");
    assert_eq!((own[0].asset, own[0].manager), (meter, Some(0)));
    assert_ne!(own[0].state, TaskState::Gone);
}

#[test]
fn under_a_magnet_a_meter_counts_less_while_voltages_stay() {
    let mut honest = village("");
    let mut thief = village("(at: \"20m\", do: Tamper(meter: \"meter:M021\", how: Magnet))");
    let (_, honest) = lived(&mut honest, 3600);
    let (_, thief) = lived(&mut thief, 3600);
    assert_eq!(honest.len(), thief.len());
    assert_eq!(honest[0], thief[0]);
    let (true_one, shown) = (honest[honest.len() - 1], thief[thief.len() - 1]);
    let voltages = true_one.voltage_v.iter().zip(shown.voltage_v);
    assert!(voltages.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
    let whole = |reading: &Reading| reading.power_w.iter().sum::<f64>();
    assert!(whole(&true_one) > 50.0, "{true_one:?}");
    assert!((whole(&shown) / whole(&true_one) - 0.15).abs() < 0.01);
}
