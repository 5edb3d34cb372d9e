"""Sealed oil-immersed distribution transformer of the 400 kVA class: corrugated tank, no conservator."""

from fittings import bushing
from signs import nameplate

TANK = (1.00, 0.82, 0.46)
FIN = 0.16
FEET = 0.10


def fins(model, count, width, at, turn):
    """A corrugated wall: `count` fins over `width`, standing out to local +Z."""
    height = 0.80 * TANK[1]
    with model.moved(at, turn):
        if model.coarse:
            model.box("steel_painted", (0.94 * width, height, 0.85 * FIN), (0, 0, 0.42 * FIN))
            return
        for i in range(count):
            x = width * ((i + 0.5) / count - 0.5)
            model.box("steel_painted", (0.022, height, FIN), (x, 0, FIN / 2))


def transformer(model):
    """The transformer standing on the model's frame, high voltage at the front.

    Returns the terminals: three high-voltage points (a, b, c), four low-voltage points (a, b, c, n).
    """
    width, height, depth = TANK
    middle = FEET + height / 2
    model.box("steel_painted", TANK, (0, middle, 0), bevel=0.01)
    for x in (-0.33, 0.33):
        model.channel("steel_painted", 0.10, 0.05, 0.008, 0.72, (x, 0.05, 0), (0, 90, 0))
    for side in (-1, 1):
        fins(model, 13, width - 0.06, (0, middle, side * depth / 2), (0, 90 - side * 90, 0))
        fins(model, 5, depth - 0.06, (side * width / 2, middle, 0), (0, side * 90, 0))
    lid = FEET + height
    model.box("steel_painted", (width + 0.10, 0.03, depth + 0.10), (0, lid + 0.015, 0), bevel=0.008)
    for x in (-0.46, 0.46):
        for z in (-0.2, 0.2):
            model.cylinder("steel_galvanised", 0.012, 0.05, (x, lid + 0.02, z), sides=6)
    top = lid + 0.03
    high = [bushing(model, "porcelain_brown", 0.30, 0.062, (x, top, 0.12)) for x in (0.32, 0.0, -0.32)]
    low = [bushing(model, "porcelain_white", 0.10, 0.050, (x, top, -0.14)) for x in (0.33, 0.11, -0.11, -0.33)]
    # Oil gauge, filler with relief valve, tap changer.
    model.cylinder("glass", 0.025, 0.12, (-0.45, top, 0.02), sides=8)
    model.cylinder("sign_red", 0.020, 0.02, (-0.45, top + 0.12, 0.02), sides=8)
    model.cylinder("steel_galvanised", 0.035, 0.10, (0.45, top, 0.02), sides=10)
    model.cylinder("steel_painted", 0.05, 0.05, (0.17, top, 0.0), sides=10)
    with model.moved((0.0, middle + 0.05, depth / 2 + FIN + 0.004)):
        nameplate(model, 0.26, 0.18)
    return high, low
