"""Brackets that hold a service drop on a wall: `wall_bracket_2` (one phase) and `wall_bracket_4`.

Origin: on the wall, in the middle of the bracket's foot; wires arrive from +Z. Seen along the
wires towards the wall the order from the left is A, N, B, C (one phase: L, N), so A is at -X.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fittings import brace, pin_lv
from shapes import Model

REACH, SPACING = 0.30, 0.20


def wall_bracket(wires, coarse=False):
    model = Model(f"wall_bracket_{len(wires)}", coarse, smallest=0.09)
    span = SPACING * (len(wires) - 1)
    model.angle("steel_galvanised", 0.05, 0.005, span + 0.16, (0, 0, REACH))
    for x in (-span / 2 - 0.03, span / 2 + 0.03):
        model.box("steel_galvanised", (0.05, 0.05, REACH), (x, -0.025, REACH / 2))
        model.box("steel_galvanised", (0.07, 0.16, 0.010), (x, -0.04, 0.005), bevel=0.002)
        brace(model, (x, -0.24, 0.0), (x, -0.04, REACH - 0.04))
    inlet = (span / 2 + 0.12, -0.25, 0.03)
    for n, wire in enumerate(wires):
        groove = pin_lv(model, (SPACING * n - span / 2, 0, REACH + 0.03))
        model.node(f"wire_{wire}", groove)
        x, y, z = groove
        model.tube(
            "rubber_black",
            [groove, (x, y - 0.05, z - 0.08), (x + 0.03, -0.16, 0.10), inlet],
            0.006,
            sides=5,
            closed=False,
        )
    model.tube("plastic_grey", [(inlet[0], -0.20, 0.035), (inlet[0], -0.60, 0.035)], 0.025, sides=8)
    model.node("cable_out", (inlet[0], -0.60, 0.035))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        wall_bracket("ln", coarse).export()
        wall_bracket("anbc", coarse).export()
