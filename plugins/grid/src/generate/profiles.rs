//! Standard load profiles from the bottom up: what is switched on in a day, added up.
//!
//! A household cooks, lights, watches, washes and cools at hours of its own. Each
//! activity is a bell or a plateau over the day; their sum is varied by a few per cent
//! from quarter to quarter and brought to a largest value of one. Only the share of cars
//! that charge stays what it is.

use serde::Serialize;

use super::customers::HOME_PROFILES;
use super::draw::{Draw, Purpose};
use crate::area::raw::RawProfile;
use crate::write::to_ron;

/// Steps of a day, and the length of one, s.
const STEPS: usize = 96;
const STEP_S: u32 = 900;

/// Factors of one day.
#[derive(Clone)]
struct Day([f64; STEPS]);

impl Day {
    fn flat(value: f64) -> Self {
        Self([value; STEPS])
    }

    fn add(mut self, at: impl Fn(f64) -> f64) -> Self {
        for (k, value) in self.0.iter_mut().enumerate() {
            *value += at((k as f64 + 0.5) / 4.0);
        }
        self
    }

    /// Something done at about `hour`, for about twice `width` hours.
    fn bell(self, hour: f64, width: f64, height: f64) -> Self {
        self.add(|h| {
            let off = (h - hour).abs().min(24.0 - (h - hour).abs());
            height * (-0.5 * (off / width).powi(2)).exp()
        })
    }

    /// Something that runs from one hour to another, over midnight if need be, with
    /// soft ends of `soft` hours.
    fn plateau(self, from: f64, to: f64, soft: f64, height: f64) -> Self {
        let length = (to - from).rem_euclid(24.0);
        self.add(|h| {
            let since = (h - from + soft).rem_euclid(24.0) - soft;
            let rise = ((since + soft / 2.0) / soft).clamp(0.0, 1.0);
            let fall = ((length + soft / 2.0 - since) / soft).clamp(0.0, 1.0);
            height * rise.min(fall)
        })
    }

    fn varied(mut self, draw: &mut Draw, share: f64) -> Self {
        for value in &mut self.0 {
            *value *= 1.0 + draw.between(-share, share);
        }
        self
    }

    /// The profile with a largest value of one.
    fn scaled(mut self, id: &str) -> RawProfile {
        let most = self.0.iter().copied().fold(1e-9, f64::max);
        for value in &mut self.0 {
            *value /= most;
        }
        self.kept(id)
    }

    /// The profile with its values to three places.
    fn kept(self, id: &str) -> RawProfile {
        let place = |v: &f64| (v * 1000.0).round() / 1000.0;
        RawProfile {
            id: id.to_owned(),
            step_s: STEP_S,
            values: self.0.iter().map(place).collect(),
        }
    }
}

const HEADING: &str = "\
// Standard load profiles: factor on a load's nominal power, a value each quarter of an
// hour from midnight, the largest 1 (of ev-evening less, since never all cars charge at once).
//
// Source: made from the bottom up by plugins/grid/src/generate/profiles.rs, which says how;
// no measured data are in them. Homes, shops and air-conditioning are those of a hot working
// day in July, when heat-pump rests; ev-evening is the share of chargers that are on; pv-clear
// is a clear sky.
// Licence: MIT OR Apache-2.0.
";

/// A catalogue file with profiles alone.
#[derive(Serialize)]
struct File {
    profiles: Vec<RawProfile>,
}

/// The text of `assets/catalogue/profiles.ron`.
///
/// # Errors
/// The profiles cannot be written as RON; they can.
pub fn file() -> Result<String, ron::Error> {
    let text = to_ron(&File {
        profiles: standard(),
    })?;
    Ok(format!("{HEADING}{text}"))
}

/// All standard profiles.
pub fn standard() -> Vec<RawProfile> {
    let homes = (0..HOME_PROFILES).map(|k| {
        let mut draw = Draw::new(96, k as u32, Purpose::Profiles);
        home(k, &mut draw)
            .varied(&mut draw, 0.07)
            .scaled(&format!("home-{:02}", k + 1))
    });
    let trades = TRADES.iter();
    let trades = trades.map(|&(id, base, parts)| day(base, parts).scaled(id));
    let rest = [
        day(CARS.0, &CARS.1).kept("ev-evening"),
        // What warms houses rests in July.
        Day::flat(0.0).kept("heat-pump"),
        // Fans of greenhouses by day, aerators of ponds towards the morning.
        Day::flat(0.0)
            .plateau(8.5, 17.0, 1.5, 0.4)
            .kept("greenhouse"),
        Day::flat(0.0)
            .plateau(23.0, 5.5, 1.5, 1.0)
            .plateau(12.5, 14.5, 0.3, 0.8)
            .scaled("aerator"),
        sun(|_| 1.0).scaled("pv-clear"),
        cloudy().scaled("pv-cloudy"),
    ];
    homes.chain(trades).chain(rest).collect()
}

