//! Conductors, overhead lines and cables, with their impedances.

use num_complex::Complex64;

use super::check::insert;
use super::raw::{
    CableGroup, Conditions, ConductorGroup, Material, OverheadGroup, RawCable, RawOverhead,
};
use super::{Catalogue, Conductor, LineType, Wire};
use crate::Text;
use crate::check::{Report, Who};
use crate::impedance::{Cable, Earth, Impedance, Strand, cable, overhead};

pub(super) fn check_conditions(c: &Conditions, report: &mut Report) {
    let who = Who("", "conditions");
    report.all_positive(
        who,
        [
            ("frequency_hz", c.frequency_hz),
            ("earth_ohm_m", c.earth_ohm_m),
        ],
    );
    report.finite(who, "conductor_c", c.conductor_c);
    report.all_positive(
        who,
        [
            ("aluminium_per_k", c.aluminium_per_k),
            ("copper_per_k", c.copper_per_k),
        ],
    );
}

impl Conditions {
    fn earth(&self) -> Earth {
        Earth {
            resistivity_ohm_m: self.earth_ohm_m,
            frequency_hz: self.frequency_hz,
        }
    }

    const fn per_k(&self, material: Material) -> f64 {
        match material {
            Material::Aluminium => self.aluminium_per_k,
            Material::Copper => self.copper_per_k,
        }
    }

    /// Resistance at the conductors' temperature: R₂₀·(1+α·(θ−20 °C)).
    fn warm(&self, material: Material, r20: f64) -> f64 {
        r20 * (1.0 + self.per_k(material) * (self.conductor_c - 20.0))
    }
}

pub(super) fn add_conductors(
    group: ConductorGroup,
    conditions: &Conditions,
    whole: &mut Catalogue,
    report: &mut Report,
) {
    let who = Who("conductor", &group.series);
    report.positive(who, "gmr_factor", group.gmr_factor);
    report.positive(who, "limit_c", group.limit_c);
    for size in group.sizes {
        let id = format!("{}-{}", group.series, size.mm2);
        let who = Who("conductor", &id);
        report.all_positive(
            who,
            [
                ("mm2", size.mm2),
                ("r20_ohm_per_km", size.r20_ohm_per_km),
                ("metal_mm", size.metal_mm),
                ("outer_mm", size.outer_mm),
                ("ampacity_a", size.ampacity_a),
            ],
        );
        report.some_positive(
            who,
            [
                ("breaking_n", size.breaking_n),
                ("kg_per_km", size.kg_per_km),
            ],
        );
        let conductor = Conductor {
            material: group.material,
            mm2: size.mm2,
            insulated: group.insulated,
            r20_ohm_per_km: size.r20_ohm_per_km,
            per_k: conditions.per_k(group.material),
            r_ohm_per_km: conditions.warm(group.material, size.r20_ohm_per_km),
            gmr_m: group.gmr_factor * size.metal_mm / 2000.0,
            metal_m: size.metal_mm / 1000.0,
            outer_m: size.outer_mm / 1000.0,
            ampacity_a: size.ampacity_a,
            limit_c: group.limit_c,
            breaking_n: size.breaking_n,
            kg_per_m: size.kg_per_km.map(|kg| kg / 1000.0),
            source: group.source.clone(),
            id: id.clone(),
        };
        insert(&mut whole.conductors, "conductor", id, conductor, report);
    }
}

pub(super) fn add_overhead(
    group: OverheadGroup,
    conditions: &Conditions,
    whole: &mut Catalogue,
    report: &mut Report,
) {
    let who = Who("line", group.types.first().map_or("", |t| &t.id));
    report.all_positive(
        who,
        [("rated_v", group.rated_v), ("height_m", group.height_m)],
    );
    for raw in &group.types {
        let Some((wires, strands)) = hang(&group, raw, whole, report) else {
            continue;
        };
        let Some(phase) = whole.conductors.get(&raw.phase) else {
            continue;
        };
        let (ampacity_a, limit_c) = (phase.ampacity_a, phase.limit_c);
        let z_ohm_per_km = overhead(&strands, conditions.earth());
        if !is_computed(Who("line", &raw.id), &z_ohm_per_km, report) {
            continue;
        }
        let line = LineType {
            id: raw.id.clone(),
            laying: group.laying,
            rated_v: Some(group.rated_v),
            impedance: Impedance::Matrix {
                z_ohm_per_km,
                c_nf_per_km: Vec::new(),
            },
            ampacity_a: Some(ampacity_a),
            limit_c: Some(limit_c),
            wires,
            outer_m: 0.0,
            source: group.source.clone(),
        };
        insert(&mut whole.lines, "line", raw.id.clone(), line, report);
    }
}

/// Whether the impedances came out as numbers; else an error, since some figure they
/// rest on is beyond all measure, or wires lie inside each other.
fn is_computed(who: Who, z_ohm_per_km: &[Vec<Complex64>], report: &mut Report) -> bool {
    let is_computed = z_ohm_per_km.iter().flatten().all(|z| z.is_finite());
    if !is_computed {
        report.error(
            who,
            Text::new(
                "由这些数据算不出阻抗",
                "no impedance can be computed from these figures",
            ),
            Text::new(
                "核对导线的半径、位置和电阻及其单位",
                "check radii, positions and resistances of the wires, and their units",
            ),
        );
    }
    is_computed
}

