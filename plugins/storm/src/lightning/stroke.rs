//! Strokes: Poisson in time and place.

use rand_distr::{Distribution as _, StandardNormal};
use serde::{Deserialize, Serialize};
use taiqu_grid::District;
use taiqu_link::chance;
use taiqu_structure::Vector;

use super::Lightning;
use crate::noise::Purpose;
use crate::standing::BLOCK_S;

/// How far from nodes strokes are looked at, m: beyond, they induce nothing that matters.
const AROUND_M: f64 = 1000.0;

/// A flash strikes the ground or what stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// When, s since the start.
    pub at_s: f64,
    /// Where, m.
    pub at: Vector,
    /// Peak current, kA.
    pub peak_ka: f64,
}

/// The ground over which strokes are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sky {
    low: Vector,
    high: Vector,
}

impl Sky {
    /// That around what of a district has a place: it is the same whichever lines are in the
    /// ground, so that strokes are too.
    pub fn over(district: &District) -> Self {
        let nodes = district.places();
        let nodes = nodes.flat_map(|place| &district.network(place).nodes);
        let ends = nodes.filter_map(|node| node.at).map(Vector::from);
        let (mut low, mut high) = (
            Vector::new(f64::INFINITY, f64::INFINITY),
            Vector::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
        );
        for end in ends {
            low = Vector::new(low.x.min(end.x), low.y.min(end.y));
            high = Vector::new(high.x.max(end.x), high.y.max(end.y));
        }
        let around = Vector::new(AROUND_M, AROUND_M);
        Self {
            low: low - around,
            high: high + around,
        }
    }

    /// How wide it is, km²; nothing where nothing has a place.
    pub fn km2(&self) -> f64 {
        let wide = self.high - self.low;
        let km2 = wide.x * wide.y * 1e-6;
        if wide.x > 0.0 && km2.is_finite() {
            km2
        } else {
            0.0
        }
    }

    /// The strokes of a block where `per_km2_h` flashes come down, in order of time. As many
    /// as are drawn keep their luck whatever their number.
    pub fn strokes(
        &self,
        lightning: &Lightning,
        per_km2_h: f64,
        block: u64,
        seed: u64,
    ) -> Vec<Stroke> {
        let expected = per_km2_h * self.km2() * BLOCK_S / 3600.0;
        if expected <= 0.0 {
            return Vec::new();
        }
        let stream =
            |number: u64| chance::stream(seed, Purpose::Stroke as u8, (0, block as u32), number);
        let count = poisson(expected, chance::unit(&mut stream(0)));
        let stroke = |number: u64| {
            let mut random = stream(number);
            let [when, east, north] = std::array::from_fn(|_| chance::unit(&mut random));
            let normal: f64 = StandardNormal.sample(&mut random);
            let wide = self.high - self.low;
            Stroke {
                at_s: (block as f64 + when) * BLOCK_S,
                at: self.low + Vector::new(wide.x * east, wide.y * north),
                peak_ka: lightning.median_ka * (lightning.spread * normal).exp(),
            }
        };
        let mut strokes: Vec<Stroke> = (1..=count).map(stroke).collect();
        strokes.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        strokes
    }
}

/// The number of events of which `expected` are expected, that has the `rank` from 0 to 1.
fn poisson(expected: f64, rank: f64) -> u64 {
    /// No block has more; what is left beyond has no weight in the numbers.
    const MOST: u64 = 1000;
    let mut weight = (-expected).exp();
    let mut below = weight;
    let mut count = 0;
    while below < rank && count < MOST {
        count += 1;
        weight *= expected / count as f64;
        below += weight;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::Catalogue;
    use taiqu_grid::area::Laying;

    fn sky() -> Sky {
        Sky {
            low: Vector::new(-2000.0, -1000.0),
            high: Vector::new(2000.0, 1500.0),
        }
    }

    /// All strokes of `hours` at 3 flashes/km² and hour.
    fn strokes(hours: u64) -> Vec<Stroke> {
        let lightning = Lightning::default();
        let blocks = 0..hours * 360;
        blocks
            .flat_map(|block| sky().strokes(&lightning, 3.0, block, 4))
            .collect()
    }

    #[test]
    fn strokes_are_the_same_whichever_lines_are_in_the_ground() {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let village = [home.join("scenarios/areas/village.ron")];
        let district = taiqu_grid::district::open(&village, &[], &catalogue);
        let mut district = district.into_result().expect("it is whole");
        let before = Sky::over(&district);
        assert!(before.km2() > 4.0);
        for section in &mut district.areas[0].network.sections {
            section.laying = Laying::Cable;
        }
        assert_eq!(Sky::over(&district), before);
    }

    #[test]
    fn as_many_strike_as_the_density_says_and_evenly() {
        let all = strokes(40);
        // 10 km² · 3 · 40 = 1200, and five standard deviations of it.
        let count = all.len() as f64;
        assert!((count - 1200.0).abs() < 5.0 * 1200_f64.sqrt(), "{count}");
        let west = all.iter().filter(|stroke| stroke.at.x < 0.0).count() as f64;
        assert!((west / count - 0.5).abs() < 5.0 * 0.5 / count.sqrt());
        // Blocks are Poisson: as much variance as mean.
        let mut blocks = [0.0; 40 * 36];
        for stroke in &all {
            blocks[(stroke.at_s / 100.0) as usize] += 1.0;
        }
        let mean = count / blocks.len() as f64;
        let variance = blocks.iter().map(|n| (n - mean) * (n - mean)).sum::<f64>();
        let variance = variance / blocks.len() as f64;
        assert!((variance / mean - 1.0).abs() < 0.2, "{}", variance / mean);
    }

    #[test]
    fn peak_currents_are_lognormal_about_the_median() {
        let mut peaks: Vec<f64> = strokes(100).iter().map(|stroke| stroke.peak_ka).collect();
        peaks.sort_by(f64::total_cmp);
        let at = |rank: f64| peaks[(rank * peaks.len() as f64) as usize];
        assert!((at(0.5) / PEAK - 1.0).abs() < 0.06, "{}", at(0.5));
        // One standard deviation of the logarithm above.
        let above = (at(0.841) / at(0.5)).ln();
        assert!((above - 0.484).abs() < 0.05, "{above}");
    }

    const PEAK: f64 = 31.1;

    #[test]
    fn the_first_strokes_of_a_block_are_the_same_in_a_heavier_storm() {
        let lightning = Lightning::default();
        let light = (0..400).flat_map(|block| sky().strokes(&lightning, 2.0, block, 9));
        let heavy = (0..400).flat_map(|block| sky().strokes(&lightning, 8.0, block, 9));
        let heavy: Vec<Stroke> = heavy.collect();
        let light: Vec<Stroke> = light.collect();
        assert!(light.len() > 5 && heavy.len() > light.len());
        assert!(light.iter().all(|stroke| heavy.contains(stroke)));
    }
}
