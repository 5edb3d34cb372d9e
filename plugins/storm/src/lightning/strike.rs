//! What a stroke does to lines, and to what hangs on them.
//!
//! It strikes the line that draws it, or the ground. A line that is struck flashes over; one
//! beside it does where the voltage that is induced in it is more than its insulators bear.
//! The arc that follows stands on a 10 kV line until it is switched off, and burns through
//! a covered wire, on which it cannot wander. What is left runs along low-voltage wires into
//! meters, and through the transformer either way.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};
use taiqu_link::{Action, chance};
use taiqu_structure::{Lines, Span, StrungWire, Vector, attracts_m, induced_kv};

use super::{Lightning, Stroke};
use crate::deeds::phases;
use crate::noise::{Purpose, stream_at};

/// How much the flashover voltages of insulators differ, standard deviation of the logarithm;
/// assumed.
const SCATTER: f64 = 0.05;
/// How long an arc stands on a 10 kV line, ms: until the breaker of the whole feeder has
/// opened, which closes again at once. And on a low-voltage line, where it goes out within
/// some half-waves. Assumed.
pub const HIGH_ARC_MS: u32 = 500;
const LOW_ARC_MS: u32 = 30;
/// Share of arcs that burn through the wires where these are covered; through bare ones none
/// does. Assumed.
const BURNS: f64 = 0.5;
const LOW_BURNS: f64 = 0.2;
/// Highest surge on a low-voltage line, kV: its insulators let no more pass; assumed.
const LOW_KV: f64 = 30.0;
/// What a neutral that is earthed here and there leaves of an induced voltage; assumed.
const NEUTRAL: f64 = 0.4;
/// Height of low-voltage wires over the ground, m, and over what distance along them a direct
/// stroke's surge falls to 1/e; assumed.
const LOW_M: f64 = 7.0;
const FADES_M: f64 = 150.0;
/// What meters and terminals bear, kV (GB/T 17215.211: 6 kV impulse voltage).
const BEARS_KV: f64 = 6.0;
/// Share of meters, and of terminals, that a surge of twice that ruins; it grows with what is
/// above. Set so that some four flashes to a square kilometre and year ruin a few meters in a
/// thousand. Assumed.
const METERS: f64 = 0.001;
const TERMINALS: f64 = 0.005;
/// Share of ruined meters that let nothing through any more; the others only fall silent.
const OPEN: f64 = 0.3;
/// Share of transformers that fail where the line at their terminals is struck or flashes
/// over, within so many metres; arresters take the rest. Assumed.
const TRANSFORMERS: f64 = 0.01;
const NEAR_M: f64 = 300.0;

/// What lightning can strike.
#[derive(Clone, Debug)]
pub struct Targets {
    spans: Vec<Hung>,
    meters: Vec<(AssetRef, Vector)>,
    transformers: Vec<(AssetRef, Vector)>,
}

/// A span of line, as lightning sees it.
#[derive(Clone, Debug)]
struct Hung {
    index: usize,
    height_m: f64,
    /// Half the width from which it draws flashes, m.
    draws_m: f64,
    covered: bool,
}

/// What a stroke hit or made flash over.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hit {
    /// Position among the targets' spans.
    span: usize,
    direct: bool,
    conductors: Phases,
}

impl Targets {
    /// What a district has; drops to houses hang too low.
    pub fn of(district: &District, lines: &Lines) -> Self {
        let spans = lines.spans.iter().enumerate();
        let spans = spans.filter(|(_, span)| !span.service && !span.wires.is_empty());
        let hung = spans.map(|(index, span)| {
            let of = |value: fn(&StrungWire) -> f64| span.wires.iter().map(value);
            let ends = [0, 1].map(|end| span.height_m(end, &lines.poles, index));
            let height_m = f64::midpoint(ends[0], ends[1]) + of(|w| w.y_m).fold(0.0, f64::max);
            let width_m = of(|w| w.x_m).fold(f64::NEG_INFINITY, f64::max)
                - of(|w| w.x_m).fold(f64::INFINITY, f64::min);
            Hung {
                index,
                height_m,
                draws_m: attracts_m(height_m, width_m) / 2.0,
                covered: span.wires.iter().any(|wire| wire.insulated),
            }
        });
        let placed = |kind: Kind| {
            let all = district.all(kind);
            let all = all.filter(|asset| matches!(asset.place, Place::Area(_)));
            all.filter_map(|asset| Some((asset, Vector::from(district.site(asset)?))))
                .collect()
        };
        Self {
            spans: hung.collect(),
            meters: placed(Kind::Meter),
            transformers: placed(Kind::Transformer),
        }
    }

