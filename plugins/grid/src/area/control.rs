//! What an area's terminal switches by itself.

use crate::Text;

/// A bank of capacitors that is switched in steps. To the power flow it is a load of
/// constant impedance, whose reactive power is that of the steps in use.
#[derive(Clone, Debug, PartialEq)]
pub struct Bank {
    /// Its id.
    pub id: String,
    /// Index of the transformer whose terminal switches it.
    pub transformer: usize,
    /// Index of the load that it is.
    pub load: usize,
    /// The catalogue's type.
    pub model: String,
    /// Its steps at its rated voltage, in the order in which they are switched in, kvar.
    pub steps_kvar: Vec<f64>,
    /// Seconds after which a step that was switched off is discharged.
    pub discharge_s: u64,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

impl Bank {
    /// Reactive power of its load with `steps` in use, var; capacitors give it.
    pub fn q_var(&self, steps: usize) -> f64 {
        let kvar: f64 = self.steps_kvar.iter().take(steps).sum();
        // Nothing is a plain zero.
        0.0 - 1e3 * kvar
    }
}

/// A switch in the drop of a meter box that puts all in the box on one phase or another
/// (换相开关). On which it stands is how the meters in the box are connected.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseSwitch {
    /// Its id.
    pub id: String,
    /// Index of the transformer whose terminal orders it.
    pub transformer: usize,
    /// Index of the meter box that it feeds.
    pub box_index: usize,
    /// Current that it carries and switches, A.
    pub rating_a: f64,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}
