"""What the filters offer is kept, and right for as long as it is."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from ketamine_pages.locations.finder.facets import CACHE_SECONDS, get_facets, read_moment
from ketamine_pages.locations.finder.search import Finder
from tests.factories import LocationIndexPageFactory, LocationPageFactory, TreatmentFactory

pytestmark = pytest.mark.django_db

# The beginning of a slot.
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def index_page():
    return LocationIndexPageFactory(title="Clinics")


@pytest.fixture
def location(index_page):
    return LocationPageFactory(
        parent=index_page, languages=("th",), treatments=[TreatmentFactory(name="Infusion")]
    )


def offered(index_page, request=None):
    """Names of the languages and treatments that can be chosen, without "any"."""
    fields = Finder(index_page, {}, request).form.fields
    names = [field.choices[1:] for name, field in fields.items() if name in CHOICES]
    return [str(label) for choices in names for _value, label in choices]


CHOICES = ("language", "treatment")


def reload(page):
    return type(page).objects.get(pk=page.pk)


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def test_what_is_saved_is_offered_at_once(index_page, location):
    assert sorted(offered(index_page)) == ["Infusion", "Thai"]
    location.languages = ("es", "th")
    location.save()
    assert sorted(offered(index_page)) == ["Infusion", "Spanish", "Thai"]


def test_a_treatment_is_offered_by_the_name_that_it_has_now(index_page, location):
    offered(index_page)
    treatment = location.treatments.get()
    treatment.name = "Renamed"
    treatment.save()
    assert sorted(offered(index_page)) == ["Renamed", "Thai"]


@pytest.mark.usefixtures("location")
def test_what_is_kept_costs_no_query(index_page):
    moment = read_moment()
    first = get_facets(index_page, moment)
    with CaptureQueriesContext(connection) as queries:
        assert get_facets(index_page, moment) == first
    assert len(queries) == 0
    assert first.languages == (("th", "Thai"),)


def test_what_expires_takes_its_options_along_when_the_slot_ends(index_page, location):
    with at(NOON):
        type(location).objects.update(expire_at=NOON + timedelta(minutes=1))
        assert sorted(offered(index_page)) == ["Infusion", "Thai"]
    with at(NOON + timedelta(seconds=CACHE_SECONDS)):
        assert offered(index_page) == []


def test_a_request_that_knows_no_better_offers_nobody_what_has_become_private(index_page, location):
    request = RequestFactory().get("/")
    assert "Thai" in offered(index_page, request)
    PageViewRestriction.objects.create(page=location, restriction_type="login")
    # It has asked before what is private, and finds the new version.
    offered(index_page, request)
    assert offered(index_page) == []


@pytest.mark.usefixtures("location")
def test_a_page_as_it_was_before_it_moved_spoils_nothing(index_page):
    before = reload(index_page)
    index_page.move(LocationIndexPageFactory(title="Elsewhere"), "last-child")
    assert offered(before) == []
    assert sorted(offered(reload(index_page))) == ["Infusion", "Thai"]
