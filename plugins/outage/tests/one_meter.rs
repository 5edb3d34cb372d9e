//! What a single meter tells, one thing after another.

use std::sync::Arc;

use taiqu_estimate::Picture;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, generate, home};
use taiqu_link::{DateTime, MeterEventKind, Rhythm, Source, Stamped, Tick, Uplink};
use taiqu_outage::{Answer, Burden, Experience, Inquiry, Watching, Work};

/// A village that is watched.
struct Village {
    district: Arc<District>,
    pictures: Vec<Picture>,
    inquiry: Inquiry,
}

impl Village {
    fn new() -> Self {
        let home = home::home().expect("a home");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("a catalogue");
        let raw = generate::village(40, 3);
        let area = raw.check(&catalogue).into_result().expect("a village");
        let district = Arc::new(District::alone(area));
        let start: DateTime = "2026-07-15T18:00:00".parse().expect("a time");
        let pictures = Picture::all(&district, start);
        let inquiry = Inquiry::new(
            pictures[0].records_of(),
            (start, Rhythm::of(0, 1)),
            pictures[0].known(),
            Watching::default(),
            Arc::new(Experience::shipped()),
        );
        Self {
            district,
            inquiry: inquiry.expect("an inquiry"),
            pictures,
        }
    }

    /// The first customer with a meter on as many phases, and that meter.
    fn customer_on(&self, phases: usize) -> (AssetRef, AssetRef) {
        let area = &self.district.areas[0];
        let customers = self.district.all(Kind::Customer).zip(&area.customers);
        let own = customers.filter_map(|(customer, item)| Some((customer, item.meter?)));
        let mut fit = own.filter(|&(_, meter)| {
            let on = area.meters[meter].connection.conductors();
            on.and(Phases::ABC).len() == phases
        });
        let (customer, meter) = fit.next().expect("such a customer");
        (customer, AssetRef::in_area(0, Kind::Meter, meter as u32))
    }

    /// Two minutes, beginning with what a meter notes.
    fn live(&mut self, from_s: u64, meter: AssetRef, (event, phases): (MeterEventKind, Phases)) {
        self.inquiry.take(&Stamped {
            source: Source::Device(meter),
            sequence: from_s,
            event_ms: 1000 * from_s,
            arrival_ms: 1000 * from_s,
            body: Uplink::MeterNoted {
                meter,
                event,
                phases,
                begins: true,
            },
        });
        for second in from_s..from_s + 120 {
            self.inquiry.conclude(Tick(second), &self.pictures[0], 0.3);
            self.inquiry.questions(Tick(second));
            self.inquiry.foresee(Tick(second));
        }
    }

    fn answer(&self, customer: AssetRef, second: u64) -> Answer {
        self.inquiry.answer(Some(customer), None, Tick(second))
    }
}

#[test]
fn a_customer_in_arrears_is_disconnected_and_not_out() {
    let mut village = Village::new();
    let (customer, meter) = village.customer_on(1);
    village.live(10, meter, (MeterEventKind::Tripped, Phases::ABC));
    assert!(village.inquiry.incidents().is_empty());
    assert_eq!(village.answer(customer, 130), Answer::Disconnected);
    village.live(140, meter, (MeterEventKind::Closed, Phases::ABC));
    assert_ne!(village.answer(customer, 260), Answer::Disconnected);
    // A meter that lost its voltage is another thing.
    village.live(300, meter, (MeterEventKind::PowerLost, Phases::ABC));
    assert_eq!(village.inquiry.incidents().len(), 1);
}

#[test]
fn what_lost_phase_after_phase_has_lost_all() {
    let mut village = Village::new();
    let (customer, meter) = village.customer_on(3);
    let [a, ab] = ["a", "ab"].map(|letters| letters.parse::<Phases>().expect("phases"));
    village.live(10, meter, (MeterEventKind::PhaseLost, a));
    village.live(1_210, meter, (MeterEventKind::PhaseLost, ab));
    village.live(2_410, meter, (MeterEventKind::PowerLost, Phases::ABC));
    let [incident] = village.inquiry.incidents() else {
        panic!("one incident: {:?}", village.inquiry.incidents());
    };
    assert!(incident.is_open());
    assert_eq!(incident.began_ms, 10_000);
    assert!(incident.customers.contains(&customer));
}

#[test]
fn whose_line_is_broken_twice_is_told_of_the_later_repair() {
    let mut village = Village::new();
    let (customer, meter) = village.customer_on(1);
    let district = Arc::clone(&village.district);
    let topology = Topology::of(&district);
    let path = topology.upstream(customer).into_iter();
    let mut sections = path.filter(|asset| asset.kind == Kind::Section);
    let part = sections.next().expect("a drop");
    let work = |ends: u64| Work {
        part,
        ends: Tick(ends),
    };
    village
        .inquiry
        .attend(Tick(0), std::iter::empty(), &[work(50_000)], Burden::default());
    let lost = (MeterEventKind::PowerLost, Phases::ABC);
    village.live(10, meter, lost);
    let expected = |village: &Village| match village.answer(customer, 130) {
        Answer::Outage { restoration, .. } => restoration.expect("it is known"),
        other => panic!("{other:?}"),
    };
    let [incident] = village.inquiry.incidents() else {
        panic!("one incident: {:?}", village.inquiry.incidents());
    };
    assert_ne!(incident.part, part, "it is other work");
    let own = incident.restoration.expect("it is known");
    assert_eq!(expected(&village).likely, Tick(50_000));
    assert!(expected(&village).latest > Tick(50_000) && own.likely < Tick(50_000));
    let none = std::iter::empty();
    village
        .inquiry
        .attend(Tick(131), none, &[], Burden::default());
    assert_eq!(expected(&village), own);
}
