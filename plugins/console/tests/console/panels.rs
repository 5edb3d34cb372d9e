//! The panels as a user meets them, in both languages.

use crate::fixture::{self, Stand};
use egui::{Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use taiqu_console::desk::{Effect, Tab};
use taiqu_grid::{AssetRef, Kind, Lang};
use taiqu_link::{ClockRequest, Command, Tick};
use taiqu_scene::{Goal, Overlay};

pub const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn harness(lang: Lang, size: Vec2, scale: f32) -> Harness<'static, Stand> {
    let mut harness = Harness::builder()
        .with_size(size / scale)
        .with_pixels_per_point(scale)
        .with_max_steps(16)
        .build_ui_state(
            |ui, stand: &mut Stand| {
                if stand.font_missing() {
                    let fonts = taiqu_console::fonts(&fixture::assets().join("fonts"));
                    ui.ctx().set_fonts(fonts.expect("the shipped font"));
                }
                stand.show(ui);
            },
            Stand::new(lang),
        );
    harness.run_steps(4);
    harness
}

pub fn usual(lang: Lang) -> Harness<'static, Stand> {
    harness(lang, vec2(1600.0, 900.0), 1.0)
}

pub fn press(harness: &mut Harness<Stand>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

pub fn click(harness: &mut Harness<Stand>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

pub fn taken(harness: &mut Harness<Stand>) -> Vec<Effect> {
    std::mem::take(&mut harness.state_mut().effects)
}

#[test]
fn an_order_is_previewed_confirmed_and_given_once() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let stand = harness.state();
        let (open, no) = (stand.t("command.open-switch"), stand.t("confirm.no"));
        let who = stand.texts.with(lang, "confirm.dark", &[("count", &43)]);
        let yes = stand.texts.with(lang, "confirm.yes", &[("command", &open)]);
        let offer = format!("{open}…");

        click(&mut harness, &offer);
        assert!(harness.query_by_label(&who).is_some(), "who goes dark");
        click(&mut harness, &no);
        assert!(harness.query_by_label(&who).is_none());
        assert_eq!(taken(&mut harness), []);

        press(&mut harness, Modifiers::NONE, Key::O);
        click(&mut harness, &yes);
        harness.run_steps(4);
        let effects = taken(&mut harness);
        assert!(
            matches!(effects[..], [Effect::Order(Command::OpenSwitch { switch, .. })] if switch == fixture::switch()),
            "{effects:?}"
        );
        assert!(harness.query_by_label(&yes).is_none());
    }
}

#[test]
fn each_step_of_the_way_up_can_be_clicked() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let crumbs = harness
            .state()
            .view
            .selection
            .clone()
            .expect("a selection")
            .crumbs;
        let within = |harness: &Harness<Stand>, name: &str| {
            let mut all: Vec<_> = harness.get_all_by_label(name).collect();
            all.sort_by(|a, b| a.rect().left().total_cmp(&b.rect().left()));
            all.last().expect("a crumb").click();
        };
        for crumb in &crumbs[..crumbs.len() - 1] {
            within(&harness, crumb.name.get(lang));
            harness.run_steps(3);
            assert_eq!(taken(&mut harness), [Effect::Select(crumb.target)]);
        }
    }
}

#[test]
fn the_palette_finds_commands_by_typing() {
    for lang in LANGS {
        let mut harness = usual(lang);
        press(&mut harness, Modifiers::COMMAND, Key::P);
        let words = if lang == Lang::Zh {
            "相电压 B"
        } else {
            "phase b volt"
        };
        harness.event(egui::Event::Text(words.to_owned()));
        harness.run_steps(3);
        let palette = harness
            .state()
            .desk
            .palette
            .clone()
            .expect("an open palette");
        assert_eq!(palette.hits.len(), 1, "{palette:?}");
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert_eq!(taken(&mut harness), [Effect::Overlay(Overlay::VoltageB)]);
        assert!(harness.state().desk.palette.is_none());
    }
}

