//! The script language, and what is said about what is not understood.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Deck, START, assert_close, clean, run};
use crate::Severity;
use crate::opendss::import;

/// Lines (without the three of the start) and severities of the problems.
fn problems(text: &str) -> Vec<(usize, Severity)> {
    let found = run(text).problems.into_iter();
    found
        .map(|p| (p.line.expect("a line") - 3, p.severity))
        .collect()
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
fn what_is_not_understood_is_listed_by_line() {
    use Severity::{Error, Warning};
    let cases: [(&str, &[(usize, Severity)]); 17] = [
        ("frobnicate", &[(1, Error)]),
        ("new thing.x", &[(1, Error)]),
        ("new fault.f bus1=src\n~ r=6", &[(1, Error)]),
        ("new pvsystem.p bus1=src kv=.4\n~ kvarmax=6", &[(2, Error)]),
        (
            "new line.l bus1=src bus2=b units=m tscables=g",
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
        ("set allowduplicates=yes", &[(1, Error)]),
        ("new fuse.f monitoredobj=line.l", &[(1, Warning)]),
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
        "{START}New linecode.m nphases=3 units=km rmatrix=[0.2|0.05 0.2|0.05 0.05 0.2]\nNew line.a bus1=src bus2=b linecode=m length=3 units=m\nNew transformer.t windings=2 buses=[src.1.2.3 lv.1.2.3.4] conns=[delta wye] kvs=[11 .4]\nNew loadshape.s npts=3 interval=1 mult=[1 4 2]\nNew load.x like=x\nNew load.y bus1=b.1.4 kw=3 daily=s zipv=[1 2]\nNew reactor.r bus1=b.4 r=(1 2 /)\nNew capacitor.c bus1=b kv=.4 kvar=[3]\nNew generator.g bus1=b kv=.4\nBatchedit load..* kw=2\nbuscoords m.dss\nopen line.a 1"
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

/// `OpenDSS` looks the other element of a `like` up by making it active.
#[test]
fn what_follows_like_continues_the_other() {
    let text = "New load.a phases=1 bus1=src.1 kv=.23 kw=1
New load.b like=a bus1=src.2
~ kw=7";
    let import = run(text);
    let kw: Vec<f64> = import.area.loads.iter().map(|load| load.kw).collect();
    assert_eq!(kw, [7.0, 1.0]);
    assert_eq!(import.problems.len(), 1);
}

#[test]
fn conductors_opened_one_by_one() {
    let text = "New linecode.z nphases=3 units=km rmatrix=[1|0 1|0 0 1] xmatrix=[1|0 1|0 0 1] cmatrix=[0|0 0|0 0 0]
New line.a bus1=src bus2=b linecode=z length=1 units=km
New load.l bus1=b kv=.4
Open line.a term=1 cond=2";
    let area = clean(text).area;
    assert_eq!(area.sections[0].phases.to_string(), "ac");
    assert_eq!(area.nodes[1].phases.to_string(), "abc");
}

/// `Redirect` comes back to the folder it left, `Compile` stays.
#[test]
fn file_names_are_relative_to_where_the_scripts_are() {
    let deck = Deck::new(&[
        (
            "m.dss",
            "redirect a/x.dss\nredirect y.dss\ncompile a/x.dss\nredirect z.dss",
        ),
        ("a/x.dss", START),
        ("y.dss", "New load.y phases=1 bus1=src.1 kv=.23"),
        ("a/z.dss", "New load.z phases=1 bus1=src.1 kv=.23"),
    ]);
    let problems = deck.import("m.dss").expect("an import").problems;
    assert!(
        problems.iter().all(|p| p.severity != Severity::Error),
        "{problems:?}"
    );
}
