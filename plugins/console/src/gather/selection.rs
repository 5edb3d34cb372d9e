//! The selection panel, filled.

use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::Command;

use super::facts::facts;
use super::trend::trend;
use super::values::values;
use super::{Branches, Twin};
use crate::commands::FieldCommand;
use crate::model::{Below, Crumb, Offer, QualityView, SelectionView, finding_key, level_of};
use crate::names;

/// Age from which a value is stale, s: two of a meter's intervals of 15 minutes.
const STALE_S: u64 = 1800;
/// Step by which a tap is offered, pu (one of ±2 × 2.5 %).
const TAP_STEP: f64 = 0.025;

/// Everything about one thing.
pub fn selection(twin: &Twin, branches: &Branches, asset: AssetRef) -> SelectionView {
    let district = &twin.records.0;
    let topology = &twin.wiring.0;
    let customers: Vec<AssetRef> = topology.customers(asset).collect();
    let important = |one: &&AssetRef| district.importance(**one) != Importance::Normal;
    let above = topology.upstream(asset);
    let (values, quality) = values(twin, asset);
    SelectionView {
        asset,
        word: names::word(district, asset),
        name: names::name(district, asset),
        crumbs: crumbs(twin, branches, asset),
        findings: twin
            .abnormal
            .0
            .iter()
            .filter(|finding| finding.asset == asset)
            .map(|finding| (level_of(finding.kind), finding_key(finding.kind)))
            .collect(),
        values,
        quality: quality.map(|quality| {
            let age_s = quality.age_s(twin.clock.tick);
            QualityView {
                origin: quality.origin,
                age_s,
                stale: age_s > STALE_S,
            }
        }),
        upstream: above.iter().filter(|one| one.kind == Kind::Section).count(),
        below: Below {
            customers: customers.len(),
            important: customers.iter().filter(important).count(),
        },
        facts: facts(twin, asset),
        offers: offers(twin, asset),
        trend: twin.history.as_ref().and_then(|h| trend(twin, &h.0, asset)),
    }
}

/// Through the branches of the tree, then a meter of its own, then the thing.
fn crumbs(twin: &Twin, branches: &Branches, asset: AssetRef) -> Vec<Crumb> {
    let district = &twin.records.0;
    let crumb = |asset| Crumb {
        name: names::name(district, asset),
        target: Some(asset),
    };
    let mut crumbs: Vec<Crumb> = branches
        .path(twin, asset)
        .into_iter()
        .filter(|&(_, target)| target != Some(asset))
        .map(|(name, target)| Crumb { name, target })
        .collect();
    let above = twin.wiring.0.upstream(asset);
    let meter = above.into_iter().take_while(|one| one.kind != Kind::Box);
    crumbs.extend(meter.filter(|one| one.kind == Kind::Meter).map(crumb));
    crumbs.push(crumb(asset));
    crumbs
}

/// What can be done with a thing.
fn offers(twin: &Twin, asset: AssetRef) -> Vec<Offer> {
    let offer = |command: Command| Offer {
        kind: FieldCommand::of(&command),
        command,
    };
    match asset.kind {
        Kind::Switch => {
            let all = twin.records.0.network(asset.place).switches[asset.index as usize].phases;
            let closed = twin.closed(asset);
            let open = Command::OpenSwitch {
                switch: asset,
                phases: all,
            };
            let close = Command::CloseSwitch {
                switch: asset,
                phases: all,
            };
            let mut offers = Vec::new();
            if !closed.is_empty() {
                offers.push(offer(open));
            }
            if closed != all {
                offers.push(offer(close));
            }
            offers
        }
        Kind::Transformer => {
            let now = twin.transformer(asset).map_or(1.0, |state| state.tap);
            [now - TAP_STEP, now + TAP_STEP]
                .into_iter()
                .filter(|tap| (0.9..=1.1).contains(tap))
                .map(|tap| {
                    offer(Command::SetTap {
                        transformer: asset,
                        tap,
                    })
                })
                .collect()
        }
        // A gateway meter has no relay.
        Kind::Meter if twin.wiring.0.customers(asset).next().is_none() => Vec::new(),
        Kind::Customer | Kind::Meter | Kind::Load => {
            let connected = twin.supply(asset).is_none_or(|state| state.connected);
            let meter = match asset.kind {
                Kind::Customer => twin.records.0.meter_of(asset),
                Kind::Meter => Some(asset),
                _ => None,
            };
            vec![offer(match (meter, connected) {
                (Some(meter), true) => Command::OpenRelay { meter },
                (Some(meter), false) => Command::CloseRelay { meter },
                (None, true) => Command::DisconnectLoad { load: asset },
                (None, false) => Command::ConnectLoad { load: asset },
            })]
        }
        _ => Vec::new(),
    }
}
