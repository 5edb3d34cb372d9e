//! Buildings that are more than homes: committee, clinic, shops, workshop, pump.

use super::poles::{Head, PoleRef, Span, nearest, stations};
use super::{Lot, Plan, Role};
use crate::Text;
use crate::area::BuildingStyle;
use crate::generate::geometry::Footprint;

impl Plan {
    /// A pump house at the river, with a track and a line of poles to it.
    pub(super) fn set_pump(&mut self) {
        let want = self.layout.platform_s + 0.55 * (self.layout.end - self.layout.platform_s);
        let lanes = &self.layout.south_lanes;
        let is_free = |(s, _): &&(f64, PoleRef)| lanes.iter().all(|lane| (lane - s).abs() > 14.0);
        let free: Vec<_> = self.main_poles.iter().filter(is_free).copied().collect();
        let Some((s, head)) = nearest(&free, want) else {
            return;
        };
        let pump_t = self.layout.river + self.layout.river_half + 9.5;
        let main_t = self.manner.main_width / 2.0;
        let track = self.spine.cross_line(0.0, pump_t + 4.0, |_| s + 4.6);
        let street = self.streets.len();
        self.street(Text::new("河埠路", "Landing Track"), track, 3.0);
        let places = stations(&[main_t + 0.9, pump_t + 6.0], 48.0);
        let places: Vec<_> = places.into_iter().map(|t| (s + 1.6, t)).collect();
        let name = Text::new("泵房", "Pump House");
        self.run("pump", name, Head::Pole(head), &places, Span::Branch);
        let centre = self.spine.place(s + 7.2, pump_t);
        let footprint = Footprint::new(centre, 4.2, 3.4, self.spine.across(s));
        self.land.buildings.push(footprint);
        self.lots.push(Lot {
            footprint,
            height: 3.0,
            style: BuildingStyle::Shed,
            street,
            number: 1,
            role: Role::Pump,
            customers: 1,
        });
    }

    /// Turns some of the homes on the main road into what every place has.
    pub(super) fn give_roles(&mut self) {
        let mut wanted = vec![
            (0.0, Role::Committee, BuildingStyle::Public),
            (14.0, Role::Shop, BuildingStyle::Shop),
        ];
        if self.lots.len() >= 30 {
            wanted.push((38.0, Role::Clinic, BuildingStyle::Public));
            wanted.push((70.0, Role::Shop, BuildingStyle::Shop));
            wanted.push((900.0, Role::Workshop, BuildingStyle::Hall));
        }
        if self.lots.len() >= 150 || (self.manner.is_town && self.lots.len() >= 30) {
            wanted.push((120.0, Role::School, BuildingStyle::Public));
        }
        for (ahead, role, style) in wanted {
            let want = self
                .spine
                .place((self.layout.platform_s + ahead).min(self.layout.end), 0.0);
            let free =
                |lot: &&mut Lot| lot.street == 0 && matches!(lot.role, Role::Home | Role::Shop);
            let plain = |lot: &&mut Lot| lot.role == Role::Home || self.manner.is_town;
            let near = |lot: &Lot| lot.footprint.centre.to(want);
            let lots = self.lots.iter_mut().filter(free).filter(plain);
            let Some(lot) = lots.min_by(|a, b| near(a).total_cmp(&near(b))) else {
                continue;
            };
            (lot.role, lot.style, lot.customers) = (role, style, 1);
            lot.height = match role {
                Role::Workshop => 5.2,
                Role::Clinic => 3.8,
                _ => 7.0,
            };
        }
    }
}
