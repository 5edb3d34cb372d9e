//! What loads draw and generators give, minute by minute.

use std::collections::BTreeMap;

use rand::Rng as _;
use rand_distr::{Distribution as _, LogNormal, NormalError};
use serde::{Deserialize, Serialize};
use taiqu_grid::{District, Kind, Place};
use taiqu_link::DateTime;
use taiqu_powerflow::LoadPower;

use crate::farms::{FarmSettings, Farming};
use crate::noise::{Purpose, stream};
use crate::rooms::{HeatPumpSettings, House, Room};
use crate::sun;
use crate::weather::Weather;

/// How a scenario's loads behave; settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LoadSettings {
    /// Factor on the power of every load, not of generators.
    pub scale: f64,
    /// How much customers differ from their profile: 0 not at all, 1 as homes do.
    pub variety: f64,
    /// Growth of demand per kelvin above `cooling_above_c`, pu (3–5 % are known).
    pub cooling_per_k: f64,
    /// Temperature above which people cool, °C.
    pub cooling_above_c: f64,
    /// Temperature of the day that the profiles describe, °C.
    pub profiles_at_c: f64,
    /// Growth of demand per kelvin below `heating_below_c`, pu.
    pub heating_per_k: f64,
    /// Temperature below which people heat, °C.
    pub heating_below_c: f64,
    /// Loads whose profile's id begins so are either on or off; the profile is the
    /// share of them that is on.
    pub on_off: Vec<String>,
    /// Loads whose profile's id begins so follow it exactly.
    pub steady: Vec<String>,
    /// Loads whose profile's id begins so are lamps of streets: on while it is dark.
    pub lamps: Vec<String>,
    /// Height of the sun below which lamps are on, degrees; about 30 lx (CJJ 45, from
    /// memory).
    pub lamps_below_deg: f64,
    /// Loads whose profile's id begins so are heat pumps.
    pub heating: Vec<String>,
    /// The houses that these keep warm.
    pub houses: HeatPumpSettings,
    /// Loads of farms.
    pub farms: FarmSettings,
}

impl Default for LoadSettings {
    fn default() -> Self {
        Self {
            scale: 1.0,
            variety: 1.0,
            cooling_per_k: 0.04,
            cooling_above_c: 28.0,
            profiles_at_c: 33.0,
            heating_per_k: 0.02,
            heating_below_c: 10.0,
            on_off: vec!["ev".into()],
            steady: Vec::new(),
            lamps: vec!["street".into()],
            lamps_below_deg: -2.0,
            heating: vec!["heat".into()],
            houses: HeatPumpSettings::default(),
            farms: FarmSettings::default(),
        }
    }
}

/// How a load follows its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    /// As the sky allows.
    Sun,
    /// The profile, with the ways of one household.
    Varied,
    /// All or nothing.
    OnOff,
    /// Exactly.
    Steady,
    /// While it is dark.
    Lamp,
    /// As the thermostat of the house wants, by its number.
    Heat(usize),
    /// As fields need water.
    Pump,
    /// As warm or cold as it is under glass.
    Greenhouse,
    /// As fish need air.
    Aerator,
}

/// A draw that holds for a stretch of time.
#[derive(Clone, Copy, Debug)]
struct Draw {
    stretch: u64,
    value: f64,
}

impl Draw {
    /// Nothing has been drawn yet.
    const NONE: Self = Self {
        stretch: u64::MAX,
        value: 0.0,
    };

    /// The value that holds in `stretch`; drawn when it begins.
    fn at(&mut self, stretch: u64, draw: impl FnOnce() -> f64) -> f64 {
        if self.stretch != stretch {
            *self = Self {
                stretch,
                value: draw(),
            };
        }
        self.value
    }
}

#[derive(Clone, Debug)]
struct Consumer {
    nominal: LoadPower,
    /// Its area, and its index there.
    entity: (u16, u32),
    profile: Option<usize>,
    habit: Habit,
    /// Seconds by which this customer's day is late.
    late_s: i64,
    /// Rank of an on–off load: it is on while the profile is above this.
    rank: f64,
    /// What was drawn last: activity, appliances, the burst of ten minutes.
    drawn: [Draw; 3],
}

