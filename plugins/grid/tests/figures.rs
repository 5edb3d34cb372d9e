//! Wherever a figure stands in a file, one that is no number is refused.

use std::path::{Path, PathBuf};

use taiqu_grid::read::{read_area, read_line};
use taiqu_grid::{Catalogue, home};

/// So many figures of an area are tried: their kinds come again and again.
const OF_AN_AREA: usize = 60;

#[test]
fn of_the_catalogue() {
    let folder = home().join("assets/catalogue");
    let names = [
        "boxes",
        "compensation",
        "devices",
        "lines",
        "meters",
        "poles",
        "transformers",
    ];
    let files = names.map(|name| folder.join(format!("{name}.ron")));
    for own in &files {
        refuses(own, usize::MAX, |broken| {
            let others = files.iter().filter(|file| *file != own).cloned();
            let all: Vec<PathBuf> = others.chain([broken.to_owned()]).collect();
            Catalogue::read(&all).value.is_none()
        });
    }
}

#[test]
fn of_an_area_or_a_line() {
    let catalogue = Catalogue::open(&home().join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    for area in ["village", "estate", "ieee-european-lv"] {
        let file = home().join(format!("scenarios/areas/{area}.ron"));
        refuses(&file, OF_AN_AREA, |broken| {
            read_area(broken, &catalogue).value.is_none()
        });
    }
    refuses(
        &home().join("scenarios/lines/town.ron"),
        OF_AN_AREA,
        |broken| read_line(broken, &catalogue).value.is_none(),
    );
}

fn home() -> PathBuf {
    home::home().expect("a home")
}

/// Puts NaN in the place of up to `most` figures of `file`, one after the other.
fn refuses(file: &Path, most: usize, is_refused: impl Fn(&Path) -> bool) {
    let text = std::fs::read_to_string(file).expect("file");
    let folder = tempfile::tempdir().expect("folder");
    let broken = folder.path().join("broken.ron");
    let figures = figures(&text);
    assert!(figures.len() > 10, "{}: too few figures", file.display());
    let step = figures.len().div_ceil(most);
    let mut taken: Vec<String> = Vec::new();
    for (begin, end) in figures.into_iter().step_by(step) {
        let wrong = format!("{}NaN{}", &text[..begin], &text[end..]);
        std::fs::write(&broken, wrong).expect("file");
        if !is_refused(&broken) {
            let line = text[..begin].rfind('\n').map_or(0, |k| k + 1);
            taken.push(text[line..end].to_owned());
        }
    }
    assert_eq!(taken, [""; 0], "{} takes NaN", file.display());
}

/// Where bare numbers stand in `text`.
fn figures(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut quoted = false;
        let mut begin = None;
        for (k, c) in line.char_indices() {
            if line[k..].starts_with("//") && !quoted {
                break;
            }
            quoted ^= c == '"';
            let opens = line[..k].ends_with([' ', '(', '[']);
            let of_number = !quoted && (c.is_ascii_digit() || ".-e".contains(c));
            match begin {
                None if of_number && opens && c != 'e' => begin = Some(k),
                Some(from) if !of_number => {
                    found.push((start + from, start + k));
                    begin = None;
                }
                _ => {}
            }
        }
        start += line.len();
    }
    found
}
