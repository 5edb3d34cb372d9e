//! The poles and spans of a district, as its files have them.

use std::collections::BTreeMap;

use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_powerflow::thermal;

use crate::{Embedment, Shelter, Soil, StrungWire, Vector};

/// Nodes this near to a pole are on it, m.
const ON_POLE_M: f64 = 1.0;
/// From the pole's top down to the low-voltage arm, to the 10 kV arm and to service drops, m.
const LOW_ARM_M: f64 = 0.3;
const HIGH_ARM_M: f64 = 0.5;
const DROP_M: f64 = 1.0;
/// From a 10 kV arm down to a low-voltage arm on the same pole, m (DL/T 601).
const UNDER_HIGH_M: f64 = 1.2;
/// Height at which a service drop meets a house, m (DL/T 499: not less than 2.5).
const HOUSE_M: f64 = 3.5;
/// Share of its breaking force with which a wire is strung, and at what temperature; assumed.
const STRUNG_SHARE: f64 = 0.10;
const STRUNG_C: f64 = 15.0;
/// Nominal voltage between phases above which a line is a 10 kV line, V.
const HIGH_V: f64 = 1000.0;

/// What stands and hangs in a district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// Poles.
    pub poles: Vec<Pole>,
    /// Spans and service drops between them and houses.
    pub spans: Vec<Span>,
}

/// A pole.
#[derive(Clone, Debug, PartialEq)]
pub struct Pole {
    /// The node on it that has it on record.
    pub node: AssetRef,
    /// Where it stands, m.
    pub at: Vector,
    /// Height of its top over the ground, m.
    pub top_m: f64,
    /// Diameter at the top, m.
    pub tip_m: f64,
    /// Diameter at the ground line, m.
    pub ground_m: f64,
    /// Depth in the ground, m.
    pub buried_m: f64,
    /// Bending moment at the ground line at which it cracks, Nm; it breaks at twice that.
    pub crack_nm: f64,
    /// Wind for which it was founded, 10-minute mean, m/s, where it is not the district's.
    pub footing_m_s: Option<f64>,
    /// What buildings leave of the wind there.
    pub shelter: Shelter,
    /// The spans that it holds.
    pub holds: Vec<Hold>,
}

/// A span's end at a pole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Index of the span.
    pub span: usize,
    /// Height of its lowest wires over the ground, m.
    pub height_m: f64,
}

/// A span of line or a service drop.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The section.
    pub section: AssetRef,
    /// Its ends, m: the one nearer the source first.
    pub at: [Vector; 2],
    /// Indices of the poles there; none at a house or station.
    pub poles: [Option<usize>; 2],
    /// Whether it is a 10 kV span.
    pub high: bool,
    /// Whether it is a drop to a house.
    pub service: bool,
    /// Its wires.
    pub wires: Vec<StrungWire>,
}

impl Lines {
    /// The poles and spans of a district. What has no coordinates has none.
    pub fn of(district: &District, catalogue: &Catalogue) -> Self {
        let mut poles = Vec::new();
        for node in district.all(Kind::Node) {
            let record = &district.network(node.place).nodes[node.index as usize];
            let figures = record.pole.as_ref().and_then(|id| catalogue.poles.get(id));
            if let (Some(figures), Some(at)) = (figures, record.at) {
                let mut pole = Pole::new(node, at.into(), figures);
                pole.footing_m_s = record.footing_m_s;
                pole.shelter = Shelter::of(district, pole.at, pole.top_m);
                poles.push(pole);
            }
        }
        let carriers = Carriers::of(&poles);
        let mut spans = Vec::new();
        for section in district.all(Kind::Section) {
            let network = district.network(section.place);
            let record = &network.sections[section.index as usize];
            let ends = [record.from, record.to].map(|node| network.nodes[node].at);
            let ([Some(from), Some(to)], Some(line)) =
                (ends, catalogue.lines.get(&record.line_type))
            else {
                continue;
            };
            let at = [Vector::from(from), Vector::from(to)];
            let apart = (at[1] - at[0]).length() > ON_POLE_M;
            if record.laying == Laying::Cable || line.wires.is_empty() || !apart {
                continue;
            }
            // The two wires of a branch are whichever phase it has, and its neutral.
            let renamed = line.wires.len() == record.phases.len();
            let named = record.phases.iter().map(Some);
            let named = named.chain(std::iter::repeat(None)).zip(&line.wires);
            let wires = named.filter_map(|(phase, wire)| {
                let phase = phase.filter(|_| renamed).unwrap_or(wire.phase);
                let there = record.phases.has(phase);
                there.then(|| StrungWire::new(phase, wire, catalogue))?
            });
            spans.push(Span {
                section,
                at,
                poles: at.map(|end| carriers.nearest(&poles, end)),
                high: network.nodes[record.from].nominal_v > HIGH_V,
                service: record.laying == Laying::Service,
                wires: wires.collect(),
            });
        }
        hold(&mut poles, &spans);
        Self { poles, spans }
    }
}

