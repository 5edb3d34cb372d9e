//! When residual-current devices open, and whether two in a row are graded.

use taiqu_grid::catalogue::Residual;

/// Part of the rated residual current below which no device may open (IEC 61008-1).
const HOLDS: f64 = 0.5;
/// Longest break times without a delay, s, from multiples of the rated current on
/// (IEC 61008-1); a delay comes on top of them.
const BREAKS_S: [(f64, f64); 3] = [(5.0, 0.04), (2.0, 0.15), (1.0, 0.3)];
/// Time in which contacts part, s.
const PARTS_S: f64 = 0.01;
/// How many times the lower device's rated current the upper's must be
/// (IEC 60364-5-53).
const GRADED: f64 = 3.0;

/// Earliest and latest time at which a residual current of `amps` opens the device, s;
/// infinite where it need not.
pub fn opens(residual: Residual, amps: f64) -> (f64, f64) {
    window(residual, amps * 1e3 / residual.ma)
}

/// After what time one certain device opens for a residual current of `amps`, s; none where
/// it holds. From 0 to 1, `own` says where its own current lies between the least at which
/// any may open and the rated one, and `luck` where its time lies between the earliest and
/// the latest.
pub fn trips_after(residual: Residual, amps: f64, (own, luck): (f64, f64)) -> Option<f64> {
    let part = amps * 1e3 / residual.ma;
    if part <= HOLDS + own * (1.0 - HOLDS) {
        return None;
    }
    let (earliest_s, latest_s) = window(residual, part.max(1.0));
    Some(earliest_s + luck * (latest_s - earliest_s))
}

/// Earliest and latest time at a `part` of the rated residual current, s.
fn window(residual: Residual, part: f64) -> (f64, f64) {
    let longest = BREAKS_S.iter().find(|(from, _)| part >= *from);
    (
        if part > HOLDS {
            PARTS_S.max(residual.delay_s)
        } else {
            f64::INFINITY
        },
        longest.map_or(f64::INFINITY, |(_, breaks_s)| residual.delay_s + breaks_s),
    )
}

/// Whether the device `above` leaves a fault below `lower` to that one: it needs three
/// times the current, and longer than the lower one takes to break a large one.
pub fn is_graded(lower: Residual, above: Residual) -> bool {
    above.ma >= GRADED * lower.ma && above.delay_s > opens(lower, f64::INFINITY).1
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Residual = Residual {
        ma: 30.0,
        delay_s: 0.0,
    };
    const MIDDLE: Residual = Residual {
        ma: 100.0,
        delay_s: 0.1,
    };

    #[test]
    fn it_holds_below_half_and_opens_from_the_whole_on() {
        assert_eq!(opens(END, 0.015), (f64::INFINITY, f64::INFINITY));
        assert_eq!(opens(END, 0.02), (PARTS_S, f64::INFINITY));
        assert_eq!(opens(END, 0.03), (PARTS_S, 0.3));
        assert_eq!(opens(END, 0.3), (PARTS_S, 0.04));
        assert_eq!(opens(MIDDLE, 1.0), (0.1, 0.14));
    }

    #[test]
    fn each_device_opens_at_a_current_of_its_own() {
        assert_eq!(trips_after(END, 0.02, (1.0, 0.0)), None);
        assert_eq!(trips_after(END, 0.02, (0.1, 1.0)), Some(0.3));
        assert_eq!(trips_after(MIDDLE, 1.0, (1.0, 0.0)), Some(0.1));
        assert_eq!(trips_after(MIDDLE, 0.05, (0.0, 0.0)), None);
    }

    #[test]
    fn grading_needs_current_and_time() {
        assert!(is_graded(END, MIDDLE));
        assert!(!is_graded(MIDDLE, MIDDLE));
        assert!(!is_graded(END, Residual { ma: 60.0, ..MIDDLE }));
        assert!(!is_graded(
            END,
            Residual {
                delay_s: 0.0,
                ..MIDDLE
            }
        ));
    }
}
