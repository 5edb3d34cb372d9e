//! A district in a world: one entity a thing, with its relationships.

mod support;

use std::sync::Arc;

use bevy_app::App;
use bevy_ecs::relationship::RelationshipTarget;
use support::{area, catalogue};
use taiqu_grid::components::{Asset, AssetEntities, Records, SuppliedBy, Supplies};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, GridPlugin, Kind};

#[test]
fn every_thing_is_an_entity_and_knows_its_supplier() {
    let raw = area("a", 5, 1);
    let district = Arc::new(District::alone(
        raw.check(&catalogue()).value.expect("an area"),
    ));
    let mut app = App::new();
    app.add_plugins(GridPlugin {
        district: Arc::clone(&district),
    });
    let world = app.world();
    let entities = &world.resource::<AssetEntities>().0;
    let all: usize = Kind::ALL.into_iter().map(|k| district.all(k).count()).sum();
    assert_eq!(entities.len(), all);
    assert!(Arc::ptr_eq(&world.resource::<Records>().0, &district));

    let supplier = |asset: AssetRef| {
        let above = world.get::<SuppliedBy>(entities[&asset])?.0;
        let below = world.get::<Supplies>(above).map(|s| s.iter().count());
        assert!(below.is_some_and(|count| count > 0));
        world.get::<Asset>(above).map(|asset| asset.0)
    };
    let mut path = vec![district.find("load:l7")[0]];
    while let Some(above) = path.last().and_then(|&asset| supplier(asset)) {
        path.push(above);
    }
    let words: Vec<&str> = path.iter().map(|asset| asset.kind.word()).collect();
    assert_eq!(words[..5], ["load", "customer", "meter", "box", "node"]);
    assert_eq!(path[1..], Topology::of(&district).upstream(path[0]));
}
