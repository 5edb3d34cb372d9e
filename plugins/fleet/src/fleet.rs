//! The areas of a fleet.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use taiqu_grid::{Area, Catalogue, Problem, Text, generate};

use crate::made;

/// How many invented areas differ in their networks; all differ in their readings.
const DESIGNS: u32 = 60;

/// The areas of a fleet, and their readings.
#[derive(Debug)]
pub struct Fleet {
    catalogue: Catalogue,
    kind: Kind,
    readings: PathBuf,
}

#[derive(Debug)]
enum Kind {
    /// Area files.
    Files(Vec<PathBuf>),
    /// Invented areas.
    Made {
        count: u32,
        customers: u32,
        designs: Vec<OnceLock<Arc<Area>>>,
    },
}

impl Fleet {
    /// The area files in `folder`; the readings of `x.ron` are in `x.parquet` in the
    /// folder `readings`.
    ///
    /// # Errors
    /// The folder cannot be read, or has no area file.
    pub fn open(folder: &Path, readings: &Path, catalogue: Catalogue) -> Result<Self, Problem> {
        let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(problem(
                folder,
                Text::new("没有台区文件（*.ron）", "no area files (*.ron) here"),
                Text::new(
                    "给出台区文件所在的文件夹",
                    "name the folder that area files are in",
                ),
            ));
        }
        Ok(Self {
            catalogue,
            kind: Kind::Files(files),
            readings: readings.to_owned(),
        })
    }

    /// `count` invented areas of about as many `customers` each, whose readings are
    /// made up in the folder `readings`.
    pub fn made(count: u32, customers: u32, readings: &Path, catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            kind: Kind::Made {
                count,
                customers,
                designs: (0..DESIGNS).map(|_| OnceLock::new()).collect(),
            },
            readings: readings.to_owned(),
        }
    }

    /// Number of areas.
    pub fn len(&self) -> usize {
        match &self.kind {
            Kind::Files(files) => files.len(),
            Kind::Made { count, .. } => *count as usize,
        }
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Customers of each area, if they are invented.
    pub fn customers(&self) -> Option<u32> {
        match self.kind {
            Kind::Files(_) => None,
            Kind::Made { customers, .. } => Some(customers),
        }
    }

    /// The name of area `k`: its file's, without the ending.
    pub fn name(&self, k: usize) -> String {
        match &self.kind {
            Kind::Files(files) => {
                let stem = files[k].file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
            Kind::Made { .. } => format!("area-{:05}", k + 1),
        }
    }

    /// Area `k`.
    ///
    /// # Errors
    /// All that is wrong with its file.
    pub fn area(&self, k: usize) -> Result<Arc<Area>, Vec<Problem>> {
        match &self.kind {
            Kind::Files(files) => {
                let checked = taiqu_grid::read::read_area(&files[k], &self.catalogue);
                checked.into_result().map(Arc::new)
            }
            Kind::Made {
                customers, designs, ..
            } => {
                let number = k % designs.len();
                if let Some(area) = designs[number].get() {
                    return Ok(area.clone());
                }
                let make = [generate::village, generate::town, generate::estate][number % 3];
                let area = make(*customers, number as u64 + 1).check(&self.catalogue);
                let area = Arc::new(area.into_result()?);
                Ok(designs[number].get_or_init(|| area).clone())
            }
        }
    }

    /// The file of area `k`'s readings, made up first if the area is.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn readings(&self, k: usize, area: &Area, steps: usize) -> Result<PathBuf, Problem> {
        let path = self.readings.join(format!("{}.parquet", self.name(k)));
        if matches!(self.kind, Kind::Made { .. }) && !path.exists() {
            made::write(&path, area, k as u64, steps)?;
        }
        Ok(path)
    }
}

/// A file or folder that the system does not give.
pub(crate) fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    problem(
        path,
        Text::new(
            format!("无法读写：{error}"),
            format!("cannot read or write: {error}"),
        ),
        Text::new("检查路径和权限", "check the path and its permissions"),
    )
}

/// An error of a file as a whole.
pub(crate) fn problem(path: &Path, what: Text, remedy: Text) -> Problem {
    let mut problem = Problem::error("", what, remedy);
    problem.file = path.display().to_string();
    problem
}
