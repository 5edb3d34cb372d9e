"""Safety signs as thin coloured plates, facing +Z about the model's frame."""

BOLT = [(-0.02, -0.46), (0.20, 0.06), (0.06, 0.06), (0.16, 0.46), (-0.10, 0.46), (-0.20, -0.10), (-0.06, -0.10)]


def bolt(model, stuff, height, at):
    """A lightning bolt `height` tall, 3 mm thick."""
    model.prism(stuff, [(x * height, y * height) for x, y in BOLT], 0.003, at)


def bolt_triangle(model, side):
    """Warning triangle, yellow on black, with a bolt."""

    def corners(scale):
        return [
            (-0.5 * side * scale, -0.289 * side * scale),
            (0.5 * side * scale, -0.289 * side * scale),
            (0, 0.577 * side * scale),
        ]

    model.prism("sign_black", corners(1.0), 0.004)
    model.prism("sign_yellow", corners(0.84), 0.004, (0, 0, 0.001))
    bolt(model, "sign_black", 0.42 * side, (0, -0.01 * side, 0.0025))


def plate(model, width, height, lines, paint="sign_red", ground="sign_white"):
    """A plate with a coloured rim, a bolt at the left and lines of lettering at the right."""
    model.box(paint, (width, height, 0.004), bevel=0.001)
    model.box(ground, (width - 0.03, height - 0.03, 0.004), (0, 0, 0.001))
    bolt(model, paint, 0.72 * height, (-width / 2 + 0.30 * height, 0, 0.003))
    longest = max(len(words) for words in lines)
    letter = min(0.56 * height / len(lines), 0.95 * (width - 0.75 * height) / longest)
    for i, words in enumerate(lines):
        y = ((len(lines) - 1) / 2 - i) * letter * 1.35
        model.text(paint, words, letter, (0.22 * height, y, 0.004))


def nameplate(model, width, height):
    """A maker's plate: bright metal with rows of engraving."""
    model.box("aluminium", (width, height, 0.004), bevel=0.001)
    for i in range(4):
        model.box("plastic_dark", (0.8 * width, 0.05 * height, 0.002), (0, height * (0.3 - 0.2 * i), 0.002))
