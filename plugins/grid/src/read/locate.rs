//! Finds the line of a problem by searching the text for the id.

use std::collections::{HashMap, HashSet};

use crate::Problem;

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The file, as the user named it.
    pub file: String,
    /// What it holds.
    pub text: String,
}

/// Fills in file and line of problems that a check has found in `sources`.
///
/// Ids are unique only within their kind, so the search starts where the list of
/// that kind starts. A repeated id is reported at its repetition, an item without an
/// id at the start of its list. A problem found nowhere gets the first file and no
/// line.
pub fn locate(problems: &mut [Problem], sources: &[SourceText]) {
    if problems.is_empty() {
        return;
    }
    let wanted: Vec<String> = problems.iter().map(|p| p.id.clone()).collect();
    let wanted: HashSet<&str> = wanted.iter().map(|id| word_and_id(id).1).collect();
    let indices = sources.iter().map(|s| Index::of(&s.text, &wanted));
    let indices: Vec<Index> = indices.collect();
    for problem in problems {
        let (id, repeated) = (&problem.id, problem.repeated);
        let found = indices.iter().map(|index| index.line(id, repeated));
        let found = found.enumerate().find_map(|(k, line)| Some((k, line?)));
        let source = found.map_or(0, |(k, _)| k);
        if let Some(source) = sources.get(source) {
            source.file.clone_into(&mut problem.file);
        }
        problem.line = problem.line.or(found.map(|(_, line)| line));
    }
}

/// The two halves of `kind:id`; a bare id is both.
fn word_and_id(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or((name, name))
}

/// Where lists stand in a file, and those ids that are looked for.
struct Index<'a> {
    /// Lines of `id: "…"`, in order, by id.
    ids: HashMap<&'a str, Vec<usize>>,
    /// Lines of other quoted texts, in order: items without an id are found by
    /// what they refer to.
    texts: HashMap<&'a str, Vec<usize>>,
    /// Line where the list of a kind starts, by the kind's word.
    lists: HashMap<&'static str, usize>,
}

/// Words used in problem ids, and the lists that hold such items.
const LISTS: [(&str, &str); 20] = [
    ("node", "nodes"),
    ("section", "sections"),
    ("switch", "switches"),
    ("transformer", "transformers"),
    ("box", "boxes"),
    ("meter", "meters"),
    ("customer", "customers"),
    ("load", "loads"),
    ("phase_switch", "phase_switches"),
    ("earth", "earths"),
    ("line_code", "line_codes"),
    ("profile", "profiles"),
    ("tap", "taps"),
    ("building", "buildings"),
    ("road", "roads"),
    ("field", "fields"),
    ("tree", "trees"),
    ("water", "water"),
    ("relief", "relief"),
    ("conditions", "conditions"),
];

impl<'a> Index<'a> {
    fn of(text: &'a str, wanted: &HashSet<&str>) -> Self {
        let mut index = Self {
            ids: HashMap::new(),
            texts: HashMap::new(),
            lists: HashMap::new(),
        };
        for (number, line) in text.lines().enumerate() {
            let number = number + 1;
            let label = line.split_once(':').map_or("", |(label, _)| label.trim());
            if let Some((word, _)) = LISTS.iter().find(|(_, list)| *list == label) {
                index.lists.entry(word).or_insert(number);
            }
            index.take_quoted(number, line, wanted);
        }
        index
    }

    fn take_quoted(&mut self, number: usize, line: &'a str, wanted: &HashSet<&str>) {
        let mut rest = line;
        while let Some(open) = rest.find('"') {
            let (before, after) = (&rest[..open], &rest[open + 1..]);
            let Some(close) = after.find('"') else { return };
            let quoted = &after[..close];
            rest = &after[close + 1..];
            if !wanted.contains(quoted) {
                continue;
            }
            let label = before.trim_end().strip_suffix(':').map(str::trim_end);
            let is_id = label.is_some_and(|label| {
                let name = label.strip_suffix("id");
                name.is_some_and(|b| !b.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            let map = if is_id {
                &mut self.ids
            } else {
                &mut self.texts
            };
            map.entry(quoted).or_default().push(number);
        }
    }

    fn line(&self, name: &str, repeated: bool) -> Option<usize> {
        let (word, id) = word_and_id(name);
        let list = self.lists.get(word).copied();
        // Lines are in order, and one id may stand on very many of them.
        let after = |lines: &Vec<usize>| {
            let first = lines.partition_point(|&line| line < list.unwrap_or(0));
            lines.get(first + usize::from(repeated)).copied()
        };
        let found = match word {
            "earth" | "tap" => None,
            _ => self.ids.get(id).and_then(after),
        };
        let found = found.or_else(|| self.texts.get(id).and_then(after));
        found.or(list)
    }
}
