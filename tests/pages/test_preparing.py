"""What is fetched for all blocks of a page at once is what each of them would have fetched."""

from unittest import mock

import pytest
from wagtail.models import Locale
from wagtail.rich_text import features

from ketamine_pages.blocks.page_links import look_up_page_links
from ketamine_pages.shown.contents import stock
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    SourceFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)

pytestmark = pytest.mark.django_db


def stored(page):
    """``page`` as visitors get it, with a body that nobody has looked into."""
    return type(page).objects.get(pk=page.pk)


def page_with_link(target, **fields):
    text = (
        f'<p><a id="{target.pk}" linktype="page">There</a> <a id="0" linktype="page">gone</a></p>'
    )
    return TreatmentPageFactory(body=[("section", {"heading": "A", "text": text})], **fields)


def test_blocks_with_the_same_choice_share_it():
    source = SourceFactory()
    section = {"heading": "A", "text": "<p>B</p>", "sources": picks("source", [source])}
    callout = {"kind": "note", **section}
    page = stored(TreatmentPageFactory(body=[("section", section), ("callout", callout)]))
    first, second = (child.value["sources"][0].value for child in page.body)
    assert first is second


def test_what_was_deleted_stays_away():
    kept, deleted = BenefitFactory.create_batch(2)
    block = {"heading": "A", "benefits": picks("benefit", [deleted, kept])}
    page = stored(TreatmentPageFactory(body=[("benefits", block)]))
    deleted.delete()
    assert [child.value for child in page.body[0].value["benefits"]] == [None, kept]


def test_a_reused_list_comes_with_its_items(django_assert_num_queries):
    benefit = BenefitFactory()
    listing = BenefitListPageFactory(benefits=picks("benefit", [benefit]))
    block = {"heading": "A", "list_page": listing}
    page = stored(TreatmentPageFactory(body=[("benefits", block)]))
    with django_assert_num_queries(2):
        shown = page.body[0].value["list_page"].get_listed_items()
    assert shown == [benefit]


def test_sources_keep_their_order_and_stance():
    sources = SourceFactory.create_batch(3)
    benefit = BenefitFactory(sources=sources)
    link = benefit.source_links.last()
    link.stance = "opposes"
    link.save()
    block = {"heading": "A", "benefits": picks("benefit", [benefit])}
    page = stored(TreatmentPageFactory(body=[("benefits", block)]))
    stock([page])
    prepared = page.body[0].value["benefits"][0].value
    assert prepared.supporting_sources == sources[:2]
    assert prepared.opposing_sources == sources[2:]


def test_links_to_pages_read_as_wagtail_writes_them():
    target = TreatmentIndexPageFactory()
    page = stored(page_with_link(target))
    by_wagtail = str(page.body[0].value["text"])
    look_up_page_links(page.body)
    text = page.body[0].value["text"]
    assert text.addresses == {target.pk: target.url}
    assert str(text) == by_wagtail
    assert f'<a href="{target.url}">There</a> <a>gone</a>' in by_wagtail


def test_links_lead_to_the_visitors_language(settings):
    spanish = Locale.objects.create(language_code="es")
    target = TreatmentIndexPageFactory(locale=spanish)
    translation = TreatmentIndexPageFactory(translation_key=target.translation_key)
    page = stored(page_with_link(target))
    look_up_page_links(page.body)
    expected = translation if settings.WAGTAIL_I18N_ENABLED else target
    assert page.body[0].value["text"].addresses == {target.pk: expected.url}


def test_a_sites_own_handler_of_links_is_left_to_its_work():
    page = stored(page_with_link(TreatmentIndexPageFactory()))
    with mock.patch.object(features, "get_link_types", return_value={"page": object}):
        look_up_page_links(page.body)
    assert page.body[0].value["text"].addresses == {}
