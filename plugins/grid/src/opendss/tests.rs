use std::fs;
use std::path::{Path, PathBuf};

use super::{Import, import};
use crate::area::raw::{RawImpedance, RawRating};
use crate::area::{LoadModel, Vector};
use crate::{Problem, Severity};

/// A folder with the given files, whose first is the main script.
struct Deck(tempfile::TempDir);

impl Deck {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    fn import(&self, master: &str) -> Result<Import, Vec<Problem>> {
        import(&self.0.path().join(master))
    }
}

const START: &str = "Clear\nSet DefaultBaseFrequency=50\nNew Circuit.Test BasekV=0.4 bus1=Src ISC3=20000 ISC1=15000\n";

fn run(text: &str) -> Import {
    let deck = Deck::new(&[("master.dss", &format!("{START}{text}"))]);
    deck.import("master.dss").expect("an import")
}

fn clean(text: &str) -> Import {
    let import = run(text);
    assert_eq!(import.problems, [], "{text}");
    import
}

/// Lines (without the three of the start) and severities of the problems.
fn problems(text: &str) -> Vec<(usize, Severity)> {
    let found = run(text).problems.into_iter();
    found
        .map(|p| (p.line.expect("a line") - 3, p.severity))
        .collect()
}

fn assert_close(left: f64, right: f64) {
    assert!(
        (left - right).abs() <= 1e-9 * right.abs().max(1e-12),
        "{left} is not {right}"
    );
}

/// Ω of the diagonal and beside it, nF of the diagonal, of the whole first section.
fn first_section(text: &str) -> [f64; 5] {
    let area = clean(text).area;
    let section = &area.sections[0];
    let code = area.line_codes.iter().find(|c| c.id == section.line_type);
    let km = section.length_m / 1000.0;
    match &code.expect("a code").impedance {
        RawImpedance::Matrix {
            r_ohm_per_km: r,
            x_ohm_per_km: x,
            c_nf_per_km: c,
        } => {
            let c = c.first().map_or(0.0, |row| row[0]);
            let beside = |m: &Vec<Vec<f64>>| m[0].get(1).copied().unwrap_or(0.0);
            [r[0][0], x[0][0], beside(r), beside(x), c].map(|v| v * km)
        }
        &RawImpedance::Sequence {
            r1_ohm_per_km: r1,
            x1_ohm_per_km: x1,
            r0_ohm_per_km: r0,
            x0_ohm_per_km: x0,
            c1_nf_per_km: c1,
            c0_nf_per_km: c0,
        } => [
            (2.0 * r1 + r0) / 3.0,
            (2.0 * x1 + x0) / 3.0,
            (r0 - r1) / 3.0,
            (x0 - x1) / 3.0,
            (2.0 * c1 + c0) / 3.0,
        ]
        .map(|v| v * km),
    }
}

const CODES: &str = "New linecode.m nphases=3 units=km rmatrix=[0.2|0.05 0.2|0.05 0.05 0.2] xmatrix=[0.3|0.1 0.3|0.1 0.1 0.3] cmatrix=[0|0 0|0 0 0]
New linecode.s nphases=3 units=km r1=.4 x1=.1 r0=1.2 x0=.3 c1=10 c0=5
New line.a bus1=src bus2=b ";

