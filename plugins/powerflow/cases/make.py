"""Makes the cases whose reference is OpenDSS.

    pip install opendssdirect.py numpy
    python make.py [NAME...]

Each case below is described once. From the description `network.py` writes the
case's `area.ron`, and builds the same network in OpenDSS, element by element, to
write its voltages to `expected.csv`.
"""

import sys

from network import CABLE_C, LV_SOURCE, MV_SOURCE, NO_CHARGE, Case, exponential, zip_of

TAPPED = "A transformer off its middle tap, with its no-load branch, loaded unevenly. Angles show a wrong pairing."
ABOUT = {
    "zip": "Loads of mixed constant impedance, current and power, with and without band and cut-off.",
    "exponential": "Loads whose power goes with a power of voltage, between phase and neutral and between phases.",
    "delta-load": "Loads between phases: three-phase, single, leading, of each plain model.",
    "voltage-bands": "Loads below, inside and above the voltages between which their model holds.",
    "earthing-tt": "A neutral earthed at the transformer only, through 4 ohm.",
    "earthing-tn-c-s": "A neutral earthed again along the line.",
    "dyn11-tap": TAPPED,
    "dyn1-tap": TAPPED,
    "ynyn0-tap": TAPPED,
    "yyn0-tap": TAPPED + " Single phases find no way back on the high-voltage side.",
    "yyn0-three-limb": "A Yyn0 transformer with a core of three limbs: single phases find their way back through its "
    "zero-sequence flux, and the star point moves.",
    "dd0-tap": TAPPED + " No conductor of the low-voltage side is earthed.",
    "ynd1-tap": TAPPED + " No conductor of the low-voltage side is earthed.",
    "ynd11-tap": TAPPED + " No conductor of the low-voltage side is earthed.",
    "star-point-impedance": "A star point earthed through an impedance, without a neutral conductor.",
    "blown-fuse": "One drop-out fuse before a Dyn11 transformer has blown: half voltage on two phases.",
    "open-conductor": "One phase of a span is broken; a three-phase load behind feeds it back.",
    "broken-neutral": "The neutral of a TT feeder is broken: behind it, it hangs on loads alone.",
    "broken-pen": "The PEN conductor is broken before an earth electrode.",
    "ring": "Two closed loops, one without phase c.",
    "broken-ring": "A 10 kV ring through a switch, broken in another conductor on either side of it: every phase comes round "
    "its own way. Below, a ring of low voltage lacks its neutral here and a phase there.",
    "parallel-transformers": "Two different transformers on one low-voltage network: a loop through windings.",
    "charging": "Long cables whose capacitance lifts the voltage.",
    "generation": "Generators on two nodes: power flows back.",
}
BAND = (0.5, 0.9, 1.1)


def feeder(name, source=LV_SOURCE, earthing="TT", spans=3, km=0.15, star_ohm=0.02):
    """A four-wire feeder: nodes p0 (earthed: its source has no neutral), p1, p2, ..."""
    case = Case(name, source, earthing)
    for k in range(spans + 1):
        case.node(f"p{k}", "abcn")
    for k in range(spans):
        case.section(f"p{k}", f"p{k + 1}", "abcn", km)
    case.earth("p0", star_ohm)
    return case


def substation(name, vector, star="Neutral", earthing="TT", **more):
    """A 10 kV section, a transformer and two four-wire spans."""
    case = Case(name, MV_SOURCE, earthing)
    wires = "abcn" if star == "Neutral" and vector[-2:] not in ("d1", "d0") and "d11" not in vector else "abc"
    case.node("m0", "abc", 10000.0)
    case.node("m1", "abc", 10000.0)
    for k in range(3):
        case.node(f"p{k}", wires)
    case.section("m0", "m1", "abc", 2.5)
    case.transformer("m1", "p0", vector, star=star, **more)
    for k in range(2):
        case.section(f"p{k}", f"p{k + 1}", wires, 0.12)
    if wires == "abcn":
        case.earth("p0", 4.0)
    return case


def star_loads(case, node, kws, **more):
    for phase, kw in zip("abc", kws):
        case.load(node, f"{phase}n", kw, kw * 0.35, **more)


