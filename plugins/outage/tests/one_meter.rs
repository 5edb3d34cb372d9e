//! What a single meter tells, one thing after another.

use std::f64::consts::FRAC_PI_3;
use std::sync::Arc;

use num_complex::Complex64;
use taiqu_estimate::Picture;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, generate, home};
use taiqu_link::{
    CrewReport, DateTime, MeterEventKind, Reading, Rhythm, Source, Stamped, Tick, Uplink,
};
use taiqu_outage::{Answer, Attendance, Burden, Experience, Inquiry, Trouble, Watching, Work};

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
        self.think(from_s);
    }

    /// Two minutes.
    fn think(&mut self, from_s: u64) {
        for second in from_s..from_s + 120 {
            self.inquiry.conclude(Tick(second), &self.pictures[0], 0.3);
            self.inquiry.questions(Tick(second));
            self.inquiry.foresee(Tick(second));
        }
    }

    /// The first crew finds supply, and nothing wrong, at a place.
    fn finds_nothing(&mut self, at_s: u64, order: u32, target: AssetRef) {
        self.inquiry.take(&Stamped {
            source: Source::Crew(0),
            sequence: at_s,
            event_ms: 1000 * at_s,
            arrival_ms: 1000 * at_s,
            body: Uplink::CrewReported {
                crew: 0,
                order,
                report: CrewReport::FoundNothing {
                    target,
                    supplied: true,
                },
            },
        });
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
    village.inquiry.attend(
        Tick(0),
        std::iter::empty(),
        &[work(50_000)],
        Burden::default(),
    );
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

#[test]
fn supply_before_the_fault_is_none_behind_it() {
    let mut village = Village::new();
    let (customer, meter) = village.customer_on(1);
    village.live(10, meter, (MeterEventKind::PowerLost, Phases::ABC));
    let district = Arc::clone(&village.district);
    let path = Topology::of(&district).upstream(customer).into_iter();
    let mut sections = path.filter(|asset| asset.kind == Kind::Section);
    let (trunk, drop) = (sections.next_back().expect("one"), sections.next());
    let is_open = |village: &Village| {
        let mut incidents = village.inquiry.incidents().iter();
        incidents.any(|incident| incident.is_open() && incident.customers.contains(&customer))
    };
    // A patrol looks at the trunk, and at nothing behind it.
    village.finds_nothing(200, 1, trunk);
    village.think(200);
    assert!(is_open(&village));
    // Who is sent for the outage has been at the customer's.
    let sent = Attendance {
        group: 0,
        incident: 1,
        order: 2,
        crew: Some(0),
        arrives: None,
        climbs: None,
    };
    let burden = Burden::default();
    let orders = std::iter::once(sent);
    village.inquiry.attend(Tick(400), orders, &[], burden);
    village.finds_nothing(400, 2, drop.expect("a drop"));
    village.think(400);
    assert!(!is_open(&village));
}

#[test]
fn who_is_out_stays_so_while_others_switch_off_above() {
    let mut village = Village::new();
    let (customer, meter) = village.customer_on(1);
    village.live(10, meter, (MeterEventKind::PowerLost, Phases::ABC));
    let path = Topology::of(&village.district).upstream(customer);
    let out = village.inquiry.incidents()[0].customers.clone();
    assert!(out.contains(&customer));
    let mut switches = path.into_iter().filter(|asset| asset.kind == Kind::Switch);
    let switch = switches.next_back().expect("the main switch");
    // A crew that was sent for something else.
    village.inquiry.take(&Stamped {
        source: Source::Crew(3),
        sequence: 200,
        event_ms: 200_000,
        arrival_ms: 200_000,
        body: Uplink::SwitchMoved {
            switch,
            closed: Phases::NONE,
        },
    });
    let mut known = village.pictures[0].known().clone();
    *known.switch(switch) = Phases::NONE;
    let records = village.pictures[0].records_of();
    let followed = village.inquiry.follow(Tick(200), records, &known);
    followed.expect("a tree");
    village.think(200);
    let [incident] = village.inquiry.incidents() else {
        panic!("one incident: {:?}", village.inquiry.incidents());
    };
    assert!(incident.is_open(), "{:?}", incident.ended);
    assert_eq!(incident.customers, out);
}

/// Whether a neutral is held to be broken after all single-phase meters behind a line have read
/// what a star point that has moved by `shift_v` makes of their voltage, one being dark or not.
fn alarms(shift_v: f64, dark: bool) -> bool {
    let mut village = Village::new();
    village.pictures[0].estimate(Tick(0));
    let (customer, silent) = village.customer_on(1);
    let topology = Topology::of(&village.district);
    let path = topology.upstream(customer).into_iter();
    let mut sections = path.filter(|asset| asset.kind == Kind::Section);
    let trunk = sections.next_back().expect("a trunk");
    let district = Arc::clone(&village.district);
    let meters = district.all(Kind::Meter).zip(&district.areas[0].meters);
    if dark {
        village.live(10, silent, (MeterEventKind::PowerLost, Phases::ABC));
    }
    for (meter, item) in meters.filter(|(meter, _)| !dark || *meter != silent) {
        let on = item.connection.conductors().and(Phases::ABC);
        let Some(phase) = on.iter().next().filter(|_| on.len() == 1) else {
            continue;
        };
        let turn = -2.0 * FRAC_PI_3 * phase.index() as f64;
        let expected = village.pictures[0].expected_v(meter).expect("it is solved")[0];
        let behind = topology.is_below(meter, trunk);
        let shift_v = if behind { shift_v } else { 0.0 };
        let read_v = (Complex64::from_polar(expected, turn) - shift_v).norm();
        let reading = Reading {
            voltage_v: [read_v, 0.0, 0.0],
            ..Reading::default()
        };
        village.inquiry.take(&Stamped {
            source: Source::Device(meter),
            sequence: 900,
            event_ms: 900_000,
            arrival_ms: 900_000,
            body: Uplink::MeterReported { meter, reading },
        });
    }
    village.think(900);
    let mut incidents = village.inquiry.incidents().iter();
    incidents.any(|one| one.is_open() && matches!(one.trouble, Trouble::BrokenNeutral { .. }))
}

#[test]
fn a_small_shift_beside_a_lost_phase_is_no_broken_neutral() {
    assert!(alarms(15.0, false));
    assert!(!alarms(15.0, true));
    assert!(alarms(60.0, true));
}
