"""Locations: what an editor may enter, and what follows from it."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from ketamine_pages.defaults import default_time_zone, time_zone_choices
from ketamine_pages.hours.core import Period, State
from ketamine_pages.hours.form import OpeningHours
from tests import factories
from tests.checking import refused
from tests.hours.core.asking import found_at

pytestmark = pytest.mark.django_db

MONDAY_MORNING = OpeningHours((Period(0, time(9), time(12)),))


@pytest.fixture
def index():
    return factories.LocationIndexPageFactory()


def make(index, **values):
    return factories.LocationPageFactory(parent=index, **values)


def test_the_finder_gets_its_columns_from_what_the_editor_typed(index):
    made = make(index, latitude="33.451200", longitude="-112.070600", hours=MONDAY_MORNING)
    page = type(made).objects.get(pk=made.pk)
    assert page.geo_cell is not None
    assert page.geo_x**2 + page.geo_y**2 + page.geo_z**2 == pytest.approx(1, abs=0.01)
    assert page.open_days == "0"


def test_a_point_that_is_taken_back_leaves_nothing_to_find(index):
    page = make(index, latitude="33.451200", longitude="-112.070600")
    page.latitude = page.longitude = None
    page.save()
    page.refresh_from_db()
    assert (page.geo_cell, page.geo_x) == (None, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"latitude": "33.45"}, "longitude"),
        ({"phone": "12"}, "phone"),
        ({"time_zone": "America/Nowhere"}, "time_zone"),
        ({"status_message": "Closed"}, "status_until"),
        ({"status_until": date(2026, 12, 1)}, "status_message"),
        ({"status_closed": True}, "status_message"),
        ({"languages": ("xx",)}, "languages"),
        ({"booking_url": "javascript:alert(1)"}, "booking_url"),
        ({"country": "XX"}, "country"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(index, values, field):
    page = make(index)
    for name, value in values.items():
        setattr(page, name, value)
    assert refused(page) == {field}


def test_a_notice_cannot_end_before_it_starts(index):
    page = make(index)
    page.status_message = "Closed after a burst pipe."
    page.status_from, page.status_until = date(2026, 12, 2), date(2026, 12, 1)
    assert refused(page) == {"status_until"}


def test_two_mistakes_are_told_at_once(index):
    page = make(index)
    page.latitude, page.status_closed = 12, True
    assert refused(page) == {"longitude", "status_message"}


def test_a_notice_lasts_whole_days_at_the_location_and_ends_by_itself(index):
    page = make(
        index,
        hours=MONDAY_MORNING,
        status_message="Closed after a burst pipe.",
        status_from=date(2026, 11, 30),
        status_until=date(2026, 11, 30),
        status_closed=True,
    )
    schedule = page.get_schedule()
    # Phoenix is seven hours behind.
    notice = schedule.temporary
    assert notice.message == "Closed after a burst pipe."
    assert notice.is_active(datetime(2026, 12, 1, 6, 59, tzinfo=UTC))
    assert not notice.is_active(datetime(2026, 12, 1, 7, tzinfo=UTC))
    current, _ = found_at(schedule, datetime(2026, 11, 30, 17, tzinfo=UTC))
    assert current.state is State.CLOSED


def test_a_notice_without_a_first_day_has_begun(index):
    page = make(index, status_message="No parking.", status_until=date(2026, 11, 30))
    assert page.get_temporary_status().is_active(datetime(2026, 11, 1, tzinfo=UTC))


def test_without_hours_and_notice_nothing_is_said(index):
    page = make(index)
    assert page.get_schedule() is None
    assert page.get_phone_schedule() is None


def test_a_zone_that_has_gone_breaks_no_page(index):
    page = make(index, hours=MONDAY_MORNING)
    page.time_zone = "America/Nowhere"
    page.status_message, page.status_until = "Closed", timezone.localdate()
    assert page.get_schedule() is None


def test_the_address_names_the_country_only_abroad(index):
    page = make(index, street="100 Ocotillo Lane", unit="Suite 210")
    assert page.get_address_lines() == ["100 Ocotillo Lane, Suite 210", "Phoenix, AZ 85004"]
    page.country = "CA"
    assert page.get_address_lines()[-1] == "Canada"


def test_directions_are_a_plain_link_with_the_address(index):
    page = make(index, street="100 Main & Side")
    assert page.get_directions_url().startswith("https://")
    assert "destination=100+Main+%26+Side%2C+Phoenix%2C+AZ%2C+85004" in page.get_directions_url()
    page.street = page.city = ""
    assert page.get_directions_url() == ""


def test_choices_are_printed_in_words(index):
    page = make(index, languages=("es", "en"), access_features=("elevator",))
    assert page.get_languages_display() == ["English", "Spanish"]
    assert page.get_access_features_display() == ["Elevator"]


def test_treatments_lead_to_their_public_pages(index):
    shown, hidden, draft = (
        factories.TreatmentFactory(name=name) for name in ("Alpha", "Beta", "Gamma")
    )
    draft.live = False
    draft.save()
    about = factories.TreatmentPageFactory(treatment=shown)
    private = factories.TreatmentPageFactory(treatment=hidden)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = make(index, treatments=[draft, hidden, shown])
    found = page.get_public_treatments()
    assert [(treatment.name, target and target.pk) for treatment, target in found] == [
        ("Alpha", about.pk),
        ("Beta", None),
    ]


def test_treatments_of_a_location_are_fetched_in_a_fixed_number_of_queries(
    index, django_assert_max_num_queries
):
    few, many = (
        make(index, treatments=factories.TreatmentFactory.create_batch(count)).pk
        for count in (1, 6)
    )
    model = type(index.get_children().first().specific)
    with CaptureQueriesContext(connection) as captured:
        model.objects.get(pk=few).get_public_treatments()
    with django_assert_max_num_queries(len(captured)):
        model.objects.get(pk=many).get_public_treatments()


def test_a_translation_offers_the_same_treatments_in_its_language(index):
    spanish = Locale.objects.create(language_code="es")
    treatment = factories.TreatmentFactory(name="Infusion")
    page = make(index, treatments=[treatment])
    translated = treatment.copy_for_translation(spanish)
    translated.name, translated.live = "Infusión", True
    translated.save()
    index.copy_for_translation(spanish, copy_parents=True)
    copy = page.copy_for_translation(spanish)
    assert [item.name for item in copy.offered_treatments] == ["Infusión"]


def test_zones_are_offered_once_with_those_of_the_united_states_first():
    (_near, first), (_all, others) = time_zone_choices()
    assert first[0] == ("America/New_York", "America/New York")
    zones = [zone for zone, _label in [*first, *others]]
    assert len(zones) == len(set(zones))


def test_the_sites_zone_is_proposed_where_it_is_a_place(settings):
    settings.TIME_ZONE = "America/Denver"
    assert default_time_zone() == "America/Denver"
    settings.TIME_ZONE = "UTC"
    assert default_time_zone() == ""


def test_the_api_gets_plain_values(index):
    page = make(index, fax="+16025550143")
    assert page.address["country"] == "US"
    assert page.contact["phone"] == "+16025550142"
    assert page.contact["tty"] == ""


def test_a_location_without_address_is_a_draft_only(index):
    page = make(index)
    page.street = ""
    with pytest.raises(ValidationError):
        page.full_clean()


def test_the_api_answers_codes_as_lists(index, client):
    page = make(index, languages=("en", "es"))
    data = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert data["languages"] == ["en", "es"]
    assert data["access_features"] == []


def test_a_spanish_location_leads_to_spanish_treatment_pages(index, rf):
    spanish = Locale.objects.create(language_code="es")
    treatment = factories.TreatmentFactory()
    about = factories.TreatmentPageFactory(treatment=treatment)
    page = make(index, treatments=[treatment])
    copies = [each.copy_for_translation(spanish, copy_parents=True) for each in (about, page)]
    for copy in copies:
        copy.save_revision().publish()
    [(_treatment, target)] = copies[1].get_public_treatments(rf.get("/"))
    assert target.pk == copies[0].pk
