//! Appending to a journal.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use super::{JournalError, Record};

/// An open journal.
#[derive(Debug)]
pub struct Writer {
    path: String,
    file: File,
}

impl Writer {
    /// A new journal at `path`, replacing what was there.
    pub fn create(path: &Path, opened: &Record) -> Result<Self, JournalError> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(|error| JournalError::Io {
            path: name.clone(),
            error,
        })?;
        let mut writer = Self { path: name, file };
        writer.append(opened)?;
        Ok(writer)
    }

    /// Appends `record`. When this returns the frame is with the operating system:
    /// it outlives this process.
    pub fn append(&mut self, record: &Record) -> Result<(), JournalError> {
        let frame = frame(record)?;
        self.file
            .write_all(&frame)
            .map_err(|error| JournalError::Io {
                path: self.path.clone(),
                error,
            })
    }
}

/// `record` as one frame.
pub(super) fn frame(record: &Record) -> Result<Vec<u8>, JournalError> {
    let payload = postcard::to_stdvec(record).map_err(JournalError::Encode)?;
    let mut frame = Vec::with_capacity(super::HEAD + payload.len());
    frame.extend((payload.len() as u32).to_le_bytes());
    frame.extend(crc32fast::hash(&payload).to_le_bytes());
    frame.extend(payload);
    Ok(frame)
}
