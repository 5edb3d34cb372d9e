//! How a pole is reinforced.

use taiqu_grid::catalogue::PoleType;
use taiqu_grid::{AssetRef, Catalogue, District};

use super::Change;

/// The pole of `node` in the next stronger class, on a foundation for `foundation_m_s`, or
/// for what the district was built for, if that is more.
pub(super) fn reinforce(
    node: AssetRef,
    records: &District,
    catalogue: &Catalogue,
    foundation_m_s: f64,
) -> Change {
    let item = &records.network(node.place).nodes[node.index as usize];
    let own = item.pole.clone().unwrap_or_default();
    let next = catalogue.poles.get(&own);
    let next = next.and_then(|own| stronger(own, catalogue));
    Change::Pole {
        node,
        r#type: next.map_or(own, |next| next.id.clone()),
        footing_m_s: foundation_m_s.max(item.footing_m_s.unwrap_or(0.0)),
    }
}

/// The next stronger class of the same length: of the same thickness if there is one. None
/// for the strongest.
fn stronger<'a>(own: &PoleType, catalogue: &'a Catalogue) -> Option<&'a PoleType> {
    let all = catalogue.poles.values().filter(|other| {
        let as_long = (other.length_m - own.length_m).abs() < 0.01;
        as_long && other.tip_m > own.tip_m - 1e-6 && other.crack_nm > 1.001 * own.crack_nm
    });
    all.min_by(|a, b| {
        let by_thickness = a.tip_m.total_cmp(&b.tip_m);
        by_thickness.then(a.crack_nm.total_cmp(&b.crack_nm))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::home;

    #[test]
    fn a_pole_is_followed_by_the_next_class_and_then_by_a_thicker_one() {
        let folder = home::home()
            .expect("the repository")
            .join("assets/catalogue");
        let catalogue = Catalogue::open(&folder).into_result().expect("it is whole");
        let after = |id: &str| {
            let next = stronger(&catalogue.poles[id], &catalogue);
            next.map(|next| next.id.as_str())
        };
        assert_eq!(after("RC150-10-D"), Some("RC150-10-E"));
        assert_eq!(after("RC150-10-G"), Some("RC190-10-I"));
        assert_eq!(after("RC190-12-G"), Some("RC190-12-I"));
        assert_eq!(after("RC190-12-L"), None);
    }
}
