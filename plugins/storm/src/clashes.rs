//! Wires that gusts swing together, and the arcs between them.

use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::Phases;
use taiqu_link::{Action, chance};
use taiqu_structure::{Clash, Gusty, Lines, SAGS, Shelter, Span, Vector};

use crate::lightning::HIGH_ARC_MS;
use crate::noise::{Purpose, stream, stream_at};
use crate::standing::{Air, BLOCK_S};
use crate::wind::{DECAY, INTENSITY, spectrum_hz};

/// Share of clashes of covered wires in which the covers are rubbed through; assumed.
const RUBBED: f64 = 0.01;
/// Share of arcs that burn through wires: bare ones, along which they run, and covered ones,
/// on which they stand. Assumed.
const BURNS: f64 = 0.03;
const COVERED_BURNS: f64 = 0.2;
/// Distance to which low-voltage wires that part draw an arc, m; assumed.
const DRAWN_M: f64 = 0.02;
/// Clashes per second that do not happen within a storm.
const NEVER: f64 = 1e-9;
/// Warmest wires in a storm, °C: the warmer, the nearer they come.
const WARMEST_C: f64 = 40.0;
/// Mean winds and gusts over them at which it is looked at whether a span can clash, m/s.
const MEANS: usize = 24;
const MEAN_M_S: f64 = 2.5;
const TIMES: [f64; 5] = [0.5, 0.75, 1.0, 1.3, 1.7];
/// What the deepest lull leaves of the mean wind.
const LULL: f64 = 0.1;

/// The spans of a district whose wires can clash.
#[derive(Clone, Debug)]
pub struct Clashes {
    /// The one that clashes in the weakest wind, first.
    spans: Vec<Slack>,
    seed: u64,
}

#[derive(Clone, Debug)]
struct Slack {
    index: usize,
    /// The sags of its wires, of what they should be.
    sags: Vec<f64>,
    /// Mean wind below which it does not clash, m/s.
    from_m_s: f64,
}

impl Clashes {
    /// Those of some lines, with the sags that `seed` gives them.
    pub fn of(lines: &Lines, seed: u64) -> Self {
        let spans = lines.spans.iter().enumerate();
        let spans = spans.filter(|(_, span)| span.wires.len() > 1);
        let spans = spans.filter_map(|(index, span)| {
            let mut random = stream(seed, Purpose::Sag, span.section);
            let sags = span.wires.iter().map(|_| {
                let normal: f64 = StandardNormal.sample(&mut random);
                (SAGS * normal).exp()
            });
            let sags: Vec<f64> = sags.collect();
            let from_m_s = from_m_s(span, &sags)?;
            Some(Slack {
                index,
                sags,
                from_m_s,
            })
        });
        let mut spans: Vec<Slack> = spans.collect();
        spans.sort_by(|a, b| a.from_m_s.total_cmp(&b.from_m_s));
        Self { spans, seed }
    }

