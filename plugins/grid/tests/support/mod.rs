//! Areas of any size for tests and benchmarks: a transformer, a tree of poles, and at
//! each pole a meter box with four customers.

use taiqu_grid::area::raw::{
    RawBox, RawCustomer, RawEarth, RawLoad, RawMeter, RawNode, RawRating, RawSection, RawSupply,
    RawSwitch, RawTransformer,
};
use taiqu_grid::area::{BoxKind, Earthing, LoadModel, Source, Star, SwitchKind};
use taiqu_grid::{Catalogue, Conductor, Connection, PhaseOrder, Phases, RawArea, Text, home};

/// The shipped catalogue.
pub fn catalogue() -> Catalogue {
    let folder = home::home().expect("a home").join("assets/catalogue");
    Catalogue::open(&folder).value.expect("a catalogue")
}

const PHASES: [Conductor; 3] = [Conductor::A, Conductor::B, Conductor::C];
const CUSTOMERS_PER_POLE: usize = 4;

/// An area of so many poles; `seed` chooses which pole each one hangs on.
pub fn area(id: &str, poles: usize, seed: u64) -> RawArea {
    let mut area = head(id);
    for k in 0..poles {
        let mixed = (seed ^ k as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let above = if k == 0 {
            None
        } else {
            Some(k - 1 - mixed as usize % k.min(3))
        };
        add_pole(&mut area, k, above);
    }
    area
}

fn head(id: &str) -> RawArea {
    let node = |id: &str, phases, nominal_v| RawNode {
        id: id.into(),
        phases,
        at: Some((0.0, 0.0)),
        nominal_v,
        ..RawNode::default()
    };
    RawArea {
        id: id.into(),
        name: Text::new("测试台区", "Test area"),
        source: "made for tests".into(),
        licence: "CC0".into(),
        coordinates: "local metres".into(),
        nominal_v: 380.0,
        frequency_hz: 50.0,
        earthing: Earthing::Tt,
        supply: Some(RawSupply {
            node: "hv".into(),
            source: Source {
                voltage_v: 10_000.0,
                angle_deg: 0.0,
                r1_ohm: 0.3,
                x1_ohm: 0.9,
                r0_ohm: 0.3,
                x0_ohm: 0.9,
            },
        }),
        nodes: vec![
            node("hv", Phases::ABC, Some(10_000.0)),
            node("lv", Phases::ABCN, None),
            node("bus", Phases::ABCN, None),
        ],
        switches: vec![RawSwitch {
            id: "main".into(),
            kind: SwitchKind::Breaker,
            from: "lv".into(),
            to: "bus".into(),
            phases: Phases::ABCN,
            closed: true,
            device: Some("MCCB-400-R300".into()),
            asset: String::new(),
            name: Text::default(),
        }],
        transformers: vec![RawTransformer {
            id: "t1".into(),
            hv: "hv".into(),
            lv: "lv".into(),
            rating: RawRating::Catalogue("S20-400".into()),
            tap: 1.0,
            star: Star::Neutral,
            lv_order: PhaseOrder::STRAIGHT,
            ppm_antifloat: 0.0,
            at: None,
            heading_deg: 0.0,
            box_substation: false,
            asset: String::new(),
            name: Text::default(),
        }],
        earths: vec![RawEarth {
            node: "lv".into(),
            conductor: Phases::only(Conductor::N),
            r_ohm: 4.0,
            x_ohm: 0.0,
        }],
        ..RawArea::default()
    }
}

fn add_pole(area: &mut RawArea, k: usize, above: Option<usize>) {
    let pole = format!("p{k}");
    let from = above.map_or_else(|| String::from("bus"), |above| format!("p{above}"));
    let start = area.nodes.iter().find(|node| node.id == from);
    let (x, y) = start.and_then(|node| node.at).unwrap_or_default();
    let at = if k.is_multiple_of(2) {
        (x + 40.0, y)
    } else {
        (x, y + 40.0)
    };
    area.nodes.push(RawNode {
        id: pole.clone(),
        phases: Phases::ABCN,
        at: Some(at),
        pole: Some("RC150-10-D".into()),
        ..RawNode::default()
    });
    area.sections.push(RawSection {
        id: format!("s{k}"),
        from,
        to: pole.clone(),
        phases: Phases::ABCN,
        length_m: 40.5,
        line_type: "JKLYJ-4x70".into(),
        ..RawSection::default()
    });
    let node = format!("b{k}");
    area.nodes.push(RawNode {
        id: node.clone(),
        phases: Phases::ABCN,
        at: Some((at.0 + 8.0, at.1 + 6.0)),
        ..RawNode::default()
    });
    area.sections.push(RawSection {
        id: format!("d{k}"),
        from: pole,
        to: node.clone(),
        phases: Phases::ABCN,
        length_m: 10.5,
        line_type: "BV-4x16".into(),
        ..RawSection::default()
    });
    area.boxes.push(RawBox {
        id: format!("mb{k}"),
        kind: BoxKind::Meter { positions: 4 },
        node: node.clone(),
        model: Some("MB-4".into()),
        at: None,
        height_m: 1.6,
        heading_deg: 90.0,
        asset: String::new(),
        name: Text::default(),
    });
    for place in 0..CUSTOMERS_PER_POLE {
        let number = k * CUSTOMERS_PER_POLE + place;
        let phase = PHASES[number % PHASES.len()];
        let connection = Connection::to_neutral(Phases::only(phase));
        area.meters.push(RawMeter {
            id: format!("m{number}"),
            r#box: format!("mb{k}"),
            position: place as u32 + 1,
            connection: Some(connection),
            model: Some("DDZY-5-60".into()),
            asset: format!("{number:022}"),
            address: format!("{number:012}"),
        });
        area.customers.push(RawCustomer {
            id: format!("c{number}"),
            number: format!("31{number:08}"),
            name: Text::new(format!("客户{number}"), format!("Customer {number}")),
            address: Text::new(
                format!("幸福路{number}号"),
                format!("{number} Happiness Road"),
            ),
            meter: Some(format!("m{number}")),
            earth_ohm: Some(50.0),
            ..RawCustomer::default()
        });
        area.loads.push(RawLoad {
            id: format!("l{number}"),
            node: node.clone(),
            connection,
            kw: 2.0,
            kvar: 0.4,
            rated_v: None,
            model: LoadModel::default(),
            band: None,
            profile: None,
            customer: Some(format!("c{number}")),
            deferrable: false,
        });
    }
}
