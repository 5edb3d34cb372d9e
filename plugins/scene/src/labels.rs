//! Names and marks over things, placed on the screen for the console to write.

use bevy::prelude::*;
use taiqu_estimate::components::FindingKind;
use taiqu_grid::AssetRef;

/// What to write this frame, the most important first, none over another.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Labels(pub Vec<Label>);

/// One label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The thing it names.
    pub asset: AssetRef,
    /// Where its foot is, logical pixels of the window.
    pub at: Vec2,
    /// Why it is shown.
    pub reason: Reason,
}

/// Why a label is shown, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is selected.
    Selected,
    /// The pointer is over it.
    Hovered,
    /// Something is wrong with it: draw the glyph as well.
    Abnormal(FindingKind),
    /// It is a landmark.
    Landmark,
}
