"""What the package's templates need beyond Django and Wagtail.

docs/reference/templates.md describes every tag and filter for those who write templates of their
own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.models import Site

from ketamine_pages.blocks.page_links import look_up_page_links
from ketamine_pages.delivery import visibility
from ketamine_pages.delivery.printed import note
from ketamine_pages.images.pictures import (
    HERO_SIZES,
    HERO_WIDTHS,
    make_hero,
    make_image,
    make_picture,
    make_preload,
    make_social_image,
)
from ketamine_pages.pages import references
from ketamine_pages.pages.citations import Citations, Reference
from ketamine_pages.pages.counts import PLACEHOLDER, fill_count
from ketamine_pages.pages.pictograms import draw_people, draw_share
from ketamine_pages.pages.references import citation_links, links_back
from ketamine_pages.pages.sections import Section, new_section, render_sections
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.shown.brings import picked
from ketamine_pages.shown.contents import visitors_for
from ketamine_pages.site.brand import brand_css as get_brand_css
from ketamine_pages.site.brand import brand_digest
from ketamine_pages.site.settings import ClinicSettings

register = template.Library()

# Above this many, dots no longer help anybody to count.
MOST_PEOPLE_DRAWN = 60


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


@register.simple_tag
def describe_source(source: Any) -> SafeString:
    """Print what the list of references says about ``source``."""
    return references.describe_source(source)


@register.simple_tag(takes_context=True)
def visible_pages(context: Context, pages: Any) -> Any:
    """Those of a queryset of ``pages`` that every visitor of this site may see, for menus."""
    return visibility.visible_pages(pages, context.get("request"))


@register.simple_tag(takes_context=True)
def picked_sources(context: Context, picks: StreamValue | None) -> list[Any]:
    """The public sources among those that a block holds (``SourcePicks``), for ``cite``."""
    return visitors_for(context.flatten()).ready(picked(picks))


@register.simple_tag(takes_context=True)
def start_preview(context: Context) -> str:
    """Give a preview of something that is no page what pages have. Prints nothing."""
    context["citations"] = Citations()
    request = context.get("request")
    if "clinic" not in context and request is not None and Site.find_for_request(request):
        context["clinic"] = ClinicSettings.for_request(request)
    return ""


@register.simple_tag(takes_context=True)
def heading(context: Context, text: str, count: int | None = None) -> str:
    """``text`` with ``{count}`` filled in, in words where the site says so."""
    in_words = getattr(context.get("clinic"), "counts_in_words", False)
    # A variable that a template does not have arrives here as an empty text.
    count = count if isinstance(count, int) else None
    is_spelt = in_words and count is not None and PLACEHOLDER in (text or "")
    filled = fill_count(text or "", count, str(apnumber(count)) if is_spelt else "")
    section: Section | None = context.get("section")
    if section is not None and not section.heading:
        section.heading = filled
    return filled


@register.simple_tag(takes_context=True)
def render_body(context: Context, body: StreamValue) -> list[Section]:
    """The blocks of ``body`` rendered, without those that had nothing to show.

    Each has an ``id`` that is unique on the page, a ``heading`` (empty for blocks without one)
    and its ``html``.
    """
    look_up_page_links(body)
    return render_sections(body, context.flatten())


@register.simple_tag(takes_context=True)
def section_attrs(context: Context, value: Any) -> SafeString:
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
def picture(
    image: Any,
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
def hero_picture(context: Context, image: Any, alt: str = "") -> SafeString:
    """The ``<picture>`` at the top of a page, which ``preload_hero`` has asked for."""
    if not image:
        return mark_safe("")
    picture, address = make_hero(image, alt=alt)
    note(context, image=address)
    return picture


@register.simple_tag
def preload_hero(image: Any) -> SafeString:
    """A ``<link>`` for the head that fetches the image at the top of the page before all else."""
    return make_preload(image, HERO_WIDTHS, HERO_SIZES) if image else mark_safe("")


@register.simple_tag
def plain_image(image: Any, spec: str, alt: str = "") -> SafeString:
    """An ``<img>`` of ``image`` in one size and its own format, for logos; empty as above."""
    return make_image(image, spec, alt=alt) if image else mark_safe("")


@register.simple_tag(takes_context=True)
def social_image_of(context: Context, image: Any) -> dict[str, Any] | None:
    """Full ``url``, ``width``, ``height`` and ``alt`` of the image that links to a page show."""
    if not image:
        return None
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return make_social_image(image, site.root_url if site else "")


@register.simple_tag
def embed_html(value: Any) -> SafeString:
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
def brand_stylesheet_url(clinic: Any) -> str:
    """The address of the site's brand colours; empty where it has none or no URLs of ours."""
    digest = brand_digest(clinic) if clinic else ""
    if not digest:
        return ""
    try:
        return reverse("ketamine_pages:brand_stylesheet", args=[digest])
    except NoReverseMatch:
        return ""


@register.simple_tag
def brand_css(clinic: Any) -> SafeString:
    """The site's brand colours as CSS, for the preview of settings that are not saved yet."""
    # Only hex colours get in: see views.brand_css.
    return mark_safe(get_brand_css(clinic))  # noqa: S308


@register.simple_tag
def people(part: int | None, whole: int | None) -> SafeString:
    """A picture of ``part`` of ``whole`` people: dots to count, or a bar for large groups."""
    if part is None or not whole:
        return mark_safe("")
    return draw_people(part, whole) if whole <= MOST_PEOPLE_DRAWN else draw_share(part, whole)


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


def _is_public(item: Any) -> bool:
    return bool(item.is_public if hasattr(item, "is_public") else item.live)


@register.filter
def phone_digits(text: str) -> str:
    """``text`` without anything that a phone does not dial, for ``tel:`` and ``sms:`` links."""
    return "".join(character for character in str(text) if character in "+*#0123456789")


@register.filter
def grouped(number: int) -> str:
    """A number with the thousands separators of the reader's language."""
    # Django's own filter for this is in an app that a site need not have installed.
    return str(number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def table_cell(bound_block: Any) -> Any:
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
