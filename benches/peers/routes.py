"""Sets Taiqu's crew assignment and routes beside OR-Tools on the same instances.

    python benches/peers/routes.py [--assignments N] [--routes N] [--seconds S] [--folder DIR]

Installs OR-Tools into a virtual environment in DIR (default target/peers), writes seeded
instances there, and has both solve those bytes: assignments exactly (OR-Tools: CP-SAT),
routes by OR-Tools' routing library with guided local search for S seconds each, one
thread, begun from its parallel cheapest insertion. Every plan is priced here, by the same
few lines: weighted waiting until a crew arrives, three times as much beyond the promise.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINNED = ["ortools==9.15.6755"]
LATE = 2
NEVER = 10**8


def inside(folder):
    """Runs this file again in the virtual environment that has the peer."""
    python = folder / "routes-venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "routes-venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *PINNED], check=True)
    os.environ["TAIQU_PEERS"] = "1"
    os.execv(python, [str(python), *sys.argv])


def assignment(draw):
    """Orders and crews: weighted drives; some crews cannot do some orders."""
    orders, crews = draw.randint(1, 30), draw.randint(1, 20)
    costs = [
        [draw.randint(0, 60_000) if draw.random() < 0.7 else None for _ in range(crews)]
        for _ in range(orders)
    ]
    return {"costs": costs, "waiting": [draw.randint(10_000, 200_000) for _ in range(orders)]}


def routes(draw):
    """Orders over 20 km, some in clusters as behind one storm cell, with promises of 45, 90
    and 120 minutes that partly ran already, customer and network work, crews of either or
    both kinds, some busy."""
    jobs, vans = draw.randint(10, 50), draw.randint(2, 10)
    cells = [(draw.uniform(0, 20_000), draw.uniform(0, 20_000)) for _ in range(draw.randint(1, 4))]

    def place():
        if draw.random() < 0.6:
            x, y = draw.choice(cells)
            return draw.gauss(x, 1500), draw.gauss(y, 1500)
        return draw.uniform(0, 20_000), draw.uniform(0, 20_000)

    def drive(a, b):
        return float(round(1.3 * ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 / 9))

    where = [place() for _ in range(jobs)]
    kinds = [draw.choice("cnn") for _ in range(jobs)]
    skills = [draw.choice(["c", "n", "cn"]) for _ in range(vans)]
    skills[:2] = ["c", "n"]
    bases = [(draw.uniform(0, 20_000), draw.uniform(0, 20_000)) for _ in range(vans)]

    def weight():
        customers = min(300.0, draw.paretovariate(0.8))
        danger = 1000 if draw.random() < 0.05 else 0
        return round(100 * (customers + danger) ** 0.5) / 100

    def promise():
        return float(60 * draw.choice([45, 90, 120]) - draw.randint(0, 3600))

    return {
        "jobs": [
            {
                "weight": weight(),
                "due_s": max(0.0, promise()),
                "service_s": float(draw.choice([1200, 2400, 3600, 6000])),
                "needs": {},
                "held": None,
            }
            for _ in range(jobs)
        ],
        "vans": [
            {
                "ready_s": float(draw.choice([0, 0, draw.randint(0, 5400)])),
                "stock": {},
                "usual": {},
                "drives_to": None,
                "is_idle": True,
            }
            for _ in range(vans)
        ],
        "depots": [],
        "to_job": [
            [drive(base, at) if kind in able else None for at, kind in zip(where, kinds)]
            for base, able in zip(bases, skills)
        ],
        "to_depot": [[] for _ in range(vans)],
        "between": [[drive(a, b) for b in where] for a in where],
        "job_depot": [[] for _ in range(jobs)],
        "rules": {"late": float(LATE)},
    }


def price(problem, queues):
    """What a plan costs, weighted seconds."""
    cost = 0.0
    for van, queue in enumerate(queues):
        now = problem["vans"][van]["ready_s"]
        for k, job in enumerate(queue):
            drive = problem["between"][queue[k - 1]][job] if k else problem["to_job"][van][job]
            item = problem["jobs"][job]
            now += drive
            cost += item["weight"] * (now + LATE * max(0.0, now - item["due_s"]))
            now += item["service_s"]
    done = sorted(job for queue in queues for job in queue)
    if done != list(range(len(problem["jobs"]))):
        sys.exit("a plan leaves orders out")
    return cost


def least(given):
    """The least cost of an assignment, by CP-SAT."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    terms, by_crew = [], {}
    for row, waits in zip(given["costs"], given["waiting"]):
        none = model.new_bool_var("")
        terms.append(waits * none)
        options = [none]
        for crew, cost in enumerate(row):
            if cost is not None:
                takes = model.new_bool_var("")
                terms.append(cost * takes)
                options.append(takes)
                by_crew.setdefault(crew, []).append(takes)
        model.add_exactly_one(options)
    for takes in by_crew.values():
        model.add_at_most_one(takes)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        sys.exit("CP-SAT found no optimum")
    return round(solver.objective_value)


