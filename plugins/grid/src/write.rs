//! Writing area and line files: one item a line, what has its default left out, the same
//! bytes for the same records.

use ron::Options;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;

use serde::Serialize;

use crate::{RawArea, RawLine};

/// Lists are broken into items, items are not broken further.
const DEPTH: usize = 2;

/// Records as the text of a file that `read::parse_ron` reads.
///
/// # Errors
/// What cannot be written; records of this crate have nothing of the kind.
pub(crate) fn to_ron<T: Serialize>(records: &T) -> Result<String, ron::Error> {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let layout = PrettyConfig::new()
        .depth_limit(DEPTH)
        .new_line("\n")
        .indentor("  ");
    let mut text = options.to_string_pretty(records, layout)?;
    text.push('\n');
    Ok(text)
}

impl RawArea {
    /// The area as the text of an area file, as [`RawArea::from_ron`] reads it.
    ///
    /// # Errors
    /// What cannot be written; an area has nothing of the kind.
    pub fn to_ron(&self) -> Result<String, ron::Error> {
        to_ron(self)
    }
}

impl RawLine {
    /// The line as the text of a line file, as [`RawLine::from_ron`] reads it.
    ///
    /// # Errors
    /// What cannot be written; a line has nothing of the kind.
    pub fn to_ron(&self) -> Result<String, ron::Error> {
        to_ron(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::area::raw::{RawNode, RawProfile};

    #[test]
    fn an_area_written_reads_the_same() {
        let area = RawArea {
            id: String::from("a"),
            name: Text::new("台区", "area"),
            nominal_v: 380.0,
            nodes: vec![RawNode {
                id: String::from("n1"),
                phases: crate::Phases::ABCN,
                at: Some((0.1, -2.0)),
                nominal_v: Some(10_000.0),
                ..RawNode::default()
            }],
            profiles: vec![RawProfile {
                id: String::from("p"),
                step_s: 900,
                values: vec![0.1, 1e-7, 3.0],
            }],
            ..RawArea::default()
        };
        let text = area.to_ron().expect("text");
        assert_eq!(RawArea::from_ron(&text, "a.ron"), Ok(area), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines.contains(
                &"    (id: \"n1\", phases: \"abcn\", at: (0.1, -2.0), nominal_v: 10000.0),"
            ),
            "{text}"
        );
    }
}
