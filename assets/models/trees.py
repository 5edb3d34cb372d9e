"""Trees and bamboo, each 1 m high so that the scene scales them to their height.

Origin: foot of the trunk. Vertex colours darken the inside of the crown.
"""

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mathutils import Vector

from foliage import Crown, stem
from shapes import Model


def tree(name, coarse):
    """An empty model that keeps its small parts: a unit tree is scaled up by the scene."""
    return Model(name, coarse, smallest=0.0)


def branches(model, bark, fork, ends, radius):
    """Limbs from the trunk's fork into the clumps."""
    if model.coarse:
        return
    for end in ends:
        middle = (Vector(fork) + Vector(end)) / 2 + Vector((0, 0.02, 0))
        stem(model, bark, [fork, tuple(middle), end], [radius, 0.7 * radius, 0.3 * radius], sides=5)


def broadleaf_a(coarse):
    """A round-crowned tree, 0.85 m wide."""
    model = tree("tree_broadleaf_a", coarse)
    stem(
        model,
        "bark",
        [(0, -0.03, 0), (0, 0.02, 0), (0.01, 0.22, 0.005), (0.0, 0.46, 0.01)],
        [0.042, 0.030, 0.024, 0.015],
    )
    clumps = [
        ((0.02, 0.80, 0.0), 0.19),
        ((0.20, 0.63, 0.09), 0.19),
        ((-0.19, 0.66, 0.10), 0.18),
        ((0.08, 0.60, -0.21), 0.19),
        ((-0.16, 0.56, -0.15), 0.19),
        ((0.02, 0.52, 0.22), 0.17),
        ((0.24, 0.47, -0.07), 0.14),
        ((-0.25, 0.46, 0.02), 0.14),
    ]
    branches(model, "bark", (0.0, 0.34, 0.0), [(0.18, 0.58, 0.08), (-0.17, 0.60, 0.08), (0.06, 0.56, -0.18)], 0.016)
    crown = Crown(model, "leaf_green", (0, 0.60, 0), (0.42, 0.36, 0.42), seed=11)
    for at, radius in clumps:
        crown.clump(at, radius, 72, 0.125)
    return model


def broadleaf_b(coarse):
    """A taller, uneven tree with a forked trunk, 0.7 m wide."""
    model = tree("tree_broadleaf_b", coarse)
    stem(
        model,
        "bark_pale",
        [(0, -0.03, 0), (0, 0.02, 0), (-0.015, 0.20, 0.0), (0.02, 0.40, 0.01), (0.05, 0.68, 0.0)],
        [0.036, 0.026, 0.021, 0.016, 0.009],
    )
    branches(
        model, "bark_pale", (-0.01, 0.25, 0.0), [(-0.16, 0.52, 0.03), (0.10, 0.46, -0.15), (0.12, 0.50, 0.14)], 0.014
    )
    clumps = [
        ((0.06, 0.84, 0.0), 0.16),
        ((-0.07, 0.72, 0.07), 0.16),
        ((0.14, 0.68, -0.08), 0.16),
        ((-0.18, 0.55, 0.02), 0.15),
        ((0.11, 0.54, 0.15), 0.15),
        ((0.08, 0.49, -0.17), 0.14),
        ((-0.06, 0.43, -0.10), 0.12),
        ((0.22, 0.42, 0.04), 0.11),
    ]
    crown = Crown(model, "leaf_olive", (0.02, 0.62, 0), (0.34, 0.38, 0.34), seed=23)
    for at, radius in clumps:
        crown.clump(at, radius, 72, 0.110)
    return model


