//! What an overlay's colours mean, for the console to draw.

use bevy::prelude::*;

use super::Overlay;
use crate::theme::Rgb;

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
            pair[0].colour.mix(pair[1].colour, (value - pair[0].value) / width)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(level: u8) -> Rgb {
        Rgb([level; 3])
    }

    #[test]
    fn colours_blend_between_stops_and_stay_beyond() {
        let stop = |value, level| Stop { value, colour: grey(level) };
        let scale = Scale::Continuous {
            stops: vec![stop(198.0, 0), stop(220.0, 100), stop(235.4, 200)],
            limits: vec![198.0, 235.4],
        };
        for (value, level) in [(0.0, 0), (198.0, 0), (209.0, 50), (220.0, 100), (300.0, 200)] {
            assert_eq!(scale.colour(value), Some(grey(level)), "{value}");
        }
        assert_eq!(Scale::default().colour(1.0), None);
    }
}
