//! Where and when: the lines, what failed, who was dark, and the ways of the crews.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use taiqu_dispatch::OrderState;
use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Kind, Place};

use super::Run;
use super::charts::framed;
use super::page::heading;
use super::say::{drawn, escape, plain, say};
use crate::rehearse::referee::Fault;

/// Width of a map, in user units.
const WIDTH: f64 = 960.0;
/// Least height, and most of the close map and of the far one.
const HEIGHT: (f64, [f64; 2]) = (280.0, [560.0, 400.0]);
/// Around what must be seen.
const MARGIN: f64 = 46.0;

/// A place, m.
type Point = (f64, f64);

/// The maps: the places that were affected, and all ways from where crews wait.
pub(super) fn map(run: &Run<'_>) -> String {
    let Some(near) = Frame::around(&near(run), HEIGHT.1[0]) else {
        return String::new();
    };
    let keys = [
        ("mv", say("10 kV 线路", "10 kV line")),
        ("lv", say("低压线路", "low-voltage line")),
        (
            "dot dark",
            say(
                "曾停电的表箱（大小为户数）",
                "boxes that were dark, by customers",
            ),
        ),
        (
            "way",
            say("班组路线与到场时刻", "crews' ways, and when they arrived"),
        ),
    ];
    let close = framed(
        &Drawing::of(run, near).finish(("停电区域", "Where it was dark")),
        "",
        &keys,
    );
    let mut html = heading(&say("何处、何时", "Where and when")) + &close;
    let moved = run.referee.tracks.iter().any(|track| track.len() > 1);
    if let Some(far) = Frame::around(&far(run), HEIGHT.1[1]).filter(|_| moved) {
        let svg = Drawing::of(run, far).finish(("班组路线", "Ways of the crews"));
        html += &framed(
            &svg,
            &say("从驻点到现场", "from where they wait to the place"),
            &[],
        );
    }
    html
}

/// What the close map must show: areas with a fault or with customers in the dark, all
/// where there are none.
fn near(run: &Run<'_>) -> Vec<Point> {
    let truth = &run.scenario.truth;
    let dark = run.referee.truth.all().map(|outage| outage.customer.place);
    let faults = run.referee.faults().iter().map(|fault| fault.part().place);
    let mut places: Vec<Place> = dark.chain(faults).collect();
    places.retain(|place| matches!(place, Place::Area(_)));
    let concerned = |place: Place| places.is_empty() || places.contains(&place);
    let nodes = truth.all(Kind::Node).filter(|node| concerned(node.place));
    let nodes = nodes.filter(|node| matches!(node.place, Place::Area(_)));
    let parts = run.referee.faults().iter().map(Fault::part);
    nodes
        .chain(parts)
        .filter_map(|asset| truth.site(asset))
        .collect()
}

/// What the far map must show.
fn far(run: &Run<'_>) -> Vec<Point> {
    let tracks = run.referee.tracks.iter().flatten();
    let moved = tracks.map(|&(_, at)| at);
    moved.chain(near(run)).collect()
}

/// A piece of the world on a drawing.
#[derive(Clone, Copy)]
struct Frame {
    west: f64,
    north: f64,
    /// User units for a metre.
    scale: f64,
    height: f64,
}

impl Frame {
    fn around(points: &[Point], most: f64) -> Option<Self> {
        let fold = |of: fn(&Point) -> f64| {
            let values = points.iter().map(of).filter(|v| v.is_finite());
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
                (a.min(v), b.max(v))
            })
        };
        let ((west, east), (south, north)) = (fold(|p| p.0), fold(|p| p.1));
        if west > east || south > north {
            return None;
        }
        let (wide, high) = ((east - west).max(50.0), (north - south).max(50.0));
        let room = (WIDTH - 2.0 * MARGIN, most - 2.0 * MARGIN);
        let scale = (room.0 / wide).min(room.1 / high);
        let height = (high * scale + 2.0 * MARGIN).max(HEIGHT.0);
        Some(Self {
            west: f64::midpoint(west, east) - WIDTH / 2.0 / scale,
            north: f64::midpoint(south, north) + height / 2.0 / scale,
            scale,
            height,
        })
    }

    fn at(&self, (x, y): Point) -> Point {
        ((x - self.west) * self.scale, (self.north - y) * self.scale)
    }

    fn path(&self, points: impl IntoIterator<Item = Point>) -> String {
        let mut path = String::new();
        for (k, point) in points.into_iter().enumerate() {
            let (x, y) = self.at(point);
            let letter = if k == 0 { 'M' } else { 'L' };
            // Writing to a string cannot fail.
            let _ = write!(path, "{letter}{x:.1} {y:.1}");
        }
        path
    }
}

