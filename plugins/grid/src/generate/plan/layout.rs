//! How large a place is, and where its lanes leave the main road.

use super::manner::Manner;

/// Sizes of one place in spine coordinates, m.
#[derive(Clone, Debug)]
pub(in crate::generate) struct Layout {
    /// The built stretch of the main road.
    pub start: f64,
    pub end: f64,
    /// Lanes to the left of the main road.
    pub lanes: Vec<f64>,
    /// Index of the lane at the platform, up which a feeder goes to the back lane.
    pub first_lane: usize,
    pub platform_s: f64,
    /// Offset of the back lane; 0 if there are no lanes.
    pub back: f64,
    /// House rows along a lane.
    pub rows: usize,
    /// Lanes to the right, and how far they reach.
    pub south_lanes: Vec<f64>,
    pub south: f64,
    /// Middle and half width of the river.
    pub river: f64,
    pub river_half: f64,
    /// Whether the main road goes on beyond the ends as a country road.
    pub approach: (f64, f64),
}

/// Room before the first and after the last lane.
const BEFORE: f64 = 36.0;
const AFTER: f64 = 22.0;
/// From the platform to the lane beside it.
const BESIDE: f64 = 10.0;

impl Layout {
    /// A place for about `customers`, with `more` lanes than are surely needed.
    pub fn new(manner: &Manner, customers: u32, more: usize) -> Self {
        let rows = match customers {
            0..36 => 0,
            36..70 => 2,
            70..100 => 3,
            100..180 => 4,
            _ => 5,
        };
        let south_rows = if customers > 150 { 2 } else { 0 };
        let on_main = 2.0 * manner.pitch / (11.0 + f64::midpoint(manner.gap.0, manner.gap.1));
        let per_lane = if manner.is_town { 2.0 } else { 1.1 } * on_main
            + if rows > 0 { 0.8 * on_main / 2.0 } else { 0.0 }
            + 2.0 * f64::from(rows + south_rows);
        let count = (0.55 * f64::from(customers) / per_lane).ceil().max(1.0) as usize + more;
        let end = BEFORE + manner.pitch * (count as f64 - 1.0) + AFTER;
        let every: Vec<f64> = (0..count)
            .map(|k| BEFORE + manner.pitch * k as f64)
            .collect();
        // Small places have their transformer near the entrance, large ones in the middle.
        let share = if customers < 90 {
            0.0
        } else {
            (0.15 + f64::from(customers) / 900.0).min(0.5)
        };
        let first_lane = ((count - 1) as f64 * share).round() as usize;
        let platform_s = every[first_lane] - BESIDE;
        let south = if south_rows > 0 {
            manner.first_row + manner.row_pitch * 2.0
        } else {
            0.0
        };
        let half_way = |s: &f64| s + manner.pitch / 2.0;
        let last = every.len().saturating_sub(1);
        let wide = if manner.is_town { 6.0 } else { 0.0 };
        Self {
            start: 0.0,
            end,
            first_lane,
            platform_s,
            back: if rows > 0 {
                manner.first_row + manner.row_pitch * f64::from(rows) + 5.0
            } else {
                0.0
            },
            rows: rows as usize,
            south_lanes: if south_rows > 0 {
                every[..last].iter().step_by(2).map(half_way).collect()
            } else {
                Vec::new()
            },
            south,
            lanes: if rows > 0 { every } else { Vec::new() },
            river: -(south.max(26.0 + wide) + 30.0),
            river_half: 8.0,
            approach: (320.0, 320.0),
        }
    }

    /// Offset of the 10 kV line that passes behind.
    pub fn trunk_t(&self, manner: &Manner) -> f64 {
        if manner.is_town {
            self.back + 26.0
        } else {
            self.back.max(40.0) + 170.0
        }
    }

    /// Whether lane `k` hangs on the main road's line: two of three do, the rest on
    /// the back lane's, which is the longer way.
    pub fn is_fed_from_main(&self, k: usize) -> bool {
        !k.abs_diff(self.first_lane).is_multiple_of(3)
    }

    /// The same, moved along the spine.
    pub fn moved(mut self, by: f64) -> Self {
        self.start += by;
        self.end += by;
        self.platform_s += by;
        for s in self.lanes.iter_mut().chain(&mut self.south_lanes) {
            *s += by;
        }
        self
    }
}
