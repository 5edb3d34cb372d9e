//! Wires of a span that swing out in gusts until two of them touch, in closed form.
//!
//! A wire hangs in the wind as a pendulum of its sag, where drag and weight balance. The
//! wires of a span meet nearly the same gust and swing together: what brings two of them
//! together is what they differ by. The way from one to the other has, in the plane across
//! the span, a part along the hanging wires and a part across them. Only unequal sags close
//! the first. The second is closed by swinging apart: by what one of them meets of a gust
//! and the other does not, and by pendulums of unequal length that come out of step when a
//! gust is over. That is a normal process, and Rice's formula tells how often it goes far
//! enough. Wakes, ice and the forces of short-circuit currents are left out.

use std::f64::consts::PI;

use crate::swing::{Swing, between};
use crate::{Span, StrungWire};

/// How much the sags of a span's wires differ, standard deviation of the logarithm. GB 50173
/// lets those of a new line be off by 5 %; then ties slip and joints creep. Assumed.
pub const SAGS: f64 = 0.08;
/// Distance at which 10 kV jump from wire to wire, m (some 15 kV at the crest, between rods);
/// lower voltages need the wires to touch.
const JUMPS_M: f64 = 0.02;
/// Share of a uniformly loaded length that holds as much as the mode of a span, whose middle
/// counts most: 8/π².
const MODE: f64 = 8.0 / (PI * PI);

/// Gusts that a span meets at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Gusty {
    /// Mean wind, m/s.
    pub mean_m_s: f64,
    /// What of it blows across the line, from −1 to 1: above 0 to the right when facing the
    /// load.
    pub across: f64,
    /// The wind of the moment, over seconds, over the mean.
    pub times: f64,
    /// Standard deviation of the wind over its mean.
    pub intensity: f64,
    /// Spectrum over the frequency, per Hz, for variance 1, in a mean wind in m/s.
    pub spectrum_hz: fn(f64, f64) -> f64,
    /// Davenport's C: two places Δ apart have the coherence exp(−C·n·Δ/U).
    pub decay: f64,
}

/// Two wires of a span that come together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clash {
    /// Their positions among the span's wires.
    pub wires: [usize; 2],
    /// How often, per second.
    pub per_s: f64,
    /// How fast they meet, m/s.
    pub meet_m_s: f64,
}

