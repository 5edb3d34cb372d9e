"""Stainless roof water tank on its stand, 0.9 m across and 1.9 m high. Origin: centre of the stand's foot."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model


def water_tank():
    model = Model("water_tank")
    for x in (-0.32, 0.32):
        for z in (-0.32, 0.32):
            model.box("steel_galvanised", (0.05, 0.5, 0.05), (x, 0.25, z))
    for y in (0.14, 0.48):
        for side in (-0.32, 0.32):
            model.box("steel_galvanised", (0.70, 0.04, 0.04), (0, y, side))
            model.box("steel_galvanised", (0.04, 0.04, 0.70), (side, y, 0))
    model.lathe(
        "aluminium",
        [(0.40, 0.50), (0.45, 0.56), (0.45, 1.56), (0.36, 1.74), (0.17, 1.82), (0.17, 1.86), (0, 1.88)],
        sides=16,
    )
    for y in (0.80, 1.05, 1.30):
        model.lathe("aluminium", [(0.45, y - 0.02), (0.465, y), (0.45, y + 0.02)], sides=16)
    model.tube("plastic_grey", [(0.30, 0.56, 0.30), (0.34, 0.40, 0.36), (0.34, 0.0, 0.36)], 0.025)
    return model


if __name__ == "__main__":
    water_tank().export()
