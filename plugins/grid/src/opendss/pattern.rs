//! The small part of regular expressions that batch edits use: letters, `.`, and
//! `*`, `+`, `?` after them, `^` and `$` at the ends.

/// A pattern searched for in names.
#[derive(Debug)]
pub struct Pattern {
    parts: Vec<(Symbol, Times)>,
    starts: bool,
    ends: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Symbol {
    Any,
    Letter(char),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Times {
    Once,
    Perhaps,
    Many { least: usize },
}

impl Pattern {
    /// Reads a pattern in lower case; `None` if it has what is not known here.
    pub fn new(text: &str) -> Option<Self> {
        let (text, starts) = text.strip_prefix('^').map_or((text, false), |t| (t, true));
        let (text, ends) = text.strip_suffix('$').map_or((text, false), |t| (t, true));
        let mut parts: Vec<(Symbol, Times)> = Vec::new();
        for letter in text.chars() {
            let times = match letter {
                '*' => Times::Many { least: 0 },
                '+' => Times::Many { least: 1 },
                '?' => Times::Perhaps,
                '.' => {
                    parts.push((Symbol::Any, Times::Once));
                    continue;
                }
                '[' | ']' | '(' | ')' | '{' | '}' | '|' | '\\' | '^' | '$' => return None,
                _ => {
                    parts.push((Symbol::Letter(letter), Times::Once));
                    continue;
                }
            };
            let last = parts.last_mut().filter(|last| last.1 == Times::Once)?;
            last.1 = times;
        }
        Some(Self {
            parts,
            starts,
            ends,
        })
    }

    /// Whether the pattern occurs in `name`.
    pub fn is_match(&self, name: &str) -> bool {
        let name: Vec<char> = name.to_lowercase().chars().collect();
        let mut reached: Vec<bool> = (0..=name.len()).map(|i| i == 0 || !self.starts).collect();
        for &(symbol, times) in &self.parts {
            reached = advance(&reached, &name, symbol, times);
        }
        if self.ends {
            reached[name.len()]
        } else {
            reached.contains(&true)
        }
    }
}

/// Positions reached after one part, from those reached before it.
fn advance(from: &[bool], name: &[char], symbol: Symbol, times: Times) -> Vec<bool> {
    let fits = |i: usize| symbol == Symbol::Any || symbol == Symbol::Letter(name[i]);
    let once = |from: &[bool]| {
        let mut to = vec![false; from.len()];
        for i in 0..name.len() {
            to[i + 1] = from[i] && fits(i);
        }
        to
    };
    let mut to = match times {
        Times::Once | Times::Many { least: 1.. } => once(from),
        Times::Perhaps | Times::Many { least: 0 } => from.to_vec(),
    };
    match times {
        Times::Once => {}
        Times::Perhaps => {
            let one = once(from);
            to.iter_mut().zip(one).for_each(|(to, one)| *to |= one);
        }
        Times::Many { .. } => {
            for i in 0..name.len() {
                to[i + 1] |= to[i] && fits(i);
            }
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batch_patterns() {
        let is_match =
            |pattern: &str, name: &str| Pattern::new(pattern).expect("a pattern").is_match(name);
        assert!(is_match(".*", "shape_1"));
        assert!(is_match("", "anything"));
        assert!(is_match("load1", "LOAD12"));
        assert!(!is_match("^load1$", "load12"));
        assert!(is_match("^l.+2$", "load12"));
        assert!(is_match("loa?d", "lod"));
        assert!(Pattern::new("a|b").is_none());
        assert!(Pattern::new("*").is_none());
    }
}
