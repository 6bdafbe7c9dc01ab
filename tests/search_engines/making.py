"""Sites, languages and what a sitemap says."""

from typing import Any
from xml.etree import ElementTree

from wagtail.models import Locale, Page, Site

from tests.factories import PageFactory, gate_off

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def spanish() -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]


def translate(page: Any, *, live: bool = True) -> Any:
    """A translation of ``page`` and of what is above it."""
    with gate_off():
        copy = page.copy_for_translation(spanish(), copy_parents=True, exclude_fields=["slug"])
        for each in [*copy.get_ancestors().filter(depth__gt=1).specific(), copy.specific]:
            # What is above it is copied as aliases, which follow their originals.
            if live and not each.alias_of_id:
                each.save_revision().publish()
    return type(page)._default_manager.get(pk=copy.pk)


def other_site() -> Any:
    """The front page of another site."""
    root = PageFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    Site.objects.create(hostname="other.example", root_page=root)
    return root


def entries(xml: str) -> dict[str, Any]:
    """The entries of a sitemap by their addresses."""
    # From our own view.
    urls = ElementTree.fromstring(xml.strip()).findall("s:url", NAMES)  # noqa: S314
    return {url.findtext("s:loc", "", NAMES): url for url in urls}


def links(entry: Any) -> dict[str, str]:
    """The translations that an entry names: address by language."""
    return {each.get("hreflang"): each.get("href") for each in entry.findall("x:link", NAMES)}


def images(entry: Any) -> list[str]:
    """The images of an entry."""
    return [each.text for each in entry.findall("i:image/i:loc", NAMES)]
