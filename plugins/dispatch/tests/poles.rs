//! Two spans at a fallen pole are one work.

mod support;

use taiqu_dispatch::{Desk, Operations, OrderState};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{Complaint, CrewReport, Damage, Source, Tick, Uplink};

use support::{desk_of, named, report, tell, town};

/// Two crews on their way to two spans, each named by the pole at its end.
fn held(spans: [&str; 2]) -> (Desk, [AssetRef; 2]) {
    let records = town();
    let mut desk = desk_of(&records, Operations::CommandCentre, &["N1", "N2"]);
    for pole in spans {
        let told = Uplink::CallReceived {
            customer: None,
            near: Some(named(&records, Kind::Node, pole)),
            complaint: Complaint::WireDown,
        };
        tell(&mut desk, Tick(0), Source::Hotline, told);
    }
    let sections = spans.map(|span| named(&records, Kind::Section, span));
    desk.look_after_wires(Tick(0), &sections.into_iter().collect());
    for now in 0..300 {
        desk.plan(Tick(now), std::iter::empty());
    }
    (desk, sections)
}

fn crews_at_work(desk: &Desk) -> usize {
    let orders = desk.orders().iter();
    let at = orders.filter(|order| order.crew.is_some() && !order.state.is_over());
    at.count()
}

fn find_poles(desk: &mut Desk, sections: [AssetRef; 2], poles: [&str; 2]) {
    let damage = Damage::FallenPole;
    for (part, pole) in sections.into_iter().zip(poles) {
        let pole = named(desk.records(), Kind::Node, pole);
        let order = desk.orders().iter().find(|order| order.target == part);
        let order = order.expect("an order").clone();
        let crew = order.crew.expect("a crew");
        report(desk, Tick(300), (crew, order.number), CrewReport::Arrived);
        let own = (crew, order.number);
        report(desk, Tick(300), own, CrewReport::PoleDown { pole });
        report(desk, Tick(300), own, CrewReport::Found { part, damage });
        report(desk, Tick(301), (crew, order.number), CrewReport::HandsOver);
        report(desk, Tick(301), (crew, order.number), CrewReport::Free);
    }
    for now in 301..900 {
        desk.plan(Tick(now), std::iter::empty());
    }
}

#[test]
fn one_crew_raises_the_pole_between_two_spans() {
    let (mut desk, sections) = held(["T11", "T12"]);
    assert_eq!(crews_at_work(&desk), 2, "nobody has seen it yet");
    find_poles(&mut desk, sections, ["T11", "T11"]);
    assert_eq!(crews_at_work(&desk), 1);
    assert!(
        desk.orders()
            .iter()
            .any(|order| order.state == OrderState::Accepted)
    );
}

#[test]
fn two_poles_are_two_works_though_the_spans_meet() {
    let (mut desk, sections) = held(["T03", "T04"]);
    find_poles(&mut desk, sections, ["T02", "T04"]);
    assert_eq!(crews_at_work(&desk), 2);
}
