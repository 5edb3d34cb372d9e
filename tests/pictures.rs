//! Pictures under whatever Vulkan adapter there is, software too.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};
use std::process::Command;

use image::{RgbImage, imageops};
use taiqu::view::prerequisites;

fn shot(out: &Path, words: &[&str]) -> RgbImage {
    shot_of("summer-evening", "1h", out, words)
}

fn shot_of(scenario: &str, at: &str, out: &Path, words: &[&str]) -> RgbImage {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_taiqu"))
        .arg("shot")
        .arg(root.join(format!("scenarios/{scenario}.ron")))
        .args(["--at", at, "--size", "640x360", "--out"])
        .arg(out)
        .args(words)
        .env("TAIQU_HOME", root)
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    image::open(out).expect("a picture").into_rgb8()
}

/// Share of pixels that differ by more than a just visible step.
fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let differs = |(a, b): (&image::Rgb<u8>, &image::Rgb<u8>)| {
        a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 24)
    };
    let different = a
        .pixels()
        .zip(b.pixels())
        .filter(|&pair| differs(pair))
        .count();
    different as f64 / f64::from(a.width() * a.height())
}

fn folder_or_skip() -> Option<(tempfile::TempDir, PathBuf)> {
    if !prerequisites::missing_for_rendering().is_empty() {
        eprintln!("skipped: there is no Vulkan adapter");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    Some((folder, path))
}

#[test]
fn pictures_repeat_and_show_what_they_are_asked_to() {
    let Some((_folder, path)) = folder_or_skip() else {
        return;
    };
    let english = ["--lang", "en"];
    let first = shot(&path.join("1.png"), &english);
    let again = shot(&path.join("2.png"), &english);
    assert!(
        difference(&first, &again) < 0.002,
        "the same call gives the same picture"
    );

    let overlay = shot(
        &path.join("3.png"),
        &["--lang", "en", "--overlay", "voltage"],
    );
    assert!(
        difference(&first, &overlay) > 0.002,
        "the overlay colours the network"
    );
    let top = shot(&path.join("4.png"), &["--lang", "en", "--view", "top"]);
    assert!(difference(&first, &top) > 0.2, "the camera stands above");

    let mut tints: Vec<_> = first.pixels().map(|p| p.0.map(|v| v / 16)).collect();
    tints.sort_unstable();
    tints.dedup();
    assert!(
        tints.len() > 60,
        "a scene has depth and light: {} tints",
        tints.len()
    );
}

/// Stored pictures: name, scenario, time, and words of the call.
const STORED: [(&str, &str, &str, &[&str]); 3] = [
    (
        "village-at-dusk",
        "broken-wire",
        // Meters told a quarter of an hour ago that the street is dark.
        "1h15m",
        &["--lang", "zh", "--look", "presentation"],
    ),
    (
        "estate-in-grey",
        "estate-ev-evening",
        "1h",
        &["--lang", "en", "--look", "operations"],
    ),
    (
        "wire-down-for-an-instructor",
        "broken-conductor",
        "1h",
        &[
            "--overlay",
            "failed",
            "--view",
            "section:S-east-03",
            "--list",
            "orders",
            "--instructor",
        ],
    ),
];
/// Size of a stored picture, and of the cells by which it is compared.
const STORED_SIZE: (u32, u32) = (320, 180);
const CELLS: (u32, u32) = (32, 18);
/// Largest difference of a cell, and of all cells on average, of 255: edges differ from
/// one renderer's version to the next, what is seen where does not.
const CELL_TOLERANCE: u8 = 26;
const MEAN_TOLERANCE: f64 = 4.0;

fn shrunk(picture: &RgbImage, (width, height): (u32, u32)) -> RgbImage {
    imageops::resize(picture, width, height, imageops::FilterType::Triangle)
}

/// Renew the stored pictures by running this test with `TAIQU_RENEW_PICTURES=1`, and
/// look at them before committing.
#[test]
fn pictures_look_like_those_stored() {
    let Some((_folder, path)) = folder_or_skip() else {
        return;
    };
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let renew = std::env::var_os("TAIQU_RENEW_PICTURES").is_some();
    for (name, scenario, at, words) in STORED {
        let file = format!("{name}.png");
        let now = shrunk(
            &shot_of(scenario, at, &path.join(&file), words),
            STORED_SIZE,
        );
        if renew {
            now.save(stored.join(&file)).expect("a writable folder");
            continue;
        }
        let then = image::open(stored.join(&file)).expect("a stored picture");
        let (now, then) = (shrunk(&now, CELLS), shrunk(&then.into_rgb8(), CELLS));
        let pairs = now.iter().zip(then.iter());
        let steps: Vec<u8> = pairs.map(|(a, b)| a.abs_diff(*b)).collect();
        let most = steps.iter().copied().max().unwrap_or_default();
        let mean = steps.iter().map(|&step| f64::from(step)).sum::<f64>() / steps.len() as f64;
        assert!(
            most <= CELL_TOLERANCE && mean <= MEAN_TOLERANCE,
            "{name}: up to {most}, {mean:.1} on average"
        );
    }
}

#[test]
fn a_bad_call_for_a_picture_is_answered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let call = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_taiqu"))
            .arg("shot")
            .arg(root.join("scenarios/summer-evening.ron"))
            .args(["--out", "never.png", "--lang", "en"])
            .args(words)
            .env("TAIQU_HOME", root)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let (code, said) = call(&["--at", "1h", "--size", "10x10"]);
    assert!(code == Some(2) && said.contains("1600x900"), "{said}");
    let (code, said) = call(&["--at", "99h"]);
    assert!(code == Some(2) && said.contains("end"), "{said}");
    let (code, said) = call(&["--at", "1h", "--select", "nothing-like-it"]);
    assert!(
        code == Some(1) && said.contains("nothing-like-it"),
        "{said}"
    );
    let (code, said) = call(&["--at", "1h", "--overlay", "colourful"]);
    assert!(code == Some(2) && said.contains("voltage"), "{said}");
}
