"""The palette: every material a model may use, so that names mean the same everywhere.

Metals stay below half metallic: without an environment map a full metal would be black.
"""

import bpy

# name: (sRGB base colour, metallic, roughness[, opacity])
PALETTE = {
    "steel_galvanised": ("#a3a9ab", 0.45, 0.50),
    "steel_painted": ("#b4bcba", 0.10, 0.45),
    "aluminium": ("#c9cccf", 0.45, 0.40),
    "copper": ("#b06a3c", 0.45, 0.40),
    "concrete": ("#b3afa6", 0.00, 0.90),
    "porcelain_brown": ("#5d3220", 0.00, 0.22),
    "porcelain_white": ("#e8e6df", 0.00, 0.22),
    "plastic_grey": ("#cfd2d1", 0.00, 0.50),
    "plastic_dark": ("#4a4f54", 0.00, 0.55),
    "rubber_black": ("#1c1d20", 0.00, 0.75),
    "glass": ("#a9bcc4", 0.00, 0.08, 0.13),
    "lcd": ("#8fa37d", 0.00, 0.30),
    "led_red": ("#d8261c", 0.00, 0.35),
    "sign_white": ("#f2f2ee", 0.00, 0.55),
    "sign_yellow": ("#f2b705", 0.00, 0.55),
    "sign_red": ("#c4161c", 0.00, 0.55),
    "sign_black": ("#17181a", 0.00, 0.60),
    "sign_green": ("#1f7a3d", 0.00, 0.55),
    "wall_white": ("#e3ded2", 0.00, 0.92),
    "wall_brick": ("#9c5f4a", 0.00, 0.95),
    "wall_base": ("#8b867d", 0.00, 0.95),
    "roof_grey": ("#545a60", 0.00, 0.80),
    "wood": ("#7b5638", 0.00, 0.80),
    "paint_green": ("#71877a", 0.10, 0.50),
    "paint_blue": ("#3b6a97", 0.10, 0.45),
    "paint_car": ("#d9dcde", 0.30, 0.30),
    "pv_cell": ("#16233d", 0.20, 0.20),
    "straw": ("#c3a35c", 0.00, 1.00),
    "bark": ("#6a5645", 0.00, 0.95),
    "bark_pale": ("#a39b8b", 0.00, 0.95),
    "leaf_green": ("#719a42", 0.00, 0.85),
    "leaf_dark": ("#527f3b", 0.00, 0.80),
    "leaf_olive": ("#7f9446", 0.00, 0.85),
    "leaf_bamboo": ("#7da34a", 0.00, 0.85),
}

# Single sheets that are seen from both sides; other leaves lie on a crown and have no back.
TWO_SIDED = ("leaf_bamboo", "glass")


def linear(channel):
    """One sRGB channel (0..255) as linear light (0..1)."""
    c = channel / 255.0
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def material(name):
    """The Blender material of this name, made on first use; KeyError if it is not in the palette."""
    if name in bpy.data.materials:
        return bpy.data.materials[name]
    colour, metallic, roughness, *opacity = PALETTE[name]
    rgb = [linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    made.use_backface_culling = not name.startswith(TWO_SIDED)
    made.diffuse_color = (*rgb, opacity[0] if opacity else 1.0)
    shader = made.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*rgb, 1.0)
    shader.inputs["Metallic"].default_value = metallic
    shader.inputs["Roughness"].default_value = roughness
    if opacity:
        made.blend_method = "BLEND"
        shader.inputs["Alpha"].default_value = opacity[0]
    return made
