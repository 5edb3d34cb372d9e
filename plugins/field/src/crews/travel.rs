//! Driving along the roads.

use taiqu_grid::District;
use taiqu_grid::roads::RoadGraph;

/// How much longer a way is than the straight line where no road is on the map.
const DETOUR: f64 = 1.3;

/// The roads of a district.
#[derive(Clone, Debug)]
pub(super) struct Travel(RoadGraph);

impl Travel {
    pub fn of(district: &District) -> Self {
        let areas = district.areas.iter();
        Self(RoadGraph::of(
            areas.flat_map(|area| &area.surroundings.roads),
        ))
    }

    /// The way from one place to another: to the nearest road, along the roads, and from
    /// there; straight where no road leads.
    pub fn way(&self, from: (f64, f64), to: (f64, f64)) -> Vec<(f64, f64)> {
        let on_road = self.0.nearest(from).zip(self.0.nearest(to));
        let route = on_road.and_then(|(a, b)| self.0.route(a, b));
        let mut way = vec![from];
        way.extend(route.into_iter().flatten());
        way.push(to);
        way
    }
}

/// Length of a way, m; far off the roads with a detour.
pub(super) fn length(way: &[(f64, f64)]) -> f64 {
    let pieces = way
        .windows(2)
        .map(|p| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1));
    pieces.map(|m| if m > 300.0 { m * DETOUR } else { m }).sum()
}

/// The place that has the share `done` of a way behind it.
pub(super) fn along(way: &[(f64, f64)], done: f64) -> (f64, f64) {
    let mut left = done * length(way);
    for pair in way.windows(2) {
        let piece = length(pair);
        if left <= piece && piece > 0.0 {
            let share = left / piece;
            let ((x, y), (u, v)) = (pair[0], pair[1]);
            return (x + share * (u - x), y + share * (v - y));
        }
        left -= piece;
    }
    way.last().copied().unwrap_or_default()
}
