//! The one function that changes the desk.

use taiqu_grid::{AssetRef, Lang};
use taiqu_link::{ClockRequest, Command, SimClock, Tick};
use taiqu_scene::{Goal, Look};

use super::{Desk, Effect, Finder, Request, Side};
use crate::commands::{Action, FieldCommand, TABLE, ViewCommand};
use crate::model::{Level, Mode, Preview, View};
use crate::search::Index;
use crate::texts::Texts;

/// What the desk must know to obey.
pub struct Knowledge<'a> {
    /// What is shown.
    pub view: &'a View,
    /// What can be searched.
    pub index: &'a Index,
    /// Texts for what is told to the user.
    pub texts: &'a Texts,
    /// What an order would do.
    pub preview: &'a dyn Fn(Command) -> Preview,
    /// Size of the window, logical pixels.
    pub window: egui::Vec2,
}

/// Sizes of the panels.
const SCALES: (f32, f32) = (0.8, 2.0);

impl Desk {
    /// Does what was asked, as far as it concerns the panels, and returns what
    /// must be done outside of them.
    pub fn obey(&mut self, request: Request, known: &Knowledge) -> Vec<Effect> {
        match request {
            Request::Do(Action::View(command)) => return self.do_view(command, known),
            Request::Do(Action::Field(kind)) => return self.propose_for_selected(kind, known),
            // What an instructor makes happen needs nobody's consent.
            Request::Propose(command @ Command::Inject { .. }) => {
                return vec![Effect::Order(command)];
            }
            Request::Propose(command) => self.pending = Some((known.preview)(command)),
            Request::Confirm => {
                let order = self.pending.take().map(|pending| pending.command);
                return order.map(Effect::Order).into_iter().collect();
            }
            Request::Cancel => self.pending = None,
            Request::Select(asset) => return vec![Effect::Select(Some(asset))],
            Request::Locate(asset) => return locate(asset),
            Request::Open(side, open) => self.sides.set(side, open),
            Request::Show(tab) => self.tab = Some(tab),
            Request::Unfold(branch) => {
                if !self.unfolded.remove(&branch) {
                    self.unfolded.insert(branch);
                }
            }
            Request::Speed(speed) => return vec![Effect::Clock(ClockRequest::Speed(speed))],
            Request::Jump(tick) => self.jump = Some(tick),
            Request::TypeTime(text) => self.jump_text = text,
            Request::JumpToTyped => self.jump_to_typed(known),
            Request::TypeSearch(text) => {
                self.search = Finder {
                    hits: known.index.find(&text),
                    text,
                    ..Finder::default()
                }
            }
            Request::LeaveSearch => self.search = Finder::default(),
            Request::TypeCaller(text) => {
                self.calling = Finder {
                    hits: known.index.customers(&text),
                    text,
                    ..Finder::default()
                }
            }
            Request::Answer(customer) => {
                let first = || self.calling.hits.first().map(|hit| hit.asset);
                self.caller = customer.or_else(first).or(self.caller);
                self.calling = Finder::default();
            }
            Request::TypePalette(text) => {
                self.palette = Some(Finder {
                    hits: rows(&text, known.texts),
                    text,
                    ..Finder::default()
                });
            }
            Request::Choose { down } => match &mut self.palette {
                Some(palette) => palette.step(down),
                None => self.search.step(down),
            },
            Request::Accept => return self.accept(None, known),
            Request::AcceptHit(hit) => return self.accept(Some(hit), known),
            Request::Dismiss(toast) => {
                self.toasts.remove(toast);
            }
        }
        Vec::new()
    }

