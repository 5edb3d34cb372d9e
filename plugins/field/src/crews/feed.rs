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
            field.work(tick, Action::FeedByCar { customer }, crew as CrewId);
            tell(CrewReport::Feeds);
            Some((Stage::Feeding, LOOK_S))
        }
        Stage::Feeding => {
            let live = field.has_mains(customer);
            if job.feeds != Some(live) {
                job.feeds = Some(live);
                tell(CrewReport::Mains { live });
            }
            Some((Stage::Feeding, LOOK_S))
        }
        _ => {
            field.work(tick, Action::BackToMains { customer }, crew as CrewId);
            None
        }
    }
}
