//! How warm a buried cable is, by what it may carry.
//!
//! A cable that carries its ampacity comes to its limit. So the rise over the ground at any
//! load is known without its make-up: by the square of the current and the resistance there.
//! One part of it is the cable's own, over the hottest core, and is there within an hour; the
//! other is the ground's, over all cores together, and takes days (IEC 60853-2 has the whole
//! course; the two parts and their times here are of its order, and assumed).

use serde::{Deserialize, Serialize};

/// Share of the rise that is the cable's own.
const OWN: f64 = 0.3;
/// Times in which both parts come to 1 − 1/e, s.
const OWN_S: f64 = 1800.0;
const GROUND_S: f64 = 16.0 * 3600.0;
/// Temperature of the ground in the hottest month for which ampacities are given, °C
/// (GB 50217).
const GROUND_C: f64 = 25.0;
/// What the resistance of aluminium grows by, 1/K; copper's is nearly the same.
const PER_K: f64 = 0.004_03;
/// Where a core has long melted through whatever is around it, °C.
const HOTTEST_C: f64 = 600.0;

/// What a cable may carry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CableThermal {
    /// Current of each loaded core that keeps it at its limit, A.
    pub ampacity_a: f64,
    /// That limit, °C.
    pub limit_c: f64,
    /// How many cores carry that current then.
    pub loaded: u8,
}

/// How warm a cable is over the ground, K: by itself, and by the ground around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CableHeat {
    own_k: f64,
    ground_k: f64,
}

impl CableHeat {
    /// That of a cable that has long carried `amps`, by cores.
    pub fn steady(cable: &CableThermal, amps: [f64; 4]) -> Self {
        // Each round of resistance and temperature comes nearer; in the end both agree.
        const ROUNDS: usize = 20;
        (0..ROUNDS).fold(Self::default(), |heat, _| {
            let [own_k, ground_k] = heat.towards(cable, amps);
            Self { own_k, ground_k }
        })
    }

    /// Lives `seconds` with `amps` in its cores.
    pub fn live(&mut self, cable: &CableThermal, amps: [f64; 4], seconds: f64) {
        let [own_k, ground_k] = self.towards(cable, amps);
        self.own_k += (own_k - self.own_k) * -(-seconds / OWN_S).exp_m1();
        self.ground_k += (ground_k - self.ground_k) * -(-seconds / GROUND_S).exp_m1();
    }

    /// Temperature of its hottest core, °C.
    pub fn hot_c(&self) -> f64 {
        GROUND_C + self.own_k + self.ground_k
    }

    /// The rises to which `amps` would bring it at the resistance that it has now, K.
    fn towards(&self, cable: &CableThermal, amps: [f64; 4]) -> [f64; 2] {
        let squares = amps.map(|amps| (amps / cable.ampacity_a).powi(2));
        let hottest = squares.iter().copied().fold(0.0, f64::max);
        let all = squares.iter().sum::<f64>() / f64::from(cable.loaded);
        let resistance = |c: f64| 1.0 + PER_K * (c - 20.0);
        let rise_k = (cable.limit_c - GROUND_C) * resistance(self.hot_c().min(HOTTEST_C))
            / resistance(cable.limit_c);
        [OWN * hottest * rise_k, (1.0 - OWN) * all * rise_k]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CABLE: CableThermal = CableThermal {
        ampacity_a: 321.0,
        limit_c: 90.0,
        loaded: 3,
    };

    const fn even(amps: f64) -> [f64; 4] {
        [amps, amps, amps, 0.0]
    }

    #[test]
    fn its_ampacity_brings_it_to_its_limit_and_the_ground_takes_days() {
        let steady = CableHeat::steady(&CABLE, even(321.0));
        assert!((steady.hot_c() - 90.0).abs() < 1e-3, "{}", steady.hot_c());
        let mut heat = CableHeat::default();
        let mut after = |hours: u32| {
            for _ in 0..60 * hours {
                heat.live(&CABLE, even(321.0), 60.0);
            }
            heat.hot_c()
        };
        let [hours, day, weeks] = [3, 21, 500].map(&mut after);
        assert!((45.0..60.0).contains(&hours), "{hours}");
        assert!((70.0..89.0).contains(&day), "{day}");
        assert!((weeks - 90.0).abs() < 0.01, "{weeks}");
    }

    #[test]
    fn one_core_alone_warms_it_less_than_three_and_more_than_a_third() {
        let three = CableHeat::steady(&CABLE, even(321.0)).hot_c() - GROUND_C;
        let one = CableHeat::steady(&CABLE, [321.0, 0.0, 0.0, 0.0]).hot_c() - GROUND_C;
        assert!(one < 0.7 * three && one > three / 3.0, "{one} {three}");
    }

    #[test]
    fn far_beyond_it_runs_up_and_stays_a_number() {
        let mut heat = CableHeat::default();
        for _ in 0..3000 {
            heat.live(&CABLE, even(1500.0), 60.0);
        }
        assert!(heat.hot_c() > 250.0 && heat.hot_c().is_finite());
    }
}
