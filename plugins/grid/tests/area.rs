//! From an area file to a checked area.

use taiqu_grid::area::raw::RawArea;
use taiqu_grid::{Catalogue, home};

fn catalogue() -> Catalogue {
    let folder = home::home().expect("a home").join("assets/catalogue");
    Catalogue::open(&folder).value.expect("a catalogue")
}

#[test]
fn a_small_area_is_checked() {
    let text = include_str!("small.ron");
    let raw: RawArea = RawArea::from_ron(text, "small.ron").expect("RON");
    let checked = raw.check(&catalogue());
    assert_eq!(checked.problems, []);
    let area = checked.value.expect("an area");
    assert_eq!(area.meters[1].position, 2);
    let section = &area.network.sections[0];
    let z = section.z_ohm;
    assert!(z[0][0].re > 0.0 && z[3][3].re > 0.0, "{z:?}");
    let drop = &area.network.sections[2];
    assert!(drop.z_ohm[1][1].re > 0.0 && drop.z_ohm[0][0].re == 0.0);
}
