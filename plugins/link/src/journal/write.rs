//! Appending to a journal.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::read::{Journal, Tail, read};
use super::{JournalError, Record};

/// An open journal.
#[derive(Debug)]
pub struct Writer {
    path: String,
    file: File,
}

impl Writer {
    /// A new journal at `path`, replacing what was there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn create(path: &Path, opened: &Record) -> Result<Self, JournalError> {
        let mut writer = Self::on(path, File::create(path))?;
        writer.append([opened])?;
        Ok(writer)
    }

    /// Goes on with the journal at `path`, and what is in it; a frame that a kill left
    /// half written is cut off.
    ///
    /// # Errors
    /// The file cannot be read or written, or is no journal.
    pub fn resume(path: &Path) -> Result<(Self, Journal), JournalError> {
        let journal = read(path)?;
        let writer = Self::on(path, OpenOptions::new().append(true).open(path))?;
        if let Tail::Torn { at, .. } = journal.tail {
            let cut = writer.file.set_len(at as u64);
            cut.map_err(|error| writer.failed(error))?;
        }
        Ok((writer, journal))
    }

    /// Appends `records`. When this returns their frames are with the operating system:
    /// they outlive this process.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append<'a>(
        &mut self,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Result<(), JournalError> {
        let mut frames = Vec::new();
        for record in records {
            frames.extend(frame(record)?);
        }
        let written = self.file.write_all(&frames);
        written.map_err(|error| self.failed(error))
    }

    fn on(path: &Path, file: std::io::Result<File>) -> Result<Self, JournalError> {
        let path = path.display().to_string();
        match file {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(JournalError::Io { path, error }),
        }
    }

    fn failed(&self, error: std::io::Error) -> JournalError {
        JournalError::Io {
            path: self.path.clone(),
            error,
        }
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
