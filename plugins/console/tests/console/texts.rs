//! The texts are complete in both languages, used, and can be written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use taiqu_console::texts::Texts;
use taiqu_grid::Lang;

use crate::fixture;

fn texts() -> Texts {
    Texts::open(&fixture::assets().join("i18n")).expect("the shipped texts")
}

/// The sources of the console and of the scene, whose legend names its categories.
fn sources() -> Vec<(PathBuf, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![crates.join("src"), crates.join("../scene/src/overlay")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a source folder") {
            let path = entry.expect("a source").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                sources.push((path, code.to_owned()));
            }
        }
    }
    sources
}

/// The string literals of a line, comments left out.
fn literals(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn is_key(text: &str) -> bool {
    let words: Vec<&str> = text.split('.').collect();
    let word = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    words.len() >= 2
        && words.iter().all(word)
        && !matches!(words[words.len() - 1], "ron" | "ttf" | "wgsl")
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect()
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let texts = texts();
    let (zh, en) = (texts.of(Lang::Zh), texts.of(Lang::En));
    let keys = |of: &std::collections::BTreeMap<String, String>| -> Vec<String> {
        of.keys().cloned().collect()
    };
    assert_eq!(keys(zh), keys(en));
    for (key, text) in zh {
        assert_eq!(placeholders(text), placeholders(&en[key]), "{key}");
        assert!(
            !text.trim().is_empty() && !en[key].trim().is_empty(),
            "{key}"
        );
    }
}

#[test]
fn every_key_in_the_code_has_a_text_and_every_text_is_used() {
    let texts = texts();
    let known: BTreeSet<&str> = texts.of(Lang::En).keys().map(String::as_str).collect();
    let mut used: BTreeSet<String> = sources()
        .iter()
        .flat_map(|(_, code)| code.lines().flat_map(literals).collect::<Vec<_>>())
        .filter(|literal| is_key(literal))
        .collect();
    for row in taiqu_console::commands::TABLE {
        used.extend([row.name.to_owned(), row.tip.to_owned()]);
    }
    let missing: Vec<&String> = used
        .iter()
        .filter(|key| !known.contains(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let unused: Vec<&&str> = known.iter().filter(|key| !used.contains(**key)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}

#[test]
fn panels_hold_no_literal_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/panels");
    for (path, code) in sources() {
        if !path.starts_with(&folder) {
            continue;
        }
        for line in code.lines() {
            for call in [
                "label(\"",
                "button(\"",
                "RichText::new(\"",
                "hint_text(\"",
                "on_hover_text(\"",
            ] {
                let Some((_, rest)) = line.split_once(call) else {
                    continue;
                };
                let literal = rest.split('"').next().unwrap_or_default();
                let words = literal.chars().any(char::is_alphabetic);
                assert!(!words, "{}: {line}", path.display());
            }
            let chinese =
                |text: &String| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(
                !literals(line).iter().any(chinese),
                "{}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn every_character_is_in_the_fonts() {
    let ctx = egui::Context::default();
    let fonts = taiqu_console::fonts(&fixture::assets().join("fonts")).expect("the shipped font");
    ctx.set_fonts(fonts);
    ctx.begin_pass(egui::RawInput::default());
    let texts = texts();
    for lang in [Lang::Zh, Lang::En] {
        let all: String = texts.of(lang).values().map(String::as_str).collect();
        for c in all.chars() {
            let font = egui::FontId::proportional(13.0);
            let has = ctx.fonts_mut(|fonts| fonts.has_glyph(&font, c));
            assert!(has, "{c:?} is in no font");
        }
    }
    ctx.end_pass().textures_delta.clear();
}

#[test]
fn a_missing_folder_is_named() {
    let problem = Texts::open(Path::new("nowhere")).expect_err("no such folder");
    assert!(problem.file.contains("zh-CN.ron"), "{}", problem.file);
}
