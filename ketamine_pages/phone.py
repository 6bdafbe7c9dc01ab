"""Phone numbers as editors type them, stored as E.164."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from phonenumber_field.modelfields import PhoneNumberField as BasePhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python

from ketamine_pages.conf import conf

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Expression


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


def phone_digits(text: str) -> str:
    """``text`` without anything that a phone does not dial, for ``tel:`` and ``sms:`` links."""
    return "".join(character for character in str(text) if character in "+*#0123456789")


class StoredPhoneNumber(PhoneNumber):
    """A number from the database, which nobody changes: it is examined once.

    The library would do so whenever a template asks whether there is a number, or prints it.
    """

    def __repr__(self) -> str:
        # Without an examination, for keys of caches.
        return f"{type(self).__name__}({self.raw_input!r})"

    def is_valid(self) -> bool:
        memory = self.__dict__
        if "_is_valid" not in memory:
            memory["_is_valid"] = super().is_valid()
        return bool(memory["_is_valid"])

    def format_as(self, format: int) -> str:
        memory = self.__dict__.setdefault("_formatted", {})
        if format not in memory:
            memory[format] = super().format_as(format)
        return str(memory[format])


class PhoneNumberField(BasePhoneNumberField):
    """A phone number field that reads national numbers of ``PHONE_REGION`` as well."""

    @property
    def region(self) -> str:
        return self._region or phone_region()

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        number = super().from_db_value(value, expression, connection)
        if not isinstance(number, PhoneNumber):
            return number
        stored = StoredPhoneNumber()
        stored.merge_from(number)
        return stored

    def deconstruct(self) -> Any:
        # The plain field does for migrations, which should not depend on a module of ours.
        name, _path, args, kwargs = super().deconstruct()
        return name, "phonenumber_field.modelfields.PhoneNumberField", args, kwargs
