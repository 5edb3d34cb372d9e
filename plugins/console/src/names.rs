//! How things are named to people.

use taiqu_dispatch::{OrderState, Step, TicketKind};
use taiqu_grid::area::{BoxKind, Importance, Laying, SwitchKind};
use taiqu_grid::{AssetRef, District, Kind, Place, Text};
use taiqu_link::{Complaint, Damage, Material, Tampering};
use taiqu_outage::Cause;

/// The name of a thing: its own, else its customer's or its id.
pub fn name(district: &District, asset: AssetRef) -> Text {
    let index = asset.index as usize;
    let network = district.network(asset.place);
    let own = match (asset.kind, asset.place) {
        (Kind::Node, _) => network.nodes[index].name.clone(),
        (Kind::Section, _) => network.sections[index].name.clone(),
        (Kind::Switch, _) => network.switches[index].name.clone(),
        (kind, Place::Area(k)) => {
            let area = &district.areas[usize::from(k)];
            match kind {
                Kind::Transformer => area.transformers[index].name.clone(),
                Kind::Box => area.boxes[index].name.clone(),
                Kind::Customer => area.customers[index].name.clone(),
                Kind::Load => area.loads[index]
                    .customer
                    .map(|customer| area.customers[customer].name.clone())
                    .unwrap_or_default(),
                _ => Text::default(),
            }
        }
        (_, Place::Line(_)) => Text::default(),
    };
    if own.is_empty() {
        let id = district.id(asset);
        Text::new(id, id)
    } else {
        own
    }
}

/// Customer number of a customer, asset number of all else; empty where there is
/// none.
pub fn number(district: &District, asset: AssetRef) -> &str {
    let index = asset.index as usize;
    let network = district.network(asset.place);
    match (asset.kind, asset.place) {
        (Kind::Node, _) => &network.nodes[index].asset,
        (Kind::Section, _) => &network.sections[index].asset,
        (Kind::Switch, _) => &network.switches[index].asset,
        (kind, Place::Area(k)) => {
            let area = &district.areas[usize::from(k)];
            match kind {
                Kind::Transformer => &area.transformers[index].asset,
                Kind::Box => &area.boxes[index].asset,
                Kind::Meter => &area.meters[index].asset,
                Kind::Customer => &area.customers[index].number,
                _ => "",
            }
        }
        (_, Place::Line(_)) => "",
    }
}

/// The name of a file's line or area.
pub fn place(district: &District, place: Place) -> Text {
    let name = match place {
        Place::Line(k) => &district.lines[usize::from(k)].name,
        Place::Area(k) => &district.areas[usize::from(k)].name,
    };
    if name.is_empty() {
        let id = district.place_id(place);
        Text::new(id, id)
    } else {
        name.clone()
    }
}

/// Key of what a kind of thing is called.
pub const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Node => "kind.node",
        Kind::Section => "kind.section",
        Kind::Switch => "kind.switch",
        Kind::Transformer => "kind.transformer",
        Kind::Box => "kind.box",
        Kind::Meter => "kind.meter",
        Kind::Customer => "kind.customer",
        Kind::Load => "kind.load",
    }
}

/// Key of what exactly a thing is.
pub fn word(district: &District, asset: AssetRef) -> &'static str {
    let index = asset.index as usize;
    let network = district.network(asset.place);
    match (asset.kind, asset.place) {
        (Kind::Node, _) if network.nodes[index].pole.is_some() => "kind.pole",
        (Kind::Section, _) => match network.sections[index].laying {
            Laying::Overhead => "kind.overhead",
            Laying::Cable => "kind.cable",
            Laying::Service => "kind.service",
        },
        (Kind::Switch, _) => match network.switches[index].kind {
            SwitchKind::Breaker => "kind.breaker",
            SwitchKind::LoadSwitch => "kind.load-switch",
            SwitchKind::Disconnector => "kind.disconnector",
            SwitchKind::Fuse => "kind.fuse",
            SwitchKind::DropOut => "kind.drop-out",
        },
        (Kind::Box, Place::Area(k)) => match district.areas[usize::from(k)].boxes[index].kind {
            BoxKind::Cabinet => "kind.cabinet",
            BoxKind::Branch => "kind.branch-box",
            BoxKind::Meter { .. } => "kind.meter-box",
        },
        (kind, _) => kind_key(kind),
    }
}

