//! All of the twin that the panels read.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use taiqu_estimate::components::{
    Abnormal, FlowState, History, Limits, NodeState, SupplyState, SwitchState, TransformerState,
};
use taiqu_grid::components::{AssetEntities, Records};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Command, SimClock};

use crate::model::{Affected, Preview};
use crate::names;

/// The tree and graph of the records.
#[derive(Resource, Debug)]
pub struct Wiring(pub Topology);

/// All of the twin that the panels read.
#[derive(SystemParam)]
pub struct Twin<'w, 's> {
    /// The records.
    pub records: Res<'w, Records>,
    /// Their tree and graph.
    pub wiring: Res<'w, Wiring>,
    /// The clock.
    pub clock: Res<'w, SimClock>,
    /// When a value is abnormal.
    pub limits: Res<'w, Limits>,
    /// What is abnormal.
    pub abnormal: Res<'w, Abnormal>,
    /// The last 24 hours.
    pub history: Option<Res<'w, History>>,
    entities: Res<'w, AssetEntities>,
    nodes: Query<'w, 's, &'static NodeState>,
    flows: Query<'w, 's, &'static FlowState>,
    switches: Query<'w, 's, &'static SwitchState>,
    transformers: Query<'w, 's, &'static TransformerState>,
    supplies: Query<'w, 's, &'static SupplyState>,
}

impl Twin<'_, '_> {
    /// Whether the records know a thing.
    pub fn knows(&self, asset: AssetRef) -> bool {
        self.entities.0.contains_key(&asset)
    }

    /// Voltages of a node.
    pub fn node(&self, asset: AssetRef) -> Option<&NodeState> {
        self.nodes.get(*self.entities.0.get(&asset)?).ok()
    }

    /// Flow through a section or switch.
    pub fn flow(&self, asset: AssetRef) -> Option<&FlowState> {
        self.flows.get(*self.entities.0.get(&asset)?).ok()
    }

    /// Values of a transformer.
    pub fn transformer(&self, asset: AssetRef) -> Option<&TransformerState> {
        self.transformers.get(*self.entities.0.get(&asset)?).ok()
    }

    /// Supply of a meter, customer or load.
    pub fn supply(&self, asset: AssetRef) -> Option<&SupplyState> {
        self.supplies.get(*self.entities.0.get(&asset)?).ok()
    }

    /// The closed conductors of a switch, as believed, else as recorded.
    pub fn closed(&self, switch: AssetRef) -> Phases {
        let entity = self.entities.0.get(&switch);
        let believed = entity.and_then(|&entity| self.switches.get(entity).ok());
        believed.map_or_else(
            || {
                let item = &self.records.0.network(switch.place).switches[switch.index as usize];
                if item.closed {
                    item.phases
                } else {
                    Phases::NONE
                }
            },
            |state| state.closed,
        )
    }

    /// What an order would do, as far as the records and the believed positions of
    /// switches tell.
    pub fn preview(&self, command: Command) -> Preview {
        let target = command.target();
        let (dark, lit) = match command {
            Command::OpenSwitch { switch, phases } => {
                self.switched(switch, self.closed(switch).without(phases))
            }
            Command::CloseSwitch { switch, phases } => {
                let item = &self.records.0.network(switch.place).switches[switch.index as usize];
                self.switched(switch, self.closed(switch).union(phases.and(item.phases)))
            }
            Command::OpenRelay { meter } => (self.behind(meter), Vec::new()),
            Command::CloseRelay { meter } => (Vec::new(), self.behind(meter)),
            Command::DisconnectLoad { load } if load.kind == Kind::Customer => {
                (vec![load], Vec::new())
            }
            Command::ConnectLoad { load } if load.kind == Kind::Customer => {
                (Vec::new(), vec![load])
            }
            _ => (Vec::new(), Vec::new()),
        };
        Preview {
            command,
            target: names::name(&self.records.0, target),
            dark: self.affected(dark),
            lit: self.affected(lit),
        }
    }

    /// The customers behind a meter.
    fn behind(&self, meter: AssetRef) -> Vec<AssetRef> {
        self.wiring.0.customers(meter).collect()
    }

    /// Who goes dark and who is lit when a switch has these conductors closed.
    fn switched(&self, switch: AssetRef, closed: Phases) -> (Vec<AssetRef>, Vec<AssetRef>) {
        let topology = &self.wiring.0;
        let believed = |asset: AssetRef, recorded: Phases| match asset.kind {
            Kind::Switch => self.closed(asset),
            _ => recorded,
        };
        let before = topology.live(believed);
        let after = topology.live(|asset, recorded| {
            if asset == switch {
                closed
            } else {
                believed(asset, recorded)
            }
        });
        (
            topology.darkened(&before, &after),
            topology.darkened(&after, &before),
        )
    }

    fn affected(&self, customers: Vec<AssetRef>) -> Vec<Affected> {
        let district = &self.records.0;
        let mut affected: Vec<Affected> = customers
            .into_iter()
            .map(|asset| Affected {
                asset,
                number: names::number(district, asset).to_owned(),
                name: names::name(district, asset),
                importance: district.importance(asset),
            })
            .collect();
        affected.sort_by_key(|one| std::cmp::Reverse(one.importance));
        affected
    }
}
