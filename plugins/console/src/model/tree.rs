//! The tree of what is where, from substation to customer.

use taiqu_grid::{AssetRef, Text};

use super::Level;

/// All branches; children stand behind their parents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// The branches, parents before children, siblings in order.
    pub branches: Vec<Branch>,
}

/// One branch of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Its name.
    pub name: Text,
    /// Key of what it is.
    pub word: &'static str,
    /// Depth, 0 for the outermost.
    pub depth: usize,
    /// Index of its parent.
    pub parent: Option<usize>,
    /// Whether branches hang on it.
    pub has_children: bool,
    /// What is selected by a click.
    pub target: Option<AssetRef>,
    /// Number of customers below.
    pub customers: usize,
}

/// How much is wrong at a branch and below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// Number of findings.
    pub count: usize,
    /// The worst of them.
    pub worst: Level,
}

impl Tree {
    /// Adds a branch below `parent` and returns its index.
    pub fn add(
        &mut self,
        parent: Option<usize>,
        word: &'static str,
        name: Text,
        target: Option<AssetRef>,
    ) -> usize {
        let depth = parent.map_or(0, |parent| self.branches[parent].depth + 1);
        if let Some(parent) = parent {
            self.branches[parent].has_children = true;
        }
        self.branches.push(Branch {
            name,
            word,
            depth,
            parent,
            has_children: false,
            target,
            customers: 0,
        });
        self.branches.len() - 1
    }

    /// Counts below each branch the leaves that are customers, known by their `word`.
    pub fn count_leaves(&mut self, word: &str) {
        for k in (0..self.branches.len()).rev() {
            let own = usize::from(self.branches[k].word == word);
            let all = self.branches[k].customers + own;
            if let Some(parent) = self.branches[k].parent {
                self.branches[parent].customers += all;
            }
        }
    }

    /// The branches above one, the nearest first.
    pub fn above(&self, branch: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.branches[branch].parent, |&k| self.branches[k].parent)
    }

    /// Sums findings up the tree: `own` names the branch of each finding.
    pub fn burdens(&self, own: impl IntoIterator<Item = (usize, Level)>) -> Vec<Burden> {
        let mut burdens = vec![Burden::default(); self.branches.len()];
        for (branch, level) in own {
            for k in std::iter::once(branch).chain(self.above(branch)) {
                burdens[k].count += 1;
                burdens[k].worst = burdens[k].worst.max(level);
            }
        }
        burdens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_summed_up_to_the_root() {
        let mut tree = Tree::default();
        let root = tree.add(None, "tree.line", Text::new("线", "line"), None);
        let one = tree.add(Some(root), "tree.area", Text::new("甲", "one"), None);
        let two = tree.add(Some(root), "tree.area", Text::new("乙", "two"), None);
        let burdens = tree.burdens([(one, Level::Low), (one, Level::High), (two, Level::Medium)]);
        let of = |count, worst| Burden { count, worst };
        assert_eq!(burdens[root], of(3, Level::High));
        assert_eq!(burdens[one], of(2, Level::High));
        assert_eq!(burdens[two], of(1, Level::Medium));
    }

    #[test]
    fn customers_are_counted_up_to_the_root() {
        let mut tree = Tree::default();
        let name = || Text::new("户", "customer");
        let root = tree.add(None, "tree.line", name(), None);
        let near = tree.add(Some(root), "tree.customer", name(), None);
        let item = tree.add(Some(root), "tree.box", name(), None);
        tree.add(Some(item), "tree.customer", name(), None);
        tree.add(Some(item), "tree.customer", name(), None);
        tree.count_leaves("tree.customer");
        let counts = [root, near, item].map(|k| tree.branches[k].customers);
        assert_eq!(counts, [3, 0, 2]);
    }
}
