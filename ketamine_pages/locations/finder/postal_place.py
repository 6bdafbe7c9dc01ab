"""The table of postal codes outside the United States, in which the finder looks places up."""

from __future__ import annotations

import unicodedata

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class PostalPlace(models.Model):
    """One postal code with its place and a point on the map; filled by ``load_places``."""

    country = CountryField(_("country"))
    postal_code = models.CharField(_("postal code"), max_length=20)
    name = models.CharField(_("place"), max_length=180)
    region = models.CharField(_("region"), max_length=100, blank=True)
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    # What a visitor's text is compared with, see the functions below.
    code_key = models.CharField(max_length=20, editable=False, db_index=True)
    name_key = models.CharField(max_length=180, editable=False, db_index=True)
    region_key = models.CharField(max_length=100, editable=False, blank=True)

    class Meta:
        verbose_name = _("postal place")
        verbose_name_plural = _("postal places")

    def __str__(self) -> str:
        return ", ".join(filter(None, [f"{self.postal_code} {self.name}", self.region]))

    def clean(self) -> None:
        super().clean()
        self.fill_keys()

    def fill_keys(self) -> None:
        """Set the columns that places are found by; for code that does not call ``clean()``."""
        self.code_key = code_key(self.postal_code)
        self.name_key = name_key(self.name)
        self.region_key = name_key(self.region)


def code_key(text: str) -> str:
    """A postal code without spaces, hyphens and case: "SW1A 1AA" and "sw1a1aa" are the same."""
    return "".join(character for character in text.upper() if character.isalnum())[:20]


def name_key(text: str) -> str:
    """A name without accents, case and surplus spaces: "Zürich" and "zurich" are the same."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    return " ".join(plain.replace(".", " ").split())[:180]
