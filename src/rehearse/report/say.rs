//! Every text of a report in both languages; the page shows one of them.

use taiqu_grid::Text;

/// A text as HTML, given in Chinese and English.
pub fn say(zh: &str, en: &str) -> String {
    wrap("span", zh, en)
}

/// A text as HTML.
pub fn text(text: &Text) -> String {
    say(&text.zh, &text.en)
}

/// A text inside a `<text>` of a drawing.
pub fn drawn(zh: &str, en: &str) -> String {
    wrap("tspan", zh, en)
}

/// Both languages in a row, where only one text can be: attributes and titles.
pub fn plain(zh: &str, en: &str) -> String {
    let (zh, en) = (escape(zh), escape(en));
    if zh == en {
        zh
    } else {
        format!("{zh} · {en}")
    }
}

/// `text` with what HTML would take for markup written out.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn wrap(tag: &str, zh: &str, en: &str) -> String {
    let (zh, en) = (escape(zh), escape(en));
    if zh == en {
        return zh;
    }
    format!("<{tag} lang=\"zh\">{zh}</{tag}><{tag} lang=\"en\">{en}</{tag}>")
}
