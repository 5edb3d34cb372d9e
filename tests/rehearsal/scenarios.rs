//! Reading scenarios, right and wrong ones.

use taiqu::scenario::Operations;
use taiqu_grid::{Lang, Phases, Severity};
use taiqu_link::Action;

use crate::street::{Street, find, said};

#[test]
fn a_whole_scenario_is_read() {
    let street = Street::with(
        "start: \"2026-07-15T18:00:00\", length: \"5h\", seed: 7, operations: GridTeam, \
         weather: (temperature_c: [(18, 36), (23, 30)], cloud: [(0, 0.2)], wind_m_s: [(18, 3)], rain_mm_h: [(18, 0)]), \
         loads: (scale: 1.1, variety: 0.5), channel: Perfect, \
         aims: [(zh: \"看电压\", en: \"Watch the voltage\")], \
         differences: [Connected(load: \"load:l11a\", as: \"bn\"), Length(section: \"section:s11\", length_m: 80)], \
         events: [\
           (at: \"2h\", do: CloseSwitch(switch: \"switch:F1\")), \
           (at: \"1h30m\", do: OpenSwitch(switch: \"street/switch:F1\", conductors: \"ab\")), \
           (at: \"3h\", do: Break(section: \"section:s23\", conductors: \"an\")), \
           (at: \"3h\", do: DisconnectLoad(load: \"load:l11a\")), \
           (at: \"4h\", do: SetTap(transformer: \"transformer:T1\", tap: 0.975))]",
    );
    let scenario = street.scenario();
    assert_eq!(scenario.length_s, 18_000);
    assert_eq!(scenario.operations, Operations::GridTeam);
    let times: Vec<u64> = scenario.events.iter().map(|e| e.at_ms / 1000).collect();
    assert_eq!(times, [5400, 7200, 10_800, 10_800, 14_400]);
    let switch = find(&scenario.records, "switch:F1");
    let phases: Phases = "ab".parse().expect("phases");
    assert_eq!(
        scenario.events[0].action,
        Action::OpenSwitch { switch, phases }
    );
    let (truth, records) = (&scenario.truth.areas[0], &scenario.records.areas[0]);
    assert_eq!(truth.loads[0].connection.to_string(), "bn");
    assert_eq!(records.loads[0].connection.to_string(), "an");
    let ratio = truth.network.sections[0].z_ohm[0][0] / records.network.sections[0].z_ohm[0][0];
    assert!((ratio.re - 2.0).abs() < 1e-12);
}

#[test]
fn all_problems_are_told_at_once_with_their_lines() {
    let street = Street::with(
        "start: \"2026-07-15T18:00:00\", length: \"1h\",\n\
         weather: (cloud: [(18, 3)]),\n\
         events: [\n\
           (at: \"5m\", do: OpenSwitch(switch: \"nowhere\")),\n\
           (at: \"5m\", do: BlowFuse(switch: \"switch:F1\")),\n\
           (at: \"5m\", do: Break(section: \"section:s11\", conductors: \"ab\")),\n\
           (at: \"9h\", do: OpenSwitch(switch: \"switch:F2\"))],\n\
         differences: [Connected(load: \"load:absent\", as: \"an\")]",
    );
    let checked = street.read();
    let text = said(&checked);
    assert!(checked.value.is_none(), "{text}");
    assert_eq!(checked.errors().count(), 4, "{text}");
    let warnings = checked
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Warning);
    assert_eq!(warnings.count(), 1, "{text}");
    let line = |id: &str| {
        let found = checked.problems.iter().find(|p| p.id.ends_with(id));
        found.and_then(|p| p.line)
    };
    assert_eq!(line("nowhere"), Some(4), "{text}");
    assert_eq!(line("switch:F1"), Some(5), "{text}");
    assert_eq!(line("load:absent"), Some(8), "{text}");
}

#[test]
fn a_wrong_type_is_told_with_line_and_column() {
    let street = Street::with("start: \"today\", length: \"1h\"");
    let text = said(&street.read());
    assert!(
        text.contains("line 1, column") && text.contains("today"),
        "{text}"
    );
}

#[test]
fn a_missing_area_is_told() {
    let street = Street::with("start: \"2026-07-15T18:00:00\", length: \"1h\"");
    std::fs::remove_file(street.path().join("street.ron")).expect("removed");
    let checked = street.read();
    assert!(checked.value.is_none());
    assert!(said(&checked).contains("street.ron"), "{}", said(&checked));
}

#[test]
fn means_that_cannot_be_are_told_in_both_languages() {
    let street = Street::with(
        "start: \"2026-07-15T18:00:00\", length: \"1h\",\n\
         staff: [\n\
           (id: \"N1\", name: (zh: \"班\", en: \"Crew\"), skills: (), base: (0, 0), people: 0),\n\
           (id: \"N1\", name: (zh: \"班\", en: \"Crew\"), skills: (), base: (0, 0))],\n\
         depots: [(id: \"D1\", name: (zh: \"库\", en: \"Depot\"), at: (0, 0), stock: {Wire: 1})],\n\
         rules: (planning: (late: -1)),\n\
         events: [(at: \"5m\", do: CloseRoad(from: (0, 0), to: (9, 9)))],\n\
         differences: [Stock(depot: \"D2\", stock: {})]",
    );
    let checked = street.read();
    let text = said(&checked);
    // The street has no road: both ends of the closed stretch are wrong.
    assert_eq!(checked.errors().count(), 6, "{text}");
    for problem in &checked.problems {
        for lang in [Lang::Zh, Lang::En] {
            assert!(!problem.describe(lang).to_string().is_empty());
        }
    }
    let unknown = checked.problems.iter().find(|p| p.id.ends_with("D2"));
    assert_eq!(unknown.and_then(|p| p.line), Some(8), "{text}");
    let gold = Street::with(
        "start: \"2026-07-15T18:00:00\", length: \"1h\", bill: (broken_wire: {Gold: 1})",
    );
    assert!(said(&gold.read()).contains("Gold"));
}
