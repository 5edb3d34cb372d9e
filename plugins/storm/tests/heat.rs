//! Heat waves over the areas that ship, with given currents.

use std::collections::BTreeSet;
use std::sync::Arc;

use taiqu_field::Course;
use taiqu_grid::{AssetRef, Catalogue, Conductor, District};
use taiqu_link::{Action, Tick};
use taiqu_storm::{Carried, Deed, Extremes, Setup, Storm};

/// An area in air of 40 °C.
fn heat_wave(area: &str, start: &str, wind_m_s: f64, seed: u64) -> Setup {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join(format!("scenarios/areas/{area}.ron"))];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    Setup {
        truth: Arc::new(district.into_result().expect("it is whole")),
        catalogue: Arc::new(catalogue),
        start: start.parse().expect("a time"),
        length_s: 24 * 3600,
        seed,
        everyday: taiqu_field::Weather {
            temperature_c: Course(vec![(0.0, 40.0)]),
            wind_m_s: Course(vec![(0.0, wind_m_s)]),
            ..taiqu_field::Weather::default()
        },
        extremes: Extremes::default(),
    }
}

const NOON: &str = "2026-08-05T11:00:00";
const NIGHT: &str = "2026-08-05T20:00:00";

/// What everything carries of what it may: by conductors.
struct Share<'a>(&'a District, [f64; 4]);

impl Carried for Share<'_> {
    fn transformer_a(&self, _: AssetRef) -> Option<[f64; 3]> {
        None
    }

    fn section_a(&self, section: AssetRef) -> Option<[f64; 4]> {
        let sections = &self.0.network(section.place).sections;
        let rated_a = sections[section.index as usize].ampacity_a?;
        Some(self.1.map(|share| share * rated_a))
    }
}

/// Even phases, and half as much in the neutral.
const fn even(times: f64) -> [f64; 4] {
    [times, times, times, times / 2.0]
}

/// Lives minutes and says what follows in them.
fn live(storm: &mut Storm, minutes: std::ops::Range<u64>, carried: &Share<'_>) -> Vec<Deed> {
    let ticks = 60 * minutes.start..60 * minutes.end;
    let lived = ticks.flat_map(|tick| {
        storm.warm(Tick(tick), carried);
        storm.live(Tick(tick))
    });
    lived.collect()
}

/// A storm after two hours of so much load at noon, with a light wind.
fn after(area: &str, times: f64) -> Storm {
    let setup = heat_wave(area, NOON, 0.6, 3);
    let truth = Arc::clone(&setup.truth);
    let mut storm = Storm::new(setup);
    for minute in 0..120 {
        storm.warm(Tick(60 * minute), &Share(&truth, even(times)));
    }
    storm
}

/// The hottest wire, °C.
fn hottest_c(storm: &Storm) -> f64 {
    let wires = storm.heat().wires(storm.standing().lines());
    wires.map(|wire| wire.now_c).fold(0.0, f64::max)
}

#[test]
fn what_they_may_carry_keeps_wires_near_their_limits_and_more_does_not() {
    let storm = after("village", 1.0);
    let lines = storm.standing().lines();
    for wire in storm.heat().wires(lines) {
        // Ampacities are for 25 to 35 °C, most without the sun.
        assert!(wire.now_c < wire.limit_c + 25.0, "{wire:?}");
        assert!(
            wire.phase == Conductor::N || wire.now_c > wire.limit_c - 15.0,
            "{wire:?}"
        );
    }
    let [more, most] = [1.3, 1.6].map(|times| hottest_c(&after("village", times)));
    assert!((130.0..160.0).contains(&more), "{more}");
    assert!((170.0..215.0).contains(&most), "{most}");
    let estate = after("estate", 1.0);
    for cable in estate.heat().cables() {
        // Half a neutral's heat on top.
        assert!((88.0..97.0).contains(&cable.now_c), "{cable:?}");
    }
}

#[test]
fn the_neutral_is_as_cool_as_its_current_and_covers_age_only_above_their_limit() {
    let light = after("village", 0.6);
    for wire in light.heat().wires(light.standing().lines()) {
        assert!(
            wire.aged_h.abs() < 1e-12 && wire.now_c < wire.limit_c,
            "{wire:?}"
        );
    }
    let storm = after("village", 1.3);
    let lines = storm.standing().lines();
    let wires: Vec<_> = storm.heat().wires(lines).collect();
    let pairs = wires.iter().zip(&wires[1..]);
    let pairs =
        pairs.filter(|(one, next)| one.section == next.section && next.phase == Conductor::N);
    let mut count = 0;
    for (phase, neutral) in pairs {
        count += 1;
        assert!(neutral.now_c < phase.now_c - 10.0, "{phase:?} {neutral:?}");
        assert!(
            phase.aged_h > 2.0 && neutral.aged_h < phase.aged_h,
            "{phase:?}"
        );
    }
    assert!(count > 30);
}

