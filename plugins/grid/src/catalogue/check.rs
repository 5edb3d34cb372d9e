//! From catalogue files as written to equipment types.

use std::collections::BTreeMap;

use super::lines::{add_cables, add_conductors, add_overhead, check_conditions};
use super::raw::{Group, PoleGroup, RawCatalogue, TransformerGroup};
use super::types::{BankType, BoxType, DeviceType, Magnetic, MeterType, Relay, Residual};
use super::{Catalogue, PoleType, TransformerType};
use crate::Text;
use crate::area::Rating;
use crate::check::{Checked, Report, Who, check_profile};

impl RawCatalogue {
    /// Checks everything and computes the impedances.
    pub fn check(self) -> Checked<Catalogue> {
        let mut report = Report::default();
        let mut whole = Catalogue::default();
        let lines = !self.conductors.is_empty() || !self.cables.is_empty();
        match &self.conditions {
            Some(conditions) => {
                check_conditions(conditions, &mut report);
                whole.frequency_hz = conditions.frequency_hz;
                for group in self.conductors {
                    add_conductors(group, conditions, &mut whole, &mut report);
                }
                for group in self.overhead {
                    add_overhead(group, conditions, &mut whole, &mut report);
                }
                for group in self.cables {
                    add_cables(group, conditions, &mut whole, &mut report);
                }
            }
            None if lines => report.error(
                Who("", ""),
                Text::new("缺少 conditions", "conditions are missing"),
                Text::new(
                    "在一个文件中给出频率、导线温度和土壤电阻率",
                    "give frequency, conductor temperature and earth resistivity in one of the files",
                ),
            ),
            None => {}
        }
        for group in self.transformers {
            add_transformers(group, &mut whole, &mut report);
        }
        for group in self.poles {
            add_poles(group, &mut whole, &mut report);
        }
        add_written(self.devices, &mut whole.devices, &mut report);
        add_written(self.boxes, &mut whole.boxes, &mut report);
        add_written(self.meters, &mut whole.meters, &mut report);
        add_written(self.banks, &mut whole.banks, &mut report);
        for raw in self.profiles {
            if let Some(profile) = check_profile(raw, &mut report) {
                insert(
                    &mut whole.profiles,
                    "profile",
                    profile.id.clone(),
                    profile,
                    &mut report,
                );
            }
        }
        report.finish(Some(whole))
    }
}

pub(super) fn insert<T>(
    map: &mut BTreeMap<String, T>,
    word: &'static str,
    id: String,
    value: T,
    report: &mut Report,
) {
    if map.contains_key(&id) {
        report.duplicate(Who(word, &id));
    }
    map.insert(id, value);
}

/// Equipment whose record stands in the catalogue as it is used.
trait Written {
    /// What it is called in a report.
    const WORD: &str;

    fn id(&self) -> &str;

    fn check(&self, who: Who, report: &mut Report);
}

impl Written for DeviceType {
    const WORD: &str = "device";

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self, who: Who, report: &mut Report) {
        report.positive(who, "rated_a", self.rated_a);
        report.not_negative(who, "breaking_ka", self.breaking_ka);
        if let Some(melting) = self.melting {
            report.all_positive(
                who,
                [
                    ("carries_a", melting.carries_a.0),
                    ("carries_a", melting.carries_a.1),
                    ("melts_a", melting.melts_a.0),
                    ("melts_a", melting.melts_a.1),
                    ("ka2s", melting.ka2s.0),
                    ("ka2s", melting.ka2s.1),
                ],
            );
        }
        if let Some(link) = self.expulsion {
            let pairs = [
                ("in_300_s", link.in_300_s),
                ("in_10_s", link.in_10_s),
                ("in_100_ms", link.in_100_ms),
            ];
            report.all_positive(who, pairs.map(|(field, (least, _))| (field, least)));
            report.all_positive(who, pairs.map(|(field, (_, most))| (field, most)));
        }
        if let Some(Magnetic { no_trip, trip }) = self.magnetic {
            report.all_positive(who, [("no_trip", no_trip), ("trip", trip)]);
        }
        if let Some(Residual { ma, delay_s }) = self.residual {
            report.positive(who, "ma", ma);
            report.not_negative(who, "delay_s", delay_s);
        }
        if let Some(relay) = self.relay {
            check_relay(who, relay, report);
        }
    }
}

