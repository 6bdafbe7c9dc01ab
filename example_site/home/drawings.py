"""Pictures of the demo site, drawn when it is loaded.

Every function returns an image and draws the same one each time. All draw at twice the size and
shrink at the end, which smooths the edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]

SCALE = 2
# How far each stem of an ocotillo leans, and how long it is beside the longest.
STEMS = (
    (-0.62, 0.72),
    (-0.38, 0.9),
    (-0.15, 1.0),
    (0.08, 0.94),
    (0.3, 1.0),
    (0.52, 0.84),
    (0.72, 0.66),
)
TEAL = (29, 107, 102)
DEEP_TEAL = (16, 62, 66)
CREAM = (250, 244, 232)
CORAL = (226, 112, 82)


def colour(text: str) -> Colour:
    """``#1d6b66`` as (29, 107, 102)."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def blend(first: Colour, second: Colour, part: float) -> Colour:
    """A colour between two; ``part`` runs from 0.0 (first) to 1.0 (second)."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(width: int, height: int, stops: Sequence[tuple[float, str]]) -> Image.Image:
    """A sky: colours from top to bottom, each at its place between 0.0 and 1.0."""
    column = Image.new("RGB", (1, height))
    for y in range(height):
        place = y / (height - 1)
        lower = max((stop for stop in stops if stop[0] <= place), key=lambda stop: stop[0])
        upper = min((stop for stop in stops if stop[0] >= place), key=lambda stop: stop[0])
        span = upper[0] - lower[0]
        part = (place - lower[0]) / span if span else 0.0
        column.putpixel((0, y), blend(colour(lower[1]), colour(upper[1]), part))
    return column.resize((width, height))


def glow(image: Image.Image, centre: Point, radius: float, tint: Colour, strength: float) -> None:
    """Light around ``centre`` that fades towards ``radius``."""
    size = round(radius * 2)
    fade = Image.radial_gradient("L").resize((size, size))
    mask = fade.point(lambda value: round(max(0.0, 1 - value / 180) ** 2 * 255 * strength))
    place = (round(centre[0] - radius), round(centre[1] - radius))
    image.paste(Image.new("RGB", (size, size), tint), place, mask)


def disc(draw: ImageDraw.ImageDraw, centre: Point, radius: float, fill: Colour) -> None:
    """A filled circle."""
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def ridge(width: int, base: float, height: float, seed: int, roughness: float) -> list[Point]:
    """The line of a mountain range across ``width``: a few waves on top of each other."""
    random = Random(seed)  # noqa: S311 (a picture, not a secret)
    waves = [(random.uniform(0.6, 1.4) * 2**n, random.uniform(0, 2 * pi)) for n in range(6)]
    line = []
    for x in range(0, width + 8, 8):
        turn = 2 * pi * x / width
        level = sum(
            sin(turn * rate + shift) * roughness**n for n, (rate, shift) in enumerate(waves)
        )
        line.append((float(x), base - height * level / 2))
    return line


def hills(
    image: Image.Image, layers: Sequence[tuple[float, float, float]], far: Colour, near: Colour
) -> None:
    """Mountain ranges from far to near; a layer is (base, height, roughness), in image heights."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    for number, (base, rise, roughness) in enumerate(layers):
        line = ridge(width, base * height, rise * height, seed=number * 7 + 3, roughness=roughness)
        part = number / max(1, len(layers) - 1)
        draw.polygon([*line, (width, height), (0, height)], fill=blend(far, near, part))


def ocotillo(
    image: Image.Image, root: Point, height: float, tint: Colour, flower: Colour | None
) -> None:
    """A desert plant of slim stems that fan out, each with a flower at its tip."""
    draw = ImageDraw.Draw(image)
    petal = height * 0.021
    for lean, part in STEMS:
        x, y = root
        for step in range(steps := max(60, round(height / 3))):
            along = step / (steps - 1)
            x = root[0] + lean * height * part * along**1.7
            y = root[1] - height * part * along
            disc(draw, (x, y), height * 0.017 * (1 - 0.72 * along), tint)
        if flower:
            draw.ellipse((x - petal, y - petal * 3.2, x + petal, y + petal * 0.6), fill=flower)


