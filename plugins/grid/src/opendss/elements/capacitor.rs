//! `Capacitor` of one step: a constant impedance that gives reactive power.

use super::demand::Demand;
use super::shunt::Shunt;
use crate::area::LoadModel;
use crate::opendss::deck::{Deck, Object};
use crate::opendss::report::Report;
use crate::{Connection, Text};

struct State {
    shunt: Shunt,
    steps: usize,
    is_on: bool,
    is_plain: bool,
}

/// Reads the capacitor that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    let State {
        shunt,
        steps,
        is_on,
        is_plain,
    } = State::of(object, usize::MAX, deck, report);
    let place = connect(&shunt).filter(|_| is_plain && steps == 1);
    let (Some((bus, connection)), &[kvar]) = (place, shunt.kvar.as_slice()) else {
        let what = Text::new(
            "只支持一级、接地、接中性线或三角形接法的电容器",
            "only capacitors of one step, to earth, to neutral or in delta, are understood",
        );
        report.unsupported(object.place, &object.id(), what);
        return None;
    };
    let times = if is_on {
        deck.frequency_hz / shunt.base_frequency_hz
    } else {
        0.0
    };
    Some(Demand {
        name: object.name.clone(),
        place: object.place,
        bus,
        connection,
        kw: 0.0,
        kvar: -kvar * times,
        rated_v: shunt.branch_v(),
        model: LoadModel::ConstantImpedance,
        band: None,
        shape: None,
        is_customer: false,
    })
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            shunt: Shunt::new(object, 1200.0),
            steps: 1,
            is_on: true,
            is_plain: true,
        };
        for entry in object.entries_before(edit) {
            match entry.property {
                "numsteps" => report.count(&entry, &mut state.steps),
                "states" => {
                    let states = report.numbers(&entry);
                    state.is_on = states.iter().all(|&state| state != 0.0);
                }
                "like" => match deck.get("capacitor", &entry.value.text) {
                    Some(other) => {
                        let buses = state.shunt.buses;
                        state = Self::of(other, entry.edit, deck, &mut report.deaf());
                        state.shunt.buses = buses;
                    }
                    None => state.is_plain = false,
                },
                _ => state.is_plain &= state.shunt.take(&entry, report),
            }
        }
        state
    }
}

/// Where it hangs: between phases, or from phases to the conductor at which all of
/// its second terminal is.
fn connect(shunt: &Shunt) -> Option<(String, Connection)> {
    let [from, to] = &shunt.buses;
    let from = from.as_ref()?;
    let bus = match to {
        None => from.clone(),
        Some(to) => from.with_star_point(to, shunt.phases)?,
    };
    let connection = bus.connection(shunt.phases, shunt.is_delta).ok()?;
    Some((bus.name, connection))
}
