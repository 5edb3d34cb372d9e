//! The terminal admittances of a transformer bank.
//!
//! Each limb has a short-circuit admittance between its two windings, put on the
//! terminals by their connection; the no-load branch lies over the low-voltage
//! winding, and an anti-float shunt on each winding's conductors, all as
//! `OpenDSS` has them.

use num_complex::Complex64;
use taiqu_grid::area::{Rating, Star, Transformer, Vector};
use taiqu_grid::{Conductor, PhaseOrder, Phases};

use crate::block::{Mat4, Vec4};

/// Least anti-float shunt, millionths of the rating. A winding without any path
/// to earth has stray capacitance in reality; this much, below what is real,
/// keeps its voltage to earth determined and changes others by less than 1e-9 pu.
const LEAST_PPM: f64 = 0.01;

/// Admittance seen at the terminals, S: currents into high- and low-voltage
/// conductors a, b, c, n for their voltages to remote earth.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalAdmittance {
    /// High voltage by high voltage.
    pub hh: Mat4,
    /// High voltage by low voltage.
    pub hl: Mat4,
    /// Low voltage by high voltage.
    pub lh: Mat4,
    /// Low voltage by low voltage.
    pub ll: Mat4,
}

impl std::ops::AddAssign for TerminalAdmittance {
    fn add_assign(&mut self, other: Self) {
        self.hh += other.hh;
        self.hl += other.hl;
        self.lh += other.lh;
        self.ll += other.ll;
    }
}

impl TerminalAdmittance {
    /// Currents into the high- and the low-voltage terminals, A, at the voltages there.
    pub fn currents(&self, hv: Vec4, lv: Vec4) -> [Vec4; 2] {
        [&self.hh * hv + &self.hl * lv, &self.lh * hv + &self.ll * lv]
    }

    /// The same seen with the sides' roles exchanged.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            hh: self.ll,
            hl: self.lh,
            lh: self.hl,
            ll: self.hh,
        }
    }

    /// The same with low-voltage terminals a, b, c on the phases of `order`.
    #[must_use]
    pub fn crossed(&self, order: PhaseOrder) -> Self {
        if order.is_straight() {
            return *self;
        }
        let [a, b, c] = order.phases().map(Conductor::index);
        let onto = [a, b, c, 3];
        let moved = |from: &Mat4, rows: [usize; 4], columns: [usize; 4]| {
            let mut to = Mat4::ZERO;
            for (r, &row) in rows.iter().enumerate() {
                for (c, &column) in columns.iter().enumerate() {
                    to.add_at(row, column, from.get(r, c));
                }
            }
            to
        };
        let same = [0, 1, 2, 3];
        Self {
            hh: self.hh,
            hl: moved(&self.hl, same, onto),
            lh: moved(&self.lh, onto, same),
            ll: moved(&self.ll, onto, onto),
        }
    }

    /// The admittance of a transformer of `rating` at `tap`, with its star points
    /// as `stars` has them and `ppm` millionths of anti-float shunt.
    pub fn new(rating: &Rating, tap: f64, stars: Stars, ppm: f64) -> Self {
        let (hv, lv) = Winding::pair(rating.vector, stars);
        let limb_va = rating.kva * 1e3 / 3.0;
        let (hv_v, lv_v) = (hv.voltage(rating.hv_v), lv.voltage(rating.lv_v));
        let short = Complex64::new(rating.r_pct, rating.x_pct) / 100.0;
        let short_s = limb_va / short;
        let no_load = Complex64::new(rating.no_load_pct, -rating.magnetising_pct) / 100.0 * limb_va
            / (lv_v * lv_v);
        let mut y = Bank::default();
        for limb in 0..3 {
            let turns = [
                (hv.ends(limb, 0), 1.0 / (hv_v * tap)),
                (lv.ends(limb, 4), -1.0 / lv_v),
            ];
            y.stamp(&turns, short_s);
            y.stamp(&[(lv.ends(limb, 4), 1.0)], no_load);
        }
        if let Some((r_pct, x_pct)) = rating.zero_pct {
            // All limbs carry it alike, and no limb alone.
            let zero = limb_va / (lv_v * lv_v) / Complex64::new(r_pct, x_pct) * 100.0;
            let limbs = [0, 1, 2].map(|limb| (lv.ends(limb, 4), 1.0));
            y.stamp(&limbs, (zero - no_load) / 3.0);
        }
        let ppm = ppm.max(LEAST_PPM);
        for (winding, first, volt) in [(hv, 0, hv_v), (lv, 4, lv_v)] {
            let half = Complex64::new(0.0, -ppm * 1e-6 * limb_va / (volt * volt) / 2.0);
            for end in (0..3).flat_map(|limb| winding.ends(limb, first)).flatten() {
                y.0[end][end] += half;
            }
            if let (Winding::Star { .. }, [_, Some(neutral)]) = (winding, winding.ends(0, first)) {
                y.0[neutral][neutral] += half;
            }
        }
        hv.finish(&mut y, 3);
        lv.finish(&mut y, 7);
        y.split()
    }
}

/// How a winding's limbs are joined.
#[derive(Clone, Copy, Debug)]
enum Winding {
    /// Each limb from its phase to the phase this many places on.
    Delta { step: usize },
    /// Each limb from its phase to a star point.
    Star { point: StarPoint },
}

/// Where a star point goes.
#[derive(Clone, Copy, Debug)]
enum StarPoint {
    /// To conductor n.
    Terminal,
    /// To earth without impedance.
    Solid,
    /// To earth through this admittance, S.
    Earth(Complex64),
    /// Nowhere.
    Open,
}

