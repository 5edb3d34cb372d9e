//! Conductors, sets of them, and how a load is connected between them.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One of the four conductors of a low-voltage line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conductor {
    /// Phase a (yellow).
    A,
    /// Phase b (green).
    B,
    /// Phase c (red).
    C,
    /// Neutral (light blue).
    N,
}

impl Conductor {
    /// All four, in array order.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::N];

    /// Index in arrays: a, b, c, n are 0, 1, 2, 3.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The letter used in files.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
            Self::C => 'c',
            Self::N => 'n',
        }
    }
}

/// A set of conductors, written `abcn`, `an`, `abc`…
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phases(u8);

impl Phases {
    /// No conductor.
    pub const NONE: Self = Self(0);
    /// Three phases without neutral.
    pub const ABC: Self = Self(0b0111);
    /// Three phases and neutral.
    pub const ABCN: Self = Self(0b1111);

    /// The set with just `conductor`.
    pub const fn only(conductor: Conductor) -> Self {
        Self(1 << conductor.index())
    }

    /// The set with the given bits: a, b, c, n are bits 0, 1, 2, 3.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b1111)
    }

    /// Bits of the set: a, b, c, n are bits 0, 1, 2, 3.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether `conductor` is in the set.
    pub const fn has(self, conductor: Conductor) -> bool {
        self.0 & (1 << conductor.index()) != 0
    }

    /// Whether all of `other` is in the set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Conductors in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Conductors in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Conductors in this set and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Number of conductors.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The conductors in array order.
    pub fn iter(self) -> impl Iterator<Item = Conductor> {
        Conductor::ALL.into_iter().filter(move |&c| self.has(c))
    }
}

impl FromStr for Phases {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut set = Self::NONE;
        for letter in text.chars() {
            let conductor = Conductor::ALL
                .into_iter()
                .find(|c| c.letter() == letter)
                .ok_or_else(|| format!("`{letter}` is not one of a, b, c, n"))?;
            if set.has(conductor) {
                return Err(format!("`{letter}` stands twice in `{text}`"));
            }
            set = set.union(Self::only(conductor));
        }
        Ok(set)
    }
}

impl fmt::Display for Phases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|c| write!(f, "{}", c.letter()))
    }
}

impl fmt::Debug for Phases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phases({self})")
    }
}

/// The phases to which terminals a, b, c of a device are connected, written `abc`;
/// `bac` where a and b are crossed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhaseOrder([Conductor; 3]);

impl PhaseOrder {
    /// Each terminal on its own phase.
    pub const STRAIGHT: Self = Self([Conductor::A, Conductor::B, Conductor::C]);

    /// Whether each terminal is on its own phase.
    pub fn is_straight(&self) -> bool {
        *self == Self::STRAIGHT
    }

    /// The phases of terminals a, b, c.
    pub const fn phases(self) -> [Conductor; 3] {
        self.0
    }
}

impl Default for PhaseOrder {
    fn default() -> Self {
        Self::STRAIGHT
    }
}

impl FromStr for PhaseOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let set: Phases = text.parse()?;
        let order: Vec<Conductor> = text
            .chars()
            .filter_map(|letter| Conductor::ALL.into_iter().find(|c| c.letter() == letter))
            .collect();
        match order.as_slice() {
            &[a, b, c] if set == Phases::ABC => Ok(Self([a, b, c])),
            _ => Err(format!("`{text}` is not an order of the phases a, b, c")),
        }
    }
}

impl fmt::Display for PhaseOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|c| write!(f, "{}", c.letter()))
    }
}

impl fmt::Debug for PhaseOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhaseOrder({self})")
    }
}

/// A place to which a load's branch connects: a conductor, or remote earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Terminal {
    /// A conductor of the node.
    Conductor(Conductor),
    /// Remote earth.
    Earth,
}

/// How a load or generator is connected at its node.
///
/// Written as its conductors, with `e` for earth: `an` and `ae` are single-phase,
/// `ab` is between phases, `abc` a delta, `abcn` and `abce` a star.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Connection {
    phases: Phases,
    star: Star,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Star {
    Neutral,
    Earth,
    Delta,
}

impl Connection {
    /// From each of `phases` to the neutral.
    pub const fn to_neutral(phases: Phases) -> Self {
        Self {
            phases: phases.and(Phases::ABC),
            star: Star::Neutral,
        }
    }

    /// From each of `phases` to remote earth.
    pub const fn to_earth(phases: Phases) -> Self {
        Self {
            phases: phases.and(Phases::ABC),
            star: Star::Earth,
        }
    }

