//! Generators, inverters, capacitors and reactors. Powers are those that `OpenDSS`
//! gives for the same text.

use super::{assert_close, clean, run};
use crate::area::raw::RawLoad;
use crate::area::{LoadModel, VoltageBand};

fn only(text: &str) -> RawLoad {
    let loads = run(text).area.loads;
    assert_eq!(loads.len(), 1, "{text}");
    loads[0].clone()
}

fn assert_power(text: &str, [kw, kvar]: [f64; 2]) {
    let load = only(text);
    let near = |found: f64, expected: f64| (found - expected).abs() < 1e-4;
    let is_near = near(load.kw, kw) && near(load.kvar, kvar);
    assert!(is_near, "{text}: {} {}", load.kw, load.kvar);
}

#[test]
fn generators_follow_each_figure_as_it_is_given() {
    let new = |text: &str| format!("New generator.g phases=1 bus1=src.1 kv=.23 {text}");
    assert_power(&new("kw=8 kvar=1"), [-8.0, -1.0]);
    assert_power(&new("kvar=1 kw=8"), [-8.0, -0.008]);
    assert_power(&new("pf=.9 kw=8"), [-8.0, -3.8746]);
    assert_power(&new("kw=8 kvar=-1\n~ kw=4"), [-4.0, 0.5]);
    let band = only(&new("kw=8 vminpu=.8 vmaxpu=1.2")).band;
    let expected = VoltageBand {
        low: 0.0,
        min: 0.8,
        max: 1.2,
    };
    assert_eq!(band, Some(expected));
    assert_eq!(
        only(&new("kw=8 model=2")).model,
        LoadModel::ConstantImpedance
    );
    assert_eq!(run(&new("kw=8 model=3")).problems.len(), 1);
    assert_eq!(run(&new("kw=8 dispmode=price")).problems.len(), 1);
}

#[test]
fn photovoltaics_behind_their_inverter() {
    let new = |text: &str| {
        format!(
            "New xycurve.e npts=3 xarray=[.2 .5 1] yarray=[.8 .9 .97]
New xycurve.t npts=3 xarray=[0 25 75] yarray=[1.2 1 .6]
New pvsystem.p phases=1 bus1=src.1 kv=.23 kva=5 {text}"
        )
    };
    for (text, power) in [
        ("pmpp=4 irradiance=.5", [-2.0, 0.0]),
        ("pmpp=.5", [0.0, 0.0]),
        ("pmpp=8", [-5.0, 0.0]),
        ("pmpp=4 %pmpp=50", [-2.0, 0.0]),
        ("pmpp=4 pf=-.9", [-4.0, 1.9373]),
        ("pmpp=8 pf=.9", [-3.1603, -3.8746]),
        ("pmpp=8 kvar=2", [-4.5826, -2.0]),
        ("pmpp=4 irradiance=.1 kvar=1", [0.0, -1.0]),
        (
            "pmpp=4 irradiance=.1 kvar=1 varfollowinverter=yes",
            [0.0, 0.0],
        ),
        ("pmpp=4 effcurve=e", [-3.768, 0.0]),
        (
            "pmpp=4 effcurve=e p-tcurve=t temperature=50",
            [-2.9427, 0.0],
        ),
    ] {
        assert_power(&new(text), power);
    }
    assert_eq!(run(&new("pmpp=4 kvarmax=1")).problems.len(), 1);
}

#[test]
fn batteries_in_the_state_they_are_in() {
    let new = |text: &str| format!("New storage.s phases=1 bus1=src.1 kv=.23 {text}");
    for (text, power) in [
        ("kwrated=5", [0.05, 0.0]),
        ("kw=3 kwrated=5", [-0.6, 0.0]),
        ("kwrated=5 kw=3 pf=-.9", [-3.0, 1.453]),
        ("kwrated=5 kw=-3 %stored=50", [3.0, 0.0]),
        ("kwrated=5 state=charging", [0.05, 0.0]),
        ("kwrated=5 state=discharging %stored=10", [0.05, 0.0]),
        ("kwrated=5 state=discharging kva=3", [-3.0, 0.0]),
        ("kw=3 kwrated=5 dispmode=follow", [-5.0, 0.0]),
    ] {
        assert_power(&new(text), power);
    }
    assert_eq!(run(&new("dispmode=peakshave")).problems.len(), 1);
}

#[test]
fn capacitors_and_reactors_by_their_ends() {
    let capacitor = |text: &str| only(&format!("New capacitor.c phases=3 kv=.4 kvar=9 {text}"));
    assert_eq!(capacitor("bus1=src").connection.to_string(), "abce");
    assert_eq!(
        capacitor("bus1=src bus2=src.4.4.4").connection.to_string(),
        "abcn"
    );
    assert_eq!(
        capacitor("bus1=src conn=delta").connection.to_string(),
        "abc"
    );
    assert_close(capacitor("bus1=src").kvar, -9.0);
    let series = clean("New reactor.r phases=3 bus1=src bus2=b r=.1 x=.2\nNew load.l bus1=b kv=.4");
    let section = &series.area.sections[0];
    assert_eq!(
        (section.id.as_str(), section.phases.to_string()),
        ("reactor-r", "abc".to_owned())
    );
    let like = clean("New reactor.a phases=1 bus1=src.4 r=3\nNew reactor.b like=a bus1=src.4 r=4");
    let earths = &like.area.earths;
    assert_close(earths[0].r_ohm, 3.0);
    assert_close(earths[1].r_ohm, 4.0);
}
