"""Stack of straw round a pole, 2.6 m across and 2.6 m high. Origin: ground centre."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mathutils import noise

from shapes import Model

PROFILE = [(1.15, 0.0), (1.28, 0.45), (1.30, 0.95), (1.12, 1.45), (0.74, 1.95), (0.34, 2.32), (0, 2.46)]


def hay_stack():
    model = Model("hay_stack")
    model.lathe(
        "straw",
        PROFILE,
        sides=14,
        shade=lambda v: 0.55 + 0.45 * min(1.0, v.y / 1.2) * (0.85 + 0.3 * noise.noise(v * 3.0)),
    )
    model.cylinder("wood", 0.04, 0.35, (0, 2.3, 0), sides=6)
    return model


if __name__ == "__main__":
    hay_stack().export()
