//! What measures cost.

use std::path::Path;

use serde::{Deserialize, Serialize};
use taiqu_grid::read::{locate, read_ron};
use taiqu_grid::{Catalogue, District, Problem, Text};

use super::Change;

/// What measures cost, yuan, and how far they go: settings. All are assumed, of the order
/// that estimates for rural networks in China have, labour and outage work included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Costs {
    /// A low-voltage pole put in another's place.
    pub pole_yuan: f64,
    /// A pole longer than [`Self::long_m`], as 10 kV lines have.
    pub long_pole_yuan: f64,
    /// Length from which a pole is a long one, m.
    pub long_m: f64,
    /// A cast foundation.
    pub foundation_yuan: f64,
    /// Wind for which that is cast, 10-minute mean, m/s.
    pub foundation_m_s: f64,
    /// A tree cut back once, waste taken away.
    pub tree_yuan: f64,
    /// The height that is left of it, m: it reaches no wire any more.
    pub tree_left_m: f64,
    /// A box or cabinet put on a higher plinth.
    pub raise_yuan: f64,
    /// How much higher it then stands, m.
    pub raise_m: f64,
    /// A metre of low-voltage cable, in a pipe in the ground.
    pub cable_yuan_m: f64,
    /// Both ends of it, up their poles.
    pub cable_ends_yuan: f64,
    /// A metre of 10 kV cable.
    pub high_cable_yuan_m: f64,
    /// Both ends of it, with arresters.
    pub high_cable_ends_yuan: f64,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            pole_yuan: 3500.0,
            long_pole_yuan: 7000.0,
            long_m: 11.0,
            foundation_yuan: 2000.0,
            foundation_m_s: 40.0,
            tree_yuan: 400.0,
            tree_left_m: 3.0,
            raise_yuan: 6000.0,
            raise_m: 0.6,
            cable_yuan_m: 350.0,
            cable_ends_yuan: 3000.0,
            high_cable_yuan_m: 800.0,
            high_cable_ends_yuan: 12_000.0,
        }
    }
}

/// Nominal voltage between phases above which a line is a 10 kV line, V.
const HIGH_V: f64 = 1000.0;

impl Costs {
    /// Reads those that differ from a RON file.
    ///
    /// # Errors
    /// The file cannot be read, or what is not a positive number.
    pub fn open(path: &Path) -> Result<Self, Vec<Problem>> {
        let (costs, text) = read_ron::<Self>(path).map_err(|problem| vec![problem])?;
        let wrong = costs.fields().into_iter().filter(|&(_, value)| {
            let sound = value.is_finite() && value > 0.0;
            !sound
        });
        let mut problems: Vec<Problem> = wrong.map(|(name, value)| odd(name, value)).collect();
        if problems.is_empty() {
            return Ok(costs);
        }
        locate(&mut problems, &[text]);
        Err(problems)
    }

    /// All by their names.
    pub const fn fields(&self) -> [(&'static str, f64); 13] {
        [
            ("pole_yuan", self.pole_yuan),
            ("long_pole_yuan", self.long_pole_yuan),
            ("long_m", self.long_m),
            ("foundation_yuan", self.foundation_yuan),
            ("foundation_m_s", self.foundation_m_s),
            ("tree_yuan", self.tree_yuan),
            ("tree_left_m", self.tree_left_m),
            ("raise_yuan", self.raise_yuan),
            ("raise_m", self.raise_m),
            ("cable_yuan_m", self.cable_yuan_m),
            ("cable_ends_yuan", self.cable_ends_yuan),
            ("high_cable_yuan_m", self.high_cable_yuan_m),
            ("high_cable_ends_yuan", self.high_cable_ends_yuan),
        ]
    }

    /// What a change of `records` costs, yuan.
    pub fn of(&self, change: &Change, records: &District, catalogue: &Catalogue) -> f64 {
        match change {
            Change::Pole { node, r#type, .. } => {
                let was = &records.network(node.place).nodes[node.index as usize];
                let length_m = catalogue
                    .poles
                    .get(r#type)
                    .map_or(0.0, |pole| pole.length_m);
                let pole = match length_m >= self.long_m {
                    _ if was.pole.as_ref() == Some(r#type) => 0.0,
                    true => self.long_pole_yuan,
                    false => self.pole_yuan,
                };
                pole + self.foundation_yuan
            }
            Change::Tree { .. } => self.tree_yuan,
            Change::Box { .. } => self.raise_yuan,
            Change::Cable { section, .. } => {
                let network = records.network(section.place);
                let item = &network.sections[section.index as usize];
                let high = network.nodes[item.from].nominal_v > HIGH_V;
                let (by_metre, ends) = if high {
                    (self.high_cable_yuan_m, self.high_cable_ends_yuan)
                } else {
                    (self.cable_yuan_m, self.cable_ends_yuan)
                };
                by_metre * item.length_m + ends
            }
        }
    }
}

fn odd(name: &str, value: f64) -> Problem {
    Problem::error(
        name,
        Text::new(
            format!("{value} 不是正数"),
            format!("{value} is not a positive number"),
        ),
        Text::new(
            "以元、米、米每秒给出正数",
            "give a positive number of yuan, m or m/s",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Costs, Vec<Problem>> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("costs.ron");
        std::fs::write(&file, text).expect("written");
        Costs::open(&file)
    }

    #[test]
    fn a_file_changes_what_it_names() {
        let costs = read("(tree_yuan: 250)").expect("it is sound");
        assert!((costs.tree_yuan - 250.0).abs() < 1e-9);
        assert!((costs.pole_yuan - Costs::default().pole_yuan).abs() < 1e-9);
    }

    #[test]
    fn every_cost_that_is_none_is_told() {
        let problems = read("(tree_yuan: -1, pole_yuan: 0)").expect_err("both are wrong");
        let names: Vec<&str> = problems.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(names, ["pole_yuan", "tree_yuan"]);
        assert!(problems.iter().all(|p| p.file.ends_with("costs.ron")));
        assert!(read("(tree_yuan: 5, gold: 3)").is_err());
    }
}
