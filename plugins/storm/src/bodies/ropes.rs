//! The ropes of a district, and the ties over which their wires run.
//!
//! Where the wires of two spans go on over a pole, a tie holds them up to a pull along the
//! line; beyond it wire slips from the span that pulls less into the one that pulls more. A
//! span that is no rope yet gives wire by its state equation.

use std::collections::BTreeMap;

use rapier3d::glamx::DVec3;
use serde::{Deserialize, Serialize};
use taiqu_structure::Vector;

use super::rods::{Rod, Rods};
use super::rope::{Around, Rope, Trunk};
use super::spans::Hanging;

/// A rope of a span: all of it, or what is left of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The span.
    pub span: usize,
    /// Whether each end is held.
    pub held: [bool; 2],
    /// The rope.
    pub rope: Rope,
    born: u64,
}

/// All ropes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ropes {
    pieces: Vec<Piece>,
    /// Spans that became ropes, and the pieces that hang at their ends.
    of: BTreeMap<usize, [Option<usize>; 2]>,
    /// Wire that was drawn out of spans that did not, m.
    drawn_m: BTreeMap<usize, f64>,
    /// The work that it took, J.
    drawn_j: f64,
}

/// What there is of a wire on one side of a tie.
#[derive(Clone, Copy, Debug)]
enum Wire {
    /// A rope, by its end there.
    Rope(usize, usize),
    /// A span that is no rope.
    Whole(usize),
    /// Nothing.
    Gone,
}

/// What ropes hang in.
pub struct Scene<'a> {
    /// The spans.
    pub spans: &'a [Hanging],
    /// The wind at a place, m/s.
    pub wind: &'a dyn Fn(DVec3) -> DVec3,
    /// Height of the ground, m.
    pub ground_m: &'a dyn Fn(f64, f64) -> f64,
}

impl Ropes {
    /// All pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Makes a rope of a span.
    pub fn hang(&mut self, scene: &Scene<'_>, span: usize, born: u64) {
        if self.of.contains_key(&span) {
            return;
        }
        let hanging = &scene.spans[span];
        let drawn_m = self.drawn_m.remove(&span).unwrap_or(0.0);
        let rope = hanging.rope((scene.wind)(hanging.middle()), drawn_m);
        self.of.insert(span, [Some(self.pieces.len()); 2]);
        self.pieces.push(Piece {
            span,
            held: [true; 2],
            rope,
            born,
        });
    }

    /// Cuts a span that is a rope, at a share of its length: at an end, or between.
    pub fn cut(&mut self, span: usize, share: f64) {
        let Some(ends) = self.of.get_mut(&span) else {
            return;
        };
        let end = usize::from(share > 0.5);
        if share <= 0.0 || share >= 1.0 {
            if let Some(piece) = ends[end].take() {
                self.pieces[piece].held[end] = false;
                self.pieces[piece].rope.wake();
            }
        } else if let [Some(piece), Some(other)] = *ends
            && piece == other
        {
            let at = self.pieces[piece].rope.near(share);
            self.split(piece, at);
        }
    }

    fn split(&mut self, piece: usize, at: usize) {
        let added = self.pieces.len();
        let whole = &mut self.pieces[piece];
        let rope = whole.rope.split(at);
        let far = Piece {
            span: whole.span,
            held: [false, whole.held[1]],
            rope,
            born: whole.born,
        };
        whole.held[1] = false;
        if let Some(ends) = self.of.get_mut(&far.span)
            && ends[1].is_some()
        {
            ends[1] = Some(added);
        }
        self.pieces.push(far);
    }

    /// Pulls at the bodies that hold ropes.
    pub fn pull(&self, spans: &[Hanging], rods: &mut Rods) {
        for piece in &self.pieces {
            let span = &spans[piece.span];
            for end in [0, 1] {
                if let (true, Some(pole)) = (piece.held[end], span.poles[end]) {
                    let force = piece.rope.force_n[end];
                    rods.pull(Rod::Pole(pole), span.height_m[end], force);
                }
            }
        }
    }

