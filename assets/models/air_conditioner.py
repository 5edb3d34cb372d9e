"""Outdoor unit of an air conditioner on wall brackets, 0.85×0.60×0.33 m. Origin: wall, middle of the bottom edge."""

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model


def air_conditioner(coarse=False):
    model = Model("air_conditioner", coarse, smallest=0.3)
    back = 0.10
    model.box("plastic_grey", (0.82, 0.56, 0.28), (0, 0.31, back + 0.14), bevel=0.012)
    front = back + 0.281
    model.lathe("plastic_dark", [(0.235, 0.0), (0.235, 0.006)], (-0.12, 0.31, front), (90, 0, 0), sides=20)
    if not coarse:
        for radius in (0.08, 0.16, 0.23):
            ring = [
                (-0.12 + radius * math.cos(a), 0.31 + radius * math.sin(a), front + 0.016)
                for a in (math.pi * k / 8 for k in range(17))
            ]
            model.tube("plastic_grey", ring, 0.005, sides=3, closed=False)
        for k in range(6):
            a = math.pi * k / 6
            model.box("plastic_grey", (0.47, 0.008, 0.008), (-0.12, 0.31, front + 0.014), (0, 0, math.degrees(a)))
    for x in (-0.3, 0.3):
        model.box("steel_galvanised", (0.03, 0.03, 0.40), (x, 0.015, 0.20))
        model.box("steel_galvanised", (0.03, 0.34, 0.03), (x, -0.14, 0.015))
        model.tube("steel_galvanised", [(x, -0.28, 0.03), (x, 0.01, 0.34)], 0.012, sides=5)
    model.tube(
        "rubber_black", [(0.41, 0.20, 0.26), (0.47, 0.16, 0.22), (0.47, 0.10, 0.10), (0.47, 0.30, 0.01)], 0.018, sides=6
    )
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        air_conditioner(coarse).export()
