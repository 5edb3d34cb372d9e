//! A village or one part of a town, from its plan to its file.

use super::boxes::{Mount, mount_boxes};
use super::country;
use super::customers::{Customers, evening_kva};
use super::draft::Draft;
use super::draw::{Draw, Purpose};
use super::geometry::hundredth;
use super::phases;
use super::plan::{Layout, Manner, Plan, Role};
use super::public::{add_heat_pumps, light_streets};
use super::sizes;
use super::spine::Spine;
use super::spur;
use super::station::Station;
use super::streets;
use crate::Text;
use crate::area::RawArea;
use crate::area::raw::{RawBuilding, RawRoad, RawWater};

/// Where a place lies, and which of its seed it is.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub seed: u64,
    pub place: u32,
    /// s at which it begins.
    pub start: f64,
    /// How far roads and fields go on before and after it.
    pub approach: (f64, f64),
    /// The spine it shares with others, or one of its own.
    pub spine: Option<Spine>,
}

impl Site {
    /// A place by itself.
    pub fn alone(seed: u64) -> Self {
        Self {
            seed,
            place: 0,
            start: 0.0,
            approach: (280.0, 280.0),
            spine: None,
        }
    }
}

/// Draws a plan until it holds exactly `customers` customers, all of them within
/// reach of a pole.
pub(super) fn settle(manner: Manner, customers: u32, site: &Site) -> (Plan, Vec<Mount>) {
    let mut more = 0;
    loop {
        let mut layout = Layout::new(&manner, customers, more).moved(site.start);
        layout.approach = site.approach;
        let middle = layout.end / 2.0;
        let own = || Spine::new(&mut Draw::new(site.seed, 0, Purpose::Spine), middle);
        let spine = site.spine.clone().unwrap_or_else(own);
        let plan = Plan::new(manner, layout, spine, site.seed, site.place);
        if let Some(done) = populate(plan, customers) {
            return done;
        }
        more += 1;
    }
}

/// Boxes for exactly `customers` customers, the nearest to the platform; none if the
/// plan is too small. Lots beyond are left unbuilt.
pub(super) fn populate(mut plan: Plan, customers: u32) -> Option<(Plan, Vec<Mount>)> {
    let mut trial = plan.clone();
    let mounts = mount_boxes(&mut trial);
    let mut served: Vec<usize> = mounts.iter().flat_map(|m| m.lots.iter().copied()).collect();
    let at = plan.platform.at;
    let near = |&k: &usize| {
        let lot = &plan.lots[k];
        // What the village needs is built first.
        let first = if matches!(lot.role, Role::Home) {
            0.0
        } else {
            -1e4
        };
        first + lot.footprint.centre.to(at)
    };
    served.sort_by(|a, b| near(a).total_cmp(&near(b)).then(a.cmp(b)));
    let mut left = customers;
    let mut keep = vec![0; plan.lots.len()];
    for k in served {
        let taken = plan.lots[k].customers.min(left);
        keep[k] = taken;
        left -= taken;
    }
    if left > 0 {
        return None;
    }
    let gone: Vec<_> = (0..keep.len())
        .filter(|&k| keep[k] == 0)
        .map(|k| plan.lots[k].footprint)
        .collect();
    plan.land.buildings.retain(|f| !gone.contains(f));
    for (lot, &customers) in plan.lots.iter_mut().zip(&keep) {
        lot.customers = customers;
    }
    plan.lots.retain(|lot| lot.customers > 0);
    let homes: Vec<_> = plan.lots.iter().map(|lot| lot.footprint).collect();
    let belongs =
        |shed: &super::geometry::Footprint| homes.iter().any(|h| h.centre.to(shed.centre) < 14.0);
    let (stay, fall): (Vec<_>, Vec<_>) = plan.sheds.iter().partition(|(shed, _)| belongs(shed));
    plan.land
        .buildings
        .retain(|f| !fall.iter().any(|(shed, _)| shed == f));
    plan.sheds = stay;
    let mounts = mount_boxes(&mut plan);
    let total: u32 = mounts
        .iter()
        .flat_map(|m| &m.lots)
        .map(|&k| plan.lots[k].customers)
        .sum();
    (total == customers).then_some((plan, mounts))
}

/// Fills an area with a plan's network, fed by a 10 kV spur of its own.
fn fill(
    area: RawArea,
    (plan, mounts): (&Plan, &[Mount]),
    (seed, place, key): (u64, u32, u32),
    name: &Text,
) -> RawArea {
    let mut draft = Draft::new(area, key);
    let mut customers = Customers::new(seed, place);
    (customers.car_share, customers.roof_share) = (0.03, 0.22);
    streets::add_boxes(&mut draft, plan, mounts, &mut customers, name);
    let lines: Vec<usize> = mounts.iter().map(|mount| mount.pole.run).collect();
    phases::deal(&mut draft, &lines, Draw::new(seed, place, Purpose::Phases));
    let boxes = draft.area.nodes.len();
    let rated = sizes::transformer(evening_kva(&draft));
    let station = Station {
        at: plan.platform.at,
        heading: plan.platform.heading,
        in_box: plan.manner.is_cabled || rated.0 > 400.0,
        rated,
    };
    let hv = spur::add(&mut draft, &plan.spur, &station);
    let bus = station.add(&mut draft, &hv);
    streets::add_lines(&mut draft, plan, mounts, &bus);
    let streets = plan.streets.iter().map(|street| &street.name);
    light_streets(&mut draft, streets, name);
    add_heat_pumps(&mut draft, Draw::new(seed, place, Purpose::Heating));
    // The source first, as one reads a network.
    draft.area.nodes.rotate_left(boxes);
    surround(&mut draft.area, plan, seed, place);
    draft.area
}

fn surround(area: &mut RawArea, plan: &Plan, seed: u64, place: u32) {
    let lots = plan
        .lots
        .iter()
        .map(|lot| (&lot.footprint, lot.height, lot.style));
    let sheds = plan
        .sheds
        .iter()
        .map(|(f, h)| (f, *h, crate::area::BuildingStyle::Shed));
    let buildings = lots.chain(sheds).map(|(f, height, style)| RawBuilding {
        at: f.centre.written(),
        size_m: (f.width, f.depth, hundredth(height)),
        heading_deg: f.heading,
        style,
    });
    area.relief = Some(country::relief(plan, seed));
    area.buildings = buildings.collect();
    let road = |s: &super::plan::Street| RawRoad {
        points: country::written(&s.line),
        width_m: s.width,
        name: s.name.clone(),
    };
    area.roads = plan.streets.iter().map(road).collect();
    let water = plan.water.iter();
    area.water = water
        .map(|(kind, ring)| RawWater {
            kind: *kind,
            ring: country::written(ring),
        })
        .collect();
    area.fields = country::fields(plan, &mut Draw::new(seed, place, Purpose::Fields));
    area.trees = country::trees(plan, &area.fields, Draw::new(seed, place, Purpose::Trees));
}

/// A village or part of a town, and the plan behind it.
pub(super) fn build(
    area: RawArea,
    manner: Manner,
    customers: u32,
    site: &Site,
    (key, name): (u32, &Text),
) -> (RawArea, Plan) {
    let (plan, mounts) = settle(manner, customers, site);
    let area = fill(area, (&plan, &mounts), (site.seed, site.place, key), name);
    (area, plan)
}