/// Spread of activity and of appliances at a variety of 1 (log standard deviations).
const ACTIVITY_SPREAD: f64 = 0.45;
const APPLIANCE_SPREAD: f64 = 0.25;
/// Lengths of a stretch of activity and of an appliance's cycle, s.
const ACTIVITY_S: u64 = 40 * 60;
const APPLIANCE_S: u64 = 5 * 60;
/// Length of a stretch for which a pump runs or rests, s; assumed.
const PUMP_S: u64 = 40 * 60;
/// A kettle or cooker: how often in ten minutes, for how many of them, and how
/// much of the nominal power.
const BURST_SHARE: f64 = 0.08;
const BURST_MINUTES: u64 = 4;
const BURST_PU: f64 = 0.35;

/// The demand of all loads of a district.
#[derive(Clone, Debug)]
pub struct Demand {
    settings: LoadSettings,
    seed: u64,
    start: DateTime,
    consumers: Vec<Consumer>,
    activity: LogNormal<f64>,
    appliance: LogNormal<f64>,
    /// Houses with heat pumps, each with its load's position among all loads.
    houses: Vec<(usize, House)>,
    stores: Stores,
}

/// What loads do later for what they did not get: how warm houses with heat pumps are, and
/// what cars still lack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stores {
    /// Second since the start at which it was so.
    at_s: u64,
    rooms: Vec<Room>,
    /// For how long each load that is on or off was without supply when it would have been
    /// on, s, by its position among all loads.
    owed_s: BTreeMap<usize, u64>,
}

impl Demand {
    /// The demand of `district`'s loads, in the order of `District::all`.
    ///
    /// # Errors
    /// The variety is not a finite number.
    pub fn new(
        district: &District,
        settings: LoadSettings,
        seed: u64,
        start: DateTime,
    ) -> Result<Self, NormalError> {
        let spread = |s: f64| {
            let s = s * settings.variety;
            // The mean of a log-normal is exp(μ + σ²/2); here it is one.
            LogNormal::new(-s * s / 2.0, s)
        };
        let activity = spread(ACTIVITY_SPREAD)?;
        let appliance = spread(APPLIANCE_SPREAD)?;
        let loads = district
            .all(Kind::Load)
            .filter_map(|asset| match asset.place {
                Place::Area(area) => Some((area, asset.index)),
                Place::Line(_) => None,
            });
        let mut houses = Vec::new();
        let mut stores = Stores::default();
        let consumers = loads.enumerate().map(|(k, entity)| {
            let area = &district.areas[usize::from(entity.0)];
            let load = &area.loads[entity.1 as usize];
            let id = load.profile.map_or("", |p| area.profiles[p].id.as_str());
            let mut rng = stream(seed, Purpose::Habit, entity, 0);
            let mut habit = habit(load.kw, id, &settings);
            if let Habit::Heat(number) = &mut habit {
                *number = houses.len();
                let mut rng = stream(seed, Purpose::House, entity, 0);
                let (house, room) = House::draw(load.kw, &settings.houses, &mut rng);
                houses.push((k, house));
                stores.rooms.push(room);
            }
            Consumer {
                nominal: LoadPower {
                    p_w: load.kw * 1e3,
                    q_var: load.kvar * 1e3,
                },
                entity,
                profile: load.profile,
                habit,
                late_s: i64::from(rng.next_u32() % 2400) - 1200,
                rank: unit(rng.next_u64()),
                drawn: [Draw::NONE; 3],
            }
        });
        let consumers = consumers.collect();
        Ok(Self {
            settings,
            seed,
            start,
            consumers,
            activity,
            appliance,
            houses,
            stores,
        })
    }

    /// What loads do later for what they did not get.
    pub const fn stores(&self) -> &Stores {
        &self.stores
    }

    /// Takes what [`Self::stores`] gave.
    pub fn recall(&mut self, stores: &Stores) {
        self.stores.clone_from(stores);
    }

