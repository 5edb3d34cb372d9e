//! Mains and a generator car never feed each other.

use std::sync::Arc;

use taiqu_field::{Crews, Field, Means};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Action, Crew, CrewOrder, CrewReport, Stock, Tick, Uplink};

mod support;

use support::setup;

/// The estate with one generator car at the gate.
fn places() -> (Vec<Field>, Crews) {
    let setup = setup(&["estate"], &[]);
    let car = Crew {
        id: "G1".into(),
        stock: Stock::NONE,
        generator_kva: 100.0,
        ..Crew::default()
    };
    let means = Means {
        staff: Arc::new(vec![car]),
        ..Means::default()
    };
    let crews = Crews::new(&setup.truth, means, 1);
    (Field::all(&setup).expect("loads are finite"), crews)
}

/// Lives up to `until`, s; what the car told, and when.
fn live(
    (fields, crews): (&mut [Field], &mut Crews),
    from: u64,
    until: u64,
) -> Vec<(u64, CrewReport)> {
    let mut told = Vec::new();
    for tick in (from..until).map(Tick) {
        for field in fields.iter_mut() {
            field.obey(tick, &[]);
        }
        let mut facts = Vec::new();
        crews.live(tick, fields, &mut facts);
        for field in fields.iter_mut() {
            field.happen(tick);
            field.demand(tick);
            field.flow(tick);
            drop(field.measure(tick));
        }
        told.extend(facts.into_iter().filter_map(|fact| match fact.body {
            Uplink::CrewReported { report, .. } => Some((tick.0, report)),
            _ => None,
        }));
    }
    told
}

#[test]
fn a_car_feeds_the_dark_and_nothing_of_it_reaches_the_network() {
    let (mut fields, mut crews) = places();
    let customer = AssetRef::in_area(0, Kind::Customer, 0);
    drop(live((&mut fields, &mut crews), 0, 10));
    let main = fields[0].district().find("Q0")[0];
    let phases = Phases::ABC;
    fields[0].suffer(
        Tick(10),
        Action::OpenSwitch {
            switch: main,
            phases,
        },
    );
    drop(live((&mut fields, &mut crews), 10, 12));
    let dark = fields[0].out().len();
    assert!(dark > 200 && fields[0].out().contains(&customer));

    crews.order(Tick(12), 0, CrewOrder::Feed { order: 1, customer });
    let told = live((&mut fields, &mut crews), 12, 3000);
    assert!(
        told.iter().any(|(_, report)| *report == CrewReport::Feeds),
        "{told:?}"
    );
    assert_eq!(
        fields[0].out().len(),
        dark - 1,
        "it has supply, and nobody else"
    );
    assert!(!fields[0].has_mains(customer) && fields[0].solution().load_w().abs() < 1.0);

    fields[0].suffer(
        Tick(3000),
        Action::CloseSwitch {
            switch: main,
            phases,
        },
    );
    let told = live((&mut fields, &mut crews), 3000, 3100);
    let back = told
        .iter()
        .find(|(_, report)| *report == CrewReport::Mains { live: true });
    assert!(back.is_some(), "{told:?}");
    assert!(
        fields[0].damage().by_car.contains(&customer),
        "until it is told"
    );
    crews.order(Tick(3100), 0, CrewOrder::Return { order: 1 });
    let told = live((&mut fields, &mut crews), 3100, 3500);
    assert!(told.iter().any(|(_, report)| *report == CrewReport::Free));
    assert!(fields[0].damage().by_car.is_empty() && fields[0].out().is_empty());
}

#[test]
fn a_car_that_is_called_back_turns_round_and_says_that_it_is_free() {
    for (until, coupled) in [(30, false), (900, false), (2000, true)] {
        let (mut fields, mut crews) = places();
        let customer = AssetRef::in_area(0, Kind::Customer, 0);
        let switch = fields[0].district().find("Q0")[0];
        let phases = Phases::ABC;
        drop(live((&mut fields, &mut crews), 0, 1));
        fields[0].suffer(Tick(1), Action::OpenSwitch { switch, phases });
        crews.order(Tick(1), 0, CrewOrder::Feed { order: 1, customer });
        let told = live((&mut fields, &mut crews), 1, until);
        let feeds = told.iter().any(|(_, report)| *report == CrewReport::Feeds);
        assert_eq!(feeds, coupled, "{told:?}");
        crews.order(Tick(until), 0, CrewOrder::Return { order: 1 });
        let (mut told, mut back) = (Vec::new(), false);
        for tick in until..until + 301 {
            told.extend(live((&mut fields, &mut crews), tick, tick + 1));
            let mut done = fields[0].happened().iter();
            back |= done.any(|done| done.action == Action::BackToMains { customer });
        }
        let free = told.iter().any(|(_, report)| *report == CrewReport::Free);
        assert!(free, "{told:?}");
        assert_eq!(back, coupled, "only what was coupled is taken off");
        let feed = CrewOrder::Feed { order: 2, customer };
        crews.order(Tick(until + 301), 0, feed);
        let told = live((&mut fields, &mut crews), until + 301, until + 3000);
        let again = told.iter().any(|(_, report)| *report == CrewReport::Feeds);
        assert!(again, "{told:?}");
    }
}

#[test]
fn a_car_that_comes_before_the_cut_off_couples_only_after_it() {
    let (mut fields, mut crews) = places();
    let customer = AssetRef::in_area(0, Kind::Customer, 0);
    crews.order(Tick(0), 0, CrewOrder::Feed { order: 1, customer });
    let waits = live((&mut fields, &mut crews), 0, 3000);
    let last = waits.last().map(|&(_, report)| report);
    assert_eq!(last, Some(CrewReport::Mains { live: true }), "{waits:?}");
    assert!(fields[0].damage().by_car.is_empty());

    let switch = fields[0].district().find("Q0")[0];
    let phases = Phases::ABC;
    fields[0].suffer(Tick(3000), Action::OpenSwitch { switch, phases });
    let told = live((&mut fields, &mut crews), 3000, 3100);
    let told: Vec<CrewReport> = told.into_iter().map(|(_, report)| report).collect();
    let expected = [CrewReport::Mains { live: false }, CrewReport::Feeds];
    assert_eq!(told, expected);
    assert!(!fields[0].out().contains(&customer));
}