/// Key of the name of an importance, for all but the ordinary.
pub const fn importance_key(importance: Importance) -> Option<&'static str> {
    match importance {
        Importance::Normal => None,
        Importance::School => Some("importance.school"),
        Importance::Utility => Some("importance.utility"),
        Importance::Medical => Some("importance.medical"),
        Importance::LifeSupport => Some("importance.life-support"),
    }
}

/// Key of why something failed.
pub const fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::BrokenWire => "cause.broken-wire",
        Cause::Tree => "cause.tree",
        Cause::Vehicle => "cause.vehicle",
        Cause::Digging => "cause.digging",
        Cause::BurntJoint => "cause.burnt-joint",
        Cause::Overload => "cause.overload",
        Cause::ShortCircuit => "cause.short-circuit",
        Cause::Leakage => "cause.leakage",
        Cause::Defect => "cause.defect",
        Cause::SupplyLost => "cause.supply-lost",
    }
}

/// Key of the name of a material.
pub const fn material_key(material: Material) -> &'static str {
    match material {
        Material::FuseLink => "material.fuse-link",
        Material::DropOutLink => "material.drop-out-link",
        Material::Wire => "material.wire",
        Material::Cable => "material.cable",
        Material::LineWire => "material.line-wire",
        Material::Connector => "material.connector",
        Material::Breaker => "material.breaker",
        Material::MeterBox => "material.meter-box",
        Material::Transformer => "material.transformer",
        Material::Pole => "material.pole",
    }
}

/// Key of the name of a way to tamper with a meter.
pub const fn tampering_key(how: Tampering) -> &'static str {
    match how {
        Tampering::Cover => "tampering.cover",
        Tampering::TerminalCover => "tampering.terminal-cover",
        Tampering::Magnet => "tampering.magnet",
    }
}

/// Key of what a crew found.
pub const fn damage_key(damage: Damage) -> &'static str {
    match damage {
        Damage::BrokenWire => "damage.broken-wire",
        Damage::TouchingWires => "damage.touching-wires",
        Damage::LooseJoint => "damage.loose-joint",
        Damage::BlownFuse => "damage.blown-fuse",
        Damage::TrippedBreaker => "damage.tripped-breaker",
        Damage::FailedTransformer => "damage.failed-transformer",
        Damage::BurntBox => "damage.burnt-box",
        Damage::OpenLeads => "damage.open-leads",
        Damage::OwnBreaker => "damage.own-breaker",
        Damage::LeakyLine => "damage.leaky-line",
        Damage::LeakyPremises => "damage.leaky-premises",
        Damage::FallenPole => "damage.fallen-pole",
    }
}

/// Key of what a caller complains of.
pub const fn complaint_key(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::NoPower => "complaint.no-power",
        Complaint::PartPower => "complaint.part-power",
        Complaint::LowVoltage => "complaint.low-voltage",
        Complaint::HighVoltage => "complaint.high-voltage",
        Complaint::WireDown => "complaint.wire-down",
        Complaint::Fire => "complaint.fire",
    }
}

/// Key of where an order stands.
pub const fn state_key(state: OrderState) -> &'static str {
    match state {
        OrderState::Accepted => "order.accepted",
        OrderState::Assigned => "order.assigned",
        OrderState::Taken => "order.taken",
        OrderState::UnderWay => "order.under-way",
        OrderState::Arrived => "order.arrived",
        OrderState::Located => "order.located",
        OrderState::Isolating => "order.isolating",
        OrderState::Permitted => "order.permitted",
        OrderState::Repairing => "order.repairing",
        OrderState::Repaired => "order.repaired",
        OrderState::Restored => "order.restored",
        OrderState::Replied => "order.replied",
        OrderState::CallingBack => "order.calling-back",
        OrderState::Archived => "order.archived",
        OrderState::Reopened => "order.reopened",
        OrderState::Fruitless => "order.fruitless",
        OrderState::HandedOver => "order.handed-over",
        OrderState::Withdrawn => "order.withdrawn",
    }
}

/// Key of the kind of a ticket.
pub const fn ticket_key(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::LowVoltage => "ticket.low-voltage",
        TicketKind::First => "ticket.first",
        TicketKind::Second => "ticket.second",
        TicketKind::Emergency => "ticket.emergency",
    }
}

/// Key of a step that has a deadline.
pub const fn step_key(step: Step) -> &'static str {
    match step {
        Step::Assign => "step.assign",
        Step::Take => "step.take",
        Step::Arrive => "step.arrive",
        Step::Restore => "step.restore",
        Step::Reply => "step.reply",
    }
}
