//! What flies into the lines of a district, and what it does there.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::{District, Phases};
use taiqu_link::{Action, chance};
use taiqu_structure::{Lines, Shelter, Span, debris};

use crate::deeds::phases;
use crate::lightning::HIGH_ARC_MS;
use crate::noise::{Purpose, stream_at};
use crate::standing::{Air, BLOCK_S};

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
    /// What would come to the lines in a storm if all that is loose flew, in order of time.
    things: Vec<Thing>,
    seed: u64,
}

/// Something loose.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Thing {
    /// When it comes, s since the start.
    at_s: f64,
    /// To which span, and which it is there.
    span: usize,
    number: u64,
    /// The share of what is loose that gusts must carry for it to fly.
    light: f64,
}

impl Debris {
    /// That around some lines in a storm of `length_s`. What comes to a span is its own luck,
    /// whatever else there is.
    pub fn of(district: &District, lines: &Lines, length_s: f64, seed: u64) -> Self {
        let mut things = Vec::new();
        for (index, span) in lines.spans.iter().enumerate() {
            let per_s = debris::loose_per_h(district, span) / 3600.0;
            let mut at_s = 0.0;
            for number in 0.. {
                let mut random = stream_at(seed, Purpose::Debris, span.section, 2 * number);
                let [waits, light] = [(); 2].map(|()| chance::unit(&mut random));
                at_s -= (1.0 - waits).ln() / per_s;
                // Where nothing is loose it is never.
                if at_s.is_nan() || at_s >= length_s {
                    break;
                }
                things.push(Thing {
                    at_s,
                    span: index,
                    number,
                    light,
                });
            }
        }
        things.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        Self { things, seed }
    }

    /// What follows in a block, when and at which span, where `hangs` says whether a span is
    /// in the air: of what is loose, what the gust at its span carries.
    pub fn live(
        &self,
        air: &Air<'_>,
        lines: &Lines,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<(f64, usize, Action)> {
        let before = |until_s: f64| self.things.partition_point(|thing| thing.at_s < until_s);
        let block = before(air.from_s)..before(air.from_s + BLOCK_S);
        let things = self.things[block].iter().filter_map(|thing| {
            let span = lines.spans.get(thing.span).filter(|_| hangs(thing.span))?;
            let gust_m_s = gust_m_s(air, lines, span);
            if thing.light >= debris::carried(gust_m_s) {
                return None;
            }
            let (section, number) = (span.section, 2 * thing.number + 1);
            let mut does = stream_at(self.seed, Purpose::Debris, section, number);
            let action = catch(span, gust_m_s, &mut does)?;
            Some((thing.at_s, thing.span, action))
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
    use taiqu_grid::area::Laying;

    use super::*;
    use crate::wind::{Gusts, Passage};
    use crate::{Extremes, Weather};

    /// The village, with bare mains or as it is, and what `hours` of a mean wind do there.
    fn strewn(bare: bool, mean_m_s: f64, hours: f64) -> (Lines, Vec<(f64, usize, Action)>) {
        strewn_but(bare, mean_m_s, hours, None)
    }

    /// The same with a section of it laid as a cable.
    fn strewn_but(
        bare: bool,
        mean_m_s: f64,
        hours: f64,
        cable: Option<usize>,
    ) -> (Lines, Vec<(f64, usize, Action)>) {
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
        if let Some(cable) = cable {
            district.areas[0].network.sections[cable].laying = Laying::Cable;
        }
        let lines = Lines::of(&district, &catalogue);
        let everyday = taiqu_field::Weather {
            wind_m_s: taiqu_field::Course(vec![(0.0, mean_m_s)]),
            ..taiqu_field::Weather::default()
        };
        let weather = Weather::new(everyday, Extremes::default());
        let length_s = hours * 3600.0;
        let passage = Passage::new(&weather, lines.poles[0].at, 0.0, length_s);
        let (gusts, debris) = (Gusts::new(3), Debris::of(&district, &lines, length_s, 3));
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

    #[test]
    fn what_comes_to_a_span_is_the_same_without_another_one() {
        let hits = |cable: Option<usize>| {
            let (lines, follows) = strewn_but(true, 30.0, 200.0, cable);
            let hits = follows.into_iter();
            let named = hits.map(|(at_s, span, action)| (at_s, lines.spans[span].section, action));
            named.collect::<Vec<_>>()
        };
        let mut whole = hits(None);
        let gone = whole[whole.len() / 2].1;
        let fewer = hits(Some(gone.index as usize));
        whole.retain(|(_, section, _)| *section != gone);
        assert!(whole.len() > 10);
        assert_eq!(fewer, whole);
    }

    #[test]
    fn as_many_things_are_loose_as_stand_around() {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let village = [home.join("scenarios/areas/village.ron")];
        let district = taiqu_grid::district::open(&village, &[], &catalogue);
        let district = district.into_result().expect("it is whole");
        let lines = Lines::of(&district, &catalogue);
        let per_h = lines.spans.iter();
        let per_h: f64 = per_h.map(|span| debris::loose_per_h(&district, span)).sum();
        let hours = 2000.0;
        let things = Debris::of(&district, &lines, hours * 3600.0, 5).things;
        let (count, expected) = (things.len() as f64, per_h * hours);
        assert!((count - expected).abs() < 5.0 * expected.sqrt(), "{count}");
        assert!(things.is_sorted_by(|a, b| a.at_s <= b.at_s));
    }
}
