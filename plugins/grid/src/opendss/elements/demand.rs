//! What loads, generators, inverters and capacitors have in common: a power drawn
//! between the conductors of a bus.

use crate::area::{LoadModel, VoltageBand};
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Entry, Object};
use crate::opendss::names;
use crate::opendss::report::{Place, Report};
use crate::{Connection, Text};

use super::branch_v;

/// Power drawn between the conductors of a bus: a load, a generator, a capacitor.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Name of the bus.
    pub bus: String,
    /// How it is connected there.
    pub connection: Connection,
    /// Active power, kW; negative generates.
    pub kw: f64,
    /// Reactive power, kvar; positive lags.
    pub kvar: f64,
    /// Rated voltage over a branch, V.
    pub rated_v: f64,
    /// How power depends on voltage.
    pub model: LoadModel,
    /// Voltages between which the model holds.
    pub band: Option<VoltageBand>,
    /// The load shape it follows.
    pub shape: Option<String>,
    /// Whether it is a customer's.
    pub is_customer: bool,
}

/// Where and how something hangs on a bus.
#[derive(Clone, Debug)]
pub(super) struct Terminals {
    pub bus: Option<Bus>,
    pub phases: usize,
    pub is_delta: bool,
    pub kv: f64,
}

impl Default for Terminals {
    fn default() -> Self {
        Self {
            bus: None,
            phases: 3,
            is_delta: false,
            kv: 12.47,
        }
    }
}

impl Terminals {
    /// Takes a property of the terminals; false if it is none.
    pub fn take(&mut self, entry: &Entry, report: &mut Report) -> bool {
        match entry.property {
            "bus1" => super::read_bus(report, entry, &mut self.bus),
            "phases" => report.count(entry, &mut self.phases),
            "conn" => self.is_delta = super::is_delta(&entry.value.text),
            "kv" => report.number(entry, &mut self.kv),
            _ => return false,
        }
        true
    }

    /// Voltage over a branch, V.
    pub fn branch_v(&self) -> f64 {
        branch_v(self.kv, self.phases, self.is_delta)
    }

    /// The bus and the connection there, or a report of why there is none.
    pub fn connect(&self, object: &Object, report: &mut Report) -> Option<(String, Connection)> {
        let connection = match &self.bus {
            Some(bus) => bus.connection(self.phases, self.is_delta),
            None => Err(Text::new("缺少 bus1", "bus1 is missing")),
        };
        match (connection, &self.bus) {
            (Ok(connection), Some(bus)) => Some((bus.name.clone(), connection)),
            (Err(what), _) => {
                report.unsupported(object.place, &object.id(), what);
                None
            }
            (Ok(_), None) => None,
        }
    }
}

/// How the sources of power other than loads answer to voltage: constant power, a
/// constant impedance outside the band that meets it at the band's edges.
#[derive(Clone, Debug)]
pub(super) struct Injection {
    pub terminals: Terminals,
    pub model: usize,
    pub min_max: [f64; 2],
    pub shapes: Shapes,
}

impl Injection {
    /// One that holds between `min_max` of the rated voltage.
    pub fn new(min_max: [f64; 2]) -> Self {
        Self {
            terminals: Terminals::default(),
            model: 1,
            min_max,
            shapes: Shapes::default(),
        }
    }

    /// Takes a property of terminals, band, model or shapes; false if it is none.
    pub fn take(&mut self, entry: &Entry, report: &mut Report) -> bool {
        match entry.property {
            "model" => report.count(entry, &mut self.model),
            "vminpu" => report.number(entry, &mut self.min_max[0]),
            "vmaxpu" => report.number(entry, &mut self.min_max[1]),
            "daily" | "yearly" | "duty" => self.shapes.take(entry),
            _ => return self.terminals.take(entry, report),
        }
        true
    }

    /// The demand of `object` that gives `kw` and `kvar`; `None` if it cannot be one.
    pub fn demand(
        self,
        object: &Object,
        [kw, kvar]: [f64; 2],
        report: &mut Report,
    ) -> Option<Demand> {
        let id = object.id();
        let (bus, connection) = self.terminals.connect(object, report)?;
        let [min, max] = self.min_max;
        if max < min {
            let what = Text::new("vmaxpu 低于 vminpu", "vmaxpu is below vminpu");
            report.unsupported(object.place, &id, what);
            return None;
        }
        let (model, band) = match self.model {
            1 => {
                let band = VoltageBand { low: 0.0, min, max };
                (LoadModel::ConstantPower, Some(band))
            }
            2 => (LoadModel::ConstantImpedance, None),
            other => {
                let what = Text::new(
                    format!("不支持模型 {other}"),
                    format!("model {other} is not understood"),
                );
                report.unsupported(object.place, &id, what);
                return None;
            }
        };
        if self.terminals.is_delta && self.terminals.phases == 1 {
            let what = Text::new(
                "单相接在两相之间：OpenDSS 在电压带外只取三分之一导纳，这里取全部",
                "single-phase between two phases: outside its voltage band `OpenDSS` takes a \
                 third of the admittance, here it is the whole",
            );
            let remedy = Text::new("写 conn=wye，节点不变", "write conn=wye on the same nodes");
            report.warning(object.place, &id, what, remedy);
        }
        Some(Demand {
            name: object.name.clone(),
            place: object.place,
            bus,
            connection,
            kw: -kw,
            kvar: -kvar,
            rated_v: self.terminals.branch_v(),
            model,
            band,
            shape: self.shapes.chosen(),
            is_customer: false,
        })
    }
}

/// What the load shapes are called, by the mode that uses them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    pub daily: Option<String>,
    pub yearly: Option<String>,
    pub duty: Option<String>,
}

impl Shapes {
    /// The shape to follow over a day.
    pub fn chosen(self) -> Option<String> {
        self.daily.or(self.yearly).or(self.duty)
    }

    /// Takes a shape's name; `none` and nothing mean no shape.
    pub fn take(&mut self, entry: &Entry) {
        let name = Some(names::id(&entry.value.text)).filter(|n| !n.is_empty() && n != "none");
        match entry.property {
            "daily" => self.daily = name,
            "yearly" => self.yearly = name,
            _ => self.duty = name,
        }
    }
}
