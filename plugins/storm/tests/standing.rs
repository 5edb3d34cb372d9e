//! Poles and trees in storms.

use taiqu_field::Course;
use taiqu_grid::{Catalogue, District};
use taiqu_storm::wind::{Gusts, Passage};
use taiqu_storm::{Air, BLOCK_S, Extremes, Failure, Mode, Precision, Standing, Trees, Weather};
use taiqu_structure::fragility::Scatter;
use taiqu_structure::{Ground, Lines};

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
fn passage(mean_m_s: f64, from_deg: f64, length_s: f64) -> Passage {
    let everyday = taiqu_field::Weather {
        wind_m_s: Course(vec![(0.0, mean_m_s)]),
        ..taiqu_field::Weather::default()
    };
    let extremes = Extremes {
        wind_from_deg: from_deg,
        ..Extremes::default()
    };
    let middle = (-200.0, 50.0).into();
    Passage::new(&Weather::new(everyday, extremes), middle, 0.0, length_s)
}

fn failures(lines: &Lines, passage: &Passage, seed: u64, precision: Precision) -> Vec<Failure> {
    let gusts = Gusts::new(seed);
    let mut standing = Standing::new(lines.clone(), &Ground::default(), seed);
    let blocks = 0..30;
    let mut all: Vec<Failure> = blocks
        .flat_map(|block| standing.live(&Air::of(passage, &gusts, block), precision))
        .collect();
    all.sort_by_key(|failure| (failure.pole, failure.mode));
    all
}

#[test]
fn judged_by_blocks_the_same_poles_fall_as_when_all_are_followed() {
    let lines = lines();
    let (mut fallen, mut differ) = (0, 0);
    for seed in 0..6 {
        let passage = passage(26.0 + 3.0 * seed as f64, 70.0 * seed as f64, 300.0);
        let [blocks, steps] = [Precision::Blocks, Precision::Steps].map(|precision| {
            let mut fallen = failures(&lines, &passage, seed, precision);
            fallen.retain(|failure| failure.mode != Mode::Crack);
            fallen.len()
        });
        fallen += steps;
        differ += blocks.abs_diff(steps);
    }
    assert!(fallen > 20, "{fallen} fell: nothing was compared");
    assert!(20 * differ <= fallen, "{differ} of {fallen}");
}

#[test]
fn in_a_breeze_all_stand_and_no_storm_fells_nothing_at_all() {
    let lines = lines();
    let breeze = passage(9.0, 200.0, 300.0);
    assert_eq!(failures(&lines, &breeze, 1, Precision::Steps), []);
    assert_eq!(
        failures(
            &Lines::default(),
            &passage(40.0, 0.0, 300.0),
            1,
            Precision::Blocks
        ),
        []
    );
}

#[test]
fn a_falling_pole_takes_its_spans_and_pulls_the_next() {
    let lines = lines();
    let scatter = Scatter {
        strength: 0.0,
        soil: 0.0,
        drag: 0.0,
        exposure: 0.0,
    };
    let usual = Ground {
        scatter,
        ..Ground::default()
    };
    let mut standing = Standing::new(lines.clone(), &usual, 1);
    let pole = (0..lines.poles.len())
        .max_by_key(|&pole| lines.poles[pole].holds.len())
        .expect("poles");
    let calm = passage(0.0, 0.0, 300.0);
    let gusts = Gusts::new(1);
    for hold in &lines.poles[pole].holds {
        standing.cut(hold.span);
        assert!(standing.down()[hold.span]);
    }
    // Without wind the ties hold less than poles bear: they may crack, and stand.
    let cracked = standing.live(&Air::of(&calm, &gusts, 0), Precision::Steps);
    assert!(
        cracked.iter().all(|failure| failure.mode == Mode::Crack),
        "{cracked:?}"
    );
    assert!(!standing.states()[pole].down);
    // Now the wind meets the bare pole alone.
    let wind = taiqu_structure::Vector::new(20.0, 0.0);
    let bare = Standing::new(lines, &usual, 1);
    assert!(standing.moment_nm(pole, wind).length() < bare.moment_nm(pole, wind).length());
}

#[test]
fn trees_fall_downwind_and_hit_what_is_in_their_way() {
    let (district, catalogue) = town();
    let lines = Lines::of(&district, &catalogue);
    let gusts = Gusts::new(3);
    let storm = passage(28.0, 270.0, 300.0);
    let mut trees = Trees::of(&district, 3);
    let fell: Vec<_> = (0..30)
        .flat_map(|block| trees.live(&Air::of(&storm, &gusts, block), &lines))
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
        .flat_map(|block| again.live(&Air::of(&storm, &gusts, block), &lines))
        .collect();
    assert_eq!(fell, same);
    let calm = passage(10.0, 0.0, 300.0);
    let mut standing = Trees::of(&district, 3);
    assert!((0..30).all(|block| {
        standing
            .live(&Air::of(&calm, &gusts, block), &lines)
            .is_empty()
    }));
}
