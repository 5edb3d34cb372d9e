//! A day of the shipped IEEE European LV feeder, and what a series promises.

use std::path::Path;

use num_complex::Complex64;
use taiqu_grid::{Catalogue, District};
use taiqu_powerflow::{
    LoadPower, Model, Options, Output, Series, SeriesSummary, Switching, series,
};

/// The feeder, alone.
fn ieee() -> District {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/areas/ieee-european-lv.ron");
    let checked = taiqu_grid::read::read_area(&path, &Catalogue::default());
    District::alone(checked.into_result().expect("the shipped feeder"))
}

/// Solves its `minutes`, with loads of constant power.
fn solve(district: &District, minutes: std::ops::RangeInclusive<u64>, output: Output) -> Series {
    let model = Model::new(district);
    let options = Options {
        ignore_bands: true,
        ..Options::default()
    };
    let first = *minutes.start();
    let power = |step: usize, powers: &mut [LoadPower]| {
        powers.copy_from_slice(&model.powers_at((first + step as u64) * 60));
    };
    let steps = minutes.count();
    series(
        &model,
        &Switching::of(district),
        options,
        steps,
        power,
        output,
    )
}

/// Energies of the reference, kWh, that `OpenDSS` finds for these 1440 minutes.
#[test]
fn the_day_has_the_energy_of_the_reference() {
    let day = solve(&ieee(), 1..=1440, Output::Loads);
    let sum = SeriesSummary::new(&day, 60.0, 1.0, 1.0);
    assert_eq!(sum.converged, 1440);
    let close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-5;
    assert!(close(sum.source_kwh, 488.459_170), "{sum:?}");
    assert!(close(sum.loss_kwh, 4.545_019), "{sum:?}");
    assert!(close(sum.line_loss_kwh, 4.471_947), "{sum:?}");
    assert!(close(
        sum.line_loss_kwh + sum.transformer_loss_kwh,
        sum.loss_kwh
    ));
    assert!(close(sum.gateway_kwh, sum.load_kwh + sum.line_loss_kwh));
}

#[test]
fn threads_do_not_change_a_bit() {
    let district = ieee();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool")
            .install(|| solve(&district, 500..=699, Output::All))
    };
    let (one, three) = (run(1), run(3));
    assert_eq!(one, three);
    assert_eq!(one.v.len(), 200 * 907);
    assert!(one.v.iter().all(|v| v[0] != Complex64::ZERO));
}
