//! Search by number, name, address, asset number and id.

use taiqu_grid::{AssetRef, Kind};

use crate::fixture;

#[test]
fn search_finds_by_number_name_and_address() {
    let district = fixture::district();
    let index = taiqu_console::search::Index::of(&district);
    let first = |text: &str| index.find(text).first().map(|hit| hit.asset);
    let li = AssetRef::in_area(0, Kind::Customer, 1);
    for text in [
        "3102004502",
        "310200450",
        "李",
        "Li Ming",
        "柳溪路 12",
        "12 liuxi",
        "c2",
        "limg",
    ] {
        let hits = index.find(text);
        assert!(hits.iter().any(|hit| hit.asset == li), "{text}: {hits:?}");
    }
    assert_eq!(first("3102004502"), Some(li));
    assert_eq!(first("c2"), Some(li));
    assert_eq!(
        first("45000000000000000000000001"),
        Some(AssetRef::in_area(0, Kind::Meter, 0))
    );
    assert!(index.find("").is_empty() && index.find("没有这样的人").is_empty());
}
