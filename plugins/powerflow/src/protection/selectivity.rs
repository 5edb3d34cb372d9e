//! Which pairs of protective devices do not let the lower one open alone.

use serde::{Deserialize, Serialize};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind};

use super::{Band, Release, residual};
use crate::{Fault, Model};

/// How many times the share of its turns a phase before a Dyn transformer carries of a
/// fault between two phases behind it.
const ACROSS: f64 = 2.0 / 1.732_050_807_568_877_2;

/// Two devices in a row that may open together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// The switch nearer the source.
    pub upstream: AssetRef,
    /// The switch below it.
    pub downstream: AssetRef,
    /// What may open both.
    pub release: Release,
    /// The largest current in the lower one's conductors at which it surely opens alone,
    /// A, if any; none where residual currents are not graded.
    pub alone_up_to_a: Option<f64>,
    /// The largest that a fault right behind it draws, A: between wires, or into earth
    /// where the release is a residual-current one.
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
    let mut largest = vec![[0.0_f64; 2]; model.bus_count()];
    for fault in faults {
        let [wires, earth] = &mut largest[fault.bus];
        if fault.kind.is_to_earth() {
            *earth = earth.max(fault.earth().norm());
        } else {
            *wires = wires.max(fault.largest().norm());
        }
    }
    let record = |switch: AssetRef| &district.network(switch.place).switches[switch.index as usize];
    let nominal_v =
        |switch: AssetRef| district.network(switch.place).nodes[record(switch).to].nominal_v;
    let device = |switch: AssetRef| catalogue.devices.get(record(switch).device.as_ref()?);
    let check = |downstream: AssetRef| {
        let node = AssetRef {
            kind: Kind::Node,
            index: record(downstream).to as u32,
            ..downstream
        };
        let [wires_a, earth_a] = largest[model.bus(node)];
        let above: Vec<AssetRef> = (topology.upstream(downstream).into_iter())
            .filter(|asset| asset.kind == Kind::Switch && asset.place == downstream.place)
            .collect();
        let overcurrent = device(downstream).and_then(Band::of).and_then(|own| {
            let next = |&asset: &AssetRef| Some((asset, Band::of(device(asset)?)?));
            let (upstream, other) = above.iter().find_map(next)?;
            let ratio = nominal_v(upstream) / nominal_v(downstream);
            let other = if ratio > 1.0 {
                other.scaled(ratio / ACROSS)
            } else {
                other
            };
            let alone_up_to_a = own.alone_up_to(&other, wires_a);
            let clashes = alone_up_to_a.is_none_or(|amps| amps < wires_a);
            clashes.then_some(Clash {
                upstream,
                downstream,
                release: Release::Overcurrent,
                alone_up_to_a,
                largest_a: wires_a,
            })
        });
        let own = device(downstream).and_then(|device| device.residual);
        let residual = own.and_then(|own| {
            let next = |&asset: &AssetRef| Some((asset, device(asset)?.residual?));
            let (upstream, other) = above.iter().find_map(next)?;
            (!residual::is_graded(own, other)).then_some(Clash {
                upstream,
                downstream,
                release: Release::Residual,
                alone_up_to_a: None,
                largest_a: earth_a,
            })
        });
        [overcurrent, residual].into_iter().flatten()
    };
    district.all(Kind::Switch).flat_map(check).collect()
}