    /// Between `phases`.
    pub const fn between(phases: Phases) -> Self {
        Self {
            phases: phases.and(Phases::ABC),
            star: Star::Delta,
        }
    }

    /// The phase conductors it uses.
    pub const fn phases(self) -> Phases {
        self.phases
    }

    /// All conductors it uses, the neutral included.
    pub const fn conductors(self) -> Phases {
        match self.star {
            Star::Neutral => self.phases.union(Phases::only(Conductor::N)),
            Star::Earth | Star::Delta => self.phases,
        }
    }

    /// Whether its branches lie between phases.
    pub const fn is_delta(self) -> bool {
        matches!(self.star, Star::Delta)
    }

    /// One connection for each of its branches, in the order of [`Self::branches`].
    pub fn each(self) -> Vec<Self> {
        let single = |(from, to): (Terminal, Terminal)| {
            let set = |terminal| match terminal {
                Terminal::Conductor(c) => Phases::only(c),
                Terminal::Earth => Phases::NONE,
            };
            let phases = set(from).union(set(to)).and(Phases::ABC);
            Self { phases, ..self }
        };
        self.branches().into_iter().map(single).collect()
    }

    /// The two-terminal branches over which the load is spread evenly.
    pub fn branches(self) -> Vec<(Terminal, Terminal)> {
        let phases: Vec<Conductor> = self.phases.iter().collect();
        let ends = |from: Conductor, to: Terminal| (Terminal::Conductor(from), to);
        match (self.star, phases.as_slice()) {
            (Star::Delta, &[from, to]) => vec![ends(from, Terminal::Conductor(to))],
            (Star::Delta, _) => (0..phases.len())
                .map(|k| {
                    let next = phases[(k + 1) % phases.len()];
                    ends(phases[k], Terminal::Conductor(next))
                })
                .collect(),
            (Star::Neutral, _) => phases
                .into_iter()
                .map(|p| ends(p, Terminal::Conductor(Conductor::N)))
                .collect(),
            (Star::Earth, _) => phases
                .into_iter()
                .map(|p| ends(p, Terminal::Earth))
                .collect(),
        }
    }
}

impl FromStr for Connection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (phases, star) = if let Some(phases) = text.strip_suffix('n') {
            (phases, Star::Neutral)
        } else if let Some(phases) = text.strip_suffix('e') {
            (phases, Star::Earth)
        } else {
            (text, Star::Delta)
        };
        let phases: Phases = phases.parse()?;
        let least = if star == Star::Delta { 2 } else { 1 };
        if phases.has(Conductor::N) || phases.len() < least {
            return Err(format!(
                "`{text}` is not a connection; write an, ae, ab, abc, abcn or abce"
            ));
        }
        Ok(Self { phases, star })
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = match self.star {
            Star::Neutral => "n",
            Star::Earth => "e",
            Star::Delta => "",
        };
        write!(f, "{}{suffix}", self.phases)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({self})")
    }
}

macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

as_text!(Phases, Connection, PhaseOrder);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for text in ["an", "ae", "ab", "bc", "ac", "abc", "abcn", "abce", "abn"] {
            let connection: Connection = text.parse().expect(text);
            assert_eq!(connection.to_string(), text);
        }
        for text in ["", "a", "n", "e", "xn", "aan", "abcne"] {
            assert!(text.parse::<Connection>().is_err(), "{text}");
        }
    }

    #[test]
    fn branches_as_connections() {
        for (text, each) in [("abcn", "an bn cn"), ("abc", "ab bc ac"), ("be", "be")] {
            let connection: Connection = text.parse().expect(text);
            let single: Vec<String> = connection
                .each()
                .iter()
                .map(Connection::to_string)
                .collect();
            assert_eq!(single.join(" "), each);
        }
    }

    #[test]
    fn an_order_has_every_phase_once() {
        for text in ["abc", "bac", "cab"] {
            let order: PhaseOrder = text.parse().expect(text);
            assert_eq!(order.to_string(), text);
        }
        for text in ["", "ab", "aab", "abn", "abca", "xyz"] {
            assert!(text.parse::<PhaseOrder>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_delta_goes_round() {
        let delta: Connection = "abc".parse().expect("a delta");
        let [a, b, c] = [Conductor::A, Conductor::B, Conductor::C].map(Terminal::Conductor);
        assert_eq!(delta.branches(), [(a, b), (b, c), (c, a)]);
    }
}
