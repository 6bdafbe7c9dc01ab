"""What was found before in other words, and was told, is no news."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from ketamine_pages.findings.store import store_findings
from ketamine_pages.findings.stored import FindingVersion
from ketamine_pages.models import StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from ketamine_pages.rules.findings import Finding, ItemRef, Severity, Spot
from tests import factories

pytestmark = pytest.mark.django_db

SLEEP, MOOD = ItemRef("ketamine_pages.Benefit", 1, "Sleep"), ItemRef("x.Benefit", 2, "Mood")
LONG_AGO = timezone.now() - timedelta(days=90)


def make(message: str, code: str = "x", severity: Severity = Severity.ERROR, **spot: Any):
    return Finding(code, severity, message, "", "", Spot(**spot))


@pytest.fixture
def page():
    return factories.TreatmentIndexPageFactory()


@pytest.fixture
def find(page, monkeypatch):
    """Judge the page: this is what is found."""

    def judge(*findings: Finding) -> list[StoredFinding]:
        monkeypatch.setattr(TreatmentIndexPage, "get_findings", lambda self, *args: list(findings))
        store_findings(page)
        return list(StoredFinding.objects.order_by("pk"))

    return judge


@pytest.mark.parametrize(
    ("before", "after", "is_known"),
    [
        (make("Grade 12.", block="a"), make("Grade 13.", block="a"), True),
        (make("Text 1.", block="a", label="Text"), make("Text 1.", block="a", label="Words"), True),
        (make("Says TBC.", label="Heading"), make("Says XXX.", label="Heading"), True),
        (make("Says TBC.", label="Heading"), make("Says TBC.", label="Introduction"), False),
        (make("Grade 12.", block="a"), make("Grade 12.", block="b"), False),
        (make("Grade 12.", block="a"), make("Grade 12.", block="a", code="y"), False),
        (make("1", severity=Severity.HINT), make("1"), False),
        (
            make("“Sleep” rests on 1.", block="a", item=SLEEP),
            make("“Sleep” rests on 2.", block="a", item=SLEEP),
            True,
        ),
        (
            make("“Sleep” has no source.", block="a", item=SLEEP),
            make("“Mood” has no source.", block="a", item=MOOD),
            False,
        ),
    ],
)
def test_what_is_the_same_finding(find, before, after, is_known):
    find(before)
    StoredFinding.objects.update(told_at=LONG_AGO, found_at=LONG_AGO)
    [row] = find(after)
    assert (row.message, row.spot, row.code) == (after.message, after.spot.label, after.code)
    assert (row.told_at == LONG_AGO, row.found_at == LONG_AGO) == (is_known, is_known)


def test_one_row_is_known_once(find):
    find(make("Says TBC.", block="a"))
    StoredFinding.objects.update(told_at=LONG_AGO)
    found = [make(f"Says {words}.", block="a") for words in ("XXX", "TBC", "YYY")]
    rows = {row.message: row.told_at for row in find(*found)}
    assert rows == {"Says TBC.": LONG_AGO, "Says XXX.": None, "Says YYY.": None}
    assert find() == []


def test_the_language_of_whoever_saves_makes_no_difference(page, monkeypatch):
    def find(self: Any, *args: Any) -> list[Finding]:
        return [make(f"In {translation.get_language()}.", label=str(translation.get_language()))]

    monkeypatch.setattr(TreatmentIndexPage, "get_findings", find)
    with translation.override("es"):
        store_findings(page)
        assert translation.get_language() == "es"
    [row] = StoredFinding.objects.all()
    assert (row.message, row.spot) == ("In en.", "en")


@pytest.mark.parametrize("code", ["notices-not-printed", "crisis-not-printed"])
def test_what_only_a_rendering_finds_is_kept_without_one(page, find, monkeypatch, code):
    found = make("It is not printed.", code=code)
    monkeypatch.setattr(TreatmentIndexPage, "get_publish_findings", lambda self, *args: [found])
    store_findings(page, is_rendered=True)
    assert [row.code for row in find()] == [code]
    monkeypatch.setattr(TreatmentIndexPage, "get_publish_findings", lambda self, *args: [])
    store_findings(page, is_rendered=True)
    assert not StoredFinding.objects.exists()


def test_but_not_for_a_page_that_nobody_reads_any_more(page, find, monkeypatch):
    found = make("It is not printed.", code="crisis-not-printed")
    monkeypatch.setattr(TreatmentIndexPage, "get_publish_findings", lambda self, *args: [found])
    assert FindingVersion.PUBLISHED in store_findings(page, is_rendered=True)
    page.live = False
    assert find() == []
