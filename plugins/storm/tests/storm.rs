//! Whole storms, without a field that suffers them.

use std::collections::BTreeMap;
use std::sync::Arc;

use taiqu_field::Course;
use taiqu_grid::{AssetRef, Catalogue, District};
use taiqu_link::{Action, Tick};
use taiqu_storm::wind::{Downburst, SquallLine};
use taiqu_storm::{Deed, Extremes, Setup, Storm};
use taiqu_structure::Vector;

/// A night of freezing rain over the village, and the thaw after it.
fn freezing_rain() -> Setup {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/village.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    Setup {
        truth: Arc::new(district.into_result().expect("it is whole")),
        catalogue: Arc::new(catalogue),
        start: "2026-01-24T18:00:00".parse().expect("a time"),
        length_s: 24 * 3600,
        seed: 5,
        everyday: taiqu_field::Weather {
            temperature_c: Course(vec![(18.0, -2.0), (34.0, -2.0), (35.0, 5.0)]),
            rain_mm_h: Course(vec![(18.0, 4.0), (33.0, 4.0), (34.0, 0.0)]),
            wind_m_s: Course(vec![(18.0, 7.0)]),
            ..taiqu_field::Weather::default()
        },
        extremes: Extremes::default(),
    }
}

fn live(storm: &mut Storm, ticks: std::ops::Range<u64>) -> Vec<(u64, Deed)> {
    let deeds = ticks.flat_map(|tick| {
        let deeds = storm.live(Tick(tick));
        deeds.into_iter().map(move |deed| (tick, deed))
    });
    deeds.collect()
}

#[test]
fn ice_grows_tears_wires_and_melts() {
    let mut storm = Storm::new(freezing_rain());
    let early = live(&mut storm, 0..4 * 3600);
    assert_eq!(early, [], "a few millimetres are borne");
    assert!((0.004..0.015).contains(&storm.ice_m()), "{}", storm.ice_m());
    let night = live(&mut storm, 4 * 3600..16 * 3600);
    let torn = night
        .iter()
        .filter(|(_, deed)| matches!(deed, Deed::Harm(Action::Break { .. })));
    assert!(torn.count() > 3, "{night:?}");
    assert!(storm.ice_m() > 0.02);
    live(&mut storm, 16 * 3600..24 * 3600);
    assert!(storm.ice_m() < 1e-9);
}

#[test]
fn houses_keep_the_wind_off_iced_wires() {
    let mut open = freezing_rain();
    open.everyday.wind_m_s = Course(vec![(18.0, 12.0)]);
    let mut housed = open.clone();
    let district = Arc::make_mut(&mut housed.truth);
    let house = district.areas[0].surroundings.buildings[0].clone();
    let poles = Storm::new(open.clone()).standing().lines().poles.clone();
    for pole in poles {
        let around = [-60.0, -30.0, 30.0, 60.0];
        let around = around
            .iter()
            .flat_map(|east| around.map(|north| (*east, north)));
        district.areas[0]
            .surroundings
            .buildings
            .extend(around.map(|(east, north)| {
                let mut house = house.clone();
                house.at = (pole.at.x + east, pole.at.y + north);
                house.size_m = (12.0, 12.0, 9.0);
                house
            }));
    }
    let torn = |setup: Setup| {
        let deeds = live(&mut Storm::new(setup), 0..12 * 3600).into_iter();
        let torn = deeds.filter_map(|(tick, deed)| match deed {
            Deed::Harm(Action::Break { section, .. }) => Some((section, tick)),
            _ => None,
        });
        torn.collect::<BTreeMap<_, _>>()
    };
    let (open, housed) = (torn(open), torn(housed));
    let later =
        |(section, tick): (&AssetRef, &u64)| housed.get(section).is_none_or(|then| then > tick);
    let delayed = open.iter().filter(|&torn| later(torn)).count();
    assert!(
        open.len() > 3 && delayed * 2 > open.len(),
        "{delayed} {open:?}"
    );
    assert!(housed.len() <= open.len());
}

#[test]
fn going_on_from_the_middle_the_same_happens() {
    let setup = freezing_rain();
    let mut whole = Storm::new(setup.clone());
    live(&mut whole, 0..12 * 3600);
    let memory = whole.memory();
    let rest = live(&mut whole, 12 * 3600..17 * 3600);
    assert!(!rest.is_empty());
    let mut again = Storm::new(setup);
    again.recall(&memory);
    assert_eq!(live(&mut again, 12 * 3600..17 * 3600), rest);
    assert_eq!(again.memory(), whole.memory());
}

