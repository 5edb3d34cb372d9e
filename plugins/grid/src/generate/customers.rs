//! Customers, their meters and what they use.

use super::draft::{Asset, Draft};
use super::draw::{Draw, Purpose};
use super::geometry::{hundredth, tenth};
use super::names::People;
use crate::area::raw::{RawCustomer, RawLoad, RawMeter};
use crate::area::{Contact, Earthing, Importance, LoadModel, VoltageBand};
use crate::{Conductor, Connection, Phases, Text};

/// What a customer uses electricity for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Use {
    /// A home that at its busiest draws about this, kW.
    Home(f64),
    Shop,
    Clinic,
    Office,
    School,
    Workshop,
    Pump,
    /// Lifts, pumps and lamps of a block of flats.
    Building(f64),
    /// A row of car chargers on three phases; this many.
    Chargers(u32),
}

/// Where a customer is metered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub box_id: &'a str,
    pub node: &'a str,
    pub position: u32,
}

/// Adds customers to a draft, one after another.
#[derive(Clone, Debug)]
pub(super) struct Customers {
    people: People,
    demand: Draw,
    contact: Draw,
    earth: Draw,
    homes: u32,
    chargers: u32,
    generators: u32,
    /// Share of homes with a car charger and with panels on the roof.
    pub car_share: f64,
    pub roof_share: f64,
}

/// Number of household profiles of the catalogue, `home-01` onwards.
pub(super) const HOME_PROFILES: usize = 16;
/// One home in so many depends on a life-supporting machine.
const LIFE_SUPPORT: u32 = 64;
/// Homes keep a power factor between these.
const POWER_FACTOR: (f64, f64) = (0.93, 0.98);

impl Customers {
    pub fn new(seed: u64, place: u32) -> Self {
        Self {
            people: People::new(&mut Draw::new(seed, place, Purpose::People)),
            demand: Draw::new(seed, place, Purpose::Demand),
            contact: Draw::new(seed, place, Purpose::Contact),
            earth: Draw::new(seed, place, Purpose::Earths),
            homes: 0,
            chargers: 0,
            generators: 0,
            car_share: 0.0,
            roof_share: 0.0,
        }
    }

    /// Adds a customer with meter and loads. `name` is for those who are not people.
    pub fn add(
        &mut self,
        draft: &mut Draft,
        what: Use,
        place: Place,
        name: Option<Text>,
        address: Text,
    ) {
        let number = draft.area.customers.len() + 1;
        let is_home = matches!(what, Use::Home(_));
        let connection = connection(what);
        let meter = RawMeter {
            id: format!("M{number:03}"),
            r#box: place.box_id.to_owned(),
            position: place.position,
            connection: Some(connection),
            model: Some(meter_type(what).to_owned()),
            asset: draft.asset(Asset::Meter),
            address: format!("99{:04}{number:06}", draft.key % 10_000),
        };
        self.homes += u32::from(is_home);
        let importance = match what {
            Use::Home(_) if self.homes % LIFE_SUPPORT == LIFE_SUPPORT / 3 => {
                Importance::LifeSupport
            }
            Use::Clinic => Importance::Medical,
            Use::School => Importance::School,
            Use::Pump => Importance::Utility,
            _ => Importance::Normal,
        };
        let customer = RawCustomer {
            id: format!("C{number:03}"),
            number: format!("99{:03}{number:05}", draft.key % 1000),
            name: name.unwrap_or_else(|| self.people.name()),
            address,
            meter: Some(meter.id.clone()),
            importance,
            contact: self.contact(what),
            earth_ohm: (draft.area.earthing == Earthing::Tt)
                .then(|| tenth(self.earth.between(8.0, 60.0))),
        };
        self.add_loads(draft, what, (place.node, connection), &customer.id);
        draft.area.meters.push(meter);
        draft.area.customers.push(customer);
    }

    fn contact(&mut self, what: Use) -> Contact {
        let share = self.contact.unit();
        match what {
            Use::Home(_) if share < 0.06 => Contact::Landline,
            Use::Home(_) if share < 0.12 => Contact::Committee,
            Use::Home(_) if share < 0.14 => Contact::None,
            _ => Contact::Mobile,
        }
    }

