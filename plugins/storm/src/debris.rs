//! What flies into the lines of a district, and what it does there.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::{District, Phases};
use taiqu_link::{Action, chance};
use taiqu_structure::{Lines, Shelter, Span, debris};

use crate::deeds::phases;
use crate::lightning::{HIGH_ARC_MS, poisson};
use crate::noise::Purpose;
use crate::standing::{Air, BLOCK_S};
use crate::wind::INTENSITY;

/// Standard deviations of gusts that a block does not come to.
const RARE: f64 = 4.5;
/// Of what comes to hang on bare wires, the share that stays, and of that and of the rest the
/// share that touches what is earthed too. Assumed.
const STAYS: f64 = 0.2;
const EARTHS: f64 = 0.2;
/// How long it holds low-voltage wires together before it has burnt off or blown on, ms;
/// assumed.
const HOLDS_MS: u32 = 200;

/// What is loose around the lines of a district.
#[derive(Clone, Debug)]
pub struct Debris {
    /// What flies into each span and those before it in an hour, if all of it flies.
    up_to_per_h: Vec<f64>,
    seed: u64,
}

impl Debris {
    /// That around some lines.
    pub fn of(district: &District, lines: &Lines, seed: u64) -> Self {
        let spans = lines.spans.iter();
        let up_to = spans.scan(0.0, |sum, span| {
            *sum += debris::loose_per_h(district, span);
            Some(*sum)
        });
        Self {
            up_to_per_h: up_to.collect(),
            seed,
        }
    }

