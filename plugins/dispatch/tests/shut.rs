//! Supply is cut off before the water, and put on when it has gone and a crew has looked.

mod support;

use std::collections::BTreeMap;

use taiqu_dispatch::{About, Desk, Operations, Rules, Shutting};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Command, CrewId, CrewReport, Source, Tick, Uplink};
use taiqu_risk::Reached;

use support::{desk, estate, tell};

/// A branch box, and when water will probably reach it.
fn threat(records: &District, probability: f64, at_s: i64) -> BTreeMap<AssetRef, Reached> {
    let [cabinet] = records.find("estate/box:DFW01")[..] else {
        panic!("a branch box");
    };
    BTreeMap::from([(cabinet, Reached { probability, at_s })])
}

/// How deep water stands there for a minute.
fn watch(desk: &mut Desk, minute: u64, ahead: &BTreeMap<AssetRef, Reached>, depth_m: f64) {
    let depths = ahead.keys().map(|&cabinet| (cabinet, depth_m)).collect();
    desk.watch_water(Tick(60 * minute), Some(ahead), &depths);
}

#[test]
fn customers_are_warned_by_the_forecast_and_cut_off_by_the_rain_that_fell() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    let ahead = threat(&records, 0.9, 4 * 3600);
    watch(&mut desk, 1, &ahead, -1.0);
    assert!(desk.warnings().is_empty(), "it is four hours away");
    watch(&mut desk, 130, &ahead, -0.5);
    let warned = desk.warnings();
    let gravest_last = warned.iter().rev();
    assert!(warned.len() > 20 && gravest_last.is_sorted_by_key(|&c| records.importance(c)));
    watch(&mut desk, 150, &ahead, -0.3);
    assert!(desk.commands().is_empty(), "water is not near yet");
    watch(&mut desk, 151, &ahead, -0.01);
    let [Command::OpenSwitch { switch, .. }] = desk.commands()[..] else {
        panic!("one switch is opened");
    };
    assert_eq!(records.name(switch), "estate/switch:Q1");
    watch(&mut desk, 152, &ahead, 0.2);
    assert!(desk.commands().is_empty(), "it is off already");
}

#[test]
fn nobody_is_cut_off_untold_and_what_grows_unlikely_is_left_alone() {
    let records = estate();
    let mut sudden = desk(&records, Operations::CommandCentre);
    let ahead = threat(&records, 0.9, 60);
    let told_min = Shutting::default().told_s / 60;
    for minute in 1..told_min {
        watch(&mut sudden, minute, &ahead, 0.1);
        assert!(sudden.commands().is_empty(), "they were told just now");
    }
    watch(&mut sudden, 1 + told_min, &ahead, 0.1);
    assert_eq!(sudden.commands().len(), 1);

    let mut spared = desk(&records, Operations::CommandCentre);
    for (minute, probability, kept) in [(1, 0.4, 0), (2, 0.6, 1), (3, 0.4, 1), (4, 0.2, 0)] {
        watch(
            &mut spared,
            minute,
            &threat(&records, probability, 4 * 3600),
            -1.0,
        );
        let going = spared.shutdowns().iter().filter(|one| one.over.is_none());
        assert_eq!(going.count(), kept, "at {probability}");
    }
}

#[test]
fn where_nobody_sees_both_forecast_and_network_nothing_is_cut_off() {
    let records = estate();
    let mut desk = desk(&records, Operations::Siloed);
    for minute in 1..60 {
        watch(&mut desk, minute, &threat(&records, 1.0, 600), 0.3);
        assert!(desk.commands().is_empty() && desk.warnings().is_empty());
    }
}

#[test]
fn supply_is_put_on_when_the_water_has_gone_and_a_crew_has_looked() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    let ahead = threat(&records, 0.9, 600);
    for minute in 1..30 {
        watch(&mut desk, minute, &ahead, 0.1);
    }
    let switch = desk.shutdowns()[0].switch;
    assert_eq!(desk.commands().len(), 1);
    let dry = threat(&records, 0.0, 0);
    let clear_min = Shutting::default().clear_s / 60;
    for minute in 30..30 + clear_min {
        watch(&mut desk, minute, &dry, -0.5);
        assert!(desk.orders().is_empty(), "it may rise again");
    }
    watch(&mut desk, 31 + clear_min, &dry, -0.5);
    let [order] = desk.orders() else {
        panic!("somebody is to look");
    };
    let (number, part) = (order.number, order.target);
    assert_eq!(
        (order.about, part.kind),
        (About::Dried(part), Kind::Section)
    );
    let sent = Tick(60 * (32 + clear_min) + 300);
    assert_eq!(desk.plan(sent, std::iter::empty()).len(), 1);
    watch(&mut desk, 40 + clear_min, &dry, -0.5);
    assert!(desk.commands().is_empty(), "nobody has looked yet");
    for report in [
        CrewReport::Arrived,
        CrewReport::FoundNothing {
            target: part,
            supplied: false,
        },
    ] {
        let (crew, order) = (0 as CrewId, number);
        let body = Uplink::CrewReported {
            crew,
            order,
            report,
        };
        tell(
            &mut desk,
            Tick(60 * (41 + clear_min)),
            Source::Crew(0),
            body,
        );
    }
    watch(&mut desk, 42 + clear_min, &dry, -0.5);
    let [
        Command::CloseSwitch {
            switch: closed,
            phases,
        },
    ] = desk.commands()[..]
    else {
        panic!("it is closed");
    };
    assert_eq!(closed, switch);
    let again_min = 42 + clear_min + Rules::default().close_again_s / 60;
    watch(&mut desk, again_min - 1, &dry, -0.5);
    assert!(desk.commands().is_empty(), "it was ordered just now");
    watch(&mut desk, again_min, &dry, -0.5);
    assert_eq!(desk.commands().len(), 1, "it has not closed");
    let moved = Uplink::SwitchMoved {
        switch,
        closed: phases,
    };
    tell(
        &mut desk,
        Tick(60 * (again_min + 1)),
        Source::Device(switch),
        moved,
    );
    assert!(desk.shutdowns()[0].over.is_some());
    watch(&mut desk, 60 + clear_min, &dry, -0.5);
    assert!(desk.commands().is_empty());
}
