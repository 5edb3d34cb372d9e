//! Pictures under whatever Vulkan adapter there is, software too.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};
use std::process::Command;

use image::RgbImage;
use taiqu::view::prerequisites;

fn shot(out: &Path, words: &[&str]) -> RgbImage {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_taiqu"))
        .arg("shot")
        .arg(root.join("scenarios/summer-evening.ron"))
        .args(["--at", "1h", "--size", "640x360", "--out"])
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
    let chinese = shot(&path.join("4.png"), &["--lang", "zh"]);
    assert!(
        difference(&first, &chinese) > 0.002,
        "the console speaks Chinese"
    );
    let top = shot(&path.join("5.png"), &["--lang", "en", "--view", "top"]);
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
