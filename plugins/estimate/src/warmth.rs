//! How warm transformers are believed to be.
//!
//! Nobody measures the hot spot of a distribution transformer. What its terminal tells of the
//! currents and the weather service of the air gives it by IEC 60076-7.

use std::collections::BTreeMap;

use taiqu_grid::area::Transformer;
use taiqu_grid::{AssetRef, District, Place};
use taiqu_powerflow::thermal::{Load, TransformerHeat, TransformerThermal};

use crate::components::TransformerState;

/// The air before anybody told of it, °C.
const USUAL_C: f64 = 20.0;
/// Seconds between two steps.
pub const STEP_S: u64 = 60;

/// The transformers that currents were believed of, and how warm they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warmth {
    ambient_c: Option<f64>,
    heats: BTreeMap<AssetRef, TransformerHeat>,
}

/// What must be remembered of it.
pub type Memory = (Option<f64>, Vec<(AssetRef, TransformerHeat)>);

impl Warmth {
    /// It was told how warm the air is, °C.
    pub const fn feel(&mut self, ambient_c: f64) {
        self.ambient_c = Some(ambient_c);
    }

    /// A minute passes for a transformer on record in the state that is believed.
    pub fn live(&mut self, records: &District, asset: AssetRef, state: &TransformerState) {
        let Some(item) = item(records, asset) else {
            return;
        };
        let (thermal, load, ambient_c) = self.under(item, Load::of(loads(item, state)));
        let steady = || TransformerHeat::steady(&thermal, load, ambient_c);
        let heat = self.heats.entry(asset).or_insert_with(steady);
        heat.live(&thermal, (load, ambient_c), STEP_S as f64);
    }

    /// The hot spot of each transformer, °C.
    pub fn hot_spots(&self) -> impl Iterator<Item = (AssetRef, f64)> + '_ {
        self.heats
            .iter()
            .map(|(&asset, heat)| (asset, heat.hot_spot_c()))
    }

    /// The hot spot of one, °C.
    pub fn hot_spot_c(&self, transformer: AssetRef) -> Option<f64> {
        Some(self.heats.get(&transformer)?.hot_spot_c())
    }

    /// The load of its most loaded phase, pu of rated current, that warms a transformer's hot
    /// spot to `limit_c` just in `seconds`, if the air and the shares of its phases stay as
    /// they are; zero where nothing keeps it below.
    pub fn bears(
        &self,
        records: &District,
        (transformer, state): (AssetRef, &TransformerState),
        (limit_c, seconds): (f64, f64),
    ) -> Option<f64> {
        let heat = self.heats.get(&transformer)?;
        let item = item(records, transformer)?;
        let loads = loads(item, state);
        let most = loads.iter().copied().fold(0.0, f64::max);
        let then_c = |load: f64| {
            let shared = |phase: f64| if most > 0.0 { phase / most } else { 1.0 };
            let phases = loads.map(|phase| load * shared(phase));
            let (thermal, load, ambient_c) = self.under(item, Load::of(phases));
            let mut heat = *heat;
            heat.live(&thermal, (load, ambient_c), seconds);
            heat.hot_spot_c()
        };
        let (mut low, mut high) = (0.0, 4.0);
        while high - low > 1e-3 {
            let middle = f64::midpoint(low, high);
            if then_c(middle) > limit_c {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(low)
    }

    /// What must be remembered.
    pub fn memory(&self) -> Memory {
        let heats = self.heats.iter().map(|(&asset, &heat)| (asset, heat));
        (self.ambient_c, heats.collect())
    }

    /// Takes what [`Self::memory`] gave.
    pub fn recall(&mut self, (ambient_c, heats): &Memory) {
        self.ambient_c = *ambient_c;
        self.heats = heats.iter().copied().collect();
    }

    fn under(&self, item: &Transformer, load: Load) -> (TransformerThermal, Load, f64) {
        let ambient_c = self.ambient_c.unwrap_or(USUAL_C) + TransformerThermal::warmer_k(item);
        (TransformerThermal::of(&item.rating), load, ambient_c)
    }
}

/// Load of each phase, pu of rated current.
fn loads(item: &Transformer, state: &TransformerState) -> [f64; 3] {
    let [a, b, c, _] = state.current_a;
    [a, b, c].map(|amps| amps / item.rating.rated_a())
}

fn item(records: &District, transformer: AssetRef) -> Option<&Transformer> {
    let Place::Area(area) = transformer.place else {
        return None;
    };
    let items = &records.areas[usize::from(area)].transformers;
    items.get(transformer.index as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::{Origin, Quality};
    use taiqu_grid::{Catalogue, Kind, home};
    use taiqu_link::Tick;

    fn estate() -> District {
        let home = home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/estate.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        district.into_result().expect("it is whole")
    }

    fn at(records: &District, load: f64) -> TransformerState {
        let amps = records.areas[0].transformers[0].rating.rated_a() * load;
        TransformerState {
            current_a: [amps * 0.8, amps, amps * 0.7, 0.0],
            power_kw: [0.0; 3],
            loading: load,
            unbalance: 0.3,
            tap: 1.0,
            quality: Quality {
                origin: Origin::Measured,
                as_of: Tick(0),
            },
        }
    }

    #[test]
    fn it_is_as_warm_as_its_phases_and_the_air_make_it() {
        let records = estate();
        let transformer = AssetRef::in_area(0, Kind::Transformer, 0);
        let mut warmth = Warmth::default();
        warmth.feel(20.0);
        warmth.live(&records, transformer, &at(&records, 1.0));
        let rated = warmth.hot_spot_c(transformer).expect("it is known");
        // The winding is 23 K over the oil, as rated. Its phases' squares are 0.71 on average,
        // which at a ratio of losses of its own warms the oil less than the 55 K it is rated for;
        // and ten more in the box.
        let ratio = TransformerThermal::of(&records.areas[0].transformers[0].rating).loss_ratio;
        let oil_k = 55.0 * ((1.0 + ratio * 0.71) / (1.0 + ratio)).powf(0.8);
        assert!(
            (rated - 53.0 - oil_k).abs() < 1e-6 && rated < 98.0,
            "{rated}"
        );
        warmth.feel(40.0);
        for _ in 0..600 {
            warmth.live(&records, transformer, &at(&records, 1.0));
        }
        let hot = warmth.hot_spot_c(transformer).expect("it is known");
        assert!((hot - rated - 20.0).abs() < 1.0, "{hot}");
    }

    #[test]
    fn what_it_bears_is_what_warms_it_to_the_limit_and_no_more() {
        let records = estate();
        let transformer = AssetRef::in_area(0, Kind::Transformer, 0);
        let mut warmth = Warmth::default();
        warmth.feel(38.0);
        warmth.live(&records, transformer, &at(&records, 0.7));
        let now = at(&records, 0.7);
        let bears = warmth.bears(&records, (transformer, &now), (120.0, 3600.0));
        let bears = bears.expect("it is known");
        assert!((0.95..1.4).contains(&bears), "{bears}");
        for _ in 0..60 {
            warmth.live(&records, transformer, &at(&records, bears));
        }
        let then = warmth.hot_spot_c(transformer).expect("it is known");
        assert!((then - 120.0).abs() < 0.5, "{then}");
        // Hotter than that already, it must carry less.
        for _ in 0..120 {
            warmth.live(&records, transformer, &at(&records, 1.3));
        }
        let less = warmth.bears(&records, (transformer, &now), (120.0, 3600.0));
        assert!(less.expect("it is known") < bears);
    }
}
