//! What is added when a place has all its homes: lamps in its streets, and heat pumps.

use super::draft::Draft;
use super::draw::Draw;
use super::geometry::{hundredth, tenth};
use crate::Text;
use crate::area::Importance;
use crate::area::raw::RawLoad;

/// A street has lamps of its own from so many customers on.
const LIT_FROM: usize = 8;
/// Power of the lamps before one customer's door, kW: a lamp of 60 W, every second a
/// bigger one.
const LAMP_KW: f64 = 0.09;

/// In each larger street one meter counts for the lamps, instead of a home.
pub(super) fn light_streets<'a>(
    draft: &mut Draft,
    streets: impl Iterator<Item = &'a Text>,
    place: &Text,
) {
    let area = &mut draft.area;
    for street in streets {
        let address = format!("{}{}", place.zh, street.zh);
        let own = |k: &usize| area.customers[*k].address.zh.starts_with(&address);
        let here: Vec<usize> = (0..area.customers.len()).filter(own).collect();
        // A home with nothing but its household, on which nobody's life depends.
        let plain = here.iter().rev().find_map(|&k| {
            let customer = &area.customers[k];
            let id = Some(customer.id.as_str());
            let mut loads =
                (0..area.loads.len()).filter(|&load| area.loads[load].customer.as_deref() == id);
            let load = loads.next()?;
            let profile = area.loads[load].profile.as_deref().unwrap_or_default();
            let alone = loads.next().is_none() && profile.starts_with("home");
            (alone && customer.importance == Importance::Normal).then_some((k, load))
        });
        let Some((customer, load)) = plain.filter(|_| here.len() >= LIT_FROM) else {
            continue;
        };
        let kw = hundredth(LAMP_KW * here.len() as f64);
        area.customers[customer].name =
            Text::new(format!("{}路灯", street.zh), format!("{} Lamps", street.en));
        let load = &mut area.loads[load];
        load.kw = kw;
        load.kvar = hundredth(kw * 0.95_f64.acos().tan());
        load.profile = Some("street-light".into());
    }
}

/// One home in so many is heated by a heat pump.
const HEAT_PUMPS: usize = 6;

/// Gives some homes heat pumps, after all other loads. They rest on the summer's evening
/// for which transformer and lines are chosen.
pub(super) fn add_heat_pumps(draft: &mut Draft, mut draw: Draw) {
    let loads = draft.area.loads.iter();
    let homes = loads.filter(|load| {
        let profile = load.profile.as_deref().unwrap_or_default();
        profile.starts_with("home")
    });
    let homes: Vec<RawLoad> = homes.cloned().collect();
    let mut pumps = Vec::new();
    for home in homes {
        if draw.below(HEAT_PUMPS) > 0 {
            continue;
        }
        let kw = tenth(draw.between(2.0, 4.0));
        pumps.push(RawLoad {
            id: format!("HP{:02}", pumps.len() + 1),
            kw,
            kvar: hundredth(kw * 0.95_f64.acos().tan()),
            profile: Some("heat-pump".into()),
            ..home
        });
    }
    draft.area.loads.append(&mut pumps);
}
