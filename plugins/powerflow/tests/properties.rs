//! What must hold on any network.

mod support;

use num_complex::Complex64;
use proptest::prelude::*;
use support::{SOURCE, alone, earth, empty, load, matrix, node, phases, section, switch};
use taiqu_grid::area::Area;
use taiqu_grid::{AssetRef, Conductor, Kind, Phases};
use taiqu_powerflow::{Model, Options, Solver, Switching};

/// One node of a random feeder.
#[derive(Clone, Debug)]
struct Twig {
    /// Where on what is already there it grows, 0 to 1.
    at: f64,
    km: f64,
    /// Whether it is a single-phase drop.
    drop: Option<u8>,
    kw: [f64; 3],
    earth_ohm: Option<f64>,
    switched: bool,
}

fn twig() -> impl Strategy<Value = Twig> {
    (
        0.0..1.0,
        0.01..0.12,
        proptest::option::weighted(0.3, 0_u8..3),
        [-2.0..4.0, -2.0..4.0, -2.0..4.0],
        proptest::option::weighted(0.2, 1.0..30.0),
        any::<bool>(),
    )
        .prop_map(|(at, km, drop, kw, earth_ohm, switched)| Twig {
            at,
            km,
            drop,
            kw,
            earth_ohm,
            switched,
        })
}

fn feeder() -> impl Strategy<Value = Vec<Twig>> {
    proptest::collection::vec(twig(), 1..14)
}

const LETTERS: [&str; 3] = ["a", "b", "c"];

fn build(twigs: &[Twig], switched: bool) -> Area {
    let mut area = empty(SOURCE);
    node(&mut area, "abcn");
    earth(&mut area, 0, Complex64::new(0.05, 0.0));
    let mut trunk = vec![0];
    for twig in twigs {
        let from = trunk[(twig.at * trunk.len() as f64) as usize];
        let (own, mutual) = (Complex64::new(0.5, 0.4), Complex64::new(0.05, 0.15));
        let conductors = match twig.drop {
            Some(c) => format!("{}n", LETTERS[usize::from(c)]),
            None => "abcn".into(),
        };
        let from = if switched && twig.switched {
            let after = node(&mut area, &conductors);
            switch(&mut area, from, after, &conductors);
            after
        } else {
            from
        };
        let here = node(&mut area, &conductors);
        let z = matrix(phases(&conductors), own * twig.km, mutual * twig.km);
        section(&mut area, from, here, &conductors, z);
        if let Some(c) = twig.drop {
            let connection = format!("{}n", LETTERS[usize::from(c)]);
            load(&mut area, here, &connection, twig.kw[0], 0.3);
        } else {
            trunk.push(here);
            for (letter, kw) in LETTERS.iter().zip(twig.kw) {
                load(&mut area, here, &format!("{letter}n"), kw, 0.2 * kw);
            }
        }
        if let Some(ohm) = twig.earth_ohm {
            earth(&mut area, here, Complex64::new(ohm, 0.0));
        }
    }
    area
}

/// Solves the area as its records have it.
fn solved(area: &Area) -> Solver {
    let district = alone(area);
    let model = Model::new(&district);
    let options = Options {
        tolerance: 1e-11,
        ..Options::default()
    };
    let mut solver = Solver::new(&model, &Switching::of(&district), options);
    let outcome = solver.solve(model.nominal());
    assert!(outcome.converged, "{outcome:?}");
    assert!(outcome.mismatch_va < 1e-4, "{outcome:?}");
    solver
}

fn at(solver: &Solver, node: usize) -> [Complex64; 4] {
    let asset = AssetRef::in_area(0, Kind::Node, node as u32);
    solver.solution().node(asset)
}

/// What flows into each node less what is drawn there, A.
fn imbalance(area: &Area, solver: &Solver) -> Vec<[Complex64; 4]> {
    let mut left = vec![[Complex64::ZERO; 4]; area.network.nodes.len()];
    let mut flow = |from: usize, to: usize, current: [Complex64; 4]| {
        for c in 0..4 {
            left[from][c] -= current[c];
            left[to][c] += current[c];
        }
    };
    for (k, section) in area.network.sections.iter().enumerate() {
        let asset = AssetRef::in_area(0, Kind::Section, k as u32);
        flow(
            section.from,
            section.to,
            solver.solution().section_current(asset),
        );
    }
    for (k, switch) in area.network.switches.iter().enumerate() {
        let asset = AssetRef::in_area(0, Kind::Switch, k as u32);
        flow(
            switch.from,
            switch.to,
            solver.solution().switch_current(asset),
        );
    }
    for earth in &area.network.earths {
        let c = earth.conductor.index();
        left[earth.node][c] -= at(solver, earth.node)[c] / earth.z_ohm;
    }
    for (load, state) in area.loads.iter().zip(solver.solution().loads()) {
        let v = at(solver, load.node);
        let phase = load
            .connection
            .phases()
            .iter()
            .next()
            .map_or(0, Conductor::index);
        let current = (Complex64::new(state.p_w, state.q_var) / (v[phase] - v[3])).conj();
        left[load.node][phase] -= current;
        left[load.node][3] += current;
    }
    left
}

