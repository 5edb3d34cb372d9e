"""Wall-mounted meter boxes for 1 to 18 single-phase meters, `meter_box_<n>`.

Origin: middle of the back's bottom edge. Meters stand behind the windows on `slot_01…`, row by
row from the upper left; outgoing breakers sit in the compartment below, one for each meter.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model
from signs import bolt_triangle

# positions: (columns, rows)
LAYOUTS = {1: (1, 1), 2: (2, 1), 4: (2, 2), 6: (3, 2), 9: (3, 3), 12: (4, 3), 15: (5, 3), 18: (6, 3)}
MARGIN, SWITCHES, DEPTH = 0.05, 0.20, 0.17
WALL, PLATE = 0.008, 0.035


class Layout:
    """Columns, rows and outer sizes of the box for so many meters."""

    def __init__(self, positions):
        self.positions = positions
        self.columns, self.rows = LAYOUTS[positions]
        # The box for one also takes a three-phase meter.
        self.step_x, self.step_y = (0.21, 0.34) if positions == 1 else (0.15, 0.24)
        self.width = self.columns * self.step_x + 2 * MARGIN
        self.height = self.rows * self.step_y + SWITCHES + 0.06

    def slot(self, n):
        """Where the n-th meter stands on the mounting plate, row by row from the upper left."""
        x = self.step_x * (n % self.columns - (self.columns - 1) / 2)
        lift = 0.025 if self.positions == 1 else 0.048
        return (x, self.row(self.rows - 1 - n // self.columns) + lift, PLATE)

    def row(self, level):
        """Bottom of a row of windows, counted from below."""
        return SWITCHES + 0.04 + self.step_y * level


def frame(model, width, height, at, rim):
    """A rectangular window frame of strips `rim` wide, its front at `at`, with a pane in it."""
    x, y, z = at
    for side in (-1, 1):
        model.box("plastic_grey", (rim, height, 0.016), (x + side * (width - rim) / 2, y, z - 0.008), bevel=0.003)
        model.box("plastic_grey", (width - 2 * rim, rim, 0.016), (x, y + side * (height - rim) / 2, z - 0.008))
    model.sheet("glass", width - 2 * rim, height - 2 * rim, (x, y, z - 0.010))


def meter_box(positions, coarse=False):
    model = Model(f"meter_box_{positions}", coarse, smallest=0.1)
    layout = Layout(positions)
    width, height = layout.width, layout.height
    for n in range(positions):
        model.node(f"slot_{n + 1:02}", layout.slot(n))
    model.node("cable_in", (-0.30 * width, -0.06, 0.085))
    model.node("cable_out", (0.30 * width, -0.06, 0.085))
    # A small rain hood over the front.
    model.box(
        "plastic_grey",
        (width + 0.024, 0.010, DEPTH + 0.02),
        (0, height + 0.004, DEPTH / 2 + 0.010),
        (3, 0, 0),
        bevel=0.003,
    )
    if coarse:
        closed(model, layout)
    else:
        opened(model, layout)
    return model


def closed(model, layout):
    """The box from afar: a block with dark windows."""
    width, height = layout.width, layout.height
    model.box("plastic_grey", (width, height, DEPTH), (0, height / 2, DEPTH / 2))
    for row in range(layout.rows):
        model.sheet("plastic_dark", width - 0.056, layout.step_y - 0.056, (0, layout.row(row + 0.5), DEPTH + 0.002))
    model.sheet("plastic_dark", width - 0.09, SWITCHES - 0.07, (0, SWITCHES / 2 + 0.01, DEPTH + 0.002))


def opened(model, layout):
    """The box from near: a hollow case with glazed frames."""
    width, height = layout.width, layout.height
    model.box("plastic_grey", (width, height, WALL), (0, height / 2, WALL / 2))
    for side in (-1, 1):
        model.box(
            "plastic_grey", (WALL, height, DEPTH - 0.016), (side * (width - WALL) / 2, height / 2, DEPTH / 2 - 0.008)
        )
    for y in (WALL / 2, SWITCHES + 0.02, height - WALL / 2):
        model.box("plastic_grey", (width - 2 * WALL, WALL, DEPTH - 0.02), (0, y, DEPTH / 2 - 0.008))
    mounting_plate(model, layout)
    breakers(model, layout.positions, width)
    for row in range(layout.rows):
        frame(model, width, layout.step_y, (0, layout.row(row + 0.5), DEPTH), 0.028)
    frame(model, width, SWITCHES + 0.02, (0, SWITCHES / 2 + 0.01, DEPTH), 0.045)
    model.box("plastic_grey", (width, 0.04, 0.014), (0, SWITCHES + 0.03, DEPTH - 0.008))
    model.box("plastic_grey", (width, 0.03, 0.014), (0, height - 0.012, DEPTH - 0.008))
    fastenings(model, width, height)


def mounting_plate(model, layout):
    """The plate meters are screwed to, with a customer's label under each slot."""
    tall = layout.rows * layout.step_y
    model.box("sign_white", (layout.width - 0.04, tall - 0.02, 0.004), (0, layout.row(0) + tall / 2, PLATE - 0.002))
    for n in range(layout.positions):
        x, y, z = layout.slot(n)
        model.sheet("sign_yellow", 0.07, 0.012, (x, y - 0.012, z + 0.001))


