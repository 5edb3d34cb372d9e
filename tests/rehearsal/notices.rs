//! What those affected are told, and when supply is expected back.

use std::collections::BTreeSet;

use taiqu_grid::AssetRef;
use taiqu_grid::area::{Contact, Importance};
use taiqu_outage::components::Inquiries;
use taiqu_outage::{Inquiry, Notice, Said, Step};

use crate::run::Run;

const STAFF: &str = "staff: [\
    (id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), \
     skills: (customer: true, low_voltage: true, medium_voltage: true), base: (-2500, 1800))]";

fn living(places: &str, events: &str) -> Run {
    let body = format!(
        "start: \"2026-07-15T17:00:00\", length: \"8h\", channel: Real(()), seed: 4, \
         operations: GridTeam, {STAFF}, events: [{events}]"
    );
    Run::at(places, &body)
}

fn inquiry(run: &Run) -> &Inquiry {
    &run.app.world().resource::<Inquiries>().0[0]
}

fn customers(notice: &Notice) -> BTreeSet<AssetRef> {
    notice.to.iter().map(|(customer, _)| *customer).collect()
}

#[test]
fn an_outage_is_told_once_and_again_when_supply_is_back() {
    let fuse = "(at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\", conductors: \"abc\"))";
    let mut run = living("areas: [\"areas/village.ron\"]", fuse);
    run.to(600 + 240);
    let incident = &inquiry(&run).incidents()[0];
    let first = &inquiry(&run).notices()[0];
    assert!(first.at.since(incident.noticed) >= 60 && first.replaces.is_none());
    let Said::Outage {
        part, restoration, ..
    } = first.said
    else {
        panic!("{first:?}");
    };
    assert_eq!(part, run.asset("switch:FU-willow"));
    let restoration = restoration.expect("a time");
    assert!(restoration.earliest < restoration.latest);
    assert!(
        first
            .to
            .iter()
            .all(|(_, contact)| *contact != Contact::None)
    );
    let mut tick = 840;
    let mut steps = BTreeSet::new();
    while !run.truly_out().is_empty() {
        tick += 30;
        assert!(tick < 6 * 3600);
        run.to(tick);
        let expected = inquiry(&run).incidents()[0].restoration.expect("a time");
        steps.insert(expected.step);
    }
    assert!(
        steps.contains(&Step::Driving) && steps.contains(&Step::Repairing),
        "{steps:?}"
    );
    run.to(tick + 600);
    let notices = inquiry(&run).notices();
    let over = notices.iter().filter(|one| one.said == Said::Over);
    let over: BTreeSet<AssetRef> = over.flat_map(customers).collect();
    let all = notices.iter().filter(|one| one.said != Said::Over);
    let told: BTreeSet<AssetRef> = all.flat_map(customers).collect();
    assert_eq!(over, told, "everybody who was told hears that it is over");
    // Nobody hears more than the outage, two corrections and its end.
    for customer in told {
        let times = notices.iter().filter(|n| customers(n).contains(&customer));
        assert!(times.count() <= 4, "{notices:#?}");
    }
    let standing = notices.iter().filter(|one| one.replaced_by.is_empty());
    assert!(
        standing.clone().all(|one| one.said == Said::Over),
        "{notices:#?}"
    );
}

#[test]
fn who_lives_by_it_is_told_first() {
    let mut run = living(
        "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \"areas/town-2.ron\", \
         \"areas/town-3.ron\", \"areas/town-4.ron\"]",
        "(at: \"10m\", do: Fail(transformer: \"town-1/transformer:T1\"))",
    );
    run.to(600 + 300);
    let records = &run.scenario().records;
    let grave = |customer: AssetRef| records.importance(customer) == Importance::LifeSupport;
    let notices = inquiry(&run).notices();
    let first = &notices[0];
    assert!(
        first.to.iter().all(|(customer, _)| grave(*customer)),
        "{first:?}"
    );
    let others = notices.iter().find(|one| one.to.len() > 1).expect("others");
    assert!(others.at.since(first.at) >= 30);
    assert!(!others.to.iter().any(|(customer, _)| grave(*customer)));
}
