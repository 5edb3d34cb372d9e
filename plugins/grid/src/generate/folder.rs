//! Several areas on one 10 kV line, with the scenario that joins them.

use super::draw::{Draw, Purpose};
use super::geometry::Point;
use super::names;
use super::plan::{Layout, Manner, Plan, stations};
use super::spine::Spine;
use super::trunk::{self, Build, Stop};
use super::village::{Site, build};
use super::{Style, estate, header, key};
use crate::Text;
use crate::area::Earthing;
use crate::area::raw::RawArea;
use crate::line::RawLine;

/// A file of a folder: its path in the folder, and its text.
pub type File = (String, String);

/// A line, its areas, and the name of the whole.
#[derive(Clone, Debug)]
pub struct Places {
    /// Name of the whole.
    pub name: Text,
    /// The 10 kV line they hang on.
    pub line: RawLine,
    /// The areas, in the order of the line.
    pub areas: Vec<RawArea>,
}

/// `count` areas of `customers` customers each, side by side on one 10 kV line.
pub fn places(style: Style, count: u32, customers: u32, seed: u64) -> Places {
    let (zh, en) = names::place_name(&mut Draw::new(seed, 0, Purpose::Shape));
    let name = match style {
        Style::Village => Text::new(format!("{zh}村"), format!("{en} Villages")),
        Style::Town => Text::new(format!("{zh}镇"), format!("{en} Town")),
        Style::Estate => Text::new(format!("{zh}苑"), format!("{en} Gardens")),
    };
    let line_name = Text::new(format!("10kV{zh}线"), format!("10 kV {en} Line"));
    let source = format!(
        "taiqu generate --style {} --areas {count} --customers {customers} --seed {seed}; an invented line",
        style.word()
    );
    let line = trunk::header(style.word(), line_name, source.clone());
    let heads: Vec<_> = (0..count)
        .map(|k| part(style, k, &name, customers, seed, &source))
        .collect();
    match style {
        Style::Estate => estates(line, heads, name, customers, seed),
        Style::Village | Style::Town => along_spine(style, line, heads, name, (customers, seed)),
    }
}

/// The files of a folder: line, areas and scenario, as `taiqu generate --areas` writes.
///
/// # Errors
/// The records cannot be written as RON; they can.
pub fn folder(
    style: Style,
    count: u32,
    customers: u32,
    seed: u64,
) -> Result<Vec<File>, ron::Error> {
    let places = places(style, count, customers, seed);
    let word = style.word();
    let mut files = vec![(format!("lines/{word}.ron"), places.line.to_ron()?)];
    for area in &places.areas {
        files.push((format!("areas/{}.ron", area.id), area.to_ron()?));
    }
    files.push((format!("{word}-evening.ron"), scenario(&places, word, seed)));
    Ok(files)
}

/// The header of area `k`.
fn part(style: Style, k: u32, name: &Text, customers: u32, seed: u64, source: &str) -> RawArea {
    let earthing = if style == Style::Estate {
        Earthing::TnCS
    } else {
        Earthing::Tt
    };
    let number = k + 1;
    let title = Text::new(
        format!("{}{number}号台区", name.zh),
        format!("{} Area {number}", name.en),
    );
    let mut area = header(
        &format!("{}-{number}", style.word()),
        &title,
        earthing,
        (style, customers, seed),
    );
    source.clone_into(&mut area.source);
    area.line = Some(style.word().to_owned());
    area
}

fn along_spine(
    style: Style,
    line: RawLine,
    heads: Vec<RawArea>,
    name: Text,
    (customers, seed): (u32, u64),
) -> Places {
    let gap = if style == Style::Town { 0.0 } else { 520.0 };
    let manner = |place| match style {
        Style::Town => Manner::town(seed, place),
        Style::Village | Style::Estate => Manner::VILLAGE,
    };
    let count = heads.len();
    let each = Layout::new(&manner(0), customers, 0).end + gap;
    let mut spine = Spine::new(
        &mut Draw::new(seed, 0, Purpose::Spine),
        each * count as f64 / 2.0,
    );
    let outer = |is_end: bool| if is_end { 280.0 } else { gap / 2.0 };
    let (mut start, mut areas, mut plans): (f64, Vec<RawArea>, Vec<Plan>) =
        (0.0, Vec::new(), Vec::new());
    for (k, head) in heads.into_iter().enumerate() {
        let place = k as u32;
        let approach = (outer(k == 0), outer(k + 1 == count));
        let site = Site {
            seed,
            place,
            start,
            approach,
            spine: Some(spine.clone()),
        };
        let label = if style == Style::Town {
            name.clone()
        } else {
            let (zh, en) = names::place_name(&mut Draw::new(seed, place, Purpose::Shape));
            Text::new(format!("{zh}村"), format!("{en} Village"))
        };
        let (mut area, plan) = build(
            head,
            manner(place),
            customers,
            &site,
            (key(seed, place, style), &label),
        );
        hang(&mut area);
        start = plan.layout.end + gap;
        // A place may have needed more of it than was there.
        spine.clone_from(&plan.spine);
        areas.push(area);
        plans.push(plan);
    }
    // One ground under all of them.
    let relief = areas.first().and_then(|area| area.relief);
    for area in &mut areas {
        area.relief = relief;
    }
    let stops = trunk_stops(&plans, &areas, &spine);
    Places {
        name,
        line: trunk::run(line, &stops, Build::Poles),
        areas,
    }
}

