//! Wires in the air and their joints: how warm each is, how low it hangs, and which part.
//!
//! Each wire of each span has a temperature of its own, by its own current and the wind and
//! sun there, and one joint with the resistance that luck gave it.

use rand_distr::{Distribution as _, StandardNormal};
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Conductor, Phases};
use taiqu_link::Action;
use taiqu_powerflow::thermal::{Blown, Cover, Joint, Light, Lived, PARTS_C, Surface};
use taiqu_structure::{Heading, Lines, Shelter, Span, Vector};

use super::{Around, Carried, MINUTE_S};
use crate::noise::{Purpose, stream};

/// Resistance of joints over that of as much wire: median, and spread of the logarithm.
/// New ones have 0.3 to 0.8 and at most 1 (IEC 61284, ANSI C119.4); above 1.2 they are poor,
/// above 3 failing (guide of Sensorlink's Ohmstik, from measurements on lines). How many are
/// which is assumed: one in five is above 1, one in eighty above 2.3, four in a thousand
/// above 3.
const JOINTS: (f64, f64) = (0.6, 0.6);
/// Slowest air over warm ground, m/s; assumed.
const CALM_M_S: f64 = 0.2;
/// The looks in which wires come to rest before the first, and the time between them, s.
const RESTS: usize = 20;
const REST_S: f64 = 600.0;

/// The wires of the spans of a district.
#[derive(Clone, Debug)]
pub struct Wires {
    kinds: Vec<Kind>,
    /// The direction of each span.
    ahead: Vec<Vector>,
    /// The index of each span's first wire, and at last how many there are.
    first: Vec<usize>,
    strung: Vec<Wire>,
    /// In the order of their wires; only those that are worse than their wire.
    joints: Vec<Loose>,
    warm: Vec<Warm>,
    begun: bool,
}

/// A kind of wire.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kind {
    surface: Surface,
    limit_c: f64,
    cover: Option<Cover>,
}

#[derive(Clone, Copy, Debug)]
struct Wire {
    kind: u16,
    phase: Conductor,
}

/// A joint that is worse than its wire.
#[derive(Clone, Copy, Debug)]
struct Loose {
    wire: usize,
    /// Its resistance over that of as much wire; 0 once another one is in its place.
    ratio: f64,
}

/// How warm a wire is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Warm {
    now_c: f64,
    highest_c: f64,
    /// Life of its cover used beyond what it was meant to be, at its limit, s.
    aged_s: f64,
}

/// What must be remembered of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    begun: bool,
    warm: Vec<Warm>,
    ratios: Vec<f64>,
}

/// A wire and how warm it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmWire {
    /// Its section.
    pub section: AssetRef,
    /// Which of its conductors.
    pub phase: Conductor,
    /// Its temperature now, °C.
    pub now_c: f64,
    /// And at its highest.
    pub highest_c: f64,
    /// Temperature that it may have continuously, °C.
    pub limit_c: f64,
    /// Life of its cover used by what was hotter than that, as hours at the limit.
    pub aged_h: f64,
}

/// How low a span has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hung {
    /// Its section.
    pub section: AssetRef,
    /// Least height of its lowest wire over the ground so far, m.
    pub height_m: f64,
    /// How much lower that is than as it was strung, m.
    pub lost_m: f64,
    /// The height that it must keep, m.
    pub least_m: f64,
}

impl Wires {
    /// Those of some lines, with the joints that `seed` gives them.
    pub fn of(lines: &Lines, seed: u64) -> Self {
        let mut made = Self {
            kinds: Vec::new(),
            ahead: lines.spans.iter().map(Span::ahead).collect(),
            first: vec![0],
            strung: Vec::new(),
            joints: Vec::new(),
            warm: Vec::new(),
            begun: false,
        };
        for span in &lines.spans {
            let mut random = stream(seed, Purpose::Joint, span.section);
            for wire in &span.wires {
                let kind = Kind {
                    surface: wire.surface,
                    limit_c: wire.limit_c,
                    cover: wire.insulated.then(|| Cover::of(wire.limit_c)),
                };
                let normal: f64 = StandardNormal.sample(&mut random);
                let ratio = JOINTS.0 * (JOINTS.1 * normal).exp();
                if ratio > 1.0 {
                    let wire = made.strung.len();
                    made.joints.push(Loose { wire, ratio });
                }
                let kind = made.kind(kind);
                made.strung.push(Wire {
                    kind,
                    phase: wire.phase,
                });
            }
            made.first.push(made.strung.len());
        }
        made.warm = vec![Warm::default(); made.strung.len()];
        made
    }

