"""Box substation (prefabricated, 10/0.4 kV), 3.2×2.4×2.2 m over roof and plinth.

Origin: ground centre. Three chambers from the left: high voltage, transformer, low voltage.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from enclosures import door, hip_roof, louvres
from shapes import Model
from signs import bolt_triangle, plate

BODY_WIDTH, BODY_DEPTH, PLINTH, EAVES = 2.96, 1.96, 0.32, 2.12


def wall_doors(model, leaves, face):
    """Door leaves along a long wall whose surface is at z = `face`: (centre x, width) each."""
    height = EAVES - PLINTH - 0.22
    middle = (PLINTH + EAVES) / 2
    for x, width in leaves:
        door(model, width, height, (x, middle, face), "paint_green")
        louvres(model, 0.72 * width, 5, (x, middle + 0.40 * height, face + 0.018), "paint_green")
        louvres(model, 0.72 * width, 5, (x, middle - 0.28 * height, face + 0.018), "paint_green")
    for x in (-0.98, 0.0, 0.98):
        with model.moved((x - 0.28, middle + 0.16, face + 0.020)):
            bolt_triangle(model, 0.22)


def box_substation(coarse=False):
    model = Model("box_substation", coarse)
    model.box("concrete", (3.10, PLINTH, 2.10), (0, PLINTH / 2, 0), bevel=0.02)
    model.box("paint_green", (BODY_WIDTH, EAVES - PLINTH, BODY_DEPTH), (0, (EAVES + PLINTH) / 2, 0), bevel=0.012)
    model.box("plastic_dark", (BODY_WIDTH + 0.04, 0.06, BODY_DEPTH + 0.04), (0, PLINTH + 0.03, 0))
    hip_roof(model, "roof_grey", (3.2, 2.4 - EAVES, 2.2), (0, EAVES, 0))
    leaves = [(-1.21, 0.46), (-0.74, 0.46), (-0.25, 0.48), (0.25, 0.48), (0.74, 0.46), (1.21, 0.46)]
    wall_doors(model, leaves, BODY_DEPTH / 2)
    with model.moved(turn=(0, 180, 0)):
        wall_doors(model, leaves, BODY_DEPTH / 2)
    for side in (-1, 1):
        with model.moved((side * BODY_WIDTH / 2, 0, 0), (0, side * 90, 0)):
            for x in (-0.42, 0.42):
                model.box("paint_green", (0.78, 1.5, 0.03), (x, 1.22, 0), bevel=0.006)
                louvres(model, 0.62, 9, (x, 1.82, 0.014), "paint_green")
    if not coarse:
        label(model)
    model.node("hv_cable", (-1.0, 0, 0))
    for i, x in enumerate((0.7, 0.9, 1.1, 1.3), start=1):
        model.node(f"lv_cable_{i}", (x, 0, 0))
    return model


def label(model):
    """Chamber names and the warning plate on the front."""
    face = BODY_DEPTH / 2 + 0.022
    for x, words in ((-0.98, "高压室"), (0.0, "变压器室"), (0.98, "低压室")):
        with model.moved((x + 0.22, 1.40, face)):
            model.box("sign_white", (0.34, 0.13, 0.004), bevel=0.001)
            model.text("sign_black", words, 0.065, (0, 0, 0.003))
    with model.moved((-0.79, 1.12, face)):
        plate(model, 0.32, 0.12, ["高压危险"])


if __name__ == "__main__":
    for coarse in (False, True):
        box_substation(coarse).export()
