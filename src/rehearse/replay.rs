//! Lives a recorded run again and compares the bytes of its logs.
//!
//! A session of the window leaves a journal alone: its logs and its report are made
//! when it is lived again for the first time.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use taiqu_grid::{Catalogue, Lang};
use taiqu_link::Tick;
use taiqu_link::journal::{self, Record, Tail};

use super::files::{EVENTS, Files, TRUTH};
use super::log::{self, Logs};
use super::{RehearseError, Run, Summary, inputs, report};
use crate::scenario::Scenario;
use crate::simulation::Given;

/// How a repeated run compares with the recorded one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// The last tick lived.
    pub tick: Tick,
    /// Whether the journal ends inside a frame.
    pub journal_torn: bool,
    /// Whether the run was broken off before its end: its logs are compared as far as they
    /// go.
    pub unfinished: bool,
    /// Whether there were no logs, so that logs, summary and report were made now.
    pub made: bool,
    /// The first difference in `events.jsonl`.
    pub events: Option<Difference>,
    /// The first difference in `truth.jsonl`.
    pub truth: Option<Difference>,
}

impl Replayed {
    /// Whether both logs are the same, byte by byte.
    pub const fn is_same(&self) -> bool {
        self.events.is_none() && self.truth.is_none()
    }
}

/// The first line in which two logs differ; a missing line is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its number, from 1.
    pub line: usize,
    /// As it was recorded.
    pub recorded: String,
    /// As it came now.
    pub repeated: String,
}

/// Lives the run in `folder` again, up to `to` if given, and compares the logs; makes
/// them, with a report in `lang`, if there are none.
///
/// # Errors
/// The run cannot be read, or its scenario no longer can.
pub fn replay(
    folder: &Path,
    to: Option<Tick>,
    catalogue: &Catalogue,
    lang: Lang,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Replayed, RehearseError> {
    let files = Files::open(folder);
    let journal = journal::read(&files.journal())?;
    let scenario = scenario_of(&journal.records, folder, catalogue)?;
    let (orders, closed) = orders(&journal.records);
    let end = closed.unwrap_or(Tick(scenario.length_s));
    let last = to.map_or(end, |to| to.min(end));
    let (events, truth) = (Shared::default(), Shared::default());
    let logs = Logs::new(events.clone(), truth.clone(), log::Memory::default());
    let mut run = Run::of(&scenario, logs, None)?;
    run.live(&scenario, last, &orders, progress)?;
    let (referee, digests) = run.finish()?;
    let mut replayed = Replayed {
        tick: last,
        journal_torn: journal.tail != Tail::Clean,
        unfinished: closed.is_none(),
        made: last == end && !files.has_logs(),
        events: None,
        truth: None,
    };
    let logs = [(EVENTS, events.take()), (TRUTH, truth.take())];
    if replayed.made {
        for (name, bytes) in &logs {
            files.write(name, bytes)?;
        }
        let summary = Summary::of(&scenario, &referee, digests);
        let report = report::html(&scenario, &referee, &summary, lang)?;
        files.results(&summary, &report)?;
    } else {
        let [events, truth] = logs.map(|(name, bytes)| {
            let recorded = files.read(name)?;
            if closed.is_none() {
                // What was written last may have broken off inside a line.
                let whole = recorded.iter().rposition(|&b| b == b'\n');
                let recorded = &recorded[..whole.map_or(0, |at| at + 1)];
                return Ok::<_, RehearseError>(difference(&bytes, recorded, false).map(|found| {
                    Difference {
                        recorded: found.repeated,
                        repeated: found.recorded,
                        ..found
                    }
                }));
            }
            Ok(difference(&recorded, &bytes, to.is_none()))
        });
        (replayed.events, replayed.truth) = (events?, truth?);
    }
    Ok(replayed)
}

/// The orders that stand at the end of a journal, and the last tick, if it was closed.
fn orders(records: &[Record]) -> (Vec<Given>, Option<Tick>) {
    let (mut orders, mut end) = (Vec::<Given>::new(), None);
    for record in records {
        match *record {
            Record::Opened { .. } | Record::Received { .. } => {}
            Record::Rewound { tick } => orders.retain(|order| order.tick <= tick),
            Record::Closed { tick } => end = Some(tick),
            Record::Ordered {
                tick,
                sequence,
                command,
            } => orders.push(Given {
                tick,
                sequence,
                command,
            }),
        }
    }
    (orders, end)
}

/// The scenario of the run in `folder`, as the journal's first record has it.
fn scenario_of(
    records: &[Record],
    folder: &Path,
    catalogue: &Catalogue,
) -> Result<Scenario, RehearseError> {
    let Some(Record::Opened {
        inputs,
        seed,
        operations,
        ..
    }) = records.first()
    else {
        return Err(RehearseError::Inputs(Vec::new()));
    };
    let paths = inputs::found(inputs, folder).map_err(RehearseError::Inputs)?;
    let file = paths.first().map_or(Path::new(""), |path| path.as_path());
    let checked = Scenario::open(file, catalogue);
    let mut scenario = checked.into_result().map_err(RehearseError::Inputs)?;
    scenario.seed = *seed;
    if let Ok(operations) = operations.parse() {
        scenario.operations = operations;
    }
    Ok(scenario)
}

/// The first difference; if `whole` is false the repeated log may end earlier.
fn difference(recorded: &[u8], repeated: &[u8], whole: bool) -> Option<Difference> {
    let mut lines = (
        recorded.split(|&b| b == b'\n'),
        repeated.split(|&b| b == b'\n'),
    );
    let text = |line: Option<&[u8]>| String::from_utf8_lossy(line.unwrap_or(b"")).into_owned();
    for line in 1.. {
        let (a, b) = (lines.0.next(), lines.1.next());
        let ended = b.is_none_or(<[u8]>::is_empty);
        if a == b && a.is_some() {
            continue;
        }
        if a.is_none() && b.is_none() || ended && !whole {
            return None;
        }
        return Some(Difference {
            line,
            recorded: text(a),
            repeated: text(b),
        });
    }
    None
}

/// Bytes written by a log and read afterwards.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(difference(b"a\nb\n", b"a\nb\n", true), None);
        assert_eq!(difference(b"a\nb\nc\n", b"a\nb\n", false), None);
        let found = |a: &[u8], b: &[u8], whole| difference(a, b, whole).map(|d| d.line);
        assert_eq!(found(b"a\nb\nc\n", b"a\nb\n", true), Some(3));
        assert_eq!(found(b"a\nb\n", b"a\nx\n", true), Some(2));
        assert_eq!(found(b"a\nb\nc\n", b"a\nx\n", false), Some(2));
        assert_eq!(found(b"a\n", b"a\nb\n", false), Some(2));
    }
}