#[test]
fn keys_are_taken_once_and_not_while_typing() {
    let mut harness = usual(Lang::Zh);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(taken(&mut harness), [Effect::Clock(ClockRequest::Toggle)]);
    press(&mut harness, Modifiers::NONE, Key::Num5);
    assert_eq!(taken(&mut harness), [Effect::Overlay(Overlay::Loading)]);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    harness.event(egui::Event::Text("5 ".to_owned()));
    press(&mut harness, Modifiers::NONE, Key::Num5);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(taken(&mut harness), []);
    assert_eq!(harness.state().desk.search.text, "5 ");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().desk.search.text, "");
    assert_eq!(taken(&mut harness), []);
}

#[test]
fn what_is_typed_right_after_the_chord_is_not_lost() {
    for (chord, text) in [
        (
            Key::F,
            (|stand| &stand.desk.search.text) as fn(&Stand) -> &str,
        ),
        (Key::P, |stand| {
            &stand.desk.palette.as_ref().expect("open").text
        }),
    ] {
        let mut harness = usual(Lang::En);
        harness.key_press_modifiers(Modifiers::COMMAND, chord);
        harness.step();
        harness.key_press(Key::Num5);
        harness.event(egui::Event::Text("5".to_owned()));
        harness.run_steps(3);
        assert_eq!(taken(&mut harness), []);
        assert_eq!(text(harness.state()), "5");
    }
}

#[test]
fn what_is_abnormal_is_located_by_a_click_and_by_a_key() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let stand = harness.state();
        let name = stand.view.findings[0].name.get(lang).to_owned();
        let locate = stand.texts.with(lang, "lists.locate", &[("name", &name)]);
        let there = |asset| [Effect::Select(Some(asset)), Effect::Fly(Goal::Frame(asset))];
        click(&mut harness, &locate);
        assert_eq!(taken(&mut harness), there(fixture::customer(7)));
        press(&mut harness, Modifiers::NONE, Key::N);
        assert_eq!(taken(&mut harness), there(fixture::customer(7)));
        harness.state_mut().desk.observe(Some(fixture::customer(7)));
        press(&mut harness, Modifiers::NONE, Key::N);
        assert_eq!(taken(&mut harness), there(fixture::customer(8)));
    }
}

#[test]
fn the_language_changes_everything() {
    let mut harness = usual(Lang::Zh);
    for lang in [Lang::En, Lang::Zh] {
        press(&mut harness, Modifiers::COMMAND, Key::L);
        assert_eq!(harness.state().desk.lang, lang);
        for key in [
            "mode.rehearsal",
            "tree.title",
            "selection.title",
            "reach.customers",
        ] {
            let text = harness.state().t(key);
            assert!(harness.query_all_by_label(&text).count() > 0, "{text}");
        }
    }
}

#[test]
fn a_typed_time_is_where_time_goes() {
    let mut harness = usual(Lang::En);
    for (text, jump) in [
        ("21:30", Some(Tick(12_600))),
        ("0:00", Some(Tick(21_600))),
        // Already past: time goes back.
        ("20:00", Some(Tick(7200))),
        ("17:59", None),
        ("25:00", None),
        ("soon", None),
    ] {
        let stand = harness.state_mut();
        stand.desk.jump = None;
        stand.desk.jump_text = text.to_owned();
        stand.obey(taiqu_console::desk::Request::JumpToTyped);
        assert_eq!(stand.desk.jump, jump, "{text}");
    }
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(taken(&mut harness), [Effect::Clock(ClockRequest::Toggle)]);
}

#[test]
fn back_and_forward_walk_through_what_was_selected() {
    let mut harness = usual(Lang::En);
    let (one, two) = (fixture::customer(1), fixture::customer(2));
    let first = fixture::switch();
    for asset in [one, two] {
        harness.state_mut().desk.observe(Some(asset));
    }
    let mut walked = Vec::new();
    for key in [
        Key::ArrowLeft,
        Key::ArrowLeft,
        Key::ArrowLeft,
        Key::ArrowRight,
    ] {
        press(&mut harness, Modifiers::ALT, key);
        walked.extend(taken(&mut harness));
    }
    let select = |asset: AssetRef| Effect::Select(Some(asset));
    assert_eq!(walked, [select(one), select(first), select(one)]);
}

