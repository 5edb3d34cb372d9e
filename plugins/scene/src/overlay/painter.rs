//! The colour of one thing: from its state, its overlay and its alarms.

use taiqu_estimate::components::{FlowState, NodeState, SupplyState, TransformerState};
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};
use taiqu_link::metering::to_neutral_v;

use super::Overlay;
use super::legend::Scale;
use super::quantity::{self, Shown};
use super::suspects::Suspects;
use crate::surface::{SlotFlags, SlotState};
use crate::theme::{Rgb, Theme};

/// Colours things by what the twin says of them.
pub struct Painter<'a> {
    /// The records.
    pub district: &'a District,
    /// All colours.
    pub theme: &'a Theme,
    /// What is shown.
    pub overlay: Overlay,
    /// Colours of its values.
    pub scale: &'a Scale,
    /// What may have failed.
    pub suspects: &'a Suspects,
}

/// What the twin says of a thing.
pub type Seen<'a> = (
    Option<&'a NodeState>,
    Option<&'a FlowState>,
    Option<&'a TransformerState>,
    Option<&'a SupplyState>,
);

impl Painter<'_> {
    /// The states of a thing's slots, by order.
    pub fn colour(
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
                    let order = conductor.index();
                    let suspected = self.suspects.conductor(asset, order);
                    let state = match suspected.filter(|_| self.overlay == Overlay::Failed) {
                        Some(p) => self.state(Shown::Value(100.0 * p)),
                        None => self.wire(flow, voltage, section.phases, conductor),
                    };
                    put(order as u32, state);
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
            to_neutral_v(nominal_v),
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

    /// The state of a thing that has failed, or will, with probability `p`.
    pub fn suspected(&self, p: f64) -> SlotState {
        let state = self.state(Shown::Value(100.0 * p));
        SlotState {
            flags: SlotFlags::ALARM,
            ..state
        }
    }

    /// The state of a thing with something wrong, of this priority.
    pub fn alarm(&self, priority: u8) -> SlotState {
        let roles = &self.theme.roles;
        let colour = match priority {
            1 => roles.p1,
            2 => roles.p2,
            3 => roles.p3,
            _ => roles.p4,
        };
        solid(colour, 1.0, SlotFlags::ALARM)
    }
}

/// The nominal phase voltage in which voltages are shown, V.
pub fn shown_voltage(district: &District) -> f64 {
    district
        .areas
        .first()
        .map_or(220.0, |area| to_neutral_v(area.nominal_v))
}

/// The node whose voltage a thing shows: the far end of a section, a box's busbar, a
/// transformer's low-voltage side.
pub fn terminal(district: &District, asset: AssetRef) -> Option<AssetRef> {
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

/// A slot painted with `share` of a colour.
pub fn solid(colour: Rgb, share: f32, flags: u32) -> SlotState {
    let [r, g, b] = colour.0;
    SlotState {
        colour: u32::from_le_bytes([r, g, b, (share * 255.0) as u8]),
        flags,
    }
}
