//! What opens first in a fault, and when.

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::catalogue::Residual;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};

use super::{Band, residual};
use crate::short_circuit::before;
use crate::{Fault, FaultConditions, Model, Options, Outcome, Switching};

/// What in a device opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Too much current in a conductor.
    Overcurrent,
    /// Current that comes back another way.
    Residual,
}

/// A device that a fault opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trip {
    /// The switch with the device.
    pub switch: AssetRef,
    /// What opens it.
    pub release: Release,
    /// The current it acts on: the largest of a phase, or the residual one, A.
    pub amps: f64,
    /// Before this time none of its type opens, s.
    pub earliest_s: f64,
    /// At this time all have opened, s.
    pub latest_s: f64,
}

/// How a fault is cleared.
#[derive(Clone, Debug, PartialEq)]
pub struct Clearing {
    /// The fault.
    pub fault: Fault,
    /// The device that is the first to have surely opened; none if nothing surely does.
    pub first: Option<Trip>,
    /// Others that may open before it has.
    pub rivals: Vec<Trip>,
}

/// A switch with what may open it.
struct Guard {
    switch: AssetRef,
    band: Option<Band>,
    residual: Option<Residual>,
}

/// What opens in each of `faults`, which are those of these very conditions: the
/// currents that they make flow decide, in every switch of the network.
///
/// # Errors
/// The loads before the fault have no solution.
pub fn clearings(
    (district, catalogue): (&District, &Catalogue),
    (model, switching, options): (&Model, &Switching, Options),
    conditions: &FaultConditions,
    faults: &[Fault],
) -> Result<Vec<Clearing>, Outcome> {
    let mut solver = before(model, switching, options, conditions)?;
    let guards = guards(district, catalogue);
    let clearing = |&fault: &Fault| {
        let mut trips = Vec::new();
        if fault.largest().is_finite() {
            solver.draw_at(fault.bus, fault.currents);
            let solution = solver.solution();
            for guard in &guards {
                trips.extend(guard.trips(solution.switch_current(guard.switch)));
            }
        }
        trips.sort_by(|a, b| a.latest_s.total_cmp(&b.latest_s));
        let first = trips
            .first()
            .copied()
            .filter(|trip| trip.latest_s.is_finite());
        let until = first.map_or(f64::INFINITY, |trip| trip.latest_s);
        let others = trips.into_iter().skip(usize::from(first.is_some()));
        Clearing {
            fault,
            first,
            rivals: others.filter(|trip| trip.earliest_s < until).collect(),
        }
    };
    Ok(faults.iter().map(clearing).collect())
}

fn guards(district: &District, catalogue: &Catalogue) -> Vec<Guard> {
    let guard = |switch: AssetRef| {
        let record = &district.network(switch.place).switches[switch.index as usize];
        let device = catalogue.devices.get(record.device.as_ref()?)?;
        let guard = Guard {
            switch,
            band: Band::of(device),
            residual: device.residual,
        };
        (guard.band.is_some() || guard.residual.is_some()).then_some(guard)
    };
    district.all(Kind::Switch).filter_map(guard).collect()
}

impl Guard {
    /// What may open it while `currents` flow, A.
    fn trips(&self, currents: [Complex64; 4]) -> impl Iterator<Item = Trip> {
        let largest = currents[..3].iter().map(|i| i.norm()).fold(0.0, f64::max);
        let rest = currents.iter().sum::<Complex64>().norm();
        let band = self.band.as_ref().map(|band| band.opens(largest));
        let residual = self.residual.map(|device| residual::opens(device, rest));
        let all = [
            (Release::Overcurrent, largest, band),
            (Release::Residual, rest, residual),
        ];
        let switch = self.switch;
        all.into_iter().filter_map(move |(release, amps, opens)| {
            let (earliest_s, latest_s) = opens?;
            earliest_s.is_finite().then_some(Trip {
                switch,
                release,
                amps,
                earliest_s,
                latest_s,
            })
        })
    }
}
