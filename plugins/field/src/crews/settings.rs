//! How long work takes.

use serde::{Deserialize, Serialize};
use taiqu_link::Damage;

/// How crews work; settings. Repairs after common figures of low confidence (a span 1–2 h,
/// a transformer 3–6 h, a box or meter 1–2 h, a fuse 20–40 min), the others assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkSettings {
    /// Middle of the time until a crew has heard an order and takes it, s.
    pub take_s: f64,
    /// Spread of the logarithm of that time: one in thirty does not hear it within three
    /// minutes.
    pub take_spread: f64,
    /// From the order taken to the wheels turning, s.
    pub set_out_s: u64,
    /// Driving, m/s.
    pub speed_m_s: f64,
    /// Walking along a line and looking, m/s.
    pub patrol_m_s: f64,
    /// Looking at one thing, s.
    pub look_s: u64,
    /// Longest search, s.
    pub search_most_s: u64,
    /// Opening a box or cabinet, s.
    pub open_s: u64,
    /// From a lock that does not open to the next try, s.
    pub ask_again_s: u64,
    /// Switching off and locking one source, s.
    pub isolate_s: u64,
    /// Testing all conductors dead, s.
    pub test_s: u64,
    /// Finding where a voltage comes from that should not be, s.
    pub trace_s: u64,
    /// Putting earths on, s.
    pub earth_s: u64,
    /// Taking earths off and leaving the line, s.
    pub clear_s: u64,
    /// Closing again, s.
    pub restore_s: u64,
    /// Loading at a depot, s.
    pub load_s: u64,
    /// Coupling a generator car to an installation that is off the mains, s.
    pub couple_s: u64,
    /// Taking it off again, s.
    pub uncouple_s: u64,
    /// Measuring voltage, rotation and neutral, s.
    pub measure_s: u64,
    /// Writing the report, s.
    pub reply_s: u64,
    /// Wind from which nobody climbs, m/s (Beaufort 6).
    pub no_climbing_m_s: f64,
    /// Spread of the logarithm of repair times.
    pub spread: f64,
    /// The same of drives.
    pub drive_spread: f64,
    /// How much longer a repair takes where none of a team's people had learnt the work,
    /// as a share; with half of them it is half of this. Mixing people into teams that can
    /// do all does not make all of them good at it.
    pub helpers_slower: f64,
}

impl Default for WorkSettings {
    fn default() -> Self {
        Self {
            take_s: 60.0,
            take_spread: 0.6,
            set_out_s: 120,
            speed_m_s: 9.0,
            patrol_m_s: 1.2,
            look_s: 60,
            search_most_s: 7200,
            open_s: 20,
            ask_again_s: 60,
            isolate_s: 180,
            test_s: 120,
            trace_s: 600,
            earth_s: 240,
            clear_s: 240,
            load_s: 600,
            couple_s: 900,
            uncouple_s: 300,
            restore_s: 180,
            measure_s: 60,
            reply_s: 120,
            no_climbing_m_s: 10.8,
            spread: 0.25,
            drive_spread: 0.15,
            helpers_slower: 0.3,
        }
    }
}

impl WorkSettings {
    /// Middle of the time that a repair takes, s.
    pub const fn repair_s(&self, damage: Damage) -> f64 {
        match damage {
            Damage::BrokenWire => 4800.0,
            Damage::TouchingWires => 3000.0,
            Damage::LooseJoint | Damage::OpenLeads => 1800.0,
            Damage::BlownFuse => 1500.0,
            Damage::TrippedBreaker | Damage::OwnBreaker => 420.0,
            Damage::FailedTransformer => 15_000.0,
            Damage::BurntBox => 5400.0,
            Damage::LeakyLine => 2400.0,
            Damage::LeakyPremises => 1200.0,
            Damage::FallenPole => 18_000.0,
        }
    }
}