    /// What follows a stroke, where `hangs` says whether a span is in the air.
    pub fn strike(
        &self,
        (lightning, seed): (&Lightning, u64),
        lines: &Lines,
        stroke: &Stroke,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<Action> {
        let up = |hung: &&(usize, &Hung)| hangs(hung.1.index);
        let spans: Vec<(usize, &Hung)> = self.spans.iter().enumerate().collect();
        let away = |hung: &Hung| lines.spans[hung.index].away_m(stroke.at);
        let position = (stroke.at_s * 1e3) as u64;
        let luck = |purpose: Purpose, span: usize| {
            let section = lines.spans[self.spans[span].index].section;
            stream_at(seed, purpose, section, position)
        };
        let nearest = spans
            .iter()
            .filter(up)
            .map(|&(k, hung)| (away(hung) - hung.draws_m, k));
        let nearest = nearest.min_by(|a, b| a.0.total_cmp(&b.0));
        let struck = nearest.filter(|&(beyond_m, span)| {
            beyond_m < 0.0 && chance::unit(&mut luck(Purpose::Shield, span)) >= lightning.shielded
        });
        let hit = struck.map(|(_, span)| Hit {
            span,
            direct: true,
            conductors: phases(&lines.spans[self.spans[span].index]),
        });
        let high = spans.iter().filter(up);
        let high = high.filter(|(_, hung)| lines.spans[hung.index].high);
        let induced = high.map(|&(k, hung)| {
            let away_m = away(hung).max(hung.draws_m);
            (induced_kv(stroke.peak_ka, hung.height_m, away_m), k)
        });
        let induced = induced.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let induced = induced.and_then(|(kv, span)| {
            let item = &lines.spans[self.spans[span].index];
            let mut random = luck(Purpose::Flashover, span);
            flashes(lightning, item, kv, &mut random).map(|conductors| Hit {
                span,
                direct: false,
                conductors,
            })
        });
        let direct_high = hit.is_some_and(|hit| lines.spans[self.spans[hit.span].index].high);
        let hits = hit.into_iter().chain(induced.filter(|_| !direct_high));
        let hits: Vec<Hit> = hits.collect();
        let mut follows = Vec::new();
        for hit in &hits {
            let mut random = luck(Purpose::BurnThrough, hit.span);
            self.flash(lines, hit, &mut random, &mut follows);
        }
        self.surge((stroke, seed, position), lines, &hits, &mut follows);
        follows
    }

    /// The arc at a span, and whether it burns through.
    fn flash(&self, lines: &Lines, hit: &Hit, random: &mut ChaCha8Rng, follows: &mut Vec<Action>) {
        let hung = &self.spans[hit.span];
        let span = &lines.spans[hung.index];
        let (section, conductors) = (span.section, hit.conductors);
        follows.push(Action::Flash {
            section,
            conductors,
            earth: true,
            lasts_ms: if span.high { HIGH_ARC_MS } else { LOW_ARC_MS },
        });
        let burns = if span.high { BURNS } else { LOW_BURNS };
        let many = span.high && conductors.len() > 1 || hit.direct;
        if hung.covered && many && chance::unit(random) < burns {
            follows.push(Action::Break {
                section,
                conductors,
            });
        }
    }

    /// What surges ruin.
    fn surge(
        &self,
        (stroke, seed, position): (&Stroke, u64, u64),
        lines: &Lines,
        hits: &[Hit],
        follows: &mut Vec<Action>,
    ) {
        let item = |hit: &Hit| &lines.spans[self.spans[hit.span].index];
        let low = hits.iter().map(item).find(|span| !span.high);
        let at_kv = |part: AssetRef, at: Vector| {
            let away_m = (at - stroke.at).length();
            let induced = NEUTRAL * induced_kv(stroke.peak_ka, LOW_M, away_m.max(1.0));
            let own = low.filter(|span| span.section.place == part.place);
            let along = own.map_or(0.0, |span| LOW_KV * (-span.away_m(at) / FADES_M).exp());
            (induced.min(LOW_KV)).max(along)
        };
        let over = |kv: f64| (kv / BEARS_KV - 1.0).max(0.0);
        for &(meter, at) in &self.meters {
            let share = METERS * over(at_kv(meter, at));
            if share <= 0.0 {
                continue;
            }
            let mut random = stream_at(seed, Purpose::Surge, meter, position);
            if chance::unit(&mut random) < share {
                let opens = chance::unit(&mut random) < OPEN;
                follows.push(if opens {
                    Action::CutMeter { meter }
                } else {
                    Action::Silence { meter }
                });
            }
        }
        for &(transformer, at) in &self.transformers {
            let mut random = stream_at(seed, Purpose::Station, transformer, position);
            if chance::unit(&mut random) < TERMINALS * over(at_kv(transformer, at)) {
                follows.push(Action::KillTerminal { transformer });
            }
            let near = hits.iter().any(|hit| item(hit).away_m(at) < NEAR_M);
            if near && chance::unit(&mut random) < TRANSFORMERS {
                follows.push(Action::Fail { transformer });
            }
        }
    }
}

/// The conductors of a 10 kV span whose insulators flash over at `kv`.
fn flashes(lightning: &Lightning, span: &Span, kv: f64, random: &mut ChaCha8Rng) -> Option<Phases> {
    if chance::unit(random) < lightning.arresters {
        return None;
    }
    let weak = span.wires.iter().filter(|_| {
        let normal: f64 = StandardNormal.sample(random);
        kv > lightning.flashover_kv * (SCATTER * normal).exp()
    });
    let weak = weak.map(|wire| Phases::only(wire.phase));
    let weak = weak.fold(Phases::NONE, Phases::union);
    (!weak.is_empty()).then_some(weak)
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Catalogue;

    use super::*;

    /// The town with its 10 kV line.
    fn town() -> (District, Lines) {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let scenarios = home.join("scenarios");
        let areas = [1, 2, 3, 4].map(|k| scenarios.join(format!("areas/town-{k}.ron")));
        let district =
            taiqu_grid::district::open(&areas, &[scenarios.join("lines/town.ron")], &catalogue);
        let district = district.into_result().expect("it is whole");
        let lines = Lines::of(&district, &catalogue);
        (district, lines)
    }

    /// Of strokes of this current that come down `away_m` beside the middle of a 10 kV span,
    /// with no other line nearer: how many make a line flash over, and how many there are.
    fn flashes(away_m: f64, peak_ka: f64) -> (usize, usize) {
        let (district, lines) = town();
        let targets = Targets::of(&district, &lines);
        let lightning = Lightning {
            shielded: 0.0,
            ..Lightning::default()
        };
        let high = lines.spans.iter().filter(|span| span.high);
        let places = high.map(|span| span.point(0.5) + span.ahead().across() * away_m);
        let alone = |at: &Vector| {
            let nearest = lines.spans.iter().map(|other| other.away_m(*at));
            nearest.fold(f64::INFINITY, f64::min) > away_m - 1.0
        };
        let flashed = places.filter(alone).map(|at| {
            let stroke = Stroke {
                at_s: 5.0,
                at,
                peak_ka,
            };
            let follows = targets.strike((&lightning, 1), &lines, &stroke, |_| true);
            let mut flashes = follows.iter();
            flashes.any(|action| matches!(action, Action::Flash { .. }))
        });
        let flashed: Vec<bool> = flashed.collect();
        let over = flashed.iter().filter(|&&flashed| flashed).count();
        (over, flashed.len())
    }

    #[test]
    fn a_line_flashes_over_where_it_is_struck_and_where_more_is_induced_than_it_bears() {
        let (struck, all) = flashes(0.0, 5.0);
        assert!(all > 0 && struck == all, "{struck} {all}");
        // A median stroke 70 m beside it induces some 160 kV, 10 kA some 50 kV.
        let (induced, all) = flashes(70.0, 31.0);
        assert!(all > 0 && induced == all, "{induced} {all}");
        let (none, all) = flashes(70.0, 10.0);
        assert!(all > 0 && none == 0, "{none} {all}");
    }
}
