//! From the twin's picture to the state buffer: one write recolours the district.

use std::collections::{BTreeMap, BTreeSet};

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use taiqu_dispatch::WorkOrder;
use taiqu_dispatch::components::Dispatch;
use taiqu_estimate::components::{
    Abnormal, Finding, FlowState, Limits, NodeState, SupplyState, TransformerState,
};
use taiqu_grid::components::{AssetEntities, Records};
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};
use taiqu_outage::Inquiry;
use taiqu_outage::components::Inquiries;
use taiqu_risk::Risk;
use taiqu_risk::components::Ahead;

use super::condition::{Condition, conditions};
use super::legend::{Legend, legend};
use super::painter::{Painter, solid, terminal};
use super::risk::{endangered, most_endangered};
use super::suspects::Suspects;
use super::{Overlay, Windows};
use crate::network::{SECTION_SLOTS, Slots};
use crate::picking::{HOVER_SLOT, Hovered, SELECTION_SLOT, Selection, stand_in};
use crate::site::Damage;
use crate::stage::{Stage, Truth};
use crate::surface::{SlotFlags, SlotState, Surfaces};
use crate::theme::Theme;
use crate::wreck::Wreck;

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

/// What the twin concluded from all that it was told.
#[derive(SystemParam)]
pub(crate) struct Concluded<'w> {
    abnormal: Option<Res<'w, Abnormal>>,
    inquiries: Option<Res<'w, Inquiries>>,
    ahead: Option<Res<'w, Ahead>>,
    desk: Option<Res<'w, Dispatch>>,
}

impl Concluded<'_> {
    /// Whether there is other of it than before; orders count where they are shown.
    fn is_changed(&self, overlay: Overlay) -> bool {
        self.abnormal
            .as_ref()
            .is_some_and(DetectChanges::is_changed)
            || self
                .inquiries
                .as_ref()
                .is_some_and(DetectChanges::is_changed)
            || self.ahead.as_ref().is_some_and(DetectChanges::is_changed)
            || overlay == Overlay::Damage
                && self.desk.as_ref().is_some_and(DetectChanges::is_changed)
    }

    fn findings(&self) -> &[Finding] {
        self.abnormal.as_ref().map_or(&[], |abnormal| &abnormal.0)
    }

    fn inquiries(&self) -> &[Inquiry] {
        self.inquiries.as_ref().map_or(&[], |all| &all.0)
    }

    fn risk(&self) -> Option<&Risk> {
        self.ahead.as_ref()?.0.as_ref()
    }

    fn orders(&self) -> &[WorkOrder] {
        self.desk.as_ref().map_or(&[], |desk| desk.0.orders())
    }
}

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
    (concluded, limits): (Concluded, Option<Res<Limits>>),
    stage: Res<Stage>,
    (overlay, theme): (Res<Overlay>, Res<Theme>),
    (selection, hovered): (Res<Selection>, Res<Hovered>),
    (slots, windows): (Res<Slots>, Res<Windows>),
    (surfaces, wreck): (Res<Surfaces>, Res<Wreck>),
    mut legend_out: ResMut<Legend>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    (mut last, mut told): (Local<Vec<SlotState>>, Local<Option<Truth>>),
) {
    let asked = overlay.is_changed() || theme.is_changed() || slots.is_changed();
    let touched = selection.is_changed() || hovered.is_changed() || wreck.is_changed();
    let found = concluded.is_changed(*overlay);
    let revealed = *told != stage.truth;
    if !(asked || touched || found || revealed) && renewed.is_empty() {
        return;
    }
    told.clone_from(&stage.truth);
    let inquiries = concluded.inquiries();
    let suspects = Suspects::of(inquiries);
    let limits = limits.map_or_else(Limits::default, |limits| *limits);
    let state = |asset: AssetRef| {
        entities
            .0
            .get(&asset)
            .and_then(|&entity| believed.get(entity).ok())
    };
    let risk = concluded.risk();
    let most = match *overlay {
        Overlay::Risk => 100.0 * risk.map_or(0.0, most_endangered),
        _ => records
            .0
            .all(Kind::Section)
            .filter_map(|s| state(s)?.1)
            .map(|f| f.current_a[3])
            .fold(0.0, f64::max),
    };
    let legend = legend(*overlay, &theme, &limits, &records.0, most);
    let painter = Painter {
        district: &records.0,
        theme: &theme,
        overlay: *overlay,
        scale: &legend.scale,
        suspects: &suspects,
    };

    let mut sheet = Sheet {
        states: vec![SlotState::default(); slots.count as usize],
        slots: &slots,
        district: &records.0,
    };
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
            sheet.states[(slot + order) as usize] = state;
        });
    }
    match *overlay {
        Overlay::Normal => sheet.paint_alarms(&painter, concluded.findings(), inquiries),
        Overlay::Failed => sheet.paint_suspects(&painter),
        Overlay::Risk => sheet.paint_risk(&painter, risk),
        Overlay::Damage => {
            let sections = records.0.all(Kind::Section);
            let flows = sections.filter_map(|section| Some((section, state(section)?.1?)));
            let silent = flows.filter(|(_, flow)| flow.live.and(Phases::ABC).is_empty());
            let silent = silent.map(|(section, _)| section);
            let known = conditions(concluded.orders(), inquiries, silent);
            sheet.paint_conditions(&theme, &known);
        }
        _ => {}
    }
    if let Some(truth) = &stage.truth {
        sheet.paint_truth(&theme, truth);
    }
    let supplied = |meter| {
        state(meter)
            .and_then(|s| s.3)
            .is_none_or(|supply| supply.live)
    };
    sheet.light_windows(&windows, supplied);
    sheet.light_lamps(|node| {
        let of_node = state(node).and_then(|s| s.0);
        of_node.is_none_or(|node| !node.live.is_empty())
    });
    for (asset, flag) in [
        (selection.0, SlotFlags::SELECTED),
        (hovered.0, SlotFlags::HOVERED),
    ] {
        if let Some(asset) = asset {
            sheet.mark(asset, |slot| slot.flags |= flag);
        }
    }
    sheet.hide(&wreck.0);
    let mut states = sheet.states;
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

