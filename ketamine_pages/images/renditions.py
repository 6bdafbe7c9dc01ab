"""Finds renditions of images; leaves out those whose files are missing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ketamine_pages.images.files import is_on_disk

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

logger = logging.getLogger("ketamine_pages")

# For those who want one address of an image: search engines. Most pages have it anyway.
LARGE_SPEC = "width-1200|format-jpeg|preserve-svg"
LOGO_SPEC = "max-320x96|preserve-svg"


def find_renditions(image: AbstractImage, specs: Sequence[str]) -> dict[str, Any]:
    """The renditions of ``image`` whose files are there, by their filter specification.

    Wagtail would link to a file named "not-found"; here such an image is left out and logged.
    """
    try:
        renditions = image.get_renditions(*_filters(image, specs))
    except OSError as error:
        # Missing, unreadable, or no image at all.
        logger.warning("Image %s (%s) is left out of a page: %s", image.pk, image, error)
        return {}
    found = {spec: each for spec, each in renditions.items() if is_on_disk(each)}
    if len(found) < len(renditions):
        logger.warning("Image %s (%s) lacks files of its renditions.", image.pk, image)
    return found


def full_address(image: AbstractImage | None, spec: str, root_url: str) -> str:
    """The full address of one rendition of ``image`` on the site at ``root_url``, or ``""``."""
    # Wagtail drops from the spec what does not apply to the image.
    [*found] = find_renditions(image, [spec]).values() if image else []
    return join(root_url, found[0].url) if found else ""


def join(root_url: str, address: str) -> str:
    """``address`` with a host: its own, or else that of the site at ``root_url``."""
    return f"{root_url}{address}" if address.startswith("/") and address[:2] != "//" else address


def _filters(image: AbstractImage, specs: Sequence[str]) -> Iterable[Any]:
    if image.is_svg():
        return specs
    # Wagtail would take each spec apart anew for every picture.
    return [_filter(spec.removesuffix("|preserve-svg")) for spec in specs]


@lru_cache(maxsize=256)
def _filter(spec: str) -> Any:
    # Wagtail's models are not loaded yet when this module is.
    from wagtail.images.models import Filter

    return Filter(spec=spec)
