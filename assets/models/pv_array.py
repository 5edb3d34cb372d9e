"""Photovoltaic array for a roof: two rows of five panels at 18°, 5.8 m wide, with its inverter.

Origin: centre of the footprint on the roof; the cells face +Z. `ac_out` is at the inverter.
"""

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model

PANEL_WIDTH, PANEL_LENGTH, GAP, TILT = 1.134, 2.279, 0.02, 18.0
COLUMNS, ROWS, CLEARANCE = 5, 2, 0.30


def panel(model, at):
    """One panel in the plane of the array: frame, cells, busbar gaps."""
    x, y = at
    model.box("aluminium", (PANEL_WIDTH, PANEL_LENGTH, 0.035), (x, y, -0.02))
    model.sheet("pv_cell", PANEL_WIDTH - 0.05, PANEL_LENGTH - 0.05, (x, y, 0.001))
    if model.coarse:
        return
    for k in range(1, 6):
        model.sheet("plastic_grey", 0.006, PANEL_LENGTH - 0.06, (x + PANEL_WIDTH * (k / 6 - 0.5), y, 0.003))
    for k in range(1, 12):
        wide = 0.016 if k == 6 else 0.004
        model.sheet("plastic_grey", PANEL_WIDTH - 0.06, wide, (x, y + PANEL_LENGTH * (k / 12 - 0.5), 0.003))


def pv_array(coarse=False):
    model = Model("pv_array", coarse)
    slope = ROWS * PANEL_LENGTH + GAP
    rise, reach = slope * math.sin(math.radians(TILT)), slope * math.cos(math.radians(TILT))
    with model.moved((0, CLEARANCE + rise / 2, 0), (TILT - 90, 0, 0)):
        for column in range(COLUMNS):
            for row in range(ROWS):
                x = (column - (COLUMNS - 1) / 2) * (PANEL_WIDTH + GAP)
                panel(model, (x, (row - (ROWS - 1) / 2) * (PANEL_LENGTH + GAP)))
        for y in (-1.75, -0.55, 0.55, 1.75):
            model.box("steel_galvanised", (COLUMNS * (PANEL_WIDTH + GAP), 0.04, 0.05), (0, y, -0.065))
    for x in (-2.3, 0.0, 2.3):
        for part in (-0.40, 0.0, 0.40):
            top = CLEARANCE + rise * (0.5 - part) - 0.07
            model.box("steel_galvanised", (0.05, top, 0.05), (x, top / 2, part * reach))
            model.box("concrete", (0.30, 0.12, 0.30), (x, 0.06, part * reach), bevel=0.01)
    model.box("plastic_grey", (0.42, 0.50, 0.18), (2.3, 0.75, -0.40 * reach + 0.13), bevel=0.01)
    model.box("plastic_dark", (0.16, 0.07, 0.01), (2.3, 0.88, -0.40 * reach + 0.22))
    model.node("ac_out", (2.3, 0.50, -0.40 * reach + 0.13))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        pv_array(coarse).export()
