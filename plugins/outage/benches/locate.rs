//! Locating the faults of one area of 200 customers: 360 parts, phase by phase.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use taiqu_grid::Phases;
use taiqu_outage::{Network, Part, Passage, Witness};

/// A trunk of 40 spans, 120 branch spans, and 200 drops.
fn area() -> Network {
    let three = |above: Option<u32>| Part {
        above,
        passage: Passage::wires(Phases::ABC),
        losses: (0..3)
            .map(|phase| (Phases::from_bits(1 << phase), 0.002))
            .chain([(Phases::ABC, 0.004)])
            .collect(),
    };
    let mut parts = vec![three(None)];
    parts.extend((1..40).map(|k| three(Some(k - 1))));
    parts.extend((40..160_u32).map(|k| three(Some(if k % 4 == 0 { k % 40 } else { k - 1 }))));
    parts.extend((0..200_u32).map(|k| Part {
        above: Some(k % 160),
        passage: Passage::wires(Phases::from_bits(1 << (k % 3))),
        losses: vec![(Phases::from_bits(1 << (k % 3)), 0.001)],
    }));
    Network::new(parts).expect("a network")
}

/// What 200 meters tell of a fault in the middle of the trunk, three in ten unheard.
fn storm() -> Vec<Witness> {
    let heard = |k: u32| k % 160 % 40 > 20 && k % 10 > 2;
    (0..200)
        .map(|k| Witness {
            behind: 160 + k,
            likelihood: std::array::from_fn(|live| match (heard(k), live & 1 << (k % 3) == 0) {
                (true, true) => 0.7,
                (true, false) => 0.002,
                (false, true) => 0.3,
                (false, false) => 0.998,
            }),
        })
        .collect()
}

fn locate(criterion: &mut Criterion) {
    let (network, witnesses) = (area(), storm());
    criterion.bench_function("the best story of 360 parts", |bench| {
        bench.iter(|| network.explain(black_box(&witnesses)));
    });
    criterion.bench_function("beliefs of 360 parts", |bench| {
        bench.iter(|| network.believe(black_box(&witnesses)));
    });
}

criterion_group!(benches, locate);
criterion_main!(benches);
