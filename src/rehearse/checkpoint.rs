//! `snapshot`: a run in the middle, from which another goes on to the same bytes.
//!
//! It holds the state of both worlds and of the referee, and how far logs and journal had
//! come; what they hold up to there is beside it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use taiqu_grid::{Problem, Text};
use taiqu_link::journal::Input;

use super::RehearseError;
use super::files::{EVENTS, Files, JOURNAL, TRUTH};
use super::log::{self, Written};
use super::referee::Referee;
use crate::simulation::Snapshot;

/// The first bytes of the file, with the number of its layout.
const MARK: &[u8; 17] = b"taiqu snapshot 12";

/// A run in the middle.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) inputs: Vec<Input>,
    pub(super) seed: u64,
    pub(super) state: Snapshot,
    pub(super) referee: Referee,
    pub(super) logs: log::Memory,
    pub(super) journal: Written,
}

/// A checkpoint with what was written before it.
pub(super) struct Resumed {
    pub(super) checkpoint: Checkpoint,
    pub(super) events: Vec<u8>,
    pub(super) truth: Vec<u8>,
    pub(super) journal: Vec<u8>,
}

impl Checkpoint {
    /// Writes it into the run's folder.
    pub(super) fn write(&self, files: &Files) -> Result<(), RehearseError> {
        let body = postcard::to_stdvec(self).map_err(RehearseError::Encode)?;
        let crc32 = crc32fast::hash(&body).to_le_bytes();
        files.replace("snapshot", &[MARK.as_slice(), &crc32, &body].concat())
    }

    /// Reads the checkpoint at `path` and the logs beside it.
    ///
    /// # Errors
    /// It is no checkpoint, or the logs are not those it was written with.
    pub(super) fn read(path: &Path) -> Result<Resumed, RehearseError> {
        let bytes = std::fs::read(path).map_err(|error| {
            wrong(
                path,
                Text::new(
                    format!("读不了快照：{error}"),
                    format!("the snapshot cannot be read: {error}"),
                ),
                Text::new(
                    "给出演练文件夹中的 snapshot 文件；它由 taiqu rehearse --snapshot 写出",
                    "name the file `snapshot` in the folder of a run; taiqu rehearse --snapshot writes it",
                ),
            )
        })?;
        let checkpoint = parse(&bytes).ok_or_else(|| {
            wrong(
                path,
                Text::new("不是本版本的快照文件", "not a snapshot of this version"),
                Text::new(
                    "用 taiqu rehearse --snapshot 重新生成",
                    "make it again with taiqu rehearse --snapshot",
                ),
            )
        })?;
        let files = Files::open(path.parent().unwrap_or(Path::new("")));
        let logs = &checkpoint.logs;
        let head = |name: &str, written: Written| -> Result<Vec<u8>, RehearseError> {
            let mut log = files.read(name)?;
            log.truncate(written.bytes as usize);
            if log.len() as u64 == written.bytes && crc32fast::hash(&log) == written.crc32 {
                return Ok(log);
            }
            Err(wrong(
                path,
                Text::new(
                    format!("旁边的 {name} 不是这次演练的记录"),
                    format!("the {name} beside it is not of its run"),
                ),
                Text::new(
                    "快照要和同一次演练的日志、命令记录放在一起",
                    "keep a snapshot with the logs and the journal of its own run",
                ),
            ))
        };
        Ok(Resumed {
            events: head(EVENTS, logs.events)?,
            truth: head(TRUTH, logs.truth)?,
            journal: head(JOURNAL, checkpoint.journal)?,
            checkpoint,
        })
    }

    /// Whether a run of these inputs and this seed can go on from it.
    pub(super) fn fits(&self, path: &Path, inputs: &[Input]) -> Result<(), RehearseError> {
        let sums = |inputs: &[Input]| inputs.iter().map(|i| i.crc32).collect::<Vec<_>>();
        if sums(inputs) == sums(&self.inputs) {
            return Ok(());
        }
        Err(wrong(
            path,
            Text::new(
                "快照属于另一个场景，或其文件之后改动过",
                "the snapshot belongs to another scenario, or its files changed since",
            ),
            Text::new(
                "给出原来的场景，或重新演练",
                "name the scenario it was made with, or rehearse again",
            ),
        ))
    }
}

fn parse(bytes: &[u8]) -> Option<Checkpoint> {
    let rest = bytes.strip_prefix(MARK.as_slice())?;
    let (crc32, body) = rest.split_first_chunk::<4>()?;
    let whole = crc32fast::hash(body) == u32::from_le_bytes(*crc32);
    postcard::from_bytes(body).ok().filter(|_| whole)
}

fn wrong(path: &Path, problem: Text, remedy: Text) -> RehearseError {
    let mut problem = Problem::error("", problem, remedy);
    problem.file = path.display().to_string();
    problem.into()
}
