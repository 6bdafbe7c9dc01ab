"""A page whose templates left out what belongs on it is told, wherever somebody looks."""

import json
import logging
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import translation

from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.models import ClinicSettings, NoticeKind
from ketamine_pages.pages.watched import look
from ketamine_pages.rules.page_facts import Unprinted
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    EnquiryPageFactory,
    LocationPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.pages.host import NOTICE, PAGE, PANEL, TREATMENT, emptied, host_templates

pytestmark = pytest.mark.django_db

BOXED = "Sedation & <dissociation>"
WORDS = "Stay for 2 hours. Do not drive."
GONE = (Unprinted(BOXED),)
NO_PANEL = (Unprinted(),)


@pytest.fixture
def page() -> Any:
    """About an approved product, which brings its boxed warning by itself."""
    treatment = TreatmentFactory(product=True)
    SafetyNoticeFactory(
        title=BOXED,
        kind=NoticeKind.BOXED_WARNING,
        text="<p>Stay for <b>2</b> hours.</p><p>Do not drive.</p>",
        treatments=[treatment],
        sources=[SourceFactory()],
    )
    return TreatmentPageFactory(parent=TreatmentIndexPageFactory(), treatment=treatment)


@pytest.fixture
def told(caplog: Any) -> Any:
    """What the log is told about pages."""
    cache.clear()
    caplog.set_level(logging.ERROR, logger="ketamine_pages")
    return caplog


OVERRIDES = {
    "as it comes": ({}, ()),
    "the facts box emptied": (emptied(TREATMENT, "kp_facts"), ()),
    "all but safety and crisis emptied": (
        emptied(
            TREATMENT,
            *("kp_hero", "kp_facts", "kp_list", "kp_body", "kp_where", "kp_review"),
            *("kp_references", "kp_disclaimers", "kp_call_to_action", "kp_breadcrumb"),
        ),
        (),
    ),
    "the notices emptied": (emptied(TREATMENT, "kp_safety"), GONE),
    "the crisis panel emptied": (emptied(TREATMENT, "kp_crisis"), NO_PANEL),
    "both emptied": (emptied(TREATMENT, "kp_safety", "kp_crisis"), GONE + NO_PANEL),
    "the whole of main emptied": (emptied(TREATMENT, "kp_main"), GONE + NO_PANEL),
    "the panel's own template emptied": ({PANEL: ""}, NO_PANEL),
    "a notice by its title only": ({NOTICE: "<h3>{{ notice.title }}</h3>"}, GONE),
    "a notice cut short": ({NOTICE: "{{ notice.title }}{{ notice.text|truncatewords:3 }}"}, GONE),
    "a notice in words of its own": (
        {NOTICE: "<p>{{ notice.title }}</p>{{ notice.text|safe }}"},
        (),
    ),
    "a notice in a comment": ({NOTICE: "<!-- {{ notice.title }} {{ notice.text|safe }} -->"}, GONE),
    "a panel of its own": ({PANEL: '<a href="tel:988">Call</a>'}, ()),
    "a panel without its number": ({PANEL: "<p>Call somebody.</p>"}, NO_PANEL),
    "the panel moved": (
        {
            TREATMENT: f'{{% extends "{TREATMENT}" %}}'
            "{% block kp_facts %}{{ block.super }}"
            f'{{% include "{PANEL}" %}}'
            "{% endblock %}{% block kp_crisis %}{% endblock %}"
        },
        (),
    ),
}
HIDDEN = {
    "hidden": f'<div hidden>{{% include "{NOTICE}" %}}</div>',
    "styled away": f'<div style="display: none">{{% include "{NOTICE}" %}}</div>',
    "in a template": f'<template>{{% include "{NOTICE}" %}}</template>',
    "in a comment": f'<!-- {{% include "{NOTICE}" %}} -->',
}


@pytest.mark.parametrize(("templates", "missing"), OVERRIDES.values(), ids=OVERRIDES)
def test_whoever_renders_the_page_finds_what_is_missing(page, told, templates, missing):
    with host_templates(templates):
        assert look(page) == missing
        html = page.make_preview_request().content.decode()
        Client().get(page.url)
    assert ("kp-not-shown" in html) == bool(missing)
    assert bool(told.records) == bool(missing)
    codes = {each.code for each in publish_findings(page, templates)}
    assert codes == {
        *(["notices-not-printed"] if GONE[0] in missing else []),
        *(["crisis-not-printed"] if NO_PANEL[0] in missing else []),
    }


