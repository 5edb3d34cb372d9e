//! The command line as a type: what can be asked for, and how.

use std::path::PathBuf;

use clap::{ArgGroup, Parser, Subcommand, ValueEnum};
use taiqu_console::desk::Tab;
use taiqu_scene::Overlay;

use super::values::{Way, clock, duration, one_way, overlays, size, tabs, way};
use crate::scenario::Operations;

/// Digital twin of low-voltage distribution areas
#[derive(Parser, Debug)]
#[command(name = "taiqu", version, disable_help_subcommand = true)]
pub struct Args {
    /// Print a machine-readable result on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of everything people read
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Language>,
    /// What to do; without it the viewer opens
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A language on the command line.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Open the viewer
    View {
        /// Scenario file; the summer evening in the village without it
        scenario: Option<PathBuf>,
    },
    /// Render one picture off screen, console included
    Shot(ShotArgs),
    /// Validate lines, areas, scenarios and catalogues
    Check {
        /// Files to check
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Path to the source, or everything and everyone below
    Trace {
        /// Area or line file
        area: PathBuf,
        /// Id, `kind:id` or `area/kind:id`
        id: String,
        /// Follow the path to the source
        #[arg(long, required_unless_present = "down")]
        up: bool,
        /// List everything and everyone below
        #[arg(long, conflicts_with = "up")]
        down: bool,
    },
    /// Power flow of an area: one moment, or a series
    Solve(SolveArgs),
    /// Fault currents of every node and type
    ShortCircuit(ShortCircuitArgs),
    /// Convert from other programs
    Import {
        /// Program the file comes from
        #[arg(value_enum)]
        format: ImportFormat,
        /// Its main file
        master: PathBuf,
        /// Area file to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Make a plausible network
    Generate(GenerateArgs),
    /// Power flow of a whole fleet of areas, from readings in Parquet files
    #[cfg(feature = "fleet")]
    Fleet(FleetArgs),
    /// What hardening would have saved in a scenario's storm, for a yuan
    Harden(HardenArgs),
    /// Run a scenario without a window and report
    Rehearse(RehearseArgs),
    /// Repeat a recorded run and compare the bytes
    Replay {
        /// Folder of the recorded run
        dir: PathBuf,
        /// Stop at this time of the run
        #[arg(long, value_parser = duration)]
        to: Option<u64>,
    },
    /// Work with journals
    Journal {
        /// What to do with it
        #[command(subcommand)]
        command: JournalCommand,
    },
}

/// What can be done with a journal.
#[derive(Subcommand, Debug)]
pub enum JournalCommand {
    /// Print a journal as JSON lines
    Cat {
        /// The journal
        file: PathBuf,
    },
}

/// Formats that can be imported.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum ImportFormat {
    /// `OpenDSS` scripts
    Opendss,
}

/// What `shot` needs.
#[derive(clap::Args, Debug)]
pub struct ShotArgs {
    /// Scenario file
    pub scenario: PathBuf,
    /// Time since the scenario's start, such as `2h30m`
    #[arg(long, value_parser = duration)]
    pub at: u64,
    /// Picture to write
    #[arg(long)]
    pub out: PathBuf,
    /// Width and height in pixels
    #[arg(long, default_value = "1600x900", value_parser = size)]
    pub size: (u32, u32),
    /// Where the camera stands: home, top or an id
    #[arg(long, default_value = "home")]
    pub view: String,
    /// Quantity that colours the network
    #[arg(long, default_value = "normal", value_parser = overlays())]
    pub overlay: Overlay,
    /// Thing to select
    #[arg(long)]
    pub select: Option<String>,
    /// List to show; what there is decides without it
    #[arg(long, value_parser = tabs())]
    pub list: Option<Tab>,
    /// Show what is true, as an instructor sees it
    #[arg(long)]
    pub instructor: bool,
    /// Quiet grey of operations, or natural colours
    #[arg(long, value_enum, default_value_t = Look::Operations)]
    pub look: Look,
}

/// Looks of the scene.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Quiet grey; only the abnormal has colour
    Operations,
    /// Natural colours
    Presentation,
}

