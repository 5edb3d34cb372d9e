//! The feeder that benchmarks solve.

use std::path::Path;

use num_complex::Complex64;
use taiqu_grid::area::{Area, Earth, Star};
use taiqu_grid::{Catalogue, Conductor, District, Phases};
use taiqu_powerflow::{LoadPower, Model};

/// The shipped IEEE European LV feeder: 906 buses of three conductors, 55 customers.
pub fn ieee() -> District {
    District::alone(area())
}

/// The same with a neutral as good as its phases, earthed at the transformer through
/// 4 Ω and at six places along the feeder through 10 Ω each.
pub fn four_wire() -> District {
    let mut area = area();
    let neutral = Phases::only(Conductor::N);
    for node in area
        .network
        .nodes
        .iter_mut()
        .filter(|node| node.nominal_v < 1e3)
    {
        node.phases = node.phases.union(neutral);
    }
    for section in &mut area.network.sections {
        section.phases = section.phases.union(neutral);
        let (own, mutual) = (section.z_ohm[0][0], section.z_ohm[0][1]);
        for phase in 0..3 {
            section.z_ohm[3][phase] = mutual;
            section.z_ohm[phase][3] = mutual;
        }
        section.z_ohm[3][3] = own;
    }
    for load in &mut area.loads {
        let mut connection = load.connection.to_string();
        connection.truncate(1);
        connection.push('n');
        load.connection = connection.parse().expect("a phase and the neutral");
    }
    area.transformers[0].star = Star::Neutral;
    let last = area.network.nodes.len() - 1;
    let along = (1..=6).map(|k| (k * last / 6, 10.0));
    let earths = std::iter::once((area.transformers[0].lv, 4.0)).chain(along);
    area.network.earths.extend(earths.map(|(node, ohm)| Earth {
        node,
        conductor: Conductor::N,
        z_ohm: Complex64::from(ohm),
    }));
    District::alone(area)
}

/// The loads' powers in every minute of the day.
pub fn minutes(model: &Model) -> Vec<Vec<LoadPower>> {
    (1..=1440)
        .map(|minute| model.powers_at(minute * 60))
        .collect()
}

fn area() -> Area {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/areas/ieee-european-lv.ron");
    let checked = taiqu_grid::read::read_area(&path, &Catalogue::default());
    checked.into_result().expect("the shipped feeder")
}
