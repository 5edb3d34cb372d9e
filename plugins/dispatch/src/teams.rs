//! The same people in mixed teams.

use taiqu_link::{Crew, Skills};

/// Mixes the people of specialised crews into teams: as many teams with as many people,
/// vehicles and places to wait as there were crews, each with people of every kind as far
/// as there are enough of them. Nobody learns anything by it: a team can do what one of
/// its people can, and works slower the fewer of them have learnt it. People of different
/// shifts, and a neighbour's, stay apart.
pub fn teams(staff: &[Crew]) -> Vec<Crew> {
    let mut teams = staff.to_vec();
    let mut is_dealt = vec![false; staff.len()];
    for first in 0..staff.len() {
        if is_dealt[first] {
            continue;
        }
        let alike = |k: &usize| {
            let (one, other) = (&staff[first], &staff[*k]);
            let same = one.shift == other.shift && one.support == other.support;
            same && one.generator_kva.to_bits() == other.generator_kva.to_bits()
        };
        let together: Vec<usize> = (first..staff.len()).filter(alike).collect();
        for &k in &together {
            is_dealt[k] = true;
            teams[k].members.clear();
        }
        deal(staff, &together, &mut teams);
    }
    for team in &mut teams {
        let all = team.members.iter().copied();
        team.skills = all.fold(Skills::default(), Skills::or);
    }
    teams
}

/// Deals the people of some crews one by one, kind by kind, each to the team that has
/// fewest of the kind among those with a place left.
fn deal(staff: &[Crew], together: &[usize], teams: &mut [Crew]) {
    let mut kinds: Vec<Skills> = Vec::new();
    for &k in together {
        if !kinds.contains(&staff[k].skills) {
            kinds.push(staff[k].skills);
        }
    }
    for kind in kinds {
        let own = together.iter().filter(|&&k| staff[k].skills == kind);
        let people: usize = own.map(|&k| usize::from(staff[k].people)).sum();
        for _ in 0..people {
            let of_kind = |team: &Crew| team.members.iter().filter(|&&m| m == kind).count();
            let open = together.iter().copied();
            let open = open.filter(|&k| teams[k].members.len() < usize::from(teams[k].people));
            let next = open.min_by_key(|&k| (of_kind(&teams[k]), teams[k].members.len(), k));
            if let Some(k) = next {
                teams[k].members.push(kind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUSTOMER: Skills = Skills {
        customer: true,
        low_voltage: false,
        medium_voltage: false,
    };
    const NETWORK: Skills = Skills {
        customer: false,
        low_voltage: true,
        medium_voltage: true,
    };

    fn crew(skills: Skills, people: u8, shift: (f64, f64)) -> Crew {
        Crew {
            skills,
            shift,
            people,
            ..Crew::default()
        }
    }

    fn people(crews: &[Crew], kind: Skills) -> usize {
        crews
            .iter()
            .flat_map(|crew| &crew.members)
            .filter(|&&m| m == kind)
            .count()
    }

    #[test]
    fn the_same_people_are_mixed() {
        let all_day = (0.0, 0.0);
        let staff = [
            crew(CUSTOMER, 2, all_day),
            crew(CUSTOMER, 2, all_day),
            crew(NETWORK, 2, all_day),
            crew(NETWORK, 2, all_day),
        ];
        let teams = teams(&staff);
        assert_eq!(people(&teams, CUSTOMER), 4);
        assert_eq!(people(&teams, NETWORK), 4);
        for team in &teams {
            assert_eq!((team.skills, team.members.len()), (Skills::ALL, 2));
            assert!((team.able(NETWORK) - 0.5).abs() < 1e-12);
        }
    }

    #[test]
    fn nobody_can_do_what_nobody_has_learnt() {
        let all_day = (0.0, 0.0);
        // Two network people are enough for two of three teams.
        let few = [
            crew(CUSTOMER, 2, all_day),
            crew(CUSTOMER, 2, all_day),
            crew(NETWORK, 2, all_day),
        ];
        let mixed = teams(&few);
        let able = mixed.iter().filter(|team| team.skills.low_voltage);
        assert_eq!(able.count(), 2);
        assert_eq!(people(&mixed, CUSTOMER), 4);
        // Those of another shift are not there.
        let shifts = [
            crew(CUSTOMER, 2, (8.0, 20.0)),
            crew(NETWORK, 3, (20.0, 8.0)),
        ];
        let apart = teams(&shifts);
        assert_eq!(apart[0].skills, CUSTOMER);
        assert_eq!((apart[1].skills, apart[1].members.len()), (NETWORK, 3));
    }
}