/// What `short-circuit` needs.
#[derive(clap::Args, Debug)]
pub struct ShortCircuitArgs {
    /// Area file
    pub area: PathBuf,
    /// Resistance of the fault, Ω
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    pub fault_ohm: f64,
    /// What the loads do: nothing, or what impedances at nominal power do
    #[arg(long, value_enum, default_value_t = FaultLoads::Off)]
    pub loads: FaultLoads,
    /// Largest or smallest currents as IEC 60909-0 has them, peak currents included
    #[arg(long, value_enum, conflicts_with = "loads")]
    pub iec60909: Option<Case>,
    /// Temperature of conductors for the smallest currents, °C
    #[arg(long, default_value_t = 80.0, requires = "iec60909")]
    pub conductor_c: f64,
    /// Tolerance of the low voltage that chooses the voltage factor
    #[arg(long, value_enum, default_value_t = VoltageTolerance::Six, requires = "iec60909")]
    pub voltage_tolerance: VoltageTolerance,
    /// List fuses and breakers that may open together with one below them
    #[arg(long)]
    pub selectivity: bool,
    /// What opens first in each fault and when, to write as CSV
    #[arg(long)]
    pub clearing: Option<PathBuf>,
    /// Currents to write, as CSV
    #[arg(long)]
    pub csv: Option<PathBuf>,
}

/// Cases of IEC 60909-0.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Largest currents: what equipment must bear
    Max,
    /// Smallest currents: what protection must see
    Min,
}

/// By how much the low voltage may differ from the nominal one.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoltageTolerance {
    /// 6 %: c is 1.05 or 0.95
    #[value(name = "6")]
    Six,
    /// 10 %: c is 1.10 or 0.90
    #[value(name = "10")]
    Ten,
}

/// Loads during a short circuit.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultLoads {
    /// Left out
    Off,
    /// At nominal power, held as impedances
    AsGiven,
}

/// What `solve` needs.
#[derive(clap::Args, Debug)]
pub struct SolveArgs {
    /// Area file
    pub area: PathBuf,
    /// Clock time whose profile factors apply, such as `09:26`
    #[arg(long, value_parser = clock, conflicts_with = "profiles")]
    pub at: Option<u64>,
    /// Voltages to write, as CSV
    #[arg(long)]
    pub csv: Option<PathBuf>,
    /// kW per load and step, as CSV with load ids in the header
    #[arg(long)]
    pub profiles: Option<PathBuf>,
    /// Steps to solve; all of the file without it
    #[arg(long, requires = "profiles")]
    pub steps: Option<usize>,
    /// Step whose voltages `--csv` writes, from 1
    #[arg(long, requires = "profiles")]
    pub step: Option<usize>,
    /// Voltages kept at every step
    #[arg(long, value_enum, default_value_t = Output::Loads, requires = "profiles")]
    pub output: Output,
    /// Threads; all cores without it
    #[arg(long, requires = "profiles")]
    pub threads: Option<usize>,
    /// Largest change of any voltage at the last iteration, pu
    #[arg(long, default_value_t = 1e-8)]
    pub tolerance: f64,
    /// Load models as the file has them, or without their voltage bands
    #[arg(long, value_enum, default_value_t = Loads::AsGiven)]
    pub loads: Loads,
    /// Leave out the anti-float shunts of transformers
    #[arg(long)]
    pub no_anti_float: bool,
}

/// Voltages a series keeps.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// At load buses
    Loads,
    /// At every node
    All,
    /// The lowest and highest at load buses, of all steps together
    Extremes,
}

/// Load models of a power flow.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loads {
    /// As the file has them
    AsGiven,
    /// Without their voltage bands
    ConstantPower,
}

