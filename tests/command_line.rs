//! The contract of the command line: exit codes, JSON, both languages.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn taiqu(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_taiqu"))
        .args(words)
        .env("TAIQU_HOME", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts")
}

fn shipped(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    path.display().to_string()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

fn written(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, text).expect("a file");
    (folder, file)
}

#[test]
fn all_that_ships_is_sound() {
    let mut files = Vec::new();
    for folder in [
        "scenarios",
        "scenarios/areas",
        "scenarios/lines",
        "assets/catalogue",
    ] {
        for entry in std::fs::read_dir(shipped(folder)).expect(folder) {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "ron") {
                files.push(path.display().to_string());
            }
        }
    }
    assert!(files.len() > 10, "{files:?}");
    let mut words = vec!["check", "--json"];
    words.extend(files.iter().map(String::as_str));
    let output = taiqu(&words);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn bad_input_is_exit_code_one_with_all_problems() {
    let (_folder, file) = written("broken.ron", "(id: \"x\", name: (zh: \"甲\"");
    let file = file.display().to_string();
    let output = taiqu(&["check", "--json", "--lang", "en", &file]);
    assert_eq!(output.status.code(), Some(1));
    let problems = &json(&output)["problems"];
    assert_eq!(problems[0]["severity"], "error");
    assert_eq!(problems[0]["file"], file.as_str());
    assert_eq!(problems[0]["line"], 1);
    for key in ["id", "problem", "remedy"] {
        assert!(problems[0][key].is_string(), "{key}");
    }
}

#[test]
fn a_wrong_call_is_exit_code_two_in_the_asked_language() {
    let english = taiqu(&["solve", "--bogus", "--lang", "en"]);
    assert_eq!(english.status.code(), Some(2));
    let chinese = taiqu(&["solve", "--bogus", "--lang", "zh"]);
    assert_eq!(chinese.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&chinese.stderr).contains("没有"));
}

