//! From the elements of a deck to an area.

mod buses;
mod customers;
mod lines;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use crate::area::raw::{RawEarth, RawRating, RawSupply, RawTransformer};
use crate::area::{Earthing, RawArea};
use crate::{Conductor, Phases, Text};

use super::deck::{Deck, Object};
use super::elements::demand::Demand;
use super::elements::linecode::Impedance;
use super::elements::reactor::{self, Reactor};
use super::elements::shape::Shape;
use super::elements::source::Source;
use super::elements::transformer::{self, Transformer};
use super::elements::{capacitor, generator, line::Line, load, pvsystem, storage};
use super::names;
use super::report::Report;
use buses::Buses;
use customers::Consumers;
use lines::{Bond, Lines};

/// Resistance of what `OpenDSS` joins to earth outright, Ω: small enough that
/// 100 A through it are 10⁻⁹ of the nominal voltage.
const BOND_OHM: f64 = 1e-9;
/// Resistance that `OpenDSS` gives a star point with `rneut=0`, Ω.
const SOLID_OHM: f64 = 1e-6;

/// The area that `deck` describes, and notes on what it leaves out without harm;
/// `None` if it has no source.
pub fn convert(deck: &Deck, report: &mut Report) -> Option<(RawArea, Vec<Text>)> {
    let source = source(deck, report)?;
    check_codes(deck, report);
    let mut buses = Buses::default();
    buses.use_conductors(&source.bus.name, Phases::ABC);
    let transformers = transformers(deck, &mut buses, report);
    let mut laid = Vec::new();
    let mut bonds = Vec::new();
    let mut unsaid = None;
    let mut all: Vec<Line> = Vec::new();
    for object in deck.of("line") {
        let line = Line::read(object, deck, report);
        unsaid = unsaid.or_else(|| line.as_ref().filter(|l| l.is_unit_unsaid).map(|_| object));
        all.extend(line);
    }
    warn_of_unsaid_unit(unsaid, report);
    let mut electrodes = Vec::new();
    for object in deck.of("reactor") {
        match reactor::read(object, deck, report) {
            Some(Reactor::Earths(earths)) => electrodes.extend(earths),
            Some(Reactor::Series(line)) => all.push(*line),
            None => {}
        }
    }
    for line in all {
        if let Some((line, bond)) = lines::lay(line, &mut buses, report) {
            laid.push(line);
            bonds.extend(bond);
        }
    }
    let demands = demands(deck, &mut buses, report);
    for electrode in &electrodes {
        buses.use_conductors(&electrode.bus, Phases::only(electrode.conductor));
    }
    let mut earths: Vec<RawEarth> = electrodes
        .into_iter()
        .map(|e| earth(e.bus, e.conductor, e.z_ohm))
        .collect();
    earths.extend(neutral_earths(&transformers));
    earths.extend(bond_earths(bonds, &mut buses, report));

    let walk = buses.walk(&source.bus.name, source.rated_v);
    let nominal_v = walk.nominal_v().unwrap_or(source.rated_v);
    let mut lines = Lines::default();
    for line in laid {
        lines.add(line, &walk);
    }
    let shapes = shapes(deck, report);
    let followed = demands.iter().filter_map(|d| d.shape.clone()).collect();
    let notes = notes(&shapes, &followed);
    let mut consumers = Consumers::default();
    for demand in demands {
        consumers.add(demand, &shapes, report);
    }
    let (mut at, coordinates) = positions(deck, report);
    place_beside(&transformers, &mut at);
    let circuit = deck.circuit.clone().unwrap_or_default();
    let area = RawArea {
        id: if circuit.is_empty() {
            String::from("circuit")
        } else {
            names::id(&circuit)
        },
        name: Text::new(&circuit, &circuit),
        source: String::from("OpenDSS deck"),
        licence: String::from("not stated"),
        coordinates,
        nominal_v,
        frequency_hz: deck.frequency_hz,
        // A deck has no earth electrodes of customers, so it cannot be TT.
        earthing: Earthing::TnCS,
        supply: Some(RawSupply {
            node: source.bus.name,
            source: source.equivalent,
        }),
        line_codes: lines.codes,
        profiles: consumers.profiles.into_values().collect(),
        nodes: walk.nodes(nominal_v, &at),
        sections: lines.sections,
        switches: lines.switches,
        transformers: transformers.into_iter().map(raw_transformer).collect(),
        earths,
        boxes: consumers.boxes,
        meters: consumers.meters,
        customers: consumers.customers,
        loads: consumers.loads,
        ..RawArea::default()
    };
    Some((area, notes))
}

