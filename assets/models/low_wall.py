"""Yard wall, one 3 m bay between half pillars, 1.5 m high. Origin: ground centre; runs along X."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model


def low_wall():
    model = Model("low_wall")
    model.box("wall_base", (2.98, 0.25, 0.30), (0, 0.125, 0))
    model.box("wall_white", (2.98, 1.05, 0.24), (0, 0.775, 0))
    outline = [(-0.20, 1.30), (0.20, 1.30), (0.20, 1.33), (0, 1.46), (-0.20, 1.33)]
    with model.moved(turn=(0, -90, 0)):
        model.prism("roof_grey", outline, 2.98)
    for x in (-1.44, 1.44):
        model.box("wall_brick", (0.12, 1.42, 0.34), (x, 0.71, 0))
        model.box("wall_base", (0.12, 0.08, 0.42), (x, 1.46, 0), bevel=0.01)
    return model


if __name__ == "__main__":
    low_wall().export()
