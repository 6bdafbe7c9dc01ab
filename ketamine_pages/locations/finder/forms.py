"""The finder's form. Everything is optional: an empty form lists all locations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.conf import conf
from ketamine_pages.locations.finder.facets import Facets
from ketamine_pages.locations.finder.queries import Criteria

RADII = (10, 25, 50, 100, 200)
DEFAULT_RADIUS = 50
KILOMETRES = {"mi": 1.609344, "km": 1.0}


def radius_label(radius: int) -> str:
    """ "50 miles" or "50 km", as the site shows distances."""
    words = gettext("%(number)s km") if conf.distance_unit == "km" else gettext("%(number)s miles")
    return words % {"number": radius}


class FinderForm(forms.Form):
    """What a visitor may ask for. Names and values are part of the finder's public addresses."""

    place = forms.CharField(
        label=_("ZIP code or city"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "postal-code", "type": "search"}),
    )
    lat = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, widget=forms.HiddenInput
    )
    lon = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.HiddenInput,
    )
    radius = forms.TypedChoiceField(label=_("Within"), coerce=int, required=False)
    treatment = forms.ChoiceField(label=_("Treatment"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    day = forms.TypedChoiceField(label=_("Open on"), coerce=int, empty_value=None, required=False)
    new_patients = forms.BooleanField(label=_("Accepting new patients"), required=False)
    telehealth = forms.BooleanField(label=_("Telehealth"), required=False)
    page = forms.IntegerField(
        label=_("Page"), min_value=1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Mapping[str, Any], facets: Facets, **kwargs: Any) -> None:
        given = {name: data[name] for name in self.base_fields if name in data}
        if not given.get("radius"):
            given["radius"] = str(DEFAULT_RADIUS)
        super().__init__(given, **{"auto_id": "kp-%s", **kwargs})
        self.treatments = {option.value: option for option in facets.treatments}
        self._offer("radius", [(str(radius), radius_label(radius)) for radius in RADII], None)
        treatments = [(option.value, option.label) for option in facets.treatments]
        self._offer("treatment", treatments, gettext("Any treatment"))
        self._offer("language", facets.languages, gettext("Any language"))
        weekdays = [(str(number), name) for number, name in WEEKDAYS.items()]
        self._offer("day", weekdays, gettext("Any day"))
        message = gettext("Choose one of the distances offered.")
        self.fields["radius"].error_messages["invalid_choice"] = message

    def _offer(self, name: str, choices: Iterable[tuple[str, str]], empty: str | None) -> None:
        field: Any = self.fields[name]
        field.choices = [*([("", empty)] if empty else []), *choices]
        field.error_messages["invalid_choice"] = gettext("No location offers this. Choose another.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("place"):
            # Whoever types a place means that one, not where they were before.
            for name in ("lat", "lon"):
                cleaned[name] = None
                self.errors.pop(name, None)
        elif "lat" in cleaned and "lon" in cleaned:
            for name, other in (("lat", "lon"), ("lon", "lat")):
                if cleaned[name] is None and cleaned[other] is not None:
                    self.add_error(name, gettext("Latitude and longitude belong together."))
                    break
        return cleaned

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude if the visitor gave those instead of a place, or ``None``."""
        values = self.cleaned_data
        return None if values["lat"] is None else (values["lat"], values["lon"])

    def get_criteria(self, near: tuple[float, float] | None, text: str) -> Criteria:
        """The criteria of a valid form, around ``near`` or with ``text`` where there is one."""
        values = self.cleaned_data
        treatment = self.treatments.get(values["treatment"])
        return Criteria(
            near=near,
            kilometres=values["radius"] * KILOMETRES[conf.distance_unit],
            text=text,
            treatments=treatment.keys if treatment else (),
            language=values["language"],
            new_patients=values["new_patients"],
            telehealth=values["telehealth"],
            weekday=values["day"],
        )

    def get_query(self, **changes: Any) -> dict[str, Any]:
        """The parameters that lead back to a valid form, without those that say nothing."""
        values = {**self.cleaned_data, **changes}
        query = {
            name: 1 if value is True else value
            for name, value in values.items()
            if value not in (None, "", False)
        }
        if values["place"]:
            query.pop("lat", None)
            query.pop("lon", None)
        if values["radius"] == DEFAULT_RADIUS:
            del query["radius"]
        return query
