//! What the records say about a thing.

use taiqu_grid::area::BoxKind;
use taiqu_grid::{AssetRef, Connection, Kind, Phases, Place, Text};

use super::Twin;
use super::lists::letters;
use crate::model::Fact;
use crate::names;

/// The facts worth a glance, the most telling first.
pub fn facts(twin: &Twin, asset: AssetRef) -> Vec<Fact> {
    let district = &twin.records.0;
    let network = district.network(asset.place);
    let index = asset.index as usize;
    let mut facts = Facts(Vec::new());
    match (asset.kind, asset.place) {
        (Kind::Section, _) => {
            let section = &network.sections[index];
            facts.plain("fact.type", &section.line_type);
            facts.plain("fact.length", format!("{:.1} m", section.length_m));
            if let Some(ampacity) = section.ampacity_a {
                facts.plain("fact.ampacity", format!("{ampacity:.0} A"));
            }
            facts.phases(section.phases);
        }
        (Kind::Switch, _) => {
            let switch = &network.switches[index];
            facts.plain("fact.type", switch.device.as_deref().unwrap_or_default());
            facts.phases(switch.phases);
        }
        (Kind::Node, _) => facts.phases(network.nodes[index].phases),
        (kind, Place::Area(k)) => {
            let area = &district.areas[usize::from(k)];
            match kind {
                Kind::Transformer => {
                    let item = &area.transformers[index];
                    facts.plain("fact.type", item.model.as_deref().unwrap_or_default());
                    facts.plain("fact.rating", format!("{:.0} kVA", item.rating.kva));
                    facts.plain("fact.vector", format!("{:?}", item.rating.vector));
                }
                Kind::Box => {
                    let item = &area.boxes[index];
                    facts.plain("fact.type", item.model.as_deref().unwrap_or_default());
                    if let BoxKind::Meter { positions } = item.kind {
                        facts.plain("fact.positions", positions.to_string());
                    }
                    if let Some(phase) = district.phase_of(asset) {
                        facts.text("fact.phase-switch", letters(phase));
                    }
                }
                Kind::Meter => {
                    let item = &area.meters[index];
                    facts.connection(item.connection);
                    facts.plain("fact.channel", &item.address);
                }
                Kind::Customer => {
                    let item = &area.customers[index];
                    facts.plain("fact.number", &item.number);
                    facts.text("fact.address", item.address.clone());
                    if let Some(meter) = item.meter.map(|meter| &area.meters[meter]) {
                        facts.connection(meter.connection);
                        facts.plain("fact.meter", &meter.id);
                    }
                }
                _ => facts.connection(area.loads[index].connection),
            }
        }
        (_, Place::Line(_)) => {}
    }
    if asset.kind != Kind::Customer {
        facts.plain("fact.asset", names::number(district, asset));
    }
    facts.plain("fact.id", district.name(asset));
    facts.0
}

struct Facts(Vec<Fact>);

impl Facts {
    fn text(&mut self, key: &'static str, value: Text) {
        if !value.is_empty() {
            self.0.push(Fact { key, value });
        }
    }

    fn plain(&mut self, key: &'static str, value: impl Into<String>) {
        let value = value.into();
        self.text(key, Text::new(value.clone(), value));
    }

    fn phases(&mut self, phases: Phases) {
        self.plain("fact.connection", phases.to_string().to_uppercase());
    }

    fn connection(&mut self, connection: Connection) {
        self.phases(connection.conductors());
    }
}
