//! Meters that gasp though they have voltage: a zero crossing is missed, or a phase is off
//! for a moment.

use taiqu_link::chance::unit;
use taiqu_link::{DateTime, Tick};

use crate::noise::{Purpose, stream};

/// Seconds after which such a meter says that its voltage is back; assumed.
const BACK_AFTER_S: u64 = 60;
const DAY_S: u64 = 86_400;

/// The unfounded gasps of one day; a function of the seed and the day.
#[derive(Clone, Debug, Default)]
pub(super) struct Glitches {
    day: Option<u64>,
    /// When, which meter, and whether it says that its voltage is back.
    all: Vec<(u64, usize, bool)>,
}

impl Glitches {
    /// What happens at `tick`, where each of the meters `entities` gasps on a share
    /// `share` of all days.
    pub fn at(
        &mut self,
        tick: Tick,
        start: DateTime,
        (share, seed): (f64, u64),
        entities: impl Iterator<Item = (u16, u32)>,
    ) -> Vec<(usize, bool)> {
        let day = (start.second_of_day() + tick.0) / DAY_S;
        if self.day != Some(day) {
            self.day = Some(day);
            self.all.clear();
            let entities = entities.enumerate().filter(|_| share > 0.0);
            for (k, entity) in entities {
                let mut rng = stream(seed, Purpose::Glitch, entity, day);
                if unit(&mut rng) >= share {
                    continue;
                }
                let second = (unit(&mut rng) * (DAY_S - BACK_AFTER_S) as f64) as u64;
                let since_start = (day * DAY_S + second).checked_sub(start.second_of_day());
                if let Some(at) = since_start {
                    self.all.push((at, k, false));
                    self.all.push((at + BACK_AFTER_S, k, true));
                }
            }
        }
        let due = self.all.iter().filter(|(at, ..)| *at == tick.0);
        due.map(|&(_, k, back)| (k, back)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_meters_that_gasp_in_a_day_is_the_one_that_is_set() {
        let start: DateTime = "2026-07-15T12:00:00".parse().expect("a time");
        let meters = || (0..40_000).map(|k| (0, k));
        let mut glitches = Glitches::default();
        let mut told = 0;
        // From noon, so of the first day a half.
        for tick in 0..DAY_S / 2 + DAY_S {
            let due = glitches.at(Tick(tick), start, (0.004, 7), meters());
            told += due.iter().filter(|(_, back)| !back).count();
        }
        assert!((180..=330).contains(&told), "{told}");
        let none = (0..100).flat_map(|t| glitches.at(Tick(t), start, (0.0, 7), meters()));
        assert_eq!(none.count(), 0);
    }
}
