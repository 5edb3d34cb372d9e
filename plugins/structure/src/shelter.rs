//! What buildings leave of the wind of open country (AS/NZS 1170.2, 4.2 and 4.3).
//!
//! Two multipliers of the gust: one for the roughness of the ground upwind, one for the
//! buildings near enough to stand in the way.

use taiqu_grid::District;

use crate::{Lines, Span, Vector};

/// Directions for which it is computed.
const SECTORS: usize = 16;
/// How far roughness is looked at, m, and how wide a sector is, rad.
const FETCH_M: f64 = 500.0;
const SECTOR_RAD: f64 = std::f64::consts::FRAC_PI_4;
/// The shielding multiplier by the parameter s.
const TABLE: [(f64, f64); 4] = [(1.5, 0.7), (3.0, 0.8), (6.0, 0.9), (12.0, 1.0)];
/// Roughness of open country, m, to which gusts belong here, and of the densest town.
const OPEN_M: f64 = 0.05;
const DENSE_M: f64 = 2.0;

/// What is left of a gust at a place, by the direction in which it blows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shelter([f64; SECTORS]);

impl Shelter {
    /// Nothing stands around.
    pub const NONE: Self = Self([1.0; SECTORS]);

    /// That of what is `height_m` high at a place of a district.
    pub fn of(district: &District, at: Vector, height_m: f64) -> Self {
        let around: Vec<Upwind> = district
            .areas
            .iter()
            .flat_map(|area| &area.surroundings.buildings)
            .map(|building| Upwind {
                off: Vector::from(building.at) - at,
                high_m: building.size_m.2,
                wide_m: building.size_m.0.max(building.size_m.1),
            })
            .filter(|building| building.off.length() < FETCH_M)
            .collect();
        let sector = |k: usize| {
            let towards = Vector::towards(std::f64::consts::TAU * k as f64 / SECTORS as f64);
            left(&around, towards, height_m)
        };
        Self(std::array::from_fn(sector))
    }

    /// What is left of a gust towards `towards`, straight between the directions.
    pub fn towards(&self, towards: Vector) -> f64 {
        self.along(Heading::of(towards))
    }

    fn along(&self, Heading { before, share }: Heading) -> f64 {
        self.0[before] * (1.0 - share) + self.0[(before + 1) % SECTORS] * share
    }

    /// What is left of a gust towards `towards` over a span: the mean of its poles.
    pub fn over(lines: &Lines, span: &Span, towards: Vector) -> f64 {
        Self::over_along(lines, span, Heading::of(towards))
    }

    /// The same for a direction that is the same for many spans.
    pub fn over_along(lines: &Lines, span: &Span, heading: Heading) -> f64 {
        let poles = span.poles.into_iter().flatten();
        let left = poles.map(|pole| lines.poles[pole].shelter.along(heading));
        let (sum, count) = left.fold((0.0, 0.0), |(sum, count), left| (sum + left, count + 1.0));
        if count > 0.0 { sum / count } else { 1.0 }
    }
}

/// A direction, as shelters look it up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heading {
    /// The sector before it, and how far it is on the way to the next.
    before: usize,
    share: f64,
}

impl Heading {
    /// That of what blows towards `towards`.
    pub fn of(towards: Vector) -> Self {
        let turn = towards.y.atan2(towards.x) / std::f64::consts::TAU;
        let place = turn.rem_euclid(1.0) * SECTORS as f64;
        Self {
            before: place as usize % SECTORS,
            share: place - place.floor(),
        }
    }
}

struct Upwind {
    off: Vector,
    high_m: f64,
    wide_m: f64,
}

fn left(around: &[Upwind], towards: Vector, height_m: f64) -> f64 {
    let cosine = (SECTOR_RAD / 2.0).cos();
    let upwind = |building: &&Upwind| building.off.dot(towards) < -cosine * building.off.length();
    let sector: Vec<&Upwind> = around.iter().filter(upwind).collect();
    roughness(&sector) * shielding(&sector, height_m)
}

