//! Disjoint sets.

/// A partition of `0..n` that grows coarser.
#[derive(Clone, Debug)]
pub struct Sets(Vec<u32>);

impl Sets {
    /// Every member by itself.
    pub fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    /// The member that stands for the set of `member`.
    pub fn root(&mut self, member: usize) -> usize {
        let mut at = member;
        while self.0[at] as usize != at {
            let above = self.0[self.0[at] as usize];
            self.0[at] = above;
            at = above as usize;
        }
        at
    }

    /// Joins two sets; false when they were one already.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b) as u32;
        a != b
    }
}
