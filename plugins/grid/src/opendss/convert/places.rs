//! Coordinates of buses as small metres from a round origin.

use std::collections::BTreeMap;

/// The origin is a multiple of this, m.
const ROUND_M: f64 = 100.0;

/// Positions relative to an origin, and the coordinate system in words.
pub fn place(at: &BTreeMap<String, (f64, f64)>) -> (BTreeMap<String, (f64, f64)>, String) {
    let lowest = |get: fn(&(f64, f64)) -> f64| at.values().map(get).fold(f64::INFINITY, f64::min);
    let round = |lowest: f64| (lowest / ROUND_M).floor() * ROUND_M;
    let (x0, y0) = (round(lowest(|p| p.0)), round(lowest(|p| p.1)));
    if at.is_empty() {
        return (BTreeMap::new(), String::new());
    }
    let millimetres = |v: f64| (v * 1000.0).round() / 1000.0;
    let move_to = |(name, &(x, y)): (&String, &(f64, f64))| {
        (name.clone(), (millimetres(x - x0), millimetres(y - y0)))
    };
    let words = format!("metres east and north of ({x0}, {y0}) of the deck's coordinates");
    (at.iter().map(move_to).collect(), words)
}

/// Whether the coordinates look like degrees: small numbers close together.
pub fn are_degrees(at: &BTreeMap<String, (f64, f64)>) -> bool {
    let span = |get: fn(&(f64, f64)) -> f64| {
        let values = at.values().map(get);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        (high - low, low.abs().max(high.abs()))
    };
    let (wide, x) = span(|p| p.0);
    let (high, y) = span(|p| p.1);
    at.len() > 1 && wide.max(high) < 1.0 && x <= 180.0 && y <= 90.0
}
