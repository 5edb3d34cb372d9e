//! Boxes, meters, customers and loads.

use std::collections::BTreeMap;

use super::codes::unknown_type;
use super::names::{Names, nearest};
use super::network::{Context, absent};
use super::{Report, Who};
use crate::area::raw::{RawBox, RawCustomer, RawLoad, RawMeter, RawProfile};
use crate::area::{
    BoxItem, BoxKind, Customer, Earthing, Load, LoadModel, Meter, Node, Profile, VoltageBand,
};
use crate::catalogue::Catalogue;
use crate::{Connection, Phases, Text};

pub(super) fn check_box(raw: RawBox, context: &Context, report: &mut Report) -> BoxItem {
    let who = Who("box", &raw.id);
    let node = context.nodes.find(&raw.node, who, "node", report);
    report.position(who, raw.at);
    report.finite(who, "heading_deg", raw.heading_deg);
    if report.not_negative(who, "height_m", raw.height_m) {
        report.usual(who, "height_m", raw.height_m, (0.0, 20.0));
    }
    if let BoxKind::Meter { positions } = raw.kind {
        report.positive(who, "positions", f64::from(positions));
    }
    let known = &context.catalogue.boxes;
    if let Some(model) = &raw.model
        && !known.contains_key(model)
    {
        unknown_type(
            who,
            "model",
            model,
            known.keys().map(String::as_str),
            report,
        );
    }
    BoxItem {
        kind: raw.kind,
        node: node.unwrap_or(0),
        model: raw.model,
        at: raw.at,
        height_m: raw.height_m,
        heading_deg: raw.heading_deg,
        asset: raw.asset,
        name: raw.name,
        id: raw.id,
    }
}

pub(super) fn check_meter(
    raw: RawMeter,
    names: &Names,
    boxes: &[BoxItem],
    nodes: &[Node],
    context: &Context,
    report: &mut Report,
) -> Meter {
    let who = Who("meter", &raw.id);
    let box_index = names.find(&raw.r#box, who, "box", report);
    if raw.connection.is_none() {
        report.error(
            who,
            Text::new("没有 connection", "connection is missing"),
            Text::new("填写接法，如 an 或 abcn", "give it, such as an or abcn"),
        );
    }
    let connection = raw
        .connection
        .unwrap_or(Connection::to_neutral(Phases::ABC));
    let node = box_index.and_then(|k| nodes.get(boxes[k].node));
    if let (Some(node), true) = (node, raw.connection.is_some()) {
        absent(
            who,
            connection.conductors().without(node.phases),
            node,
            report,
        );
    }
    let known = &context.catalogue.meters;
    if let Some(model) = &raw.model
        && !known.contains_key(model)
    {
        unknown_type(
            who,
            "model",
            model,
            known.keys().map(String::as_str),
            report,
        );
    }
    Meter {
        box_index: box_index.unwrap_or(0),
        position: raw.position,
        connection,
        model: raw.model,
        asset: raw.asset,
        address: raw.address,
        id: raw.id,
    }
}

/// Gives meters without a position the first free one; warns of boxes with more
/// meters than positions and of two meters in one.
pub(super) fn place_meters(meters: &mut [Meter], boxes: &[BoxItem], report: &mut Report) {
    let mut taken: BTreeMap<(usize, u32), String> = BTreeMap::new();
    for meter in meters.iter().filter(|meter| meter.position > 0) {
        let place = (meter.box_index, meter.position);
        if let Some(other) = taken.get(&place) {
            report.warn(
                Who("meter", &meter.id),
                Text::new(
                    format!("与表 {other} 占用同一表位 {}", meter.position),
                    format!("is in the position of meter {other}, {}", meter.position),
                ),
                Text::new("更正 position", "correct position"),
            );
        }
        taken.insert(place, meter.id.clone());
    }
    let mut counts = vec![0_u32; boxes.len()];
    let mut next = vec![1_u32; boxes.len()];
    for meter in meters {
        let Some(item) = boxes.get(meter.box_index) else {
            continue;
        };
        let BoxKind::Meter { positions } = item.kind else {
            continue;
        };
        counts[meter.box_index] += 1;
        if meter.position == 0 {
            let next = &mut next[meter.box_index];
            while taken.contains_key(&(meter.box_index, *next)) {
                *next += 1;
            }
            meter.position = *next;
            *next += 1;
        } else if meter.position > positions {
            report.warn(
                Who("meter", &meter.id),
                Text::new(
                    format!(
                        "表位 {} 超出表箱 {} 的 {positions} 个表位",
                        meter.position, item.id
                    ),
                    format!(
                        "position {} is beyond the {positions} of box {}",
                        meter.position, item.id
                    ),
                ),
                Text::new(
                    "更正 position 或 positions",
                    "correct position or positions",
                ),
            );
        }
    }
    for (item, count) in boxes.iter().zip(counts) {
        if let BoxKind::Meter { positions } = item.kind
            && count > positions
        {
            report.warn(
                Who("box", &item.id),
                Text::new(
                    format!("有 {count} 只表，但只有 {positions} 个表位"),
                    format!("has {count} meters, but only {positions} positions"),
                ),
                Text::new(
                    "更正 positions，或把表移到其他表箱",
                    "correct positions, or move meters to another box",
                ),
            );
        }
    }
}

pub(super) fn check_customer(
    raw: RawCustomer,
    meters: &Names,
    earthing: Earthing,
    report: &mut Report,
) -> Customer {
    let who = Who("customer", &raw.id);
    let meter = raw.meter.as_ref();
    let meter = meter.and_then(|id| meters.find(id, who, "meter", report));
    if raw.meter.is_none() {
        report.warn(
            who,
            Text::new("没有电能表和表箱", "has no meter and no box"),
            Text::new("填写 meter", "give its meter"),
        );
    }
    match (raw.earth_ohm, earthing) {
        (Some(earth_ohm), _) => {
            report.positive(who, "earth_ohm", earth_ohm);
        }
        (None, Earthing::Tt) if raw.meter.is_some() => report.warn(
            who,
            Text::new(
                "TT 系统的客户没有设备接地电阻",
                "a customer of a TT area has no equipment earth",
            ),
            Text::new("填写 earth_ohm，Ω", "give earth_ohm, Ω"),
        ),
        _ => {}
    }
    Customer {
        number: raw.number,
        name: raw.name,
        address: raw.address,
        meter,
        importance: raw.importance,
        contact: raw.contact,
        earth_ohm: raw.earth_ohm,
        id: raw.id,
    }
}

/// The profiles of a file, and those of the catalogue that its loads name.
pub(super) struct Profiles<'a> {
    pub used: Vec<Profile>,
    index: BTreeMap<String, usize>,
    catalogue: &'a Catalogue,
}

