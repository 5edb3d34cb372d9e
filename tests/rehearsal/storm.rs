//! Storms in whole simulations: what falls, who climbs when, and that it comes again.

use taiqu::simulation::{Simulation, Snapshot};
use taiqu_field::Happening;
use taiqu_grid::Phases;
use taiqu_link::{Action, Command, Damage};

use crate::run::Run;

const STAFF: &str = "staff: [(id: \"C1\", name: (zh: \"班\", en: \"Crew\"), \
    skills: (customer: true, low_voltage: true, medium_voltage: true), base: (300.0, 200.0))]";

/// Two hours of wind in which nobody climbs, while a pole lies.
fn fallen() -> Run {
    Run::at(
        "areas: [\"areas/village.ron\"]",
        &format!(
            "start: \"2026-07-15T08:00:00\", length: \"14h\", {STAFF}, \
             weather: (wind_m_s: [(8.0, 14.0), (10.9, 14.0), (11.0, 3.0)]), events: [\
             (at: \"5m\", do: FellPole(pole: \"node:east-06\")), \
             (at: \"5m\", do: Break(section: \"section:S-east-06\")), \
             (at: \"5m\", do: Break(section: \"section:S-east-07\"))]"
        ),
    )
}

#[test]
fn a_fallen_pole_is_put_up_when_the_wind_has_fallen() {
    let mut run = fallen();
    run.to(600);
    let dark = run.truly_out();
    assert!(!dark.is_empty());
    let (pole, section) = (run.asset("node:east-06"), run.asset("section:S-east-07"));
    let found = |run: &Run| {
        let simulation = run.app.world().resource::<Simulation>();
        simulation.truth()[0].damage_at(section)
    };
    assert_eq!(found(&run), Some((section, Damage::FallenPole)));
    let lies = |run: &Run| {
        let simulation = run.app.world().resource::<Simulation>();
        simulation.truth()[0].damage().fallen.contains(&pole)
    };
    // Three hours of wind, then at least a quick repair of a pole.
    run.to(3 * 3600 + 2 * 3600);
    assert!(lies(&run), "put up in the wind");
    run.to(14 * 3600);
    assert!(!lies(&run) && found(&run).is_none());
    assert!(run.truly_out().is_empty(), "{:?}", run.truly_out());
}

/// The worst hour of a squall over the town.
fn squall(seed: u64) -> Run {
    Run::at(
        "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \"areas/town-2.ron\", \
         \"areas/town-3.ron\", \"areas/town-4.ron\"]",
        &format!(
            "start: \"2026-08-20T15:00:00\", length: \"1h\", seed: {seed}, storm: Some((squalls: [\
             (hour: 15.2, from_deg: 280.0, moves_m_s: 15.0, peak_m_s: 34.0, rain_mm_h: 60.0)]))"
        ),
    )
}

fn happened(run: &mut Run, to: u64) -> Vec<Happening> {
    let mut all = Vec::new();
    let from = run.app.world().resource::<taiqu_link::SimClock>().tick.0;
    for tick in from + 1..=to {
        run.to(tick);
        let simulation = run.app.world().resource::<Simulation>();
        let truth = simulation.truth().iter();
        all.extend(truth.flat_map(|field| field.happened().to_vec()));
    }
    all
}

#[test]
fn a_squall_fells_poles_and_those_bring_down_wires() {
    let mut run = squall(2);
    let all = happened(&mut run, 2400);
    let fell = all
        .iter()
        .filter(|h| matches!(h.action, Action::Fell { .. }));
    let wires = all
        .iter()
        .filter(|h| matches!(h.action, Action::Break { .. } | Action::Short { .. }));
    assert!(fell.count() > 2 && wires.count() > 2, "{all:?}");
    assert!(!run.truly_out().is_empty());
}

#[test]
fn going_on_from_a_snapshot_in_the_squall_the_same_falls() {
    let mut whole = squall(2);
    // In the middle of a block, while some poles sway and some are about to lie.
    whole.to(763);
    let snapshot = Snapshot::of(whole.app.world_mut());
    let rest = happened(&mut whole, 1500);
    assert!(rest.iter().any(|h| matches!(h.action, Action::Fell { .. })));
    let mut again = squall(2);
    snapshot
        .restore(again.app.world_mut())
        .expect("the same scenario");
    assert_eq!(happened(&mut again, 1500), rest);
    assert_ne!(
        happened(&mut squall(3), 1500),
        happened(&mut squall(2), 1500)
    );
}

/// A spur is down; then the line above it is opened and, when no battery holds any more,
/// closed again.
#[test]
fn an_area_that_says_nothing_when_it_is_switched_on_again_is_held_dark() {
    let mut run = Run::at(
        "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \"areas/town-2.ron\", \
         \"areas/town-3.ron\", \"areas/town-4.ron\"]",
        "start: \"2026-08-20T08:00:00\", length: \"4h\", calls: (share: 0, share_of_important: 0), \
         events: [(at: \"5m\", do: Break(section: \"town-3/section:H02\"))]",
    );
    run.to(20 * 60);
    let dark = run.truly_out();
    let switch = run.asset("town/switch:LB2");
    let phases = Phases::ABC;
    run.order(Command::OpenSwitch { switch, phases });
    run.to(150 * 60);
    assert!(run.truly_out().len() > dark.len());
    run.order(Command::CloseSwitch { switch, phases });
    run.to(172 * 60);
    // A fuse that blew meanwhile is another matter.
    let still = run.truly_out();
    assert!(
        dark.iter().all(|customer| still.contains(customer)),
        "{still:?}"
    );
    let held: Vec<String> = run
        .incidents()
        .into_iter()
        .flat_map(|(_, _, who)| who)
        .collect();
    assert_eq!(held.len(), still.len(), "{:?}", run.incidents());
}

#[test]
fn an_arc_that_passes_is_no_incident_and_a_wire_that_it_burns_is() {
    let mut run = Run::shipped("thunderstorm");
    let breaker = run.asset("CB0");
    let moved = |happened: &[Happening]| {
        let own = happened.iter().filter(|one| one.action.asset() == breaker);
        own.map(|one| matches!(one.action, Action::CloseSwitch { .. }))
            .collect::<Vec<_>>()
    };
    // The first flash to the trunk: open, and closed a second later.
    assert_eq!(moved(&happened(&mut run, 4700)), [false, true]);
    assert!(run.truly_out().is_empty() && run.incidents().is_empty());
    // The second burns through the wires: it closes on nothing, and all are dark.
    assert_eq!(moved(&happened(&mut run, 6900)), [false, true]);
    let out = run.truly_out();
    assert_eq!(out.len(), 280);
    assert_eq!(run.believed_out(), out);
}
