"""Fittings at the top of a line pole: `pole_top_lv` (four wires) and `pole_top_mv` (10 kV).

Origin: on the pole's axis, at its top. The shaft (concrete, tapering 1:75 from its tip
diameter) belongs to the scene. The load lies towards +Z, so facing it A is on the left at +X.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fittings import arm, brace, pin_lv, pin_mv, u_bolt
from shapes import Model

TIP_LV, TIP_MV = 0.075, 0.095  # radii of 150 mm and 190 mm tips


def taper(tip, below):
    """Radius of the shaft at `below` metres under its top."""
    return tip + below / 150.0


def pole_top_lv(coarse=False):
    model = Model("pole_top_lv", coarse, smallest=0.09)
    drop = 0.20
    radius = taper(TIP_LV, drop)
    y, z = arm(model, radius, 1.5, (0, -drop, 0))
    for wire, x in (("a", 0.65), ("n", 0.25), ("b", -0.25), ("c", -0.65)):
        model.node(f"wire_{wire}", pin_lv(model, (x, y, z)))
    low = drop + 0.42
    for side in (-1, 1):
        brace(model, (side * 0.42, y - 0.05, z), (side * 0.03, -low, taper(TIP_LV, low) + 0.01))
    model.box("steel_galvanised", (0.16, 0.05, 0.02), (0, -low, taper(TIP_LV, low) + 0.012), bevel=0.004)
    u_bolt(model, taper(TIP_LV, low) + 0.008, (0, -low, 0), legs=0.03)
    model.lathe("concrete", [(TIP_LV, -0.004), (TIP_LV - 0.01, 0.012), (0, 0.02)], sides=12)
    return model


def pole_top_mv(coarse=False):
    model = Model("pole_top_mv", coarse, smallest=0.09)
    drop = 0.55
    radius = taper(TIP_MV, drop)
    y, z = arm(model, radius, 1.5, (0, -drop, 0), leg=0.075)
    model.node("wire_a", pin_mv(model, (0.65, y, z)))
    model.node("wire_c", pin_mv(model, (-0.65, y, z)))
    # The middle wire stands on a bracket clamped to the pole's top.
    model.box("steel_galvanised", (0.07, 0.34, 0.012), (0, -0.09, TIP_MV + 0.012), bevel=0.003)
    model.box("steel_galvanised", (0.07, 0.012, TIP_MV + 0.03), (0, 0.08, TIP_MV / 2), bevel=0.003)
    u_bolt(model, TIP_MV + 0.009, (0, -0.15, 0), legs=0.02)
    model.node("wire_b", pin_mv(model, (0, 0.086, 0)))
    low = drop + 0.45
    for side in (-1, 1):
        brace(model, (side * 0.45, y - 0.06, z), (side * 0.03, -low, taper(TIP_MV, low) + 0.01))
    u_bolt(model, taper(TIP_MV, low) + 0.008, (0, -low, 0), legs=0.03)
    model.lathe("concrete", [(TIP_MV, -0.004), (TIP_MV - 0.01, 0.012), (0, 0.02)], sides=12)
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        pole_top_lv(coarse).export()
        pole_top_mv(coarse).export()
