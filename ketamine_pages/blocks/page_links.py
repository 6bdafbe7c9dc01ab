"""Links to pages in the rich texts of a body, looked up together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.rich_text import features

from ketamine_pages.rich_text.page_links import LinkedRichText
from ketamine_pages.shown.tree import walk_value

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue


def look_up_page_links(body: StreamValue) -> None:
    """Tell the rich texts of ``body`` where their links to pages lead.

    One query for all of them, and none without such links. One more for each page that is in
    another language than the visitor's. As Wagtail's own handler does; where a site has one of its
    own, nothing happens.
    """
    # It imports the page model, which is not loaded yet when blocks are made.
    from wagtail.rich_text.pages import PageLinkHandler

    texts = [text for text in _rich_texts(body) if text.linked_pages]
    if not texts or features.get_link_types().get("page") is not PageLinkHandler:
        return
    keys = {pk for text in texts for pk in text.linked_pages}
    addresses = _addresses(PageLinkHandler.get_model().objects.filter(pk__in=keys))
    for text in texts:
        text.addresses = addresses


def _addresses(pages: QuerySet[Any]) -> dict[int, str]:
    language = _active_language() if getattr(settings, "WAGTAIL_I18N_ENABLED", False) else None
    found: dict[int, str] = {}
    for base in pages.select_related("locale"):
        # Deferred: what an address is made of, all pages have.
        page = base.specific_deferred
        is_here = language is None or base.locale.language_code == language
        address = (page if is_here else page.localized).url
        # Links to other sites may have handlers of their own.
        if address and address.startswith("/"):
            found[page.pk] = address
    return found


def _active_language() -> str:
    """The language of the locale that is active, without asking the database for the locale."""
    try:
        return get_supported_content_language_variant(get_language())
    except LookupError:
        return get_supported_content_language_variant(settings.LANGUAGE_CODE)


def _rich_texts(body: StreamValue) -> Iterator[LinkedRichText]:
    for leaf in walk_value(body.stream_block, body):
        if isinstance(leaf.value, LinkedRichText):
            yield leaf.value
