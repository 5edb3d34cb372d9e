//! Rain over the shipped places.

use taiqu_grid::{Catalogue, District, home};
use taiqu_structure::water::{Basins, Drainage, Flood, Land, Sky};

fn district(area: &str) -> District {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join(format!("scenarios/areas/{area}.ron"))];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    district.into_result().expect("it is whole")
}

fn basins(area: &str) -> Basins {
    Basins::of(Land::of(&district(area), Drainage::default().cell_m))
}

fn rain(mm_h: f64) -> Sky {
    Sky {
        rain_mm_h: mm_h,
        river_m: 0.0,
    }
}

fn live(flood: &mut Flood, basins: &Basins, drainage: &Drainage, sky: Sky, minutes: usize) {
    for _ in 0..minutes {
        flood.live(basins, drainage, sky, 60.0);
    }
}

#[test]
fn no_water_is_lost() {
    let drainage = Drainage::default();
    for area in ["estate", "village"] {
        let basins = basins(area);
        let mut flood = Flood::new(&basins);
        let before = flood.held_m3();
        live(&mut flood, &basins, &drainage, rain(50.0), 6 * 60);
        live(&mut flood, &basins, &drainage, rain(0.0), 30);
        let cells = basins.land.height_m.len() as f64;
        let area_m2 = cells * basins.land.cell_m * basins.land.cell_m;
        let fell = 0.3 * area_m2 * drainage.runoff;
        let now = flood.held_m3() + flood.gone_m3 - before;
        assert!((now / fell - 1.0).abs() < 1e-9, "{area}: {now} of {fell}");
        assert!(flood.held_m3() > before, "{area}");
    }
}

#[test]
fn levels_are_those_of_the_water_that_stands() {
    let basins = basins("estate");
    let mut flood = Flood::new(&basins);
    live(&mut flood, &basins, &Drainage::default(), rain(40.0), 180);
    let land = &basins.land;
    let deep = (0..land.height_m.len()).map(|cell| {
        let level = flood.levels_m()[basins.of_cells()[cell]];
        (level - land.height_m[cell]).max(0.0)
    });
    let stands = deep.sum::<f64>() * land.cell_m * land.cell_m;
    // What is on the slopes still is the rest.
    let comes = flood.held_m3() - stands;
    let area_m2 = land.height_m.len() as f64 * land.cell_m * land.cell_m;
    let slopes = 0.65 * 0.04 * area_m2 * (1.0 - (-9.0_f64).exp()) / 3.0;
    assert!((comes / slopes - 1.0).abs() < 0.03, "{comes} of {slopes}");
}

#[test]
fn what_drains_take_does_not_rise_and_still_water_stays() {
    let basins = basins("estate");
    let drainage = Drainage::default();
    let mut flood = Flood::new(&basins);
    let usual = flood.levels_m().to_vec();
    live(&mut flood, &basins, &drainage, rain(15.0), 600);
    for (now, before) in flood.levels_m().iter().zip(&usual) {
        assert!((now - before).abs() < 0.05);
    }
    let mut dry = Flood::new(&basins);
    live(&mut dry, &basins, &drainage, rain(0.0), 600);
    assert_eq!(dry, Flood::new(&basins));
}

#[test]
fn a_rising_river_comes_up_its_banks_and_goes_back() {
    let district = district("village");
    let basins = basins("village");
    let mut flood = Flood::new(&basins);
    let nodes = district.areas[0].network.nodes.iter();
    let places: Vec<(f64, f64)> = nodes.filter_map(|node| node.at).collect();
    let deepest = |flood: &Flood| {
        let depths = places.iter().map(|&at| flood.depth_m(&basins, at));
        depths.fold(0.0, f64::max)
    };
    assert!(deepest(&flood) < 1e-9);
    let high = Sky {
        rain_mm_h: 0.0,
        river_m: 3.0,
    };
    live(&mut flood, &basins, &Drainage::default(), high, 240);
    let rose = deepest(&flood);
    assert!((0.2..3.0).contains(&rose), "{rose}");
    live(
        &mut flood,
        &basins,
        &Drainage::default(),
        rain(0.0),
        24 * 60,
    );
    assert!(deepest(&flood) < 0.3 * rose, "{}", deepest(&flood));
}

#[test]
fn five_minutes_at_once_are_five_minutes() {
    let basins = basins("estate");
    let (mut once, mut each) = (Flood::new(&basins), Flood::new(&basins));
    let drainage = Drainage::default();
    for _ in 0..12 {
        once.live(&basins, &drainage, rain(80.0), 300.0);
        live(&mut each, &basins, &drainage, rain(80.0), 5);
    }
    assert!(each.held_m3() > 100.0);
    assert_eq!(once, each);
}

#[test]
fn where_nothing_has_a_place_there_is_no_water() {
    let mut area = district("estate");
    for node in &mut area.areas[0].network.nodes {
        node.at = None;
    }
    area.areas[0].surroundings = taiqu_grid::area::Surroundings::default();
    let basins = Basins::of(Land::of(&area, 8.0));
    let mut flood = Flood::new(&basins);
    live(&mut flood, &basins, &Drainage::default(), rain(80.0), 60);
    assert!(basins.count() == 0 && flood.depth_m(&basins, (0.0, 0.0)).abs() < 1e-12);
    // Flat ground holds a film at most.
    let mut flat = district("estate");
    flat.areas[0].relief = None;
    flat.areas[0].surroundings.water.clear();
    let basins = Basins::of(Land::of(&flat, 8.0));
    let mut flood = Flood::new(&basins);
    live(&mut flood, &basins, &Drainage::default(), rain(80.0), 120);
    let deepest = flood.levels_m().iter().copied().fold(0.0, f64::max);
    assert!((0.0..0.1).contains(&deepest), "{deepest}");
}
