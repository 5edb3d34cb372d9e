//! On small trees every story can be told, weighed and compared.

use proptest::prelude::*;
use taiqu_grid::Phases;
use taiqu_outage::{Network, Part, Passage, Unsound, Witness};

const SETS: usize = 8;

fn set(bits: usize) -> Phases {
    Phases::from_bits(bits as u8)
}

/// A part hangs on an earlier one or the source, is a wire or a winding, and may lose
/// each of its phases, or all.
fn part(number: usize) -> impl Strategy<Value = Part> {
    (
        0.0..1.0,
        1_usize..SETS,
        proptest::collection::vec(0.0..0.2, 3),
        0.0..0.3,
        0..5,
    )
        .prop_map(move |(above, phases, single, all, kind)| {
            let above = (above * (number + 1) as f64) as usize;
            let mut losses = vec![(set(phases), all)];
            for (phase, p) in single.into_iter().enumerate() {
                if phases & 1 << phase != 0 && phases != 1 << phase {
                    losses.push((set(1 << phase), p));
                }
            }
            Part {
                above: (above > 0).then(|| above as u32 - 1),
                passage: match kind {
                    0 => Passage::windings([[0, 1], [1, 2], [2, 0]]),
                    1 => Passage::any_two(),
                    _ => Passage::wires(set(phases)),
                },
                losses,
            }
        })
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    (1_usize..6).prop_flat_map(|count| (0..count).map(part).collect::<Vec<_>>())
}

fn witnesses() -> impl Strategy<Value = Vec<Witness>> {
    let witness = (0_u32..6, proptest::array::uniform8(0.001..1.0));
    let witness = witness.prop_map(|(behind, likelihood)| Witness { behind, likelihood });
    proptest::collection::vec(witness, 0..8)
}

/// One way in which all may have happened.
struct Told {
    lost: Vec<usize>,
    live: Vec<usize>,
    probability: f64,
}

/// All of them, weighed by what was heard.
fn all_stories(parts: &[Part], witnesses: &[Witness]) -> Vec<Told> {
    let mut stories = vec![Told {
        lost: Vec::new(),
        live: Vec::new(),
        probability: 1.0,
    }];
    for part in parts {
        let rest = 1.0 - part.losses.iter().map(|(_, p)| p).sum::<f64>();
        let fates = std::iter::once((Phases::NONE, rest)).chain(part.losses.iter().copied());
        let fates: Vec<_> = fates.collect();
        stories = (stories.iter())
            .flat_map(|story| {
                fates.iter().map(|(lost, p)| {
                    let above = part.above.map_or(7, |above| story.live[above as usize]);
                    let lost = usize::from(lost.bits());
                    let live = usize::from(part.passage.behind(set(above)).bits()) & !lost;
                    Told {
                        lost: [story.lost.as_slice(), &[lost]].concat(),
                        live: [story.live.as_slice(), &[live]].concat(),
                        probability: story.probability * p,
                    }
                })
            })
            .collect();
    }
    let known = |witness: &&Witness| (witness.behind as usize) < parts.len();
    for witness in witnesses.iter().filter(known) {
        let most = witness.likelihood.into_iter().fold(0.0, f64::max);
        for story in &mut stories {
            let live = story.live[witness.behind as usize];
            story.probability *= witness.likelihood[live] / most;
        }
    }
    stories
}

proptest! {
    #[test]
    fn the_best_story_is_the_best_of_all(parts in parts(), witnesses in witnesses()) {
        let network = Network::new(parts.clone()).expect("a network");
        let found = network.explain(&witnesses);
        let stories = all_stories(&parts, &witnesses);
        let best = stories.iter().map(|story| story.probability).fold(0.0, f64::max);
        let bits = |sets: &[Phases]| sets.iter().map(|set| usize::from(set.bits())).collect::<Vec<_>>();
        let same = stories.iter().find(|story| {
            story.lost == bits(&found.lost) && story.live == bits(&found.live)
        });
        let same = same.expect("a story that can be told");
        prop_assert!((same.probability / best - 1.0).abs() < 1e-9);
        // Witnesses count only up to a factor, which is the same for all stories.
        let other = network.explain(&[]);
        prop_assert!(found.log_probability <= other.log_probability + 1e-9);
    }

    #[test]
    fn beliefs_are_the_shares_of_all_stories(parts in parts(), witnesses in witnesses()) {
        let network = Network::new(parts.clone()).expect("a network");
        let belief = network.believe(&witnesses);
        let stories = all_stories(&parts, &witnesses);
        let whole: f64 = stories.iter().map(|story| story.probability).sum();
        for k in 0..parts.len() {
            for bits in 0..SETS {
                let share = |of: &dyn Fn(&Told) -> usize| {
                    let told = stories.iter().filter(|story| of(story) == bits);
                    told.map(|story| story.probability).sum::<f64>() / whole
                };
                prop_assert!((belief.live[k][bits] - share(&|s| s.live[k])).abs() < 1e-9);
                prop_assert!((belief.lost[k][bits] - share(&|s| s.lost[k])).abs() < 1e-9);
            }
        }
    }
}

