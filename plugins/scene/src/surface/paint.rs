//! What surfaces are painted with. The theme gives the colours, this table the
//! natures; models name their materials after these paints.

use serde::{Deserialize, Serialize};

/// How the shader treats a paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Nature {
    /// A plain surface; the second texture coordinate is the height above its foot.
    Solid = 0,
    /// Open ground; the second coordinate tells how far it is split into fields.
    Ground = 1,
    /// Parallel rows, as of furrows and tiles; the second coordinate counts them.
    Rows = 2,
    /// Water.
    Water = 3,
    /// A window pane that may be lit.
    Window = 4,
    /// Leaves.
    Leaf = 5,
    /// The dome of the sky.
    Sky = 6,
    /// A conductor drawn as a ribbon; the second coordinate runs along it.
    Wire = 7,
    /// A cable's trace on the ground.
    Trace = 8,
    /// Lines of the selection, unlit.
    Cage = 9,
    /// The dark at the foot of things, fading by vertex colour.
    Contact = 10,
    /// Clear glass.
    Glass = 11,
    /// A lamp that may be lit.
    Lamp = 12,
    /// Its light on the ground, fading by vertex colour.
    Pool = 13,
    /// A wall of bricks.
    Brick = 14,
    /// Trunks and branches, which bend; otherwise as solid.
    Bark = 15,
    /// Streaks of rain.
    Rain = 16,
}