    /// What follows in a block, when and at which span, where `hangs` says whether a span is
    /// in the air. Of as many things as the strongest gusts would carry, each comes that the
    /// gust at its span does carry.
    pub fn live(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<(f64, usize, Action)> {
        let most = debris::carried(air.middle().mean_m_s * (1.0 + RARE * INTENSITY));
        let all_per_h = self.up_to_per_h.last().copied().unwrap_or(0.0);
        let expected = most * all_per_h * BLOCK_S / 3600.0;
        if expected <= 0.0 {
            return Vec::new();
        }
        let block = (air.from_s / BLOCK_S).round() as u32;
        let stream =
            |number: u64| chance::stream(self.seed, Purpose::Debris as u8, (0, block), number);
        let count = poisson(expected, chance::unit(&mut stream(0)));
        let things = (1..=count).filter_map(|number| {
            // Where it comes to, and what it does there.
            let [mut comes, mut does] = [2 * number, 2 * number + 1].map(stream);
            let when = chance::unit(&mut comes);
            let place = chance::unit(&mut comes) * all_per_h;
            let index = self.up_to_per_h.partition_point(|&up_to| up_to <= place);
            let span = lines.spans.get(index).filter(|_| hangs(index))?;
            let gust_m_s = gust_m_s(air, lines, span);
            let flies = chance::unit(&mut comes) * most < debris::carried(gust_m_s);
            let action = flies.then(|| catch(span, gust_m_s, &mut does)).flatten()?;
            Some((air.from_s + when * BLOCK_S, index, action))
        });
        things.collect()
    }
}

/// The strongest gust of a block at a span, m/s.
fn gust_m_s(air: &Air<'_>, lines: &Lines, span: &Span) -> f64 {
    let middle = span.point(0.5);
    let gusts = air.samples.iter().map(|(_, now)| {
        let wind = now.wind_of(now.wide(air.gusts, middle));
        wind.length() * Shelter::over(lines, span, wind)
    });
    gusts.fold(0.0, f64::max)
}

/// What something does that comes to hang on a span; nothing where the wires are covered and
/// hold it.
fn catch(span: &Span, gust_m_s: f64, random: &mut ChaCha8Rng) -> Option<Action> {
    let [stays, earths, which] = [(); 3].map(|()| chance::unit(random));
    let normal: f64 = StandardNormal.sample(random);
    let (median_m2, spread) = debris::AREA_M2;
    let section = span.section;
    if debris::tears(span, median_m2 * (spread * normal).exp(), gust_m_s) {
        return Some(Action::Break {
            section,
            conductors: phases(span),
        });
    }
    let bare = span.wires.iter().filter(|wire| !wire.insulated);
    let bare: Vec<Phases> = bare.map(|wire| Phases::only(wire.phase)).collect();
    // It lies over two wires that are next to each other.
    let pairs = bare.len().checked_sub(1)?;
    let first = (which * pairs as f64) as usize;
    let conductors = bare.get(first)?.union(*bare.get(first + 1)?);
    let earth = earths < EARTHS;
    Some(if stays < STAYS {
        Action::Short {
            section,
            conductors,
            earth,
        }
    } else {
        Action::Flash {
            section,
            conductors,
            earth,
            lasts_ms: if span.high { HIGH_ARC_MS } else { HOLDS_MS },
        }
    })
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Catalogue;

    use super::*;
    use crate::wind::{Gusts, Passage};
    use crate::{Extremes, Weather};

    /// The village, with bare mains or as it is, and what `hours` of a mean wind do there.
    fn strewn(bare: bool, mean_m_s: f64, hours: f64) -> (Lines, Vec<(f64, usize, Action)>) {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let village = [home.join("scenarios/areas/village.ron")];
        let district = taiqu_grid::district::open(&village, &[], &catalogue);
        let mut district = district.into_result().expect("it is whole");
        for section in &mut district.areas[0].network.sections {
            if bare {
                section.line_type = section.line_type.replace("JKLYJ", "LGJ");
            }
        }
        let lines = Lines::of(&district, &catalogue);
        let everyday = taiqu_field::Weather {
            wind_m_s: taiqu_field::Course(vec![(0.0, mean_m_s)]),
            ..taiqu_field::Weather::default()
        };
        let weather = Weather::new(everyday, Extremes::default());
        let passage = Passage::new(&weather, lines.poles[0].at, 0.0, hours * 3600.0);
        let (gusts, debris) = (Gusts::new(3), Debris::of(&district, &lines, 3));
        let blocks = 0..(hours * 360.0) as u64;
        let blocks = blocks.map(|block| Air::of(&passage, &gusts, block));
        let follows = blocks.flat_map(|air| debris.live(&air, &lines, |_| true));
        let follows = follows.collect();
        (lines, follows)
    }

    fn shorts(follows: &[(f64, usize, Action)]) -> usize {
        let shorts = |(.., action): &&(f64, usize, Action)| {
            matches!(action, Action::Flash { .. } | Action::Short { .. })
        };
        follows.iter().filter(shorts).count()
    }

    #[test]
    fn nothing_flies_in_still_air_or_a_breeze() {
        assert_eq!(strewn(true, 0.0, 24.0).1, []);
        assert_eq!(strewn(true, 6.0, 24.0).1, []);
    }

    #[test]
    fn bare_mains_are_shorted_and_drops_torn_the_more_the_harder_it_blows() {
        let (_, gale) = strewn(true, 15.0, 400.0);
        let (lines, hurricane) = strewn(true, 30.0, 400.0);
        assert!(shorts(&gale) > 5 && shorts(&hurricane) > 2 * shorts(&gale));
        let torn = |follows: &[(f64, usize, Action)]| follows.len() - shorts(follows);
        assert!(torn(&hurricane) > 4 * torn(&gale));
        for (_, index, action) in hurricane {
            let Action::Break { conductors, .. } = action else {
                continue;
            };
            assert_eq!(conductors, phases(&lines.spans[index]));
        }
    }

    #[test]
    fn covered_wires_are_not_shorted() {
        let (_, follows) = strewn(false, 30.0, 400.0);
        assert_eq!(shorts(&follows), 0);
        assert!(!follows.is_empty(), "drops are torn all the same");
    }
}
