"""Parts of sheet-steel enclosures: doors, louvres, hipped roofs."""


def door(model, width, height, at, stuff="steel_painted"):
    """A door leaf with frame joint, hinges on the left and a handle on the right; front at `at`."""
    x, y, z = at
    model.box(stuff, (width, height, 0.024), (x, y, z + 0.006), bevel=0.006)
    for level in (-0.36, 0.36):
        model.box("steel_galvanised", (0.022, 0.09, 0.026), (x - width / 2 + 0.012, y + level * height, z + 0.012))
    model.box("plastic_dark", (0.034, 0.17, 0.018), (x + width / 2 - 0.06, y, z + 0.024), bevel=0.005)
    model.box("steel_galvanised", (0.018, 0.07, 0.022), (x + width / 2 - 0.06, y + 0.01, z + 0.040), bevel=0.004)


def louvres(model, width, count, at, stuff="steel_painted"):
    """A row of raised ventilation slats, 40 mm apart, downward from `at`."""
    if model.coarse:
        return
    x, y, z = at
    for i in range(count):
        outline = [(0, -0.014), (0.016, -0.014), (0, 0.016)]
        with model.moved((x, y - 0.04 * i, z), (0, -90, 0)):
            model.prism(stuff, outline, width)


def hip_roof(model, stuff, size, at):
    """A low hipped roof of (width, height, depth), its eaves' underside centred on `at`."""
    width, height, depth = size
    w, d, ridge = width / 2, depth / 2, max((width - depth) / 2, 0.05)
    edge = 0.25 * height
    corners = [(-w, 0, d), (w, 0, d), (w, 0, -d), (-w, 0, -d)]
    vertices = corners + [(x, edge, z) for x, _, z in corners] + [(-ridge, height, 0), (ridge, height, 0)]
    faces = [[3, 2, 1, 0], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]]
    faces += [[4, 5, 9, 8], [5, 6, 9], [6, 7, 8, 9], [7, 4, 8]]
    model.facets(stuff, vertices, faces, at)
