//! The network as metering sees it: behind a meter the control room knows no
//! appliances, only what the meter reads. So the twin solves the records with, in
//! place of a meter's loads, one load a branch of the meter.

use taiqu_grid::area::{Area, Load, LoadModel, VoltageBand};
use taiqu_grid::{AssetRef, Connection, District, Place};
use taiqu_link::Reading;
use taiqu_link::metering::{MeteringPoint, metering_points, nominal_v};
use taiqu_powerflow::{LoadPower, Terminals};

/// Voltages between which a meter's reading is taken for constant power.
const BAND: VoltageBand = VoltageBand {
    low: 0.3,
    min: 0.6,
    max: 1.4,
};

/// A meter and the loads that stand for it.
#[derive(Clone, Debug)]
pub struct Slot {
    /// What it measures.
    pub point: MeteringPoint,
    /// Its terminals.
    pub terminals: Terminals,
    /// Nominal voltage between its terminals, V.
    pub nominal_v: f64,
    /// Position of its first branch among the model's loads; `branches` follow.
    pub first: usize,
    /// Number of branches that stand for it; 0 for a meter with nothing behind it.
    pub branches: usize,
}

/// A district whose loads are meters' readings.
#[derive(Clone, Debug)]
pub struct Metered {
    /// The records with meters' branches for loads.
    pub district: District,
    /// All meters, in the order of `District::all`.
    pub slots: Vec<Slot>,
    /// Loads without a meter: position among the model's loads, and what the
    /// records call it.
    pub unmetered: Vec<(usize, AssetRef)>,
}

impl Metered {
    /// Puts meters in place of what is behind them.
    pub fn of(records: &District) -> Self {
        let mut district = records.clone();
        let mut slots = Vec::new();
        let mut unmetered = Vec::new();
        let mut points = metering_points(records).into_iter().peekable();
        let mut first = 0;
        for (k, area) in (0_u16..).zip(&mut district.areas) {
            let mut loads = Vec::new();
            while let Some(point) = points.next_if(|p| p.meter.place == Place::Area(k)) {
                let (slot, branches) = slot(records, area, point, first + loads.len());
                loads.extend(branches);
                slots.push(slot);
            }
            for (index, load) in (0_u32..).zip(&area.loads) {
                let meter = load.customer.and_then(|c| area.customers[c].meter);
                if meter.is_none() {
                    let asset = AssetRef::in_area(k, taiqu_grid::Kind::Load, index);
                    unmetered.push((first + loads.len(), asset));
                    loads.push(load.clone());
                }
            }
            first += loads.len();
            area.loads = loads;
        }
        Self {
            district,
            slots,
            unmetered,
        }
    }
}

fn slot(records: &District, area: &Area, point: MeteringPoint, first: usize) -> (Slot, Vec<Load>) {
    let nominal_v = nominal_v(records, point.node, point.connection);
    let meter = &area.meters[point.meter.index as usize];
    let branches: Vec<Connection> = if point.loads.is_empty() {
        Vec::new()
    } else {
        point.connection.each()
    };
    let loads = branches.iter().zip(0..).map(|(&connection, k)| Load {
        id: format!("{}.{k}", meter.id),
        node: point.node.index as usize,
        connection,
        kw: 0.0,
        kvar: 0.0,
        rated_v: nominal_v,
        model: LoadModel::ConstantPower,
        band: Some(BAND),
        profile: None,
        customer: None,
        deferrable: false,
    });
    let loads = loads.collect();
    let slot = Slot {
        terminals: Terminals::of(point.connection),
        nominal_v,
        first,
        branches: branches.len(),
        point,
    };
    (slot, loads)
}

/// What the records let expect behind a meter at `second` of the first day, in
/// place of a reading.
pub fn typical(records: &District, slot: &Slot, second: u64) -> Reading {
    let mut reading = Reading::default();
    for &asset in &slot.point.loads {
        let power = typical_power(records, asset, second);
        let Some(load) = load_of(records, asset) else {
            continue;
        };
        let own = Terminals::of(load.connection);
        let share = 1.0 / own.len().max(1) as f64;
        for from in (0..own.len()).filter_map(|k| own.from(k)) {
            let to = (0..3).find(|&k| slot.terminals.from(k) == Some(from));
            let k = to.unwrap_or(0);
            reading.power_w[k] += power.p_w * share;
            reading.reactive_var[k] += power.q_var * share;
        }
    }
    reading
}

/// What the records let expect of a load at `second` of the first day.
pub fn typical_power(records: &District, asset: AssetRef, second: u64) -> LoadPower {
    let Place::Area(k) = asset.place else {
        return LoadPower::default();
    };
    let area = &records.areas[usize::from(k)];
    let load = &area.loads[asset.index as usize];
    let factor = load.profile.map_or(1.0, |p| area.profiles[p].at(second));
    LoadPower {
        p_w: load.kw * 1e3 * factor,
        q_var: load.kvar * 1e3 * factor,
    }
}

/// The records of a load.
pub fn load_of(records: &District, asset: AssetRef) -> Option<&Load> {
    match asset.place {
        Place::Area(k) => records.areas[usize::from(k)]
            .loads
            .get(asset.index as usize),
        Place::Line(_) => None,
    }
}
