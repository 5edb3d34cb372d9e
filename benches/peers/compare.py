"""Times Taiqu beside PowerGridModel and OpenDSS on the IEEE European LV feeder.

    python benches/peers/compare.py [--seconds S] [--folder DIR]

Installs the two into a virtual environment in DIR (default target/peers), has Taiqu
write the feeder and the 1440 minutes of its loads there, and runs all three on those
bytes: constant power, tolerance 1e-8, voltages at load buses out, one thread, in turns
in one run. Prints processor time per power flow, the largest difference of any voltage
from a solution at 1e-12, and ratios.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINNED = ["power-grid-model==1.12.110", "opendssdirect.py==0.9.4", "numpy==2.4.6"]
STEPS = 1440
PHASES = "abc"


def inside(folder):
    """Runs this file again in the virtual environment that has the peers."""
    python = folder / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *PINNED], check=True)
    os.environ["TAIQU_PEERS"] = "1"
    os.execv(python, [str(python), *sys.argv])


def taiqu(*arguments):
    """What Taiqu's side of the comparison prints."""
    command = ["cargo", "bench", "-q", "-p", "taiqu_powerflow", "--bench", "peers", "--"]
    done = subprocess.run(
        [*command, *map(str, arguments)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def reduced(network):
    """The same network without nodes where nothing is drawn or branches off: the
    impedances before and behind them add up."""
    kept = {load["node"] for load in network["loads"]}
    kept |= {network["source"]["node"], network["transformer"]["hv"], network["transformer"]["lv"]}
    lines = {number: dict(line) for number, line in enumerate(network["lines"])}
    at = {}
    for number, line in lines.items():
        for end in ("from", "to"):
            at.setdefault(line[end], set()).add(number)
    for node in list(at):
        if node in kept:
            continue
        if len(at[node]) == 1:
            # A dead end carries nothing.
            while node not in kept and len(at[node]) == 1:
                (number,) = at[node]
                line = lines.pop(number)
                other = line["to"] if line["from"] == node else line["from"]
                at.pop(node)
                at[other].remove(number)
                node = other
    for node in list(at):
        if node in kept or len(at[node]) != 2:
            continue
        one, two = (lines.pop(number) for number in sorted(at[node]))
        ends = [line["to"] if line["from"] == node else line["from"] for line in (one, two)]
        number = max(lines, default=0) + len(at) + 1
        lines[number] = {"from": ends[0], "to": ends[1]}
        for z in ("z1_ohm", "z0_ohm"):
            lines[number][z] = [one[z][0] + two[z][0], one[z][1] + two[z][1]]
        for end in ends:
            at[end] = {k for k in at[end] if k in lines} | {number}
        at.pop(node)
    return {**network, "lines": list(lines.values())}


class PowerGridModel:
    """Its batch calculation, told to write nothing but node voltages."""

    def __init__(self, network, p_w, q_var, method):
        import numpy as np
        from power_grid_model import ComponentType, DatasetType
        from power_grid_model import PowerGridModel as Model
        from power_grid_model import initialize_array

        self.method = method
        source, transformer = network["source"], network["transformer"]
        names = {source["node"], transformer["lv"]}
        names |= {line[end] for line in network["lines"] for end in ("from", "to")}
        number = {name: k for k, name in enumerate(sorted(names))}
        self.number, first = number, len(number)

        node = initialize_array(DatasetType.input, ComponentType.node, len(number))
        node["id"] = list(number.values())
        node["u_rated"] = [transformer["hv_v"] if name == source["node"] else transformer["lv_v"] for name in number]

        line = initialize_array(DatasetType.input, ComponentType.line, len(network["lines"]))
        line["id"] = np.arange(len(line)) + first
        line["from_node"] = [number[each["from"]] for each in network["lines"]]
        line["to_node"] = [number[each["to"]] for each in network["lines"]]
        line["from_status"] = line["to_status"] = 1
        for k, part in enumerate("rx"):
            line[f"{part}1"] = [each["z1_ohm"][k] for each in network["lines"]]
            line[f"{part}0"] = [each["z0_ohm"][k] for each in network["lines"]]
        line["c1"] = line["tan1"] = line["c0"] = line["tan0"] = 0
        line["i_n"] = 1000
        first += len(line)

        windings = initialize_array(DatasetType.input, ComponentType.transformer, 1)
        short = (transformer["r_pct"] ** 2 + transformer["x_pct"] ** 2) ** 0.5 / 100
        values = {
            "id": first,
            "from_node": number[transformer["hv"]],
            "to_node": number[transformer["lv"]],
            "from_status": 1,
            "to_status": 1,
            "u1": transformer["hv_v"],
            "u2": transformer["lv_v"],
            "sn": transformer["kva"] * 1e3,
            "uk": short,
            "pk": transformer["r_pct"] / 100 * transformer["kva"] * 1e3,
            "i0": 0,
            "p0": 0,
            "winding_from": 2,
            "winding_to": 1,
            "clock": 1,
            "tap_side": 0,
            "tap_pos": 0,
            "tap_min": 0,
            "tap_max": 0,
            "tap_nom": 0,
            "tap_size": 0,
        }
        for name, value in values.items():
            windings[name] = value

        feed = initialize_array(DatasetType.input, ComponentType.source, 1)
        r1, x1 = source["z1_ohm"]
        feed["id"] = first + 1
        feed["node"] = number[source["node"]]
        feed["status"] = 1
        feed["u_ref"] = source["voltage_v"] / transformer["hv_v"]
        feed["sk"] = transformer["hv_v"] ** 2 / (r1**2 + x1**2) ** 0.5
        feed["rx_ratio"] = r1 / x1
        feed["z01_ratio"] = 1.0

        load = initialize_array(DatasetType.input, ComponentType.asym_load, len(network["loads"]))
        load["id"] = np.arange(len(load)) + first + 2
        load["node"] = [number[each["node"]] for each in network["loads"]]
        load["status"] = 1
        load["type"] = 0
        load["p_specified"] = load["q_specified"] = 0
        self.model = Model(
            {
                ComponentType.node: node,
                ComponentType.line: line,
                ComponentType.transformer: windings,
                ComponentType.source: feed,
                ComponentType.asym_load: load,
            }
        )
        p, q = (np.zeros((STEPS, len(load), 3)) for _ in range(2))
        self.places = []
        for k, each in enumerate(network["loads"]):
            phase = PHASES.index(each["phase"])
            p[:, k, phase], q[:, k, phase] = p_w[:, k], q_var[:, k]
            self.places.append((number[each["node"]], phase))
        self.update = {
            ComponentType.asym_load: {"p_specified": p, "q_specified": q}
        }
        self.wanted = {ComponentType.node: ["u"]}
        self.flows = STEPS

    def solve(self, threads=-1):
        from power_grid_model import CalculationMethod

        self.found = self.model.calculate_power_flow(
            symmetric=False,
            error_tolerance=1e-8,
            max_iterations=100,
            calculation_method=CalculationMethod[self.method],
            update_data=self.update,
            threading=threads,
            output_component_types=self.wanted,
        )

    def error(self, v):
        from power_grid_model import ComponentType

        found = self.found[ComponentType.node]["u"]
        return max(abs(found[:, node, phase] - v[:, k]).max() for k, (node, phase) in enumerate(self.places))


class OpenDss:
    """Its daily mode without controls and monitors: it stores nothing at all."""

    def __init__(self, network, p_w, q_var):
        import opendssdirect as dss

        self.dss, self.network = dss, network
        say = dss.Text.Command
        source, transformer = network["source"], network["transformer"]
        say("clear")
        say("set defaultbasefrequency=50")
        say(
            f"new circuit.feeder bus1={source['node']} basekv={source['voltage_v'] / 1e3!r} pu=1.0 "
            f"z1={source['z1_ohm']} z0={source['z0_ohm']}"
        )
        half = transformer["r_pct"] / 2
        say(
            f"new transformer.t phases=3 windings=2 buses=[{transformer['hv']} {transformer['lv']}] "
            f"conns=[delta wye] kvs=[{transformer['hv_v'] / 1e3!r} {transformer['lv_v'] / 1e3!r}] "
            f"kvas=[{transformer['kva']} {transformer['kva']}] %rs=[{half} {half}] "
            f"xhl={transformer['x_pct']} ppm_antifloat=0"
        )
        for k, line in enumerate(network["lines"]):
            (r1, x1), (r0, x0) = line["z1_ohm"], line["z0_ohm"]
            say(
                f"new line.l{k} bus1={line['from']} bus2={line['to']} phases=3 length=1 "
                f"r1={r1!r} x1={x1!r} r0={r0!r} x0={x0!r} c1=0 c0=0"
            )
        for k, load in enumerate(network["loads"]):
            shape = dss.LoadShape
            say(f"new loadshape.s{k} npts={STEPS} minterval=1 useactual=yes")
            shape.Name(f"s{k}")
            shape.PMult((p_w[:, k] / 1e3).tolist())
            shape.QMult((q_var[:, k] / 1e3).tolist())
            say(
                f"new load.d{k} bus1={load['node']}.{PHASES.index(load['phase']) + 1} phases=1 "
                f"kv={transformer['lv_v'] / 3**0.5 / 1e3!r} kw=1 kvar=1 model=1 vminpu=0 vmaxpu=2 "
                f"vlowpu=0 daily=s{k}"
            )
        say("set controlmode=off maxiterations=100 tolerance=1e-8")
        say("calcvoltagebases")
        self.flows = STEPS

    def solve(self):
        self.dss.Text.Command(f"set mode=daily stepsize=1m number={STEPS} hour=0 sec=0")
        self.dss.Text.Command("solve")
        if not self.dss.Solution.Converged():
            sys.exit("OpenDSS did not converge")

    def error(self, v):
        # Daily mode keeps the last step.
        worst = 0.0
        for k, load in enumerate(self.network["loads"]):
            self.dss.Circuit.SetActiveBus(load["node"])
            flat = self.dss.Bus.Voltages()
            phase = PHASES.index(load["phase"])
            found = abs(complex(flat[2 * phase], flat[2 * phase + 1]))
            worst = max(worst, abs(found - v[-1, k]))
        return worst


def best(make, seconds):
    """Least processor time of one power flow, s, and the peer."""
    peer = make()
    peer.solve()
    spent, least, runs = 0.0, float("inf"), 0
    while spent < seconds or runs < 5:
        begun = time.process_time()
        peer.solve()
        once = time.process_time() - begun
        spent, least, runs = spent + once, min(least, once), runs + 1
    return least / peer.flows, peer


def main(folder, seconds):
    import numpy as np

    taiqu("write", folder)
    network = json.loads((folder / "network.json").read_text())
    small = reduced(network)
    customers = len(network["loads"])

    def table(name):
        return np.fromfile(folder / f"{name}.f64").reshape(STEPS, customers)

    p_w, q_var, v = table("p_w"), table("q_var"), table("v")
    base = network["transformer"]["lv_v"] / 3**0.5
    own = {case: json.loads(taiqu("run", case, 1, seconds)) for case in ("loads", "all", "four-wire")}
    ours = 1 / own["loads"]["best_per_cpu_second"]
    names = ["Taiqu, load buses", "Taiqu, all nodes written", "Taiqu, four-wire with earths, load buses"]
    rows = [
        (name, 1 / each["best_per_cpu_second"], each["error_v"] / base) for name, each in zip(names, own.values())
    ]
    count = len(small["lines"]) + 2
    peers = {
        "OpenDSS": lambda: OpenDss(network, p_w, q_var),
        "PowerGridModel, iterative current": lambda: PowerGridModel(network, p_w, q_var, "iterative_current"),
        "PowerGridModel, Newton": lambda: PowerGridModel(network, p_w, q_var, "newton_raphson"),
        f"OpenDSS, given {count} nodes": lambda: OpenDss(small, p_w, q_var),
        f"PowerGridModel, iterative current, given {count} nodes": lambda: PowerGridModel(
            small, p_w, q_var, "iterative_current"
        ),
    }
    for name, make in peers.items():
        each, peer = best(make, seconds)
        rows.append((name, each, peer.error(v) / base))
    print(f"| {'':52} | power flows per CPU second | µs each | Taiqu is | error, pu |")
    print("|---|---|---|---|---|")
    for name, each, error in rows:
        print(f"| {name:52} | {1 / each:,.0f} | {each * 1e6:,.1f} | {each / ours:,.1f}× | {error:.0e} |")
    print()
    threads(seconds)


def threads(seconds):
    """Two threads beside what two processes reach together."""
    command = ["cargo", "bench", "-q", "-p", "taiqu_powerflow", "--bench", "peers", "--", "run", "loads"]

    def start(count):
        return subprocess.Popen(
            [*command, str(count), str(seconds)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def rate(process):
        return json.loads(process.communicate()[0])["per_second"]

    shares = []
    for _ in range(3):
        both = [start(1), start(1)]
        apart = sum(map(rate, both))
        shares.append(rate(start(2)) / apart)
    together = ", ".join(f"{share:.2f}" for share in shares)
    print(f"Two threads of Taiqu reach {together} of what two processes reach together.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="processor time for each, s")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target/peers")
    given = parser.parse_args()
    given.folder = given.folder.resolve()
    if "TAIQU_PEERS" not in os.environ:
        given.folder.mkdir(parents=True, exist_ok=True)
        inside(given.folder)
    main(given.folder, given.seconds)
