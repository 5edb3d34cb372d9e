//! Loads that may wait are held off while a fuse, breaker or transformer carries too much.

mod support;

use std::collections::BTreeMap;

use taiqu_dispatch::{Desk, Operations, Strained};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Command, Tick};

use support::{desk, estate};

/// The fuses of a meter box behind which some cars are charged from phase b.
const BOX: &str = "estate/switch:FU-B02";

fn part(records: &District) -> AssetRef {
    records.find(BOX)[0]
}

/// The box's phase b carries so much of its rating.
fn carried(records: &District, pu: f64) -> Vec<Strained> {
    let part = part(records);
    let bears_a = records.areas[0].network.switches[part.index as usize].rated_a;
    let bears_a = bears_a.expect("a rating");
    let amps = [40.0, bears_a * pu, 40.0];
    vec![Strained {
        part,
        amps,
        bears_a,
    }]
}

/// All customers draw so much, kW.
fn draw(records: &District, kw: f64) -> BTreeMap<AssetRef, f64> {
    records
        .all(Kind::Customer)
        .map(|customer| (customer, kw))
        .collect()
}

fn orders(desk: &mut Desk, minute: u64, carried: &[Strained], kw: f64) -> Vec<Command> {
    let customers = draw(desk.records(), kw);
    desk.relieve(Tick(60 * minute), carried, &customers);
    desk.commands()
}

#[test]
fn enough_wait_on_the_loaded_phase_and_no_more_and_come_back_when_there_is_room() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    assert!(orders(&mut desk, 1, &carried(&records, 0.98), 8.0).is_empty());
    let first = orders(&mut desk, 2, &carried(&records, 1.02), 8.0);
    let [Command::DisconnectLoad { load }] = first[..] else {
        panic!("one car of 32 A is enough for 9 A: {first:?}");
    };
    let item = &records.areas[0].loads[load.index as usize];
    assert!(item.deferrable && item.connection.phases().to_string() == "b");
    // Meters do not show it yet: nobody else waits for the same.
    assert!(orders(&mut desk, 3, &carried(&records, 1.02), 8.0).is_empty());
    // They show that it was not enough.
    assert!(!orders(&mut desk, 30, &carried(&records, 1.02), 8.0).is_empty());
    let waiting = desk.held().len();
    assert!(
        orders(&mut desk, 92, &carried(&records, 0.7), 1.0).is_empty(),
        "no room for 32 A"
    );
    let back = orders(&mut desk, 93, &carried(&records, 0.5), 1.0);
    assert!(
        matches!(back[..], [Command::ConnectLoad { .. }]),
        "{back:?}"
    );
    let mut minute = 94;
    while desk.held().iter().any(|held| held.until.is_none()) {
        orders(&mut desk, minute, &carried(&records, 0.5), 1.0);
        minute += 1;
        assert!(minute < 240, "all come back");
    }
    assert_eq!(desk.held().len(), waiting);
}

#[test]
fn nobody_waits_longer_than_agreed_and_none_who_has_not_agreed() {
    let records = estate();
    let mut desk = desk(&records, Operations::GridTeam);
    orders(&mut desk, 1, &carried(&records, 3.0), 8.0);
    let held: Vec<AssetRef> = desk.held().iter().map(|held| held.load).collect();
    assert!(!held.is_empty());
    let agreed = |load: &AssetRef| records.areas[0].loads[load.index as usize].deferrable;
    assert!(held.iter().all(agreed), "however much is too much");
    for minute in 2..=361 {
        // Nobody else is on.
        orders(&mut desk, minute, &carried(&records, 3.0), 0.5);
    }
    assert!(desk.held().iter().all(|held| held.until.is_some()));
}

#[test]
fn apart_nobody_brings_the_two_together() {
    let records = estate();
    let mut desk = desk(&records, Operations::Siloed);
    assert!(orders(&mut desk, 1, &carried(&records, 1.5), 8.0).is_empty());
}
