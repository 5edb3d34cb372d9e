"""A small car, 4.2×1.48×1.8 m. Origin: ground centre; it faces +Z."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model

# Cross-sections of the body from tail to nose: z, half width, underside, top.
BODY = [
    (-2.09, 0.74, 0.34, 0.88),
    (-2.00, 0.82, 0.24, 0.96),
    (-1.40, 0.86, 0.18, 0.98),
    (0.0, 0.87, 0.17, 0.96),
    (0.85, 0.86, 0.17, 0.94),
    (1.50, 0.85, 0.18, 0.89),
    (1.98, 0.80, 0.22, 0.80),
    (2.09, 0.72, 0.30, 0.70),
]
# Rings of the cabin from belt to roof: y, half width, front z, back z.
CABIN = [(0.92, 0.79, 0.98, -1.90), (1.36, 0.62, 0.22, -1.48), (1.45, 0.54, 0.06, -1.34), (1.48, 0.40, -0.10, -1.15)]


def loft(model, stuff, rings):
    """A skin through rings of equally many points, both ends closed."""
    n = len(rings[0])
    vertices = [p for ring in rings for p in ring]
    faces = [
        [r * n + i, r * n + (i + 1) % n, (r + 1) * n + (i + 1) % n, (r + 1) * n + i]
        for r in range(len(rings) - 1)
        for i in range(n)
    ]
    faces += [list(range(n))[::-1], list(range(len(vertices) - n, len(vertices)))]
    model.solid(stuff, vertices, faces)


def section(z, half, low, high):
    """One cross-section of the body, anticlockwise seen from the front."""
    right = [(0.84 * half, low), (half, low + 0.14), (0.985 * half, high - 0.14), (0.86 * half, high)]
    return [(x, y, z) for x, y in right] + [(-x, y, z) for x, y in reversed(right)]


def ring(y, half, front, back):
    """One ring of the cabin with cut corners, anticlockwise seen from above."""
    cut = 0.16
    right = [(half - cut, back), (half, back + cut), (half, front - 1.6 * cut), (half - cut, front)]
    return [(x, y, z) for x, z in reversed(right)] + [(-x, y, z) for x, z in right]


def wheel(model, x, z):
    """A wheel with its arch."""
    side = 1 if x > 0 else -1
    turn = (0, 0, -90 * side)
    model.lathe("plastic_dark", [(0.37, 0.0), (0.37, 0.01)], (side * 0.862, 0.41, z), turn, sides=16)
    model.lathe(
        "rubber_black", [(0.27, -0.10), (0.31, -0.08), (0.31, 0.08), (0.27, 0.10)], (x, 0.31, z), turn, sides=16
    )
    model.lathe("aluminium", [(0.20, 0.0), (0.17, 0.012), (0.05, 0.02)], (x + side * 0.10, 0.31, z), turn, sides=10)


def car(coarse=False):
    model = Model("car", coarse)
    loft(model, "paint_car", [section(*s) for s in BODY])
    rings = [ring(*r) for r in CABIN]
    loft(model, "plastic_dark", rings[:2])
    loft(model, "paint_car", rings[1:])
    for side in (-1, 1):
        corners = [r[i if side > 0 else 7 - i] for r in rings[:2] for i in (0, 1, 2, 3)]
        for i in (1, 2):
            model.tube("paint_car", [corners[i], corners[i + 4]], 0.035, sides=5)
        model.tube("paint_car", [(side * 0.80, 0.94, -0.42), (side * 0.63, 1.37, -0.55)], 0.03, sides=5)
        model.box("paint_car", (0.16, 0.11, 0.08), (side * 0.92, 0.98, 0.68), bevel=0.02)
        model.box("sign_white", (0.24, 0.09, 0.10), (side * 0.60, 0.66, 2.03), (0, side * 18, 0), bevel=0.01)
        model.box("sign_red", (0.22, 0.12, 0.10), (side * 0.62, 0.78, -2.05), (0, -side * 14, 0), bevel=0.01)
        for z in (-1.32, 1.28):
            wheel(model, side * 0.80, z)
    model.box("plastic_dark", (0.86, 0.14, 0.04), (0, 0.44, 2.09), bevel=0.01)
    model.box("paint_blue", (0.44, 0.13, 0.015), (0, 0.46, 2.115))
    model.box("paint_blue", (0.44, 0.13, 0.015), (0, 0.62, -2.095))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        car(coarse).export()
