//! Meter boxes on house walls, and the service drops that reach them.

use super::geometry::{Footprint, Point, hundredth};
use super::land::Land;
use super::plan::{Lot, Plan, PoleRef, Role};

/// A meter box on a wall.
#[derive(Clone, Debug)]
pub(super) struct Mount {
    /// The pole its service drop comes from.
    pub pole: PoleRef,
    /// On the wall's plane.
    pub at: Point,
    /// The wall's outward normal, degrees clockwise from north.
    pub heading: f64,
    /// Length of the service drop, m.
    pub drop: f64,
    /// Lots that are metered here; the first is the house that carries it.
    pub lots: Vec<usize>,
}

/// Longest service drop, m (DL/T 499).
const LONGEST_DROP: f64 = 24.5;
/// Farthest house that shares a neighbour's box, m from the box.
const FARTHEST: f64 = 26.0;
/// Most meters in one box.
const MOST: u32 = 6;
/// A drop meets its wall at no flatter angle than this (cosine to the normal).
const LEAST_COSINE: f64 = 0.34;

/// Gives every lot a box. Lots that no pole can reach are left out of the result;
/// `plan.land` learns of the drops.
pub(super) fn mount_boxes(plan: &mut Plan) -> Vec<Mount> {
    let poles: Vec<(PoleRef, Point)> = plan
        .runs
        .iter()
        .enumerate()
        .flat_map(|(run, r)| {
            r.poles
                .iter()
                .enumerate()
                .map(move |(pole, &at)| (PoleRef { run, pole }, at))
        })
        .collect();
    let best: Vec<Vec<Mount>> = (0..plan.lots.len())
        .map(|k| choices(k, plan, &poles))
        .collect();
    // Near the pole first, so that the best wall carries the box of its neighbours.
    let mut order: Vec<usize> = (0..plan.lots.len()).collect();
    let nearest = |k: &usize| best[*k].first().map_or(f64::INFINITY, |m| m.drop);
    order.sort_by(|a, b| nearest(a).total_cmp(&nearest(b)).then(a.cmp(b)));

    let mut mounts: Vec<Mount> = Vec::new();
    let mut served = vec![false; plan.lots.len()];
    for &k in &order {
        if served[k] {
            continue;
        }
        let Some(mut mount) = best[k].first().cloned() else {
            continue;
        };
        served[k] = true;
        if shares(&plan.lots[k]) {
            let mut meters = plan.lots[k].customers;
            for other in neighbours(&mount, k, &plan.lots, &served) {
                if meters + plan.lots[other].customers <= MOST {
                    meters += plan.lots[other].customers;
                    served[other] = true;
                    mount.lots.push(other);
                }
            }
        }
        mounts.push(mount);
    }
    adopt(&mut mounts, &plan.lots, &served);
    let head = |m: &Mount| plan.runs[m.pole.run].poles[m.pole.pole];
    let wires: Vec<_> = mounts.iter().map(|m| (head(m), m.at, 0.0)).collect();
    plan.land.wires.extend(wires);
    mounts.sort_by(|a, b| a.pole.cmp(&b.pole).then(a.lots.cmp(&b.lots)));
    mounts
}

/// Three-phase customers have a box of their own.
fn shares(lot: &Lot) -> bool {
    matches!(
        lot.role,
        Role::Home | Role::Shop | Role::Clinic | Role::Committee
    )
}

/// Houses without any wall that a pole sees go to the nearest box with room.
fn adopt(mounts: &mut [Mount], lots: &[Lot], served: &[bool]) {
    for k in (0..lots.len()).filter(|&k| !served[k] && shares(&lots[k])) {
        let near = |m: &Mount| m.at.to(lots[k].footprint.centre);
        let has_room = |m: &&mut Mount| {
            let meters: u32 = m.lots.iter().map(|&l| lots[l].customers).sum();
            shares(&lots[m.lots[0]]) && near(m) < 34.0 && meters + lots[k].customers <= MOST
        };
        let closest = mounts.iter_mut().filter(has_room);
        if let Some(mount) = closest.min_by(|a, b| near(a).total_cmp(&near(b))) {
            mount.lots.push(k);
        }
    }
}

/// Unserved lots near enough to share the box of lot `host`, nearest first.
fn neighbours(mount: &Mount, host: usize, lots: &[Lot], served: &[bool]) -> Vec<usize> {
    let near = |k: usize| lots[k].footprint.centre.to(mount.at);
    let mut found: Vec<usize> = (0..lots.len())
        .filter(|&k| k != host && !served[k] && shares(&lots[k]) && near(k) < FARTHEST)
        // Across the street another box hangs.
        .filter(|&k| {
            lots[k].number % 2 == lots[host].number % 2 || lots[k].street != lots[host].street
        })
        .collect();
    found.sort_by(|&a, &b| near(a).total_cmp(&near(b)));
    found.truncate(2);
    found
}

/// The ways in which lot `k` may be reached, best first.
fn choices(k: usize, plan: &Plan, poles: &[(PoleRef, Point)]) -> Vec<Mount> {
    let footprint = &plan.lots[k].footprint;
    let reach = LONGEST_DROP + footprint.width.hypot(footprint.depth) / 2.0;
    let mut found: Vec<(f64, Mount)> = poles
        .iter()
        .filter(|(_, at)| at.to(footprint.centre) < reach)
        .filter_map(|&(pole, at)| {
            let (score, place, heading, drop) = wall_for(footprint, at, &plan.land)?;
            let mount = Mount {
                pole,
                at: place,
                heading,
                drop,
                lots: vec![k],
            };
            Some((score, mount))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, mount)| mount).collect()
}

/// The best place on a footprint's walls for a drop from `pole`: score (less is
/// better), position, heading, length of the drop.
pub(super) fn wall_for(
    footprint: &Footprint,
    pole: Point,
    land: &Land,
) -> Option<(f64, Point, f64, f64)> {
    let mut best: Option<(f64, Point, f64, f64)> = None;
    for (k, wall) in footprint.walls().into_iter().enumerate() {
        for share in [-0.72, -0.4, 0.4, 0.72] {
            let at = wall.middle - wall.normal.right() * (wall.half * share);
            let out = pole - at;
            let (drop, cosine) = (out.length(), out.unit().dot(wall.normal));
            if drop > LONGEST_DROP
                || cosine < LEAST_COSINE
                || !land.sees(at + wall.normal * 0.4, pole)
            {
                continue;
            }
            // A gable or the back before the front with its door and windows.
            let score = drop + 5.0 * (1.0 - cosine) + if k == 0 { 2.5 } else { 0.0 };
            if best.as_ref().is_none_or(|b| score < b.0) {
                let exact =
                    Point::new(hundredth(at.x * 10.0) / 10.0, hundredth(at.y * 10.0) / 10.0);
                best = Some((score, exact, wall.normal.to_heading(), drop));
            }
        }
    }
    best
}