fn source(deck: &Deck, report: &mut Report) -> Option<Source> {
    let mut sources = deck.of("vsource");
    let source = sources
        .next()
        .and_then(|object| Source::read(object, deck, report));
    for object in sources {
        let what = Text::new("只支持一个电源", "only one source is understood");
        report.unsupported(object.place, &object.id(), what);
    }
    source
}

/// Reads codes once for their problems, whether or not they are used.
fn check_codes(deck: &Deck, report: &mut Report) {
    for object in deck.of("linecode") {
        Impedance::of_code(object, usize::MAX, deck, report);
    }
    for object in deck.of("xfmrcode") {
        transformer::check_code(object, deck, report);
    }
}

fn transformers(deck: &Deck, buses: &mut Buses, report: &mut Report) -> Vec<Transformer> {
    let read = |object| Transformer::read(object, deck, report);
    let transformers: Vec<Transformer> = deck.of("transformer").filter_map(read).collect();
    for transformer in &transformers {
        let has_neutral = transformer.star == crate::area::Star::Neutral;
        let lv = if has_neutral {
            Phases::ABCN
        } else {
            Phases::ABC
        };
        let hv = if transformer.has_hv_neutral {
            Phases::ABCN
        } else {
            Phases::ABC
        };
        buses.use_conductors(&transformer.hv, hv);
        buses.use_conductors(&transformer.lv, lv);
        let rating = &transformer.rating;
        let voltages = [rating.hv_v, rating.lv_v];
        buses.join([&transformer.hv, &transformer.lv], Some(voltages));
    }
    transformers
}

fn raw_transformer(transformer: Transformer) -> RawTransformer {
    RawTransformer {
        id: transformer.name,
        hv: transformer.hv,
        lv: transformer.lv,
        rating: RawRating::Given(transformer.rating),
        tap: transformer.tap,
        star: transformer.star,
        lv_order: transformer.lv_order,
        ppm_antifloat: transformer.ppm_antifloat,
        at: None,
        heading_deg: 0.0,
        box_substation: true,
        asset: String::new(),
        name: Text::default(),
    }
}

fn demands(deck: &Deck, buses: &mut Buses, report: &mut Report) -> Vec<Demand> {
    type Read = fn(&Object, &Deck, &mut Report) -> Option<Demand>;
    let kinds: [(&str, Read); 5] = [
        ("load", load::read),
        ("generator", generator::read),
        ("pvsystem", pvsystem::read),
        ("storage", storage::read),
        ("capacitor", capacitor::read),
    ];
    let mut demands: Vec<Demand> = Vec::new();
    let mut names = BTreeSet::new();
    for (class, read) in kinds {
        for mut demand in deck
            .of(class)
            .filter_map(|object| read(object, deck, report))
        {
            if !names.insert(demand.name.clone()) {
                demand.name = format!("{class}-{}", demand.name);
            }
            buses.use_conductors(&demand.bus, demand.connection.conductors());
            demands.push(demand);
        }
    }
    demands
}

fn earth(node: String, conductor: Conductor, z_ohm: [f64; 2]) -> RawEarth {
    RawEarth {
        node,
        conductor: Phases::only(conductor),
        r_ohm: z_ohm[0],
        x_ohm: z_ohm[1],
    }
}

