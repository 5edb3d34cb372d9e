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
                Effect::Read => self.set_option(option, &value),
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
            ("longlinecorrection", _, _) => return !value.is_yes(),
            ("controlmode", _, _) => {}
            _ => return false,
        }
        true
    }
}
