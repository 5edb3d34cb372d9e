//! The rules that orders follow.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Importance, Location};

use crate::cars::Cars;
use crate::climbing::Climbing;
use crate::deadline::{ByLocation, Limits};

use crate::effort::Effort;
use crate::preparation::Preparing;
use crate::relieving::Relieving;
use crate::shutting::Shutting;

/// Rules of dispatching; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Within which a crew is promised on site from acceptance, s: 45 minutes in the city,
    /// 90 in the country, 120 far out (service promise, as published by a city's utility).
    pub arrive_within_s: ByLocation,
    /// Within which supply is to be on again, s: 3 hours in the city, 4 in the country as
    /// an average; far out as in the country.
    pub restore_within_s: ByLocation,
    /// Within which a crew is to be told, s: 2 to 3 minutes are demanded locally.
    pub assign_within_s: u64,
    /// Within which a crew is to take what it was told, s, before another is told: 3
    /// minutes are demanded locally.
    pub take_within_s: u64,
    /// Within which a crew is to report after supply is on again, s: 5 minutes are demanded
    /// locally.
    pub reply_within_s: u64,
    /// From the report until callers are asked whether all is well, s. Assumed.
    pub call_back_after_s: u64,
    /// How long an answer is waited for, s. Assumed.
    pub call_back_patience_s: u64,
    /// Longest stretch for which an emergency slip holds, s.
    pub emergency_most_s: u64,
    /// How long an incident must be believed before a crew is sent, s. Assumed.
    pub confirm_s: u64,
    /// The same where a single meter told of it. Assumed.
    pub confirm_single_s: u64,
    /// Most customers of an incident who are asked by telephone, where a single meter told
    /// of it, before a crew is sent. Assumed.
    pub ask_at_most: usize,
    /// How often they are, at most, until they answer. Assumed.
    pub ask_times: u32,
    /// How long after each other, s. Assumed.
    pub ask_again_s: u64,
    /// From one call to the next of a customer whose meter says nothing, s. Assumed.
    pub ask_silent_again_s: u64,
    /// Hours of the day from and to which customers are telephoned. Assumed.
    pub ask_hours: (f64, f64),
    /// From the alarm of a broken neutral until the desk has opened what feeds it, where it
    /// can, s. Assumed.
    pub cut_danger_s: u64,
    /// From an order to close a switch that did not close until the desk gives it again, s.
    /// Assumed.
    pub close_again_s: u64,
    /// How long an incident must go on after a crew has found nothing before another is
    /// sent, for each that did, s. Assumed.
    pub again_s: u64,
    /// From acceptance until an order can be with a crew, at each desk, s: 2 to 3 minutes
    /// are demanded locally.
    pub desk_s: u64,
    /// Writing a report for the other department, s. Assumed.
    pub report_s: u64,
    /// Weight of an hour's danger against a customer's hour without supply. Assumed.
    pub danger: f64,
    /// What an order counts for the more urgent it is: its urgency to this power. With 1
    /// orders count as their customers do, with 0 all the same. Assumed.
    pub urgency_power: f64,
    /// After which an order that waits counts twice, s; then three times and so on.
    /// Assumed.
    pub ageing_s: f64,
    /// How much later than promised a crew would be on site for a neighbour to be asked
    /// for help, s. Assumed.
    pub support_late_s: u64,
    /// How long nothing must have waited for a neighbour's crew without work to be sent
    /// back, s. Assumed.
    pub support_idle_s: u64,
    /// How crews' queues are planned.
    pub planning: Planning,
    /// How long work is reckoned to take.
    pub effort: Effort,
    /// How work aloft waits for the wind.
    pub climbing: Climbing,
    /// How storms are prepared for.
    pub preparing: Preparing,
    /// How supply is cut off before water comes.
    pub shutting: Shutting,
    /// How generator cars are sent.
    pub cars: Cars,
    /// How what carries too much is relieved.
    pub relieving: Relieving,
}

/// How crews' queues are planned; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Planning {
    /// What a second counts beyond the promised arrival, in seconds before it.
    pub late: f64,
    /// What must be gained, in seconds of the order's own waiting, for a planned order to
    /// go to another crew.
    pub shuffle_s: f64,
    /// The same for a crew that is under way to be turned round.
    pub turn_s: f64,
    /// Loading at a depot, s.
    pub load_s: f64,
    /// Most orders for which a plan is stirred to find a better one.
    pub thorough: usize,
    /// How often it is stirred.
    pub rounds: usize,
}

impl Default for Planning {
    fn default() -> Self {
        Self {
            late: 2.0,
            shuffle_s: 300.0,
            turn_s: 900.0,
            load_s: 600.0,
            thorough: 50,
            rounds: 30,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            arrive_within_s: ByLocation {
                city: 45 * 60,
                country: 90 * 60,
                remote: 120 * 60,
            },
            restore_within_s: ByLocation {
                city: 3 * 3600,
                country: 4 * 3600,
                remote: 4 * 3600,
            },
            assign_within_s: 180,
            take_within_s: 180,
            reply_within_s: 300,
            call_back_after_s: 600,
            call_back_patience_s: 900,
            emergency_most_s: 4 * 3600,
            confirm_s: 60,
            confirm_single_s: 240,
            ask_at_most: 3,
            ask_times: 3,
            ask_again_s: 100,
            ask_silent_again_s: 900,
            ask_hours: (6.0, 23.0),
            cut_danger_s: 120,
            close_again_s: 300,
            again_s: 1200,
            desk_s: 150,
            report_s: 600,
            danger: 1000.0,
            urgency_power: 1.0,
            ageing_s: 86_400.0,
            support_late_s: 600,
            support_idle_s: 3600,
            planning: Planning::default(),
            effort: Effort::default(),
            climbing: Climbing::default(),
            preparing: Preparing::default(),
            shutting: Shutting::default(),
            cars: Cars::default(),
            relieving: Relieving::default(),
        }
    }
}

impl Rules {
    /// What a second's waiting for an order costs, by its urgency and how long it waits
    /// already, s.
    pub fn weight_of(&self, priority: f64, waits_s: u64) -> f64 {
        let aged = 1.0 + waits_s as f64 / self.ageing_s.max(1.0);
        priority.max(0.1).powf(self.urgency_power) * aged
    }

    /// How long each step of an order may take at such a place.
    pub const fn limits(&self, location: Location) -> Limits {
        Limits {
            assign_s: self.assign_within_s,
            take_s: self.take_within_s,
            arrive_s: self.arrive_within_s.at(location),
            restore_s: self.restore_within_s.at(location),
            reply_s: self.reply_within_s,
        }
    }

    /// How much a customer's supply weighs, in ordinary customers. Assumed.
    pub const fn weight(importance: Importance) -> f64 {
        match importance {
            Importance::Normal => 1.0,
            Importance::School => 10.0,
            Importance::Utility => 20.0,
            Importance::Medical => 50.0,
            Importance::LifeSupport => 100.0,
        }
    }
}
