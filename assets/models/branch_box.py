"""Cable branch box, 0.8×1.2×0.4 m on a 0.3 m base. Origin: ground centre."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from enclosures import door, hip_roof, louvres
from shapes import Model
from signs import bolt_triangle

BASE, WIDTH, HEIGHT, DEPTH = 0.30, 0.80, 1.20, 0.40


def branch_box(coarse=False):
    model = Model("branch_box", coarse)
    model.box("concrete", (WIDTH + 0.04, BASE, DEPTH + 0.06), (0, BASE / 2, 0), bevel=0.015)
    body = HEIGHT - 0.09
    model.box("steel_painted", (WIDTH - 0.04, body, DEPTH - 0.06), (0, BASE + body / 2, -0.01), bevel=0.008)
    hip_roof(model, "steel_painted", (WIDTH, HEIGHT - body, DEPTH), (0, BASE + body, 0))
    front = DEPTH / 2 - 0.04
    leaf = (WIDTH - 0.10) / 2
    for x in (-leaf / 2 - 0.006, leaf / 2 + 0.006):
        door(model, leaf, body - 0.12, (x, BASE + body / 2, front))
        louvres(model, 0.20, 3, (x, BASE + body - 0.13, front + 0.018))
        louvres(model, 0.20, 3, (x, BASE + 0.20, front + 0.018))
    with model.moved((-leaf / 2 - 0.045, BASE + 0.66, front + 0.020)):
        bolt_triangle(model, 0.18)
    with model.moved((leaf / 2 - 0.01, BASE + 0.72, front + 0.020)):
        model.box("sign_white", (0.25, 0.085, 0.004), bevel=0.001)
        model.text("sign_black", "电缆分支箱", 0.040, (0, 0, 0.003))
    for side in (-1, 1):
        with model.moved((side * (WIDTH / 2 - 0.02), 0, -0.01), (0, side * 90, 0)):
            louvres(model, 0.20, 4, (0, BASE + body - 0.15, 0))
    model.node("cable_in", (0, 0, -0.1))
    for i in range(6):
        model.node(f"cable_out_{i + 1}", (0.1 * i - 0.25, 0, 0.05))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        branch_box(coarse).export()
