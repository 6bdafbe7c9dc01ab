"""Where a page stands, and what Wagtail keeps about it, is nothing that visitors read."""

import pytest
from wagtail.models import Page

from ketamine_pages.reviews.content import BOOKKEEPING, READ
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.reviews.tracking import refresh_statuses
from ketamine_pages.rules.findings import ReviewState
from tests.factories import SafetyNoticeFactory, TreatmentIndexPageFactory, TreatmentPageFactory
from tests.reviews.making import page_with, reload, review, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


def add_child(page, parent):
    TreatmentPageFactory(parent=page)


def move(page, parent):
    page.move(parent, pos="last-child")


def move_back_and_forth(page, parent):
    page.get_parent().move(parent, pos="last-child")


def reorder(page, parent):
    TreatmentPageFactory(parent=page.get_parent())
    sibling = page.get_siblings().last()
    Page.objects.get(pk=sibling.pk).move(page, pos="left")


def rename(page, parent):
    page.slug = "elsewhere"
    page.save()


def delete_child(page, parent):
    add_child(page, parent)
    reload(page).get_children().first().delete()


@pytest.mark.parametrize("change", [add_child, delete_child, move, reorder, rename])
def test_it_raises_no_alarm(change):
    page = reload(TreatmentPageFactory())
    parent = TreatmentIndexPageFactory()
    review(page)
    before = get_fingerprint(page)
    change(reload(page), reload(parent))
    assert get_fingerprint(reload(page)) == before
    refresh_statuses()
    assert status_of(reload(page)).state == ReviewState.CURRENT
    assert reload(page).get_review_state() is ReviewState.CURRENT


def test_the_order_of_a_list_in_the_admin_raises_no_alarm():
    notice = SafetyNoticeFactory()
    review(notice)
    notice.sort_order = 99
    notice.save()
    assert status_of(notice).state == ReviewState.CURRENT


def test_of_wagtails_own_fields_only_those_for_readers_count():
    own = {field.name for field in Page._meta.concrete_fields if field.editable}
    assert own - BOOKKEEPING - {"id"} == READ


def test_a_page_has_the_same_fingerprint_as_its_revision():
    page = page_with()
    revision = page.save_revision()
    TreatmentPageFactory(parent=reload(page))
    assert get_fingerprint(revision.as_object()) == get_fingerprint(reload(page))
