//! The folder of a run.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::RehearseError;

/// What the twin knew and did.
pub(super) const EVENTS: &str = "events.jsonl";
/// What was true.
pub(super) const TRUTH: &str = "truth.jsonl";
/// What was ordered and heard.
pub(super) const JOURNAL: &str = "journal";

/// The files in the folder of a run.
pub(crate) struct Files<'a> {
    folder: &'a Path,
}

impl<'a> Files<'a> {
    /// Makes the folder if it is not there.
    pub(crate) fn create(folder: &'a Path) -> Result<Self, RehearseError> {
        std::fs::create_dir_all(folder).map_err(|error| io(folder, error))?;
        Ok(Self { folder })
    }

    /// The folder of a run before.
    pub(super) const fn open(folder: &'a Path) -> Self {
        Self { folder }
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join(JOURNAL)
    }

    /// Both logs, new, beginning with these bytes.
    pub(super) fn logs(&self, begun: [&[u8]; 2]) -> Result<[BufWriter<File>; 2], RehearseError> {
        let [events, truth] = begun;
        Ok([self.log(EVENTS, events)?, self.log(TRUTH, truth)?])
    }

    /// Whether a run left its logs here.
    pub(super) fn has_logs(&self) -> bool {
        [EVENTS, TRUTH]
            .iter()
            .any(|name| self.folder.join(name).exists())
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, RehearseError> {
        let path = self.folder.join(name);
        std::fs::read(&path).map_err(|error| io(&path, error))
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), RehearseError> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).map_err(|error| io(&path, error))
    }

    /// Writes a file so that at no moment there is half of it.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), RehearseError> {
        let (new, path) = (
            self.folder.join(format!("{name}.new")),
            self.folder.join(name),
        );
        let written = std::fs::write(&new, bytes).and_then(|()| std::fs::rename(&new, &path));
        written.map_err(|error| io(&path, error))
    }

    /// What is made of a run at its end.
    pub(crate) fn results(
        &self,
        summary: &impl Serialize,
        report: &str,
    ) -> Result<(), RehearseError> {
        let summary = serde_json::to_string_pretty(summary)? + "\n";
        self.write("summary.json", summary.as_bytes())?;
        self.write("report.html", report.as_bytes())
    }

    fn log(&self, name: &str, begun: &[u8]) -> Result<BufWriter<File>, RehearseError> {
        let path = self.folder.join(name);
        let open = || {
            let mut file = BufWriter::new(File::create(&path)?);
            file.write_all(begun)?;
            Ok(file)
        };
        open().map_err(|error| io(&path, error))
    }
}

pub(super) fn io(path: &Path, error: std::io::Error) -> RehearseError {
    RehearseError::Io {
        path: path.display().to_string(),
        error,
    }
}