def total(given, chosen):
    taken = [crew for crew in chosen if crew is not None]
    if len(set(taken)) < len(taken):
        sys.exit("a crew has two orders")
    pairs = zip(given["costs"], given["waiting"], chosen)
    return sum(waits if crew is None else row[crew] for row, waits, crew in pairs)


def peer_routes(problem, seconds):
    """OR-Tools' queues: waiting as a soft bound of 0 on the arrival, lateness as a second
    one at the promise."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    jobs, vans = len(problem["jobs"]), len(problem["vans"])
    # Nodes: orders, then where each crew is, then an end that is everywhere.
    starts, end = [jobs + van for van in range(vans)], jobs + vans
    manager = pywrapcp.RoutingIndexManager(jobs + vans + 1, vans, starts, [end] * vans)
    routing = pywrapcp.RoutingModel(manager)
    far = [[0] * (jobs + vans + 1) for _ in range(jobs + vans + 1)]
    for a in range(jobs):
        for b in range(jobs):
            far[a][b] = int(problem["jobs"][a]["service_s"] + problem["between"][a][b])
    for van, row in enumerate(problem["to_job"]):
        for job, drive in enumerate(row):
            far[jobs + van][job] = NEVER if drive is None else int(drive)
    transit = routing.RegisterTransitMatrix(far)
    for name in ("wait", "late"):
        routing.AddDimension(transit, 0, NEVER, False, name)
        dimension = routing.GetDimensionOrDie(name)
        for van, item in enumerate(problem["vans"]):
            ready = int(item["ready_s"])
            dimension.CumulVar(routing.Start(van)).SetRange(ready, ready)
        for job, item in enumerate(problem["jobs"]):
            bound = 0 if name == "wait" else int(item["due_s"])
            times = 1 if name == "wait" else LATE
            weight = round(100 * item["weight"]) * times
            dimension.SetCumulVarSoftUpperBound(manager.NodeToIndex(job), bound, weight)
    for job in range(jobs):
        able = [van for van in range(vans) if problem["to_job"][van][job] is not None]
        routing.VehicleVar(manager.NodeToIndex(job)).SetValues(able)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(int(1000 * seconds))
    found = routing.SolveWithParameters(parameters)
    if found is None:
        sys.exit("OR-Tools found no plan")
    queues = []
    for van in range(vans):
        queue, index = [], found.Value(routing.NextVar(routing.Start(van)))
        while not routing.IsEnd(index):
            queue.append(manager.IndexToNode(index))
            index = found.Value(routing.NextVar(index))
        queues.append(queue)
    return queues


def main(given):
    draw = random.Random(20260715)
    instances = {
        "assignments": [assignment(draw) for _ in range(given.assignments)],
        "routes": [routes(draw) for _ in range(given.routes)],
    }
    file = given.folder / "crews.json"
    file.write_text(json.dumps(instances))
    command = ["cargo", "bench", "-q", "-p", "taiqu_dispatch", "--bench", "peers", "--", str(file)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    ours = json.loads(done.stdout)

    pairs = list(zip(instances["assignments"], ours["assignments"]))
    equal = sum(total(each, chosen) == least(each) for each, chosen in pairs)
    print(f"assignment: {equal} of {len(pairs)} cost what CP-SAT proves to be least\n")

    gaps = []
    for k, (problem, plan, said) in enumerate(zip(instances["routes"], ours["plans"], ours["costs"])):
        own = price(problem, plan["queues"])
        if abs(own - said) > 1e-6 * own:
            sys.exit("Taiqu prices its plan otherwise")
        peer = price(problem, peer_routes(problem, given.seconds))
        gaps.append(own / peer - 1)
        print(f"\r{k + 1}/{len(instances['routes'])}", end="", file=sys.stderr, flush=True)
    gaps.sort()

    def at(share):
        return 100 * gaps[min(len(gaps) - 1, int(share * len(gaps)))]

    times = sorted(ours["seconds"])
    print(f"\nroutes: Taiqu's cost above OR-Tools' after {given.seconds:g} s each\n")
    print("| instances | mean | median | p95 | worst | Taiqu's time, median | worst |")
    print("|---|---|---|---|---|---|---|")
    mean = 100 * sum(gaps) / len(gaps)
    print(
        f"| {len(gaps)} | {mean:+.2f} % | {at(0.5):+.2f} % | {at(0.95):+.2f} % | {at(1):+.2f} % "
        f"| {1e3 * times[len(times) // 2]:.0f} ms | {1e3 * times[-1]:.0f} ms |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assignments", type=int, default=200, help="instances of assignment")
    parser.add_argument("--routes", type=int, default=200, help="instances of routes")
    parser.add_argument("--seconds", type=float, default=5.0, help="OR-Tools' time for each, s")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target/peers")
    given = parser.parse_args()
    given.folder = given.folder.resolve()
    if "TAIQU_PEERS" not in os.environ:
        given.folder.mkdir(parents=True, exist_ok=True)
        inside(given.folder)
    main(given)