/// Earths of star points on conductor n.
fn neutral_earths(transformers: &[Transformer]) -> Vec<RawEarth> {
    let stars = transformers.iter().flat_map(|transformer| {
        let [hv, lv] = transformer.neutral_earths;
        [(&transformer.hv, hv), (&transformer.lv, lv)]
    });
    stars
        .filter_map(|(bus, z_ohm)| {
            let z_ohm = match z_ohm? {
                [0.0, 0.0] => [SOLID_OHM, 0.0],
                z_ohm => z_ohm,
            };
            Some(earth(bus.clone(), Conductor::N, z_ohm))
        })
        .collect()
}

/// Earths at the ends of lines that go straight to earth, each on a conductor of
/// the bus that nothing else uses.
fn bond_earths(bonds: Vec<Bond>, buses: &mut Buses, report: &mut Report) -> Vec<RawEarth> {
    let mut earthed: BTreeMap<(String, Conductor), RawEarth> = BTreeMap::new();
    for bond in bonds {
        if buses.has(&bond.bus, bond.conductor) {
            let letter = bond.conductor.letter();
            let what = Text::new(
                format!("导体 {letter} 在母线 {} 接地，而该节点另有元件", bond.bus),
                format!(
                    "conductor {letter} goes to earth at bus {}, where other elements use that node",
                    bond.bus
                ),
            );
            report.unsupported(bond.place, &bond.id, what);
            continue;
        }
        let key = (bond.bus.clone(), bond.conductor);
        let item = earth(bond.bus, bond.conductor, [BOND_OHM, 0.0]);
        earthed.entry(key).or_insert(item);
    }
    for (bus, conductor) in earthed.keys() {
        buses.use_conductors(bus, Phases::only(*conductor));
    }
    earthed.into_values().collect()
}

fn warn_of_unsaid_unit(object: Option<&Object>, report: &mut Report) {
    if let Some(object) = object {
        report.warning(
            object.place,
            &object.id(),
            Text::new(
                "长度没有单位，按千米记；阻抗不受影响",
                "its length has no unit and is taken as kilometres; impedances are not affected",
            ),
            Text::new("写明 units", "give units"),
        );
    }
}

fn shapes(deck: &Deck, report: &mut Report) -> BTreeMap<String, Shape> {
    let read = |object: &Object| (object.name.clone(), Shape::read(object, deck, report));
    deck.of("loadshape").map(read).collect()
}

fn notes(shapes: &BTreeMap<String, Shape>, followed: &BTreeSet<String>) -> Vec<Text> {
    let names = shapes.keys().filter(|name| !followed.contains(*name));
    let unused: Vec<&str> = names.map(String::as_str).collect();
    if unused.is_empty() {
        return Vec::new();
    }
    let (count, names) = (unused.len(), unused.join(", "));
    vec![Text::new(
        format!("{count} 条负荷曲线没有负荷使用，未导入：{names}"),
        format!("{count} load shapes that no load follows are left out: {names}"),
    )]
}

fn positions(deck: &Deck, report: &mut Report) -> (BTreeMap<String, (f64, f64)>, String) {
    if !places::are_degrees(&deck.coordinates) {
        return places::place(&deck.coordinates);
    }
    if let Some(object) = deck.objects.first() {
        report.warning(
            object.place,
            "",
            Text::new(
                "坐标像是经纬度，未导入",
                "the coordinates look like degrees and are left out",
            ),
            Text::new("换成以米计的坐标", "give coordinates in metres"),
        );
    }
    (BTreeMap::new(), String::new())
}

/// A transformer's buses stand at one place; decks often place only one of them.
fn place_beside(transformers: &[Transformer], at: &mut BTreeMap<String, (f64, f64)>) {
    for Transformer { hv, lv, .. } in transformers {
        match (at.get(hv).copied(), at.get(lv).copied()) {
            (None, Some(place)) => at.insert(hv.clone(), place),
            (Some(place), None) => at.insert(lv.clone(), place),
            _ => None,
        };
    }
}
