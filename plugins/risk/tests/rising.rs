//! Which boxes water will probably reach, on the shipped estate.

use taiqu_grid::{Catalogue, home};
use taiqu_link::WeatherOutlook;
use taiqu_risk::{Rising, Risk};
use taiqu_structure::water::{Drainage, Sky};

fn rising() -> Rising {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/estate.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    let district = district.into_result().expect("it is whole");
    Rising::of(&district, Drainage::default())
}

/// Six hours of rain.
fn hours(rain_mm_h: f64) -> Vec<WeatherOutlook> {
    let hour = |k: i64| WeatherOutlook {
        at_s: k * 3600,
        rain_mm_h,
        rain_spread: 0.3,
        ..WeatherOutlook::default()
    };
    (0..6).map(hour).collect()
}

fn assess(rising: &Rising, rain_mm_h: f64) -> Risk {
    let mut risk = Risk::default();
    rising.assess(&rising.usual(), &hours(rain_mm_h), &mut risk);
    risk
}

#[test]
fn more_rain_reaches_more_and_earlier() {
    let rising = rising();
    assert_eq!(assess(&rising, 0.0), Risk::default());
    let mut last: Option<Risk> = None;
    for rain in [20.0, 35.0, 50.0, 70.0] {
        let risk = assess(&rising, rain);
        for reached in risk.cabinets.values() {
            assert!((0.0..=1.0 + 1e-9).contains(&reached.probability));
        }
        if let Some(last) = last {
            assert!(risk.expected_out() > last.expected_out(), "{rain}");
            for (cabinet, less) in &last.cabinets {
                let more = risk.cabinets[cabinet];
                assert!(more.probability >= less.probability - 1e-9);
            }
        }
        last = Some(risk);
    }
}

#[test]
fn what_fell_already_counts() {
    let rising = rising();
    let mut flood = rising.usual();
    let sky = Sky {
        rain_mm_h: 60.0,
        river_m: 0.0,
    };
    for _ in 0..90 {
        rising.observe(&mut flood, sky);
    }
    let mut risk = Risk::default();
    rising.assess(&flood, &hours(25.0), &mut risk);
    assert!(risk.expected_out() > assess(&rising, 25.0).expected_out() + 1.0);
}
