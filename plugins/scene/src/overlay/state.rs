//! From the twin's picture to the state buffer: one write recolours the district.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use taiqu_estimate::components::{
    Abnormal, FindingKind, FlowState, Limits, NodeState, SupplyState, TransformerState,
};
use taiqu_grid::components::{AssetEntities, Records};
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};

use super::legend::{Legend, Scale, legend};
use super::quantity::{self, Shown};
use super::{Overlay, Windows};
use crate::network::{SECTION_SLOTS, Slots};
use crate::picking::{HOVER_SLOT, Hovered, SELECTION_SLOT, Selection};
use crate::surface::{SlotFlags, SlotState, Surfaces};
use crate::theme::{Rgb, Theme};

/// What the twin says of a thing.
type Believed = (
    Option<&'static NodeState>,
    Option<&'static FlowState>,
    Option<&'static TransformerState>,
    Option<&'static SupplyState>,
);

/// Any of it is new.
type Renewed = Or<(
    Changed<NodeState>,
    Changed<FlowState>,
    Changed<TransformerState>,
    Changed<SupplyState>,
)>;

/// Writes the state buffer and the legend when anything they show has changed.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub(crate) fn recolour(
    records: Res<Records>,
    entities: Res<AssetEntities>,
    believed: Query<Believed>,
    renewed: Query<(), Renewed>,
    (abnormal, limits): (Option<Res<Abnormal>>, Option<Res<Limits>>),
    (overlay, theme): (Res<Overlay>, Res<Theme>),
    (selection, hovered): (Res<Selection>, Res<Hovered>),
    (slots, windows, surfaces): (Res<Slots>, Res<Windows>, Res<Surfaces>),
    mut legend_out: ResMut<Legend>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut last: Local<Vec<SlotState>>,
) {
    let asked = overlay.is_changed() || theme.is_changed() || slots.is_changed();
    let touched = selection.is_changed() || hovered.is_changed();
    let found = abnormal.as_ref().is_some_and(DetectChanges::is_changed);
    if !(asked || touched || found) && renewed.is_empty() {
        return;
    }
    let limits = limits.map_or_else(Limits::default, |limits| *limits);
    let state = |asset: AssetRef| {
        entities
            .0
            .get(&asset)
            .and_then(|&entity| believed.get(entity).ok())
    };
    let most_neutral_a = records
        .0
        .all(Kind::Section)
        .filter_map(|s| state(s)?.1)
        .map(|f| f.current_a[3]);
    let legend = legend(
        *overlay,
        &theme,
        &limits,
        &records.0,
        most_neutral_a.fold(0.0, f64::max),
    );
    let painter = Painter {
        district: &records.0,
        theme: &theme,
        overlay: *overlay,
        scale: &legend.scale,
    };

    let mut states = vec![SlotState::default(); slots.count as usize];
    for (asset, slot) in slots.iter() {
        let Some(mut seen) = state(asset) else {
            continue;
        };
        if seen.0.is_none() {
            seen.0 = terminal(&records.0, asset)
                .and_then(state)
                .and_then(|at| at.0);
        }
        painter.colour(asset, seen, |order, state| {
            states[(slot + order) as usize] = state
        });
    }
    if *overlay == Overlay::Normal {
        for finding in abnormal.iter().flat_map(|abnormal| abnormal.0.iter().rev()) {
            let state = painter.alarm(finding.kind);
            for asset in shown_at(&records.0, finding.asset) {
                mark(&mut states, &slots, asset, |slot| {
                    *slot = SlotState {
                        flags: slot.flags & SlotFlags::DEAD | state.flags,
                        ..state
                    };
                });
            }
        }
    }
    let lit = |meters: &BTreeSet<AssetRef>| {
        meters.iter().any(|&meter| {
            state(meter)
                .and_then(|s| s.3)
                .is_none_or(|supply| supply.live)
        })
    };
    for (slot, meters) in windows.0.iter().enumerate() {
        if lit(meters) && !meters.is_empty() {
            states[slots.of_building(slot) as usize].flags |= SlotFlags::LIT;
        }
    }
    for (asset, flag) in [
        (selection.0, SlotFlags::SELECTED),
        (hovered.0, SlotFlags::HOVERED),
    ] {
        if let Some(asset) = asset {
            mark(&mut states, &slots, asset, |slot| slot.flags |= flag);
        }
    }
    states[SELECTION_SLOT as usize] = solid(theme.roles.selection, 1.0, 0);
    states[HOVER_SLOT as usize] = solid(theme.roles.selection, 0.5, 0);
    if *last != states
        && let Some(mut buffer) = buffers.get_mut(&surfaces.slots)
    {
        buffer.set_data(states.clone());
        *last = states;
    }
    legend_out.set_if_neq(legend);
}

