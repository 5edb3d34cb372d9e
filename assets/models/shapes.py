"""Building blocks of the models: solids gathered per material, written as one mesh.

Everything is in the axes of glTF (metres, +Y up, +Z to the front), so numbers in the
scripts are the numbers the scene sees. `at` places a part, `turn` rotates it first
(degrees about X, then Y, then Z).
"""

import math
from contextlib import contextmanager
from pathlib import Path

import bmesh
import bpy
from mathutils import Euler, Matrix, Vector

from lettering import letters
from materials import material

FOLDER = Path(__file__).resolve().parent
# Faces meeting at less than this are shaded as one surface: bevels and five-sided tubes are.
SMOOTH = math.cos(math.radians(75.0))


def place(at=(0, 0, 0), turn=(0, 0, 0)):
    """The transform that turns by `turn` degrees and then moves to `at`."""
    return Matrix.Translation(at) @ Euler([math.radians(a) for a in turn]).to_matrix().to_4x4()


class Model:
    """A model under construction. A coarse one leaves out bevels and parts below `smallest` metres."""

    def __init__(self, name, coarse=False, smallest=0.3):
        self.name = name + ("_lod1" if coarse else "")
        self.coarse = coarse
        self.smallest = smallest if coarse else 0.0
        self.frame = Matrix()
        self.solids = []
        self.nodes = []

    @contextmanager
    def moved(self, at=(0, 0, 0), turn=(0, 0, 0)):
        """Everything added inside is placed relative to this frame."""
        outer = self.frame
        self.frame = outer @ place(at, turn)
        yield self
        self.frame = outer

    def node(self, name, at):
        """A named point, exported as an empty node."""
        self.nodes.append((name, self.frame @ Vector(at)))

    def solid(self, stuff, vertices, faces, at=(0, 0, 0), turn=(0, 0, 0), shade=None, normals=None):
        """Any surface of `stuff`. `shade(vertex)` darkens by vertex colour; `normals` gives one per vertex."""
        frame = self.frame @ place(at, turn)
        vertices = [frame @ Vector(v) for v in vertices]
        spans = [max(v[i] for v in vertices) - min(v[i] for v in vertices) for i in range(3)]
        if Vector(spans).length < self.smallest:
            return
        if normals is None:
            corners = corner_normals(vertices, faces)
        else:
            turned = [(frame.to_3x3() @ Vector(n)).normalized() for n in normals]
            corners = [[turned[i] for i in face] for face in faces]
        shades = [shade(v) for v in vertices] if shade else None
        self.solids.append((stuff, vertices, faces, corners, shades))

    def facets(self, stuff, vertices, faces, at=(0, 0, 0), turn=(0, 0, 0), shade=None):
        """A surface whose every face is flat, however shallow its edges."""
        loose = [[vertices[i] for i in face] for face in faces]
        counts = [sum(len(f) for f in loose[:n]) for n in range(len(loose))]
        own = [list(range(start, start + len(f))) for start, f in zip(counts, loose)]
        self.solid(stuff, [v for f in loose for v in f], own, at, turn, shade)

    def sheet(self, stuff, width, height, at=(0, 0, 0), turn=(0, 0, 0)):
        """One rectangle facing +Z, centred on `at`."""
        w, h = width / 2, height / 2
        self.solid(stuff, [(-w, -h, 0), (w, -h, 0), (w, h, 0), (-w, h, 0)], [[0, 1, 2, 3]], at, turn)

    def box(self, stuff, size, at=(0, 0, 0), turn=(0, 0, 0), bevel=0.0, shade=None):
        """A box about `at`, its edges bevelled by `bevel` metres."""
        shape = bmesh.new()
        bmesh.ops.create_cube(shape, size=1.0, matrix=Matrix.Diagonal((*size, 1.0)))
        if bevel and not self.coarse:
            bmesh.ops.bevel(shape, geom=shape.edges[:], offset=bevel, segments=1, affect="EDGES")
        shape.verts.index_update()
        faces = [[v.index for v in f.verts] for f in shape.faces]
        self.solid(stuff, [v.co for v in shape.verts], faces, at, turn, shade)
        shape.free()

    def lathe(self, stuff, profile, at=(0, 0, 0), turn=(0, 0, 0), sides=12, shade=None):
        """`profile` of (radius, height) turned about Y, flat ends closed; heights rise."""
        if self.coarse:
            sides = max(5, sides // 2)
            profile = [profile[0], *profile[1:-1:3], profile[-1]]
        vertices, faces, rings = [], [], []
        for radius, height in profile:
            count = sides if radius > 1e-6 else 1
            rings.append(range(len(vertices), len(vertices) + count))
            for i in range(count):
                a = 2 * math.pi * i / count
                vertices.append((radius * math.sin(a), height, radius * math.cos(a)))
        for low, high in zip(rings, rings[1:]):
            for i in range(sides):
                quad = [low[i % len(low)], low[(i + 1) % len(low)], high[(i + 1) % len(high)], high[i % len(high)]]
                face = [v for k, v in enumerate(quad) if v not in quad[:k]]
                if len(face) > 2:
                    faces.append(face)
        if len(rings[0]) > 1:
            faces.append(list(reversed(rings[0])))
        if len(rings[-1]) > 1:
            faces.append(list(rings[-1]))
        self.solid(stuff, vertices, faces, at, turn, shade)

    def cylinder(self, stuff, radius, height, at=(0, 0, 0), turn=(0, 0, 0), sides=12, top=None, shade=None):
        """A cylinder standing on `at`, tapering to radius `top`."""
        self.lathe(stuff, [(radius, 0), (radius if top is None else top, height)], at, turn, sides, shade)

    def tube(self, stuff, points, radius, sides=6, closed=True, shade=None):
        """A round bar or cable along `points`; `radius` may be one number or one for each point."""
        points = [Vector(p) for p in points]
        if self.coarse:
            sides = 3
            points = [*points[:-1:2], points[-1]]
        radii = radius if isinstance(radius, (list, tuple)) else [radius] * len(points)
        vertices, faces = [], []
        side = None
        for i, p in enumerate(points):
            along = (points[min(i + 1, len(points) - 1)] - points[max(i - 1, 0)]).normalized()
            side = along.orthogonal() if side is None else side - along * side.dot(along)
            side.normalize()
            other = along.cross(side)
            for k in range(sides):
                a = 2 * math.pi * k / sides
                vertices.append(p + radii[i] * (math.cos(a) * side + math.sin(a) * other))
        for i in range(len(points) - 1):
            for k in range(sides):
                a, b = i * sides + k, i * sides + (k + 1) % sides
                faces.append([a, b, b + sides, a + sides])
        if closed:
            faces.append(list(range(sides))[::-1])
            faces.append(list(range(len(vertices) - sides, len(vertices))))
        self.solid(stuff, vertices, faces, shade=shade)

    def prism(self, stuff, outline, depth, at=(0, 0, 0), turn=(0, 0, 0), shade=None):
        """`outline` (anticlockwise in XY) drawn out by `depth` along Z, centred on `at`."""
        n = len(outline)
        vertices = [(x, y, z) for z in (-depth / 2, depth / 2) for x, y in outline]
        faces = [[i, (i + 1) % n, (i + 1) % n + n, i + n] for i in range(n)]
        faces += [list(range(n))[::-1], list(range(n, 2 * n))]
        self.solid(stuff, vertices, faces, at, turn, shade)

    def angle(self, stuff, leg, thickness, length, at=(0, 0, 0), turn=(0, 0, 0)):
        """Angle steel along X: the corner at `at`, one leg hanging down, one to the front."""
        t = thickness
        outline = [(0, 0), (0, -leg), (t, -leg), (t, -t), (leg, -t), (leg, 0)]
        with self.moved(at, turn), self.moved(turn=(0, -90, 0)):
            self.prism(stuff, outline, length)

    def channel(self, stuff, height, flange, thickness, length, at=(0, 0, 0), turn=(0, 0, 0)):
        """Channel steel along X: the web's outer face at `at` (mid-height), flanges to the front."""
        h, f, t = height / 2, flange, thickness
        outline = [(0, -h), (f, -h), (f, t - h), (t, t - h), (t, h - t), (f, h - t), (f, h), (0, h)]
        with self.moved(at, turn), self.moved(turn=(0, -90, 0)):
            self.prism(stuff, outline, length)

    def text(self, stuff, words, height, at=(0, 0, 0), turn=(0, 0, 0)):
        """Flat lettering `height` tall, centred on `at`, facing +Z; a coarse model has none."""
        if self.coarse:
            return
        self.solid(stuff, *letters(words, height), at, turn)

    def export(self):
        """Writes `<name>.glb` beside the scripts: one mesh, one primitive per material, then the empties."""
        bpy.ops.wm.read_factory_settings(use_empty=True)
        mesh = bpy.data.meshes.new(self.name)
        stuffs = sorted({s[0] for s in self.solids})
        vertices, faces, slots, corners, shades = [], [], [], [], []
        for stuff, points, polygons, normals, tints in self.solids:
            start = len(vertices)
            vertices += points
            for polygon, normal in zip(polygons, normals):
                faces.append([start + i for i in polygon])
                slots.append(stuffs.index(stuff))
                corners += normal
                shades += [tints[i] if tints else 1.0 for i in polygon]
        mesh.from_pydata(vertices, [], faces)
        for stuff in stuffs:
            mesh.materials.append(material(stuff))
        mesh.polygons.foreach_set("material_index", slots)
        mesh.polygons.foreach_set("use_smooth", [True] * len(faces))
        mesh.use_auto_smooth = True
        mesh.normals_split_custom_set(corners)
        if any(s[4] for s in self.solids):
            colour = mesh.color_attributes.new("shade", "BYTE_COLOR", "CORNER")
            for i, s in enumerate(shades):
                colour.data[i].color = (s, s, s, 1.0)
        bpy.context.collection.objects.link(bpy.data.objects.new(self.name, mesh))
        for name, at in self.nodes:
            empty = bpy.data.objects.new(name, None)
            empty.location = at
            bpy.context.collection.objects.link(empty)
        bpy.ops.export_scene.gltf(
            filepath=str(FOLDER / f"{self.name}.glb"),
            export_format="GLB",
            export_yup=False,
            export_texcoords=False,
            export_animations=False,
        )


def corner_normals(vertices, faces):
    """Per face and corner, the area-weighted normal of the faces around that join smoothly."""
    flat = []
    for face in faces:
        area = Vector()
        for i in range(1, len(face) - 1):
            a, b, c = (vertices[face[k]] for k in (0, i, i + 1))
            area += (b - a).cross(c - a)
        flat.append(area)
    around = {}
    for n, face in enumerate(faces):
        for v in face:
            around.setdefault(v, []).append(n)
    units = [f.normalized() for f in flat]
    return [
        [sum((flat[m] for m in around[v] if units[m].dot(units[n]) > SMOOTH), Vector()).normalized() for v in face]
        for n, face in enumerate(faces)
    ]
