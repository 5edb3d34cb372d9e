//! Loads, their voltage dependence and their profiles.

use std::collections::BTreeMap;

use super::names::{Names, unknown};
use super::network::{Context, absent};
use super::{Report, Who};
use crate::Text;
use crate::area::raw::{RawLoad, RawProfile};
use crate::area::{Load, LoadModel, Node, Profile, VoltageBand};
use crate::catalogue::Catalogue;

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
            let candidates = candidates.map(String::as_str);
            let word = ("负荷曲线", "load profile");
            unknown(who, "profile", word, id, candidates, report);
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
        deferrable: raw.deferrable,
        id: raw.id,
    }
}

fn check_model(who: Who, model: &LoadModel, report: &mut Report) {
    match model {
        LoadModel::ConstantPower | LoadModel::ConstantImpedance | LoadModel::ConstantCurrent => {}
        LoadModel::Exponential { p, q } => {
            report.finite(who, "model.p", *p);
            report.finite(who, "model.q", *q);
        }
        LoadModel::Inverter {
            kva,
            volt_var,
            volt_watt,
        } => {
            report.positive(who, "model.kva", *kva);
            check_curve(who, "model.volt_var", &volt_var[..], -1.0, report);
            check_curve(who, "model.volt_watt", &volt_watt[..], 0.0, report);
        }
        LoadModel::Zip { p, q, cut_off } => {
            report.not_negative(who, "model.cut_off", *cut_off);
            for (field, shares) in [("model.p", *p), ("model.q", *q)] {
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

/// Voltages that rise, with values between `least` and 1.
fn check_curve(
    who: Who,
    field: &'static str,
    points: &[[f64; 2]],
    least: f64,
    report: &mut Report,
) {
    let mut figures = points.iter().flatten();
    if !figures.all(|&figure| report.finite(who, field, figure)) {
        return;
    }
    let rises = points.windows(2).all(|pair| pair[0][0] < pair[1][0]);
    let is_within = |point: &[f64; 2]| point[0] > 0.0 && (least..=1.0).contains(&point[1]);
    if !(rises && points.iter().all(is_within)) {
        report.error(
            who,
            Text::new(
                format!("{field} 的电压须为正且递增，值须在 {least} 到 1 之间"),
                format!(
                    "{field} must have positive, rising voltages, and values from {least} to 1"
                ),
            ),
            Text::new("更正曲线", "correct the curve"),
        );
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
