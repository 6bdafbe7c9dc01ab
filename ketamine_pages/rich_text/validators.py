"""What is refused in rich text."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichTextMaxLengthValidator

from ketamine_pages.rich_text.reading import Link, ParsedRichText

ALLOWED_SCHEMES = ("http", "https", "mailto", "tel")

# Browsers ignore these in an address, so that "java\nscript:" works as a script.
IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff\ufffd\s]+")

# A link is named in full where it can be; a data: address may be megabytes long.
SHOWN_LENGTH = 120


@deconstructible
class LinkValidator:
    """Refuses links that do not work, or that run code.

    Allowed are http, https, mailto and tel addresses, ``#anchor``, paths from ``/``, and whatever
    an editor has chosen in Wagtail: pages and documents have no address in stored text.
    Raises one ``ValidationError`` that names each refused link.
    """

    refused = _(
        "The link “%(link)s” cannot be used. A link begins with https://, http://, mailto: "
        "or tel:, or leads to a page or document of this site or to an #anchor."
    )
    empty = _("The link on “%(words)s” has no address.")
    code = "link"

    def __call__(self, value: str) -> None:
        # Nobody can see, find or follow a link without address and words; editing drops it.
        links = [
            link for link in ParsedRichText(value).links if any(link) and not is_allowed(link.href)
        ]
        # The same link twice is one thing to correct.
        errors = [self._get_error(link) for link in dict.fromkeys(links)]
        if errors:
            raise ValidationError(errors)

    def _get_error(self, link: Link) -> ValidationError:
        if not link.href.strip():
            params = {"words": _shorten(link.words)}
            return ValidationError(self.empty, code=self.code, params=params)
        return ValidationError(
            self.refused, code=self.code, params={"link": _shorten(link.href.strip())}
        )


class TextLengthValidator(RichTextMaxLengthValidator):
    """Refuses rich text with more than ``limit_value`` characters, tags not counted.

    Raises a ``ValidationError`` that states the limit and the actual length.
    """

    message = _(
        "This text has %(show_value)d characters; at most %(limit_value)d are allowed. "
        "Please shorten it."
    )

    def clean(self, value: str) -> int:
        """The length of the text in a value."""
        # Django's strip_tags() gives up on badly broken text, which would cost the editor the form.
        return len(ParsedRichText(value).text)


def is_allowed(href: str) -> bool:
    """Whether a link with this address may be stored."""
    address = IGNORED_IN_ADDRESSES.sub("", href).lower()
    scheme, colon, _rest = address.partition(":")
    return address.startswith(("#", "/")) or bool(colon and scheme in ALLOWED_SCHEMES)


def _shorten(text: str) -> str:
    return Truncator(text).chars(SHOWN_LENGTH)