/// Notes at each pole what it holds, and how high.
fn hold(poles: &mut [Pole], spans: &[Span]) {
    let mut shared = vec![false; poles.len()];
    for span in spans.iter().filter(|span| span.high) {
        for pole in span.poles.into_iter().flatten() {
            shared[pole] = true;
        }
    }
    for (index, span) in spans.iter().enumerate() {
        for pole in span.poles.into_iter().flatten() {
            let down = match (span.service, span.high, shared[pole]) {
                (true, _, false) => DROP_M,
                (true, _, true) => HIGH_ARM_M + UNDER_HIGH_M + DROP_M,
                (_, true, _) => HIGH_ARM_M,
                (_, _, true) => HIGH_ARM_M + UNDER_HIGH_M,
                (_, _, false) => LOW_ARM_M,
            };
            let height_m = poles[pole].top_m - down;
            poles[pole].holds.push(Hold {
                span: index,
                height_m,
            });
        }
    }
}

/// Finds the pole at a place.
struct Carriers(BTreeMap<(i64, i64), Vec<usize>>);

impl Carriers {
    fn of(poles: &[Pole]) -> Self {
        let mut cells: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, pole) in poles.iter().enumerate() {
            cells.entry(Self::cell(pole.at)).or_default().push(index);
        }
        Self(cells)
    }

    const fn cell(at: Vector) -> (i64, i64) {
        ((at.x / ON_POLE_M) as i64, (at.y / ON_POLE_M) as i64)
    }

    fn nearest(&self, poles: &[Pole], at: Vector) -> Option<usize> {
        let (x, y) = Self::cell(at);
        let cells = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        cells
            .filter_map(|cell| self.0.get(&cell))
            .flatten()
            .map(|&index| (index, (poles[index].at - at).length()))
            .filter(|&(_, apart)| apart < ON_POLE_M)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(index, _)| index)
    }
}

impl Pole {
    fn new(node: AssetRef, at: Vector, figures: &taiqu_grid::catalogue::PoleType) -> Self {
        let top_m = figures.length_m - figures.buried_m;
        let taper = (figures.butt_m - figures.tip_m) / figures.length_m;
        Self {
            node,
            at,
            top_m,
            tip_m: figures.tip_m,
            ground_m: figures.tip_m + taper * top_m,
            buried_m: figures.buried_m,
            crack_nm: figures.crack_nm,
            footing_m_s: None,
            shelter: Shelter::NONE,
            holds: Vec::new(),
        }
    }

    /// Bending moment at the ground line at which it breaks, Nm.
    pub const fn break_nm(&self) -> f64 {
        2.0 * self.crack_nm
    }

    /// The moment of its face about the ground line, m³: its width times height, summed
    /// over the height.
    pub const fn area_moment_m3(&self) -> f64 {
        self.top_m * self.top_m * (self.ground_m + 2.0 * self.tip_m) / 6.0
    }

    /// How it stands in the ground.
    pub const fn embedment(&self, soil: Soil) -> Embedment {
        Embedment {
            depth_m: self.buried_m,
            width_m: self.ground_m,
            soil,
        }
    }
}

impl Span {
    /// Distance of its ends, m.
    pub fn length_m(&self) -> f64 {
        (self.at[1] - self.at[0]).length()
    }

    /// The direction from its first end to its second.
    pub fn ahead(&self) -> Vector {
        (self.at[1] - self.at[0]).direction()
    }

    /// A place on it, from 0 at its first end to 1.
    pub fn point(&self, share: f64) -> Vector {
        self.at[0] + (self.at[1] - self.at[0]) * share
    }

