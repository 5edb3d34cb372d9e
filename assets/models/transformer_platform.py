"""Pole-mounted transformer station: two 12 m poles 2.5 m apart, transformer on a platform at 3.4 m.

Origin: ground between the poles. Fuses, doors and signs face +Z. The 10 kV line ends on `hv_*`
at the top (coming from behind, A is on its left at +X); low-voltage lines leave along +X from
`lv_*` on the right pole and along -X from `lv2_*` on the left one. `fuse_*` are the middles of the
drop-out fuses.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mathutils import Vector

from fittings import arm, arrester, brace, dropout_fuse, pin_lv, pin_mv, u_bolt
from jp_cabinet import cabinet
from shapes import Model, place
from signs import plate
from transformer import transformer

POLE_X, TOP, BURIED = 1.25, 10.1, 1.9
PLATFORM, CABINET = 3.4, 2.10
HV_ARM, LV_ARM, FUSE_ARM, ARRESTER_ARM = 9.65, 7.55, 6.75, 5.55


def pole_radius(y):
    """Radius of a 12 m pole with a 190 mm tip at `y` above ground."""
    return 0.095 + (TOP - y) / 150.0


def poles(model):
    for x in (-POLE_X, POLE_X):
        model.cylinder("concrete", pole_radius(-0.3), TOP + 0.3, (x, -0.3, 0), sides=16, top=0.095)
        for y in (PLATFORM - 0.10, CABINET - 0.06):
            model.lathe(
                "steel_galvanised",
                [(pole_radius(y) + 0.012, 0), (pole_radius(y) + 0.012, 0.06)],
                (x, y - 0.05, 0),
                sides=12,
            )


def platform(model):
    """Two channels between the poles, cross-pieces under the transformer, carriers of the cabinet."""
    web = pole_radius(PLATFORM) + 0.012
    for turn, side in ((0, 1), (180, -1)):
        model.channel("steel_galvanised", 0.14, 0.058, 0.008, 3.1, (0, PLATFORM, side * web), (0, turn, 0))
        model.angle("steel_galvanised", 0.063, 0.006, 2.9, (0, CABINET, side * (pole_radius(2) + 0.01)), (0, turn, 0))
    for x in (-1.5, -0.36, 0.36, 1.5):
        model.channel("steel_galvanised", 0.06, 0.05, 0.006, 0.72, (x, PLATFORM + 0.10, 0), (0, 90, 0))
    for x in (-POLE_X - 0.2, -POLE_X + 0.2, POLE_X - 0.2, POLE_X + 0.2):
        model.tube("steel_galvanised", [(x, PLATFORM, -web - 0.05), (x, PLATFORM, web + 0.05)], 0.010, sides=5)
    # Hangers hold the cabinet against swaying.
    for x in (-0.695, 0.695):
        for z in (-0.2, 0.2):
            model.box("steel_galvanised", (0.008, 1.15, 0.05), (x, CABINET + 0.66, z))


def span_arm(model, y, length=3.2):
    """An angle-steel arm across the front of both poles. Returns where insulators stand (y, z)."""
    front = pole_radius(y) + 0.012
    model.angle("steel_galvanised", 0.075, 0.007, length, (0, y, front))
    for x in (-POLE_X, POLE_X):
        u_bolt(model, pole_radius(y) + 0.008, (x, y - 0.037, 0), legs=0.045)
    return y, front + 0.045


def high_voltage(model, transformer_at, terminals):
    """Line insulators, leads, fuses and arresters down to the transformer's bushings."""
    top, fuse, low = (span_arm(model, y) for y in (HV_ARM, FUSE_ARM, ARRESTER_ARM))
    for phase, x, terminal in zip("abc", (0.7, 0.0, -0.7), terminals):
        line = pin_mv(model, (x, *top))
        model.node(f"hv_{phase}", line)
        model.node(f"fuse_{phase}", (0.85 * x, fuse[0] - 0.03, fuse[1] + 0.16))
        upper, lower = dropout_fuse(model, (0.85 * x, fuse[0] - 0.03, fuse[1]))
        guard = arrester(model, (0.85 * x, *low))
        bush = tuple(a + b for a, b in zip(terminal, transformer_at))
        lead(model, "aluminium", line, upper, bow=0.14)
        lead(model, "rubber_black", lower, guard, bow=0.10)
        lead(model, "rubber_black", guard, bush, bow=0.12)


