//! When supply is expected back, in words.

use taiqu_grid::Text;
use taiqu_outage::{Restoration, Step};

use super::Twin;
use super::lists::fill;
use crate::names;
use crate::texts::Texts;

/// Between when and when it is expected back: the text `key` with both and the likely
/// time.
pub fn back(twin: &Twin, texts: &Texts, key: &str, expected: &Restoration) -> Text {
    let at = |tick| twin.clock.at(tick).clock();
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("from", &at(expected.earliest)),
        ("to", &at(expected.latest)),
        ("likely", &at(expected.likely)),
    ];
    texts.both(key, &values)
}

/// What that rests on: how far the work is, and how many past cases.
pub fn basis(twin: &Twin, texts: &Texts, expected: &Restoration) -> Text {
    let key = match expected.step {
        Step::Waiting => "basis.waiting",
        Step::Assigned => "basis.assigned",
        Step::Driving => "basis.driving",
        Step::Searching => "basis.searching",
        Step::Isolating => "basis.isolating",
        Step::Earthing => "basis.earthing",
        Step::Repairing => "basis.repairing",
        Step::Restoring => "basis.restoring",
    };
    let arrives = expected.arrives.map(|at| twin.clock.at(at).clock());
    let arrives = arrives.unwrap_or_default();
    let arrives = Text::new(arrives.clone(), arrives);
    let found = expected.damage.map_or("basis.nothing", names::damage_key);
    let found = texts.both(found, &[]);
    let step = fill(texts, key, &[("time", &arrives), ("found", &found)]);
    let cases = match expected.cases {
        0 => texts.both("basis.usual", &[]),
        count => texts.both("basis.cases", &[("count", &count)]),
    };
    fill(texts, "basis.both", &[("step", &step), ("cases", &cases)])
}