    /// Distance of a place from it, m.
    pub fn away_m(&self, place: Vector) -> f64 {
        let way = self.at[1] - self.at[0];
        let square = way.dot(way);
        let share = if square > 0.0 {
            ((place - self.at[0]).dot(way) / square).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (place - self.point(share)).length()
    }

    /// A wire of it as it was strung.
    pub fn strung(&self, wire: &StrungWire) -> thermal::Span {
        thermal::Span {
            length_m: self.length_m(),
            kg_per_m: wire.kg_per_m,
            stiffness_n: wire.stiffness_n,
            per_k: wire.per_k,
            strung_c: STRUNG_C,
            strung_n: STRUNG_SHARE * wire.breaking_n,
        }
    }

    /// Height over the ground of the middle of a wire of it at `wire_c`, m, where the ground
    /// is level between its ends.
    pub fn clears_m(&self, poles: &[Pole], index: usize, wire: &StrungWire, wire_c: f64) -> f64 {
        let [near, far] = [0, 1].map(|end| self.height_m(end, poles, index));
        f64::midpoint(near, far) + wire.y_m - self.strung(wire).sag_m(wire_c, 0.0)
    }

    /// The least height over the ground that it must keep, m (DL/T 601 and GB 50061, where
    /// people live; drops to houses: DL/T 499).
    pub const fn least_m(&self) -> f64 {
        match (self.high, self.service) {
            (true, _) => 6.5,
            (false, false) => 6.0,
            (false, true) => 2.5,
        }
    }

    /// Height of its lowest wires over the ground at an end, m.
    pub fn height_m(&self, end: usize, poles: &[Pole], index: usize) -> f64 {
        let hold = self.poles[end].and_then(|pole| {
            let mut holds = poles[pole].holds.iter();
            holds.find(|hold| hold.span == index)
        });
        hold.map_or(HOUSE_M, |hold| hold.height_m)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use taiqu_grid::{Conductor, district};

    pub(crate) fn catalogue() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            let folder = home().join("assets/catalogue");
            Catalogue::open(&folder).into_result().expect("it is whole")
        })
    }

    fn home() -> PathBuf {
        taiqu_grid::home::home().expect("the repository is there")
    }

    pub(crate) fn pole_of(id: &str) -> Pole {
        let node = AssetRef::in_area(0, Kind::Node, 0);
        Pole::new(node, Vector::default(), &catalogue().poles[id])
    }

    pub(crate) fn wire(conductor: &str) -> StrungWire {
        let wire = taiqu_grid::catalogue::Wire {
            phase: Conductor::A,
            conductor: conductor.to_owned(),
            x_m: 0.0,
            y_m: 0.0,
            outer_m: catalogue().conductors[conductor].outer_m,
        };
        StrungWire::new(Conductor::A, &wire, catalogue()).expect("the catalogue has it")
    }

    fn town() -> Lines {
        let folder = home().join("scenarios");
        let areas: Vec<PathBuf> = (1..=4)
            .map(|k| folder.join(format!("areas/town-{k}.ron")))
            .collect();
        let line = [folder.join("lines/town.ron")];
        let district = district::open(&areas, &line, catalogue())
            .into_result()
            .expect("the town is whole");
        Lines::of(&district, catalogue())
    }

    #[test]
    fn the_towns_poles_hold_what_hangs_between_them() {
        let lines = town();
        assert!(lines.poles.len() > 60, "{}", lines.poles.len());
        // A taper of 1 in 75 from the top to the ground.
        let pole = &lines.poles[0];
        assert!((pole.ground_m - pole.tip_m - pole.top_m / 75.0).abs() < 1e-9);
        let trunk = lines.spans.iter().filter(|span| span.high);
        let held = trunk.filter(|span| span.poles.iter().all(Option::is_some));
        assert!(held.count() > 12);
        for (index, span) in lines.spans.iter().enumerate() {
            for pole in span.poles.into_iter().flatten() {
                let holds = &lines.poles[pole].holds;
                assert_eq!(holds.iter().filter(|hold| hold.span == index).count(), 1);
                assert!((2.5..11.0).contains(&span.height_m(0, &lines.poles, index)));
            }
            assert!(span.poles.iter().any(Option::is_some) || span.service);
        }
    }

    #[test]
    fn nothing_stands_where_nothing_is_on_record() {
        let lines = Lines::of(&District::default(), catalogue());
        assert!(lines.poles.is_empty() && lines.spans.is_empty());
    }
}
