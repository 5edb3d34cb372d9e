//! Files that are no text, no file or far too large; lines and districts.

use std::fs::File;
use std::path::Path;
use std::slice::from_ref;

use taiqu_grid::read::{read_area, read_line};
use taiqu_grid::{Checked, district, topology};

use super::{Folder, SMALL, catalogue, described, is_bilingual};

const LINE: &str = include_str!("../small-line.ron");

#[track_caller]
fn refused<T>(checked: &Checked<T>, file: &str, words: &str) {
    assert!(checked.value.is_none());
    assert_eq!(
        checked.problems.len(),
        1,
        "{}",
        described(&checked.problems)
    );
    let problem = &checked.problems[0];
    assert!(problem.file.ends_with(file), "{problem:?}");
    assert!(problem.problem.en.contains(words), "{problem:?}");
}

#[test]
fn what_is_no_text_is_refused() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let deep = |c: &str| c.repeat(200_000);
    let noise: Vec<u8> = (0..100_000_u32)
        .map(|k| (k.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("empty.ron", Vec::new(), "line 1"),
        ("noise.ron", noise, "not UTF-8"),
        (
            "latin.ron",
            b"(\n id: \"stra\xdfe\")".to_vec(),
            "line 2 has bytes",
        ),
        ("utf16.ron", b"\xff\xfe(\0i\0d\0".to_vec(), "not UTF-8"),
        ("zeros.ron", vec![0; 100_000], "line 1"),
        ("parentheses.ron", deep("(").into_bytes(), "line 1"),
        (
            "brackets.ron",
            format!("(nodes: {}", deep("[")).into_bytes(),
            "line 1",
        ),
        (
            "somes.ron",
            format!("(supply: {}", deep("Some(")).into_bytes(),
            "line 1",
        ),
        (
            "comment.ron",
            format!("/*{}", deep("/*")).into_bytes(),
            "line 1",
        ),
        (
            "string.ron",
            format!("(id: \"{}", deep("a")).into_bytes(),
            "line 1",
        ),
        ("json.ron", br#"{"id": "small"}"#.to_vec(), "line 1"),
        ("line.ron", LINE.as_bytes().to_vec(), "line "),
    ];
    for (name, bytes, words) in cases {
        let path = folder.write(name, bytes);
        refused(&read_area(&path, &catalogue), name, words);
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    assert!(folder.read(&text, &catalogue).value.is_some());
}

#[test]
fn what_cannot_be_read_is_refused() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let root = folder.0.path();
    refused(
        &read_area(&root.join("absent.ron"), &catalogue),
        "absent.ron",
        "cannot be read",
    );
    refused(&read_area(root, &catalogue), "", "not a regular file");
    if cfg!(unix) {
        let zero = Path::new("/dev/zero");
        refused(&read_area(zero, &catalogue), "zero", "not a regular file");
    }
}

#[test]
fn a_hundred_megabytes_are_refused_unread() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let path = folder.write("huge.ron", "(");
    let file = File::options().write(true).open(&path).expect("a file");
    file.set_len(100 << 20).expect("a sparse file");
    refused(&read_area(&path, &catalogue), "huge.ron", "100 MiB");
}

#[test]
fn tens_of_thousands_of_problems_are_counted_and_not_all_listed() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let node = |k: usize| format!("(id: \"n{k}\", phases: \"abcn\"),\n");
    let section = |k: usize| {
        format!(
            "(id: \"s{k}\", from: \"x{k}\", to: \"y{k}\", phases: \"abcn\", length_m: 1, \
             line_type: \"z\"),\n"
        )
    };
    let nodes = (0..20_000).map(node).collect::<Vec<_>>().concat();
    let sections = (0..20_000).map(section).collect::<Vec<_>>().concat();
    let text = format!(
        "(id: \"a\", name: (zh: \"\", en: \"\"), source: \"\", licence: \"\", nominal_v: 380, \
         earthing: TT, nodes: [{nodes}], sections: [{sections}])"
    );
    let checked = folder.read(&text, &catalogue);
    assert_eq!(checked.errors().count(), 10_001);
    let last = checked.problems.last().map(|p| p.problem.en.as_str());
    assert_eq!(
        last,
        Some("50001 more problems are not listed, 50000 of them errors")
    );
}

#[test]
fn a_text_of_megabytes_is_not_repeated() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let long = "台".repeat(1 << 20);
    let cases = [
        SMALL.replace("id: \"p2\"", &format!("id: \"{long}\"")),
        SMALL.replace("from: \"p1\"", &format!("from: \"{long}\"")),
        SMALL.replace("id: \"p2\"", &format!("{long}: \"p2\"")),
    ];
    for text in cases {
        let checked = folder.read(&text, &catalogue);
        assert!(checked.value.is_none());
        assert!(described(&checked.problems).len() < 5000);
    }
}

