//! The lists, filled.

use std::collections::BTreeSet;

use taiqu_estimate::components::{Abnormal, Finding, FindingKind};
use taiqu_estimate::{Chronicle, Entry};
use taiqu_grid::{AssetRef, Fact, Phases, Text};
use taiqu_link::lock::LockEvent;
use taiqu_link::{CrewReport, MeterEventKind, Tampering, Uplink};

use super::{Twin, Work};
use crate::model::{FindingRow, Level, LogRow, finding_key, level_of};
use crate::names;
use crate::texts::Texts;

/// Most events that are listed.
const MOST: usize = 500;

/// What is abnormal, the gravest first, then the latest; but for customers whose outage
/// is an incident's.
pub fn findings(twin: &Twin, abnormal: &Abnormal, work: &Work) -> Vec<FindingRow> {
    let district = &twin.records.0;
    let now = twin.clock.tick;
    let open = work.incidents().filter(|(.., one)| one.is_open());
    let explained: BTreeSet<AssetRef> = open
        .flat_map(|(.., incident)| incident.customers.iter().copied())
        .collect();
    let explained =
        |finding: &Finding| finding.kind == FindingKind::Dead && explained.contains(&finding.asset);
    let mut rows: Vec<FindingRow> = abnormal
        .0
        .iter()
        .filter(|finding| twin.knows(finding.asset) && !explained(finding))
        .map(|finding| FindingRow {
            asset: finding.asset,
            kind: finding.kind,
            name: names::name(district, finding.asset),
            place: names::place(district, finding.asset.place),
            value: figure(finding, finding.value),
            limit: figure(finding, finding.limit),
            since: twin.clock.at(finding.since),
            lasting_s: now.since(finding.since),
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(level_of(row.kind)), row.lasting_s));
    rows
}

/// A value of a finding with its unit; nothing for what is dead, forced or tampered with.
pub(super) fn figure(finding: &Finding, value: f64) -> String {
    match finding.kind {
        FindingKind::Dead | FindingKind::Forced | FindingKind::Tampered => String::new(),
        FindingKind::HighVoltage | FindingKind::LowVoltage => format!("{value:.1} V"),
        FindingKind::ReverseFlow => format!("{value:.1} kW"),
        FindingKind::Hot => format!("{value:.0} °C"),
        FindingKind::Overload
        | FindingKind::HeavyLoad
        | FindingKind::Unbalance
        | FindingKind::OddUse => {
            format!("{:.0} %", value * 100.0)
        }
    }
}

/// What happened, the latest first.
pub fn log(twin: &Twin, work: &Work, chronicle: &Chronicle, texts: &Texts) -> Vec<LogRow> {
    chronicle
        .entries()
        .rev()
        .take(MOST)
        .filter_map(|(tick, entry)| {
            let (level, text, asset) = describe((twin, work), entry, texts)?;
            Some(LogRow {
                at: twin.clock.at(*tick),
                level,
                text,
                asset: Some(asset),
            })
        })
        .collect()
}

fn describe(
    (twin, work): (&Twin, &Work),
    entry: &Entry,
    texts: &Texts,
) -> Option<(Level, Text, AssetRef)> {
    let finding = |key: &str, finding: &Finding, level| {
        let name = names::name(&twin.records.0, finding.asset);
        let kind = texts.both(finding_key(finding.kind), &[]);
        let text = fill(texts, key, &[("name", &name), ("kind", &kind)]);
        Some((level, text, finding.asset))
    };
    match entry {
        Entry::Began(began) => finding("log.began", began, level_of(began.kind)),
        Entry::Ended(ended) => finding("log.ended", ended, Level::Normal),
        Entry::Learned(Uplink::SwitchMoved { switch, closed }) => {
            let all = twin.records.0.network(switch.place).switches[switch.index as usize].phases;
            let open = all.without(*closed);
            let (key, phases) = if open.is_empty() {
                ("log.closed", *closed)
            } else {
                ("log.opened", open)
            };
            let name = names::name(&twin.records.0, *switch);
            let phases = letters(phases);
            let text = fill(texts, key, &[("name", &name), ("phases", &phases)]);
            Some((Level::Normal, text, *switch))
        }
        Entry::Learned(Uplink::CrewReported {
            report: CrewReport::SourceFound { point },
            ..
        }) if twin.knows(*point) => {
            let name = names::name(&twin.records.0, *point);
            let text = fill(texts, "log.source-found", &[("name", &name)]);
            Some((Level::High, text, *point))
        }
        Entry::Learned(Uplink::CrewReported {
            report: CrewReport::AsFound(Fact::Mended { part } | Fact::Replaced { part }),
            ..
        }) if twin.knows(*part) => {
            let name = names::name(&twin.records.0, *part);
            let text = fill(texts, "log.mended", &[("name", &name)]);
            Some((Level::Normal, text, *part))
        }
        Entry::Learned(Uplink::CustomerAnswered {
            customer,
            satisfied,
            ..
        }) if twin.knows(*customer) => {
            let name = names::name(&twin.records.0, *customer);
            let (key, level) = if *satisfied {
                ("log.satisfied", Level::Normal)
            } else {
                ("log.still-dark", Level::High)
            };
            Some((level, fill(texts, key, &[("name", &name)]), *customer))
        }
        Entry::Learned(Uplink::CommandRefused { command, .. }) => {
            let name = names::name(&twin.records.0, command.target());
            let text = fill(texts, "log.refused", &[("name", &name)]);
            Some((Level::High, text, command.target()))
        }
        Entry::Learned(Uplink::CommandDone { command, .. }) => {
            let name = names::name(&twin.records.0, command.target());
            let text = fill(texts, "log.done", &[("name", &name)]);
            Some((Level::Normal, text, command.target()))
        }
        Entry::Learned(told) => describe_device((twin, work), told, texts),
    }
}

