//! Elements with `OpenDSS`'s defaults and side effects.

use super::{Deck, assert_close, clean, run};
use crate::area::raw::{RawImpedance, RawRating};
use crate::area::{LoadModel, Vector};

/// Ω of the diagonal and beside it, nF of the diagonal, of the whole first section.
fn first_section(text: &str) -> [f64; 5] {
    let area = clean(text).area;
    let section = &area.sections[0];
    let code = area.line_codes.iter().find(|c| c.id == section.line_type);
    let km = section.length_m / 1000.0;
    match &code.expect("a code").impedance {
        RawImpedance::Matrix {
            r_ohm_per_km: r,
            x_ohm_per_km: x,
            c_nf_per_km: c,
        } => {
            let c = c.first().map_or(0.0, |row| row[0]);
            let beside = |m: &Vec<Vec<f64>>| m[0].get(1).copied().unwrap_or(0.0);
            [r[0][0], x[0][0], beside(r), beside(x), c].map(|v| v * km)
        }
        &RawImpedance::Sequence {
            r1_ohm_per_km: r1,
            x1_ohm_per_km: x1,
            r0_ohm_per_km: r0,
            x0_ohm_per_km: x0,
            c1_nf_per_km: c1,
            c0_nf_per_km: c0,
        } => [
            (2.0 * r1 + r0) / 3.0,
            (2.0 * x1 + x0) / 3.0,
            (r0 - r1) / 3.0,
            (x0 - x1) / 3.0,
            (2.0 * c1 + c0) / 3.0,
        ]
        .map(|v| v * km),
    }
}

const CODES: &str = "New linecode.m nphases=3 units=km rmatrix=[0.2|0.05 0.2|0.05 0.05 0.2] xmatrix=[0.3|0.1 0.3|0.1 0.1 0.3] cmatrix=[0|0 0|0 0 0]
New linecode.s nphases=3 units=km r1=.4 x1=.1 r0=1.2 x0=.3 c1=10 c0=5
New line.a bus1=src bus2=b ";

/// Figures in this table are `OpenDSS`'s own, read from the primitive admittance
/// matrix of the line that the same text defines.
#[test]
fn lines_as_opendss_builds_them() {
    let cases = [
        (
            "linecode=s length=100 units=m",
            [0.2 / 3.0, 0.05 / 3.0, 0.08 / 3.0, 0.02 / 3.0, 2.5 / 3.0],
        ),
        (
            "length=0.1 linecode=s",
            [0.2 / 3.0, 0.05 / 3.0, 0.08 / 3.0, 0.02 / 3.0, 2.5 / 3.0],
        ),
        (
            "length=500 units=ft linecode=s",
            [0.1016, 0.0254, 0.04064, 0.01016, 1.27],
        ),
        (
            "linecode=m length=200 units=m",
            [0.04, 0.06, 0.01, 0.02, 0.0],
        ),
        // A switch given a matrix code afterwards keeps the switch's impedance.
        (
            "length=1 switch=y linecode=m units=km",
            [0.001, 0.001, 0.0, 0.0, 0.003_499_562_554_680_665],
        ),
        (
            "linecode=m length=1 units=km switch=y",
            [0.001, 0.001, 0.0, 0.0, 0.003_2 / 3.0],
        ),
        (
            "switch=y units=m",
            [0.001, 0.001, 0.0, 0.0, 0.003_2 / 3.0 / 304.8],
        ),
        (
            "r1=0.1 x1=0.1 units=m length=100",
            [
                12.613_333_333_333_333,
                20.156_666_666_666_67,
                2.613_333_333_333_333,
                10.156_666_666_666_667,
                0.918_635_170_603_674_5,
            ],
        ),
        (
            "r1=.1 units=km units=m length=500",
            [
                0.063_066_666_666_667,
                0.107_65,
                0.013_066_666_666_667,
                0.047_35,
                0.004_593_175_853_018_37,
            ],
        ),
        (
            "rmatrix=[.1|0 .1|0 0 .1] units=km length=.5",
            [0.05, 0.107_65, 0.0, 0.047_35, 1.4],
        ),
    ];
    for (line, expected) in cases {
        let found = first_section(&format!("{CODES}{line}"));
        for (found, expected) in found.into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
                "{line}: {found} {expected}"
            );
        }
    }
}

