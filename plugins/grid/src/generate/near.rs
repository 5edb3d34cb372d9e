//! Things on the ground, found by where they are.

use std::ops::Deref;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::geometry::{Footprint, Point};

/// Things in the order in which they came, and by where they are.
#[derive(Clone, Debug)]
pub(super) struct Near<T> {
    items: Vec<T>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<T: Placed> Near<T> {
    pub fn push(&mut self, item: T) {
        let bounds = Rectangle::from_aabb(item.bounds().0);
        self.tree
            .insert(GeomWithData::new(bounds, self.items.len()));
        self.items.push(item);
    }

    pub fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        items.into_iter().for_each(|item| self.push(item));
    }

    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        let mut items = std::mem::take(&mut self.items);
        items.retain(keep);
        self.tree = RTree::new();
        self.extend(items);
    }

    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// All whose bounds come within `margin` of `bounds`, in no particular order.
    pub fn around(&self, bounds: Bounds, margin: f64) -> impl Iterator<Item = &T> {
        let found = self
            .tree
            .locate_in_envelope_intersecting(&bounds.grown(margin).0);
        found.map(|item| &self.items[item.data])
    }
}

impl<T> Default for Near<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            tree: RTree::new(),
        }
    }
}

impl<T> Deref for Near<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

/// A rectangle along the axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds(AABB<[f64; 2]>);

impl Bounds {
    pub fn of(points: &[Point]) -> Self {
        let points: Vec<[f64; 2]> = points.iter().map(|p| [p.x, p.y]).collect();
        Self(AABB::from_points(&points))
    }

    pub fn grown(self, margin: f64) -> Self {
        let ([left, low], [right, high]) = (self.0.lower(), self.0.upper());
        Self(AABB::from_corners(
            [left - margin, low - margin],
            [right + margin, high + margin],
        ))
    }
}

/// What takes up ground or air.
pub(super) trait Placed {
    /// All of it lies within.
    fn bounds(&self) -> Bounds;
}

impl Placed for Footprint {
    fn bounds(&self) -> Bounds {
        Bounds::of(&self.corners())
    }
}

impl Placed for Point {
    fn bounds(&self) -> Bounds {
        Bounds::of(&[*self])
    }
}

/// A ring.
impl Placed for Vec<Point> {
    fn bounds(&self) -> Bounds {
        Bounds::of(self)
    }
}

/// A line with the room on either side of it.
impl Placed for (Point, Point, f64) {
    fn bounds(&self) -> Bounds {
        Bounds::of(&[self.0, self.1]).grown(self.2)
    }
}
