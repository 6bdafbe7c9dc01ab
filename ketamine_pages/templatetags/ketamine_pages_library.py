"""What pages show from the library: sources, and what was chosen and cannot be shown.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.models import AbstractPage

from ketamine_pages.delivery.ledger import ledger_of
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.source import Source
from ketamine_pages.pages import references
from ketamine_pages.pages.citations import Citations, Reference
from ketamine_pages.pages.references import citation_links, links_back
from ketamine_pages.rules.may_stand import REASONS
from ketamine_pages.shown.brings import picked
from ketamine_pages.shown.contents import visitors_for
from ketamine_pages.shown.kinds import Stating

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: Context, sources: Iterable[Any]) -> SafeString:
    """Print the numbers of ``sources``, linked to the list of references.

    Prints nothing where the context has no ``citations``: numbers would lead nowhere.
    """
    citations: Citations | None = context.get("citations")
    return SafeString("") if citations is None else citation_links(citations.cite(sources))


@register.simple_tag
def back_links(reference: Reference) -> SafeString:
    """Print links from an entry of the list of references to each place that cites it."""
    return links_back(reference)


@register.simple_tag(takes_context=True)
def describe_source(context: Context, source: Source) -> SafeString:
    """Print what the list of references says about ``source``."""
    if (ledger := ledger_of(context)) is not None:
        ledger.note(source)
    return references.describe_source(source)


@register.simple_tag(takes_context=True)
def picked_sources(context: Context, picks: StreamValue | None) -> list[Any]:
    """The public sources among those that a block holds (``SourcePicks``), for ``cite``."""
    return visitors_for(context.flatten()).ready(picked(picks))


@register.inclusion_tag("ketamine_pages/library/not_shown.html", takes_context=True)
def not_shown(context: Context, *choices: Any) -> dict[str, Any]:
    """In page previews, name what was chosen but is deleted or not published.

    Visitors never see it. A choice is the value of a ``PicksBlock``, a library item or a page.
    """
    if not getattr(context.get("request"), "is_preview", False):
        return {}
    items: list[Any] = []
    for choice in choices:
        if isinstance(choice, StreamValue):
            items += picked(choice)
        elif choice:
            items.append(choice)
    drafts = [item for item in items if item is not None and not _is_public(item)]
    return {"drafts": drafts, "deleted": sum(item is None for item in items)}


@register.simple_tag(takes_context=True)
def studied_for(context: Context, entry: Any) -> Any:
    """The treatment that a statement is about where the page is about another one, or ``None``."""
    if not isinstance(entry, Stating) or not entry.pk:
        return None
    return visitors_for(context.flatten()).studied_for(entry)


@register.simple_tag(takes_context=True)
def main_risks(context: Context, treatment: Any) -> list[Any]:
    """The first two complete safety notices of a treatment, for a card that speaks of it."""
    # Where a template knows of none, it is an empty text.
    if not treatment or not treatment.is_public:
        return []
    notices = visitors_for(context.flatten()).notices(treatment)
    return [notice for notice in notices if notice.as_notice_facts(treatment).covers][:2]


@register.inclusion_tag("ketamine_pages/library/withheld.html", takes_context=True)
def withheld_here(context: Context) -> dict[str, Any]:
    """In page previews, name what is published and may not stand here, and why.

    Visitors never see it. Reads ``withheld`` of the block or page that is printed.
    """
    if not getattr(context.get("request"), "is_preview", False):
        return {}
    return {
        "withheld": [
            (each.title, " ".join(str(REASONS[reason]) for reason in each.reasons))
            for each in context.get("withheld") or ()
        ]
    }


def _is_public(item: LibraryItem | AbstractPage) -> bool:
    return bool(item.is_public if hasattr(item, "is_public") else item.live)