/// Reactance of a code for 50 Hz at a solution of 50 Hz stays, of a line for 60 Hz
/// shrinks, with the earth return's share by logarithm (numbers from `OpenDSS`).
#[test]
fn reactances_follow_the_frequency() {
    let text = "New circuit.c basekv=0.4
New linecode.l nphases=1 basefreq=50 rmatrix=[0.1] xmatrix=[0.06] cmatrix=[0]
New line.a bus1=sourcebus.1 bus2=b.1 linecode=l length=1 units=km
New line.b bus1=sourcebus.1 bus2=b.1 phases=1 r1=0.1 x1=0.06 c1=0 length=1 units=km
Set defaultbasefreq=50";
    let deck = Deck::new(&[("m.dss", text)]);
    let area = deck.import("m.dss").expect("an import").area;
    let figures = |id: &str| match &area
        .line_codes
        .iter()
        .find(|c| c.id == id)
        .expect(id)
        .impedance
    {
        RawImpedance::Matrix {
            r_ohm_per_km: r,
            x_ohm_per_km: x,
            ..
        } => [r[0][0], x[0][0]],
        RawImpedance::Sequence { .. } => panic!("a matrix is expected"),
    };
    let [r, x] = figures("l");
    assert_close(r, 0.1);
    assert_close(x, 0.06);
    let [r, x] = figures("b");
    assert_close(r, 0.096_991_666_666_666_68);
    assert_close(x, 0.051_746_542_357_395_82);
}

#[test]
fn the_source_by_currents_powers_and_ohms() {
    let source = |text: &str| {
        let deck = Deck::new(&[(
            "m.dss",
            &format!("set defaultbasefreq=50\nnew circuit.c {text}"),
        )]);
        let supply = deck.import("m.dss").expect("an import").area.supply;
        let source = supply.expect("a supply").source;
        [source.r1_ohm, source.x1_ohm, source.r0_ohm, source.x0_ohm]
    };
    let cases = [
        (
            "basekv=11 pu=1.05 isc3=3000 isc1=5",
            [
                0.513_436_030_810_27,
                2.053_744_123_241_08,
                1_203.654_688_455_84,
                3_610.964_065_367_53,
            ],
        ),
        ("basekv=.4 r1=.1 x1=.2 r0=.3 x0=.5", [0.1, 0.2, 0.3, 0.5]),
        ("basekv=.4 z1=[0.1 0.2]", [0.1, 0.2, 0.1, 0.2]),
        (
            "basekv=.4 basemva=1 puz1=[0.1 .2]",
            [0.016, 0.032, 0.016, 0.032],
        ),
        (
            "basekv=.4 r1=.1 x1=.2",
            [0.1, 0.2, 1.796_035_830_123_35, 5.388_107_490_370_06],
        ),
        (
            "basekv=.4 isc3=20000 mvasc1=1",
            [
                0.000_019_402_850_002_9,
                0.000_077_611_400_011_6,
                0.151_738_880_228_47,
                0.455_216_640_685_411,
            ],
        ),
    ];
    for (text, expected) in cases {
        for (found, expected) in source(text).into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-9 * expected,
                "{text}: {found} {expected}"
            );
        }
    }
}

