//! Variation without state: the same place always looks the same.

use bevy::prelude::*;

/// A number from 0 to 1 that belongs to `at` and `salt`.
pub fn chance(at: Vec2, salt: u32) -> f32 {
    let cell = (at * 16.0).round();
    lattice(cell.x as i32, cell.y as i32, salt)
}

/// A number between `low` and `high` that belongs to `at` and `salt`.
pub fn between(at: Vec2, salt: u32, low: f32, high: f32) -> f32 {
    low + (high - low) * chance(at, salt)
}

/// Smooth noise from 0 to 1 with features of about one unit.
pub fn noise(at: Vec2, salt: u32) -> f32 {
    let cell = at.floor();
    let part = at - cell;
    let ease = part * part * (3.0 - 2.0 * part);
    let (x, y) = (cell.x as i32, cell.y as i32);
    let corner = |dx, dy| lattice(x + dx, y + dy, salt);
    let low = corner(0, 0).lerp(corner(1, 0), ease.x);
    let high = corner(0, 1).lerp(corner(1, 1), ease.x);
    low.lerp(high, ease.y)
}

fn lattice(x: i32, y: i32, salt: u32) -> f32 {
    let mut h = x.cast_unsigned().wrapping_mul(0x9E37_79B1);
    h ^= y.cast_unsigned().wrapping_mul(0x85EB_CA77).rotate_left(13);
    h ^= salt.wrapping_mul(0xC2B2_AE3D).rotate_left(7);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_spread_evenly_and_repeat() {
        let at = |k: u16| Vec2::new(f32::from(k), f32::from(k % 7));
        let mean = (0..1000).map(|k| chance(at(k), 3)).sum::<f32>() / 1000.0;
        assert!((mean - 0.5).abs() < 0.05, "{mean}");
        assert_eq!(chance(at(5), 1).to_bits(), chance(at(5), 1).to_bits());
        assert!((chance(at(5), 1) - chance(at(5), 2)).abs() > 1e-6);
    }
}
