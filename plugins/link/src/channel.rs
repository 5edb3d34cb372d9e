//! How good the channel is: what becomes of a message on its way.

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Place};

use crate::Source;
use crate::chance::{stream, unit};

/// How good the channel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Channel {
    /// Everything arrives at once and in order.
    #[default]
    Perfect,
    /// As modems and power-line carrier are.
    Real(Quality),
}

/// What a real channel loses, repeats and delays; settings. Times follow firmware that was
/// seen, shares are assumed: 5 to 40 % of last gasps are known to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quality {
    /// Share of readings that are lost one by one.
    pub readings_lost: f64,
    /// Share of questions to meters with voltage that are not answered.
    pub answers_lost: f64,
    /// Share of orders to devices behind the carrier that do not reach them, after their
    /// repeats.
    pub orders_lost: f64,
    /// Share of the events of meters with voltage that are lost, after their repeats.
    pub events_lost: f64,
    /// Share of last gasps that are lost, all causes together.
    pub gasps_lost: f64,
    /// The part of it in which nothing of a whole box gets through.
    pub boxes_lost: f64,
    /// Share of what modems send that is lost.
    pub modems_lost: f64,
    /// Share of messages that arrive a second time, up to some minutes later.
    pub repeated: f64,
}

impl Default for Quality {
    fn default() -> Self {
        Self {
            readings_lost: 0.005,
            answers_lost: 0.05,
            orders_lost: 0.02,
            events_lost: 0.03,
            gasps_lost: 0.25,
            boxes_lost: 0.05,
            modems_lost: 0.001,
            repeated: 0.02,
        }
    }
}

/// How a message travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// By a modem of its own.
    #[default]
    Modem,
    /// By voice, which is repeated until it is answered.
    Voice,
    /// A meter's reading over the carrier of its area.
    Reading,
    /// A meter's answer to a question, the same way.
    Answer,
    /// An event of a meter that has voltage, which it repeats until it is acknowledged.
    Event,
    /// The last words of a meter without voltage, collected and passed on by neighbours
    /// that still have it, or heard by the area's terminal itself.
    LastGasp {
        /// Whether neighbours pass it on.
        relayed: bool,
    },
    /// A meter's first words when voltage is back, later the farther it is from the
    /// terminal.
    Return {
        /// Meters on its way to the terminal, itself included.
        level: u8,
    },
}

/// What decides the luck of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent {
    pub source: Source,
    /// The box whose meters are lost together.
    pub shelf: Option<AssetRef>,
    pub way: Way,
    pub left_ms: u64,
}

/// Purposes of streams; what is drawn in the field has lower numbers.
const MESSAGE: u8 = 0x80;
const BOX: u8 = 0x81;
const ORDER: u8 = 0x82;
/// Time over which a box that is not heard stays so, ms.
const BOX_MS: u64 = 120_000;

impl Channel {
    /// When a message arrives, ms: not at all, once, or twice.
    pub(crate) fn arrivals(self, seed: u64, sent: Sent) -> [Option<u64>; 2] {
        match self {
            Self::Perfect => [Some(sent.left_ms), None],
            Self::Real(quality) => quality.arrivals(seed, sent),
        }
    }

    /// Whether an order sent at `left_ms` reaches a device behind the carrier.
    pub(crate) fn reaches(self, seed: u64, device: AssetRef, left_ms: u64) -> bool {
        let Self::Real(quality) = self else {
            return true;
        };
        let ((place, index), kind) = entity(Source::Device(device));
        let entity = (place, index << 4 | u32::from(kind));
        unit(&mut stream(seed, ORDER, entity, left_ms)) >= quality.orders_lost
    }
}

impl Quality {
    fn arrivals(self, seed: u64, sent: Sent) -> [Option<u64>; 2] {
        let (entity, kind) = entity(sent.source);
        let purpose = MESSAGE | 0x10 | kind;
        let mut rng = stream(seed, purpose, entity, sent.left_ms);
        if unit(&mut rng) < self.lost(sent.way) || self.box_is_lost(seed, sent) {
            return [None; 2];
        }
        let first = sent.left_ms + delay_ms(sent.way, &mut rng);
        let again = unit(&mut rng) < self.repeated;
        let later = first + up_to(240_000, &mut rng);
        [Some(first), again.then_some(later)]
    }

    /// Share that is lost one by one.
    fn lost(self, way: Way) -> f64 {
        match way {
            Way::Modem => self.modems_lost,
            Way::Voice => 0.0,
            Way::Reading => self.readings_lost,
            Way::Answer => self.answers_lost,
            Way::Event | Way::Return { .. } => self.events_lost,
            Way::LastGasp { .. } => {
                ((self.gasps_lost - self.boxes_lost) / (1.0 - self.boxes_lost)).clamp(0.0, 1.0)
            }
        }
    }

    fn box_is_lost(self, seed: u64, sent: Sent) -> bool {
        let Some(shelf) = sent.shelf else {
            return false;
        };
        let entity = (place(shelf.place), shelf.index);
        let mut rng = stream(seed, BOX, entity, sent.left_ms / BOX_MS);
        let share = match sent.way {
            Way::LastGasp { .. } => self.boxes_lost,
            // Where there is voltage, what is lost at first is sent again.
            _ => self.boxes_lost * 0.1,
        };
        unit(&mut rng) < share
    }
}

fn delay_ms(way: Way, rng: &mut ChaCha8Rng) -> u64 {
    match way {
        Way::Modem => 200 + up_to(1_000, rng),
        Way::Voice => 1_000 + up_to(4_000, rng),
        Way::Reading | Way::Answer => 1_000 + up_to(2_000, rng),
        // One in ten goes through at the repeat only.
        Way::Event => {
            let repeat = if unit(rng) < 0.1 { 20_000 } else { 0 };
            1_000 + up_to(2_000, rng) + repeat
        }
        Way::LastGasp { relayed } => {
            // Some are heard at the repeat only, before the capacitor is empty.
            let repeat = if unit(rng) < 0.1 { 20_000 } else { 0 };
            let sent = 1_000 + up_to(1_023, rng) + repeat;
            let collected = if relayed {
                30_000 + up_to(1_000, rng)
            } else {
                0
            };
            sent + collected + 1_000 + up_to(2_000, rng)
        }
        Way::Return { level } => 20_000 + u64::from(level) * 100 + up_to(6_000, rng),
    }
}

fn up_to(most: u64, rng: &mut ChaCha8Rng) -> u64 {
    (unit(rng) * most as f64) as u64
}

/// Place and index of a source, and a number for its kind, below 16.
fn entity(source: Source) -> ((u16, u32), u8) {
    match source {
        Source::ControlRoom => ((0, 0), 0),
        Source::WeatherService => ((0, 0), 1),
        Source::Hotline => ((0, 0), 2),
        Source::RoadOffice => ((0, 0), 13),
        Source::Manager(manager) => ((0, u32::from(manager)), 14),
        Source::Crew(crew) => ((0, u32::from(crew)), 15),
        Source::Device(asset) => ((place(asset.place), asset.index), 3 + asset.kind as u8),
    }
}

/// Lines and areas apart.
const fn place(place: Place) -> u16 {
    match place {
        Place::Line(k) => 0x8000 | k,
        Place::Area(k) => k,
    }
}
