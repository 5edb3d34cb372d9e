//! What tests of the desk share.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::sync::Arc;

use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_grid::{Catalogue, District, Text, home};
use taiqu_link::{Crew, Skills, Source, Stamped, Stock, Tick, Uplink};

/// A crew that can do everything and waits at the origin.
pub fn crew(id: &str) -> Crew {
    Crew {
        id: id.into(),
        name: Text::default(),
        skills: Skills::ALL,
        base: (0.0, 0.0),
        shift: (0.0, 0.0),
        people: 2,
        stock: Stock::of_vehicle(),
        generator_kva: 0.0,
        support: None,
        members: Vec::new(),
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

/// A desk with one crew, on an evening in June.
pub fn desk(records: &Arc<District>, operations: Operations) -> Desk {
    let means = Means {
        staff: Arc::new(vec![crew("N1")]),
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
