//! Values of the command line, as people write them.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use taiqu_console::desk::Tab;
use taiqu_scene::Overlay;

use crate::scenario::{Operations, Span};

/// One way of organising, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// This one.
    One(Operations),
    /// All.
    All,
}

/// What is wrong with a value, in the languages of the user.
#[derive(Debug, thiserror::Error)]
#[error("{en}")]
pub struct WrongValue {
    pub zh: String,
    en: String,
}

pub fn one_way(text: &str) -> Result<Operations, WrongValue> {
    text.parse().map_err(|en: String| WrongValue {
        zh: format!("“{text}” 不是 siloed、command-centre 或 grid-team"),
        en,
    })
}

pub fn way(text: &str) -> Result<Way, WrongValue> {
    if text == "all" {
        return Ok(Way::All);
    }
    let known = text.parse().map(Way::One);
    known.map_err(|en: String| WrongValue {
        zh: format!("“{text}” 不是 siloed、command-centre、grid-team 或 all"),
        en: format!("{en}, nor all"),
    })
}

/// Seconds of a time such as `2h30m`.
pub fn duration(text: &str) -> Result<u64, WrongValue> {
    let span: Result<Span, String> = text.parse();
    span.map(|span| span.seconds).map_err(|en| WrongValue {
        zh: "时间写成 2h30m、90s 这样".to_owned(),
        en,
    })
}

/// Seconds since midnight of a clock time such as `09:26`.
pub fn clock(text: &str) -> Result<u64, WrongValue> {
    let parse = || {
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes) = (hours.parse::<u64>().ok()?, minutes.parse::<u64>().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)
    };
    parse().ok_or_else(|| WrongValue {
        zh: "时刻写成 09:26 这样".to_owned(),
        en: format!("`{text}` is not a clock time; write one like 09:26"),
    })
}

/// Width and height of `1600x900`.
pub fn size(text: &str) -> Result<(u32, u32), WrongValue> {
    const LIMITS: std::ops::RangeInclusive<u32> = 320..=8192;
    let parse = || {
        let (width, height) = text.split_once('x')?;
        let size = (width.parse().ok()?, height.parse().ok()?);
        (LIMITS.contains(&size.0) && LIMITS.contains(&size.1)).then_some(size)
    };
    parse().ok_or_else(|| WrongValue {
        zh: "宽高写成 1600x900 这样，各在 320 到 8192 像素之间".to_owned(),
        en: format!("`{text}` is not a size; write one like 1600x900, between 320 and 8192 pixels"),
    })
}

/// Overlays by the words that name them.
pub fn overlays() -> impl TypedValueParser<Value = Overlay> {
    PossibleValuesParser::new(Overlay::ALL.map(Overlay::word))
        .try_map(|word| word.parse::<Overlay>())
}

/// Lists by the words that name them.
pub fn tabs() -> impl TypedValueParser<Value = Tab> {
    PossibleValuesParser::new(Tab::ALL.map(Tab::word)).map(|word| {
        let named = Tab::ALL.into_iter().find(|tab| tab.word() == word);
        named.unwrap_or(Tab::Incidents)
    })
}