def lead(model, stuff, start, end, bow, radius=0.008, sides=5):
    """A jumper between two terminals, bowed to the front."""
    (x0, y0, z0), (x1, y1, z1) = start, end
    points = [start]
    for t, push in ((0.12, 0.6), (0.35, 1.0), (0.65, 1.0), (0.88, 0.6)):
        points.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, z0 + (z1 - z0) * t + bow * push))
    model.tube(stuff, points + [end], radius, sides, closed=False)


def low_voltage(model, transformer_at, terminals):
    """Cables from the bushings to the cabinet, and from it up both poles to the line arms."""
    paints = ("sign_yellow", "sign_green", "sign_red", "paint_blue")
    for terminal, paint in zip(terminals, paints):
        x, y, z = (a + b for a, b in zip(terminal, transformer_at))
        bend = [(x, y, z), (x, y + 0.03, z - 0.16), (x, y - 0.25, -0.50)]
        down = [(x, 3.62, -0.48), (x, 3.40, -0.30), (x, CABINET + 1.15, -0.24)]
        model.tube("rubber_black", bend + down, 0.016, closed=False)
        # The phase's colour on the cable.
        model.tube(paint, [(x, y - 0.28, -0.4995), (x, y - 0.40, -0.498)], 0.020)
    for side, prefix in ((1, "lv"), (-1, "lv2")):
        feeder(model, side, prefix)


def feeder(model, side, prefix):
    """A riser up one pole and its arm, from which a line leaves outward."""
    riser, back = side * POLE_X, -0.27
    foot = [(side * 0.60, 2.45, -0.20), (side * 0.95, 2.45, -0.24), (riser, 2.62, back)]
    model.tube("plastic_grey", [*foot, (riser, 7.0, back)], 0.045, sides=8)
    for y in (3.0, 4.6, 6.2):
        gap = -back - pole_radius(y)
        model.box("steel_galvanised", (0.13, 0.03, 0.006), (riser, y, back - 0.047))
        model.box("steel_galvanised", (0.03, 0.03, gap), (riser, y, back + gap / 2))
    at, turn = (riser, LV_ARM, 0), (0, side * 90, 0)
    with model.moved(at, turn):
        y, z = arm(model, pole_radius(LV_ARM), 1.5, (0, 0, 0))
        grooves = [pin_lv(model, (x, y, z)) for x in (0.65, 0.25, -0.25, -0.65)]
        for wire, groove in zip("anbc", grooves):
            model.node(f"{prefix}_{wire}", groove)
        for s in (-1, 1):
            low = -0.42
            brace(model, (s * 0.42, -0.05, z), (s * 0.03, low, pole_radius(LV_ARM + low) + 0.01))
    head = Vector((riser, 7.0, back))
    for x, y, z in grooves:
        below = place(at, turn) @ Vector((x, y - 0.43, z + 0.10))
        half = (head + below) / 2 + Vector((0.05 * side, 0.06, 0))
        cable = [head, head + Vector((0, 0.12, 0)), half, below, place(at, turn) @ Vector((x, y, z))]
        model.tube("rubber_black", cable, 0.010, sides=5, closed=False)


def earth(model):
    """Down-lead on the left pole: galvanised flat steel, green and yellow where people reach it."""
    offset = 0.75
    points = [(-POLE_X + offset * pole_radius(y), y, offset * pole_radius(y)) for y in (5.4, 1.8)]
    model.tube("steel_galvanised", points, 0.016, sides=5)
    for i in range(9):
        y = 0.2 * i
        r = offset * (pole_radius(y + 0.1) + 0.004)
        model.box(("sign_green", "sign_yellow")[i % 2], (0.045, 0.2, 0.014), (-POLE_X + r, y + 0.1, r), (0, 45, 0))


def transformer_platform(coarse=False):
    model = Model("transformer_platform", coarse)
    poles(model)
    platform(model)
    with model.moved((0, CABINET, 0)):
        cabinet(model)
    stand = (0, PLATFORM + 0.13, 0)
    with model.moved(stand):
        high, low = transformer(model)
    high_voltage(model, stand, high)
    low_voltage(model, stand, low)
    earth(model)
    with model.moved((0, PLATFORM + 0.04, pole_radius(PLATFORM) + 0.075)):
        plate(model, 0.76, 0.20, ["止步 高压危险"])
    for x in (-POLE_X, POLE_X):
        with model.moved((x, 2.75, pole_radius(2.75) + 0.012)):
            plate(model, 0.36, 0.16, ["高压危险"])
    return model


if __name__ == "__main__":
    for coarse in (False, True):
        transformer_platform(coarse).export()