    /// The place of a kind among all that there are.
    fn kind(&mut self, kind: Kind) -> u16 {
        let known = self.kinds.iter().position(|&other| other == kind);
        let place = known.unwrap_or_else(|| {
            self.kinds.push(kind);
            self.kinds.len() - 1
        });
        place as u16
    }

    /// All of them, once a minute was lived.
    pub fn all<'a>(&'a self, lines: &'a Lines) -> impl Iterator<Item = WarmWire> + 'a {
        let begun = lines.spans.iter().zip(&self.first).filter(|_| self.begun);
        begun.flat_map(|(span, &first)| {
            (first..first + span.wires.len()).map(|k| WarmWire {
                section: span.section,
                phase: self.strung[k].phase,
                now_c: self.warm[k].now_c,
                highest_c: self.warm[k].highest_c,
                limit_c: self.kinds[usize::from(self.strung[k].kind)].limit_c,
                aged_h: self.warm[k].aged_s / 3600.0,
            })
        })
    }

    /// How low each span has come, once a minute was lived.
    pub fn hung<'a>(&'a self, lines: &'a Lines) -> impl Iterator<Item = Hung> + 'a {
        let spans = lines.spans.iter().enumerate().filter(|_| self.begun);
        spans.filter_map(|(index, span)| {
            let wires = span.wires.iter().zip(&self.warm[self.first[index]..]);
            let heights = wires.map(|(wire, warm)| {
                let clears = |wire_c: f64| span.clears_m(&lines.poles, index, wire, wire_c);
                [clears(warm.highest_c), clears(span.strung(wire).strung_c)]
            });
            let [height_m, strung_m] = heights.min_by(|a, b| a[0].total_cmp(&b[0]))?;
            Some(Hung {
                section: span.section,
                height_m,
                lost_m: strung_m - height_m,
                least_m: span.least_m(),
            })
        })
    }

    /// Temperatures of the wires of a span, °C: as warm as the air before their first minute.
    pub fn now_c(&self, span: usize, ambient_c: f64) -> Vec<f64> {
        let warm = &self.warm[self.first[span]..self.first[span + 1]];
        let now_c = warm.iter().map(|warm| warm.now_c);
        now_c
            .map(|now_c| if self.begun { now_c } else { ambient_c })
            .collect()
    }

