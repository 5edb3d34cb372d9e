//! What has failed, who is sent, who calls, and what an instructor does.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use taiqu_console::commands::FieldCommand;
use taiqu_console::desk::{Effect, Request, Tab};
use taiqu_console::model::{
    AnswerView, CallRow, IncidentRow, Lane, Level, Mode, NoticeRow, Offer, OrderRow, Progress,
    Promise, RiskRow, RiskView, Span, TaskRow, Tone,
};
use taiqu_console::search::Index;
use taiqu_dispatch::OrderState;
use taiqu_grid::{AssetRef, Kind, Lang, Phases, Text};
use taiqu_link::{Action, Command, Tick};
use taiqu_scene::Goal;

use crate::fixture::{self, Stand};
use crate::panels::{LANGS, click, press, taken, usual};

fn fuse() -> AssetRef {
    AssetRef::in_area(0, Kind::Switch, 5)
}

fn progress() -> Progress {
    Progress {
        number: 3,
        state: OrderState::UnderWay,
        crew: Some(Text::new("配电一班", "Network crew 1")),
    }
}

/// The evening of the fixture with one outage in hand.
fn outage(lang: Lang) -> Harness<'static, Stand> {
    let mut harness = usual(lang);
    let stand = harness.state_mut();
    let start = stand.view.time.start;
    let (name, place) = (
        Text::new("荷塘巷熔断器", "Lotus Lane fuses"),
        Text::new("柳溪村", "Liuxi"),
    );
    stand.view.incidents = vec![IncidentRow {
        number: "1".to_owned(),
        level: Level::Critical,
        trouble: "incident.no-supply",
        part: fuse(),
        name: name.clone(),
        place: place.clone(),
        phases: Phases::ABC,
        probability: 0.97,
        causes: vec![("cause.overload", 0.7)],
        customers: 11,
        important: 0,
        since: start.plus(9000),
        lasting_s: 312,
        open: true,
        order: Some(progress()),
        expected: Some((
            Text::new("21:10–22:30 复电", "back 21:10–22:30"),
            Text::new("班组在途", "the crew is on its way"),
        )),
        open_first: None,
    }];
    stand.view.orders = vec![OrderRow {
        progress: progress(),
        about: "about.incident",
        target: fuse(),
        name: name.clone(),
        place,
        found: None,
        accepted: start.plus(9100),
        since: start.plus(9200),
        promise: Promise::Left(2400),
        ticket: Some(("ticket.low-voltage", true)),
        late: vec!["step.assign"],
        calls: 2,
        next: None,
        missing: vec![("material.fuse-link", 1)],
        carries: vec![("material.wire", 2)],
    }];
    stand.view.tasks = vec![TaskRow {
        number: 1,
        level: Level::Medium,
        cause: "finding.low-voltage",
        advice: "advice.low-voltage",
        state: "task.open",
        asset: fuse(),
        name: Text::new("柳溪村配变", "Liuxi transformer"),
        place: Text::new("柳溪村", "Liuxi"),
        worst: "189.2 V".to_owned(),
        evidence: 7,
        manager: Some(Text::new("网格一", "Zone 1")),
        due: start.plus(90_000),
        kept: None,
        open: true,
    }];
    stand.view.calls = vec![CallRow {
        at: start.plus(9250),
        who: Text::new("王芳", "Wang Fang"),
        asset: Some(fixture::customer(0)),
        complaint: "complaint.no-power",
        answer: Text::new("您那里停电。", "There is an outage."),
    }];
    stand.view.notices = vec![NoticeRow {
        at: start.plus(9100),
        incident: "1".to_owned(),
        level: Level::High,
        kind: "notice.first",
        part: Some(fuse()),
        reached: Text::new("短信 11 户", "11 by mobile"),
        customers: 11,
        stands: true,
        text: Text::new("从 20:30 起停电。", "Supply failed at 20:30."),
    }];
    stand.view.timeline = vec![Lane {
        name: Text::new("故障", "Incidents"),
        spans: vec![Span {
            from: Tick(9000),
            to: Tick(9312),
            tone: Tone::Grave(Level::Critical),
            text: name,
            asset: Some(fuse()),
        }],
        marks: vec![(Tick(9250), Level::Low)],
    }];
    harness.run_steps(3);
    harness
}

fn shows(harness: &Harness<Stand>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).count() > 0
}