struct Drawing<'a> {
    run: &'a Run<'a>,
    frame: Frame,
    svg: String,
}

impl<'a> Drawing<'a> {
    fn of(run: &'a Run<'a>, frame: Frame) -> Self {
        let mut drawing = Self {
            run,
            frame,
            svg: String::new(),
        };
        drawing.roads();
        drawing.lines();
        drawing.dark();
        drawing.ways();
        drawing.stations();
        drawing.faults();
        drawing.scale();
        drawing
    }

    fn roads(&mut self) {
        let areas = &self.run.scenario.truth.areas;
        let roads = areas.iter().flat_map(|area| &area.surroundings.roads);
        let paths = roads.map(|road| self.frame.path(road.points.iter().copied()));
        let all = paths.collect::<String>();
        self.path("road", &all);
    }

    /// All sections, those of one kind as one path.
    fn lines(&mut self) {
        let truth = &self.run.scenario.truth;
        let mut kinds: BTreeMap<&str, String> = BTreeMap::new();
        for section in truth.all(Kind::Section) {
            let network = truth.network(section.place);
            let item = &network.sections[section.index as usize];
            let ends = (network.nodes[item.from].at, network.nodes[item.to].at);
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            let kind = match item.laying {
                _ if network.nodes[item.from].nominal_v > 1000.0 => "mv",
                Laying::Service => "drop",
                Laying::Overhead | Laying::Cable => "lv",
            };
            let way = std::iter::once(from)
                .chain(item.via.iter().copied())
                .chain([to]);
            *kinds.entry(kind).or_default() += &self.frame.path(way);
        }
        for (kind, path) in kinds {
            self.path(kind, &path);
        }
    }

    /// Boxes with customers that were dark.
    fn dark(&mut self) {
        let truth = &self.run.scenario.truth;
        let mut boxes: BTreeMap<(i64, i64), (Point, Vec<AssetRef>)> = BTreeMap::new();
        for outage in self.run.referee.truth.all() {
            if let Some(at) = truth.site(outage.customer) {
                let key = ((at.0 * 10.0) as i64, (at.1 * 10.0) as i64);
                let (_, all) = boxes.entry(key).or_insert_with(|| (at, Vec::new()));
                if !all.contains(&outage.customer) {
                    all.push(outage.customer);
                }
            }
        }
        for (at, customers) in boxes.into_values() {
            let (x, y) = self.frame.at(at);
            let count = customers.len();
            let r = 3.0 + 1.6 * (count as f64).sqrt();
            let tip = plain(&format!("{count} 户"), &format!("{count} customers"));
            self.write(&format!(
                "<circle class=\"dark\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"><title>{tip}</title></circle>"
            ));
        }
    }