#[test]
fn warm_spans_hang_lower_and_most_still_clear_the_ground() {
    let [rated, more] = [1.0, 1.6].map(|times| after("village", times));
    let lost = |storm: &Storm| {
        let hung = storm.heat().hung(storm.standing().lines());
        hung.map(|hung| hung.lost_m).collect::<Vec<f64>>()
    };
    for (rated, more) in lost(&rated).into_iter().zip(lost(&more)) {
        assert!(rated > 0.0 && more > rated, "{rated} {more}");
    }
    let low = |storm: &Storm| {
        let hung = storm.heat().hung(storm.standing().lines());
        hung.filter(|hung| hung.height_m < hung.least_m).count()
    };
    let [few, many] = [low(&rated), low(&more)];
    assert!(few < many && many < lost(&more).len() / 2, "{few} {many}");
    let hung = rated.heat().hung(rated.standing().lines());
    let lowest = hung.map(|hung| hung.height_m).fold(f64::MAX, f64::min);
    assert!((3.0..6.0).contains(&lowest), "{lowest}");
}

/// Sections whose wires part in four hours of a load, by seeds; and how many joints there are.
fn parted(start: &str, times: f64, seeds: u64) -> (usize, usize) {
    let (mut count, mut all) = (0, 0);
    let setup = Setup {
        length_s: 4 * 3600,
        ..heat_wave("village", start, 0.0, 0)
    };
    let truth = Arc::clone(&setup.truth);
    let carried = Share(&truth, even(times));
    for seed in 0..seeds {
        let mut storm = Storm::new(Setup {
            seed,
            ..setup.clone()
        });
        for minute in 0..240 {
            storm.warm(Tick(60 * minute), &carried);
        }
        all += storm.heat().wires(storm.standing().lines()).count();
        let deeds = storm.live(Tick(239 * 60)).into_iter();
        let broken = deeds.filter(|deed| matches!(deed, Deed::Harm(Action::Break { .. })));
        count += broken.count();
    }
    (count, all)
}

#[test]
fn ordinary_load_in_still_hot_air_parts_no_joint_and_overload_parts_some() {
    assert_eq!(parted(NOON, 0.7, 15).0, 0);
    let (rated, all) = parted(NIGHT, 1.0, 15);
    assert!(rated * 1000 <= all, "{rated} of {all}");
    let (more, all) = parted(NOON, 1.3, 6);
    assert!((5..60).contains(&(more * 1000 / all)), "{more} of {all}");
}

#[test]
fn a_joint_parts_its_own_wire_once_and_its_span_is_left_alone() {
    let setup = heat_wave("village", NOON, 0.0, 4);
    let truth = Arc::clone(&setup.truth);
    let mut storm = Storm::new(setup);
    let deeds = live(&mut storm, 0..300, &Share(&truth, even(1.3)));
    let mut sections = BTreeSet::new();
    for deed in &deeds {
        let &Deed::Harm(Action::Break {
            section,
            conductors,
        }) = deed
        else {
            panic!("{deed:?}");
        };
        assert!(sections.insert(section) && conductors.len() < 4);
    }
    assert!(!sections.is_empty());
}

#[test]
fn a_cable_burns_through_far_beyond_what_it_may_carry_and_not_before() {
    let setup = heat_wave("estate", NOON, 0.0, 1);
    let truth = Arc::clone(&setup.truth);
    let mut storm = Storm::new(setup);
    assert_eq!(live(&mut storm, 0..60, &Share(&truth, even(0.5))), []);
    assert_eq!(live(&mut storm, 60..180, &Share(&truth, even(1.5))), []);
    let deeds = live(&mut storm, 180..600, &Share(&truth, even(3.0)));
    let cables = storm.heat().cables().count();
    assert!(
        deeds.len() == cables && cables > 30,
        "{} {cables}",
        deeds.len()
    );
    let shorted = |deed: &Deed| matches!(deed, Deed::Harm(Action::Short { earth: true, .. }));
    assert!(deeds.iter().all(shorted));
}

#[test]
fn heat_goes_on_from_the_middle_as_it_would_have() {
    let setup = heat_wave("village", NOON, 0.3, 4);
    let truth = Arc::clone(&setup.truth);
    let mut whole = Storm::new(setup.clone());
    live(&mut whole, 0..40, &Share(&truth, even(0.7)));
    let carried = Share(&truth, even(1.35));
    let mut again = Storm::new(setup);
    again.recall(&whole.memory());
    let rest = live(&mut whole, 40..160, &carried);
    assert!(!rest.is_empty());
    assert_eq!(live(&mut again, 40..160, &carried), rest);
    assert_eq!(again.memory(), whole.memory());
}

#[test]
fn a_span_of_forty_five_metres_comes_down_with_its_wires_warmth() {
    let setup = heat_wave("village", NOON, 0.6, 1);
    let catalogue = Arc::clone(&setup.catalogue);
    let lines = taiqu_structure::Lines::of(&setup.truth, &catalogue);
    let main = lines.spans.iter().find(|span| !span.service && !span.high);
    let mut span = main.expect("it has mains").clone();
    span.at[1] = span.at[0] + span.ahead() * 45.0;
    let sags =
        [15.0, 40.0, 90.0, 147.0].map(|wire_c| span.strung(&span.wires[0]).sag_m(wire_c, 0.0));
    assert!((0.4..0.75).contains(&sags[0]), "{sags:?}");
    assert!(
        sags.is_sorted() && sags[2] - sags[0] > 0.4 && sags[3] - sags[0] < 1.2,
        "{sags:?}"
    );
}
