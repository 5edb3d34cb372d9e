//! A relay that opened for arrears is no outage.

use std::sync::Arc;

use taiqu_estimate::Picture;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, generate, home};
use taiqu_link::{DateTime, MeterEventKind, Rhythm, Source, Stamped, Tick, Uplink};
use taiqu_outage::{Answer, Experience, Inquiry, Watching};

fn noted(meter: AssetRef, event: MeterEventKind, begins: bool, at_ms: u64) -> Stamped<Uplink> {
    Stamped {
        source: Source::Device(meter),
        sequence: at_ms,
        event_ms: at_ms,
        arrival_ms: at_ms,
        body: Uplink::MeterNoted {
            meter,
            event,
            phases: Phases::ABC,
            begins,
        },
    }
}

#[test]
fn a_customer_in_arrears_is_disconnected_and_not_out() {
    let home = home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("a catalogue");
    let raw = generate::village(40, 3);
    let area = raw.check(&catalogue).into_result().expect("a village");
    let district = Arc::new(District::alone(area));
    let start: DateTime = "2026-07-15T18:00:00".parse().expect("a time");
    let pictures = Picture::all(&district, start);
    let picture = &pictures[0];
    let mut inquiry = Inquiry::new(
        picture.records_of(),
        (start, Rhythm::of(0, 1)),
        picture.known(),
        Watching::default(),
        Arc::new(Experience::shipped()),
    )
    .expect("an inquiry");
    let customer = district.all(Kind::Customer).next().expect("a customer");
    let meter = district.areas[0].customers[0].meter.expect("a meter");
    let meter = AssetRef::in_area(0, Kind::Meter, meter as u32);
    let live = |inquiry: &mut Inquiry, from: u64| {
        for second in from..from + 120 {
            inquiry.conclude(Tick(second), picture, 0.3);
            inquiry.questions(Tick(second));
        }
    };
    inquiry.take(&noted(meter, MeterEventKind::Tripped, true, 10_000));
    live(&mut inquiry, 10);
    assert!(inquiry.incidents().is_empty());
    let answer = |inquiry: &Inquiry, at| inquiry.answer(Some(customer), None, Tick(at));
    assert_eq!(answer(&inquiry, 130), Answer::Disconnected);
    inquiry.take(&noted(meter, MeterEventKind::Closed, true, 140_000));
    live(&mut inquiry, 140);
    assert_ne!(answer(&inquiry, 260), Answer::Disconnected);
    // A meter that lost its voltage is another thing.
    inquiry.take(&noted(meter, MeterEventKind::PowerLost, true, 300_000));
    live(&mut inquiry, 300);
    assert_eq!(inquiry.incidents().len(), 1);
}
