//! Houses that heat pumps keep warm: each a resistance and a store of heat, with a
//! thermostat. After an outage all of them run at once.

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use taiqu_link::chance::unit;

/// Houses with heat pumps; settings, assumed for farmhouses with water heating.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeatPumpSettings {
    /// Temperature that is kept, °C.
    pub inside_c: f64,
    /// From where a pump starts to where it stops, K.
    pub band_k: f64,
    /// Heat that a house loses, kW per kelvin: least and most.
    pub loss_kw_per_k: (f64, f64),
    /// Heat that it stores, kWh per kelvin: least and most.
    pub store_kwh_per_k: (f64, f64),
    /// Heat of people, sun and appliances, kW.
    pub gains_kw: f64,
    /// Heat per electricity at two outside temperatures, straight between them, at least 1.
    pub performance: [(f64, f64); 2],
    /// Outside temperature above which it is off, °C.
    pub off_above_c: f64,
}

impl Default for HeatPumpSettings {
    fn default() -> Self {
        Self {
            inside_c: 19.0,
            band_k: 1.0,
            loss_kw_per_k: (0.10, 0.22),
            store_kwh_per_k: (2.5, 6.0),
            gains_kw: 0.4,
            performance: [(-15.0, 1.8), (7.0, 3.1)],
            off_above_c: 15.0,
        }
    }
}

impl HeatPumpSettings {
    /// Heat per electricity at an outside temperature.
    fn performance(&self, outside_c: f64) -> f64 {
        let [(cold, low), (mild, high)] = self.performance;
        (low + (outside_c - cold) * (high - low) / (mild - cold)).max(1.0)
    }
}

/// A house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct House {
    loss_kw_per_k: f64,
    store_kwh_per_k: f64,
    /// Electric power of its pump, kW.
    pump_kw: f64,
}

/// How warm a house is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Its temperature, °C.
    pub inside_c: f64,
    /// Whether the thermostat wants the pump to run.
    pub on: bool,
}

impl House {
    /// A house with a pump of `pump_kw`, and how warm it is at the start.
    pub fn draw(pump_kw: f64, settings: &HeatPumpSettings, rng: &mut ChaCha8Rng) -> (Self, Room) {
        let mut between = |(low, high): (f64, f64)| low + (high - low) * unit(rng);
        let house = Self {
            loss_kw_per_k: between(settings.loss_kw_per_k),
            store_kwh_per_k: between(settings.store_kwh_per_k),
            pump_kw,
        };
        let half = settings.band_k / 2.0;
        let inside_c = settings.inside_c + between((-half, half));
        let on = between((0.0, 1.0)) < 0.5;
        (house, Room { inside_c, on })
    }

    /// Its room `seconds` later, if its pump has supply or not.
    pub fn after(
        &self,
        room: Room,
        seconds: f64,
        (outside_c, supplied): (f64, bool),
        settings: &HeatPumpSettings,
    ) -> Room {
        let heats = room.on && supplied;
        let heat_kw = if heats {
            self.pump_kw * settings.performance(outside_c)
        } else {
            0.0
        };
        // Towards where it would rest, as the store lets it: exact for any step.
        let rests_c = outside_c + (heat_kw + settings.gains_kw) / self.loss_kw_per_k;
        let hours = self.store_kwh_per_k / self.loss_kw_per_k;
        let left = (-seconds / 3600.0 / hours).exp();
        let inside_c = rests_c + (room.inside_c - rests_c) * left;
        let half = settings.band_k / 2.0;
        let on = if outside_c > settings.off_above_c || inside_c > settings.inside_c + half {
            false
        } else {
            room.on || inside_c < settings.inside_c - half
        };
        Room { inside_c, on }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::{Purpose, stream};

    fn houses() -> (Vec<House>, Vec<Room>) {
        let all = (0..200).map(|k| {
            let mut rng = stream(3, Purpose::House, (0, k), 0);
            House::draw(3.0, &HeatPumpSettings::default(), &mut rng)
        });
        all.unzip()
    }

    /// Lives some minutes and tells the share that runs in each.
    fn live(
        houses: &[House],
        rooms: &mut [Room],
        minutes: usize,
        weather: (f64, bool),
    ) -> Vec<f64> {
        let running = (0..minutes).map(|_| {
            for (house, room) in houses.iter().zip(rooms.iter_mut()) {
                *room = house.after(*room, 60.0, weather, &HeatPumpSettings::default());
            }
            let on = rooms.iter().filter(|room| room.on).count();
            on as f64 / rooms.len() as f64
        });
        running.collect()
    }

    #[test]
    fn what_runs_makes_up_for_what_is_lost() {
        let (houses, mut rooms) = houses();
        let share = live(&houses, &mut rooms, 24 * 60, (-5.0, true));
        let mean = share[720..].iter().sum::<f64>() / 720.0;
        // 24 K at 0.16 kW/K less the gains, of 3 kW at a performance of 2.39.
        let expected = (24.0 * 0.16 - 0.4) / (3.0 * 2.39);
        assert!((mean - expected).abs() < 0.04, "{mean} {expected}");
        assert!(
            rooms
                .iter()
                .all(|room| (18.2..=19.8).contains(&room.inside_c))
        );
        let warm = live(&houses, &mut rooms, 600, (18.0, true));
        assert_eq!(warm.last(), Some(&0.0));
    }

    #[test]
    fn after_an_outage_all_run_at_once() {
        let (houses, mut rooms) = houses();
        let before = live(&houses, &mut rooms, 12 * 60, (-5.0, true));
        let before = before[360..].iter().sum::<f64>() / 360.0;
        live(&houses, &mut rooms, 120, (-5.0, false));
        let after = live(&houses, &mut rooms, 12 * 60, (-5.0, true));
        assert!(
            after[0] > 0.98 && after[0] > 1.7 * before,
            "{before} {}",
            after[0]
        );
        // They fall in step no more than they did.
        let later = after[600..].iter().sum::<f64>() / 120.0;
        assert!((later - before).abs() < 0.1, "{before} {later}");
    }
}
