//! How a kind of place is built.

use crate::area::BuildingStyle;
use crate::generate::draw::Draw;

/// Where a building stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::generate) enum Frontage {
    Main,
    Lane,
    Back,
}

/// Measures of a kind of place, m.
#[derive(Clone, Copy, Debug)]
pub(in crate::generate) struct Manner {
    pub is_town: bool,
    /// Whether the main road's lines lie in the ground, with branch boxes beside it.
    pub is_cabled: bool,
    pub main_width: f64,
    pub lane_width: f64,
    /// From lane to lane.
    pub pitch: f64,
    /// From house row to house row along a lane.
    pub row_pitch: f64,
    /// Where the first row of a lane begins.
    pub first_row: f64,
    /// From the main road's edge to the buildings.
    pub set_back: (f64, f64),
    /// Between buildings on the main road.
    pub gap: (f64, f64),
    /// Share of homes in which two families live.
    pub two_families: f64,
}

impl Manner {
    pub const VILLAGE: Self = Self {
        is_town: false,
        is_cabled: false,
        main_width: 6.5,
        lane_width: 4.0,
        pitch: 46.0,
        row_pitch: 17.5,
        first_row: 31.0,
        set_back: (5.5, 7.5),
        gap: (3.0, 6.5),
        two_families: 0.14,
    };

    const TOWN: Self = Self {
        is_town: true,
        is_cabled: false,
        main_width: 11.0,
        lane_width: 5.5,
        pitch: 54.0,
        row_pitch: 16.5,
        first_row: 33.0,
        set_back: (4.6, 4.8),
        gap: (0.4, 0.6),
        two_families: 0.30,
    };

    /// A part of a town: every second has cables in its main street.
    pub fn town(seed: u64, place: u32) -> Self {
        Self {
            is_cabled: (seed ^ u64::from(place)) & 1 == 0,
            ..Self::TOWN
        }
    }

    /// Width, depth and height of a building, and its style.
    pub fn building(&self, at: Frontage, draw: &mut Draw) -> (f64, f64, f64, BuildingStyle) {
        if self.is_town && at == Frontage::Main {
            let storeys = draw.pick(&[2.0, 3.0, 3.0, 4.0]);
            let width = draw.between(7.2, 9.4);
            return (
                width,
                draw.between(10.5, 12.0),
                3.3 * storeys + 0.3,
                BuildingStyle::Shop,
            );
        }
        let old = if self.is_town { 0.12 } else { 0.30 };
        if draw.chance(old) {
            let (width, depth) = (draw.between(10.0, 12.4), draw.between(6.4, 7.6));
            return (width, depth, draw.between(3.2, 3.6), BuildingStyle::Cottage);
        }
        let storeys = draw.pick(&[2.0, 2.0, 3.0]);
        let (width, depth) = (draw.between(9.4, 12.2), draw.between(8.4, 9.9));
        (
            width,
            depth,
            3.2 * storeys + draw.between(0.2, 0.5),
            BuildingStyle::VillageHouse,
        )
    }
}
