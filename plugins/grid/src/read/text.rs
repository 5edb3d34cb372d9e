//! Reading a text file that may be anything at all.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::{Problem, Text};

/// Largest file that is read, bytes. An area of ten thousand customers is a fifth of it.
pub const MAX_BYTES: u64 = 32 << 20;

/// Reads a UTF-8 text; a byte order mark is dropped.
///
/// # Errors
/// The file cannot be opened or read, is not a regular file, is larger than
/// [`MAX_BYTES`], or is not UTF-8. The problem names the file.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    let fail = |line: Option<usize>, problem: Text, remedy: Text| {
        let mut problem = Problem::error("", problem, remedy);
        problem.file = path.display().to_string();
        problem.line = line;
        problem
    };
    let unreadable = |error: std::io::Error| {
        fail(
            None,
            Text::new(
                format!("无法读取：{error}"),
                format!("cannot be read: {error}"),
            ),
            Text::new(
                "检查路径和读取权限",
                "check the path and the permission to read it",
            ),
        )
    };
    // Opening a pipe would wait for its writer for ever, so its kind is asked first.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(fail(
            None,
            Text::new("不是普通文件", "is not a regular file"),
            Text::new("请给出 .ron 文件的路径", "give the path of a .ron file"),
        ));
    }
    let mut bytes = Vec::new();
    if metadata.len() <= MAX_BYTES {
        let file = File::open(path).map_err(unreadable)?;
        // A file can grow between the two calls; the limit holds all the same.
        let mut limited = file.take(MAX_BYTES + 1);
        limited.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    let size = metadata.len().max(bytes.len() as u64);
    if size > MAX_BYTES {
        let (mib, most) = (size >> 20, MAX_BYTES >> 20);
        return Err(fail(
            None,
            Text::new(
                format!("文件有 {mib} MiB，超过上限 {most} MiB"),
                format!("has {mib} MiB, more than the limit of {most} MiB"),
            ),
            Text::new(
                "确认这是台区或线路文件；大网络请拆成多个台区",
                "make sure that it is an area or line file; split a large network into areas",
            ),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = 1 + String::from_utf8_lossy(&error.as_bytes()[..good])
            .matches('\n')
            .count();
        fail(
            Some(line),
            Text::new(
                format!("第 {line} 行有不是 UTF-8 的字节"),
                format!("line {line} has bytes that are not UTF-8"),
            ),
            Text::new("用 UTF-8 编码保存文件", "save the file as UTF-8"),
        )
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
