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
    /// Where the whole frames end, bytes.
    end: u64,
}

impl Writer {
    /// A new journal at `path`, replacing what was there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn create(path: &Path, opened: &Record) -> Result<Self, JournalError> {
        let file = File::create(path).and_then(|_| OpenOptions::new().append(true).open(path));
        let mut writer = Self::on(path, file, 0)?;
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
        let file = OpenOptions::new().append(true).open(path);
        let size = file.as_ref().ok().and_then(|file| file.metadata().ok());
        let mut writer = Self::on(path, file, size.map_or(0, |size| size.len()))?;
        if let Tail::Torn { at, .. } = journal.tail {
            writer.end = at as u64;
            writer.cut().map_err(|error| writer.failed(error))?;
        }
        Ok((writer, journal))
    }

    /// How long the journal is, bytes.
    pub const fn length(&self) -> u64 {
        self.end
    }

    /// Appends `records`. When this returns their frames are with the operating system:
    /// they outlive this process.
    ///
    /// # Errors
    /// The file cannot be written; what got into it is taken out again, so that what is
    /// appended later can be read.
    pub fn append<'a>(
        &mut self,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Result<(), JournalError> {
        let mut frames = Vec::new();
        for record in records {
            frames.extend(frame(record)?);
        }
        // What an append before could not take out comes out first.
        let written = self.cut().and_then(|()| self.file.write_all(&frames));
        if let Err(error) = written {
            let _ = self.cut();
            return Err(self.failed(error));
        }
        self.end += frames.len() as u64;
        Ok(())
    }

    /// Cuts off what is behind the whole frames.
    fn cut(&self) -> std::io::Result<()> {
        if self.file.metadata()?.len() > self.end {
            self.file.set_len(self.end)?;
        }
        Ok(())
    }

    fn on(path: &Path, file: std::io::Result<File>, end: u64) -> Result<Self, JournalError> {
        let path = path.display().to_string();
        match file {
            Ok(file) => Ok(Self { path, file, end }),
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
