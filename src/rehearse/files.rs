//! The folder of a run.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::RehearseError;

/// The files in the folder of a run.
pub(super) struct Files<'a> {
    folder: &'a Path,
}

impl<'a> Files<'a> {
    /// Makes the folder if it is not there.
    pub(super) fn create(folder: &'a Path) -> Result<Self, RehearseError> {
        std::fs::create_dir_all(folder).map_err(|error| io(folder, error))?;
        Ok(Self { folder })
    }

    /// The folder of a run before.
    pub(super) const fn open(folder: &'a Path) -> Self {
        Self { folder }
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    pub(super) fn events(&self) -> Result<BufWriter<File>, RehearseError> {
        self.new_file("events.jsonl")
    }

    pub(super) fn truth(&self) -> Result<BufWriter<File>, RehearseError> {
        self.new_file("truth.jsonl")
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, RehearseError> {
        let path = self.folder.join(name);
        std::fs::read(&path).map_err(|error| io(&path, error))
    }

    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), RehearseError> {
        let path = self.folder.join(name);
        std::fs::write(&path, text).map_err(|error| io(&path, error))
    }

    fn new_file(&self, name: &str) -> Result<BufWriter<File>, RehearseError> {
        let path = self.folder.join(name);
        let file = File::create(&path).map_err(|error| io(&path, error))?;
        Ok(BufWriter::new(file))
    }
}

pub(super) fn io(path: &Path, error: std::io::Error) -> RehearseError {
    RehearseError::Io {
        path: path.display().to_string(),
        error,
    }
}
