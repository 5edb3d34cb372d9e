//! Power flow of thousands of areas from readings in Parquet files.
//!
//! A [`Fleet`] knows its areas and where their readings lie; [`run`] solves it part by
//! part, areas beside each other, and writes what each area-day comes to into Parquet
//! files. A part that is written is never begun again, so a run that was killed goes
//! on where it was; an area that cannot be solved is listed and skipped.

mod area_day;
mod fleet;
mod made;
mod manifest;
mod readings;
mod results;
mod run;
mod totals;

pub use fleet::Fleet;
pub use readings::{Reading, Readings, read_readings, write_readings};
pub use results::Skipped;
pub use run::{Options, Progress, Summary, run};
pub use totals::Totals;