#[test]
fn the_ieee_feeder_solves_at_nominal_power() {
    let area = shipped("scenarios/areas/ieee-european-lv.ron");
    let output = taiqu(&["solve", &area, "--json"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let summary = json(&output);
    assert_eq!(summary["converged"], true);
    assert_eq!(summary["customers"], 55);
    let load = summary["load_kw"].as_f64().expect("a number");
    assert!(
        (50.0..60.0).contains(&load),
        "55 loads of 1 kW, near nominal voltage: {load}"
    );
    for key in [
        "iterations",
        "nodes",
        "source_kw",
        "gateway_kw",
        "line_loss_kw",
        "transformer_loss_kw",
        "loss_kw",
        "vmin_v",
        "mismatch_va",
        "seconds",
    ] {
        assert!(summary[key].is_number(), "{key}");
    }
    for key in ["vmin_node", "worst_node"] {
        assert!(summary[key].is_string(), "{key}");
    }
}

#[test]
fn a_series_from_a_profile_file() {
    let area = shipped("scenarios/areas/ieee-european-lv.ron");
    let (folder, profiles) = written("kw.csv", "load1,load2\n1.0,0.5\n0.2,2.0\n0.1,0.1\n");
    let voltages = folder.path().join("v.csv").display().to_string();
    let profiles = profiles.display().to_string();
    let output = taiqu(&[
        "solve",
        &area,
        "--profiles",
        &profiles,
        "--step",
        "2",
        "--csv",
        &voltages,
        "--json",
    ]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let summary = json(&output);
    assert_eq!(
        (&summary["steps"], &summary["converged"]),
        (&3.into(), &3.into())
    );
    let text = std::fs::read_to_string(voltages).expect("the CSV");
    assert_eq!(text.lines().next(), Some("node,phase,vmag_v,vang_deg"));
    assert_eq!(
        text.lines().count(),
        1 + 3 * 907,
        "a row for each conductor of each bus"
    );
}

#[test]
fn a_series_of_which_only_the_extremes_are_kept() {
    let area = shipped("scenarios/areas/ieee-european-lv.ron");
    let (folder, profiles) = written("kw.csv", "load1,load2\n1.0,0.5\n0.2,2.0\n0.1,0.1\n");
    let csv = folder.path().join("extremes.csv").display().to_string();
    let profiles = profiles.display().to_string();
    let call = ["solve", &area, "--profiles", &profiles, "--csv", &csv];
    let output = taiqu(&[&call[..], &["--output", "extremes"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let text = std::fs::read_to_string(csv).expect("the CSV");
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("load,lowest_v,highest_v"));
    let one = rows.next().expect("a load");
    let figures: Vec<f64> = (one.split(',').skip(1))
        .map(|figure| figure.parse().expect("a voltage"))
        .collect();
    assert!(figures[0] < figures[1] && figures[0] > 200.0, "{one}");
    assert_eq!(rows.count(), 54);
}

#[test]
fn short_circuits_of_every_node_and_type() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("faults.csv").display().to_string();
    let area = shipped("scenarios/areas/village.ron");
    let output = taiqu(&["short-circuit", &area, "--json", "--csv", &csv]);
    assert_eq!(output.status.code(), Some(0));
    let said = json(&output);
    let rows = std::fs::read_to_string(csv).expect("the table");
    let mut rows = rows.lines();
    let head = "node,type,ia_a,ib_a,ic_a,in_a,ie_a,ik_a,angle_deg";
    assert_eq!(rows.next(), Some(head));
    assert_eq!(said["faults"].as_u64(), Some(rows.count() as u64));
    let ik_a = |which: &str| said[which]["ik_a"].as_f64().expect("a current");
    assert!(ik_a("largest") > ik_a("smallest_between_wires"));
    assert!(ik_a("smallest_between_wires") > 100.0);
    assert!(said.get("clashes").is_none());
    let output = taiqu(&["short-circuit", &area, "--json", "--selectivity"]);
    let clashes = json(&output)["clashes"].as_array().map(Vec::len);
    assert!(clashes.is_some_and(|count| count > 0), "{clashes:?}");
    let csv = folder.path().join("clearing.csv").display().to_string();
    let output = taiqu(&["short-circuit", &area, "--json", "--clearing", &csv]);
    let said_of_it = &json(&output)["clearing"];
    let rows = std::fs::read_to_string(csv).expect("the table");
    let head = "node,type,switch,release,amps_a,earliest_s,latest_s,may_open_too";
    assert_eq!(rows.lines().next(), Some(head));
    assert_eq!(
        said["faults"].as_u64(),
        Some(rows.lines().count() as u64 - 1)
    );
    let is_slow = |row: &&str| {
        let latest_s = row.split(',').nth(6).expect("a column");
        latest_s.parse().map_or(true, |seconds: f64| seconds > 5.0)
    };
    let slow = rows.lines().skip(1).filter(is_slow).count();
    assert_eq!(said_of_it["slow"].as_u64(), Some(slow as u64));
    let output = taiqu(&["short-circuit", &area, "--fault-ohm", "-1"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_generated_passes_check_and_solves() {
    let folder = tempfile::tempdir().expect("a folder");
    for style in ["village", "town", "estate"] {
        let out = folder
            .path()
            .join(format!("{style}.ron"))
            .display()
            .to_string();
        let made = taiqu(&[
            "generate",
            "--style",
            style,
            "--customers",
            "60",
            "--seed",
            "7",
            "--out",
            &out,
        ]);
        assert_eq!(
            made.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let checked = taiqu(&["check", "--json", &out]);
        assert_eq!(
            checked.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&checked.stdout)
        );
        let solved = taiqu(&["solve", &out, "--at", "20:00", "--json"]);
        assert_eq!(json(&solved)["converged"], true);
    }
}

#[test]
fn tracing_up_ends_at_the_source() {
    let area = shipped("scenarios/areas/ieee-european-lv.ron");
    let output = taiqu(&["trace", &area, "customer:customer-load55", "--up", "--json"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let assets = json(&output)["assets"].clone();
    let last = assets.as_array().and_then(|all| all.last()).cloned();
    assert_eq!(last, Some("ieee-european-lv/node:sourcebus".into()));
}

#[test]
fn hardening_needs_a_measure_and_a_storm() {
    let storm = shipped("scenarios/squall.ron");
    let none = taiqu(&["harden", &storm]);
    assert_eq!(none.status.code(), Some(2));
    let nothing = taiqu(&["harden", &storm, "--reinforce", "0"]);
    assert_eq!(nothing.status.code(), Some(2));
    let calm = shipped("scenarios/night-fuse.ron");
    let output = taiqu(&["harden", &calm, "--trim", "1", "--json", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    let problem = &json(&output)["problems"][0];
    assert_eq!(problem["file"], calm.as_str());
    assert!(problem["remedy"].as_str().expect("one").contains("storm"));
}
