//! Days on which nothing fails: what is held to have failed?

use bevy::app::App;
use rayon::prelude::*;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_field::Field;
use taiqu_grid::AssetRef;
use taiqu_link::{Channel, Quality};
use taiqu_outage::Trouble;
use taiqu_outage::components::Inquiries;

const DAY_S: u64 = 86_400;

/// Lives days of `places` with seeds from `first` until there are so many area-days, and
/// prints what was raised for nothing.
pub fn print(places: &[Scenario], first: u64, area_days: u64) {
    let mut days = Vec::new();
    let mut left = area_days as i64;
    for seed in first.. {
        let place = &places[(seed % places.len() as u64) as usize];
        if left <= 0 {
            break;
        }
        left -= place.records.areas.len() as i64;
        days.push(Scenario {
            seed,
            length_s: DAY_S,
            events: Vec::new(),
            channel: Channel::Real(Quality::default()),
            ..place.clone()
        });
    }
    let lived: Vec<[usize; 3]> = days.par_iter().map(day).collect();
    let sum = |k: usize| lived.iter().map(|day| day[k]).sum::<usize>();
    let all = area_days as i64 - left;
    println!(
        "{all} area-days with nothing wrong: {} broken neutrals and {} outages of more than one \
         customer, {} of one, were held for true",
        sum(0),
        sum(1),
        sum(2)
    );
}

/// Broken neutrals, outages of several customers and of one that were raised while nobody
/// of them lacked supply: load alone may blow a fuse.
fn day(scenario: &Scenario) -> [usize; 3] {
    let mut app = App::empty();
    simulation::install(&mut app, scenario).expect("a simulation");
    let (mut raised, mut seen) = ([0; 3], Vec::new());
    for _ in 0..scenario.length_s {
        simulation::step(app.world_mut()).expect("a tick");
        let inquiries = &app.world().resource::<Inquiries>().0;
        let truth = app.world().resource::<Simulation>().truth();
        seen.resize(inquiries.len(), 0);
        for (inquiry, seen) in inquiries.iter().zip(&mut seen) {
            for incident in &inquiry.incidents()[*seen..] {
                let out: Vec<AssetRef> = truth.iter().flat_map(Field::out).collect();
                let true_one = incident.customers.iter().any(|c| out.contains(c));
                let neutral = matches!(incident.trouble, Trouble::BrokenNeutral { .. });
                let kind = match (neutral, incident.customers.len()) {
                    (true, _) => 0,
                    (false, 2..) => 1,
                    (false, _) => 2,
                };
                raised[kind] += usize::from(!true_one);
            }
            *seen = inquiry.incidents().len();
        }
    }
    raised
}