    /// What follows in a block, when and at which span, where wires are at `wire_c` and
    /// `hangs` says whether a span is in the air.
    pub fn live(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        wire_c: f64,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<(f64, usize, Action)> {
        let mean_m_s = air.middle().mean_m_s;
        let slack = self.spans.iter();
        let slack = slack.take_while(|slack| slack.from_m_s < mean_m_s);
        let slack = slack.filter(|slack| hangs(slack.index));
        slack
            .flat_map(|slack| self.clash(air, lines, wire_c, slack))
            .collect()
    }

    /// The first clash of a span in a block, and what follows.
    fn clash(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        wire_c: f64,
        slack: &Slack,
    ) -> Vec<(f64, usize, Action)> {
        let span = &lines.spans[slack.index];
        let block = (air.from_s / BLOCK_S).round() as u64;
        let mut random = stream_at(self.seed, Purpose::Clash, span.section, block);
        let [when, rubs, burns] = [(); 3].map(|()| chance::unit(&mut random));
        // Covered wires may clash: it is nothing, and need not be looked for.
        if span.wires.iter().all(|wire| wire.insulated) && rubs >= RUBBED {
            return Vec::new();
        }
        // What is expected before the first event of a Poisson process.
        let mut ahead = -(1.0 - when).ln();
        let left = Shelter::over(lines, span, air.middle().wind_of(1.0));
        for &(at_s, ref now) in &air.samples {
            let gusty = Gusty {
                times: now.wide(air.gusts, span.point(0.5)).max(LULL),
                ..gusty(span, now.wind_of(1.0) * left)
            };
            for clash in gusty.clashes(span, &slack.sags, wire_c) {
                ahead -= clash.per_s * BLOCK_S / air.samples.len() as f64;
                if ahead < 0.0 {
                    let follows = arc(span, &clash, [rubs, burns]);
                    let follows = follows.into_iter();
                    return follows.map(|action| (at_s, slack.index, action)).collect();
                }
            }
        }
        Vec::new()
    }
}

/// The wind over a span where it blows as `mean` does, m/s.
fn gusty(span: &Span, mean: Vector) -> Gusty {
    Gusty {
        mean_m_s: mean.length(),
        across: -mean.direction().dot(span.ahead().across()),
        times: 1.0,
        intensity: INTENSITY,
        spectrum_hz,
        decay: DECAY,
    }
}

/// The mean wind below which a span does not clash, from wherever it blows, m/s; none where
/// it never does.
fn from_m_s(span: &Span, sags: &[f64]) -> Option<f64> {
    let ahead = span.ahead().across();
    let clashes = |mean_m_s: f64| {
        let both = [1.0, -1.0].into_iter();
        let mut gusts = both.flat_map(|side| TIMES.map(|times| (side, times)));
        gusts.any(|(side, times)| {
            let gusty = Gusty {
                times,
                ..gusty(span, ahead * (side * mean_m_s))
            };
            let clashes = gusty.clashes(span, sags, WARMEST_C);
            clashes.iter().any(|clash| clash.per_s > NEVER)
        })
    };
    let means = (1..=MEANS).map(|k| k as f64 * MEAN_M_S);
    let mut means = means.filter(|&mean_m_s| clashes(mean_m_s));
    means.next().map(|mean_m_s| mean_m_s - MEAN_M_S)
}

/// What follows where two wires touch, by two numbers of chance.
fn arc(span: &Span, clash: &Clash, [rubs, burns]: [f64; 2]) -> Vec<Action> {
    let wires = clash.wires.map(|wire| &span.wires[wire]);
    let covered = wires.iter().any(|wire| wire.insulated);
    if covered && rubs >= RUBBED {
        return Vec::new();
    }
    let section = span.section;
    let [one, other] = wires.map(|wire| Phases::only(wire.phase));
    let conductors = one.union(other);
    // On a 10 kV line it stands until that is switched off.
    let parted_ms = 1e3 * 2.0 * DRAWN_M / clash.meet_m_s;
    let lasts_ms = if span.high {
        HIGH_ARC_MS
    } else {
        HIGH_ARC_MS.min(parted_ms.ceil() as u32)
    };
    let mut follows = vec![Action::Flash {
        section,
        conductors,
        earth: false,
        lasts_ms,
    }];
    if burns < if covered { COVERED_BURNS } else { BURNS } {
        follows.push(Action::Break {
            section,
            conductors,
        });
    }
    follows
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Catalogue;

    use super::*;
    use crate::wind::{Gusts, Passage};
    use crate::{Extremes, Weather};

    /// The village with bare wires, this far apart of what they are.
    fn bare(apart: f64) -> Lines {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let village = [home.join("scenarios/areas/village.ron")];
        let district = taiqu_grid::district::open(&village, &[], &catalogue);
        let mut district = district.into_result().expect("it is whole");
        for section in &mut district.areas[0].network.sections {
            section.line_type = section.line_type.replace("JKLYJ", "LGJ");
        }
        let mut lines = Lines::of(&district, &catalogue);
        for wire in lines.spans.iter_mut().flat_map(|span| &mut span.wires) {
            wire.x_m *= apart;
        }
        lines
    }

    /// What an hour of a mean wind does.
    fn hour(lines: &Lines, mean_m_s: f64) -> Vec<(f64, usize, Action)> {
        let everyday = taiqu_field::Weather {
            wind_m_s: taiqu_field::Course(vec![(0.0, mean_m_s)]),
            ..taiqu_field::Weather::default()
        };
        let weather = Weather::new(everyday, Extremes::default());
        let passage = Passage::new(&weather, lines.poles[0].at, 0.0, 3600.0);
        let (gusts, clashes) = (Gusts::new(3), Clashes::of(lines, 3));
        let blocks = 0..360;
        let blocks = blocks.map(|block| Air::of(&passage, &gusts, block));
        blocks
            .flat_map(|air| clashes.live(&air, lines, 28.0, |_| true))
            .collect()
    }

    #[test]
    fn bare_wires_too_near_flash_for_a_moment_and_hardly_burn_through() {
        let follows = hour(&bare(0.4), 34.0);
        let flashes = follows.iter().filter(|(.., action)| match action {
            Action::Flash {
                conductors,
                earth,
                lasts_ms,
                ..
            } => {
                assert!(conductors.len() == 2 && !earth);
                assert!((20..=HIGH_ARC_MS).contains(lasts_ms), "{lasts_ms}");
                true
            }
            _ => false,
        });
        let flashes = flashes.count();
        let burnt = follows.len() - flashes;
        assert!(flashes > 20 && burnt * 10 < flashes, "{flashes} {burnt}");
    }

    #[test]
    fn in_a_breeze_and_far_enough_apart_none_meet() {
        assert_eq!(hour(&bare(0.4), 0.0), []);
        assert_eq!(hour(&bare(0.4), 8.0), []);
        assert_eq!(hour(&bare(2.0), 34.0), []);
    }

    #[test]
    fn covered_wires_are_rubbed_through_only_now_and_then() {
        let clash = Clash {
            wires: [0, 1],
            per_s: 1.0,
            meet_m_s: 0.3,
        };
        let mut lines = bare(1.0);
        let index = lines
            .spans
            .iter()
            .position(|span| !span.service && !span.high);
        let span = &mut lines.spans[index.expect("it has mains")];
        // 4 cm at 0.3 m/s.
        let [Action::Flash { lasts_ms: 134, .. }] = arc(span, &clash, [0.5, 0.5])[..] else {
            panic!("bare wires short");
        };
        for wire in &mut span.wires {
            wire.insulated = true;
        }
        assert_eq!(arc(span, &clash, [0.5, 0.0]), []);
        assert_eq!(arc(span, &clash, [RUBBED / 2.0, 0.0]).len(), 2);
    }
}