    /// Lives a step in which the trunks move as they say.
    pub fn step(&mut self, scene: &Scene<'_>, rods: &mut Rods, trunks: &mut [(Rod, Trunk)]) {
        for index in 0..self.pieces.len() {
            let span = &scene.spans[self.pieces[index].span];
            let around = self.around(scene, rods, index);
            let piece = &mut self.pieces[index];
            let mut near = near(piece, span, trunks);
            if piece.rope.rests() && near.is_empty() && !piece.rope.stirred(&around) {
                continue;
            }
            piece.rope.step(&around, &mut near);
            for end in [0, 1] {
                if let (true, Some(pole)) = (piece.held[end], span.poles[end]) {
                    rods.given(Rod::Pole(pole), piece.rope.given_j[end]);
                }
            }
        }
        self.slip(scene);
        for index in 0..self.pieces.len() {
            if let Some(at) = self.pieces[index].rope.tears() {
                self.split(index, at);
            }
        }
    }

    /// What holds a piece.
    fn around<'a>(&self, scene: &'a Scene<'_>, rods: &Rods, index: usize) -> Around<'a> {
        let piece = &self.pieces[index];
        let span = &scene.spans[piece.span];
        let held = [0, 1].map(|end| {
            let falls =
                span.poles[end].and_then(|pole| rods.place(Rod::Pole(pole), span.height_m[end]));
            piece.held[end].then(|| falls.unwrap_or(span.ends[end]))
        });
        Around {
            wind: (scene.wind)(span.middle()),
            held,
            ground_m: scene.ground_m,
        }
    }

    /// Lets wire slip through the ties until each holds what pulls at it.
    fn slip(&mut self, scene: &Scene<'_>) {
        let roped: Vec<_> = self.of.iter().map(|(&span, &ends)| (span, ends)).collect();
        for (span, ends) in roped {
            for end in [0, 1] {
                let Some((on, on_end)) = scene.spans[span].on[end] else {
                    continue;
                };
                // Of two ropes the first does it for both.
                let both = scene.spans[on].on[on_end] == Some((span, end));
                if both && on < span && self.of.contains_key(&on) {
                    continue;
                }
                let limit_n = scene.spans[span].tied_n.min(scene.spans[on].tied_n);
                let near = ends[end].map_or(Wire::Gone, |piece| Wire::Rope(piece, end));
                let far = match self.of.get(&on) {
                    Some(others) => {
                        others[on_end].map_or(Wire::Gone, |piece| Wire::Rope(piece, on_end))
                    }
                    None => Wire::Whole(on),
                };
                self.pass(scene, [near, far], limit_n);
            }
        }
    }

    /// Passes wire through a tie to the side that pulls more, until it holds the rest.
    fn pass(&mut self, scene: &Scene<'_>, sides: [Wire; 2], limit_n: f64) {
        let pulls_n = sides.map(|side| match side {
            Wire::Rope(piece, end) => self.pieces[piece].rope.tension_n(end),
            Wire::Whole(span) => self.pull_n(scene, span),
            Wire::Gone => 0.0,
        });
        let more = usize::from(pulls_n[1] > pulls_n[0]);
        let (gets, loses) = (sides[more], sides[1 - more]);
        let over_n = pulls_n[more] - pulls_n[1 - more] - limit_n;
        let has = match loses {
            Wire::Rope(piece, end) => self.pieces[piece].rope.gives(end),
            Wire::Whole(_) | Wire::Gone => true,
        };
        if over_n <= 0.0 || !has {
            return;
        }
        let highest_n = pulls_n[more];
        let stiff: f64 = sides
            .map(|side| match side {
                Wire::Rope(piece, _) => 1.0 / self.pieces[piece].rope.soft_m_n(),
                // No tension on either side will be higher.
                Wire::Whole(span) => {
                    let hanging = &scene.spans[span];
                    1.0 / hanging.soft_m_n((scene.wind)(hanging.middle()), highest_n)
                }
                Wire::Gone => 0.0,
            })
            .iter()
            .sum();
        let passed_m = over_n / stiff;
        for (side, more_m) in [(gets, passed_m), (loses, -passed_m)] {
            match side {
                Wire::Rope(piece, end) => self.pieces[piece].rope.lengthen(end, more_m),
                Wire::Whole(span) => self.draw(scene, span, -more_m),
                Wire::Gone => {}
            }
        }
    }

    /// Draws wire out of a span that is no rope.
    fn draw(&mut self, scene: &Scene<'_>, span: usize, more_m: f64) {
        let before_n = self.pull_n(scene, span);
        *self.drawn_m.entry(span).or_default() += more_m;
        let after_n = self.pull_n(scene, span);
        self.drawn_j += f64::midpoint(before_n, after_n) * more_m;
    }

    /// Horizontal tension of a span that is no rope, N.
    fn pull_n(&self, scene: &Scene<'_>, span: usize) -> f64 {
        let drawn_m = self.drawn_m.get(&span).copied().unwrap_or(0.0);
        let hanging = &scene.spans[span];
        hanging.pull_n((scene.wind)(hanging.middle()), drawn_m)
    }

