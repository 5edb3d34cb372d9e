"""A network described once, written as an area file and built in OpenDSS."""

import cmath
import math
import pathlib
import sys

import numpy as np
import opendssdirect as dss

HERE = pathlib.Path(__file__).parent
VERSION = "dss_capi " + dss.Basic.Version().split()[4]
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

    def write(self, about):
        """Writes the case's files; `about` says what it is for."""
        folder = HERE / self.name
        folder.mkdir(exist_ok=True)
        (folder / "area.ron").write_text(self.area())
        (folder / "expected.csv").write_text(self.solve())
        (folder / "params.ron").write_text(self.params())
        (folder / "README.md").write_text(
            f"# {self.name}\n\n{about}\n\nReference: OpenDSS {VERSION}, tolerance 1e-10, "
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