/// The same area with nodes, sections, switches and loads in reverse order, and
/// sections drawn the other way round.
fn renumbered(area: &Area) -> Area {
    let mut other = area.clone();
    let last = area.network.nodes.len() - 1;
    other.network.nodes.reverse();
    if let Some(supply) = &mut other.supply {
        supply.node = last - supply.node;
    }
    other.network.sections.reverse();
    for section in &mut other.network.sections {
        (section.from, section.to) = (last - section.to, last - section.from);
    }
    other.network.switches.reverse();
    for switch in &mut other.network.switches {
        (switch.from, switch.to) = (last - switch.from, last - switch.to);
    }
    for earth in &mut other.network.earths {
        earth.node = last - earth.node;
    }
    other.loads.reverse();
    for load in &mut other.loads {
        load.node = last - load.node;
    }
    other
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Kirchhoff's current law at every conductor of every node but the source's
    /// phases, and with it the balance of power.
    #[test]
    fn currents_balance_at_every_node(twigs in feeder(), ring in any::<bool>()) {
        let mut area = build(&twigs, true);
        let full: Vec<usize> = (0..area.network.nodes.len())
            .filter(|&k| area.network.nodes[k].phases == Phases::ABCN)
            .collect();
        if ring && full.len() > 2 {
            let z = matrix(Phases::ABCN, Complex64::new(0.1, 0.05), Complex64::new(0.01, 0.02));
            section(&mut area, full[0], full[full.len() - 1], "abcn", z);
        }
        let solver = solved(&area);
        for (k, node) in imbalance(&area, &solver).iter().enumerate() {
            for (c, current) in node.iter().enumerate() {
                prop_assert!(k == 0 && c < 3 || current.norm() < 1e-6, "{k} {c} {current}");
            }
        }
        let solution = solver.solution();
        let earths: f64 = (area.network.earths.iter())
            .map(|earth| at(&solver, earth.node)[3].norm_sqr() * earth.z_ohm.inv().re)
            .sum();
        let spent = solution.load_w() + solution.line_w() + earths;
        prop_assert!((solution.source_w() - spent).abs() < 1e-6);
    }

    #[test]
    fn numbering_does_not_matter(twigs in feeder()) {
        let area = build(&twigs, true);
        let (one, other) = (solved(&area), solved(&renumbered(&area)));
        let count = area.network.nodes.len();
        for k in 0..count {
            for (v, w) in at(&one, k).iter().zip(at(&other, count - 1 - k)) {
                prop_assert!((v - w).norm() < 1e-7);
            }
        }
    }

    #[test]
    fn a_section_may_be_split(twigs in feeder(), which in any::<prop::sample::Index>(), part in 0.1..0.9) {
        let area = build(&twigs, false);
        let mut split = area.clone();
        let k = which.index(area.network.sections.len());
        let cut = area.network.sections[k].clone();
        let middle = node(&mut split, &cut.phases.to_string());
        let share = |part: f64| cut.z_ohm.map(|row| row.map(|z| z * part));
        split.network.sections[k].to = middle;
        split.network.sections[k].z_ohm = share(part);
        section(&mut split, middle, cut.to, &cut.phases.to_string(), share(1.0 - part));
        let (one, other) = (solved(&area), solved(&split));
        for k in 0..area.network.nodes.len() {
            for (v, w) in at(&one, k).iter().zip(at(&other, k)) {
                prop_assert!((v - w).norm() < 1e-7);
            }
        }
    }

    #[test]
    fn opening_only_removes_supply(twigs in feeder(), opened in proptest::collection::vec(0_u8..16, 14)) {
        let area = build(&twigs, true);
        let district = alone(&area);
        let model = Model::new(&district);
        let mut switching = Switching::of(&district);
        let before = Solver::new(&model, &switching, Options::default());
        for (k, &bits) in (0..area.network.switches.len()).zip(&opened) {
            let closed = switching.switch(AssetRef::in_area(0, Kind::Switch, k as u32));
            *closed = closed.without(Phases::from_bits(bits));
        }
        let mut after = Solver::new(&model, &switching, Options::default());
        after.solve(model.nominal());
        for bus in 0..model.bus_count() {
            let live = after.solution().live(bus);
            prop_assert!(before.solution().live(bus).contains(live));
            for (c, v) in Conductor::ALL.into_iter().zip(after.solution().v(bus)) {
                prop_assert!(v.is_finite());
                prop_assert!(live.has(c) || v == Complex64::ZERO);
            }
        }
    }
}
