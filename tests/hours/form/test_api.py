"""Opening hours in the API of a site."""

import pytest
from django.urls import reverse
from rest_framework.exceptions import ValidationError

from ketamine_pages.hours.form.api import OpeningHoursSerializer
from tests.factories import LocationPageFactory
from tests.hours.form.making import HOURS


@pytest.mark.django_db
def test_a_location_tells_its_hours(client):
    page = LocationPageFactory(hours=HOURS)
    data = client.get(reverse("wagtailapi:pages:detail", args=[page.pk])).json()
    assert data["hours"] == HOURS.to_json()
    assert data["phone_hours"] == {"periods": [], "exceptions": []}


def test_the_serialiser_reads_what_it_writes():
    serializer = OpeningHoursSerializer()
    assert serializer.to_internal_value(serializer.to_representation(HOURS)) == HOURS


def test_the_serialiser_refuses_what_it_cannot_read():
    with pytest.raises(ValidationError, match="no opening hours"):
        OpeningHoursSerializer().to_internal_value("9 to 5")
