//! What the eye would see on site: the plain inputs of the picture.

use bevy::prelude::*;

/// What the root says about the outside world each frame.
///
/// In rehearsal and training the root fills it from the field; in live
/// operation it knows the time only.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Local time of the day, h, 0 to 24.
    pub hour: f64,
    /// Day of the year, 1 to 366.
    pub day: u16,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            hour: 19.0,
            day: 196,
        }
    }
}

/// How the world is painted.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Quiet grey, so that only what is abnormal has colour.
    #[default]
    Operations,
    /// Natural colours.
    Presentation,
}

impl Look {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Operations, Self::Presentation];

    /// The word used on the command line and as key of its texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Presentation => "presentation",
        }
    }
}

/// The part of the window, in logical pixels, that panels leave to the picture;
/// `None` until they have been drawn.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct SceneViewport(pub Option<Rect>);

impl SceneViewport {
    /// Where the picture's upper left corner is in the window, logical pixels.
    pub fn corner(self) -> Vec2 {
        self.0.map_or(Vec2::ZERO, |rect| rect.min)
    }

    /// Width over height.
    pub fn aspect(self) -> f32 {
        self.0
            .map_or(16.0 / 9.0, |rect| rect.width() / rect.height().max(1.0))
    }
}

/// Whether the pointer is over a panel, or the keyboard belongs to one: then
/// camera and picking keep still.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointerOverPanels(pub bool);
