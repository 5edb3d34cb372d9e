//! The picture as values of the things' components.

use num_complex::Complex64;
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};
use taiqu_link::Reading;

use crate::components::{
    FlowState, NodeState, Origin, Quality, SupplyState, SwitchState, TransformerState,
};
use crate::picture::{Picture, Sample, Station};
use crate::supplies::Supplies;

/// The values of all things, each list in the order of `District::all`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct States {
    /// Of nodes.
    pub nodes: Vec<NodeState>,
    /// Of sections.
    pub sections: Vec<FlowState>,
    /// Of switches: flow, and position.
    pub switches: Vec<(FlowState, SwitchState)>,
    /// Of transformers.
    pub transformers: Vec<TransformerState>,
    /// Of meters.
    pub meters: Vec<SupplyState>,
    /// Of customers; none for one without meter and load.
    pub customers: Vec<Option<SupplyState>>,
    /// Of loads.
    pub loads: Vec<SupplyState>,
    /// Boxes that were broken open.
    pub forced: Vec<AssetRef>,
    /// Meters that are tampered with.
    pub tampered: Vec<AssetRef>,
}

impl States {
    /// The values of `picture`.
    pub fn of(picture: &Picture) -> Self {
        let records = &*picture.records;
        let quality = Qualities::of(picture);
        let Supplies {
            meters,
            loads,
            customers,
        } = Supplies::of(picture, |place| quality.at(place));
        let told = picture.tampered.iter().filter(|(_, (_, still))| *still);
        let mut tampered: Vec<AssetRef> = told.map(|(&(meter, _), _)| meter).collect();
        tampered.dedup();
        Self {
            nodes: records
                .all(Kind::Node)
                .map(|node| node_state(picture, node, quality.at(node.place)))
                .collect(),
            sections: records
                .all(Kind::Section)
                .map(|section| section_state(picture, section, quality.at(section.place)))
                .collect(),
            switches: records
                .all(Kind::Switch)
                .map(|switch| switch_state(picture, switch, quality.at(switch.place)))
                .collect(),
            transformers: (0..picture.stations.len())
                .map(|k| transformer_state(picture, k, &quality))
                .collect(),
            meters,
            customers,
            loads,
            forced: picture
                .forced
                .iter()
                .filter(|(_, (_, forced))| *forced)
                .map(|(&lock, _)| lock)
                .collect(),
            tampered,
        }
    }
}

/// What computed values of each place rest on.
struct Qualities {
    lines: Quality,
    areas: Vec<Quality>,
}

impl Qualities {
    /// A place is computed when every meter in it has told something and its
    /// terminals have; a line, when all places are.
    fn of(picture: &Picture) -> Self {
        let computed = |yes: bool| Quality {
            origin: if yes {
                Origin::Computed
            } else {
                Origin::Assumed
            },
            as_of: picture.solved_at,
        };
        let mut told = vec![true; picture.records.areas.len()];
        let slots = picture.metered.slots.iter().zip(&picture.words);
        for (slot, word) in slots {
            if let Place::Area(k) = slot.point.meter.place {
                told[usize::from(k)] &= word.reading.is_some() || word.cut;
            }
        }
        Self {
            lines: computed(told.iter().all(|&t| t)),
            areas: told.into_iter().map(computed).collect(),
        }
    }

    fn at(&self, place: Place) -> Quality {
        match place {
            Place::Line(_) => self.lines,
            Place::Area(k) => self.areas[usize::from(k)],
        }
    }
}

fn node_state(picture: &Picture, node: AssetRef, quality: Quality) -> NodeState {
    let v = picture.voltages(node);
    let live = picture.live(node);
    let neutral = v[Conductor::N.index()];
    let phase_v = [Conductor::A, Conductor::B, Conductor::C].map(|c| {
        if live.has(c) {
            (v[c.index()] - neutral).norm()
        } else {
            0.0
        }
    });
    NodeState {
        phase_v,
        neutral_v: neutral.norm(),
        live,
        quality,
    }
}

fn section_state(picture: &Picture, section: AssetRef, quality: Quality) -> FlowState {
    let item = &picture.records.network(section.place).sections[section.index as usize];
    let current = picture.solution().section_current(section);
    let ends = (item.from, item.to);
    flow(
        picture,
        section,
        ends,
        item.phases,
        current,
        item.ampacity_a,
        quality,
    )
}

fn switch_state(picture: &Picture, switch: AssetRef, quality: Quality) -> (FlowState, SwitchState) {
    let item = &picture.records.network(switch.place).switches[switch.index as usize];
    let current = picture.solution().switch_current(switch);
    let ends = (item.from, item.to);
    let (phases, rated_a) = (item.phases, item.rated_a);
    let state = flow(picture, switch, ends, phases, current, rated_a, quality);
    let closed = picture.known.is_closed(switch);
    (state, SwitchState { closed })
}

fn flow(
    picture: &Picture,
    asset: AssetRef,
    (from, to): (usize, usize),
    phases: Phases,
    current: [Complex64; 4],
    ampacity_a: Option<f64>,
    quality: Quality,
) -> FlowState {
    let node = |index: usize| AssetRef {
        kind: Kind::Node,
        index: index as u32,
        ..asset
    };
    let live = picture
        .live(node(from))
        .and(picture.live(node(to)))
        .and(phases);
    let current_a = current.map(Complex64::norm);
    let most = current_a[..3].iter().copied().fold(0.0, f64::max);
    FlowState {
        current_a,
        loading: ampacity_a.map_or(0.0, |limit| most / limit),
        live,
        quality,
    }
}

fn transformer_state(picture: &Picture, k: usize, quality: &Qualities) -> TransformerState {
    let station = &picture.stations[k];
    let transformer = station.transformer;
    let (sample, quality) = match station.sample {
        Some(sample) => (
            sample,
            Quality {
                origin: Origin::Measured,
                as_of: sample.at,
            },
        ),
        None => (computed(picture, station), quality.at(transformer.place)),
    };
    let current_a = sample.current_a;
    let most = current_a[..3].iter().copied().fold(0.0, f64::max);
    let least = current_a[..3].iter().copied().fold(f64::MAX, f64::min);
    let power_w: f64 = sample.reading.power_w.iter().sum();
    let reactive_var = sample.reading.reactive_var.iter().sum();
    let rated_va = rated_kva(&picture.records, transformer) * 1e3;
    TransformerState {
        current_a,
        power_kw: sample.reading.power_w.map(|p| p / 1e3),
        loading: power_w.hypot(reactive_var) / rated_va,
        unbalance: if most > 0.0 {
            (most - least) / most
        } else {
            0.0
        },
        tap: sample.tap,
        quality,
    }
}

/// What the terminal of a station would tell if the power flow were true.
fn computed(picture: &Picture, station: &Station) -> Sample {
    let (_, current) = picture.solution().transformer_current(station.transformer);
    let voltage = station.terminals.voltages(picture.voltages(station.node));
    let power = [0, 1, 2].map(|k| voltage[k] * current[k].conj());
    Sample {
        at: picture.solved_at,
        reading: Reading {
            voltage_v: voltage.map(Complex64::norm),
            power_w: power.map(|s| s.re),
            reactive_var: power.map(|s| s.im),
        },
        current_a: current.map(Complex64::norm),
        tap: picture.known.tap_of(station.transformer),
    }
}

fn rated_kva(records: &District, transformer: AssetRef) -> f64 {
    match transformer.place {
        Place::Area(k) => {
            let items = &records.areas[usize::from(k)].transformers;
            items[transformer.index as usize].rating.kva
        }
        Place::Line(_) => f64::INFINITY,
    }
}
