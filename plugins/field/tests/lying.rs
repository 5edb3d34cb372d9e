//! What is broken overhead lies on the ground until it is mended.

use taiqu_field::Field;
use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::{Action, Tick};

mod support;

use support::setup;

fn laying(district: &District, section: AssetRef) -> Laying {
    district.network(section.place).sections[section.index as usize].laying
}

#[test]
fn wires_lie_in_every_place_where_they_are_broken_and_cables_do_not() {
    let towns = ["town-1", "town-2", "town-3", "town-4", "estate"];
    let setup = setup(&towns, &["town"]);
    let (mut overhead, mut all) = (0, 0);
    for mut field in Field::all(&setup).expect("loads are finite") {
        let sections = field.district().all(Kind::Section);
        let broken: Vec<AssetRef> = sections.step_by(3).collect();
        let wires = broken.iter().copied();
        let wires = wires.filter(|&section| laying(&setup.truth, section) != Laying::Cable);
        let wires: Vec<AssetRef> = wires.collect();
        overhead += wires.len();
        all += broken.len();
        assert!(field.lying().is_empty());
        let conductors = Phases::ABC;
        for &section in &broken {
            field.suffer(
                Tick(1),
                Action::Break {
                    section,
                    conductors,
                },
            );
        }
        assert!(field.lying().iter().map(|one| one.section).eq(wires));
        assert!(field.lying().iter().all(|one| one.broken == one.conductors));
        for section in broken {
            field.suffer(
                Tick(2),
                Action::Mend {
                    section,
                    conductors,
                },
            );
        }
        assert!(field.lying().is_empty());
    }
    assert!(0 < overhead && overhead < all, "{overhead} of {all}");
}
