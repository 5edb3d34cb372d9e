//! The crates depend on each other only as the architecture allows.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The crates in the order of the architecture's table, with their side.
const CRATES: [(&str, Side); 13] = [
    ("taiqu_grid", Side::Shared),
    ("taiqu_powerflow", Side::Shared),
    ("taiqu_structure", Side::Shared),
    ("taiqu_link", Side::Shared),
    ("taiqu_fleet", Side::Shared),
    ("taiqu_field", Side::Field),
    ("taiqu_storm", Side::Field),
    ("taiqu_estimate", Side::Twin),
    ("taiqu_risk", Side::Twin),
    ("taiqu_outage", Side::Twin),
    ("taiqu_dispatch", Side::Twin),
    ("taiqu_scene", Side::View),
    ("taiqu_console", Side::View),
];

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Shared,
    Field,
    Twin,
    View,
}

/// Packages and what each depends on, dev-dependencies left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").expect("cargo runs the tests");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--no-deps"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "cargo metadata failed");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let wanted = package["dependencies"].as_array().expect("dependencies");
            let names = wanted
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| dependency["name"].as_str().expect("a name").to_owned());
            let name = package["name"].as_str().expect("a name").to_owned();
            (name, names.collect())
        })
        .collect()
}

fn side(name: &str) -> Option<Side> {
    let (_, side) = CRATES.iter().find(|(known, _)| *known == name)?;
    Some(*side)
}

#[test]
fn every_crate_is_in_the_table() {
    let known: BTreeSet<&str> = CRATES.iter().map(|(name, _)| *name).collect();
    for name in dependencies().keys().filter(|name| *name != "taiqu") {
        assert!(known.contains(name.as_str()), "{name} has no place");
    }
}

#[test]
fn field_and_twin_do_not_know_each_other() {
    for (name, wanted) in dependencies() {
        let Some(from) = side(&name) else { continue };
        for to in wanted
            .iter()
            .filter_map(|wanted| Some((wanted, side(wanted)?)))
        {
            let (wanted, to) = to;
            let crosses = match from {
                Side::Field => matches!(to, Side::Twin | Side::View),
                Side::Twin | Side::View => to == Side::Field,
                Side::Shared => to != Side::Shared,
            };
            assert!(!crosses, "{name} reaches {wanted} on the other side");
        }
    }
}

#[test]
fn only_the_view_knows_the_whole_engine() {
    for (name, wanted) in dependencies() {
        if wanted.contains("bevy") {
            let allowed = name == "taiqu" || side(&name) == Some(Side::View);
            assert!(allowed, "{name} depends on the whole of bevy");
        }
    }
}

#[test]
fn nothing_reaches_down_the_table() {
    let rank = |name: &str| CRATES.iter().position(|(known, _)| *known == name);
    for (name, wanted) in dependencies() {
        let Some(own) = rank(&name) else { continue };
        for wanted in &wanted {
            let Some(other) = rank(wanted) else { continue };
            assert!(other < own, "{name} reaches down to {wanted}");
        }
    }
}

#[test]
fn science_does_not_know_the_engine() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins");
    let simulation = CRATES.iter().filter(|(_, side)| *side != Side::View);
    let mut seen = 0;
    for (name, _) in simulation {
        let folder = root.join(name.trim_start_matches("taiqu_")).join("src");
        for file in rust_files(&folder) {
            let bevy_may_be_here = file
                .file_name()
                .is_some_and(|name| name == "plugin.rs" || name == "components.rs");
            let text = std::fs::read_to_string(&file).expect("a source file");
            let knows = text
                .lines()
                .any(|line| line.trim_start().starts_with("use bevy"));
            assert!(bevy_may_be_here || !knows, "{} uses bevy", file.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "the source folders were not found");
}

fn rust_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files
}