def poplar(coarse):
    """A column of foliage on a pale straight trunk, 0.3 m wide."""
    model = tree("tree_poplar", coarse)
    stem(
        model,
        "bark_pale",
        [(0, -0.03, 0), (0, 0.02, 0), (0.004, 0.30, 0.0), (0.0, 0.80, 0.004)],
        [0.025, 0.018, 0.014, 0.005],
    )
    crown = Crown(model, "leaf_green", (0, 0.58, 0), (0.15, 0.44, 0.15), seed=37)
    for i in range(8):
        y = 0.24 + 0.092 * i
        radius = 0.105 * math.sin(math.pi * (0.20 + 0.68 * (i / 7))) + 0.022
        swing = 0.035 * (1 - i / 9)
        crown.clump((swing * math.cos(2.4 * i), y, swing * math.sin(2.4 * i)), radius, 72, 0.085)
    return model


def camphor(coarse):
    """A broad dark dome on a short, many-limbed trunk, 1.05 m wide."""
    model = tree("tree_camphor", coarse)
    stem(
        model,
        "bark",
        [(0, -0.03, 0), (0, 0.02, 0), (0.0, 0.18, 0.0), (0.02, 0.40, 0.0)],
        [0.062, 0.045, 0.038, 0.022],
        sides=8,
    )
    branches(
        model,
        "bark",
        (0.0, 0.20, 0.0),
        [(0.27, 0.46, 0.06), (-0.25, 0.48, 0.10), (0.06, 0.46, -0.27), (-0.05, 0.50, 0.26)],
        0.022,
    )
    clumps = [
        ((0.0, 0.78, 0.0), 0.21),
        ((0.23, 0.67, 0.10), 0.20),
        ((-0.21, 0.69, 0.08), 0.20),
        ((0.03, 0.66, -0.24), 0.20),
        ((0.33, 0.50, -0.10), 0.17),
        ((-0.33, 0.51, -0.06), 0.18),
        ((0.08, 0.55, 0.30), 0.18),
        ((-0.16, 0.50, 0.26), 0.15),
        ((-0.12, 0.50, -0.32), 0.16),
    ]
    crown = Crown(model, "leaf_dark", (0, 0.56, 0), (0.52, 0.40, 0.52), seed=41)
    for at, radius in clumps:
        crown.clump(at, radius, 66, 0.130)
    return model


def bamboo(coarse):
    """A clump of leaning culms with hanging leaves, 0.7 m wide."""
    model = tree("bamboo", coarse)
    crown = Crown(model, "leaf_bamboo", (0, 0.60, 0), (0.36, 0.42, 0.36), seed=67)
    pick = crown.random
    for i in range(6 if coarse else 13):
        a = 2.399963 * i
        foot = 0.10 * math.sqrt(i / 13) + 0.01
        lean = foot + pick.uniform(0.06, 0.20)
        height = pick.uniform(0.74, 0.96)
        culm = [
            (foot * math.cos(a), -0.02, foot * math.sin(a)),
            (1.2 * foot * math.cos(a), 0.5 * height, 1.2 * foot * math.sin(a)),
            (lean * math.cos(a), 0.86 * height, lean * math.sin(a)),
            (1.5 * lean * math.cos(a), height, 1.5 * lean * math.sin(a)),
        ]
        stem(model, "leaf_olive", culm, [0.0075, 0.006, 0.004, 0.002], sides=5)
        tip, bend = Vector(culm[3]), Vector(culm[2])
        for k in range(13 if coarse else 42):
            t = pick.uniform(0.0, 1.0)
            near = (Vector(culm[1]) * (1 - 2 * t) + bend * 2 * t) if t < 0.5 else bend.lerp(tip, 2 * t - 1)
            out = (crown.direction() + 0.8 * crown.outward(near)).normalized()
            along = (out + crown.direction() - Vector((0, 0.7, 0))).normalized()
            crown.kite(
                near + 0.03 * out,
                along,
                out,
                pick.uniform(0.09, 0.16) * (1.5 if coarse else 1.0),
                0.13,
                near - 0.05 * out,
            )
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        for species in (broadleaf_a, broadleaf_b, poplar, camphor, bamboo):
            species(coarse).export()
