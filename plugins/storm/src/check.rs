//! What is wrong with the extremes of a scenario.

use taiqu_grid::{Problem, Text};

use crate::wind::{Fix, Typhoon};
use crate::{Extremes, Flooding, Lightning};

/// Highest mean wind that is taken for one, m/s; the strongest ever measured was 70 at sea.
const HIGHEST_M_S: f64 = 90.0;
/// Fastest motion of a storm that is taken for one, m/s.
const FASTEST_M_S: f64 = 60.0;
/// Pressures in a typhoon that are taken for some, hPa; the lowest ever measured was 870.
const PRESSURES_HPA: (f64, f64) = (850.0, 1010.0);

/// All problems of the extremes.
pub fn check(extremes: &Extremes) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(typhoon) = &extremes.typhoon {
        of_typhoon(typhoon, &mut problems);
    }
    let mut within = |id: &str, what: &str, value: f64, (low, high): (f64, f64)| {
        if !(low..=high).contains(&value) {
            problems.push(outside(id, what, value, (low, high)));
        }
    };
    within(
        "storm",
        "wind_from_deg",
        extremes.wind_from_deg,
        (-360.0, 360.0),
    );
    let service = &extremes.service;
    within(
        "storm:service",
        "track_km_per_h",
        service.track_km_per_h,
        (0.0, 50.0),
    );
    within("storm:service", "depth", service.depth, (0.0, 1.0));
    within("storm:service", "rain", service.rain, (0.0, 2.0));
    within("storm:service", "wind", service.wind, (0.0, 2.0));
    within("storm:service", "river", service.river, (0.0, 2.0));
    within(
        "storm:service",
        "temperature_k",
        service.temperature_k,
        (0.0, 20.0),
    );
    within(
        "storm:service",
        "every_h",
        service.every_h as f64,
        (1.0, 48.0),
    );
    within(
        "storm:service",
        "ahead_h",
        service.ahead_h as f64,
        (1.0, 240.0),
    );
    let ground = &extremes.ground;
    within(
        "storm:ground",
        "design_m_s",
        ground.design_m_s,
        (10.0, 60.0),
    );
    for (what, spread) in [
        ("strength", ground.scatter.strength),
        ("soil", ground.scatter.soil),
        ("drag", ground.scatter.drag),
        ("exposure", ground.scatter.exposure),
    ] {
        within("storm:ground", what, spread, (0.0, 1.0));
    }
    of_flood(&extremes.flood, &mut within);
    of_lightning(&extremes.lightning, &mut within);
    for (k, squall) in extremes.squalls.iter().enumerate() {
        let id = format!("storm:squall {}", k + 1);
        within(&id, "hour", squall.hour, (-24.0, 1e4));
        within(&id, "from_deg", squall.from_deg, (-360.0, 360.0));
        within(&id, "moves_m_s", squall.moves_m_s, (1.0, FASTEST_M_S));
        within(&id, "peak_m_s", squall.peak_m_s, (0.0, HIGHEST_M_S));
        within(&id, "rises_s", squall.rises_s, (1.0, 1e4));
        within(&id, "lasts_s", squall.lasts_s, (1.0, 1e5));
        within(&id, "rain_mm_h", squall.rain_mm_h, (0.0, 500.0));
    }
    for (k, burst) in extremes.downbursts.iter().enumerate() {
        let id = format!("storm:downburst {}", k + 1);
        within(&id, "hour", burst.hour, (-24.0, 1e4));
        within(
            &id,
            "at_m",
            burst.at_m.0.abs().max(burst.at_m.1.abs()),
            (0.0, 1e5),
        );
        within(&id, "peak_m_s", burst.peak_m_s, (0.0, HIGHEST_M_S));
        within(&id, "radius_m", burst.radius_m, (1.0, 1e4));
        within(&id, "fades_m", burst.fades_m, (1.0, 1e4));
        within(&id, "lasts_s", burst.lasts_s, (1.0, 1e5));
        within(&id, "from_deg", burst.from_deg, (-360.0, 360.0));
        within(&id, "moves_m_s", burst.moves_m_s, (0.0, FASTEST_M_S));
    }
    problems
}

fn of_flood(flood: &Flooding, within: &mut impl FnMut(&str, &str, f64, (f64, f64))) {
    let id = "storm:flood";
    let drainage = &flood.drainage;
    within(id, "runoff", drainage.runoff, (0.0, 1.0));
    within(id, "drains_mm_h", drainage.drains_mm_h, (0.0, 200.0));
    within(id, "slopes_min", drainage.slopes_min, (0.0, 1440.0));
    within(id, "cell_m", drainage.cell_m, (2.0, 100.0));
    for &(hour, rise_m) in &flood.river_m.0 {
        within(id, "river_m", rise_m, (-2.0, 20.0));
        within(id, "hour", hour, (-1e4, 1e4));
    }
}

fn of_lightning(lightning: &Lightning, within: &mut impl FnMut(&str, &str, f64, (f64, f64))) {
    let id = "storm:lightning";
    for (what, density) in [
        ("squall_per_km2_h", lightning.squall_per_km2_h),
        ("typhoon_per_km2_h", lightning.typhoon_per_km2_h),
    ] {
        within(id, what, density, (0.0, 20.0));
    }
    for &(hour, density) in &lightning.other_per_km2_h.0 {
        within(id, "other_per_km2_h", density, (0.0, 20.0));
        within(id, "hour", hour, (-1e4, 1e4));
    }
    within(id, "median_ka", lightning.median_ka, (1.0, 200.0));
    within(id, "spread", lightning.spread, (0.0, 1.5));
    within(id, "shielded", lightning.shielded, (0.0, 1.0));
    within(id, "flashover_kv", lightning.flashover_kv, (1.0, 1000.0));
    within(id, "arresters", lightning.arresters, (0.0, 1.0));
}

