//! The texts of the panels in both languages, by key.
//!
//! A key is a dotted, lower-case word. A text may hold placeholders, `{count}`,
//! which [`Texts::with`] fills. Units and numbers are never translated.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use bevy::prelude::Resource;
use taiqu_grid::{Lang, Problem, Text};

/// All texts, in both languages.
#[derive(Resource, Clone, Debug, Default)]
pub struct Texts {
    zh: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

impl Texts {
    /// Reads `zh-CN.ron` and `en.ron` in `folder`.
    ///
    /// # Errors
    /// A file cannot be read or is no map of texts; the problem names file, line
    /// and remedy.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        Ok(Self {
            zh: read(&folder.join("zh-CN.ron"))?,
            en: read(&folder.join("en.ron"))?,
        })
    }

    /// The text of `key`; the key itself where there is none, so that the gap is
    /// seen.
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.of(lang).get(key).map_or(key, String::as_str)
    }

    /// The text of `key` with its placeholders filled.
    pub fn with(&self, lang: Lang, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let text = self.get(lang, key).to_owned();
        values.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &value.to_string())
        })
    }

    /// The text of `key` in both languages with its placeholders filled.
    pub fn both(&self, key: &str, values: &[(&str, &dyn Display)]) -> Text {
        Text::new(
            self.with(Lang::Zh, key, values),
            self.with(Lang::En, key, values),
        )
    }

    /// All keys with their texts in `lang`, in order of keys.
    pub fn of(&self, lang: Lang) -> &BTreeMap<String, String> {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

fn read(path: &Path) -> Result<BTreeMap<String, String>, Problem> {
    let placed = |mut problem: Problem, line| {
        problem.file = path.display().to_string();
        problem.line = line;
        problem
    };
    let text = fs::read_to_string(path).map_err(|error| {
        let problem = Text::new(
            format!("无法读取界面文字：{error}"),
            format!("cannot read the texts: {error}"),
        );
        let remedy = Text::new(
            "检查安装是否完整，或设置 TAIQU_HOME",
            "check the installation, or set TAIQU_HOME",
        );
        placed(Problem::error("", problem, remedy), None)
    })?;
    ron::from_str(&text).map_err(|error| {
        let problem = Text::new(
            format!("界面文字有错误：{}", error.code),
            format!("the texts are wrong: {}", error.code),
        );
        let remedy = Text::new(
            "改正此处，或还原随附的文件",
            "correct it there, or restore the file as shipped",
        );
        placed(
            Problem::error("", problem, remedy),
            Some(error.span.start.line),
        )
    })
}
