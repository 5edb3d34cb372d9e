//! What the weather service expects of a storm: the truth, wrong by a stated amount.
//!
//! The track of a typhoon is displaced by an error that grows with the hours ahead, and its
//! deficit by one that grows with their root, as do those of the everyday wind, of rivers and
//! of the air's temperature: what is now is measured. Errors of forecasts that follow each
//! other are alike. How wrong it may be the service knows: it displaces its own forecast as
//! often again, and gives the median and the spread. Squalls and downbursts nobody foresees.

use rand_distr::{Distribution as _, StandardNormal};
use serde::{Deserialize, Serialize};
use taiqu_field::Course;
use taiqu_link::{WeatherOutlook, chance};
use taiqu_structure::Vector;

use crate::noise::Purpose;
use crate::{Extremes, Weather};

/// How the weather service forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Error of a typhoon's place, standard deviation east and north, km for each hour
    /// ahead.
    pub track_km_per_h: f64,
    /// Error of its deficit a day ahead, standard deviation of the logarithm.
    pub depth: f64,
    /// Error of how much rain falls, standard deviation of the logarithm.
    pub rain: f64,
    /// Error of the everyday wind a day ahead, standard deviation of the logarithm.
    pub wind: f64,
    /// Error of how far rivers rise a day ahead, standard deviation of the logarithm.
    pub river: f64,
    /// Error of the air's temperature a day ahead, standard deviation, K.
    pub temperature_k: f64,
    /// Hours from one forecast to the next.
    pub every_h: u64,
    /// How many hours it looks ahead.
    pub ahead_h: u64,
}

impl Default for Service {
    fn default() -> Self {
        // Some 75 km a day ahead, as services reach today.
        Self {
            track_km_per_h: 2.2,
            depth: 0.15,
            rain: 0.3,
            // Some 2 m/s of 8, and four days in five within 2 K; assumed.
            wind: 0.25,
            // GB/T 22482 permits a fifth of how far it rises.
            river: 0.2,
            temperature_k: 1.5,
            every_h: 3,
            ahead_h: 24,
        }
    }
}

/// How alike the errors of two forecasts in a row are.
const ALIKE: f64 = 0.8;
/// How often the service displaces its own forecast.
const MEMBERS: u64 = 24;

/// Hours ahead for which errors that grow with their root are given.
const DAY_H: f64 = 24.0;

/// One error, in its standard deviations.
#[derive(Clone, Copy, Debug, Default)]
struct Error {
    track: Vector,
    depth: f64,
    rain: f64,
    wind: f64,
    river: f64,
    temperature: f64,
}