/// Figures in this table are `OpenDSS`'s own, read from the primitive admittance
/// matrix of the line that the same text defines.
#[test]
fn lines_as_opendss_builds_them() {
    let cases = [
        (
            "linecode=s length=100 units=m",
            [0.2 / 3.0, 0.05 / 3.0, 0.08 / 3.0, 0.02 / 3.0, 2.5 / 3.0],
        ),
        (
            "length=0.1 linecode=s",
            [0.2 / 3.0, 0.05 / 3.0, 0.08 / 3.0, 0.02 / 3.0, 2.5 / 3.0],
        ),
        (
            "length=500 units=ft linecode=s",
            [0.1016, 0.0254, 0.04064, 0.01016, 1.27],
        ),
        (
            "linecode=m length=200 units=m",
            [0.04, 0.06, 0.01, 0.02, 0.0],
        ),
        // A switch given a matrix code afterwards keeps the switch's impedance.
        (
            "length=1 switch=y linecode=m units=km",
            [0.001, 0.001, 0.0, 0.0, 0.003_499_562_554_680_665],
        ),
        (
            "linecode=m length=1 units=km switch=y",
            [0.001, 0.001, 0.0, 0.0, 0.003_2 / 3.0],
        ),
        (
            "switch=y units=m",
            [0.001, 0.001, 0.0, 0.0, 0.003_2 / 3.0 / 304.8],
        ),
        (
            "r1=0.1 x1=0.1 units=m length=100",
            [
                12.613_333_333_333_333,
                20.156_666_666_666_67,
                2.613_333_333_333_333,
                10.156_666_666_666_667,
                0.918_635_170_603_674_5,
            ],
        ),
        (
            "r1=.1 units=km units=m length=500",
            [
                0.063_066_666_666_667,
                0.107_65,
                0.013_066_666_666_667,
                0.047_35,
                0.004_593_175_853_018_37,
            ],
        ),
        (
            "rmatrix=[.1|0 .1|0 0 .1] units=km length=.5",
            [0.05, 0.107_65, 0.0, 0.047_35, 1.4],
        ),
    ];
    for (line, expected) in cases {
        let found = first_section(&format!("{CODES}{line}"));
        for (found, expected) in found.into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
                "{line}: {found} {expected}"
            );
        }
    }
}

/// Reactance of a code for 50 Hz at a solution of 50 Hz stays, of a line for 60 Hz
/// shrinks, with the earth return's share by logarithm (numbers from `OpenDSS`).
#[test]
fn reactances_follow_the_frequency() {
    let text = "New circuit.c basekv=0.4
New linecode.l nphases=1 basefreq=50 rmatrix=[0.1] xmatrix=[0.06] cmatrix=[0]
New line.a bus1=sourcebus.1 bus2=b.1 linecode=l length=1 units=km
New line.b bus1=sourcebus.1 bus2=b.1 phases=1 r1=0.1 x1=0.06 c1=0 length=1 units=km
Set defaultbasefreq=50";
    let deck = Deck::new(&[("m.dss", text)]);
    let area = deck.import("m.dss").expect("an import").area;
    let figures = |id: &str| match &area
        .line_codes
        .iter()
        .find(|c| c.id == id)
        .expect(id)
        .impedance
    {
        RawImpedance::Matrix {
            r_ohm_per_km: r,
            x_ohm_per_km: x,
            ..
        } => [r[0][0], x[0][0]],
        RawImpedance::Sequence { .. } => panic!("a matrix is expected"),
    };
    let [r, x] = figures("l");
    assert_close(r, 0.1);
    assert_close(x, 0.06);
    let [r, x] = figures("b");
    assert_close(r, 0.096_991_666_666_666_68);
    assert_close(x, 0.051_746_542_357_395_82);
}

#[test]
fn the_source_by_currents_powers_and_ohms() {
    let source = |text: &str| {
        let deck = Deck::new(&[(
            "m.dss",
            &format!("set defaultbasefreq=50\nnew circuit.c {text}"),
        )]);
        let supply = deck.import("m.dss").expect("an import").area.supply;
        let source = supply.expect("a supply").source;
        [source.r1_ohm, source.x1_ohm, source.r0_ohm, source.x0_ohm]
    };
    let cases = [
        (
            "basekv=11 pu=1.05 isc3=3000 isc1=5",
            [
                0.513_436_030_810_27,
                2.053_744_123_241_08,
                1_203.654_688_455_84,
                3_610.964_065_367_53,
            ],
        ),
        ("basekv=.4 r1=.1 x1=.2 r0=.3 x0=.5", [0.1, 0.2, 0.3, 0.5]),
        ("basekv=.4 z1=[0.1 0.2]", [0.1, 0.2, 0.1, 0.2]),
        (
            "basekv=.4 basemva=1 puz1=[0.1 .2]",
            [0.016, 0.032, 0.016, 0.032],
        ),
        (
            "basekv=.4 r1=.1 x1=.2",
            [0.1, 0.2, 1.796_035_830_123_35, 5.388_107_490_370_06],
        ),
        (
            "basekv=.4 isc3=20000 mvasc1=1",
            [
                0.000_019_402_850_002_9,
                0.000_077_611_400_011_6,
                0.151_738_880_228_47,
                0.455_216_640_685_411,
            ],
        ),
    ];
    for (text, expected) in cases {
        for (found, expected) in source(text).into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-9 * expected,
                "{text}: {found} {expected}"
            );
        }
    }
}

