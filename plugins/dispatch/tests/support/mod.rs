//! What tests of the desk share.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::sync::Arc;

use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, home};
use taiqu_link::{Crew, CrewId, CrewReport, Skills, Source, Stamped, Tick, Uplink};

/// A crew that can do everything and waits at the origin.
pub fn crew(id: &str) -> Crew {
    Crew {
        id: id.into(),
        skills: Skills::ALL,
        ..Crew::default()
    }
}

/// The shipped estate.
pub fn estate() -> Arc<District> {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/estate.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    Arc::new(district.into_result().expect("it is whole"))
}

/// The shipped town with its line.
pub fn town() -> Arc<District> {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let areas = [1, 2, 3, 4].map(|k| home.join(format!("scenarios/areas/town-{k}.ron")));
    let line = [home.join("scenarios/lines/town.ron")];
    let district = taiqu_grid::district::open(&areas, &line, &catalogue);
    Arc::new(district.into_result().expect("it is whole"))
}

/// The thing of a kind that has this id, of the line or an area.
pub fn named(records: &District, kind: Kind, id: &str) -> AssetRef {
    let mut all = records.all(kind);
    all.find(|asset| records.id(*asset) == id).expect(id)
}

/// A desk with one crew, on an evening in June.
pub fn desk(records: &Arc<District>, operations: Operations) -> Desk {
    desk_of(records, operations, &["N1"])
}

/// The same with as many crews as there are names.
pub fn desk_of(records: &Arc<District>, operations: Operations, names: &[&str]) -> Desk {
    let means = Means {
        staff: Arc::new(names.iter().map(|name| crew(name)).collect()),
        ..Means::default()
    };
    let rules = (operations, Rules::default());
    let start = "2026-06-27T18:00:00".parse().expect("a time");
    Desk::new(records.clone(), means, rules, start)
}

/// A message arrives at the moment at which what it tells happened.
pub fn tell(desk: &mut Desk, now: Tick, source: Source, body: Uplink) {
    let message = Stamped {
        source,
        sequence: 0,
        event_ms: now.ms(),
        arrival_ms: now.ms(),
        body,
    };
    desk.take(now, &message);
}

/// What a crew says of an order.
pub fn report(desk: &mut Desk, now: Tick, (crew, order): (CrewId, u32), report: CrewReport) {
    let body = Uplink::CrewReported {
        crew,
        order,
        report,
    };
    tell(desk, now, Source::Crew(crew), body);
}