    /// Where crews drove, with their names where they waited and when they arrived.
    fn ways(&mut self) {
        let run = self.run;
        for (k, track) in run.referee.tracks.iter().enumerate() {
            let Some(&(_, base)) = track.first().filter(|_| track.len() > 1) else {
                continue;
            };
            let path = self.frame.path(track.iter().map(|&(_, at)| at));
            self.path(&format!("way c{}", k % 4), &path);
            let crew = run.crew(k as u16);
            let name = drawn(&crew.zh, &crew.en);
            let (x, y) = self.frame.at(base);
            // Crews that wait at one place have their names one below the other.
            let before = run.referee.tracks[..k].iter();
            let before = before.filter(|t| t.len() > 1 && t[0].1 == base).count();
            let below = 16.0 * before as f64;
            let (side, shift) = if x > WIDTH / 2.0 {
                ("left", -9.0)
            } else {
                ("right", 9.0)
            };
            self.write(&format!(
                "<rect class=\"base c{c}\" x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\"/>\
                 <text class=\"name {side} c{c}\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
                x - 4.5,
                y - 4.5,
                x + shift,
                y + 4.0 + below,
                c = k % 4,
            ));
        }
        for order in &run.referee.orders {
            let (Some(crew), Some(at)) = (order.crew, order.when(OrderState::Arrived)) else {
                continue;
            };
            let track = run.referee.tracks.get(usize::from(crew));
            let place = track.and_then(|track| {
                let then = track.partition_point(|&(tick, _)| tick <= at);
                track.get(then.checked_sub(1)?)
            });
            let Some(&(_, place)) = place else { continue };
            let (x, y) = self.frame.at(place);
            let clock = run.clock(at.0);
            self.write(&format!(
                "<circle class=\"arrival c{c}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>\
                 <text class=\"name right c{c}\" x=\"{:.1}\" y=\"{:.1}\">{clock}</text>",
                x + 8.0,
                y - 6.0,
                c = crew % 4,
            ));
        }
    }

    fn stations(&mut self) {
        let truth = &self.run.scenario.truth;
        for transformer in truth.all(Kind::Transformer) {
            let Some(at) = truth.site(transformer) else {
                continue;
            };
            let (x, y) = self.frame.at(at);
            let name = self.run.part(transformer);
            let tip = plain(&name.zh, &name.en);
            self.write(&format!(
                "<rect class=\"station\" x=\"{:.1}\" y=\"{:.1}\" width=\"10\" height=\"10\"><title>{tip}</title></rect>",
                x - 5.0,
                y - 5.0
            ));
        }
    }

    /// What failed, with its number and from when to when it was dark.
    fn faults(&mut self) {
        let run = self.run;
        for (k, fault) in run.referee.faults().iter().enumerate() {
            let Some(at) = run.scenario.truth.site(fault.part()) else {
                continue;
            };
            let (x, y) = self.frame.at(at);
            let story = run.stories.iter().find(|story| story.fault == k);
            let until = story.and_then(|story| story.over_s);
            let from = run.clock(fault.at().0);
            let when = match until {
                Some(s) => format!("{from}–{}", run.clock(fault.at().0 + s)),
                None => from,
            };
            let class = if fault.is_real() { "fault" } else { "apparent" };
            let what = super::story::what(run, fault);
            let tip = plain(&what.zh, &what.en);
            let (side, shift) = if x > WIDTH - 140.0 {
                ("left", -14.0)
            } else {
                ("right", 14.0)
            };
            self.write(&format!(
                "<g class=\"{class}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"10\"><title>{tip}</title></circle>\
                 <text class=\"number\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>\
                 <text class=\"name {side}\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
                y + 4.0,
                k + 1,
                x + shift,
                y + 15.0,
                escape(&when)
            ));
        }
    }

    /// A scale in metres, and that north is up.
    fn scale(&mut self) {
        let least = 90.0 / self.frame.scale;
        let power = 10.0_f64.powf(least.log10().floor());
        let metres = [1.0, 2.0, 5.0, 10.0].map(|k| k * power);
        let metres = metres.into_iter().find(|m| *m >= least).unwrap_or(least);
        let (x, y) = (16.0, self.frame.height - 14.0);
        let to = x + metres * self.frame.scale;
        let shown = if metres >= 1000.0 {
            format!("{} km", metres / 1000.0)
        } else {
            format!("{metres} m")
        };
        self.write(&format!(
            "<path class=\"scale\" d=\"M{x} {}V{y}H{to:.1}V{}\"/>\
             <text class=\"name\" x=\"{x}\" y=\"{}\">{shown} · {}</text>",
            y - 5.0,
            y - 5.0,
            y - 9.0,
            drawn("上北", "north up"),
        ));
    }

    fn path(&mut self, class: &str, d: &str) {
        if !d.is_empty() {
            self.write(&format!("<path class=\"{class}\" d=\"{d}\"/>"));
        }
    }

    fn finish(self, (zh, en): (&str, &str)) -> String {
        format!(
            "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            self.frame.height,
            plain(zh, en),
            self.svg
        )
    }

    fn write(&mut self, svg: &str) {
        self.svg.push_str(svg);
    }
}
