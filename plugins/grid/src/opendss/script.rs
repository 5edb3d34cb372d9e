//! Runs the commands of a script and of those it includes, into a [`Deck`].

use std::path::{Path, PathBuf};

use crate::Text;

use super::deck::{Assignment, Deck};
use super::files;
use super::lexer::{self, Parameter};
use super::names;
use super::pattern::Pattern;
use super::properties::{self, Class, Effect};
use super::report::{Place, Report};
use super::value::Value;

/// Deepest nesting of files.
const MAX_DEPTH: usize = 32;
/// Most files included in all, so that files that include each other end.
const MAX_FILES: usize = 5_000;
/// Longest chain of elements that are each `like` another.
const MAX_LIKES: usize = 50;

/// A deck in the making.
pub struct Script<'a> {
    deck: Deck,
    report: &'a mut Report,
    /// Files being read, the innermost last.
    open_files: Vec<PathBuf>,
    files_read: usize,
    /// Number of the current command.
    edit: usize,
    /// The object that `~` continues.
    active: Option<usize>,
    /// Whether `~` continues an object of a class that is passed over.
    active_is_quiet: bool,
}

impl<'a> Script<'a> {
    /// An empty deck.
    pub fn new(report: &'a mut Report) -> Self {
        Self {
            deck: Deck::default(),
            report,
            open_files: Vec::new(),
            files_read: 0,
            edit: 0,
            active: None,
            active_is_quiet: true,
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
            "select" | "enable" | "disable" | "open" | "close" => {
                if let Some((index, _)) = self.named(rest, place) {
                    self.switch(command, index);
                }
            }
            "~" | "more" | "m" => self.assign(rest, place),
            "batchedit" => self.batch_edit(rest, place),
            "set" => self.set(rest, place),
            "redirect" | "compile" => self.include(&rest, place),
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
            "open" => object.is_open = true,
            "close" => object.is_open = false,
            _ => self.activate(index),
        }
    }

    fn activate(&mut self, index: usize) {
        self.active = Some(index);
        self.active_is_quiet = false;
    }

    /// `New Class.Name property=value …`.
    fn define(&mut self, rest: Vec<Parameter>, place: Place) {
        self.active = None;
        self.active_is_quiet = true;
        let mut rest = rest.into_iter();
        let Some(path) = rest.next().map(|first| first.value.text) else {
            let what = Text::new("New 之后应有“类.名称”", "`New` needs a class and a name");
            self.report.unsupported(place, "", what);
            return;
        };
        let (class, name) = path.split_once('.').unwrap_or((&path, ""));
        if class.eq_ignore_ascii_case("circuit") {
            self.deck.circuit = Some(name.to_owned());
            self.define_object("vsource", "source", place);
            if let Some(index) = self.active {
                self.push(index, "bus1", Value::bare("sourcebus"), place);
            }
        } else if self.deck.circuit.is_none() && !class.eq_ignore_ascii_case("loadshape") {
            let what = Text::new(
                "此前没有 New Circuit，此行无效",
                "there is no circuit before this line, so it has no effect",
            );
            self.report.unsupported(place, "", what);
            return;
        } else {
            self.define_object(class, name, place);
        }
        self.assign(rest.collect(), place);
    }

    fn push(&mut self, index: usize, property: &'static str, value: Value, place: Place) {
        let edit = self.edit;
        self.deck.objects[index].assignments.push(Assignment {
            property,
            value,
            place,
            edit,
        });
    }

    /// `like=other`: all but the buses comes from the other, whatever was said before.
    fn assign_like(&mut self, index: usize, value: Value, place: Place) {
        let class = self.deck.objects[index].class.name;
        let other = self.deck.get(class, &value.text);
        let depth = other.map_or(0, |other| other.like_depth + 1);
        if depth > MAX_LIKES {
            let id = self.deck.objects[index].id();
            let what = Text::new("like 的链条太长", "the chain of `like` is too long");
            self.report.unsupported(place, &id, what);
            return;
        }
        let object = &mut self.deck.objects[index];
        object.like_depth = depth;
        let is_kept = |a: &Assignment| a.property.starts_with("bus") || a.property == "units";
        object.assignments.retain(is_kept);
        self.push(index, "like", value, place);
    }

    fn define_object(&mut self, class: &str, name: &str, place: Place) {
        let Some(class) = Class::find(class) else {
            let what = Text::new(
                format!("没有类“{class}”"),
                format!("there is no class `{class}`"),
            );
            self.report.unsupported(place, "", what);
            return;
        };
        match class.effect {
            Effect::None => {}
            Effect::Refused => {
                let id = format!("{}:{}", class.name, name.to_lowercase());
                let what = Text::new(
                    format!("不支持类“{}”", class.name),
                    format!("elements of class `{}` are not understood", class.name),
                );
                self.report.unsupported(place, &id, what);
            }
            Effect::Read => {
                let known = self.deck.find(class.name, name);
                if let Some(index) = known {
                    self.redefine(index, place);
                }
                let index = known.unwrap_or_else(|| self.deck.define(class, name, place));
                self.activate(index);
            }
        }
    }

    fn redefine(&mut self, index: usize, place: Place) {
        let object = &self.deck.objects[index];
        let id = object.id();
        let first = object.place.line;
        self.report.warning(
            place,
            &id,
            Text::new(
                format!("第 {first} 行已定义，此行改写它"),
                format!("already defined in line {first}; this line edits it"),
            ),
            Text::new("换一个名称，或用 Edit", "use another name, or `Edit`"),
        );
    }