#[test]
fn loads_by_every_way_of_giving_power() {
    let load = |text: &str| clean(&format!("New load.L {text}")).area.loads[0].clone();
    let given = load("phases=1 bus1=Src.1 kv=0.23 kw=2 pf=0.8");
    assert_close(given.kvar, 1.5);
    assert_eq!(given.id, "l");
    assert_eq!(given.node, "src");
    assert_eq!(given.connection.to_string(), "ae");
    assert_eq!(given.rated_v, Some(230.0));
    assert_eq!(given.model, LoadModel::ConstantPower);
    assert_eq!(
        given.band.map(|b| [b.low, b.min, b.max]),
        Some([0.5, 0.95, 1.05])
    );
    assert_close(
        load("1 src.2 (0.4 3 sqrt /) kw=1").rated_v.expect("volts"),
        400.0 / 3f64.sqrt(),
    );
    assert_close(load("bus1=src kva=5 pf=-0.6 kv=.4").kvar, -4.0);
    assert_close(load("bus1=src kw=3 kvar=1 pf=.5 kv=.4").kvar, 1.0);
    assert_close(load("bus1=src kv=.4 kw=3 kvar=1 kva=10 pf=.6").kw, 6.0);
    let zip = load("bus1=src.1.2.3.4 kv=.4 kw=1 model=8 zipv=(.1 .2 .7 .3 .3 .4 .8) conn=wye");
    let expected = LoadModel::Zip {
        p: [0.1, 0.2, 0.7],
        q: [0.3, 0.3, 0.4],
        cut_off: 0.8,
    };
    assert_eq!(
        (zip.model, zip.connection.to_string().as_str()),
        (expected, "abcn")
    );
    let cvr = load("bus1=src.1.2 phases=1 conn=delta kv=.4 model=4 cvrw=.4 cvrv=3");
    assert_eq!(cvr.model, LoadModel::Exponential { p: 0.4, q: 3.0 });
    assert_eq!(load("bus1=src kv=.4 model=2").band, None);
}

#[test]
fn transformers_and_their_taps() {
    let text = "New transformer.t windings=2 buses=[src.1.2.3 lv.1.2.3.4] conns=[delta wye] kvs=[11 .4] kvas=[500 500] %rs=[1 2] xhl=5 %noloadloss=5 %imag=11 leadlag=euro taps=[1.02 0.97]";
    let area = clean(text).area;
    let transformer = &area.transformers[0];
    let RawRating::Given(rating) = transformer.rating.clone() else {
        panic!("figures are expected");
    };
    assert_eq!(rating.vector, Vector::Dyn11);
    let square = 0.97 * 0.97;
    assert_close(transformer.tap, 1.02 / 0.97);
    assert_close(rating.r_pct, 3.0 * square);
    assert_close(rating.x_pct, 5.0 * square);
    assert_close(rating.no_load_pct, 5.0 / square);
    assert_close(rating.magnetising_pct, 11.0 / square);
    assert_close(transformer.ppm_antifloat, 1.0);
    assert_close(area.nominal_v, 400.0);

    let code =
        "New xfmrcode.c windings=2 kvs=[11 .4] conns=[delta wye] kvas=[100 100] %loadloss=2 xhl=4
New transformer.t xfmrcode=c
~ wdg=1 bus=src
~ wdg=2 bus=lv.1.2.3.0 tap=1.05";
    let area = clean(code).area;
    let RawRating::Given(rating) = area.transformers[0].rating.clone() else {
        panic!("figures are expected");
    };
    assert_eq!((rating.vector, rating.kva), (Vector::Dyn1, 100.0));
    assert_close(rating.r_pct, 2.0 * 1.05 * 1.05);
    assert_eq!(
        area.nodes
            .iter()
            .find(|n| n.id == "lv")
            .expect("a node")
            .phases
            .to_string(),
        "abc"
    );
}

