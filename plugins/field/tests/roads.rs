//! What lies across a road is known to whom came upon it, until the road office says that
//! nothing lies there any more.

use std::sync::Arc;

use taiqu_field::{Crews, Field, Means, RoadEvent};
use taiqu_grid::roads::{Closures, RoadGraph};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{CrewReport, Letter, Source, Tick, Uplink};

mod support;

use support::setup;

/// A part of an edge, both ends by their share of its length, m.
fn part(roads: &RoadGraph, edge: usize, (from, to): (f64, f64)) -> ((f64, f64), (f64, f64)) {
    let [a, b] = roads.edges[edge].ends.map(|end| roads.nodes[end]);
    let at = |share: f64| (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
    (at(from), at(to))
}

/// What the road office tells is open again.
fn opened(roads: &RoadGraph, letter: &Letter<Uplink>) -> Option<Closures> {
    let Uplink::RoadAnnounced { from, to, closed } = letter.body else {
        return None;
    };
    assert_eq!(letter.source, Source::RoadOffice);
    (!closed).then(|| roads.stretch(from, to))
}

#[test]
fn who_knew_that_trees_had_blocked_a_road_is_told_when_the_last_is_gone() {
    let setup = setup(&["estate"], &[]);
    let roads = RoadGraph::in_district(&setup.truth);
    let crew = support::crew(roads.nodes[0]);
    let means = Means {
        staff: Arc::new(vec![crew]),
        ..Means::default()
    };
    let mut crews = Crews::new(&setup.truth, means, 1);
    let mut fields = Field::all(&setup).expect("loads are finite");
    // Three trees over every piece of road: the crew comes upon some of them.
    let all = |crews: &mut Crews, tick: u64, share: f64, blocked: bool| {
        let edges = 0..roads.edges.len();
        let trees = edges.map(|edge| part(&roads, edge, (share, share + 0.2)));
        let letters = trees.flat_map(|tree| crews.block_road(Tick(tick), tree, blocked));
        letters.collect::<Vec<_>>()
    };
    for share in [0.1, 0.4, 0.7] {
        assert_eq!(all(&mut crews, 0, share, true), [], "nobody saw it");
    }
    assert_eq!(all(&mut crews, 1, 0.1, false), [], "nobody knew");
    let go = support::go(AssetRef::in_area(0, Kind::Transformer, 0));
    crews.order(Tick(1), 0, go);
    let mut facts = Vec::new();
    for tick in 2..3600 {
        crews.live(Tick(tick), &mut fields, &mut facts);
    }
    let met = facts.iter().filter(|fact| {
        let Uplink::CrewReported { report, .. } = fact.body else {
            return false;
        };
        matches!(report, CrewReport::RoadClosed { .. })
    });
    let met = met.count();
    assert!(0 < met && met < roads.edges.len(), "{met}");
    assert_eq!(
        all(&mut crews, 3600, 0.4, false),
        [],
        "another tree lies there"
    );
    let told = all(&mut crews, 3601, 0.7, false);
    assert_eq!(told.len(), met, "of the others nobody knew");
    assert!(
        told.iter()
            .all(|letter| opened(&roads, letter).is_some_and(|edges| edges.len() == 1))
    );
    assert_eq!(
        all(&mut crews, 3602, 0.7, false),
        [],
        "they are known to be free"
    );
}

#[test]
fn of_a_stretch_that_is_opened_only_what_is_free_is_told() {
    let setup = setup(&["estate"], &[]);
    let roads = RoadGraph::in_district(&setup.truth);
    let from = part(&roads, 0, (0.5, 0.5)).0;
    let stretch = |edge: usize| roads.stretch(from, part(&roads, edge, (0.5, 0.5)).0);
    let other = (1..roads.edges.len()).find(|&edge| stretch(edge).len() == 2);
    let other = other.expect("a piece of road that goes on from the first");
    let event = |at_s: u64, closed: bool| RoadEvent {
        at_s,
        from,
        to: part(&roads, other, (0.5, 0.5)).0,
        closed,
        announced: true,
    };
    let means = Means {
        roads: vec![event(10, true), event(20, false)],
        ..Means::default()
    };
    let mut crews = Crews::new(&setup.truth, means, 1);
    let tree = part(&roads, other, (0.2, 0.3));
    assert_eq!(crews.block_road(Tick(0), tree, true), []);
    let mut facts = Vec::new();
    for tick in 1..30 {
        crews.live(Tick(tick), &mut [], &mut facts);
    }
    let told: Vec<_> = facts.iter().map(|fact| opened(&roads, fact)).collect();
    assert_eq!(told, [None, Some([0].into())], "a tree lies on the other");
    let letters = crews.block_road(Tick(30), tree, false);
    let told: Vec<_> = letters
        .iter()
        .map(|letter| opened(&roads, letter))
        .collect();
    assert_eq!(told, [Some([other].into())]);
}
