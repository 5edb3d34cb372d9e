//! Transformers: hot spot, ageing, and what they end in.
//!
//! IEC 60076-7 gives the hot spot under the true load and the true air. Above about 140 °C
//! gas bubbles weaken the insulation; how far above, moisture decides, which nobody sees from
//! outside: each transformer has a hot spot of its own at which it fails.

use rand_distr::{Distribution as _, Normal};
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::Action;
use taiqu_powerflow::thermal::{Load, TransformerHeat, TransformerThermal};

use super::MINUTE_S;
use crate::noise::{Purpose, stream};

/// Hot spot at which a transformer fails, °C: mean and spread. The mean is where bubbles
/// begin at 2 % of moisture in the paper (IEC 60076-7, annex C); the spread is assumed, and
/// none fails below 140 °C.
const FAILS_C: (f64, f64) = (160.0, 10.0);
const SAFE_C: f64 = 140.0;

/// The transformers of a district and how warm they are.
#[derive(Clone, Debug)]
pub struct Transformers {
    stations: Vec<Station>,
}

#[derive(Clone, Debug)]
struct Station {
    transformer: AssetRef,
    rated_a: f64,
    thermal: TransformerThermal,
    warmer_k: f64,
    fails_c: f64,
    state: State,
}

/// How warm a transformer is; nothing is known before its first minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    heat: Option<TransformerHeat>,
    /// Its highest hot spot so far, °C.
    highest_c: f64,
    failed: bool,
}

impl Transformers {
    /// The transformers of the true district, before their first minute.
    pub fn of(truth: &District, seed: u64) -> Self {
        let stations = truth.all(Kind::Transformer).filter_map(|transformer| {
            let Place::Area(area) = transformer.place else {
                return None;
            };
            let area = &truth.areas[usize::from(area)];
            let item = &area.transformers[transformer.index as usize];
            let mut random = stream(seed, Purpose::Heat, transformer);
            let fails = Normal::new(FAILS_C.0, FAILS_C.1);
            let fails_c = fails.map_or(FAILS_C.0, |fails| fails.sample(&mut random));
            Some(Station {
                transformer,
                rated_a: item.rating.rated_a(),
                thermal: TransformerThermal::of(&item.rating),
                warmer_k: TransformerThermal::warmer_k(item),
                fails_c: fails_c.max(SAFE_C),
                state: State::default(),
            })
        });
        Self {
            stations: stations.collect(),
        }
    }

    /// Each transformer with its hot spot now and at its highest, °C, and the life used, h.
    pub fn hot_spots(&self) -> impl Iterator<Item = (AssetRef, [f64; 2], f64)> + '_ {
        self.stations.iter().filter_map(|station| {
            let heat = station.state.heat?;
            let spots = [heat.hot_spot_c(), station.state.highest_c];
            Some((station.transformer, spots, heat.aged_s / 3600.0))
        })
    }

    /// Lives a minute in air of `ambient_c`; `amps` are the currents of a transformer's
    /// low-voltage phases, none where they are not known. Says what fails.
    pub fn live(
        &mut self,
        ambient_c: f64,
        amps: impl Fn(AssetRef) -> Option<[f64; 3]>,
    ) -> Vec<Action> {
        let mut failures = Vec::new();
        for station in &mut self.stations {
            let transformer = station.transformer;
            let Some(amps) = amps(transformer) else {
                continue;
            };
            let load = Load::of(amps.map(|amps| amps / station.rated_a));
            let ambient_c = ambient_c + station.warmer_k;
            let steady = || TransformerHeat::steady(&station.thermal, load, ambient_c);
            let heat = station.state.heat.get_or_insert_with(steady);
            heat.live(&station.thermal, (load, ambient_c), MINUTE_S);
            let hot_spot_c = heat.hot_spot_c();
            station.state.highest_c = station.state.highest_c.max(hot_spot_c);
            if hot_spot_c >= station.fails_c && !station.state.failed {
                station.state.failed = true;
                failures.push(Action::Fail { transformer });
            } else if hot_spot_c < SAFE_C {
                // It has cooled, or another one stands there.
                station.state.failed = false;
            }
        }
        failures
    }

    /// What it must remember.
    pub fn memory(&self) -> Vec<State> {
        self.stations.iter().map(|station| station.state).collect()
    }

    /// Takes what the same transformers remembered.
    pub fn recall(&mut self, memory: &[State]) {
        for (station, &state) in self.stations.iter_mut().zip(memory) {
            station.state = state;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::{Catalogue, home};

    fn heat() -> Transformers {
        let home = home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/estate.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        Transformers::of(&district.into_result().expect("it is whole"), 1)
    }

    /// Hot spot and failures after a day at so much load, pu, and so warm air.
    fn after(load: f64, ambient_c: f64) -> (f64, usize) {
        after_uneven([load; 3], ambient_c)
    }

    /// The same, by phases.
    fn after_uneven(phases: [f64; 3], ambient_c: f64) -> (f64, usize) {
        let mut heat = heat();
        let amps = phases.map(|load| heat.stations[0].rated_a * load);
        let failures = (0..1440).map(|_| heat.live(ambient_c, |_| Some(amps)).len());
        let failures = failures.sum();
        let (_, [now, _], _) = heat.hot_spots().next().expect("one");
        (now, failures)
    }

    #[test]
    fn rated_load_in_warm_air_is_borne_and_twice_it_is_not() {
        // 55 K of oil and 23 K over it, and ten in the box.
        let (rated, failures) = after(1.0, 20.0);
        assert!((rated - 108.0).abs() < 0.5 && failures == 0, "{rated}");
        let (hot, failures) = after(1.2, 40.0);
        assert!((140.0..170.0).contains(&hot), "{hot}");
        assert!(failures <= 1);
        assert_eq!(after(2.0, 40.0).1, 1, "once, while it stays hot");
    }

    #[test]
    fn one_loaded_phase_warms_the_oil_less_than_three_do() {
        let (even, _) = after(1.2, 30.0);
        let (one, _) = after_uneven([0.3, 1.2, 0.3], 30.0);
        assert!((25.0..40.0).contains(&(even - one)), "{even} {one}");
    }
}
