"""Reads every .glb back and checks it against `expected.json`: size, triangles, materials, nodes.

Usage: python3 check.py            (exit 1 and one line per fault; a table of what was read otherwise)
"""

import json
import struct
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LARGEST_FILE = 360_000


def read(path):
    """JSON chunk of a binary glTF file."""
    data = path.read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    if magic != b"glTF" or version != 2 or length != len(data):
        raise ValueError(f"{path.name}: not a whole glTF 2 binary")
    size, kind = struct.unpack_from("<I4s", data, 12)
    if kind != b"JSON":
        raise ValueError(f"{path.name}: first chunk is not JSON")
    return json.loads(data[20 : 20 + size])


def measure(gltf):
    """(lowest corner, highest corner, triangles, materials, empties) of a model."""
    low, high, triangles = [float("inf")] * 3, [float("-inf")] * 3, 0
    for primitive in gltf["meshes"][0]["primitives"]:
        position = gltf["accessors"][primitive["attributes"]["POSITION"]]
        low = [min(a, b) for a, b in zip(low, position["min"])]
        high = [max(a, b) for a, b in zip(high, position["max"])]
        triangles += gltf["accessors"][primitive["indices"]]["count"] // 3
    materials = sorted(m["name"] for m in gltf["materials"])
    empties = {n["name"]: n.get("translation", [0, 0, 0]) for n in gltf["nodes"] if "mesh" not in n}
    return low, high, triangles, materials, empties


def faults(name, path, wanted):
    """What is wrong with one file, as sentences."""
    gltf = read(path)
    low, high, triangles, _, empties = measure(gltf)
    size = [b - a for a, b in zip(low, high)]
    if len(gltf["meshes"]) != 1 or len(gltf["meshes"][0]["primitives"]) != len(gltf["materials"]):
        yield f"{name}: not one mesh with one primitive per material"
    if path.stat().st_size > LARGEST_FILE:
        yield f"{name}: {path.stat().st_size} bytes, more than {LARGEST_FILE}"
    if triangles > wanted["triangles"]:
        yield f"{name}: {triangles} triangles, more than {wanted['triangles']}"
    for axis, got, want in zip("xyz", size, wanted["size"]):
        if abs(got - want) > max(0.02, 0.02 * want):
            yield f"{name}: {got:.3f} m along {axis}, should be {want}"
    for axis, got, want in zip("xyz", low, wanted["low"]):
        if abs(got - want) > 0.02:
            yield f"{name}: begins at {got:.3f} m along {axis}, should be {want}"
    for node in wanted["nodes"]:
        if node not in empties:
            yield f"{name}: node {node} is missing"
    for node in empties:
        if node not in wanted["nodes"]:
            yield f"{name}: node {node} is not expected"


def main():
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    wrong = [f"{p.name}: not in expected.json" for p in sorted(FOLDER.glob("*.glb")) if p.stem not in expected]
    for name, wanted in expected.items():
        path = FOLDER / f"{name}.glb"
        if not path.exists():
            wrong.append(f"{name}: no file")
            continue
        wrong += faults(name, path, wanted)
        low, high, triangles, materials, empties = measure(read(path))
        size = "×".join(f"{b - a:.2f}" for a, b in zip(low, high))
        print(f"{name:28} {size:18} {triangles:6} triangles  {len(materials):2} materials  {len(empties):2} nodes")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