#[test]
fn what_has_failed_comes_first_and_is_located() {
    for lang in LANGS {
        let mut harness = outage(lang);
        let stand = harness.state();
        assert_eq!(stand.desk.tab(&stand.view), Tab::Incidents);
        for key in ["incident.no-supply", "cause.overload", "order.under-way"] {
            assert!(shows(&harness, &stand.t(key)), "{key}");
        }
        assert!(shows(&harness, "97 %") && shows(&harness, "21:10–22:30"));
        let there = [
            Effect::Select(Some(fuse())),
            Effect::Fly(Goal::Frame(fuse())),
        ];
        press(&mut harness, Modifiers::NONE, Key::N);
        assert_eq!(taken(&mut harness), there);
        // What is over no longer calls for attention.
        let stand = harness.state_mut();
        stand.view.incidents[0].open = false;
        assert_eq!(stand.desk.tab(&stand.view), Tab::Abnormal);
    }
}

#[test]
fn what_customers_were_told_can_be_read() {
    for lang in LANGS {
        let mut harness = outage(lang);
        harness.state_mut().obey(Request::Show(Tab::Notices));
        harness.run_steps(2);
        let key = harness.state().t("notice.first");
        assert!(shows(&harness, &key) && shows(&harness, "20:30") && shows(&harness, "11"));
    }
}

#[test]
fn an_order_tells_where_it_stands_and_what_is_left_of_the_promise() {
    for lang in LANGS {
        let mut harness = outage(lang);
        harness.state_mut().obey(Request::Show(Tab::Orders));
        harness.run_steps(3);
        let stand = harness.state();
        let left = stand
            .texts
            .with(lang, "promise.left", &[("time", &"40 min")]);
        assert!(shows(&harness, &left), "{left}");
        let crew = progress().crew.expect("a crew");
        assert!(shows(&harness, crew.get(lang)));
        harness.state_mut().view.orders[0].promise = Promise::Late(300);
        harness.run_steps(3);
        let late = harness
            .state()
            .texts
            .with(lang, "promise.late", &[("time", &"5 min")]);
        assert!(shows(&harness, &late), "{late}");
    }
}

#[test]
fn an_order_shows_its_ticket_what_was_late_and_what_it_waits_for() {
    for lang in LANGS {
        let mut harness = outage(lang);
        harness.state_mut().obey(Request::Show(Tab::Orders));
        harness.run_steps(3);
        let stand = harness.state();
        let ticket = format!("✔ {}", stand.t("ticket.low-voltage"));
        let step = stand.t("step.assign");
        let late = stand.texts.with(lang, "step.late", &[("steps", &step)]);
        let part = stand.t("material.fuse-link");
        let part = [("part", &part as &dyn std::fmt::Display), ("count", &1)];
        let part = stand.texts.with(lang, "material.count", &part);
        let waits = stand
            .texts
            .with(lang, "order.waits-for", &[("parts", &part)]);
        for said in [ticket, late, waits] {
            assert!(shows(&harness, &said), "{said}");
        }
    }
}

#[test]
fn a_managers_task_shows_cause_evidence_advice_and_deadline() {
    for lang in LANGS {
        let mut harness = outage(lang);
        harness.state_mut().obey(Request::Show(Tab::Tasks));
        harness.run_steps(3);
        let stand = harness.state();
        let evidence = stand.texts.with(lang, "task.evidence", &[("count", &7)]);
        for key in ["finding.low-voltage", "task.open", "advice.low-voltage"] {
            assert!(shows(&harness, &stand.t(key)), "{key}");
        }
        assert!(shows(&harness, "189.2 V"));
        assert!(shows(&harness, &evidence), "{evidence}");
        harness.state_mut().view.tasks[0].kept = Some(false);
        harness.run_steps(3);
        let missed = harness.state().t("task.missed");
        assert!(shows(&harness, &missed), "{missed}");
    }
}

#[test]
fn a_caller_is_found_by_number_and_answered() {
    for lang in LANGS {
        let mut harness = outage(lang);
        let stand = harness.state_mut();
        stand.index = Index::of(&fixture::district());
        stand.obey(Request::Show(Tab::Calls));
        harness.run_steps(3);
        let field = egui::accesskit::Role::TextInput;
        let caller = harness.state().t("call.caller");
        harness.get_by_role_and_label(field, &caller).click();
        harness.run_steps(2);
        harness.event(egui::Event::Text("3102004502".to_owned()));
        harness.run_steps(2);
        let hits = &harness.state().desk.calling.hits;
        assert_eq!(hits.len(), 1, "{hits:?}");
        harness.key_press(Key::Enter);
        harness.run_steps(3);
        assert_eq!(harness.state().desk.caller, Some(fixture::customer(1)));
        // The letters that were typed are no commands.
        assert_eq!(taken(&mut harness), []);
        let said = Text::new("您那里从 20:30 起停电。", "There is an outage since 20:30.");
        harness.state_mut().view.answer = Some(AnswerView {
            customer: fixture::customer(1),
            name: Text::new("李明", "Li Ming"),
            number: "3102004502".to_owned(),
            address: Text::default(),
            importance: Some("importance.life-support"),
            level: Level::High,
            sentences: vec![said.clone()],
        });
        harness.run_steps(3);
        assert!(shows(&harness, said.get(lang)));
        let importance = harness.state().t("importance.life-support");
        assert!(shows(&harness, &importance));
    }
}