/// What `generate` needs.
#[derive(clap::Args, Debug)]
pub struct GenerateArgs {
    /// Kind of place
    #[arg(long, value_enum)]
    pub style: Style,
    /// Customers of an area
    #[arg(long)]
    pub customers: u32,
    /// Chooses one of endless places
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Areas on one line; writes a folder with line, areas and scenario
    #[arg(long)]
    pub areas: Option<u32>,
    /// File to write, or folder with `--areas`
    #[arg(long)]
    pub out: PathBuf,
}

/// Kinds of places.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Overhead lines between houses and fields
    Village,
    /// Shops, school and workshops on one street
    Town,
    /// Blocks of flats on cable
    Estate,
}

/// What `fleet` needs.
#[cfg(feature = "fleet")]
#[derive(clap::Args, Debug)]
pub struct FleetArgs {
    /// Folder of area files
    #[arg(long, required_unless_present = "generate")]
    pub areas: Option<PathBuf>,
    /// Number of areas to invent instead, readings and all
    #[arg(long, conflicts_with = "areas", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub generate: Option<u32>,
    /// Customers of an invented area
    #[arg(long, default_value_t = 200, requires = "generate")]
    pub customers: u32,
    /// Folder of readings, a file `<area>.parquet` each; `readings` beside the areas without it
    #[arg(long)]
    pub readings: Option<PathBuf>,
    /// Steps of a day
    #[arg(long, default_value_t = 96, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub steps: u32,
    /// Threads; all cores without it
    #[arg(long)]
    pub threads: Option<usize>,
    /// Folder for the results; a run that was stopped goes on there
    #[arg(long)]
    pub out: PathBuf,
}

/// What `harden` needs.
#[derive(clap::Args, Debug)]
#[command(group(ArgGroup::new("measures").required(true).multiple(true)))]
pub struct HardenArgs {
    /// Scenario file, with a storm
    pub scenario: PathBuf,
    /// Poles at highest risk that get the next stronger class and a better foundation
    #[arg(long, group = "measures", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub reinforce: Vec<u32>,
    /// Trees that threaten lines the most, to cut back
    #[arg(long, group = "measures", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub trim: Vec<u32>,
    /// Boxes and cabinets that water reaches, to put on higher plinths
    #[arg(long, group = "measures", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub raise_cabinets: Vec<u32>,
    /// Overhead section to lay in the ground as a cable
    #[arg(long, group = "measures", value_name = "SECTION")]
    pub cable: Vec<String>,
    /// RON file of what measures cost, where they do not cost the usual
    #[arg(long)]
    pub costs: Option<PathBuf>,
    /// Storms, each over the network as it is and as it would be: the scenario's seed and
    /// those after it
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub runs: u32,
    /// Threads; all cores without it
    #[arg(long)]
    pub threads: Option<usize>,
    /// Way of organising instead of the scenario's: siloed, command-centre, grid-team
    #[arg(long, value_parser = one_way)]
    pub operations: Option<Operations>,
    /// Folder for the results; `taiqu-out/harden-<scenario>` without it
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// What `rehearse` needs.
#[derive(clap::Args, Debug)]
pub struct RehearseArgs {
    /// Scenario file
    pub scenario: PathBuf,
    /// Seed instead of the scenario's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Way of organising instead of the scenario's: siloed, command-centre, grid-team; or
    /// all, side by side
    #[arg(long, value_parser = way)]
    pub operations: Option<Way>,
    /// Runs that differ in their seed: this one and those after it
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub runs: Option<u32>,
    /// Threads for several runs; all cores without it
    #[arg(long, requires = "runs")]
    pub threads: Option<usize>,
    /// Time of the run whose state goes to the file `snapshot`, such as `2h30m`
    #[arg(long, value_parser = duration, conflicts_with = "runs")]
    pub snapshot: Option<u64>,
    /// Snapshot to go on from; it lies with the logs of its run
    #[arg(long, conflicts_with_all = ["runs", "seed"])]
    pub resume: Option<PathBuf>,
    /// Folder for report and logs; `taiqu-out/<scenario>` without it
    #[arg(long)]
    pub out: Option<PathBuf>,
}
