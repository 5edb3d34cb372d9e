//! Runs the commands of a script and of those it includes, into a [`Deck`].

mod define;
mod options;

use std::path::{Path, PathBuf};

use crate::Text;

use super::deck::{Deck, Open};
use super::files;
use super::lexer::{self, Parameter};
use super::names;
use super::properties::{self, Effect};
use super::report::{Place, Report};

/// Deepest nesting of files.
const MAX_DEPTH: usize = 32;
/// Most files included in all, so that files that include each other end.
const MAX_FILES: usize = 5_000;

/// A deck in the making.
pub struct Script<'a> {
    deck: Deck,
    report: &'a mut Report,
    /// Files being read, the innermost last.
    open_files: Vec<PathBuf>,
    /// The folder that file names are relative to.
    folder: PathBuf,
    files_read: usize,
    /// Number of the current command.
    edit: usize,
    /// The object that `~` continues.
    active: Option<usize>,
    /// Whether `~` continues an object of a class that is passed over.
    active_is_quiet: bool,
    /// Whether the active object is the other one of a `like`.
    active_by_like: bool,
}

impl<'a> Script<'a> {
    /// An empty deck.
    pub fn new(report: &'a mut Report) -> Self {
        Self {
            deck: Deck::default(),
            report,
            open_files: Vec::new(),
            folder: PathBuf::new(),
            files_read: 0,
            edit: 0,
            active: None,
            active_is_quiet: true,
            active_by_like: false,
        }
    }

