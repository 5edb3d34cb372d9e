//! A colour as the theme writes it.

use bevy::prelude::{LinearRgba, Srgba};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An opaque colour, written `"#RRGGBB"` (sRGB).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Red, green and blue in linear light, 0 to 1, as shaders reckon.
    pub fn linear(self) -> [f32; 3] {
        let [r, g, b] = self.0;
        let linear = LinearRgba::from(Srgba::rgb_u8(r, g, b));
        [linear.red, linear.green, linear.blue]
    }

    /// The colour `share` of the way to `other`, mixed in sRGB.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let channel = |k: usize| {
            let (from, to) = (f64::from(self.0[k]), f64::from(other.0[k]));
            (from + (to - from) * share).round() as u8
        };
        Self([channel(0), channel(1), channel(2)])
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, r, g, b] = value.to_be_bytes();
        Some(Self([r, g, b]))
    }
}

impl<'de> Deserialize<'de> for Rgb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not #RRGGBB")))
    }
}

impl Serialize for Rgb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [r, g, b] = self.0;
        serializer.collect_str(&format_args!("#{r:02X}{g:02X}{b:02X}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read() {
        assert_eq!(Rgb::parse("#1E2126"), Some(Rgb([0x1e, 0x21, 0x26])));
        for wrong in ["1E2126", "#1E212", "#1E21267", "#GG0000", "#é234"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn mixing_ends_at_its_ends() {
        let (from, to) = (Rgb([0, 100, 200]), Rgb([200, 0, 100]));
        assert_eq!(from.mix(to, 0.0), from);
        assert_eq!(from.mix(to, 1.0), to);
        assert_eq!(from.mix(to, 0.5), Rgb([100, 50, 150]));
    }
}
