//! Selectivity of a shipped area.

use taiqu_grid::{AssetRef, Catalogue, District, home, read};
use taiqu_powerflow::protection::{Band, clashes};
use taiqu_powerflow::{FaultConditions, FaultType, Model, Options, Switching, short_circuits};

#[test]
fn a_clash_is_where_the_upper_device_may_open_first() {
    let root = home::home().expect("a home");
    let catalogue = Catalogue::open(&root.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let area = read::read_area(&root.join("scenarios/areas/village.ron"), &catalogue);
    let district = District::alone(area.into_result().expect("the village"));
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
    assert!(!found.is_empty());
    for clash in found {
        let (upper, lower) = (band(clash.upstream), band(clash.downstream));
        // Just above the limit the order is no longer sure, just below it is.
        if let Some(amps) = clash.alone_up_to_a {
            assert!(amps < clash.largest_a);
            assert!(lower.opens(amps).1 < upper.opens(amps).0);
            let above = amps * (1.0 + 1e-6);
            assert!(lower.opens(above).1 >= upper.opens(above).0);
        }
    }
}
