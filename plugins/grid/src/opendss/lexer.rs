//! One line of a script into its parameters, by the rules of `OpenDSS`'s own parser.
//!
//! A parameter is `name=value` or a bare value. Values end at a blank, a tab, a
//! comma or an equals sign; a value that starts with one of `"`, `'`, `(`, `[`,
//! `{` ends at the mark that closes it and counts as quoted, which lets a number
//! be an expression. `!` and `//` outside quotes start a comment.

use super::value::Value;

/// One parameter of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name before the equals sign, in lower case; empty if there is none.
    pub name: String,
    /// The value.
    pub value: Value,
}

/// Splits `line` into parameters.
pub fn parameters(line: &str) -> Vec<Parameter> {
    let mut cursor = Cursor::new(line, b",=");
    let mut found = Vec::new();
    while let Some((value, end)) = cursor.token() {
        let mut parameter = Parameter {
            name: String::new(),
            value,
        };
        if end == End::At(b'=') {
            parameter.name = parameter.value.text.to_lowercase();
            parameter.value = cursor.token().map(|(value, _)| value).unwrap_or_default();
        }
        found.push(parameter);
    }
    while found
        .last()
        .is_some_and(|p| p.name.is_empty() && p.value.text.is_empty())
    {
        found.pop();
    }
    found
}

/// Splits the text of an array into rows (at `|`) of elements.
pub fn rows(text: &str) -> Vec<Vec<Value>> {
    let mut cursor = Cursor::new(text, b",=|");
    let mut rows = vec![Vec::new()];
    while let Some((value, end)) = cursor.token() {
        if let Some(row) = rows.last_mut()
            && (value.quoted || !value.text.is_empty())
        {
            row.push(value);
        }
        if end == End::At(b'|') {
            rows.push(Vec::new());
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// What ended a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Blank,
    At(u8),
    Comment,
}

struct Cursor<'a> {
    text: &'a str,
    delimiters: &'static [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str, delimiters: &'static [u8]) -> Self {
        let mut cursor = Self {
            text,
            delimiters,
            at: 0,
        };
        cursor.skip_blanks();
        cursor
    }

    /// The next token and what ended it; `None` at the end of the line.
    fn token(&mut self) -> Option<(Value, End)> {
        let first = self.peek()?;
        let (value, mut end) = match closing(first) {
            Some(close) => (self.quoted(close), End::Blank),
            None => self.bare(),
        };
        if end == End::Comment {
            self.at = self.text.len();
            return (!value.text.is_empty()).then_some((value, end));
        }
        self.skip_blanks();
        if let Some(byte) = self.peek()
            && self.delimiters.contains(&byte)
        {
            end = End::At(byte);
            self.at += 1;
        }
        self.skip_blanks();
        Some((value, end))
    }

    fn quoted(&mut self, close: u8) -> Value {
        let start = self.at + 1;
        let length = self.text.as_bytes()[start..]
            .iter()
            .position(|&byte| byte == close);
        let stop = length.map_or(self.text.len(), |length| start + length);
        self.at = (stop + 1).min(self.text.len());
        Value {
            text: self.text[start..stop].to_owned(),
            quoted: true,
        }
    }

    fn bare(&mut self) -> (Value, End) {
        let start = self.at;
        let mut end = End::Blank;
        while let Some(byte) = self.peek() {
            if byte == b'!' || self.text.as_bytes()[self.at..].starts_with(b"//") {
                end = End::Comment;
                break;
            }
            if is_blank(byte) || self.delimiters.contains(&byte) {
                break;
            }
            self.at += 1;
        }
        let text = self.text[start..self.at].to_owned();
        (
            Value {
                text,
                quoted: false,
            },
            end,
        )
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }
}

/// Bytes that separate tokens; control characters count as blanks.
fn is_blank(byte: u8) -> bool {
    byte <= b' '
}

fn closing(open: u8) -> Option<u8> {
    Some(match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'"' | b'\'' => open,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(String, String)> {
        parameters(line)
            .into_iter()
            .map(|p| (p.name, p.value.text))
            .collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn names_values_and_comments() {
        assert_eq!(
            pairs("New Line.A  bus1 = x.1.2 , R1=0.5!ohm kW=7"),
            [
                pair("", "New"),
                pair("", "Line.A"),
                pair("bus1", "x.1.2"),
                pair("r1", "0.5"),
            ]
        );
        assert_eq!(pairs("a//b"), [pair("", "a")]);
        assert_eq!(pairs("   ! all comment"), []);
    }

    #[test]
    fn every_kind_of_quote() {
        assert_eq!(
            pairs(r#"~ buses=[a b] file="c d/e.txt" x='1 2' y={3} z=(4"#),
            [
                pair("", "~"),
                pair("buses", "a b"),
                pair("file", "c d/e.txt"),
                pair("x", "1 2"),
                pair("y", "3"),
                pair("z", "4"),
            ]
        );
    }

    #[test]
    fn rows_of_an_array() {
        let texts: Vec<Vec<String>> = rows("1,2 | 3 (4 2 *)|")
            .into_iter()
            .map(|row| row.into_iter().map(|value| value.text).collect())
            .collect();
        assert_eq!(texts, [vec!["1", "2"], vec!["3", "4 2 *"]]);
    }
}
