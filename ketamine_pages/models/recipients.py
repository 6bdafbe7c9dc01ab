"""E-mail addresses of those who are told about enquiries."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_RECIPIENTS = 20


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


def recipients_field(**kwargs: Any) -> Any:
    """A text field for addresses, one a line."""
    return models.TextField(
        _("recipients"), max_length=2000, blank=True, validators=[validate_recipients], **kwargs
    )
