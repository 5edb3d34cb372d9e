//! Makes the truth out of the records and a scenario's differences.

use taiqu_grid::{AssetRef, Connection, District, Fact, Kind, Phases, Place, Problem, Text};

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
    let of = |name: &str, kind| one("difference", name, &[kind], truth);
    let fact = match difference {
        RawDifference::Connected { load, r#as } => {
            let name = load;
            let load = of(name, Kind::Load)?;
            let connection = *r#as;
            has_conductors(load, name, connection, truth)?;
            Fact::Connected { load, connection }
        }
        RawDifference::Position { switch, closed } => Fact::Position {
            switch: of(switch, Kind::Switch)?,
            closed: *closed,
        },
        RawDifference::Length { section, length_m } => {
            let name = section;
            let section = of(name, Kind::Section)?;
            if !(length_m.is_finite() && *length_m > 0.0) {
                return Err(Problem::error(
                    format!("difference:{name}"),
                    Text::new("长度必须大于零", "the length must be above zero"),
                    Text::new("给出以米为单位的实际长度", "give the real length in metres"),
                ));
            }
            let length_m = *length_m;
            Fact::Length { section, length_m }
        }
        // No part of the network.
        RawDifference::Stock { .. } => return Ok(()),
        RawDifference::Power { load, kw } => {
            let name = load;
            let load = of(name, Kind::Load)?;
            if !(kw.is_finite() && kw.abs() <= 1000.0) {
                return Err(Problem::error(
                    format!("difference:{name}"),
                    Text::new(
                        format!("功率 {kw} kW 不在 ±1000 kW 之内"),
                        format!("the power {kw} kW is not within ±1000 kW"),
                    ),
                    Text::new(
                        "给出以千瓦为单位的实际功率，发电为负",
                        "give the real power in kW, negative for a generator",
                    ),
                ));
            }
            Fact::Power { load, kw: *kw }
        }
    };
    truth.learn(fact);
    Ok(())
}

/// Whether a load's node has the conductors that it is said to be connected to.
fn has_conductors(
    load: AssetRef,
    name: &str,
    connection: Connection,
    truth: &District,
) -> Result<(), Problem> {
    let Place::Area(area) = load.place else {
        return Ok(());
    };
    let area = &truth.areas[usize::from(area)];
    let node = area.loads[load.index as usize].node;
    let there: Phases = area.network.nodes[node].phases;
    let asked = connection.conductors();
    if there.contains(asked) {
        return Ok(());
    }
    Err(Problem::error(
        format!("difference:{name}"),
        Text::new(
            format!("所在节点没有导体 {}", asked.without(there)),
            format!("its node has no conductor {}", asked.without(there)),
        ),
        Text::new("改正接法", "correct the connection"),
    ))
}
