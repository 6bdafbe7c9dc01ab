"""A block of a site that brings library content, as docs/how-to/add-a-block.md shows it."""

import pytest
from wagtail.models import Locale

from ketamine_pages.models import StoredFinding
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.shown.declared import undeclared_in
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.targets import target_of
from tests.blocks.making import picks
from tests.factories import BenefitFactory, ProgrammePageFactory, SourceFactory, gate_off
from tests.reviews.making import reload
from tests.testapp.models import ProgrammePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return SourceFactory(title="A price list")


@pytest.fixture
def benefit():
    return BenefitFactory(title="Less pain", sources=[SourceFactory()])


@pytest.fixture
def page(source, benefit):
    block = {
        "heading": "One session",
        "amount": 450,
        "sources": picks("source", [source]),
        "benefits": picks("benefit", [benefit]),
    }
    return ProgrammePageFactory(body=[("price", block)], tells_risks=True)


def shows(page, item):
    return page.pk in find_shown({Aspect.WORDS: {type(item): {item.pk}}}).pages


def test_all_of_it_is_declared():
    assert undeclared_in(ProgrammePage) == []


def test_it_is_printed_and_cited(client, page):
    html = client.get(page.url).text
    assert "<p>Less pain</p>" in html
    assert 'class="kp-cite"' in html
    assert "A price list" in html.partition('id="kp-references"')[2]


def test_a_draft_is_not_printed_and_the_editor_is_told(client, page, benefit):
    benefit.live = False
    benefit.save()
    assert "Less pain" not in client.get(page.url).text
    assert "item-unpublished" in [found.code for found in reload(page).get_findings()]


def test_a_translation_takes_its_place(client, page, benefit):
    spanish = Locale.objects.create(language_code="es")
    copy = benefit.copy_for_translation(spanish)
    copy.title, copy.live = "Menos dolor", True
    copy.save()
    ProgrammePage.objects.update(locale=spanish)
    assert "Menos dolor" in client.get(page.url).text


def test_rules_judge_what_it_brings(page, benefit):
    benefit.source_links.all().delete()
    assert "benefit-without-source" in [found.code for found in reload(page).get_findings()]


def test_a_review_is_tied_to_it(page, source, benefit):
    for item in (source, benefit):
        before = get_fingerprint(reload(page))
        item.title = "Another title"
        item.save()
        assert get_fingerprint(reload(page)) != before


def test_a_change_reaches_the_page(page, source, benefit, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    assert shows(page, source)
    assert shows(page, benefit)
    with django_capture_on_commit_callbacks(execute=True):
        benefit.caveat = "TODO"
        with gate_off():
            benefit.save()
    stored = StoredFinding.objects.filter(**target_of(page)).values_list("code", flat=True)
    assert "placeholder-left" in stored
