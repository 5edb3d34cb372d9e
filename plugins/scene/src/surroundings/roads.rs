//! Roads with verges, kerb lines and lane markings, laid on the ground.

use taiqu_grid::area::raw::RawRoad;

use crate::convert::MapFrame;
use crate::mesh::{Brush, Course, MeshBuilder};
use crate::surface::Paint;
use crate::terrain::Ground;

/// Roads from this width have a middle line, m.
const MARKED_FROM_M: f32 = 5.0;
/// Length of a stroke of the middle line and of the gap behind it, in points of a
/// course.
const STROKE: (usize, usize) = (2, 3);

/// All roads of an area.
pub fn roads(roads: &[RawRoad], frame: MapFrame, ground: &Ground) -> MeshBuilder {
    let mut builder = MeshBuilder::default();
    for road in roads.iter().filter(|road| road.points.len() >= 2) {
        let course = Course::new(&frame.planes(&road.points));
        lay(&mut builder, &course, road.width_m as f32 / 2.0, ground);
    }
    builder
}

fn lay(builder: &mut MeshBuilder, course: &Course, half: f32, ground: &Ground) {
    let all = 0..course.points.len();
    let mut strip = |paint, sides, lift: f32, range| {
        let height = |at| ground.height(at) + lift;
        builder.strip(course, sides, range, height, &Brush::new(paint, 0.0));
    };
    let verge = 0.5 + 0.12 * half;
    strip(
        Paint::Verge,
        (-half - verge, half + verge),
        0.03,
        all.clone(),
    );
    strip(Paint::Road, (-half, half), 0.05, all.clone());
    if 2.0 * half < MARKED_FROM_M {
        return;
    }
    for side in [-1.0, 1.0] {
        let middle = side * (half - 0.25);
        strip(
            Paint::Marking,
            (middle - 0.06, middle + 0.06),
            0.06,
            all.clone(),
        );
    }
    let period = STROKE.0 + STROKE.1;
    for start in all.step_by(period) {
        let end = (start + STROKE.0).min(course.points.len());
        strip(Paint::Marking, (-0.07, 0.07), 0.06, start..end);
    }
}
