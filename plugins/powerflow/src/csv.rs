//! Results as tables.

use std::io;

use num_complex::Complex64;
use taiqu_grid::District;

use crate::protection::{Clearing, Release};
use crate::{Fault, Model, Solution, label};

/// Writes `node,phase,vmag_v,vang_deg`: a row for every conductor that exists at
/// every bus, to remote earth, with the shortest digits that read back the same.
/// A dead conductor has `0,0`.
pub fn write_csv(
    district: &District,
    model: &Model,
    solution: &Solution<'_>,
    out: impl io::Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["node", "phase", "vmag_v", "vang_deg"])?;
    for bus in 0..model.bus_count() {
        let name = label(district, model.node(bus));
        let v = solution.v(bus);
        for conductor in model.conductors(bus).iter() {
            let phase = conductor.letter().to_string();
            let v = v[conductor.index()];
            let (vmag_v, vang_deg) = if v == Complex64::ZERO {
                (0.0, 0.0)
            } else {
                (v.norm(), v.arg().to_degrees())
            };
            rows.write_record([&name, &phase, &vmag_v.to_string(), &vang_deg.to_string()])?;
        }
    }
    rows.flush()
}

/// Writes `load,lowest_v,highest_v` for each of [`Model::loads`]: the `extremes` of a
/// series.
pub fn write_extremes(
    district: &District,
    model: &Model,
    extremes: &[[f64; 2]],
    out: impl io::Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["load", "lowest_v", "highest_v"])?;
    for (&load, [lowest, highest]) in model.loads().iter().zip(extremes) {
        let load = label(district, load);
        rows.write_record([load, lowest.to_string(), highest.to_string()])?;
    }
    rows.flush()
}

/// Writes `node,type,ia_a,ib_a,ic_a,in_a,ie_a,ik_a,angle_deg`: what flows out of each
/// conductor and into earth, the largest of the conductors' currents and its angle;
/// with `peaks` also `ip_a`, the highest instantaneous current.
pub fn write_faults(
    district: &District,
    model: &Model,
    faults: &[Fault],
    peaks: bool,
    out: impl io::Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let head = "node,type,ia_a,ib_a,ic_a,in_a,ie_a,ik_a,angle_deg";
    let more = peaks.then_some("ip_a");
    rows.write_record(head.split(',').chain(more))?;
    for fault in faults {
        let largest = fault.largest();
        let figures = fault.currents.map(Complex64::norm).into_iter().chain([
            fault.earth().norm(),
            largest.norm(),
            largest.arg().to_degrees(),
        ]);
        let figures = figures.chain(peaks.then(|| fault.peak()));
        let names = [
            label(district, model.node(fault.bus)),
            fault.kind.to_string(),
        ];
        rows.write_record(
            names
                .into_iter()
                .chain(figures.map(|figure| figure.to_string())),
        )?;
    }
    rows.flush()
}

/// Writes `node,type,switch,release,amps_a,earliest_s,latest_s,may_open_too`: the device
/// that has surely opened first, and those that may have before it; without a switch
/// where nothing surely opens.
pub fn write_clearings(
    district: &District,
    model: &Model,
    clearings: &[Clearing],
    out: impl io::Write,
) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    let head = "node,type,switch,release,amps_a,earliest_s,latest_s,may_open_too";
    rows.write_record(head.split(','))?;
    for clearing in clearings {
        let fault = &clearing.fault;
        let mut row = vec![
            label(district, model.node(fault.bus)),
            fault.kind.to_string(),
        ];
        match &clearing.first {
            None => row.extend(std::iter::repeat_n(String::new(), 5)),
            Some(trip) => row.extend([
                label(district, trip.switch),
                match trip.release {
                    Release::Overcurrent => "overcurrent",
                    Release::Residual => "residual",
                }
                .to_owned(),
                trip.amps.to_string(),
                trip.earliest_s.to_string(),
                trip.latest_s.to_string(),
            ]),
        }
        let mut rivals: Vec<String> = (clearing.rivals.iter())
            .map(|trip| label(district, trip.switch))
            .collect();
        rivals.dedup();
        row.push(rivals.join(" "));
        rows.write_record(row)?;
    }
    rows.flush()
}