    /// Lets the houses with heat pumps cool and be heated, and cars be charged or lack it, up
    /// to `second`; `supplied` tells of a load's position whether it has supply.
    pub fn live(
        &mut self,
        second: u64,
        (district, weather): (&District, &Weather),
        supplied: impl Fn(usize) -> bool,
    ) {
        let passed_s = second.saturating_sub(self.stores.at_s);
        let since_midnight = self.start.second_of_day() + second;
        let outside_c = weather.at(since_midnight as f64 / 3600.0).temperature_c;
        for ((load, house), room) in self.houses.iter().zip(&mut self.stores.rooms) {
            let around = (outside_c, supplied(*load));
            *room = house.after(*room, passed_s as f64, around, &self.settings.houses);
        }
        let owed = &mut self.stores.owed_s;
        for (k, consumer) in self.consumers.iter().enumerate() {
            if consumer.habit != Habit::OnOff {
                continue;
            }
            let (on, has) = (consumer.would_be_on(district, since_midnight), supplied(k));
            if on && !has {
                *owed.entry(k).or_default() += passed_s;
            } else if !on
                && has
                && let Some(left) = owed.get_mut(&k)
            {
                *left = left.saturating_sub(passed_s);
            }
        }
        owed.retain(|_, left| *left > 0);
        self.stores.at_s = second;
    }

    /// The power of every load at `second` since the start, in the order of
    /// `District::all`. But for heat pumps and cars, which do as the last [`Self::live`] left
    /// them, it is a function of the moment; what else is kept between calls only saves drawing
    /// it again.
    pub fn at(&mut self, second: u64, district: &District, weather: &Weather) -> Vec<LoadPower> {
        let since_midnight = self.start.second_of_day() + second;
        let hour = since_midnight as f64 / 3600.0;
        let now = weather.at(hour);
        let day = self.start.plus(second).day_of_year();
        let sine = sun::sine_of_elevation(day, hour % 24.0, weather.latitude_deg);
        let is_dark = sine < self.settings.lamps_below_deg.to_radians().sin();
        let warmth = self.warmth(now.temperature_c);
        let farming = self.farming(second, weather);
        let scale = self.settings.scale;
        let mut consumers = std::mem::take(&mut self.consumers);
        let powers = consumers
            .iter_mut()
            .enumerate()
            .map(|(k, consumer)| {
                let profile = |late_s: i64| -> Option<f64> {
                    let area = &district.areas[usize::from(consumer.entity.0)];
                    // Yesterday's hours stand for those before the first midnight.
                    let then = (since_midnight + 86_400).checked_add_signed(-late_s)?;
                    Some(area.profiles[consumer.profile?].at(then))
                };
                let factor = match consumer.habit {
                    Habit::Sun => profile(0).map_or_else(
                        || sun::generation(sine, now.cloud),
                        |clear| clear * sun::overcast(now.cloud),
                    ),
                    Habit::Steady => scale * profile(0).unwrap_or(1.0),
                    Habit::Lamp => f64::from(u8::from(is_dark)),
                    Habit::Heat(house) => f64::from(u8::from(self.stores.rooms[house].on)),
                    Habit::OnOff => {
                        let owed = self.stores.owed_s.contains_key(&k);
                        let on = owed || consumer.would_be_on(district, since_midnight);
                        scale * f64::from(u8::from(on))
                    }
                    Habit::Pump => {
                        let runs = profile(0).unwrap_or(1.0) * farming.pumps;
                        let own = since_midnight + consumer.rank.to_bits() % PUMP_S;
                        let (entity, seed, stretch) = (consumer.entity, self.seed, own / PUMP_S);
                        let luck = consumer.drawn[0].at(stretch, || {
                            unit(stream(seed, Purpose::Pump, entity, stretch).next_u64())
                        });
                        scale * f64::from(u8::from(runs > luck))
                    }
                    Habit::Greenhouse => scale * farming.greenhouse,
                    Habit::Aerator => scale * f64::from(u8::from(farming.aerators > consumer.rank)),
                    Habit::Varied => {
                        let typical = profile(consumer.late_s).unwrap_or(1.0);
                        scale * warmth * self.ways(consumer, since_midnight, typical)
                    }
                };
                LoadPower {
                    p_w: consumer.nominal.p_w * factor,
                    q_var: consumer.nominal.q_var * factor,
                }
            })
            .collect();
        self.consumers = consumers;
        powers
    }

