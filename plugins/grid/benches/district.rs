//! A thousand areas of two hundred customers: reading, checking, tracing.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use support::{area, catalogue};
use taiqu_grid::topology::Topology;
use taiqu_grid::{District, Kind, RawArea};

const AREAS: u64 = 1000;
const POLES: usize = 50;

fn check(c: &mut Criterion) {
    let catalogue = catalogue();
    let raw: Vec<RawArea> = (0..AREAS)
        .map(|k| area(&format!("a{k}"), POLES, k))
        .collect();
    let mut group = c.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("200,000 customers in 1,000 areas", |b| {
        let check = |raw: Vec<RawArea>| {
            let areas = raw
                .into_iter()
                .filter_map(|raw| raw.check(&catalogue).value);
            let district = District {
                lines: Vec::new(),
                areas: areas.collect(),
            };
            assert_eq!(district.areas.len(), AREAS as usize);
            let topology = Topology::of(&district);
            (district, topology)
        };
        b.iter_batched(|| raw.clone(), check, BatchSize::PerIteration);
    });
    group.finish();
}

fn read(c: &mut Criterion) {
    let text = area("a", POLES, 1).to_ron().expect("text");
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("RON of an area of 200 customers", |b| {
        b.iter(|| RawArea::from_ron(black_box(&text), "a").expect("RON"));
    });
    group.finish();
}

fn trace(c: &mut Criterion) {
    let raw = area("a", 10_000 / 4, 1);
    let district = District::alone(raw.check(&catalogue()).value.expect("an area"));
    let topology = Topology::of(&district);
    let source = district.find("node:hv")[0];
    let customer = district.all(Kind::Customer).last().expect("a customer");
    let depth = topology.upstream(customer).len();
    assert_eq!(topology.customer_count(source), 10_000);
    let mut group = c.benchmark_group("trace");
    group.bench_function("down to 10,000 customers", |b| {
        b.iter(|| topology.customers(black_box(source)).collect::<Vec<_>>());
    });
    let shallow = district.find("c799")[0];
    group.bench_function(
        format!("up {} steps", topology.upstream(shallow).len()),
        |b| {
            b.iter(|| topology.upstream(black_box(shallow)));
        },
    );
    group.bench_function(format!("up {depth} steps"), |b| {
        b.iter(|| topology.upstream(black_box(customer)));
    });
    let main = district.find("main")[0];
    let before = topology.live_as_recorded();
    group.bench_function("who goes dark, 10,000 customers", |b| {
        b.iter(|| {
            let after = topology.live(|asset, closed| {
                if asset == main {
                    taiqu_grid::Phases::NONE
                } else {
                    closed
                }
            });
            topology.darkened(&before, &after)
        });
    });
    group.finish();
}

criterion_group!(benches, check, read, trace);
criterion_main!(benches);
