//! The feeder's breaker: what passes it outlives, what lasts it takes off for good.

use taiqu_field::{Cause, Field};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Action, Command, Downlink, Source, Stamped, Tick};

mod support;

/// The town, lived a first minute.
fn town() -> Field {
    let areas = ["town-1", "town-2", "town-3", "town-4"];
    let fields = Field::all(&support::setup(&areas, &["town"])).expect("loads are finite");
    let mut field = fields.into_iter().next().expect("one group");
    drop(live(&mut field, 0..60, &[]));
    field
}

/// Lives these seconds, with orders in the first: how the feeder's breaker moved by itself,
/// and when.
fn live(
    field: &mut Field,
    seconds: std::ops::Range<u64>,
    orders: &[Stamped<Downlink>],
) -> Vec<(u64, bool)> {
    let mut moved = Vec::new();
    for tick in seconds.clone().map(Tick) {
        let first = tick.0 == seconds.start;
        field.obey(tick, if first { orders } else { &[] });
        field.happen(tick);
        field.demand(tick);
        field.flow(tick);
        drop(field.measure(tick));
        let own = field.happened().iter();
        let own = own.filter(|happening| happening.cause == Cause::Protection);
        moved.extend(own.filter_map(|happening| match happening.action {
            Action::OpenSwitch { switch, .. } if switch == breaker(field) => Some((tick.0, false)),
            Action::CloseSwitch { switch, .. } if switch == breaker(field) => Some((tick.0, true)),
            _ => None,
        }));
    }
    moved
}

fn order(command: Command) -> Stamped<Downlink> {
    Stamped {
        source: Source::ControlRoom,
        sequence: 1,
        event_ms: 0,
        arrival_ms: 0,
        body: Downlink::Ordered(command),
    }
}

fn breaker(field: &Field) -> AssetRef {
    field.district().find("CB0")[0]
}

fn is_on(field: &Field) -> bool {
    let named = field.district().find("T15").into_iter();
    let mut poles = named.filter(|asset| asset.kind == Kind::Node);
    field.has_voltage(poles.next().expect("one"))
}

fn span(field: &Field) -> AssetRef {
    let named = field.district().find("T08").into_iter();
    let mut spans = named.filter(|asset| asset.kind == Kind::Section);
    spans.next().expect("one")
}

#[test]
fn what_only_flashes_over_is_gone_when_it_closes_again() {
    let mut field = town();
    let flash = |lasts_ms| Action::Flash {
        section: span(&field),
        conductors: Phases::ABC,
        earth: true,
        lasts_ms,
    };
    let (brief, lasting) = (flash(30), flash(500));
    // An arc that goes out within half-waves is faster than any breaker.
    field.suffer(Tick(60), brief);
    assert_eq!(live(&mut field, 60..70, &[]), []);
    field.suffer(Tick(70), lasting);
    assert_eq!(live(&mut field, 70..90, &[]), [(70, false), (71, true)]);
    assert!(is_on(&field));
}

#[test]
fn what_lasts_opens_it_twice_and_then_it_stays_open() {
    let mut field = town();
    let section = span(&field);
    let short = Action::Short {
        section,
        conductors: Phases::ABC,
        earth: true,
    };
    field.suffer(Tick(60), short);
    let moved = live(&mut field, 60..120, &[]);
    assert_eq!(moved.len(), 3, "{moved:?}");
    assert!(
        moved
            .iter()
            .map(|(_, closed)| *closed)
            .eq([false, true, false])
    );
    assert!(!is_on(&field));
    // Closed on what is still there it opens at once, and does not try again.
    let (switch, phases) = (breaker(&field), Phases::ABC);
    let close = order(Command::CloseSwitch { switch, phases });
    let moved = live(&mut field, 120..180, &[close]);
    assert!(matches!(moved[..], [(_, false)]), "{moved:?}");
    field.suffer(
        Tick(180),
        Action::Mend {
            section,
            conductors: Phases::ABCN,
        },
    );
    assert_eq!(live(&mut field, 180..240, &[close]), []);
    assert!(is_on(&field));
}

#[test]
fn what_was_opened_on_purpose_stays_open() {
    let mut field = town();
    let section = span(&field);
    let flash = Action::Flash {
        section,
        conductors: Phases::ABC,
        earth: true,
        lasts_ms: 500,
    };
    field.suffer(Tick(60), flash);
    assert_eq!(live(&mut field, 60..61, &[]), [(60, false)]);
    let (switch, phases) = (breaker(&field), Phases::ABC);
    let open = order(Command::OpenSwitch { switch, phases });
    assert_eq!(live(&mut field, 61..90, &[open]), []);
    assert!(!is_on(&field));
}

#[test]
fn it_goes_on_where_it_was_kept_while_it_was_open() {
    let mut field = town();
    let flash = Action::Flash {
        section: span(&field),
        conductors: Phases::ABC,
        earth: true,
        lasts_ms: 500,
    };
    field.suffer(Tick(60), flash);
    assert_eq!(live(&mut field, 60..61, &[]), [(60, false)]);
    let kept = field.memory();
    let mut other = town();
    other.recall(&kept);
    for field in [&mut field, &mut other] {
        assert_eq!(live(field, 61..90, &[]), [(61, true)]);
    }
    assert_eq!(field.memory(), other.memory());
}
