//! Tracing through the small area.

use taiqu_grid::area::raw::RawArea;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, home};

fn district() -> District {
    let folder = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&folder).value.expect("a catalogue");
    let raw = RawArea::from_ron(include_str!("small.ron"), "small.ron").expect("RON");
    District::alone(raw.check(&catalogue).value.expect("an area"))
}

fn one(district: &District, name: &str) -> AssetRef {
    let found = district.find(name);
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

#[test]
fn a_customer_hangs_on_everything_up_to_the_source() {
    let district = district();
    let topology = Topology::of(&district);
    let path = topology.upstream(one(&district, "c1"));
    let path: Vec<String> = path.iter().map(|&a| district.name(a)).collect();
    let expected = [
        "meter:m1",
        "box:mb1",
        "node:b1",
        "section:d1",
        "node:p2",
        "section:s2",
        "node:p1",
        "section:s1",
        "node:bus",
        "box:jp",
        "switch:main",
        "node:lv",
        "transformer:t1",
        "node:hv-t",
        "switch:fuse",
        "node:hv",
    ];
    let expected = expected.map(|name| format!("small/{name}"));
    assert_eq!(path, expected);
}

#[test]
fn all_things_are_below_the_source_once() {
    let district = district();
    let topology = Topology::of(&district);
    let source = one(&district, "node:hv");
    let below = topology.downstream(source);
    let all: usize = Kind::ALL.into_iter().map(|k| district.all(k).count()).sum();
    assert_eq!(below.len(), all - 1);
    assert_eq!(topology.customer_count(source), 1);
    assert_eq!(topology.customer_count(one(&district, "c1")), 0);
    assert!(topology.is_below(one(&district, "l1"), one(&district, "main")));
    assert!(!topology.is_below(one(&district, "main"), one(&district, "l1")));
}

#[test]
fn an_open_conductor_darkens_who_needs_it() {
    let district = district();
    let topology = Topology::of(&district);
    let before = topology.live_as_recorded();
    let customer = one(&district, "c1");
    let darkened = |name: &str, open: &str| {
        let (asset, open) = (one(&district, name), open.parse::<Phases>().expect(open));
        let after = topology.live(|a, closed| {
            if a == asset {
                closed.without(open)
            } else {
                closed
            }
        });
        topology.darkened(&before, &after)
    };
    assert_eq!(darkened("main", "abcn"), [customer]);
    assert_eq!(darkened("s1", "b"), [customer]);
    assert_eq!(darkened("s1", "n"), [customer]);
    assert_eq!(darkened("s1", "ac"), []);
    // Two phases still feed a delta winding; one does not.
    assert_eq!(darkened("fuse", "b"), []);
    assert_eq!(darkened("fuse", "ab"), [customer]);
    let node = one(&district, "node:b1");
    assert_eq!(topology.live_at(&before, node).to_string(), "bn");
}
