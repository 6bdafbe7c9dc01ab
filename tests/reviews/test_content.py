"""What the fingerprint of a page or library item depends on."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from ketamine_pages.models import NoticeKind, RegulatoryStatus
from ketamine_pages.reviews.fingerprints import get_fingerprint, get_fingerprints
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ClinicianFactory,
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
)
from tests.reviews.making import block, page_showing, page_with, picks, reload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def benefit(source):
    return BenefitFactory(sources=[source])


@pytest.fixture
def treatment_page(benefit):
    return page_showing(benefit)


def changes(page, *items, **values):
    """Whether saving ``values`` on the last of ``items`` changes the fingerprint of ``page``."""
    before = get_fingerprint(reload(page))
    for name, value in values.items():
        setattr(items[-1], name, value)
    items[-1].save()
    return get_fingerprint(reload(page)) != before


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Another title"},
        {"seo_title": "Another title"},
        {"search_description": "Something"},
        {"heading": "Another heading"},
        {"introduction": "Another introduction"},
        {"hero_image_alt": "A chair"},
        {"body": json.dumps([{"type": "section", "value": {"heading": "New"}}])},
    ],
    ids=lambda values: next(iter(values)),
)
def test_what_visitors_read_of_a_page_counts(treatment_page, values):
    assert changes(treatment_page, treatment_page, **values)


@pytest.mark.parametrize(
    "values",
    [{"slug": "elsewhere"}, {"show_in_menus": True}, {"draft_title": "A draft"}, {"locked": True}],
    ids=lambda values: next(iter(values)),
)
def test_what_visitors_do_not_read_does_not_count(treatment_page, values):
    assert not changes(treatment_page, treatment_page, **values)


def test_ids_of_blocks_and_keys_of_the_text_editor_do_not_count():
    def content(block_id, key):
        text = f'<p data-block-key="{key}">Text.</p>'
        return {**block("section", text=text), "id": block_id}

    page = page_with(content("a", "k1"))
    assert not changes(page, page, body=json.dumps([content("b", "k2")]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>It <strong>may</strong> <em>help</em>.</p>", "<p>It <b>may</b> <i>help</i>.</p>"),
        ("<p>One\ntwo</p>", "<p>One two</p>"),
        ("<p>One<br/>two</p>", "<p>One<br>two</p>"),
        ("<p>“A” &amp; B’s</p>", "<p>“A” & B’s</p>"),
        ("<p>One</p>\n<p>Two</p>", "<p>One</p><p>Two</p>"),
        ('<a linktype="page" id="3">A</a>', '<a id="3" linktype="page">A</a>'),
    ],
)
def test_the_spelling_of_rich_text_does_not_count(one, other):
    page = page_with(block("section", text=one))
    assert not changes(page, page, body=json.dumps([block("section", text=other)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>It may help.</p>", "<p>It <b>may</b> help.</p>"),
        ('<a linktype="page" id="3">A</a>', '<a linktype="page" id="4">A</a>'),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>&lt;b&gt;</p>", "<p><b></p>"),
    ],
)
def test_what_rich_text_says_counts(one, other):
    page = page_with(block("section", text=one))
    assert changes(page, page, body=json.dumps([block("section", text=other)]))


def test_looking_at_a_page_changes_nothing(treatment_page):
    before = get_fingerprint(reload(treatment_page))
    seen = reload(treatment_page)
    for child in seen.body:
        child.value.get("benefits")
    assert get_fingerprint(seen) == before


def test_a_revision_has_the_fingerprint_of_the_page_that_it_becomes(treatment_page):
    treatment_page.introduction = "A draft"
    revision = treatment_page.save_revision()
    drafted = get_fingerprint(revision.as_object())
    assert drafted != get_fingerprint(reload(treatment_page))
    revision.publish()
    assert get_fingerprint(reload(treatment_page)) == drafted


def test_unsaved_changes_count(treatment_page):
    before = get_fingerprint(treatment_page)
    treatment_page.introduction = "Not saved"
    assert get_fingerprint(treatment_page) != before


@pytest.mark.parametrize(
    "values",
    [{"title": "Other"}, {"text": "Other."}, {"caveat": "Other."}, {"live": False}],
    ids=lambda values: next(iter(values)),
)
def test_what_a_shown_item_says_counts(treatment_page, benefit, values):
    assert changes(treatment_page, benefit, **values)


def test_what_pages_do_not_print_of_an_item_does_not_count(treatment_page, benefit):
    assert not changes(treatment_page, benefit, needs_confirmation=True)


def test_in_which_treatment_a_benefit_was_studied_counts(treatment_page, benefit):
    assert changes(treatment_page, benefit, treatment=TreatmentFactory())


@pytest.mark.parametrize(
    "values",
    [{"year": 1999}, {"title": "Other"}, {"withdrawn_on": date(2024, 1, 1)}, {"live": False}],
    ids=lambda values: next(iter(values)),
)
def test_what_a_cited_source_says_counts(treatment_page, benefit, source, values):
    assert changes(treatment_page, source, **values)


def test_another_items_text_does_not_count(treatment_page):
    assert not changes(treatment_page, BenefitFactory(), title="Other")


def test_an_item_that_runs_out_counts(treatment_page, benefit):
    assert changes(treatment_page, benefit, expires_on=date.today() - timedelta(days=1))  # noqa: DTZ011


def test_the_items_of_a_reused_list_count(benefit):
    listing = BenefitListPageFactory(benefits=json.dumps(picks("benefit", benefit)))
    page = page_with(block("benefits", list_page=listing.pk), tells_risks=True)
    assert changes(page, benefit, text="Other.")
    more = json.dumps(picks("benefit", benefit, BenefitFactory()))
    assert changes(page, listing, benefits=more)


def test_the_notices_of_an_approved_product_count_without_a_block():
    treatment = TreatmentFactory(regulatory_status=RegulatoryStatus.APPROVED)
    page = page_with(treatment=treatment)
    notice = SafetyNoticeFactory(treatments=[treatment], kind=NoticeKind.BOXED_WARNING)
    assert changes(page, notice, text="<p>Other.</p>")


def test_the_notices_of_another_product_count_where_a_block_shows_them():
    treatment = TreatmentFactory()
    plain, warning = page_with(treatment=treatment), page_with(block("safety"), treatment=treatment)
    notice = SafetyNoticeFactory(treatments=[treatment])
    assert not changes(plain, notice, title="Other")
    assert changes(warning, notice, title="Still another")


def test_a_new_notice_counts():
    page = page_with(block("safety"))
    before = get_fingerprint(reload(page))
    SafetyNoticeFactory(treatments=[page.treatment])
    assert get_fingerprint(reload(page)) != before


def test_what_is_known_about_the_listed_conditions_counts():
    treatment, listed, other = TreatmentFactory(), ConditionFactory(), ConditionFactory()
    page = page_with(
        block("conditions", conditions=picks("condition", listed)),
        treatment=treatment,
        tells_risks=True,
    )
    shown = IndicationFactory(treatment=treatment, condition=listed)
    hidden = IndicationFactory(treatment=treatment, condition=other)
    assert changes(page, shown, statement="Other.")
    assert not changes(page, hidden, statement="Other.")


def test_a_published_translation_takes_the_place_of_the_original(benefit):
    spanish = Locale.objects.create(language_code="es")
    page = page_showing(benefit)
    Page.objects.filter(pk=page.pk).update(locale=spanish)
    copy = benefit.copy_for_translation(spanish)
    assert not changes(page, copy, title="Borrador")
    assert changes(page, copy, live=True)
    assert changes(page, copy, title="Otro")
    assert not changes(page, benefit, title="Original")


def test_what_is_withheld_counts_as_long_as_it_is_printed(treatment_page, benefit):
    [risks] = treatment_page.treatment.public_notices()
    assert changes(treatment_page, risks, live=False)
    # Nobody reads it any more.
    assert not changes(treatment_page, benefit, text="Other.")
    assert changes(treatment_page, risks, live=True)
    assert changes(treatment_page, benefit, text="Still another.")


def test_a_deleted_item_counts(treatment_page, benefit):
    before = get_fingerprint(treatment_page)
    benefit.delete()
    assert get_fingerprint(reload(treatment_page)) != before


def test_a_library_item_has_a_fingerprint_with_its_sources(benefit, source):
    assert changes(benefit, benefit, text="Other.")
    assert changes(benefit, source, year=1999)
    assert not changes(benefit, benefit, needs_confirmation=True)


def test_the_account_of_a_reviewer_is_nothing_that_visitors_read():
    assert get_fingerprint(ClinicianFactory()) != get_fingerprint(ClinicianFactory())


def test_many_pages_take_as_many_queries_as_two(django_assert_max_num_queries):
    treatment = TreatmentFactory(regulatory_status=RegulatoryStatus.APPROVED)
    SafetyNoticeFactory(treatments=[treatment], sources=[SourceFactory()])
    condition = ConditionFactory()
    IndicationFactory(treatment=treatment, condition=condition)
    pages = [
        page_with(
            block("benefits", benefits=picks("benefit", BenefitFactory(sources=[SourceFactory()]))),
            block("conditions", conditions=picks("condition", condition)),
            block("safety"),
            treatment=treatment,
        )
        for _ in range(8)
    ]
    with django_assert_max_num_queries(22):
        few = get_fingerprints(pages[:2])
    with django_assert_max_num_queries(22):
        many = get_fingerprints(pages)
    assert many[:2] == few
    assert len(set(many)) == len(pages)


@pytest.mark.parametrize("is_translated", [False, True])
def test_so_do_pages_that_each_speak_of_a_product_of_their_own(
    django_assert_max_num_queries, is_translated
):
    spanish = Locale.objects.create(language_code="es")
    pages = []
    for number in range(8):
        product = TreatmentFactory(product=True)
        SafetyNoticeFactory(treatments=[product], kind=NoticeKind.BOXED_WARNING)
        benefit = BenefitFactory(treatment=product)
        page = page_showing(benefit, title=f"About {number}")
        if is_translated:
            Page.objects.filter(pk=page.pk).update(locale=spanish)
            for item in (product, benefit):
                copy = item.copy_for_translation(spanish)
                copy.live = True
                copy.save()
        pages.append(reload(page))
    with CaptureQueriesContext(connection) as queries:
        few = get_fingerprints(pages[:2])
    with django_assert_max_num_queries(len(queries)):
        many = get_fingerprints(pages)
    assert many[:2] == few