impl<'a> Profiles<'a> {
    pub fn check(own: Vec<RawProfile>, catalogue: &'a Catalogue, report: &mut Report) -> Self {
        let mut profiles = Self {
            used: Vec::new(),
            index: BTreeMap::new(),
            catalogue,
        };
        for raw in own {
            let id = raw.id.clone();
            if let Some(profile) = check_profile(raw, report) {
                profiles.used.push(profile);
            }
            let last = profiles.used.len().saturating_sub(1);
            if profiles.index.insert(id.clone(), last).is_some() {
                report.duplicate(Who("profile", &id));
            }
        }
        profiles
    }

    fn find(&mut self, id: &str, who: Who, report: &mut Report) -> Option<usize> {
        if let Some(&index) = self.index.get(id) {
            return Some(index);
        }
        let Some(profile) = self.catalogue.profiles.get(id) else {
            let candidates = self.index.keys().chain(self.catalogue.profiles.keys());
            let near = nearest(id, candidates.map(String::as_str));
            report.unresolved = true;
            report.error(
                who,
                Text::new(
                    format!("profile 引用了不存在的负荷曲线 {id}"),
                    format!("profile refers to the unknown load profile {id}"),
                ),
                match near {
                    Some(near) => Text::new(
                        format!("是否应为 {near}？"),
                        format!("did you mean {near}?"),
                    ),
                    None => Text::new("补上这条曲线", "add this profile"),
                },
            );
            return None;
        };
        self.used.push(profile.clone());
        self.index.insert(id.to_owned(), self.used.len() - 1);
        Some(self.used.len() - 1)
    }
}

