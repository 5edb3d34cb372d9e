//! Fields over the districts that are shipped, and who works in them.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::sync::Arc;

use taiqu_field::{CallSettings, LoadSettings, MeterSettings, Setup, TerminalSettings, Weather};
use taiqu_grid::{AssetRef, Catalogue, home};
use taiqu_link::{Crew, CrewOrder, Skills};

/// A quiet morning in the shipped `areas`, on the shipped `lines`.
pub fn setup(areas: &[&str], lines: &[&str]) -> Setup {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let under = |folder: &str, names: &[&str]| -> Vec<_> {
        let folder = home.join("scenarios").join(folder);
        names
            .iter()
            .map(|name| folder.join(format!("{name}.ron")))
            .collect()
    };
    let (areas, lines) = (under("areas", areas), under("lines", lines));
    let district = taiqu_grid::district::open(&areas, &lines, &catalogue);
    Setup {
        truth: Arc::new(district.into_result().expect("it is whole")),
        catalogue: Arc::new(catalogue),
        start: "2026-07-15T08:00:00".parse().expect("a time"),
        seed: 1,
        weather: Weather::default(),
        loads: LoadSettings::default(),
        meters: MeterSettings::default(),
        terminals: TerminalSettings::default(),
        calls: CallSettings::default(),
        events: Vec::new(),
    }
}

/// A crew that can do everything and waits at `base`.
pub fn crew(base: (f64, f64)) -> Crew {
    Crew {
        id: "T".into(),
        skills: Skills::ALL,
        base,
        ..Crew::default()
    }
}

/// The order numbered 1, to look at `target` and nowhere else.
pub fn go(target: AssetRef) -> CrewOrder {
    CrewOrder::Go {
        order: 1,
        target,
        also: [None; 4],
        around: false,
        load: None,
    }
}
