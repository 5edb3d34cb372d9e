//! `Generator` of model 1: constant power into the network.

use super::load::{Demand, Given, Power, Shapes};
use super::{branch_v, is_delta, read_bus};
use crate::Text;
use crate::area::{LoadModel, VoltageBand};
use crate::opendss::deck::{Deck, Object};
use crate::opendss::report::Report;

/// Reads the generator that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    let mut bus = None;
    let mut phases = 3;
    let mut delta = false;
    let mut kv = 12.47;
    let mut model = 1;
    let (mut min, mut max) = (0.9, 1.1);
    let mut shapes = Shapes::default();
    let mut power = Power {
        kw: 1000.0,
        kvar: 60.0,
        kva: 0.0,
        pf: 0.88,
        given: Given::KwPf,
    };
    for entry in object.entries() {
        match entry.property {
            "bus1" => read_bus(report, &entry, &mut bus),
            "phases" => report.count(&entry, &mut phases),
            "conn" => delta = is_delta(&entry.value.text),
            "kv" => report.number(&entry, &mut kv),
            "model" => report.count(&entry, &mut model),
            "vminpu" => report.number(&entry, &mut min),
            "vmaxpu" => report.number(&entry, &mut max),
            "kw" => report.number(&entry, &mut power.kw),
            "pf" => {
                report.number(&entry, &mut power.pf);
                power.given = Given::KwPf;
            }
            "kvar" => {
                report.number(&entry, &mut power.kvar);
                power.given = Given::KwKvar;
            }
            "daily" | "yearly" | "duty" => shapes.take(&entry),
            "like" if deck.get("generator", &entry.value.text).is_some() => {
                let what = Text::new("不支持 like", "`like` is not understood here");
                report.bad_value(&entry, what);
            }
            _ => {}
        }
    }
    power.settle();
    let id = object.id();
    let Some(bus) = bus.filter(|_| model == 1) else {
        let what = Text::new(
            "只支持模型 1 且有 bus1 的发电机",
            "only generators of model 1 with a bus are understood",
        );
        report.unsupported(object.place, &id, what);
        return None;
    };
    let connection = match bus.connection(phases, delta) {
        Ok(connection) => connection,
        Err(what) => {
            report.unsupported(object.place, &id, what);
            return None;
        }
    };
    Some(Demand {
        name: object.name.clone(),
        place: object.place,
        bus: bus.name,
        connection,
        kw: -power.kw,
        kvar: -power.kvar,
        rated_v: branch_v(kv, phases, delta),
        model: LoadModel::ConstantPower,
        band: Some(VoltageBand { low: min, min, max }),
        shape: shapes.chosen(),
        neutral_earth: None,
        is_customer: false,
    })
}
