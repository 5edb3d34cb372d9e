//! Makes the truth out of the records and a scenario's differences.

use taiqu_grid::{AssetRef, Connection, District, Kind, Phases, Place, Problem, Text};

use super::events::one;
use super::raw::RawDifference;

/// The true district; what is wrong with the differences goes to `problems`.
pub(super) fn check(
    differences: &[RawDifference],
    records: &District,
    problems: &mut Vec<Problem>,
) -> District {
    let mut truth = records.clone();
    for difference in differences {
        if let Err(problem) = apply(difference, &mut truth) {
            problems.push(problem);
        }
    }
    truth
}

fn apply(difference: &RawDifference, truth: &mut District) -> Result<(), Problem> {
    match difference {
        RawDifference::Connected { load, r#as } => {
            let name = load;
            let load = one("difference", name, &[Kind::Load], truth)?;
            connect(load, name, *r#as, truth)
        }
        RawDifference::Position { switch, closed } => {
            let switch = one("difference", switch, &[Kind::Switch], truth)?;
            network_mut(truth, switch.place).switches[switch.index as usize].closed = *closed;
            Ok(())
        }
        RawDifference::Length { section, length_m } => {
            let name = section;
            let section = one("difference", section, &[Kind::Section], truth)?;
            if !(length_m.is_finite() && *length_m > 0.0) {
                return Err(Problem::error(
                    format!("difference:{name}"),
                    Text::new("长度必须大于零", "the length must be above zero"),
                    Text::new("给出以米为单位的实际长度", "give the real length in metres"),
                ));
            }
            let section = &mut network_mut(truth, section.place).sections[section.index as usize];
            let factor = length_m / section.length_m;
            section.length_m = *length_m;
            for row in section.z_ohm.iter_mut().chain(&mut section.y_siemens) {
                for entry in row {
                    *entry *= factor;
                }
            }
            Ok(())
        }
        // No part of the network.
        RawDifference::Stock { .. } => Ok(()),
    }
}

fn connect(
    load: AssetRef,
    name: &str,
    connection: Connection,
    truth: &mut District,
) -> Result<(), Problem> {
    let Place::Area(area) = load.place else {
        return Ok(());
    };
    let area = &mut truth.areas[usize::from(area)];
    let load = &mut area.loads[load.index as usize];
    let there: Phases = area.network.nodes[load.node].phases;
    let asked = connection.conductors();
    if !there.contains(asked) {
        return Err(Problem::error(
            format!("difference:{name}"),
            Text::new(
                format!("所在节点没有导体 {}", asked.without(there)),
                format!("its node has no conductor {}", asked.without(there)),
            ),
            Text::new("改正接法", "correct the connection"),
        ));
    }
    load.connection = connection;
    Ok(())
}

fn network_mut(district: &mut District, place: Place) -> &mut taiqu_grid::area::Network {
    match place {
        Place::Line(k) => &mut district.lines[usize::from(k)].network,
        Place::Area(k) => &mut district.areas[usize::from(k)].network,
    }
}
