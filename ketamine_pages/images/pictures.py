"""HTML of images in the sizes that screens need; empty where the file of an image is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import AbstractImage, Picture

from ketamine_pages.images.renditions import find_renditions, join

FORMATS = ("avif", "webp", "jpeg")
# The image at the top of a page: its preload and its place on the page have to agree.
HERO_WIDTHS = (480, 800, 1200, 1600)
HERO_SIZES = "(min-width: 62rem) 36rem, (min-width: 48rem) 45vw, 100vw"
SOCIAL_SPEC = "fill-1200x630|format-jpeg"


def make_picture(
    image: AbstractImage, widths: Sequence[int], sizes: str, *, alt: str | None, priority: bool
) -> SafeString:
    """A ``<picture>`` of ``image`` in several widths and formats; empty if its file is missing."""
    return _picture(find_renditions(image, _specs(image, widths)), sizes, alt, priority)


def make_hero(image: AbstractImage, *, alt: str | None) -> tuple[SafeString, str]:
    """The picture at the top of a page and the address of its widest JPEG; both may be empty."""
    renditions = find_renditions(image, _specs(image, HERO_WIDTHS))
    [*_, widest] = renditions.values() or [None]
    return _picture(renditions, HERO_SIZES, alt, True), widest.url if widest else ""


def _picture(renditions: dict[str, Any], sizes: str, alt: str | None, priority: bool) -> SafeString:
    if not renditions:
        return SafeString("")
    attrs = {"fetchpriority": "high"} if priority else {"loading": "lazy", "decoding": "async"}
    attrs["sizes"] = sizes
    if alt is not None:
        attrs["alt"] = alt
    return mark_safe(Picture(renditions, attrs).__html__())  # noqa: S308 (Wagtail escapes it)


def make_preload(image: AbstractImage, widths: Sequence[int], sizes: str) -> SafeString:
    """A ``<link>`` to fetch early what ``make_picture`` will show; empty where the file is missing.

    Only for browsers that know the first format; the others find the image in the picture itself.
    """
    first = FORMATS[0]
    specs = [spec for spec in _specs(image, widths) if f"|format-{first}|" in spec]
    renditions = [] if image.is_svg() else list(find_renditions(image, specs).values())
    if not renditions:
        return SafeString("")
    return format_html(
        '<link rel="preload" as="image" type="image/{}" imagesrcset="{}" imagesizes="{}" '
        'fetchpriority="high">',
        first,
        ", ".join(f"{each.url} {each.width}w" for each in renditions),
        sizes,
    )


def make_image(image: AbstractImage, spec: str, *, alt: str) -> SafeString:
    """An ``<img>`` of ``image`` in one size and its own format; empty where its file is missing."""
    [*renditions] = find_renditions(image, [f"{spec}|preserve-svg"]).values()
    return mark_safe(renditions[0].img_tag({"alt": alt}) if renditions else "")  # noqa: S308


def _specs(image: AbstractImage, widths: Sequence[int]) -> list[str]:
    # Wagtail never enlarges: wider ones than the image would all be the same file.
    useful = [width for width in widths if width < image.width]
    useful += [width for width in widths if width >= image.width][:1]
    return [f"width-{width}|format-{name}|preserve-svg" for name in FORMATS for width in useful]


def make_social_image(image: AbstractImage, root_url: str) -> dict[str, Any] | None:
    """What Open Graph wants to know about ``image``, or ``None`` where its file is missing.

    Its address begins with ``root_url``, whatever host the request has come by.
    """
    if image.is_svg():
        return None
    rendition = find_renditions(image, [SOCIAL_SPEC]).get(SOCIAL_SPEC)
    if rendition is None:
        return None
    return {
        "url": join(root_url, rendition.url) if root_url else rendition.full_url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": rendition.alt,
    }
