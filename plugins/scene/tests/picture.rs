//! The picture of a village without a window or a GPU: everything stands somewhere,
//! can be picked, and costs what it may.

use std::path::Path;
use std::sync::Arc;

use bevy::camera::primitives::MeshAabb;
use bevy::mesh::MeshTag;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{RenderCreation, WgpuSettings};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use taiqu_grid::{AssetRef, Catalogue, Conductor, District, GridPlugin, Kind, Phases, read};
use taiqu_scene::picking::Proxies;
use taiqu_scene::{
    CameraGoal, Damage, FallenPole, FallenTree, Flight, Goal, Lie, Look, Models, Pace, Piece,
    SceneCamera, SceneGround, ScenePlugin, Stage, Theme, Truth, WireDown,
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

/// The meshes that are drawn anew because of damage.
fn wreckage(app: &mut App) -> Vec<Entity> {
    app.update();
    let mut tagged = app.world_mut().query_filtered::<Entity, With<MeshTag>>();
    tagged.iter(app.world()).collect()
}

#[test]
fn what_a_storm_breaks_is_drawn_as_it_lies_to_those_who_may_see_it() {
    let (mut app, district) = village();
    assert!(wreckage(&mut app).is_empty());
    let has_pole = |node: &AssetRef| {
        let network = district.network(node.place);
        network.nodes[node.index as usize].pole.is_some()
    };
    let pole = district.all(Kind::Node).find(has_pole).expect("a pole");
    let overhead = |section: &AssetRef| {
        let record = &district.network(section.place).sections[section.index as usize];
        record.from == pole.index as usize || record.to == pole.index as usize
    };
    let section = district.all(Kind::Section).find(overhead);
    let damage = Damage {
        poles: vec![FallenPole {
            node: pole,
            towards: Some((1.0, 0.0)),
            lie: None,
        }],
        trees: vec![FallenTree {
            tree: (0, 0),
            towards: (0.0, 1.0),
            lie: None,
        }],
        wires: vec![WireDown {
            section: section.expect("its wires"),
            conductors: Phases::ABC,
            broken: Phases::only(Conductor::A),
            live: true,
            hangs: false,
            pieces: Vec::new(),
        }],
    };
    let mut falling = damage.clone();
    app.world_mut().resource_mut::<Stage>().damage = Arc::new(damage);
    assert!(
        wreckage(&mut app).is_empty(),
        "operators have not been told"
    );
    app.world_mut().resource_mut::<Stage>().truth = Some(Truth::default());
    let drawn = wreckage(&mut app);
    assert!(!drawn.is_empty(), "an instructor sees it");
    app.world_mut().resource_mut::<Stage>().truth = None;
    assert!(wreckage(&mut app).is_empty());
    app.insert_resource(Look::Presentation);
    let drawn = wreckage(&mut app);
    assert!(!drawn.is_empty(), "eyes on site see it");
    app.world_mut().resource_mut::<Stage>().hour += 0.5;
    assert_eq!(
        wreckage(&mut app),
        drawn,
        "nothing is drawn anew for nothing"
    );
    let (x, y) = district.network(pole.place).nodes[pole.index as usize]
        .at
        .expect("a place");
    let highest = |app: &mut App| {
        let all = wreckage(app);
        let all = all
            .into_iter()
            .filter_map(|mesh| app.world().get::<Mesh3d>(mesh));
        let meshes = app.world().resource::<Assets<Mesh>>();
        let bounds = all.filter_map(|mesh| meshes.get(&mesh.0)?.compute_aabb());
        bounds.map(|bounds| bounds.max().y).fold(f32::MIN, f32::max)
    };
    let alone = Damage {
        poles: falling.poles.clone(),
        ..Damage::default()
    };
    app.world_mut().resource_mut::<Stage>().damage = Arc::new(alone);
    let lies = highest(&mut app);
    falling.trees.clear();
    falling.poles[0].lie = Some(Lie {
        hinge: [x, y, 0.2],
        top: [x + 3.0, y, 8.0],
    });
    falling.wires[0].pieces = vec![Piece {
        points: vec![[x, y, 8.0], [x + 5.0, y, 2.0], [x + 9.0, y, 0.0]],
        held: [true, false],
    }];
    app.world_mut().resource_mut::<Stage>().damage = Arc::new(falling);
    let falls = highest(&mut app);
    assert!(
        falls > lies + 4.0,
        "a pole that leans is as high as it is: {falls} {lies}"
    );
    app.world_mut().resource_mut::<Stage>().damage = Arc::default();
    assert!(wreckage(&mut app).is_empty(), "it is repaired");
}
