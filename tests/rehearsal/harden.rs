//! Hardening: what it changes, what it leaves alone, and what it must refuse.

use std::collections::BTreeSet;

use taiqu::harden::{self, Change, Costs, Hardening, Measure, Ranking};
use taiqu::rehearse::RehearseError;
use taiqu::scenario::Scenario;
use taiqu::simulation;
use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Kind, Lang};
use taiqu_link::Tick;
use taiqu_storm::{BLOCK_S, Mode, Storm};
use taiqu_structure::Vector;
use tempfile::TempDir;

use crate::run::Run;
use crate::street::find;

const TOWN: &str = "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \
    \"areas/town-2.ron\", \"areas/town-3.ron\", \"areas/town-4.ron\"]";

/// Forty minutes of a squall over the town; in truth a section is longer than on record.
fn squall(section: &str) -> Scenario {
    let run = Run::at(
        TOWN,
        &format!(
            "start: \"2026-08-20T15:00:00\", length: \"40m\", seed: 2, \
             differences: [Length(section: \"{section}\", length_m: 57.0)], storm: Some((squalls: [\
             (hour: 15.2, from_deg: 280.0, moves_m_s: 15.0, peak_m_s: 34.0, rain_mm_h: 60.0)]))"
        ),
    );
    run.scenario().clone()
}

/// An overhead section of the town that a cable of the catalogue can replace.
const SPAN: &str = "town-1/section:S-rise-03";

fn hardening(scenario: Scenario, measures: &[Measure], out: &TempDir) -> Hardening {
    Hardening {
        scenario,
        measures: measures.to_vec(),
        costs: Costs::default(),
        runs: 2,
        planned_by: 4,
        threads: 2,
        out: out.path().to_owned(),
        lang: Lang::En,
    }
}

fn storm(scenario: &Scenario) -> Storm {
    Storm::new(simulation::storm_of(scenario).expect("there is one"))
}

#[test]
fn what_is_not_changed_keeps_its_luck() {
    let scenario = squall(SPAN);
    let ranking = Ranking::of(&scenario, 4, &|| ());
    let changed = &ranking.poles[..3];
    let cut = &ranking.trees[..2];
    let section = find(&scenario.records, SPAN);
    let poles = changed.iter().map(|&node| Change::Pole {
        node,
        r#type: "RC190-12-I".into(),
        footing_m_s: 45.0,
    });
    let trees = cut.iter().map(|&tree| Change::Tree {
        tree,
        height_m: 3.0,
    });
    let cable = Change::Cable {
        section,
        r#type: "YJV22-4x240".into(),
    };
    let changes: Vec<Change> = poles.chain(trees).chain([cable]).collect();
    let hardened = harden::hardened(&scenario, &changes);
    let (mut before, mut after) = (storm(&scenario), storm(&hardened));

    let [was, is] = [&before, &after].map(Storm::standing);
    assert_eq!(was.lines().poles.len(), is.lines().poles.len());
    let mut held = 0;
    let wind = Vector::new(20.0, 9.0);
    for (k, pole) in was.lines().poles.iter().enumerate() {
        assert_eq!(pole.node, is.lines().poles[k].node);
        let spans = pole.holds.iter().map(|hold| &was.lines().spans[hold.span]);
        if spans.into_iter().any(|span| span.section == section) {
            held += 1;
            continue;
        }
        for mode in [Mode::Crack, Mode::Break, Mode::Overturn] {
            let (was, is) = (was.bears_nm(k, mode), is.bears_nm(k, mode));
            if changed.contains(&pole.node) {
                assert!(is > was, "{:?} {mode:?}: {was} {is}", pole.node);
            } else {
                assert_eq!(was.to_bits(), is.to_bits(), "{:?} {mode:?}", pole.node);
            }
        }
        if !changed.contains(&pole.node) {
            assert_eq!(was.moment_nm(k, wind), is.moment_nm(k, wind));
        }
    }
    assert!(held > 0, "{SPAN} hangs on no pole");

    for tick in (0..scenario.length_s).step_by(BLOCK_S as usize) {
        before.live(Tick(tick));
        after.live(Tick(tick));
    }
    let fell = |storm: &Storm| -> Vec<((u16, u32), u64, u64)> {
        let others = storm.fallen_trees().iter();
        let others = others.filter(|fallen| !cut.contains(&fallen.tree));
        others
            .map(|fallen| (fallen.tree, fallen.at_s.to_bits(), fallen.top.x.to_bits()))
            .collect()
    };
    assert!(!fell(&before).is_empty());
    assert_eq!(fell(&before), fell(&after));
}

