//! What opens under more load than it may carry, after minutes or hours.

use std::collections::BTreeMap;

use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_link::chance::unit;
use taiqu_powerflow::protection::{Band, Curve};

use crate::noise::{Purpose, entity, stream};

/// Time in which what has warmed cools to 1/e under a current that it may carry, s. Assumed.
const COOLS_S: f64 = 900.0;

/// The fuses and breakers of a district that too much current opens, and how warm they are.
#[derive(Clone, Debug)]
pub(super) struct Overloads {
    devices: Vec<(AssetRef, Curve)>,
    warmth: Warmth,
}

/// How far each warm device is on its way to opening, from 0 to 1.
pub(super) type Warmth = BTreeMap<AssetRef, f64>;

impl Overloads {
    /// Each has a curve of its own within the band of its type.
    pub fn of(district: &District, catalogue: &Catalogue, seed: u64) -> Self {
        let curve = |switch: AssetRef| {
            let record = &district.network(switch.place).switches[switch.index as usize];
            let band = Band::of(catalogue.devices.get(record.device.as_ref()?)?)?;
            let mut random = stream(seed, Purpose::Overload, entity(switch), 0);
            Some((switch, band.of_one(unit(&mut random))))
        };
        Self {
            devices: district.all(Kind::Switch).filter_map(curve).collect(),
            warmth: Warmth::new(),
        }
    }

    /// Lives `seconds` under `amps` in the most loaded phase of each; returns what opens.
    ///
    /// A current that opens a device after so many seconds brings it by a second's share
    /// nearer to that.
    pub fn live(&mut self, seconds: f64, amps: impl Fn(AssetRef) -> f64) -> Vec<AssetRef> {
        let mut opens = Vec::new();
        for (switch, curve) in &self.devices {
            let after_s = curve.time(amps(*switch));
            let before = self.warmth.get(switch).copied().unwrap_or_default();
            let now = if after_s.is_finite() {
                before + seconds / after_s
            } else {
                before * (-seconds / COOLS_S).exp()
            };
            if now >= 1.0 {
                opens.push(*switch);
                // The link is a new one, and a breaker's bimetal has cooled by the time
                // that somebody is there.
                self.warmth.remove(switch);
            } else if now > 0.01 {
                self.warmth.insert(*switch, now);
            } else {
                self.warmth.remove(switch);
            }
        }
        opens
    }

    /// How warm they are.
    pub const fn warmth(&self) -> &Warmth {
        &self.warmth
    }

    /// Takes what [`Self::warmth`] gave.
    pub fn recall(&mut self, warmth: &Warmth) {
        self.warmth.clone_from(warmth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::home;

    fn estate() -> (District, Catalogue) {
        let home = home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/estate.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        (district.into_result().expect("it is whole"), catalogue)
    }

    /// Minutes until the box fuse FU-B01, of 100 A, melts under `amps`, within a day.
    fn melts_after(amps: f64) -> Option<usize> {
        let (district, catalogue) = estate();
        let fuse = district.find("FU-B01")[0];
        let mut overloads = Overloads::of(&district, &catalogue, 1);
        let carried = |switch: AssetRef| if switch == fuse { amps } else { 0.0 };
        (1..=1440).find(|_| overloads.live(60.0, carried) == [fuse])
    }

    #[test]
    fn a_fuse_carries_its_rating_and_melts_above_in_its_time() {
        assert_eq!(melts_after(100.0), None);
        assert_eq!(melts_after(124.0), None);
        // Within two hours at 1.6 times, within minutes at three.
        let slow = melts_after(161.0).expect("it melts");
        assert!((5..=120).contains(&slow), "{slow}");
        let quick = melts_after(300.0).expect("it melts");
        assert!(quick <= 10 && quick < slow, "{quick}");
    }

    #[test]
    fn what_rests_between_is_not_opened_by_many_short_loads() {
        let (district, catalogue) = estate();
        let fuse = district.find("FU-B01")[0];
        let mut overloads = Overloads::of(&district, &catalogue, 1);
        let whole = melts_after(161.0).expect("it melts");
        for minute in 0..1440 {
            let loaded = minute % (whole * 4) < whole / 2;
            let amps = if loaded { 161.0 } else { 50.0 };
            let carried = |switch: AssetRef| if switch == fuse { amps } else { 0.0 };
            assert!(overloads.live(60.0, carried).is_empty());
        }
    }
}
