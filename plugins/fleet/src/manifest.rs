//! What a fleet's results were begun with, so that going on cannot mix two fleets.

use std::path::Path;

use serde::{Deserialize, Serialize};
use taiqu_grid::{Problem, Text};

use crate::Fleet;
use crate::fleet::{problem, unreadable};

/// The file `fleet.json` of a folder of results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Manifest {
    areas: usize,
    /// Of the areas' names, in order.
    names_crc32: u32,
    /// Customers of an invented area.
    customers: Option<u32>,
    steps: usize,
    areas_per_part: usize,
}

/// Begins results in the folder `out`, or finds that they are of this very fleet.
///
/// # Errors
/// The folder has another fleet's results, or cannot be read or written.
pub fn begin(
    out: &Path,
    fleet: &Fleet,
    steps: usize,
    areas_per_part: usize,
) -> Result<(), Problem> {
    let mut names = crc32fast::Hasher::new();
    for k in 0..fleet.len() {
        names.update(fleet.name(k).as_bytes());
        names.update(b"\n");
    }
    let manifest = Manifest {
        areas: fleet.len(),
        names_crc32: names.finalize(),
        customers: fleet.customers(),
        steps,
        areas_per_part,
    };
    let path = out.join("fleet.json");
    let failed = |error: &dyn std::fmt::Display| unreadable(&path, error);
    if path.exists() {
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let before: Option<Manifest> = serde_json::from_str(&text).ok();
        return if before.as_ref() == Some(&manifest) {
            Ok(())
        } else {
            Err(problem(
                &path,
                Text::new(
                    "此处是另一批台区或步数的结果",
                    "here are results of another fleet, or of other steps",
                ),
                Text::new("换一个 --out 文件夹", "choose another folder for --out"),
            ))
        };
    }
    std::fs::create_dir_all(out).map_err(|error| failed(&error))?;
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| failed(&error))?;
    let unfinished = path.with_extension("unfinished");
    std::fs::write(&unfinished, text).map_err(|error| failed(&error))?;
    std::fs::rename(&unfinished, &path).map_err(|error| failed(&error))
}
