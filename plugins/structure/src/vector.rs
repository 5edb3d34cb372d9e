//! Vectors over the ground.

use std::ops::{Add, AddAssign, Mul, Sub};

use serde::{Deserialize, Serialize};

/// A vector over the ground: east and north.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    /// East.
    pub x: f64,
    /// North.
    pub y: f64,
}

impl Vector {
    /// From its parts.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Of length 1 towards `radians` counter-clockwise from east.
    pub fn towards(radians: f64) -> Self {
        Self::new(radians.cos(), radians.sin())
    }

    /// Its length.
    pub fn length(self) -> f64 {
        // Winds and moments are far from what `hypot` guards against, and this is faster.
        self.dot(self).sqrt()
    }

    /// The scalar product.
    pub const fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Turned by a quarter, counter-clockwise.
    #[must_use]
    pub const fn across(self) -> Self {
        Self::new(-self.y, self.x)
    }

    /// Turned counter-clockwise.
    #[must_use]
    pub fn turned(self, radians: f64) -> Self {
        self * radians.cos() + self.across() * radians.sin()
    }

    /// By how much it must be turned counter-clockwise to point as another does, -π to π.
    pub fn angle_to(self, other: Self) -> f64 {
        self.across().dot(other).atan2(self.dot(other))
    }

    /// Of length 1; east where it has no length.
    #[must_use]
    pub fn direction(self) -> Self {
        let length = self.length();
        if length > 0.0 {
            self * (1.0 / length)
        } else {
            Self::new(1.0, 0.0)
        }
    }
}

impl From<(f64, f64)> for Vector {
    fn from((x, y): (f64, f64)) -> Self {
        Self { x, y }
    }
}

impl Add for Vector {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl AddAssign for Vector {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Vector {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Vector {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}
