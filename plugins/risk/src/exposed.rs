//! What the records say stands in the wind, and what hangs on it.

use std::collections::BTreeMap;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};
use taiqu_structure::{Exposure, Ground, Lines, Resistance, Tree, Vector};

/// What stands in the wind, and what hangs on it.
#[derive(Clone, Debug)]
pub struct Exposed {
    pub(crate) lines: Lines,
    pub(crate) ground: Ground,
    pub(crate) poles: Vec<Standing>,
    /// Trees that could hit a span, for each span.
    pub(crate) trees: Vec<Vec<Beside>>,
    /// The span of each section.
    pub(crate) spans: BTreeMap<AssetRef, usize>,
    /// What is between each customer and the source.
    pub(crate) paths: Vec<Path>,
    /// For each switch the poles of the sections for whose short circuits it opens.
    pub(crate) behind: BTreeMap<AssetRef, Vec<Holds>>,
}

/// What is between a customer and the source.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub customer: AssetRef,
    pub spans: Vec<usize>,
    pub switches: Vec<AssetRef>,
    pub poles: Vec<Holds>,
}

/// A pole, and how many of some spans it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holds {
    pub pole: usize,
    pub mains: i32,
    pub drops: i32,
}

impl Holds {
    /// The poles of spans, of which each has two and may be a drop: each pole once.
    pub fn of(spans: impl Iterator<Item = ([Option<usize>; 2], bool)>) -> Vec<Self> {
        let mut poles: BTreeMap<usize, [i32; 2]> = BTreeMap::new();
        for (ends, drop) in spans {
            for pole in ends.into_iter().flatten() {
                poles.entry(pole).or_default()[usize::from(drop)] += 1;
            }
        }
        let poles = poles.into_iter();
        let poles = poles.map(|(pole, [mains, drops])| Self { pole, mains, drops });
        poles.collect()
    }
}

/// A pole as it should bear.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub exposure: Exposure,
    pub resists: Resistance,
}

/// A tree beside a span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside {
    pub height_m: f64,
    /// From the tree to the nearest place of the span, and how much of the circle around
    /// the tree the span takes up at that distance, half of it, rad.
    pub towards: Vector,
    pub half_rad: f64,
    /// Whether it tears the wires when it hits.
    pub tears: bool,
}

impl Exposed {
    /// What the records of a district say, built as `ground` says.
    pub fn of(records: &District, catalogue: &Catalogue, ground: Ground) -> Self {
        let lines = Lines::of(records, catalogue);
        let poles = (0..lines.poles.len()).map(|pole| {
            let exposure = Exposure::of(&lines, pole);
            let resists = Resistance::of(&lines, pole, &exposure, &ground);
            Standing { exposure, resists }
        });
        let spans = lines.spans.iter().enumerate();
        let spans: BTreeMap<AssetRef, usize> =
            spans.map(|(index, span)| (span.section, index)).collect();
        let holds = |of: &[usize]| {
            let items = of.iter().map(|&span| &lines.spans[span]);
            Holds::of(items.map(|span| (span.poles, span.service)))
        };
        let topology = Topology::of(records);
        let switches = |asset: AssetRef| {
            let path = topology.upstream(asset).into_iter();
            path.filter(|above| above.kind == Kind::Switch)
        };
        let paths = records.all(Kind::Customer).map(|customer| {
            let path = topology.upstream(customer);
            let own: Vec<usize> = path
                .iter()
                .filter_map(|above| spans.get(above).copied())
                .collect();
            Path {
                customer,
                switches: switches(customer).collect(),
                poles: holds(&own),
                spans: own,
            }
        });
        let mut opens: BTreeMap<AssetRef, Vec<usize>> = BTreeMap::new();
        for (&section, &span) in &spans {
            if let Some(switch) = switches(section).next() {
                opens.entry(switch).or_default().push(span);
            }
        }
        let behind = opens
            .into_iter()
            .map(|(switch, spans)| (switch, holds(&spans)));
        Self {
            ground,
            poles: poles.collect(),
            trees: beside(records, &lines),
            paths: paths.collect(),
            behind: behind.collect(),
            spans,
            lines,
        }
    }
}

fn beside(records: &District, lines: &Lines) -> Vec<Vec<Beside>> {
    let areas = records.areas.iter();
    let trees: Vec<(Vector, Tree)> = areas
        .flat_map(|area| &area.surroundings.trees)
        .map(|tree| {
            let height_m = tree.height_m;
            (Vector::from(tree.at), Tree { height_m })
        })
        .collect();
    let of_span = |index: usize| -> Vec<Beside> {
        let span = &lines.spans[index];
        let ends = [0, 1].map(|end| span.height_m(end, &lines.poles, index));
        let above = f64::midpoint(ends[0], ends[1]);
        let near = trees.iter().filter_map(|&(at, tree)| {
            let reach = tree.reach_m(above)?;
            let along = (at - span.at[0])
                .dot(span.ahead())
                .clamp(0.0, span.length_m());
            let towards = span.at[0] + span.ahead() * along - at;
            let apart = towards.length();
            if apart > reach + Tree::CROWN * tree.height_m {
                return None;
            }
            // Where the stem comes to lie within the crown's width of a span that passes at
            // `apart`, as far as the tree reaches.
            let chord =
                (reach * reach - apart * apart).max(0.0).sqrt() + Tree::CROWN * tree.height_m;
            let half_rad = chord.atan2(apart.max(0.1)).min(std::f64::consts::FRAC_PI_2);
            Some(Beside {
                height_m: tree.height_m,
                towards: towards.direction(),
                half_rad,
                tears: tree.harms(span),
            })
        });
        near.collect()
    };
    (0..lines.spans.len()).map(of_span).collect()
}
