//! Imports the networks of the shared data folder where it is present.

#![expect(
    clippy::print_stderr,
    reason = "a test that does nothing for want of data says so"
)]

use std::path::{Path, PathBuf};

use taiqu_grid::catalogue::Catalogue;
use taiqu_grid::opendss::{Import, import};
use taiqu_grid::{RawArea, Severity, Text};

/// Cargo runs tests in the folder of their package.
const PACKAGE: &str = ".";

/// The folder of shared data: `TAIQU_SHARED`, or beside the repository.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(PACKAGE).join("../../../shared");
    let folder = std::env::var_os("TAIQU_SHARED").map_or(beside, PathBuf::from);
    let data = folder.join("data");
    data.is_dir().then_some(data)
}

/// Runs `test` with the data folder, or says that it did not.
fn with_shared(test: impl FnOnce(&Path)) {
    match shared() {
        Some(data) => test(&data),
        None => eprintln!("skipped: there is no shared data folder (set TAIQU_SHARED)"),
    }
}

/// Imports a deck that is understood to the last line, into an area without errors.
fn clean(master: &Path) -> Import {
    let import = import(master).expect("an import");
    assert_eq!(import.problems, [], "{}", master.display());
    assert_no_errors(&import.area);
    import
}

fn assert_no_errors(area: &RawArea) {
    let folder = Path::new(PACKAGE).join("../../assets/catalogue");
    let catalogue = Catalogue::open(&folder).value.expect("the catalogue");
    let checked = area.clone().check(&catalogue);
    assert!(checked.value.is_some(), "{:#?}", checked.problems);
}

#[test]
fn the_ieee_feeder() {
    with_shared(|data| {
        let area = clean(&data.join("ieee-european-lv/dss/Master.dss")).area;
        assert_eq!(area.nodes.len(), 907);
        assert_eq!(area.sections.len(), 905);
        assert_eq!(area.transformers.len(), 1);
        assert_eq!((area.loads.len(), area.customers.len()), (55, 55));
        assert_eq!(area.profiles.len(), 55);
        assert!((area.nominal_v - 416.0).abs() < 1e-9);
        assert!(area.nodes.iter().all(|node| node.at.is_some()));
        let first = &area.profiles[0].values;
        assert_eq!(first.len(), 1440);
    });
}

#[test]
fn the_four_wire_feeders() {
    with_shared(|data| {
        let counts = [
            ("network_1_feeder_1", 907, 55),
            ("network_1_feeder_2", 506, 31),
            ("network_1_feeder_3", 505, 39),
            ("network_1_feeder_4", 1231, 75),
            ("network_5_feeder_3", 2903, 156),
            ("network_13_feeder_1", 1113, 46),
        ];
        for (name, nodes, loads) in counts {
            let master = data.join("four-wire").join(name).join("Master.dss");
            let area = clean(&master).area;
            assert_eq!(area.nodes.len(), nodes, "{name}");
            assert_eq!(area.sections.len(), nodes - 1, "{name}");
            assert_eq!(
                (area.loads.len(), area.meters.len()),
                (loads, loads),
                "{name}"
            );
            assert_eq!(area.earths.len(), 1, "{name}");
            assert!(
                area.loads
                    .iter()
                    .all(|load| load.connection.conductors().len() == 2)
            );
        }
    });
}

/// Decks of the micro-cases that hold what an area cannot: each is refused with
/// errors, every other one is imported without any.
const OUT_OF_SCOPE: [&str; 3] = ["test_line_6w", "test_switch", "test_switch_1w"];

#[test]
fn the_micro_cases() {
    with_shared(|data| {
        let folder = data.join("micro-cases").read_dir().expect("a folder");
        let mut decks: Vec<PathBuf> = folder
            .map(|entry| entry.expect("an entry").path())
            .collect();
        decks.retain(|path| path.extension().is_some_and(|extension| extension == "dss"));
        decks.sort();
        for deck in decks {
            let name = deck
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let import = import(&deck).expect("an import");
            let mut errors = import.problems.iter();
            let has_errors = errors.any(|p| p.severity == Severity::Error);
            let is_out = OUT_OF_SCOPE.contains(&name.as_str()) || name.starts_with("ut_trans_3w");
            assert_eq!(has_errors, is_out, "{name}: {:#?}", import.problems);
            if !is_out {
                assert_no_errors(&import.area);
            }
        }
    });
}

/// The area that ships is what the importer makes of the deck; where the two differ
/// and `TAIQU_WRITE_AREAS` is set, it is written anew.
#[test]
fn the_ieee_area_that_ships() {
    with_shared(|data| {
        let imported = clean(&data.join("ieee-european-lv/dss/Master.dss")).area;
        let area = RawArea {
            id: String::from("ieee-european-lv"),
            name: Text::new("IEEE 欧洲低压测试馈线", "IEEE European LV test feeder"),
            source: String::from(
                "IEEE PES European Low Voltage Test Feeder, from dss-extensions/electricdss-tst, \
                 Version8/Distrib/IEEETestCases/LVTestCase; converted by `taiqu import opendss`",
            ),
            licence: String::from("BSD-3-Clause"),
            ..imported
        };
        let text = area.to_ron().expect("text");
        let path = Path::new(PACKAGE).join("../../scenarios/areas/ieee-european-lv.ron");
        if std::env::var_os("TAIQU_WRITE_AREAS").is_some() {
            std::fs::write(&path, &text).expect("to write");
        }
        let shipped = std::fs::read_to_string(&path).expect("the area that ships");
        assert!(
            shipped == text,
            "import the deck again with TAIQU_WRITE_AREAS=1"
        );
    });
}
