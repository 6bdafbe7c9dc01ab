"""For the tests of a site that uses the package: is a page honest, as visitors get it?

See docs/how-to/test-your-site.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketamine_pages.delivery.aliases import public_original_of
from ketamine_pages.library.choices import RegulatoryStatus
from ketamine_pages.library.condition import Condition
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.library.wording import Wording
from ketamine_pages.library.wording_in_use import get_wording
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.pages.promises import (
    crisis_address,
    has_crisis_panel,
    is_readable,
    promised_notices,
)
from ketamine_pages.pages.visible import VisibleDocument
from ketamine_pages.rules.may_stand import REASONS
from ketamine_pages.search_engines.listing import is_indexable
from ketamine_pages.shown.contents import Part, read_parts, stock
from ketamine_pages.shown.kinds import Stating
from ketamine_pages.site.settings import ClinicSettings

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import AbstractPage

# What structured data say of risks.
RISKS = frozenset({"adverseOutcome", "seriousAdverseOutcome", "contraindication", "warning"})


def assert_page_is_honest(client: Client, page: AbstractPage) -> None:
    """Fetch ``page`` with Django's test client and raise ``AssertionError`` for what is wrong.

    All problems are named at once, each in a sentence. What a stylesheet or a script hides, and
    what is folded away, is taken to be there.
    """
    __tracebackhide__ = True
    problems = list(find_problems(client, page))
    if problems:
        listed = "".join(f"\n- {problem}" for problem in problems)
        raise AssertionError(f"{page.full_url or page} is not honest:{listed}")


def find_problems(client: Client, page: AbstractPage) -> Iterator[str]:
    """What is wrong with ``page`` as ``client`` gets it, each problem a sentence."""
    found: Any = type(page)._default_manager.get(pk=page.pk)
    fresh = found.specific
    if not isinstance(fresh, EditorialPageMixin):
        yield f"{type(fresh).__name__} has no mixin of ketamine_pages, so nothing can be checked."
        return
    if not fresh.url:
        yield "It belongs to no site, so nobody can open it."
        return
    response = client.get(fresh.get_full_url(), headers={"host": _host_of(fresh)})
    if response.status_code != 200:
        yield f"It answers with status {response.status_code} instead of 200."
        return
    document = VisibleDocument(response.content.decode(response.charset))
    clinic = ClinicSettings.for_site(fresh.get_site())
    parts = [part for part in read_parts(fresh, stock([fresh])) if part.is_printed]
    wording = get_wording(clinic, fresh.locale_id)
    yield from _find_unsafe(fresh, wording, parts, document)
    yield from _find_withheld(parts, document)
    yield from _find_undisclosed(parts, document)
    yield from _find_unreferenced(parts, document)
    yield from _find_unlisted(fresh, document)
    yield from _find_untrue_data(document)


def _host_of(page: EditorialPageMixin) -> str:
    site = page.get_site()
    return f"{site.hostname}:{site.port}" if site.port not in (80, 443) else str(site.hostname)


def _find_unsafe(
    page: EditorialPageMixin, wording: Wording, parts: list[Part], document: VisibleDocument
) -> Iterator[str]:
    notices = promised_notices(page, page.shelf)
    for notice in notices:
        if not is_readable(notice, document):
            yield f"The safety notice “{notice.title}” cannot be read in full."
    if wording.shows_crisis_panel and not has_crisis_panel(wording, document):
        yield f"The crisis panel is missing, or its link to {crisis_address(wording) or 'help'}."
    is_warned = any(is_readable(notice, document) for notice in notices)
    for part in parts:
        for brought in part.shown.entries:
            entry = brought.entry
            if isinstance(entry, Stating) and not is_warned and document.says(str(entry)):
                yield f"The statement “{entry}” stands there without any safety notice."


def _find_withheld(parts: list[Part], document: VisibleDocument) -> Iterator[str]:
    for part in parts:
        for each in part.shown.withheld:
            if each.title and document.says(each.title):
                reasons = " ".join(str(REASONS[reason]) for reason in each.reasons)
                yield f"“{each.title}” stands there and may not. {reasons}"


def _find_undisclosed(parts: list[Part], document: VisibleDocument) -> Iterator[str]:
    wanted: dict[str, str] = {}
    for part in parts:
        for brought in part.shown.entries:
            if isinstance(brought.entry, Treatment):
                wanted[brought.entry.disclosure] = brought.entry.name
        for each in part.shown.conditions:
            if isinstance(each.condition, Condition) and document.says(each.condition.name):
                treatment = each.treatment
                if each.indication is not None:
                    wanted[each.indication.disclosure] = each.condition.name
                elif treatment and treatment.regulatory_status != RegulatoryStatus.APPROVED:
                    # That a product is approved says nothing about what nobody has recorded.
                    wanted[treatment.disclosure] = each.condition.name
    for disclosure, name in wanted.items():
        if disclosure and not document.says(disclosure):
            yield f"What the regulator says about “{name}” is missing: “{disclosure}”"


def _find_unreferenced(parts: list[Part], document: VisibleDocument) -> Iterator[str]:
    for address in dict.fromkeys(document.links):
        if address.startswith("#kp-ref-") and address[1:] not in document.ids:
            yield f"A number leads to {address}, and there is no such reference."
    sources = {source.pk: source for part in parts for source in part.shown.sources}
    for source in sources.values():
        if not document.says(source.title):
            yield f"The source “{source.title}” is cited and stands in no list of references."


def _find_unlisted(page: EditorialPageMixin, document: VisibleDocument) -> Iterator[str]:
    wanted = (public_original_of(page) or page).full_url
    if is_indexable(page, None) and document.canonical != wanted:
        yield f"Its canonical address is “{document.canonical}” instead of “{wanted}”."


def _find_untrue_data(document: VisibleDocument) -> Iterator[str]:
    for text in document.structured_data:
        for risk in _risks_in(json.loads(text)):
            if not document.says(risk):
                yield f"Search engines are told of a risk that visitors cannot read: “{risk}”"


def _risks_in(data: Any, *, is_risk: bool = False) -> Iterator[str]:
    """The names of risks in structured data, at whatever depth."""
    if isinstance(data, list):
        for each in data:
            yield from _risks_in(each, is_risk=is_risk)
    elif isinstance(data, dict):
        if is_risk and "name" in data:
            yield data["name"]
        for name, value in data.items():
            if name != "name":
                yield from _risks_in(value, is_risk=name in RISKS)
    elif is_risk and isinstance(data, str):
        yield data.partition(":")[0]
