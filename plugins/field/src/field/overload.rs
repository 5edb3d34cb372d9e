//! What opens under more load than it may carry, after minutes or hours.

use std::collections::BTreeMap;

use taiqu_grid::catalogue::DeviceKind;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_link::chance::unit;
use taiqu_powerflow::protection::{Band, Curve};

use crate::noise::{Purpose, entity, stream};

/// Time in which what has warmed cools to 1/e under a current that it may carry, s. Assumed.
const COOLS_S: f64 = 900.0;
/// Air around a moulded-case breaker for which it is calibrated (IEC 60947-2), and that in which
/// its bimetal would open it without any current, °C. It opens at 0.9 of its current at 50 °C,
/// as makers have it, and current warms it by its square: 0.9² = (92.6 − 50) / (92.6 − 40).
/// Fuses and miniature breakers open as at their own calibration.
const CALIBRATED_C: f64 = 40.0;
const OPENS_C: f64 = 92.6;
/// How much warmer than the air full sun makes a cabinet, K: 10 to 15.
const SUN_K: f64 = 12.5;

/// The air in a cabinet outdoors, °C, in a sun of `sun_pu` of its full power.
pub(super) fn cabinet_c(air_c: f64, sun_pu: f64) -> f64 {
    air_c + SUN_K * sun_pu
}

/// The fuses and breakers of a district that too much current opens, and how warm they are.
#[derive(Clone, Debug)]
pub(super) struct Overloads {
    devices: Vec<Device>,
    warmth: Warmth,
}

#[derive(Clone, Debug)]
struct Device {
    switch: AssetRef,
    curve: Curve,
    /// Whether the air around it helps to open it.
    bimetal: bool,
}

impl Device {
    /// After how long `amps` open it in so warm a cabinet, s.
    fn opens_s(&self, amps: f64, cabinet_c: f64) -> f64 {
        let carries = if self.bimetal {
            ((OPENS_C - cabinet_c) / (OPENS_C - CALIBRATED_C))
                .max(0.0)
                .sqrt()
        } else {
            1.0
        };
        self.curve.time(amps / carries)
    }
}

/// How far each warm device is on its way to opening, from 0 to 1.
pub(super) type Warmth = BTreeMap<AssetRef, f64>;

impl Overloads {
    /// Each has a curve of its own within the band of its type.
    pub fn of(district: &District, catalogue: &Catalogue, seed: u64) -> Self {
        let curve = |switch: AssetRef| {
            let record = &district.network(switch.place).switches[switch.index as usize];
            let device = catalogue.devices.get(record.device.as_ref()?)?;
            let band = Band::of(device)?;
            let mut random = stream(seed, Purpose::Overload, entity(switch), 0);
            Some(Device {
                switch,
                curve: band.of_one(unit(&mut random)),
                bimetal: device.kind == DeviceKind::Mccb,
            })
        };
        Self {
            devices: district.all(Kind::Switch).filter_map(curve).collect(),
            warmth: Warmth::new(),
        }
    }

    /// Lives `seconds` under `amps` in the most loaded phase of each, in cabinets of
    /// `cabinet_c`; returns what opens.
    ///
    /// A current that opens a device after so many seconds brings it by a second's share
    /// nearer to that.
    pub fn live(
        &mut self,
        (seconds, cabinet_c): (f64, f64),
        amps: impl Fn(AssetRef) -> f64,
    ) -> Vec<AssetRef> {
        let mut opens = Vec::new();
        for device in &self.devices {
            let switch = &device.switch;
            let after_s = device.opens_s(amps(*switch), cabinet_c);
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

    /// Minutes until a switch opens under `amps` in a cabinet of `cabinet_c`, within a day.
    fn opens_after(
        (district, catalogue): &(District, Catalogue),
        switch: AssetRef,
        (amps, cabinet_c): (f64, f64),
    ) -> Option<usize> {
        let mut overloads = Overloads::of(district, catalogue, 1);
        let carried = |other: AssetRef| if other == switch { amps } else { 0.0 };
        (1..=1440).find(|_| overloads.live((60.0, cabinet_c), carried) == [switch])
    }

    /// The same of the box fuse FU-B01, of 100 A.
    fn melts_after(amps: f64, cabinet_c: f64) -> Option<usize> {
        let estate = estate();
        let fuse = estate.0.find("FU-B01")[0];
        opens_after(&estate, fuse, (amps, cabinet_c))
    }

    #[test]
    fn a_breaker_opens_earlier_in_a_hot_cabinet_and_a_fuse_as_always() {
        let estate = estate();
        let rated_a = |switch: AssetRef| {
            let item = &estate.0.network(switch.place).switches[switch.index as usize];
            let device = &estate.1.devices[item.device.as_ref()?];
            (device.kind == DeviceKind::Mccb).then_some(device.rated_a)
        };
        let mut breakers = estate.0.all(Kind::Switch);
        let (breaker, rated_a) = breakers
            .find_map(|switch| Some((switch, rated_a(switch)?)))
            .expect("the estate has one");
        let opens = |share: f64, cabinet_c: f64| {
            opens_after(&estate, breaker, (share * rated_a, cabinet_c))
        };
        // It opens from 1.05 to 1.3 of its rating at 40 °C, and from 0.9 of that at 50 °C.
        let least = |cabinet_c: f64| {
            let mut shares = (80..160).map(|k| f64::from(k) * 0.01);
            let least = shares.find(|share| opens(*share, cabinet_c).is_some());
            least.expect("some current opens it")
        };
        let [cool, usual, hot] = [20.0, 40.0, 50.0].map(least);
        assert!((1.05..1.32).contains(&usual), "{usual}");
        assert!((hot / usual - 0.9).abs() < 0.02, "{hot} {usual}");
        assert!((cool / usual - 1.175).abs() < 0.02, "{cool} {usual}");
        let [warm, hot] = [40.0, 55.0].map(|cabinet_c| opens(1.6, cabinet_c).expect("it opens"));
        assert!(hot < warm, "{hot} {warm}");
        assert_eq!(melts_after(161.0, 55.0), melts_after(161.0, 20.0));
        assert!((cabinet_c(38.0, 1.0) - 50.5).abs() < 1e-12);
    }

    #[test]
    fn a_fuse_carries_its_rating_and_melts_above_in_its_time() {
        assert_eq!(melts_after(100.0, 20.0), None);
        assert_eq!(melts_after(124.0, 20.0), None);
        // Within two hours at 1.6 times, within minutes at three.
        let slow = melts_after(161.0, 20.0).expect("it melts");
        assert!((5..=120).contains(&slow), "{slow}");
        let quick = melts_after(300.0, 20.0).expect("it melts");
        assert!(quick <= 10 && quick < slow, "{quick}");
    }

    #[test]
    fn what_rests_between_is_not_opened_by_many_short_loads() {
        let (district, catalogue) = estate();
        let fuse = district.find("FU-B01")[0];
        let mut overloads = Overloads::of(&district, &catalogue, 1);
        let whole = melts_after(161.0, 20.0).expect("it melts");
        for minute in 0..1440 {
            let loaded = minute % (whole * 4) < whole / 2;
            let amps = if loaded { 161.0 } else { 50.0 };
            let carried = |switch: AssetRef| if switch == fuse { amps } else { 0.0 };
            assert!(overloads.live((60.0, 20.0), carried).is_empty());
        }
    }
}