/// The line's pole stands where the area begins.
fn hang(area: &mut RawArea) {
    let supply = area.supply.as_ref().map(|s| s.node.clone());
    for node in area
        .nodes
        .iter_mut()
        .filter(|node| Some(&node.id) == supply.as_ref())
    {
        node.pole = None;
    }
}

/// Poles along the spine behind the places, one at each place's spur.
fn trunk_stops(plans: &[Plan], areas: &[RawArea], spine: &Spine) -> Vec<Stop> {
    let t = plans[0].layout.trunk_t(&plans[0].manner);
    let begin = plans[0].layout.start - 300.0;
    let marks: Vec<f64> = std::iter::once(begin)
        .chain(plans.iter().map(|p| p.layout.platform_s))
        .collect();
    let mut stops = vec![Stop {
        at: spine.place(begin, t).rounded(),
        area: None,
    }];
    for s in stations(&marks, 58.0) {
        let here = plans
            .iter()
            .position(|p| (p.layout.platform_s - s).abs() < 1e-6);
        let at = here.map_or_else(|| spine.place(s, t).rounded(), |k| plans[k].spur[0]);
        stops.push(Stop {
            at,
            area: here.map(|k| areas[k].id.clone()),
        });
    }
    stops
}

fn estates(line: RawLine, heads: Vec<RawArea>, name: Text, customers: u32, seed: u64) -> Places {
    let areas: Vec<RawArea> = heads
        .into_iter()
        .enumerate()
        .map(|(k, head)| {
            let place = k as u32;
            let label = Text::new(
                format!("{}{}区", name.zh, k + 1),
                format!("{} {}", name.en, k + 1),
            );
            estate::estate(
                head,
                customers,
                (seed, place, key(seed, place, Style::Estate)),
                &label,
            )
        })
        .collect();
    let entry = |area: &RawArea| -> Option<Stop> {
        let supply = area.supply.as_ref()?;
        let node = area.nodes.iter().find(|node| node.id == supply.node)?;
        Some(Stop {
            at: node.at?.into(),
            area: Some(area.id.clone()),
        })
    };
    let mut stops: Vec<Stop> = areas.iter().filter_map(entry).collect();
    let first = stops.first().map_or(Point::default(), |stop| stop.at);
    stops.insert(
        0,
        Stop {
            at: (first - Point::new(300.0, 20.0)).rounded(),
            area: None,
        },
    );
    Places {
        name,
        line: trunk::run(line, &stops, Build::Cable),
        areas,
    }
}

/// A hot evening over all areas.
fn scenario(places: &Places, word: &str, seed: u64) -> String {
    let Text { zh, en } = &places.name;
    let areas: Vec<String> = places
        .areas
        .iter()
        .map(|a| format!("\"areas/{}.ron\"", a.id))
        .collect();
    let count = places.areas.len();
    format!(
        "(
  name: (zh: \"{zh}夏夜\", en: \"Summer evening in {en}\"),
  about: (
    zh: \"{count}个台区接在一条10kV线路上，七月炎热的傍晚。\",
    en: \"Areas on one 10 kV line ({count}) on a hot evening in July.\",
  ),
  lines: [\"lines/{word}.ron\"],
  areas: [{}],
  start: \"2026-07-15T18:00:00\",
  length: \"5h\",
  seed: {seed},
  weather: (
    temperature_c: [(18.0, 33.0), (20.0, 30.5), (23.0, 28.5)],
    cloud: [(18.0, 0.15)],
    wind_m_s: [(18.0, 2.0), (23.0, 1.2)],
  ),
)
",
        areas.join(", ")
    )
}