#[test]
fn a_span_becomes_a_cable_that_carries_no_less_in_truth_and_on_record() {
    let scenario = squall(SPAN);
    let out = TempDir::new().expect("a folder");
    let measures = [Measure::Cable(SPAN.into())];
    let result = harden::harden(&hardening(scenario.clone(), &measures, &out), &|_, _| ());
    let result = result.expect("it can be taken");
    let [change] = result.cases[0].changes.as_slice() else {
        panic!("{:?}", result.cases[0].changes);
    };
    let r#type = change
        .split("→ ")
        .nth(1)
        .and_then(|rest| rest.split(',').next());
    let section = find(&scenario.records, SPAN);
    let hardened = harden::hardened(
        &scenario,
        &[Change::Cable {
            section,
            r#type: r#type.expect("a type").into(),
        }],
    );
    let of = |district: &taiqu_grid::District| {
        let sections = &district.network(section.place).sections;
        sections[section.index as usize].clone()
    };
    let was = of(&scenario.records);
    for (district, length_m) in [(&hardened.records, was.length_m), (&hardened.truth, 57.0)] {
        let is = of(district);
        assert_eq!(is.laying, Laying::Cable);
        assert!(is.ampacity_a >= was.ampacity_a, "{change}");
        assert!((is.length_m - length_m).abs() < 1e-9);
        let ohm = is.z_ohm[0][0].re / is.length_m;
        let own = &scenario.catalogue.lines[&is.line_type].impedance;
        let (whole, _) = own.of_section(is.phases, 1.0, 50.0).expect("it has them");
        assert!((ohm - whole[0][0].re).abs() < 1e-12);
    }
    let costs = Costs::default();
    let yuan = costs.cable_yuan_m * was.length_m + costs.cable_ends_yuan;
    assert!((result.cases[0].yuan - yuan).abs() < 1e-6);
}

#[test]
fn a_town_on_deep_foundations_loses_fewer_poles_however_many_threads() {
    let mut scenario = squall(SPAN);
    scenario.length_s = 1200;
    let poles = scenario.records.all(Kind::Node);
    let poles = poles.filter(|node| {
        let nodes = &scenario.records.network(node.place).nodes;
        nodes[node.index as usize].pole.is_some()
    });
    let measures = [Measure::Reinforce(poles.count() as u32), Measure::Trim(2)];
    let [first, second] = [1, 2].map(|threads| {
        let out = TempDir::new().expect("a folder");
        let mut hardening = hardening(scenario.clone(), &measures, &out);
        hardening.threads = threads;
        hardening.costs.foundation_m_s = 60.0;
        let result = harden::harden(&hardening, &|_, _| ()).expect("they can be taken");
        let read = |name: &str| std::fs::read_to_string(out.path().join(name)).expect(name);
        (result, read("summary.json"), read("report.html"))
    });
    assert_eq!(first.1, second.1);
    assert_eq!(first.2, second.2);
    let [reinforced, trimmed, all] = first.0.cases.as_slice() else {
        panic!("each alone and both together: {:?}", first.0.cases.len());
    };
    assert!((all.yuan - reinforced.yuan - trimmed.yuan).abs() < 1e-6);
    let fallen = |case: &harden::Case| case.hardened.fallen_poles.mean;
    assert!(first.0.as_is.fallen_poles.mean > 2.0);
    assert!(fallen(reinforced) < 0.5 * first.0.as_is.fallen_poles.mean);
    let saved = first.0.as_is.customer_hours.mean - all.hardened.customer_hours.mean;
    assert!((all.saved.customer_hours.mean - saved).abs() < 1e-9);
    assert!((all.customer_hours_per_yuan.mean - saved / all.yuan).abs() < 1e-12);
}

