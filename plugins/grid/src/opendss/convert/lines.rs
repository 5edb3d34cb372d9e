//! Lines into sections and line codes, with the conductors in the order a, b, c, n.

use std::collections::HashMap;

use crate::area::raw::{RawImpedance, RawLineCode, RawSection, RawSwitch};
use crate::area::{Laying, SwitchKind};
use crate::opendss::deck::Open;
use crate::opendss::elements::line::Line;
use crate::opendss::elements::linecode::Matrix;
use crate::opendss::report::{Place, Report};
use crate::{Conductor, Phases, Terminal, Text};

use super::buses::{Buses, Walk};

/// A line whose ends are understood.
pub struct Laid {
    line: Line,
    /// The conductor of each of its rows.
    conductors: Vec<Conductor>,
}

/// A conductor that goes straight to earth at one end of a line.
pub struct Bond {
    /// Where the line stands.
    pub place: Place,
    /// What the line is called.
    pub id: String,
    /// The bus.
    pub bus: String,
    /// The conductor, as the line's other end names it.
    pub conductor: Conductor,
}

/// Sees which conductors the line has, and where it goes to earth.
///
/// A conductor that is open carries nothing, so the line is as if it had it not.
pub fn lay(mut line: Line, buses: &mut Buses, report: &mut Report) -> Option<(Laid, Vec<Bond>)> {
    let id = format!("line:{}", line.name);
    match conductors(&line) {
        Ok((mut conductors, mut bonds)) => {
            if let Open::Some(open) = line.open.clone() {
                let carries = |row: usize| !open.contains(&(row + 1));
                let carried: Vec<usize> = (0..conductors.len()).filter(|&k| carries(k)).collect();
                let has_charge = line.c.iter().flatten().any(|&c| c != 0.0);
                if has_charge || carried.is_empty() {
                    let what = Text::new(
                        "断开的导体有对地电容（或已全部断开），不支持",
                        "open conductors with capacitance, or all one by one, are not understood",
                    );
                    report.unsupported(line.place, &id, what);
                }
                let submatrix = |matrix: &Matrix| -> Matrix {
                    let row = |&i: &usize| carried.iter().map(|&j| matrix[i][j]).collect();
                    carried.iter().map(row).collect()
                };
                (line.r, line.x, line.c) =
                    (submatrix(&line.r), submatrix(&line.x), submatrix(&line.c));
                line.sequence = None;
                // The buses keep the conductor, which other elements may use.
                for bus in &line.buses {
                    let all = conductors.iter().map(|&c| Phases::only(c));
                    buses.use_conductors(&bus.name, all.fold(Phases::NONE, Phases::union));
                }
                conductors = carried.iter().map(|&k| conductors[k]).collect();
                bonds.retain(|(_, conductor)| conductors.contains(conductor));
            }
            let set = |ends: &[Conductor]| {
                let only = ends.iter().map(|&c| Phases::only(c));
                only.fold(Phases::NONE, Phases::union)
            };
            for (end, bus) in line.buses.iter().enumerate() {
                let earthed = bonds.iter().filter(|&&(at, _)| at == end);
                let earthed: Vec<Conductor> = earthed.map(|&(_, c)| c).collect();
                buses.use_conductors(&bus.name, set(&conductors).without(set(&earthed)));
            }
            buses.join([&line.buses[0].name, &line.buses[1].name], None);
            let bonds = bonds
                .into_iter()
                .map(|(end, conductor)| Bond {
                    place: line.place,
                    id: id.clone(),
                    bus: line.buses[end].name.clone(),
                    conductor,
                })
                .collect();
            Some((Laid { line, conductors }, bonds))
        }
        Err(what) => {
            report.unsupported(line.place, &id, what);
            None
        }
    }
}

/// Which end of a line, and the conductor that goes to earth there.
type Earthed = (usize, Conductor);

