//! Lightning and overhead lines, in closed form.

/// Peak current of a flash's first stroke, kA: median, and standard deviation of its
/// logarithm (Anderson and Eriksson 1980; IEEE 1410).
pub const PEAK_KA: (f64, f64) = (31.1, 0.484);

/// What an induced voltage is of current, height and distance, Ω: 30 Ω of the line, and
/// what a return stroke at 0.4 of the speed of light adds (Rusck 1958).
const RUSCK_OHM: f64 = 38.8;

/// Width of the strip from which a line draws flashes, m: 28·h^0.6 + b (Eriksson 1987), for
/// wires `height_m` over the ground and the outer two `width_m` apart. A square kilometre's
/// flashes times this strip's area are the line's.
pub fn attracts_m(height_m: f64, width_m: f64) -> f64 {
    28.0 * height_m.max(0.0).powf(0.6) + width_m
}

/// Highest voltage to earth that a stroke of `peak_ka` into the ground `away_m` from a wire
/// at `height_m` induces in it, kV (Rusck 1958): over a perfectly conducting ground, so not
/// too little.
pub const fn induced_kv(peak_ka: f64, height_m: f64, away_m: f64) -> f64 {
    RUSCK_OHM * peak_ka * height_m / away_m
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_ten_metres_takes_eleven_flashes_a_year_for_each_flash_a_square_kilometre() {
        // N = Ng·(28·h^0.6 + b)/10 for 100 km and a year.
        let each_100_km = attracts_m(10.0, 1.4) / 10.0;
        assert!((each_100_km - 11.29).abs() < 0.01, "{each_100_km}");
    }

    #[test]
    fn a_median_stroke_flashes_a_line_over_from_some_hundred_metres() {
        let (median, _) = PEAK_KA;
        assert!((induced_kv(median, 10.0, 100.0) - 120.7).abs() < 0.1);
        let half = induced_kv(median, 10.0, 200.0);
        assert!((half - 60.33).abs() < 0.05);
    }
}
