"""JP cabinet (low-voltage distribution cabinet of a pole-mounted transformer), 1350×700×1200 mm.

Origin: ground centre of the body. Doors at the front; the scene or the platform hangs it at its height.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from enclosures import door, louvres
from shapes import Model
from signs import bolt_triangle

WIDTH, HEIGHT, DEPTH = 1.35, 1.20, 0.70


def cabinet(model):
    """The cabinet's body, standing on the model's frame."""
    front = DEPTH / 2 - 0.02
    model.box(
        "steel_painted", (WIDTH - 0.04, HEIGHT - 0.06, DEPTH - 0.06), (0, (HEIGHT - 0.06) / 2, -0.01), bevel=0.008
    )
    # The roof overhangs and sheds water to the front.
    outline = [
        (-DEPTH / 2, HEIGHT - 0.07),
        (DEPTH / 2, HEIGHT - 0.07),
        (DEPTH / 2, HEIGHT - 0.045),
        (-DEPTH / 2 + 0.03, HEIGHT),
        (-DEPTH / 2, HEIGHT),
    ]
    with model.moved(turn=(0, -90, 0)):
        model.prism("steel_painted", outline, WIDTH)
    leaf = (WIDTH - 0.10) / 2
    for x in (-leaf / 2 - 0.008, leaf / 2 + 0.008):
        door(model, leaf, HEIGHT - 0.17, (x, (HEIGHT - 0.07) / 2, front - 0.02))
        louvres(model, 0.36, 4, (x, HEIGHT - 0.17, front))
        louvres(model, 0.36, 4, (x, 0.22, front))
    with model.moved((-leaf / 2 - 0.008, 0.66, front + 0.001)):
        bolt_triangle(model, 0.20)
    with model.moved((leaf / 2 + 0.008, 0.69, front + 0.001)):
        model.box("sign_white", (0.30, 0.13, 0.004), bevel=0.001)
        model.text("sign_black", "JP柜", 0.065, (0, 0, 0.003))
    for side in (-1, 1):
        with model.moved((side * (WIDTH / 2 - 0.02), 0, 0), (0, side * 90, 0)):
            louvres(model, 0.34, 5, (0, HEIGHT - 0.20, 0))
            louvres(model, 0.34, 5, (0, 0.30, 0))
    model.box("steel_galvanised", (WIDTH - 0.2, 0.012, DEPTH - 0.2), (0, -0.004, 0))


def jp_cabinet(coarse=False):
    model = Model("jp_cabinet", coarse)
    cabinet(model)
    model.node("cable_in", (-0.4, HEIGHT, -0.2))
    for i, x in enumerate((-0.3, -0.1, 0.1, 0.3), start=1):
        model.node(f"cable_out_{i}", (x, 0, 0))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        jp_cabinet(coarse).export()
