//! Notices to customers, filled: the words are made here of what was said.

use std::fmt::Write as _;

use taiqu_grid::area::Contact;
use taiqu_grid::{Kind, Text};
use taiqu_link::Tick;
use taiqu_outage::{Notice, Said};

use super::Twin;
use super::expected;
use super::lists::{fill, letters};
use super::work::{Work, part_name};
use crate::model::{Level, NoticeRow};
use crate::names;
use crate::texts::Texts;

/// Most notices that are listed.
const MOST: usize = 200;

/// Notices, the latest first.
pub fn notices(twin: &Twin, work: &Work, texts: &Texts) -> Vec<NoticeRow> {
    let inquiries = work.inquiries.iter().flat_map(|inquiries| &inquiries.0);
    let several = inquiries.clone().count() > 1;
    let all = inquiries.enumerate().flat_map(|(group, inquiry)| {
        let notices = inquiry.notices().iter();
        notices.map(move |notice| (group, notice))
    });
    let mut all: Vec<(usize, &Notice)> = all.collect();
    all.sort_by_key(|&(group, notice)| std::cmp::Reverse((notice.at, group, notice.number)));
    let rows = all.into_iter().take(MOST).map(|(group, notice)| NoticeRow {
        at: twin.clock.at(notice.at),
        incident: if several {
            format!("{}-{}", group + 1, notice.incident)
        } else {
            notice.incident.to_string()
        },
        level: match notice.said {
            Said::Danger { .. } => Level::Critical,
            Said::Outage { .. } => Level::High,
            Said::Over => Level::Normal,
        },
        kind: match (notice.said, notice.replaces) {
            (Said::Danger { .. }, _) => "notice.danger",
            (Said::Over, _) => "notice.over",
            (Said::Outage { .. }, None) => "notice.first",
            (Said::Outage { .. }, Some(_)) => "notice.corrected",
        },
        part: match notice.said {
            Said::Outage { part, .. } | Said::Danger { part } => Some(part),
            Said::Over => None,
        },
        reached: reached(texts, notice),
        customers: notice.to.len(),
        stands: notice.replaced_by.is_empty(),
        text: text(twin, texts, &notice.said),
    });
    rows.collect()
}

/// How many are told in which way.
fn reached(texts: &Texts, notice: &Notice) -> Text {
    let ways = [
        (Contact::Mobile, "notice.mobile"),
        (Contact::Landline, "notice.landline"),
        (Contact::Committee, "notice.committee"),
    ];
    let mut all = Text::default();
    for (way, key) in ways {
        let count = notice.to.iter().filter(|(_, own)| *own == way).count();
        if count > 0 {
            let one = texts.both(key, &[("count", &count)]);
            for (all, one) in [(&mut all.zh, one.zh), (&mut all.en, one.en)] {
                let gap = if all.is_empty() { "" } else { " · " };
                // Writing to a string cannot fail.
                let _ = write!(all, "{gap}{one}");
            }
        }
    }
    all
}

/// The notice as it is sent or read out.
pub fn text(twin: &Twin, texts: &Texts, said: &Said) -> Text {
    match *said {
        Said::Over => texts.both("notice.text-over", &[]),
        Said::Danger { .. } => texts.both("answer.danger", &[]),
        Said::Outage {
            part,
            phases,
            cause,
            found,
            since_ms,
            restoration,
            ..
        } => {
            let since = twin.clock.at(Tick(since_ms / 1000)).clock();
            let since = Text::new(since.clone(), since);
            let why = match (found, cause) {
                (Some(damage), _) => texts.both(names::damage_key(damage), &[]),
                (None, Some((cause, _))) => texts.both(names::cause_key(cause), &[]),
                (None, None) => texts.both("answer.cause-unknown", &[]),
            };
            let (name, letters) = (part_name(twin, part), letters(phases));
            let place = names::place(&twin.records.0, part.place);
            let values = [
                ("since", &since),
                ("place", &place),
                ("name", &name),
                ("phases", &letters),
                ("cause", &why),
            ];
            let key = match (found, part.kind) {
                (Some(_), _) => "notice.text-found",
                (None, Kind::Meter) => "notice.text-meter",
                (None, _) => "notice.text",
            };
            let mut said = fill(texts, key, &values);
            if let Some(expected) = &restoration {
                let back = expected::back(twin, texts, "answer.back", expected);
                said.zh += &back.zh;
                said.en = format!("{} {}", said.en, back.en);
            }
            said
        }
    }
}
