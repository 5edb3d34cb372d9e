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
    let record = |switch: AssetRef| &district.network(switch.place).switches[switch.index as usize];
    let band = |switch: AssetRef| {
        let device = record(switch).device.as_ref()?;
        Band::of(catalogue.devices.get(device)?)
    };
    let clash = |downstream: AssetRef| {
        let own = band(downstream)?;
        let above = topology.upstream(downstream).into_iter();
        let (upstream, other) = above
            .filter(|asset| asset.kind == Kind::Switch && asset.place == downstream.place)
            .find_map(|asset| Some((asset, band(asset)?)))?;
        let node = AssetRef {
            kind: Kind::Node,
            index: record(downstream).to as u32,
            ..downstream
        };
        let largest_a = largest[model.bus(node)];
        let alone_up_to_a = own.alone_up_to(&other, largest_a);
        let clashes = alone_up_to_a.is_none_or(|amps| amps < largest_a);
        clashes.then_some(Clash {
            upstream,
            downstream,
            alone_up_to_a,
            largest_a,
        })
    };
    district.all(Kind::Switch).filter_map(clash).collect()
}
