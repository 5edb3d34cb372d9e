//! The design code's check of a pole (GB 50061, DL/T 5154): the wind is the 10-minute mean
//! at 10 m, and α reduces it over a span.

use crate::StrungWire;
use crate::Vector;
use crate::lines::{Lines, Pole};

/// α of the code: what of a mean wind of `mean_m_s` acts on a whole span at once.
fn reduction(mean_m_s: f64) -> f64 {
    match mean_m_s {
        v if v < 20.0 => 1.0,
        v if v < 30.0 => 0.85,
        v if v < 35.0 => 0.75,
        _ => 0.70,
    }
}

/// `μ_sc` of the code: the shape of a wire with its ice.
fn wire_shape(outer_m: f64, iced: bool) -> f64 {
    if iced || outer_m < 0.017 { 1.2 } else { 1.1 }
}

/// `μ_s` of the code for a round pole.
const POLE_SHAPE: f64 = 0.6;

/// The code's wind pressure, Pa: V²/1600 kN/m².
fn pressure_pa(mean_m_s: f64) -> f64 {
    1000.0 * mean_m_s * mean_m_s / 1600.0
}

/// A wire as a pole bears it.
#[derive(Clone, Copy, Debug)]
pub struct Borne<'a> {
    /// The wire.
    pub wire: &'a StrungWire,
    /// Height over the ground, m.
    pub height_m: f64,
    /// How much of it the pole bears, m: half of the spans on both sides.
    pub length_m: f64,
    /// Sine of the angle between wind and wire.
    pub sine: f64,
}

/// Bending moment at the ground line of a pole, Nm, with `ice_m` metres of ice around the
/// wires, in a wind of `mean_m_s`, the 10-minute mean at 10 m. The height factor `μ_z` is 1.
pub fn base_moment_nm(pole: &Pole, wires: &[Borne<'_>], ice_m: f64, mean_m_s: f64) -> f64 {
    let pressure = pressure_pa(mean_m_s);
    let on_wire = |borne: &Borne<'_>| {
        let wide = borne.wire.outer_m + 2.0 * ice_m;
        let shape = wire_shape(borne.wire.outer_m, ice_m > 0.0);
        let force = reduction(mean_m_s) * shape * wide * borne.length_m * pressure;
        force * borne.height_m * borne.sine * borne.sine
    };
    let on_wires: f64 = wires.iter().map(on_wire).sum();
    on_wires + POLE_SHAPE * pressure * pole.area_moment_m3()
}

/// The same for a standing pole, by its index, without ice, in a wind towards `towards`.
pub fn standing_moment_nm(lines: &Lines, pole: usize, towards: Vector, mean_m_s: f64) -> f64 {
    let item = &lines.poles[pole];
    let borne = item.holds.iter().flat_map(|hold| {
        let span = &lines.spans[hold.span];
        let sine = towards.dot(span.ahead().across()).abs();
        span.wires.iter().map(move |wire| Borne {
            wire,
            height_m: hold.height_m + wire.y_m,
            length_m: span.length_m() / 2.0,
            sine,
        })
    });
    base_moment_nm(item, &borne.collect::<Vec<_>>(), 0.0, mean_m_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::tests::{pole_of, wire};

    /// Base moments of a pole with four wires, kNm, in winds 5 m/s apart.
    fn agrees(
        pole: &str,
        conductor: &str,
        (span_m, height_m): (f64, f64),
        from: f64,
        wanted: &[f64],
    ) {
        let wire = wire(conductor);
        let wires = [Borne {
            wire: &wire,
            height_m,
            length_m: span_m,
            sine: 1.0,
        }; 4];
        for (k, wanted) in wanted.iter().enumerate() {
            let mean = from + 5.0 * k as f64;
            let moment = base_moment_nm(&pole_of(pole), &wires, 0.0, mean) / 1000.0;
            assert!(
                (moment / wanted - 1.0).abs() < 0.02,
                "{pole} at {mean} m/s: {moment:.2} instead of {wanted}"
            );
        }
    }

    #[test]
    fn usual_poles_bear_what_the_code_says() {
        let low = [5.7, 8.9, 11.5, 14.8, 19.4, 24.5, 30.2];
        agrees("RC150-10-D", "JKLYJ-70", (45.0, 8.0), 20.0, &low);
        let high = [15.2, 19.8, 25.5, 33.3, 42.2, 52.1, 63.0];
        agrees("RC190-12-G", "JKLYJ-120", (50.0, 9.6), 25.0, &high);
    }
}
