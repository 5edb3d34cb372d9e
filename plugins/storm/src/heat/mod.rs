//! Heat: what load, air and sun do to transformers, wires, joints and cables, and what that
//! ends in.

mod cables;
mod transformers;
mod wires;

use serde::{Deserialize, Serialize};
use taiqu_field::{overcast, sine_of_elevation};
use taiqu_grid::AssetRef;
use taiqu_link::{Action, Tick};
use taiqu_powerflow::thermal::{Air, clear_sky_w_m2};
use taiqu_structure::{Lines, Vector};

use crate::{Setup, Weather};
use cables::Cables;
use transformers::Transformers;
use wires::Wires;

pub use cables::WarmCable;
pub use wires::{Hung, WarmWire};

/// Seconds between two looks.
const MINUTE_S: f64 = 60.0;

/// What the things of a district carry, as the power flow has it.
pub trait Carried {
    /// Currents of a transformer's low-voltage phases, A; none where they are not known.
    fn transformer_a(&self, transformer: AssetRef) -> Option<[f64; 3]>;

    /// Current of each conductor of a section, A; none where it is not known.
    fn section_a(&self, section: AssetRef) -> Option<[f64; 4]>;
}

/// The air and the sun of a minute, over the whole district.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// Temperature of the air, °C.
    pub ambient_c: f64,
    /// Mean wind in the open at 10 m, m/s: where it blows to.
    pub wind: Vector,
    /// Power of the sun on what faces it, W/m².
    pub sun_w_m2: f64,
}

impl Around {
    /// That of a tick. The sun stands across every wire, and rain cools none; assumed.
    pub fn of(setup: &Setup, weather: &Weather, place_m: Vector, tick: Tick) -> Self {
        let hour = setup.start_hour() + tick.0 as f64 / 3600.0;
        let day = setup.start.plus(tick.0).day_of_year();
        let sine = sine_of_elevation(day, hour.rem_euclid(24.0), setup.everyday.latitude_deg);
        Self {
            ambient_c: weather.temperature_c(hour),
            wind: weather.wind(place_m, hour),
            sun_w_m2: clear_sky_w_m2(sine) * overcast(weather.cloud(place_m, hour)),
        }
    }

    /// As a wire has it in no wind, at sea level.
    const fn air(&self) -> Air {
        Air {
            ambient_c: self.ambient_c,
            wind_ms: 0.0,
            wind_deg: 90.0,
            sun_w_m2: self.sun_w_m2,
            elevation_m: 0.0,
        }
    }
}

/// What is warm in a district, and how warm.
#[derive(Clone, Debug)]
pub struct Heat {
    transformers: Transformers,
    wires: Wires,
    cables: Cables,
}

/// What must be remembered of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    transformers: Vec<transformers::State>,
    wires: wires::Memory,
    cables: Vec<cables::State>,
}

impl Heat {
    /// What the true district has, before its first minute.
    pub fn of(setup: &Setup, lines: &Lines) -> Self {
        Self {
            transformers: Transformers::of(&setup.truth, setup.seed),
            wires: Wires::of(lines, setup.seed),
            cables: Cables::of(&setup.truth, &setup.catalogue),
        }
    }

    /// Each transformer with its hot spot now and at its highest, °C, and the life used, h.
    pub fn hot_spots(&self) -> impl Iterator<Item = (AssetRef, [f64; 2], f64)> + '_ {
        self.transformers.hot_spots()
    }

    /// Each wire that hangs, and how warm it is.
    pub fn wires<'a>(&'a self, lines: &'a Lines) -> impl Iterator<Item = WarmWire> + 'a {
        self.wires.all(lines)
    }

    /// How low each span has come.
    pub fn hung<'a>(&'a self, lines: &'a Lines) -> impl Iterator<Item = Hung> + 'a {
        self.wires.hung(lines)
    }

    /// Each cable, and how warm it is.
    pub fn cables(&self) -> impl Iterator<Item = WarmCable> + '_ {
        self.cables.all()
    }

    /// Temperatures of the wires of a span, °C: as warm as the air before their first minute.
    pub fn wires_c(&self, span: usize, ambient_c: f64) -> Vec<f64> {
        self.wires.now_c(span, ambient_c)
    }

    /// Lives a minute; `hangs` says whether nothing has become of a span. Says what fails.
    pub fn live(
        &mut self,
        around: &Around,
        lines: &Lines,
        carried: &impl Carried,
        hangs: impl Fn(usize) -> bool,
    ) -> Vec<Action> {
        let low = |transformer| carried.transformer_a(transformer);
        let mut failures = self.transformers.live(around.ambient_c, low);
        failures.extend(self.wires.live(around, lines, carried, hangs));
        failures.extend(self.cables.live(carried));
        failures
    }

    /// What it must remember.
    pub fn memory(&self) -> Memory {
        Memory {
            transformers: self.transformers.memory(),
            wires: self.wires.memory(),
            cables: self.cables.memory(),
        }
    }

    /// Takes what the same things remembered.
    pub fn recall(&mut self, memory: &Memory) {
        self.transformers.recall(&memory.transformers);
        self.wires.recall(&memory.wires);
        self.cables.recall(&memory.cables);
    }
}