fn of_typhoon(typhoon: &Typhoon, problems: &mut Vec<Problem>) {
    let id = "storm:typhoon";
    let before = problems.len();
    if typhoon.track.is_empty() {
        problems.push(Problem::error(
            id,
            Text::new("没有路径点", "has no fixes on its track"),
            Text::new("至少给出一个路径点", "give at least one"),
        ));
    }
    let mut within = |what: &str, value: f64, (low, high): (f64, f64)| {
        if !(low..=high).contains(&value) {
            problems.push(outside(id, what, value, (low, high)));
        }
    };
    for fix in &typhoon.track {
        within("hour", fix.hour, (-1e3, 1e4));
        within(
            "at_km",
            fix.at_km.0.abs().max(fix.at_km.1.abs()),
            (0.0, 1e4),
        );
        within("pressure_hpa", fix.pressure_hpa, PRESSURES_HPA);
        within("radius_km", fix.radius_km, (5.0, 300.0));
    }
    within("outside_hpa", typhoon.outside_hpa, (990.0, 1030.0));
    within("filling_per_h", typhoon.filling_per_h, (0.0, 1.0));
    within("shape", typhoon.shape.unwrap_or(1.4), (0.8, 2.5));
    within(
        "landfall_hour",
        typhoon.landfall_hour.unwrap_or(0.0),
        (-1e3, 1e4),
    );
    for pair in typhoon.track.windows(2) {
        along(&pair[0], &pair[1], problems);
    }
    let strongest = typhoon.strongest_m_s();
    if problems.len() == before && strongest > HIGHEST_M_S {
        problems.push(outside(id, "wind", strongest, (0.0, HIGHEST_M_S)));
    }
}

/// From one fix to the next time goes on, and the storm no faster than storms go.
fn along(from: &Fix, to: &Fix, problems: &mut Vec<Problem>) {
    let id = "storm:typhoon";
    let hours = to.hour - from.hour;
    if hours <= 0.0 {
        problems.push(Problem::error(
            id,
            Text::new(
                format!("路径时间倒退：{} 时之后是 {} 时", from.hour, to.hour),
                format!(
                    "its track goes back in time: hour {} comes after hour {}",
                    to.hour, from.hour
                ),
            ),
            Text::new("按时间先后排列路径点", "put the fixes in order of time"),
        ));
        return;
    }
    let way_km = (to.at_km.0 - from.at_km.0).hypot(to.at_km.1 - from.at_km.1);
    let speed = way_km / hours / 3.6;
    if speed > FASTEST_M_S {
        problems.push(outside(id, "speed", speed, (0.0, FASTEST_M_S)));
    }
}

fn outside(id: &str, what: &str, value: f64, (low, high): (f64, f64)) -> Problem {
    Problem::error(
        id,
        Text::new(
            format!("{what} 为 {value:.4}，不在 {low} 到 {high} 之间"),
            format!("its {what} is {value:.4}, not between {low} and {high}"),
        ),
        Text::new("改为合理的数值", "give a value within"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wind::SquallLine;

    fn typhoon(fixes: &[(f64, f64, f64)]) -> Extremes {
        let fixes = fixes.iter().map(|&(hour, east, pressure_hpa)| Fix {
            hour,
            at_km: (east, -30.0),
            pressure_hpa,
            radius_km: 40.0,
        });
        Extremes {
            typhoon: Some(Typhoon {
                track: fixes.collect(),
                shape: None,
                outside_hpa: 1010.0,
                landfall_hour: None,
                filling_per_h: 0.035,
            }),
            ..Extremes::default()
        }
    }

    fn said(extremes: &Extremes) -> Vec<String> {
        let problems = check(extremes);
        problems
            .iter()
            .map(|problem| problem.problem.en.clone())
            .collect()
    }

    #[test]
    fn sound_extremes_pass() {
        assert_eq!(said(&Extremes::default()), Vec::<String>::new());
        let sound = typhoon(&[(0.0, 200.0, 955.0), (12.0, -100.0, 960.0)]);
        assert_eq!(said(&sound), Vec::<String>::new());
    }

    #[test]
    fn a_track_that_goes_back_in_time_is_named() {
        let back = typhoon(&[(6.0, 200.0, 955.0), (5.0, 100.0, 955.0)]);
        assert_eq!(
            said(&back),
            ["its track goes back in time: hour 5 comes after hour 6"]
        );
        assert_eq!(said(&typhoon(&[])), ["has no fixes on its track"]);
    }

    #[test]
    fn what_no_storm_has_is_named() {
        let squall = SquallLine {
            hour: 15.0,
            from_deg: 270.0,
            moves_m_s: 15.0,
            peak_m_s: 500.0,
            rises_s: 90.0,
            lasts_s: f64::NAN,
            rain_mm_h: 0.0,
        };
        let squall = Extremes {
            squalls: vec![squall],
            ..Extremes::default()
        };
        assert_eq!(
            said(&squall),
            [
                "its peak_m_s is 500.0000, not between 0 and 90",
                "its lasts_s is NaN, not between 1 and 100000"
            ]
        );
        let racing = typhoon(&[(0.0, 3000.0, 955.0), (1.0, 0.0, 955.0)]);
        assert_eq!(
            said(&racing),
            ["its speed is 833.3333, not between 0 and 60"]
        );
        assert_eq!(said(&typhoon(&[(0.0, 0.0, 700.0)])).len(), 1);
    }
}
