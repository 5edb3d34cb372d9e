//! Typhoons as chance has them.

use taiqu_link::chance;
use taiqu_storm::wind::{Fix, Typhoon};

/// A typhoon of a seed: how deep and wide it is, where and how fast it passes, and when its
/// centre comes ashore. It is nearest at the hour `nearest_h`, and its track ends at `until_h`.
pub fn drawn(seed: u64, nearest_h: f64, until_h: f64) -> Typhoon {
    let mut random = chance::stream(seed, 255, (0, 0), 0);
    let mut between = |low: f64, high: f64| low + (high - low) * chance::unit(&mut random);
    let (pressure_hpa, radius_km) = (between(935.0, 985.0), between(25.0, 60.0));
    let (off_km, speed_km_h) = (between(-140.0, 140.0), between(12.0, 30.0));
    let heading = between(90.0, 180.0).to_radians();
    let fix = |hour: f64| {
        let along = (hour - nearest_h) * speed_km_h;
        Fix {
            hour,
            at_km: (
                along * heading.cos() - off_km * heading.sin(),
                along * heading.sin() + off_km * heading.cos(),
            ),
            pressure_hpa,
            radius_km,
        }
    };
    Typhoon {
        track: vec![fix(0.0), fix(until_h)],
        shape: None,
        outside_hpa: 1010.0,
        landfall_hour: Some(nearest_h - between(0.0, 6.0)),
        filling_per_h: 0.035,
    }
}
