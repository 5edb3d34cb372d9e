//! Resolves the names in a scenario's events.

use taiqu_field::Event;
use taiqu_grid::area::SwitchKind;
use taiqu_grid::{AssetRef, District, Kind, Phases, Problem, Text};
use taiqu_link::Action;

use super::raw::{RawAction, RawScenario};

/// Most events that are listed as wrong.
const MOST_LISTED: usize = 10_000;

/// The events in order of time; what is wrong goes to `problems`.
pub(super) fn check(
    raw: &RawScenario,
    district: &District,
    problems: &mut Vec<Problem>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut unknown = 0;
    for event in &raw.events {
        if event.at > raw.length {
            let (at, length) = (event.at, raw.length);
            problems.push(Problem::warning(
                format!("event:{at}"),
                Text::new(
                    format!("{at} 在结束时刻 {length} 之后，不会发生"),
                    format!("{at} is after the end at {length}; it will not happen"),
                ),
                Text::new(
                    "提前该事件或延长时长",
                    "move it forward or lengthen the scenario",
                ),
            ));
        }
        match action(&event.r#do, district) {
            Ok(Some(action)) => events.push(Event {
                at_ms: event.at.seconds * 1000,
                action,
            }),
            // Roads are no part of the network.
            Ok(None) => {}
            Err(problem) => {
                problems.push(problem);
                unknown += 1;
            }
        }
        // Of garbage with millions of events nobody reads on.
        if unknown == MOST_LISTED {
            break;
        }
    }
    events.sort_by_key(|event| event.at_ms);
    events
}