/// All that is wrong with these measures.
fn refused(scenario: Scenario, measures: &[Measure]) -> Vec<String> {
    let out = TempDir::new().expect("a folder");
    let result = harden::harden(&hardening(scenario, measures, &out), &|_, _| ());
    assert!(std::fs::read_dir(out.path()).expect("it").next().is_none());
    match result {
        Err(RehearseError::Inputs(problems)) => problems
            .iter()
            .map(|problem| problem.describe(Lang::En).to_string())
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_done_is_refused_with_a_remedy() {
    let scenario = squall(SPAN);
    let wide = scenario.records.all(Kind::Section).find(|&section| {
        let section = &scenario.records.network(section.place).sections[section.index as usize];
        section.laying == Laying::Overhead && section.ampacity_a > Some(500.0)
    });
    let wide = scenario.records.name(wide.expect("the trunk"));
    let measures = [
        Measure::Reinforce(10_000),
        Measure::Trim(9_999),
        Measure::Cable("nowhere".into()),
        Measure::Cable(wide),
    ];
    let problems = refused(scenario, &measures);
    let expected = [
        "poles → give a number from 1 to",
        "trees could take supply",
        "is not in the areas and lines",
        "no cable of the catalogue",
    ];
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, expected) in problems.iter().zip(expected) {
        assert!(problem.contains(expected), "{problem}");
    }

    let mut cabled = squall(SPAN);
    let section = find(&cabled.records, SPAN);
    cabled = harden::hardened(
        &cabled,
        &[Change::Cable {
            section,
            r#type: "YJV22-4x240".into(),
        }],
    );
    let problems = refused(cabled.clone(), &[Measure::Cable(SPAN.into())]);
    assert!(
        problems[0].contains("is a cable already → name"),
        "{problems:?}"
    );

    cabled.storm = None;
    let problems = refused(cabled, &[Measure::Trim(1)]);
    assert!(problems[0].contains("no storm"), "{problems:?}");
}

#[test]
fn a_planner_ranks_by_other_storms_than_those_that_are_scored() {
    let mut scenario = squall(SPAN);
    let ranking = Ranking::of(&scenario, 4, &|| ());
    let poles: BTreeSet<AssetRef> = ranking.poles.iter().copied().collect();
    assert_eq!(poles.len(), ranking.poles.len());
    // What is only in truth does not move the ranking.
    let mut truth = (*scenario.truth).clone();
    for area in &mut truth.areas {
        area.surroundings.trees.clear();
        area.network
            .nodes
            .iter_mut()
            .for_each(|node| node.pole = None);
    }
    scenario.truth = truth.into();
    assert_eq!(Ranking::of(&scenario, 4, &|| ()), ranking);
    // Poles of the 10 kV line, on which whole areas hang, come before those of streets.
    let high = |node: &AssetRef| {
        let nodes = &scenario.records.network(node.place).nodes;
        nodes[node.index as usize].nominal_v > 1000.0
    };
    assert!(high(&ranking.poles[0]) && !ranking.poles.iter().all(high));
}

#[test]
fn what_stands_higher_is_reached_later_or_not_at_all() {
    let run = Run::at(
        "areas: [\"areas/estate.ron\"]",
        "start: \"2026-06-20T18:00:00\", length: \"6h\", seed: 2, storm: Some(()), \
         weather: (temperature_c: [(0.0, 24.0)], rain_mm_h: [(18.0, 0.0), (18.5, 70.0)])",
    );
    let scenario = run.scenario().clone();
    let ranking = Ranking::of(&scenario, 1, &|| ());
    let raised = ranking.boxes.first().copied().expect("water reaches some");
    let change = Change::Box {
        cabinet: raised,
        height_m: 3.0,
    };
    let hardened = harden::hardened(&scenario, &[change]);
    let reached = [&scenario, &hardened].map(|scenario| {
        let mut storm = storm(scenario);
        let mut first: Vec<(AssetRef, u64)> = Vec::new();
        for tick in (0..scenario.length_s).step_by(BLOCK_S as usize) {
            storm.live(Tick(tick));
            for cabinet in storm.water().reached() {
                if first.iter().all(|(other, _)| *other != cabinet) {
                    first.push((cabinet, tick));
                }
            }
        }
        first
    });
    let others: Vec<_> = reached[0]
        .iter()
        .filter(|(one, _)| *one != raised)
        .collect();
    assert!(others.len() < reached[0].len());
    assert_eq!(others, reached[1].iter().collect::<Vec<_>>());
}
