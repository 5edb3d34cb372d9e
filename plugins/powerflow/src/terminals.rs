//! The voltages that a load or meter sees between its own terminals.

use num_complex::Complex64;
use taiqu_grid::{Connection, Terminal};

/// The pairs of conductors between which something is connected, at most three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminals {
    ends: [Option<(usize, Option<usize>)>; 3],
}

impl Terminals {
    /// The pairs of `connection`, in the order of `Connection::branches`.
    pub fn of(connection: Connection) -> Self {
        let index = |terminal| match terminal {
            Terminal::Conductor(c) => Some(c.index()),
            Terminal::Earth => None,
        };
        let mut ends = [None; 3];
        for (slot, (from, to)) in ends.iter_mut().zip(connection.branches()) {
            *slot = index(from).map(|from| (from, index(to)));
        }
        Self { ends }
    }

    /// The voltage of every pair, V, from a node's voltages to earth; 0 for pairs
    /// that do not exist.
    pub fn voltages(&self, v: [Complex64; 4]) -> [Complex64; 3] {
        self.ends.map(|ends| {
            ends.map_or(Complex64::ZERO, |(from, to)| {
                v[from] - to.map_or(Complex64::ZERO, |to| v[to])
            })
        })
    }

    /// The conductor from which pair `k` goes; `None` if there is no such pair.
    pub fn from(&self, k: usize) -> Option<usize> {
        self.ends[k].map(|(from, _)| from)
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.ends.iter().flatten().count()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_a_single_phase_and_of_a_delta() {
        let v = [10.0, 20.0, 40.0, 1.0].map(Complex64::from);
        let over = |text: &str| {
            let connection: Connection = text.parse().expect(text);
            Terminals::of(connection).voltages(v)
        };
        assert_eq!(over("bn"), [19.0, 0.0, 0.0].map(Complex64::from));
        assert_eq!(over("abc"), [-10.0, -20.0, 30.0].map(Complex64::from));
        assert_eq!(over("abce"), [10.0, 20.0, 40.0].map(Complex64::from));
    }
}