def publish_findings(page: Any, templates: dict[str, str]) -> list[Any]:
    with host_templates(templates):
        return [each for each in page.get_publish_findings() if "not-printed" in each.code]


@pytest.mark.parametrize("around", HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_can_see_is_not_printed(page, around):
    """Visitors are not checked for it: only the document tells, and reading it takes time."""
    safety = f"{{% block kp_safety %}}{{% for notice in derived_notices %}}{around}{{% endfor %}}"
    with host_templates({TREATMENT: f'{{% extends "{TREATMENT}" %}}{safety}{{% endblock %}}'}):
        assert look(page) == GONE


def test_publishing_is_refused_and_says_why(page):
    # What visitors miss already would stop nothing.
    page.live = False
    page.save()
    revision = page.save_revision()
    with host_templates(emptied(TREATMENT, "kp_safety")), pytest.raises(PublishBlocked) as caught:
        revision.publish()
    [finding] = caught.value.findings
    assert finding.code == "notices-not-printed"
    assert BOXED in finding.message
    revision.publish()


def test_every_path_to_the_public_is_refused(page):
    page.live = False
    page.save()
    page.live = True
    with host_templates(emptied(TREATMENT, "kp_crisis")), pytest.raises(PublishBlocked):
        page.save()
    page.save()


def test_the_page_is_rendered_once_for_a_publication(page, monkeypatch):
    asked = []
    make = type(page).make_preview_request

    def count(self, *args, **kwargs):
        asked.append(self)
        return make(self, *args, **kwargs)

    # What is made when a page is first rendered is a change of content as well.
    ClinicSettings.for_site(page.get_site())
    monkeypatch.setattr(type(page), "make_preview_request", count)
    page.title = "Another title"
    page.save_revision().publish()
    assert len(asked) == 1


def test_a_site_that_does_not_want_it_renders_nothing(page, monkeypatch):
    monkeypatch.setattr(type(page), "make_preview_request", None)
    off = {"notices-not-printed": "off", "crisis-not-printed": "off"}
    with override_settings(KETAMINE_PAGES={"FINDING_SEVERITY": off}):
        page.get_publish_findings()


def test_a_form_of_findings_that_is_asked_often_renders_nothing(page, monkeypatch):
    monkeypatch.setattr(type(page), "make_preview_request", None)
    page.get_findings()


def test_a_page_that_cannot_be_rendered_is_told_to_the_log_and_stops_nobody(page, caplog):
    """Visitors get an error from it, and nothing that is false."""
    with host_templates({TREATMENT: "{% now %}"}):
        assert look(page) == ()
    assert "could not be looked at" in caplog.text


def test_a_page_that_is_not_stored_is_not_rendered(page):
    page.pk = None
    with host_templates(emptied(TREATMENT, "kp_safety")):
        assert look(page) == ()


def test_looking_changes_no_language(page):
    with translation.override("es"):
        look(page)
        assert translation.get_language() == "es"


def test_audit_pages_tells(page, capsys):
    with host_templates(emptied(TREATMENT, "kp_safety")), pytest.raises(SystemExit):
        call_command("audit_pages")
    assert "notices-not-printed" in capsys.readouterr().out


class TestVisitors:
    def test_the_log_is_told_which_page_and_what(self, page, told):
        with host_templates(emptied(TREATMENT, "kp_safety")):
            Client().get(page.url)
        [record] = told.records
        assert record.name.startswith("ketamine_pages")
        assert BOXED in record.getMessage()
        assert page.title in record.getMessage()

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
    def test_the_log_is_told_the_same_once(self, page, told):
        with host_templates(emptied(TREATMENT, "kp_safety")):
            Client().get(page.url)
            Client().get(page.url)
        assert len(told.records) == 1

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 300})
    def test_parts_from_the_cache_are_complete(self, page, told):
        for _ in range(3):
            assert b"kp-notice--boxed-warning" in Client().get(page.url).content
        assert not told.records

    def test_they_see_no_line_about_it(self, page, told):
        with host_templates(emptied(TREATMENT, "kp_safety")):
            assert b"kp-not-shown" not in Client().get(page.url).content

    def test_developers_do(self, page, told):
        with (
            override_settings(DEBUG=True),
            host_templates(emptied(TREATMENT, "kp_safety")),
        ):
            html = Client().get(page.url).content.decode()
        line = re.search(r'<div class="kp-not-shown" role="alert">(.*?)</div>', html, re.S)
        assert line is not None
        assert "Sedation &amp; &lt;dissociation&gt;" in line[1]
        assert html.index("<body") < line.start() < html.index("<header")

    def test_a_switched_off_panel_is_not_missed(self, page, told):
        clinic = ClinicSettings.for_site(page.get_site())
        clinic.crisis_panel = False
        clinic.save()
        with host_templates({PANEL: ""}):
            Client().get(page.url)
        assert not told.records


