"""Images in the sizes and formats that a page asks for.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from ketamine_pages.images.pictures import (
    HERO_SIZES,
    HERO_WIDTHS,
    make_image,
    make_picture,
    make_preload,
    make_social_image,
)
from ketamine_pages.search_engines.frame import hero_of

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

register = template.Library()


@register.simple_tag
def picture(
    image: AbstractImage | None,
    widths: str,
    sizes: str = "100vw",
    *,
    alt: str | None = None,
    priority: bool = False,
) -> SafeString:
    """A ``<picture>`` of ``image`` in AVIF, WebP and JPEG; empty where the file is missing.

    ``widths`` are pixels, ascending, separated by spaces. ``alt`` defaults to the text that was
    entered with the image; give "" for decoration. ``priority`` is for the one image at the top
    of a page: all others load when they come near the screen.
    """
    if not image:
        return mark_safe("")
    return make_picture(
        image, [int(width) for width in widths.split()], sizes, alt=alt, priority=priority
    )


@register.simple_tag(takes_context=True)
def hero_picture(context: Context, image: AbstractImage | None, alt: str = "") -> SafeString:
    """The ``<picture>`` at the top of a page, which ``preload_hero`` has asked for."""
    if not image:
        return mark_safe("")
    picture, _address = hero_of(context, image, alt)
    return picture


@register.simple_tag
def preload_hero(image: AbstractImage | None) -> SafeString:
    """A ``<link>`` for the head that fetches the image at the top of the page before all else."""
    return make_preload(image, HERO_WIDTHS, HERO_SIZES) if image else mark_safe("")


@register.simple_tag
def plain_image(image: AbstractImage | None, spec: str, alt: str = "") -> SafeString:
    """An ``<img>`` of ``image`` in one size and its own format, for logos; empty as above."""
    return make_image(image, spec, alt=alt) if image else mark_safe("")


@register.simple_tag(takes_context=True)
def social_image_of(context: Context, image: AbstractImage | None) -> dict[str, Any] | None:
    """Full ``url``, ``width``, ``height`` and ``alt`` of the image that links to a page show."""
    if not image:
        return None
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return make_social_image(image, site.root_url if site else "")