fn mark(states: &mut [SlotState], slots: &Slots, asset: AssetRef, change: impl Fn(&mut SlotState)) {
    let first = slots.of_asset(asset);
    if first == 0 {
        return;
    }
    let count = if asset.kind == Kind::Section {
        SECTION_SLOTS
    } else {
        1
    };
    states[first as usize..(first + count) as usize]
        .iter_mut()
        .for_each(change);
}

/// The node whose voltage a thing shows: the far end of a section, a box's busbar, a
/// transformer's low-voltage side.
fn terminal(district: &District, asset: AssetRef) -> Option<AssetRef> {
    let index = asset.index as usize;
    let node = match (asset.kind, asset.place) {
        (Kind::Section, _) => district.network(asset.place).sections[index].to,
        (Kind::Box, Place::Area(k)) => district.areas[usize::from(k)].boxes[index].node,
        (Kind::Transformer, Place::Area(k)) => {
            district.areas[usize::from(k)].transformers[index].lv
        }
        _ => return None,
    };
    Some(AssetRef {
        kind: Kind::Node,
        index: node as u32,
        ..asset
    })
}

/// A customer's trouble shows on its meter and on the box on the wall.
fn shown_at(district: &District, asset: AssetRef) -> Vec<AssetRef> {
    let Place::Area(k) = asset.place else {
        return vec![asset];
    };
    let area = &district.areas[usize::from(k)];
    let other = |kind, index: usize| AssetRef {
        kind,
        index: index as u32,
        ..asset
    };
    let meter = match asset.kind {
        Kind::Customer => area.customers[asset.index as usize].meter,
        Kind::Meter => Some(asset.index as usize),
        Kind::Load => area.loads[asset.index as usize]
            .customer
            .and_then(|c| area.customers[c].meter),
        _ => return vec![asset],
    };
    meter.map_or_else(Vec::new, |meter| {
        vec![
            other(Kind::Meter, meter),
            other(Kind::Box, area.meters[meter].box_index),
        ]
    })
}

fn solid(colour: Rgb, share: f32, flags: u32) -> SlotState {
    let [r, g, b] = colour.0;
    SlotState {
        colour: u32::from_le_bytes([r, g, b, (share * 255.0) as u8]),
        flags,
    }
}

struct Painter<'a> {
    district: &'a District,
    theme: &'a Theme,
    overlay: Overlay,
    scale: &'a Scale,
}

type Seen<'a> = (
    Option<&'a NodeState>,
    Option<&'a FlowState>,
    Option<&'a TransformerState>,
    Option<&'a SupplyState>,
);

