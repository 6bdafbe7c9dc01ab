"""The pictures of the demo, drawn when they are needed first and kept as Wagtail images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from example_site.home import buildings, drawings
from example_site.home.demo.clinic_name import CLINIC, CLINIC_LINE, REVIEWER_INITIALS


@dataclass(frozen=True)
class Picture:
    """A drawing, with its title in the image library and what it shows."""

    file: str
    title: str
    description: str
    draw: Callable[[], Image.Image]


PICTURES = {
    "morning": Picture(
        "desert-morning.jpg",
        "Desert in the morning",
        "Drawing of desert mountains in the morning sun, with an ocotillo in flower in front.",
        drawings.desert_morning,
    ),
    "evening": Picture(
        "desert-evening.jpg",
        "Desert in the evening",
        "Drawing of table mountains under a full moon, with a cactus and an ocotillo in front.",
        drawings.desert_evening,
    ),
    "room": Picture(
        "treatment-room.jpg",
        "Treatment room",
        "Drawing of a quiet room: an armchair that leans back, a drip stand beside it, a window "
        "with a view of mountains, a floor lamp and a green plant.",
        drawings.treatment_room,
    ),
    "phoenix": Picture(
        "clinic-phoenix.jpg",
        "Clinic in Phoenix",
        "Drawing of a low building of adobe with a green door and desert mountains behind it.",
        buildings.low_house,
    ),
    "flagstaff": Picture(
        "clinic-flagstaff.jpg",
        "Clinic in Flagstaff",
        "Drawing of a brick house between pines, with a snowy mountain behind it.",
        buildings.town_house,
    ),
    "mark": Picture(
        "mark.png",
        f"Mark of {CLINIC}",
        "A pale ocotillo with coral flowers on a teal square.",
        drawings.mark,
    ),
    "portrait": Picture(
        "reviewer.jpg",
        "Initials of the reviewer",
        f"The letters {REVIEWER_INITIALS} in place of a photo.",
        lambda: drawings.portrait(REVIEWER_INITIALS),
    ),
    "share": Picture(
        "share-card.jpg",
        f"{CLINIC} when shared",
        f"{CLINIC}: the name in front of desert mountains.",
        lambda: drawings.share_card(CLINIC, CLINIC_LINE),
    ),
}


def picture(name: str) -> Any:
    """The Wagtail image of a drawing; drawn and stored if the site does not have it yet."""
    drawing = PICTURES[name]
    model = get_image_model()
    image = model.objects.filter(title=drawing.title).first()
    if image is None:
        image = model.objects.create(
            title=drawing.title, description=drawing.description, file=image_file(drawing)
        )
    return image


def image_file(drawing: Picture) -> ImageFile:
    """The drawing as a file: PNG where it has see-through corners, JPEG otherwise."""
    data = BytesIO()
    drawn = drawing.draw()
    if drawing.file.endswith(".png"):
        drawn.save(data, "PNG", optimize=True)
    else:
        drawn.save(data, "JPEG", quality=88, subsampling=0)
    data.seek(0)
    return ImageFile(data, name=drawing.file)