#[test]
fn loads_by_every_way_of_giving_power() {
    let load = |text: &str| clean(&format!("New load.L {text}")).area.loads[0].clone();
    let given = load("phases=1 bus1=Src.1 kv=0.23 kw=2 pf=0.8");
    assert_close(given.kvar, 1.5);
    assert_eq!(given.id, "l");
    assert_eq!(given.node, "src");
    assert_eq!(given.connection.to_string(), "ae");
    assert_eq!(given.rated_v, Some(230.0));
    assert_eq!(given.model, LoadModel::ConstantPower);
    assert_eq!(
        given.band.map(|b| [b.low, b.min, b.max]),
        Some([0.5, 0.95, 1.05])
    );
    assert_close(
        load("1 src.2 (0.4 3 sqrt /) kw=1").rated_v.expect("volts"),
        400.0 / 3f64.sqrt(),
    );
    assert_close(load("bus1=src kva=5 pf=-0.6 kv=.4").kvar, -4.0);
    assert_close(load("bus1=src kw=3 kvar=1 pf=.5 kv=.4").kvar, 1.0);
    assert_close(load("bus1=src kv=.4 kw=3 kvar=1 kva=10 pf=.6").kw, 6.0);
    let zip = load("bus1=src.1.2.3.4 kv=.4 kw=1 model=8 zipv=(.1 .2 .7 .3 .3 .4 .8) conn=wye");
    let expected = LoadModel::Zip {
        p: [0.1, 0.2, 0.7],
        q: [0.3, 0.3, 0.4],
        cut_off: 0.8,
    };
    assert_eq!(
        (zip.model, zip.connection.to_string().as_str()),
        (expected, "abcn")
    );
    let cvr = load("bus1=src.1.2 phases=1 conn=delta kv=.4 model=4 cvrw=.4 cvrv=3");
    assert_eq!(cvr.model, LoadModel::Exponential { p: 0.4, q: 3.0 });
    assert_eq!(load("bus1=src kv=.4 model=2").band, None);
}

#[test]
fn transformers_and_their_taps() {
    let text = "New transformer.t windings=2 buses=[src.1.2.3 lv.1.2.3.4] conns=[delta wye] kvs=[11 .4] kvas=[500 500] %rs=[1 2] xhl=5 %noloadloss=5 %imag=11 leadlag=euro taps=[1.02 0.97]";
    let area = clean(text).area;
    let transformer = &area.transformers[0];
    let RawRating::Given(rating) = transformer.rating.clone() else {
        panic!("figures are expected");
    };
    assert_eq!(rating.vector, Vector::Dyn11);
    let square = 0.97 * 0.97;
    assert_close(transformer.tap, 1.02 / 0.97);
    assert_close(rating.r_pct, 3.0 * square);
    assert_close(rating.x_pct, 5.0 * square);
    assert_close(rating.no_load_pct, 5.0 / square);
    assert_close(rating.magnetising_pct, 11.0 / square);
    assert_close(transformer.ppm_antifloat, 1.0);
    assert_close(area.nominal_v, 400.0);

    let code =
        "New xfmrcode.c windings=2 kvs=[11 .4] conns=[delta wye] kvas=[100 100] %loadloss=2 xhl=4
New transformer.t xfmrcode=c
~ wdg=1 bus=src
~ wdg=2 bus=lv.1.2.3.0 tap=1.05";
    let area = clean(code).area;
    let RawRating::Given(rating) = area.transformers[0].rating.clone() else {
        panic!("figures are expected");
    };
    assert_eq!((rating.vector, rating.kva), (Vector::Dyn1, 100.0));
    assert_close(rating.r_pct, 2.0 * 1.05 * 1.05);
    assert_eq!(
        area.nodes
            .iter()
            .find(|n| n.id == "lv")
            .expect("a node")
            .phases
            .to_string(),
        "abc"
    );
}

/// An array leaves the last winding active; crossed phases become an order.
#[test]
fn transformers_with_crossed_phases() {
    let text =
        "New transformer.t buses=[src.2.1.3 lv.2.3.1.0] conns=[delta wye] kvs=[11 .4] tap=1.1";
    let area = clean(text).area;
    let transformer = &area.transformers[0];
    let RawRating::Given(rating) = transformer.rating.clone() else {
        panic!("figures are expected");
    };
    assert_eq!(rating.vector, Vector::Dyn11);
    assert_eq!(transformer.lv_order.to_string(), "cba");
    assert_close(transformer.tap, 1.0 / 1.1);
}