#[test]
fn a_click_on_the_timeline_goes_to_that_time() {
    let mut harness = outage(Lang::En);
    harness.state_mut().obey(Request::Show(Tab::Timeline));
    harness.run_steps(3);
    let name = harness.state().t("lists.timeline");
    let chart = harness.get_by_role_and_label(egui::accesskit::Role::Slider, &name);
    let (rect, before) = (chart.rect(), harness.state().view.time.tick);
    // A little to the right of its middle.
    let at = egui::pos2(rect.left() + 0.6 * rect.width(), rect.center().y);
    harness.hover_at(at);
    harness.run_steps(2);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run_steps(3);
    let jump = harness.state().desk.jump.expect("a jump");
    assert!(jump > before && jump.0 < 6 * 3600, "{jump:?}");
}

#[test]
fn an_instructor_makes_things_happen_at_once_but_never_live() {
    for lang in LANGS {
        let mut harness = outage(lang);
        press(&mut harness, Modifiers::COMMAND, Key::I);
        assert!(harness.state().desk.instructor);
        let action = Action::BlowFuse {
            switch: fixture::switch(),
            phases: Phases::ABC,
        };
        let command = Command::Inject { action };
        let selection = harness.state_mut().view.selection.as_mut();
        selection.expect("a selection").offers = vec![Offer {
            kind: FieldCommand::of(&command),
            command,
        }];
        harness.run_steps(3);
        let blow = format!("{} ABC", harness.state().t("command.blow-fuse"));
        click(&mut harness, &blow);
        assert_eq!(taken(&mut harness), [Effect::Order(command)]);
        assert!(harness.state().desk.pending.is_none());

        press(&mut harness, Modifiers::COMMAND, Key::I);
        harness.state_mut().view.header.mode = Mode::Live;
        press(&mut harness, Modifiers::COMMAND, Key::I);
        assert!(!harness.state().desk.instructor);
    }
}

#[test]
fn what_a_storm_endangers_is_ranked_and_can_be_selected() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let none = harness.state().t("lists.no-risk");
        harness.state_mut().obey(Request::Show(Tab::Risk));
        harness.run();
        assert!(harness.query_by_label(&none).is_some());
        let row = |asset, name: &str, probability| RiskRow {
            asset,
            name: Text::new(name, name),
            place: Text::new("柳溪村", "Liuxi"),
            probability,
        };
        let pole = AssetRef::in_area(0, Kind::Node, 4);
        let stand = harness.state_mut();
        stand.view.risk = Some(RiskView {
            peak: Some((stand.view.time.start.plus(7200), 31.0)),
            expected_out: 41.7,
            poles: vec![row(pole, "P4", 0.23)],
            sections: vec![row(fuse(), "S5", 0.12)],
            customers: vec![row(fixture::customer(1), "C1", 0.4)],
        });
        harness.run();
        for key in ["risk.poles", "risk.sections", "risk.customers"] {
            let heading = harness.state().t(key);
            assert!(harness.query_by_label(&heading).is_some(), "{heading}");
        }
        assert!(harness.query_by_label("23 %").is_some());
        assert!(harness.query_by_label_contains("31 m/s").is_some());
        let locate = harness.state().t("lists.locate").replace("{name}", "P4");
        click(&mut harness, &locate);
        let effects = taken(&mut harness);
        assert!(effects.contains(&Effect::Select(Some(pole))), "{effects:?}");
    }
}

#[test]
fn motion_can_be_reduced() {
    for lang in LANGS {
        let mut harness = usual(lang);
        let action = taiqu_console::commands::Action::View(
            taiqu_console::commands::ViewCommand::ReducedMotion,
        );
        harness.state_mut().obey(Request::Do(action));
        assert!(harness.state().desk.reduced_motion);
        harness.state_mut().obey(Request::Do(action));
        assert!(!harness.state().desk.reduced_motion);
    }
}
