//! What an instructor can make happen to a thing.

use taiqu_grid::area::SwitchKind;
use taiqu_grid::{AssetRef, Conductor, Kind, Phases};
use taiqu_link::{Action, Command, Tampering};

use super::Twin;
use crate::commands::FieldCommand;
use crate::model::Offer;

/// Resistance of an instructor's leak of a line: about half an ampere flows, Ω.
const LEAK_OHM: f64 = 450.0;
/// The same in a customer's installation: about 150 mA, Ω.
const LEAK_INSIDE_OHM: f64 = 1500.0;

/// The offers for `asset`: what can go wrong with it, and how it is put right.
pub fn mischief(twin: &Twin, asset: AssetRef) -> Vec<Offer> {
    let actions = match asset.kind {
        Kind::Section => of_section(twin, asset),
        Kind::Switch => of_switch(twin, asset),
        Kind::Transformer => vec![
            Action::Fail { transformer: asset },
            Action::KillTerminal { transformer: asset },
            Action::Replace { transformer: asset },
            Action::ReviveTerminal { transformer: asset },
        ],
        Kind::Box => vec![
            Action::Burn { cabinet: asset },
            Action::Rebuild { cabinet: asset },
            Action::ForceLock { cabinet: asset },
            Action::MendLock { cabinet: asset },
        ],
        Kind::Meter => of_meter(asset),
        Kind::Customer => {
            let meter = twin.records.0.meter_of(asset);
            let mut actions = vec![
                Action::TripCustomer { customer: asset },
                Action::LeakInside {
                    customer: asset,
                    ohm: LEAK_INSIDE_OHM,
                },
                Action::MendInside { customer: asset },
            ];
            if let Some(meter) = meter {
                actions.push(Action::Arrears { customer: asset });
                actions.push(Action::Settle { customer: asset });
                actions.extend(of_meter(meter));
            }
            actions
        }
        Kind::Node if has_pole(twin, asset) => {
            vec![Action::Fell { pole: asset }, Action::Raise { pole: asset }]
        }
        Kind::Node | Kind::Load => Vec::new(),
    };
    let offer = |action: Action| {
        let command = Command::Inject { action };
        Offer {
            kind: FieldCommand::of(&command),
            command,
        }
    };
    actions.into_iter().map(offer).collect()
}

fn has_pole(twin: &Twin, node: AssetRef) -> bool {
    let record = &twin.records.0.network(node.place).nodes[node.index as usize];
    record.pole.is_some()
}

/// Each phase, the neutral, or all of them break; two phases touch.
fn of_section(twin: &Twin, section: AssetRef) -> Vec<Action> {
    let all = twin.records.0.network(section.place).sections[section.index as usize].phases;
    let mut breaks: Vec<Phases> = all.iter().map(Phases::only).collect();
    if breaks.len() > 1 {
        breaks.push(all);
    }
    let mut actions: Vec<Action> = breaks
        .into_iter()
        .map(|conductors| Action::Break {
            section,
            conductors,
        })
        .collect();
    let phases = all.and(Phases::ABC);
    let pair = phases
        .iter()
        .take(2)
        .fold(Phases::NONE, |pair, phase| pair.union(Phases::only(phase)));
    let touching = match pair.len() {
        2 => pair,
        _ => pair.union(Phases::only(Conductor::N)).and(all),
    };
    actions.push(Action::Short {
        section,
        conductors: touching,
        earth: false,
    });
    actions.extend(phases.iter().take(1).map(|phase| Action::Leak {
        section,
        conductors: Phases::only(phase),
        ohm: LEAK_OHM,
    }));
    actions.push(Action::Mend {
        section,
        conductors: all,
    });
    actions
}

fn of_switch(twin: &Twin, switch: AssetRef) -> Vec<Action> {
    let item = &twin.records.0.network(switch.place).switches[switch.index as usize];
    if !matches!(item.kind, SwitchKind::Fuse | SwitchKind::DropOut) {
        return Vec::new();
    }
    let phases = item.phases.and(Phases::ABC);
    let mut blows: Vec<Phases> = phases.iter().map(Phases::only).collect();
    blows.push(phases);
    blows.dedup();
    let blow = |phases| Action::BlowFuse { switch, phases };
    blows.into_iter().map(blow).collect()
}

fn of_meter(meter: AssetRef) -> Vec<Action> {
    let mut actions = vec![
        Action::CutMeter { meter },
        Action::Unplug { meter },
        Action::Silence { meter },
        Action::Plug { meter },
    ];
    actions.extend(Tampering::ALL.map(|how| Action::Tamper { meter, how }));
    actions.extend(Tampering::ALL.map(|how| Action::Untamper { meter, how }));
    actions
}
