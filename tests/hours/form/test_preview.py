"""The sentence beside the form, asked for while an editor types."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tests.hours.form.making import sent


@pytest.fixture
def url():
    return reverse("ketamine_pages_hours_preview")


@pytest.fixture
def editor(client, db):
    client.force_login(UserFactory(admin=True))
    return client


def ask(client, url, **rows):
    return client.post(url, {"field": "hours", **sent(**rows)})


def test_an_editor_gets_the_sentence(editor, url):
    data = ask(editor, url, d0_s0="9-5", x0="2150-12-25//Christmas").json()
    assert data["sentence"] == "Monday 9 a.m.–5 p.m.; Tuesday to Sunday closed."
    assert data["problems"] == []


def test_an_empty_week_has_no_sentence(editor, url):
    assert ask(editor, url).json() == {
        "sentence": "",
        "exceptions": [],
        "problems": [],
        "times": {},
    }


def test_typed_times_are_told_as_they_were_understood(editor, url):
    assert ask(editor, url, d0_s0="9-5").json()["times"] == {"d0-s0": ["9 am", "5 pm"]}


def test_problems_name_their_rows(editor, url):
    data = ask(editor, url, d0_s0="9-5", d0_s1="4 pm-8 pm").json()
    assert data["problems"] == [
        {
            "message": "Monday 9 a.m.–5 p.m. overlaps Monday 4 p.m.–8 p.m.",
            "keys": ["d0-s0", "d0-s1"],
        }
    ]


def test_a_request_that_names_no_field_has_no_hours(editor, url):
    assert editor.post(url, sent(d0_s0="9-5")).json()["sentence"] == ""


def test_reading_alone_is_not_allowed(editor, url):
    assert editor.get(url).status_code == 405


def test_a_visitor_may_not_ask(client, db, url):
    response = ask(client, url, d0_s0="9-5")
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_a_user_without_access_to_the_admin_may_not_ask(client, db, url):
    client.force_login(UserFactory())
    assert ask(client, url, d0_s0="9-5").status_code == 302


def test_another_site_may_not_ask_in_the_name_of_an_editor(editor, url):
    editor.handler.enforce_csrf_checks = True
    assert ask(editor, url, d0_s0="9-5").status_code == 403
