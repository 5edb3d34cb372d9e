"""Line hardware shared by the pole tops, the transformer platform and the pole-mounted boxes."""

import math

from mathutils import Vector

from shapes import place


def sheds(radius, core, height, count):
    """Lathe profile of an insulator with `count` sheds of `radius` on a core."""
    profile = [(core, 0.0)]
    step = height / count
    for i in range(count):
        y = i * step
        profile += [(radius, y + 0.10 * step), (core, y + 0.80 * step)]
    return profile + [(core, height)]


def pin_lv(model, at):
    """Low-voltage pin insulator on its pin, 0.17 m up to the wire groove. Returns the wire's point."""
    x, y, z = at
    model.cylinder("steel_galvanised", 0.009, 0.10, (x, y - 0.04, z), sides=6)
    bell = [
        (0.030, 0.055),
        (0.042, 0.06),
        (0.044, 0.085),
        (0.030, 0.12),
        (0.024, 0.14),
        (0.030, 0.155),
        (0.022, 0.17),
        (0, 0.172),
    ]
    model.lathe("porcelain_white", bell, at, sides=8)
    return (x, y + 0.18, z)


def pin_mv(model, at):
    """10 kV pin insulator P-15 on its pin, 0.30 m up to the wire groove. Returns the wire's point."""
    x, y, z = at
    model.cylinder("steel_galvanised", 0.013, 0.20, (x, y - 0.06, z), sides=6)
    bell = [
        (0.045, 0.09),
        (0.080, 0.10),
        (0.083, 0.125),
        (0.050, 0.165),
        (0.062, 0.175),
        (0.064, 0.195),
        (0.040, 0.235),
        (0.032, 0.26),
        (0.040, 0.28),
        (0.030, 0.30),
        (0, 0.305),
    ]
    model.lathe("porcelain_brown", bell, at, sides=10)
    return (x, y + 0.315, z)


def u_bolt(model, radius, at, legs=0.09):
    """U-bolt around the back of a pole of `radius`, its legs through an arm to the front."""
    x, y, z = at
    bend = [(x + radius * math.cos(a), y, z - radius * math.sin(a)) for a in (math.pi * k / 5 for k in range(6))]
    ends = [(x + radius, y, z + radius + legs)], [(x - radius, y, z + radius + legs)]
    model.tube("steel_galvanised", ends[0] + bend + ends[1], 0.008, sides=5)
    for side in (-radius, radius):
        model.cylinder("steel_galvanised", 0.014, 0.014, (x + side, y, z + radius + legs - 0.03), (90, 0, 0), sides=5)


def arm(model, pole_radius, length, at, leg=0.063):
    """Angle-steel arm along X on the front of a pole, with pad and U-bolt. `at`: pole axis, top of the arm.

    Returns (y, z) of the arm's upper face, where insulators stand.
    """
    x, y, z = at
    front = z + pole_radius + 0.012
    model.angle("steel_galvanised", leg, 0.006, length, (x, y, front))
    model.box("steel_galvanised", (2 * pole_radius + 0.06, 0.05, 0.03), (x, y - leg / 2, front - 0.008), bevel=0.004)
    u_bolt(model, pole_radius + 0.008, (x, y - leg / 2, z), legs=0.045)
    return y, front + 0.6 * leg


def brace(model, start, end):
    """Flat-steel brace between two points of a pole top."""
    model.tube("steel_galvanised", [start, end], 0.014, sides=5)


def dropout_fuse(model, at):
    """Drop-out fuse on the front of an arm at `at`, its top leaning forward. Returns (upper, lower) terminals."""
    with model.moved(at):
        model.box("steel_galvanised", (0.05, 0.006, 0.16), (0, 0, 0.08), bevel=0.002)
        with model.moved((0, 0, 0.16), (20, 0, 0)):
            model.lathe("porcelain_brown", sheds(0.055, 0.034, 0.36, 4), (0, -0.18, 0), sides=10)
            model.cylinder("steel_galvanised", 0.040, 0.04, (0, -0.02, 0), sides=10)
            model.box("aluminium", (0.04, 0.03, 0.17), (0, 0.195, 0.055), bevel=0.005)
            model.box("aluminium", (0.05, 0.04, 0.16), (0, -0.195, 0.05), bevel=0.005)
            model.cylinder("plastic_grey", 0.016, 0.34, (0, -0.17, 0.125), sides=8)
            model.cylinder("copper", 0.019, 0.05, (0, 0.145, 0.125), sides=8)
            model.cylinder("copper", 0.019, 0.05, (0, -0.195, 0.125), sides=8)
    tilt = place((Vector(at) + Vector((0, 0, 0.16))), (20, 0, 0))
    return tuple(tilt @ Vector((0, 0.21, -0.01))), tuple(tilt @ Vector((0, -0.21, -0.01)))


def arrester(model, at):
    """Polymer surge arrester standing at `at`, 0.27 m. Returns its line terminal."""
    x, y, z = at
    model.lathe("plastic_dark", sheds(0.050, 0.026, 0.22, 4), (x, y + 0.02, z), sides=8)
    model.cylinder("aluminium", 0.026, 0.025, at, sides=10)
    model.cylinder("aluminium", 0.014, 0.04, (x, y + 0.235, z), sides=6)
    return (x, y + 0.27, z)


def bushing(model, stuff, height, radius, at):
    """Transformer bushing standing at `at`. Returns the point of its terminal."""
    x, y, z = at
    model.cylinder("steel_painted", 1.25 * radius, 0.03, at, sides=8)
    model.lathe(stuff, sheds(radius, 0.62 * radius, height, max(2, round(height / 0.09))), (x, y + 0.03, z), sides=10)
    model.cylinder("copper", 0.25 * radius, 0.06, (x, y + 0.03 + height, z), sides=6)
    return (x, y + 0.08 + height, z)
