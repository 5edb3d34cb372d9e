//! The shipped catalogue.

use taiqu_grid::{Catalogue, home};

#[test]
fn is_sound() {
    let folder = home::home().expect("a home").join("assets/catalogue");
    let checked = Catalogue::open(&folder);
    assert_eq!(checked.problems, []);
    let catalogue = checked.value.expect("a catalogue");
    assert!(catalogue.lines.contains_key("JKLYJ-4x70"));
    assert!(catalogue.transformers.contains_key("S13-400"));
    assert!(catalogue.transformers.contains_key("S20-Yyn0-400"));
}
