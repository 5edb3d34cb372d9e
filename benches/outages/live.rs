//! One rehearsal: the restorations it had, and what was expected of them on the way.

use std::collections::BTreeSet;

use bevy::app::App;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_field::Field;
use taiqu_grid::AssetRef;
use taiqu_link::{SimClock, Tick};
use taiqu_outage::components::Inquiries;
use taiqu_outage::{Case, Incident, Inquiry, Trouble};

/// Seconds after which an incident is announced.
const ANNOUNCED_S: u64 = 60;
/// Seconds for which all must be well before a rehearsal ends.
const WELL_S: u64 = 900;

/// An incident at a moment at which something was said of it, and when half of those that it
/// has out truly had supply again: one or the other may lack it for a reason of his own.
#[derive(Clone, Debug)]
pub struct Moment {
    pub at: Tick,
    pub incident: Incident,
    /// Whether it is the first that was said.
    pub first: bool,
    pub back: Tick,
}

/// A moment whose outcome is awaited.
struct Open {
    moment: Moment,
    out: BTreeSet<AssetRef>,
    half: usize,
}

/// Lives a scenario until all is well again.
pub fn live(scenario: &Scenario) -> (Vec<Case>, Vec<Moment>) {
    let mut app = App::empty();
    simulation::install(&mut app, scenario).expect("a simulation");
    let last = scenario.events.last().map_or(0, |event| event.at_ms / 1000);
    // What a storm breaks is no event of the scenario.
    let storm = scenario.storm.as_ref().map(|_| scenario.length_s);
    let last = storm.unwrap_or(last);
    let mut told: Vec<Vec<usize>> = Vec::new();
    let (mut open, mut moments) = (Vec::<Open>::new(), Vec::new());
    let mut well_s = 0;
    while well_s < WELL_S {
        simulation::step(app.world_mut()).expect("a tick");
        let now = app.world().resource::<SimClock>().tick;
        let truth = app.world().resource::<Simulation>().truth();
        let inquiries = &app.world().resource::<Inquiries>().0;
        let out: BTreeSet<AssetRef> = if truth.iter().any(Field::is_renewed) {
            let out: BTreeSet<AssetRef> = truth.iter().flat_map(Field::out).collect();
            for one in &mut open {
                one.out.retain(|customer| out.contains(customer));
                one.moment.back = now;
            }
            let over = open.extract_if(.., |one| one.out.len() <= one.half);
            moments.extend(over.map(|one| one.moment));
            out
        } else {
            BTreeSet::new()
        };
        told.resize(inquiries.len(), Vec::new());
        let mut going = false;
        for (inquiry, told) in inquiries.iter().zip(&mut told) {
            told.resize(inquiry.incidents().len(), 0);
            for (incident, told) in inquiry.incidents().iter().zip(told) {
                going |= incident.is_open();
                let steps = incident.progress.steps.len();
                let announced = now.since(incident.noticed) >= ANNOUNCED_S;
                let lacks = incident.trouble == Trouble::NoSupply;
                if !(incident.is_open() && lacks && announced) || *told == steps {
                    continue;
                }
                let first = *told == 0;
                *told = steps;
                let out: BTreeSet<AssetRef> = if out.is_empty() {
                    truth.iter().flat_map(Field::out).collect()
                } else {
                    out.clone()
                };
                let own = incident.customers.iter().filter(|c| out.contains(c));
                let out: BTreeSet<AssetRef> = own.copied().collect();
                // Of what is none, nothing is said that could come true.
                if !out.is_empty() {
                    let (at, back, incident) = (now, now, incident.clone());
                    let moment = Moment {
                        at,
                        incident,
                        first,
                        back,
                    };
                    let half = out.len() / 2;
                    open.push(Open { moment, out, half });
                }
            }
        }
        let quiet = now.0 > last + WELL_S && open.is_empty() && !going;
        well_s = if quiet { well_s + 1 } else { 0 };
        if now.0 >= scenario.length_s {
            break;
        }
    }
    let inquiries = &app.world().resource::<Inquiries>().0;
    let of = |inquiry: &Inquiry| {
        let incidents = inquiry.incidents().iter();
        let cases = incidents.filter_map(|i| Case::of(&scenario.records, i));
        cases.collect::<Vec<Case>>()
    };
    (inquiries.iter().flat_map(of).collect(), moments)
}
