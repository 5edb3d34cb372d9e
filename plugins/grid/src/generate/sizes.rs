//! Which of the catalogue's types is taken for what load.

/// The smallest of `steps` (size, type) that is not exceeded, else the largest.
fn smallest(steps: &[(f64, &'static str)], need: f64) -> &'static str {
    let fits = steps
        .iter()
        .find(|(size, _)| *size >= need)
        .or(steps.last());
    fits.map_or("", |&(_, id)| id)
}

/// A transformer that `kva` loads to four fifths at most: rated kVA and type.
pub(super) fn transformer(kva: f64) -> (f64, String) {
    const RATED: [f64; 8] = [50.0, 100.0, 200.0, 315.0, 400.0, 500.0, 630.0, 800.0];
    let rated = RATED
        .into_iter()
        .find(|r| r * 0.84 >= kva)
        .unwrap_or(RATED[7]);
    (rated, format!("S13-{rated}"))
}

/// Drop-out fuse of a transformer: 2 to 3 times its current up to 100 kVA, else 1.5
/// to 2 times (DL/T 499).
pub(super) fn drop_out(kva: f64) -> &'static str {
    let current = kva / 17.32;
    let steps = [
        (7.5, "RW11-7.5"),
        (10.0, "RW11-10"),
        (15.0, "RW11-15"),
        (20.0, "RW11-20"),
        (25.0, "RW11-25"),
        (30.0, "RW11-30"),
        (40.0, "RW11-40"),
        (50.0, "RW11-50"),
        (65.0, "RW11-65"),
        (80.0, "RW11-80"),
        (100.0, "RW11-100"),
    ];
    smallest(&steps, current * if kva > 100.0 { 1.6 } else { 2.2 })
}

/// Main breaker of a TT area, with the residual-current release of the whole area.
pub(super) fn main_breaker(kva: f64, is_tt: bool) -> &'static str {
    let amps = kva / 0.693 * 1.05;
    if is_tt {
        let steps = [
            (160.0, "MCCB-160-R300"),
            (250.0, "MCCB-250-R300"),
            (400.0, "MCCB-400-R300"),
            (630.0, "MCCB-630-R300"),
            (800.0, "MCCB-800-R300"),
        ];
        return smallest(&steps, amps);
    }
    let steps = [
        (250.0, "MCCB-250"),
        (400.0, "MCCB-400"),
        (630.0, "MCCB-630"),
        (800.0, "MCCB-800"),
        (1000.0, "MCCB-1000"),
        (1250.0, "MCCB-1250"),
    ];
    smallest(&steps, amps)
}

/// Breaker of a feeder.
pub(super) fn feeder_breaker(amps: f64) -> &'static str {
    let steps = [
        (125.0, "MCCB-125"),
        (160.0, "MCCB-160"),
        (250.0, "MCCB-250"),
        (400.0, "MCCB-400"),
    ];
    smallest(&steps, amps * 1.25)
}

/// Fuse of a branch.
pub(super) fn branch_fuse(amps: f64) -> &'static str {
    let steps = [
        (63.0, "gG-63"),
        (80.0, "gG-80"),
        (100.0, "gG-100"),
        (125.0, "gG-125"),
        (160.0, "gG-160"),
    ];
    smallest(&steps, amps * 1.4)
}

/// Overhead line of a feeder.
pub(super) fn overhead(amps: f64) -> &'static str {
    let steps = [
        (60.0, "JKLYJ-4x70"),
        (150.0, "JKLYJ-4x120"),
        (200.0, "JKLYJ-4x185"),
        (400.0, "JKLYJ-4x240"),
    ];
    smallest(&steps, amps)
}

/// Buried cable of a feeder or branch.
pub(super) fn cable(amps: f64) -> &'static str {
    let steps = [
        (60.0, "YJLV22-4x70"),
        (100.0, "YJLV22-4x120"),
        (150.0, "YJLV22-4x150"),
        (230.0, "YJLV22-4x240"),
    ];
    smallest(&steps, amps)
}

/// Meter box with room for `meters` single-phase meters: positions and type.
pub(super) fn meter_box(meters: u32) -> (u32, String) {
    const SIZES: [u32; 8] = [1, 2, 4, 6, 9, 12, 15, 18];
    let positions = SIZES.into_iter().find(|&p| p >= meters).unwrap_or(18);
    (positions, format!("MB-{positions}"))
}

/// Height of the bottom of a meter box so that its middle is at eye level, m.
pub(super) fn box_height(positions: u32) -> f64 {
    match positions {
        0..=2 => 1.6,
        3..=6 => 1.5,
        7..=15 => 1.4,
        _ => 1.2,
    }
}
