//! No order of what is told lets a repair begin early.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, generate, home};
use taiqu_link::{
    Complaint, Crew, CrewId, CrewOrder, CrewReport, Damage, Source, Stamped, Tick, Uplink,
};
use taiqu_outage::Incident;

/// Places of both styles, with roofs that generate.
fn district(seed: u64) -> Arc<District> {
    let catalogue = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&catalogue)
        .into_result()
        .expect("a catalogue");
    let raw = if seed.is_multiple_of(2) {
        generate::town(40, seed)
    } else {
        generate::village(40, seed)
    };
    let area = raw.check(&catalogue).into_result().expect("a sound area");
    Arc::new(District::alone(area))
}

fn staff() -> Arc<Vec<Crew>> {
    Arc::new((0..2).map(|k| support::crew(&format!("T{k}"))).collect())
}

/// What a crew may say, honest or not, early, late, twice or never.
#[derive(Clone, Copy, Debug)]
enum Said {
    Found(u16, u8),
    /// One of the points that it was told to switch off, or of any switches and loads.
    Off(u16, bool),
    Dead,
    Live,
    Source(u16),
    Earthed(u8),
    Repairing,
    Repaired,
    Cleared(u8),
    Other(u8),
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        1 => (any::<u16>(), any::<u8>()).prop_map(|(part, damage)| Said::Found(part, damage)),
        8 => (any::<u16>(), prop::bool::weighted(0.9)).prop_map(|(k, told)| Said::Off(k, told)),
        3 => Just(Said::Dead),
        1 => Just(Said::Live),
        1 => any::<u16>().prop_map(Said::Source),
        3 => (0_u8..3).prop_map(Said::Earthed),
        1 => Just(Said::Repairing),
        1 => Just(Said::Repaired),
        1 => (0_u8..3).prop_map(Said::Cleared),
        1 => any::<u8>().prop_map(Said::Other),
    ]
}

const DAMAGES: [Damage; 6] = [
    Damage::BrokenWire,
    Damage::TouchingWires,
    Damage::LooseJoint,
    Damage::FailedTransformer,
    Damage::BurntBox,
    Damage::LeakyLine,
];

/// What a referee remembers of the work that was found last.
#[derive(Default)]
struct Ledger {
    needed: BTreeMap<AssetRef, Option<u64>>,
    dead: Option<u64>,
    live: Option<u64>,
    earthed: Option<u64>,
}

impl Ledger {
    /// Whether there is a moment at which all was off, then dead, then earthed.
    fn is_safe(&self) -> bool {
        let Some(dead) = self.dead else { return false };
        let off = |at: &Option<u64>| at.is_some_and(|at| at <= dead);
        let proved = self.live.is_none_or(|live| live < dead);
        self.needed.values().all(off) && proved && self.earthed.is_some_and(|at| at >= dead)
    }
}

fn report(crew: CrewId, order: u32, at: u64, now: u64, report: CrewReport) -> Stamped<Uplink> {
    Stamped {
        source: Source::Crew(crew),
        sequence: now,
        event_ms: 1000 * at,
        arrival_ms: 1000 * now,
        body: Uplink::CrewReported {
            crew,
            order,
            report,
        },
    }
}

