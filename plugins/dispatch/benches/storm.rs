//! A storm: 50,000 last gasps in ten seconds over 300 areas. How long until every area is
//! located and crews are sent, on one core; and how long one area takes.
//!
//! `cargo bench -p taiqu_dispatch --bench storm`

#![allow(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use taiqu_dispatch::{Desk, Means, Operations, Rules};
use taiqu_estimate::Picture;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, generate, home};
use taiqu_link::{Crew, DateTime, MeterEventKind, Rhythm, Skills, Source, Stamped, Tick, Uplink};
use taiqu_outage::{Experience, Incident, Inquiry, Watching};

const AREAS: usize = 300;
const CUSTOMERS: u32 = 200;
const GASPS: usize = 50_000;
const SECONDS: u64 = 10;
const CREWS: usize = 60;
/// Areas whose roads are on the map; all stand in the same place.
const WITH_ROADS: usize = 4;

fn main() {
    let catalogue = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&catalogue)
        .into_result()
        .expect("a catalogue");
    let areas = (0..AREAS).map(|k| {
        let mut raw = generate::town(CUSTOMERS, k as u64);
        raw.id = format!("area-{k}");
        if k >= WITH_ROADS {
            raw.roads.clear();
        }
        raw.check(&catalogue).into_result().expect("a sound area")
    });
    let district = Arc::new(District {
        lines: Vec::new(),
        areas: areas.collect(),
    });
    let start: DateTime = "2026-07-15T18:00:00".parse().expect("a time");
    let pictures = Picture::all(&district, start);
    let experience = Arc::new(Experience::shipped());
    let mut inquiries: Vec<Inquiry> = pictures
        .iter()
        .enumerate()
        .map(|(k, picture)| {
            let when = (start, Rhythm::of(k, pictures.len()));
            let records = picture.records_of();
            let of = Arc::clone(&experience);
            Inquiry::new(records, when, picture.known(), Watching::default(), of)
                .expect("an inquiry")
        })
        .collect();
    let mut desk = Desk::new(
        Arc::clone(&district),
        Means {
            staff: Arc::new((0..CREWS).map(crew).collect()),
            ..Means::default()
        },
        (Operations::GridTeam, Rules::default()),
        start,
    );
    let gasps = gasps(&district);
    let mut worst = Duration::ZERO;
    let begun = Instant::now();
    let mut sent = 0;
    let mut slowest_area = Duration::ZERO;
    for second in 0..SECONDS + 300 {
        let tick = Tick(second);
        let of_tick = Instant::now();
        for message in gasps.iter().filter(|m| m.arrival_ms / 1000 == second) {
            if let Source::Device(asset) = message.source {
                let taiqu_grid::Place::Area(area) = asset.place else {
                    continue;
                };
                inquiries[usize::from(area)].take(message);
            }
        }
        for (inquiry, picture) in inquiries.iter_mut().zip(&pictures) {
            let of_area = Instant::now();
            if inquiry.conclude(tick, picture, 0.5) {
                slowest_area = slowest_area.max(of_area.elapsed());
            }
            inquiry.foresee(tick);
            inquiry.tell(tick);
            inquiry.questions(tick);
        }
        let incidents = inquiries.iter().enumerate();
        let incidents = incidents.flat_map(|(k, i)| i.incidents().iter().map(move |i| (k, i)));
        sent += desk.plan(tick, incidents).len();
        worst = worst.max(of_tick.elapsed());
    }
    let whole = begun.elapsed();
    let located = inquiries
        .iter()
        .filter(|i| i.incidents().iter().any(Incident::is_open))
        .count();
    println!(
        "{} last gasps over {AREAS} areas in {SECONDS} s: {located} areas with incidents, {} orders, \
         {sent} crews sent; {whole:?} for {} seconds, the worst second {worst:?}, the worst area {slowest_area:?}",
        gasps.len(),
        desk.orders().len(),
        SECONDS + 300,
    );
}

fn crew(number: usize) -> Crew {
    Crew {
        id: format!("T{number}"),
        skills: Skills::ALL,
        base: (100.0 * number as f64, -50.0),
        ..Crew::default()
    }
}

/// Five meters in six gasp, area by area, spread over the seconds.
fn gasps(district: &District) -> Vec<Stamped<Uplink>> {
    let meters: Vec<AssetRef> = district.all(Kind::Meter).collect();
    let step = meters.len() as f64 / GASPS as f64;
    let chosen = (0..GASPS).map(|k| meters[(k as f64 * step) as usize]);
    let messages = (0_u64..).zip(chosen).map(|(sequence, meter)| {
        // Neighbours speak at different moments.
        let at_ms = sequence.wrapping_mul(7919) % (1000 * SECONDS);
        Stamped {
            source: Source::Device(meter),
            sequence,
            event_ms: at_ms,
            arrival_ms: at_ms,
            body: Uplink::MeterNoted {
                meter,
                event: MeterEventKind::PowerLost,
                phases: taiqu_grid::Phases::ABC,
                begins: true,
            },
        }
    });
    messages.collect()
}
