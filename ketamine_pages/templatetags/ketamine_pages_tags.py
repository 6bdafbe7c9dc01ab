"""What every page and block is made of: headings, sections, lists of pages, numbers.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import BoundBlock, StreamValue, StructValue
from wagtail.embeds.blocks import EmbedValue
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.models import Site

from ketamine_pages.blocks.share import CountedShare, LabelledShare
from ketamine_pages.delivery import visibility
from ketamine_pages.pages.citations import Citations
from ketamine_pages.pages.pictograms import draw
from ketamine_pages.pages.sections import Section, new_section, print_heading, render_sections
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.phone import phone_digits
from ketamine_pages.site.settings import ClinicSettings

register = template.Library()
register.filter(phone_digits)


@register.simple_tag(takes_context=True)
def visible_pages(context: Context, pages: QuerySet[Any]) -> Any:
    """Those of a queryset of ``pages`` that every visitor of this site may see, for menus."""
    return visibility.visible_pages(pages, context.get("request"))


@register.simple_tag(takes_context=True)
def start_preview(context: Context) -> str:
    """Give a preview of something that is no page what pages have. Prints nothing."""
    context["citations"] = Citations()
    context["in_preview"] = True
    request = context.get("request")
    if "clinic" not in context and request is not None and Site.find_for_request(request):
        context["clinic"] = ClinicSettings.for_request(request)
    return ""


@register.simple_tag(takes_context=True)
def heading(context: Context, text: str, count: int | None = None) -> str:
    """``text`` with ``{count}`` filled in, in words where the site says so."""
    # A variable that a template does not have arrives here as an empty text.
    return print_heading(text, count if isinstance(count, int) else None, context)


@register.simple_tag(takes_context=True)
def render_body(context: Context, body: StreamValue) -> list[Section]:
    """The blocks of ``body`` rendered, without those that had nothing to show.

    Each has an ``id`` that is unique on the page, a ``heading`` (empty for blocks without one)
    and its ``html``.
    """
    return render_sections(body, context.flatten())


@register.simple_tag(takes_context=True)
def section_attrs(context: Context, value: StructValue) -> SafeString:
    """``id`` and ``aria-labelledby`` of a block's section.

    A block that is rendered outside ``render_body``, or inside another block, gets an id of its
    own.
    """
    section: Section | None = context.get("section")
    if section is None or section.printed:
        taken = section.taken if section is not None else set()
        section = context["section"] = new_section(value, taken)
    section.printed = True
    if not value.get("heading"):
        return format_html('id="{}"', section.id)
    return format_html('id="{}" aria-labelledby="{}"', section.id, section.heading_id)


@register.simple_tag
def embed_html(value: EmbedValue | None) -> SafeString:
    """The HTML of an embed block's value; empty where the other site does not answer."""
    if not value:
        return mark_safe("")
    try:
        embed = get_embed(value.url, value.max_width, value.max_height)
    except EmbedException:
        return mark_safe("")
    # As safe as Wagtail's own {% embed %}: it comes from providers that the site has allowed.
    return mark_safe(embed.html)  # noqa: S308


@register.simple_tag
def people(share: CountedShare | LabelledShare) -> SafeString:
    """A picture of a share of people: dots to count, or a bar for large groups."""
    return draw(share)


@register.filter
def grouped(number: int) -> str:
    """A number with the thousands separators of the reader's language."""
    # Django's own filter for this is in an app that a site need not have installed.
    return str(number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def table_cell(bound_block: BoundBlock) -> Any:
    """A cell of a table: numbers as the reader's language writes them, the rest as it is."""
    value = bound_block.value
    if isinstance(value, float):
        return number_format(f"{value:f}".rstrip("0").rstrip("."), use_l10n=True)
    return "" if value is None else bound_block.render()


@register.filter
def headed(sections: list[Section]) -> list[Section]:
    """The sections that have a heading, for a table of contents."""
    return [section for section in sections if section.heading]


@register.filter
def treatment_pages(pages: Iterable[Any]) -> list[Any]:
    """Those of ``pages`` that are about one treatment."""
    return [page for page in pages if isinstance(page, TreatmentPageMixin)]


@register.filter
def other_pages(pages: Iterable[Any]) -> list[Any]:
    """Those of ``pages`` that are not about one treatment."""
    return [page for page in pages if not isinstance(page, TreatmentPageMixin)]
