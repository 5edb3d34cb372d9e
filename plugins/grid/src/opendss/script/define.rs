//! Commands that define elements and assign to their properties.

use crate::Text;
use crate::opendss::deck::Assignment;
use crate::opendss::lexer::Parameter;
use crate::opendss::pattern::Pattern;
use crate::opendss::properties::{Class, Effect};
use crate::opendss::report::Place;
use crate::opendss::value::Value;

use super::Script;

/// Longest chain of elements that are each `like` another.
const MAX_LIKES: usize = 50;

impl Script<'_> {
    /// `New Class.Name property=value …`.
    pub(super) fn define(&mut self, rest: Vec<Parameter>, place: Place) {
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
            Effect::None => {
                if matches!(class.name, "fuse" | "relay" | "recloser") {
                    let id = format!("{}:{}", class.name, name.to_lowercase());
                    let what = Text::new(
                        "保护不动作：线路按合上导入",
                        "protection does not act: the line is imported as closed",
                    );
                    let remedy = Text::new(
                        "若 OpenDSS 中它会断开，在脚本里用 Open",
                        "use `Open` in the script where it opens in OpenDSS",
                    );
                    self.report.warning(place, &id, what, remedy);
                }
            }
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
    pub(super) fn named(
        &mut self,
        rest: Vec<Parameter>,
        place: Place,
    ) -> Option<(usize, Vec<Parameter>)> {
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
    pub(super) fn assign_by_path(&mut self, first: Parameter, rest: Vec<Parameter>, place: Place) {
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

    /// Continues the active object. After `like` that is the other one, since
    /// `OpenDSS` looks it up by making it active.
    pub(super) fn continue_active(&mut self, parameters: Vec<Parameter>, place: Place) {
        if let (true, Some(index)) = (self.active_by_like, self.active) {
            let id = self.deck.objects[index].id();
            self.report.warning(
                place,
                &id,
                Text::new(
                    format!("like 之后 OpenDSS 续写的是 {id}，这里照做"),
                    format!("after `like` OpenDSS continues {id}, and so does this import"),
                ),
                Text::new(
                    "与 like 写在同一行，或用 Edit",
                    "write it on the line of `like`, or use `Edit`",
                ),
            );
        }
        self.assign(parameters, place);
    }

    /// Assigns parameters to the active object.
    pub(super) fn assign(&mut self, parameters: Vec<Parameter>, place: Place) {
        let given = parameters.iter().find(|parameter| parameter.name == "like");
        let model = given.map(|given| given.value.text.clone());
        self.assign_all(parameters, place);
        let class = self.active.map(|index| self.deck.objects[index].class.name);
        let other = class
            .zip(model)
            .and_then(|(class, name)| self.deck.find(class, &name));
        if let Some(other) = other {
            self.activate(other);
            self.active_by_like = true;
        }
    }

    fn assign_all(&mut self, parameters: Vec<Parameter>, place: Place) {
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
    pub(super) fn batch_edit(&mut self, rest: Vec<Parameter>, place: Place) {
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
}

fn is_quiet(class: &Class) -> bool {
    class.effect != Effect::Read
}
