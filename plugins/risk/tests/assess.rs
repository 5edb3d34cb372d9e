//! Probabilities from a forecast, on the shipped town.

use taiqu_grid::{Catalogue, Place, home};
use taiqu_link::{Tick, WeatherOutlook};
use taiqu_risk::{Experience, Exposed, Risk};
use taiqu_structure::Ground;

fn exposed() -> Exposed {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let folder = home.join("scenarios");
    let areas: Vec<_> = (1..=4)
        .map(|k| folder.join(format!("areas/town-{k}.ron")))
        .collect();
    let line = [folder.join("lines/town.ron")];
    let district = taiqu_grid::district::open(&areas, &line, &catalogue);
    let district = district.into_result().expect("it is whole");
    Exposed::of(&district, &catalogue, Ground::default())
}

/// Some hours of wind from the east, the strongest in the middle.
fn hours(wind_m_s: f64, spread: f64) -> Vec<WeatherOutlook> {
    let hour = |k: i64| WeatherOutlook {
        at_s: k * 3600,
        wind_m_s: wind_m_s * (1.0 - 0.1 * (k - 3).abs() as f64),
        spread,
        from_deg: 90.0 + 10.0 * k as f64,
        ..WeatherOutlook::default()
    };
    (0..7).map(hour).collect()
}

fn assess(exposed: &Exposed, wind_m_s: f64, spread: f64) -> Risk {
    exposed.assess(Tick(0), &hours(wind_m_s, spread), &Experience::default())
}

#[test]
fn more_wind_is_more_danger_and_none_is_none() {
    let exposed = exposed();
    let mut last = 0.0;
    for wind in [0.0, 10.0, 18.0, 25.0, 32.0, 40.0] {
        let risk = assess(&exposed, wind, 0.2);
        let all = risk.poles.values().chain(risk.sections.values());
        for &p in all.chain(risk.customers.values()) {
            assert!((-1e-12..=1.0 + 1e-12).contains(&p), "{p} at {wind} m/s");
        }
        let out = risk.expected_out();
        assert!(
            out > last || wind < 11.0 && out < 1.0,
            "{out} at {wind} m/s"
        );
        last = out;
    }
    assert_eq!(assess(&exposed, 25.0, 0.2).peak, Some((3 * 3600, 25.0)));
    assert!(
        exposed
            .assess(Tick(0), &[], &Experience::default())
            .peak
            .is_none()
    );
}

#[test]
fn not_knowing_how_strong_it_will_be_spreads_the_danger() {
    let exposed = exposed();
    let (sure, unsure) = (assess(&exposed, 20.0, 0.0), assess(&exposed, 20.0, 0.5));
    assert!(unsure.expected_out() > sure.expected_out());
}

#[test]
fn who_hangs_at_the_end_is_in_more_danger_than_what_feeds_all() {
    let exposed = exposed();
    let risk = assess(&exposed, 26.0, 0.2);
    // Nobody is safer than the safest part; someone is in more danger than any one pole.
    let most = |of: &std::collections::BTreeMap<_, f64>| of.values().copied().fold(0.0, f64::max);
    assert!(most(&risk.customers) >= most(&risk.poles));
    let ranked = Risk::ranked(&risk.poles);
    assert!(ranked.is_sorted_by(|a, b| a.1 >= b.1) && ranked.len() == risk.poles.len());
}

#[test]
fn not_knowing_where_it_comes_from_takes_from_the_exposed_and_gives_to_the_others() {
    let exposed = exposed();
    let told = |from_spread_deg: f64| {
        let mut hours = hours(24.0, 0.0);
        for hour in &mut hours {
            hour.from_deg = 90.0;
            hour.from_spread_deg = from_spread_deg;
        }
        let risk = exposed.assess(Tick(0), &hours, &Experience::default());
        let ranked = Risk::ranked(&risk.poles);
        (ranked[0].1, ranked[ranked.len() - 1].1)
    };
    let ((most, least), (most_unsure, least_unsure)) = (told(0.0), told(45.0));
    assert!(most_unsure < most && least_unsure > least);
}

#[test]
fn who_stands_beside_what_falls_is_pulled_and_who_stands_alone_is_not() {
    let exposed = exposed();
    let by = |tie_n: f64| {
        let experience = Experience {
            tie_n,
            ..Experience::default()
        };
        exposed.assess(Tick(0), &hours(26.0, 0.1), &experience)
    };
    let (loose, tied) = (by(0.0), by(300.0));
    let more = |pole| tied.poles[pole] - loose.poles[pole];
    assert!(loose.poles.keys().all(|pole| more(pole) >= 0.0));
    // A light pole that holds four wires is pulled down sooner than a heavy one with three.
    let of = |place: Place| {
        let own = loose.poles.keys().filter(|pole| pole.place == place);
        own.map(more).fold(0.0, f64::max)
    };
    assert!(of(Place::Area(0)) > 1.5 * of(Place::Line(0)));
}
