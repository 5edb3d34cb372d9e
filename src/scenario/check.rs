//! From a scenario file to a scenario, or to all that is wrong with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use taiqu_field::{Course, Event, LoadSettings, MeterSettings, RoadEvent, Weather};
use taiqu_grid::catalogue::Catalogue;
use taiqu_grid::read::{locate, read_ron};
use taiqu_grid::{Checked, District, Problem, Severity, Text};
use taiqu_link::{Channel, Depot};

use super::{RawScenario, Scenario, events, means, truth, zones};

/// Longest scenario, s: a year.
const LONGEST_S: u64 = 366 * 86_400;

pub(super) fn open(path: &Path, catalogue: &Catalogue) -> Checked<Scenario> {
    let (raw, source) = match read_ron::<RawScenario>(path) {
        Ok(read) => read,
        Err(problem) => return Checked::failed(problem),
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let resolve =
        |names: &[String]| -> Vec<PathBuf> { names.iter().map(|name| folder.join(name)).collect() };
    let (areas, lines) = (resolve(&raw.areas), resolve(&raw.lines));
    let mut problems = plain_problems(&raw);
    problems.extend(means::problems(&raw));
    problems.extend(raw.storm.iter().flat_map(taiqu_storm::check));
    let district = taiqu_grid::district::open(&areas, &lines, catalogue);
    let mut below = district.problems;
    let made = district.value.map(|records| {
        let events = events::check(&raw, &records, &mut problems);
        let truth = truth::check(&raw.differences, &records, &mut problems);
        zones::check(&raw.managers, &records, &mut problems);
        let roads = means::roads(&raw, &records, &mut problems);
        let depots = means::true_depots(&raw, &mut problems);
        (records, truth, (events, roads, depots))
    });
    locate(&mut problems, &[source]);
    problems.append(&mut below);
    let sound = problems.iter().all(|p| p.severity != Severity::Error);
    let value = made.filter(|_| sound).map(|(records, truth, events)| {
        let mut inputs = vec![path.to_path_buf()];
        inputs.extend(lines);
        inputs.extend(areas);
        scenario(raw, path, inputs, (catalogue, records, truth), events)
    });
    Checked { value, problems }
}

fn scenario(
    raw: RawScenario,
    path: &Path,
    inputs: Vec<PathBuf>,
    (catalogue, records, truth): (&Catalogue, District, District),
    (events, roads, true_depots): (Vec<Event>, Vec<RoadEvent>, Vec<Depot>),
) -> Scenario {
    let stem = path.file_stem().unwrap_or_default();
    Scenario {
        id: stem.to_string_lossy().into_owned(),
        file: path.to_path_buf(),
        inputs,
        name: raw.name,
        about: raw.about,
        aims: raw.aims,
        catalogue: Arc::new(catalogue.clone()),
        records: Arc::new(records),
        truth: Arc::new(truth),
        start: raw.start,
        length_s: raw.length.seconds,
        seed: raw.seed,
        weather: raw.weather,
        storm: raw.storm,
        loads: raw.loads,
        meters: raw.meters,
        terminals: raw.terminals,
        calls: raw.calls,
        events,
        channel: raw.channel,
        staff: Arc::new(raw.staff),
        depots: Arc::new(raw.depots),
        true_depots: Arc::new(true_depots),
        bill: raw.bill,
        roads,
        managers: Arc::new(raw.managers),
        tasks: raw.tasks,
        work: raw.work,
        rules: raw.rules,
        operations: raw.operations,
    }
}

/// What is wrong whatever the areas hold.
fn plain_problems(raw: &RawScenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, problem: Text, remedy: Text| {
        problems.push(Problem::error(format!("scenario:{field}"), problem, remedy));
    };
    if raw.areas.is_empty() {
        wrong(
            "areas",
            Text::new("没有列出任何台区", "names no area"),
            Text::new("至少列出一个台区文件", "list at least one area file"),
        );
    }
    if raw.length.seconds == 0 || raw.length.seconds > LONGEST_S {
        let length = raw.length;
        wrong(
            "length",
            Text::new(
                format!("时长 {length} 不在 1 秒到 366 天之间"),
                format!("the length {length} is not between 1 s and 366 days"),
            ),
            Text::new("例如写成 5h", "write for example 5h"),
        );
    }
    for (field, course, low, high) in courses(&raw.weather) {
        if let Some(problem) = course_problem(course, low, high) {
            wrong(
                field,
                problem,
                Text::new(
                    "按（小时，数值）列出，小时递增",
                    "list (hour, value) points in order of the hour",
                ),
            );
        }
    }
    if !(-66.0..=66.0).contains(&raw.weather.latitude_deg) {
        wrong(
            "latitude_deg",
            Text::new("纬度不在 ±66° 之内", "the latitude is not within ±66°"),
            Text::new("以度为单位，北纬为正", "give degrees, north positive"),
        );
    }
    for (field, share) in shares(raw) {
        if !(0.0..=1.0).contains(&share) {
            wrong(
                field,
                Text::new(
                    format!("{share} 不在 0 到 1 之间"),
                    format!("{share} is not between 0 and 1"),
                ),
                Text::new("给出 0 到 1 的比例", "give a share from 0 to 1"),
            );
        }
    }
    for (field, value) in settings(&raw.loads, &raw.meters) {
        if !(0.0..=1000.0).contains(&value) {
            wrong(
                field,
                Text::new(
                    format!("{value} 不在 0 到 1000 之间"),
                    format!("{value} is not between 0 and 1000"),
                ),
                Text::new("给出不小于零的数", "give a number that is not negative"),
            );
        }
    }
    problems
}

fn courses(weather: &Weather) -> [(&'static str, &Course, f64, f64); 4] {
    [
        ("temperature_c", &weather.temperature_c, -60.0, 60.0),
        ("cloud", &weather.cloud, 0.0, 1.0),
        ("wind_m_s", &weather.wind_m_s, 0.0, 120.0),
        ("rain_mm_h", &weather.rain_mm_h, 0.0, 500.0),
    ]
}

fn course_problem(course: &Course, low: f64, high: f64) -> Option<Text> {
    let outside = course.0.iter().find(|&&(_, v)| !(low..=high).contains(&v));
    if let Some((_, value)) = outside {
        return Some(Text::new(
            format!("{value} 不在 {low} 到 {high} 之间"),
            format!("{value} is not between {low} and {high}"),
        ));
    }
    let finite = course.0.iter().all(|(hour, _)| hour.is_finite());
    let ordered = course.0.is_sorted_by(|a, b| a.0 <= b.0);
    (!finite || !ordered).then(|| Text::new("时刻没有按先后排列", "the hours are not in order"))
}

/// What of the channel, the meters and the callers is a share.
fn shares(raw: &RawScenario) -> Vec<(&'static str, f64)> {
    let mut shares = vec![
        ("voltage_error", raw.meters.voltage_error),
        ("power_error_of_class", raw.meters.power_error_of_class),
        ("false_gasps", raw.meters.false_gasps),
        ("share", raw.calls.share),
        ("share_at_night", raw.calls.share_at_night),
        ("share_of_important", raw.calls.share_of_important),
        ("with_number", raw.calls.with_number),
        ("with_address", raw.calls.with_address),
    ];
    if let Channel::Real(quality) = raw.channel {
        shares.extend([
            ("readings_lost", quality.readings_lost),
            ("answers_lost", quality.answers_lost),
            ("orders_lost", quality.orders_lost),
            ("events_lost", quality.events_lost),
            ("gasps_lost", quality.gasps_lost),
            ("boxes_lost", quality.boxes_lost),
            ("modems_lost", quality.modems_lost),
            ("repeated", quality.repeated),
        ]);
    }
    shares
}

fn settings(loads: &LoadSettings, meters: &MeterSettings) -> [(&'static str, f64); 6] {
    [
        ("scale", loads.scale),
        ("variety", loads.variety),
        ("cooling_per_k", loads.cooling_per_k),
        ("heating_per_k", loads.heating_per_k),
        ("clock_error_s", meters.clock_error_s),
        ("clock_drift_s_per_day", meters.clock_drift_s_per_day),
    ]
}
