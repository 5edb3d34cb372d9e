//! Finding and reading the files of a deck.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::Text;

/// Largest script or shape file that is read, bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Reads a file's bytes.
///
/// # Errors
/// Why it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Text> {
    let same = |error: io::Error| Text::new(error.to_string(), error.to_string());
    let data = fs::metadata(path).map_err(same)?;
    if !data.is_file() {
        return Err(Text::new("不是文件", "it is not a file"));
    }
    if data.len() > MAX_BYTES {
        let most = MAX_BYTES >> 20;
        return Err(Text::new(
            format!("超过 {most} MiB"),
            format!("it is larger than {most} MiB"),
        ));
    }
    fs::read(path).map_err(same)
}

/// Reads a file as text; bytes that are not UTF-8 become replacement characters,
/// since old decks carry comments in any encoding.
///
/// # Errors
/// Why it cannot be read.
pub fn read_text(path: &Path) -> Result<String, Text> {
    let bytes = read_bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The file that a script in `folder` calls `name`: either kind of slash, and any
/// case where no file has the very name.
pub fn resolve(folder: &Path, name: &str) -> PathBuf {
    let name = name.trim().replace('\\', "/");
    let exact = folder.join(&name);
    if exact.exists() {
        return exact;
    }
    let mut path = if name.starts_with('/') {
        PathBuf::from("/")
    } else {
        folder.to_owned()
    };
    for part in name.split('/').filter(|part| !part.is_empty()) {
        path = step(&path, part);
    }
    path
}

/// `part` in `folder`, in the case in which it exists.
fn step(folder: &Path, part: &str) -> PathBuf {
    let exact = folder.join(part);
    if exact.exists() {
        return exact;
    }
    let mut alike: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .eq_ignore_ascii_case(part)
        })
        .map(|entry| entry.path())
        .collect();
    alike.sort();
    alike.into_iter().next().unwrap_or(exact)
}