def make_all() -> list[Any]:
    index = TreatmentIndexPageFactory()
    notice = SafetyNoticeFactory(sources=[SourceFactory()])
    body = [("safety", {"heading": "Risks", "notices": picks("notice", [notice])})]
    return [
        index,
        TreatmentPageFactory(parent=index, body=body),
        BenefitListPageFactory(
            parent=index,
            benefits=picks("benefit", [BenefitFactory(sources=[SourceFactory()])]),
            body=body,
        ),
        LocationPageFactory(body=body),
        EnquiryPageFactory(body=body),
    ]


def test_all_page_types_are_complete_and_are_watched(told):
    for page in make_all():
        Client().get(page.url)
        assert look(page) == ()
    assert not told.records
    with host_templates(emptied(PAGE, "kp_main")):
        for page in make_all():
            told.clear()
            Client().get(page.url)
            assert told.records, page


def test_an_enquiry_that_was_sent_is_thanked_for_with_the_panel(told):
    from ketamine_pages.enquiries.tokens import sign_reference

    page = EnquiryPageFactory(body=make_all()[1].body)
    address = f"{page.url}?sent={sign_reference('ABCD')}"
    assert b'href="tel:988"' in Client().get(address).content
    assert not told.records
    with host_templates({PANEL: ""}):
        Client().get(address)
    assert "crisis panel" in told.text


def structured(page: Any) -> str:
    html = Client().get(page.url).content.decode()
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return str(json.loads(script))


LOAD = "{% load ketamine_pages_ledger %}"


class TestStructuredData:
    @pytest.mark.parametrize(
        "templates",
        [
            emptied(TREATMENT, "kp_safety"),
            {NOTICE: "{{ notice.title }}"},
            {NOTICE: f"{LOAD}{{% prints notice %}}{{{{ notice.title }}}}{{% endprints %}}"},
        ],
        ids=["none", "not noted", "cut short"],
    )
    def test_a_warning_that_is_not_printed_is_not_told(self, page, templates):
        assert BOXED in structured(page)
        cache.clear()
        with host_templates(templates):
            assert BOXED not in structured(page)

    def test_a_reference_that_is_not_printed_is_not_told(self, page):
        assert "'citation'" in structured(page)
        cache.clear()
        with host_templates(emptied(TREATMENT, "kp_references")):
            assert "'citation'" not in structured(page)

    def test_benefits_and_questions_that_are_not_printed_are_not_told(self):
        question = {"question": "Can I drive?", "answer": "<p>No.</p>"}
        page = BenefitListPageFactory(
            tells_risks=True,
            benefits=picks("benefit", [BenefitFactory(title="Better sleep")]),
            body=[("questions", {"heading": "Questions", "questions": [question]})],
        )
        with override_settings(KETAMINE_PAGES={"FAQ_MARKUP": True, "PAGE_CACHE_SECONDS": 0}):
            told = structured(page)
            assert "Better sleep" in told
            assert "Can I drive?" in told
            with host_templates(emptied(PAGE, "kp_body")):
                told = structured(page)
            assert "Better sleep" in told
            assert "Can I drive?" not in told
            with host_templates({"ketamine_pages/library/benefit.html": ""}):
                assert "Better sleep" not in structured(page)