def bar(draw: ImageDraw.ImageDraw, points: Sequence[Point], width: float, fill: Colour) -> None:
    """A thick line through ``points`` with round ends and corners."""
    draw.line(list(points), fill=fill, width=round(width))
    for point in points:
        disc(draw, point, width / 2, fill)


def saguaro(image: Image.Image, root: Point, height: float, tint: Colour) -> None:
    """A cactus with two arms."""
    draw = ImageDraw.Draw(image)
    x, y = root
    thick = height * 0.16
    bar(draw, [root, (x, y - height)], thick, tint)
    for side, start, top in ((-1, 0.42, 0.74), (1, 0.54, 0.88)):
        reach = x + side * height * 0.24
        level = y - height * start
        bar(draw, [(x, level), (reach, level), (reach, y - height * top)], thick * 0.7, tint)


def shrink(image: Image.Image) -> Image.Image:
    """The image at its final size."""
    width, height = image.size
    return image.resize((width // SCALE, height // SCALE), Image.Resampling.LANCZOS)


def finish(image: Image.Image) -> Image.Image:
    """The image at its final size, with a fine grain that hides the steps of its gradients."""
    image = shrink(image)
    noise = Random(1).randbytes(image.width * image.height)  # noqa: S311 (a picture, not a secret)
    grain = Image.frombytes("L", image.size, noise).point(lambda value: value * 5 // 256)
    return ImageChops.add(image, grain.convert("RGB"), offset=-2)


def desert_morning(width: int = 1600, height: int = 1200) -> Image.Image:
    """Mountain ranges in morning haze, with an ocotillo in flower in front."""
    width, height = width * SCALE, height * SCALE
    image = gradient(
        width, height, [(0, "#a9d3d6"), (0.32, "#dfe6d6"), (0.55, "#f9ddb9"), (1, "#f3bd93")]
    )
    sun = (width * 0.66, height * 0.43)
    glow(image, sun, height * 0.55, (255, 243, 214), 0.95)
    disc(ImageDraw.Draw(image), sun, height * 0.062, (255, 250, 236))
    hills(
        image,
        [(0.55, 0.14, 0.5), (0.63, 0.13, 0.48), (0.71, 0.1, 0.5), (0.8, 0.08, 0.45)],
        far=(226, 180, 158),
        near=(66, 104, 100),
    )
    saguaro(image, (width * 0.85, height * 0.93), height * 0.22, (24, 68, 70))
    saguaro(image, (width * 0.735, height * 0.91), height * 0.12, (36, 82, 82))
    hills(image, [(0.92, 0.05, 0.45)], far=(24, 72, 74), near=(24, 72, 74))
    ocotillo(image, (width * 0.24, height * 0.99), height * 0.56, (13, 50, 54), CORAL)
    return finish(image)


def desert_evening(width: int = 1600, height: int = 1200) -> Image.Image:
    """Table mountains under a rising moon."""
    width, height = width * SCALE, height * SCALE
    image = gradient(
        width, height, [(0, "#22385c"), (0.35, "#5f6795"), (0.62, "#c58fa0"), (1, "#f2b690")]
    )
    draw = ImageDraw.Draw(image)
    random = Random(11)  # noqa: S311 (a picture, not a secret)
    for _ in range(70):
        star = (random.uniform(0, width), random.uniform(0, height * 0.36))
        disc(draw, star, random.uniform(1.2, 3.4), blend((95, 103, 149), CREAM, 0.75))
    moon = (width * 0.3, height * 0.27)
    glow(image, moon, height * 0.32, (255, 240, 224), 0.55)
    disc(draw, moon, height * 0.058, (255, 246, 232))
    hills(image, [(0.68, 0.07, 0.45)], far=(160, 112, 140), near=(160, 112, 140))
    for left, right, top, tint in (
        (0.06, 0.3, 0.56, (131, 84, 116)),
        (0.52, 0.93, 0.47, (113, 72, 106)),
        (0.36, 0.46, 0.6, (122, 78, 111)),
    ):
        slope = 0.035 * width
        draw.polygon(
            [
                (left * width - slope, height * 0.8),
                (left * width + slope * 0.2, height * (top + 0.1)),
                (left * width + slope * 0.4, height * top),
                (right * width - slope * 0.4, height * top),
                (right * width - slope * 0.2, height * (top + 0.1)),
                (right * width + slope, height * 0.8),
            ],
            fill=tint,
        )
    hills(
        image,
        [(0.76, 0.05, 0.5), (0.85, 0.06, 0.45)],
        far=(97, 64, 101),
        near=(64, 48, 82),
    )
    saguaro(image, (width * 0.16, height * 0.97), height * 0.24, (27, 29, 55))
    hills(image, [(0.95, 0.04, 0.45)], far=(32, 34, 63), near=(32, 34, 63))
    ocotillo(image, (width * 0.82, height * 1.0), height * 0.4, (21, 24, 47), (226, 116, 98))
    return finish(image)


def leaf(draw: ImageDraw.ImageDraw, root: Point, tip: Point, width: float, fill: Colour) -> None:
    """A leaf from ``root`` to ``tip``, widest in the middle."""
    across = (tip[1] - root[1], root[0] - tip[0])
    length = hypot(*across)
    edges: list[list[Point]] = [[], []]
    for step in range(25):
        part = step / 24
        swell = width / 2 * sin(pi * part) ** 0.8 / length
        for side, edge in zip((-1, 1), edges, strict=True):
            edge.append(
                (
                    root[0] + (tip[0] - root[0]) * part + side * swell * across[0],
                    root[1] + (tip[1] - root[1]) * part + side * swell * across[1],
                )
            )
    draw.polygon([*edges[0], *reversed(edges[1])], fill=fill)


def treatment_room(width: int = 1600, height: int = 1000) -> Image.Image:
    """A quiet room: an armchair beside a drip stand, a window, a lamp and a plant."""
    width, height = width * SCALE, height * SCALE
    image = Image.new("RGB", (width, height), colour("#e9efe6"))
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return left * width, top * height, right * width, bottom * height

    def point(x: float, y: float) -> Point:
        return x * width, y * height

    def shape(corners: Sequence[Point], tint: str) -> None:
        draw.polygon([point(*corner) for corner in corners], fill=colour(tint))

    def panel(
        left: float, top: float, right: float, bottom: float, tint: str, radius: float = 0.012
    ) -> None:
        draw.rounded_rectangle(box(left, top, right, bottom), radius * width, fill=colour(tint))

    draw.rectangle(box(0, 0.8, 1, 1), fill=colour("#d9b99b"))
    draw.rectangle(box(0, 0.785, 1, 0.802), fill=colour("#f7f4ea"))
    view = desert_morning(round(width * 0.3), round(height * 0.45))
    panel(0.085, 0.115, 0.415, 0.605, "#f7f4ea")
    image.paste(view, (round(width * 0.1), round(height * 0.137)))
    draw.rectangle(box(0.247, 0.137, 0.253, 0.587), fill=colour("#f7f4ea"))
    panel(0.075, 0.6, 0.425, 0.625, "#f7f4ea", 0.004)
    draw.ellipse(box(0.42, 0.84, 0.93, 0.97), fill=colour("#b9cfc4"))
    lamp = (width * 0.92, height * 0.3)
    glow(image, lamp, height * 0.42, (255, 240, 205), 0.8)
    draw.rectangle(box(0.917, 0.34, 0.923, 0.86), fill=colour("#5a5148"))
    draw.ellipse(box(0.885, 0.85, 0.955, 0.875), fill=colour("#5a5148"))
    shape([(0.895, 0.2), (0.945, 0.2), (0.97, 0.35), (0.87, 0.35)], "#f6d9a8")
    # The drip stand.
    draw.rectangle(box(0.513, 0.17, 0.518, 0.86), fill=colour("#7d8a8c"))
    draw.rectangle(box(0.485, 0.17, 0.546, 0.178), fill=colour("#7d8a8c"))
    for left, right in ((0.47, 0.515), (0.515, 0.56)):
        draw.line(
            [(width * 0.5155, height * 0.85), (width * (left + right) / 2, height * 0.885)],
            fill=colour("#7d8a8c"),
            width=round(width * 0.005),
        )
    panel(0.528, 0.185, 0.562, 0.305, "#cfe6e6", 0.007)
    draw.rectangle(box(0.53, 0.225, 0.56, 0.298), fill=colour("#a7d2d3"))
    tube = [
        (width * (0.545 + 0.075 * t), height * (0.305 + 0.32 * t + 0.07 * sin(pi * t)))
        for t in (step / 40 for step in range(41))
    ]
    draw.line(tube, fill=colour("#a7c9ca"), width=round(width * 0.0025), joint="curve")
    # The armchair, leaning back: back, cushion for the head, seat, footrest, armrest, blanket.
    bar(draw, [point(0.775, 0.68), point(0.838, 0.37)], width * 0.085, colour("#2c7f78"))
    bar(draw, [point(0.823, 0.42), point(0.834, 0.366)], width * 0.05, colour("#f6e7cf"))
    panel(0.57, 0.61, 0.8, 0.73, "#38938b", 0.02)
    panel(0.555, 0.64, 0.64, 0.8, "#2c7f78", 0.02)
    panel(0.6, 0.715, 0.815, 0.83, "#1d6b66", 0.014)
    shape([(0.65, 0.612), (0.735, 0.612), (0.745, 0.77), (0.64, 0.77)], "#e8b79b")
    panel(0.6, 0.562, 0.79, 0.618, "#1d6b66", 0.016)
    for left in (0.62, 0.785):
        draw.rectangle(box(left, 0.825, left + 0.012, 0.885), fill=colour("#5a5148"))
    # A plant under the window: leaves behind, pot in front.
    for tip, tint in (
        ((0.175, 0.56), "#4f9270"),
        ((0.325, 0.55), "#4f9270"),
        ((0.205, 0.475), "#3d7d5c"),
        ((0.295, 0.465), "#3d7d5c"),
        ((0.25, 0.42), "#5ea27e"),
    ):
        leaf(draw, point(0.25, 0.76), point(*tip), width * 0.036, colour(tint))
    shape([(0.205, 0.745), (0.295, 0.745), (0.283, 0.9), (0.217, 0.9)], "#c9785a")
    panel(0.198, 0.735, 0.302, 0.765, "#d88a6b", 0.006)
    return finish(image)


def mark(size: int = 512) -> Image.Image:
    """The clinic's mark: an ocotillo on a rounded square."""
    size *= SCALE
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    plate = gradient(size, size, [(0, "#2a857d"), (1, "#15524f")])
    mask = Image.new("L", (size, size), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size - 1, size - 1), size * 0.22, fill=255)
    image.paste(plate, (0, 0), mask)
    ocotillo(image, (size * 0.48, size * 0.87), size * 0.68, CREAM, (244, 150, 118))
    return shrink(image)


def portrait(initials: str, size: int = 640) -> Image.Image:
    """Initials in place of a photo."""
    size *= SCALE
    image = gradient(size, size, [(0, "#f1d7bd"), (1, "#d99a7c")])
    ring = Image.new("L", (size, size), 0)
    ImageDraw.Draw(ring).ellipse((size * 0.1, size * 0.1, size * 0.9, size * 0.9), fill=70)
    image.paste(
        Image.new("RGB", image.size, CREAM),
        (0, 0),
        ring.filter(ImageFilter.GaussianBlur(size * 0.01)),
    )
    font = ImageFont.load_default(size * 0.36)
    middle = (size * 0.5, size * 0.49)
    ImageDraw.Draw(image).text(middle, initials, DEEP_TEAL, font, anchor="mm")
    return finish(image)


def share_card(name: str, line: str, width: int = 1200, height: int = 630) -> Image.Image:
    """The picture that goes with a shared link: the clinic's name in front of the mountains."""
    image = ImageOps.mirror(desert_morning(width, height))
    # The left half fades to cream, so that the name is easy to read.
    veil = Image.linear_gradient("L").rotate(-90).resize((width, height))
    veil = veil.point(lambda value: round(min(255, value * 1.55) * 0.94))
    image.paste(Image.new("RGB", image.size, CREAM), (0, 0), veil)
    badge = mark(150)
    image.paste(badge, (84, 110), badge)
    draw = ImageDraw.Draw(image)
    draw.text((84, 365), name, DEEP_TEAL, ImageFont.load_default(62), anchor="ls")
    draw.text((84, 425), line, DEEP_TEAL, ImageFont.load_default(31), anchor="ls")
    return image