#[test]
fn actual_shapes_become_factors() {
    let text = "New loadshape.s npts=3 interval=1 mult=[1 4 2] useactual=yes
New load.a phases=1 bus1=src.1 kv=.23 kw=9 pf=.8 daily=s";
    let area = clean(text).area;
    assert_close(area.loads[0].kw, 4.0);
    assert_close(area.loads[0].kvar, 3.0);
    assert_eq!(area.profiles[0].values, [0.5, 0.25, 1.0]);

    // Without a power factor the reactive power is the shape's at the peak.
    let text = "New loadshape.s npts=3 interval=1 mult=[1 4 2] qmult=[.1 .7 .9] useactual=yes
New load.a phases=1 bus1=src.1 kv=.23 kw=9 kvar=2 daily=s";
    let load = &run(text).area.loads[0];
    assert_close(load.kw, 4.0);
    assert_close(load.kvar, 0.7);
}

#[test]
fn loads_by_a_transformer_or_a_bill() {
    let load = |text: &str| {
        let area = clean(&format!("New load.l phases=1 bus1=src.1 kv=.23 {text}")).area;
        (area.loads[0].kw * 1e4).round() / 1e4
    };
    assert_close(load("xfkva=10 pf=.9"), 4.4);
    assert_close(load("pf=.9 xfkva=10 allocationfactor=.3"), 2.7);
    assert_close(load("kwh=1000 pf=.7"), 5.5556);
}

#[test]
fn a_neutral_earthed_at_one_end_and_an_electrode() {
    let text = "New linecode.z nphases=4 units=km rmatrix=[1|0 1|0 0 1|0 0 0 2] xmatrix=[1|0 1|0 0 1|0 0 0 2] cmatrix=[0|0 0|0 0 0|0 0 0 0]
New line.a bus1=src.1.2.3.0 bus2=b.4.1.2.3 linecode=z length=1 units=km
New line.b bus1=src.1.2.3.0 bus2=b.1.2.3.4 linecode=z length=1 units=km
New reactor.g phases=1 bus1=b.4 r=10 x=1";
    let import = run(text);
    assert_eq!(import.problems.len(), 1, "the crossed line is refused");
    let area = import.area;
    assert_eq!(area.earths.len(), 2);
    assert_eq!(
        (
            area.earths[0].node.as_str(),
            area.earths[0].r_ohm,
            area.earths[0].x_ohm
        ),
        ("b", 10.0, 1.0)
    );
    assert_eq!(area.earths[1].node, "src");
    assert_eq!(area.nodes[0].phases.to_string(), "abcn");
    assert_eq!(area.sections[0].phases.to_string(), "abcn");
}

/// Figures are `OpenDSS`'s own, of the matrices it builds from these wires.
#[test]
fn wires_at_their_places() {
    let wire =
        "New wiredata.w rdc=.3 rac=.31 runits=km gmrac=.005 gmrunits=m radius=.0065 radunits=m
";
    let expected = [
        0.348_923_641_761 * 0.3,
        0.768_048_624_067 * 0.3,
        0.048_649_681_529 * 0.3,
        0.492_717_783_969 * 0.3,
        9.725_445_075_643 * 0.3,
    ];
    let spaced = "New linespacing.s nconds=4 nphases=4 units=m x=[0 .4 .8 1.2] h=[8 8 8 8]
New line.l bus1=src.1.2.3.4 bus2=b.1.2.3.4 spacing=s wires=[w w w w] length=300 units=m";
    let places = ["x=0 h=8 units=m", "x=.4 h=8", "x=.8 h=8", "x=1.2 h=8"];
    let places: Vec<String> = (1..)
        .zip(places)
        .map(|(k, place)| format!("cond={k} wire=w {place}"))
        .collect();
    let geometry = format!(
        "New linegeometry.g nconds=4 nphases=4 {}
New line.l bus1=src.1.2.3.4 bus2=b.1.2.3.4 geometry=g length=.3 units=km",
        places.join(" ")
    );
    for text in [spaced, &geometry] {
        for (found, expected) in first_section(&format!("{wire}{text}"))
            .into_iter()
            .zip(expected)
        {
            assert!(
                (found / expected - 1.0).abs() < 1e-6,
                "{text}: {found} {expected}"
            );
        }
    }
    let buried = "New linespacing.s nconds=1 nphases=1 x=[0] h=[0]
New line.l bus1=src.1 bus2=b.1 phases=1 spacing=s wires=[w] length=300 units=m";
    assert!(!run(&format!("{wire}{buried}")).problems.is_empty());
}
