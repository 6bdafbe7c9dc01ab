"""Phone numbers as editors type them, stored as E.164."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from phonenumber_field.modelfields import PhoneNumberField as BasePhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python

from .conf import conf


def phone_region() -> str:
    """The country of numbers typed without a country code (ISO 3166)."""
    return getattr(settings, "PHONENUMBER_DEFAULT_REGION", None) or conf.phone_region


def parse_phone(text: str) -> PhoneNumber:
    """``text`` as a phone number; raises ``ValidationError`` where it is none."""
    number = to_python(text, region=phone_region())
    if not number or not number.is_valid():
        raise ValidationError(
            gettext("“%(value)s” is not a phone number. Write it like +1 602 555 0142.")
            % {"value": text},
            code="invalid",
        )
    return number


class PhoneNumberField(BasePhoneNumberField):
    """A phone number field that reads national numbers of ``PHONE_REGION`` as well."""

    @property
    def region(self) -> str:
        return self._region or phone_region()

    def deconstruct(self) -> Any:
        # The plain field does for migrations, which should not depend on a module of ours.
        name, _path, args, kwargs = super().deconstruct()
        return name, "phonenumber_field.modelfields.PhoneNumberField", args, kwargs
