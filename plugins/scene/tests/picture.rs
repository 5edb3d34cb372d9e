//! The picture of a village without a window or a GPU: everything stands somewhere,
//! can be picked, and costs what it may.

use std::path::Path;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{RenderCreation, WgpuSettings};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use taiqu_grid::{Catalogue, District, GridPlugin, Kind, read};
use taiqu_scene::picking::Proxies;
use taiqu_scene::{
    CameraGoal, Flight, Goal, Models, Pace, SceneCamera, SceneGround, ScenePlugin, Theme,
};

fn village() -> (App, Arc<District>) {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"))
        .value
        .expect("the catalogue");
    let area = read::read_area(&home.join("scenarios/areas/village.ron"), &catalogue);
    let district = Arc::new(District::alone(area.value.expect("the village")));
    let theme = Theme::open(&home.join("assets/theme.ron")).expect("the theme");
    let no_gpu = WgpuSettings {
        backends: None,
        ..default()
    };
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin {
                primary_window: None,
                exit_condition: ExitCondition::DontExit,
                ..default()
            })
            .set(AssetPlugin {
                file_path: home.join("assets").display().to_string(),
                ..default()
            })
            .set(RenderPlugin {
                render_creation: RenderCreation::Automatic(Box::new(no_gpu)),
                ..default()
            })
            .disable::<WinitPlugin>(),
    );
    app.add_plugins(GridPlugin {
        district: Arc::clone(&district),
    });
    app.add_plugins(ScenePlugin {
        theme,
        catalogue: Arc::new(catalogue),
        models: Models::open(&home.join("assets/models")).expect("the models"),
        pace: Pace::EveryFrame,
    });
    app.insert_resource(Flight::Instant);
    app.finish();
    app.cleanup();
    app.update();
    (app, district)
}

#[test]
fn everything_stands_somewhere_and_can_be_framed() {
    let (mut app, district) = village();
    for kind in Kind::ALL {
        let assets: Vec<_> = district.all(kind).collect();
        assert!(!assets.is_empty(), "the village has no {kind}");
        let proxies = app.world().resource::<Proxies>();
        for asset in assets {
            assert!(
                proxies.find(&district, asset).is_some(),
                "{}",
                district.name(asset)
            );
        }
    }
    let meter = district.all(Kind::Meter).nth(3).expect("a meter");
    app.world_mut().resource_mut::<CameraGoal>().0 = Some(Goal::Frame(meter));
    app.update();
    let extent = app
        .world()
        .resource::<Proxies>()
        .find(&district, meter)
        .expect("it stands");
    let camera = app
        .world_mut()
        .query::<&SceneCamera>()
        .single(app.world())
        .expect("one camera");
    let pose = camera.pose;
    assert!(
        pose.eye.distance(extent.middle) < 3.0,
        "close enough to read it"
    );
    let ahead = Dir3::new(pose.ahead()).expect("a direction");
    let hit = app
        .world()
        .resource::<Proxies>()
        .pick(Ray3d::new(pose.eye, ahead), 0.001);
    assert_eq!(hit.and_then(|hit| hit.asset), Some(meter));
    assert!(app.world().resource::<SceneGround>().height(pose.eye.xz()) < pose.eye.y);
}
