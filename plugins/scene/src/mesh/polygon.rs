//! Polygons in the ground plane.

use bevy::math::Vec2;

/// Whether `point` is inside `ring` (even–odd rule).
pub fn contains(ring: &[Vec2], point: Vec2) -> bool {
    edges(ring).fold(false, |inside, (a, b)| {
        let crosses = (a.y > point.y) != (b.y > point.y)
            && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x;
        inside != crosses
    })
}

/// The ring's edges.
pub fn edges(ring: &[Vec2]) -> impl Iterator<Item = (Vec2, Vec2)> + '_ {
    (0..ring.len()).map(|k| (ring[k], ring[(k + 1) % ring.len()]))
}

/// Twice the signed area, positive anticlockwise (x to the right, y up).
fn double_area(ring: &[Vec2]) -> f32 {
    edges(ring).map(|(a, b)| a.perp_dot(b)).sum()
}

/// The part of `ring` inside the box from `low` to `high` (Sutherland and Hodgman).
pub fn clip(ring: &[Vec2], low: Vec2, high: Vec2) -> Vec<Vec2> {
    let mut piece = ring.to_vec();
    for (axis, limit, keep_above) in [
        (0, low.x, true),
        (0, high.x, false),
        (1, low.y, true),
        (1, high.y, false),
    ] {
        let inside = |p: Vec2| {
            if keep_above {
                p[axis] >= limit
            } else {
                p[axis] <= limit
            }
        };
        let mut kept = Vec::with_capacity(piece.len() + 4);
        for (a, b) in edges(&piece) {
            if inside(a) {
                kept.push(a);
            }
            if inside(a) != inside(b) {
                kept.push(a.lerp(b, (limit - a[axis]) / (b[axis] - a[axis])));
            }
        }
        piece = kept;
    }
    piece
}

/// Cuts a simple ring into triangles, anticlockwise, by cutting ears.
pub fn triangulate(ring: &[Vec2]) -> Vec<[usize; 3]> {
    let mut left: Vec<usize> = (0..ring.len()).collect();
    if double_area(ring) < 0.0 {
        left.reverse();
    }
    let mut triangles = Vec::new();
    while left.len() > 3 {
        let count = left.len();
        let ear = (0..count).find(|&k| {
            let corner = [
                left[(k + count - 1) % count],
                left[k],
                left[(k + 1) % count],
            ];
            is_ear(ring, &left, corner)
        });
        // A degenerate ring has no ear left; any corner will do.
        let k = ear.unwrap_or(0);
        triangles.push([
            left[(k + count - 1) % count],
            left[k],
            left[(k + 1) % count],
        ]);
        left.remove(k);
    }
    if let &[a, b, c] = left.as_slice() {
        triangles.push([a, b, c]);
    }
    triangles
}

fn is_ear(ring: &[Vec2], left: &[usize], [a, b, c]: [usize; 3]) -> bool {
    let corner = [ring[a], ring[b], ring[c]];
    let turn = |a: Vec2, b: Vec2, c: Vec2| (b - a).perp_dot(c - a);
    if turn(corner[0], corner[1], corner[2]) <= 0.0 {
        return false;
    }
    !left.iter().filter(|k| ![a, b, c].contains(k)).any(|&k| {
        let p = ring[k];
        corner.iter().all(|&q| q != p)
            && (0..3).all(|n| turn(corner[n], corner[(n + 1) % 3], p) >= 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notch() -> Vec<Vec2> {
        [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
            .map(|(x, y)| Vec2::new(x, y))
            .to_vec()
    }

    #[test]
    fn triangles_cover_the_ring_either_way_round() {
        let mut ring = notch();
        for _ in 0..2 {
            let area: f32 = triangulate(&ring)
                .into_iter()
                .map(|[a, b, c]| (ring[b] - ring[a]).perp_dot(ring[c] - ring[a]) / 2.0)
                .sum();
            assert!((area - 10.0).abs() < 1e-5, "{area}");
            ring.reverse();
        }
    }

    #[test]
    fn the_notch_is_outside() {
        assert!(contains(&notch(), Vec2::new(2.0, 0.5)));
        assert!(!contains(&notch(), Vec2::new(2.0, 2.0)));
    }

    #[test]
    fn clipping_keeps_what_is_inside() {
        let piece = clip(&notch(), Vec2::ZERO, Vec2::splat(1.0));
        assert!((double_area(&piece) - 2.0).abs() < 1e-5);
    }
}
