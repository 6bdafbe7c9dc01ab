"""What is wrong with the texts that a site prints on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from ketamine_pages.blocks.facts import merge
from ketamine_pages.gate.facts import get_approved_products, get_severities, read_streams
from ketamine_pages.gate.words import read_words
from ketamine_pages.rules.findings import Finding
from ketamine_pages.rules.judging import judge_item
from ketamine_pages.rules.page_facts import ItemFacts, Passage

if TYPE_CHECKING:
    from ketamine_pages.site.settings import ClinicSettings


def judge_site_texts(
    clinic: ClinicSettings, severities: Mapping[str, str] | None = None
) -> list[Finding]:
    """The findings about the clinic details of a site, errors first.

    They are saved at once and stop nothing: ``audit_pages`` tells them. ``severities`` go before
    those of the setting ``FINDING_SEVERITY``.
    """
    facts = ItemFacts(
        passage=merge(Passage(texts=tuple(read_words(clinic))), read_streams(clinic)),
        today=timezone.localdate(),
        language=str(settings.LANGUAGE_CODE),
        approved_products=get_approved_products(),
    )
    return judge_item(facts, get_severities(severities))