fn check_relay(who: Who, relay: Relay, report: &mut Report) {
    let (from_a, after_s) = relay.delayed;
    report.all_positive(who, [("delayed", from_a), ("delayed", after_s)]);
    report.positive(who, "at_once_a", relay.at_once_a);
    if let Some(after_s) = relay.recloses_after_s {
        report.positive(who, "recloses_after_s", after_s);
    }
    if relay.at_once_a < from_a {
        report.error(
            who,
            Text::new(
                "速断电流小于过流定值",
                "at_once_a is below the current of the delayed stage",
            ),
            Text::new(
                "速断定值应大于过流定值",
                "set at_once_a above the first figure of delayed",
            ),
        );
    }
}

impl Written for BoxType {
    const WORD: &str = "box";

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self, who: Who, report: &mut Report) {
        let (width, depth, height) = self.size_m;
        report.all_positive(who, [width, depth, height].map(|v| ("size_m", v)));
        report.not_negative(who, "height_m", self.height_m);
    }
}

impl Written for MeterType {
    const WORD: &str = "meter";

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self, who: Who, report: &mut Report) {
        report.all_positive(
            who,
            [
                ("basic_a", self.basic_a),
                ("max_a", self.max_a),
                ("class_pct", self.class_pct),
            ],
        );
    }
}

impl Written for BankType {
    const WORD: &str = "bank";

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self, who: Who, report: &mut Report) {
        report.positive(who, "rated_v", self.rated_v);
        for &kvar in &self.steps_kvar {
            report.positive(who, "steps_kvar", kvar);
        }
    }
}

fn add_written<T: Written>(
    groups: Vec<Group<T>>,
    map: &mut BTreeMap<String, T>,
    report: &mut Report,
) {
    for value in groups.into_iter().flat_map(|group| group.types) {
        let id = value.id().to_owned();
        value.check(Who(T::WORD, &id), report);
        insert(map, T::WORD, id, value, report);
    }
}

fn add_transformers(group: TransformerGroup, whole: &mut Catalogue, report: &mut Report) {
    for size in &group.sizes {
        let id = format!("{}-{}", group.series, size.kva);
        let who = Who("transformer", &id);
        report.all_positive(
            who,
            [
                ("kva", size.kva),
                ("p0_w", size.p0_w),
                ("pk_w", size.pk_w),
                ("uk_pct", size.uk_pct),
                ("i0_pct", size.i0_pct),
                ("hv_v", group.hv_v),
                ("lv_v", group.lv_v),
            ],
        );
        report.some_positive(who, [("zero_times", group.zero_times)]);
        let pct = |watts: f64| watts / (size.kva * 10.0);
        let (r_pct, no_load_pct) = (pct(size.pk_w), pct(size.p0_w));
        let quadrature = |whole: f64, part: f64| (whole * whole - part * part).max(0.0).sqrt();
        let x_pct = quadrature(size.uk_pct, r_pct);
        let transformer = TransformerType {
            rating: Rating {
                kva: size.kva,
                hv_v: group.hv_v,
                lv_v: group.lv_v,
                vector: group.vector,
                x_pct,
                r_pct,
                no_load_pct,
                magnetising_pct: quadrature(size.i0_pct, no_load_pct),
                zero_pct: group.zero_times.map(|times| (r_pct, x_pct * times)),
            },
            source: group.source.clone(),
            id: id.clone(),
        };
        insert(
            &mut whole.transformers,
            "transformer",
            id,
            transformer,
            report,
        );
    }
}

fn add_poles(group: PoleGroup, whole: &mut Catalogue, report: &mut Report) {
    for (class, tip_kn) in &group.classes {
        let id = format!("{}-{}-{class}", group.series, group.length_m);
        let who = Who("pole", &id);
        report.positive(who, "length_m", group.length_m);
        report.not_negative(who, "buried_m", group.buried_m);
        report.all_positive(
            who,
            [
                ("tip_mm", group.tip_mm),
                ("taper", group.taper),
                ("arm_m", group.arm_m),
                ("classes", *tip_kn),
            ],
        );
        let pole = PoleType {
            length_m: group.length_m,
            buried_m: group.buried_m,
            tip_m: group.tip_mm / 1000.0,
            butt_m: group.tip_mm / 1000.0 + group.length_m / group.taper,
            crack_nm: tip_kn * 1000.0 * group.arm_m,
            source: group.source.clone(),
            id: id.clone(),
        };
        insert(&mut whole.poles, "pole", id, pole, report);
    }
}
