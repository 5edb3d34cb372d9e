"""Marker post over a buried cable, 0.12×0.60×0.12 m above ground. Origin: ground centre."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shapes import Model
from signs import bolt


def cable_marker():
    model = Model("cable_marker")
    model.box("sign_yellow", (0.12, 0.70, 0.12), (0, 0.20, 0), bevel=0.012)
    model.lathe("sign_red", [(0.086, 0.55), (0.086, 0.60), (0, 0.605)], turn=(0, 45, 0), sides=4)
    for turn in (0, 180):
        with model.moved((0, 0, 0), (0, turn, 0)):
            bolt(model, "sign_red", 0.12, (0, 0.44, 0.0605))
            model.text("sign_red", "电", 0.070, (0, 0.31, 0.062))
            model.text("sign_red", "缆", 0.070, (0, 0.21, 0.062))
    return model


if __name__ == "__main__":
    cable_marker().export()
