//! A made-up evening for the panels' tests.

use std::path::{Path, PathBuf};

use taiqu_console::commands::FieldCommand;
use taiqu_console::desk::{Desk, Effect, Knowledge, Request};
use taiqu_console::model::{
    Affected, Bar, Below, Crumb, Fact, FindingRow, LabelView, Level, LogRow, Mode, Offer, Preview,
    QualityView, SelectionView, Series, Trend, ValueRow, View,
};
use taiqu_console::search::Index;
use taiqu_console::texts::Texts;
use taiqu_console::theme::Colours;
use taiqu_estimate::components::{FindingKind, Origin};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Catalogue, Conductor, District, Kind, Lang, Phases, RawArea, Text};
use taiqu_link::{Command, Tick};
use taiqu_scene::overlay::{Legend, Overlay, Scale, Stop};
use taiqu_scene::theme::Rgb;

pub fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets")
}

/// Everything a panel needs.
pub struct Stand {
    pub view: View,
    pub desk: Desk,
    pub texts: Texts,
    pub colours: Colours,
    pub index: Index,
    pub effects: Vec<Effect>,
    pub viewport: egui::Rect,
    pub dressed: bool,
}

impl Stand {
    pub fn new(lang: Lang) -> Self {
        Self {
            view: view(),
            desk: Desk {
                lang,
                unfolded: (0..8).collect(),
                selected: Some(switch()),
                ..Desk::default()
            },
            texts: Texts::open(&assets().join("i18n")).expect("the shipped texts"),
            colours: Colours::open(&assets().join("theme.ron")).expect("the shipped theme"),
            index: Index::default(),
            effects: Vec::new(),
            viewport: egui::Rect::NOTHING,
            dressed: false,
        }
    }

    pub fn t(&self, key: &str) -> String {
        self.texts.get(self.desk.lang, key).to_owned()
    }

    /// Whether the next pass is the first.
    pub fn font_missing(&self) -> bool {
        !self.dressed
    }

    /// Does what was asked.
    pub fn obey(&mut self, request: Request) {
        let known = Knowledge {
            view: &self.view,
            index: &self.index,
            texts: &self.texts,
            preview: &preview,
            window: egui::vec2(1600.0, 900.0),
        };
        self.effects.extend(self.desk.obey(request, &known));
    }

    /// Draws everything, takes keys, and does what was asked.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        if !self.dressed {
            self.colours.dress(ui.ctx());
            self.dressed = true;
        }
        let keys = taiqu_console::commands::pressed(ui.ctx(), self.desk.is_about_to_type());
        let mut requests: Vec<Request> = keys.into_iter().map(Request::Do).collect();
        let sheet = taiqu_console::panels::Sheet {
            view: &self.view,
            desk: &self.desk,
            texts: &self.texts,
            colours: &self.colours,
        };
        self.viewport = taiqu_console::panels::show(ui, &sheet, &mut requests);
        for request in requests {
            self.obey(request);
        }
    }
}

pub fn switch() -> AssetRef {
    AssetRef::in_area(0, Kind::Switch, 2)
}

pub fn customer(index: u32) -> AssetRef {
    AssetRef::in_area(0, Kind::Customer, index)
}

fn same(text: &str) -> Text {
    Text::new(text, text)
}

pub fn preview(command: Command) -> Preview {
    let importance = |k: u32| match k {
        0 => Importance::LifeSupport,
        1 => Importance::Medical,
        _ => Importance::Normal,
    };
    Preview {
        command,
        target: Text::new("2 号出线断路器", "Feeder 2 breaker"),
        dark: (0..43)
            .map(|k| Affected {
                asset: customer(k),
                number: format!("31020045{k:02}"),
                name: Text::new(format!("周家 {k} 号"), format!("Zhou house {k}")),
                importance: importance(k),
            })
            .collect(),
        lit: Vec::new(),
    }
}

fn view() -> View {
    let mut view = View::default();
    view.header.mode = Mode::Rehearsal;
    view.header.scenario = Text::new("夏夜：柳溪村", "Summer evening: Liuxi village");
    view.header.wall = Some("14:03".to_owned());
    view.time.start = "2026-07-15T18:00:00".parse().expect("a time");
    view.time.tick = Tick(9312);
    view.time.length_s = 6 * 3600;
    view.time.speed = 60;
    view.time.paused = false;
    tree(&mut view);
    view.selection = Some(selection());
    view.findings = findings(&view);
    view.log = (0..40)
        .map(|k| LogRow {
            at: view.time.start.plus(9300 - 60 * k),
            level: if k % 5 == 0 {
                Level::Medium
            } else {
                Level::Normal
            },
            text: Text::new(
                format!("周家 {k} 号：电压越下限已恢复"),
                format!("Zhou house {k}: low voltage is over"),
            ),
            asset: Some(customer(k as u32)),
        })
        .collect();
    view.overlay = Overlay::Voltage;
    view.legend = legend();
    view.labels = labels();
    view
}

