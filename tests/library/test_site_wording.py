"""What a site prints of the wording that it has chosen, and that it is never silent."""

from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import engines
from django.test import RequestFactory, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language, override
from wagtail.models import Site

from ketamine_pages.library.wording import CRISIS_LINES, TEXTS
from ketamine_pages.models import ClinicSettings, SiteWording
from tests.factories import (
    SiteWordingFactory,
)
from tests.library.wording import (
    DISCLAIMERS,
    FULL,
    LINE_VALUES,
    STATES,
    TEXT_VALUES,
    WordingTestCase,
    own,
    translate,
)


class TableTests(WordingTestCase):
    """For each field, what prints in each state on each page."""

    def test_each_state_on_each_page(self):
        for state, (make, is_read) in STATES.items():
            with self.subTest(state=state):
                self.describe(wording=make())
                package = {name: own(name) for name in FULL}
                if is_read:
                    self.assert_prints(FULL, not_these=package)
                else:
                    self.assert_prints(package, not_these=FULL)

    def test_an_empty_field_prints_what_the_package_says(self):
        for name in TEXTS:
            wording = SiteWordingFactory(**{k: v for k, v in TEXT_VALUES.items() if k != name})
            self.describe(wording=wording)
            with self.subTest(empty=name):
                lines = {each: own(each) for each in CRISIS_LINES}
                expected = {**TEXT_VALUES, name: own(name), **lines}
                self.assert_prints(expected, not_these={name: TEXT_VALUES[name]})

    def test_what_editors_leave_behind_is_empty(self):
        for left in ("<p></p>", "<p> &nbsp;</p>", "<p>\u200b</p>", "<p>–</p>"):
            self.describe(wording=SiteWordingFactory(crisis_text=left, general_disclaimer=left))
            with self.subTest(left=left):
                names = ("crisis_text", "general_disclaimer")
                self.assert_prints({name: own(name) for name in names}, not_these={})

    def test_lines_are_those_of_a_country_taken_together(self):
        for name in CRISIS_LINES:
            values = {k: v for k, v in LINE_VALUES.items() if k != name}
            self.describe(wording=SiteWordingFactory(**values))
            with self.subTest(empty=name):
                package = {each: own(each) for each in CRISIS_LINES}
                self.assert_prints(values, not_these=package)

    def test_the_text_above_lines_of_another_country_names_no_number(self):
        self.describe(wording=SiteWordingFactory(crisis_phone="116 123"))
        for kind in ("treatment", "location", "enquiry", "thanks", "list"):
            html = self.read(kind).partition('id="kp-crisis"')[2].partition("</section>")[0]
            self.assertIn("do not wait", html)
            self.assertNotIn("911", html)
            self.assertNotIn("988", html)


def in_catalogue(text: str) -> str:
    """A translation of ``text``, into whatever language it is."""
    return text if get_language() == "en" else f"[{get_language()}] {text}"


@mock.patch("ketamine_pages.library.wording.gettext", in_catalogue)
class LanguageTests(WordingTestCase):
    def package(self) -> dict[str, str]:
        with override("es"):
            return {name: own(name) for name in ("crisis_heading", "crisis_text", *DISCLAIMERS)}

    def test_without_a_translation_the_package_speaks_the_language_of_the_page(self):
        self.describe(wording=SiteWordingFactory(**FULL))
        package = self.package()
        self.assertEqual(package["crisis_heading"], "[es] If you are in crisis")
        self.assert_prints(package, not_these=FULL, language="es")
        self.assert_prints(FULL, not_these={})

    def test_a_translation_counts_once_it_may(self):
        texts = {"crisis_heading": "Hay ayuda", "general_disclaimer": "<p>Pregunte.</p>"}
        for values, is_read in [
            ({}, True),
            ({"live": False}, False),
            ({"needs_confirmation": True}, False),
            ({"crisis_text": "<p>Lorem ipsum.</p>"}, False),
        ]:
            with (
                self.subTest(values=values),
                override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"}),
            ):
                wording = SiteWordingFactory(**FULL)
                translate(wording, self.spanish, **{**texts, **values})
                self.describe(wording=wording)
                package = self.package()
                expected = texts if is_read else {name: package[name] for name in texts}
                self.assert_prints(expected, not_these=package if is_read else texts, language="es")
                self.assert_prints(FULL, not_these={})

    def test_a_published_translation_counts_whatever_becomes_of_the_original(self):
        wording = SiteWordingFactory(**FULL)
        translate(wording, self.spanish, crisis_heading="Hay ayuda")
        self.describe(wording=wording)
        wording.unpublish()
        self.assertIn("Hay ayuda", self.read("treatment", "es"))
        self.assertIn("If you are in crisis", self.read("treatment"))

    def test_a_wording_in_another_language_may_be_the_chosen_one(self):
        spanish = SiteWordingFactory(locale=self.spanish, crisis_heading="Hay ayuda")
        self.describe(wording=spanish)
        self.assertIn("Hay ayuda", self.read("treatment", "es"))
        self.assertIn("If you are in crisis", self.read("treatment"))


class OtherTemplateTests(TestCase):
    """The panel is there wherever a site includes it."""

    PANEL = '{% include "ketamine_pages/site/crisis_panel.html" %}'

    def render(self, context: Any, request: Any = None) -> str:
        return str(engines["django"].from_string(self.PANEL).render(context, request))

    def test_with_clinic_with_a_request_and_with_nothing(self):
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.wording = SiteWordingFactory(crisis_heading="Help is near")
        clinic.save()
        self.assertIn("Help is near", self.render({"clinic": clinic}))
        self.assertIn("Help is near", self.render({}, RequestFactory().get("/")))
        self.assertIn("If you are in crisis", self.render({}))
        self.assertIn("If you are in crisis", self.render({"clinic": ""}))


@override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 600})
class CostTests(WordingTestCase):
    def count(self, language: str) -> int:
        Site.get_site_root_paths()
        with CaptureQueriesContext(connection) as queries:
            self.read("treatment", language)
        return len(queries)

    def first_and_second(self, language: str) -> tuple[int, int]:
        self.describe()
        return self.count(language), self.count(language)

    def test_a_wording_costs_a_kept_page_nothing_and_another_one_query_at_most(self):
        for language, more in (("en", 0), ("es", 1)):
            self.read("treatment", language)
            self.describe(wording=None)
            fresh, kept = self.first_and_second(language)
            wording = SiteWordingFactory(**FULL)
            translate(wording, self.spanish)
            self.describe(wording=wording)
            with self.subTest(language=language):
                self.assertEqual(self.first_and_second(language), (fresh + more, kept))


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("988", True), ("116 123", True), ("+44 116 123", True), ("*77", True),
        ("(02) 555-0100", True), ("1-800-273-8255", True),
        ("9", False), ("TALK", False), ("988<script>", False), ("988 or 911", False),
        ("tel:988", False), ("９８８", False), (" ", False),
    ],
)  # fmt: skip
def test_a_line_is_what_a_phone_can_dial(value, is_right):
    wording = SiteWording(name="A", crisis_phone=value)
    if is_right:
        wording.clean_fields(exclude=["locale"])
    else:
        with pytest.raises(ValidationError, match="a phone can dial"):
            wording.clean_fields(exclude=["locale"])