impl Service {
    /// The forecast `issue`, from 0, at a place, for hours since midnight of the first day
    /// that begin with `start_hour`, the hour of the start of all.
    pub fn issue(
        &self,
        (everyday, extremes): (&taiqu_field::Weather, &Extremes),
        place_m: Vector,
        start_hour: f64,
        issue: u64,
        seed: u64,
    ) -> Vec<WeatherOutlook> {
        let now_h = start_hour + (issue * self.every_h) as f64;
        let wrong = error(seed, issue);
        let displaced = |errors: &[Error]| {
            let mut typhoon = extremes.typhoon.clone();
            for error in errors {
                let shift = error.track * self.track_km_per_h;
                typhoon = typhoon
                    .map(|typhoon| typhoon.displaced(now_h, shift, self.depth * error.depth));
            }
            let foreseen = Extremes {
                typhoon,
                squalls: Vec::new(),
                downbursts: Vec::new(),
                ..extremes.clone()
            };
            // Its wind has an error of its own.
            let calm = taiqu_field::Weather {
                wind_m_s: Course::default(),
                ..everyday.clone()
            };
            let blows = errors.iter().map(|error| self.wind * error.wind);
            (Weather::new(calm, foreseen), blows.sum::<f64>())
        };
        let middle = displaced(&[wrong]);
        let members: Vec<(Weather, f64)> = (0..MEMBERS)
            .map(|member| displaced(&[wrong, draw(seed, (issue << 8) + member + 1)]))
            .collect();
        let usual = Weather::new(
            everyday.clone(),
            Extremes {
                wind_from_deg: extremes.wind_from_deg,
                ..Extremes::default()
            },
        );
        (0..=self.ahead_h)
            .map(|ahead| {
                let hour = now_h + ahead as f64;
                let grown = (ahead as f64 / DAY_H).sqrt();
                let blowing = |(weather, blows): &(Weather, f64)| {
                    weather.wind(place_m, hour) + usual.wind(place_m, hour) * (blows * grown).exp()
                };
                let wind = blowing(&middle);
                let winds: Vec<Vector> = members.iter().map(blowing).collect();
                let logs = winds.iter().map(|wind| wind.length().max(0.1).ln());
                let logs: Vec<f64> = logs.collect();
                let mean = logs.iter().sum::<f64>() / MEMBERS as f64;
                let aside = winds.iter().map(|other| wind.angle_to(*other));
                let (foreseen, _) = &middle;
                WeatherOutlook {
                    at_s: ((hour - start_hour) * 3600.0) as i64,
                    wind_m_s: mean.exp(),
                    spread: deviation(logs.iter().map(|log| log - mean)),
                    from_deg: (-wind.x).atan2(-wind.y).to_degrees().rem_euclid(360.0),
                    from_spread_deg: deviation(aside).to_degrees(),
                    rain_mm_h: foreseen.rain_mm_h(place_m, hour) * (self.rain * wrong.rain).exp(),
                    rain_spread: self.rain,
                    river_m: extremes.river_m(hour) * (self.river * grown * wrong.river).exp(),
                    river_spread: self.river * grown,
                    temperature_c: everyday.at(hour).temperature_c
                        + self.temperature_k * grown * wrong.temperature,
                }
            })
            .collect()
    }
}

/// The standard deviation of what members are off their mean.
fn deviation(off: impl Iterator<Item = f64>) -> f64 {
    let squares: f64 = off.map(|off| off * off).sum();
    (squares / (MEMBERS - 1) as f64).sqrt()
}

/// The error of a forecast, like those before it.
fn error(seed: u64, issue: u64) -> Error {
    let fresh = (1.0 - ALIKE * ALIKE).sqrt();
    (1..=issue).fold(draw(seed, 0), |last, k| {
        let new = draw(seed, k << 8);
        Error {
            track: last.track * ALIKE + new.track * fresh,
            depth: last.depth * ALIKE + new.depth * fresh,
            rain: last.rain * ALIKE + new.rain * fresh,
            wind: last.wind * ALIKE + new.wind * fresh,
            river: last.river * ALIKE + new.river * fresh,
            temperature: last.temperature * ALIKE + new.temperature * fresh,
        }
    })
}