fn legend() -> Legend {
    let colours = [
        [0x2c, 0x6f, 0xbf],
        [0x6e, 0x9c, 0xcb],
        [0xa9, 0xb0, 0xb8],
        [0xd3, 0x9a, 0x62],
        [0xc4, 0x64, 0x1f],
    ];
    let values = [198.0, 209.0, 220.0, 227.7, 235.4];
    let stops = values.into_iter().zip(colours);
    Legend {
        overlay: Overlay::Voltage,
        unit: "V",
        scale: Scale::Continuous {
            stops: stops
                .map(|(value, colour)| Stop {
                    value,
                    colour: Rgb(colour),
                })
                .collect(),
            limits: vec![198.0, 235.4],
        },
    }
}

fn labels() -> Vec<LabelView> {
    let label = |x: f32, y: f32, text: &str, level, chosen, named| LabelView {
        at: egui::pos2(x, y),
        text: text.to_owned(),
        level,
        chosen,
        named,
    };
    vec![
        label(760.0, 420.0, "2 号出线断路器", Level::Normal, true, true),
        label(620.0, 380.0, "周家 7 号", Level::Critical, false, true),
        label(900.0, 300.0, "", Level::Medium, false, false),
        label(930.0, 340.0, "", Level::High, false, false),
        label(960.0, 360.0, "", Level::Low, false, false),
        label(
            700.0,
            250.0,
            "10 kV 柳溪线 18 号杆",
            Level::Normal,
            false,
            true,
        ),
    ]
}

fn tree(view: &mut View) {
    let tree = &mut view.tree;
    let target = |kind, index| Some(AssetRef::in_area(0, kind, index));
    let root = tree.add(
        None,
        "tree.substation",
        Text::new("110 kV 青山变电站", "Qingshan 110 kV substation"),
        Some(AssetRef::on_line(0, Kind::Node, 0)),
    );
    let line = tree.add(
        Some(root),
        "tree.line",
        Text::new("10 kV 柳溪线", "Liuxi 10 kV line"),
        Some(AssetRef::on_line(0, Kind::Section, 0)),
    );
    let area = tree.add(
        Some(line),
        "tree.area",
        Text::new("柳溪村 1 号台区", "Liuxi village area 1"),
        target(Kind::Transformer, 0),
    );
    for feeder in 0..3 {
        let at = tree.add(
            Some(area),
            "tree.feeder",
            Text::new(
                format!("{} 号出线断路器", feeder + 1),
                format!("Feeder {} breaker", feeder + 1),
            ),
            target(Kind::Switch, feeder + 1),
        );
        for index in 0..6 {
            let name = Text::new(
                format!("表箱 {}-{}", feeder + 1, index + 1),
                format!("Meter box {}-{}", feeder + 1, index + 1),
            );
            tree.add(
                Some(at),
                "tree.box",
                name,
                target(Kind::Box, feeder * 6 + index),
            );
        }
    }
    let own = [
        (5, Level::Critical),
        (6, Level::Medium),
        (12, Level::Medium),
        (3, Level::High),
    ];
    view.burdens = tree.burdens(own);
}

fn findings(view: &View) -> Vec<FindingRow> {
    let row = |k: u32, kind, value: &str, limit: &str| FindingRow {
        asset: customer(k),
        kind,
        name: Text::new(format!("周家 {k} 号"), format!("Zhou house {k}")),
        place: Text::new("柳溪村 1 号台区", "Liuxi village area 1"),
        value: value.to_owned(),
        limit: limit.to_owned(),
        since: view.time.start.plus(8000),
        lasting_s: 1312,
    };
    let mut rows = vec![
        row(7, FindingKind::Dead, "", ""),
        row(8, FindingKind::Overload, "104 %", "100 %"),
    ];
    rows.extend((10..24).map(|k| row(k, FindingKind::LowVoltage, "193.4 V", "198.0 V")));
    rows.push(row(30, FindingKind::Unbalance, "31 %", "25 %"));
    rows
}

