//! Where `assets/` and `scenarios/` are.

use std::path::{Path, PathBuf};

use crate::{Problem, Text};

/// The environment variable that names the folder with `assets/` and `scenarios/`.
pub const VARIABLE: &str = "TAIQU_HOME";

/// The folder that holds `assets/` and `scenarios/`: the one named by [`VARIABLE`],
/// else the executable's, else the working folder or one above it, else the
/// source folder compiled in.
///
/// # Errors
/// None of them has a folder `assets/catalogue`, or the variable names one
/// without it.
pub fn home() -> Result<PathBuf, Problem> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        let named = PathBuf::from(named);
        return if is_home(&named) {
            Ok(named)
        } else {
            Err(not_found(&[named]))
        };
    }
    let beside = std::env::current_exe().ok();
    let beside = beside.as_deref().and_then(Path::parent).map(PathBuf::from);
    let working = std::env::current_dir().ok();
    let working = working.iter().flat_map(|folder| folder.ancestors());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let places: Vec<PathBuf> = beside
        .into_iter()
        .chain(working.map(PathBuf::from))
        .chain(source.map(PathBuf::from))
        .collect();
    match places.iter().find(|place| is_home(place)) {
        Some(place) => Ok(place.clone()),
        None => Err(not_found(&places)),
    }
}

fn is_home(folder: &Path) -> bool {
    folder.join("assets").join("catalogue").is_dir()
}

fn not_found(places: &[PathBuf]) -> Problem {
    let places: Vec<String> = places.iter().map(|p| p.display().to_string()).collect();
    let places = places.join(", ");
    Problem::error(
        "",
        Text::new(
            format!("找不到 assets/catalogue，已查找：{places}"),
            format!("assets/catalogue not found; looked in {places}"),
        ),
        Text::new(
            format!("把 {VARIABLE} 设为含有 assets 和 scenarios 的文件夹"),
            format!("set {VARIABLE} to the folder with assets and scenarios"),
        ),
    )
}
