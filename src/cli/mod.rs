//! The command line: one file a command, each a thin shell around a function.

mod args;
mod check;
mod chinese;
#[cfg(feature = "fleet")]
mod fleet;
mod generate;
mod harden;
mod import;
mod journal;
mod language;
mod output;
mod profiles;
mod rehearse;
mod short_circuit;
mod shot;
mod solve;
mod trace;
mod values;
mod view;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use taiqu_grid::{Catalogue, Lang, Problem, RawArea, Text, home};

use args::{Args, Command};
use output::{Failure, Output};

/// Does what the words of a call ask for, the program's name first.
pub fn run(words: Vec<String>) -> ExitCode {
    let lang = language::of_call(&words);
    let mut command = Args::command();
    if lang == Lang::Zh {
        command = chinese::translate(command);
    }
    let args = command
        .try_get_matches_from(words)
        .and_then(|matches| Args::from_arg_matches(&matches));
    match args {
        Ok(args) => {
            let output = Output {
                json: args.json,
                lang: args.lang.map_or(lang, Lang::from),
                is_lang_asked: args.lang.is_some(),
            };
            obey(
                args.command.unwrap_or(Command::View { scenario: None }),
                output,
            )
            .unwrap_or_else(|failure| output.failure(&failure))
        }
        Err(error) => output::wrong_call(&error, lang),
    }
}

/// What every command gives back.
type Outcome = Result<ExitCode, Failure>;

fn obey(command: Command, output: Output) -> Outcome {
    match command {
        Command::View { scenario } => view::run(scenario, output),
        Command::Shot(args) => shot::run(&args, output),
        Command::Check { files } => check::run(&files, output),
        Command::Trace { area, id, up, .. } => trace::run(&area, &id, up, output),
        Command::Solve(args) => solve::run(&args, output),
        Command::ShortCircuit(args) => short_circuit::run(&args, output),
        Command::Import { master, out, .. } => import::run(&master, &out, output),
        Command::Generate(args) => generate::run(&args, output),
        #[cfg(feature = "fleet")]
        Command::Fleet(args) => fleet::run(&args, output),
        Command::Harden(args) => harden::run(&args, output),
        Command::Rehearse(args) => rehearse::run(&args, output),
        Command::Replay { dir, to } => rehearse::replay(&dir, to, output),
        Command::Journal {
            command: args::JournalCommand::Cat { file },
        } => journal::cat(&file),
    }
}

/// The catalogue of the folder that [`home::home`] finds; its warnings are listed.
fn catalogue(output: Output) -> Result<Catalogue, Failure> {
    let folder = home::home()?.join("assets").join("catalogue");
    sound(Catalogue::open(&folder), output)
}

/// Does `work` on as many threads; on all cores where no number is given, or there
/// cannot be so many.
fn on_threads<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
    match pool.build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// The value of something checked: warnings are listed, errors fail.
fn sound<T>(checked: taiqu_grid::Checked<T>, output: Output) -> Result<T, Failure> {
    match checked.value {
        Some(value) => {
            // Standard output belongs to the command's own result.
            output.warnings(&checked.problems);
            Ok(value)
        }
        None => Err(Failure::Input(checked.problems)),
    }
}

/// An area as the text of its file.
fn written(area: &RawArea) -> Result<String, Failure> {
    area.to_ron().map_err(|error| unwritable(&area.id, &error))
}

/// Records that cannot be turned into the text of a file.
fn unwritable(id: &str, error: &ron::Error) -> Failure {
    let problem = Text::new(
        format!("写不成文件：{error}"),
        format!("cannot be written: {error}"),
    );
    Problem::error(id, problem, Text::default()).into()
}

/// Writes a result file.
fn write(path: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| Failure::file(path, &error))
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Input(vec![problem])
    }
}
