"""The model field: in the database, in revisions, in copies and in migrations."""

import logging

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Value

from ketamine_pages.hours.form import OpeningHours, OpeningHoursField
from ketamine_pages.hours.form.forms import OpeningHoursFormField
from ketamine_pages.page_types.models import LocationPage
from tests.factories import LocationPageFactory
from tests.hours.form.making import HOURS

LOGGER = "ketamine_pages.hours.core.form.field"


@pytest.fixture
def page(db):
    return LocationPageFactory(hours=HOURS)


def write(page, text):
    """Put text into the column past the field, as a mishap would."""
    LocationPage.objects.filter(pk=page.pk).update(hours=Value(text, models.JSONField()))


def test_hours_come_back_from_the_database(page):
    assert LocationPage.objects.get(pk=page.pk).hours == HOURS


@pytest.mark.django_db
def test_a_new_page_has_no_hours():
    assert LocationPage().hours == OpeningHours()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, {}, OpeningHours()])
def test_nothing_assigned_is_no_hours(value):
    assert LocationPage(hours=value).hours == OpeningHours()


@pytest.mark.django_db
def test_json_may_be_assigned():
    assert LocationPage(hours=HOURS.to_json()).hours == HOURS


def test_an_expression_may_be_assigned(page):
    page.phone_hours = F("hours")
    LocationPage.objects.filter(pk=page.pk).update(phone_hours=page.phone_hours)
    assert LocationPage.objects.get(pk=page.pk).phone_hours == HOURS


def test_deferred_hours_are_fetched_when_they_are_needed(page):
    assert LocationPage.objects.defer("hours").get(pk=page.pk).hours == HOURS


def test_hours_can_be_queried(page):
    assert LocationPage.objects.filter(hours__periods__0__day=0).exists()
    assert LocationPage.objects.filter(hours=HOURS).exists()
    assert list(LocationPage.objects.values_list("hours__periods__0__opens", flat=True)) == [
        "09:00"
    ]


@pytest.mark.parametrize("data", ["rubbish", [1], {"periods": [{"day": 9}]}])
def test_unreadable_data_are_no_hours_and_a_line_in_the_log(page, caplog, data):
    write(page, data)
    with caplog.at_level(logging.ERROR, LOGGER):
        assert LocationPage.objects.get(pk=page.pk).hours == OpeningHours()
    assert "Opening hours are read as empty." in caplog.text


def test_a_revision_brings_hours_back(page):
    revision = page.save_revision()
    revision.refresh_from_db()
    assert revision.content["hours"] == HOURS.to_json()
    assert revision.as_object().hours == HOURS


def test_an_unreadable_revision_opens_without_hours(page, caplog):
    revision = page.save_revision()
    revision.content["hours"] = {"periods": "none"}
    assert revision.as_object().hours == OpeningHours()
    assert "read as empty" in caplog.text


def test_a_copy_has_the_same_hours(page):
    assert page.copy(update_attrs={"slug": "copy"}).hours == HOURS


def test_fixtures_keep_hours(page):
    [loaded] = serializers.deserialize("json", serializers.serialize("json", [page]))
    assert loaded.object.hours == HOURS


def test_validation_refuses_what_cannot_be_read():
    with pytest.raises(ValidationError, match="no opening hours"):
        OpeningHoursField(blank=True).clean("9 to 5", None)


def test_validation_makes_hours_of_json():
    assert OpeningHoursField(blank=True).clean(HOURS.to_json(), None) == HOURS


def test_hours_are_needed_where_the_field_may_not_be_blank():
    with pytest.raises(ValidationError, match="cannot be blank"):
        OpeningHoursField().clean(OpeningHours(), None)


def test_a_migration_knows_a_plain_json_field():
    field = OpeningHoursField("Hours", blank=True, help_text="When the door is open.")
    assert field.deconstruct()[1:] == ("django.db.models.JSONField", [], {"default": dict})


def test_a_clone_keeps_what_a_migration_does_not_know():
    clone = OpeningHoursField("Hours", blank=True, help_text="Help").clone()
    assert (clone.blank, clone.verbose_name, clone.help_text) == (True, "Hours", "Help")


def test_the_column_holds_json(page):
    with connection.cursor() as cursor:
        table = LocationPage._meta.db_table
        cursor.execute(f"SELECT hours FROM {table}")  # noqa: S608
        assert '"opens": "09:00"' in cursor.fetchone()[0].replace('":"', '": "')


def test_system_checks_are_content():
    assert LocationPage._meta.get_field("hours").check() == []


def test_the_form_field_speaks_as_the_model_field_does():
    form_field = OpeningHoursField("opening hours", blank=True, help_text="Help").formfield()
    assert isinstance(form_field, OpeningHoursFormField)
    assert (form_field.label, form_field.help_text) == ("Opening hours", "Help")
    assert not form_field.required
    assert not form_field.show_hidden_initial
