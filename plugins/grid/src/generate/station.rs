//! The transformer with its fuses, cabinet and feeders.

use super::draft::{Asset, Draft};
use super::geometry::Point;
use super::sizes;
use crate::area::raw::{RawBank, RawBox, RawEarth, RawMeter, RawRating, RawTransformer};
use crate::area::{BoxKind, Earthing, Star, SwitchKind};
use crate::{Conductor, Connection, PhaseOrder, Phases, Text};

/// A transformer and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub at: Point,
    pub heading: f64,
    pub in_box: bool,
    /// Rated power, kVA, and type.
    pub rated: (f64, String),
}

/// Tap position: one step of 2.5 % more turns on the high-voltage side, since lines are
/// held above 10 kV and the low side gives 231 V when nobody draws.
const TAP: f64 = 1.025;

/// Sizes of the catalogue's capacitor banks, kvar.
const BANKS_KVAR: [f64; 6] = [30.0, 60.0, 90.0, 120.0, 150.0, 200.0];

impl Station {
    /// Adds transformer, neutral earth, main breaker, cabinet and gateway meter
    /// below the node `hv`; gives the id of the busbar's node.
    pub fn add(&self, draft: &mut Draft, hv: &str) -> String {
        let (kva, model) = &self.rated;
        let lv = draft.node(
            "LV",
            Phases::ABCN,
            self.at,
            Text::new("变压器低压侧", "Transformer LV side"),
        );
        let bus = draft.node(
            "BUS",
            Phases::ABCN,
            self.at,
            Text::new("低压母线", "LV busbar"),
        );
        let asset = draft.asset(Asset::Transformer);
        draft.area.transformers.push(RawTransformer {
            id: "T1".into(),
            hv: hv.into(),
            lv: lv.clone(),
            rating: RawRating::Catalogue(model.clone()),
            tap: TAP,
            star: Star::Neutral,
            lv_order: PhaseOrder::STRAIGHT,
            ppm_antifloat: 0.0,
            at: Some(self.at.written()),
            heading_deg: self.heading,
            box_substation: self.in_box,
            asset,
            name: Text::new(format!("{kva} kVA 配变"), format!("{kva} kVA transformer")),
        });
        draft.area.earths.push(RawEarth {
            node: lv.clone(),
            conductor: Phases::only(Conductor::N),
            r_ohm: if *kva >= 100.0 { 4.0 } else { 10.0 },
            x_ohm: 0.0,
        });
        let is_tt = draft.area.earthing == Earthing::Tt;
        let breaker = (SwitchKind::Breaker, sizes::main_breaker(*kva, is_tt));
        let name = Text::new("低压总开关", "Main LV breaker");
        draft.switch("Q0", breaker, [&lv, &bus], Phases::ABCN, name);
        self.add_cabinet(draft, &bus);
        draft.area.banks.extend(self.bank(&bus));
        bus
    }

    /// The largest bank that is not above 30 % of the transformer's rating.
    fn bank(&self, bus: &str) -> Option<RawBank> {
        let most = 0.3 * self.rated.0;
        let kvar = BANKS_KVAR.into_iter().rfind(|&kvar| kvar <= most)?;
        Some(RawBank {
            id: "CB1".into(),
            transformer: "T1".into(),
            node: bus.into(),
            model: format!("JPC-{kvar}"),
            asset: String::new(),
            name: Text::new(
                format!("{kvar} kvar 电容器"),
                format!("{kvar} kvar capacitors"),
            ),
        })
    }

    fn add_cabinet(&self, draft: &mut Draft, bus: &str) {
        let (model, height_m) = match (self.in_box, self.rated.0 <= 200.0) {
            (true, _) => ("XB-630", 0.2),
            (false, true) => ("JP-200", 2.0),
            (false, false) => ("JP-400", 2.0),
        };
        let name = if self.in_box {
            Text::new("箱变低压室", "Substation LV compartment")
        } else {
            Text::new("JP柜", "JP cabinet")
        };
        let asset = draft.asset(Asset::Box);
        draft.area.boxes.push(RawBox {
            id: "JP1".into(),
            kind: BoxKind::Cabinet,
            node: bus.into(),
            model: Some(model.into()),
            at: Some(self.at.written()),
            height_m,
            heading_deg: self.heading,
            asset,
            name,
        });
        let asset = draft.asset(Asset::Meter);
        draft.area.meters.push(RawMeter {
            id: "GW1".into(),
            r#box: "JP1".into(),
            position: 1,
            connection: Some(Connection::to_neutral(Phases::ABC)),
            model: Some("DTZY-1.5-6".into()),
            asset,
            address: format!("99{:04}999999", draft.key % 10_000),
        });
    }
}

/// Adds feeder `number` below the busbar; gives the id of the node it begins at.
pub(super) fn add_feeder(
    draft: &mut Draft,
    number: usize,
    bus: &str,
    (at, amps): (Point, f64),
    name: &Text,
) -> String {
    let zh = format!("{number}号出线 {}", name.zh);
    let en = format!("Feeder {number} {}", name.en);
    let head = draft.node(
        &format!("F{number}"),
        Phases::ABCN,
        at,
        Text::new(zh.clone(), en.clone()),
    );
    let device = (SwitchKind::Breaker, sizes::feeder_breaker(amps));
    let name = Text::new(format!("{zh}开关"), format!("{en} breaker"));
    draft.switch(
        &format!("Q{number}"),
        device,
        [bus, &head],
        Phases::ABCN,
        name,
    );
    head
}
