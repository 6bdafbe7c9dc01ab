"""Validators whose messages tell an editor what to type instead."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from ..evidence.identifiers import is_doi, is_pmid

EARLIEST_YEAR = 1800


def validate_doi(value: str) -> None:
    """Refuse what is no DOI."""
    if not is_doi(value):
        raise ValidationError(
            gettext("“%(value)s” is not a DOI. A DOI looks like 10.1056/NEJMoa2302399."),
            code="doi",
            params={"value": value},
        )


def validate_pmid(value: str) -> None:
    """Refuse what is no PubMed ID."""
    if not is_pmid(value):
        raise ValidationError(
            gettext("“%(value)s” is not a PubMed ID. It has one to eight digits."),
            code="pmid",
            params={"value": value},
        )


def validate_year(value: int) -> None:
    """Refuse years before printed journals and years after the next one."""
    latest = timezone.localdate().year + 1
    if not EARLIEST_YEAR <= value <= latest:
        raise ValidationError(
            gettext("Enter a year between %(earliest)s and %(latest)s."),
            code="year",
            params={"earliest": EARLIEST_YEAR, "latest": latest},
        )
