//! Taiqu: a desktop digital twin of low-voltage distribution areas.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    taiqu::cli::run(words.collect())
}
