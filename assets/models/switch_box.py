"""Small pole-mounted switch box, 0.42×0.56×0.24 m.

Origin: pole axis, at the box's bottom. Its clamps fit a pole of 115 mm radius (a 10 m pole
about 3 m above ground); the box stands off to the front.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from enclosures import door, louvres
from fittings import u_bolt
from shapes import Model
from signs import bolt_triangle

WIDTH, HEIGHT, DEPTH, POLE = 0.42, 0.56, 0.24, 0.115


def switch_box():
    model = Model("switch_box")
    back = POLE + 0.045
    for y in (0.12, 0.44):
        model.channel("steel_galvanised", 0.05, 0.03, 0.005, 0.46, (0, y, POLE + 0.014))
        u_bolt(model, POLE + 0.008, (0, y, 0), legs=0.04)
    middle = back + DEPTH / 2
    model.box(
        "steel_painted", (WIDTH - 0.02, HEIGHT - 0.04, DEPTH - 0.03), (0, HEIGHT / 2 - 0.02, middle - 0.01), bevel=0.006
    )
    model.box("steel_painted", (WIDTH, 0.02, DEPTH), (0, HEIGHT - 0.03, middle), (4, 0, 0), bevel=0.004)
    front = back + DEPTH - 0.04
    door(model, WIDTH - 0.07, HEIGHT - 0.11, (0, HEIGHT / 2 - 0.02, front))
    louvres(model, 0.22, 3, (-0.02, 0.15, front + 0.018))
    with model.moved((-0.03, 0.32, front + 0.020)):
        bolt_triangle(model, 0.15)
    for x, name in ((-0.10, "cable_in"), (0.10, "cable_out")):
        model.cylinder("plastic_dark", 0.026, 0.05, (x, -0.045, middle), sides=8)
        model.tube(
            "rubber_black",
            [
                (x, 0, middle),
                (x, -0.12, middle),
                (x * 1.1, -0.20, middle - 0.09),
                (x, -0.12, POLE + 0.02),
                (x, 0.62, POLE + 0.02),
            ],
            0.013,
            sides=6,
        )
        model.node(name, (x, 0.62, POLE + 0.02))
    return model


if __name__ == "__main__":
    switch_box().export()
