"""Solves the cases that are OpenDSS decks, and writes their references.

    pip install opendssdirect.py
    python decks.py

Each folder here with a `Master.dss` is such a case. The decks are our own.
"""

import cmath
import math
import os
import pathlib
import sys

import opendssdirect as dss

HERE = pathlib.Path(__file__).parent
ABOUT = {
    "deck-village": "A village on four wires below a 10 kV line, with every kind of element that is imported and "
    "much of what the script language allows.",
    "deck-star-points": "Star-star transformers with their high-voltage star points earthed through a coil, "
    "outright and free: star points are nodes too.",
    "deck-estate": "An estate at 60 Hz on three-wire cables in a ring below two transformers, with voltages below, "
    "inside and above the loads' bands.",
}


def solve(folder):
    home = os.getcwd()
    for command in [
        "clearall",
        "set defaultbasefrequency=60",
        f'compile "{folder / "Master.dss"}"',
        "set tolerance=1e-11",
        "set maxiterations=2000",
        "solve",
    ]:
        dss.Text.Command(command)
    os.chdir(home)
    if not dss.Solution.Converged():
        sys.exit(f"{folder.name}: OpenDSS did not converge")
    volts = dss.Circuit.AllBusVolts()
    rows = ["node,phase,vmag_v,vang_deg"]
    for name, re, im in zip(dss.Circuit.AllNodeNames(), volts[0::2], volts[1::2]):
        bus, number = name.split(".")
        v = complex(re, im)
        rows.append(f"{bus},{'abcn'[int(number) - 1]},{abs(v)!r},{math.degrees(cmath.phase(v))!r}")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    version = "dss_capi " + dss.Basic.Version().split()[4]
    for name, about in ABOUT.items():
        folder = HERE / name
        (folder / "expected.csv").write_text(solve(folder))
        (folder / "params.ron").write_text('(\n  tolerance_pu: 1e-6,\n  deck: "Master.dss",\n)\n')
        (folder / "README.md").write_text(
            f"# {name}\n\n{about}\n\nReference: OpenDSS {version}, tolerance 1e-11, of `Master.dss` by `../decks.py`. "
            "Allowed: 1e-6 pu of complex voltage at every node.\n"
        )
        print(name)
