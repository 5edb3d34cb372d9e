//! What an area's terminal switches by itself.

use super::names::{Names, unknown_type};
use super::network::{Context, absent};
use super::{Report, Who};
use crate::area::raw::RawBank;
use crate::area::{Bank, Load, LoadModel, Node};
use crate::{Connection, Phases};

/// Banks, and the loads that they are; `first` loads stand before these.
pub(super) fn check_banks(
    raw: Vec<RawBank>,
    (nodes, transformers): (&[Node], &Names),
    first: usize,
    context: &Context,
    report: &mut Report,
) -> (Vec<Bank>, Vec<Load>) {
    let checked = raw.into_iter().zip(first..).map(|(raw, load)| {
        let who = Who("bank", &raw.id);
        let transformer = transformers.find(&raw.transformer, who, "transformer", report);
        let node = context.nodes.find(&raw.node, who, "node", report);
        if let Some(at) = node.map(|k| &nodes[k]) {
            absent(who, Phases::ABC.without(at.phases), at, report);
        }
        let known = &context.catalogue.banks;
        let found = known.get(&raw.model);
        if found.is_none() {
            unknown_type(who, "model", &raw.model, known.keys(), report);
        }
        let bank = Bank {
            transformer: transformer.unwrap_or(0),
            load,
            steps_kvar: found.map_or_else(Vec::new, |item| item.steps_kvar.clone()),
            discharge_s: found.map_or(0, |item| item.discharge_s),
            model: raw.model,
            asset: raw.asset,
            name: raw.name,
            id: raw.id.clone(),
        };
        let load = Load {
            node: node.unwrap_or(0),
            connection: Connection::between(Phases::ABC),
            kw: 0.0,
            kvar: 0.0,
            rated_v: found.map_or(1.0, |item| item.rated_v),
            model: LoadModel::ConstantImpedance,
            band: None,
            profile: None,
            customer: None,
            deferrable: false,
            id: raw.id,
        };
        (bank, load)
    });
    checked.unzip()
}