/// The states in the making.
struct Sheet<'a> {
    states: Vec<SlotState>,
    slots: &'a Slots,
    district: &'a District,
}

impl Sheet<'_> {
    /// What is abnormal, and what is held to have failed.
    fn paint_alarms(&mut self, painter: &Painter, findings: &[Finding], inquiries: &[Inquiry]) {
        for finding in findings.iter().rev() {
            let state = painter.alarm(finding.kind.priority());
            for asset in shown_at(self.district, finding.asset) {
                self.mark(asset, |slot| {
                    *slot = SlotState {
                        flags: slot.flags & SlotFlags::DEAD | state.flags,
                        ..state
                    };
                });
            }
        }
        let incidents = inquiries.iter().flat_map(Inquiry::incidents);
        for incident in incidents.filter(|incident| incident.is_open()) {
            self.paint_part(incident.part, incident.phases, painter.alarm(1));
        }
    }

    /// What may have failed; sections have been painted conductor by conductor.
    fn paint_suspects(&mut self, painter: &Painter) {
        let suspects = painter.suspects.iter();
        for (asset, p) in suspects.filter(|(one, _)| one.kind != Kind::Section) {
            self.paint_part(asset, Phases::NONE, painter.suspected(p));
        }
    }

    /// What a storm to come will probably bring down or put under water, and who will be
    /// dark. Nothing else keeps a colour: what has failed already is another question.
    fn paint_risk(&mut self, painter: &Painter, risk: Option<&Risk>) {
        for (asset, p) in risk.map(endangered).unwrap_or_default() {
            let state = painter.suspected(p);
            self.paint_part(asset, self.conductors(asset), state);
        }
    }

    /// What is known of parts, and nothing else.
    fn paint_conditions(&mut self, theme: &Theme, known: &BTreeMap<AssetRef, Condition>) {
        for (&asset, &condition) in known {
            let flags = match condition {
                Condition::Broken | Condition::Suspected => SlotFlags::ALARM,
                Condition::Whole | Condition::Silent => 0,
            };
            let state = solid(theme.condition(condition), 1.0, flags);
            self.paint_part(asset, self.conductors(asset), state);
        }
    }

    /// The conductors of a section.
    fn conductors(&self, asset: AssetRef) -> Phases {
        if asset.kind != Kind::Section {
            return Phases::NONE;
        }
        self.district.network(asset.place).sections[asset.index as usize].phases
    }

    /// What is true, over all that is believed.
    fn paint_truth(&mut self, theme: &Theme, truth: &Truth) {
        let dead = solid(theme.roles.truth, 0.55, SlotFlags::DEAD);
        let failed = solid(theme.roles.truth, 1.0, SlotFlags::ALARM);
        for &(asset, phases) in &truth.dead {
            self.paint_part(asset, phases, dead);
        }
        for &(asset, phases) in &truth.failed {
            self.paint_part(asset, phases, failed);
        }
    }

    /// Paints conductors of a section, or what stands for another thing.
    fn paint_part(&mut self, asset: AssetRef, phases: Phases, state: SlotState) {
        if asset.kind == Kind::Section {
            let first = self.slots.of_asset(asset);
            for conductor in phases.iter().filter(|_| first != 0) {
                self.states[first as usize + conductor.index()] = state;
            }
            return;
        }
        for one in shown_at(self.district, asset) {
            let drawn = |asset: &AssetRef| self.slots.of_asset(*asset) != 0;
            let mut stands = std::iter::successors(Some(one), |&one| stand_in(self.district, one));
            if let Some(drawn) = stands.find(drawn) {
                self.mark(drawn, |slot| *slot = state);
            }
        }
    }

    /// Poles look as their nodes do; what a storm brought down is not where it was.
    fn hide(&mut self, damage: &Damage) {
        for (node, slot) in self.slots.poles() {
            self.states[slot as usize] = self.states[self.slots.of_asset(node) as usize];
        }
        for pole in &damage.poles {
            let slot = self.slots.of_pole(pole.node);
            self.states[slot as usize].flags |= SlotFlags::GONE;
        }
        for tree in &damage.trees {
            let (area, index) = tree.tree;
            let slot = self.slots.of_tree(usize::from(area), index as usize);
            self.states[slot as usize].flags |= SlotFlags::GONE;
        }
        for wire in &damage.wires {
            let first = self.slots.of_asset(wire.section);
            for conductor in wire.conductors.iter().filter(|_| first != 0) {
                let slot = first as usize + conductor.index();
                self.states[slot].flags |= SlotFlags::DOWN;
            }
        }
        // Slot 0 is nobody's, and shows.
        self.states[0] = SlotState::default();
    }

    fn light_windows(&mut self, windows: &Windows, supplied: impl Fn(AssetRef) -> bool) {
        for (building, meters) in windows.0.iter().enumerate() {
            let slot = &mut self.states[self.slots.of_building(building) as usize];
            slot.flags |= light(meters, &supplied);
        }
    }

    /// Street lamps hang on nodes.
    fn light_lamps(&mut self, live: impl Fn(AssetRef) -> bool) {
        for node in self.district.all(Kind::Node) {
            if live(node) {
                self.mark(node, |slot| slot.flags |= SlotFlags::LIT);
            }
        }
    }

    fn mark(&mut self, asset: AssetRef, change: impl Fn(&mut SlotState)) {
        let first = self.slots.of_asset(asset);
        if first == 0 {
            return;
        }
        let count = if asset.kind == Kind::Section {
            SECTION_SLOTS
        } else {
            1
        };
        self.states[first as usize..(first + count) as usize]
            .iter_mut()
            .for_each(change);
    }
}

/// Whether the windows of a building are lit after dark, or nobody there has supply.
fn light(meters: &BTreeSet<AssetRef>, supplied: impl Fn(AssetRef) -> bool) -> u32 {
    match meters.iter().any(|&meter| supplied(meter)) {
        true => SlotFlags::LIT,
        false if meters.is_empty() => 0,
        false => SlotFlags::OUT,
    }
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
