//! After a storm crews look at silent sections, the most endangered first, and at none twice.

mod support;

use std::collections::BTreeSet;

use taiqu_dispatch::{About, Desk, Operations, OrderState};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewOrder, CrewReport, Source, Tick, Uplink, WeatherReport};
use taiqu_risk::{Outlook, Risk};

use support::{desk, estate, tell};

/// The first sections of the estate, each less endangered than the one before.
fn risk(records: &District) -> Risk {
    let sections: Vec<AssetRef> = records.all(Kind::Section).take(12).collect();
    let likely = sections.iter().zip(1_u32..);
    Risk {
        sections: likely
            .map(|(&section, k)| (section, 0.9 / f64::from(k)))
            .collect(),
        ..Risk::default()
    }
}

fn wind(desk: &mut Desk, now: Tick, wind_m_s: f64) {
    let report = WeatherReport {
        wind_m_s,
        ..WeatherReport::default()
    };
    let body = Uplink::WeatherObserved(report);
    tell(desk, now, Source::WeatherService, body);
    desk.follow_weather(now, &Outlook::default());
}

/// Where the crew, which does not answer, is sent within an hour.
fn sent(desk: &mut Desk, silent: &BTreeSet<AssetRef>, from: u64) -> Vec<AssetRef> {
    let mut sent = Vec::new();
    for minute in from..from + 60 {
        desk.patrol(Tick(60 * minute), silent);
        for (_, order) in desk.plan(Tick(60 * minute), std::iter::empty()) {
            if let CrewOrder::Go { target, also, .. } = order {
                let round = std::iter::once(target).chain(also.into_iter().flatten());
                let new: Vec<AssetRef> = round.filter(|one| !sent.contains(one)).collect();
                sent.extend(new);
            }
        }
    }
    sent
}

#[test]
fn the_most_endangered_silent_sections_are_looked_at_once_the_wind_lets_them() {
    let records = estate();
    let mut desk = desk(&records, Operations::CommandCentre);
    let risk = risk(&records);
    let silent: BTreeSet<AssetRef> = risk.sections.keys().copied().collect();
    wind(&mut desk, Tick(0), 25.0);
    desk.prepare(&risk);
    assert!(
        sent(&mut desk, &silent, 0).is_empty(),
        "nobody walks in that"
    );
    wind(&mut desk, Tick(3600), 6.0);
    let looked = sent(&mut desk, &silent, 60);
    assert_eq!(looked.len(), 5, "one crew, one round: {looked:?}");
    let weight = |section: AssetRef| risk.sections[&section] * records_below(&desk, section);
    let best = silent.iter().copied().map(weight).fold(0.0, f64::max);
    assert!((weight(looked[0]) - best).abs() < 1e-9);
    let order = &desk.orders()[0];
    assert_eq!(order.about, About::Patrol(looked[0]));
    assert!(order.state < OrderState::Arrived);
    // When it comes back with nothing it goes to others, and not to the same.
    for report in [
        CrewReport::FoundNothing {
            target: looked[0],
            supplied: false,
        },
        CrewReport::Free,
    ] {
        let body = Uplink::CrewReported {
            crew: 0,
            order: 1,
            report,
        };
        tell(&mut desk, Tick(7200), Source::Crew(0), body);
    }
    let again = sent(&mut desk, &silent, 120);
    assert!(!again.is_empty() && again.iter().all(|section| !looked.contains(section)));
}

fn records_below(desk: &Desk, section: AssetRef) -> f64 {
    let topology = taiqu_grid::topology::Topology::of(desk.records());
    topology.customers(section).count() as f64
}

#[test]
fn where_nothing_is_silent_or_nobody_sees_all_no_crew_walks() {
    let records = estate();
    for (operations, silent) in [
        (Operations::CommandCentre, BTreeSet::new()),
        (
            Operations::Siloed,
            risk(&records).sections.into_keys().collect(),
        ),
    ] {
        let mut desk = desk(&records, operations);
        desk.prepare(&risk(&records));
        assert!(sent(&mut desk, &silent, 0).is_empty());
    }
}
