"""Which wording a site prints, in each language: that of the entry it has chosen, or the package's.

An entry counts once it is published, confirmed and free of errors, in the very language of the
page: a disclaimer that a reader cannot read is none. Review is no part of it. A wording that a
clinician is to read again is better than another one that nobody at the clinic has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from ketamine_pages.gate.facts import get_approved_products, get_language, get_severities
from ketamine_pages.library.wording import CRISIS_LINES, TEXTS, Wording, fill, own_wording
from ketamine_pages.rules.findings import OFF, Severity
from ketamine_pages.rules.judging import judge_item
from ketamine_pages.rules.page_facts import ItemFacts
from ketamine_pages.rules.registry import get_rules
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.site.upwards import locales_of

if TYPE_CHECKING:
    from ketamine_pages.library.site_wording import SiteWording

# Where the details of a site keep what was found, as they live as long as a request.
FOUND = "_ketamine_pages_wording"


class Withheld(models.TextChoices):
    """Why a site prints the package's own wording."""

    NOT_CHOSEN = "not-chosen", _("no site wording is chosen")
    NOT_TRANSLATED = (
        "not-translated",
        _("the chosen site wording has no translation into this language"),
    )
    UNPUBLISHED = "unpublished", _("the chosen site wording is not published")
    UNCONFIRMED = "unconfirmed", _("nobody has confirmed the chosen site wording")
    ERRORS = "errors", _("the chosen site wording has errors")


@dataclass(frozen=True)
class InUse:
    """What a site prints in a language: ``entry``, unless there is something that withholds it."""

    locale: Locale
    entry: SiteWording | None
    withheld: Withheld | None


def get_wording(clinic: ClinicSettings, locale_id: int) -> Wording:
    """What the site of ``clinic`` prints on pages in a locale.

    One query where the entry was chosen in another language, else none; asked once for each
    ``clinic``.
    """
    known: dict[tuple[int | None, int], SiteWording | None]
    known = clinic.__dict__.setdefault(FOUND, {})
    key = clinic.wording_id, locale_id
    if key not in known:
        chosen = clinic.wording
        entry = chosen and _in_locales(chosen, [locale_id]).get(locale_id)
        known[key] = None if why_withheld(chosen, entry) else entry
    entry = known[key]
    # Filled in anew, as the package's own texts are in the language of now.
    wording = own_wording() if entry is None else fill(entry)
    return replace(wording, shows_crisis_panel=clinic.crisis_panel)


def find_in_use(clinic: ClinicSettings) -> list[InUse]:
    """What the site of ``clinic`` prints, for each language in which it has pages."""
    locales, chosen = list(locales_of(clinic.site)), clinic.wording
    entries = _in_locales(chosen, [each.pk for each in locales]) if chosen else {}
    return [
        InUse(each, entries.get(each.pk), why_withheld(chosen, entries.get(each.pk)))
        for each in locales
    ]


def why_withheld(chosen: SiteWording | None, entry: SiteWording | None) -> Withheld | None:
    """Why visitors do not read ``entry``, a translation of ``chosen``; ``None`` if they do."""
    if chosen is None:
        return Withheld.NOT_CHOSEN
    if entry is None:
        return Withheld.NOT_TRANSLATED
    if not entry.is_public:
        return Withheld.UNPUBLISHED
    if entry.needs_confirmation:
        return Withheld.UNCONFIRMED
    return Withheld.ERRORS if has_errors(entry) else None


def _in_locales(chosen: SiteWording, locale_ids: Iterable[int]) -> dict[int, SiteWording]:
    """``chosen`` and its translations, drafts included, by locale."""
    wanted = set(locale_ids) - {chosen.locale_id}
    if not wanted:
        return {chosen.locale_id: chosen}
    translations = type(chosen)._default_manager.filter(
        translation_key=chosen.translation_key, locale_id__in=wanted
    )
    found = {each.locale_id: each for each in translations.select_related("locale")}
    return {**found, chosen.locale_id: chosen}


def has_errors(entry: SiteWording) -> bool:
    """Whether what ``entry`` says could not be published, whatever way it has come here.

    No query where all is well.
    """
    fields = {field.name for field in entry._meta.fields}
    try:
        entry.clean_fields(exclude=fields.difference(TEXTS, CRISIS_LINES))
    except ValidationError:
        return True
    severities = dict(_errors_only())
    facts = ItemFacts(
        passage=entry.get_facts(), today=timezone.localdate(), language=get_language(entry)
    )
    if not judge_item(facts, severities):
        return False
    # Names of products only ever excuse a claim, so they are fetched where there is one.
    named = replace(facts, approved_products=get_approved_products())
    return bool(judge_item(named, severities))


def _errors_only() -> Iterator[tuple[str, str]]:
    severities: Mapping[str, str] = get_severities()
    for rule in get_rules():
        is_error = rule.get_severity(severities) is Severity.ERROR
        yield rule.code, Severity.ERROR if is_error else OFF