    /// Runs the file at `path`.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub fn run(mut self, path: &Path) -> Result<Deck, Text> {
        self.run_file(path)?;
        Ok(self.deck)
    }

    fn run_file(&mut self, path: &Path) -> Result<(), Text> {
        let identity = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.open_files.contains(&identity) {
            return Err(Text::new("文件包含了自身", "the file includes itself"));
        }
        if self.open_files.len() >= MAX_DEPTH || self.files_read >= MAX_FILES {
            return Err(Text::new("包含的文件太多", "too many files are included"));
        }
        let text = files::read_text(path)?;
        let file = self.report.file(path);
        self.files_read += 1;
        self.open_files.push(identity);
        self.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let mut is_comment = false;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            is_comment |= line.starts_with("/*");
            if is_comment {
                is_comment = !line.contains("*/");
                continue;
            }
            let place = Place {
                file,
                line: index + 1,
            };
            self.run_line(line, place);
        }
        self.open_files.pop();
        Ok(())
    }

    fn run_line(&mut self, line: &str, place: Place) {
        let mut parameters = lexer::parameters(line).into_iter();
        let Some(first) = parameters.next() else {
            return;
        };
        self.edit += 1;
        let rest: Vec<Parameter> = parameters.collect();
        if !first.name.is_empty() {
            self.assign_by_path(first, rest, place);
            return;
        }
        let word = first.value.lower();
        match properties::command(&word) {
            Some((command, Effect::Read)) => self.run_command(command, rest, place),
            Some((_, Effect::None)) => {}
            Some((command, Effect::Refused)) => self.report.unsupported(
                place,
                "",
                Text::new(
                    format!("不支持命令“{command}”"),
                    format!("command `{command}` is not understood"),
                ),
            ),
            None => self.report.error(
                place,
                "",
                Text::new(
                    format!("没有命令“{word}”"),
                    format!("there is no command `{word}`"),
                ),
                Text::new("更正或删去此行", "correct or remove the line"),
            ),
        }
    }

    fn run_command(&mut self, command: &str, rest: Vec<Parameter>, place: Place) {
        match command {
            "new" => self.define(rest, place),
            "edit" => {
                if let Some((index, rest)) = self.named(rest, place) {
                    self.activate(index);
                    self.assign(rest, place);
                }
            }
            "select" | "enable" | "disable" => {
                if let Some((index, _)) = self.named(rest, place) {
                    self.switch(command, index);
                }
            }
            "open" | "close" => {
                if let Some((index, rest)) = self.named(rest, place) {
                    self.operate(command == "open", index, &rest, place);
                }
            }
            "~" | "more" | "m" => self.continue_active(rest, place),
            "batchedit" => self.batch_edit(rest, place),
            "set" => self.set(rest, place),
            "redirect" => {
                let folder = self.folder.clone();
                self.include(&rest, place);
                self.folder = folder;
            }
            // What follows stays in the compiled script's folder.
            "compile" => self.include(&rest, place),
            "buscoords" => self.coordinates(&rest, place),
            "setbusxy" => self.place_bus(&rest, place),
            _ => self.clear(),
        }
    }

    fn clear(&mut self) {
        self.deck = self.deck.cleared();
        self.active = None;
        self.active_is_quiet = true;
    }

    fn switch(&mut self, command: &str, index: usize) {
        let object = &mut self.deck.objects[index];
        match command {
            "enable" => object.is_enabled = true,
            "disable" => object.is_enabled = false,
            _ => self.activate(index),
        }
    }

    /// `Open element [terminal [conductor]]` and `Close`: a conductor open at either
    /// end carries nothing.
    fn operate(&mut self, opens: bool, index: usize, rest: &[Parameter], place: Place) {
        let number = |name: &str, at: usize| -> Option<usize> {
            let named = rest
                .iter()
                .find(|p| !p.name.is_empty() && name.starts_with(&p.name));
            let given = named.or_else(|| rest.get(at).filter(|p| p.name.is_empty()));
            given
                .and_then(|p| p.value.number().ok())
                .map(|n| n as usize)
        };
        let conductor = number("conductor", 1).filter(|&conductor| conductor > 0);
        let object = &mut self.deck.objects[index];
        let id = object.id();
        match (object.class.name, conductor) {
            ("line", None) => object.open = if opens { Open::All } else { Open::None },
            ("line", Some(conductor)) => object.open.operate(conductor, opens),
            ("load" | "generator" | "capacitor" | "pvsystem" | "storage", None) => {
                object.is_enabled = !opens;
            }
            _ => {
                let what = Text::new(
                    "不支持断开这个元件的端子",
                    "opening this element is not understood",
                );
                self.report.unsupported(place, &id, what);
            }
        }
    }

    fn activate(&mut self, index: usize) {
        self.active = Some(index);
        self.active_is_quiet = false;
        self.active_by_like = false;
    }

    fn include(&mut self, rest: &[Parameter], place: Place) {
        let Some(path) = self.resolve(rest, place) else {
            return;
        };
        if let Err(why) = self.run_file(&path) {
            self.unreadable(&path, &why, place);
        }
    }

    /// `Buscoords file`: a line per bus with its name, x and y.
    fn coordinates(&mut self, rest: &[Parameter], place: Place) {
        let Some(path) = self.resolve(rest, place) else {
            return;
        };
        let text = match files::read_text(&path) {
            Ok(text) => text,
            Err(why) => return self.unreadable(&path, &why, place),
        };
        let file = self.report.file(&path);
        for (index, line) in text.lines().enumerate() {
            let words = lexer::parameters(line);
            let [bus, x, y, ..] = words.as_slice() else {
                continue;
            };
            if let (Ok(x), Ok(y)) = (x.value.number(), y.value.number()) {
                self.deck
                    .coordinates
                    .insert(names::id(&bus.value.text), (x, y));
            } else {
                let place = Place {
                    file,
                    line: index + 1,
                };
                let what = Text::new("坐标不是数", "the coordinates are not numbers");
                let remedy = Text::new("更正此行", "correct the line");
                self.report.warning(place, &bus.value.text, what, remedy);
            }
        }
    }

    /// `SetBusXY bus=… x=… y=…`.
    fn place_bus(&mut self, rest: &[Parameter], place: Place) {
        let get = |name: &str, at: usize| {
            let named = rest.iter().find(|parameter| parameter.name == name);
            let parameter = named.or_else(|| rest.get(at).filter(|p| p.name.is_empty()));
            parameter.map(|parameter| &parameter.value)
        };
        let at = |name, position| get(name, position).and_then(|value| value.number().ok());
        if let (Some(bus), Some(x), Some(y)) = (get("bus", 0), at("x", 1), at("y", 2)) {
            self.deck.coordinates.insert(names::id(&bus.text), (x, y));
        } else {
            let what = Text::new("应有 bus、x、y", "bus, x and y are needed");
            let remedy = Text::new("更正此行", "correct the line");
            self.report.warning(place, "", what, remedy);
        }
    }

    fn resolve(&mut self, rest: &[Parameter], place: Place) -> Option<PathBuf> {
        let name = rest.first().map(|first| first.value.text.as_str());
        if let Some(name) = name {
            return Some(files::resolve(&self.folder, name));
        }
        let what = Text::new("缺少文件名", "a file name is missing");
        self.report.unsupported(place, "", what);
        None
    }

    fn unreadable(&mut self, path: &Path, why: &Text, place: Place) {
        let shown = path.display();
        self.report.error(
            place,
            "",
            Text::new(
                format!("无法读取 {shown}：{}", why.zh),
                format!("{shown} cannot be read: {}", why.en),
            ),
            Text::new(
                "检查文件是否存在、是否互相包含",
                "see that the file exists, and that files do not include each other",
            ),
        );
    }
}
