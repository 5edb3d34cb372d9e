use taiqu_grid::{AssetRef, Catalogue, District, Kind, generate};
use taiqu_link::{CrewReport, Damage, Tick};

use super::*;
use crate::incident::Incident;
use crate::progress::Burden;

fn street() -> District {
    let raw = generate::village(40, 3);
    let home = taiqu_grid::home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("a catalogue");
    District::alone(raw.check(&catalogue).into_result().expect("a village"))
}

fn incident() -> Incident {
    let drop = AssetRef::in_area(0, Kind::Meter, 0);
    Incident::new(1, Tick(0), 0, drop)
}

/// A restoration of a meter's leads with these seconds of driving, looking and repair.
fn case(drive: u32, look: u32, repair: u32) -> Case {
    Case {
        sort: Sort::Drop,
        cause: None,
        alone: true,
        burden: Burden::default(),
        damage: Some(Damage::OpenLeads),
        sources: 0,
        steps: vec![
            (Step::Waiting, 300),
            (Step::Assigned, 180),
            (Step::Driving, drive),
            (Step::Searching, look),
            (Step::Repairing, repair),
            (Step::Restoring, 240),
        ],
    }
}

fn experience() -> Experience {
    let cases = (0..50).map(|k| case(400 + 8 * k, 60 + 4 * k, 1200 + 24 * k));
    let usual = Usual {
        weight: 1e-6,
        ..Usual::default()
    };
    Experience::of(cases.collect(), &usual)
}

#[test]
fn the_interval_narrows_as_the_work_goes_on_and_keeps_to_what_the_crew_says() {
    let (records, experience) = (street(), experience());
    let mut incident = incident();
    let expect = |incident: &Incident, now| experience.expect(&records, incident, Tick(now));
    let width = |one: &Restoration| one.latest.since(one.earliest);
    let first = expect(&incident, 0);
    assert!(first.earliest < first.likely && first.likely < first.latest);
    assert_eq!((first.step, first.cases), (Step::Waiting, 50));
    incident.progress.attend(250_000, Some((1, Some(0))));
    incident
        .progress
        .take(430_000, CrewReport::SetOut { arrives_in_s: 3000 });
    // No crew ever drove so long; this one says so.
    let driving = expect(&incident, 430);
    assert_eq!(driving.arrives, Some(Tick(3430)));
    assert!(driving.earliest > Tick(3430 + 1200));
    assert!(width(&driving) < width(&first));
    incident.progress.take(3_430_000, CrewReport::Arrived);
    incident.progress.take(3_500_000, CrewReport::Repairing);
    let repairing = expect(&incident, 3500);
    assert!(width(&repairing) < width(&driving));
    // What has lasted long, lasts on.
    let later = expect(&incident, 3500 + 2000);
    assert!(later.earliest >= Tick(3500 + 2000 + 240), "{later:?}");
    assert!(later.latest > repairing.likely);
    // Longer than any: as though it began now.
    let longest = expect(&incident, 3500 + 90_000);
    assert!(longest.earliest > Tick(93_500 + 1000), "{longest:?}");
}

#[test]
fn sources_to_be_switched_off_count_one_by_one() {
    let records = street();
    let wire = |sources: u32| Case {
        sort: Sort::Line,
        damage: Some(Damage::BrokenWire),
        sources,
        steps: vec![
            (Step::Isolating, 180 * sources),
            (Step::Earthing, 360),
            (Step::Repairing, 4800),
            (Step::Restoring, 480),
        ],
        ..case(0, 0, 0)
    };
    let cases = (1..20).map(wire).collect();
    let experience = Experience::of(cases, &Usual::default());
    let mut incident = incident();
    let line = records.all(Kind::Section).next().expect("a section");
    let found = CrewReport::Found {
        part: line,
        damage: Damage::BrokenWire,
    };
    incident.progress.sources = 12;
    incident.progress.take(0, found);
    let expected = experience.expect(&records, &incident, Tick(0));
    assert!(expected.likely.0.abs_diff(12 * 180 + 360 + 4800 + 480) < 60);
    for _ in 0..11 {
        let point = line;
        incident
            .progress
            .take(100_000, CrewReport::Isolated { point });
    }
    let expected = experience.expect(&records, &incident, Tick(100));
    assert!(expected.likely.0.abs_diff(100 + 180 + 360 + 4800 + 480) < 60);
}

#[test]
fn of_equal_values_an_interval_of_the_next_one_is_wider_than_their_own() {
    let values: Vec<(f64, f64)> = (1..=9).map(|k| (f64::from(k), 1.0)).collect();
    assert_eq!(quantiles(values.clone()), Some([1.0, 5.0, 9.0]));
    let more: Vec<(f64, f64)> = (1..=99).map(|k| (f64::from(k), 0.2)).collect();
    let found = quantiles(more).expect("values");
    assert!((found[0] - 10.0).abs() < 1e-9 && (found[2] - 90.0).abs() < 1e-9);
    assert_eq!(quantiles(Vec::new()), None);
    // What counts for next to nothing is no end of it.
    let far = values.into_iter().chain([(1000.0, 0.005)]);
    assert_eq!(quantiles(far.collect()), Some([1.0, 5.0, 9.0]));
}

#[test]
fn what_is_shipped_can_be_read() {
    let read: Result<Vec<Case>, _> = ron::from_str(SHIPPED);
    let cases = read.expect("past restorations");
    assert!(cases.len() > 100, "{}", cases.len());
    assert!(cases.iter().all(|case| case.whole_s() > 0.0));
}

#[test]
fn in_a_storm_it_lasts_as_long_as_in_storms() {
    let stormy = Burden {
        waiting: 20,
        windy_s: 30_000,
    };
    let quiet = (0..50).map(|k| case(400 + 8 * k, 60 + 4 * k, 1200 + 24 * k));
    let waited = (0..20).map(|k| {
        let mut case = case(600, 200, 3600);
        case.steps[0].1 = 30_000 + 500 * k;
        Case {
            burden: stormy,
            ..case
        }
    });
    let experience = Experience::of(quiet.chain(waited).collect(), &Usual::default());
    let expect = |burden: Burden| {
        let incident = Incident {
            burden,
            ..incident()
        };
        experience.expect(&street(), &incident, Tick(0)).likely.0
    };
    assert!(expect(Burden::default()) < 10_000);
    assert!(expect(stormy) > 30_000);
}
