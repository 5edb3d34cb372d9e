"""Charging post, 7 kW, 1.5 m high. Origin: ground centre; `plug` is the parked connector."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model
from signs import bolt


def ev_charger():
    model = Model("ev_charger")
    model.box("concrete", (0.46, 0.10, 0.40), (0, 0.05, 0), bevel=0.012)
    model.box("plastic_dark", (0.16, 0.94, 0.12), (0, 0.57, -0.03), bevel=0.012)
    model.box("sign_white", (0.34, 0.50, 0.17), (0, 1.25, 0), bevel=0.025)
    model.box("paint_green", (0.345, 0.06, 0.175), (0, 1.08, 0), bevel=0.006)
    model.box("plastic_dark", (0.22, 0.14, 0.008), (0, 1.36, 0.084), bevel=0.003)
    model.sheet("lcd", 0.18, 0.10, (0, 1.36, 0.0885))
    bolt(model, "sign_green", 0.13, (-0.08, 1.20, 0.086))
    model.text("sign_black", "充电", 0.055, (0.05, 1.20, 0.086))
    model.box("plastic_dark", (0.07, 0.12, 0.08), (0.20, 1.18, 0), bevel=0.012)
    model.tube(
        "rubber_black",
        [
            (0.21, 1.12, 0.02),
            (0.24, 0.85, 0.06),
            (0.22, 0.50, 0.08),
            (0.12, 0.36, 0.09),
            (0.02, 0.50, 0.09),
            (0.0, 0.80, 0.08),
            (0.0, 0.98, 0.05),
        ],
        0.014,
    )
    model.node("plug", (0.21, 1.15, 0.03))
    return model


if __name__ == "__main__":
    ev_charger().export()
