//! From catalogue files as written to equipment types.

use std::collections::BTreeMap;

use super::lines::{add_cables, add_conductors, add_overhead, check_conditions};
use super::raw::{Group, PoleGroup, RawCatalogue, TransformerGroup};
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
        add_written(
            self.devices,
            "device",
            &mut whole.devices,
            &mut report,
            |d| (d.id.clone(), vec![("rated_a", d.rated_a)]),
        );
        add_written(self.boxes, "box", &mut whole.boxes, &mut report, |b| {
            let (width, depth, height) = b.size_m;
            let size = [width, depth, height].map(|v| ("size_m", v));
            (b.id.clone(), size.to_vec())
        });
        add_written(self.meters, "meter", &mut whole.meters, &mut report, |m| {
            (
                m.id.clone(),
                vec![("basic_a", m.basic_a), ("max_a", m.max_a)],
            )
        });
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

fn add_written<T>(
    groups: Vec<Group<T>>,
    word: &'static str,
    map: &mut BTreeMap<String, T>,
    report: &mut Report,
    facts: impl Fn(&T) -> (String, Vec<(&'static str, f64)>),
) {
    for value in groups.into_iter().flat_map(|group| group.types) {
        let (id, figures) = facts(&value);
        for (field, figure) in figures {
            report.positive(Who(word, &id), field, figure);
        }
        insert(map, word, id, value, report);
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
