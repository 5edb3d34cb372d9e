//! People who pass by a wire on the ground and call the hotline.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::chance::unit;
use taiqu_link::{Complaint, Source, Tick, Uplink};

use crate::crews::by_voice;
use crate::field::{Fact, Lying};
use crate::noise::{Purpose, entity, stream};

/// How wires on the ground are told of; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasserSettings {
    /// How often an hour somebody passes who sees the wire and calls, between 6 and 23 o'clock.
    pub per_hour: f64,
    /// The same at night.
    pub per_hour_at_night: f64,
    /// Wind in which nobody is about, m/s (10-minute mean): Beaufort 8, in which walking is
    /// hard.
    pub indoors_m_s: f64,
}

impl Default for PasserSettings {
    fn default() -> Self {
        Self {
            per_hour: 0.5,
            per_hour_at_night: 0.05,
            indoors_m_s: 17.2,
        }
    }
}

/// Sections whose wires on the ground somebody has told of, while they lie there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Passers {
    told: BTreeSet<AssetRef>,
}

/// Where and when people are about.
#[derive(Clone, Copy, Debug)]
pub struct Outdoors {
    /// The hour of the day.
    pub hour: f64,
    /// Mean wind, m/s.
    pub wind_m_s: f64,
}

impl Passers {
    /// The calls of a minute about what is `lying`, each with the pole whose number plate
    /// is read out. A wire is told of once.
    pub fn call(
        &mut self,
        tick: Tick,
        around: Outdoors,
        (settings, seed): (&PasserSettings, u64),
        lying: &[(Lying, AssetRef)],
        facts: &mut Vec<Fact>,
    ) {
        self.told
            .retain(|section| lying.iter().any(|(one, _)| one.section == *section));
        if around.wind_m_s >= settings.indoors_m_s {
            return;
        }
        let by_day = (6.0..23.0).contains(&around.hour);
        let per_hour = if by_day {
            settings.per_hour
        } else {
            settings.per_hour_at_night
        };
        let probability = -(-per_hour.max(0.0) / 60.0).exp_m1();
        for &(one, pole) in lying {
            let mut rng = stream(seed, Purpose::Passer, entity(one.section), tick.0);
            if self.told.contains(&one.section) || unit(&mut rng) >= probability {
                continue;
            }
            self.told.insert(one.section);
            let call = Uplink::CallReceived {
                customer: None,
                near: Some(pole),
                complaint: Complaint::WireDown,
            };
            facts.push(by_voice(tick, Source::Hotline, call));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_grid::{Kind, Phases};

    /// The minutes of an hour in which somebody called.
    fn called(passers: &mut Passers, around: Outdoors, lying: &[(Lying, AssetRef)]) -> Vec<u64> {
        let often = PasserSettings {
            per_hour: 6.0,
            ..PasserSettings::default()
        };
        let mut facts = Vec::new();
        for minute in 0..60 {
            passers.call(Tick(60 * minute), around, (&often, 1), lying, &mut facts);
        }
        facts.iter().map(|fact| fact.event_ms / 60_000).collect()
    }

    #[test]
    fn a_wire_is_told_of_once_until_it_falls_again_and_not_in_a_gale() {
        let section = AssetRef::in_area(0, Kind::Section, 3);
        let wire = Lying {
            section,
            conductors: Phases::ABC,
            broken: Phases::ABC,
            live: false,
        };
        let lying = [(wire, AssetRef::in_area(0, Kind::Node, 4))];
        let outdoors = |hour, wind_m_s| Outdoors { hour, wind_m_s };
        let mut passers = Passers::default();
        assert!(called(&mut passers, outdoors(12.0, 20.0), &lying).is_empty());
        assert_eq!(called(&mut passers, outdoors(12.0, 3.0), &lying).len(), 1);
        assert!(called(&mut passers, outdoors(12.0, 3.0), &lying).is_empty());
        assert!(called(&mut passers, outdoors(12.0, 3.0), &[]).is_empty());
        assert_eq!(called(&mut passers, outdoors(12.0, 3.0), &lying).len(), 1);
    }
}