    /// What one household makes of a typical factor at a second of the first day.
    fn ways(&self, consumer: &mut Consumer, second: u64, typical: f64) -> f64 {
        if self.settings.variety <= 0.0 {
            return typical;
        }
        let (entity, seed) = (consumer.entity, self.seed);
        // Nobody changes over at the same moment as the neighbour.
        let own = second + u64::from(entity.1).wrapping_mul(977) % ACTIVITY_S;
        let [activity, appliance, burst] = &mut consumer.drawn;
        let draw = |held: &mut Draw, purpose, length_s, of: &LogNormal<f64>| {
            let stretch = own / length_s;
            held.at(stretch, || {
                of.sample(&mut stream(seed, purpose, entity, stretch))
            })
        };
        let activity = draw(activity, Purpose::Activity, ACTIVITY_S, &self.activity);
        let appliance = draw(appliance, Purpose::Appliance, APPLIANCE_S, &self.appliance);
        let minute = own / 60;
        let stretch = minute / 10;
        let luck = burst.at(stretch, || {
            unit(stream(seed, Purpose::Burst, entity, stretch).next_u64())
        });
        let boils = luck < BURST_SHARE * self.settings.variety && minute % 10 < BURST_MINUTES;
        typical * activity * appliance + if boils { BURST_PU } else { 0.0 }
    }

    /// What the weather makes of farms, where there are any.
    fn farming(&self, second: u64, weather: &Weather) -> Farming {
        let is_farm =
            |one: &Consumer| matches!(one.habit, Habit::Pump | Habit::Greenhouse | Habit::Aerator);
        if self.consumers.iter().any(is_farm) {
            Farming::at(second, self.start, weather, &self.settings.farms)
        } else {
            Farming::default()
        }
    }

    /// What the temperature makes of a typical demand.
    fn warmth(&self, temperature_c: f64) -> f64 {
        let s = &self.settings;
        let demand = |at_c: f64| {
            let cooling = s.cooling_per_k * (at_c - s.cooling_above_c).max(0.0);
            let heating = s.heating_per_k * (s.heating_below_c - at_c).max(0.0);
            1.0 + cooling + heating
        };
        demand(temperature_c) / demand(s.profiles_at_c)
    }
}

impl Consumer {
    /// Whether a load that is on or off is on at a second of the first day, if it lacks
    /// nothing.
    fn would_be_on(&self, district: &District, since_midnight: u64) -> bool {
        let profiles = &district.areas[usize::from(self.entity.0)].profiles;
        let share = self
            .profile
            .map(|profile| profiles[profile].at(since_midnight));
        share.unwrap_or(1.0) > self.rank
    }
}

fn habit(kw: f64, profile: &str, settings: &LoadSettings) -> Habit {
    let one_of = |starts: &[String]| starts.iter().any(|start| profile.starts_with(start));
    if kw < 0.0 {
        Habit::Sun
    } else if kw == 0.0 {
        // A bank of capacitors.
        Habit::Steady
    } else if one_of(&settings.lamps) {
        Habit::Lamp
    } else if one_of(&settings.heating) {
        // Numbered when its house is drawn.
        Habit::Heat(0)
    } else if one_of(&settings.farms.pumps) {
        Habit::Pump
    } else if one_of(&settings.farms.greenhouses) {
        Habit::Greenhouse
    } else if one_of(&settings.farms.aerators) {
        Habit::Aerator
    } else if one_of(&settings.on_off) {
        Habit::OnOff
    } else if one_of(&settings.steady) {
        Habit::Steady
    } else {
        Habit::Varied
    }
}

/// A number of [0, 1) from 64 random bits.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
