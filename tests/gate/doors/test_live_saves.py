"""A save of what is published: judged where it changes what visitors read, and let through where it
adds no error."""

from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from ketamine_pages.library.item import LibraryItem
from ketamine_pages.models import Benefit, PublishBlocked, StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from ketamine_pages.pages.editorial import EditorialPageMixin
from tests import factories
from tests.gate.making import BAD, GOOD, make_live, reload, root

pytestmark = pytest.mark.django_db

LOREM = "Lorem ipsum dolor sit amet."


def live_page(introduction: str = GOOD, **values: Any) -> Any:
    """As the database has it."""
    return reload(factories.TreatmentIndexPageFactory(introduction=introduction, **values))


def text_block(text: str, key: str | None = None) -> dict[str, Any]:
    block = {"type": "section", "value": {"heading": "What to know", "text": f"<p>{text}</p>"}}
    return {**block, "id": key} if key else block


def sourced_benefit() -> Any:
    return reload(factories.BenefitFactory(sources=[factories.SourceFactory()]))


def set_introduction(page: Any) -> None:
    page.introduction = BAD


def set_body(page: Any) -> None:
    page.body = [text_block(BAD)]


def set_seo_title(page: Any) -> None:
    page.seo_title = BAD


@pytest.mark.parametrize("spoil", [set_introduction, set_body, set_seo_title])
def test_other_content_is_judged(spoil: Any) -> None:
    page = live_page()
    spoil(page)
    with pytest.raises(PublishBlocked):
        page.save()
    assert BAD not in str(reload(page).__dict__)


def test_other_content_is_judged_where_only_its_field_is_saved() -> None:
    page = live_page()
    page.introduction = BAD
    with pytest.raises(PublishBlocked):
        page.save(update_fields=["introduction"])


def test_who_says_in_memory_that_it_is_a_draft_is_judged_as_well() -> None:
    page = live_page()
    page.live, page.introduction = False, BAD
    with pytest.raises(PublishBlocked):
        page.save(update_fields=["introduction"])


def test_what_is_not_saved_is_not_judged() -> None:
    page = live_page()
    page.introduction, page.heading = BAD, "Our treatments"
    page.save(update_fields=["heading"])
    assert (reload(page).heading, reload(page).introduction) == ("Our treatments", GOOD)


def test_fields_that_were_not_loaded_are_no_change() -> None:
    benefit = Benefit.objects.defer("text").get(pk=factories.BenefitFactory(text=BAD).pk)
    with patch.object(LibraryItem, "get_findings", side_effect=AssertionError):
        benefit.save()


@pytest.mark.parametrize("fields", [None, ["source_links"]], ids=["all", "named"])
def test_child_objects_are_content(fields: Any) -> None:
    benefit = sourced_benefit()
    benefit.source_links = []
    with pytest.raises(PublishBlocked):
        benefit.save(update_fields=fields)
    assert reload(benefit).source_links.count() == 1


def test_relations_to_many_are_content() -> None:
    page = reload(factories.LocationPageFactory())
    page.treatments = [factories.TreatmentFactory()]
    with patch.object(EditorialPageMixin, "get_publish_findings", return_value=[]) as asked:
        page.save()
    assert asked.call_count == 1


def test_a_draft_may_say_anything() -> None:
    page = reload(factories.TreatmentIndexPageFactory(live=False))
    page.introduction = BAD
    page.save()
    page.save(update_fields=["introduction"])
    assert reload(page).introduction == BAD


@pytest.mark.parametrize("gate", ["warn", "off"])
def test_a_site_may_leave_the_gate_open(settings: Any, gate: str) -> None:
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": gate}
    page = live_page()
    page.introduction = BAD
    page.save()
    assert reload(page).introduction == BAD


# Name, what is done with a page that has an error, and how many queries our share may be.
def unpublish(page: Any) -> None:
    page.unpublish()


def save_as_it_is(page: Any) -> None:
    page.save()


def change_slug(page: Any) -> None:
    page.slug = "another"
    page.save()


def change_owner(page: Any) -> None:
    page.owner = get_user_model().objects.create(username="owner")
    page.save()