impl Winding {
    fn pair(vector: Vector, stars: Stars) -> (Self, Self) {
        let delta = |step| Self::Delta { step };
        let star_to = |point| Self::Star { point };
        let high = star_to(if stars.hv_has_n {
            StarPoint::Terminal
        } else {
            StarPoint::Open
        });
        let low = star_to(match stars.lv {
            Star::Neutral => StarPoint::Terminal,
            Star::Open => StarPoint::Open,
            Star::Earth { r_ohm, x_ohm } => {
                let z = Complex64::new(r_ohm, x_ohm);
                if z == Complex64::ZERO {
                    StarPoint::Solid
                } else {
                    StarPoint::Earth(z.inv())
                }
            }
        });
        match vector {
            Vector::Dyn11 => (delta(1), low),
            Vector::Dyn1 => (delta(2), low),
            Vector::Yyn0 => (high, low),
            Vector::YNyn0 => (star_to(StarPoint::Solid), low),
            Vector::Dd0 => (delta(1), delta(1)),
            Vector::YNd1 => (star_to(StarPoint::Solid), delta(1)),
            Vector::YNd11 => (star_to(StarPoint::Solid), delta(2)),
        }
    }

    /// Voltage over a limb, from the voltage between phases.
    fn voltage(self, between_phases: f64) -> f64 {
        match self {
            Self::Delta { .. } => between_phases,
            Self::Star { .. } => between_phases / 3.0_f64.sqrt(),
        }
    }

    /// Terminals at the two ends of a limb, counted from `first`; `None` is earth.
    fn ends(self, limb: usize, first: usize) -> [Option<usize>; 2] {
        let other = match self {
            Self::Delta { step } => Some(first + (limb + step) % 3),
            Self::Star {
                point: StarPoint::Solid,
            } => None,
            Self::Star { .. } => Some(first + 3),
        };
        [Some(first + limb), other]
    }

    /// Connects the star point, and takes it out where it is no terminal.
    fn finish(self, y: &mut Bank, neutral: usize) {
        if let Self::Star { point } = self {
            match point {
                StarPoint::Terminal | StarPoint::Solid => {}
                StarPoint::Earth(admittance) => {
                    y.0[neutral][neutral] += admittance;
                    y.eliminate(neutral);
                }
                StarPoint::Open => y.eliminate(neutral),
            }
        }
    }
}

/// High-voltage terminals a, b, c, n, then the low-voltage ones.
#[derive(Default)]
struct Bank([[Complex64; 8]; 8]);

impl Bank {
    /// Adds the admittance of one limb: the ends of each winding with the inverse
    /// of its voltage.
    fn stamp(&mut self, windings: &[([Option<usize>; 2], f64)], admittance: Complex64) {
        let signed = || {
            windings.iter().flat_map(|&([from, to], turns)| {
                let ends = [(from, turns), (to, -turns)];
                ends.into_iter()
                    .filter_map(|(end, sign)| Some((end?, sign)))
            })
        };
        for (row, left) in signed() {
            for (column, right) in signed() {
                self.0[row][column] += admittance * left * right;
            }
        }
    }

    fn eliminate(&mut self, k: usize) {
        let pivot = self.0[k][k].inv();
        for r in (0..8).filter(|&r| r != k) {
            for c in (0..8).filter(|&c| c != k) {
                let through = self.0[r][k] * pivot * self.0[k][c];
                self.0[r][c] -= through;
            }
        }
        for r in 0..8 {
            self.0[r][k] = Complex64::ZERO;
            self.0[k][r] = Complex64::ZERO;
        }
    }

    fn split(&self) -> TerminalAdmittance {
        let part = |row: usize, column: usize| {
            let rows =
                std::array::from_fn(|r| std::array::from_fn(|c| self.0[row + r][column + c]));
            Mat4::from_rows(&rows)
        };
        TerminalAdmittance {
            hh: part(0, 0),
            hl: part(0, 4),
            lh: part(4, 0),
            ll: part(4, 4),
        }
    }
}

/// How a side's windings meet its terminals.
#[derive(Clone, Copy, Debug)]
pub struct Joint {
    /// Conductors they are connected to.
    pub conductors: Phases,
    /// Whether each limb ends at a neutral, so that one phase alone excites it.
    pub earthed: bool,
}

/// The joints of the high- and the low-voltage side.
pub fn joints(vector: Vector, stars: Stars) -> [Joint; 2] {
    let (hv, lv) = Winding::pair(vector, stars);
    let mut joints = [hv, lv].map(|winding| match winding {
        Winding::Delta { .. }
        | Winding::Star {
            point: StarPoint::Open,
        } => Joint {
            conductors: Phases::ABC,
            earthed: false,
        },
        Winding::Star {
            point: StarPoint::Terminal,
        } => Joint {
            conductors: Phases::ABCN,
            earthed: true,
        },
        Winding::Star { .. } => Joint {
            conductors: Phases::ABC,
            earthed: true,
        },
    });
    // No line brings a neutral to the high-voltage star point.
    joints[0].earthed &= joints[0].conductors == Phases::ABC;
    joints
}

/// How the star points of a transformer are connected.
#[derive(Clone, Copy, Debug)]
pub struct Stars {
    /// Whether the high-voltage one has a conductor n to be on; else it is open.
    pub hv_has_n: bool,
    /// The low-voltage one.
    pub lv: Star,
}

impl Stars {
    /// Those of `transformer` at nodes with these conductors: without a conductor n
    /// there is nothing to connect them to.
    pub fn at(transformer: &Transformer, [hv, lv]: [Phases; 2]) -> Self {
        Self {
            hv_has_n: hv.has(Conductor::N),
            lv: match transformer.star {
                Star::Neutral if !lv.has(Conductor::N) => Star::Open,
                star => star,
            },
        }
    }
}
