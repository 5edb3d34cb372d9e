//! Which pairs of protective devices do not let the lower one open alone.

use serde::{Deserialize, Serialize};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};

use super::Band;
use crate::{Fault, Model};

/// Two devices in a row that may open together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// The switch nearer the source.
    pub upstream: AssetRef,
    /// The switch below it.
    pub downstream: AssetRef,
    /// The largest current at which the lower one surely opens alone, A, if any.
    pub alone_up_to_a: Option<f64>,
    /// The largest that a fault between wires right behind it draws, A.
    pub largest_a: f64,
}

/// All clashes of `district`, given its `faults`: for each device in a low-voltage
/// switch the nearest device above it is asked whether it stays.
pub fn clashes(
    district: &District,
    catalogue: &Catalogue,
    model: &Model,
    faults: &[Fault],
) -> Vec<Clash> {
    let topology = Topology::of(district);
    let mut largest = vec![0.0_f64; model.bus_count()];
    for fault in faults.iter().filter(|fault| !fault.kind.is_to_earth()) {
        largest[fault.bus] = largest[fault.bus].max(fault.largest().norm());
    }
    let mut found = Vec::new();
    for (k, area) in district.areas.iter().enumerate() {
        let place = u16::try_from(k).unwrap_or(u16::MAX);
        let band = |index: usize| {
            let device = area.network.switches[index].device.as_ref()?;
            Band::of(catalogue.devices.get(device)?)
        };
        for (index, switch) in area.network.switches.iter().enumerate() {
            let Some(own) = band(index) else { continue };
            let downstream = AssetRef::in_area(place, Kind::Switch, index as u32);
            let path = topology.upstream(downstream).into_iter();
            let above = path
                .filter(|asset| asset.kind == Kind::Switch && asset.place == downstream.place)
                .filter(|asset| *asset != downstream)
                .find_map(|asset| Some((asset, band(asset.index as usize)?)));
            let Some((upstream, other)) = above else {
                continue;
            };
            let node = AssetRef::in_area(place, Kind::Node, switch.to as u32);
            let largest_a = largest[model.bus(node)];
            let alone_up_to_a = own.alone_up_to(&other, largest_a);
            if alone_up_to_a.is_none_or(|amps| amps < largest_a) {
                found.push(Clash {
                    upstream,
                    downstream,
                    alone_up_to_a,
                    largest_a,
                });
            }
        }
    }
    found
}
