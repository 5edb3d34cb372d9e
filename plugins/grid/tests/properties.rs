//! What holds for any area: writing and reading, and the shape of the tree.

mod support;

use proptest::prelude::*;
use support::{area, catalogue};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, RawArea};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_area_reads_as_it_was_written(poles in 1..40_usize, seed in any::<u64>()) {
        let raw = area("a", poles, seed);
        let text = raw.to_ron().expect("text");
        prop_assert_eq!(&RawArea::from_ron(&text, "a").expect("RON"), &raw);
        prop_assert_eq!(text, raw.to_ron().expect("text"));
    }

    #[test]
    fn a_generated_area_has_no_problem(poles in 1..40_usize, seed in any::<u64>()) {
        let checked = area("a", poles, seed).check(&catalogue());
        prop_assert_eq!(&checked.problems, &[]);
        prop_assert!(checked.value.is_some());
    }

    #[test]
    fn up_and_down_agree(poles in 1..30_usize, seed in any::<u64>(), loops in 0..4_usize) {
        let mut raw = area("a", poles, seed);
        // Sections between any two poles: the tree must stand loops.
        for k in 0..loops.min(poles - 1) {
            let mut tie = raw.sections[0].clone();
            tie.id = format!("tie-{k}");
            tie.from = String::from("bus");
            tie.to = format!("p{}", poles - 1 - k);
            raw.sections.push(tie);
        }
        let district = District::alone(raw.check(&catalogue()).value.expect("an area"));
        let topology = Topology::of(&district);
        let all: Vec<AssetRef> = Kind::ALL.into_iter().flat_map(|k| district.all(k)).collect();
        let source = district.find("node:hv")[0];
        prop_assert_eq!(topology.downstream(source).len(), all.len() - 1);
        prop_assert_eq!(topology.loops().len(), loops.min(poles - 1));
        prop_assert_eq!(topology.islands(), &[]);
        for &asset in &all {
            let path = topology.upstream(asset);
            prop_assert_eq!(path.first().copied(), topology.parent(asset));
            for &above in &path {
                prop_assert!(topology.is_below(asset, above));
                prop_assert!(topology.downstream(above).contains(&asset));
            }
            prop_assert_eq!(topology.customers(asset).count(), topology.customer_count(asset));
            let directly = all.iter().filter(|a| topology.parent(**a) == Some(asset));
            let below: usize = directly.map(|a| 1 + topology.downstream(*a).len()).sum();
            prop_assert_eq!(topology.downstream(asset).len(), below);
        }
    }

    #[test]
    fn who_goes_dark_is_who_is_below(poles in 1..30_usize, seed in any::<u64>()) {
        let raw = area("a", poles, seed);
        let district = District::alone(raw.check(&catalogue()).value.expect("an area"));
        let topology = Topology::of(&district);
        let before = topology.live_as_recorded();
        for section in district.all(Kind::Section) {
            let open = |asset, closed: taiqu_grid::Phases| {
                if asset == section { taiqu_grid::Phases::NONE } else { closed }
            };
            let mut dark = topology.darkened(&before, &topology.live(open));
            let mut below: Vec<AssetRef> = topology.customers(section).collect();
            dark.sort();
            below.sort();
            prop_assert_eq!(dark, below);
        }
    }
}
