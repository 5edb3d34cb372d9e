//! Colours of the world: what it is painted with, and the sky over it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rgb;
use crate::stage::Look;
use crate::surface::Paint;

/// Colours of the world in both looks.
#[derive(Clone, Debug, Deserialize)]
pub struct Looks {
    /// The quiet grey of operations.
    pub operations: LookColours,
    /// Natural colours.
    pub presentation: LookColours,
}

impl Looks {
    /// The colours of `look`.
    pub const fn of(&self, look: Look) -> &LookColours {
        match look {
            Look::Operations => &self.operations,
            Look::Presentation => &self.presentation,
        }
    }
}

/// Colours of the world in one look.
#[derive(Clone, Debug, Deserialize)]
pub struct LookColours {
    /// What surfaces are painted with.
    pub paints: BTreeMap<Paint, Rgb>,
    /// The sky over it.
    pub skies: Skies,
}

/// How the sky changes.
#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Skies {
    /// It does not: the light is that of a studio, at any hour.
    Steady(SkyColours),
    /// With the sun's height.
    ByHour(Hours),
}

/// The sky by the sun's height; between them it is blended.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Hours {
    /// Sun high.
    pub day: SkyColours,
    /// Sun at the horizon.
    pub dusk: SkyColours,
    /// Sun well below the horizon.
    pub night: SkyColours,
}

/// Sky and light at one height of the sun. Lights are a colour and a strength.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct SkyColours {
    /// Overhead.
    pub zenith: Rgb,
    /// At the horizon, and what distance fades into.
    pub horizon: Rgb,
    /// Around the sun.
    pub glow: Rgb,
    /// Light of the sun, or of the moon at night.
    pub sun: (Rgb, f32),
    /// Light from the sky on what faces up.
    pub above: (Rgb, f32),
    /// Light thrown back by the ground on what faces down.
    pub below: (Rgb, f32),
}
