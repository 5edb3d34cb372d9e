//! Composes the crates: command line, modes, reports, referee.
fn main() {}
