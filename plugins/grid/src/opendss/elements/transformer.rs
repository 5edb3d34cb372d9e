//! `Transformer` with two three-phase windings, its figures given directly or by an
//! `XfmrCode`.

use super::winding::{Point, Winding, joint, relative, vector};
use super::{is_delta, read_bus};
use crate::area::{Rating, Star};
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;
use crate::{PhaseOrder, Text};

/// A transformer between two buses.
#[derive(Clone, Debug)]
pub struct Transformer {
    /// Its name.
    pub name: String,
    /// Bus of the high-voltage terminals.
    pub hv: String,
    /// Bus of the low-voltage terminals.
    pub lv: String,
    /// Its figures.
    pub rating: Rating,
    /// Ratio by which the high-voltage turns are raised.
    pub tap: f64,
    /// How the low-voltage star point is connected.
    pub star: Star,
    /// Phases to which the low-voltage terminals are connected.
    pub lv_order: PhaseOrder,
    /// Impedance from the star points' conductors n to earth, high voltage first, Ω.
    pub neutral_earths: [Option<[f64; 2]>; 2],
    /// Whether the high-voltage star point is on its bus's conductor n.
    pub has_hv_neutral: bool,
    /// Anti-float shunt, millionths.
    pub ppm_antifloat: f64,
}

#[derive(Clone)]
struct State {
    buses: Vec<Option<Bus>>,
    windings: Vec<Winding>,
    phases: usize,
    active: usize,
    x_pct: f64,
    no_load_pct: f64,
    magnetising_pct: f64,
    ppm_antifloat: f64,
    is_lead: bool,
    base_frequency_hz: f64,
}

impl Transformer {
    /// The transformer that `object` defines; `None` if it cannot be one.
    pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Self> {
        let state = State::of(object, usize::MAX, deck, report);
        match state.finish(object, deck) {
            Ok(transformer) => Some(transformer),
            Err(what) => {
                report.unsupported(object.place, &object.id(), what);
                None
            }
        }
    }
}

