//! Reading a journal, also one that was cut off.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::{FORMAT, HEAD, JournalError, LONGEST, Record};

/// What a journal holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// The whole frames, in order; the first is [`Record::Opened`].
    pub records: Vec<Record>,
    /// How the file ends.
    pub tail: Tail,
}

/// How a journal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Tail {
    /// With a whole frame.
    Clean,
    /// Inside a frame or with a damaged one.
    Torn {
        /// Where the whole frames end, bytes.
        at: usize,
        /// Bytes after that.
        lost: usize,
    },
}

/// Reads the journal at `path` up to its last whole frame.
pub fn read(path: &Path) -> Result<Journal, JournalError> {
    let journal = parse(&bytes_of(path)?);
    opened(&journal.records, path)?;
    Ok(journal)
}

/// All whole frames of the journal at `path`, whatever lies between them that is none. What
/// was ordered cannot be lived again from this, as an order may be missing; what was heard
/// can.
pub fn salvage(path: &Path) -> Result<Vec<Record>, JournalError> {
    let records = whole_frames(&bytes_of(path)?);
    opened(&records, path)?;
    Ok(records)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, JournalError> {
    std::fs::read(path).map_err(|error| JournalError::Io {
        path: path.display().to_string(),
        error,
    })
}

/// Whether a journal of this layout begins with these `records`.
fn opened(records: &[Record], path: &Path) -> Result<(), JournalError> {
    match records.first() {
        Some(Record::Opened { format: FORMAT, .. }) => Ok(()),
        _ => Err(JournalError::NotAJournal {
            path: path.display().to_string(),
        }),
    }
}

/// The journal at `path` as JSON lines, with a last line for a torn tail.
pub fn cat(path: &Path) -> Result<String, JournalError> {
    let journal = read(path)?;
    let mut lines = String::new();
    let mut line = |json: serde_json::Result<String>| {
        // Writing to a string cannot fail, and records have only string keys.
        if let Ok(json) = json {
            let _ = writeln!(lines, "{json}");
        }
    };
    for record in &journal.records {
        line(serde_json::to_string(record));
    }
    if journal.tail != Tail::Clean {
        line(serde_json::to_string(&journal.tail));
    }
    Ok(lines)
}

/// The whole frames at the beginning of `bytes`.
pub(super) fn parse(bytes: &[u8]) -> Journal {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some((record, length)) = first_frame(&bytes[at..]) {
        records.push(record);
        at += length;
    }
    let lost = bytes.len() - at;
    let tail = if lost == 0 {
        Tail::Clean
    } else {
        Tail::Torn { at, lost }
    };
    Journal { records, tail }
}

/// The whole frames anywhere in `bytes`.
pub(super) fn whole_frames(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match first_frame(&bytes[at..]) {
            Some((record, length)) => {
                records.push(record);
                at += length;
            }
            // A checksum tells where the next one begins.
            None => at += 1,
        }
    }
    records
}

fn first_frame(bytes: &[u8]) -> Option<(Record, usize)> {
    let word = |at: usize| -> Option<u32> {
        let bytes = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let length = word(0).filter(|&length| length <= LONGEST)? as usize;
    let crc = word(4)?;
    let payload = bytes.get(HEAD..HEAD + length)?;
    if crc32fast::hash(payload) != crc {
        return None;
    }
    let record = postcard::from_bytes(payload).ok()?;
    Some((record, HEAD + length))
}
