//! What wind does to a pole: the bending moment at the ground line.

use crate::Vector;
use crate::air::{AIR_KG_M3, POLE_DRAG, WIRE_DRAG};
use crate::lines::{Lines, Pole};
use crate::sway::Modal;

/// A part of a half span, which its pole bears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// The span.
    pub span: usize,
    /// Its number at the pole.
    pub part: u32,
    /// Its middle, m.
    pub at: Vector,
    /// Across the wires: only the wind in this direction pushes them.
    pub normal: Vector,
    /// `C_d` times width times height over the ground, m³.
    pub coefficient_m3: f64,
    /// What a metre of ice around the wires adds to it, m².
    pub per_ice_m2: f64,
}

/// Share of a span, from its end, in the middle of each of the parts of its half; a drop to
/// a house is short enough for one.
const PARTS: [f64; 2] = [0.125, 0.375];
const ONE_PART: [f64; 1] = [0.25];

/// A pole with half of the spans on all sides, as the wind sees them.
///
/// A moment is a vector: it points to where the pole is bent. The wind is that of a moment
/// at 10 m; the few metres to the height of the wires are neglected, and so is the moment
/// of the weight about a bent pole.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// `C_d` times width times height of the pole itself, m³.
    pub pole_m3: f64,
    /// The parts of its spans.
    pub faces: Vec<Face>,
}

impl Exposure {
    /// That of a pole, by its index.
    pub fn of(lines: &Lines, pole: usize) -> Self {
        let item = &lines.poles[pole];
        let faces = item.holds.iter().flat_map(|hold| {
            let span = &lines.spans[hold.span];
            let near = usize::from(span.poles[0] != Some(pole));
            let parts: &[f64] = if span.service { &ONE_PART } else { &PARTS };
            let part_m = span.length_m() / 2.0 / parts.len() as f64;
            let wires = span.wires.iter();
            let (wide, high) = wires.fold((0.0, 0.0), |(wide, high), wire| {
                let height_m = hold.height_m + wire.y_m;
                (wide + wire.outer_m * height_m, high + height_m)
            });
            parts.iter().map(move |&share| Face {
                span: hold.span,
                part: 0,
                at: span.point(if near == 0 { share } else { 1.0 - share }),
                normal: span.ahead().across(),
                coefficient_m3: WIRE_DRAG * part_m * wide,
                per_ice_m2: WIRE_DRAG * part_m * 2.0 * high,
            })
        });
        let numbered = (0..).zip(faces).map(|(part, face)| Face { part, ..face });
        Self {
            pole_m3: POLE_DRAG * item.area_moment_m3(),
            faces: numbered.collect(),
        }
    }

    /// Bending moment, Nm, in the winds `at_pole` and, in the order of the faces,
    /// `at_faces`, m/s, with `ice_m` metres of ice around the wires.
    pub fn moment_nm(
        &self,
        at_pole: Vector,
        at_faces: impl IntoIterator<Item = Vector>,
        ice_m: f64,
    ) -> Vector {
        let mut sum = at_pole * (self.pole_m3 * at_pole.length());
        for (face, wind) in self.faces.iter().zip(at_faces) {
            let across = wind.dot(face.normal);
            let coefficient = face.coefficient_m3 + face.per_ice_m2 * ice_m;
            sum += face.normal * (coefficient * across * across.abs());
        }
        sum * (0.5 * AIR_KG_M3)
    }

    /// Bending moment, Nm, in the same wind everywhere.
    pub fn uniform_nm(&self, wind: Vector, ice_m: f64) -> Vector {
        let same = std::iter::repeat_n(wind, self.faces.len());
        self.moment_nm(wind, same, ice_m)
    }

    /// The coefficient K of the moment ½·ρ·K·v² in a wind from anywhere, towards
    /// `direction`, m³, without ice.
    pub fn coefficient_m3(&self, direction: Vector) -> f64 {
        self.uniform_nm(direction.direction(), 0.0).length() / (0.5 * AIR_KG_M3)
    }