#[test]
fn the_script_language() {
    let deck = Deck::new(&[
        (
            "sub/Master.DSS",
            "/* a comment\nNew line.nonsense */\nset defaultbasefreq=50 // hertz\nnew \"Circuit.One Two\" basekv=0.4\nRedirect LINES\\lines.TXT\nEdit load.l KW=7\nload.l.kvar=2\nBatchEdit load..* vminpu=0.8\nBuscoords coords.csv\nnew monitor.m load.l 1 mode=0\n~ ppolar=no\nset mode=daily number=1440\nsolve\nshow voltages",
        ),
        (
            "sub/Lines/Lines.txt",
            "New Line.L.1 sourcebus.2.1 b.2.1 length=20 units=m phases=2 R1=.2 X1=.1 c1=0 c0=0\nNew Loadshape.s npts=4 sinterval=900 mult=(file=shape.csv col=2 header=yes) useactual=no\nNew Load.L b.2 phases=1 bus1=b.2 kv=.23 kw=1 pf=1 yearly=s daily=s",
        ),
        (
            "sub/Lines/shape.csv",
            "t,mult\n1,0.1\n2,0.2\n3,0.3\n4,0.4\n5,9\n",
        ),
        (
            "sub/coords.csv",
            "sourcebus, 1234.5, 2000\nB\t1254.5\t2010\n",
        ),
    ]);
    let import = deck.import("sub/master.DSS").err();
    assert!(
        import.is_some(),
        "the main script's own name is taken as it is"
    );
    let import = deck.import("sub/Master.DSS").expect("an import");
    let lines: Vec<_> = import
        .problems
        .iter()
        .map(|p| (p.file.clone(), p.line))
        .collect();
    assert_eq!(
        lines.len(),
        1,
        "only the positional `b.2` is wrong: {:?}",
        import.problems
    );
    let area = import.area;
    assert_eq!(area.name.en, "One Two");
    assert_eq!(area.sections[0].id, "l.1");
    assert_eq!(area.sections[0].phases.to_string(), "ab");
    let load = &area.loads[0];
    assert_eq!((load.kw, load.kvar), (7.0, 2.0));
    assert_close(load.band.expect("a band").min, 0.8);
    assert_eq!(load.profile.as_deref(), Some("s"));
    assert_eq!(area.profiles[0].values, [0.4, 0.1, 0.2, 0.3]);
    assert_eq!(area.profiles[0].step_s, 900);
    assert_eq!(area.nodes[1].at, Some((54.5, 10.0)));
    assert_eq!(
        (area.customers.len(), area.meters.len(), area.boxes.len()),
        (1, 1, 1)
    );
}

#[test]
fn actual_shapes_become_factors() {
    let text = "New loadshape.s npts=3 interval=1 mult=[1 4 2] useactual=yes
New load.a phases=1 bus1=src.1 kv=.23 kw=9 pf=.8 daily=s";
    let area = clean(text).area;
    assert_close(area.loads[0].kw, 4.0);
    assert_close(area.loads[0].kvar, 3.0);
    assert_eq!(area.profiles[0].values, [0.5, 0.25, 1.0]);
}

#[test]
fn a_neutral_earthed_at_one_end_and_an_electrode() {
    let text = "New linecode.z nphases=4 units=km rmatrix=[1|0 1|0 0 1|0 0 0 2] xmatrix=[1|0 1|0 0 1|0 0 0 2] cmatrix=[0|0 0|0 0 0|0 0 0 0]
New line.a bus1=src.1.2.3.0 bus2=b.4.1.2.3 linecode=z length=1 units=km
New line.b bus1=src.1.2.3.0 bus2=b.1.2.3.4 linecode=z length=1 units=km
New reactor.g phases=1 bus1=b.4 r=10 x=1";
    let import = run(text);
    assert_eq!(import.problems.len(), 1, "the crossed line is refused");
    let area = import.area;
    assert_eq!(area.earths.len(), 2);
    assert_eq!(
        (
            area.earths[0].node.as_str(),
            area.earths[0].r_ohm,
            area.earths[0].x_ohm
        ),
        ("b", 10.0, 1.0)
    );
    assert_eq!(area.earths[1].node, "src");
    assert_eq!(area.nodes[0].phases.to_string(), "abcn");
    assert_eq!(area.sections[0].phases.to_string(), "abcn");
}