    fn add_loads(&mut self, draft: &mut Draft, what: Use, at: (&str, Connection), customer: &str) {
        let number = draft.area.customers.len() + 1;
        let (kw, profile, factor) = self.demand(what);
        draft.area.loads.push(load(
            format!("L{number:03}"),
            at,
            (kw, factor),
            profile,
            customer,
        ));
        if !matches!(what, Use::Home(_)) {
            return;
        }
        if self.demand.chance(self.car_share) {
            self.chargers += 1;
            let id = format!("EV{:02}", self.chargers);
            draft
                .area
                .loads
                .push(load(id, at, (7.0, 0.99), "ev-evening".into(), customer));
        }
        if self.demand.chance(self.roof_share) {
            self.generators += 1;
            let id = format!("PV{:02}", self.generators);
            let kw = -tenth(self.demand.between(3.5, 8.0));
            let mut roof = load(id, at, (kw, 1.0), "pv-clear".into(), customer);
            roof.model = LoadModel::ConstantPower;
            draft.area.loads.push(roof);
        }
    }

    /// Nominal power, kW, profile and power factor.
    fn demand(&mut self, what: Use) -> (f64, String, f64) {
        let d = &mut self.demand;
        let (kw, profile, factor) = match what {
            Use::Home(kw) => {
                let profile = format!("home-{:02}", 1 + d.below(HOME_PROFILES));
                return (
                    hundredth(kw),
                    profile,
                    d.between(POWER_FACTOR.0, POWER_FACTOR.1),
                );
            }
            Use::Shop => (d.between(1.8, 3.6), "shop", 0.94),
            Use::Clinic => (4.5, "clinic", 0.93),
            Use::Office => (4.0, "office", 0.94),
            Use::School => (18.0, "school", 0.93),
            Use::Workshop => (d.between(11.0, 16.0), "workshop", 0.82),
            Use::Pump => (7.5, "pump", 0.84),
            Use::Building(kw) => (kw, "building", 0.88),
            Use::Chargers(count) => (7.0 * f64::from(count), "charging-station", 0.99),
        };
        (hundredth(kw), profile.to_owned(), factor)
    }
}

/// How a use is connected; what needs one phase is on phase a until phases are dealt.
fn connection(what: Use) -> Connection {
    let is_single = matches!(what, Use::Home(_) | Use::Shop | Use::Clinic | Use::Office);
    let phases = if is_single {
        Phases::only(Conductor::A)
    } else {
        Phases::ABC
    };
    Connection::to_neutral(phases)
}

fn load(
    id: String,
    (node, connection): (&str, Connection),
    (kw, factor): (f64, f64),
    profile: String,
    customer: &str,
) -> RawLoad {
    RawLoad {
        id,
        node: node.to_owned(),
        connection,
        kw,
        kvar: if kw > 0.0 {
            hundredth(kw * factor.acos().tan())
        } else {
            0.0
        },
        rated_v: None,
        model: LoadModel::Zip {
            p: [0.4, 0.2, 0.4],
            q: [0.4, 0.2, 0.4],
            cut_off: 0.0,
        },
        band: Some(VoltageBand {
            low: 0.5,
            min: 0.7,
            max: 1.3,
        }),
        // Whoever charges at home in the evening does not mind when, by morning.
        deferrable: ["ev-evening", "charging-station"].contains(&profile.as_str()),
        profile: Some(profile),
        customer: Some(customer.to_owned()),
    }
}

fn meter_type(what: Use) -> &'static str {
    match what {
        Use::Home(_) | Use::Office => "DDZY-5-60",
        Use::Shop | Use::Clinic => "DDZY-10-100",
        Use::School | Use::Workshop | Use::Pump | Use::Building(_) => "DTZY-10-100",
        Use::Chargers(_) => "DTZY-1.5-6",
    }
}

/// Power at which all loads of a draft meet on a hot evening, kVA: homes with nine
/// tenths of what each draws at its busiest, what is open late with all, cars with two
/// thirds, what has closed with a quarter.
pub(super) fn evening_kva(draft: &Draft) -> f64 {
    let share = |load: &RawLoad| match load.profile.as_deref().unwrap_or_default() {
        "shop" | "building" | "charging-station" | "street-light" => 1.0,
        "ev-evening" => 0.67,
        profile if profile.starts_with("home") => 0.9,
        _ => 0.25,
    };
    let loads = draft.area.loads.iter().filter(|load| load.kw > 0.0);
    loads.map(|load| share(load) * load.kw).sum::<f64>() / 0.95
}
