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
    /// The sections and switches between each customer and the source.
    pub(crate) paths: Vec<(AssetRef, Vec<AssetRef>)>,
    /// The switch that opens for a short circuit of each section.
    pub(crate) opens: BTreeMap<AssetRef, AssetRef>,
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
        let topology = Topology::of(records);
        let paths = records.all(Kind::Customer).map(|customer| {
            let path = topology.upstream(customer).into_iter();
            let matters = |asset: &AssetRef| matches!(asset.kind, Kind::Section | Kind::Switch);
            (customer, path.filter(matters).collect())
        });
        let opens = records.all(Kind::Section).filter_map(|section| {
            let path = topology.upstream(section).into_iter();
            let mut switches = path.filter(|asset| asset.kind == Kind::Switch);
            Some((section, switches.next()?))
        });
        Self {
            ground,
            poles: poles.collect(),
            trees: beside(records, &lines),
            spans: spans.map(|(index, span)| (span.section, index)).collect(),
            paths: paths.collect(),
            opens: opens.collect(),
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
