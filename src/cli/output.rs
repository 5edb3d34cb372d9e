//! What a command says, and with which exit code it ends.

use std::fmt::Display;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use serde::Serialize;
use taiqu_grid::{Lang, Problem, Severity, Text};

/// How the user wants to be answered.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Machine-readable results.
    pub json: bool,
    /// Language of everything people read.
    pub lang: Lang,
    /// Whether the call itself asked for it; then it wins over what the window remembers.
    pub is_lang_asked: bool,
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// Bad input, with all that is wrong. Exit code 1.
    Input(Vec<Problem>),
    /// A wrong call. Exit code 2.
    Call(Text),
    /// A sound question without a solution. Exit code 3.
    NoSolution(Text),
}

impl Failure {
    /// A file that cannot be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let mut problem = Problem::error(
            "",
            Text::new(
                format!("无法读写：{error}"),
                format!("cannot read or write: {error}"),
            ),
            Text::new("检查路径和权限", "check the path and its permissions"),
        );
        problem.file = path.display().to_string();
        problem.into()
    }
}

/// A problem as the contract's JSON has it.
#[derive(Serialize)]
struct ProblemJson<'a> {
    severity: Severity,
    file: &'a str,
    line: Option<usize>,
    id: &'a str,
    problem: &'a str,
    remedy: &'a str,
}

#[derive(Serialize)]
struct ProblemsJson<'a> {
    problems: Vec<ProblemJson<'a>>,
}

impl Output {
    /// Prints `text` for a person, or `value` for a machine.
    pub fn result(self, value: &impl Serialize, text: &str) {
        if self.json {
            json(value);
        } else {
            put(&format_args!("{text}\n"));
        }
    }

    /// One line of explanation, on standard error.
    pub fn note(self, text: &Text) {
        tell(&format_args!("{}\n", text.get(self.lang)));
    }

    /// Lists problems: for a machine on standard output, for a person on standard error.
    pub fn problems(self, problems: &[Problem]) {
        if self.json {
            let problems = problems
                .iter()
                .map(|problem| ProblemJson {
                    severity: problem.severity,
                    file: &problem.file,
                    line: problem.line,
                    id: &problem.id,
                    problem: problem.problem.get(self.lang),
                    remedy: problem.remedy.get(self.lang),
                })
                .collect();
            json(&ProblemsJson { problems });
        } else {
            self.warnings(problems);
        }
    }

    /// Lists warnings on standard error, whatever the result's form.
    pub fn warnings(self, problems: &[Problem]) {
        for problem in problems {
            tell(&format_args!("{}\n", problem.describe(self.lang)));
        }
    }

    /// Says why a command failed, and gives its exit code.
    pub fn failure(self, failure: &Failure) -> ExitCode {
        match failure {
            Failure::Input(problems) => {
                self.problems(problems);
                ExitCode::from(1)
            }
            Failure::Call(text) => {
                self.note(text);
                ExitCode::from(2)
            }
            Failure::NoSolution(text) => {
                self.note(text);
                ExitCode::from(3)
            }
        }
    }
}

/// Prints lines as they are.
pub fn lines(lines: &str) {
    put(&lines);
}

/// Prints `value` as JSON on standard output.
fn json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        Ok(json) => put(&format_args!("{json}\n")),
        Err(error) => tell(&format_args!("{error}\n")),
    }
}

/// Writes to standard output. A reader that has gone had enough; a result that
/// cannot be written otherwise ends the program with exit code 1.
fn put(text: &dyn Display) {
    let mut out = std::io::stdout().lock();
    match write!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            tell(&format_args!(
                "标准输出写不进去 · standard output cannot be written: {error}\n"
            ));
            std::process::exit(1);
        }
        _ => {}
    }
}

/// Writes to standard error, as far as anybody listens.
fn tell(text: &dyn Display) {
    write!(std::io::stderr(), "{text}").ok();
}

/// How far long work has come, on standard error, at every tenth.
#[derive(Default)]
pub struct Progress {
    tenths: u64,
}

impl Progress {
    /// `done` of `all` is done.
    pub fn show(&mut self, done: u64, all: u64) {
        let tenths = done * 10 / all.max(1);
        if tenths > self.tenths {
            self.tenths = tenths;
            tell(&format_args!("\r{} %", tenths * 10));
        }
    }

    /// All is done.
    pub fn end(self) {
        if self.tenths > 0 {
            tell(&"\n");
        }
    }
}

/// Answers a wrong call, or prints the help or version that was asked for.
pub fn wrong_call(error: &clap::Error, lang: Lang) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is the reader's wish, not an error.
        match lang {
            Lang::Zh => writeln!(std::io::stdout(), "{}", super::chinese::answer(error)).ok(),
            Lang::En => error.print().ok(),
        };
        return ExitCode::SUCCESS;
    }
    match lang {
        Lang::Zh => tell(&format_args!("{}\n", super::chinese::explain(error))),
        Lang::En => {
            error.print().ok();
        }
    }
    ExitCode::from(2)
}
