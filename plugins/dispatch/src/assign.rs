//! Who goes where.

use pathfinding::kuhn_munkres::kuhn_munkres_min;
use pathfinding::matrix::Matrix;

/// Cost of what cannot be; small enough to be summed.
const NEVER: i64 = 1 << 40;

/// The crew for each order, so that the sum of all costs is least (Kuhn 1955, Munkres
/// 1957).
///
/// `costs[order][crew]` is the cost of that crew taking that order, none where it cannot;
/// `waiting[order]` that of nobody taking it. Costs must be from 0 to 2³⁰.
pub fn assign(costs: &[Vec<Option<u32>>], waiting: &[u32]) -> Vec<Option<usize>> {
    let crews = costs.first().map_or(0, Vec::len);
    if costs.is_empty() {
        return Vec::new();
    }
    // Behind the crews one place to wait for each order.
    let rows = costs
        .iter()
        .zip(waiting)
        .enumerate()
        .map(|(order, (row, &waits))| {
            let by_crew = row.iter().map(|cost| cost.map_or(NEVER, i64::from));
            let by_none =
                (0..costs.len()).map(|k| if k == order { i64::from(waits) } else { NEVER });
            by_crew.chain(by_none).collect::<Vec<i64>>()
        });
    let Ok(matrix) = Matrix::from_rows(rows) else {
        return vec![None; costs.len()];
    };
    let (_, chosen) = kuhn_munkres_min(&matrix);
    chosen
        .into_iter()
        .map(|crew| (crew < crews).then_some(crew))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The least sum, by trying all.
    fn least(costs: &[Vec<Option<u32>>], waiting: &[u32], taken: &mut Vec<bool>) -> u64 {
        let Some((row, rest)) = costs.split_first() else {
            return 0;
        };
        let mut best = u64::from(waiting[0]) + least(rest, &waiting[1..], taken);
        for (crew, cost) in row.iter().enumerate() {
            if let Some(cost) = cost.filter(|_| !taken[crew]) {
                taken[crew] = true;
                best = best.min(u64::from(cost) + least(rest, &waiting[1..], taken));
                taken[crew] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_other_choice_costs_less(
            (costs, waiting) in (0_usize..6, 0_usize..5).prop_flat_map(|(orders, crews)| (
                prop::collection::vec(
                    prop::collection::vec(prop::option::of(0_u32..1000), crews), orders),
                prop::collection::vec(0_u32..3000, orders),
            ))
        ) {
            let chosen = assign(&costs, &waiting);
            prop_assert_eq!(chosen.len(), costs.len());
            let mut taken = vec![false; costs.first().map_or(0, Vec::len)];
            let mut sum = 0;
            for (order, crew) in chosen.iter().enumerate() {
                sum += match crew {
                    Some(crew) => {
                        prop_assert!(!std::mem::replace(&mut taken[*crew], true));
                        u64::from(costs[order][*crew].expect("a crew that can"))
                    }
                    None => u64::from(waiting[order]),
                };
            }
            let mut none = vec![false; taken.len()];
            prop_assert_eq!(sum, least(&costs, &waiting, &mut none));
        }
    }
}
