//! A wire that a caller saw on the ground is looked after.

mod support;

use std::collections::BTreeSet;

use taiqu_dispatch::{About, Desk, Operations};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{Complaint, CrewReport, Damage, Source, Tick, Uplink};

use support::{desk, named, report, tell, town};

fn call(desk: &mut Desk, now: Tick, pole: AssetRef) {
    let body = Uplink::CallReceived {
        customer: None,
        near: Some(pole),
        complaint: Complaint::WireDown,
    };
    tell(desk, now, Source::Hotline, body);
}

#[test]
fn one_desk_sends_a_crew_to_the_span_once_and_first_where_it_is_live() {
    let records = town();
    let mut desk = desk(&records, Operations::CommandCentre);
    let (pole, span) = (
        named(&records, Kind::Node, "T08"),
        named(&records, Kind::Section, "T08"),
    );
    call(&mut desk, Tick(0), pole);
    let silent = BTreeSet::new();
    desk.look_after_wires(Tick(0), &silent);
    desk.look_after_wires(Tick(60), &silent);
    let [order] = desk.orders() else {
        panic!("one order: {:?}", desk.orders());
    };
    assert_eq!((order.about, order.target), (About::WireDown(span), span));
    assert!(order.danger);
    assert_eq!(desk.wires_down().collect::<Vec<_>>(), [span]);
    for now in 0..400 {
        desk.plan(Tick(now), std::iter::empty());
    }
    let damage = Damage::BrokenWire;
    for told in [
        CrewReport::Found { part: span, damage },
        CrewReport::Repairing,
        CrewReport::Repaired,
    ] {
        let ticket = desk.orders()[0].ticket.clone();
        for point in ticket.into_iter().flat_map(|ticket| ticket.points) {
            let off = CrewReport::Isolated { point: point.at };
            report(&mut desk, Tick(400), (0, 1), off);
        }
        report(&mut desk, Tick(401), (0, 1), CrewReport::TestedDead);
        report(
            &mut desk,
            Tick(402),
            (0, 1),
            CrewReport::Earthed { sets: 2 },
        );
        report(&mut desk, Tick(403), (0, 1), told);
    }
    assert!(desk.wires_down().next().is_none(), "{:?}", desk.orders());
    // It falls again.
    call(&mut desk, Tick(9000), pole);
    assert_eq!(desk.wires_down().collect::<Vec<_>>(), [span]);
}

#[test]
fn what_is_believed_dead_is_no_danger() {
    let records = town();
    let mut desk = desk(&records, Operations::GridTeam);
    let span = named(&records, Kind::Section, "T08");
    call(&mut desk, Tick(0), named(&records, Kind::Node, "T08"));
    desk.look_after_wires(Tick(0), &BTreeSet::from([span]));
    assert!(!desk.orders()[0].danger);
}

#[test]
fn apart_the_hotline_orders_it_from_its_own() {
    let records = town();
    let mut desk = desk(&records, Operations::Siloed);
    let span = named(&records, Kind::Section, "T08");
    call(&mut desk, Tick(0), named(&records, Kind::Node, "T08"));
    desk.look_after_wires(Tick(0), &BTreeSet::new());
    let [order] = desk.orders() else {
        panic!("one order: {:?}", desk.orders());
    };
    assert_eq!((order.about, order.target), (About::Call(span), span));
}
