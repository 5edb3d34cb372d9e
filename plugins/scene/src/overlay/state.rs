//! From the twin's picture to the state buffer: one write recolours the district.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use taiqu_estimate::components::{
    Abnormal, FlowState, Limits, NodeState, SupplyState, TransformerState,
};
use taiqu_grid::components::{AssetEntities, Records};
use taiqu_grid::{AssetRef, District, Kind, Place};

use super::legend::{Legend, legend};
use super::painter::{Painter, solid, terminal};
use super::{Overlay, Windows};
use crate::network::{SECTION_SLOTS, Slots};
use crate::picking::{HOVER_SLOT, Hovered, SELECTION_SLOT, Selection};
use crate::surface::{SlotFlags, SlotState, Surfaces};
use crate::theme::Theme;

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
            states[(slot + order) as usize] = state;
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
    let supplied = |meter| {
        state(meter)
            .and_then(|s| s.3)
            .is_none_or(|supply| supply.live)
    };
    for (building, meters) in windows.0.iter().enumerate() {
        let slot = &mut states[slots.of_building(building) as usize];
        slot.flags |= light(meters, supplied);
    }
    // Street lamps hang on nodes.
    for node in records.0.all(Kind::Node) {
        let of_node = state(node).and_then(|s| s.0);
        if of_node.is_none_or(|node| !node.live.is_empty()) {
            mark(&mut states, &slots, node, |slot| {
                slot.flags |= SlotFlags::LIT;
            });
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

/// Whether the windows of a building are lit after dark, or nobody there has supply.
fn light(meters: &BTreeSet<AssetRef>, supplied: impl Fn(AssetRef) -> bool) -> u32 {
    match meters.iter().any(|&meter| supplied(meter)) {
        true => SlotFlags::LIT,
        false if meters.is_empty() => 0,
        false => SlotFlags::OUT,
    }
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
