"""Makes the cases whose reference is OpenDSS.

    pip install opendssdirect.py numpy
    python make.py [NAME...]

Each case below is described once. From the description this script writes the
case's `area.ron`, and builds the same network in OpenDSS, element by element, to
write its voltages to `expected.csv`.
"""

import cmath
import math
import pathlib
import sys

import numpy as np
import opendssdirect as dss

HERE = pathlib.Path(__file__).parent
NUMBER = {"a": 1, "b": 2, "c": 3, "n": 4}
# Overhead line with its neutral, ohm/km, order a, b, c, n.
LINE_R = np.full((4, 4), 0.0493) + np.diag([0.443, 0.443, 0.443, 0.641])
LINE_X = np.array(
    [
        [0.79, 0.48, 0.44, 0.46],
        [0.48, 0.79, 0.48, 0.45],
        [0.44, 0.48, 0.79, 0.47],
        [0.46, 0.45, 0.47, 0.80],
    ]
)
NO_CHARGE = np.zeros((4, 4))
CABLE_C = np.array(
    [
        [410.0, -60.0, -55.0, -40.0],
        [-60.0, 400.0, -65.0, -45.0],
        [-55.0, -65.0, 420.0, -50.0],
        [-40.0, -45.0, -50.0, 300.0],
    ]
)
LV_SOURCE = dict(v=400.0, angle=10.0, z1=(0.01, 0.03), z0=(0.02, 0.05))
MV_SOURCE = dict(v=10000.0, angle=-5.0, z1=(0.3, 1.2), z0=(0.5, 2.5))


