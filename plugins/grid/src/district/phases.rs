//! The phases on which phase switches stand.

use super::District;
use crate::area::Area;
use crate::{AssetRef, Connection, Kind, Phases, Place};

impl District {
    /// The boxes that phase switches feed, in order.
    pub fn phase_switches(&self) -> impl Iterator<Item = AssetRef> + '_ {
        let areas = (0_u16..).zip(&self.areas);
        areas.flat_map(|(k, area)| {
            let boxes = area.phase_switches.iter().map(|switch| switch.box_index);
            boxes.map(move |index| AssetRef::in_area(k, Kind::Box, index as u32))
        })
    }

    /// The phase on which the switch of a box stands; none for a box that has none.
    pub fn phase_of(&self, cabinet: AssetRef) -> Option<Phases> {
        let (area, index) = self.switched(cabinet)?;
        let meter = area.meters.iter().find(|meter| meter.box_index == index)?;
        Some(meter.connection.phases())
    }

    /// The box whose meter counts what a load draws.
    pub fn box_of(&self, load: AssetRef) -> Option<AssetRef> {
        let (Place::Area(k), Kind::Load) = (load.place, load.kind) else {
            return None;
        };
        let area = self.areas.get(usize::from(k))?;
        let customer = area.loads.get(load.index as usize)?.customer?;
        let shelf = area.meters[area.customers[customer].meter?].box_index;
        Some(AssetRef::in_area(k, Kind::Box, shelf as u32))
    }

    /// Puts all that is in a box, and what hangs behind it, on one phase; where no phase
    /// switch feeds the box, or `phase` is not one phase, nothing happens.
    pub fn put_on(&mut self, cabinet: AssetRef, phase: Phases) {
        let (Some((_, index)), Place::Area(k)) = (self.switched(cabinet), cabinet.place) else {
            return;
        };
        if phase.len() != 1 || !Phases::ABC.contains(phase) {
            return;
        }
        let area = &mut self.areas[usize::from(k)];
        let connection = Connection::to_neutral(phase);
        for load in &mut area.loads {
            let meter = load
                .customer
                .and_then(|customer| area.customers[customer].meter);
            if meter.is_some_and(|meter| area.meters[meter].box_index == index) {
                load.connection = connection;
            }
        }
        for meter in area.meters.iter_mut().filter(|m| m.box_index == index) {
            meter.connection = connection;
        }
    }

    /// The area and index of a box that has a phase switch.
    fn switched(&self, cabinet: AssetRef) -> Option<(&Area, usize)> {
        let (Place::Area(k), Kind::Box) = (cabinet.place, cabinet.kind) else {
            return None;
        };
        let area = self.areas.get(usize::from(k))?;
        let index = cabinet.index as usize;
        let mut switches = area.phase_switches.iter();
        switches
            .any(|s| s.box_index == index)
            .then_some((area, index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, RawArea, home};

    /// The small area with another meter in its box, whose drop has all phases and a phase
    /// switch.
    fn small() -> District {
        let text = include_str!("../../tests/small.ron")
            .replace(r#"(id: "b1", phases: "bn""#, r#"(id: "b1", phases: "abcn""#)
            .replace(r#"to: "b1", phases: "bn""#, r#"to: "b1", phases: "abcn""#)
            .replace("BLV-2x16", "BLV-4x16")
            .replace(
                "meters: [",
                r#"meters: [(id: "m2", box: "mb1", position: 1, connection: "bn"),"#,
            )
            .replace(
                "loads: [",
                r#"phase_switches: [(id: "ps1", transformer: "t1", box: "mb1", rating_a: 63)],
                   loads: [(id: "lamp", node: "b1", connection: "bn", kw: 0.1),"#,
            );
        let folder = home::home().expect("a home").join("assets/catalogue");
        let catalogue = Catalogue::open(&folder).into_result().expect("a catalogue");
        let raw = RawArea::from_ron(&text, "small.ron").expect("RON");
        let area = raw.check(&catalogue).into_result();
        District::alone(area.expect("an area"))
    }

    #[test]
    fn all_in_the_box_moves_and_nothing_beside_it() {
        let before = small();
        let cabinet = before.phase_switches().next().expect("a phase switch");
        assert_eq!(before.id(cabinet), "mb1");
        let phase = |letter: &str| letter.parse::<Phases>().expect("a phase");
        assert_eq!(before.phase_of(cabinet), Some(phase("b")));
        let mut district = before.clone();
        district.put_on(cabinet, phase("c"));
        assert_eq!(district.phase_of(cabinet), Some(phase("c")));
        let area = &district.areas[0];
        let meters = area
            .meters
            .iter()
            .map(|m| (m.id.as_str(), m.connection.to_string()));
        let on = |id: &str, connection: &str| (id.to_owned(), connection.to_owned());
        let meters: Vec<_> = meters.map(|(id, connection)| on(id, &connection)).collect();
        assert_eq!(
            meters,
            [on("m2", "cn"), on("gateway", "abcn"), on("m1", "cn")]
        );
        let loads = area.loads.iter().map(|load| load.connection.to_string());
        assert_eq!(
            loads.collect::<Vec<_>>(),
            ["bn", "cn"],
            "the lamp has no meter there"
        );
        district.put_on(cabinet, phase("b"));
        assert!(district == before);
    }

    #[test]
    fn what_cannot_be_does_not_happen() {
        let before = small();
        let mut district = before.clone();
        let cabinet = before.phase_switches().next().expect("a phase switch");
        for phases in [
            Phases::NONE,
            Phases::ABC,
            Phases::ABCN,
            Phases::from_bits(8),
        ] {
            district.put_on(cabinet, phases);
        }
        let other = AssetRef {
            index: 0,
            ..cabinet
        };
        assert_eq!(district.phase_of(other), None);
        district.put_on(other, Phases::from_bits(1));
        district.put_on(AssetRef::in_area(7, Kind::Box, 0), Phases::from_bits(1));
        assert!(district == before);
    }
}
