//! The plan of a village or of one part of a town: streets along a curved spine,
//! poles along the streets, buildings on both sides, and a river in front.

mod layout;
mod lots;
mod manner;
mod poles;
mod roles;
mod streets;

use super::draw::{Draw, Purpose};
use super::geometry::{Footprint, Point};
use super::land::Land;
use super::spine::Spine;
use crate::Text;
use crate::area::{BuildingStyle, WaterKind};

pub(super) use layout::Layout;
pub(super) use manner::Manner;
pub(super) use poles::{Head, PoleRef, Run, Span, stations};

/// A street, lane or track.
#[derive(Clone, Debug)]
pub(super) struct Street {
    pub name: Text,
    pub line: Vec<Point>,
    pub width: f64,
}

/// What a building is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Home,
    Shop,
    Clinic,
    Committee,
    School,
    Workshop,
    Pump,
}

/// A building that is supplied.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    pub footprint: Footprint,
    pub height: f64,
    pub style: BuildingStyle,
    /// Index of its street, and its number there.
    pub street: usize,
    pub number: u32,
    pub role: Role,
    /// Customers in it.
    pub customers: u32,
}

/// Where the transformer stands: two poles along the road.
#[derive(Clone, Copy, Debug)]
pub(super) struct Platform {
    pub at: Point,
    pub heading: f64,
    /// From one pole to the other, towards growing s.
    pub along: Point,
}

/// Half the distance between the platform's poles, m.
pub(super) const PLATFORM_HALF: f64 = 1.25;

/// How far past its roads a place's surroundings go, m.
const BEYOND: f64 = 400.0;

/// A whole plan.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub manner: Manner,
    pub layout: Layout,
    pub spine: Spine,
    pub land: Land,
    pub streets: Vec<Street>,
    pub runs: Vec<Run>,
    pub lots: Vec<Lot>,
    /// Buildings without supply: sheds.
    pub sheds: Vec<(Footprint, f64)>,
    pub water: Vec<(WaterKind, Vec<Point>)>,
    pub platform: Platform,
    /// Poles along the main road, with their s.
    main_poles: Vec<(f64, PoleRef)>,
    /// What lane names and house numbers begin after, so that parts of a town differ.
    first_lane_name: usize,
    first_number: u32,
    /// Index of the back lane among the streets, if there are lanes.
    back_street: usize,
    /// How far each lane has drifted along the spine where it meets the back lane, m.
    drifts: Vec<f64>,
    /// Poles of the 10 kV spur, from where it begins down to before the platform.
    pub spur: Vec<Point>,
}

impl Plan {
    /// Lays a place out: `seed` and `place` choose it, `layout` its size.
    pub fn new(manner: Manner, layout: Layout, spine: Spine, seed: u64, place: u32) -> Self {
        let spine = spine.reaching(layout.end + layout.approach.1 + BEYOND);
        let at = spine
            .place(layout.platform_s, manner.main_width / 2.0 + 3.4)
            .rounded();
        let front = -spine.across(layout.platform_s);
        let heading = front.to_heading();
        let along = -Point::heading(heading).right();
        let platform = Platform { at, heading, along };
        let mut plan = Self {
            manner,
            layout,
            spine,
            land: Land::default(),
            streets: Vec::new(),
            runs: Vec::new(),
            lots: Vec::new(),
            sheds: Vec::new(),
            water: Vec::new(),
            platform,
            main_poles: Vec::new(),
            first_lane_name: (seed % 24) as usize + 7 * place as usize,
            first_number: 200 * place,
            back_street: 0,
            drifts: Vec::new(),
            spur: Vec::new(),
        };
        plan.land.pads.push(Footprint::new(at, 5.4, 3.4, front));
        plan.lay_streets(&mut Draw::new(seed, place, Purpose::Shape));
        plan.set_poles();
        if !manner.is_town {
            plan.set_pump();
        }
        plan.build_lots(&mut Draw::new(seed, place, Purpose::Lots));
        plan.give_roles();
        plan
    }
}
