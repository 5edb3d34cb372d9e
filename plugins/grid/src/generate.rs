//! Plausible places with their networks, drawn from a seed.
//!
//! A place is composed first (a curved main road, streets, poles, houses, water,
//! fields, trees) and wired second, so that what is built is also what is seen: no
//! wire passes through a house, every box hangs on a wall that its pole sees. Same
//! style, size and seed give the same bytes. Everybody in it is invented.

mod boxes;
mod country;
mod customers;
mod draft;
mod draw;
mod estate;
mod folder;
mod geometry;
mod land;
mod names;
mod near;
mod outlets;
mod phases;
mod plan;
pub mod profiles;
mod public;
mod sizes;
mod spine;
mod spur;
mod station;
mod streets;
mod trunk;
mod village;

pub use folder::{File, Places, folder, places};

use draw::{Draw, Purpose};
use plan::Manner;
use village::{Site, build};

use crate::Text;
use crate::area::raw::{RawArea, RawRelief};
use crate::area::{Earthing, Location};

/// A village on overhead lines (TT). One transformer carries up to about 250 customers
/// well; a larger village is better made as several areas by [`places`].
pub fn village(customers: u32, seed: u64) -> RawArea {
    let (zh, en) = names::place_name(&mut Draw::new(seed, 0, Purpose::Shape));
    let name = Text::new(format!("{zh}村"), format!("{en} Village"));
    let area = header(
        "village",
        &name,
        Earthing::Tt,
        (Style::Village, customers, seed),
    );
    let names = (key(seed, 0, Style::Village), &name);
    build(area, Manner::VILLAGE, customers, &Site::alone(seed), names).0
}

/// Part of a town: shops on a main street, lanes behind (TT). Of every two seeds, the
/// even one has cables and branch boxes in the main street.
pub fn town(customers: u32, seed: u64) -> RawArea {
    let (zh, en) = names::place_name(&mut Draw::new(seed, 0, Purpose::Shape));
    let name = Text::new(format!("{zh}镇"), format!("{en} Town"));
    let area = header("town", &name, Earthing::Tt, (Style::Town, customers, seed));
    let names = (key(seed, 0, Style::Town), &name);
    let manner = Manner::town(seed, 0);
    build(area, manner, customers, &Site::alone(seed), names).0
}

/// An estate of flats on cables (TN-C-S).
pub fn estate(customers: u32, seed: u64) -> RawArea {
    let (zh, en) = names::place_name(&mut Draw::new(seed, 0, Purpose::Shape));
    let name = Text::new(format!("{zh}苑"), format!("{en} Gardens"));
    let area = header(
        "estate",
        &name,
        Earthing::TnCS,
        (Style::Estate, customers, seed),
    );
    estate::estate(
        area,
        customers,
        (seed, 0, key(seed, 0, Style::Estate)),
        &name,
    )
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A village on overhead lines (TT).
    Village,
    /// Part of a town: shops on a main street, overhead lines and cables (TT).
    Town,
    /// An estate of flats on cables (TN-C-S).
    Estate,
}

impl Style {
    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Town => "town",
            Self::Estate => "estate",
        }
    }
}

fn header(
    id: &str,
    name: &Text,
    earthing: Earthing,
    (style, customers, seed): (Style, u32, u64),
) -> RawArea {
    let word = style.word();
    RawArea {
        id: id.into(),
        name: name.clone(),
        source: format!(
            "taiqu generate --style {word} --customers {customers} --seed {seed}; an invented place"
        ),
        licence: "MIT OR Apache-2.0".into(),
        coordinates: "local metres, x east, y north; nowhere on Earth".into(),
        nominal_v: 380.0,
        frequency_hz: 50.0,
        earthing,
        location: if style == Style::Estate {
            Location::City
        } else {
            Location::Country
        },
        relief: Some(RawRelief {
            height_m: 2.0,
            wavelength_m: 320.0,
            seed,
        }),
        ..RawArea::default()
    }
}

/// Six digits for asset and customer numbers; areas of one folder differ in the last three.
fn key(seed: u64, place: u32, style: Style) -> u32 {
    let mixed = seed.wrapping_mul(31).wrapping_add(style as u64 * 104_729);
    ((mixed + u64::from(place) * 7919) % 1_000_000) as u32
}
