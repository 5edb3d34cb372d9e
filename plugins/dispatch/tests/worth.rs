//! An order counts by the customers to whom it gives supply back.

mod support;

use std::collections::BTreeSet;

use taiqu_dispatch::{Desk, Operations, Rules};
use taiqu_grid::area::Importance;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::Tick;
use taiqu_outage::Incident;

use support::{desk, named, town};

fn incident(number: u32, noticed: Tick, part: AssetRef, customers: Vec<AssetRef>) -> Incident {
    Incident {
        told: 9,
        customers,
        ..Incident::new(number, noticed, noticed.ms(), part)
    }
}

fn weight(records: &District, customer: AssetRef) -> f64 {
    Rules::weight(records.importance(customer))
}

fn live(desk: &mut Desk, ticks: std::ops::Range<u64>, incidents: &[&Incident]) {
    for now in ticks {
        desk.plan(Tick(now), incidents.iter().map(|incident| (0, *incident)));
    }
}

#[test]
fn who_is_behind_two_faults_counts_half_for_each() {
    let records = town();
    let topology = Topology::of(&records);
    let trunk = named(&records, Kind::Section, "T11");
    let all: Vec<AssetRef> = topology.customers(trunk).collect();
    let own = |section: &AssetRef| topology.customers(*section).count();
    let mut branches = topology.downstream(trunk).iter().copied();
    let branch = branches.find(|asset| asset.kind == Kind::Section && own(asset) == 3);
    let branch = branch.expect("a section that three customers hang on");
    let behind: BTreeSet<AssetRef> = topology.customers(branch).collect();
    let first = incident(1, Tick(0), branch, behind.iter().copied().collect());
    let mut desk = desk(&records, Operations::CommandCentre);
    live(&mut desk, 0..130, &[&first]);
    let whole: f64 = behind.iter().map(|&c| weight(&records, c)).sum();
    assert!((desk.orders()[0].priority - whole).abs() < 1e-9);
    let others = all.iter().filter(|customer| !behind.contains(customer));
    let second = incident(2, Tick(130), trunk, all.clone());
    live(&mut desk, 130..300, &[&first, &second]);
    let rest: f64 = others.map(|&c| weight(&records, c)).sum();
    let [small, large] = desk.orders() else {
        panic!("two orders: {:?}", desk.orders());
    };
    assert!((small.priority - whole / 2.0).abs() < 1e-9);
    assert!((large.priority - rest - whole / 2.0).abs() < 1e-9);
    assert!(
        all.iter()
            .any(|&c| weight(&records, c) > Rules::weight(Importance::Normal))
    );
}
