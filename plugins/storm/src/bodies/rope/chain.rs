//! The links of a rope, solved together.

use rapier3d::glamx::DVec3;

use super::{MOST, Rope};

/// Rounds of Newton's method in a step.
const ROUNDS: u32 = 16;
/// How wrong a link's length may stay, m.
const EXACT_M: f64 = 1e-5;

impl Rope {
    /// Brings the links to their lengths.
    pub(super) fn draw(&mut self, inverse: &[f64], seconds: f64) {
        let links = self.rest_m.len();
        let square = seconds * seconds;
        let mut pull = [0.0; MOST];
        let mut along = [DVec3::ZERO; MOST];
        for _ in 0..ROUNDS {
            let mut worst: f64 = 0.0;
            let mut rows = [Row::default(); MOST];
            for k in 0..links {
                let way = self.at[k + 1] - self.at[k];
                let length = way.length().max(1e-9);
                along[k] = way / length;
                let longer = length - self.rest_m[k];
                let compliance = self.softness_m_n(k) / square;
                let wrong = longer - compliance * pull[k];
                if longer <= 0.0 && pull[k] <= 0.0 {
                    continue;
                }
                worst = worst.max(wrong.abs());
                rows[k] = Row {
                    own: inverse[k] + inverse[k + 1] + compliance,
                    next: 0.0,
                    wrong,
                    taut: true,
                };
                if k > 0 && rows[k - 1].taut {
                    rows[k - 1].next = -inverse[k] * along[k - 1].dot(along[k]);
                }
            }
            solve(&mut rows[..links]);
            for k in 0..links {
                // A wire pulls and does not push.
                let more = rows[k].wrong.max(-pull[k]);
                pull[k] += more;
                self.at[k] += along[k] * (more * inverse[k]);
                self.at[k + 1] -= along[k] * (more * inverse[k + 1]);
            }
            if worst < EXACT_M {
                break;
            }
        }
        for (tension, pull) in self.tension_n.iter_mut().zip(pull) {
            *tension = pull / square;
        }
    }
}

/// A link's row of the chain's equations; its unknown takes the place of `wrong`.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    own: f64,
    next: f64,
    wrong: f64,
    taut: bool,
}

/// Solves the symmetric tridiagonal equations; rows that are not taut stay zero.
fn solve(rows: &mut [Row]) {
    for k in 0..rows.len() {
        if !rows[k].taut {
            rows[k].own = 1.0;
        }
        if k > 0 {
            let times = rows[k - 1].next / rows[k - 1].own;
            rows[k].own -= times * rows[k - 1].next;
            rows[k].wrong -= times * rows[k - 1].wrong;
        }
    }
    for k in (0..rows.len()).rev() {
        let after = rows.get(k + 1).map_or(0.0, |row| row.wrong);
        rows[k].wrong = (rows[k].wrong - rows[k].next * after) / rows[k].own;
    }
}