#[test]
fn what_a_crew_has_mended_can_be_torn_again() {
    let mut storm = Storm::new(freezing_rain());
    let torn = |deeds: Vec<(u64, Deed)>| {
        let broken = deeds.into_iter().filter_map(|(_, deed)| match deed {
            Deed::Harm(Action::Break { section, .. }) => Some(section),
            _ => None,
        });
        broken.collect::<Vec<_>>()
    };
    let first = torn(live(&mut storm, 0..12 * 3600));
    let section = *first.first().expect("ice tears some");
    let down = |storm: &Storm| {
        let standing = storm.standing();
        let span = standing.lines().spans.iter();
        let span = span
            .zip(standing.down())
            .find(|(span, _)| span.section == section);
        *span.expect("it is one").1
    };
    assert!(down(&storm));
    let untouched = torn(live(&mut storm.clone(), 12 * 3600..12 * 3600 + 120));
    assert!(!untouched.contains(&section));
    storm.mended(section);
    assert!(!down(&storm));
    // The ice is still there.
    let again = torn(live(&mut storm, 12 * 3600..12 * 3600 + 120));
    assert!(again.contains(&section) && down(&storm));
    let mut other = Storm::new(freezing_rain());
    other.recall(&storm.memory());
    assert_eq!(other.memory(), storm.memory());
}

/// A cloudburst over the estate, and a dry day after it.
fn cloudburst() -> Setup {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/estate.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    Setup {
        truth: Arc::new(district.into_result().expect("it is whole")),
        catalogue: Arc::new(catalogue),
        everyday: taiqu_field::Weather {
            rain_mm_h: Course(vec![(18.0, 80.0), (21.0, 80.0), (21.5, 0.0)]),
            ..taiqu_field::Weather::default()
        },
        ..freezing_rain()
    }
}

#[test]
fn what_stands_low_leaks_before_it_is_shorted_and_can_be_reached_when_the_water_falls() {
    let mut storm = Storm::new(cloudburst());
    let all = live(&mut storm, 0..24 * 3600);
    let mut leaks = BTreeMap::new();
    let mut under = std::collections::BTreeSet::new();
    let (mut shorts, mut freed) = (0, 0);
    for (tick, deed) in all {
        match deed {
            Deed::Harm(Action::Leak { section, .. }) => {
                leaks.entry(section).or_insert(tick);
            }
            Deed::Harm(Action::Short { section, .. }) => {
                shorts += 1;
                assert!(leaks[&section] < tick, "{section:?}");
            }
            Deed::Water { part, under: true } => {
                under.insert(part);
            }
            Deed::Water { part, under: false } => {
                freed += usize::from(under.remove(&part));
            }
            _ => {}
        }
    }
    assert!(shorts >= 3 && leaks.len() >= shorts, "{shorts} {leaks:?}");
    assert!(freed >= 3, "{under:?}");
}

#[test]
fn water_goes_on_from_the_middle() {
    let mut whole = Storm::new(cloudburst());
    live(&mut whole, 0..2 * 3600);
    let mut other = Storm::new(cloudburst());
    other.recall(&whole.memory());
    let next = 2 * 3600..6 * 3600;
    assert_eq!(live(&mut other, next.clone()), live(&mut whole, next));
    assert_eq!(other.memory(), whole.memory());
}

/// A storm with thunder over the village, whose mains are bare and hang too near to each other.
fn thunderstorm() -> Setup {
    let mut setup = freezing_rain();
    let mut district = District::clone(&setup.truth);
    for section in &mut district.areas[0].network.sections {
        section.line_type = section.line_type.replace("JKLYJ-4x185", "LGJ-4x185");
    }
    setup.truth = Arc::new(district);
    let mut catalogue = Catalogue::clone(&setup.catalogue);
    for line in catalogue.lines.values_mut() {
        for wire in &mut line.wires {
            wire.x_m *= 0.4;
        }
    }
    setup.catalogue = Arc::new(catalogue);
    setup.everyday = taiqu_field::Weather {
        temperature_c: Course(vec![(18.0, 30.0)]),
        wind_m_s: Course(vec![(18.0, 26.0), (22.0, 32.0)]),
        ..taiqu_field::Weather::default()
    };
    setup.extremes.lightning.other_per_km2_h = Course(vec![(18.0, 20.0)]);
    setup.extremes.ground.design_m_s = 45.0;
    setup
}