impl Painter<'_> {
    /// The states of a thing's slots, by order.
    fn colour(
        &self,
        asset: AssetRef,
        (node, flow, transformer, supply): Seen,
        mut put: impl FnMut(u32, SlotState),
    ) {
        let index = asset.index as usize;
        match asset.kind {
            Kind::Section => {
                let section = &self.district.network(asset.place).sections[index];
                for conductor in Conductor::ALL {
                    let voltage = self.voltage(asset, node);
                    put(
                        conductor.index() as u32,
                        self.wire(flow, voltage, section.phases, conductor),
                    );
                }
            }
            Kind::Transformer => {
                let own = transformer.map_or(Shown::Nothing, |state| {
                    quantity::transformer(self.overlay, state)
                });
                let shown = if own == Shown::Nothing {
                    self.voltage(asset, node)
                } else {
                    own
                };
                put(0, self.state(shown));
            }
            Kind::Meter => {
                let Place::Area(k) = asset.place else { return };
                let phases = self.district.areas[usize::from(k)].meters[index]
                    .connection
                    .phases();
                let Some(state) = supply else { return };
                put(
                    0,
                    self.by_phase(
                        state.live,
                        phases,
                        quantity::meter(self.overlay, state, phases),
                    ),
                );
            }
            _ => {
                let Some(state) = node else { return };
                let shown = self.voltage(asset, node);
                put(
                    0,
                    self.by_phase(shown != Shown::Dead, state.live.and(Phases::ABC), shown),
                );
            }
        }
    }

    /// Voltage of the node at which `asset` is.
    fn voltage(&self, asset: AssetRef, state: Option<&NodeState>) -> Shown {
        let Some(state) = state else {
            return Shown::Nothing;
        };
        let node = if asset.kind == Kind::Node {
            Some(asset)
        } else {
            terminal(self.district, asset)
        };
        let nodes = &self.district.network(asset.place).nodes;
        let nominal_v = node
            .and_then(|node| nodes.get(node.index as usize))
            .map_or(380.0, |n| n.nominal_v);
        quantity::node(
            self.overlay,
            state,
            nominal_v / 3_f64.sqrt(),
            shown_voltage(self.district),
        )
    }

    /// One conductor of a section, whose far end has `voltage`.
    fn wire(
        &self,
        flow: Option<&FlowState>,
        voltage: Shown,
        phases: Phases,
        conductor: Conductor,
    ) -> SlotState {
        let Some(flow) = flow else {
            return SlotState::default();
        };
        let is_dead = match conductor {
            Conductor::N => flow.live.and(Phases::ABC).is_empty(),
            phase => !flow.live.has(phase),
        };
        if is_dead {
            return solid(self.theme.roles.dead, 0.9, SlotFlags::DEAD);
        }
        if self.overlay == Overlay::Phase {
            return solid(self.theme.phases.all()[conductor.index()], 1.0, 0);
        }
        let own = quantity::flow(self.overlay, flow, phases);
        self.state(if own == Shown::Nothing { voltage } else { own })
    }

    fn by_phase(&self, live: bool, phases: Phases, shown: Shown) -> SlotState {
        match (self.overlay, phases.len()) {
            _ if !live => self.state(Shown::Dead),
            (Overlay::Phase, 1) => {
                let phase = phases.iter().next().map_or(0, Conductor::index);
                solid(self.theme.phases.all()[phase], 1.0, 0)
            }
            _ => self.state(shown),
        }
    }

    fn state(&self, shown: Shown) -> SlotState {
        match shown {
            Shown::Dead => solid(self.theme.roles.dead, 0.9, SlotFlags::DEAD),
            Shown::Value(value) => match self.scale.colour(value) {
                Some(colour) => solid(colour, 1.0, 0),
                None => SlotState::default(),
            },
            Shown::Nothing if self.overlay == Overlay::Energised => solid(
                self.theme.ramps.loading.last().copied().unwrap_or_default(),
                1.0,
                0,
            ),
            Shown::Nothing => SlotState::default(),
        }
    }

    fn alarm(&self, kind: FindingKind) -> SlotState {
        let roles = &self.theme.roles;
        let colour = match kind {
            FindingKind::Dead | FindingKind::Overload => roles.p1,
            FindingKind::HighVoltage | FindingKind::LowVoltage => roles.p2,
            FindingKind::HeavyLoad | FindingKind::Unbalance => roles.p3,
            FindingKind::ReverseFlow => roles.p4,
        };
        solid(colour, 1.0, SlotFlags::ALARM)
    }
}

/// The nominal phase voltage in which voltages are shown, V.
pub(super) fn shown_voltage(district: &District) -> f64 {
    district
        .areas
        .first()
        .map_or(220.0, |area| area.nominal_v / 3_f64.sqrt())
}
