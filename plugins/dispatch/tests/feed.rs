//! A generator car goes to whom lives depend on, and is taken off when the mains have settled.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::{Complaint, Crew, CrewId, CrewOrder, CrewReport, Skills, Source, Tick, Uplink};
use taiqu_outage::{Incident, Progress, Trouble};
use taiqu_risk::Reached;

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

/// A fault that has a customer dark.
fn dark(customer: AssetRef) -> Incident {
    let part = AssetRef::in_area(0, Kind::Section, 0);
    Incident {
        number: 1,
        began_ms: 0,
        noticed: Tick(0),
        ended: None,
        trouble: Trouble::NoSupply,
        part,
        phases: Phases::ABC,
        probability: 0.9,
        instead: Vec::new(),
        customers: vec![customer],
        important: vec![(customer, Importance::LifeSupport)],
        told: 1,
        causes: Vec::new(),
        held: (part, None),
        burden: taiqu_outage::Burden::default(),
        open_first: None,
        made_safe: false,
        progress: Progress::since(0),
        expected: None,
        restoration: None,
    }
}

/// What the car is told by a desk that sees this.
fn to_car_about(desk: &mut Desk, second: u64, incident: &Incident) -> Vec<CrewOrder> {
    let out = desk.plan(Tick(second), std::iter::once((0, incident)));
    let own = out.into_iter().filter(|(to, _)| *to == 1);
    own.map(|(_, order)| order).collect()
}

#[test]
fn a_car_on_its_way_is_called_off_when_it_is_not_needed_any_more_and_can_go_again() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    let customer = ventilated(&records);
    let mut incident = dark(customer);
    let feed = |order| CrewOrder::Feed { order, customer };
    assert_eq!(to_car_about(&mut desk, 60, &incident), [feed(1)]);
    assert!(to_car_about(&mut desk, 120, &incident).is_empty());
    incident.ended = Some(Tick(180));
    let back = [CrewOrder::Return { order: 1 }];
    assert_eq!(to_car_about(&mut desk, 180, &incident), back);
    assert!(to_car_about(&mut desk, 240, &incident).is_empty(), "once");
    incident.ended = None;
    assert!(
        to_car_about(&mut desk, 300, &incident).is_empty(),
        "it has not answered"
    );
    report(&mut desk, 310, CrewReport::Free);
    assert_eq!(to_car_about(&mut desk, 360, &incident), [feed(2)]);
}

#[test]
fn a_car_that_feeds_stays_until_it_sees_the_mains() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    let mut incident = dark(ventilated(&records));
    assert_eq!(to_car_about(&mut desk, 60, &incident).len(), 1);
    report(&mut desk, 1800, CrewReport::Feeds);
    incident.ended = Some(Tick(1860));
    assert!(to_car_about(&mut desk, 1860, &incident).is_empty());
}

/// A branch box will with this probability be reached by water in an hour, and water stands
/// there so deep now.
fn water(desk: &mut Desk, second: u64, probability: f64, depth_m: f64) {
    let [cabinet] = desk.records().find("estate/box:DFW01")[..] else {
        panic!("a branch box");
    };
    let reached = Reached {
        probability,
        at_s: 3600,
    };
    let ahead = BTreeMap::from([(cabinet, reached)]);
    let depths = BTreeMap::from([(cabinet, depth_m)]);
    desk.watch_water(Tick(second), Some(&ahead), &depths);
}

#[test]
fn a_car_goes_to_whom_the_desk_will_cut_off_when_it_warns_and_waits_there() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    water(&mut desk, 60, 0.9, -1.0);
    let customer = desk.shutdowns()[0].told[0];
    assert!(records.importance(customer) >= Importance::Medical);
    assert_eq!(
        to_car(&mut desk, 60),
        [CrewOrder::Feed { order: 1, customer }]
    );
    let settled_s = Rules::default().cars.settled_s;
    report(&mut desk, 1200, CrewReport::Mains { live: true });
    assert!(
        to_car(&mut desk, 1260 + settled_s).is_empty(),
        "they will be cut off"
    );
    water(&mut desk, 3600, 0.9, -0.01);
    assert_eq!(desk.commands().len(), 1);
    assert!(to_car(&mut desk, 3600).is_empty(), "it is there");
    report(&mut desk, 3660, CrewReport::Mains { live: false });
    report(&mut desk, 3660, CrewReport::Feeds);
    assert!(to_car(&mut desk, 9000).is_empty(), "it feeds");
}

#[test]
fn a_car_before_water_that_grows_unlikely_is_called_off() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    water(&mut desk, 60, 0.9, -1.0);
    assert_eq!(to_car(&mut desk, 60).len(), 1);
    water(&mut desk, 120, 0.1, -1.0);
    let back = [CrewOrder::Return { order: 1 }];
    assert_eq!(to_car(&mut desk, 120), back);
}

#[test]
fn who_is_dark_comes_before_whom_water_only_threatens() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    water(&mut desk, 60, 0.9, -1.0);
    let threatened = desk.shutdowns()[0].told[0];
    let last = records.all(Kind::Customer).last().expect("customers");
    assert!(threatened < last);
    let mut incident = dark(last);
    let item = &records.areas[0].customers[threatened.index as usize];
    incident.important[0].1 = item.importance;
    let customer = last;
    assert_eq!(
        to_car_about(&mut desk, 60, &incident),
        [CrewOrder::Feed { order: 1, customer }]
    );
}

#[test]
fn apart_a_car_that_finds_the_mains_there_is_called_off_when_they_have_settled() {
    let records = estate();
    let mut desk = desk(&records, Operations::Siloed);
    let rules = Rules::default();
    call(&mut desk, 10, ventilated(&records));
    let over = 10 + rules.report_s + rules.desk_s;
    assert_eq!(to_car(&mut desk, over).len(), 1);
    report(&mut desk, over + 1800, CrewReport::Mains { live: true });
    let settled = over + 1800 + rules.cars.settled_s;
    assert!(to_car(&mut desk, settled - 1).is_empty());
    assert_eq!(to_car(&mut desk, settled), [CrewOrder::Return { order: 1 }]);
}