    /// Lives a minute; `hangs` says whether nothing has become of a span. Says which wires
    /// part.
    pub fn live(
        &mut self,
        around: &Around,
        lines: &Lines,
        carried: &impl Carried,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<Action> {
        let air = around.air();
        let lights = self.kinds.iter().map(|kind| Light::of(&kind.surface, &air));
        let lights: Vec<Light> = lights.collect();
        let (heading, speed_m_s) = (Heading::of(around.wind), around.wind.length());
        let direction = around.wind.direction();
        let begins = !std::mem::replace(&mut self.begun, true);
        let mut joints = self.joints.iter_mut().peekable();
        let mut parted = Vec::new();
        for (index, span) in lines.spans.iter().enumerate() {
            let amps = carried.section_a(span.section).unwrap_or_default();
            let left_m_s = speed_m_s * Shelter::over_along(lines, span, heading);
            // Calm air comes from everywhere.
            let blown = if left_m_s > CALM_M_S {
                Blown::of(left_m_s, direction.dot(self.ahead[index]))
            } else {
                Blown::of(CALM_M_S, 0.0)
            };
            let hung = hangs(index);
            let mut parts = Phases::NONE;
            for k in self.first[index]..self.first[index + 1] {
                let Wire { kind, phase } = self.strung[k];
                let (light, amps) = (&lights[usize::from(kind)], amps[phase.index()]);
                let warm = &mut self.warm[k];
                if begins {
                    let rest = |c: f64, _| light.after(c, amps, &blown, REST_S).wire_c;
                    warm.now_c = (0..RESTS).fold(around.ambient_c, rest);
                    warm.highest_c = warm.now_c;
                }
                let lived = light.after(warm.now_c, amps, &blown, MINUTE_S);
                warm.now_c = lived.wire_c;
                warm.highest_c = warm.highest_c.max(warm.now_c);
                let Kind { limit_c, cover, .. } = self.kinds[usize::from(kind)];
                if let Some(cover) = cover.filter(|_| warm.now_c > limit_c) {
                    warm.aged_s += cover.ages(warm.now_c) * MINUTE_S;
                }
                // On a span that is settled a joint waits: it would part and nobody would know.
                let joint = joints.next_if(|joint| joint.wire == k).filter(|_| hung);
                let holds = joint.is_none_or(|joint| joint.bears(&lived, light.leads_wm_k()));
                if !holds || warm.now_c >= PARTS_C {
                    parts = parts.union(Phases::only(phase));
                }
            }
            if parts != Phases::NONE && hung {
                parted.push(Action::Break {
                    section: span.section,
                    conductors: parts,
                });
            }
        }
        parted
    }

    /// What they must remember.
    pub fn memory(&self) -> Memory {
        Memory {
            begun: self.begun,
            warm: self.warm.clone(),
            ratios: self.joints.iter().map(|joint| joint.ratio).collect(),
        }
    }

    /// Takes what the same wires remembered.
    pub fn recall(&mut self, memory: &Memory) {
        self.begun = memory.begun;
        self.warm.clone_from(&memory.warm);
        for (joint, &ratio) in self.joints.iter_mut().zip(&memory.ratios) {
            joint.ratio = ratio;
        }
    }
}

impl Loose {
    /// Lives a minute in a wire that lived so and leads heat so well; whether it holds.
    fn bears(&mut self, wire: &Lived, leads_wm_k: f64) -> bool {
        let joint = Joint { ratio: self.ratio };
        if joint.ratio <= 1.0 {
            return true;
        }
        let then = joint.after(joint.warm_c(wire, leads_wm_k), MINUTE_S);
        // Whoever joins the wire again makes another joint.
        self.ratio = then.map_or(0.0, |joint| joint.ratio);
        then.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::{Catalogue, District, home};

    /// Half as much again as each wire may carry.
    struct Much<'a>(&'a District);

    impl Carried for Much<'_> {
        fn transformer_a(&self, _: AssetRef) -> Option<[f64; 3]> {
            None
        }

        fn section_a(&self, section: AssetRef) -> Option<[f64; 4]> {
            let sections = &self.0.network(section.place).sections;
            Some([1.5 * sections[section.index as usize].ampacity_a?; 4])
        }
    }

    #[test]
    fn joints_part_on_spans_that_hang_and_wait_on_those_that_do_not() {
        let home = home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/village.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        let district = district.into_result().expect("it is whole");
        let lines = Lines::of(&district, &catalogue);
        let around = Around {
            ambient_c: 40.0,
            wind: Vector::default(),
            sun_w_m2: 900.0,
        };
        let after = |hangs: bool| {
            let mut wires = Wires::of(&lines, 4);
            let before = wires.memory().ratios;
            let minutes =
                (0..240).flat_map(|_| wires.live(&around, &lines, &Much(&district), |_| hangs));
            let parted = minutes.count();
            (before, parted, wires.memory().ratios)
        };
        let (before, parted, ratios) = after(true);
        assert!(parted > 0 && ratios.contains(&0.0) && ratios != before);
        let (before, parted, ratios) = after(false);
        assert!(parted == 0 && ratios == before);
    }
}
