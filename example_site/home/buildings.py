"""Pictures of the demo's two clinics, drawn when the demo is loaded."""

from __future__ import annotations

from PIL import Image, ImageDraw

from example_site.home.drawings import (
    CREAM,
    DEEP_TEAL,
    SCALE,
    TEAL,
    colour,
    finish,
    gradient,
    ocotillo,
)

WALL_SHADE = "#e3c9a8"
GLASS = "#9cc7c4"
GROUND = "#c99a74"


def low_house(width: int = 1200, height: int = 800) -> Image.Image:
    """A low adobe building in the sun, with an ocotillo beside the door."""
    width, height = width * SCALE, height * SCALE
    image = gradient(width, height, [(0, "#8fcbd6"), (0.7, "#f5e6cf"), (1, "#f5e6cf")])
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, fill: str) -> None:
        draw.rectangle(
            (left * width, top * height, right * width, bottom * height), fill=colour(fill)
        )

    draw.polygon(
        [(0, 0.62 * height), (0.3 * width, 0.36 * height), (0.62 * width, 0.62 * height)],
        fill=colour("#b9a0a6"),
    )
    draw.polygon(
        [(0.4 * width, 0.62 * height), (0.78 * width, 0.3 * height), (1.1 * width, 0.62 * height)],
        fill=colour("#a98c97"),
    )
    box(0, 0.62, 1, 1, GROUND)
    box(0.16, 0.44, 0.86, 0.78, "#efdabc")
    box(0.16, 0.44, 0.86, 0.48, WALL_SHADE)
    for left in (0.22, 0.33, 0.62, 0.73):
        box(left, 0.55, left + 0.075, 0.66, GLASS)
        box(left, 0.66, left + 0.075, 0.672, WALL_SHADE)
    box(0.46, 0.53, 0.55, 0.78, "#1d6b66")
    box(0.43, 0.5, 0.58, 0.525, "#c9785a")
    draw.polygon(
        [
            (0.46 * width, 0.78 * height),
            (0.55 * width, 0.78 * height),
            (0.64 * width, height),
            (0.37 * width, height),
        ],
        fill=colour("#ead7bd"),
    )
    ocotillo(image, (0.92 * width, 0.86 * height), 0.4 * height, DEEP_TEAL, (226, 112, 82))
    return finish(image)


def town_house(width: int = 1200, height: int = 800) -> Image.Image:
    """A town house of brick between pines, in front of a mountain with snow."""
    width, height = width * SCALE, height * SCALE
    image = gradient(width, height, [(0, "#7fb0cf"), (0.65, "#e8eef0"), (1, "#e8eef0")])
    draw = ImageDraw.Draw(image)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * width, y * height) for x, y in points]

    draw.polygon(at((0.05, 0.66), (0.42, 0.14), (0.85, 0.66)), fill=colour("#7d8aa0"))
    draw.polygon(
        at((0.335, 0.26), (0.42, 0.14), (0.52, 0.26), (0.46, 0.25), (0.42, 0.3), (0.38, 0.25)),
        fill=CREAM,
    )
    draw.rectangle((0, 0.66 * height, width, height), fill=colour("#8aa37c"))
    draw.rectangle((*at((0.3, 0.3))[0], *at((0.74, 0.82))[0]), fill=colour("#b5654a"))
    draw.rectangle((*at((0.28, 0.27))[0], *at((0.76, 0.31))[0]), fill=colour("#7f4434"))
    for row in (0.37, 0.54):
        for left in (0.35, 0.48, 0.61):
            draw.rectangle(
                (*at((left, row))[0], *at((left + 0.07, row + 0.11))[0]), fill=colour(GLASS)
            )
    draw.rectangle((*at((0.475, 0.68))[0], *at((0.565, 0.82))[0]), fill=TEAL)
    for x, size in ((0.1, 0.5), (0.2, 0.36), (0.84, 0.44), (0.94, 0.56)):
        for level in range(3):
            top = 0.86 - size + level * size * 0.2
            spread = 0.035 + level * 0.02
            draw.polygon(
                at((x, top), (x - spread, top + size * 0.36), (x + spread, top + size * 0.36)),
                fill=colour("#2f5d4a"),
            )
        draw.rectangle(
            (*at((x - 0.008, 0.82))[0], *at((x + 0.008, 0.88))[0]), fill=colour("#6b4a35")
        )
    return finish(image)
