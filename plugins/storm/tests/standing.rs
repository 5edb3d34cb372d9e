//! Poles and trees in storms.

use std::collections::BTreeSet;

use taiqu_field::Course;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_storm::wind::{Gusts, Winds};
use taiqu_storm::{
    Airs, BLOCK_S, Extremes, Failure, Mode, Precision, Standing, TIE_N, Trees, Weather,
};
use taiqu_structure::fragility::Scatter;
use taiqu_structure::{Ground, Hold, Lines, Pole, Shelter, Span, Vector};

fn town() -> (District, Catalogue) {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/town-1.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    (district.into_result().expect("it is whole"), catalogue)
}

fn lines() -> Lines {
    let (district, catalogue) = town();
    Lines::of(&district, &catalogue)
}

/// A wind from `from_deg` that lasts, as long as `length_s`.
fn winds(mean_m_s: f64, from_deg: f64, length_s: f64) -> Winds {
    let everyday = taiqu_field::Weather {
        wind_m_s: Course(vec![(0.0, mean_m_s)]),
        ..taiqu_field::Weather::default()
    };
    let extremes = Extremes {
        wind_from_deg: from_deg,
        ..Extremes::default()
    };
    let middle = (-200.0, 50.0).into();
    Winds::new(&Weather::new(everyday, extremes), middle, [], 0.0, length_s)
}

fn failures(lines: &Lines, winds: &Winds, seed: u64, precision: Precision) -> Vec<Failure> {
    let gusts = Gusts::new(seed);
    let mut standing = Standing::new(lines.clone(), &Ground::default(), seed);
    let blocks = 0..30;
    let mut all: Vec<Failure> = blocks
        .flat_map(|block| standing.live(&Airs::of(winds, &gusts, block, 0.0), precision))
        .collect();
    all.sort_by_key(|failure| (failure.pole, failure.mode));
    all
}

#[test]
fn judged_by_blocks_the_same_poles_fall_as_when_all_are_followed() {
    let lines = lines();
    let (mut all, mut differ) = (0, 0);
    for seed in 0..6 {
        let winds = winds(26.0 + 3.0 * seed as f64, 70.0 * seed as f64, 300.0);
        let [blocks, steps] = [Precision::Blocks, Precision::Steps].map(|precision| {
            let mut fallen = failures(&lines, &winds, seed, precision);
            fallen.retain(|failure| failure.mode != Mode::Crack);
            let poles = fallen.iter().map(|failure| (failure.pole, failure.mode));
            poles.collect::<BTreeSet<_>>()
        });
        all += steps.len();
        differ += blocks.symmetric_difference(&steps).count();
    }
    assert!(all > 20, "{all} fell: nothing was compared");
    assert!(20 * differ <= all, "{differ} of {all}");
}

#[test]
fn in_a_breeze_all_stand_and_no_storm_fells_nothing_at_all() {
    let lines = lines();
    let breeze = winds(9.0, 200.0, 300.0);
    assert_eq!(failures(&lines, &breeze, 1, Precision::Steps), []);
    assert_eq!(
        failures(
            &Lines::default(),
            &winds(40.0, 0.0, 300.0),
            1,
            Precision::Blocks
        ),
        []
    );
}

/// Poles that do not differ from others of their type.
fn alike() -> Ground {
    let scatter = Scatter {
        strength: 0.0,
        soil: 0.0,
        drag: 0.0,
        exposure: 0.0,
    };
    Ground {
        scatter,
        ..Ground::default()
    }
}

const WIRES: usize = 4;
const HEIGHT_M: f64 = 9.0;
/// What the ties of all wires pass on, Nm.
const PULL_NM: f64 = TIE_N * WIRES as f64 * HEIGHT_M;

