"""Line constants of wires.csv by OpenDSS (pip install opendssdirect.py), to expected.csv.

The earth return is Deri's. OpenDSS replaces a wire's own resistance by that of a solid
round conductor with skin effect; its rac is given instead by comparing off the earth
part: each wire's resistance at vanishing Rdc is subtracted and r_ohm_per_km added.
"""

import csv
from itertools import groupby

import opendssdirect as dss

FREQUENCY_HZ, RESISTIVITY_OHM_M, VANISHING = 50, 100, 1e-9


def constants(wires):
    dss.Text.Command("clear")
    dss.Text.Command(f"set defaultbasefrequency={FREQUENCY_HZ}")
    dss.Text.Command("new circuit.c")
    dss.Text.Command("set earthmodel=deri")
    for wire in wires:
        dss.Text.Command(
            f"new wiredata.{wire['wire']} rdc={VANISHING} rac={VANISHING} runits=km "
            f"gmrac={wire['gmr_m']} gmrunits=m radius={float(wire['gmr_m']) / 0.7788} radunits=m"
        )
    n = len(wires)
    dss.Text.Command(f"new linegeometry.g nconds={n} nphases={n} reduce=no")
    for k, wire in enumerate(wires):
        dss.Text.Command(
            f"edit linegeometry.g cond={k + 1} wire={wire['wire']} "
            f"x={wire['x_m']} h={wire['height_m']} units=m"
        )
    dss.Text.Command(f"new line.l bus1=a bus2=b geometry=g length=1 units=km rho={RESISTIVITY_OHM_M}")
    dss.Text.Command("solve")
    dss.Lines.Name("l")
    r, x = dss.Lines.RMatrix(), dss.Lines.XMatrix()
    for i in range(n):
        for j in range(n):
            own = float(wires[i]["r_ohm_per_km"]) - VANISHING if i == j else 0.0
            yield wires[i]["wire"], wires[j]["wire"], r[i * n + j] + own, x[i * n + j]


with open("wires.csv") as source, open("expected.csv", "w") as target:
    target.write("line,row,column,r_ohm_per_km,x_ohm_per_km\n")
    for line, wires in groupby(csv.DictReader(source), key=lambda w: w["line"]):
        for row, column, r, x in constants(list(wires)):
            target.write(f"{line},{row},{column},{r:.9f},{x:.9f}\n")