    /// By what the ropes have changed the moment at the ground line of a pole that stands
    /// and holds the spans `holds`, Nm; without the wind on them.
    pub fn moment_nm(&self, scene: &Scene<'_>, pole: usize, holds: &[usize]) -> Vector {
        let mut sum = DVec3::ZERO;
        for &span in holds {
            let hanging = &scene.spans[span];
            let end = usize::from(hanging.poles[0] != Some(pole));
            let once_n = hanging.pull_n((scene.wind)(hanging.middle()), 0.0);
            let now = match self.of.get(&span) {
                Some(ends) => ends[end].map_or(DVec3::ZERO, |piece| {
                    let rope = &self.pieces[piece].rope;
                    rope.force_n[end] - rope.drag_n / 2.0
                }),
                None => hanging.into(end) * self.pull_n(scene, span),
            };
            sum += (now - hanging.into(end) * once_n) * hanging.height_m[end];
        }
        Vector::new(sum.x, sum.y)
    }

    /// The poles that hold ropes, or did.
    pub fn poles(&self, spans: &[Hanging]) -> Vec<usize> {
        let all = self.of.keys().flat_map(|&span| spans[span].poles);
        let mut poles: Vec<usize> = all.flatten().collect();
        poles.sort_unstable();
        poles.dedup();
        poles
    }

    /// Freezes the oldest that move, beyond `limit`, until something stirs them.
    pub fn freeze(&mut self, scene: &Scene<'_>, limit: usize) {
        let moving = self.pieces.iter_mut().filter(|piece| !piece.rope.rests());
        let mut moving: Vec<&mut Piece> = moving.collect();
        let over = moving.len().saturating_sub(limit);
        moving.sort_by_key(|piece| piece.born);
        for piece in moving.into_iter().take(over) {
            let middle = scene.spans[piece.span].middle();
            piece.rope.freeze((scene.wind)(middle));
        }
    }

    /// The energy of all ropes, and of the wire in the spans beyond, J.
    pub fn energy_j(&self) -> f64 {
        let ropes = self.pieces.iter().map(|piece| piece.rope.energy_j());
        ropes.sum::<f64>() + self.drawn_j
    }
}

/// The trunks that may meet a rope: near it, and not of a pole that holds it.
fn near<'a>(piece: &Piece, span: &Hanging, trunks: &'a mut [(Rod, Trunk)]) -> Vec<&'a mut Trunk> {
    let (first, last) = (piece.rope.at[0], piece.rope.at[piece.rope.at.len() - 1]);
    let middle = first.midpoint(last);
    let half_m = 0.5 * piece.rope.rest_m().max((last - first).length());
    let all = trunks.iter_mut().filter(|(rod, trunk)| {
        let holds = matches!(rod, Rod::Pole(pole) if span.poles.contains(&Some(*pole)));
        !holds && (trunk.foot - middle).length() < trunk.length_m + half_m
    });
    all.map(|(_, trunk)| trunk).collect()
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Catalogue;
    use taiqu_structure::Lines;

    use super::*;

    fn spans() -> Vec<Hanging> {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/town-1.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        let lines = Lines::of(&district.into_result().expect("it is whole"), &catalogue);
        Hanging::all(&lines, Vector::default(), &|_, _| 0.0)
    }

    #[test]
    fn beyond_the_limit_the_oldest_stay_where_they_are_in_any_wind() {
        let spans = spans();
        let mut rods = Rods::default();
        let mut ropes = Ropes::default();
        let scene = Scene {
            spans: &spans,
            wind: &|_| DVec3::new(20.0, 10.0, 0.0),
            ground_m: &|_, _| 0.0,
        };
        let mut step = |ropes: &mut Ropes| {
            for span in 0..4 {
                ropes.hang(&scene, span, span as u64);
                ropes.cut(span, 0.0);
            }
            ropes.freeze(&scene, 1);
            ropes.step(&scene, &mut rods, &mut []);
        };
        step(&mut ropes);
        let places = |ropes: &Ropes| -> Vec<Vec<DVec3>> {
            let pieces = ropes.pieces().iter();
            pieces.map(|piece| piece.rope.at.clone()).collect()
        };
        let before = places(&ropes);
        step(&mut ropes);
        let after = places(&ropes);
        assert_eq!(before[..3], after[..3]);
        assert_ne!(before[3], after[3]);
    }
}
