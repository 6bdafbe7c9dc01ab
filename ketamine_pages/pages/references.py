"""Citations and the list of references: written here, as a page has dozens of each.

A template that is included thirty times costs as much as the rest of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ketamine_pages.pages.citations import Citation, Reference

if TYPE_CHECKING:
    from ketamine_pages.library.source import Source


def citation_links(citations: list[Citation]) -> SafeString:
    """The numbers of citations, linked to the list of references."""
    label = _words(get_language())["reference"]
    return format_html_join(
        "",
        '<sup class="kp-cite"><a href="#{}" id="{}" aria-label="{}">{}</a></sup>',
        (
            (each.target, each.anchor, label % {"number": each.number}, each.number)
            for each in citations
        ),
    )


def links_back(reference: Reference) -> SafeString:
    """Links from an entry of the list of references to each place that cites it."""
    label, total = _words(get_language())["back"], len(reference.citations)
    return format_html_join(
        "",
        '<a href="#{}" aria-label="{}"><span aria-hidden="true">↑ {}</span></a>',
        (
            (citation.anchor, label % {"number": number, "total": total}, number)
            for number, citation in enumerate(reference.citations, 1)
        ),
    )


def describe_source(source: Source) -> SafeString:
    """One entry of the list of references: title, origin, withdrawal, facts and result."""
    parts = _parts(source, _words(get_language()))
    # Each of them is escaped.
    return mark_safe("\n".join(parts))  # noqa: S308


# Django asks all catalogues for what none of them translates.
@lru_cache(maxsize=64)
def _words(_language: str | None) -> dict[str, str]:
    return {
        "reference": gettext("Reference %(number)s"),
        "back": gettext("Back to text, %(number)s of %(total)s"),
        "withdrawn": gettext("Withdrawn"),
        "withdrawal": gettext("Withdrawn on %(date)s: %(reason)s"),
        "participants": gettext("Participants:"),
        "comparator": gettext("Compared with:"),
        "follow_up": gettext("Follow-up:"),
        "funding": gettext("Funding:"),
    }


def _parts(source: Source, words: dict[str, str]) -> Iterator[SafeString]:
    is_withdrawn, link = source.is_withdrawn, source.link
    yield format_html(
        '<p class="kp-source__title">{}{}</p>',
        format_html('<strong class="kp-withdrawn">{}</strong> ', words["withdrawn"])
        if is_withdrawn
        else "",
        format_html('<a href="{}" rel="noopener">{}</a>', link, source.title)
        if link
        else source.title,
    )
    yield format_html("<p>{}</p>", _origin(source))
    if is_withdrawn and source.withdrawn_on and source.withdrawn_reason:
        date = date_format(source.withdrawn_on, "DATE_FORMAT")
        reason = {"date": date, "reason": source.withdrawn_reason}
        yield format_html("<p>{}</p>", words["withdrawal"] % reason)
    facts = format_html_join(
        "\n",
        "<div><dt>{}</dt> <dd>{}</dd></div>",
        ((words[name], text) for name, text in _facts(source) if text),
    )
    if facts:
        yield format_html('<dl class="kp-source__facts">{}</dl>', facts)
    if source.result:
        yield format_html("<p>{}</p>", linebreaksbr(source.result))


def _origin(source: Source) -> SafeString:
    """Authors, publisher, year and kind, each with the point or comma that follows it."""
    authors, publisher, year = source.authors, source.publisher, source.year
    return format_html(
        "{}{}{}{}",
        f"{authors}{'' if authors.endswith('.') else '.'} " if authors else "",
        format_html("<cite>{}</cite>{}", publisher, ", " if year else ". ") if publisher else "",
        f"{year}. " if year else "",
        f"{source.get_kind_display()}." if source.kind else "",
    )


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    participants = source.participants
    yield (
        "participants",
        number_format(participants, use_l10n=True, force_grouping=True) if participants else "",
    )
    for name in ("comparator", "follow_up", "funding"):
        yield name, getattr(source, name)