impl Gusty {
    /// How often each two wires of `span` come together, each of which is at a temperature of
    /// `wires_c` and sags so many times as much as it should there; only those that can.
    pub fn clashes(&self, span: &Span, sags: &[f64], wires_c: &[f64]) -> Vec<Clash> {
        let across_m_s = self.across * self.times * self.mean_m_s;
        if across_m_s.abs() <= 0.0 {
            return Vec::new();
        }
        // Wires of a kind that are as warm hang alike but for their sags.
        let mut last: Option<(&StrungWire, f64, Swing)> = None;
        let hanging = span.wires.iter().zip(sags).zip(wires_c);
        let swings = hanging.map(|((wire, &longer), &wire_c)| {
            let same = |warm_c: f64| warm_c.total_cmp(&wire_c).is_eq();
            let (.., alike) = last
                .filter(|&(other, warm_c, _)| same(warm_c) && of_a_kind(other, wire))
                .unwrap_or_else(|| (wire, wire_c, Swing::of(span, wire, wire_c, across_m_s)));
            last = Some((wire, wire_c, alike));
            alike.longer(longer)
        });
        let swings: Vec<Swing> = swings.collect();
        let count = swings.len();
        let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |other| [one, other]));
        pairs
            .filter_map(|wires| self.meet(span, wires, wires.map(|wire| &swings[wire])))
            .collect()
    }

    fn meet(&self, span: &Span, wires: [usize; 2], swings: [&Swing; 2]) -> Option<Clash> {
        let [one, other] = wires.map(|wire| &span.wires[wire]);
        let jumps_m = if span.high { JUMPS_M } else { 0.0 };
        let near_m = f64::midpoint(one.outer_m, other.outer_m) + jumps_m;
        let mean = |of: fn(&Swing) -> f64| f64::midpoint(of(swings[0]), of(swings[1]));
        let [sine, cosine] = between(swings[0].turned, swings[1].turned);
        // Along the hanging wires and across them: where the wires are held, and how far the
        // one hangs beyond the other in the middle.
        let turned = |[x, y]: [f64; 2]| [x * sine - y * cosine, x * cosine + y * sine];
        let held = turned([one.x_m - other.x_m, one.y_m - other.y_m]);
        let [hangs, further] = swings.map(Swing::hangs);
        let beyond = turned([hangs[0] - further[0], hangs[1] - further[1]]);
        let reaches = reaches(held[0], beyond[0], near_m)?;
        let off_m = reaches.map(|share| held[1] / share + beyond[1]);
        let left_m = |k: usize| (off_m[k].abs() - near_m / reaches[k]).max(0.0);
        let needs_m = if off_m[0] * off_m[1] < 0.0 {
            0.0
        } else {
            left_m(0).min(left_m(1))
        };
        let apart_m = (one.x_m - other.x_m).hypot(one.y_m - other.y_m);
        let deviation_m = mean(|swing| swing.sag_m) * self.apart_rad(span, apart_m, swings);
        let frequency_hz = mean(|swing| swing.frequency_hz);
        let per_s = frequency_hz * (-0.5 * (needs_m / deviation_m).powi(2)).exp();
        (per_s > 0.0).then(|| Clash {
            wires,
            per_s,
            // The mean speed of a normal process where it crosses a level.
            meet_m_s: (PI / 2.0).sqrt() * 2.0 * PI * frequency_hz * deviation_m,
        })
    }

    /// Standard deviation of the angle between two wires that are held `apart_m` apart, rad.
    fn apart_rad(&self, span: &Span, apart_m: f64, swings: [&Swing; 2]) -> f64 {
        let mean = |of: fn(&Swing) -> f64| f64::midpoint(of(swings[0]), of(swings[1]));
        let frequency_hz = mean(|swing| swing.frequency_hz);
        let damping = mean(|swing| swing.damping);
        let alike = (-self.decay * frequency_hz * apart_m / self.mean_m_s).exp();
        let ratio = swings[0].frequency_hz / swings[1].frequency_hz;
        let power = frequency_hz * (self.spectrum_hz)(frequency_hz, self.mean_m_s);
        // What is as slow as they swing or slower, and what they swing with. The spectrum
        // falls as 1/n about there, and the slower a gust is, the more it is the same for
        // both and along the span.
        let slow = power * 2.0 * (1.0 - alike) * self.joint(span, frequency_hz / 2.0);
        let alike = alike * in_step(ratio, damping);
        let swung = power * PI / (4.0 * damping) * 2.0 * (1.0 - alike);
        let relative = (slow + swung * self.joint(span, frequency_hz)).sqrt();
        // d(atan v²)/dv: the angle for each part of the wind.
        let [sine, cosine] = between(swings[0].turned, swings[1].turned);
        2.0 * (sine * cosine).abs() * self.intensity / self.times * relative
    }

    /// What of a gust's power at a frequency acts on a whole span (Davenport).
    fn joint(&self, span: &Span, frequency_hz: f64) -> f64 {
        let wide = MODE * self.decay * frequency_hz * span.length_m() / self.mean_m_s;
        2.0 * (wide - 1.0 + (-wide).exp()) / (wide * wide)
    }
}

/// The correlation of two oscillators with this ratio of frequencies and the same damping
/// that the same noise excites (Der Kiureghian 1981).
fn in_step(ratio: f64, damping: f64) -> f64 {
    let square = damping * damping;
    let apart = (1.0 - ratio * ratio).powi(2);
    8.0 * square * (1.0 + ratio) * ratio.powf(1.5)
        / (apart + 4.0 * square * ratio * (1.0 + ratio).powi(2))
}

/// From which to which share of the sag, from an end to the middle of a span, two wires are
/// within `near_m` of each other along their hanging, where they are held `held_m` apart in
/// that direction and one hangs `beyond_m` further in the middle.
fn reaches(held_m: f64, beyond_m: f64, near_m: f64) -> Option<[f64; 2]> {
    // Nearer to the ties nothing swings.
    const LEAST: f64 = 0.01;
    let ends = [-near_m, near_m].map(|m| (m - held_m) / beyond_m);
    let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    let shares = [low.max(LEAST), high.min(1.0)];
    (shares[0] <= shares[1]).then_some(shares)
}

