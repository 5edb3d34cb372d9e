"""Makes the cases whose reference comes with the data that are not shipped.

    python references.py SHARED

writes the IEEE European LV feeder's voltages in this project's form, and for the
four-wire feeders, which may not be shipped, only where to find them.
"""

import math
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
NOMINAL = {"sourcebus": 11000.0}
FEEDERS = [f"network_1_feeder_{k}" for k in (1, 2, 3, 4)] + ["network_5_feeder_3", "network_13_feeder_1"]


def write(name, params, readme, expected=None):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "params.ron").write_text("(\n" + "".join(f"  {line},\n" for line in params) + ")\n")
    (folder / "README.md").write_text(f"# {name}\n\n{readme}\n")
    if expected is not None:
        (folder / "expected.csv").write_text(expected)


def converted(path):
    rows = ["node,phase,vmag_v,vang_deg"]
    for line in path.read_text().split()[1:]:
        bus, phase, pu, degrees = line.lower().split(",")
        volt = float(pu) * NOMINAL.get(bus, 416.0) / math.sqrt(3)
        rows.append(f"{bus},{'abcn'[int(phase) - 1]},{volt!r},{degrees}")
    return "\n".join(rows) + "\n"


def bolted(path):
    """Bolted faults by PowerGridModel, the source at 1.1 of the nominal voltage."""
    words = {"3ph": "abc", "LG_a": "ae", "LL_bc": "bc", "LLG_bc": "bce"}
    rows = ["node,type,ia_a,ib_a,ic_a"]
    for line in path.read_text().split()[1:]:
        bus, fault, scaling, _, *currents = line.split(",")
        if scaling == "max":
            rows.append(",".join([bus, words[fault], *currents[:3]]))
    return "\n".join(rows) + "\n"


def main(shared):
    area = 'area: "../../../../scenarios/areas/ieee-european-lv.ron"'
    kinds = [
        ("constant-power", "opendss_min{}_constpq.csv", "OpenDSS 0.9.4 at 1e-10", "1e-8", ["constant_power: true"]),
        ("as-shipped", "opendss_min{}_asshipped.csv", "OpenDSS 0.9.4 at 1e-10", "1e-6", []),
        (
            "no-anti-float",
            "pgm_min{}_iterative_current.csv",
            "PowerGridModel 1.12.110",
            "1e-6",
            ["constant_power: true", "no_anti_float: true"],
        ),
    ]
    for kind, file, tool, tolerance, more in kinds:
        for minute in (1, 566, 1440):
            source = shared / "data/ieee-european-lv/reference" / file.format(minute)
            write(
                f"ieee-minute-{minute}-{kind}",
                [f"tolerance_pu: {tolerance}", area, f"minute: {minute}", *more],
                f"The IEEE European LV feeder in minute {minute} of its day, {kind.replace('-', ' ')}. "
                f"Reference: {tool}, ours. Allowed: {tolerance} pu of complex voltage at every node.",
                converted(source),
            )
    faults = shared / "data/ieee-european-lv/reference/short_circuit.csv"
    (HERE / "ieee-minute-1-no-anti-float/bolted.csv").write_text(bolted(faults))
    for feeder in FEEDERS:
        write(
            feeder.replace("_", "-"),
            [
                "tolerance_pu: 1e-8",
                f'deck: "data/four-wire/{feeder}/Master.dss"',
                f'results: "data/four-wire/{feeder}/opendss_voltages.csv"',
                "constant_power: true",
            ],
            "A four-wire feeder of Electricity North West (CSIRO, doi 10.25919/jaae-vc35). Its cable impedances may "
            "not be shipped: it is imported from the shared data where they are at hand, else skipped. "
            "Reference: OpenDSS at 1e-10. Allowed: 1e-8 pu of complex voltage at every node.",
        )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
