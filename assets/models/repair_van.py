"""A repair crew's van, 5.3×2.5×2.0 m: ladder and beacons on the roof. Origin: ground centre; it faces +Z."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from car import loft, wheel
from shapes import Model

# Cross-sections of the body from tail to nose: z, half width, underside, top.
BODY = [
    (-2.62, 0.90, 0.42, 2.16),
    (-2.54, 0.95, 0.30, 2.24),
    (-1.60, 0.97, 0.26, 2.27),
    (0.60, 0.97, 0.26, 2.26),
    (1.06, 0.96, 0.26, 2.14),
    (1.62, 0.95, 0.26, 1.32),
    (2.30, 0.93, 0.28, 1.10),
    (2.60, 0.84, 0.36, 0.94),
]
LADDER = {"y": 2.42, "half": 0.24, "tail": -2.45, "nose": 0.75}


def section(z, half, low, high):
    """One cross-section with rounded shoulders, anticlockwise seen from the front."""
    right = [(0.90 * half, low), (half, low + 0.12), (0.985 * half, high - 0.22), (0.86 * half, high)]
    return [(x, y, z) for x, y in right] + [(-x, y, z) for x, y in reversed(right)]


def pane(model, side):
    """Window of a front door, between pillar and bonnet."""
    model.box("plastic_dark", (0.02, 0.52, 0.86), (side * 0.955, 1.56, 0.62), bevel=0.01)


def ladder(model):
    y, half, tail, nose = (LADDER[k] for k in ("y", "half", "tail", "nose"))
    for x in (-half, half):
        model.tube("aluminium", [(x, y, tail), (x, y, nose)], 0.035, sides=5)
    rungs = 10
    for k in range(rungs):
        z = tail + 0.15 + (nose - tail - 0.3) * k / (rungs - 1)
        model.tube("aluminium", [(-half, y, z), (half, y, z)], 0.02, sides=5)
    for z in (tail + 0.5, nose - 0.5):
        model.box("steel_galvanised", (1.5, 0.05, 0.08), (0, 2.34, z))


def repair_van(coarse=False):
    model = Model("repair_van", coarse)
    loft(model, "paint_car", [section(*s) for s in BODY])
    # The windscreen lies on the slope between roof and bonnet.
    model.box("plastic_dark", (1.56, 0.03, 0.86), (0, 1.76, 1.375), (55.6, 0, 0), bevel=0.01)
    for side in (-1, 1):
        pane(model, side)
        # A stripe along the flanks, as service vehicles have.
        model.box("sign_yellow", (0.015, 0.22, 3.5), (side * 0.972, 1.02, -0.75))
        model.box("sign_white", (0.30, 0.13, 0.10), (side * 0.66, 0.78, 2.56), (0, side * 16, 0), bevel=0.01)
        model.box("sign_red", (0.12, 0.40, 0.06), (side * 0.82, 1.10, -2.60), bevel=0.01)
        model.box("plastic_dark", (0.14, 0.22, 0.10), (side * 1.06, 1.40, 1.20), bevel=0.02)
        model.lathe("sign_yellow", [(0.10, 0.0), (0.10, 0.14), (0.06, 0.18)], (side * 0.55, 2.24, 0.70), sides=10)
        for z in (-1.62, 1.72):
            wheel(model, side * 0.88, z)
    model.box("steel_painted", (1.30, 0.05, 0.16), (0, 2.27, 0.70))
    model.box("plastic_dark", (1.20, 0.22, 0.06), (0, 0.58, 2.60), bevel=0.01)
    model.box("plastic_dark", (1.50, 0.52, 0.02), (0, 1.75, -2.60))
    model.box("paint_blue", (0.44, 0.13, 0.015), (0, 0.46, 2.64))
    model.box("paint_blue", (0.44, 0.13, 0.015), (0, 0.62, -2.63))
    ladder(model)
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        repair_van(coarse).export()
