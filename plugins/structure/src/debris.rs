//! Loose things that gusts carry into lines: sheets, banners, film, branches.

use taiqu_grid::District;

use crate::Vector;
use crate::air::AIR_KG_M3;
use crate::fragility::Fragility;
use crate::lines::Span;
use crate::tree::hung_n;

/// Weight of a loose thing for each square metre, and of what holds it, kg/m², in the median,
/// and the spread of the logarithm. Film and cardboard have less than 1, a sheet of roofing
/// 5 to 10 and is held by several times that (Wills, Lee and Wyatt 2002). Assumed.
const HELD_KG_M2: (f64, f64) = (60.0, 0.9);
/// Gust below which nothing flies that is still there, m/s: near gales come every few weeks.
const STILL_M_S: f64 = 13.9;
/// Force on a flat thing that lies across the wind, of ½·ρ·v² (Wills, Lee and Wyatt 2002).
const FORCE: f64 = 1.0;
/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;

/// How far buildings and trees are looked at, m: a sheet flies some hundred metres, a branch
/// the width of a road.
const BUILDINGS_M: f64 = 100.0;
const TREES_M: f64 = 20.0;
/// What would come to hang on a kilometre of line in an hour for each building and for each
/// tree as near as that, if all that is loose flew. Assumed: a kilometre of bare line in a
/// town is shorted so some 0.7 times in a severe typhoon, and by little else as long as the
/// mean wind is below 25 m/s.
const BUILDING_KM_H: f64 = 0.006;
const TREE_KM_H: f64 = 0.01;

/// Area of a thing that comes to hang on a line, m²: median, and spread of the logarithm.
/// Assumed.
pub const AREA_M2: (f64, f64) = (0.5, 0.9);
/// Wires on which it comes to hang.
const HANGS_ON: usize = 2;

/// Share of what is loose that a 3-second gust carries: a thing flies where ½·ρ·v² is as much
/// as weighs and holds it for each square metre (Wills, Lee and Wyatt 2002).
pub fn carried(gust_m_s: f64) -> f64 {
    let (held_kg_m2, spread) = HELD_KG_M2;
    let flies = Fragility {
        median_m_s: (held_kg_m2 * GRAVITY / (0.5 * AIR_KG_M3 * FORCE)).sqrt(),
        beta: spread / 2.0,
    };
    let long = flies.at(STILL_M_S);
    ((flies.at(gust_m_s) - long) / (1.0 - long)).max(0.0)
}

/// What would fly into a span in an hour if all that is loose in a district flew.
pub fn loose_per_h(district: &District, span: &Span) -> f64 {
    let around = || district.areas.iter().map(|area| &area.surroundings);
    let near = |at: (f64, f64), within_m: f64| span.away_m(Vector::from(at)) < within_m;
    let buildings = around().flat_map(|around| &around.buildings);
    let buildings = buildings.filter(|building| near(building.at, BUILDINGS_M));
    let trees = around().flat_map(|around| &around.trees);
    let trees = trees.filter(|tree| near(tree.at, TREES_M));
    let per_km_h = BUILDING_KM_H * buildings.count() as f64 + TREE_KM_H * trees.count() as f64;
    per_km_h * span.length_m() / 1000.0
}

/// Whether a thing of `area_m2` that hangs on a span tears its wires in a gust.
pub fn tears(span: &Span, area_m2: f64, gust_m_s: f64) -> bool {
    let push_n = 0.5 * AIR_KG_M3 * FORCE * area_m2 * gust_m_s * gust_m_s;
    let load_n = push_n / HANGS_ON.min(span.wires.len()).max(1) as f64;
    let mut wires = span.wires.iter();
    wires.any(|wire| hung_n(load_n, wire.stiffness_n) > wire.breaking_n)
}

#[cfg(test)]
mod tests {
    use taiqu_grid::{AssetRef, Kind};

    use super::*;
    use crate::lines::tests::wire;

    fn span(conductor: &str) -> Span {
        Span {
            section: AssetRef::in_area(0, Kind::Section, 0),
            at: [Vector::default(), Vector::new(50.0, 0.0)],
            poles: [None, None],
            high: false,
            service: false,
            wires: vec![wire(conductor), wire(conductor)],
        }
    }

    #[test]
    fn nothing_flies_in_a_breeze_and_most_in_a_hurricane() {
        assert!(carried(0.0).abs() < 1e-12 && carried(STILL_M_S).abs() < 1e-12);
        assert!((0.2..0.4).contains(&carried(25.0)), "{}", carried(25.0));
        assert!(carried(60.0) > 0.9);
        let shares: Vec<f64> = (14..80).map(|gust| carried(f64::from(gust))).collect();
        assert!(shares.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_sheet_tears_a_drop_and_not_a_main() {
        // 1 m² at 40 m/s: 490 N on each of two wires, which pull 3.8 kN in soft copper that
        // bears 3.5 kN; at 35 m/s they pull 3.2 kN.
        assert!(tears(&span("BV-16"), 1.0, 40.0));
        assert!(!tears(&span("BV-16"), 1.0, 35.0));
        assert!(!tears(&span("JKLYJ-70"), 1.0, 40.0));
        // Of aluminium, which bears less, it would have been torn.
        assert!(tears(&span("BLV-16"), 1.0, 35.0));
    }

    #[test]
    fn where_nothing_stands_nothing_flies() {
        assert!(loose_per_h(&District::default(), &span("BV-16")).abs() < 1e-12);
    }
}
