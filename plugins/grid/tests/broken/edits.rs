//! One thing wrong at a time, and what is said about it.

use taiqu_grid::read::parse_ron;
use taiqu_grid::{Problem, Severity};

use super::{Folder, SMALL, catalogue, described, is_bilingual};

/// What is replaced by what, and the problem's severity, id and words.
type Edit = (String, String, Severity, String, String);

#[test]
fn each_is_named_with_its_line_and_id() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let edits: Vec<Edit> = parse_ron(include_str!("edits.ron"), "edits.ron").expect("edits");
    assert!(edits.len() >= 90);
    for (from, to, severity, id, words) in &edits {
        let severity = *severity;
        let label = format!("{from} → {to}");
        assert!(SMALL.contains(from.as_str()), "{label}: not in the file");
        let text = SMALL.replacen(from, to, 1);
        let checked = folder.read(&text, &catalogue);
        let all = described(&checked.problems);
        let says = |p: &Problem| p.problem.en.contains(words) || p.remedy.en.contains(words);
        let mut named = checked.problems.iter().filter(|p| p.id == *id);
        let found = named.find(|p| p.severity == severity && says(p));
        let problem = found.unwrap_or_else(|| panic!("{label}: {id} {words} not in\n{all}"));
        assert!(is_bilingual(problem), "{label}: {problem:?}");
        let failed = checked.errors().count() > 0;
        assert_eq!(checked.value.is_none(), failed, "{label}\n{all}");
        assert!(severity == Severity::Warning || failed, "{label}");
        let bare = id.split_once(':').map_or(id.as_str(), |(_, bare)| bare);
        if text.contains(&format!("\"{bare}\"")) {
            let line = problem
                .line
                .unwrap_or_else(|| panic!("{label}: no line in\n{all}"));
            let text_there = text.lines().nth(line - 1).unwrap_or_default();
            assert!(
                text_there.contains(bare),
                "{label}: line {line} is {text_there}"
            );
        }
    }
}

#[test]
fn all_problems_are_reported_at_once() {
    let text = SMALL
        .replace("length_m: 13", "length_m: -13")
        .replace(r#"meter: "m1""#, r#"meter: "m2""#)
        .replace(r#"id: "p2""#, r#"id: "p1""#)
        .replace("r_ohm: 4", "r_ohm: NaN");
    let checked = Folder::new().read(&text, &catalogue());
    let ids: Vec<&str> = checked.errors().map(|p| p.id.as_str()).collect();
    for id in ["section:d1", "customer:c1", "node:p1", "earth:lv"] {
        assert!(ids.contains(&id), "{id} not in {ids:?}");
    }
}