#[allow(clippy::too_many_lines, reason = "one arm for each action")]
fn action(raw: &RawAction, district: &District) -> Result<Option<Action>, Problem> {
    let of = |name: &str, kind| one("event", name, &[kind], district);
    Ok(Some(match raw {
        RawAction::CloseRoad { .. } | RawAction::OpenRoad { .. } => return Ok(None),
        RawAction::OpenSwitch { switch, conductors } => {
            let (switch, phases) = switch_with(switch, *conductors, district)?;
            Action::OpenSwitch { switch, phases }
        }
        RawAction::CloseSwitch { switch, conductors } => {
            let (switch, phases) = switch_with(switch, *conductors, district)?;
            Action::CloseSwitch { switch, phases }
        }
        RawAction::BlowFuse { switch, conductors } => {
            let name = switch;
            let (switch, phases) = switch_with(switch, *conductors, district)?;
            let kind = district.network(switch.place).switches[switch.index as usize].kind;
            if !matches!(kind, SwitchKind::Fuse | SwitchKind::DropOut) {
                return Err(Problem::error(
                    format!("event:{name}"),
                    Text::new("不是熔断器", "is not a fuse"),
                    Text::new("改用 OpenSwitch", "use OpenSwitch for it"),
                ));
            }
            Action::BlowFuse { switch, phases }
        }
        RawAction::Break {
            section,
            conductors,
        } => {
            let (section, conductors) = section_with(section, *conductors, district)?;
            Action::Break {
                section,
                conductors,
            }
        }
        RawAction::Short {
            section,
            conductors,
            earth,
        } => {
            let (section, conductors) = section_with(section, *conductors, district)?;
            Action::Short {
                section,
                conductors,
                earth: *earth,
            }
        }
        RawAction::Loosen {
            section,
            conductors,
            ohm,
        } => {
            let name = section;
            let (section, conductors) = section_with(section, *conductors, district)?;
            let ohm = within(name, *ohm, (0.0, 1e6), "2.0")?;
            Action::Loosen {
                section,
                conductors,
                ohm,
            }
        }
        RawAction::Leak {
            section,
            conductors,
            ohm,
        } => {
            let name = section;
            let (section, conductors) = section_with(section, *conductors, district)?;
            let ohm = within(name, *ohm, (50.0, 1e6), "500.0")?;
            Action::Leak {
                section,
                conductors,
                ohm,
            }
        }
        RawAction::LeakInside { customer, ohm } => Action::LeakInside {
            customer: of(customer, Kind::Customer)?,
            ohm: within(customer, *ohm, (50.0, 1e6), "1500.0")?,
        },
        RawAction::MendInside { customer } => Action::MendInside {
            customer: of(customer, Kind::Customer)?,
        },
        RawAction::Mend {
            section,
            conductors,
        } => {
            let (section, conductors) = section_with(section, *conductors, district)?;
            Action::Mend {
                section,
                conductors,
            }
        }
        RawAction::Fail { transformer } => Action::Fail {
            transformer: of(transformer, Kind::Transformer)?,
        },
        RawAction::Replace { transformer } => Action::Replace {
            transformer: of(transformer, Kind::Transformer)?,
        },
        RawAction::Burn { cabinet } => Action::Burn {
            cabinet: of(cabinet, Kind::Box)?,
        },
        RawAction::Rebuild { cabinet } => Action::Rebuild {
            cabinet: of(cabinet, Kind::Box)?,
        },
        RawAction::ForceLock { cabinet } => Action::ForceLock {
            cabinet: of(cabinet, Kind::Box)?,
        },
        RawAction::MendLock { cabinet } => Action::MendLock {
            cabinet: of(cabinet, Kind::Box)?,
        },
        RawAction::CutMeter { meter } => Action::CutMeter {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::JoinMeter { meter } => Action::JoinMeter {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::TripCustomer { customer } => Action::TripCustomer {
            customer: of(customer, Kind::Customer)?,
        },
        RawAction::ResetCustomer { customer } => Action::ResetCustomer {
            customer: of(customer, Kind::Customer)?,
        },
        RawAction::Unplug { meter } => Action::Unplug {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::Silence { meter } => Action::Silence {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::Plug { meter } => Action::Plug {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::Tamper { meter, how } => Action::Tamper {
            meter: of(meter, Kind::Meter)?,
            how: *how,
        },
        RawAction::Untamper { meter, how } => Action::Untamper {
            meter: of(meter, Kind::Meter)?,
            how: *how,
        },
        RawAction::KillTerminal { transformer } => Action::KillTerminal {
            transformer: of(transformer, Kind::Transformer)?,
        },
        RawAction::ReviveTerminal { transformer } => Action::ReviveTerminal {
            transformer: of(transformer, Kind::Transformer)?,
        },
        RawAction::SetTap { transformer, tap } => Action::SetTap {
            transformer: of(transformer, Kind::Transformer)?,
            tap: within(transformer, *tap, (0.8, 1.2), "0.975")?,
        },
        RawAction::OpenRelay { meter } => Action::OpenRelay {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::CloseRelay { meter } => Action::CloseRelay {
            meter: of(meter, Kind::Meter)?,
        },
        RawAction::Arrears { customer } => Action::Arrears {
            customer: with_meter(customer, district)?,
        },
        RawAction::Settle { customer } => Action::Settle {
            customer: with_meter(customer, district)?,
        },
        RawAction::ConnectLoad { load } => Action::ConnectLoad {
            load: one("event", load, &[Kind::Load, Kind::Customer], district)?,
        },
        RawAction::DisconnectLoad { load } => Action::DisconnectLoad {
            load: one("event", load, &[Kind::Load, Kind::Customer], district)?,
        },
        RawAction::FellPole { pole } => Action::Fell {
            pole: with_pole(pole, district)?,
        },
        RawAction::RaisePole { pole } => Action::Raise {
            pole: with_pole(pole, district)?,
        },
    }))
}

/// A node that has a pole.
fn with_pole(name: &str, district: &District) -> Result<AssetRef, Problem> {
    let node = one("event", name, &[Kind::Node], district)?;
    let record = &district.network(node.place).nodes[node.index as usize];
    if record.pole.is_none() {
        return Err(Problem::error(
            format!("event:{name}"),
            Text::new("没有电杆", "has no pole"),
            Text::new("改用记录了杆型的节点", "name a node with a pole on record"),
        ));
    }
    Ok(node)
}

/// A customer that has a meter.
fn with_meter(name: &str, district: &District) -> Result<AssetRef, Problem> {
    let customer = one("event", name, &[Kind::Customer], district)?;
    if district.meter_of(customer).is_some() {
        return Ok(customer);
    }
    Err(Problem::error(
        format!("event:{name}"),
        Text::new("没有电能表", "has no meter"),
        Text::new("改用 DisconnectLoad", "use DisconnectLoad for it"),
    ))
}

/// `value`, which must lie between two others.
fn within(name: &str, value: f64, (low, high): (f64, f64), example: &str) -> Result<f64, Problem> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(Problem::error(
        format!("event:{name}"),
        Text::new(
            format!("{value} 不在 {low} 到 {high} 之间"),
            format!("{value} is not between {low} and {high}"),
        ),
        Text::new(
            format!("例如 {example}"),
            format!("write for example {example}"),
        ),
    ))
}

fn switch_with(
    name: &str,
    conductors: Phases,
    district: &District,
) -> Result<(AssetRef, Phases), Problem> {
    let switch = one("event", name, &[Kind::Switch], district)?;
    let has = district.network(switch.place).switches[switch.index as usize].phases;
    Ok((switch, among(name, conductors, has)?))
}

fn section_with(
    name: &str,
    conductors: Phases,
    district: &District,
) -> Result<(AssetRef, Phases), Problem> {
    let section = one("event", name, &[Kind::Section], district)?;
    let has = district.network(section.place).sections[section.index as usize].phases;
    Ok((section, among(name, conductors, has)?))
}

/// The conductors meant: all of `has` for all four, else exactly those named.
fn among(name: &str, named: Phases, has: Phases) -> Result<Phases, Problem> {
    if named == Phases::ABCN || has.contains(named) && !named.is_empty() {
        return Ok(named.and(has));
    }
    Err(Problem::error(
        format!("event:{name}"),
        Text::new(
            format!("没有导体 {}，只有 {has}", named.without(has)),
            format!("has no conductor {}, only {has}", named.without(has)),
        ),
        Text::new("改正导体", "correct the conductors"),
    ))
}

/// The one thing of one of `kinds` that `name` means.
pub(crate) fn one(
    what: &str,
    name: &str,
    kinds: &[Kind],
    district: &District,
) -> Result<AssetRef, Problem> {
    let mut found = district.find(name);
    found.retain(|asset| kinds.contains(&asset.kind));
    match found.as_slice() {
        &[asset] => Ok(asset),
        [] => Err(Problem::error(
            format!("{what}:{name}"),
            Text::new("在台区和线路中找不到", "is not in the areas and lines"),
            Text::new(
                "写成 台区/类别:编号，并检查编号",
                "write area/kind:id and check the id",
            ),
        )),
        several => {
            let names: Vec<String> = several.iter().map(|&a| district.name(a)).collect();
            let names = names.join(", ");
            Err(Problem::error(
                format!("{what}:{name}"),
                Text::new(format!("可能指 {names}"), format!("may mean {names}")),
                Text::new("写出其中一个的全名", "write one of these names in full"),
            ))
        }
    }
}
