//! Buses with their nodes, `name.1.2.3.4`: nodes 1, 2, 3, 4 are a, b, c, n and 0
//! is earth.

use super::names;
use crate::{Conductor, Connection, Phases, Terminal, Text};

/// A bus as an element's terminal names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bus {
    /// Its name in lower case.
    pub name: String,
    /// The nodes given, in order.
    nodes: Vec<u32>,
}

impl Bus {
    /// Reads `name.1.2.3`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let lower = names::id(text);
        let mut parts = lower.split('.');
        let name = parts.next().unwrap_or_default().trim().to_owned();
        let wrong = || {
            Text::new(
                format!("“{text}”不是母线"),
                format!("`{text}` is not a bus with nodes"),
            )
        };
        if name.is_empty() {
            return Err(wrong());
        }
        let nodes: Result<Vec<u32>, _> = parts.map(|node| node.trim().parse()).collect();
        let nodes = nodes.map_err(|_| wrong())?;
        Ok(Self { name, nodes })
    }

    /// Where the conductors of a terminal go: those given, else phases 1, 2, … and
    /// earth for the rest.
    ///
    /// # Errors
    /// A node that is neither earth nor one of a, b, c, n.
    pub fn terminals(&self, phases: usize, conductors: usize) -> Result<Vec<Terminal>, Text> {
        (0..conductors)
            .map(|k| {
                let default = if k < phases { k as u32 + 1 } else { 0 };
                let node = self.nodes.get(k).copied().unwrap_or(default);
                match node {
                    0 => Ok(Terminal::Earth),
                    1..=4 => Ok(Terminal::Conductor(Conductor::ALL[node as usize - 1])),
                    _ => Err(Text::new(
                        format!("母线 {} 的节点 {node} 不是 0–4", self.name),
                        format!("node {node} of bus {} is not one of 0 to 4", self.name),
                    )),
                }
            })
            .collect()
    }

    /// This bus with a star point after its first `phases` nodes, where all of `to`'s
    /// are one and the same node of this bus, or earth.
    pub fn with_star_point(&self, to: &Self, phases: usize) -> Option<Self> {
        let point = if to.is_earth(phases) {
            0
        } else {
            *to.nodes.first()?
        };
        let is_one = to.nodes.len() >= phases && to.nodes[..phases].iter().all(|&n| n == point);
        if !is_one || (point != 0 && to.name != self.name) {
            return None;
        }
        let node = |k: usize| self.nodes.get(k).copied().unwrap_or(k as u32 + 1);
        Some(Self {
            name: self.name.clone(),
            nodes: (0..phases).map(node).chain([point]).collect(),
        })
    }

    /// Whether all of the first `conductors` nodes are given as earth.
    pub fn is_earth(&self, conductors: usize) -> bool {
        self.nodes.len() >= conductors && self.nodes.iter().take(conductors).all(|&n| n == 0)
    }

    /// The connection of a load or another shunt at this bus.
    ///
    /// # Errors
    /// Nodes that are not a connection between phases, neutral and earth.
    pub fn connection(&self, phases: usize, is_delta: bool) -> Result<Connection, Text> {
        let conductors = if is_delta && phases > 2 {
            phases
        } else {
            phases + 1
        };
        let ends = self.terminals(phases, conductors)?;
        connect(&ends, phases, is_delta).ok_or_else(|| {
            Text::new(
                format!("母线 {} 上的接法不支持", self.name),
                format!("this connection at bus {} is not understood", self.name),
            )
        })
    }
}

fn connect(ends: &[Terminal], phases: usize, is_delta: bool) -> Option<Connection> {
    match (phases, is_delta) {
        (1, _) => match *ends {
            [x, y] => star(&[x], y)
                .or_else(|| star(&[y], x))
                .or_else(|| delta(&[x, y])),
            _ => None,
        },
        (2 | 3, false) => star(&ends[..phases], ends[phases]),
        (3, true) => delta(ends),
        _ => None,
    }
}

fn star(ends: &[Terminal], point: Terminal) -> Option<Connection> {
    let suffix = match point {
        Terminal::Earth => 'e',
        Terminal::Conductor(Conductor::N) => 'n',
        Terminal::Conductor(_) => return None,
    };
    format!("{}{suffix}", distinct_phases(ends)?).parse().ok()
}

fn delta(ends: &[Terminal]) -> Option<Connection> {
    distinct_phases(ends)?.to_string().parse().ok()
}

/// The phases of `ends`, if they are phases and no two are the same.
fn distinct_phases(ends: &[Terminal]) -> Option<Phases> {
    ends.iter().try_fold(Phases::NONE, |set, &end| match end {
        Terminal::Conductor(c) if c != Conductor::N && !set.has(c) => {
            Some(set.union(Phases::only(c)))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(text: &str, phases: usize, is_delta: bool) -> Option<String> {
        let bus = Bus::parse(text).expect(text);
        let found = bus.connection(phases, is_delta);
        found.ok().map(|connection| connection.to_string())
    }

    #[test]
    fn connections_from_nodes() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(connection("B.1", 1, false), some("ae"));
        assert_eq!(connection("b", 1, false), some("ae"));
        assert_eq!(connection("b.2.4", 1, false), some("bn"));
        assert_eq!(connection("b.4.3", 1, false), some("cn"));
        assert_eq!(connection("b.1.3", 1, true), some("ac"));
        assert_eq!(connection("b.1.2", 1, false), some("ab"));
        assert_eq!(connection("b", 3, false), some("abce"));
        assert_eq!(connection("b.2.1.3.4", 3, false), some("abcn"));
        assert_eq!(connection("b.2.1.3", 3, true), some("abc"));
        assert_eq!(connection("b.1.2.4", 2, false), some("abn"));
        assert_eq!(connection("b.1.1", 1, false), None);
        assert_eq!(connection("b.4", 1, false), None);
        assert_eq!(connection("b.1.2", 2, true), None);
        assert_eq!(connection("b.5", 1, false), None);
    }

    #[test]
    fn bad_buses() {
        for text in ["", ".1", "a.x", "a.1.", "a.-1"] {
            assert!(Bus::parse(text).is_err(), "{text}");
        }
    }
}
