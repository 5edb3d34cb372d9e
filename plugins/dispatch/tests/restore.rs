//! What lies before a damage has supply again while it is mended.

mod support;

use taiqu_dispatch::{Desk, Operations};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Command, Complaint, CrewReport, Damage, Source, Tick, Uplink};

use support::{desk_of, named, report, tell, town};

/// A desk whose first crew has cut off the span behind the second sectionaliser and works
/// there, after the feeder's breaker moved, which `source` told.
fn at_work(source: impl Fn(AssetRef) -> Source, more: &[&str]) -> (Desk, AssetRef) {
    let records = town();
    let mut desk = desk_of(&records, Operations::CommandCentre, &["N1", "N2"]);
    let breaker = named(&records, Kind::Switch, "CB0");
    let moved = Uplink::SwitchMoved {
        switch: breaker,
        closed: Phases::NONE,
    };
    tell(&mut desk, Tick(0), source(breaker), moved);
    for pole in ["T11"].iter().chain(more) {
        let told = Uplink::CallReceived {
            customer: None,
            near: Some(named(&records, Kind::Node, pole)),
            complaint: Complaint::WireDown,
        };
        tell(&mut desk, Tick(0), Source::Hotline, told);
    }
    desk.look_after_wires(Tick(0), &records.all(Kind::Section).collect());
    for now in 0..300 {
        desk.plan(Tick(now), std::iter::empty());
    }
    let span = named(&records, Kind::Section, "T11");
    let found = desk.orders().iter().find(|order| order.target == span);
    let order = found.expect("an order to it").clone();
    let by = (order.crew.expect("a crew"), order.number);
    let damage = Damage::FallenPole;
    report(
        &mut desk,
        Tick(300),
        by,
        CrewReport::Found { part: span, damage },
    );
    let ticket = desk.orders()[order.number as usize - 1].ticket.clone();
    let points = ticket.expect("a ticket").points;
    assert!(points.iter().all(|point| point.at != breaker));
    for point in points {
        let off = CrewReport::Isolated { point: point.at };
        report(&mut desk, Tick(301), by, off);
    }
    desk.plan(Tick(360), std::iter::empty());
    assert!(desk.commands().is_empty(), "nothing is earthed yet");
    report(&mut desk, Tick(400), by, CrewReport::TestedDead);
    report(&mut desk, Tick(401), by, CrewReport::Earthed { sets: 2 });
    desk.plan(Tick(420), std::iter::empty());
    (desk, breaker)
}

#[test]
fn the_breaker_is_closed_once_when_the_crew_has_cut_the_damage_off() {
    let (mut desk, switch) = at_work(Source::Device, &[]);
    let phases = Phases::ABC;
    assert_eq!(desk.commands(), [Command::CloseSwitch { switch, phases }]);
    desk.plan(Tick(480), std::iter::empty());
    assert!(desk.commands().is_empty());
}

#[test]
fn it_stays_open_where_somebody_opened_it() {
    let (mut desk, _) = at_work(|_| Source::Crew(1), &[]);
    assert!(desk.commands().is_empty());
}

#[test]
fn it_stays_open_while_a_wire_lies_before_the_place() {
    let (mut desk, _) = at_work(Source::Device, &["T04"]);
    assert!(desk.commands().is_empty());
}