    fn do_view(&mut self, command: ViewCommand, known: &Knowledge) -> Vec<Effect> {
        use ViewCommand as V;
        let time = &known.view.time;
        match command {
            V::Home => vec![Effect::Fly(Goal::Home)],
            V::Top => vec![Effect::Fly(Goal::Top)],
            V::Frame => {
                let to = self.selected.map_or(Goal::Home, Goal::Frame);
                vec![Effect::Fly(to)]
            }
            V::Overlay(overlay) => vec![Effect::Overlay(overlay)],
            V::Look => vec![Effect::Look(match known.view.look {
                Look::Operations => Look::Presentation,
                Look::Presentation => Look::Operations,
            })],
            V::Screenshot => vec![Effect::Screenshot],
            V::FullScreen => vec![Effect::FullScreen],
            V::PlayPause => {
                let jumping = self.jump.take().is_some();
                vec![Effect::Clock(if jumping {
                    ClockRequest::Pause
                } else {
                    ClockRequest::Toggle
                })]
            }
            V::Step => vec![Effect::Clock(ClockRequest::Step(1))],
            V::Slower => speed(SimClock::SPEEDS.into_iter().rev().find(|&s| s < time.speed)),
            V::Faster => speed(SimClock::SPEEDS.into_iter().find(|&s| s > time.speed)),
            V::NextAbnormal => self.abnormal(true, known),
            V::PreviousAbnormal => self.abnormal(false, known),
            V::Back => self.turn(true),
            V::Forward => self.turn(false),
            V::Clear => self.clear(),
            command => {
                self.arrange(command, known);
                Vec::new()
            }
        }
    }

    /// Commands that concern the panels alone.
    fn arrange(&mut self, command: ViewCommand, known: &Knowledge) {
        use ViewCommand as V;
        let (least, most) = SCALES;
        let rescaled = |by: f32| ((self.scale + by).clamp(least, most) * 10.0).round() / 10.0;
        match command {
            V::Language => {
                self.lang = match self.lang {
                    Lang::Zh => Lang::En,
                    Lang::En => Lang::Zh,
                }
            }
            V::Search => self.search.wants_focus = true,
            V::Palette => {
                self.palette = match self.palette {
                    Some(_) => None,
                    None => Some(Finder {
                        hits: rows("", known.texts),
                        wants_focus: true,
                        ..Finder::default()
                    }),
                }
            }
            V::Help => self.help = !self.help,
            V::Instructor if known.view.header.mode == Mode::Live => {
                self.tell(known.texts.both("toast.not-possible", &[]), Level::Normal);
            }
            V::Instructor => self.instructor = !self.instructor,
            V::TreePanel => self.toggle(Side::Tree, known),
            V::SelectionPanel => self.toggle(Side::Selection, known),
            V::ListPanel => self.toggle(Side::List, known),
            V::ReducedMotion => self.reduced_motion = !self.reduced_motion,
            V::ScaleUp => self.scale = rescaled(0.1),
            V::ScaleDown => self.scale = rescaled(-0.1),
            V::ScaleReset => self.scale = 1.0,
            _ => {}
        }
    }

    fn toggle(&mut self, side: Side, known: &Knowledge) {
        self.sides.set(side, !self.sides.open(side, known.window));
    }

    /// Selects what was selected before, or after; what is selected now moves to
    /// the other side.
    fn turn(&mut self, back: bool) -> Vec<Effect> {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let Some(asset) = from.pop() else {
            return Vec::new();
        };
        to.extend(self.selected);
        self.selected = Some(asset);
        vec![Effect::Select(Some(asset))]
    }

    /// Escape: closes the innermost thing that is open, else selects nothing.
    fn clear(&mut self) -> Vec<Effect> {
        if self.pending.take().is_some() || self.palette.take().is_some() {
            return Vec::new();
        }
        if std::mem::take(&mut self.help) {
            return Vec::new();
        }
        if !self.search.text.is_empty() {
            self.search = Finder::default();
            return Vec::new();
        }
        let left = self.selected.map(|_| Effect::Select(None));
        left.into_iter().collect()
    }

