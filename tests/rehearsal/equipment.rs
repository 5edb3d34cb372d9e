//! What switches by itself or by word: locks, capacitor banks, lamps, heat pumps, clocks.

use taiqu::simulation::Simulation;
use taiqu_estimate::components::{Abnormal, Arrivals, Belief, FindingKind};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::lock::LockEvent;
use taiqu_link::{CrewReport, SimClock, Uplink};

use crate::run::Run;

const VILLAGE: &str = "areas: [\"areas/village.ron\"]";
const CREW: &str = "staff: [(id: \"C1\", name: (zh: \"班\", en: \"Crew\"), \
    skills: (customer: true, low_voltage: true), base: (300.0, 200.0))]";

fn village(body: &str) -> Run {
    Run::at(
        VILLAGE,
        &format!("start: \"2026-07-15T19:00:00\", length: \"4h\", {body}"),
    )
}

/// Lives up to `tick` and keeps what `pick` finds among all that arrived.
fn heard<T>(run: &mut Run, tick: u64, pick: impl Fn(&Uplink) -> Option<T>) -> Vec<T> {
    let mut all = Vec::new();
    let from = run.app.world().resource::<SimClock>().tick.0;
    for tick in from + 1..=tick {
        run.to(tick);
        let arrived = &run.app.world().resource::<Arrivals>().0;
        all.extend(arrived.iter().filter_map(|message| pick(&message.body)));
    }
    all
}

type Noted = (AssetRef, LockEvent, Option<u16>);

fn locks(body: &Uplink) -> Option<Noted> {
    match *body {
        Uplink::LockNoted { lock, event, by } => Some((lock, event, by.map(|(crew, _)| crew))),
        _ => None,
    }
}

#[test]
fn a_box_opens_for_the_crew_whose_order_it_is_and_says_so() {
    let mut run = village(&format!(
        "channel: Real((orders_lost: 0.0, events_lost: 0.0)), {CREW}, \
         events: [(at: \"5m\", do: CutMeter(meter: \"meter:M021\"))]"
    ));
    let lock = run.asset("box:B09");
    let noted = heard(&mut run, 3 * 3600, locks);
    let expected = [LockEvent::Opened, LockEvent::Closed].map(|event| (lock, event, Some(0)));
    assert_eq!(noted, expected);
    assert!(run.truly_out().is_empty());
}

#[test]
fn a_crew_before_a_lock_that_was_not_told_asks_again_by_voice() {
    let mut run = village(&format!(
        "channel: Real((orders_lost: 1.0, events_lost: 0.0)), {CREW}, \
         events: [(at: \"5m\", do: CutMeter(meter: \"meter:M021\"))]"
    ));
    let lock = run.asset("box:B09");
    let all = heard(&mut run, 3 * 3600, |body| match body {
        Uplink::CrewReported {
            report: CrewReport::LockedOut { lock },
            ..
        } => Some((*lock, None)),
        body => locks(body).map(|(lock, event, _)| (lock, Some(event))),
    });
    let events: Vec<_> = all.iter().map(|(_, event)| *event).collect();
    assert!(all.iter().all(|(at, _)| *at == lock));
    let [asked, opened, closed] = [None, Some(LockEvent::Opened), Some(LockEvent::Closed)];
    assert!(events.contains(&Some(LockEvent::Refused)), "{events:?}");
    assert!(events.contains(&asked), "{events:?}");
    assert!(
        events.contains(&opened) && events.contains(&closed),
        "{events:?}"
    );
    assert!(run.truly_out().is_empty());
}

#[test]
fn a_box_that_is_broken_open_is_abnormal_until_it_is_put_right() {
    let mut run = village(
        "events: [(at: \"5m\", do: ForceLock(cabinet: \"box:B15\")), \
                  (at: \"40m\", do: MendLock(cabinet: \"box:B15\"))]",
    );
    let lock = run.asset("box:B15");
    let forced = |run: &Run| {
        let abnormal = &run.app.world().resource::<Abnormal>().0;
        let found = abnormal.iter().filter(|f| f.kind == FindingKind::Forced);
        found.map(|f| f.asset).collect::<Vec<_>>()
    };
    run.to(299);
    assert_eq!(forced(&run), []);
    run.to(310);
    assert_eq!(forced(&run), [lock]);
    run.to(41 * 60);
    assert_eq!(forced(&run), []);
}

