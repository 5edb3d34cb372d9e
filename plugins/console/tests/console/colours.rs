//! The roles of colours are told apart by every kind of colour vision, and text can
//! be read.

use taiqu_console::theme::Colours;
use taiqu_scene::theme::Rgb;

use crate::fixture;

type Matrix = [[f64; 3]; 3];

/// Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
const VISIONS: [(&str, Matrix); 4] = [
    (
        "normal",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protan",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deutan",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritan",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn colours() -> Colours {
    Colours::open(&fixture::assets().join("theme.ron")).expect("the shipped theme")
}

fn linear(colour: Rgb) -> [f64; 3] {
    colour.0.map(|byte| {
        let c = f64::from(byte) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn seen(matrix: &Matrix, colour: Rgb) -> [f64; 3] {
    let from = linear(colour);
    matrix.map(|row| {
        let sum: f64 = row.iter().zip(from).map(|(m, c)| m * c).sum();
        sum.clamp(0.0, 1.0)
    })
}

/// CIE 1976 L*a*b* under D65.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |t: f64| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let x = f((0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47);
    let y = f(luminance([r, g, b]));
    let z = f((0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn luminance([r, g, b]: [f64; 3]) -> f64 {
    0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b
}

/// Contrast by WCAG 2.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (luminance(linear(one)), luminance(linear(other)));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn roles_are_told_apart_by_every_kind_of_sight() {
    let roles = colours().roles;
    let roles = [
        ("normal", roles.normal),
        ("p1", roles.p1),
        ("p2", roles.p2),
        ("p3", roles.p3),
        ("p4", roles.p4),
    ];
    for (vision, matrix) in &VISIONS {
        for (k, (one, a)) in roles.iter().enumerate() {
            for (other, b) in &roles[k + 1..] {
                let (a, b) = (lab(seen(matrix, *a)), lab(seen(matrix, *b)));
                let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
                let apart = square.sqrt();
                assert!(
                    apart >= 30.0,
                    "{vision}: {one} and {other} are {apart:.1} apart"
                );
            }
        }
    }
}

#[test]
fn text_can_be_read_on_what_it_stands_on() {
    let Colours { roles, console, .. } = colours();
    let alarms = [roles.p1, roles.p2, roles.p3, roles.p4];
    for (name, ground) in [("canvas", console.canvas), ("panel", console.panel)] {
        for text in alarms
            .into_iter()
            .chain([console.text, console.strong, console.weak])
        {
            let ratio = contrast(text, ground);
            assert!(ratio >= 4.5, "{text:?} on {name}: {ratio:.1}");
        }
    }
    for ground in [
        console.raised,
        console.hovered,
        console.pressed,
        console.highlight,
    ] {
        let ratio = contrast(console.strong, ground);
        assert!(ratio >= 4.5, "strong on {ground:?}: {ratio:.1}");
    }
    for mode in taiqu_console::model::Mode::ALL {
        let [r, g, b, _] = console.frames.of(mode).to_array();
        let ratio = contrast(console.on_frame, Rgb([r, g, b]));
        assert!(ratio >= 4.5, "{mode:?}: {ratio:.1}");
    }
}

#[test]
fn colours_stand_in_the_theme_alone() {
    let source = include_str!("../../src/theme.rs");
    assert!(
        source.contains("from_rgb(r, g, b)"),
        "the one way from theme to egui"
    );
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a source folder") {
            let path = entry.expect("a source").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = std::fs::read_to_string(&path).expect("a source");
            let own = path.ends_with("theme.rs");
            for word in ["Color32::from", "Color32::WHITE", "Color32::BLACK", "srgb("] {
                assert!(own || !code.contains(word), "{}: {word}", path.display());
            }
        }
    }
}
