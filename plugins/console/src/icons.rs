//! Signs on buttons, drawn rather than taken from a font.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

/// A sign on a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Let time run.
    Play,
    /// Let time stand still.
    Pause,
    /// One tick.
    Step,
    /// More slowly.
    Slower,
    /// Faster.
    Faster,
    /// Back.
    Left,
    /// Forward, or folded.
    Right,
    /// Unfolded.
    Down,
    /// Close.
    Cross,
    /// Fly there.
    Target,
    /// A panel at the left.
    PanelLeft,
    /// A panel at the right.
    PanelRight,
    /// A panel at the bottom.
    PanelBottom,
    /// All commands.
    Menu,
}

/// Paints a sign of about 12 pixels around `at`.
pub fn paint(painter: &Painter, icon: Icon, at: Pos2, colour: Color32) {
    let pen = Pen {
        painter,
        at,
        colour,
    };
    match icon {
        Icon::Play => pen.triangle(-3.5, 9.0),
        Icon::Pause => {
            pen.bar(-3.0, 3.0);
            pen.bar(3.0, 3.0);
        }
        Icon::Step => {
            pen.triangle(-4.5, 7.0);
            pen.bar(4.0, 2.0);
        }
        Icon::Slower => {
            pen.triangle(-0.5, -6.0);
            pen.triangle(6.0, -6.0);
        }
        Icon::Faster => {
            pen.triangle(-6.0, 6.0);
            pen.triangle(0.5, 6.0);
        }
        Icon::Left => pen.line(&[(2.0, -4.5), (-2.5, 0.0), (2.0, 4.5)]),
        Icon::Right => pen.line(&[(-2.0, -4.5), (2.5, 0.0), (-2.0, 4.5)]),
        Icon::Down => pen.line(&[(-4.5, -2.0), (0.0, 2.5), (4.5, -2.0)]),
        Icon::Cross => {
            pen.line(&[(-4.0, -4.0), (4.0, 4.0)]);
            pen.line(&[(-4.0, 4.0), (4.0, -4.0)]);
        }
        Icon::Target => {
            painter.circle_stroke(at, 4.0, Stroke::new(1.4, colour));
            for (x, y) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                pen.line(&[(x * 4.0, y * 4.0), (x * 7.0, y * 7.0)]);
            }
        }
        Icon::PanelLeft => pen.panel((1.0, 1.0), (4.0, 9.0)),
        Icon::PanelRight => pen.panel((8.0, 1.0), (4.0, 9.0)),
        Icon::PanelBottom => pen.panel((1.0, 6.0), (11.0, 4.0)),
        Icon::Menu => {
            for y in [-4.0, 0.0, 4.0] {
                pen.line(&[(-5.0, y), (5.0, y)]);
            }
        }
    }
}

struct Pen<'a> {
    painter: &'a Painter,
    at: Pos2,
    colour: Color32,
}

impl Pen<'_> {
    /// A triangle whose base stands at `x` and whose tip lies `w` further.
    fn triangle(&self, x: f32, w: f32) {
        let points = [(x, -5.0), (x + w, 0.0), (x, 5.0)];
        let points = points.map(|(x, y)| self.at + vec2(x, y)).to_vec();
        let shape = Shape::convex_polygon(points, self.colour, Stroke::NONE);
        self.painter.add(shape);
    }

    fn bar(&self, x: f32, w: f32) {
        let rect = Rect::from_center_size(self.at + vec2(x, 0.0), vec2(w, 10.0));
        self.painter.rect_filled(rect, 0.0, self.colour);
    }

    fn line(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|&(x, y)| self.at + vec2(x, y)).collect();
        self.painter.line(points, Stroke::new(1.6, self.colour));
    }

    fn panel(&self, from: (f32, f32), size: (f32, f32)) {
        let outer = Rect::from_center_size(self.at, vec2(13.0, 11.0));
        let stroke = Stroke::new(1.2, self.colour);
        self.painter
            .rect_stroke(outer, 1.0, stroke, StrokeKind::Inside);
        let inner = Rect::from_min_size(outer.min + vec2(from.0, from.1), size.into());
        self.painter.rect_filled(inner, 0.0, self.colour);
    }
}