def breakers(model, positions, width):
    """One outgoing breaker for each meter on a rail, and the incoming one at the left when there is room."""
    model.box("steel_galvanised", (width - 0.06, 0.035, 0.008), (0, 0.11, 0.060))
    step = 0.036
    shift = 0.045 if positions > 1 else 0.0
    model.box("sign_white", (positions * step, 0.085, 0.066), (shift, 0.11, 0.095))
    for n in range(positions):
        x = step * (n - (positions - 1) / 2) + shift
        model.box("paint_blue", (0.022, 0.018, 0.014), (x, 0.115, 0.132))
        model.sheet("plastic_dark", 0.002, 0.085, (x + step / 2, 0.11, 0.1285))
    if positions > 1:
        x = shift - step * (positions + 1) / 2 - 0.045
        model.box("plastic_dark", (0.075, 0.12, 0.075), (x, 0.11, 0.095), bevel=0.003)
        model.box("sign_white", (0.025, 0.03, 0.016), (x, 0.115, 0.136))


def fastenings(model, width, height):
    """Hinges, padlock, warning sign, conduits."""
    for y in (0.12, height - 0.10):
        model.box("steel_galvanised", (0.012, 0.06, 0.014), (-width / 2 - 0.002, y, DEPTH - 0.012))
    lock = (width / 2 - 0.020, SWITCHES + 0.03, DEPTH)
    model.box("copper", (0.026, 0.024, 0.012), (lock[0], lock[1] - 0.012, lock[2] + 0.006), bevel=0.002)
    shackle = [
        (lock[0] + 0.008 * dx, lock[1] + dy, lock[2] + 0.006)
        for dx, dy in ((-1, 0), (-1, 0.012), (0, 0.018), (1, 0.012), (1, 0))
    ]
    model.tube("steel_galvanised", shackle, 0.0025, sides=5, closed=False)
    with model.moved((-width / 2 + 0.05, SWITCHES + 0.026, DEPTH + 0.001)):
        bolt_triangle(model, 0.036)
    if width > 0.3:
        model.text("sign_black", "电力计量箱", 0.020, (0.0, SWITCHES + 0.03, DEPTH))
    for x in (-0.30 * width, 0.30 * width):
        model.cylinder("plastic_dark", 0.022, 0.025, (x, -0.022, 0.085), sides=10)
        model.cylinder("plastic_grey", 0.016, 0.06, (x, -0.06, 0.085), sides=8)


if __name__ == "__main__":
    for positions in LAYOUTS:
        for coarse in (False, True):
            meter_box(positions, coarse).export()
