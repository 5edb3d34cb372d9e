"""Makes the short circuits whose reference is OpenDSS.

    pip install opendssdirect.py numpy
    python short_circuits.py [SHARED]

For each network below, without its loads, OpenDSS gets a fault object of 1e-7 ohm at
one node after the other, of every type the node's conductors allow; what flows out of
each conductor goes to the case's `short_circuit.csv`. With the folder of the shared
data the IEEE European LV feeder is done too, at every 25th bus.
"""

import cmath
import math
import pathlib
import sys

import opendssdirect as dss
from make import all_cases
from network import HERE, NUMBER, say

NETWORKS = [
    "earthing-tt",
    "earthing-tn-c-s",
    "dyn11-tap",
    "dyn1-tap",
    "ynyn0-tap",
    "yyn0-tap",
    "yyn0-three-limb",
    "star-point-impedance",
    "ring",
    "parallel-transformers",
]
TYPES = "abc ab bc ca an bn cn ae be ce ne abe bce cae".split()
OHM = 1e-7


def fault(node, kind):
    """Currents out of the conductors of `node` into a fault of `kind`."""
    wires = [letter for letter in kind if letter != "e"]
    dots = [f".{NUMBER[letter]}" for letter in wires]
    if kind == "abc":
        count, start, end = 3, node + "".join(dots), "meeting.1.1.1"
    elif kind.endswith("e"):
        count, start, end = len(wires), node + "".join(dots), node + ".0" * len(wires)
    else:
        count, start, end = 1, node + dots[0], node + dots[1]
    say(f"new fault.f phases={count} bus1={start} bus2={end} r={OHM}")
    say("solve")
    if not dss.Solution.Converged():
        sys.exit(f"{node} {kind}: OpenDSS did not converge")
    dss.Circuit.SetActiveElement("fault.f")
    flat = dss.CktElement.Currents()
    drawn = [complex(re, im) for re, im in zip(flat[0 : 2 * count : 2], flat[1 : 2 * count : 2])]
    if count == 1 and len(wires) == 2:
        drawn.append(-drawn[0])
    return zip(wires, drawn)


def write(folder, nodes, build):
    rows = ["node,type,conductor,amps,deg"]
    for name, phases in nodes:
        for kind in TYPES:
            if set(kind) <= set(phases + "e"):
                build()
                for wire, i in fault(name, kind):
                    rows.append(f"{name},{kind},{wire},{abs(i)!r},{math.degrees(cmath.phase(i))!r}")
    (folder / "short_circuit.csv").write_text("\n".join(rows) + "\n")
    print(folder.name, len(rows) - 1)


def feeder(shared):
    master = shared / "data/ieee-european-lv/dss/Master.dss"

    def build():
        dss.Text.Command("clear")
        dss.Text.Command(f'compile "{master}"')
        dss.Text.Command("batchedit load..* enabled=no")
        dss.Text.Command("set controlmode=off mode=snapshot tolerance=1e-10 maxiterations=2000")

    build()
    buses = [name for name in dss.Circuit.AllBusNames()]
    write(HERE / "ieee-minute-1-constant-power", [(name, "abc") for name in buses[::25]], build)


if __name__ == "__main__":
    for case in all_cases():
        if case.name in NETWORKS:
            case.loads = []
            nodes = [(name, phases) for name, (phases, _) in case.nodes.items()]
            write(HERE / case.name, nodes, case.solve)
    for shared in sys.argv[1:]:
        feeder(pathlib.Path(shared))
