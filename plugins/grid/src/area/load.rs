//! Loads and generators, and their course over the day.

use serde::{Deserialize, Serialize};

use crate::Connection;

/// A load, or a generator with negative power.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Its id.
    pub id: String,
    /// Index of the node it hangs on.
    pub node: usize,
    /// How it is connected there.
    pub connection: Connection,
    /// Nominal active power, kW.
    pub kw: f64,
    /// Nominal reactive power, kvar.
    pub kvar: f64,
    /// Rated voltage over one of its branches, V.
    pub rated_v: f64,
    /// How power depends on voltage.
    pub model: LoadModel,
    /// Voltages between which the model holds; without it the model always holds.
    pub band: Option<VoltageBand>,
    /// Index of its profile among the area's.
    pub profile: Option<usize>,
    /// Index of the customer it belongs to.
    pub customer: Option<usize>,
    /// Whether the customer has agreed that the utility may put it off for a while.
    pub deferrable: bool,
}

/// How a load's power depends on the voltage over it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LoadModel {
    /// The same power at any voltage.
    #[default]
    ConstantPower,
    /// Power with the square of voltage.
    ConstantImpedance,
    /// Power with the voltage (constant current magnitude and power factor).
    ConstantCurrent,
    /// Shares of constant impedance, current and power; each triple sums to one.
    Zip {
        /// Shares of active power.
        p: [f64; 3],
        /// Shares of reactive power.
        q: [f64; 3],
        /// Voltage below which it switches off, pu of rated; 0 means never.
        #[serde(default)]
        cut_off: f64,
    },
    /// Power with a power of voltage.
    Exponential {
        /// Exponent of active power.
        p: f64,
        /// Exponent of reactive power.
        q: f64,
    },
    /// An inverter that watches the voltage over it: the load's active power is what
    /// it could deliver, and its reactive power follows from the voltage. It rests
    /// while there is nothing to deliver.
    Inverter {
        /// Rated apparent power, kVA. What reactive power asks for beyond it beside
        /// the active power is not delivered.
        kva: f64,
        /// Reactive power it delivers, pu of the rated power, at four rising voltages,
        /// pu of the rated one; straight between them, level beyond.
        volt_var: Box<[[f64; 2]; 4]>,
        /// Most active power it delivers, pu of the rated power, at two rising
        /// voltages, in the same way.
        volt_watt: Box<[[f64; 2]; 2]>,
    },
}

/// Voltages between which a load model holds, pu of its rated voltage. Above
/// `max` the load is the constant impedance that draws its power at `max`; below
/// `min` its current falls linearly to that of the constant impedance that holds
/// below `low`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoltageBand {
    /// Below this, constant impedance.
    pub low: f64,
    /// Above this (and up to `max`), the model.
    pub min: f64,
    /// Above this, constant impedance.
    pub max: f64,
}

/// A load profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Length of a step, s.
    pub step_s: u32,
    /// Factor on the load's nominal power, one a step, from midnight; not empty.
    pub values: Vec<f64>,
}

impl Profile {
    /// The factor at `second` of the simulation's day zero, repeating.
    pub fn at(&self, second: u64) -> f64 {
        let step = second / u64::from(self.step_s);
        self.values[(step % self.values.len() as u64) as usize]
    }
}