/// An order in the hands of a crew.
fn begun(records: &Arc<District>) -> (Desk, CrewId, u64) {
    let start = "2026-07-15T18:00:00".parse().expect("a time");
    let ways = (Operations::Siloed, Rules::default());
    let means = Means {
        staff: staff(),
        ..Means::default()
    };
    let mut desk = Desk::new(Arc::clone(records), means, ways, start);
    let caller = records.all(Kind::Customer).next().expect("a customer");
    let call = Uplink::CallReceived {
        customer: Some(caller),
        near: None,
        complaint: Complaint::NoPower,
    };
    let call = Stamped {
        source: Source::Hotline,
        sequence: 0,
        event_ms: 0,
        arrival_ms: 0,
        body: call,
    };
    desk.take(Tick(0), &call);
    let sent = (0..400).find_map(|now| {
        let out = desk.plan(Tick(now), std::iter::empty::<(usize, &Incident)>());
        let go = out
            .iter()
            .find(|(_, order)| matches!(order, CrewOrder::Go { .. }));
        go.map(|(crew, _)| (*crew, now))
    });
    let (crew, now) = sent.expect("a crew");
    desk.take(Tick(now), &report(crew, 1, now, now, CrewReport::Taken));
    (desk, crew, now)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_permit_goes_out_only_when_all_is_off_then_dead_then_earthed(
        seed in 0_u64..6,
        first in (any::<u16>(), any::<u8>()),
        words in prop::collection::vec((said(), 0_u64..40, 0_u64..30), 1..160),
    ) {
        let records = district(seed);
        let parts: Vec<AssetRef> = [Kind::Section, Kind::Box, Kind::Transformer]
            .into_iter()
            .flat_map(|kind| records.all(kind))
            .collect();
        let points: Vec<AssetRef> = records.all(Kind::Switch).chain(records.all(Kind::Load)).collect();
        let (mut desk, crew, mut now) = begun(&records);
        let mut ledger = Ledger::default();
        let mut told: Vec<AssetRef> = Vec::new();
        let opening = (Said::Found(first.0, first.1), 1, 0);
        for (word, later, delay) in std::iter::once(opening).chain(words) {
            now += later;
            // What is told late happened before.
            let at = now.saturating_sub(delay);
            let part = |k: u16| parts[usize::from(k) % parts.len()];
            let body = match word {
                Said::Found(k, damage) => CrewReport::Found {
                    part: part(k),
                    damage: DAMAGES[usize::from(damage) % DAMAGES.len()],
                },
                Said::Off(k, true) if !told.is_empty() => CrewReport::Isolated {
                    point: told[usize::from(k) % told.len()],
                },
                Said::Off(k, _) => CrewReport::Isolated { point: points[usize::from(k) % points.len()] },
                Said::Dead => CrewReport::TestedDead,
                Said::Live => CrewReport::TestedLive,
                Said::Source(k) => CrewReport::SourceFound { point: points[usize::from(k) % points.len()] },
                Said::Earthed(sets) => CrewReport::Earthed { sets },
                Said::Repairing => CrewReport::Repairing,
                Said::Repaired => CrewReport::Repaired,
                Said::Cleared(sets) => CrewReport::Cleared { sets },
                Said::Other(k) => [CrewReport::Arrived, CrewReport::Taken, CrewReport::Free][usize::from(k) % 3],
            };
            let before = desk.orders()[0].ticket.clone();
            desk.take(Tick(now), &report(crew, 1, at, now, body));
            let order = desk.orders()[0].clone();
            let Some(ticket) = &order.ticket else { continue };
            // A new work has proved nothing yet.
            let same = before.as_ref().is_some_and(|old| {
                (old.part, old.damage, old.issued) == (ticket.part, ticket.damage, ticket.issued)
            });
            if same {
                match body {
                    CrewReport::Isolated { point } => {
                        if let Some(off) = ledger.needed.get_mut(&point) {
                            *off = (*off).max(Some(at));
                        }
                    }
                    CrewReport::SourceFound { point } => {
                        ledger.needed.insert(point, None);
                        told.push(point);
                    }
                    CrewReport::TestedDead => ledger.dead = ledger.dead.max(Some(at)),
                    CrewReport::TestedLive => ledger.live = ledger.live.max(Some(at)),
                    CrewReport::Earthed { sets } if sets > 0 => {
                        ledger.earthed = ledger.earthed.max(Some(at));
                    }
                    _ => {}
                }
            } else {
                told = ticket.points.iter().map(|point| point.at).collect();
                ledger = Ledger {
                    needed: told.iter().map(|&point| (point, None)).collect(),
                    ..Ledger::default()
                };
            }
            let out = desk.plan(Tick(now), std::iter::empty::<(usize, &Incident)>());
            let permits = out.iter().any(|(_, order)| matches!(order, CrewOrder::Permit { .. }));
            prop_assert!(!permits || ledger.is_safe(), "{ticket:?}");
            let works = order.when(taiqu_dispatch::OrderState::Repairing).is_some();
            prop_assert!(!works || order.when(taiqu_dispatch::OrderState::Permitted).is_some());
        }
    }
}
