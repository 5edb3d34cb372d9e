//! What a storm that is forecast endangers, as the overlay paints it.

use taiqu_grid::AssetRef;
use taiqu_risk::Risk;

/// All that it endangers, each with its probability, the most probable last: what is painted
/// later hides what was. A customer shows on its box, which water may reach besides.
pub fn endangered(risk: &Risk) -> Vec<(AssetRef, f64)> {
    let customers = risk.customers.iter().map(|(&asset, &p)| (asset, p));
    let mut all: Vec<(AssetRef, f64)> = parts(risk).chain(customers).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

/// The greatest probability that a part fails or stands in water.
pub fn most_endangered(risk: &Risk) -> f64 {
    parts(risk).map(|(_, p)| p).fold(0.0, f64::max)
}

fn parts(risk: &Risk) -> impl Iterator<Item = (AssetRef, f64)> + '_ {
    let wind = risk.sections.iter().chain(&risk.poles);
    let water = risk.cabinets.iter();
    let water = water.map(|(&cabinet, reached)| (cabinet, reached.probability));
    wind.map(|(&asset, &p)| (asset, p)).chain(water)
}

#[cfg(test)]
mod tests {
    use taiqu_grid::{Kind, Place};
    use taiqu_risk::Reached;

    use super::*;

    #[test]
    fn cabinets_are_painted_by_how_probably_water_reaches_them() {
        let asset = |kind| AssetRef {
            place: Place::Area(0),
            kind,
            index: 0,
        };
        let [cabinet, section, customer] = [Kind::Box, Kind::Section, Kind::Customer].map(asset);
        let mut risk = Risk::default();
        risk.sections.insert(section, 0.1);
        risk.customers.insert(customer, 0.9);
        let reached = Reached {
            probability: 0.6,
            at_s: 3600,
        };
        risk.cabinets.insert(cabinet, reached);
        let painted = endangered(&risk);
        assert_eq!(painted, [(section, 0.1), (cabinet, 0.6), (customer, 0.9)]);
        // The legend reaches as far.
        assert!((most_endangered(&risk) - 0.6).abs() < 1e-9);
    }
}
