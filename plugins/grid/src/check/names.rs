//! From ids to indices, with a suggestion where an id leads nowhere.

use std::collections::HashMap;

use super::{MAX_QUOTED, Report, Who, short};
use crate::Text;

/// The ids of one kind in one file.
pub(super) struct Names<'a> {
    word: &'static str,
    index: HashMap<&'a str, usize>,
    order: Vec<&'a str>,
}

/// How many unknown ids get a suggestion: it costs a look at every id.
const MAX_SUGGESTIONS: usize = 50;

impl<'a> Names<'a> {
    /// Takes the ids in order; empty and repeated ones are reported.
    pub fn of(word: &'static str, ids: impl Iterator<Item = &'a str>, report: &mut Report) -> Self {
        let order: Vec<&str> = ids.collect();
        let mut index = HashMap::with_capacity(order.len());
        for (k, &id) in order.iter().enumerate() {
            check_id(Who(word, id), report);
            if index.insert(id, k).is_some() {
                report.duplicate(Who(word, id));
            }
        }
        Self { word, index, order }
    }

    /// The index of `id`, to which `field` of `who` refers; an unknown one is reported.
    pub fn find(&self, id: &str, who: Who, field: &str, report: &mut Report) -> Option<usize> {
        if let Some(&index) = self.index.get(id) {
            return Some(index);
        }
        report.unresolved = true;
        let candidates = self.order.iter().copied();
        unknown(
            who,
            field,
            (self.word_zh(), self.word),
            id,
            candidates,
            report,
        );
        None
    }

    fn word_zh(&self) -> &'static str {
        match self.word {
            "node" => "节点",
            "box" => "箱",
            "transformer" => "变压器",
            "meter" => "电能表",
            "customer" => "客户",
            _ => "对象",
        }
    }
}

/// Reports that `field` of `who` refers to an equipment type that does not exist.
pub(super) fn unknown_type<'a>(
    who: Who,
    field: &str,
    id: &str,
    candidates: impl Iterator<Item = &'a String>,
    report: &mut Report,
) {
    let candidates = candidates.map(String::as_str);
    unknown(who, field, ("型号", "type"), id, candidates, report);
}

/// Reports that `field` of `who` refers to something that does not exist; `word`
/// says what, in Chinese and English.
pub(super) fn unknown<'a>(
    who: Who,
    field: &str,
    (zh, en): (&str, &str),
    id: &str,
    candidates: impl Iterator<Item = &'a str>,
    report: &mut Report,
) {
    let wanted = report.suggestions < MAX_SUGGESTIONS;
    report.suggestions += 1;
    let near = if wanted {
        nearest(id, candidates)
    } else {
        None
    };
    let remedy = match near {
        Some(near) => Text::new(
            format!("是否应为 {near}？"),
            format!("did you mean {near}?"),
        ),
        None => Text::new(
            format!("更正 {field}，或补上这个{zh}"),
            format!("correct {field}, or add this {en}"),
        ),
    };
    let id = short(id);
    report.error(
        who,
        Text::new(
            format!("{field} 引用了不存在的{zh} {id}"),
            format!("{field} refers to the unknown {en} {id}"),
        ),
        remedy,
    );
}

/// Reports an id that could not be written on a command line or found again.
pub(super) fn check_id(who: Who, report: &mut Report) {
    let id = who.1;
    if id.is_empty() {
        report.error(
            who,
            Text::new("编号为空", "the id is empty"),
            Text::new("填写编号", "give it an id"),
        );
    } else if id.contains(|c: char| c == '/' || c == ':' || c == '"' || c.is_control()) {
        report.error(
            who,
            Text::new(
                "编号含有 / : \" 或控制字符",
                "the id contains /, :, \" or a control character",
            ),
            Text::new(
                "编号写作“台区/类别:编号”，请换用其他字符",
                "things are named area/kind:id; use other characters",
            ),
        );
    }
}

/// The candidate most like `id`, if one is like it at all.
fn nearest<'a>(id: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = id.chars().count();
    if letters > MAX_QUOTED {
        return None;
    }
    let worst = (letters / 3).clamp(1, 3);
    candidates
        .filter(|c| c.chars().count().abs_diff(letters) <= worst)
        .map(|c| (distance(id, c), c))
        .filter(|(d, _)| *d <= worst)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// Edit distance (Levenshtein 1966), upper and lower case alike.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_a_slip_and_nothing_far() {
        let ids = ["pole-12", "pole-21", "box-1"];
        let suggest = |id| nearest(id, ids.into_iter());
        assert_eq!(suggest("Pole-12"), Some("pole-12"));
        assert_eq!(suggest("pole12"), Some("pole-12"));
        assert_eq!(suggest("box1"), Some("box-1"));
        assert_eq!(suggest("transformer"), None);
        assert_eq!(suggest(""), None);
    }
}