#[test]
fn the_lists_and_the_tree_open_and_close() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let events = harness.state().t("lists.events");
        click(&mut harness, &events);
        assert_eq!(harness.state().desk.tab, Some(Tab::Events));
        let name = harness.state().view.tree.branches[3]
            .name
            .get(lang)
            .to_owned();
        let fold = harness
            .state()
            .texts
            .with(lang, "tree.fold", &[("name", &name)]);
        click(&mut harness, &fold);
        let box_name = harness.state().view.tree.branches[4]
            .name
            .get(lang)
            .to_owned();
        assert!(harness.query_by_label(&box_name).is_none(), "{box_name}");
        let width = harness.state().viewport.width();
        press(&mut harness, Modifiers::COMMAND, Key::Num1);
        assert!(harness.state().viewport.width() > width + 150.0);
        let help = harness.state().t("help.mouse");
        press(&mut harness, Modifiers::NONE, Key::Questionmark);
        assert!(harness.query_by_label(&help).is_some());
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(harness.query_by_label(&help).is_none());
    }
}

#[test]
fn nothing_selected_says_what_to_do() {
    for lang in LANGS {
        let mut harness = usual(lang);
        harness.state_mut().view.selection = None;
        harness.run_steps(2);
        let text = harness.state().t("selection.none");
        assert!(harness.query_by_label(&text).is_some());
    }
}

#[test]
fn no_two_widgets_lie_over_each_other() {
    let sizes = [(1600.0, 900.0), (1280.0, 720.0), (1920.0, 1080.0)];
    for lang in LANGS {
        for (width, height) in sizes {
            for scale in [0.8, 1.0, 1.5, 2.0] {
                let harness = sparse(lang, vec2(width, height), scale);
                let case = format!("{lang:?} {width}×{height} at {scale}");
                check_layout(&harness, &case);
                let left = harness.state().viewport;
                let least = vec2(240.0, 160.0);
                assert!(
                    left.width() >= least.x && left.height() >= least.y,
                    "{case}: {left:?}"
                );
            }
        }
    }
}

/// Without what scrolls: rows out of sight still have places.
fn sparse(lang: Lang, size: Vec2, scale: f32) -> Harness<'static, Stand> {
    let mut harness = harness(lang, size, scale);
    let stand = harness.state_mut();
    stand.view.selection = None;
    stand.view.findings.truncate(1);
    stand.desk.unfolded.clear();
    harness.run_steps(4);
    harness
}

/// Everything a click can reach lies in the window, and nothing over another.
fn check_layout(harness: &Harness<Stand>, case: &str) {
    use egui::accesskit::Role;
    let window = harness.ctx.content_rect();
    let mut placed: Vec<(String, Rect)> = Vec::new();
    let mut nodes = vec![harness.root()];
    while let Some(node) = nodes.pop() {
        nodes.extend(node.children());
        let access = node.accesskit_node();
        let reached = matches!(
            access.role(),
            Role::Button | Role::TextInput | Role::ComboBox | Role::Slider
        );
        if !reached || access.bounding_box().is_none() {
            continue;
        }
        let shown = node.rect().shrink(2.0);
        if shown.width() <= 0.0 || shown.height() <= 0.0 {
            continue;
        }
        if !window.contains_rect(shown) {
            continue;
        }
        let name = access.label().unwrap_or_default();
        for (other, taken) in &placed {
            assert!(!taken.intersects(shown), "{case}: {name} lies over {other}");
        }
        placed.push((name, shown));
    }
    assert!(placed.len() >= 12, "{case}: {}", placed.len());
}

#[test]
fn enter_in_the_search_box_goes_there() {
    for lang in LANGS {
        let mut harness = usual(lang);
        harness.state_mut().index = taiqu_console::search::Index::of(&fixture::district());
        press(&mut harness, Modifiers::COMMAND, Key::F);
        harness.event(egui::Event::Text("310200450".to_owned()));
        harness.run_steps(2);
        assert_eq!(harness.state().desk.search.hits.len(), 2);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let asset = AssetRef::in_area(0, Kind::Customer, 1);
        let there = [Effect::Select(Some(asset)), Effect::Fly(Goal::Frame(asset))];
        assert_eq!(taken(&mut harness), there);
    }
}
