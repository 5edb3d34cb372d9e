//! Buildings, roads, fields, trees, water and relief.

use super::{Report, Who};
use crate::Text;
use crate::area::Surroundings;
use crate::area::raw::RawRelief;

pub(super) fn check_surroundings(
    surroundings: &Surroundings,
    relief: Option<RawRelief>,
    report: &mut Report,
) {
    if let Some(relief) = relief {
        let who = Who("", "relief");
        report.not_negative(who, "height_m", relief.height_m);
        report.positive(who, "wavelength_m", relief.wavelength_m);
    }
    for (k, building) in surroundings.buildings.iter().enumerate() {
        let number = (k + 1).to_string();
        let who = Who("building", &number);
        report.position(who, Some(building.at));
        report.finite(who, "heading_deg", building.heading_deg);
        let (width, depth, height) = building.size_m;
        for side in [width, depth, height] {
            if report.positive(who, "size_m", side) {
                report.usual(who, "size_m", side, (0.5, 300.0));
            }
        }
    }
    for (k, road) in surroundings.roads.iter().enumerate() {
        let number = (k + 1).to_string();
        let who = Who("road", &number);
        report.positive(who, "width_m", road.width_m);
        points(who, &road.points, 2, report);
    }
    for (k, ring) in surroundings.fields.iter().enumerate() {
        points(Who("field", &(k + 1).to_string()), ring, 3, report);
    }
    for (k, tree) in surroundings.trees.iter().enumerate() {
        let number = (k + 1).to_string();
        let who = Who("tree", &number);
        report.position(who, Some(tree.at));
        if report.positive(who, "height_m", tree.height_m) {
            report.usual(who, "height_m", tree.height_m, (0.5, 60.0));
        }
    }
    for (k, water) in surroundings.water.iter().enumerate() {
        points(Who("water", &(k + 1).to_string()), &water.ring, 3, report);
    }
}

fn points(who: Who, points: &[(f64, f64)], least: usize, report: &mut Report) {
    for &at in points {
        report.position(who, Some(at));
    }
    if points.len() < least {
        report.error(
            who,
            Text::new(
                format!("至少要有 {least} 个点，现有 {}", points.len()),
                format!("needs at least {least} points, but has {}", points.len()),
            ),
            Text::new("补上各点坐标", "give the missing points"),
        );
    }
}
