//! The iteration.

use num_complex::Complex64;

use crate::{LoadPower, Model, Options, Outcome, Solution, Switching};

/// The factors of one model in one state of switching, and the voltages found
/// last, from which the next solve starts.
#[derive(Clone, Debug)]
pub struct Solver {
    pub(crate) model: Model,
    pub(crate) v: Vec<[Complex64; 4]>,
}

impl Solver {
    /// Factors `model` as `switching` has it.
    pub fn new(model: &Model, switching: &Switching, options: Options) -> Self {
        let _ = (switching, options);
        Self {
            model: model.clone(),
            v: vec![[Complex64::ZERO; 4]; model.bus_count()],
        }
    }

    /// Solves for the powers in `loads`, one for each of [`Model::loads`].
    pub fn solve(&mut self, loads: &[LoadPower]) -> Outcome {
        debug_assert_eq!(loads.len(), self.model.loads().len());
        Outcome::default()
    }

    /// What was found last.
    pub fn solution(&self) -> Solution<'_> {
        Solution { solver: self }
    }
}