class Case:
    """A network, described once."""

    def __init__(self, name, source, earthing="TT"):
        self.name, self.source, self.earthing = name, source, earthing
        self.nodes, self.sections, self.switches = {}, [], []
        self.transformers, self.earths, self.loads = [], [], []
        self.dead, self.broken = set(), {}

    def node(self, name, phases, volt=400.0):
        self.nodes[name] = (phases, volt)

    def section(self, start, end, phases, km, charge=NO_CHARGE, factor=1.0, broken=""):
        """`broken` conductors carry nothing."""
        self.sections.append((start, end, phases, km, charge, factor))
        if broken:
            self.broken[f"s{len(self.sections)}"] = broken

    def switch(self, start, end, phases, open=""):
        self.switches.append((start, end, phases, open))

    def transformer(self, hv, lv, vector, **more):
        default = dict(kva=400.0, tap=1.0, star="Neutral", x=4.0, r=1.1, noload=0.2, imag=0.9, ppm=1.0, zero=None)
        self.transformers.append((hv, lv, vector, {**default, **more}))

    def earth(self, node, r, x=0.0):
        self.earths.append((node, r, x))

    def load(self, node, connection, kw, kvar, model="ConstantPower", band=None):
        """`band` is (low, min, max)."""
        self.loads.append((node, connection, kw, kvar, model, band))

    def write(self):
        folder = HERE / self.name
        folder.mkdir(exist_ok=True)
        (folder / "area.ron").write_text(self.area())
        (folder / "expected.csv").write_text(self.solve())
        (folder / "params.ron").write_text(self.params())
        (folder / "README.md").write_text(
            f"# {self.name}\n\n{ABOUT[self.name]}\n\nReference: OpenDSS {VERSION}, tolerance 1e-10, "
            "built by `../make.py`. Allowed: 1e-6 pu of complex voltage at every node.\n"
        )

    # The area file.

    def area(self):
        out = ["("]
        put = out.append
        put(f'  id: "{self.name}",')
        put(f'  name: (zh: "{self.name}", en: "{self.name}"),')
        put('  source: "made by ../make.py",')
        put('  licence: "MIT OR Apache-2.0",')
        put("  nominal_v: 400.0,")
        put("  frequency_hz: 50.0,")
        put(f"  earthing: {'TT' if self.earthing == 'TT' else 'r#TN-C-S'},")
        s = self.source
        first = next(iter(self.nodes))
        put(
            f'  supply: (node: "{first}", source: (voltage_v: {s["v"]}, angle_deg: {s["angle"]}, '
            f"r1_ohm: {s['z1'][0]}, x1_ohm: {s['z1'][1]}, r0_ohm: {s['z0'][0]}, x0_ohm: {s['z0'][1]})),"
        )
        put("  line_codes: [")
        for k, (_, _, phases, _, charge, factor) in enumerate(self.sections, 1):
            r, x, c = (square(m, phases) for m in (LINE_R * factor, LINE_X * factor, charge))
            capacitance = f", c_nf_per_km: {c}" if charge.any() else ""
            put(f'    (id: "c{k}", impedance: Matrix(r_ohm_per_km: {r}, x_ohm_per_km: {x}{capacitance})),')
        put("  ],")
        put("  nodes: [")
        for name, (phases, volt) in self.nodes.items():
            put(f'    (id: "{name}", phases: "{phases}", nominal_v: {volt}),')
        put("  ],")
        put("  sections: [")
        for k, (start, end, phases, km, _, _) in enumerate(self.sections, 1):
            put(
                f'    (id: "s{k}", from: "{start}", to: "{end}", phases: "{phases}", '
                f'length_m: {km * 1000}, line_type: "c{k}"),'
            )
        put("  ],")
        put("  switches: [")
        for k, (start, end, phases, _) in enumerate(self.switches, 1):
            put(f'    (id: "w{k}", kind: LoadSwitch, from: "{start}", to: "{end}", phases: "{phases}"),')
        put("  ],")
        put("  transformers: [")
        for k, (hv, lv, vector, t) in enumerate(self.transformers, 1):
            zero = f", zero_pct: Some({t['zero']})" if t["zero"] else ""
            put(
                f'    (id: "t{k}", hv: "{hv}", lv: "{lv}", rating: Given((kva: {t["kva"]}, hv_v: 10000.0, '
                f'lv_v: 400.0, vector: {vector}, x_pct: {t["x"]}, r_pct: {t["r"]}, no_load_pct: {t["noload"]}, '
                f'magnetising_pct: {t["imag"]}{zero})), tap: {t["tap"]}, star: {t["star"]}, ppm_antifloat: {t["ppm"]}),'
            )
        put("  ],")
        put("  earths: [")
        for node, r, x in self.earths:
            put(f'    (node: "{node}", conductor: "n", r_ohm: {r}, x_ohm: {x}),')
        put("  ],")
        put("  loads: [")
        for k, (node, connection, kw, kvar, model, band) in enumerate(self.loads, 1):
            limits = "" if band is None else f", band: (low: {band[0]}, min: {band[1]}, max: {band[2]})"
            put(
                f'    (id: "l{k}", node: "{node}", connection: "{connection}", kw: {kw}, kvar: {kvar}, '
                f"rated_v: {rated(connection)!r}, model: {model}{limits}),"
            )
        put("  ],")
        put(")")
        return "\n".join(out) + "\n"

    def params(self):
        out = ["(", "  tolerance_pu: 1e-6,"]
        opened = [f'("w{k}", "{o}")' for k, (_, _, _, o) in enumerate(self.switches, 1) if o]
        broken = [f'("{name}", "{phases}")' for name, phases in self.broken.items()]
        if opened:
            out.append(f"  open: [{', '.join(opened)}],")
        if broken:
            out.append(f"  broken: [{', '.join(broken)}],")
        return "\n".join(out + [")"]) + "\n"

    # The same in OpenDSS.

    def solve(self):
        s = self.source
        first = next(iter(self.nodes))
        say("clear")
        say("set defaultbasefrequency=50")
        say(
            f"new circuit.case bus1={first}.1.2.3 basekv={s['v'] / 1e3} pu=1 angle={s['angle']} "
            f"z1=[{s['z1'][0]} {s['z1'][1]}] z0=[{s['z0'][0]} {s['z0'][1]}]"
        )
        for k, (start, end, phases, km, charge, factor) in enumerate(self.sections, 1):
            carried = "".join(p for p in phases if p not in self.broken.get(f"s{k}", ""))
            series(
                f"s{k}", start, end, carried, km, LINE_R * factor, LINE_X * factor, charge,
            )
        for k, (start, end, phases, opened) in enumerate(self.switches, 1):
            carried = "".join(p for p in phases if p not in opened)
            if carried:
                bolt = np.diag([1e-8] * 4)
                series(f"w{k}", start, end, carried, 1.0, bolt, NO_CHARGE, NO_CHARGE)
        for k, (hv, lv, vector, t) in enumerate(self.transformers, 1):
            delta = {"D": "delta", "Y": "wye", "d": "delta", "y": "wye"}
            low = vector.lstrip("DYN")[0]
            high = f"{hv}.1.2.3" + {"D": "", "Y": ".4"}[vector[0]] * (not vector.startswith("YN"))
            down = f"{lv}.1.2.3" + (".4" if low == "y" else "")
            if "impedance" in t:
                r, x = t["impedance"]
                say(f"new reactor.star{k} phases=1 bus1={lv}.4 bus2={lv}.0 r={r} x={x}")
            if t["zero"]:
                # An idle delta passes zero-sequence currents and no others.
                r, x = t["zero"]
                say(
                    f"new transformer.zero{k} phases=3 windings=2 buses=[{down} idle{k}.1.2.3] conns=[wye delta] "
                    f"kvs=[0.4 0.4] kvas=[{t['kva']} {t['kva']}] xhl={x} %rs=[{r / 2} {r / 2}] ppm_antifloat=0.001"
                )
            lead = "euro" if vector.endswith("11") else "ansi"
            say(
                f"new transformer.t{k} phases=3 windings=2 buses=[{high} {down}] "
                f"conns=[{delta[vector[0]]} {delta[low]}] kvs=[10 0.4] kvas=[{t['kva']} {t['kva']}] "
                f"xhl={t['x']} %rs=[{t['r'] / 2} {t['r'] / 2}] %noload={t['noload']} %imag={t['imag']} "
                f"taps=[{t['tap']} 1] leadlag={lead} ppm_antifloat={t['ppm']}"
            )
        for k, (node, r, x) in enumerate(self.earths, 1):
            say(f"new reactor.e{k} phases=1 bus1={node}.4 bus2={node}.0 r={r} x={x}")
        for k, load in enumerate(self.loads, 1):
            self.dss_load(k, *load)
        for command in [
            f"set voltagebases=[{s['v'] / 1e3} 0.4]",
            "calcvoltagebases",
            "set tolerance=1e-10",
            "set maxiterations=2000",
            "solve",
        ]:
            say(command)
        if not dss.Solution.Converged():
            sys.exit(f"{self.name}: OpenDSS did not converge")
        found = {}
        for name, re, im in zip(
            dss.Circuit.AllNodeNames(), dss.Circuit.AllBusVolts()[0::2], dss.Circuit.AllBusVolts()[1::2]
        ):
            found[name] = complex(re, im)
        rows = ["node,phase,vmag_v,vang_deg"]
        for name, (phases, _) in self.nodes.items():
            for phase in phases:
                v = 0j if (name, phase) in self.dead else found[f"{name}.{NUMBER[phase]}"]
                rows.append(f"{name},{phase},{abs(v)!r},{math.degrees(cmath.phase(v))!r}")
        return "\n".join(rows) + "\n"

    def dss_load(self, k, node, connection, kw, kvar, model, band):
        if connection[-1] in "ne":
            neutral = ".4" if connection[-1] == "n" else ""
            phases = connection[:-1]
            bus = node + "".join(f".{NUMBER[p]}" for p in phases) + neutral
            count, conn = len(phases), "wye"
            kv = rated(connection) / 1e3 * (math.sqrt(3) if count > 1 else 1)
        else:
            bus = node + "".join(f".{NUMBER[p]}" for p in connection)
            count, conn = (1 if len(connection) == 2 else 3), "delta"
            kv = rated(connection) / 1e3
        low, least, most = band or (1e-6, 2e-6, 1e6)
        kind = {"ConstantPower": "1", "ConstantImpedance": "2", "ConstantCurrent": "5"}
        if model in kind:
            how = f"model={kind[model]}"
        else:
            how = dss_model(model)
        say(
            f"new load.l{k} phases={count} conn={conn} bus1={bus} kv={kv!r} kw={kw} kvar={kvar} "
            f"{how} vlowpu={low} vminpu={least} vmaxpu={most}"
        )


