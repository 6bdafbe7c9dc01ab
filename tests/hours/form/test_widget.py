"""The form as it stands in the page, without any script."""

import re
from datetime import date
from html.parser import HTMLParser
from unittest import mock

import pytest
from django.utils import timezone

from ketamine_pages.hours.form.widgets import OpeningHoursWidget, holidays
from tests.hours.form.making import HOURS, HoursForm, sent


class Inputs(HTMLParser):
    """Collects the inputs of a form that a browser would send: not those in templates."""

    def __init__(self, html):
        super().__init__()
        self.found, self.hidden = {}, 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "template":
            self.hidden += 1
        if tag == "input" and not self.hidden:
            self.found[dict(attributes)["name"]] = dict(attributes)

    def handle_endtag(self, tag):
        self.hidden -= tag == "template"

    @property
    def sent(self):
        return {
            name: attributes.get("value", "on")
            for name, attributes in self.found.items()
            if attributes.get("type") != "checkbox" or "checked" in attributes
        }

    @property
    def wrong(self):
        return {name for name, attributes in self.found.items() if "aria-invalid" in attributes}


@pytest.fixture(autouse=True)
def _autumn(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 22))


def render(value=None):
    return OpeningHoursWidget().render("hours", value, {"id": "id_hours"})


def render_form(**rows):
    return str(HoursForm(sent(**rows))["hours"])


def test_stored_hours_survive_a_form_without_javascript():
    form = HoursForm(Inputs(render(HOURS)).sent)
    assert form.is_valid()
    assert form.cleaned_data["hours"] == HOURS


def test_an_empty_form_has_room_for_a_split_shift_and_a_holiday():
    names = Inputs(render()).found
    assert {"hours-d0-s1-opens", "hours-d6-s1-closes", "hours-x2-from", "hours-x0-s0-opens"} <= {
        *names
    }


def test_everything_that_was_typed_is_kept_on_errors():
    rows = {"d0_s0": "9x-5", "d1_s0": "9-5", "d1_s1": "4 pm-", "x0": "soon/or later/Party"}
    kept = Inputs(render_form(**rows)).sent
    assert {name: kept[name] for name in sent(**rows)} == sent(**rows)


def test_rows_in_error_are_marked():
    wrong = Inputs(render_form(d0_s0="9-5", d0_s1="4 pm-8 pm", d1_s0="9-5", x0="//Party")).wrong
    assert wrong == {
        "hours-d0-s0-opens",
        "hours-d0-s0-closes",
        "hours-d0-s1-opens",
        "hours-d0-s1-closes",
        "hours-x0-from",
        "hours-x0-to",
    }


def test_text_that_is_no_date_is_shown_as_text():
    assert Inputs(render_form(x0="soon//")).found["hours-x0-from"]["type"] == "text"


def test_what_visitors_will_read_stands_beside_the_form():
    html = render(HOURS)
    assert "Monday 9 a.m.–noon and 1 p.m.–5 p.m. by appointment" in html
    assert "Dec. 25, 2026 (Christmas Day) closed" in html


def test_what_was_typed_is_escaped():
    html = render_form(d0_s0='"><script>-5', x0="2026-12-25//<b>")
    assert "<script>" not in html
    assert "<b>" not in html


def test_the_label_leads_to_the_first_input():
    assert 'id="id_hours-d0-s0-opens"' in render()
    assert OpeningHoursWidget().id_for_label("id_hours") == "id_hours-d0-s0-opens"


def test_past_exceptions_are_folded_away():
    with mock.patch.object(timezone, "localdate", return_value=date(2027, 3, 1)):
        html = render(HOURS)
    assert "Christmas Day" in html[html.index("Past exceptions") :]
    form = HoursForm(Inputs(html).sent)
    assert form.is_valid()
    assert form.cleaned_data["hours"] == HOURS


def test_a_form_without_the_widget_is_noticed():
    widget = OpeningHoursWidget()
    assert widget.value_omitted_from_data({"phone_hours-d0-s0-opens": ""}, {}, "hours")
    assert not widget.value_omitted_from_data({"hours-d0-s0-opens": ""}, {}, "hours")


def test_holidays_of_the_coming_year_are_offered():
    found = holidays(date(2026, 11, 22))
    assert found[0] == {
        "date": "2026-11-26",
        "name": "Thanksgiving Day",
        "shown": "Thursday, Nov. 26, 2026",
    }
    assert [item["date"] for item in found] == sorted(item["date"] for item in found)


def test_a_holiday_at_the_weekend_is_offered_with_the_day_off():
    found = {item["name"]: item["date"] for item in holidays(date(2026, 6, 1))}
    assert found["Independence Day"] == "2026-07-04"
    assert found["Independence Day (observed)"] == "2026-07-03"


def test_the_widget_brings_no_inline_script_or_style():
    html = render(HOURS)
    assert not re.search(r"<script|<style|style=|\son\w+=", html)


def test_the_widget_names_its_files():
    media = str(OpeningHoursWidget().media)
    assert "ketamine_pages/admin/opening-hours.js" in media
    assert "ketamine_pages/admin/opening-hours.css" in media