/// What a device told, where that is worth a line.
fn describe_device(
    (twin, work): (&Twin, &Work),
    told: &Uplink,
    texts: &Texts,
) -> Option<(Level, Text, AssetRef)> {
    match told {
        Uplink::MeterNoted {
            meter,
            event: event @ (MeterEventKind::Tripped | MeterEventKind::Closed),
            ..
        } => {
            let key = if *event == MeterEventKind::Tripped {
                "log.relay-opened"
            } else {
                "log.relay-closed"
            };
            let name = names::name(&twin.records.0, *meter);
            Some((Level::Normal, fill(texts, key, &[("name", &name)]), *meter))
        }
        Uplink::MeterNoted {
            meter,
            event,
            begins,
            ..
        } => {
            let key = match (Tampering::of(*event)?, begins) {
                (Tampering::Cover, true) => "log.cover-opened",
                (Tampering::Cover, false) => "log.cover-closed",
                (Tampering::TerminalCover, true) => "log.terminal-cover-opened",
                (Tampering::TerminalCover, false) => "log.terminal-cover-closed",
                (Tampering::Magnet, true) => "log.magnet-on",
                (Tampering::Magnet, false) => "log.magnet-off",
            };
            let level = if *begins { Level::High } else { Level::Normal };
            let name = names::name(&twin.records.0, *meter);
            Some((level, fill(texts, key, &[("name", &name)]), *meter))
        }
        Uplink::BankMoved { transformer, steps } => {
            let name = names::name(&twin.records.0, *transformer);
            let steps = Text::new(steps.to_string(), steps.to_string());
            let text = fill(texts, "log.bank", &[("name", &name), ("steps", &steps)]);
            Some((Level::Normal, text, *transformer))
        }
        Uplink::PhaseSwitched { switch, from, to } => {
            let name = names::name(&twin.records.0, *switch);
            let (from, to) = (letters(*from), letters(*to));
            let values = [("name", &name), ("from", &from), ("to", &to)];
            let text = fill(texts, "log.phase-switched", &values);
            Some((Level::Normal, text, *switch))
        }
        Uplink::LockNoted { lock, event, by } => {
            let key = match event {
                LockEvent::Opened => "log.lock-opened",
                LockEvent::Closed => "log.lock-closed",
                LockEvent::Refused => "log.lock-refused",
                LockEvent::Forced => "log.lock-forced",
            };
            let level = match event {
                LockEvent::Opened | LockEvent::Closed => Level::Normal,
                LockEvent::Refused => Level::Medium,
                LockEvent::Forced => Level::High,
            };
            let name = names::name(&twin.records.0, *lock);
            let crew = by.and_then(|(crew, _)| work.crew_name(crew));
            let crew = crew.unwrap_or_default();
            let text = fill(texts, key, &[("name", &name), ("crew", &crew)]);
            Some((level, text, *lock))
        }
        _ => None,
    }
}

pub fn letters(phases: Phases) -> Text {
    let letters = phases.to_string().to_uppercase();
    Text::new(letters.clone(), letters)
}

/// A text of both languages, filled with texts of both.
pub fn fill(texts: &Texts, key: &str, values: &[(&str, &Text)]) -> Text {
    use taiqu_grid::Lang;
    let of = |lang| {
        let values: Vec<(&str, &dyn std::fmt::Display)> = values
            .iter()
            .map(|(name, text)| match lang {
                Lang::Zh => (*name, &text.zh as &dyn std::fmt::Display),
                Lang::En => (*name, &text.en as &dyn std::fmt::Display),
            })
            .collect();
        texts.with(lang, key, &values)
    };
    Text::new(of(Lang::Zh), of(Lang::En))
}