def say(command):
    dss.Text.Command(command)
    if dss.Error.Description():
        sys.exit(f"{command}\n{dss.Error.Description()}")


def rated(connection):
    return 400.0 / math.sqrt(3) if connection[-1] in "ne" else 400.0


def square(matrix, phases):
    index = [NUMBER[p] - 1 for p in phases]
    return [[round(float(matrix[r][c]), 9) for c in index] for r in index]


def series(name, start, end, phases, km, r, x, c):
    dots = "".join(f".{NUMBER[p]}" for p in phases)

    def text(matrix):
        rows = square(matrix, phases)
        return "[" + " | ".join(" ".join(map(repr, row[: k + 1])) for k, row in enumerate(rows)) + "]"

    say(
        f"new line.{name} bus1={start}{dots} bus2={end}{dots} phases={len(phases)} length={km} units=km "
        f"rmatrix={text(r)} xmatrix={text(x)} cmatrix={text(c)}"
    )


def zip_of(p, q, cut_off=0.0):
    return f"Zip(p: {p}, q: {q}, cut_off: {cut_off})"


def exponential(p, q):
    return f"Exponential(p: {p}, q: {q})"


def dss_model(model):
    numbers = [float(w) for w in "".join(c if c in "0123456789.-" else " " for c in model.replace("p:", " ")).split()]
    if model.startswith("Zip"):
        return f"model=8 zipv=[{' '.join(map(repr, numbers))}]"
    return f"model=4 cvrwatts={numbers[0]} cvrvars={numbers[1]}"


# The cases.

VERSION = "dss_capi " + dss.Basic.Version().split()[4]
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
            case.write()
            print(case.name)
