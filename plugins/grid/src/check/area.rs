//! A whole area.

use super::codes::Codes;
use super::control::check_banks;
use super::customers::{check_box, check_customer, check_meter, check_records, place_meters};
use super::header::Header;
use super::loads::{Profiles, check_load};
use super::names::Names;
use super::network::{self, Context, RawNetwork};
use super::phase_switches::check_phase_switches;
use super::structure::check_structure;
use super::supply::{check_supply, check_transformer};
use super::surroundings::check_surroundings;
use super::{Checked, Report};
use crate::area::{Area, RawArea, Surroundings};
use crate::catalogue::Catalogue;

impl RawArea {
    /// Checks everything, resolves ids to indices and catalogue types to figures.
    ///
    /// All problems are reported at once; they name no file and line yet.
    pub fn check(mut self, catalogue: &Catalogue) -> Checked<Area> {
        let mut report = Report::default();
        let phase_switches = std::mem::take(&mut self.phase_switches);
        let mut area = build(self, catalogue, &mut report);
        area.phase_switches = check_phase_switches(phase_switches, &area, &mut report);
        place_meters(&mut area.meters, &area.boxes, &mut report);
        // Of a full report nobody reads on, and islands in garbage are many.
        if !report.unresolved && !report.is_full() {
            check_structure(&area, catalogue, &mut report);
        }
        report.finish(Some(area))
    }
}

fn build(raw: RawArea, catalogue: &Catalogue, report: &mut Report) -> Area {
    let header = Header {
        id: &raw.id,
        nominal_v: raw.nominal_v,
        usual_v: (100.0, 1000.0),
        frequency_hz: raw.frequency_hz,
    };
    header.check(report);
    let ids = raw.nodes.iter().map(|n| n.id.as_str());
    let node_names = Names::of("node", ids, report);
    let codes = Codes::check(raw.line_codes, catalogue, report);
    let context = Context {
        nodes: &node_names,
        codes: &codes,
        catalogue,
        nominal_v: raw.nominal_v,
        frequency_hz: raw.frequency_hz,
    };
    let network = network::check(
        RawNetwork {
            nodes: &raw.nodes,
            sections: raw.sections,
            switches: raw.switches,
            earths: raw.earths,
        },
        &context,
        report,
    );
    let nodes = &network.nodes;
    let supply = raw.supply.as_ref();
    let supply = supply.and_then(|s| check_supply(s, &node_names, nodes, report));
    let ids: Vec<String> = raw.transformers.iter().map(|t| t.id.clone()).collect();
    let transformer_names = Names::of("transformer", ids.iter().map(String::as_str), report);
    let transformers = raw.transformers.into_iter();
    let transformers = transformers.map(|t| check_transformer(t, nodes, &context, report));
    let transformers = transformers.collect();

    let ids: Vec<String> = raw.boxes.iter().map(|b| b.id.clone()).collect();
    let box_names = Names::of("box", ids.iter().map(String::as_str), report);
    let boxes = raw.boxes.into_iter();
    let boxes: Vec<_> = boxes.map(|b| check_box(b, &context, report)).collect();
    let ids: Vec<String> = raw.meters.iter().map(|m| m.id.clone()).collect();
    let meter_names = Names::of("meter", ids.iter().map(String::as_str), report);
    let meters = raw.meters.into_iter();
    let meters = meters.map(|m| check_meter(m, &box_names, &boxes, nodes, &context, report));
    let meters = meters.collect();
    let ids: Vec<String> = raw.customers.iter().map(|c| c.id.clone()).collect();
    let customer_names = Names::of("customer", ids.iter().map(String::as_str), report);
    let customers = raw.customers.into_iter();
    let customers = customers.map(|c| check_customer(c, &meter_names, raw.earthing, report));
    let customers: Vec<_> = customers.collect();
    check_records(&customers, report);
    let loads = raw.loads.iter().map(|l| l.id.as_str());
    let banks = raw.banks.iter().map(|b| b.id.as_str());
    Names::of("load", loads.chain(banks), report);
    let mut profiles = Profiles::check(raw.profiles, catalogue, report);
    let loads = raw.loads.into_iter();
    let loads =
        loads.map(|l| check_load(l, nodes, &customer_names, &mut profiles, &context, report));
    let mut loads: Vec<_> = loads.collect();
    let at = (nodes.as_slice(), &transformer_names);
    let (banks, as_loads) = check_banks(raw.banks, at, loads.len(), &context, report);
    loads.extend(as_loads);

    let surroundings = Surroundings {
        buildings: raw.buildings,
        roads: raw.roads,
        fields: raw.fields,
        trees: raw.trees,
        water: raw.water,
    };
    check_surroundings(&surroundings, raw.relief, report);
    Area {
        name: raw.name,
        source: raw.source,
        licence: raw.licence,
        coordinates: raw.coordinates,
        nominal_v: raw.nominal_v,
        frequency_hz: raw.frequency_hz,
        earthing: raw.earthing,
        location: raw.location,
        line: raw.line,
        supply,
        relief: raw.relief,
        profiles: profiles.used,
        network,
        transformers,
        boxes,
        meters,
        customers,
        loads,
        banks,
        phase_switches: Vec::new(),
        surroundings,
        id: raw.id,
    }
}
