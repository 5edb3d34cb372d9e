//! Which language the user reads.

use taiqu_grid::Lang;

use super::args::Language;

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

/// The language the words of a call ask for, else the one of `LANG`.
///
/// Read before parsing, so that a wrong call is answered in the right language.
pub fn of_call(words: &[String]) -> Lang {
    let asked = words.iter().enumerate().find_map(|(k, word)| {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.get(k + 1)?.as_str(),
            Some(rest) => rest.strip_prefix('=')?,
            None => return None,
        };
        match value {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    });
    asked.unwrap_or_else(of_system)
}

/// The language of `LANG` and its like; English where they say nothing.
fn of_system() -> Lang {
    match sys_locale::get_locale() {
        Some(locale) if locale.starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_decides() {
        let words = |call: &str| call.split(' ').map(String::from).collect::<Vec<_>>();
        assert_eq!(of_call(&words("check --lang zh a.ron")), Lang::Zh);
        assert_eq!(of_call(&words("check --lang=en a.ron")), Lang::En);
    }
}