/// Whether two wires differ only by where they are held.
fn of_a_kind(one: &StrungWire, other: &StrungWire) -> bool {
    let there = StrungWire {
        phase: other.phase,
        x_m: other.x_m,
        y_m: other.y_m,
        ..one.clone()
    };
    there == *other
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use taiqu_grid::{AssetRef, Conductor, Kind};

    use super::*;
    use crate::Vector;
    use crate::lines::tests::wire;

    /// Kaimal at 10 m.
    fn kaimal(frequency_hz: f64, mean_m_s: f64) -> f64 {
        let reduced = frequency_hz * 10.0 / mean_m_s;
        200.0 / 6.0 * reduced / (1.0 + 50.0 * reduced).powf(5.0 / 3.0) / frequency_hz
    }

    fn gusty(mean_m_s: f64, times: f64) -> Gusty {
        Gusty {
            mean_m_s,
            across: 1.0,
            times,
            intensity: 0.185,
            spectrum_hz: kaimal,
            decay: 10.0,
        }
    }

    /// Two wires level with each other, `apart_m` apart.
    pub(crate) fn span(conductor: &str, length_m: f64, apart_m: f64) -> Span {
        let held = |phase: Conductor, x_m: f64| StrungWire {
            phase,
            x_m,
            ..wire(conductor)
        };
        Span {
            section: AssetRef::in_area(0, Kind::Section, 0),
            at: [Vector::default(), Vector::new(length_m, 0.0)],
            poles: [None, None],
            high: false,
            service: false,
            wires: vec![held(Conductor::A, 0.0), held(Conductor::B, apart_m)],
        }
    }

    /// The least distance of wires of 0.4 kV at mid-span: U/150 + 0.4·√f in kV and m, with
    /// the sag at 50 °C (AS/NZS 7000, 3.7.3.2).
    fn least_m(conductor: &str, length_m: f64) -> f64 {
        let span = span(conductor, length_m, 0.4);
        0.4 / 150.0 + 0.4 * span.strung(&span.wires[0]).sag_m(50.0, 0.0).sqrt()
    }

    /// Values of a standard normal number, and their weights.
    fn normal() -> impl Iterator<Item = (f64, f64)> {
        const STEP: f64 = 0.1;
        let values = (-45..=45).map(|k| STEP * f64::from(k));
        values.map(|x| (x, STEP * (-0.5 * x * x).exp() / (2.0 * PI).sqrt()))
    }

    /// Share of the spans of a conductor whose two wires, this far apart of the least
    /// distance, clash in an hour of `mean_m_s` straight across.
    fn clash(conductor: &str, length_m: f64, of_least: f64, mean_m_s: f64) -> f64 {
        let span = span(conductor, length_m, of_least * least_m(conductor, length_m));
        let shares = normal().map(|(differ, share)| {
            let half = (SAGS * differ / 2.0_f64.sqrt()).exp();
            // The slow gusts of an hour.
            let rates = normal().map(|(slow, share)| {
                let times = (1.0 + 0.16 * slow).max(0.2);
                let clashes =
                    gusty(mean_m_s, times).clashes(&span, &[half, 1.0 / half], &[26.0; 2]);
                share * clashes.iter().map(|clash| clash.per_s).sum::<f64>()
            });
            share * (1.0 - (-3600.0 * rates.sum::<f64>()).exp())
        });
        shares.sum()
    }

    /// Spans of bare and covered wires of which a street is built.
    const SPANS: [(&str, f64); 5] = [
        ("LGJ-35", 50.0),
        ("LGJ-70", 45.0),
        ("LGJ-70", 70.0),
        ("LGJ-120", 60.0),
        ("JKLYJ-70", 45.0),
    ];

    #[test]
    fn wires_as_far_apart_as_the_rule_has_them_hardly_clash_and_at_half_of_it_many_do() {
        for (conductor, length_m) in SPANS {
            // The strongest 10-minute means for which lines are built.
            for mean_m_s in [25.0, 30.0] {
                let held = clash(conductor, length_m, 1.0, mean_m_s);
                let half = clash(conductor, length_m, 0.5, mean_m_s);
                let said = format!("{conductor} {length_m} m {mean_m_s} m/s: {held} {half}");
                assert!(held < 0.004 && half > 0.035 && half > 30.0 * held, "{said}");
            }
        }
    }

    #[test]
    fn the_rules_themselves_agree_about_common_spans() {
        // Low voltage, 40, 50, 60 and 70 m: 0.3, 0.4, 0.45 and 0.5 m (GB 50061).
        for (length_m, least) in [(40.0, 0.3), (50.0, 0.4), (60.0, 0.45), (70.0, 0.5)] {
            let own = least_m("LGJ-50", length_m);
            assert!((own / least - 1.0).abs() < 0.2, "{length_m} m: {own}");
        }
    }

    #[test]
    fn in_a_breeze_nothing_clashes_and_in_still_air_nothing_moves() {
        for (conductor, length_m) in SPANS {
            assert!(clash(conductor, length_m, 0.5, 10.0) < 1e-6);
        }
        let span = span("LGJ-70", 70.0, 0.2);
        assert_eq!(gusty(0.0, 1.0).clashes(&span, &[1.2, 0.8], &[26.0; 2]), []);
    }

    #[test]
    fn wires_that_sag_alike_swing_side_by_side() {
        let span = span("LGJ-70", 70.0, 0.2);
        assert_eq!(gusty(30.0, 1.0).clashes(&span, &[1.0, 1.0], &[26.0; 2]), []);
        // The one to windward hangs further, and the wind lays it over to the other.
        let [clash] = gusty(30.0, 1.0).clashes(&span, &[1.15, 0.9], &[26.0; 2])[..] else {
            panic!("they clash");
        };
        assert_eq!(clash.wires, [0, 1]);
        assert!((0.1..1.0).contains(&clash.meet_m_s), "{clash:?}");
    }

    #[test]
    fn a_warm_wire_beside_a_cool_one_hangs_further_and_meets_it() {
        let span = span("LGJ-70", 70.0, 0.2);
        let sag = |wire_c: f64| span.strung(&span.wires[0]).sag_m(wire_c, 0.0);
        let [longer, shorter] = [75.0, 35.0].map(|wire_c| sag(wire_c) / sag(26.0));
        assert!(longer / shorter > 1.1, "{longer} {shorter}");
        let warm = gusty(30.0, 1.0).clashes(&span, &[1.0, 1.0], &[75.0, 35.0]);
        let long = gusty(30.0, 1.0).clashes(&span, &[longer, shorter], &[26.0; 2]);
        let ([warm], [long]) = (&warm[..], &long[..]) else {
            panic!("they clash");
        };
        // The wind stretches the shorter one more, which longer wires would not be.
        let ratio = warm.meet_m_s / long.meet_m_s;
        assert!(
            warm.wires == [0, 1] && (0.5..1.5).contains(&ratio),
            "{ratio}"
        );
        assert_eq!(
            gusty(30.0, 1.0).clashes(&span, &[1.0, 1.0], &[75.0, 75.0]),
            []
        );
    }

    proptest! {
        #[test]
        fn wind_from_the_other_side_does_the_same_to_the_mirrored_span(
            mean_m_s in 1.0..50.0,
            times in 0.4..1.8,
            sags in [0.7..1.4, 0.7..1.4],
            length_m in 20.0..100.0,
        ) {
            let mut span = span("LGJ-70", length_m, 0.3);
            let right = gusty(mean_m_s, times).clashes(&span, &sags, &[26.0; 2]);
            for wire in &mut span.wires {
                wire.x_m *= -1.0;
            }
            let left = Gusty { across: -1.0, ..gusty(mean_m_s, times) };
            prop_assert_eq!(left.clashes(&span, &sags, &[26.0; 2]), right);
        }

        #[test]
        fn only_sags_that_differ_enough_let_wires_meet_and_not_more_often_than_they_swing(
            mean_m_s in 1.0..50.0,
            sags in [0.7..1.4, 0.7..1.4],
            apart_m in 0.05..0.6,
        ) {
            let span = span("LGJ-70", 70.0, apart_m);
            let swing = |k: usize| Swing::of(&span, &span.wires[k], 26.0, mean_m_s).longer(sags[k]);
            let [one, other] = [swing(0), swing(1)];
            let near_m = span.wires[0].outer_m;
            let along_m = apart_m * one.turned[0] - near_m;
            let clashes = gusty(mean_m_s, 1.0).clashes(&span, &sags, &[26.0; 2]);
            for clash in &clashes {
                prop_assert!(one.sag_m - other.sag_m >= along_m - 1e-9);
                prop_assert!(clash.per_s <= one.frequency_hz.max(other.frequency_hz));
            }
            if one.sag_m - other.sag_m < along_m {
                prop_assert!(clashes.is_empty());
            }
        }
    }
}
