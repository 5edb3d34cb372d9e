//! Puts the 3D view into an application.

use std::sync::Arc;

use bevy::prelude::*;
use taiqu_grid::Catalogue;
use taiqu_grid::components::Records;

use crate::assemble::{Types, assemble};
use crate::camera::{self, CameraGoal, Flight, Pace};
use crate::chunks::{Layer, Level};
use crate::flood;
use crate::labels::{self, Labels};
use crate::models::Models;
use crate::overlay::{self, Legend, Overlay};
use crate::picking::{self, Hovered, Proxies, Selection};
use crate::sky;
use crate::stage::{Look, PointerOverPanels, ReducedMotion, SceneViewport, Stage};
use crate::surface::{self, Surfaces};
use crate::theme::Theme;
use crate::vehicles;
use crate::wreck::{self, Wreck};

/// The 3D view of the district in `Records`.
pub struct ScenePlugin {
    /// All colours.
    pub theme: Theme,
    /// Equipment types.
    pub catalogue: Arc<Catalogue>,
    /// What things look like.
    pub models: Models,
    /// How often the picture is drawn.
    pub pace: Pace,
}

/// The order of the view's work in `Update`.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SceneSystems {
    /// The picture is built when records are new.
    Build,
    /// Pointer and goals move the camera and select.
    Steer,
    /// Colours, light, outlines and labels follow.
    Show,
}

impl Plugin for ScenePlugin {
    fn build(&self, app: &mut App) {
        app.add_plugins(surface::plugin)
            .insert_resource(self.theme.clone())
            .insert_resource(Types(Arc::clone(&self.catalogue)))
            .insert_resource(self.models.clone())
            .insert_resource(self.pace)
            .init_resource::<Stage>()
            .init_resource::<Look>()
            .init_resource::<ReducedMotion>()
            .init_resource::<Wreck>()
            .init_resource::<Overlay>()
            .init_resource::<Legend>()
            .init_resource::<Selection>()
            .init_resource::<Hovered>()
            .init_resource::<CameraGoal>()
            .init_resource::<Flight>()
            .init_resource::<SceneViewport>()
            .init_resource::<PointerOverPanels>()
            .init_resource::<Labels>()
            .add_systems(Startup, (camera::spawn, sky::spawn))
            .configure_sets(
                Update,
                (SceneSystems::Build, SceneSystems::Steer, SceneSystems::Show).chain(),
            )
            .add_systems(
                Update,
                assemble
                    .run_if(resource_exists_and_changed::<Records>)
                    .in_set(SceneSystems::Build),
            )
            .add_systems(
                Update,
                (
                    (camera::steer, camera::set_out)
                        .chain()
                        .run_if(resource_exists::<Proxies>),
                    camera::fly,
                )
                    .chain()
                    .in_set(SceneSystems::Steer),
            )
            .add_systems(
                Update,
                (
                    (sky::paint, sky::fall).chain(),
                    sky::follow,
                    (vehicles::build, vehicles::drive).chain(),
                    (wreck::build, overlay::recolour).chain(),
                    flood::build,
                    picking::outline,
                    labels::place,
                    hide_traces,
                )
                    .run_if(resource_exists::<Surfaces>)
                    .in_set(SceneSystems::Show),
            )
            .add_systems(Update, camera::draw_when_due.after(SceneSystems::Show));
    }
}

/// Cables show through the ground wherever the network is the subject; natural
/// colours without an overlay leave them buried.
fn hide_traces(
    look: Res<Look>,
    overlay: Res<Overlay>,
    mut layers: Query<(&Layer, &mut Visibility)>,
) {
    let buried = *look == Look::Presentation && *overlay == Overlay::Normal;
    for (layer, mut visibility) in &mut layers {
        if layer.0 == Level::Traces {
            visibility.set_if_neq(if buried {
                Visibility::Hidden
            } else {
                Visibility::Visible
            });
        }
    }
}
