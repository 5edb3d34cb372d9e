//! Line impedances against `OpenDSS`, tables and symmetry.

use std::collections::BTreeMap;
use std::path::Path;

use num_complex::Complex64;
use taiqu_grid::impedance::{Cable, Earth, Impedance, Strand, cable, overhead};
use taiqu_grid::{Catalogue, Conductor, Phases, home};

/// Cargo runs tests in the folder of their package.
const PACKAGE: &str = ".";

const EARTH: Earth = Earth {
    resistivity_ohm_m: 100.0,
    frequency_hz: 50.0,
};

/// Rows of a file of the case, without the header.
fn rows(file: &str) -> Vec<Vec<String>> {
    let case = Path::new(PACKAGE).join("cases/line-constants");
    let text = std::fs::read_to_string(case.join(file)).expect(file);
    let split = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(split).collect()
}

#[test]
fn wires_over_earth_agree_with_opendss() {
    let number = |text: &String| text.parse::<f64>().expect("a number");
    let mut lines: BTreeMap<String, Vec<(String, Strand)>> = BTreeMap::new();
    for row in rows("wires.csv") {
        let strand = Strand {
            r_ohm_per_km: number(&row[2]),
            gmr_m: number(&row[3]),
            x_m: number(&row[4]),
            height_m: number(&row[5]),
        };
        lines
            .entry(row[0].clone())
            .or_default()
            .push((row[1].clone(), strand));
    }
    let expected = rows("expected.csv");
    assert_eq!(expected.len(), 16 + 16 + 4 + 9 + 16);
    for row in expected {
        let wires = &lines[&row[0]];
        let strands: Vec<Strand> = wires.iter().map(|(_, strand)| *strand).collect();
        let place = |name: &String| wires.iter().position(|(n, _)| n == name).expect("a wire");
        let z = overhead(&strands, EARTH)[place(&row[1])][place(&row[2])];
        let reference = Complex64::new(number(&row[3]), number(&row[4]));
        assert!((z - reference).norm() < 1e-5, "{row:?}: {z}");
    }
}

/// Positive-sequence impedance of the transposed phases a, b, c.
fn positive_sequence(z: &[Vec<Complex64>]) -> Complex64 {
    let own = z[0][0] + z[1][1] + z[2][2];
    let mutual = z[0][1] + z[1][2] + z[2][0];
    (own - mutual) / 3.0
}

/// X = 0.1445·lg(Dm/r) + 0.0157 Ω/km, the field's formula, gives these at a mean
/// spacing of 0.5 m for compacted strands of this diameter.
#[test]
fn overhead_reactance_is_the_tables() {
    let table = [
        (4.8, 0.351),
        (7.0, 0.328),
        (10.0, 0.305),
        (13.0, 0.289),
        (18.4, 0.267),
    ];
    for (diameter_mm, x) in table {
        let wire = |x_m, height_m| Strand {
            r_ohm_per_km: 0.4,
            gmr_m: 0.7788 * diameter_mm / 2000.0,
            x_m,
            height_m,
        };
        let side = 0.5;
        let top = 8.0 + side * 0.75_f64.sqrt();
        let wires = [wire(0.0, 8.0), wire(side, 8.0), wire(side / 2.0, top)];
        let z1 = positive_sequence(&overhead(&wires, EARTH));
        assert!((z1.im - x).abs() < 1.5e-3, "{diameter_mm} mm: {z1}");
        assert!((z1.re - 0.4).abs() < 1e-4, "{diameter_mm} mm: {z1}");
    }
}

#[test]
fn a_cable_has_its_tabulated_reactance() {
    for phases in [1, 3] {
        for neutral in [None, Some(0.5)] {
            let z = cable(
                Cable {
                    phases,
                    r_ohm_per_km: 0.3,
                    neutral_r_ohm_per_km: neutral,
                    x_ohm_per_km: 0.077,
                    gmr_m: 0.004,
                },
                EARTH,
            );
            assert_eq!(z.len(), phases + usize::from(neutral.is_some()));
            let z1 = match (phases, neutral) {
                (3, _) => positive_sequence(&z),
                (_, Some(_)) => {
                    // Out and back: both cores' resistance, twice the reactance.
                    let loop_z = z[0][0] + z[1][1] - z[0][1] - z[1][0];
                    assert!((loop_z.re - 0.8).abs() < 1e-9);
                    Complex64::new(0.3, loop_z.im / 2.0)
                }
                _ => continue,
            };
            assert!((z1 - Complex64::new(0.3, 0.077)).norm() < 1e-9, "{z1}");
        }
    }
}

#[test]
fn every_line_of_the_catalogue_is_symmetric_and_passive() {
    let folder = home::home().expect("a home").join("assets/catalogue");
    let catalogue = Catalogue::open(&folder).value.expect("a catalogue");
    for (id, line) in &catalogue.lines {
        let Impedance::Matrix {
            z_ohm_per_km: z, ..
        } = &line.impedance
        else {
            panic!("{id} has sequence values");
        };
        for (i, row) in z.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                assert!((entry - z[j][i]).norm() < 1e-12, "{id}");
                if i != j {
                    // Any loop of two conductors has resistance and reactance.
                    let around = z[i][i] + z[j][j] - 2.0 * entry;
                    assert!(around.re > 0.0 && around.im > 0.0, "{id}: {around}");
                }
            }
        }
    }
}

#[test]
fn sections_take_the_rows_of_their_conductors() {
    let entry = |i: usize, j: usize| Complex64::new((10 * i + j) as f64, 0.0);
    let matrix = |n| Impedance::Matrix {
        z_ohm_per_km: (0..n)
            .map(|i| (0..n).map(|j| entry(i, j)).collect())
            .collect(),
        c_nf_per_km: Vec::new(),
    };
    let bn: Phases = "bn".parse().expect("bn");
    let (z, _) = matrix(4).of_section(bn, 1000.0, 50.0).expect("four wires");
    assert_eq!(z[1][3], entry(1, 3));
    let (z, _) = matrix(2).of_section(bn, 500.0, 50.0).expect("two wires");
    assert_eq!(z[1][3], entry(0, 1) / 2.0);
    assert_eq!(z[0][0], Complex64::ZERO);
    assert_eq!(matrix(3).of_section(bn, 1000.0, 50.0), None);
    assert_eq!(matrix(2).of_section(Phases::ABCN, 1000.0, 50.0), None);
}

#[test]
fn sequence_values_become_self_and_mutual_ones() {
    let sequence = Impedance::Sequence {
        z1_ohm_per_km: Complex64::new(0.3, 0.1),
        z0_ohm_per_km: Complex64::new(0.9, 0.4),
        c1_nf_per_km: 0.0,
        c0_nf_per_km: 0.0,
    };
    let (z, y) = sequence
        .of_section(Phases::ABC, 2000.0, 50.0)
        .expect("sequence");
    let (a, b) = (Conductor::A.index(), Conductor::B.index());
    assert!((z[a][a] - Complex64::new(1.0, 0.4)).norm() < 1e-12);
    assert!((z[a][b] - Complex64::new(0.4, 0.2)).norm() < 1e-12);
    assert_eq!(y[a][a], Complex64::ZERO);
}
