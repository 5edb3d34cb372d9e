//! Every value of a good file replaced, every line doubled and dropped, every prefix.

use proptest::prelude::*;

use super::{Folder, SMALL, catalogue, described};

/// Byte ranges of the numbers after a colon, bracket or comma.
fn numbers() -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in SMALL.split_inclusive('\n') {
        let mut quoted = false;
        let mut start = None;
        let comment = line.trim_start().starts_with("//");
        for (k, c) in line.char_indices() {
            let is_number = !quoted && (c.is_ascii_digit() || c == '.' || c == '-');
            quoted ^= c == '"';
            match (is_number, start) {
                (true, None) => start = Some(k),
                (false, Some(from)) => {
                    let before = line[..from].chars().next_back();
                    if before.is_some_and(|c| " ([".contains(c)) && !comment {
                        found.push(offset + from..offset + k);
                    }
                    start = None;
                }
                _ => {}
            }
        }
        offset += line.len();
    }
    found
}

fn replaced(range: &std::ops::Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &SMALL[..range.start], &SMALL[range.end..])
}

#[test]
fn no_number_may_be_something_else() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let numbers = numbers();
    assert!(numbers.len() > 40, "{}", numbers.len());
    for range in &numbers {
        for by in [
            "NaN", "inf", "-inf", "\"text\"", "true", "[]", "()", "1e400", "--1", "",
        ] {
            let text = replaced(range, by);
            let checked = folder.read(&text, &catalogue);
            assert!(
                checked.value.is_none(),
                "{by} for {}",
                &SMALL[range.clone()]
            );
            let all = described(&checked.problems);
            assert!(!all.contains("panic"), "{all}");
        }
        // Some of these are fine; none may break the reader.
        for by in ["0", "-1", "1e308", "1e-308", "99999999999999999999"] {
            folder.read(&replaced(range, by), &catalogue);
        }
    }
}

#[test]
fn no_item_may_stand_twice() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let lines: Vec<&str> = SMALL.lines().collect();
    let items = lines.iter().enumerate();
    let items = items.filter(|(_, line)| line.trim_start().starts_with("(id: \""));
    let mut count = 0;
    for (k, item) in items {
        let mut text = lines.clone();
        text.insert(k, item);
        let checked = folder.read(&text.join("\n"), &catalogue);
        let twice = checked
            .errors()
            .find(|p| p.problem.en.contains("used twice"));
        let twice = twice.unwrap_or_else(|| panic!("{}", described(&checked.problems)));
        assert_eq!(twice.line, Some(k + 2), "{item}");
        count += 1;
    }
    assert_eq!(count, 19);
}

#[test]
fn a_dropped_line_is_noticed_or_harmless() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let lines: Vec<&str> = SMALL.lines().collect();
    for k in 0..lines.len() {
        let mut text = lines.clone();
        text.remove(k);
        let checked = folder.read(&text.join("\n"), &catalogue);
        let has_error = checked.errors().count() > 0;
        assert_eq!(checked.value.is_none(), has_error);
    }
}

#[test]
fn no_prefix_is_a_file() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let last = SMALL.trim_end().len();
    for end in (0..last)
        .filter(|&end| SMALL.is_char_boundary(end))
        .step_by(17)
    {
        let checked = folder.read(&SMALL[..end], &catalogue);
        assert!(checked.value.is_none(), "{end}");
        assert_eq!(checked.problems.len(), 1);
        assert!(checked.problems[0].line.is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_damage_never_breaks_the_reader(
        edits in prop::collection::vec((0..SMALL.len(), any::<u8>()), 1..6),
    ) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in edits {
            bytes[at] = byte;
        }
        let folder = Folder::new();
        let path = folder.write("area.ron", &bytes);
        let checked = taiqu_grid::read::read_area(&path, &catalogue());
        let failed = checked.errors().count() > 0;
        prop_assert_eq!(checked.value.is_none(), failed);
    }
}
