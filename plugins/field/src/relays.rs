//! The relays in meters, by which customers are disconnected and connected again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::Refusal;

/// Which relays are open, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relays {
    /// Meters that were told to open.
    opened: BTreeSet<AssetRef>,
    /// Meters without credit, which open by themselves and do not close when told.
    owing: BTreeSet<AssetRef>,
}

impl Relays {
    /// Whether a meter's relay is open.
    pub fn is_open(&self, meter: AssetRef) -> bool {
        self.opened.contains(&meter) || self.owing.contains(&meter)
    }

    /// A meter is told to open.
    pub(crate) fn open(&mut self, meter: AssetRef) {
        self.opened.insert(meter);
    }

    /// A meter is told to close.
    pub(crate) fn close(&mut self, meter: AssetRef) -> Result<(), Refusal> {
        if self.owing.contains(&meter) {
            return Err(Refusal::InArrears);
        }
        self.opened.remove(&meter);
        Ok(())
    }

    /// A meter's credit is used up.
    pub(crate) fn run_out(&mut self, meter: AssetRef) {
        self.owing.insert(meter);
    }

    /// What was owed at a meter is paid: whatever opened its relay, it closes.
    pub(crate) fn settle(&mut self, meter: AssetRef) {
        self.owing.remove(&meter);
        self.opened.remove(&meter);
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Kind;

    use super::*;

    #[test]
    fn a_meter_without_credit_does_not_close_until_it_is_paid() {
        let meter = AssetRef::in_area(0, Kind::Meter, 3);
        let mut relays = Relays::default();
        relays.run_out(meter);
        assert!(relays.is_open(meter));
        assert_eq!(relays.close(meter), Err(Refusal::InArrears));
        relays.settle(meter);
        assert!(!relays.is_open(meter));
        relays.open(meter);
        assert!(relays.is_open(meter));
        assert_eq!(relays.close(meter), Ok(()));
        assert!(!relays.is_open(meter));
    }
}