def all_cases():
    case = feeder("zip")
    star_loads(case, "p1", (9.0, 3.0, 6.0), model=zip_of((0.3, 0.3, 0.4), (0.5, 0.2, 0.3)))
    star_loads(case, "p2", (2.0, 7.0, 5.0), model=zip_of((0.6, 0.1, 0.3), (0.2, 0.5, 0.3), 0.7), band=BAND)
    case.load("p3", "abcn", 14.0, 5.0, zip_of((0.2, 0.5, 0.3), (0.4, 0.3, 0.3), 0.9))
    yield case

    case = feeder("exponential")
    star_loads(case, "p1", (8.0, 2.0, 5.0), model=exponential(1.2, 2.6))
    star_loads(case, "p2", (3.0, 9.0, 4.0), model=exponential(0.4, 3.5), band=BAND)
    case.load("p3", "abc", 12.0, 6.0, exponential(1.7, 0.8))
    yield case

    case = feeder("delta-load")
    case.load("p1", "abc", 21.0, 9.0)
    case.load("p2", "ab", 6.0, 2.0, "ConstantImpedance")
    case.load("p2", "bc", 4.0, 1.5, "ConstantCurrent")
    case.load("p3", "ac", 5.0, -1.0)
    case.load("p3", "an", 3.0, 1.0)
    yield case

    case = feeder("voltage-bands", spans=4, km=0.35)
    star_loads(case, "p1", (12.0, -25.0, 10.0), band=(0.5, 0.95, 1.05))
    star_loads(case, "p2", (9.0, -20.0, 22.0), model="ConstantCurrent", band=(0.6, 0.95, 1.02))
    star_loads(case, "p3", (12.0, 3.0, 8.0), model=zip_of((0.2, 0.3, 0.5), (0.1, 0.1, 0.8)), band=(0.7, 0.97, 1.02))
    star_loads(case, "p4", (26.0, 4.0, 9.0), model=exponential(0.7, 1.4), band=(0.75, 0.9, 1.0))
    yield case

    case = substation("earthing-tt", "Dyn11", tap=1.0)
    star_loads(case, "p1", (20.0, 5.0, 12.0))
    star_loads(case, "p2", (11.0, 16.0, 2.0))
    yield case

    case = substation("earthing-tn-c-s", "Dyn11", earthing="TN-C-S")
    case.earth("p1", 10.0)
    case.earth("p2", 8.0, 0.5)
    star_loads(case, "p1", (20.0, 5.0, 12.0))
    star_loads(case, "p2", (11.0, 16.0, 2.0))
    yield case

    for vector, tap in [("Dyn11", 1.05), ("Dyn1", 0.975), ("YNyn0", 1.025), ("Yyn0", 0.95)]:
        case = substation(f"{vector.lower()}-tap", vector, tap=tap)
        if vector == "Yyn0":
            # Without a neutral on the high-voltage side a single phase finds no way back.
            case.load("p2", "abc", 60.0, 20.0)
            case.load("p1", "ab", 20.0, 8.0)
            case.load("p1", "abcn", 30.0, 10.0, "ConstantImpedance")
        else:
            star_loads(case, "p1", (30.0, 12.0, 22.0))
            case.load("p2", "abc", 45.0, 15.0)
        yield case

    case = substation("yyn0-three-limb", "Yyn0", tap=1.0, noload=0.0, imag=0.0, zero=(1.1, 36.0))
    star_loads(case, "p1", (30.0, 12.0, 22.0))
    star_loads(case, "p2", (5.0, 25.0, 14.0), model="ConstantCurrent")
    yield case

    for vector in ["Dd0", "YNd1", "YNd11"]:
        case = substation(f"{vector.lower()}-tap", vector, tap=1.025)
        case.load("p1", "ab", 25.0, 8.0)
        case.load("p2", "abc", 60.0, 20.0)
        yield case

    star = "Earth(r_ohm: 0.2, x_ohm: 0.05)"
    case = substation("star-point-impedance", "Dyn11", star=star, impedance=(0.2, 0.05))
    case.load("p1", "ae", 9.0, 3.0)
    case.load("p2", "be", 5.0, 2.0)
    case.load("p2", "abc", 20.0, 7.0)
    yield case

    case = Case("blown-fuse", MV_SOURCE)
    for name, wires, volt in [("m0", "abc", 10000.0), ("m1", "abc", 10000.0), ("p0", "abcn", 400.0), ("p1", "abcn", 400.0)]:
        case.node(name, wires, volt)
    case.switch("m0", "m1", "abc", open="c")
    case.transformer("m1", "p0", "Dyn11")
    case.section("p0", "p1", "abcn", 0.12)
    case.earth("p0", 4.0)
    star_loads(case, "p1", (30.0, 22.0, 26.0), band=(0.5, 0.9, 1.1))
    yield case

    case = feeder("open-conductor")
    case.sections.pop(1)
    case.sections.insert(1, ("p1", "p2", "abcn", 0.15, NO_CHARGE, 1.0))
    case.broken["s2"] = "c"
    star_loads(case, "p1", (5.0, 4.0, 6.0), band=BAND)
    case.load("p2", "abc", 12.0, 5.0, "ConstantImpedance")
    star_loads(case, "p3", (3.0, 4.0, 2.0), band=BAND)
    yield case

    case = feeder("broken-neutral")
    case.broken["s2"] = "n"
    star_loads(case, "p1", (5.0, 4.0, 6.0))
    star_loads(case, "p2", (6.0, 2.0, 4.0), band=(0.5, 0.9, 1.1))
    star_loads(case, "p3", (1.5, 3.0, 5.0), model="ConstantImpedance")
    yield case

    case = feeder("broken-pen", earthing="TN-C-S")
    case.broken["s1"] = "n"
    case.earth("p2", 10.0)
    star_loads(case, "p2", (6.0, 2.0, 4.0), band=(0.5, 0.9, 1.1))
    star_loads(case, "p3", (1.5, 3.0, 5.0), band=(0.5, 0.9, 1.1))
    yield case

    case = feeder("ring")
    case.section("p3", "p1", "abcn", 0.2)
    case.node("p4", "abn")
    case.section("p2", "p4", "abn", 0.1)
    case.section("p3", "p4", "abn", 0.17)
    star_loads(case, "p2", (9.0, 3.0, 5.0))
    star_loads(case, "p3", (4.0, 8.0, 6.0))
    case.load("p4", "an", 5.0, 2.0)
    yield case

    case = Case("broken-ring", MV_SOURCE)
    for k in range(4):
        case.node(f"m{k}", "abc", 10000.0)
    for k in range(3):
        case.node(f"p{k}", "abcn")
    case.section("m0", "m1", "abc", 2.0)
    case.section("m1", "m2", "abc", 3.0, broken="a")
    case.section("m0", "m3", "abc", 4.0, broken="b")
    case.switch("m2", "m3", "abc")
    case.transformer("m2", "p0", "Dyn11")
    case.section("p0", "p1", "abcn", 0.1)
    case.section("p1", "p2", "abcn", 0.15, broken="n")
    case.section("p0", "p2", "abcn", 0.2, broken="c")
    case.earth("p0", 4.0)
    star_loads(case, "p1", (20.0, 5.0, 12.0))
    star_loads(case, "p2", (11.0, 16.0, 8.0))
    case.load("p2", "abc", 15.0, 4.0)
    yield case

    case = Case("parallel-transformers", MV_SOURCE)
    for name, wires, volt in [("m0", "abc", 10000.0), ("m1", "abc", 10000.0), ("p0", "abcn", 400.0), ("p1", "abcn", 400.0)]:
        case.node(name, wires, volt)
    case.section("m0", "m1", "abc", 1.5)
    case.transformer("m0", "p0", "Dyn11", tap=1.0)
    case.transformer("m1", "p1", "Dyn11", kva=250.0, tap=1.025)
    case.section("p0", "p1", "abcn", 0.2)
    case.earth("p0", 4.0)
    case.earth("p1", 4.0)
    star_loads(case, "p0", (20.0, 25.0, 35.0))
    star_loads(case, "p1", (40.0, 25.0, 15.0))
    yield case

    case = Case("charging", MV_SOURCE)
    for name, wires, volt in [("m0", "abc", 10000.0), ("m1", "abc", 10000.0), ("m2", "abc", 10000.0), ("p0", "abcn", 400.0), ("p1", "abcn", 400.0)]:
        case.node(name, wires, volt)
    case.section("m0", "m1", "abc", 12.0, CABLE_C, 0.3)
    case.section("m1", "m2", "abc", 9.0, CABLE_C, 0.3)
    case.transformer("m1", "p0", "Dyn11")
    case.section("p0", "p1", "abcn", 0.3, CABLE_C, 0.5)
    case.earth("p0", 4.0)
    star_loads(case, "p1", (10.0, 14.0, 8.0))
    yield case

    case = feeder("generation")
    star_loads(case, "p3", (-12.0, -2.0, 3.0))
    case.load("p2", "abcn", -18.0, 0.0)
    yield case


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for case in all_cases():
        if not wanted or case.name in wanted:
            case.write(ABOUT[case.name])
            print(case.name)