/// A profile with at least one value, a whole step and finite numbers.
pub(crate) fn check_profile(raw: RawProfile, report: &mut Report) -> Option<Profile> {
    let who = Who("profile", &raw.id);
    if raw.values.is_empty() {
        report.error(
            who,
            Text::new("负荷曲线没有数值", "the profile has no values"),
            Text::new("每个时段填写一个系数", "give a factor a step"),
        );
    }
    report.positive(who, "step_s", f64::from(raw.step_s));
    let bad = raw.values.iter().find(|v| !v.is_finite());
    if let Some(&bad) = bad {
        report.finite(who, "values", bad);
    }
    if raw.values.is_empty() || raw.step_s == 0 {
        return None;
    }
    Some(Profile {
        id: raw.id,
        step_s: raw.step_s,
        values: raw.values,
    })
}

/// Largest usual power on one branch, kW: watts written as kilowatts exceed it.
const USUAL_KW: f64 = 400.0;

pub(super) fn check_load(
    raw: RawLoad,
    nodes: &[Node],
    customers: &Names,
    profiles: &mut Profiles,
    context: &Context,
    report: &mut Report,
) -> Load {
    let who = Who("load", &raw.id);
    let node = context.nodes.find(&raw.node, who, "node", report);
    let branches = if raw.connection.is_delta() && raw.connection.phases().len() == 2 {
        1
    } else {
        raw.connection.phases().len()
    };
    for (field, power) in [("kw", raw.kw), ("kvar", raw.kvar)] {
        if report.finite(who, field, power) {
            let most = USUAL_KW * branches as f64;
            report.usual(who, field, power, (-most, most));
        }
    }
    if let Some(rated_v) = raw.rated_v {
        report.positive(who, "rated_v", rated_v);
    }
    if let Some(at) = node.map(|k| &nodes[k]) {
        absent(
            who,
            raw.connection.conductors().without(at.phases),
            at,
            report,
        );
    }
    check_model(who, &raw.model, report);
    if let Some(band) = &raw.band {
        check_band(who, band, report);
    }
    let nominal_v = node.map_or(context.nominal_v, |k| nodes[k].nominal_v);
    let branch_v = if raw.connection.is_delta() {
        nominal_v
    } else {
        nominal_v / 3.0_f64.sqrt()
    };
    let profile = raw.profile.as_ref();
    let customer = raw.customer.as_ref();
    Load {
        node: node.unwrap_or(0),
        connection: raw.connection,
        kw: raw.kw,
        kvar: raw.kvar,
        rated_v: raw.rated_v.unwrap_or(branch_v),
        model: raw.model,
        band: raw.band,
        profile: profile.and_then(|id| profiles.find(id, who, report)),
        customer: customer.and_then(|id| customers.find(id, who, "customer", report)),
        id: raw.id,
    }
}

fn check_model(who: Who, model: &LoadModel, report: &mut Report) {
    match *model {
        LoadModel::ConstantPower | LoadModel::ConstantImpedance | LoadModel::ConstantCurrent => {}
        LoadModel::Exponential { p, q } => {
            report.finite(who, "model.p", p);
            report.finite(who, "model.q", q);
        }
        LoadModel::Zip { p, q, cut_off } => {
            report.not_negative(who, "model.cut_off", cut_off);
            for (field, shares) in [("model.p", p), ("model.q", q)] {
                let sound = shares.iter().all(|&v| report.finite(who, field, v));
                let sum: f64 = shares.iter().sum();
                if sound && (sum - 1.0).abs() > 1e-6 {
                    report.warn(
                        who,
                        Text::new(
                            format!("{field} 三项之和为 {sum}，不是 1"),
                            format!("the shares of {field} sum to {sum}, not to 1"),
                        ),
                        Text::new("核对 ZIP 系数", "check the ZIP shares"),
                    );
                }
            }
        }
    }
}

fn check_band(who: Who, band: &VoltageBand, report: &mut Report) {
    report.not_negative(who, "band.low", band.low);
    report.positive(who, "band.min", band.min);
    report.positive(who, "band.max", band.max);
    if !(band.low <= band.min && band.min <= band.max) {
        report.error(
            who,
            Text::new(
                "band 须满足 low ≤ min ≤ max",
                "band must have low ≤ min ≤ max",
            ),
            Text::new("更正 band", "correct band"),
        );
    }
}
