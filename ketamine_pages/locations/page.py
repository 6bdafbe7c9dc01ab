"""Locations: where a clinic is, when it is open and what it offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalManyToManyField
from rest_framework.serializers import ListField
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.search import index

from ketamine_pages.addresses import validate_web_url
from ketamine_pages.codes import CodesField
from ketamine_pages.defaults import default_time_zone, in_default_language, time_zone_choices
from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.visibility import visible_pages, without_bodies
from ketamine_pages.hours.core import (
    Schedule,
    TemporaryStatus,
    UnknownTimeZoneError,
    day_start,
    zone_for,
)
from ketamine_pages.hours.form import OpeningHours, OpeningHoursField, OpeningHoursSerializer
from ketamine_pages.library.choices import AccessFeature, NewPatients, SpokenLanguage
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations import globe
from ketamine_pages.locations.coordinates import validate_coordinates
from ketamine_pages.locations.panels import LOCATION_PANELS
from ketamine_pages.locations.structured import ClinicDataMixin
from ketamine_pages.pages.editorial import EditorialPageMixin, page_types_with
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.phone import PhoneNumberField, phone_region
from ketamine_pages.shown.kinds import Dated

DAY = timedelta(days=1)
LONG_AGO = date(2000, 1, 1)
DIRECTIONS = "https://www.google.com/maps/dir/"


class LocationPageMixin(Dated, ClinicDataMixin, EditorialPageMixin):
    """One clinic: address, phone, hours, and what it offers."""

    card_summary = models.CharField(
        _("summary for the card"),
        max_length=200,
        blank=True,
        help_text=_("One sentence, for example: Second floor, above the library."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    image_alt = models.CharField(
        _("image description"),
        max_length=250,
        blank=True,
        help_text=_("What the image shows, for people who cannot see it. Empty if decorative."),
    )

    street = models.CharField(_("street"), max_length=160, help_text=_("With the number."))
    unit = models.CharField(
        _("suite or floor"), max_length=60, blank=True, help_text=_("For example: Suite 210.")
    )
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(
        _("state"), max_length=60, blank=True, help_text=_("For example: AZ.")
    )
    postal_code = models.CharField(_("ZIP or postal code"), max_length=20, blank=True)
    # Annotated because the plugin of mypy takes it for a text.
    country: Any = CountryField(_("country"), default="US")
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("From a map, for example 33.448376. Lets visitors find the nearest clinic."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Negative in the Americas, for example -112.074036."),
    )

    phone = PhoneNumberField(_("phone"), blank=True, help_text=_("For example: +1 602 555 0142."))
    fax = PhoneNumberField(_("fax"), blank=True)
    tty = PhoneNumberField(
        _("TTY"), blank=True, help_text=_("For people who are deaf or hard of hearing.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    booking_url = models.URLField(
        _("booking address"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Where the “Book” button leads. Empty: the one of the clinic details."),
    )

    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zone_choices, default=default_time_zone
    )
    hours = OpeningHoursField(_("opening hours"), blank=True)
    phone_hours = OpeningHoursField(
        _("phone hours"),
        blank=True,
        help_text=_("When somebody answers the phone, if that differs from the opening hours."),
    )
    status_message = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("For example: Closed after a burst pipe. Shown on the page and the card."),
    )
    status_from = models.DateField(_("first day"), null=True, blank=True)
    status_until = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The notice disappears by itself after this day."),
    )
    status_closed = models.BooleanField(
        _("closed on these days"), default=False, help_text=_("Whatever the hours say.")
    )

    treatments = ParentalManyToManyField(
        Treatment,
        blank=True,
        related_name="+",
        limit_choices_to=in_default_language,
        verbose_name=_("treatments offered here"),
    )
    languages = CodesField(_("languages spoken"), codes=SpokenLanguage, blank=True)
    interpreter = models.BooleanField(_("interpreter on request"), default=False)
    access_features = CodesField(_("access"), codes=AccessFeature, blank=True)
    new_patients = models.CharField(
        _("new patients"), max_length=10, choices=NewPatients, blank=True
    )
    telehealth = models.BooleanField(
        _("telehealth"), default=False, help_text=_("Visits by video or phone are possible.")
    )
    telehealth_note = models.CharField(
        _("about telehealth"),
        max_length=300,
        blank=True,
        help_text=_("For whom and for what, for example: first talk only, in Arizona."),
    )
    directions = models.TextField(_("finding us"), max_length=800, blank=True)
    parking = models.TextField(_("parking"), max_length=600, blank=True)
    insurance = models.TextField(
        _("insurance and cost"),
        max_length=800,
        blank=True,
        help_text=_("With the date when somebody last checked."),
    )
    ride_home = models.TextField(
        _("ride home"),
        max_length=600,
        blank=True,
        help_text=_("After a session nobody may drive. Say who can take people home."),
    )

    # Derived from the fields above whenever the page is saved, for the finder's queries.
    geo_cell = models.IntegerField(null=True, editable=False, db_index=True)
    geo_x = models.FloatField(null=True, editable=False)
    geo_y = models.FloatField(null=True, editable=False)
    geo_z = models.FloatField(null=True, editable=False)
    open_days = models.CharField(max_length=7, blank=True, editable=False, default="")

    card_fields = ("image",)

    first_days = ("status_from",)
    last_days = ("status_until",)
    days_zone = "time_zone"

    # Addresses and hours; a site that says more there sets REVIEW_INTERVAL_MONTHS.
    needs_review = False

    page_template = "ketamine_pages/locations/location_page.html"
    page_description = _("One clinic: address, phone, hours, and what it offers.")
    same_in_all_languages = ("street", "city", "region", "postal_code", "treatments")

    page_panels = LOCATION_PANELS
    page_search_fields = [
        *EditorialPageMixin.page_search_fields,
        index.SearchField("card_summary"),
        index.SearchField("street"),
        index.SearchField("city"),
        index.SearchField("region"),
        index.SearchField("postal_code"),
        index.SearchField("directions"),
        index.SearchField("parking"),
        index.SearchField("insurance"),
        index.FilterField("city"),
        index.FilterField("telehealth"),
        index.FilterField("new_patients"),
    ]
    page_api_fields = [
        *EditorialPageMixin.page_api_fields,
        APIField("card_summary"),
        APIField("address"),
        APIField("latitude"),
        APIField("longitude"),
        APIField("contact"),
        APIField("time_zone"),
        APIField("hours", serializer=OpeningHoursSerializer()),
        APIField("phone_hours", serializer=OpeningHoursSerializer()),
        APIField("treatments_offered"),
        APIField("languages", serializer=ListField()),
        APIField("access_features", serializer=ListField()),
        APIField("new_patients"),
        APIField("telehealth"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        for check in (self._check_coordinates, self._check_notice):
            try:
                check()
            except ValidationError as error:
                error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _check_coordinates(self) -> None:
        validate_coordinates(self.latitude, self.longitude)

    def _check_notice(self) -> None:
        dated = self.status_from or self.status_until or self.status_closed
        if dated and not self.status_message:
            raise ValidationError(
                {"status_message": gettext("Say why, so that visitors understand.")}
            )
        if self.status_message and not self.status_until:
            raise ValidationError(
                {"status_until": gettext("A notice needs a last day, so that it is not forgotten.")}
            )
        if self.status_from and self.status_until and self.status_until < self.status_from:
            raise ValidationError({"status_until": gettext("The last day is before the first.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.fill_derived_fields()
        return super().save(*args, **kwargs)

    def fill_derived_fields(self) -> None:
        """Set the columns that the finder looks into; for code that does not call ``save()``."""
        days = sorted({period.weekday for period in self.hours.periods})
        self.open_days = "".join(map(str, days))
        self.geo_cell = self.geo_x = self.geo_y = self.geo_z = None
        if self.latitude is not None and self.longitude is not None:
            point = float(self.latitude), float(self.longitude)
            self.geo_cell = globe.cell(*point)
            self.geo_x, self.geo_y, self.geo_z = globe.position(*point)

    def get_temporary_status(self) -> TemporaryStatus | None:
        """The temporary notice, for whole days at the location, even if over; or ``None``."""
        if not self.status_message or self.status_until is None:
            return None
        zone = zone_for(self.time_zone)
        return TemporaryStatus(
            self.status_message,
            day_start(zone, self.status_from or LONG_AGO),
            day_start(zone, self.status_until + DAY),
            closed=self.status_closed,
        )

    def get_schedule(self) -> Schedule | None:
        """When the doors are open; ``None`` where no hours and no notice are known."""
        return self._schedule(self.hours, self.get_temporary_status)

    def get_phone_schedule(self) -> Schedule | None:
        """When somebody answers the phone; ``None`` where no phone hours are known."""
        return self._schedule(self.phone_hours, lambda: None)

    def _schedule(
        self, value: OpeningHours, get_notice: Callable[[], TemporaryStatus | None]
    ) -> Schedule | None:
        try:
            notice = get_notice()
            return value.schedule(self.time_zone, notice) if value or notice else None
        except UnknownTimeZoneError:
            # A draft, or a zone that has gone from the server's list since.
            return None

    def get_address_lines(self) -> list[str]:
        """The postal address, line by line; the country only where it is not the site's own."""
        street = ", ".join(filter(None, [self.street, self.unit]))
        place = " ".join(filter(None, [self.region, self.postal_code]))
        town = ", ".join(filter(None, [self.city, place]))
        abroad = self.country and self.country.code != phone_region()
        return [line for line in (street, town, self.country.name if abroad else "") if line]

    def get_directions_url(self) -> str:
        """Where a plain link to a maps site leads; empty without an address."""
        if not self.street and not self.city:
            return ""
        parts = [self.street, self.city, self.region, self.postal_code, str(self.country.name)]
        where = ", ".join(part for part in parts if part)
        return f"{DIRECTIONS}?{urlencode({'api': 1, 'destination': where})}"

    def get_top_image(self) -> tuple[Any, str]:
        return self.image, self.image_alt

    def get_languages_display(self) -> list[str]:
        """The languages spoken, in words."""
        return self._labels("languages")

    def get_access_features_display(self) -> list[str]:
        """What makes the building accessible, in words."""
        return self._labels("access_features")

    def _labels(self, name: str) -> list[str]:
        field: Any = self._meta.get_field(name)
        labels: list[str] = field.labels(getattr(self, name))
        return labels

    @cached_property
    def offered_treatments(self) -> list[Treatment]:
        """The published treatments offered here, in the language of the page, by name.

        Their main risks, which stand beside them, are at hand on the shelf of the page.
        """
        ready = self.shelf.ready(self.treatments.all(), self.locale_id)
        self.shelf.stock(notices=[(treatment, self.locale_id) for treatment in ready])
        return sorted(ready, key=lambda treatment: treatment.name)

    def get_public_treatments(self, request: HttpRequest | None = None) -> list[Any]:
        """``[(treatment, page), …]``: the treatments offered, each with its page on this site.

        ``page`` is ``None`` where no published page that everybody may see is about it.
        """
        treatments = self.offered_treatments
        pages = self._treatment_pages(treatments, request)
        return [(each, pages.get(each.translation_key)) for each in treatments]

    def _treatment_pages(
        self, treatments: Iterable[Treatment], request: HttpRequest | None
    ) -> dict[Any, Any]:
        keys = [treatment.translation_key for treatment in treatments]
        if not keys:
            return {}
        return {
            page.offered_key: page
            for model in page_types_with(TreatmentPageMixin)
            for page in each_once(
                visible_pages(without_bodies(model._default_manager), request, self.locale_id)
            )
            .filter(treatment__translation_key__in=keys)
            .annotate(offered_key=models.F("treatment__translation_key"))
            .order_by("-path")
        }

    @property
    def address(self) -> dict[str, str]:
        """The address as plain values for the API."""
        names = ("street", "unit", "city", "region", "postal_code")
        return {**{name: getattr(self, name) for name in names}, "country": str(self.country.code)}

    @property
    def contact(self) -> dict[str, str]:
        """Phone numbers (E.164), e-mail and booking address as plain values for the API."""
        numbers = {name: getattr(self, name) for name in ("phone", "fax", "tty")}
        return {
            **{name: number.as_e164 if number else "" for name, number in numbers.items()},
            "email": self.email,
            "booking_url": self.booking_url,
        }

    @property
    def treatments_offered(self) -> list[dict[str, Any]]:
        """The published treatments as plain values for the API."""
        return [treatment.get_api_data() for treatment in self.offered_treatments]
