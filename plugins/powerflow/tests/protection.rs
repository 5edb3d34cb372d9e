//! Selectivity of a shipped area, and what opens first in it.

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, home, read};
use taiqu_powerflow::protection::{Band, Release, clashes, clearings};
use taiqu_powerflow::{
    FaultConditions, FaultType, Model, Options, Switching, equipment_earths, short_circuits,
};

fn village() -> (District, Catalogue) {
    let root = home::home().expect("a home");
    let catalogue = Catalogue::open(&root.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let area = read::read_area(&root.join("scenarios/areas/village.ron"), &catalogue);
    let district = District::alone(area.into_result().expect("the village"));
    (district, catalogue)
}

#[test]
fn a_clash_is_where_the_upper_device_may_open_first() {
    let (district, catalogue) = village();
    let model = Model::new(&district);
    let faults = short_circuits(
        &model,
        &Switching::of(&district),
        Options::default(),
        &FaultConditions::default(),
        &FaultType::ALL,
    );
    let band = |switch: AssetRef| {
        let switch = &district.areas[0].network.switches[switch.index as usize];
        let device = switch.device.as_ref().expect("a device");
        Band::of(&catalogue.devices[device]).expect("a band")
    };
    let found = clashes(&district, &catalogue, &model, &faults.expect("no loads"));
    let (residual, found): (Vec<_>, Vec<_>) =
        (found.into_iter()).partition(|clash| clash.release == Release::Residual);
    assert!(residual.is_empty() && !found.is_empty());
    for clash in found {
        let (upper, lower) = (band(clash.upstream), band(clash.downstream));
        // A phase before a Dyn transformer carries 2/√3 of what its turns ratio says.
        let nominal_v = |switch: AssetRef| {
            let network = &district.areas[0].network;
            network.nodes[network.switches[switch.index as usize].to].nominal_v
        };
        let ratio = nominal_v(clash.upstream) / nominal_v(clash.downstream);
        let upper = upper.scaled(if ratio > 1.0 {
            ratio * 3.0_f64.sqrt() / 2.0
        } else {
            1.0
        });
        // Just above the limit the order is no longer sure, just below it is.
        if let Some(amps) = clash.alone_up_to_a {
            assert!(amps < clash.largest_a);
            assert!(lower.opens(amps).1 < upper.opens(amps).0);
            let above = amps * (1.0 + 1e-6);
            assert!(lower.opens(above).1 >= upper.opens(above).0);
        }
    }
}

#[test]
fn the_first_to_open_lies_above_the_fault_and_carries_it() {
    let (district, catalogue) = village();
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let conditions = FaultConditions {
        earth_ohm: equipment_earths(&district, &model),
        ..FaultConditions::default()
    };
    let options = Options::default();
    let kinds = [FaultType::Abc, FaultType::An, FaultType::Ae];
    let faults = short_circuits(&model, &switching, options, &conditions, &kinds);
    let faults = faults.expect("no loads");
    let network = (&model, &switching, options);
    let found = clearings((&district, &catalogue), network, &conditions, &faults);
    let topology = Topology::of(&district);
    let record = |switch: AssetRef| &district.areas[0].network.switches[switch.index as usize];
    let (mut by_residual, mut by_fuse_above) = (0, 0);
    for clearing in found.expect("no loads") {
        let fault = clearing.fault;
        let Some(trip) = clearing.first else {
            continue;
        };
        let above = topology.upstream(model.node(fault.bus));
        assert!(above.contains(&trip.switch), "{}", record(trip.switch).id);
        for rival in &clearing.rivals {
            assert!(rival.earliest_s < trip.latest_s);
        }
        let is_fuse = record(trip.switch).id == "FU1";
        match trip.release {
            Release::Residual => {
                by_residual += 1;
                let earth = fault.earth().norm();
                assert!((trip.amps - earth).abs() < 0.02 * earth, "{trip:?} {earth}");
            }
            Release::Overcurrent if is_fuse => by_fuse_above += 1,
            Release::Overcurrent => {
                let amps = fault.currents[..3].iter().map(|i| i.norm());
                let amps = amps.fold(0.0, f64::max);
                assert!((trip.amps - amps).abs() < 1e-6 * amps, "{trip:?} {amps}");
            }
        }
    }
    // Faults to earth open residual-current devices in a TT area; what happens before
    // the main breaker is the drop-out fuse's.
    assert!(
        by_residual > 50 && by_fuse_above > 0,
        "{by_residual} {by_fuse_above}"
    );
}
