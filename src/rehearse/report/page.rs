//! The page around a report: the switch of languages, colours, and the table every part is
//! made of.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use taiqu_grid::{Lang, Text};

use super::say::{escape, plain, text};

/// A whole page around its `parts`, which begins in `lang`. No script is needed to change
/// the language, so that it works wherever pages are shown.
pub fn page(title: &Text, lang: Lang, parts: &str) -> String {
    let (code, zh, en) = match lang {
        Lang::Zh => ("zh-CN", " checked", ""),
        Lang::En => ("en", "", " checked"),
    };
    let style = include_str!("style.css");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title>\n<style>\n{colours}{style}</style></head>\n<body>\
         <input type=\"radio\" name=\"lang\" id=\"zh\"{zh}><input type=\"radio\" name=\"lang\" id=\"en\"{en}>\n\
         <header><b>台区 Taiqu</b><span>{name}</span><nav><label for=\"zh\">中文</label>\
         <label for=\"en\">English</label></nav></header>\n\
         <main>\n{parts}</main></body></html>\n",
        title = plain(&title.zh, &title.en),
        name = text(title),
        colours = colours(),
    )
}

/// A heading.
pub fn heading(name: &str) -> String {
    format!("<h2>{name}</h2>\n")
}

/// A table with these heads, each with its column's class, and these cells.
pub fn table(heads: &[(&str, String)], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<div class=\"wide\"><table>");
    if heads.iter().any(|(_, head)| !head.is_empty()) {
        html += "<thead><tr>";
        for (class, head) in heads {
            let _ = write!(html, "<th class=\"{class}\">{head}</th>");
        }
        html += "</tr></thead>\n";
    }
    html += "<tbody>";
    for row in rows {
        html += "<tr>";
        for ((class, _), cell) in heads.iter().zip(row) {
            let _ = write!(html, "<td class=\"{class}\">{cell}</td>");
        }
        html += "</tr>\n";
    }
    html + "</tbody></table></div>\n"
}

/// A paragraph of small print.
pub fn note(html: &str) -> String {
    format!("<p class=\"soft\">{html}</p>\n")
}

/// The theme, as far as reports need it.
#[derive(Deserialize)]
struct Theme {
    report: Colours,
}

/// Colours by name, on light and on dark screens.
#[derive(Default, Deserialize)]
struct Colours {
    light: BTreeMap<String, String>,
    dark: BTreeMap<String, String>,
}

/// The theme's colours as variables of the page.
fn colours() -> String {
    let theme = ron::from_str::<Theme>(include_str!("../../../assets/theme.ron"));
    let colours = theme.map(|theme| theme.report).unwrap_or_default();
    let list = |all: &BTreeMap<String, String>| {
        let pairs = all.iter();
        let pairs =
            pairs.map(|(name, colour)| format!("--{}:{}", name.replace('_', "-"), escape(colour)));
        pairs.collect::<Vec<String>>().join(";")
    };
    let (light, dark) = (list(&colours.light), list(&colours.dark));
    format!(":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_has_every_colour_of_the_style() {
        let colours = colours();
        let style = include_str!("style.css");
        let used = style.split("var(--").skip(1);
        for name in used.filter_map(|rest| rest.split(')').next()) {
            let found = colours.matches(&format!("--{name}:")).count();
            assert_eq!(found, 2, "{name} by day and by night");
        }
    }
}
