//! Buried cables: how warm, how old, and when they burn through.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Catalogue, Conductor, District, Kind, Phases};
use taiqu_link::Action;
use taiqu_powerflow::thermal::{CableHeat, CableThermal, Cover};

use super::{Carried, MINUTE_S};

/// Hours that insulation lives at its limit: thirty years; assumed.
const LIFE_H: f64 = 30.0 * 8766.0;

/// The cables of a district whose ampacity is known.
#[derive(Clone, Debug)]
pub struct Cables(Vec<Cable>);

#[derive(Clone, Debug)]
struct Cable {
    section: AssetRef,
    cores: Phases,
    thermal: CableThermal,
    cover: Cover,
    state: State,
}

/// How warm a cable is; nothing is known before its first minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    heat: Option<CableHeat>,
    /// The highest temperature of its hottest core so far, °C.
    highest_c: f64,
    /// Life used beyond what it was meant to be, at its limit, s.
    aged_s: f64,
    failed: bool,
}

/// A cable and how warm it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmCable {
    /// Its section.
    pub section: AssetRef,
    /// Its hottest core now, °C.
    pub now_c: f64,
    /// And at its highest.
    pub highest_c: f64,
    /// Temperature that it may have continuously, °C.
    pub limit_c: f64,
    /// Life used by what was hotter than that, as hours at the limit.
    pub aged_h: f64,
}

impl Cables {
    /// Those of the true district, before their first minute.
    pub fn of(truth: &District, catalogue: &Catalogue) -> Self {
        let cables = truth.all(Kind::Section).filter_map(|section| {
            let record = &truth.network(section.place).sections[section.index as usize];
            let limit_c = catalogue.lines.get(&record.line_type)?.limit_c?;
            let ampacity_a = record.ampacity_a?;
            let phases = record.phases.iter();
            let phases = phases.filter(|&phase| phase != Conductor::N).count();
            // A neutral carries as much as its phase where there is only that.
            let neutral = record.phases.has(Conductor::N) && phases == 1;
            let cable = Cable {
                section,
                cores: record.phases,
                thermal: CableThermal {
                    ampacity_a,
                    limit_c,
                    loaded: (phases + usize::from(neutral)) as u8,
                },
                cover: Cover::of(limit_c),
                state: State::default(),
            };
            (record.laying == Laying::Cable && phases > 0).then_some(cable)
        });
        Self(cables.collect())
    }

    /// All that a minute was lived for.
    pub fn all(&self) -> impl Iterator<Item = WarmCable> + '_ {
        self.0.iter().filter_map(|cable| {
            Some(WarmCable {
                section: cable.section,
                now_c: cable.state.heat?.hot_c(),
                highest_c: cable.state.highest_c,
                limit_c: cable.thermal.limit_c,
                aged_h: cable.state.aged_s / 3600.0,
            })
        })
    }

    /// Lives a minute; says what burns through. That lies in a trench with its neighbours:
    /// all of its cores touch each other and earth.
    pub fn live(&mut self, carried: &impl Carried) -> Vec<Action> {
        let mut failures = Vec::new();
        for cable in &mut self.0 {
            let Some(amps) = carried.section_a(cable.section) else {
                continue;
            };
            let (thermal, cover, state) = (&cable.thermal, cable.cover, &mut cable.state);
            let steady = || CableHeat::steady(thermal, amps);
            let heat = state.heat.get_or_insert_with(steady);
            heat.live(thermal, amps, MINUTE_S);
            let hot_c = heat.hot_c();
            state.highest_c = state.highest_c.max(hot_c);
            state.aged_s += cover.ages(hot_c) * MINUTE_S;
            let worn = state.aged_s >= LIFE_H * 3600.0;
            if !state.failed && (worn || hot_c >= cover.short_circuit_c()) {
                state.failed = true;
                // Whoever mends it puts in a new piece.
                state.aged_s = 0.0;
                failures.push(Action::Short {
                    section: cable.section,
                    conductors: cable.cores,
                    earth: true,
                });
            } else if hot_c < cover.emergency_c() {
                state.failed = false;
            }
        }
        failures
    }

    /// What they must remember.
    pub fn memory(&self) -> Vec<State> {
        self.0.iter().map(|cable| cable.state).collect()
    }

    /// Takes what the same cables remembered.
    pub fn recall(&mut self, memory: &[State]) {
        for (cable, &state) in self.0.iter_mut().zip(memory) {
            cable.state = state;
        }
    }
}
