//! `Capacitor` of one step: a constant impedance that gives reactive power.

use super::load::Demand;
use super::{branch_v, is_delta, read_bus};
use crate::Text;
use crate::area::LoadModel;
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Object};
use crate::opendss::report::Report;

/// Reads the capacitor that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    let mut buses: [Option<Bus>; 2] = [None, None];
    let mut phases = 3;
    let mut delta = false;
    let mut kv = 12.47;
    let mut kvar = vec![1200.0];
    let mut steps = 1;
    let mut is_on = true;
    let mut base_frequency_hz = object.base_frequency_hz;
    let mut is_plain = true;
    for entry in object.entries() {
        match entry.property {
            "bus1" => read_bus(report, &entry, &mut buses[0]),
            "bus2" => read_bus(report, &entry, &mut buses[1]),
            "phases" => report.count(&entry, &mut phases),
            "conn" => delta = is_delta(&entry.value.text),
            "kv" => report.number(&entry, &mut kv),
            "kvar" => kvar = report.numbers(&entry),
            "numsteps" => report.count(&entry, &mut steps),
            "states" => is_on = report.numbers(&entry).iter().all(|&state| state != 0.0),
            "basefreq" => report.number(&entry, &mut base_frequency_hz),
            _ => is_plain = false,
        }
    }
    let [from, to] = buses;
    let is_earthed = to.is_none_or(|bus| bus.is_earth(phases));
    let connection = from
        .filter(|_| is_plain && is_earthed && steps == 1)
        .and_then(|bus| Some((bus.connection(phases, delta).ok()?, bus.name)));
    let (Some((connection, bus)), [kvar]) = (connection, kvar.as_slice()) else {
        let what = Text::new(
            "只支持一级、接地或三角形接法的电容器",
            "only capacitors of one step, to earth or in delta, are understood",
        );
        report.unsupported(object.place, &object.id(), what);
        return None;
    };
    let times = if is_on {
        deck.frequency_hz / base_frequency_hz
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
        rated_v: branch_v(kv, phases, delta),
        model: LoadModel::ConstantImpedance,
        band: None,
        shape: None,
        neutral_earth: None,
        is_customer: false,
    })
}
