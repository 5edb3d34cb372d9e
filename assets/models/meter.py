"""Electricity meters: `meter` (single-phase, 112×160×60 mm) and `meter_3ph` (170×290×85 mm).

Origin: middle of the back's bottom edge, the point a meter box's `slot_*` stands for.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model


def meter(name, width, height, depth, terminals, unit, coarse=False):
    """A meter of these outer sizes with `terminals` screw holes in the terminal cover."""
    model = Model(name, coarse, smallest=0.04)
    cover = 0.30 * height
    model.box("plastic_grey", (width, height, 0.55 * depth), (0, height / 2, 0.275 * depth), bevel=0.004)
    model.box(
        "sign_white",
        (0.94 * width, height - cover - 0.006, 0.9 * depth),
        (0, (height + cover) / 2, 0.45 * depth),
        bevel=0.006,
    )
    model.box("plastic_grey", (0.96 * width, cover, 0.96 * depth), (0, cover / 2 + 0.001, 0.48 * depth), bevel=0.005)
    for i in range(terminals):
        x = 0.80 * width * ((i + 0.5) / terminals - 0.5)
        model.box("plastic_dark", (0.5 * width / terminals, 0.35 * cover, 0.006), (x, 0.28 * cover, 0.96 * depth))
    for x in (-0.4, 0.4):
        model.cylinder(
            "plastic_dark", 0.05 * width, 0.004, (x * width, 0.78 * cover, 0.958 * depth), (90, 0, 0), sides=8
        )
    face = 0.9 * depth
    lcd = (0, height - 0.22 * (height - cover) - 0.004, face)
    model.box("plastic_dark", (0.74 * width, 0.30 * (height - cover), 0.006), lcd, bevel=0.002)
    model.box("lcd", (0.64 * width, 0.22 * (height - cover), 0.004), (lcd[0], lcd[1], face + 0.0025))
    model.text("plastic_dark", "88888.88", 0.105 * width, (-0.03 * width, lcd[1], face + 0.005))
    middle = cover + 0.40 * (height - cover)
    for x in (0.26, 0.38):
        model.cylinder("plastic_dark", 0.038 * width, 0.006, (x * width, middle, face - 0.002), (90, 0, 0), sides=8)
    model.cylinder(
        "led_red", 0.022 * width, 0.006, (-0.38 * width, middle + 0.06 * height, face - 0.002), (90, 0, 0), sides=8
    )
    model.text("plastic_dark", unit, 0.042 * height, (-0.10 * width, middle, face + 0.001))
    for i in range(0 if coarse else 14):
        bar = (0.5 + 0.5 * (i * 7 % 3)) * 0.012 * width
        model.sheet(
            "plastic_dark",
            bar,
            0.08 * height,
            ((i - 6.5) * 0.034 * width, cover + 0.14 * (height - cover), face + 0.0005),
        )
    model.node("lcd", (lcd[0], lcd[1], face + 0.006))
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        meter("meter", 0.112, 0.160, 0.060, 4, "kWh", coarse).export()
        meter("meter_3ph", 0.170, 0.290, 0.085, 8, "3×220/380V", coarse).export()