#[test]
fn the_terminal_switches_its_bank_and_the_picture_follows() {
    // Much reactive power: homes, and a pump that runs late.
    let mut run = Run::at(
        VILLAGE,
        "start: \"2026-07-15T15:00:00\", length: \"5h\", loads: (scale: 1.6)",
    );
    let factor = |run: &Run| {
        let field = &run.app.world().resource::<Simulation>().truth()[0];
        let solution = field.solution();
        let (_, i) = solution.transformer_current(run.asset("transformer:T1"));
        let v = solution.node(run.asset("node:LV"));
        let parts = (0..3).map(|k| (v[k] - v[3]) * i[k].conj());
        let whole = parts.fold((0.0, 0.0), |(p, q), s| (p + s.re, q + s.im));
        f64::abs(whole.0) / f64::hypot(whole.0, whole.1)
    };
    run.to(0);
    let before = factor(&run);
    let steps = heard(&mut run, 3 * 3600, |body| match body {
        Uplink::BankMoved { steps, .. } => Some(*steps),
        _ => None,
    });
    assert!(!steps.is_empty());
    assert!(factor(&run) > before.max(0.94), "{before} {}", factor(&run));
    // The picture gives the bank what the truth gives it.
    let world = run.app.world();
    let field = &world.resource::<Simulation>().truth()[0];
    let belief = &world.resource::<Belief>().0[0];
    let node = run.asset("node:BUS");
    let far = field
        .solution()
        .node(node)
        .into_iter()
        .zip(belief.picture.solution().node(node))
        .map(|(a, b)| (a.norm() - b.norm()).abs());
    assert!(far.take(3).fold(0.0, f64::max) < 1.5);
}

#[test]
fn after_a_cold_outage_all_heat_pumps_run_at_once() {
    let mut run = Run::at(
        VILLAGE,
        "start: \"2026-01-15T19:00:00\", length: \"6h\", loads: (variety: 0), \
         weather: (temperature_c: [(12.0, -6.0)]), \
         events: [(at: \"2h\", do: OpenSwitch(switch: \"switch:Q0\")), \
                  (at: \"3h30m\", do: CloseSwitch(switch: \"switch:Q0\"))]",
    );
    let pumps = |run: &Run| {
        let field = &run.app.world().resource::<Simulation>().truth()[0];
        let district = field.district();
        let currents = field.solution().load_currents();
        let loads = district.all(Kind::Load).zip(currents);
        let pumps = loads.filter(|(load, _)| district.id(*load).starts_with("HP"));
        let run = pumps.map(|(_, current)| u32::from(current[..3].iter().any(|i| i.norm() > 1.0)));
        run.collect::<Vec<u32>>()
    };
    run.to(7000);
    let before = pumps(&run);
    assert!(before.len() >= 8, "{}", before.len());
    run.to(3 * 3600);
    assert_eq!(pumps(&run).iter().sum::<u32>(), 0);
    run.to(3 * 3600 + 1800 + 5);
    let after = pumps(&run);
    let (before, after) = (before.iter().sum::<u32>(), after.iter().sum::<u32>());
    // But for the odd house that keeps its heat longer.
    let all = pumps(&run).len() as u32;
    assert!(
        10 * after >= 9 * all && 2 * after > 3 * before,
        "{before} {after}"
    );
}

#[test]
fn lamps_follow_the_sun_through_the_year() {
    let lit = |start: &str, tick: u64| {
        let mut run = Run::at(VILLAGE, &format!("start: \"{start}\", length: \"6h\""));
        run.to(tick);
        let field = &run.app.world().resource::<Simulation>().truth()[0];
        let district = field.district();
        let area = &district.areas[0];
        let loads = district
            .all(Kind::Load)
            .zip(field.solution().load_currents());
        let lamps = loads.filter(|(load, _)| {
            let profile = area.loads[load.index as usize].profile;
            profile.is_some_and(|p| area.profiles[p].id == "street-light")
        });
        let on: Vec<bool> = lamps
            .map(|(_, current)| current[..3].iter().any(|i| i.norm() > 0.1))
            .collect();
        assert!(!on.is_empty() && on.iter().all(|&lamp| lamp == on[0]));
        on[0]
    };
    assert!(!lit("2026-07-15T18:00:00", 0));
    assert!(lit("2026-07-15T18:00:00", 3 * 3600));
    assert!(lit("2026-01-15T18:00:00", 1800));
    assert!(!lit("2026-01-15T10:00:00", 0));
}
