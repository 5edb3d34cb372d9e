mod elements;
mod injections;
mod language;

use std::fs;

use super::{Import, import};
use crate::Problem;

/// A folder with the given files, whose first is the main script.
struct Deck(tempfile::TempDir);

impl Deck {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    fn import(&self, master: &str) -> Result<Import, Vec<Problem>> {
        import(&self.0.path().join(master))
    }
}

const START: &str = "Clear\nSet DefaultBaseFrequency=50\nNew Circuit.Test BasekV=0.4 bus1=Src ISC3=20000 ISC1=15000\n";

fn run(text: &str) -> Import {
    let deck = Deck::new(&[("master.dss", &format!("{START}{text}"))]);
    deck.import("master.dss").expect("an import")
}

fn clean(text: &str) -> Import {
    let import = run(text);
    assert_eq!(import.problems, [], "{text}");
    import
}

fn assert_close(left: f64, right: f64) {
    assert!(
        (left - right).abs() <= 1e-9 * right.abs().max(1e-12),
        "{left} is not {right}"
    );
}
