"""Several choices in one column."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from ketamine_pages.codes import CodesField, pack, unpack


class Colour(models.TextChoices):
    RED = "red", "Red"
    BLUE = "blue", "Blue"


FIELD = CodesField("colours", codes=Colour, blank=True, name="colours")


@pytest.mark.parametrize("codes", [(), ("red",), ("red", "blue")])
def test_codes_come_back_as_they_were(codes):
    assert unpack(pack(codes)) == codes


def test_each_code_can_be_looked_for_without_finding_a_longer_one():
    assert ",red," in pack(["blue", "red"])
    assert ",red," not in pack(["infrared", "reddish"])


@pytest.mark.parametrize("value", [None, "", ()])
def test_nothing_is_an_empty_tuple(value):
    assert FIELD.to_python(value) == ()


def test_a_code_that_is_not_in_the_list_is_refused_by_name():
    with pytest.raises(ValidationError, match="“green” is not in the list"):
        FIELD.clean(["red", "green"], None)


def test_a_field_that_must_be_filled_in_refuses_nothing():
    with pytest.raises(ValidationError):
        CodesField("colours", codes=Colour).clean([], None)


def test_labels_follow_the_list_and_leave_out_what_has_gone_from_it():
    assert FIELD.labels(["blue", "green", "red"]) == ["Red", "Blue"]


def test_migrations_do_not_know_the_list():
    _name, path, _args, kwargs = FIELD.deconstruct()
    assert path == "ketamine_pages.codes.CodesField"
    assert "codes" not in kwargs
    assert "choices" not in kwargs


def test_the_form_offers_a_box_for_each_choice():
    form_field = FIELD.formfield()
    assert form_field.choices == Colour.choices
    assert not form_field.required
