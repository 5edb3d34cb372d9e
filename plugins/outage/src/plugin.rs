//! Asks and concludes in the twin's world.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_estimate::EstimateSystems;
use taiqu_estimate::components::{Arrivals, Belief, Supposed};
use taiqu_link::{Downlink, Fieldward, Rhythm, SimClock, SimTick, Source, Uplink};

use crate::answer::{Answer, Call};
use crate::components::{Attended, Calls, Inquiries};
use crate::inquiry::{Inquiry, Memory, Watching};
use crate::network::Unsound;
use crate::restoration::Experience;

/// The step of the twin's tick in which it is found out what has failed, after messages
/// are taken in and before the picture is made.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OutageSystems;

/// Watches for outages. To be added after the plugin of `estimate`, whose picture it
/// needs.
#[derive(Clone, Copy, Debug)]
pub struct OutagePlugin {
    /// How groups are watched.
    pub watching: Watching,
    /// Whether the hotline sees what is held to have failed; where it does not, it knows
    /// nothing.
    pub hotline_sees: bool,
}

impl Plugin for OutagePlugin {
    fn build(&self, app: &mut App) {
        let world = app.world_mut();
        let start = world.resource::<SimClock>().start;
        let belief = &world.resource::<Belief>().0;
        let count = belief.len();
        let experience = Arc::new(Experience::shipped());
        let inquiries = belief.iter().enumerate().map(|(k, part)| {
            let of = Arc::clone(&experience);
            let records = part.picture.records_of();
            let when = (start, Rhythm::of(k, count));
            let known = part.picture.known();
            // Settings that give no probabilities give the usual ones.
            Inquiry::new(records.clone(), when, known, self.watching, of.clone())
                .or_else(|_| Inquiry::new(records, when, known, Watching::default(), of))
        });
        let inquiries: Result<Vec<Inquiry>, Unsound> = inquiries.collect();
        world.insert_resource(Inquiries(inquiries.unwrap_or_default()));
        world.init_resource::<Calls>();
        world.init_resource::<Attended>();
        world.insert_resource(Hotline {
            sees: self.hotline_sees,
        });
        let between = OutageSystems
            .after(EstimateSystems::TakeIn)
            .before(EstimateSystems::Estimate);
        app.configure_sets(SimTick, between).add_systems(
            SimTick,
            (hear, conclude, foresee, ask, answer)
                .chain()
                .in_set(OutageSystems),
        );
    }
}

/// What the hotline has on its screen.
#[derive(Resource, Debug)]
struct Hotline {
    /// Whether it sees what is held to have failed.
    sees: bool,
}

/// Devices speak for their own group; weather, callers and crews concern all.
fn hear(
    mut inquiries: ResMut<Inquiries>,
    attended: Res<Attended>,
    arrivals: Res<Arrivals>,
    clock: Res<SimClock>,
) {
    // Who only hears concludes nothing yet.
    let inquiries = inquiries.bypass_change_detection();
    for (group, inquiry) in inquiries.0.iter_mut().enumerate() {
        let own = attended.orders.iter().filter(|one| one.group == group);
        inquiry.attend(clock.tick, own.copied(), &attended.works, attended.burden);
    }
    for message in &arrivals.0 {
        for inquiry in &mut inquiries.0 {
            let own = match message.source {
                Source::Device(asset) => inquiry.records().has(asset),
                Source::ControlRoom
                | Source::WeatherService
                | Source::Hotline
                | Source::RoadOffice
                | Source::Crew(_)
                | Source::Manager(_) => true,
            };
            if own {
                inquiry.take(message);
            }
        }
    }
}

fn conclude(
    mut inquiries: ResMut<Inquiries>,
    belief: Res<Belief>,
    mut supposed: ResMut<Supposed>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    let mut concluded = false;
    let all = &mut inquiries.bypass_change_detection().0;
    for (k, (inquiry, part)) in all.iter_mut().zip(&belief.0).enumerate() {
        let records = part.picture.records_of();
        inquiry.follow(clock.tick, records, part.picture.known())?;
        let stations = part.states.transformers.iter();
        let loading = stations.map(|t| t.loading).fold(0.0, f64::max);
        if inquiry.conclude(clock.tick, &part.picture, loading) {
            supposed.0.push((k, inquiry.open_parts()));
            concluded = true;
        }
    }
    if concluded {
        inquiries.set_changed();
    }
    Ok(())
}

/// Says when supply is expected back, and tells those affected.
fn foresee(mut inquiries: ResMut<Inquiries>, clock: Res<SimClock>) {
    let mut news = false;
    for inquiry in &mut inquiries.bypass_change_detection().0 {
        news |= inquiry.foresee(clock.tick);
        news |= inquiry.tell(clock.tick);
    }
    if news {
        inquiries.set_changed();
    }
}

fn ask(
    mut inquiries: ResMut<Inquiries>,
    mut link: ResMut<Fieldward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for inquiry in &mut inquiries.bypass_change_detection().0 {
        for meter in inquiry.questions(clock.tick) {
            link.0.send(clock.tick, Downlink::Asked { meter })?;
        }
    }
    Ok(())
}

/// Callers are told what is known.
fn answer(
    inquiries: Res<Inquiries>,
    arrivals: Res<Arrivals>,
    hotline: Res<Hotline>,
    mut calls: ResMut<Calls>,
    clock: Res<SimClock>,
) {
    for message in &arrivals.0 {
        let Uplink::CallReceived {
            customer,
            near,
            complaint,
        } = message.body
        else {
            continue;
        };
        let about = customer.or(near);
        let own = inquiries.0.iter();
        let own = own
            .into_iter()
            .find(|i| about.is_some_and(|asset| i.records().has(asset)));
        let own = own.filter(|_| hotline.sees);
        calls.0.push(Call {
            at: clock.tick,
            customer,
            near,
            complaint,
            answer: own.map_or(Answer::NotKnownYet, |inquiry| {
                inquiry.answer(customer, near, clock.tick)
            }),
        });
    }
}

/// All that is remembered from tick to tick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    inquiries: Vec<Memory>,
    calls: Vec<Call>,
    attended: Attended,
}

/// What must be remembered of `world` after this tick.
pub fn remember(world: &World) -> State {
    let inquiries = world.resource::<Inquiries>().0.iter();
    State {
        inquiries: inquiries.map(|inquiry| inquiry.memory().clone()).collect(),
        calls: world.resource::<Calls>().0.clone(),
        attended: world.resource::<Attended>().clone(),
    }
}

/// Takes what [`remember`] gave in a world whose picture was recalled before.
///
/// # Errors
/// The memories are not of these records.
pub fn recall(world: &mut World, state: &State) -> Result<(), Unsound> {
    world.resource_mut::<Calls>().0.clone_from(&state.calls);
    world.resource_mut::<Attended>().clone_from(&state.attended);
    let now = world.resource::<SimClock>().tick;
    world.resource_scope(|world, mut inquiries: Mut<Inquiries>| {
        let parts = &world.resource::<Belief>().0;
        let all = inquiries.0.iter_mut().zip(parts).zip(&state.inquiries);
        for ((inquiry, part), memory) in all {
            inquiry.follow(now, part.picture.records_of(), part.picture.known())?;
            inquiry.recall(memory)?;
        }
        Ok(())
    })
}