/// Puts conductors into the arrangement, in the order a, b, c, n.
fn hang(
    group: &OverheadGroup,
    raw: &RawOverhead,
    whole: &Catalogue,
    report: &mut Report,
) -> Option<(Vec<Wire>, Vec<Strand>)> {
    let who = Who("line", &raw.id);
    let mut hung = Vec::new();
    for &(phases, x_m, y_m) in &group.wires {
        let phase = phases.iter().next().filter(|_| phases.len() == 1);
        let Some(phase) = phase else {
            report.error(
                who,
                Text::new(
                    format!("每根导线只能是 a、b、c、n 之一，现为“{phases}”"),
                    format!("a wire is one of a, b, c, n, not `{phases}`"),
                ),
                Text::new("更正 wires", "correct wires"),
            );
            return None;
        };
        let is_neutral = phase == crate::Conductor::N;
        let id = raw.neutral.as_ref().filter(|_| is_neutral);
        let id = id.unwrap_or(&raw.phase);
        let Some(conductor) = whole.conductors.get(id) else {
            report.error(
                who,
                Text::new(
                    format!("引用了不存在的导线 {id}"),
                    format!("refers to the unknown conductor {id}"),
                ),
                Text::new("更正导线编号", "correct the id of the conductor"),
            );
            return None;
        };
        let is_placed = report.finite(who, "wires", x_m) && report.finite(who, "wires", y_m);
        if !is_placed {
            return None;
        }
        hung.push((phase, x_m, y_m, conductor));
    }
    hung.sort_by_key(|(phase, ..)| *phase);
    let wires = hung.iter().map(|&(phase, x_m, y_m, conductor)| Wire {
        phase,
        conductor: conductor.id.clone(),
        x_m,
        y_m,
        outer_m: conductor.outer_m,
    });
    let strands = hung.iter().map(|&(_, x_m, y_m, conductor)| Strand {
        r_ohm_per_km: conductor.r_ohm_per_km,
        gmr_m: conductor.gmr_m,
        x_m,
        height_m: group.height_m + y_m,
    });
    Some((wires.collect(), strands.collect()))
}

pub(super) fn add_cables(
    group: CableGroup,
    conditions: &Conditions,
    whole: &mut Catalogue,
    report: &mut Report,
) {
    for raw in &group.types {
        let who = Who("line", &raw.id);
        report.all_positive(
            who,
            [
                ("mm2", raw.mm2),
                ("r20_ohm_per_km", raw.r20_ohm_per_km),
                ("x_ohm_per_km", raw.x_ohm_per_km),
                ("outer_mm", raw.outer_mm),
                ("ampacity_a", raw.ampacity_a),
            ],
        );
        report.positive(who, "rated_v", group.rated_v);
        report.positive(who, "limit_c", group.limit_c);
        report.some_positive(
            who,
            [("neutral_r20_ohm_per_km", raw.neutral_r20_ohm_per_km)],
        );
        report.not_negative(who, "c_nf_per_km", raw.c_nf_per_km);
        let z_ohm_per_km = cable_impedance(&group, raw, conditions);
        if !is_computed(who, &z_ohm_per_km, report) {
            continue;
        }
        let line = LineType {
            id: raw.id.clone(),
            laying: group.laying,
            rated_v: Some(group.rated_v),
            impedance: Impedance::Matrix {
                c_nf_per_km: own_capacitances(raw.c_nf_per_km, z_ohm_per_km.len()),
                z_ohm_per_km,
            },
            ampacity_a: Some(raw.ampacity_a),
            limit_c: Some(group.limit_c),
            wires: Vec::new(),
            outer_m: raw.outer_mm / 1000.0,
            source: group.source.clone(),
        };
        insert(&mut whole.lines, "line", raw.id.clone(), line, report);
    }
}

/// Solid round core: the field inside it reaches to exp(−¼) of its radius.
const SOLID_GMR: f64 = 0.7788;

fn cable_impedance(
    group: &CableGroup,
    raw: &RawCable,
    conditions: &Conditions,
) -> Vec<Vec<Complex64>> {
    let warm = |r20| conditions.warm(group.material, r20);
    let has_neutral = group.cores.has(crate::Conductor::N);
    let neutral = raw.neutral_r20_ohm_per_km.unwrap_or(raw.r20_ohm_per_km);
    cable(
        Cable {
            phases: group.cores.len() - usize::from(has_neutral),
            r_ohm_per_km: warm(raw.r20_ohm_per_km),
            neutral_r_ohm_per_km: has_neutral.then(|| warm(neutral)),
            x_ohm_per_km: raw.x_ohm_per_km,
            gmr_m: SOLID_GMR * (raw.mm2 * 1e-6 / std::f64::consts::PI).sqrt(),
        },
        conditions.earth(),
    )
}

/// Capacitances of `cores` that have each its own screen, or none: there are none
/// between cores.
fn own_capacitances(c_nf_per_km: f64, cores: usize) -> Vec<Vec<f64>> {
    if c_nf_per_km == 0.0 {
        return Vec::new();
    }
    let row = |i| (0..cores).map(move |j| if i == j { c_nf_per_km } else { 0.0 });
    (0..cores).map(|i| row(i).collect()).collect()
}
