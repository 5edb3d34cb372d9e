//! Which locks open for whom: with every order goes the word to the locks of the boxes and
//! cabinets that its crew may have to open.

use taiqu_grid::{AssetRef, District};
use taiqu_link::lock::locks_of;
use taiqu_link::{CrewId, CrewOrder, CrewReport, Downlink, Stamped, Tick, Uplink};

/// For how long a crew may open what its order concerns, s; assumed, about a shift.
const VALID_S: u64 = 6 * 3600;

/// The word to the locks of all that a crew is sent to, or is to switch off.
pub fn with_order(
    records: &District,
    now: Tick,
    (crew, order): (CrewId, CrewOrder),
) -> Vec<Downlink> {
    match order {
        CrewOrder::Go {
            order,
            target,
            also,
            ..
        } => {
            let parts = std::iter::once(target).chain(also.into_iter().flatten());
            word(records, now, (crew, order), parts, false)
        }
        CrewOrder::Isolate { order, point } => {
            let parts = std::iter::once(point);
            word(records, now, (crew, order), parts, false)
        }
        _ => Vec::new(),
    }
}

/// The word to the lock before what a crew found, or to one that does not open for it: then
/// by voice, as a code that the crew types in.
pub fn with_report(records: &District, now: Tick, message: &Stamped<Uplink>) -> Vec<Downlink> {
    let Uplink::CrewReported {
        crew,
        order,
        report,
    } = message.body
    else {
        return Vec::new();
    };
    let (part, spoken) = match report {
        CrewReport::Found { part, .. } => (part, false),
        CrewReport::LockedOut { lock } => (lock, true),
        _ => return Vec::new(),
    };
    let parts = std::iter::once(part);
    word(records, now, (crew, order), parts, spoken)
}

fn word(
    records: &District,
    now: Tick,
    (crew, order): (CrewId, u32),
    parts: impl Iterator<Item = AssetRef>,
    spoken: bool,
) -> Vec<Downlink> {
    let known = parts.filter(|&part| records.has(part));
    let locks = locks_of(records, known).into_iter();
    let told = locks.map(|lock| Downlink::LockAuthorised {
        lock,
        crew,
        order,
        until_ms: now.ms() + 1000 * VALID_S,
        spoken,
    });
    told.collect()
}
