//! Generated places: the shipped ones are what the generator makes, and all of them
//! keep the rules of building.

use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use taiqu_grid::area::raw::{RawBuilding, RawRoad};
use taiqu_grid::area::{BoxKind, Laying};
use taiqu_grid::generate::{self, Style};
use taiqu_grid::roads::{Closures, Pace, RoadGraph};
use taiqu_grid::{Area, Catalogue, RawArea};

type Point = (f64, f64);

fn root() -> PathBuf {
    taiqu_grid::home::home().expect("the repository")
}

fn catalogue() -> Catalogue {
    let checked = Catalogue::open(&root().join("assets/catalogue"));
    checked.into_result().expect("the shipped catalogue")
}

fn shipped(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

#[test]
fn shipped_profiles_are_the_generated_ones() {
    assert_eq!(
        shipped("assets/catalogue/profiles.ron"),
        generate::profiles::file().expect("profiles")
    );
}

#[test]
fn shipped_areas_are_the_generated_ones() {
    let village = generate::village(110, 1).to_ron().expect("village");
    assert!(
        shipped("scenarios/areas/village.ron") == village,
        "scenarios/areas/village.ron differs"
    );
    let estate = generate::estate(220, 1).to_ron().expect("estate");
    assert!(
        shipped("scenarios/areas/estate.ron") == estate,
        "scenarios/areas/estate.ron differs"
    );
    for (path, text) in generate::folder(Style::Town, 4, 70, 3).expect("town") {
        let path = format!("scenarios/{path}");
        assert!(shipped(&path) == text, "{path} differs");
    }
}

#[test]
fn a_folder_of_any_style_joins_into_a_district() {
    let catalogue = catalogue();
    for style in [Style::Village, Style::Town, Style::Estate] {
        let folder = tempfile::tempdir().expect("folder");
        let (mut areas, mut lines) = (Vec::new(), Vec::new());
        // So many and so large that the row of places is longer than any was planned.
        for (path, text) in generate::folder(style, 20, 300, 5).expect("files") {
            let file = folder.path().join(&path);
            std::fs::create_dir_all(file.parent().expect("parent")).expect("folder");
            std::fs::write(&file, text).expect("file");
            if path.starts_with("areas") {
                areas.push(file);
            } else if path.starts_with("lines") {
                lines.push(file);
            }
        }
        let checked = taiqu_grid::district::open(&areas, &lines, &catalogue);
        assert_eq!(checked.problems, [], "{style:?}");
        let district = checked.value.expect("district");
        assert_eq!((district.lines.len(), district.areas.len()), (1, 20));
        assert!((0..3).all(|k| district.tap_of(k).is_some()));
    }
}

#[test]
fn buildings_of_neighbouring_areas_keep_apart() {
    let town = generate::places(Style::Town, 4, 70, 3);
    for (k, one) in town.areas.iter().enumerate() {
        for other in &town.areas[k + 1..] {
            for a in &one.buildings {
                for b in &other.buildings {
                    let room =
                        f64::midpoint(a.size_m.0.min(a.size_m.1), b.size_m.0.min(b.size_m.1));
                    assert!(
                        distance(a.at, b.at) > room,
                        "{} {:?} and {} {:?}",
                        one.id,
                        a.at,
                        other.id,
                        b.at
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_of_any_size_and_seed_keep_the_rules(customers in 10_u32..=400, seed in 0_u64..1_000_000) {
        let catalogue = catalogue();
        for make in [generate::village, generate::town, generate::estate] {
            let raw = make(customers, seed);
            prop_assert_eq!(&raw, &make(customers, seed));
            prop_assert_eq!(raw.customers.len(), customers as usize);
            let checked = raw.clone().check(&catalogue);
            prop_assert_eq!(&checked.problems, &[]);
            let area = checked.value.expect("an area without problems");
            wires_pass_no_building(&raw, &area)?;
            poles_stand_free(&raw)?;
            boxes_hang_on_walls(&raw)?;
            trees_keep_from_wires(&raw, &area)?;
            all_live_by_one_road_network(&raw)?;
        }
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Position in a building's own axes: along its front to the right, and outward.
fn inside(building: &RawBuilding, p: Point) -> Point {
    let (sin, cos) = building.heading_deg.to_radians().sin_cos();
    let (x, y) = (p.0 - building.at.0, p.1 - building.at.1);
    (x * cos - y * sin, x * sin + y * cos)
}

/// How deep a point lies in a building, m; negative outside.
fn depth(building: &RawBuilding, p: Point) -> f64 {
    let (x, y) = inside(building, p);
    (building.size_m.0 / 2.0 - x.abs()).min(building.size_m.1 / 2.0 - y.abs())
}

fn traces<'a>(area: &'a Area, laying: &'a [Laying]) -> impl Iterator<Item = (&'a str, Vec<Point>)> {
    let at = |k: usize| area.network.nodes[k].at.expect("a position");
    let sections = area
        .network
        .sections
        .iter()
        .filter(|s| laying.contains(&s.laying));
    sections.map(move |s| {
        let mut points = vec![at(s.from)];
        points.extend(&s.via);
        points.push(at(s.to));
        (s.id.as_str(), points)
    })
}

fn samples(points: &[Point]) -> Vec<Point> {
    let steps = |p: &[Point]| {
        let (a, b) = (p[0], p[1]);
        let count = (distance(a, b) / 0.5).ceil().max(1.0) as usize;
        (0..=count)
            .map(move |k| k as f64 / count as f64)
            .map(move |t| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t))
    };
    points.windows(2).flat_map(steps).collect()
}

fn wires_pass_no_building(raw: &RawArea, area: &Area) -> Result<(), TestCaseError> {
    for (id, points) in traces(area, &[Laying::Overhead, Laying::Service, Laying::Cable]) {
        for p in samples(&points) {
            for building in &raw.buildings {
                prop_assert!(
                    depth(building, p) < 0.12,
                    "{} at {:?} enters {:?}",
                    id,
                    p,
                    building.at
                );
            }
        }
    }
    Ok(())
}

fn to_road(road: &RawRoad, p: Point) -> f64 {
    let points = samples(&road.points);
    points
        .iter()
        .map(|&q| distance(p, q))
        .fold(f64::INFINITY, f64::min)
        - road.width_m / 2.0
}

fn poles_stand_free(raw: &RawArea) -> Result<(), TestCaseError> {
    for node in raw.nodes.iter().filter(|node| node.pole.is_some()) {
        let at = node.at.expect("a position");
        prop_assert!(
            raw.roads.iter().all(|road| to_road(road, at) > 0.3),
            "{} stands on a road",
            node.id
        );
        prop_assert!(
            raw.buildings.iter().all(|b| depth(b, at) < -0.5),
            "{} stands in a building",
            node.id
        );
    }
    Ok(())
}

fn boxes_hang_on_walls(raw: &RawArea) -> Result<(), TestCaseError> {
    for item in &raw.boxes {
        let at = item.at.expect("a position");
        if matches!(item.kind, BoxKind::Meter { .. }) {
            let (sin, cos) = item.heading_deg.to_radians().sin_cos();
            let before = (at.0 + 0.5 * sin, at.1 + 0.5 * cos);
            let on_wall = |b: &RawBuilding| {
                depth(b, at).abs() < 0.02 && (depth(b, before) + 0.5).abs() < 0.03
            };
            prop_assert!(
                raw.buildings.iter().any(on_wall),
                "{} is on no wall",
                item.id
            );
        }
    }
    for drop in raw
        .sections
        .iter()
        .filter(|s| s.line_type.starts_with("BV"))
    {
        prop_assert!(
            drop.length_m <= 27.0,
            "{} is {} m long",
            drop.id,
            drop.length_m
        );
    }
    Ok(())
}

fn trees_keep_from_wires(raw: &RawArea, area: &Area) -> Result<(), TestCaseError> {
    let wires: Vec<Point> = traces(area, &[Laying::Overhead])
        .flat_map(|(_, points)| samples(&points))
        .collect();
    for tree in &raw.trees {
        let near = wires
            .iter()
            .map(|&p| distance(p, tree.at))
            .fold(f64::INFINITY, f64::min);
        prop_assert!(
            near > 0.28 * tree.height_m + 0.9,
            "a tree at {:?} is {near} m from a wire",
            tree.at
        );
        prop_assert!(
            raw.buildings.iter().all(|b| depth(b, tree.at) < 0.0),
            "a tree in a building"
        );
    }
    Ok(())
}

fn all_live_by_one_road_network(raw: &RawArea) -> Result<(), TestCaseError> {
    let graph = RoadGraph::of(&raw.roads);
    let home = graph
        .nearest(raw.transformers[0].at.expect("a position"))
        .expect("a road");
    let pace = Pace {
        drive_m_s: 9.0,
        walk_m_s: 1.2,
    };
    let paths = graph.paths_to(home.at, &Closures::new(), pace);
    for item in &raw.boxes {
        let at = item.at.expect("a position");
        let road = graph.nearest(at).expect("a road");
        prop_assert!(
            distance(road.at, at) < 60.0,
            "{} is far from every road",
            item.id
        );
        prop_assert!(
            distance(road.at, home.at) < 1.0
                || paths.way(&graph, road.at).edges.iter().any(Option::is_some),
            "no road leads to {}",
            item.id
        );
    }
    Ok(())
}
