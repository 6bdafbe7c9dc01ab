"""Web addresses that editors may enter."""

from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

SCHEMES = ["http", "https"]

validate_web_url = URLValidator(
    schemes=SCHEMES, message=_("Enter a web address that starts with https:// or http://.")
)


def is_web_url(text: str) -> bool:
    """Whether ``text`` can be linked to without running anything; it need not be a good address."""
    return urlsplit(text).scheme in SCHEMES