    /// The object named by the first parameter, and the other parameters.
    fn named(&mut self, rest: Vec<Parameter>, place: Place) -> Option<(usize, Vec<Parameter>)> {
        let mut rest = rest.into_iter();
        let path = rest.next()?.value.text;
        let (class, name) = path.split_once('.').unwrap_or((&path, ""));
        if class.eq_ignore_ascii_case("circuit") || Class::find(class).is_some_and(is_quiet) {
            self.active = None;
            self.active_is_quiet = true;
            return None;
        }
        let found = self.deck.find(class, name);
        if found.is_none() {
            self.report.error(
                place,
                &path.to_lowercase(),
                Text::new("没有这个元件", "there is no such element"),
                Text::new("先用 New 定义", "define it with `New` first"),
            );
        }
        Some((found?, rest.collect()))
    }

    /// `Class.Name.Property=value`.
    fn assign_by_path(&mut self, first: Parameter, rest: Vec<Parameter>, place: Place) {
        let path = first.name;
        let (object, property) = path.rsplit_once('.').unwrap_or((&path, ""));
        let path = Parameter {
            name: String::new(),
            value: Value::bare(object),
        };
        if let Some((index, _)) = self.named(vec![path], place) {
            self.activate(index);
            let mut all = vec![Parameter {
                name: property.to_owned(),
                value: first.value,
            }];
            all.extend(rest);
            self.assign(all, place);
        }
    }

    /// Assigns parameters to the active object.
    fn assign(&mut self, parameters: Vec<Parameter>, place: Place) {
        let Some(index) = self.active else {
            if !self.active_is_quiet && !parameters.is_empty() {
                let what = Text::new("没有可继续的元件", "there is no element to continue");
                self.report.unsupported(place, "", what);
            }
            return;
        };
        let class = self.deck.objects[index].class;
        let id = self.deck.objects[index].id();
        let mut position = 0;
        for Parameter { name, value } in parameters {
            let found = if name.is_empty() {
                let next = class.property_at(position + 1);
                next.and_then(|next| class.property(next))
            } else {
                class.property(&name)
            };
            let Some((property, effect)) = found else {
                let shown = if name.is_empty() { value.text } else { name };
                let what = Text::new(
                    format!("没有属性“{shown}”"),
                    format!("there is no property `{shown}`"),
                );
                self.report.unsupported(place, &id, what);
                continue;
            };
            position = class.position(property).unwrap_or(position);
            match effect {
                Effect::None => {}
                Effect::Refused => {
                    let what = Text::new(
                        format!("不支持属性“{property}”"),
                        format!("property `{property}` is not understood"),
                    );
                    self.report.unsupported(place, &id, what);
                }
                Effect::Read if property == "enabled" => {
                    self.deck.objects[index].is_enabled = value.is_yes();
                }
                Effect::Read if property == "like" => self.assign_like(index, value, place),
                Effect::Read => self.push(index, property, value, place),
            }
        }
    }

    /// `BatchEdit Class..pattern property=value …`.
    fn batch_edit(&mut self, rest: Vec<Parameter>, place: Place) {
        let Some(path) = rest.first().map(|first| first.value.lower()) else {
            return;
        };
        let (class, pattern) = path.split_once('.').unwrap_or((&path, ""));
        if Class::find(class).is_some_and(is_quiet) {
            return;
        }
        let Some(pattern) = Pattern::new(pattern) else {
            let what = Text::new(
                format!("不支持模式“{pattern}”"),
                format!("pattern `{pattern}` is not understood"),
            );
            self.report.unsupported(place, "", what);
            return;
        };
        for index in 0..self.deck.objects.len() {
            let object = &self.deck.objects[index];
            if object.class.name == class && pattern.is_match(&object.name) {
                self.activate(index);
                self.assign(rest[1..].to_vec(), place);
            }
        }
    }

    /// `Set option=value …`.
    fn set(&mut self, rest: Vec<Parameter>, place: Place) {
        for Parameter { name, value } in rest {
            let Some((option, effect)) = properties::option(&name) else {
                let shown = if name.is_empty() { &value.text } else { &name };
                let what = Text::new(
                    format!("没有选项“{shown}”"),
                    format!("there is no option `{shown}`"),
                );
                self.report.unsupported(place, "", what);
                continue;
            };
            let is_understood = match effect {
                Effect::None => true,
                Effect::Refused => false,
                Effect::Read => self.set_option(option, &value),
            };
            if !is_understood {
                let what = Text::new(
                    format!("不支持选项 {option}={}", value.text),
                    format!("option {option}={} is not understood", value.text),
                );
                self.report.unsupported(place, "", what);
            }
        }
    }

    /// Sets an option; false if its value would change the network in a way that
    /// is not understood.
    fn set_option(&mut self, option: &str, value: &Value) -> bool {
        let number = value.number();
        match (option, value.initial(), number) {
            ("loadmult", _, Ok(factor)) => self.deck.load_mult = factor,
            ("defaultbasefrequency" | "basefrequency", _, Ok(hz)) if hz > 0.0 => {
                self.deck.frequency_hz = hz;
            }
            ("frequency", _, Ok(hz)) => {
                return (hz - self.deck.frequency_hz).abs() < f64::EPSILON;
            }
            ("year", _, Ok(year)) => return year == 0.0,
            ("genmult", _, Ok(factor)) => return (factor - 1.0).abs() < f64::EPSILON,
            ("loadmodel", initial, _) => return initial == Some('p'),
            ("cktmodel", initial, _) => return initial == Some('m'),
            ("longlinecorrection", _, _) => return !value.is_yes(),
            ("controlmode", _, _) => {}
            _ => return false,
        }
        true
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
        let including = self.open_files.last().and_then(|file| file.parent());
        if let (Some(name), Some(folder)) = (name, including) {
            return Some(files::resolve(folder, name));
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

fn is_quiet(class: &Class) -> bool {
    class.effect != Effect::Read
}