fn selection() -> SelectionView {
    let row = |key, phase, value, digits, unit, bar| ValueRow {
        key,
        phase: Some(phase),
        value,
        digits,
        unit,
        bar,
    };
    let bar = |level| {
        Some(Bar {
            from: 187.0,
            to: 246.4,
            low: Some(198.0),
            high: Some(235.4),
            level,
        })
    };
    let [a, b, c, n] = Conductor::ALL;
    let command = Command::OpenSwitch {
        switch: switch(),
        phases: Phases::ABCN,
    };
    SelectionView {
        asset: switch(),
        word: "kind.breaker",
        name: Text::new("2 号出线断路器", "Feeder 2 breaker"),
        crumbs: vec![
            Crumb {
                name: Text::new("110 kV 青山变电站", "Qingshan 110 kV substation"),
                target: Some(AssetRef::on_line(0, Kind::Node, 0)),
            },
            Crumb {
                name: Text::new("10 kV 柳溪线", "Liuxi 10 kV line"),
                target: Some(AssetRef::on_line(0, Kind::Section, 0)),
            },
            Crumb {
                name: Text::new("柳溪村 1 号台区", "Liuxi village area 1"),
                target: Some(AssetRef::in_area(0, Kind::Transformer, 0)),
            },
            Crumb {
                name: Text::new("2 号出线断路器", "Feeder 2 breaker"),
                target: Some(switch()),
            },
        ],
        findings: vec![(Level::Medium, "finding.low-voltage")],
        values: vec![
            row("value.voltage", a, 221.3, 1, "V", bar(Level::Normal)),
            row("value.voltage", b, 193.4, 1, "V", bar(Level::Medium)),
            row("value.voltage", c, 226.8, 1, "V", bar(Level::Normal)),
            row("value.current", a, 84.2, 1, "A", None),
            row("value.current", b, 131.0, 1, "A", None),
            row("value.current", c, 52.7, 1, "A", None),
            row("value.current", n, 68.9, 1, "A", None),
        ],
        quality: Some(QualityView {
            origin: Origin::Computed,
            age_s: 2400,
            stale: true,
        }),
        upstream: 7,
        below: Below {
            customers: 43,
            important: 2,
        },
        facts: vec![
            Fact {
                key: "fact.type",
                value: same("MCCB-250"),
            },
            Fact {
                key: "fact.id",
                value: same("liuxi-1/switch:f2"),
            },
        ],
        offers: vec![Offer {
            kind: FieldCommand::of(&command),
            command,
        }],
        trend: Some(trend()),
    }
}

fn trend() -> Trend {
    let curve = |phase, dip: f64| Series {
        phase: Some(phase),
        points: (0..32)
            .map(|k| {
                let hour = f64::from(k) / 12.0;
                [
                    hour,
                    226.0 - dip * (hour / 2.6) + (f64::from(k) * 0.9).sin(),
                ]
            })
            .collect(),
    };
    Trend {
        key: "value.voltage",
        unit: "V",
        until_h: 2.6,
        clock_h: 18.0,
        series: vec![
            curve(Conductor::A, 5.0),
            curve(Conductor::B, 33.0),
            curve(Conductor::C, 2.0),
        ],
        low: Some(198.0),
        high: Some(235.4),
    }
}

/// Two customers in one meter box.
pub fn district() -> District {
    let text = r#"(
        id: "liuxi-1",
        name: (zh: "柳溪村 1 号台区", en: "Liuxi village area 1"),
        source: "made up", licence: "CC0-1.0",
        nominal_v: 380.0,
        earthing: TT,
        supply: Some((node: "bus", source: (voltage_v: 400.0, r1_ohm: 0.01, x1_ohm: 0.01, r0_ohm: 0.01, x0_ohm: 0.01))),
        nodes: [(id: "bus", phases: "abcn")],
        boxes: [(id: "b1", kind: Meter(positions: 4), node: "bus")],
        meters: [
            (id: "m1", box: "b1", position: 1, connection: Some("an"), asset: "45000000000000000000000001"),
            (id: "m2", box: "b1", position: 2, connection: Some("bn"), asset: "45000000000000000000000002"),
        ],
        customers: [
            (id: "c1", number: "3102004501", name: (zh: "王芳", en: "Wang Fang"),
             address: (zh: "柳溪路 10 号", en: "10 Liuxi road"), meter: Some("m1")),
            (id: "c2", number: "3102004502", name: (zh: "李明", en: "Li Ming"),
             address: (zh: "柳溪路 12 号", en: "12 Liuxi road"), meter: Some("m2")),
        ],
    )"#;
    let raw = RawArea::from_ron(text, "liuxi-1.ron").expect("an area");
    let catalogue = Catalogue::open(&assets().join("catalogue"));
    let catalogue = catalogue.value.expect("the shipped catalogue");
    District::alone(raw.check(&catalogue).value.expect("a sound area"))
}
