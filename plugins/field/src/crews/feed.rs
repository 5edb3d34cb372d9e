//! Generator cars: coupled to an installation that is off the mains, and taken off again.
//!
//! A switch with two positions takes the installation from the mains to the car and back, so
//! that neither can feed the other. The car's people watch the mains' side of it.

use taiqu_link::{Action, CrewId, CrewReport, Tick};

use super::{Job, Stage};
use crate::Field;

/// How often the mains' side is looked at, s.
const LOOK_S: u64 = 60;

/// Ends a stage of a generator car's job; the next and how long it takes, none where it is
/// done.
pub(super) fn feed(
    tick: Tick,
    crew: usize,
    (field, job): (&mut Field, &mut Job),
    tell: &mut dyn FnMut(CrewReport),
) -> Option<(Stage, u64)> {
    let customer = job.target;
    match job.stage {
        Stage::Coupling => {
            // Nobody is taken off mains that are there: all is ready, and they are watched.
            if sees_mains(field, job, tell) {
                return Some((Stage::Coupling, LOOK_S));
            }
            field.work(tick, Action::FeedByCar { customer }, crew as CrewId);
            tell(CrewReport::Feeds);
            Some((Stage::Feeding, LOOK_S))
        }
        Stage::Feeding => {
            sees_mains(field, job, tell);
            Some((Stage::Feeding, LOOK_S))
        }
        _ => {
            // It may have been called back before it was coupled.
            if field.damage().by_car.contains(&customer) {
                field.work(tick, Action::BackToMains { customer }, crew as CrewId);
            }
            None
        }
    }
}

/// Looks at the mains' side, and tells where it is another than before.
fn sees_mains(field: &Field, job: &mut Job, tell: &mut dyn FnMut(CrewReport)) -> bool {
    let live = field.has_mains(job.target);
    if job.feeds != Some(live) {
        job.feeds = Some(live);
        tell(CrewReport::Mains { live });
    }
    live
}
