//! What lies across a road is known to whom came upon it, until the road office says it is gone.

use std::sync::Arc;

use taiqu_field::{Crews, Field, Means};
use taiqu_grid::roads::RoadGraph;
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{CrewReport, Source, Tick, Uplink};

mod support;

use support::setup;

#[test]
fn who_knew_that_a_storm_had_blocked_a_road_is_told_that_it_is_free() {
    let setup = setup(&["estate"], &[]);
    let roads = RoadGraph::in_district(&setup.truth);
    let crew = support::crew(roads.nodes[0]);
    let means = Means {
        staff: Arc::new(vec![crew]),
        ..Means::default()
    };
    let mut crews = Crews::new(&setup.truth, means, 1);
    let mut fields = Field::all(&setup).expect("loads are finite");
    // A tree over the middle of every piece of road: the crew comes upon some of them.
    let trees = roads.edges.iter().map(|edge| {
        let [a, b] = edge.ends.map(|end| roads.nodes[end]);
        let part = |share: f64| (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
        (part(0.4), part(0.6))
    });
    let trees: Vec<_> = trees.collect();
    for &tree in &trees {
        assert_eq!(crews.block_road(Tick(0), tree, true), None, "nobody saw it");
    }
    let go = support::go(AssetRef::in_area(0, Kind::Transformer, 0));
    crews.order(Tick(0), 0, go);
    let mut facts = Vec::new();
    for tick in 1..3600 {
        crews.live(Tick(tick), &mut fields, &mut facts);
    }
    let met = facts.iter().filter(|fact| {
        let Uplink::CrewReported { report, .. } = fact.body else {
            return false;
        };
        matches!(report, CrewReport::RoadClosed { .. })
    });
    let met = met.count();
    assert!(0 < met && met < trees.len(), "{met}");
    let mut cleared = 0;
    for &(from, to) in &trees {
        let Some(letter) = crews.block_road(Tick(3600), (from, to), false) else {
            continue;
        };
        cleared += 1;
        let closed = false;
        let body = Uplink::RoadAnnounced { from, to, closed };
        assert_eq!((letter.source, letter.body), (Source::RoadOffice, body));
    }
    assert_eq!(cleared, met, "of the others nobody knew");
    let again = crews.block_road(Tick(3601), trees[0], false);
    assert_eq!(again, None, "it is known to be free");
}