fn draw(seed: u64, position: u64) -> Error {
    let mut random = chance::stream(seed, Purpose::Forecast as u8, (0, 0), position);
    let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
    Error {
        track: Vector::new(normal(), normal()),
        depth: normal(),
        rain: normal(),
        wind: normal(),
        river: normal(),
        temperature: normal(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Flooding;
    use crate::wind::{Fix, Typhoon};

    fn extremes() -> Extremes {
        let fix = |hour: f64, east: f64| Fix {
            hour,
            at_km: (east, -50.0),
            pressure_hpa: 955.0,
            radius_km: 40.0,
        };
        Extremes {
            typhoon: Some(Typhoon {
                track: vec![fix(0.0, 300.0), fix(30.0, -300.0)],
                shape: None,
                outside_hpa: 1010.0,
                landfall_hour: None,
                filling_per_h: 0.035,
            }),
            flood: Flooding {
                river_m: Course(vec![(0.0, 2.0)]),
                ..Flooding::default()
            },
            ..Extremes::default()
        }
    }

    fn everyday() -> taiqu_field::Weather {
        taiqu_field::Weather {
            wind_m_s: Course(vec![(0.0, 5.0)]),
            temperature_c: Course(vec![(0.0, 30.0)]),
            ..taiqu_field::Weather::default()
        }
    }

    fn issue(service: Service, issue: u64, seed: u64) -> Vec<WeatherOutlook> {
        service.issue(
            (&everyday(), &extremes()),
            Vector::default(),
            0.0,
            issue,
            seed,
        )
    }

    #[test]
    fn without_errors_it_is_the_truth() {
        let right = Service {
            track_km_per_h: 0.0,
            depth: 0.0,
            rain: 0.0,
            wind: 0.0,
            river: 0.0,
            temperature_k: 0.0,
            ..Service::default()
        };
        let weather = Weather::new(everyday(), extremes());
        for outlook in issue(right, 1, 4) {
            let wind = weather.wind(Vector::default(), outlook.at_s as f64 / 3600.0);
            assert!((outlook.wind_m_s - wind.length()).abs() < 1e-9 && outlook.spread < 1e-9);
            let blows = Vector::towards((270.0 - outlook.from_deg).to_radians());
            assert!(blows.dot(wind.direction()) > 1.0 - 1e-9);
            assert!((outlook.river_m - 2.0).abs() < 1e-9);
            assert!((outlook.temperature_c - 30.0).abs() < 1e-9);
        }
    }

    #[test]
    fn it_is_as_wrong_as_it_says() {
        let weather = Weather::new(everyday(), extremes());
        let ahead = 12;
        let truth = weather.wind(Vector::default(), ahead as f64).length();
        let scores: Vec<f64> = (0..400)
            .map(|seed| {
                let outlook = issue(Service::default(), 0, seed)[ahead];
                (truth / outlook.wind_m_s).ln() / outlook.spread
            })
            .collect();
        let within = scores.iter().filter(|score| score.abs() < 1.28).count();
        // 80 % of a normal distribution; near a typhoon winds are not quite that.
        assert!((280..=370).contains(&within), "{within}");
        // Where it is now is known; only where it goes is not.
        let spreads: Vec<f64> = issue(Service::default(), 0, 1)
            .iter()
            .map(|o| o.spread)
            .collect();
        assert!(
            spreads[0] < 0.05 && spreads[12] > 3.0 * spreads[0],
            "{spreads:?}"
        );
    }

    #[test]
    fn rivers_warmth_and_everyday_wind_are_measured_now_and_the_vaguer_the_later() {
        let calm = Extremes {
            typhoon: None,
            ..extremes()
        };
        let errors = |ahead: usize| {
            let squares = (0..200).map(|seed| {
                let service = Service::default();
                let weather = (&everyday(), &calm);
                let outlook = service.issue(weather, Vector::default(), 0.0, 0, seed)[ahead];
                let river = (outlook.river_m / 2.0).ln();
                let warmth = outlook.temperature_c - 30.0;
                let wind = (outlook.wind_m_s / 5.0).ln();
                [river, warmth, wind].map(|error| error * error / 200.0)
            });
            let sum = |a: [f64; 3], b: [f64; 3]| std::array::from_fn(|k| a[k] + b[k]);
            squares.fold([0.0; 3], sum).map(f64::sqrt)
        };
        assert!(errors(0).iter().all(|error| *error < 1e-9));
        let (near, far) = (errors(6), errors(24));
        for (k, stated) in [0.2, 1.5, 0.25].into_iter().enumerate() {
            assert!((far[k] / stated - 1.0).abs() < 0.2, "{far:?}");
            assert!((near[k] / far[k] - 0.5).abs() < 0.05, "{near:?} {far:?}");
        }
        let outlook = issue(Service::default(), 0, 3)[24];
        assert!((outlook.river_spread - 0.2).abs() < 1e-9);
    }
}
