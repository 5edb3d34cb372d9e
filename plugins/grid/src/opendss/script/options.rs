//! Options of `Set`.

use crate::Text;
use crate::opendss::lexer::Parameter;
use crate::opendss::properties::{self, Effect};
use crate::opendss::report::Place;
use crate::opendss::value::Value;

use super::Script;

impl Script<'_> {
    /// `Set option=value …`.
    pub(super) fn set(&mut self, rest: Vec<Parameter>, place: Place) {
        for Parameter { name, value } in rest {
            let Some((option, effect)) = properties::option(&name) else {
                let shown = if name.is_empty() { &value.text } else { &name };
                let what = Text::new(
                    format!("没有选项“{shown}”"),
                    format!("there is no option `{shown}`"),
                );
                self.report.unsupported(place, "", what);
                continue;
            };
            let is_understood = match effect {
                Effect::None => true,
                Effect::Refused => false,
                Effect::Read => {
                    self.warn_of_late_frequency(option, &value, place);
                    self.set_option(option, &value)
                }
            };
            if !is_understood {
                let what = Text::new(
                    format!("不支持选项 {option}={}", value.text),
                    format!("option {option}={} is not understood", value.text),
                );
                self.report.unsupported(place, "", what);
            }
        }
    }

    /// `OpenDSS` gives the source the frequency it is defined at; at another one it
    /// is silent, and every voltage is zero.
    fn warn_of_late_frequency(&mut self, option: &str, value: &Value, place: Place) {
        let is_base = matches!(option, "defaultbasefrequency" | "basefrequency");
        let hz = value.number().unwrap_or(self.deck.frequency_hz);
        let is_new = (hz - self.deck.frequency_hz).abs() > f64::EPSILON;
        if is_base && is_new && self.deck.circuit.is_some() {
            self.report.warning(
                place,
                "",
                Text::new(
                    "电路已定义后才改频率：OpenDSS 的电源将无输出，这里按新频率供电",
                    "the frequency changes after the circuit: OpenDSS's source is then silent, \
                     here it feeds at the new frequency",
                ),
                Text::new(
                    "把此行移到 New Circuit 之前",
                    "move the line before New Circuit",
                ),
            );
        }
    }

    /// Sets an option; false if its value would change the network in a way that
    /// is not understood.
    fn set_option(&mut self, option: &str, value: &Value) -> bool {
        let number = value.number();
        match (option, value.initial(), number) {
            ("loadmult", _, Ok(factor)) => self.deck.load_mult = factor,
            ("defaultbasefrequency" | "basefrequency", _, Ok(hz)) if hz > 0.0 => {
                self.deck.frequency_hz = hz;
            }
            ("frequency", _, Ok(hz)) => {
                return (hz - self.deck.frequency_hz).abs() < f64::EPSILON;
            }
            ("year", _, Ok(year)) => return year == 0.0,
            ("genmult", _, Ok(factor)) => return (factor - 1.0).abs() < f64::EPSILON,
            ("loadmodel", initial, _) => return initial == Some('p'),
            ("cktmodel", initial, _) => return initial == Some('m'),
            ("longlinecorrection" | "allowduplicates", _, _) => return !value.is_yes(),
            ("earthmodel", initial, _) => return initial == Some('d'),
            ("controlmode", _, _) => {}
            _ => return false,
        }
        true
    }
}
