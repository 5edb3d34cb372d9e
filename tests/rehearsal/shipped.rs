//! The scenarios that come with the program.

use std::path::PathBuf;

use bevy::app::App;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_estimate::components::Belief;
use taiqu_grid::{Catalogue, home};

use crate::street::said;

fn shipped() -> Vec<PathBuf> {
    let folder = home::home().expect("a home").join("scenarios");
    let entries = std::fs::read_dir(folder).expect("scenarios");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "ron"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_one_is_sound_and_lives() {
    let catalogue = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&catalogue).value.expect("a catalogue");
    let files = shipped();
    assert!(!files.is_empty());
    for file in files {
        let name = file.display();
        let checked = Scenario::open(&file, &catalogue);
        let problems = said(&checked);
        let scenario = checked.value.unwrap_or_else(|| panic!("{problems}"));
        assert!(!scenario.about.is_empty(), "{name} says what it shows");
        let mut app = App::empty();
        simulation::install(&mut app, &scenario).expect("a simulation");
        for _ in 0..120 {
            simulation::step(app.world_mut()).expect("a tick");
        }
        let world = app.world();
        for field in world.resource::<Simulation>().truth() {
            assert!(field.outcome().converged, "{name}: {:?}", field.outcome());
        }
        for part in &world.resource::<Belief>().0 {
            let outcome = part.picture.outcome();
            assert!(outcome.converged, "{name}: {outcome:?}");
        }
    }
}
