//! What an overlay's colours mean, for the console to draw.

use bevy::prelude::*;
use taiqu_estimate::components::Limits;
use taiqu_grid::District;

use super::Overlay;
use super::condition::Condition;
use super::painter::shown_voltage;
use crate::theme::{Rgb, Theme};

/// The legend of the current overlay.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Legend {
    /// Whose it is; its word is the key of the title.
    pub overlay: Overlay,
    /// Unit of the values, empty where there is none.
    pub unit: &'static str,
    /// Values or categories and their colours.
    pub scale: Scale,
}

/// Values or categories and their colours.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// A quantity; between stops the colour is blended, beyond them it stays.
    Continuous {
        /// From low to high; at least two.
        stops: Vec<Stop>,
        /// Limits within the range that deserve a mark.
        limits: Vec<f64>,
    },
    /// Things told apart.
    Categories(Vec<Category>),
}

impl Default for Scale {
    fn default() -> Self {
        Self::Categories(Vec::new())
    }
}

impl Scale {
    /// The colour of `value`; `None` for categories.
    pub fn colour(&self, value: f64) -> Option<Rgb> {
        let Self::Continuous { stops, .. } = self else {
            return None;
        };
        let (first, last) = (stops.first()?, stops.last()?);
        if value.is_nan() || value <= first.value {
            return Some(first.colour);
        }
        let between = stops.windows(2).find(|pair| value <= pair[1].value);
        Some(between.map_or(last.colour, |pair| {
            let width = (pair[1].value - pair[0].value).max(f64::EPSILON);
            pair[0]
                .colour
                .mix(pair[1].colour, (value - pair[0].value) / width)
        }))
    }
}

/// The colour of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// In the legend's unit.
    pub value: f64,
    /// Its colour.
    pub colour: Rgb,
}

/// One of the things told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Key of its text.
    pub key: &'static str,
    /// Its colour.
    pub colour: Rgb,
}

/// The legend of `overlay`; `most` is the largest neutral current now, A, or the greatest
/// probability that a part fails or stands in water, %.
pub fn legend(
    overlay: Overlay,
    theme: &Theme,
    limits: &Limits,
    district: &District,
    most: f64,
) -> Legend {
    let category = |key, colour| Category { key, colour };
    let (unit, scale) = match overlay {
        Overlay::Normal => ("", Scale::default()),
        Overlay::Voltage | Overlay::VoltageA | Overlay::VoltageB | Overlay::VoltageC => {
            let nominal = shown_voltage(district);
            let (low, high) = (nominal * limits.low_pu, nominal * limits.high_pu);
            let stops = spread(&theme.ramps.voltage, |share| {
                if share < 0.5 {
                    low + (nominal - low) * 2.0 * share
                } else {
                    nominal + (high - nominal) * (2.0 * share - 1.0)
                }
            });
            (
                "V",
                Scale::Continuous {
                    stops,
                    limits: vec![low, high],
                },
            )
        }
        Overlay::Loading => {
            let stops = spread(&theme.ramps.loading, |share| {
                share * 100.0 * limits.overload_pu
            });
            let marks = vec![100.0 * limits.heavy_pu, 100.0 * limits.overload_pu];
            (
                "%",
                Scale::Continuous {
                    stops,
                    limits: marks,
                },
            )
        }
        Overlay::Unbalance => {
            let stops = spread(&theme.ramps.loading, |share| share * 50.0);
            (
                "%",
                Scale::Continuous {
                    stops,
                    limits: vec![100.0 * limits.unbalance_delta_pu],
                },
            )
        }
        Overlay::Neutral => ("A", up_to(round_up(most.max(10.0)), theme)),
        // Customers depend on many parts, and are all at its end before a strong storm: the
        // range is that of the parts, so that the weakest of them stand out.
        Overlay::Risk => ("%", up_to(round_up(most.clamp(1.0, 100.0)), theme)),
        Overlay::Damage => {
            let categories = Condition::ALL.map(|one| category(one.word(), theme.condition(one)));
            ("", Scale::Categories(categories.to_vec()))
        }
        Overlay::Failed => ("%", up_to(100.0, theme)),
        Overlay::Energised => {
            let live = theme.ramps.loading.last().copied().unwrap_or_default();
            let categories = vec![
                category("energised", live),
                category("dead", theme.roles.dead),
            ];
            ("", Scale::Categories(categories))
        }
        Overlay::Phase => {
            let [a, b, c, n] = theme.phases.all();
            let phases = vec![
                category("phase-a", a),
                category("phase-b", b),
                category("phase-c", c),
                category("neutral", n),
            ];
            ("", Scale::Categories(phases))
        }
    };
    Legend {
        overlay,
        unit,
        scale,
    }
}

/// From nothing to `most`, with no limit.
fn up_to(most: f64, theme: &Theme) -> Scale {
    Scale::Continuous {
        stops: spread(&theme.ramps.loading, |share| share * most),
        limits: Vec::new(),
    }
}

/// Stops spread evenly over a ramp.
fn spread(ramp: &[Rgb], value: impl Fn(f64) -> f64) -> Vec<Stop> {
    let last = ramp.len().saturating_sub(1).max(1) as f64;
    let stop = |(k, &colour): (usize, &Rgb)| Stop {
        value: value(k as f64 / last),
        colour,
    };
    ramp.iter().enumerate().map(stop).collect()
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn round_up(value: f64) -> f64 {
    let decade = 10_f64.powf(value.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|step| step * decade >= value * 0.999);
    step.unwrap_or(10.0) * decade
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_end_on_round_numbers() {
        for (value, end) in [(10.0, 10.0), (10.1, 20.0), (37.0, 50.0), (0.3, 0.5)] {
            assert!((round_up(value) - end).abs() < 1e-9, "{value}");
        }
    }

    fn grey(level: u8) -> Rgb {
        Rgb([level; 3])
    }

    #[test]
    fn colours_blend_between_stops_and_stay_beyond() {
        let stop = |value, level| Stop {
            value,
            colour: grey(level),
        };
        let scale = Scale::Continuous {
            stops: vec![stop(198.0, 0), stop(220.0, 100), stop(235.4, 200)],
            limits: vec![198.0, 235.4],
        };
        for (value, level) in [
            (0.0, 0),
            (198.0, 0),
            (209.0, 50),
            (220.0, 100),
            (300.0, 200),
        ] {
            assert_eq!(scale.colour(value), Some(grey(level)), "{value}");
        }
        assert_eq!(Scale::default().colour(1.0), None);
    }
}
