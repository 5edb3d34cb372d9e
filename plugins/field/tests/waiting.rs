//! Crews that wait at the place for what they cannot change.

use std::sync::Arc;

use taiqu_field::{Crews, Field, Means, WorkSettings};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::{Action, CrewOrder, CrewReport, Tick, Uplink};

mod support;

use support::setup;

/// The estate with one crew at the gate, and a fuse that has blown where water stands.
fn places(work: WorkSettings) -> (Vec<Field>, Crews, AssetRef) {
    let setup = setup(&["estate"], &[]);
    let crew = support::crew((0.0, 0.0));
    let means = Means {
        staff: Arc::new(vec![crew]),
        work,
        ..Means::default()
    };
    let mut crews = Crews::new(&setup.truth, means, 1);
    let mut fields = Field::all(&setup).expect("loads are finite");
    let switch = setup.truth.find("estate/switch:FU-B02")[0];
    live((&mut fields, &mut crews), 0, 10);
    let phases = Phases::ABC;
    fields[0].suffer(Tick(10), Action::BlowFuse { switch, phases });
    crews.stand_in_water(switch, true);
    let go = support::go(switch);
    crews.order(Tick(10), 0, go);
    (fields, crews, switch)
}

/// Lives up to `until`, s; what the crew told.
fn live((fields, crews): (&mut [Field], &mut Crews), from: u64, until: u64) -> Vec<CrewReport> {
    let mut facts = Vec::new();
    for tick in (from..until).map(Tick) {
        crews.live(tick, fields, &mut facts);
        for field in fields.iter_mut() {
            field.happen(tick);
            field.demand(tick);
            field.flow(tick);
        }
    }
    let told = facts.into_iter().filter_map(|fact| match fact.body {
        Uplink::CrewReported { report, .. } => Some(report),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_crew_before_water_that_asks_at_once_lets_time_go_on() {
    let work = WorkSettings {
        ask_again_s: 0,
        ..WorkSettings::default()
    };
    let (mut fields, mut crews, switch) = places(work);
    let told = live((&mut fields, &mut crews), 10, 3600);
    let found =
        |report: &CrewReport| matches!(report, CrewReport::Found { part, .. } if *part == switch);
    assert!(told.iter().any(found), "{told:?}");
    assert!(!told.contains(&CrewReport::Repairing), "{told:?}");
}

#[test]
fn a_crew_that_waits_for_water_with_nothing_switched_off_can_be_called_back() {
    let (mut fields, mut crews, switch) = places(WorkSettings::default());
    let told = live((&mut fields, &mut crews), 10, 3600);
    assert!(!told.contains(&CrewReport::Repairing), "{told:?}");
    let drives = |crews: &Crews| crews.positions().any(|(_, drives)| drives);
    assert!(!drives(&crews), "it waits");
    crews.order(Tick(3600), 0, CrewOrder::Return { order: 1 });
    live((&mut fields, &mut crews), 3600, 3602);
    assert!(drives(&crews), "it is on its way home");
    crews.stand_in_water(switch, false);
    let told = live((&mut fields, &mut crews), 3602, 7200);
    assert!(told.is_empty(), "it works no more: {told:?}");
}
