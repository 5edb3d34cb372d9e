//! The shapes of wires that came down.

use bevy::prelude::*;

use crate::chance::chance;

/// How high wires on the ground are drawn over it, m.
pub const LIES_M: f32 = 0.06;
/// Pieces of a wire.
const PIECES: u16 = 20;
/// How far a wire on the ground lies off its line, share of its length, and at most m.
const WINDS: (f32, f32) = (0.03, 0.45);

/// A wire that holds at both ends and touches the ground between them.
pub fn slack(from: Vec3, to: Vec3, ground: impl Fn(Vec2) -> f32) -> Vec<Vec3> {
    let above = |at: Vec3| at.y - ground(at.xz());
    let sag = 1.3 * above(from).max(above(to)).max(0.0) + 0.3;
    let points = (0..=PIECES).map(|k| {
        let share = f32::from(k) / f32::from(PIECES);
        let hangs = from.lerp(to, share) - Vec3::Y * (4.0 * sag * share * (1.0 - share));
        lay(hangs, share, from, to, &ground)
    });
    points.collect()
}

/// A broken wire of `length` that holds at `end` alone, and lies on towards `far`.
pub fn limp(end: Vec3, far: Vec3, length: f32, ground: impl Fn(Vec2) -> f32) -> Vec<Vec3> {
    let height = (end.y - ground(end.xz())).max(0.0);
    let ahead = (far - end).xz().normalize_or(Vec2::X);
    // It leaves the insulator steeply and swings out to the ground.
    let out = 0.3 * height.min(length);
    let lies = (length - 1.1 * height).max(0.0);
    let (hangs, on) = (PIECES / 2, PIECES / 2);
    let down = (0..=hangs).map(|k| {
        let share = f32::from(k) / f32::from(hangs);
        let at = end.xz() + ahead * (out * share * share);
        let y = end.y - height.min(length) * share;
        Vec3::new(at.x, y.max(ground(at) + LIES_M), at.y)
    });
    let tip = end + Vec3::new(ahead.x, 0.0, ahead.y) * (out + lies);
    let foot = end + Vec3::new(ahead.x, 0.0, ahead.y) * out;
    let along = (1..=on).filter(|_| lies > 0.5).map(|k| {
        let share = f32::from(k) / f32::from(on);
        lay(
            foot.lerp(tip, share).with_y(f32::MIN),
            share,
            foot,
            tip,
            &ground,
        )
    });
    down.chain(along).collect()
}

/// Puts a point of a wire onto the ground where it would hang below it.
fn lay(point: Vec3, share: f32, from: Vec3, to: Vec3, ground: &impl Fn(Vec2) -> f32) -> Vec3 {
    let across = (to - from).xz().normalize_or(Vec2::X).perp();
    let turn = std::f32::consts::TAU * (1.5 * share + chance(from.xz(), 91));
    let wide = (WINDS.0 * from.xz().distance(to.xz())).min(WINDS.1);
    let winds = wide * (std::f32::consts::PI * share).sin() * turn.sin();
    let at = point.xz() + across * winds;
    let floor = ground(at) + LIES_M;
    if point.y > floor {
        point
    } else {
        Vec3::new(at.x, floor, at.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(points: &[Vec3]) -> f32 {
        points
            .windows(2)
            .map(|pair| pair[0].distance(pair[1]))
            .sum()
    }

    #[test]
    fn a_slack_wire_keeps_its_ends_and_lies_between_them() {
        let (from, to) = (Vec3::new(0.0, 8.0, 0.0), Vec3::new(40.0, 0.3, 0.0));
        let points = slack(from, to, |_| 0.0);
        assert!(points[0].distance(from) < 1e-3);
        assert!(points[usize::from(PIECES)].xz().distance(to.xz()) < 0.5);
        let lying = points.iter().filter(|point| point.y <= LIES_M + 1e-3);
        assert!(lying.count() > usize::from(PIECES) / 2);
    }

    #[test]
    fn a_broken_wire_is_as_long_as_it_was() {
        for wire in [5.0, 22.0] {
            let points = limp(Vec3::Y * 8.0, Vec3::X * 40.0, wire, |_| 0.0);
            let long = length(&points);
            assert!((long - wire).abs() < 0.15 * wire, "{long} of {wire}");
            assert!(points.iter().all(|point| point.y > 0.0));
        }
    }
}
