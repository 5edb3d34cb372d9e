//! The source equivalent, and transformers.

use super::names::{Names, unknown_type};
use super::network::{Context, absent};
use super::{Report, Who};
use crate::area::raw::{RawRating, RawSupply, RawTransformer};
use crate::area::{Node, Rating, Source, Star, Supply, Transformer, Vector};
use crate::{Conductor, Phases, Text};

/// The supply node and its source.
pub(super) fn check_supply(
    raw: &RawSupply,
    names: &Names,
    nodes: &[Node],
    report: &mut Report,
) -> Option<Supply> {
    let who = Who("supply", &raw.node);
    check_source(who, &raw.source, report);
    let node = names.find(&raw.node, who, "supply.node", report)?;
    absent(
        who,
        Phases::ABC.without(nodes[node].phases),
        &nodes[node],
        report,
    );
    let (source_v, node_v) = (raw.source.voltage_v, nodes[node].nominal_v);
    report.usual(
        who,
        "supply.source.voltage_v",
        source_v,
        (0.8 * node_v, 1.2 * node_v),
    );
    Some(Supply {
        node,
        source: raw.source,
    })
}

fn check_source(who: Who, source: &Source, report: &mut Report) {
    report.positive(who, "voltage_v", source.voltage_v);
    report.finite(who, "angle_deg", source.angle_deg);
    report.not_negative(who, "r1_ohm", source.r1_ohm);
    report.not_negative(who, "r0_ohm", source.r0_ohm);
    report.finite(who, "x1_ohm", source.x1_ohm);
    report.finite(who, "x0_ohm", source.x0_ohm);
}

pub(super) fn check_transformer(
    raw: RawTransformer,
    nodes: &[Node],
    context: &Context,
    report: &mut Report,
) -> Transformer {
    let who = Who("transformer", &raw.id);
    let hv = context.nodes.find(&raw.hv, who, "hv", report);
    let lv = context.nodes.find(&raw.lv, who, "lv", report);
    let (rating, model) = match raw.rating {
        RawRating::Given(rating) => (Some(rating), None),
        RawRating::Catalogue(model) => {
            let known = &context.catalogue.transformers;
            let found = known.get(&model).map(|t| t.rating);
            if found.is_none() {
                let candidates = known.keys();
                unknown_type(who, "rating", &model, candidates, report);
            }
            (found, Some(model))
        }
    };
    if let Some(rating) = &rating {
        check_rating(who, rating, report);
        if let Some((hv, lv)) = hv.zip(lv) {
            check_terminals(who, rating, raw.star, (&nodes[hv], &nodes[lv]), report);
        }
    }
    if report.positive(who, "tap", raw.tap) {
        report.usual(who, "tap", raw.tap, (0.9, 1.1));
    }
    report.not_negative(who, "ppm_antifloat", raw.ppm_antifloat);
    if let Star::Earth { r_ohm, x_ohm } = raw.star {
        report.not_negative(who, "star.r_ohm", r_ohm);
        report.finite(who, "star.x_ohm", x_ohm);
    }
    report.position(who, raw.at);
    report.finite(who, "heading_deg", raw.heading_deg);
    Transformer {
        hv: hv.unwrap_or(0),
        lv: lv.unwrap_or(0),
        rating: rating.unwrap_or(UNKNOWN),
        model,
        tap: raw.tap,
        star: raw.star,
        lv_order: raw.lv_order,
        ppm_antifloat: raw.ppm_antifloat,
        at: raw.at,
        heading_deg: raw.heading_deg,
        box_substation: raw.box_substation,
        asset: raw.asset,
        name: raw.name,
        id: raw.id,
    }
}

/// Stands where a type is unknown; the area is then not handed out.
const UNKNOWN: Rating = Rating {
    kva: 1.0,
    hv_v: 1.0,
    lv_v: 1.0,
    vector: Vector::Dyn11,
    x_pct: 1.0,
    r_pct: 0.0,
    no_load_pct: 0.0,
    magnetising_pct: 0.0,
    zero_pct: None,
};

fn check_rating(who: Who, rating: &Rating, report: &mut Report) {
    if report.positive(who, "kva", rating.kva) {
        report.usual(who, "kva", rating.kva, (5.0, 5000.0));
    }
    report.all_positive(who, [("hv_v", rating.hv_v), ("lv_v", rating.lv_v)]);
    report.not_negative(who, "r_pct", rating.r_pct);
    if report.positive(who, "x_pct", rating.x_pct) {
        report.usual(who, "x_pct", rating.x_pct, (0.1, 30.0));
    }
    report.not_negative(who, "no_load_pct", rating.no_load_pct);
    report.not_negative(who, "magnetising_pct", rating.magnetising_pct);
    if let Some((r_pct, x_pct)) = rating.zero_pct {
        report.not_negative(who, "zero_pct", r_pct);
        report.positive(who, "zero_pct", x_pct);
        if rating.vector != Vector::Yyn0 {
            report.error(
                who,
                Text::new("只有 Yyn0 有 zero_pct", "only Yyn0 has zero_pct"),
                Text::new("删去 zero_pct", "remove zero_pct"),
            );
        }
    }
}

fn check_terminals(
    who: Who,
    rating: &Rating,
    star: Star,
    (hv, lv): (&Node, &Node),
    report: &mut Report,
) {
    if std::ptr::eq(hv, lv) {
        report.error(
            who,
            Text::new("两侧是同一节点", "both sides are the same node"),
            Text::new("更正 hv 或 lv", "correct hv or lv"),
        );
        return;
    }
    let has_star = !matches!(rating.vector, Vector::Dd0 | Vector::YNd1 | Vector::YNd11);
    let low = match star {
        Star::Neutral if has_star => Phases::ABC.union(Phases::only(Conductor::N)),
        _ => Phases::ABC,
    };
    absent(who, Phases::ABC.without(hv.phases), hv, report);
    absent(who, low.without(lv.phases), lv, report);
    for (field, rated_v, node) in [("hv_v", rating.hv_v, hv), ("lv_v", rating.lv_v, lv)] {
        let off = (rated_v / node.nominal_v - 1.0).abs();
        if off > 0.2 {
            report.warn(
                who,
                Text::new(
                    format!(
                        "{field} 为 {rated_v} V，但节点 {} 为 {} V",
                        node.id, node.nominal_v
                    ),
                    format!(
                        "{field} is {rated_v} V, but node {} has {} V",
                        node.id, node.nominal_v
                    ),
                ),
                Text::new(
                    "更正变压器电压，或该节点的 nominal_v",
                    "correct the transformer's voltage, or nominal_v of that node",
                ),
            );
        }
    }
}
