"""Lettering as triangles.

Blender's own filling of text fails where the strokes of a glyph overlap, as they do in
fonts cut from variable ones, so each stroke is filled by itself with the holes in it.
"""

from pathlib import Path

import bpy
from mathutils import Vector
from mathutils.geometry import interpolate_bezier, tessellate_polygon

FONTS = Path(__file__).resolve().parent.parent / "fonts"


def outline(spline):
    """Corner points of a closed Bézier outline, two segments to a curved piece."""
    points = []
    knots = list(spline.bezier_points)
    for a, b in zip(knots, knots[1:] + knots[:1]):
        chord = (b.co - a.co).normalized()
        bend = max((h - a.co).cross(chord).length for h in (a.handle_right, b.handle_left))
        steps = 3 if bend > 0.02 else 2
        points += [p.to_2d() for p in interpolate_bezier(a.co, a.handle_right, b.handle_left, b.co, steps)[:-1]]
    return points


def area(points):
    """Signed area: outlines of strokes and of holes turn opposite ways."""
    return sum(a.x * b.y - b.x * a.y for a, b in zip(points, points[1:] + points[:1])) / 2


def inside(point, points):
    """Whether a point lies within an outline."""
    within = False
    for a, b in zip(points, points[1:] + points[:1]):
        if (a.y > point.y) != (b.y > point.y) and point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y):
            within = not within
    return within


def letters(words, height):
    """(vertices, triangles) of one line of text, `height` tall, centred on the origin in XY."""
    curve = bpy.data.curves.new("text", "FONT")
    curve.body = words
    curve.font = bpy.data.fonts.load(str(min(FONTS.glob("*.ttf"))), check_existing=True)
    holder = bpy.data.objects.new("text", curve)
    outlines = [outline(s) for s in holder.to_curve(bpy.context.evaluated_depsgraph_get()).splines]
    bpy.data.objects.remove(holder)
    largest = max(outlines, key=lambda o: abs(area(o)))
    strokes = [o for o in outlines if area(o) * area(largest) > 0]
    holes = [o for o in outlines if area(o) * area(largest) < 0]
    vertices, triangles = [], []
    for stroke in strokes:
        loops = [stroke] + [h for h in holes if inside(h[0], stroke)]
        start = len(vertices)
        vertices += [p for loop in loops for p in loop]
        for t in tessellate_polygon([[p.to_3d() for p in loop] for loop in loops]):
            a, b, c = (vertices[start + i] for i in t)
            turn = 1 if (b - a).cross(c - a) > 0 else -1
            triangles.append([start + i for i in t][::turn])
    low, high = ([pick(v[i] for v in vertices) for i in range(2)] for pick in (min, max))
    scale = height / (high[1] - low[1])
    middle = Vector(((low[0] + high[0]) / 2, (low[1] + high[1]) / 2))
    return [((v - middle) * scale).to_3d() for v in vertices], triangles
