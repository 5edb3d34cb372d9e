//! What stands in a storm, and what of it gives way.
//!
//! A pole is judged once every block of ten seconds. The wide gusts, sampled every second,
//! give the course of its moment; what is faster, and its own swaying, comes on top as a
//! multiple of a standard deviation. Where that comes near to what it bears, the block is
//! lived again at 60 steps a second, in the same gusts: so a failure is always seen, never
//! drawn.

mod air;
mod block;
mod cascade;
mod luck;
mod swaying;

use serde::{Deserialize, Serialize};
use taiqu_structure::{Exposure, Ground, Lines, Resistance, Sway, Vector};

pub use air::{Air, Airs};
pub use cascade::TIE_N;
pub use luck::Luck;

/// Length of a block, s.
pub const BLOCK_S: f64 = 10.0;

/// How a pole gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mode {
    /// It cracks and stays, half as stiff.
    Crack,
    /// It breaks at the ground line.
    Break,
    /// The ground gives and it falls over.
    Overturn,
}

/// A pole gave way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failure {
    /// When, s since the start.
    pub at_s: f64,
    /// Its index.
    pub pole: usize,
    /// How.
    pub mode: Mode,
    /// The moment at its ground line then, Nm: points to where it falls.
    pub moment_nm: Vector,
}

/// How closely poles are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// By blocks, and closely only where they come near to what they bear.
    Blocks,
    /// At 60 steps a second, all.
    Steps,
}

/// The poles of a district in a storm.
#[derive(Clone, Debug)]
pub struct Standing {
    lines: Lines,
    poles: Vec<Built>,
    state: Vec<State>,
    /// Whether each span is on the ground.
    down: Vec<bool>,
}

/// A pole as it was built.
#[derive(Clone, Debug)]
struct Built {
    exposure: Exposure,
    /// The coefficient in the wind that bends it most, m³.
    most_m3: f64,
    /// What luck makes of a moment: of drag, and of the wind, squared.
    harder: f64,
    /// Moments at which it cracks, breaks and falls over, Nm.
    bears_nm: [f64; 3],
    /// The moment of spans that pull to one side only, Nm.
    pull_nm: Vector,
}

/// A pole as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Whether it has cracked.
    pub cracked: bool,
    /// Whether it has fallen.
    pub down: bool,
    /// The moment that felled it, Nm: points to where it lies.
    pub felled_by_nm: Vector,
    /// Its swaying at the end of the last block, if it was followed then.
    sway: Option<Swaying>,
    /// What the pull of its spans changed by since the last block, Nm.
    jolt_nm: Vector,
    /// The highest share of what it bears before it falls that it has come to.
    pub utilisation: f64,
    /// The moment that brought it there, Nm: points to where it leans.
    pub most_nm: Vector,
}

/// Lean of a pole that has cracked, and of one whose ground has all but given, rad; and from
/// what share of its strength the ground keeps some of its turn. Assumed.
const CRACKED_RAD: f64 = 0.05;
const TURNED_RAD: f64 = 0.04;
const TURNS_FROM: f64 = 0.85;

impl State {
    /// Comes to a share of what it bears before it falls, by a moment.
    fn bear(&mut self, share: f64, moment_nm: Vector) {
        if share > self.utilisation {
            (self.utilisation, self.most_nm) = (share, moment_nm);
        }
    }

    /// How far a pole that stands leans, rad: towards [`Self::most_nm`].
    pub fn lean_rad(&self) -> f64 {
        let turned = (self.utilisation.min(1.0) - TURNS_FROM).max(0.0) / (1.0 - TURNS_FROM);
        let cracked = if self.cracked { CRACKED_RAD } else { 0.0 };
        if self.down {
            0.0
        } else {
            cracked.max(TURNED_RAD * turned)
        }
    }
}

/// A pole that sways, and the ground that feels it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Swaying {
    sway: Sway,
    /// The moment as the ground feels it, Nm: over some tenths of a second.
    ground_nm: Vector,
}

/// What has become of the poles and spans of a district.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fallen {
    state: Vec<State>,
    /// The spans that are on the ground.
    down: Vec<usize>,
}

impl Fallen {
    /// A span was hung up again.
    pub fn hang(&mut self, span: usize) {
        self.down.retain(|&down| down != span);
    }
}

impl Standing {
    /// The poles of `lines`, each with the luck that `seed` gives it.
    pub fn new(lines: Lines, ground: &Ground, seed: u64) -> Self {
        let poles = (0..lines.poles.len()).map(|pole| {
            let exposure = Exposure::of(&lines, pole);
            let (_, most_m3) = exposure.worst();
            let luck = Luck::of(lines.poles[pole].node, &ground.scatter, seed);
            let usual = Resistance::of(&lines, pole, &exposure, ground);
            Built {
                exposure,
                most_m3,
                harder: luck.drag * luck.exposure * luck.exposure,
                bears_nm: [
                    usual.crack_nm * luck.strength,
                    usual.break_nm * luck.strength,
                    usual.overturn_nm * luck.soil,
                ],
                pull_nm: Vector::default(),
            }
        });
        Self {
            down: vec![false; lines.spans.len()],
            poles: poles.collect(),
            state: vec![State::default(); lines.poles.len()],
            lines,
        }
    }

    /// The poles and spans.
    pub const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Which spans are on the ground.
    pub fn down(&self) -> &[bool] {
        &self.down
    }

    /// What has become of them, to go on from there.
    pub fn fallen(&self) -> Fallen {
        let down = self.down.iter().enumerate();
        Fallen {
            state: self.state.clone(),
            down: down.filter(|(_, down)| **down).map(|(k, _)| k).collect(),
        }
    }

    /// Takes what [`Self::fallen`] gave, where nothing has fallen yet.
    pub fn recall(&mut self, fallen: &Fallen) {
        for &span in &fallen.down {
            self.cut(span);
        }
        self.state.clone_from(&fallen.state);
    }

    /// How each pole is.
    pub fn states(&self) -> &[State] {
        &self.state
    }

    /// The moment that a pole bears in `mode`, Nm.
    pub fn bears_nm(&self, pole: usize, mode: Mode) -> f64 {
        self.poles[pole].bears_nm[mode as usize]
    }

    /// The moment at a pole's ground line in the same wind of open country everywhere, Nm.
    pub fn moment_nm(&self, pole: usize, wind: Vector) -> Vector {
        let built = &self.poles[pole];
        built.exposure.uniform_nm(wind, 0.0) * self.harder(pole, wind)
    }

    /// What shelter and luck make of the moment of open country's wind.
    fn harder(&self, pole: usize, wind: Vector) -> f64 {
        let left = self.lines.poles[pole].shelter.towards(wind);
        self.poles[pole].harder * left * left
    }

    /// Lives a block for all poles that stand; what gave way, in order of time. All that hung
    /// when it began hangs through it: what comes down in a block is felt from the next one
    /// on, so that no cause comes after its effect, whichever pole has which index.
    pub fn live(&mut self, airs: &Airs<'_>, precision: Precision) -> Vec<Failure> {
        let mut failures = Vec::new();
        for pole in 0..self.poles.len() {
            if self.state[pole].down {
                continue;
            }
            let air = airs.over(self.lines.poles[pole].at);
            let jolted = self.state[pole].jolt_nm != Vector::default();
            if precision == Precision::Blocks && !jolted && self.passes(air, pole) {
                continue;
            }
            self.follow(air, pole, &mut failures);
        }
        self.fall(airs, failures)
    }
}
