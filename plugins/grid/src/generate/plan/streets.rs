//! Roads, lanes, the river and a pond.

use super::{Plan, Street};
use crate::Text;
use crate::area::WaterKind;
use crate::generate::draw::Draw;
use crate::generate::geometry::Point;
use crate::generate::names::lane_name;

impl Plan {
    pub(super) fn lay_streets(&mut self, draw: &mut Draw) {
        let layout = self.layout.clone();
        let (from, to) = (
            layout.start - layout.approach.0,
            layout.end + layout.approach.1,
        );
        let main = if self.manner.is_town {
            Text::new("正街", "Main Street")
        } else {
            Text::new("村道", "Village Road")
        };
        let line = self.spine.line(from, to, |_| 0.0);
        self.street(main, line, self.manner.main_width);

        let width = self.manner.lane_width;
        let ends = self.first_lane_name;
        for k in 0..layout.lanes.len() {
            self.drifts.push(draw.between(-4.0, 4.0));
            let line = self
                .spine
                .cross_line(0.0, layout.back, |t| self.lane_s(k, t));
            self.street(lane_name(ends + k), line, width);
        }
        for (k, &s) in layout.south_lanes.iter().enumerate() {
            let line = self.spine.cross_line(0.0, -layout.south, |_| s);
            self.street(lane_name(ends + layout.lanes.len() + k), line, width);
        }
        if layout.back > 0.0 {
            let first = layout.lanes.first().copied().unwrap_or(layout.start) - 16.0;
            let line = self.spine.line(first, layout.end - 4.0, |_| layout.back);
            let name = if self.manner.is_town {
                Text::new("后街", "Back Street")
            } else {
                Text::new("后巷", "Back Lane")
            };
            self.back_street = self.streets.len();
            self.street(name, line, width);
        }
        self.run_river(draw);
    }

    /// s of the middle of lane `k` at `t`.
    pub(super) fn lane_s(&self, k: usize, t: f64) -> f64 {
        self.layout.lanes[k] + self.drifts[k] * (t / self.layout.back).powi(2)
    }

    /// Adds a street and takes its ground.
    pub(super) fn street(&mut self, name: Text, line: Vec<Point>, width: f64) {
        self.land.road(&line, width / 2.0);
        self.streets.push(Street { name, line, width });
    }

    fn run_river(&mut self, draw: &mut Draw) {
        let layout = &self.layout;
        let tau = std::f64::consts::TAU;
        // The phase hangs on the seed of the spine alone, so that neighbours join.
        let phase = tau * self.spine.along(0.0).y;
        let middle = |s: f64| layout.river - 5.0 + 5.0 * (tau * s / 260.0 + phase).sin();
        let half = |s: f64| layout.river_half + 1.6 * (tau * s / 97.0 + phase).sin();
        let (from, to) = (
            layout.start - layout.approach.0,
            layout.end + layout.approach.1,
        );
        let mut ring = self.spine.line(from, to, |s| middle(s) + half(s));
        ring.extend(self.spine.line(to, from, |s| middle(s) - half(s)));
        self.land.flood(&ring);
        self.water.push((WaterKind::River, ring));

        // A pond at the edge of the houses: west of the first lane, or behind.
        let (s, t) = if self.manner.is_town {
            return;
        } else if layout.back > 0.0 {
            (layout.start - 26.0, draw.between(30.0, 40.0))
        } else {
            (layout.start - 30.0, 30.0)
        };
        let (long, wide) = (draw.between(17.0, 22.0), draw.between(11.0, 14.0));
        let (bulge, turn) = (draw.between(0.08, 0.16), draw.between(0.0, tau));
        let shore = |k: usize| {
            let angle = tau * k as f64 / 28.0;
            let r = 1.0 + bulge * (3.0 * angle + turn).sin();
            self.spine
                .place(s + long * r * angle.cos(), t + wide * r * angle.sin())
        };
        let ring: Vec<_> = (0..28).map(shore).collect();
        self.land.flood(&ring);
        self.water.push((WaterKind::Pond, ring));
    }
}
