//! What devices in the field measure and tell.

use num_complex::Complex64;
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};
use taiqu_link::metering::{metering_points, star_at, telemetered_switches};
use taiqu_link::{Reading, Source, Tick, Uplink};
use taiqu_powerflow::{Solution, Switching, Terminals};

use crate::field::Fact;

/// Voltage that an electricity meter needs to work, V.
const METER_WORKS_FROM_V: f64 = 100.0;

/// A meter and what it is connected to.
#[derive(Clone, Debug)]
struct Meter {
    asset: AssetRef,
    node: AssetRef,
    terminals: Terminals,
    is_delta: bool,
    /// Positions of the loads behind it among the model's loads.
    loads: Vec<usize>,
    gateway: Option<AssetRef>,
}

/// An area's terminal at one transformer.
#[derive(Clone, Debug)]
struct AreaTerminal {
    transformer: AssetRef,
    node: AssetRef,
    terminals: Terminals,
}

/// All devices that report.
#[derive(Clone, Debug)]
pub struct Devices {
    meters: Vec<Meter>,
    terminals: Vec<AreaTerminal>,
    /// Telemetered switches and the position they told last.
    switches: Vec<(AssetRef, Option<Phases>)>,
}

impl Devices {
    /// The devices of `district`.
    pub fn new(district: &District) -> Self {
        let first_load = first_loads(district);
        let meters = metering_points(district).into_iter().map(|point| Meter {
            asset: point.meter,
            node: point.node,
            terminals: Terminals::of(point.connection),
            is_delta: point.connection.is_delta(),
            loads: point
                .loads
                .iter()
                .map(|load| first_load[area_of(*load)] + load.index as usize)
                .collect(),
            gateway: point.gateway,
        });
        let terminals = district.all(Kind::Transformer).map(|transformer| {
            let area = &district.areas[area_of(transformer)];
            let lv = area.transformers[transformer.index as usize].lv;
            let node = AssetRef {
                kind: Kind::Node,
                index: lv as u32,
                ..transformer
            };
            AreaTerminal {
                transformer,
                node,
                terminals: Terminals::of(star_at(district, node)),
            }
        });
        let switches = telemetered_switches(district).into_iter();
        Self {
            meters: meters.collect(),
            terminals: terminals.collect(),
            switches: switches.map(|switch| (switch, None)).collect(),
        }
    }

    /// The position that each telemetered switch told last.
    pub fn told(&self) -> Vec<Option<Phases>> {
        self.switches.iter().map(|&(_, told)| told).collect()
    }

    /// Takes the positions that were told last from [`Self::told`].
    pub fn recall(&mut self, told: &[Option<Phases>]) {
        for ((_, last), &told) in self.switches.iter_mut().zip(told) {
            *last = told;
        }
    }

    /// Telemetered switches that moved, or never told where they stand.
    pub fn switches(&mut self, tick: Tick, switching: &Switching, facts: &mut Vec<Fact>) {
        for (switch, told) in &mut self.switches {
            let closed = switching.is_closed(*switch);
            if *told != Some(closed) {
                *told = Some(closed);
                let fact = Uplink::SwitchMoved {
                    switch: *switch,
                    closed,
                };
                facts.push((Source::Device(*switch), tick.ms(), fact));
            }
        }
    }

    /// The area terminals' samples at the transformers.
    pub fn terminals(
        &self,
        tick: Tick,
        solution: Solution<'_>,
        switching: &Switching,
        facts: &mut Vec<Fact>,
    ) {
        for device in &self.terminals {
            let transformer = device.transformer;
            let (_, current) = solution.transformer_current(transformer);
            let voltages = device.terminals.voltages(solution.node(device.node));
            let fact = Uplink::TerminalReported {
                transformer,
                reading: star_reading(&device.terminals, voltages, current),
                current_a: current.map(|i| round(i.norm(), 100.0)),
                tap: switching.tap_of(transformer),
            };
            facts.push((Source::Device(transformer), tick.ms(), fact));
        }
    }

    /// The instant samples of all meters that have voltage.
    pub fn read(&self, tick: Tick, solution: Solution<'_>, facts: &mut Vec<Fact>) {
        let currents = solution.load_currents();
        for device in &self.meters {
            let voltages = device.terminals.voltages(solution.node(device.node));
            if voltages.iter().all(|v| v.norm() < METER_WORKS_FROM_V) {
                continue;
            }
            let current = match device.gateway {
                Some(transformer) => solution.transformer_current(transformer).1,
                None => sum(device.loads.iter().map(|&k| currents[k])),
            };
            let reading = if device.is_delta {
                delta_reading(&device.terminals, voltages, current)
            } else {
                star_reading(&device.terminals, voltages, current)
            };
            let meter = device.asset;
            let fact = Uplink::MeterReported { meter, reading };
            facts.push((Source::Device(meter), tick.ms(), fact));
        }
    }
}

/// Each element sees its phase's voltage to neutral and its phase's current.
fn star_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    for (k, power) in powers.iter_mut().enumerate() {
        if let Some(conductor) = terminals.from(k) {
            *power = voltages[k] * current[conductor].conj();
        }
    }
    reading(voltages, powers)
}

/// A single pair carries its own current; a three-wire meter knows the whole power
/// by two elements, to the third conductor (Blondel), and spreads it evenly.
fn delta_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    match [0, 1, 2].map(|k| terminals.from(k)) {
        [Some(a), Some(b), Some(_)] => {
            let whole = voltages[1] * current[b].conj() - voltages[2] * current[a].conj();
            powers = [whole / 3.0; 3];
        }
        [Some(from), ..] => powers[0] = voltages[0] * current[from].conj(),
        _ => {}
    }
    reading(voltages, powers)
}

fn reading(voltages: [Complex64; 3], powers: [Complex64; 3]) -> Reading {
    Reading {
        voltage_v: voltages.map(|v| round(v.norm(), 10.0)),
        power_w: powers.map(|s| round(s.re, 10.0)),
        reactive_var: powers.map(|s| round(s.im, 10.0)),
    }
}

/// `value` to the resolution of 1/`per_unit`; never a negative zero.
fn round(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit + 0.0
}

fn sum(currents: impl Iterator<Item = [Complex64; 4]>) -> [Complex64; 4] {
    currents.fold([Complex64::ZERO; 4], |mut whole, part| {
        for (w, p) in whole.iter_mut().zip(part) {
            *w += p;
        }
        whole
    })
}

/// Position of each area's first load among the model's loads.
fn first_loads(district: &District) -> Vec<usize> {
    let mut next = 0;
    let areas = district.areas.iter();
    areas
        .map(|area| {
            let first = next;
            next += area.loads.len();
            first
        })
        .collect()
}

/// Index of the area of a thing that only areas have.
fn area_of(asset: AssetRef) -> usize {
    match asset.place {
        Place::Area(k) | Place::Line(k) => usize::from(k),
    }
}
