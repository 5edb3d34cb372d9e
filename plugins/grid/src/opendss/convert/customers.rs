//! Loads with their profiles, and a customer, a meter and a meter box for each.

use std::collections::BTreeMap;

use crate::Text;
use crate::area::BoxKind;
use crate::area::raw::{RawBox, RawCustomer, RawLoad, RawMeter, RawProfile};
use crate::opendss::elements::demand::Demand;
use crate::opendss::elements::shape::Shape;
use crate::opendss::report::Report;

/// Height of a meter box's bottom above the ground, m.
const BOX_HEIGHT_M: f64 = 1.6;

/// Loads and whose they are.
#[derive(Default)]
pub struct Consumers {
    /// Loads.
    pub loads: Vec<RawLoad>,
    /// One for each customer's load.
    pub customers: Vec<RawCustomer>,
    /// One for each customer.
    pub meters: Vec<RawMeter>,
    /// One for each meter.
    pub boxes: Vec<RawBox>,
    /// Profiles that loads follow.
    pub profiles: BTreeMap<String, RawProfile>,
}

impl Consumers {
    /// Adds a load and, if it is a customer's, customer, meter and box.
    pub fn add(&mut self, demand: Demand, shapes: &BTreeMap<String, Shape>, report: &mut Report) {
        let profile = self.profile(&demand, shapes, report);
        let customer = demand.is_customer.then(|| self.customer(&demand));
        self.loads.push(RawLoad {
            id: demand.name,
            node: demand.bus,
            connection: demand.connection,
            kw: demand.kw,
            kvar: demand.kvar,
            rated_v: Some(demand.rated_v),
            model: demand.model,
            band: demand.band,
            profile,
            customer,
            deferrable: false,
        });
    }

    fn customer(&mut self, demand: &Demand) -> String {
        let name = &demand.name;
        let [customer, meter, case] = ["customer", "meter", "box"].map(|w| format!("{w}-{name}"));
        self.boxes.push(RawBox {
            id: case.clone(),
            kind: BoxKind::Meter { positions: 1 },
            node: demand.bus.clone(),
            model: None,
            at: None,
            height_m: BOX_HEIGHT_M,
            heading_deg: 0.0,
            asset: String::new(),
            name: Text::default(),
        });
        self.meters.push(RawMeter {
            id: meter.clone(),
            r#box: case,
            position: 1,
            connection: Some(demand.connection),
            ..RawMeter::default()
        });
        self.customers.push(RawCustomer {
            id: customer.clone(),
            number: name.clone(),
            name: Text::new(name, name),
            meter: Some(meter),
            ..RawCustomer::default()
        });
        customer
    }

    fn profile(
        &mut self,
        demand: &Demand,
        shapes: &BTreeMap<String, Shape>,
        report: &mut Report,
    ) -> Option<String> {
        let name = demand.shape.as_ref()?;
        let id = format!("load:{}", demand.name);
        let Some(shape) = shapes.get(name) else {
            let what = Text::new(
                format!("没有负荷曲线“{name}”"),
                format!("there is no load shape `{name}`"),
            );
            report.unsupported(demand.place, &id, what);
            return None;
        };
        let Some(profile) = shape.profile(demand.kw) else {
            let what = Text::new(
                format!("负荷曲线“{name}”为空，或步长不是整秒"),
                format!("load shape `{name}` is empty, or its steps are not whole seconds"),
            );
            report.unsupported(demand.place, &id, what);
            return None;
        };
        if !shape.reactive.is_empty() {
            let what = Text::new(
                format!("忽略负荷曲线“{name}”的无功部分"),
                format!("the reactive part of load shape `{name}` is left out"),
            );
            let remedy = Text::new(
                "无功将随有功变化",
                "reactive power will follow active power",
            );
            report.warning(demand.place, &id, what, remedy);
        }
        let id = profile.id.clone();
        self.profiles.entry(id.clone()).or_insert(profile);
        Some(id)
    }
}