/// A household on a hot summer's day. Every fourth is retired and at home, every
/// fourth works late; the others have children in bed early.
fn home(k: usize, draw: &mut Draw) -> Day {
    let (is_retired, is_late) = (k % 4 == 1, k % 4 == 3);
    let back = draw.between(16.8, 18.4) + if is_late { 1.4 } else { 0.0 };
    let bed = draw.between(21.4, 22.8) + if is_late { 0.9 } else { 0.0 };
    let rise = draw.between(5.6, 7.0);
    let mut day = Day::flat(0.10)
        .bell(rise + 0.3, 0.35, draw.between(0.16, 0.32))
        .bell(
            back + draw.between(0.4, 1.0),
            0.42,
            draw.between(0.38, 0.62),
        )
        .plateau(19.0, bed, 0.8, draw.between(0.16, 0.24))
        .bell(
            draw.between(20.2, bed - 0.4),
            0.34,
            draw.between(0.28, 0.62),
        )
        .plateau(back + 0.8, bed, 0.7, draw.between(0.26, 0.44))
        .plateau(bed - 0.5, rise - 0.4, 0.9, draw.between(0.18, 0.34));
    if is_retired {
        day = day.bell(11.6, 0.5, 0.42).plateau(12.4, 15.4, 0.8, 0.26);
    } else if draw.chance(0.4) {
        day = day.bell(12.0, 0.4, 0.24);
    }
    if draw.chance(0.5) {
        day = day.bell(draw.between(19.4, 21.2), 0.4, 0.18);
    }
    day
}

/// Something that raises the demand of a day.
#[derive(Clone, Copy)]
enum Part {
    /// Hour, width and height, as of [`Day::bell`].
    Bell(f64, f64, f64),
    /// From, to, softness and height, as of [`Day::plateau`].
    Plateau(f64, f64, f64, f64),
}

use Part::{Bell, Plateau};

/// Shops, offices and farms, then what follows the clock or the habits of many: id, base
/// and parts.
const TRADES: [(&str, f64, &[Part]); 11] = [
    (
        "shop",
        0.16,
        &[
            Plateau(8.0, 21.8, 0.8, 0.5),
            Plateau(18.6, 21.8, 0.6, 0.3),
            Plateau(11.0, 17.0, 2.0, 0.12),
        ],
    ),
    (
        "office",
        0.14,
        &[Plateau(8.2, 17.6, 0.8, 0.6), Plateau(13.5, 16.8, 1.5, 0.2)],
    ),
    (
        "clinic",
        0.22,
        &[
            Plateau(7.8, 20.5, 1.0, 0.55),
            Plateau(13.0, 17.0, 2.0, 0.15),
        ],
    ),
    (
        "school",
        0.08,
        &[
            Plateau(7.2, 16.6, 0.8, 0.7),
            Bell(11.3, 0.6, 0.25),
            Plateau(18.8, 20.6, 0.5, 0.12),
        ],
    ),
    (
        "workshop",
        0.06,
        &[
            Plateau(7.8, 11.7, 0.5, 0.85),
            Plateau(13.4, 17.6, 0.5, 0.9),
            Plateau(18.4, 20.2, 0.6, 0.2),
        ],
    ),
    (
        "farm",
        0.12,
        &[Plateau(5.0, 9.0, 1.0, 0.7), Plateau(16.0, 19.2, 1.0, 0.6)],
    ),
    (
        "pump",
        0.0,
        &[Plateau(5.6, 10.0, 0.5, 1.0), Plateau(15.4, 19.4, 0.5, 0.8)],
    ),
    (
        "street-light",
        0.0,
        &[Plateau(19.35, 23.6, 0.3, 1.0), Plateau(23.6, 5.1, 0.3, 0.5)],
    ),
    (
        "building",
        0.30,
        &[Plateau(6.4, 8.8, 1.0, 0.35), Plateau(17.0, 22.4, 1.4, 0.6)],
    ),
    (
        "charging-station",
        0.12,
        &[Bell(12.6, 1.2, 0.3), Plateau(18.2, 23.0, 1.6, 0.85)],
    ),
    (
        "air-conditioning",
        0.04,
        &[
            Bell(14.6, 1.8, 0.5),
            Plateau(18.6, 23.4, 1.6, 0.9),
            Plateau(23.0, 5.6, 1.4, 0.45),
        ],
    ),
];

/// Share of the cars that charge.
const CARS: (f64, [Part; 2]) = (
    0.02,
    [
        Plateau(18.0, 22.4, 2.2, 0.62),
        Plateau(21.8, 2.5, 1.6, 0.36),
    ],
);

fn day(base: f64, parts: &[Part]) -> Day {
    parts.iter().fold(Day::flat(base), |day, &part| match part {
        Bell(hour, width, height) => day.bell(hour, width, height),
        Plateau(from, to, soft, height) => day.plateau(from, to, soft, height),
    })
}

/// Clear-sky generation of panels that face south at 30° north in July, clock an
/// hour behind the sun's noon as in central China: sine of the sun's height, with the
/// air it shines through (Meinel: 0.7^(m^0.678)).
fn sun(clear: impl Fn(f64) -> f64) -> Day {
    Day::flat(0.0).add(|hour| {
        let angle = ((hour - 12.2) * 15.0).to_radians();
        let (latitude, declination) = (30.0_f64.to_radians(), 21.5_f64.to_radians());
        let sine =
            latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * angle.cos();
        if sine <= 0.02 {
            return 0.0;
        }
        let air = 0.7_f64.powf((1.0 / sine).powf(0.678));
        clear(hour) * air * sine
    })
}

fn cloudy() -> Day {
    let mut draw = Draw::new(96, 1000, Purpose::Profiles);
    let mut cloud = 0.5;
    let passing: Vec<f64> = (0..STEPS)
        .map(|_| {
            cloud = (0.7 * cloud + 0.3 * draw.between(-0.1, 1.2)).clamp(0.12, 0.95);
            cloud
        })
        .collect();
    sun(|hour| passing[((hour * 4.0) as usize).min(STEPS - 1)])
}