    fn abnormal(&mut self, next: bool, known: &Knowledge) -> Vec<Effect> {
        let failed = known.view.incidents.iter().filter(|row| row.open);
        let failed = failed.map(|row| row.part);
        let findings = known.view.findings.iter().map(|finding| finding.asset);
        let wrong: Vec<AssetRef> = failed.chain(findings).collect();
        let count = wrong.len();
        if count == 0 {
            let text = known.texts.both("toast.nothing-abnormal", &[]);
            self.tell(text, Level::Normal);
            return Vec::new();
        }
        let at = self
            .selected
            .and_then(|asset| wrong.iter().position(|&one| one == asset));
        let to = match (at, next) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(k), true) => (k + 1) % count,
            (Some(k), false) => (k + count - 1) % count,
        };
        locate(wrong[to])
    }

    fn propose_for_selected(&mut self, kind: FieldCommand, known: &Knowledge) -> Vec<Effect> {
        let offers = known.view.selection.iter().flat_map(|s| &s.offers);
        let offer = offers.into_iter().find(|offer| offer.kind == kind);
        if let Some(offer) = offer {
            return self.obey(Request::Propose(offer.command), known);
        }
        self.tell(known.texts.both("toast.not-possible", &[]), Level::Normal);
        Vec::new()
    }

    fn accept(&mut self, hit: Option<usize>, known: &Knowledge) -> Vec<Effect> {
        if let Some(palette) = self.palette.take() {
            let row = palette.hits.get(hit.unwrap_or(palette.chosen));
            let action = row.map(|&row| TABLE[row].action);
            return action.map_or_else(Vec::new, |action| self.obey(Request::Do(action), known));
        }
        let search = std::mem::take(&mut self.search);
        let found = search.hits.get(hit.unwrap_or(search.chosen));
        match found {
            Some(hit) => locate(hit.asset),
            None if search.text.is_empty() => Vec::new(),
            None => {
                let text = known
                    .texts
                    .both("toast.not-found", &[("text", &search.text)]);
                self.tell(text, Level::Normal);
                Vec::new()
            }
        }
    }

    fn jump_to_typed(&mut self, known: &Knowledge) {
        if let Some(tick) = tick_at(&self.jump_text, known) {
            self.jump = Some(tick);
            self.jump_text.clear();
            return;
        }
        let text = known
            .texts
            .both("toast.no-such-time", &[("text", &self.jump_text)]);
        self.tell(text, Level::Normal);
    }
}

fn locate(asset: AssetRef) -> Vec<Effect> {
    vec![Effect::Select(Some(asset)), Effect::Fly(Goal::Frame(asset))]
}

fn speed(speed: Option<u32>) -> Vec<Effect> {
    let request = speed.map(ClockRequest::Speed);
    request.map(Effect::Clock).into_iter().collect()
}

/// Rows of the table whose name in either language holds all words of `text`.
fn rows(text: &str, texts: &Texts) -> Vec<usize> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let fits = |name: &str| {
        let names = [Lang::Zh, Lang::En].map(|lang| texts.get(lang, name).to_lowercase());
        words
            .iter()
            .all(|word| names.iter().any(|name| name.contains(word.as_str())))
    };
    (0..TABLE.len()).filter(|&k| fits(TABLE[k].name)).collect()
}

/// The next time at which the clock shows `text`, `21:30` or `21:30:15`; the last one
/// where the scenario does not last that long.
fn tick_at(text: &str, known: &Knowledge) -> Option<Tick> {
    let mut parts = text.trim().split([':', '：']).map(str::parse::<u64>);
    let hour = parts.next()?.ok().filter(|&hour| hour < 24)?;
    let minute = parts.next()?.ok().filter(|&minute| minute < 60)?;
    let second = parts
        .next()
        .map_or(Some(0), Result::ok)
        .filter(|&s| s < 60)?;
    let wanted = hour * 3600 + minute * 60 + second;
    let time = &known.view.time;
    let wait = (wanted + 86_400 - time.now().second_of_day()) % 86_400;
    let next = time.tick.0 + if wait == 0 { 86_400 } else { wait };
    let last = || next.checked_sub(86_400);
    let tick = Some(next)
        .filter(|&tick| tick <= time.length_s)
        .or_else(last);
    tick.map(Tick)
}
