//! A generator car goes to whom lives depend on, and is taken off when the mains have settled.

mod support;

use std::sync::Arc;

use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Complaint, Crew, CrewId, CrewOrder, CrewReport, Skills, Source, Tick, Uplink};

use support::{crew, estate, tell};

fn desk(records: &Arc<District>, operations: Operations) -> Desk {
    let car = Crew {
        skills: Skills::default(),
        generator_kva: 100.0,
        ..crew("G1")
    };
    let means = Means {
        staff: Arc::new(vec![crew("N1"), car]),
        ..Means::default()
    };
    let rules = (operations, Rules::default());
    let start = "2026-06-27T18:00:00".parse().expect("a time");
    Desk::new(records.clone(), means, rules, start)
}

fn report(desk: &mut Desk, second: u64, report: CrewReport) {
    let body = Uplink::CrewReported {
        crew: 1,
        order: 1,
        report,
    };
    tell(desk, Tick(second), Source::Crew(1), body);
}

/// What the car is told.
fn to_car(desk: &mut Desk, second: u64) -> Vec<CrewOrder> {
    let out = desk.plan(Tick(second), std::iter::empty());
    let own = out.into_iter().filter(|(to, _): &(CrewId, _)| *to == 1);
    own.map(|(_, order)| order).collect()
}

/// Somebody with a ventilator.
fn ventilated(records: &District) -> AssetRef {
    let customers = records.areas[0].customers.iter().zip(0..);
    let mut own = customers.filter(|(item, _)| item.importance == Importance::LifeSupport);
    let (_, index) = own.next().expect("somebody");
    AssetRef::in_area(0, Kind::Customer, index)
}

fn call(desk: &mut Desk, second: u64, customer: AssetRef) {
    let body = Uplink::CallReceived {
        customer: Some(customer),
        near: None,
        complaint: Complaint::NoPower,
    };
    tell(desk, Tick(second), Source::Hotline, body);
}

#[test]
fn apart_a_car_goes_when_the_callers_report_has_come_over_and_leaves_when_mains_have_settled() {
    let records = estate();
    let mut desk = desk(&records, Operations::Siloed);
    let customer = ventilated(&records);
    call(&mut desk, 10, customer);
    assert!(
        to_car(&mut desk, 11).is_empty(),
        "the report is being written"
    );
    let rules = Rules::default();
    let over = 10 + rules.report_s + rules.desk_s;
    let feed = CrewOrder::Feed { order: 1, customer };
    assert_eq!(to_car(&mut desk, over), [feed]);
    assert!(to_car(&mut desk, over + 60).is_empty(), "it is on its way");
    report(&mut desk, over + 900, CrewReport::Feeds);
    report(&mut desk, over + 4000, CrewReport::Mains { live: true });
    report(&mut desk, over + 4060, CrewReport::Mains { live: false });
    assert!(to_car(&mut desk, over + 5000).is_empty(), "they went again");
    report(&mut desk, over + 5000, CrewReport::Mains { live: true });
    assert!(to_car(&mut desk, over + 5000 + rules.cars.settled_s - 1).is_empty());
    let back = to_car(&mut desk, over + 5000 + rules.cars.settled_s);
    assert_eq!(back, [CrewOrder::Return { order: 1 }]);
    report(&mut desk, over + 6000, CrewReport::Free);
    assert!(desk.feedings()[0].over.is_some());
    assert!(
        to_car(&mut desk, over + 6001).is_empty(),
        "nobody called again"
    );
}

#[test]
fn whom_no_life_depends_on_calls_no_car_and_a_car_repairs_nothing() {
    let records = estate();
    let mut desk = desk(&records, Operations::Siloed);
    let customers = records.areas[0].customers.iter().zip(0..);
    let mut others = customers.filter(|(item, _)| item.importance == Importance::Normal);
    let (_, index) = others.next().expect("somebody");
    call(&mut desk, 10, AssetRef::in_area(0, Kind::Customer, index));
    for second in (60..7200).step_by(60) {
        assert!(to_car(&mut desk, second).is_empty());
    }
    assert!(!desk.orders().is_empty() && desk.feedings().is_empty());
}
