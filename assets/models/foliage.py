"""Foliage: clumps of leaves with shading that follows the whole crown rather than each leaf."""

import math
import random

import bmesh
from mathutils import Vector, noise


class Crown:
    """A crown about `centre` with half-sizes `reach`; its clumps and leaves share normals and shade."""

    def __init__(self, model, stuff, centre, reach, seed):
        self.model, self.stuff = model, stuff
        self.centre, self.reach = Vector(centre), Vector(reach)
        self.random = random.Random(seed)

    def outward(self, point):
        """Offset from the centre in units of the crown's half-sizes."""
        return Vector(d / r for d, r in zip(point - self.centre, self.reach))

    def normal(self, point, near):
        """Shading normal at `point` of a clump about `near`."""
        own = (point - near).normalized()
        return (0.9 * own + 0.8 * self.outward(point) + Vector((0, 0.25, 0))).normalized()

    def shade(self, point):
        """Dark within and below, light outside and above."""
        out = self.outward(point)
        return max(0.35, min(0.95, 0.48 + 0.30 * out.length + 0.22 * out.y))

    def clump(self, at, radius, leaves, size):
        """A lumpy dark ball under a coat of `leaves`."""
        at = Vector(at)
        ball = bmesh.new()
        bmesh.ops.create_icosphere(ball, subdivisions=1, radius=radius if self.model.coarse else 0.76 * radius)
        ball.verts.index_update()
        points = []
        for v in ball.verts:
            lump = 1.0 + 0.2 * noise.noise(v.co * (1.6 / radius) + at * 7.0)
            points.append(at + Vector((v.co.x, 0.86 * v.co.y, v.co.z)) * lump)
        faces = [[v.index for v in f.verts] for f in ball.faces]
        ball.free()
        normals = [self.normal(p, at) for p in points]
        inner = 0.8 if self.model.coarse else 0.55
        self.model.solid(self.stuff, points, faces, normals=normals, shade=lambda p: inner * self.shade(p))
        for _ in range(leaves // 8 if self.model.coarse else leaves):
            self.leaf(at, radius, size * (1.7 if self.model.coarse else 1.0))

    def direction(self):
        """A random unit vector."""
        z, a = self.random.uniform(-1, 1), self.random.uniform(0, 2 * math.pi)
        r = math.sqrt(1 - z * z)
        return Vector((r * math.cos(a), z, r * math.sin(a)))

    def leaf(self, at, radius, size):
        """A spray of leaves: a bent kite on the clump, facing outward at a slant."""
        out = (self.direction() + 0.5 * self.outward(at)).normalized()
        base = at + Vector((out.x, 0.86 * out.y, out.z)) * radius * self.random.uniform(0.80, 1.02)
        hang = self.direction() - Vector((0, 0.45, 0))
        along = (hang - 0.75 * hang.dot(out) * out).normalized()
        self.kite(base, along, out, size * self.random.uniform(0.7, 1.25), 0.25, at)

    def kite(self, base, along, out, length, slim, near):
        """A kite of `length` from `base`, `slim` times as wide to each side."""
        side = along.cross(out)
        if side.length < 0.1:
            return
        side.normalize()
        face = side.cross(along)
        middle = base + 0.45 * length * along + 0.08 * length * face
        points = [base, middle + slim * length * side, base + length * along, middle - slim * length * side]
        light = self.random.uniform(0.70, 1.10)
        normals = [self.normal(p, near) + 0.55 * face for p in points]
        self.model.solid(
            self.stuff, points, [[0, 1, 2], [0, 2, 3]], normals=normals, shade=lambda p: min(1.0, light * self.shade(p))
        )


def stem(model, stuff, points, radii, sides=7):
    """A trunk or branch, darker towards its upper end, which lies in the crown."""
    top = max(p[1] for p in points)
    model.tube(stuff, points, radii, sides, closed=False, shade=lambda v: 1.0 - 0.45 * max(0.0, v.y / top) ** 2)
