//! The equipment catalogue: types of things, each group of figures with its source.
//!
//! Every `.ron` file of the folder adds to it; [`raw`] says how they are written.

mod check;
mod lines;
pub mod raw;
mod types;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::area::Profile;
use crate::check::Checked;
use crate::read::{locate, read_ron};
use crate::{Problem, Text};

pub use raw::{Material, RawCatalogue};

pub use types::{
    BankType, BoxType, Conductor, DeviceKind, DeviceType, Expulsion, LineType, Magnetic, Melting,
    MeterType, PoleType, Relay, Residual, TransformerType, Wire,
};

/// All equipment types, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Frequency for which the impedances of `lines` are computed, Hz.
    pub frequency_hz: f64,
    /// Overhead lines, cables and service drops.
    pub lines: BTreeMap<String, LineType>,
    /// Single conductors, of which overhead lines are made.
    pub conductors: BTreeMap<String, Conductor>,
    /// Transformers.
    pub transformers: BTreeMap<String, TransformerType>,
    /// Poles.
    pub poles: BTreeMap<String, PoleType>,
    /// Switches, breakers and fuses.
    pub devices: BTreeMap<String, DeviceType>,
    /// Cabinets, branch boxes and meter boxes.
    pub boxes: BTreeMap<String, BoxType>,
    /// Meters.
    pub meters: BTreeMap<String, MeterType>,
    /// Capacitor banks.
    pub banks: BTreeMap<String, BankType>,
    /// Load profiles.
    pub profiles: BTreeMap<String, Profile>,
}

impl Catalogue {
    /// Reads and checks all `.ron` files of a folder, in the order of their names.
    pub fn open(folder: &Path) -> Checked<Self> {
        match ron_files(folder) {
            Ok(files) => Self::read(&files),
            Err(problem) => Checked::failed(problem),
        }
    }

    /// Reads and checks some catalogue files together.
    pub fn read(files: &[PathBuf]) -> Checked<Self> {
        let mut whole = RawCatalogue::default();
        let mut texts = Vec::new();
        let mut unreadable = Vec::new();
        for file in files {
            match read_ron::<RawCatalogue>(file) {
                Ok((raw, text)) => {
                    whole.append(raw);
                    texts.push(text);
                }
                Err(problem) => unreadable.push(problem),
            }
        }
        if !unreadable.is_empty() {
            return Checked {
                value: None,
                problems: unreadable,
            };
        }
        let mut checked = whole.check();
        locate(&mut checked.problems, &texts);
        checked
    }
}

fn ron_files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |error: std::io::Error| {
        let mut problem = Problem::error(
            "",
            Text::new(
                format!("无法读取设备目录：{error}"),
                format!("the catalogue cannot be read: {error}"),
            ),
            Text::new(
                "检查 assets/catalogue 文件夹",
                "check the folder assets/catalogue",
            ),
        );
        problem.file = folder.display().to_string();
        problem
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<Result<_, _>>().map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "ron"));
    paths.sort();
    Ok(paths)
}