#[test]
fn storms_that_clash_strew_and_strike_go_on_from_the_middle() {
    let mut whole = Storm::new(thunderstorm());
    let before = live(&mut whole, 0..2 * 3600 + 3);
    let memory = postcard::to_allocvec(&whole.memory()).expect("it is plain");
    let next = 2 * 3600 + 3..5 * 3600;
    let rest = live(&mut whole, next.clone());
    let mut again = Storm::new(thunderstorm());
    again.recall(&postcard::from_bytes(&memory).expect("it is whole"));
    assert_eq!(live(&mut again, next), rest);
    let bytes = |storm: &Storm| postcard::to_allocvec(&storm.memory()).expect("it is plain");
    assert_eq!(bytes(&again), bytes(&whole));
    // Lightning, touching wires, what stays on them, and what tears.
    for part in [before, rest] {
        let has = |is: fn(&Action) -> bool| {
            let mut deeds = part.iter();
            deeds.any(|(_, deed)| matches!(deed, Deed::Harm(action) if is(action)))
        };
        assert!(has(|action| matches!(
            action,
            Action::Flash { earth: true, .. }
        )));
        assert!(has(|action| matches!(
            action,
            Action::Flash { earth: false, .. }
        )));
        assert!(has(|action| matches!(action, Action::Break { .. })));
    }
}

#[test]
fn what_lightning_has_burnt_through_is_not_broken_again() {
    let mut setup = thunderstorm();
    setup.truth = freezing_rain().truth;
    let mut storm = Storm::new(setup);
    let mut broken = BTreeMap::new();
    for (_, deed) in live(&mut storm, 0..12 * 3600) {
        if let Deed::Harm(Action::Break { section, .. }) = deed {
            *broken.entry(section).or_insert(0) += 1;
        }
    }
    assert!(broken.len() > 5, "{broken:?}");
    assert!(broken.values().all(|&times| times == 1), "{broken:?}");
}

/// A calm evening over the village but for what `extremes` bring.
fn evening(extremes: Extremes) -> Setup {
    let everyday = taiqu_field::Weather {
        temperature_c: Course(vec![(18.0, 25.0)]),
        wind_m_s: Course(vec![(18.0, 0.0)]),
        ..taiqu_field::Weather::default()
    };
    Setup {
        everyday,
        extremes,
        ..freezing_rain()
    }
}

#[test]
fn a_downburst_pushes_apart_what_stands_on_both_sides_of_it() {
    let middle = Vector::new(0.0, 40.0);
    let burst = Downburst {
        hour: 18.01,
        at_m: (middle.x, middle.y),
        peak_m_s: 50.0,
        radius_m: 200.0,
        fades_m: 400.0,
        lasts_s: 900.0,
        from_deg: 0.0,
        moves_m_s: 0.0,
    };
    let mut extremes = Extremes {
        downbursts: vec![burst],
        ..Extremes::default()
    };
    extremes.ground.design_m_s = 20.0;
    let mut storm = Storm::new(evening(extremes));
    live(&mut storm, 0..900);
    // How many fell outwards and inwards, on the western and the eastern side.
    let sides = |falls: &[(Vector, Vector)]| {
        let mut sides = [[0, 0]; 2];
        for &(at, towards) in falls
            .iter()
            .filter(|(at, _)| (*at - middle).x.abs() > 100.0)
        {
            let inwards = towards.dot(at - middle) < 0.0;
            sides[usize::from(at.x > middle.x)][usize::from(inwards)] += 1;
        }
        sides
    };
    let trees = storm.fallen_trees().iter();
    let trees: Vec<_> = trees.map(|tree| (tree.at, tree.top - tree.at)).collect();
    let standing = storm.standing();
    let poles = standing.lines().poles.iter().zip(standing.states());
    let poles = poles.filter(|(_, state)| state.down);
    let poles: Vec<_> = poles
        .map(|(pole, state)| (pole.at, state.felled_by_nm))
        .collect();
    for falls in [trees, poles] {
        for [outwards, inwards] in sides(&falls) {
            assert!(outwards > 0, "{falls:?}");
            assert!(outwards > 4 * inwards, "{falls:?}");
        }
    }
}

#[test]
fn the_front_of_a_squall_reaches_the_far_side_later() {
    let squall = SquallLine {
        hour: 18.05,
        from_deg: 270.0,
        moves_m_s: 5.0,
        peak_m_s: 32.0,
        rises_s: 30.0,
        lasts_s: 900.0,
        rain_mm_h: 0.0,
    };
    let mut storm = Storm::new(evening(Extremes {
        squalls: vec![squall],
        ..Extremes::default()
    }));
    live(&mut storm, 0..900);
    let first_s = |side: f64| {
        let trees = storm.fallen_trees().iter();
        let there = trees.filter(|tree| side * tree.at.x > 250.0);
        there.map(|tree| tree.at_s).fold(f64::INFINITY, f64::min)
    };
    let (west_s, east_s) = (first_s(-1.0), first_s(1.0));
    // More than 500 m at 5 m/s.
    assert!(
        west_s + 60.0 < east_s && east_s < 900.0,
        "{west_s} {east_s}"
    );
}