/// Reads a transformer code for its problems alone.
pub fn check_code(object: &Object, deck: &Deck, report: &mut Report) {
    State::of(object, usize::MAX, deck, report);
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            buses: vec![None; 2],
            windings: vec![Winding::default(); 2],
            phases: 3,
            active: 0,
            x_pct: 7.0,
            no_load_pct: 0.0,
            magnetising_pct: 0.0,
            ppm_antifloat: 1.0,
            is_lead: false,
            base_frequency_hz: object.base_frequency_hz,
        };
        for entry in object.entries_before(edit) {
            state.take(&entry, deck, report);
        }
        state
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let active = self.active;
        match entry.property {
            "phases" => report.count(entry, &mut self.phases),
            "windings" => self.set_windings(entry, report),
            "wdg" => {
                let mut number = 0;
                report.count(entry, &mut number);
                if (1..=self.windings.len()).contains(&number) {
                    self.active = number - 1;
                } else {
                    report.bad_value(entry, Text::new("没有这个绕组", "there is no such winding"));
                }
            }
            "bus" => read_bus(report, entry, &mut self.buses[active]),
            "conn" => self.windings[active].is_delta = is_delta(&entry.value.text),
            "kv" => report.number(entry, &mut self.windings[active].kv),
            "kva" => {
                report.number(entry, &mut self.windings[active].kva);
                let kva = self.windings[active].kva;
                if active == 0 || self.windings.len() == 2 {
                    self.windings
                        .iter_mut()
                        .for_each(|winding| winding.kva = kva);
                }
            }
            "tap" => report.number(entry, &mut self.windings[active].tap),
            "%r" => report.number(entry, &mut self.windings[active].r_pct),
            "rneut" => report.number(entry, &mut self.windings[active].neutral[0]),
            "xneut" => report.number(entry, &mut self.windings[active].neutral[1]),
            "kvs" => self.spread(entry, report, |winding, kv| winding.kv = kv),
            "kvas" => self.spread(entry, report, |winding, kva| winding.kva = kva),
            "taps" => self.spread(entry, report, |winding, tap| winding.tap = tap),
            "%rs" => self.spread(entry, report, |winding, r| winding.r_pct = r),
            "conns" => {
                for (winding, word) in self.windings.iter_mut().zip(entry.value.words()) {
                    winding.is_delta = is_delta(&word);
                }
                self.activate_last();
            }
            "buses" => {
                for (slot, word) in self.buses.iter_mut().zip(entry.value.words()) {
                    match Bus::parse(&word) {
                        Ok(bus) => *slot = Some(bus),
                        Err(what) => report.bad_value(entry, what),
                    }
                }
                self.activate_last();
            }
            "xhl" | "x12" => self.set_reactance(entry, report),
            "xscarray" => match report.numbers(entry).first() {
                Some(&x_pct) => self.x_pct = x_pct,
                None => report.bad_value(entry, Text::new("缺少数值", "a number is missing")),
            },
            "%loadloss" => {
                let mut both = 0.0;
                report.number(entry, &mut both);
                self.windings
                    .iter_mut()
                    .take(2)
                    .for_each(|winding| winding.r_pct = both / 2.0);
            }
            "%noloadloss" => report.number(entry, &mut self.no_load_pct),
            "%imag" => report.number(entry, &mut self.magnetising_pct),
            "ppm_antifloat" => report.number(entry, &mut self.ppm_antifloat),
            "basefreq" => report.number(entry, &mut self.base_frequency_hz),
            "leadlag" => {
                let word = entry.value.lower();
                self.is_lead = word.starts_with("le") || word.starts_with('e');
            }
            "xfmrcode" | "like" => self.copy(entry, deck, report),
            // Reactances of a third winding, which is refused where it exists.
            _ => {}
        }
    }

    fn set_windings(&mut self, entry: &Entry, report: &mut Report) {
        const MOST: usize = 8;
        let mut count = 0;
        report.count(entry, &mut count);
        if (2..=MOST).contains(&count) {
            self.windings = vec![Winding::default(); count];
            self.buses.resize(count, None);
            self.active = self.active.min(count - 1);
        } else {
            report.bad_value(
                entry,
                Text::new("绕组数应为 2", "there must be two windings"),
            );
        }
    }

    fn set_reactance(&mut self, entry: &Entry, report: &mut Report) {
        report.number(entry, &mut self.x_pct);
        if self.x_pct == 0.0 {
            self.x_pct = 7.0;
            report.warning(
                entry.place,
                &entry.object.id(),
                Text::new(
                    "XHL=0，OpenDSS 取 7 %",
                    "XHL=0, for which OpenDSS takes 7 %",
                ),
                Text::new("写明短路电抗", "give the reactance"),
            );
        }
    }

    fn spread(&mut self, entry: &Entry, report: &mut Report, set: fn(&mut Winding, f64)) {
        let numbers = report.numbers(entry);
        for (winding, number) in self.windings.iter_mut().zip(numbers) {
            set(winding, number);
        }
        self.activate_last();
    }

    /// An array leaves its last winding active for what follows without `wdg=`.
    fn activate_last(&mut self) {
        self.active = self.windings.len() - 1;
    }

    fn copy(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let class = if entry.property == "like" {
            entry.object.class.name
        } else {
            "xfmrcode"
        };
        let Some(other) = deck.get(class, &entry.value.text) else {
            let what = Text::new(
                format!("没有“{}”", entry.value.text),
                format!("there is no `{}`", entry.value.text),
            );
            return report.bad_value(entry, what);
        };
        let other = Self::of(other, entry.edit, deck, &mut report.deaf());
        let mut buses = std::mem::take(&mut self.buses);
        buses.resize(other.windings.len(), None);
        let is_code = class == "xfmrcode" && entry.object.class.name != class;
        *self = Self {
            buses,
            is_lead: self.is_lead,
            base_frequency_hz: self.base_frequency_hz,
            // `like` between transformers leaves these two out.
            magnetising_pct: if is_code {
                other.magnetising_pct
            } else {
                self.magnetising_pct
            },
            ppm_antifloat: if is_code {
                other.ppm_antifloat
            } else {
                self.ppm_antifloat
            },
            ..other
        };
    }

    /// The figures of the area's transformer.
    ///
    /// A tap on the low-voltage side is moved to the other one: with t₂ the relative
    /// turns there, t₁/t₂ raises the high-voltage turns, impedance grows by t₂² and
    /// the no-load admittance shrinks by it, which is the same transformer.
    fn finish(self, object: &Object, deck: &Deck) -> Result<Transformer, Text> {
        let [first, second] = self.windings.as_slice() else {
            return Err(Text::new(
                "只支持双绕组变压器",
                "only transformers of two windings are understood",
            ));
        };
        let [Some(first_bus), Some(second_bus)] = self.buses.as_slice() else {
            return Err(Text::new("缺少母线", "a bus is missing"));
        };
        if self.phases != 3 {
            return Err(Text::new(
                "只支持三相变压器",
                "only three-phase transformers are understood",
            ));
        }
        let sides = [(first, first_bus), (second, second_bus)];
        let has_no_load = self.no_load_pct != 0.0 || self.magnetising_pct != 0.0;
        let [hv, lv] = if first.kv >= second.kv {
            sides
        } else if has_no_load {
            return Err(Text::new(
                "低压绕组在前且有空载参数的变压器不支持",
                "no-load figures are understood only where the high-voltage winding is the first",
            ));
        } else {
            [sides[1], sides[0]]
        };
        let is_positive = |value: f64| value > 0.0 && value.is_finite();
        if ![hv.0.kv, lv.0.kv, first.kva, hv.0.tap, lv.0.tap]
            .into_iter()
            .all(is_positive)
        {
            return Err(Text::new(
                "电压、容量和分接必须为正",
                "voltages, ratings and taps must be positive",
            ));
        }
        let (hv_phases, hv_star) = joint(hv.0, hv.1)?;
        let (lv_phases, lv_star) = joint(lv.0, lv.1)?;
        let (lv_order, is_turned) = relative(hv_phases, lv_phases);
        let is_lead = self.is_lead != is_turned;
        let vector = vector(hv.0.is_delta, lv.0.is_delta, is_lead, hv_star)?;
        let neutral_earth = |star, winding: &Winding| {
            (star == Point::Neutral && winding.neutral[0] >= 0.0).then_some(winding.neutral)
        };
        let times = deck.frequency_hz / self.base_frequency_hz;
        let square = lv.0.tap * lv.0.tap;
        Ok(Transformer {
            name: object.name.clone(),
            hv: hv.1.name.clone(),
            lv: lv.1.name.clone(),
            rating: Rating {
                kva: first.kva,
                hv_v: hv.0.kv * 1000.0,
                lv_v: lv.0.kv * 1000.0,
                vector,
                x_pct: self.x_pct * times * square,
                r_pct: (first.r_pct + second.r_pct) * square,
                no_load_pct: self.no_load_pct / square,
                magnetising_pct: self.magnetising_pct / times / square,
                zero_pct: None,
            },
            tap: hv.0.tap / lv.0.tap,
            star: match lv_star {
                Point::Neutral => Star::Neutral,
                Point::Earth => Star::Earth {
                    r_ohm: 0.0,
                    x_ohm: 0.0,
                },
                Point::None => Star::Open,
            },
            lv_order,
            neutral_earths: [neutral_earth(hv_star, hv.0), neutral_earth(lv_star, lv.0)],
            has_hv_neutral: hv_star == Point::Neutral,
            ppm_antifloat: self.ppm_antifloat,
        })
    }
}
