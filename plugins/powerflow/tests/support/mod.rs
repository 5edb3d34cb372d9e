//! Builds areas in a few words.
#![allow(dead_code, reason = "each test binary uses its own part")]

use num_complex::Complex64;
use taiqu_grid::area::{
    Area, Earth, Earthing, Laying, Load, LoadModel, Location, Network, Node, Rating, Section,
    Source, Star, Supply, Surroundings, Switch, SwitchKind, Transformer, Vector,
};
use taiqu_grid::{AssetRef, Conductor, District, Kind, PhaseOrder, Phases, Text};

pub type Matrix = [[Complex64; 4]; 4];

/// A source of 400 V between phases behind a small impedance.
pub const SOURCE: Source = Source {
    voltage_v: 400.0,
    angle_deg: 0.0,
    r1_ohm: 0.005,
    x1_ohm: 0.02,
    r0_ohm: 0.01,
    x0_ohm: 0.03,
};

/// A 400 kVA transformer, 10 kV to 400 V.
pub const RATING: Rating = Rating {
    kva: 400.0,
    hv_v: 10_000.0,
    lv_v: 400.0,
    vector: Vector::Dyn11,
    x_pct: 4.0,
    r_pct: 1.0,
    no_load_pct: 0.2,
    magnetising_pct: 1.0,
    zero_pct: None,
};

pub fn phases(text: &str) -> Phases {
    text.parse().expect("conductors")
}

/// An area without anything, fed at node 0.
pub fn empty(source: Source) -> Area {
    Area {
        id: "area".into(),
        name: Text::default(),
        source: String::new(),
        licence: String::new(),
        coordinates: String::new(),
        nominal_v: 400.0,
        frequency_hz: 50.0,
        earthing: Earthing::Tt,
        location: Location::default(),
        line: None,
        supply: Some(Supply { node: 0, source }),
        relief: None,
        profiles: Vec::new(),
        network: Network::default(),
        transformers: Vec::new(),
        boxes: Vec::new(),
        meters: Vec::new(),
        customers: Vec::new(),
        loads: Vec::new(),
        banks: Vec::new(),
        phase_switches: Vec::new(),
        surroundings: Surroundings::default(),
    }
}

pub fn node(area: &mut Area, conductors: &str) -> usize {
    area.network.nodes.push(Node {
        id: format!("n{}", area.network.nodes.len()),
        phases: phases(conductors),
        at: None,
        nominal_v: area.nominal_v,
        pole: None,
        footing_m_s: None,
        asset: String::new(),
        name: Text::default(),
    });
    area.network.nodes.len() - 1
}

/// `own` on the diagonal and `mutual` beside it, Ω, for `conductors`.
pub fn matrix(conductors: Phases, own: Complex64, mutual: Complex64) -> Matrix {
    let mut z = [[Complex64::ZERO; 4]; 4];
    for r in conductors.iter() {
        for c in conductors.iter() {
            z[r.index()][c.index()] = if r == c { own } else { mutual };
        }
    }
    z
}

pub fn section(area: &mut Area, from: usize, to: usize, conductors: &str, z: Matrix) -> AssetRef {
    let index = area.network.sections.len();
    area.network.sections.push(Section {
        id: format!("s{index}"),
        from,
        to,
        phases: phases(conductors),
        length_m: 100.0,
        line_type: String::new(),
        laying: Laying::Overhead,
        z_ohm: z,
        y_siemens: [[Complex64::ZERO; 4]; 4],
        ampacity_a: None,
        via: Vec::new(),
        asset: String::new(),
        name: Text::default(),
    });
    AssetRef::in_area(0, Kind::Section, index as u32)
}

pub fn switch(area: &mut Area, from: usize, to: usize, conductors: &str) -> AssetRef {
    let index = area.network.switches.len();
    area.network.switches.push(Switch {
        id: format!("w{index}"),
        kind: SwitchKind::LoadSwitch,
        from,
        to,
        phases: phases(conductors),
        closed: true,
        rated_a: None,
        device: None,
        asset: String::new(),
        name: Text::default(),
    });
    AssetRef::in_area(0, Kind::Switch, index as u32)
}

pub fn transformer(area: &mut Area, hv: usize, lv: usize, rating: Rating) -> AssetRef {
    let index = area.transformers.len();
    area.transformers.push(Transformer {
        id: format!("t{index}"),
        hv,
        lv,
        rating,
        model: None,
        tap: 1.0,
        star: Star::Neutral,
        lv_order: PhaseOrder::STRAIGHT,
        ppm_antifloat: 0.0,
        at: None,
        heading_deg: 0.0,
        box_substation: false,
        asset: String::new(),
        name: Text::default(),
    });
    AssetRef::in_area(0, Kind::Transformer, index as u32)
}

pub fn earth(area: &mut Area, node: usize, z_ohm: Complex64) {
    area.network.earths.push(Earth {
        node,
        conductor: Conductor::N,
        z_ohm,
    });
}

pub fn load(area: &mut Area, node: usize, connection: &str, kw: f64, kvar: f64) -> usize {
    let index = area.loads.len();
    let connection: taiqu_grid::Connection = connection.parse().expect("a connection");
    let nominal_v = area.network.nodes[node].nominal_v;
    area.loads.push(Load {
        id: format!("l{index}"),
        node,
        connection,
        kw,
        kvar,
        rated_v: if connection.is_delta() {
            nominal_v
        } else {
            nominal_v / 3.0_f64.sqrt()
        },
        model: LoadModel::ConstantPower,
        band: None,
        profile: None,
        customer: None,
        deferrable: false,
    });
    index
}

pub fn alone(area: &Area) -> District {
    District::alone(area.clone())
}
