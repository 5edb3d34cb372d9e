//! The curve of a hanging wire.

use bevy::prelude::*;

/// Points from `from` to `to` of a wire whose weight over tension is
/// `weight_per_tension` (1/m): sag w·L²/8H in the middle of a level span.
///
/// A catenary of parameter H/w over the horizontal distance, sheared to the
/// height difference; the shear's error is of second order in the slope.
pub fn catenary(from: Vec3, to: Vec3, weight_per_tension: f32, steps: usize) -> Vec<Vec3> {
    let span = from.xz().distance(to.xz());
    let parameter = 1.0 / weight_per_tension.max(1e-9);
    let height = |share: f32| {
        let x = (share - 0.5) * span / parameter;
        let end = 0.5 * span / parameter;
        parameter * (x.cosh() - end.cosh())
    };
    let steps = steps.max(1);
    (0..=steps)
        .map(|k| {
            let share = k as f32 / steps as f32;
            from.lerp(to, share) + Vec3::Y * height(share)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sag_is_weight_times_span_squared_over_eight_tensions() {
        let (from, to) = (Vec3::new(0.0, 8.0, 0.0), Vec3::new(30.0, 8.0, 40.0));
        let points = catenary(from, to, 0.002, 10);
        assert!(points[0].distance(from) < 1e-4 && points[10].distance(to) < 1e-4);
        let sag = 8.0 - points[5].y;
        assert!(
            (sag - 0.002 * 50.0 * 50.0 / 8.0).abs() < 0.01 * sag,
            "{sag}"
        );
    }

    #[test]
    fn a_steep_span_keeps_its_ends_and_hangs_below_the_chord() {
        let (from, to) = (Vec3::new(0.0, 9.0, 0.0), Vec3::new(20.0, 4.0, 0.0));
        let points = catenary(from, to, 0.01, 8);
        for (k, point) in points.iter().enumerate().skip(1).take(7) {
            assert!(point.y < from.lerp(to, k as f32 / 8.0).y);
        }
        assert!(points[8].distance(to) < 1e-4);
    }
}