/// A street of single-phase drops behind a fuse.
fn street() -> Network {
    let trunk = Part {
        above: None,
        passage: Passage::wires(Phases::ABC),
        losses: vec![
            (Phases::ABC, 0.02),
            (set(1), 0.01),
            (set(2), 0.01),
            (set(4), 0.01),
        ],
    };
    let drop = |k: usize| Part {
        above: Some(0),
        passage: Passage::wires(set(1 << (k % 3))),
        losses: vec![(set(1 << (k % 3)), 0.003)],
    };
    let parts = std::iter::once(trunk).chain((0..12).map(drop)).collect();
    Network::new(parts).expect("a network")
}

/// A last gasp from behind `part`: a dead meter sends it seven times in ten, a live one
/// once in five hundred.
fn gasp(part: u32, phase: usize) -> Witness {
    Witness {
        behind: part,
        likelihood: std::array::from_fn(|live| if live & 1 << phase == 0 { 0.7 } else { 0.002 }),
    }
}

fn silence(part: u32, phase: usize) -> Witness {
    Witness {
        behind: part,
        likelihood: std::array::from_fn(|live| if live & 1 << phase == 0 { 0.3 } else { 0.998 }),
    }
}

#[test]
fn all_meters_of_one_phase_point_at_that_phase_of_the_fuse() {
    let network = street();
    let witnesses: Vec<Witness> = (0..12)
        .map(|k: u32| {
            let phase = k as usize % 3;
            // One of the four dead ones is not heard.
            if phase == 1 && k != 4 {
                gasp(k + 1, phase)
            } else {
                silence(k + 1, phase)
            }
        })
        .collect();
    let story = network.explain(&witnesses);
    assert_eq!(story.lost[0], set(2));
    assert!(story.lost[1..].iter().all(|lost| lost.is_empty()));
    let belief = network.believe(&witnesses);
    assert!(belief.lost[0][2] > 0.99);
    // The silent meter is out too, and the others are not.
    assert!(belief.dead(5, set(2)) > 0.99 && belief.dead(1, set(1)) < 0.01);
}

#[test]
fn one_gasp_among_silence_is_one_drop_or_a_false_report() {
    let network = street();
    let witnesses: Vec<Witness> = (0..12)
        .map(|k: u32| {
            let heard = if k == 7 { gasp } else { silence };
            heard(k + 1, k as usize % 3)
        })
        .collect();
    let belief = network.believe(&witnesses);
    assert!(belief.lost[0][0] > 0.95);
    let dead = belief.dead(8, set(2));
    assert!((0.3..0.7).contains(&dead), "{dead}");
    // That meter is the one to ask.
    let gains = (1..13).map(|k| belief.gain(k, network_phases(k), 0.95));
    let best = gains.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(best.expect("meters").0, 7);
}

fn network_phases(part: usize) -> Phases {
    set(1 << ((part - 1) % 3))
}

#[test]
fn thousands_of_witnesses_do_not_lose_their_weight() {
    let network = street();
    let witnesses: Vec<Witness> = (0..5000)
        .map(|k: u32| gasp(k % 12 + 1, k as usize % 3))
        .collect();
    let belief = network.believe(&witnesses);
    assert!(belief.dead(3, set(4)) > 0.999);
    assert!(belief.live.iter().flatten().all(|p| p.is_finite()));
    assert!(network.explain(&witnesses).log_probability.is_finite());
}

#[test]
fn what_is_no_network_is_refused() {
    let part = |above, p| Part {
        above,
        passage: Passage::wires(Phases::ABC),
        losses: vec![(Phases::ABC, p)],
    };
    let refused = |parts| Network::new(parts).expect_err("no network");
    assert_eq!(refused(vec![part(Some(0), 0.1)]), Unsound::Order(0));
    assert_eq!(refused(vec![part(Some(9), 0.1)]), Unsound::Order(0));
    for p in [-0.1, 1.0, f64::NAN] {
        assert_eq!(
            refused(vec![part(None, 0.1), part(Some(0), p)]),
            Unsound::Losses(1)
        );
    }
}