    /// The direction of wind that bends most, and its coefficient, m³.
    pub fn worst(&self) -> (Vector, f64) {
        const DIRECTIONS: u32 = 36;
        let all = (0..DIRECTIONS).map(|k| {
            let towards = Vector::towards(std::f64::consts::PI * f64::from(k) / 36.0);
            (towards, self.coefficient_m3(towards))
        });
        all.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default()
    }
}

/// Young's modulus of spun concrete, Pa, and its density, kg/m³.
const CONCRETE_PA: f64 = 32e9;
const CONCRETE_KG_M3: f64 = 2500.0;
/// Thickness of an annular pole's wall, of the diameter of its tip (GB 4623: 40 mm of 150,
/// 50 mm of 190).
const WALL: f64 = 0.265;
/// Arms, insulators and fittings on a pole, kg; assumed.
const FITTINGS_KG: f64 = 30.0;
/// Damping of a concrete pole in the ground by itself.
const DAMPING: f64 = 0.025;
/// What of a pole's mass sways with its top (a cantilever of even section).
const SWAYING: f64 = 0.243;
/// What a crack at the ground line leaves of the stiffness; assumed.
const CRACKED: f64 = 0.5;

impl Pole {
    /// Its mass with what is in the ground, kg.
    pub fn mass_kg(&self) -> f64 {
        let wall = WALL * self.tip_m;
        let middle = f64::midpoint(self.tip_m, self.ground_m);
        let area = std::f64::consts::PI * wall * (middle - wall);
        CONCRETE_KG_M3 * area * (self.top_m + self.buried_m)
    }

    /// How hard it resists, uncracked, being bent aside at a height over the ground, N/m.
    pub fn stiffness_n_m(&self, height_m: f64) -> f64 {
        let wall = WALL * self.tip_m;
        let middle = f64::midpoint(self.tip_m, self.ground_m);
        let fourth = |d: f64| d.powi(4);
        let inertia = std::f64::consts::PI / 64.0 * (fourth(middle) - fourth(middle - 2.0 * wall));
        3.0 * CONCRETE_PA * inertia / height_m.powi(3)
    }