/// The terrain multiplier at 10 m: 1 over 0.02 m, 0.83 over 0.2 m, 0.75 over 2 m, over
/// that of open country.
fn roughness(sector: &[&Upwind]) -> f64 {
    let area = SECTOR_RAD / 2.0 * FETCH_M * FETCH_M;
    let faces: f64 = sector.iter().map(|b| b.high_m * b.wide_m).sum();
    let high: f64 = sector.iter().map(|b| b.high_m).sum();
    let mean_m = high / (sector.len().max(1) as f64);
    // Lettau (1969): half the height times the face over the ground.
    let rough_m = (0.5 * mean_m * faces / area).clamp(OPEN_M, DENSE_M);
    let multiplier = |rough_m: f64| {
        let decades = (rough_m / 0.02).log10();
        if decades < 1.0 {
            1.0 - 0.17 * decades
        } else {
            0.83 - 0.08 * (decades - 1.0)
        }
    };
    multiplier(rough_m) / multiplier(OPEN_M)
}

/// The shielding multiplier: by the number, height and width of the buildings within 20
/// heights that are not lower.
fn shielding(sector: &[&Upwind], height_m: f64) -> f64 {
    let near = sector
        .iter()
        .filter(|b| b.off.length() < 20.0 * height_m && b.high_m >= height_m);
    let (mut count, mut high, mut wide) = (0.0, 0.0, 0.0);
    for building in near {
        count += 1.0;
        high += building.high_m;
        wide += building.wide_m;
    }
    if count < 1.0 {
        return 1.0;
    }
    let apart = height_m * (10.0 / count + 5.0);
    let parameter = apart / (high / count * wide / count).sqrt();
    let after = TABLE.partition_point(|&(s, _)| s <= parameter);
    match (after.checked_sub(1).map(|k| TABLE[k]), TABLE.get(after)) {
        (Some((s0, m0)), Some(&(s1, m1))) => m0 + (m1 - m0) * (parameter - s0) / (s1 - s0),
        (None, _) => TABLE[0].1,
        (_, None) => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(count: usize, high_m: f64) -> Vec<Upwind> {
        let building = |k: usize| Upwind {
            off: Vector::new(-20.0 - 12.0 * k as f64, 0.0),
            high_m,
            wide_m: 10.0,
        };
        (0..count).map(building).collect()
    }

    #[test]
    fn open_country_leaves_the_wind_as_it_is() {
        let east = Vector::new(1.0, 0.0);
        assert!((left(&[], east, 8.0) - 1.0).abs() < 1e-12);
        assert!((Shelter::NONE.towards(Vector::new(-0.3, 0.9)) - 1.0).abs() < 1e-12);
        let bare = Shelter::of(&District::default(), Vector::default(), 8.0);
        assert_eq!(bare, Shelter::NONE);
    }

    #[test]
    fn houses_upwind_shelter_and_those_downwind_do_not() {
        let houses = row(10, 9.0);
        let east = Vector::new(1.0, 0.0);
        let sheltered = left(&houses, east, 8.0);
        assert!((0.7..0.95).contains(&sheltered), "{sheltered}");
        assert!((left(&houses, east * -1.0, 8.0) - 1.0).abs() < 1e-12);
        // s = 8·(10/10 + 5)/√(9·10) = 5.06: between 0.8 and 0.9.
        let upwind: Vec<&Upwind> = houses.iter().collect();
        let wanted = 0.8 + 0.1 * (48.0 / 90.0_f64.sqrt() - 3.0) / 3.0;
        assert!((shielding(&upwind, 8.0) - wanted).abs() < 1e-12);
        // Lower than what they should shelter, they only make the ground rougher.
        assert!(left(&row(10, 5.0), east, 8.0) > sheltered);
    }

    #[test]
    fn between_two_directions_it_is_between() {
        let mut shelter = Shelter::NONE;
        shelter.0[0] = 0.8;
        let at = |degrees: f64| shelter.towards(Vector::towards(degrees.to_radians()));
        assert!((at(0.0) - 0.8).abs() < 1e-12 && (at(22.5) - 1.0).abs() < 1e-12);
        assert!((at(11.25) - 0.9).abs() < 1e-12 && (at(-11.25) - 0.9).abs() < 1e-12);
    }
}
