//! The areas and lines that are shipped have no errors, and can be traced.

use std::path::{Path, PathBuf};

use taiqu_grid::read::{read_area, read_line};
use taiqu_grid::topology::Topology;
use taiqu_grid::{Catalogue, District, Kind, Lang, home};

fn ron_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "ron"));
    files.sort();
    files
}

#[test]
fn areas_and_lines_are_sound() {
    let home = home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let areas = ron_files(&home.join("scenarios/areas"));
    assert!(!areas.is_empty());
    for file in areas {
        let checked = read_area(&file, &catalogue);
        let errors = checked.errors().map(|p| p.describe(Lang::En).to_string());
        assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new());
        let area = checked.value.expect("no errors");
        let district = District::alone(area);
        let topology = Topology::of(&district);
        let sources = district
            .all(Kind::Node)
            .filter(|&n| topology.parent(n).is_none());
        let reached: usize = sources.map(|n| topology.customer_count(n)).sum();
        assert_eq!(reached, district.areas[0].customers.len());
    }
    for file in ron_files(&home.join("scenarios/lines")) {
        assert_eq!(read_line(&file, &catalogue).errors().count(), 0);
    }
}
