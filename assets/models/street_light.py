"""Street light on a 6 m steel column, its arm to the front.

Origin: ground at the column; `lamp` is where light comes from.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model


def street_light(coarse=False):
    model = Model("street_light", coarse, smallest=0.1)
    model.cylinder("steel_galvanised", 0.085, 6.0, sides=10, top=0.045)
    model.box("steel_galvanised", (0.32, 0.02, 0.32), (0, 0.01, 0), bevel=0.004)
    model.box("steel_galvanised", (0.11, 0.34, 0.02), (0, 0.75, 0.076), bevel=0.004)
    arm = [(0, 5.75, 0), (0, 6.05, 0.25), (0, 6.22, 0.75), (0, 6.28, 1.25)]
    model.tube("steel_galvanised", arm, [0.036, 0.034, 0.030, 0.028], sides=6)
    with model.moved((0, 6.29, 1.50), (-7, 0, 0)):
        model.box("plastic_grey", (0.24, 0.07, 0.62), bevel=0.02)
        model.box("sign_white", (0.18, 0.012, 0.42), (0, -0.037, 0.04))
    model.node("lamp", (0, 6.23, 1.53))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        street_light(coarse).export()