    /// How it sways in a mean wind of `mean_m_s`: as a cantilever with its wires' mass on
    /// top, damped by itself and by the wires, which meet more wind when it moves against
    /// it. `most_m3` is its worst coefficient ([`Exposure::worst`]).
    pub fn modal(&self, lines: &Lines, most_m3: f64, mean_m_s: f64, cracked: bool) -> Modal {
        let whole = self.stiffness_n_m(self.top_m);
        let stiffness = if cracked { CRACKED * whole } else { whole };
        let standing = self.mass_kg() * self.top_m / (self.top_m + self.buried_m);
        let wires: f64 = self
            .holds
            .iter()
            .map(|hold| {
                let span = &lines.spans[hold.span];
                let wires: f64 = span.wires.iter().map(|wire| wire.kg_per_m).sum();
                let share = hold.height_m / self.top_m;
                wires * span.length_m() / 2.0 * share * share
            })
            .sum();
        let mass = SWAYING * standing + FITTINGS_KG + wires;
        let rate = (stiffness / mass).sqrt();
        let drag = AIR_KG_M3 * most_m3 * mean_m_s / self.top_m;
        Modal {
            frequency_hz: rate / std::f64::consts::TAU,
            damping: (DAMPING + drag / (2.0 * mass * rate)).min(0.5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::tests::{pole_of, wire};
    use crate::lines::{Hold, Span};
    use taiqu_grid::{AssetRef, Kind};

    /// A straight line of three poles, four wires; the middle one is held from both sides.
    pub fn row(pole: &str, conductor: &str, span_m: f64, height_m: f64) -> Lines {
        let mut poles: Vec<Pole> = (0..3)
            .map(|k| {
                let at = Vector::new(f64::from(k) * span_m, 0.0);
                let holds: &[usize] = match k {
                    0 => &[0],
                    1 => &[0, 1],
                    _ => &[1],
                };
                let holds = holds.iter().map(|&span| Hold { span, height_m });
                Pole {
                    at,
                    holds: holds.collect(),
                    ..pole_of(pole)
                }
            })
            .collect();
        poles[1].node = AssetRef::in_area(0, Kind::Node, 1);
        let spans = (0..2).map(|k| Span {
            section: AssetRef::in_area(0, Kind::Section, k as u32),
            at: [poles[k].at, poles[k + 1].at],
            poles: [Some(k), Some(k + 1)],
            high: false,
            service: false,
            wires: vec![wire(conductor); 4],
        });
        Lines {
            spans: spans.collect(),
            poles,
        }
    }

    /// Domain figures, §5.3: the same pole in a gust cracks at 30.5 m/s and breaks at 43.
    #[test]
    fn the_usual_pole_cracks_and_breaks_at_its_gusts() {
        let lines = row("RC150-10-D", "JKLYJ-70", 45.0, 8.0);
        let exposure = Exposure::of(&lines, 1);
        let (towards, most) = exposure.worst();
        assert!(towards.dot(Vector::new(0.0, 1.0)).abs() > 0.999);
        let gust = |moment: f64| (moment / (0.5 * AIR_KG_M3 * most)).sqrt();
        let pole = &lines.poles[1];
        assert!(
            (gust(pole.crack_nm) - 30.5).abs() < 0.1,
            "{}",
            gust(pole.crack_nm)
        );
        assert!((gust(pole.break_nm()) - 43.1).abs() < 0.1);
    }

    #[test]
    fn wind_along_the_line_pushes_the_pole_alone() {
        let lines = row("RC150-10-D", "JKLYJ-70", 45.0, 8.0);
        let exposure = Exposure::of(&lines, 1);
        let along = exposure.coefficient_m3(Vector::new(1.0, 0.0));
        assert!((along - exposure.pole_m3).abs() < 1e-9);
        // An end pole bears half as much from its wires.
        let end = Exposure::of(&lines, 0);
        let across = Vector::new(0.0, 1.0);
        let wires = |of: &Exposure| of.coefficient_m3(across) - of.pole_m3;
        assert!((wires(&exposure) / wires(&end) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn ice_catches_wind() {
        let lines = row("RC150-10-D", "JKLYJ-70", 45.0, 8.0);
        let exposure = Exposure::of(&lines, 1);
        let wind = Vector::new(0.0, 10.0);
        let wires =
            |ice| exposure.uniform_nm(wind, ice).length() - exposure.uniform_nm(wind, 0.0).length();
        let bare = exposure.uniform_nm(wind, 0.0).length();
        let pole = 0.5 * AIR_KG_M3 * 100.0 * exposure.pole_m3;
        // Ice as thick as the wire triples its width.
        assert!((wires(0.0128) / (bare - pole) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn poles_sway_once_or_thrice_a_second() {
        for (pole, conductor, height) in [
            ("RC150-10-D", "JKLYJ-70", 8.0),
            ("RC190-12-G", "JKLYJ-120", 9.6),
        ] {
            let lines = row(pole, conductor, 45.0, height);
            let exposure = Exposure::of(&lines, 1);
            let (_, most) = exposure.worst();
            let item = &lines.poles[1];
            let modal = item.modal(&lines, most, 25.0, false);
            assert!((1.0..3.0).contains(&modal.frequency_hz), "{modal:?}");
            assert!((0.025..0.12).contains(&modal.damping), "{modal:?}");
            assert!(
                (400.0..1300.0).contains(&item.mass_kg()),
                "{}",
                item.mass_kg()
            );
            let cracked = item.modal(&lines, most, 25.0, true);
            assert!(cracked.frequency_hz < modal.frequency_hz);
        }
    }
}
