//! Wires that gusts swing together, and the arcs between them.

use std::sync::OnceLock;

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
/// Warmest air in a storm, °C, and how much warmer than it current keeps one wire alone in a
/// wind that swings it: half as much again as its ampacity, at 10 m/s. The warmer, and the
/// less alike, the nearer they come.
const WARMEST_C: f64 = 40.0;
const WARMER_K: f64 = 30.0;
/// Mean winds and gusts over them at which it is looked at whether a span can clash, m/s.
const MEANS: usize = 24;
const MEAN_M_S: f64 = 2.5;
const TIMES: [f64; 5] = [0.5, 0.75, 1.0, 1.3, 1.7];
/// What the deepest lull leaves of the mean wind.
const LULL: f64 = 0.1;

/// The spans of a district whose wires can clash.
#[derive(Clone, Debug)]
pub struct Clashes {
    spans: Vec<Slack>,
    /// Those that clash in each of the [`MEANS`] but not in a weaker one. They are looked for
    /// when such a wind first blows: mostly none does.
    from: [OnceLock<Vec<usize>>; MEANS],
    seed: u64,
}

#[derive(Clone, Debug)]
struct Slack {
    index: usize,
    /// The sags of its wires, of what they should be.
    sags: Vec<f64>,
}

impl Clashes {
    /// Those of some lines, with the sags that `seed` gives them.
    pub fn of(lines: &Lines, seed: u64) -> Self {
        let spans = lines.spans.iter().enumerate();
        let spans = spans.filter(|(_, span)| span.wires.len() > 1);
        let spans = spans.map(|(index, span)| {
            let mut random = stream(seed, Purpose::Sag, span.section);
            let sags = span.wires.iter().map(|_| {
                let normal: f64 = StandardNormal.sample(&mut random);
                (SAGS * normal).exp()
            });
            Slack {
                index,
                sags: sags.collect(),
            }
        });
        Self {
            spans: spans.collect(),
            from: std::array::from_fn(|_| OnceLock::new()),
            seed,
        }
    }

    /// Those that can clash in a mean wind: the ones that do so in the weakest first.
    fn loose(&self, lines: &Lines, mean_m_s: f64) -> impl Iterator<Item = &Slack> {
        let blows = (1..=MEANS).take_while(move |&k| (k as f64 - 1.0) * MEAN_M_S < mean_m_s);
        for k in blows.clone() {
            let weaker = &self.from[..k - 1];
            self.from[k - 1].get_or_init(|| {
                let weaker = weaker.iter().filter_map(OnceLock::get).flatten();
                let mut before = vec![false; self.spans.len()];
                weaker.for_each(|&slack| before[slack] = true);
                let can = |&slack: &usize| {
                    let Slack { index, sags } = &self.spans[slack];
                    !before[slack] && can_clash(&lines.spans[*index], sags, k as f64 * MEAN_M_S)
                };
                (0..self.spans.len()).filter(can).collect()
            });
        }
        let loose = blows.filter_map(|k| self.from[k - 1].get()).flatten();
        loose.map(|&slack| &self.spans[slack])
    }

    /// What follows in a block, when and at which span, where `wires_c` are the temperatures
    /// of a span's wires and `hangs` says whether it is in the air.
    pub fn live(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        wires_c: impl Fn(usize) -> Vec<f64>,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<(f64, usize, Action)> {
        let loose = self.loose(lines, air.middle().mean_m_s);
        let loose = loose.filter(|slack| hangs(slack.index));
        loose
            .flat_map(|slack| self.clash(air, lines, &wires_c, slack))
            .collect()
    }

    /// The first clash of a span in a block, and what follows.
    fn clash(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        wires_c: impl Fn(usize) -> Vec<f64>,
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
        let wires_c = wires_c(slack.index);
        // What is expected before the first event of a Poisson process.
        let mut ahead = -(1.0 - when).ln();
        let left = Shelter::over(lines, span, air.middle().wind_of(1.0));
        for &(at_s, ref now) in &air.samples {
            let gusty = Gusty {
                times: now.wide(air.gusts, span.point(0.5)).max(LULL),
                ..gusty(span, now.wind_of(1.0) * left)
            };
            for clash in gusty.clashes(span, &slack.sags, &wires_c) {
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

/// Whether a span can clash in a mean wind, from wherever it blows and whichever of its wires
/// is warmer than the others.
fn can_clash(span: &Span, sags: &[f64], mean_m_s: f64) -> bool {
    let ahead = span.ahead().across();
    let warm = (0..=span.wires.len()).map(|warmer| {
        let mut wires_c = vec![WARMEST_C; span.wires.len()];
        if let Some(wire_c) = wires_c.get_mut(warmer) {
            *wire_c += WARMER_K;
        }
        wires_c
    });
    let warm: Vec<Vec<f64>> = warm.collect();
    let both = [1.0, -1.0].into_iter();
    let mut gusts = both.flat_map(|side| TIMES.map(|times| (side, times)));
    gusts.any(|(side, times)| {
        let gusty = Gusty {
            times,
            ..gusty(span, ahead * (side * mean_m_s))
        };
        warm.iter().any(|wires_c| {
            let clashes = gusty.clashes(span, sags, wires_c);
            clashes.iter().any(|clash| clash.per_s > NEVER)
        })
    })
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
            .flat_map(|air| {
                let wires_c = |span: usize| vec![28.0; lines.spans[span].wires.len()];
                clashes.live(&air, lines, wires_c, |_| true)
            })
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
        assert!(flashes > 20 && burnt * 5 < flashes, "{flashes} {burnt}");
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