def lock(page: Any) -> None:
    page.locked, page.locked_at = True, timezone.now()
    page.save(update_fields=["locked", "locked_at", "locked_by"])


def move(page: Any) -> None:
    page.move(factories.PageFactory(), pos="last-child")


def add_child(page: Any) -> None:
    page.add_child(instance=TreatmentIndexPage(title="Below", live=False))


def save_draft(page: Any) -> None:
    page.introduction = "TBC, more or less"
    page.save_revision()


def plan_expiry(page: Any) -> None:
    page.expire_at = timezone.now()
    page.save()


def show_in_menus(page: Any) -> None:
    page.show_in_menus = True
    page.save()


NO_CONTENT = [
    unpublish, save_as_it_is, change_slug, change_owner, lock, move, add_child, save_draft,
    plan_expiry, show_in_menus,
]  # fmt: skip


@pytest.mark.parametrize("act", NO_CONTENT)
def test_what_is_no_content_is_not_judged(act: Any) -> None:
    page = live_page(BAD, body=[text_block(BAD)])
    with patch.object(EditorialPageMixin, "get_findings", side_effect=AssertionError):
        act(page)


@pytest.mark.parametrize("act", NO_CONTENT)
def test_it_costs_one_query_at_most(act: Any, settings: Any) -> None:
    def count(gate: str) -> int:
        page = live_page(BAD)
        settings.KETAMINE_PAGES = {"PUBLISH_GATE": gate}
        if act is move:
            factories.PageFactory()
        with CaptureQueriesContext(connection) as queries:
            act(page)
        number = len(queries)
        page.delete()
        get_user_model().objects.all().delete()
        return number

    # What is fetched once for a process is not counted.
    count("off")
    assert count("enforce") - count("off") <= 1


def test_the_order_that_editors_drag_is_no_content() -> None:
    notice = reload(factories.SafetyNoticeFactory(text="<p>TBC</p>"))
    notice.sort_order = 7
    with patch.object(LibraryItem, "get_findings", side_effect=AssertionError):
        notice.save()
        notice.save(update_fields=["sort_order"])


# What visitors read already, what they would read next, and whether that may be published.
BOTH = f"{BAD} {LOREM}"
EDITS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    # Something else is corrected.
    ({"introduction": BAD}, {"introduction": BAD, "heading": "New"}, True),
    ({"introduction": BAD}, {"introduction": f"{BAD}, or 12 sessions"}, True),
    # An error goes.
    ({"introduction": BAD}, {"introduction": GOOD}, True),
    # Another comes, at another place.
    ({"introduction": BAD}, {"introduction": BAD, "heading": BAD}, False),
    ({"introduction": BAD}, {"introduction": GOOD, "heading": BAD}, False),
    ({"introduction": GOOD}, {"introduction": BAD}, False),
    # Blocks are known by their ids, wherever they stand.
    (
        {"body": [text_block(BAD, "a"), text_block(GOOD, "b")]},
        {"body": [text_block("Twelve sessions.", "b"), text_block(BAD, "a")]},
        True,
    ),
    (
        {"body": [text_block(BAD, "a"), text_block(GOOD, "b")]},
        {"body": [text_block(GOOD, "a"), text_block(BAD, "b")]},
        False,
    ),
    (
        {"body": [text_block(BAD, "a"), text_block(GOOD, "b")]},
        {"body": [text_block(BAD, "a"), text_block(BAD, "b")]},
        False,
    ),
    (
        {"body": [text_block(BAD, "a")]},
        {"body": [text_block(BAD, "a"), text_block(BAD, "c")]},
        False,
    ),
    # Programs write blocks without ids, and editors cut and paste.
    ({"body": [text_block(BAD, "a")]}, {"body": [text_block(f"{BAD} 12")]}, True),
    ({"body": [text_block(BAD, "a")]}, {"body": [text_block(BAD), text_block(LOREM)]}, False),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "passes"), EDITS)