/// A line of four poles from west to east that break at `bear_nm` and stand in firm ground.
fn row(bear_nm: [f64; 4]) -> Lines {
    let town = lines();
    let strung = town.spans.iter().find(|span| span.wires.len() == WIRES);
    let strung = strung.expect("a line of four wires");
    let at = |k: usize| Vector::new(45.0 * k as f64, 0.0);
    let poles = (0..4).map(|k| Pole {
        node: AssetRef::in_area(0, Kind::Node, k as u32),
        at: at(k),
        crack_nm: bear_nm[k] / 2.0,
        footing_m_s: Some(500.0),
        shelter: Shelter::NONE,
        holds: (k.saturating_sub(1)..(k + 1).min(3))
            .map(|span| Hold {
                span,
                height_m: HEIGHT_M,
            })
            .collect(),
        ..town.poles[0].clone()
    });
    let spans = (0..3).map(|k| Span {
        section: AssetRef::in_area(0, Kind::Section, k as u32),
        at: [at(k), at(k + 1)],
        poles: [Some(k), Some(k + 1)],
        high: false,
        service: false,
        wires: strung.wires.clone(),
    });
    Lines {
        poles: poles.collect(),
        spans: spans.collect(),
    }
}

/// The falls in a row within half a minute in which a light wind from the north comes up.
fn falls(bear_nm: [f64; 4], precision: Precision) -> Vec<Failure> {
    let everyday = taiqu_field::Weather {
        wind_m_s: Course(vec![(0.0, 0.0), (1.0 / 360.0, 3.0)]),
        ..taiqu_field::Weather::default()
    };
    let weather = Weather::new(everyday, Extremes::default());
    let winds = Winds::new(&weather, Vector::default(), [], 0.0, 40.0);
    let gusts = Gusts::new(1);
    let mut standing = Standing::new(row(bear_nm), &alike(), 1);
    let blocks = (0..3).flat_map(|k| standing.live(&Airs::of(&winds, &gusts, k, 0.0), precision));
    blocks
        .filter(|failure| failure.mode != Mode::Crack)
        .collect()
}

/// A pole that breaks in a breeze, and one that nothing here breaks.
const WEAK_NM: f64 = 100.0;
const STRONG_NM: f64 = 1e6;

const BOTH: [Precision; 2] = [Precision::Blocks, Precision::Steps];

#[test]
fn a_falling_pole_pulls_down_a_neighbour_in_line_that_is_weaker_than_its_ties() {
    let weaker = 0.95 * PULL_NM;
    for precision in BOTH {
        for (pole, next, bear_nm) in [
            (1, 2, [STRONG_NM, WEAK_NM, weaker, STRONG_NM]),
            (2, 1, [STRONG_NM, weaker, WEAK_NM, STRONG_NM]),
        ] {
            let falls = falls(bear_nm, precision);
            let [first, second] = falls[..] else {
                panic!("{falls:?}");
            };
            assert_eq!((first.pole, second.pole), (pole, next));
            // It fails in the middle of the block, and the next one after it.
            assert!((3.0..10.0).contains(&first.at_s), "{falls:?}");
            assert!((second.at_s - first.at_s - 1.0).abs() < 1e-9, "{falls:?}");
            // That falls towards it.
            let towards = (pole as f64 - next as f64) * second.moment_nm.x;
            assert!(towards > 0.9 * PULL_NM, "{falls:?}");
        }
    }
}

#[test]
fn wires_on_the_ground_leave_the_pull_of_those_beyond() {
    // Bears the ties, and not that they let go at once: a pole that is let go swings over.
    let between = 1.3 * PULL_NM;
    for precision in BOTH {
        let late = [
            (1, 2, [STRONG_NM, WEAK_NM, between, STRONG_NM]),
            (2, 1, [STRONG_NM, between, WEAK_NM, STRONG_NM]),
        ]
        .map(|(pole, next, bear_nm)| {
            let falls = falls(bear_nm, precision);
            let [first, second] = falls[..] else {
                panic!("{falls:?}");
            };
            assert_eq!((first.pole, second.pole), (pole, next));
            assert!(second.at_s > first.at_s, "{falls:?}");
            let away = (next as f64 - pole as f64) * second.moment_nm.x;
            assert!(away > PULL_NM, "{falls:?}");
            second.at_s
        });
        // It does not matter which of them has which index.
        assert!((late[0] - late[1]).abs() < 0.1, "{late:?}");
    }
}

