//! What silence tells: where every witness below a place is without voltage, while
//! others still have it, that place is believed to be open.
//!
//! Witnesses are meters, which cannot report without voltage, and area terminals,
//! which have a battery and report zero. The open place is set as near the source
//! as the witnesses allow: at the first section or switch below which nobody has
//! voltage.

use taiqu_grid::{AssetRef, Conductor, Kind, Phases};

use crate::tree::Tree;

/// One device's word on the voltage of one bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The bus.
    pub bus: usize,
    /// Phases that have voltage.
    pub live: Phases,
    /// Phases that have none.
    pub dead: Phases,
}

/// Counts of live and dead witnesses at and below a bus, by phase.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    live: [u32; 3],
    dead: [u32; 3],
}

impl Count {
    fn dark(self) -> Phases {
        let dark = |c: &Conductor| {
            let k = c.index();
            k < 3 && self.dead[k] > 0 && self.live[k] == 0
        };
        let conductors = Conductor::ALL.into_iter().filter(dark);
        conductors.fold(Phases::NONE, |set, c| set.union(Phases::only(c)))
    }
}

/// The sections and switches believed open, with their conductors, in the order of
/// the tree.
pub fn believed_open(tree: &Tree, witnesses: &[Witness]) -> Vec<(AssetRef, Phases)> {
    let mut counts = vec![Count::default(); tree.parent.len()];
    for witness in witnesses {
        let count = &mut counts[witness.bus];
        for (k, c) in [Conductor::A, Conductor::B, Conductor::C]
            .into_iter()
            .enumerate()
        {
            count.live[k] += u32::from(witness.live.has(c));
            count.dead[k] += u32::from(witness.dead.has(c));
        }
    }
    for &bus in tree.order.iter().rev() {
        if let Some(parent) = tree.parent[bus] {
            let below = through(counts[bus], parent.by);
            let above = &mut counts[parent.bus];
            for k in 0..3 {
                above.live[k] += below.live[k];
                above.dead[k] += below.dead[k];
            }
        }
    }
    let mut open = Vec::new();
    // Phases of each bus whose darkness is explained by something above it.
    let mut explained = vec![Phases::NONE; tree.parent.len()];
    for &bus in &tree.order {
        let Some(parent) = tree.parent[bus] else {
            continue;
        };
        let above = explained[parent.bus];
        if parent.by.kind == Kind::Transformer {
            explained[bus] = if above.is_empty() { above } else { Phases::ABC };
            continue;
        }
        let dark = counts[bus].dark().and(parent.through);
        let first = dark.without(above);
        if !first.is_empty() {
            open.push((parent.by, first));
        }
        explained[bus] = above.union(dark);
    }
    open
}

/// A transformer mixes phases: above it any live phase below speaks for all three.
fn through(count: Count, by: AssetRef) -> Count {
    if by.kind != Kind::Transformer {
        return count;
    }
    Count {
        live: [count.live.iter().sum(); 3],
        dead: [count.dead.iter().sum(); 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Parent;

    /// Source 0 – transformer – 1 – section 0 – 2 – section 1 – 3, and 1 – section 2 – 4.
    fn tree() -> Tree {
        let parent = |bus, kind, index| {
            let by = AssetRef::in_area(0, kind, index);
            let through = Phases::ABCN;
            Some(Parent { bus, by, through })
        };
        Tree {
            order: vec![0, 1, 2, 4, 3],
            parent: vec![
                None,
                parent(0, Kind::Transformer, 0),
                parent(1, Kind::Section, 0),
                parent(2, Kind::Section, 1),
                parent(1, Kind::Section, 2),
            ],
            transformer: vec![None, Some(0), Some(0), Some(0), Some(0)],
        }
    }

    fn says(bus: usize, live: &str, dead: &str) -> Witness {
        let set = |text: &str| text.parse().expect("phases");
        Witness {
            bus,
            live: set(live),
            dead: set(dead),
        }
    }

    fn open(witnesses: &[Witness]) -> Vec<(u32, String)> {
        let open = believed_open(&tree(), witnesses).into_iter();
        open.map(|(asset, phases)| (asset.index, phases.to_string()))
            .collect()
    }

    #[test]
    fn nobody_dead_nothing_open() {
        assert!(open(&[]).is_empty());
        assert!(open(&[says(2, "abc", ""), says(4, "a", "")]).is_empty());
    }

    #[test]
    fn the_open_place_is_the_first_below_which_all_are_dead() {
        let beyond = [says(2, "a", ""), says(3, "", "a"), says(4, "a", "")];
        assert_eq!(open(&beyond), [(1, "a".to_owned())]);
        let whole_branch = [says(2, "", "a"), says(3, "", "a"), says(4, "a", "")];
        assert_eq!(open(&whole_branch), [(0, "a".to_owned())]);
    }

    #[test]
    fn phases_are_judged_apart() {
        let one = [says(3, "bc", "a"), says(4, "abc", "")];
        assert_eq!(open(&one), [(0, "a".to_owned())]);
    }

    #[test]
    fn a_dead_area_without_a_line_above_is_open_below_its_transformer() {
        let all = [says(3, "", "abc"), says(4, "", "abc")];
        let sections = [(0, "abc".to_owned()), (2, "abc".to_owned())];
        assert_eq!(open(&all), sections);
    }
}
