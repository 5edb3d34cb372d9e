//! What the eye would see on site: the plain inputs of the picture.

use std::sync::Arc;

use bevy::prelude::*;
use taiqu_grid::{AssetRef, Phases, Text};

use crate::site::{Damage, Pool, Weather};

/// What the root says about the outside world each frame.
///
/// In rehearsal and training the root fills it from the field; in live
/// operation it knows the time only.
#[derive(Resource, Clone, Debug, PartialEq)]
pub struct Stage {
    /// Local time of the day, h, 0 to 24.
    pub hour: f64,
    /// Day of the year, 1 to 366.
    pub day: u16,
    /// Simulated time since the start, s; finer than the ticks.
    pub now_s: f64,
    /// Vehicles of repair crews, in the order of the crews.
    pub vehicles: Vec<Vehicle>,
    /// The weather.
    pub weather: Weather,
    /// What does not stand or hang as it was built.
    pub damage: Arc<Damage>,
    /// Water on the ground.
    pub water: Arc<Vec<Pool>>,
    /// What is true, for an instructor's eyes.
    pub truth: Option<Truth>,
}

impl Stage {
    /// Whether all damage is drawn, as to eyes on site and to an instructor; operators see
    /// what crews have found.
    pub fn shows_all(&self, look: Look) -> bool {
        look == Look::Presentation || self.truth.is_some()
    }
}

/// Whether nothing in the picture may move or flash by itself.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReducedMotion(pub bool);

/// A vehicle on site.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// Whose it is.
    pub name: Text,
    /// Where on the map, m.
    pub at: (f64, f64),
    /// Whether it drives.
    pub drives: bool,
}

/// What is true in the field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// What is broken or open that should not be, with its conductors.
    pub failed: Vec<(AssetRef, Phases)>,
    /// Sections and meters without voltage, with the phases that lack.
    pub dead: Vec<(AssetRef, Phases)>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            hour: 19.0,
            day: 196,
            now_s: 0.0,
            vehicles: Vec::new(),
            weather: Weather::default(),
            damage: Arc::default(),
            water: Arc::default(),
            truth: None,
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