#[test]
fn neighbours_that_bear_more_stand() {
    // The last pole of a line has nothing beyond that pulls it.
    let stronger = 1.1 * PULL_NM;
    for precision in BOTH {
        for (pole, bear_nm) in [
            (1, [stronger, WEAK_NM, 3.0 * PULL_NM, STRONG_NM]),
            (2, [STRONG_NM, 3.0 * PULL_NM, WEAK_NM, stronger]),
        ] {
            let falls = falls(bear_nm, precision);
            let poles: Vec<usize> = falls.iter().map(|failure| failure.pole).collect();
            assert_eq!(poles, [pole]);
        }
    }
}

#[test]
fn a_pole_whose_spans_are_all_down_is_pulled_by_none() {
    let calm = winds(0.0, 0.0, 300.0);
    let gusts = Gusts::new(1);
    for spans in [[0, 1], [1, 0]] {
        let mut standing =
            Standing::new(row([STRONG_NM, WEAK_NM, STRONG_NM, STRONG_NM]), &alike(), 1);
        for span in spans {
            standing.cut(span);
            assert!(standing.down()[span]);
        }
        let failures = standing.live(&Airs::of(&calm, &gusts, 0, 0.0), Precision::Steps);
        assert_eq!(failures, []);
        // And the wind meets the bare pole alone.
        let wind = Vector::new(0.0, 20.0);
        let built = Standing::new(standing.lines().clone(), &alike(), 1);
        assert!(standing.moment_nm(1, wind).length() < built.moment_nm(1, wind).length());
    }
}

#[test]
fn poles_are_bent_and_lean_where_the_wind_blows() {
    let lines = lines();
    let gusts = Gusts::new(2);
    let mut lean = 0;
    for (from_deg, towards) in [
        (90.0, (-1.0, 0.0)),
        (0.0, (0.0, -1.0)),
        (270.0, (1.0, 0.0)),
        (180.0, (0.0, 1.0)),
    ] {
        let winds = winds(27.0, from_deg, 300.0);
        let mut standing = Standing::new(lines.clone(), &Ground::default(), 2);
        for block in 0..30 {
            standing.live(&Airs::of(&winds, &gusts, block, 0.0), Precision::Blocks);
        }
        for (pole, state) in standing.states().iter().enumerate() {
            let holds = lines.poles[pole].holds.iter();
            if state.down || holds.clone().any(|hold| standing.down()[hold.span]) {
                continue;
            }
            assert!(state.most_nm.dot(towards.into()) > 0.0, "{state:?}");
            lean += usize::from(state.lean_rad() > 0.0);
            // What has not cracked is as far from falling as its crack is.
            let bears = |mode| standing.bears_nm(pole, mode);
            let falls = bears(Mode::Break).min(bears(Mode::Overturn));
            let most = bears(Mode::Crack) / falls;
            assert!(state.cracked || state.utilisation <= most, "{state:?}");
        }
    }
    assert!(lean > 3, "{lean}");
}

#[test]
fn trees_fall_downwind_and_hit_what_is_in_their_way() {
    let (district, catalogue) = town();
    let lines = Lines::of(&district, &catalogue);
    let gusts = Gusts::new(3);
    let storm = winds(28.0, 270.0, 300.0);
    let mut trees = Trees::of(&district, 3);
    let fell: Vec<_> = (0..30)
        .flat_map(|block| trees.live(&Airs::of(&storm, &gusts, block, 0.0), &lines))
        .collect();
    assert!(
        fell.len() > 5 && fell.len() < trees.fallen().len() / 4,
        "{}",
        fell.len()
    );
    for tree in &fell {
        assert!(tree.at_s < 30.0 * BLOCK_S);
        // Never against the wind.
        assert!((tree.top - tree.at).x > -1e-9);
        for &span in &tree.hits {
            let near = (lines.spans[span].point(0.5) - tree.at).length();
            assert!(near < tree.height_m + lines.spans[span].length_m());
        }
    }
    let mut again = Trees::of(&district, 3);
    let same: Vec<_> = (0..30)
        .flat_map(|block| again.live(&Airs::of(&storm, &gusts, block, 0.0), &lines))
        .collect();
    assert_eq!(fell, same);
    let calm = winds(10.0, 0.0, 300.0);
    let mut standing = Trees::of(&district, 3);
    assert!((0..30).all(|block| {
        standing
            .live(&Airs::of(&calm, &gusts, block, 0.0), &lines)
            .is_empty()
    }));
}
