//! Phase switches: an area's terminal makes its transformer's currents even.

use taiqu::simulation::Simulation;
use taiqu_estimate::components::{Arrivals, Belief};
use taiqu_grid::components::{Amendments, Records};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{SimClock, Uplink};

use crate::run::Run;

const AREA: &str = "areas: [\"areas/hillside.ron\"]";

fn evening(body: &str) -> Run {
    Run::at(
        AREA,
        &format!("start: \"2026-07-15T18:00:00\", length: \"4h\", seed: 1, {body}"),
    )
}

/// Lives up to `tick`; the mean unbalance of the transformer's true currents, minute by
/// minute, and how many moves were told.
fn live(run: &mut Run, tick: u64) -> (f64, usize) {
    let transformer = run.asset("transformer:T1");
    let from = run.app.world().resource::<SimClock>().tick.0;
    let (mut sum, mut count, mut moves) = (0.0, 0, 0);
    for tick in from + 1..=tick {
        run.to(tick);
        let world = run.app.world();
        let arrived = &world.resource::<Arrivals>().0;
        let moved = arrived
            .iter()
            .filter(|m| matches!(m.body, Uplink::PhaseSwitched { from, to, .. } if from != to));
        moves += moved.count();
        if tick % 60 == 0 {
            let field = &world.resource::<Simulation>().truth()[0];
            let (_, current) = field.solution().transformer_current(transformer);
            let amps = [0, 1, 2].map(|k: usize| current[k].norm());
            let most = amps.into_iter().fold(0.0, f64::max);
            let least = amps.into_iter().fold(f64::MAX, f64::min);
            sum += (most - least) / most;
            count += 1;
        }
    }
    (sum / f64::from(count), moves)
}

#[test]
fn an_evening_becomes_even_by_few_moves() {
    let mut run = evening("channel: Real(())");
    run.to(0);
    let (before, _) = live(&mut run, 600);
    let (_, moves) = live(&mut run, 2 * 3600);
    let (after, later) = live(&mut run, 3 * 3600);
    assert!(before > 0.3 && after < 0.3, "{before} {after}");
    assert!(moves >= 3 && moves + later <= 20, "{moves} {later}");
    assert!(run.truly_out().is_empty() && run.believed_out().is_empty());
    // Where nothing is moved, it stays as it was.
    let mut left = evening("terminals: (balance: (unbalance: 1.0))");
    left.to(2 * 3600);
    let (still, none) = live(&mut left, 3 * 3600);
    assert!(none == 0 && still > 1.6 * after, "{still} {after}");
}

#[test]
fn the_picture_follows_and_nothing_counts_as_put_right() {
    let mut run = evening("channel: Real((readings_lost: 0.0, modems_lost: 0.2))");
    run.to(0);
    let (_, moves) = live(&mut run, 3 * 3600 + 120);
    assert!(moves > 0);
    let world = run.app.world();
    let field = &world.resource::<Simulation>().truth()[0];
    let (truth, records) = (field.district(), &world.resource::<Records>().0);
    for cabinet in truth.phase_switches() {
        // A lost word is made good at the quarter hour.
        let (stands, known) = (truth.phase_of(cabinet), records.phase_of(cabinet));
        assert_eq!(stands, known, "{}", truth.name(cabinet));
    }
    let of = |asset: AssetRef| {
        let loads = |d: &taiqu_grid::District| d.areas[0].loads[asset.index as usize].connection;
        (loads(truth), loads(records))
    };
    assert!(truth.all(Kind::Load).map(of).all(|(a, b)| a == b));
    assert_eq!(world.resource::<Amendments>().all, []);
    let belief = &world.resource::<Belief>().0[0];
    for name in ["node:BUS", "box:B02", "box:B03"] {
        let asset = run.asset(name);
        let node = match asset.kind {
            Kind::Box => AssetRef {
                kind: Kind::Node,
                index: truth.areas[0].boxes[asset.index as usize].node as u32,
                ..asset
            },
            _ => asset,
        };
        let (truth, twin) = (
            field.solution().node(node),
            belief.picture.solution().node(node),
        );
        let far = truth
            .iter()
            .zip(twin)
            .map(|(a, b)| (a.norm() - b.norm()).abs());
        assert!(far.fold(0.0, f64::max) < 3.0, "{name}");
    }
}