def test_an_edit_that_adds_no_error_passes(before: Any, after: Any, passes: bool) -> None:
    def edit(page: Any) -> Any:
        for name, value in after.items():
            setattr(page, name, value)
        return page

    def save(page: Any) -> None:
        edit(page).save()

    def publish(page: Any) -> None:
        edit(page).save_revision().publish()

    def publish_later(page: Any) -> None:
        edit(page).save_revision()
        reload(page).get_latest_revision().publish()

    for act in (save, publish, publish_later):
        page = live_page(**before)
        if passes:
            act(page)
        else:
            with pytest.raises(PublishBlocked):
                act(page)
        stored = reload(page)
        shown = after if passes else before
        assert stored.introduction == shown.get("introduction", GOOD), act.__name__
        assert stored.heading == shown.get("heading", ""), act.__name__


def test_only_what_is_new_is_refused() -> None:
    page = live_page(BAD)
    page.heading = LOREM
    with pytest.raises(PublishBlocked) as caught:
        page.save()
    assert [found.spot.field for found in caught.value.findings] == ["heading"]


def test_an_item_is_known_by_its_key_and_not_by_its_title() -> None:
    benefit = reload(factories.BenefitFactory())
    page = live_page(body=[{"type": "benefits", "value": {"heading": "A", "benefits": []}}])
    assert page.live
    benefit.title, benefit.text = "Another title", "Fewer symptoms, for two weeks."
    benefit.save_revision().publish()
    assert reload(benefit).title == "Another title"


def test_the_first_publication_has_no_errors_at_all() -> None:
    page = live_page(BAD)
    page.unpublish()
    with pytest.raises(PublishBlocked):
        reload(page).save_revision().publish()


def test_a_review_that_is_missing_is_missing_for_each_text(settings: Any) -> None:
    settings.KETAMINE_PAGES = {"REQUIRE_REVIEW": True}
    page = reload(factories.TreatmentPageFactory())
    page.introduction = "Other words."
    for act in (page.save, lambda: page.save_revision().publish()):
        with pytest.raises(PublishBlocked, match="No clinician has reviewed this yet"):
            act()
    assert reload(page).introduction == ""


def test_a_live_page_with_an_error_can_be_planned_and_published_in_time() -> None:
    from django.core.management import call_command

    from tests.gate.doors.test_schedule import schedule

    page = live_page(BAD)
    page.heading = "Corrected"
    schedule(page, 10)
    call_command("publish_scheduled")
    assert reload(page).heading == "Corrected"


class TestTheBaseClass:
    """Its ``save()`` is Wagtail's own: nothing is refused, and all of it reported."""

    @pytest.fixture(autouse=True)
    def on_commit(self, django_capture_on_commit_callbacks: Any) -> Any:
        self.commit = django_capture_on_commit_callbacks

    def codes(self, page: Any) -> list[str]:
        return list(
            StoredFinding.objects.filter(
                object_id=str(page.pk), version="published", severity="error"
            ).values_list("code", flat=True)
        )

    @pytest.mark.parametrize("fields", [None, ["live"]])
    def test_a_draft_that_goes_live(self, fields: Any) -> None:
        page = make_live()
        draft = factories.TreatmentIndexPageFactory(introduction=BAD, live=False)
        base = Page.objects.get(pk=draft.pk)
        base.live = True
        with self.commit(execute=True):
            base.save(update_fields=fields)
        assert reload(draft).live
        assert self.codes(draft) == ["placeholder-left"]
        assert not self.codes(page)

    def test_other_words(self) -> None:
        page = live_page()
        base = Page.objects.get(pk=page.pk)
        base.title = BAD
        with self.commit(execute=True):
            base.save()
        assert self.codes(page) == ["placeholder-left"]

    def test_what_is_no_content(self) -> None:
        page = live_page(BAD)
        base = Page.objects.get(pk=page.pk)
        with (
            patch.object(EditorialPageMixin, "get_findings", side_effect=AssertionError),
            self.commit(execute=True),
        ):
            base.save(update_fields=["latest_revision"])


def test_the_front_page_is_nothing_of_ours() -> None:
    front = root()
    front.title = BAD
    front.save()
    assert not Benefit.objects.exists()