macro_rules! paints {
    ($($(#[$doc:meta])* $name:ident: $nature:ident, $gloss:literal, $pull:literal, $pixels:literal, $takes:literal;)*) => {
        /// What a surface is painted with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum Paint {
            $($(#[$doc])* $name,)*
        }

        impl Paint {
            /// All paints, in the order of the shader's table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            pub(super) const fn properties(self) -> Properties {
                match self {
                    $(Self::$name => Properties {
                        nature: Nature::$nature,
                        gloss: $gloss,
                        pull: $pull,
                        pixels: $pixels,
                        takes: $takes,
                    },)*
                }
            }
        }
    };
}

/// What the shader needs to know about a paint besides its colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Properties {
    /// How it is treated.
    pub nature: Nature,
    /// Strength of its highlight, 0 to 1.
    pub gloss: f32,
    /// Layer by which it wins over what it lies on.
    pub pull: f32,
    /// Least width of a ribbon, pixels.
    pub pixels: f32,
    /// How much of an overlay's colour it takes on, 0 to 1.
    pub takes: f32,
}

// Name: nature, gloss, layer, least pixels, share of an overlay's colour.
paints! {
    /// Open ground.
    Grass: Ground, 0.0, 0.0, 0.0, 0.0;
    /// Fields far and near: rice.
    FieldRice: Rows, 0.1, 1.0, 0.0, 0.0;
    /// Vegetables.
    FieldGreens: Rows, 0.0, 1.0, 0.0, 0.0;
    /// Ripe grain.
    FieldGrain: Rows, 0.0, 1.0, 0.0, 0.0;
    /// Ploughed soil.
    FieldSoil: Rows, 0.0, 1.0, 0.0, 0.0;
    /// Yards and courts.
    Yard: Solid, 0.0, 2.0, 0.0, 0.0;
    /// Roadside.
    Verge: Solid, 0.0, 3.0, 0.0, 0.0;
    /// Carriageway.
    Road: Solid, 0.05, 4.0, 0.0, 0.0;
    /// Lane markings.
    Marking: Solid, 0.0, 5.0, 0.0, 0.0;
    /// The dark at the foot of buildings.
    Contact: Contact, 0.0, 6.0, 0.0, 0.0;
    /// Rivers and ponds.
    Water: Water, 1.0, 1.0, 0.0, 0.0;
    /// Water that stands where usually there is none.
    Flood: Water, 0.7, 7.0, 0.0, 0.0;
    /// The dome of the sky.
    Sky: Sky, 0.0, 0.0, 0.0, 0.0;
    /// Rendered wall.
    WallWhite: Solid, 0.0, 0.0, 0.0, 0.0;
    /// Painted wall.
    WallCream: Solid, 0.0, 0.0, 0.0, 0.0;
    /// Brick wall.
    WallBrick: Brick, 0.0, 0.0, 0.0, 0.0;
    /// Tiled wall of towers.
    WallTile: Solid, 0.1, 0.0, 0.0, 0.0;
    /// Plinth and steps.
    WallBase: Solid, 0.0, 0.0, 0.0, 0.0;
    /// Grey tiles.
    RoofGrey: Rows, 0.1, 0.0, 0.0, 0.0;
    /// Red tiles.
    RoofRed: Rows, 0.1, 0.0, 0.0, 0.0;
    /// Flat roof.
    RoofFlat: Solid, 0.0, 0.0, 0.0, 0.0;
    /// Sheet metal of halls and sheds.
    Sheet: Rows, 0.3, 0.0, 0.0, 0.0;
    /// Sills, copings, slabs of balconies.
    Trim: Solid, 0.0, 0.0, 0.0, 0.0;
    /// A window that may be lit.
    WindowGlass: Window, 0.8, 0.0, 0.0, 0.0;
    /// Frames of windows.
    WindowFrame: Solid, 0.1, 0.0, 0.0, 0.0;
    /// Doors.
    Door: Solid, 0.1, 0.0, 0.0, 0.0;
    /// Signs and canopies of shops.
    Canopy: Solid, 0.1, 0.0, 0.0, 0.0;
    /// Wood.
    Wood: Solid, 0.0, 0.0, 0.0, 0.2;
    /// Bark.
    Bark: Bark, 0.0, 0.0, 0.0, 0.0;
    /// Pale bark.
    BarkPale: Bark, 0.0, 0.0, 0.0, 0.0;
    /// Leaves.
    LeafGreen: Leaf, 0.0, 0.0, 0.0, 0.0;
    /// Dark leaves.
    LeafDark: Leaf, 0.0, 0.0, 0.0, 0.0;
    /// Olive leaves.
    LeafOlive: Leaf, 0.0, 0.0, 0.0, 0.0;
    /// Bamboo.
    LeafBamboo: Leaf, 0.0, 0.0, 0.0, 0.0;
    /// Straw.
    Straw: Solid, 0.0, 0.0, 0.0, 0.0;
    /// Photovoltaic cells.
    PvCell: Solid, 0.9, 0.0, 0.0, 0.0;
    /// Concrete poles and bases.
    Concrete: Solid, 0.0, 0.0, 0.0, 0.35;
    /// Galvanised steel.
    SteelGalvanised: Solid, 0.4, 0.0, 0.0, 0.6;
    /// Painted steel of cabinets and tanks.
    SteelPainted: Solid, 0.35, 0.0, 0.0, 0.9;
    /// Aluminium.
    Aluminium: Solid, 0.5, 0.0, 0.0, 0.8;
    /// Copper.
    Copper: Solid, 0.5, 0.0, 0.0, 0.8;
    /// Brown porcelain.
    PorcelainBrown: Solid, 0.7, 0.0, 0.0, 0.5;
    /// White porcelain.
    PorcelainWhite: Solid, 0.7, 0.0, 0.0, 0.5;
    /// Grey plastic.
    PlasticGrey: Solid, 0.25, 0.0, 0.0, 0.9;
    /// Dark plastic.
    PlasticDark: Solid, 0.25, 0.0, 0.0, 0.3;
    /// Rubber and cable jackets.
    RubberBlack: Solid, 0.1, 0.0, 0.0, 0.3;
    /// Clear glass.
    Glass: Glass, 0.9, 0.0, 0.0, 0.0;
    /// Display of a meter.
    Lcd: Solid, 0.4, 0.0, 0.0, 0.0;
    /// Light of a meter.
    LedRed: Solid, 0.4, 0.0, 0.0, 0.0;
    /// White of signs.
    SignWhite: Solid, 0.1, 0.0, 0.0, 0.2;
    /// Yellow of signs.
    SignYellow: Solid, 0.1, 0.0, 0.0, 0.2;
    /// Red of signs.
    SignRed: Solid, 0.1, 0.0, 0.0, 0.2;
    /// Black of signs.
    SignBlack: Solid, 0.1, 0.0, 0.0, 0.2;
    /// Green of signs.
    SignGreen: Solid, 0.1, 0.0, 0.0, 0.2;
    /// Blue paint.
    PaintBlue: Solid, 0.35, 0.0, 0.0, 0.2;
    /// Green paint.
    PaintGreen: Solid, 0.35, 0.0, 0.0, 0.9;
    /// Car paint.
    PaintCar: Solid, 0.6, 0.0, 0.0, 0.0;
    /// Low-voltage conductor.
    WireLow: Wire, 0.2, 0.0, 1.2, 1.0;
    /// 10 kV conductor.
    WireHigh: Wire, 0.2, 0.0, 1.2, 1.0;
    /// Service drop.
    WireService: Wire, 0.1, 0.0, 1.0, 1.0;
    /// The glass of a street lamp.
    Lamp: Lamp, 0.0, 0.0, 0.0, 0.0;
    /// The light of a street lamp on the ground.
    LampPool: Pool, 0.0, 7.0, 0.0, 0.0;
    /// Cable under the ground.
    CableTrace: Trace, 0.0, 8.0, 3.0, 1.0;
    /// Streaks of rain.
    Rain: Rain, 0.0, 0.0, 1.0, 0.0;
    /// Outline of the selection and of what the pointer is over.
    Cage: Cage, 0.0, 40.0, 2.0, 1.0;
}

impl Paint {
    /// Its place in the shader's table.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name in the theme and in models.
    ///
    /// # Errors
    /// None in practice: every paint has a name.
    pub fn name(self) -> Result<String, ron::Error> {
        ron::to_string(&self)
    }

    /// The paint that a model's material of this name stands for.
    pub fn named(name: &str) -> Option<Self> {
        ron::from_str(name).ok()
    }

    /// Whether it must be drawn after all that is opaque.
    pub const fn is_see_through(self) -> bool {
        matches!(
            self.properties().nature,
            Nature::Contact
                | Nature::Trace
                | Nature::Cage
                | Nature::Glass
                | Nature::Pool
                | Nature::Rain
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn materials_are_found_by_name() {
        assert_eq!(
            Paint::named("steel_galvanised"),
            Some(Paint::SteelGalvanised)
        );
        assert_eq!(Paint::named("steel"), None);
    }

    #[test]
    fn the_table_is_in_order() {
        for (index, paint) in Paint::ALL.iter().enumerate() {
            assert_eq!(paint.index(), index);
        }
    }
}