#[test]
fn a_line_and_its_area_join() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let area = folder.write("area.ron", SMALL);
    let line = folder.write("line.ron", LINE);
    let checked = district::open(&[area], &[line], &catalogue);
    assert_eq!(checked.problems, []);
    let district = checked.value.expect("a district");
    let topology = topology::Topology::of(&district);
    let customer = district.find("c1")[0];
    let source = topology.upstream(customer).pop().map(|a| district.name(a));
    assert_eq!(source.as_deref(), Some("line-1/node:sub"));
}

#[test]
fn what_does_not_join_is_named() {
    let edits = [
        (
            LINE,
            "area: \"small\"",
            "area: \"large\"",
            "tap:large",
            "not among the files",
        ),
        (
            LINE,
            "node: \"end\"),\n    ]",
            "node: \"ende\"),\n    ]",
            "tap:small",
            "unknown node",
        ),
        (
            LINE,
            "nominal_v: 10000",
            "nominal_v: 20000",
            "tap:small",
            "supply node",
        ),
        (
            LINE,
            "frequency_hz: 50",
            "frequency_hz: 60",
            "tap:small",
            "60 Hz",
        ),
        (
            LINE,
            "length_m: 2010",
            "length_m: -1",
            "section:m1",
            "greater than zero",
        ),
        (
            LINE,
            "node: \"sub\"",
            "node: \"bus\"",
            "supply:bus",
            "unknown node",
        ),
        (
            LINE,
            "to: \"end\"",
            "to: \"out\"",
            "section:m1",
            "both ends",
        ),
        (
            LINE,
            "(id: \"end\", phases: \"abc\"",
            "(id: \"end\", phases: \"ab\"",
            "section:m1",
            "no conductor c",
        ),
        (
            LINE,
            "(area: \"small\", node: \"end\")",
            "(area: \"small\", node: \"end\"), (area: \"small\", node: \"out\")",
            "tap:small",
            "used twice",
        ),
        (
            SMALL,
            "id: \"small\"",
            "id: \"other\"",
            "tap:small",
            "not among the files",
        ),
    ];
    let (folder, catalogue) = (Folder::new(), catalogue());
    for (file, from, to, id, words) in edits {
        assert!(file.contains(from), "{from}");
        let edited = file.replacen(from, to, 1);
        let (area, line) = if file == LINE {
            (SMALL, &*edited)
        } else {
            (&*edited, LINE)
        };
        let area = folder.write("area.ron", area);
        let line = folder.write("line.ron", line);
        let checked = district::open(from_ref(&area), from_ref(&line), &catalogue);
        assert!(checked.value.is_none(), "{to}");
        let all = described(&checked.problems);
        let found = checked
            .errors()
            .find(|p| p.id == id && p.problem.en.contains(words));
        let problem = found.unwrap_or_else(|| panic!("{to}: {id} not in\n{all}"));
        let file = Path::new(&problem.file);
        assert!(file == area || file == line, "{problem:?}");
    }
}

#[test]
fn the_same_area_twice_is_refused() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let areas = ["a.ron", "b.ron"].map(|name| folder.write(name, SMALL));
    let checked = district::open(&areas, &[], &catalogue);
    let all = described(&checked.problems);
    assert!(
        checked.value.is_none() && all.contains("two places"),
        "{all}"
    );
}

#[test]
fn a_customer_number_in_two_areas_is_refused() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let other = SMALL.replacen("id: \"small\"", "id: \"other\"", 1);
    let areas = [("a.ron", SMALL), ("b.ron", &other)].map(|(name, text)| folder.write(name, text));
    let checked = district::open(&areas, &[], &catalogue);
    let all = described(&checked.problems);
    let problem = checked.errors().next().unwrap_or_else(|| panic!("{all}"));
    assert!(problem.file.ends_with("b.ron"), "{problem:?}");
    assert_eq!(problem.id, "customer:c1");
    assert!(
        problem.line.is_some() && all.contains("small/c1"),
        "{problem:?}"
    );
    assert!(is_bilingual(problem) && checked.value.is_none());
}

#[test]
fn a_line_reads_alone() {
    let (folder, catalogue) = (Folder::new(), catalogue());
    let path = folder.write("line.ron", LINE);
    let checked = read_line(&path, &catalogue);
    assert_eq!(checked.problems, []);
    refused(
        &read_line(&folder.write("area.ron", SMALL), &catalogue),
        "area.ron",
        "line ",
    );
}
