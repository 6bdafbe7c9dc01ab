"""The field for e-mail addresses of those who are told about enquiries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ketamine_pages.validators import validate_recipients


def recipients_field(**kwargs: Any) -> Any:
    """A text field for addresses, one a line."""
    return models.TextField(
        _("recipients"), max_length=2000, blank=True, validators=[validate_recipients], **kwargs
    )
