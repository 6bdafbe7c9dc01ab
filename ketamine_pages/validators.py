"""Validators whose messages tell an editor what to type instead.

Migrations name them by their path: nothing here is ever moved, renamed or taken away.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext

from ketamine_pages.rules.identifiers import is_doi, is_pmid

EARLIEST_YEAR = 1800
MOST_RECIPIENTS = 20
FEWEST_DIGITS = 2


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


def validate_dialled(value: str) -> None:
    """Refuse what nobody can dial as it stands: short numbers of help lines are no full numbers."""
    is_written_so = re.fullmatch(r"[+*#]?[0-9(][0-9 ()./*#-]*", value)
    if is_written_so is None or sum(map(str.isdigit, value)) < FEWEST_DIGITS:
        raise ValidationError(
            gettext("“%(value)s” is not a number that a phone can dial, such as 988 or 116 123."),
            code="dialled",
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


def parse_recipients(text: str) -> list[str]:
    """The addresses in ``text``, by lines, commas or semicolons; each once."""
    parts = (part.strip() for part in re.split(r"[\n,;]", text))
    return list({part.lower(): part for part in parts if part}.values())


def validate_recipients(text: str) -> None:
    """Refuse text that is not a list of e-mail addresses, naming the first that is none."""
    recipients = parse_recipients(text)
    if len(recipients) > MOST_RECIPIENTS:
        raise ValidationError(
            gettext("No more than %(most)d addresses.") % {"most": MOST_RECIPIENTS}
        )
    for recipient in recipients:
        try:
            validate_email(recipient)
        except ValidationError:
            raise ValidationError(
                gettext("“%(value)s” is not an e-mail address.") % {"value": recipient}
            ) from None
