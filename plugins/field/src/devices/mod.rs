//! What devices in the field measure and tell.

mod balance;
mod bank;
mod carrier;
mod clock;
mod events;
mod gasps;
mod glitches;
mod meter;
mod readings;
mod sample;
mod switches;
mod tamper;
mod terminal;
mod voice;

use std::collections::BTreeMap;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, Place};
use taiqu_link::Tampering;
use taiqu_link::metering::{metering_points, telemetered_switches};
use taiqu_powerflow::{Solution, Switching, Terminals};

use crate::harm::Harm;
use balance::Balance;
use bank::BankState;
use carrier::Carrier;
use glitches::Glitches;
use meter::{Condition, Meter};
use tamper::Seal;
use terminal::AreaTerminal;

pub use balance::{BalanceSettings, PhaseMove};
pub use bank::TerminalSettings;
pub use meter::MeterSettings;
pub use voice::is_heard;

/// All devices that report.
#[derive(Clone, Debug)]
pub struct Devices {
    meters: Vec<Meter>,
    terminals: Vec<AreaTerminal>,
    switches: Vec<AssetRef>,
    carrier: Carrier,
    settings: MeterSettings,
    control: TerminalSettings,
    seed: u64,
    glitches: Glitches,
    state: State,
}

/// What devices know between ticks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    meters: Vec<Condition>,
    /// Since when each terminal has had no supply, s; none for one that has.
    unsupplied_s: Vec<Option<u64>>,
    /// The position that each telemetered switch told last.
    told: Vec<Option<Phases>>,
    /// What meters know of tampering.
    seals: BTreeMap<(AssetRef, Tampering), Seal>,
    /// The bank of each terminal.
    banks: Vec<BankState>,
    /// The evenness of each terminal's currents.
    balances: Vec<Balance>,
    /// Second at which a meter has something to note.
    due: Option<u64>,
    /// Second at which the next meter reads.
    reads: u64,
}

/// The network as devices find it.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The true district.
    pub district: &'a District,
    /// Voltages.
    pub solution: Solution<'a>,
    /// Currents out of the conductors into each load, A.
    pub currents: &'a [[Complex64; 4]],
    /// What is open and broken.
    pub switching: &'a Switching,
    /// What is damaged.
    pub harm: &'a Harm,
}

impl Site<'_> {
    /// Whether a strong magnet is on a meter.
    fn has_magnet(&self, meter: AssetRef) -> bool {
        self.harm.tampered.contains(&(meter, Tampering::Magnet))
    }
}

impl Devices {
    /// The devices of `district`; `seed` decides how meters err.
    pub fn new(
        district: &District,
        catalogue: &Catalogue,
        (settings, control): (&MeterSettings, &TerminalSettings),
        seed: u64,
    ) -> Self {
        let first_load = first_loads(district);
        let meters = metering_points(district).into_iter().map(|point| {
            let position = |load: &AssetRef| first_load[area_of(*load)] + load.index as usize;
            let loads = point.loads.iter().map(position).collect();
            Meter::of((district, catalogue), point, loads, settings, seed)
        });
        let meters: Vec<Meter> = meters.collect();
        let terminals = district.all(Kind::Transformer);
        let terminals = terminals.map(|t| AreaTerminal::of(district, t, (&first_load, &meters)));
        let terminals: Vec<AreaTerminal> = terminals.collect();
        let switches = telemetered_switches(district);
        let state = State {
            meters: meters.iter().map(Meter::at_start).collect(),
            unsupplied_s: vec![None; terminals.len()],
            told: vec![None; switches.len()],
            seals: BTreeMap::new(),
            banks: vec![BankState::default(); terminals.len()],
            balances: vec![Balance::default(); terminals.len()],
            due: None,
            reads: 0,
        };
        Self {
            carrier: Carrier::of(district, terminals.iter().map(|t| t.node)),
            meters,
            terminals,
            switches,
            settings: *settings,
            control: *control,
            seed,
            glitches: Glitches::default(),
            state,
        }
    }

    /// What devices must remember between ticks.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Takes what [`Self::state`] gave.
    pub fn recall(&mut self, state: &State) {
        self.state.clone_from(state);
        self.glitches = Glitches::default();
    }

    /// Meters find themselves connected as `district` has it now.
    pub fn reconnect(&mut self, district: &District) {
        for (meter, point) in self.meters.iter_mut().zip(metering_points(district)) {
            meter.terminals = Terminals::of(point.connection);
        }
    }

    fn position(&self, meter: AssetRef) -> Option<usize> {
        self.meters.binary_search_by_key(&meter, |m| m.asset).ok()
    }
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