#[test]
fn what_is_not_understood_is_listed_by_line() {
    use Severity::{Error, Warning};
    let cases: [(&str, &[(usize, Severity)]); 14] = [
        ("frobnicate", &[(1, Error)]),
        ("new thing.x", &[(1, Error)]),
        ("new pvsystem.p bus1=src kva=5\n~ pmpp=6", &[(1, Error)]),
        (
            "new line.l bus1=src bus2=b units=m geometry=g",
            &[(1, Error)],
        ),
        ("new load.l bus1=src.5 phases=1 kv=.23", &[(1, Error)]),
        (
            "\nnew load.l bus1=src kv=abc colour=red",
            &[(2, Error), (2, Error)],
        ),
        ("new line.l bus1=src bus2=b length=1", &[(1, Warning)]),
        (
            "new line.l bus1=src.1 bus2=b.2 phases=1 units=m",
            &[(1, Error)],
        ),
        ("set loadmodel=admittance", &[(1, Error)]),
        ("redirect nowhere.dss", &[(1, Error)]),
        ("edit load.nobody kw=1", &[(1, Error)]),
        (
            "new load.l bus1=src kv=.4 daily=none model=7",
            &[(1, Error)],
        ),
        ("new load.l bus1=src kv=.4 daily=missing", &[(1, Error)]),
        (
            "new transformer.t windings=3 buses=[src b c]",
            &[(1, Error)],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn unreadable_and_sourceless_decks_are_errors() {
    assert!(import(Path::new("/no/such/deck.dss")).is_err());
    let deck = Deck::new(&[("m.dss", "new linecode.x"), ("e.dss", "")]);
    for master in ["m.dss", "e.dss", ""] {
        let problems = deck.import(master).expect_err(master);
        assert!(problems.iter().all(|p| !p.remedy.en.is_empty()), "{master}");
    }
}

#[test]
fn files_that_include_each_other_end_in_an_error() {
    let deck = Deck::new(&[
        ("m.dss", &format!("{START}redirect a.dss")),
        ("a.dss", "redirect b.dss"),
        ("b.dss", "redirect m.dss\nredirect a.dss"),
    ]);
    let problems = deck.import("m.dss").expect("an import").problems;
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|p| p.file.ends_with("b.dss")));
    let chain: Vec<(String, String)> = (0..40)
        .map(|k| {
            (
                format!("{k}.dss"),
                format!("redirect {0}.dss\nredirect {0}.dss", k + 1),
            )
        })
        .chain([(String::from("40.dss"), String::new())])
        .collect();
    let files: Vec<(&str, &str)> = chain
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    assert!(
        Deck::new(&files).import("0.dss").is_err(),
        "no circuit in all that"
    );
}

/// Text cut or changed anywhere gives an area or problems, never a panic.
#[test]
fn garbled_decks_never_panic() {
    let whole = format!(
        "{START}{CODES} linecode=m length=3 units=m\nNew transformer.t windings=2 buses=[src.1.2.3 lv.1.2.3.4] conns=[delta wye] kvs=[11 .4]\nNew loadshape.s npts=3 interval=1 mult=[1 4 2]\nNew load.x like=x\nNew load.y bus1=b.1.4 kw=3 daily=s zipv=[1 2]\nNew reactor.r bus1=b.4 r=(1 2 /)\nNew capacitor.c bus1=b kv=.4 kvar=[3]\nNew generator.g bus1=b kv=.4\nBatchedit load..* kw=2\nbuscoords m.dss\nopen line.a 1"
    );
    let bytes = whole.as_bytes();
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let deck = Deck::new(&[]);
    let master: PathBuf = deck.0.path().join("m.dss");
    for round in 0..600 {
        let mut text = bytes.to_vec();
        if round % 2 == 0 {
            text.truncate(random(bytes.len()));
        }
        for _ in 0..random(12) {
            if !text.is_empty() {
                let at = random(text.len());
                text[at] = b"\0\xff=,.|()[]{}\"'!/*~0159e-\n abnz"[random(30)];
            }
        }
        fs::write(&master, &text).expect("a file");
        if let Ok(import) = import(&master) {
            assert!(import.problems.iter().all(|p| p.line.is_some()));
        }
    }
}
