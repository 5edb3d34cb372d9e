//! What two crews find is one work.

mod support;

use taiqu_dispatch::{Desk, Operations, OrderState, WorkOrder};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Complaint, CrewReport, Damage, Source, Tick, Uplink};

use support::{desk_of, named, report, tell, town};

const TRUNK: &str = "T05";
const PLACES: [&str; 2] = ["T11", "T15"];

/// Crews on their way to wires that callers saw at [`PLACES`].
fn on_the_way(records: &std::sync::Arc<District>, crews: &[&str]) -> Desk {
    let mut desk = desk_of(records, Operations::CommandCentre, crews);
    let sections = PLACES.map(|place| named(records, Kind::Section, place));
    for near in sections {
        let told = Uplink::CallReceived {
            customer: None,
            near: Some(near),
            complaint: Complaint::WireDown,
        };
        tell(&mut desk, Tick(0), Source::Hotline, told);
    }
    desk.look_after_wires(Tick(0), &sections.into_iter().collect());
    plan(&mut desk, 0, 300);
    desk
}

fn plan(desk: &mut Desk, from: u64, until: u64) {
    for now in from..until {
        desk.plan(Tick(now), std::iter::empty());
    }
}

fn order_to(desk: &Desk, records: &District, place: &str) -> WorkOrder {
    let part = named(records, Kind::Section, place);
    let mut orders = desk.orders().iter();
    let order = orders.find(|order| order.target == part);
    order.expect("an order").clone()
}

/// The crew of an order finds what is broken somewhere else.
fn finds(desk: &mut Desk, now: u64, order: &WorkOrder, part: AssetRef) {
    let own = (order.crew.expect("a crew"), order.number);
    let damage = Damage::BrokenWire;
    report(desk, Tick(now), own, CrewReport::Arrived);
    report(desk, Tick(now), own, CrewReport::Found { part, damage });
}

#[test]
fn a_crew_that_finds_others_at_work_leaves() {
    let records = town();
    let mut desk = on_the_way(&records, &["N1", "N2"]);
    let trunk = named(&records, Kind::Section, TRUNK);
    let [first, second] = PLACES.map(|place| order_to(&desk, &records, place));
    finds(&mut desk, 300, &first, trunk);
    finds(&mut desk, 400, &second, trunk);
    let state = |order: &WorkOrder| desk.orders()[order.number as usize - 1].clone();
    assert_eq!(state(&first).state, OrderState::Located);
    assert_eq!(state(&second).state, OrderState::Withdrawn);
    assert!(state(&first).is_about(second.about), "it goes with it");
    // Nothing lies where it looked first.
    assert!(desk.wires_down().all(|section| section != second.target));
    let crew = second.crew.expect("a crew");
    let free = |(k, (_, standing)): (usize, (_, taiqu_dispatch::Standing))| {
        k == usize::from(crew) && standing.order.is_none()
    };
    assert!(
        desk.crews().enumerate().any(free),
        "it can do something else"
    );
}

#[test]
fn a_crew_does_what_another_order_waits_for() {
    let records = town();
    let mut desk = on_the_way(&records, &["N1"]);
    let trunk = named(&records, Kind::Section, TRUNK);
    let [one, other] = PLACES.map(|place| order_to(&desk, &records, place));
    let (first, second) = if one.crew.is_some() {
        (one, other)
    } else {
        (other, one)
    };
    finds(&mut desk, 300, &first, trunk);
    // It cannot do it: it waits for another, under a new number.
    let own = (first.crew.expect("a crew"), first.number);
    report(&mut desk, Tick(301), own, CrewReport::HandsOver);
    report(&mut desk, Tick(301), own, CrewReport::Free);
    let waits = order_to(&desk, &records, TRUNK);
    let k = second.number as usize - 1;
    let mut now = 301;
    while desk.orders()[k].crew.is_none() {
        plan(&mut desk, now, now + 60);
        now += 60;
        assert!(now < 3600, "nobody goes");
    }
    let second = desk.orders()[k].clone();
    finds(&mut desk, now, &second, trunk);
    let state = |number: u32| desk.orders()[number as usize - 1].clone();
    assert_eq!(state(second.number).state, OrderState::Located);
    assert_eq!(state(waits.number).state, OrderState::Withdrawn);
}
