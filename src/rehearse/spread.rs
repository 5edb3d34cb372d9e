//! How a figure spreads over several runs.

use serde::Serialize;

/// Values of one figure in several runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Half of the 95 % confidence interval of the mean, by Student's law; none of a single
    /// run.
    pub half_interval: Option<f64>,
    /// Standard deviation of the sample; 0 of a single run.
    pub deviation: f64,
    /// Lowest.
    pub least: f64,
    /// Highest.
    pub most: f64,
    /// In how many runs there was something to measure.
    pub count: usize,
}

impl Spread {
    /// The spread of `values`; zeros of none.
    pub fn of(values: &[f64]) -> Self {
        if values.is_empty() {
            return Self::default();
        }
        let count = values.len() as f64;
        let mean = values.iter().fold(0.0, |sum, v| sum + v) / count;
        let squares = values.iter().fold(0.0, |sum, v| sum + (v - mean).powi(2));
        let deviation = (squares / (count - 1.0).max(1.0)).sqrt();
        let fold = |start: f64, pick: fn(f64, f64) -> f64| values.iter().copied().fold(start, pick);
        Self {
            mean,
            half_interval: (values.len() > 1)
                .then(|| t_975(values.len() as u32 - 1) * deviation / count.sqrt()),
            deviation,
            least: fold(f64::INFINITY, f64::min),
            most: fold(f64::NEG_INFINITY, f64::max),
            count: values.len(),
        }
    }
}

/// The 97.5 % quantile of Student's t: a table up to 10 degrees of freedom, then its
/// expansion about the normal quantile (Abramowitz and Stegun 26.7.5).
fn t_975(freedom: u32) -> f64 {
    const TABLE: [f64; 10] = [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    ];
    const Z: f64 = 1.959_963_985;
    let known = TABLE.get((freedom.max(1) - 1) as usize);
    known.copied().unwrap_or_else(|| {
        let n = f64::from(freedom);
        let terms = [
            (Z.powi(3) + Z) / 4.0,
            (5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z) / 96.0,
            (3.0 * Z.powi(7) + 19.0 * Z.powi(5) + 17.0 * Z.powi(3) - 15.0 * Z) / 384.0,
            (79.0 * Z.powi(9) + 776.0 * Z.powi(7) + 1482.0 * Z.powi(5)
                - 1920.0 * Z.powi(3)
                - 945.0 * Z)
                / 92_160.0,
        ];
        let powers = (1..).map(|k| n.powi(k));
        Z + terms
            .iter()
            .zip(powers)
            .map(|(term, n)| term / n)
            .sum::<f64>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_spreads_around_its_mean() {
        let spread = Spread::of(&[1.0, 2.0, 6.0]);
        assert!((spread.mean - 3.0).abs() < 1e-12);
        assert!((spread.deviation - 7.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!((spread.least.to_bits(), spread.most.to_bits()), {
            (1.0_f64.to_bits(), 6.0_f64.to_bits())
        });
        let half = spread.half_interval.expect("an interval");
        assert!((half - 4.3027 * (7.0_f64 / 3.0).sqrt()).abs() < 1e-9);
        let one = Spread::of(&[4.0]);
        assert!(one.half_interval.is_none() && one.deviation.abs() < 1e-12);
    }

    #[test]
    fn students_quantiles_are_those_of_the_tables() {
        for (freedom, t) in [(1, 12.7062), (11, 2.2010), (20, 2.0860), (99, 1.9842)] {
            assert!(
                (t_975(freedom) - t).abs() < 1e-4,
                "{freedom}: {}",
                t_975(freedom)
            );
        }
    }
}
