"""One rendering of a page, as its structured data needs to know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from ketamine_pages.delivery.aliases import public_original_of
from ketamine_pages.delivery.ledger import Thing, ledger_of
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.images.pictures import make_hero
from ketamine_pages.rich_text.reading import get_lines
from ketamine_pages.shown.brings import show_all
from ketamine_pages.shown.contents import read_blocks
from ketamine_pages.shown.declares import DeclaringPage
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.visitors import Shown, Visitors

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage
    from wagtail.models import AbstractPage
    from wagtail.rich_text import RichText

    from ketamine_pages.library.item import LibraryItem

# What a line ends with that is no item of a list.
ENDS = tuple(".:;,!?…。！？؟")


def hero_of(context: TemplateContext, image: AbstractImage, alt: str) -> tuple[SafeString, str]:
    """The ``<picture>`` of ``image`` and the address that search engines are told."""
    return once(context, ("hero", image.pk, alt), lambda: make_hero(image, alt=alt))


class DescribesItself(models.Model):
    """A page that tells search engines about itself."""

    def get_top_image(self) -> tuple[Any, str]:
        """The image at the top of the page (``None`` for none), and what it shows."""
        return None, ""

    class Meta:
        abstract = True


@dataclass
class Frame:
    """One rendering of a page: where it is, and what its templates have printed so far."""

    page: Any
    context: Mapping[str, Any]

    @property
    def request(self) -> HttpRequest | None:
        return self.context.get("request")

    @cached_property
    def image(self) -> str:
        """The address of the image at the top of the page; empty where it has none."""
        if not isinstance(self.page, DescribesItself):
            return ""
        image, alt = self.page.get_top_image()
        return hero_of(self.context, image, alt)[1] if image else ""

    @cached_property
    def shown(self) -> list[Shown]:
        """What the blocks of the page show of the library, block by block."""
        if not isinstance(self.page, DeclaringPage):
            return []
        shelf = self.context.get("shelf") or Shelf()
        return [part.shown for part in read_blocks(self.page, shelf) if part.is_printed]

    def was_printed(self, thing: Thing) -> bool:
        """Whether the templates have printed a library item or a question.

        Everything was, as far as anybody knows, where the templates keep no notes.
        """
        ledger = ledger_of(self.context)
        return ledger is None or ledger.has(thing)

    @cached_property
    def derived_notices(self) -> list[tuple[Any, Any]]:
        """The safety notices that the page prints outside its blocks, with their treatments."""
        if not isinstance(self.page, DeclaringPage):
            return []
        visitors = Visitors(self.context.get("shelf") or Shelf(), self.page)
        return show_all(self.page.brings, lambda name: getattr(self.page, name), visitors).notices

    @cached_property
    def parts(self) -> tuple[str, str]:
        """Root address of the site without a slash, and path; empty where the page has none."""
        if not self.page.pk:
            return "", ""
        # Both addresses of an alias and its original are of one thing.
        parts = public_original_of(self.page, self.request).get_url_parts(self.request)
        return (parts[1], parts[2]) if parts and parts[1] is not None else ("", "")

    @property
    def url(self) -> str:
        return "".join(self.parts)

    @property
    def root(self) -> str:
        return f"{self.parts[0]}/"

    def id_of(self, item: LibraryItem) -> str:
        """The id of a library item: the same on all pages of the site, in all languages."""
        return f"{self.root}#{item._meta.model_name}-{item.translation_key}"

    def address_of(self, page: AbstractPage | None) -> str:
        """The full address of another page, or ``""``."""
        return (page.get_full_url(self.request) or "") if page is not None and page.pk else ""


def plain(rich_text: RichText | str) -> str:
    """Rich text as one line of plain text, in which the items of a list stay apart."""
    *lines, last = get_lines(str(getattr(rich_text, "source", rich_text))) or [""]
    return " ".join([*(line if line[-1:] in ENDS else f"{line};" for line in lines), last])