/// The conductor of each row, and which of them go to earth at which end.
fn conductors(line: &Line) -> Result<(Vec<Conductor>, Vec<Earthed>), Text> {
    let [from, to] = &line.buses;
    let from = from.terminals(line.phases, line.phases)?;
    let to = to.terminals(line.phases, line.phases)?;
    let mut found = Vec::new();
    let mut bonds = Vec::new();
    for ends in from.into_iter().zip(to) {
        let conductor = match ends {
            (Terminal::Conductor(a), Terminal::Conductor(b)) if a == b => a,
            (Terminal::Conductor(conductor), Terminal::Earth) => {
                bonds.push((1, conductor));
                conductor
            }
            (Terminal::Earth, Terminal::Conductor(conductor)) => {
                bonds.push((0, conductor));
                conductor
            }
            (Terminal::Earth, Terminal::Earth) => {
                return Err(Text::new(
                    "有导体两端都接地",
                    "a conductor is earthed at both ends",
                ));
            }
            (Terminal::Conductor(a), Terminal::Conductor(b)) => {
                let (a, b) = (a.letter(), b.letter());
                return Err(Text::new(
                    format!("导体从 {a} 换到 {b}，不支持换位"),
                    format!("a conductor changes from {a} to {b}; crossings are not understood"),
                ));
            }
        };
        if found.contains(&conductor) {
            return Err(Text::new(
                "两根导体接在同一节点",
                "two conductors are on one node",
            ));
        }
        found.push(conductor);
    }
    Ok((found, bonds))
}

/// Sections, switches for lines left open, and the line codes they share.
#[derive(Default)]
pub struct Lines {
    /// Lines and cables.
    pub sections: Vec<RawSection>,
    /// Lines with an open terminal.
    pub switches: Vec<RawSwitch>,
    /// Their line types.
    pub codes: Vec<RawLineCode>,
    index: HashMap<String, usize>,
}

impl Lines {
    /// Adds a line, its beginning nearer the source.
    pub fn add(&mut self, laid: Laid, walk: &Walk) {
        let Laid { line, conductors } = laid;
        let [mut from, mut to] = line.buses.clone().map(|bus| bus.name);
        if walk.is_backward(&from, &to) {
            std::mem::swap(&mut from, &mut to);
        }
        let only = conductors.iter().map(|&c| Phases::only(c));
        let phases = only.fold(Phases::NONE, Phases::union);
        if line.open == Open::All {
            self.switches.push(RawSwitch {
                id: line.name,
                kind: SwitchKind::LoadSwitch,
                from,
                to,
                phases,
                closed: false,
                device: None,
                asset: String::new(),
                name: Text::default(),
            });
            return;
        }
        let impedance = impedance(&line, &conductors);
        let name = line.code.as_ref().unwrap_or(&line.name);
        let line_type = self.code(name, impedance, line.ampacity_a);
        self.sections.push(RawSection {
            id: line.name,
            from,
            to,
            phases,
            length_m: line.length_m,
            line_type,
            ..RawSection::default()
        });
    }

    /// The id of the line code with these figures, called `name` or like it.
    fn code(&mut self, name: &str, impedance: RawImpedance, ampacity_a: Option<f64>) -> String {
        for variant in 1_usize.. {
            let id = if variant == 1 {
                name.to_owned()
            } else {
                format!("{name} ({variant})")
            };
            let Some(&index) = self.index.get(&id) else {
                self.index.insert(id.clone(), self.codes.len());
                self.codes.push(RawLineCode {
                    id: id.clone(),
                    // Decks do not say how lines are laid; without poles they are
                    // shown as cable.
                    laying: Laying::Cable,
                    impedance,
                    ampacity_a,
                });
                return id;
            };
            let code = &self.codes[index];
            if code.impedance == impedance && code.ampacity_a == ampacity_a {
                return id;
            }
        }
        name.to_owned()
    }
}

fn impedance(line: &Line, conductors: &[Conductor]) -> RawImpedance {
    if let Some([r1, x1, r0, x0, c1, c0]) = line.sequence {
        return RawImpedance::Sequence {
            r1_ohm_per_km: r1,
            x1_ohm_per_km: x1,
            r0_ohm_per_km: r0,
            x0_ohm_per_km: x0,
            c1_nf_per_km: c1,
            c0_nf_per_km: c0,
        };
    }
    let mut order: Vec<usize> = (0..conductors.len()).collect();
    order.sort_by_key(|&k| conductors[k]);
    let sorted = |matrix: &Matrix| -> Matrix {
        let row = |&i: &usize| order.iter().map(|&j| matrix[i][j]).collect();
        order.iter().map(row).collect()
    };
    let has_capacitance = line.c.iter().flatten().any(|&c| c != 0.0);
    RawImpedance::Matrix {
        r_ohm_per_km: sorted(&line.r),
        x_ohm_per_km: sorted(&line.x),
        c_nf_per_km: if has_capacitance {
            sorted(&line.c)
        } else {
            Matrix::new()
        },
    }
}
