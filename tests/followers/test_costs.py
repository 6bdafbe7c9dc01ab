"""What it costs to publish one entry of the demo by the admin's form, all that follows included."""

from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketamine_pages import followers
from ketamine_pages.impact import Impact, get_impact
from ketamine_pages.library.benefit import BenefitSource
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.models import Benefit, ReviewStatus, Source
from ketamine_pages.page_types.models import BenefitListPage, TreatmentPage
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.reviews import standing
from tests.demo.test_load_demo import load

# It shows the benefits of the list page.
REUSES_LIST = "ketamine-infusion-therapy"

FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would post of an edit form that nobody has touched."""
    data = {field.html_name: field.value() for field in form}
    for formset in getattr(form, "formsets", {}).values():
        for each in (formset.management_form, *formset.forms):
            data |= fields_of(each)
    return {name: getattr(value, "pk", value) for name, value in data.items() if value}


def own_queries(queries: list[str]) -> list[str]:
    """Those that do more than open and close transactions."""
    return [each for each in queries if not each.startswith(FRAMES)]


def assert_at_most(number: int, queries: list[str]) -> None:
    grouped = Counter(query[:110] for query in queries)
    listed = "\n".join(f"{times} {query}" for query, times in grouped.most_common())
    assert len(queries) <= number, f"{len(queries)} queries:\n{listed}"


def key_of(instance: Any) -> tuple[str, Any]:
    return instance._meta.label, instance.pk


@pytest.mark.usefixtures("example_site")
class PublishingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load()

    def setUp(self):
        # Asking before a publication has a cost of its own, and a test of its own.
        asking = patch("ketamine_pages.admin.impact.telling.get_impact", return_value=Impact())
        self.asking = asking.start()
        self.addCleanup(asking.stop)
        self.client.force_login(get_user_model().objects.get(username="editor"))

        # Not the first of their kind, and found by place: keys differ from database to database.
        self.benefit = Benefit.objects.order_by("pk")[2]
        self.source = Source.objects.order_by("pk")[19]

    def open(self, item: Any, **changes: str) -> tuple[str, dict[str, Any]]:
        """The edit form of ``item``: where and what a browser posts to publish ``changes``."""
        address = reverse(item.snippet_viewset.get_url_name("edit"), args=[item.pk])
        form = self.client.get(address).context["form"]
        return address, {**fields_of(form), **changes, "action-publish": "action-publish"}

    def publish(self, item: Any, **changes: str) -> tuple[list[str], list[str]]:
        """The queries of publishing ``item``: of the request, and of what follows its commit."""
        address, data = self.open(item, **changes)
        with (
            CaptureQueriesContext(connection) as queries,
            self.captureOnCommitCallbacks(execute=True),
        ):
            response = self.client.post(address, data)
            number = len(queries)
        assert response.status_code == 302, response.context["form"].errors
        item.refresh_from_db()
        assert all(getattr(item, name) == value for name, value in changes.items())
        sql = [query["sql"] for query in queries.captured_queries]
        return own_queries(sql[:number]), own_queries(sql[number:])

    def wagtails_share(self, item: Any, **changes: str) -> int:
        """How many queries Wagtail takes by itself, with neither gate nor followers."""
        with ExitStack() as off:
            off.enter_context(override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"}))
            for name in ("before_save", "after_save", "after_storing"):
                off.enter_context(patch.object(followers, name))
            request, following = self.publish(item, **changes)
        assert not following
        return len(request)

    @contextmanager
    def counted(self):
        """How often each object is judged, and its fingerprint made."""
        judged: Counter[Any] = Counter()
        compared: Counter[Any] = Counter()
        read_contents = standing.read_contents

        def read(objects: Any) -> Any:
            compared.update(map(key_of, objects))
            return read_contents(objects)

        def note(model: Any) -> Any:
            get_findings = model.get_findings

            def count(instance: Any, severities: Any = None) -> Any:
                judged[key_of(instance)] += 1
                return get_findings(instance, severities)

            return patch.object(model, "get_findings", count)

        with (
            note(LibraryItem),
            note(EditorialPageMixin),
            patch.object(standing, "read_contents", read),
        ):
            yield judged, compared

    def test_a_benefit(self):
        benefit = self.benefit
        share = self.wagtails_share(benefit, caveat="Something.")
        request, following = self.publish(benefit, caveat="Something else.")
        assert_at_most(90, request)
        # What we add to it: the judgement, the version, the own review, and whom to mark.
        assert_at_most(share + 18, request)
        # A page and a list are compared, judged and indexed, eight queries of which are Wagtail's.
        # What may stand on a page takes four: treatments, notices, their sources and treatments.
        assert_at_most(52, following)

    def test_a_source_that_entries_cite(self):
        request, following = self.publish(self.source, result="Something else.")
        assert_at_most(64, request)
        assert_at_most(80, following)

    def test_sources_of_an_entry_are_read_together(self):
        def count(number: int) -> int:
            benefit = Benefit.objects.get(pk=self.benefit.pk)
            benefit.source_links = [
                BenefitSource(source=source) for source in Source.objects.order_by("pk")[:number]
            ]
            with CaptureQueriesContext(connection) as queries:
                benefit.get_findings()
            return len(queries)

        assert count(2) == count(12)

    def test_nothing_is_judged_or_compared_twice(self):
        benefit = self.benefit
        address, data = self.open(benefit, caveat="Something else.")
        with self.counted() as (judged, compared), self.captureOnCommitCallbacks(execute=True):
            self.client.post(address, data)
        # The draft, and what is published of it.
        assert judged.pop(key_of(benefit)) == compared.pop(key_of(benefit)) == 2
        pages = BenefitListPage.objects.get(), TreatmentPage.objects.get(slug=REUSES_LIST)
        assert judged.keys() == compared.keys() == {key_of(page) for page in pages}
        assert {*judged.values(), *compared.values()} == {1}

    def test_asking_before_a_publication(self):
        benefit = self.benefit
        without, _following = self.publish(benefit, caveat="Something.")
        # Nobody has reviewed what shows it, so that it is published without a question.
        ReviewStatus.objects.update(state="changed")
        self.asking.side_effect = get_impact
        with_it, _following = self.publish(benefit, caveat="Something else.")
        # The walk, and two pages that are looked at twice.
        assert_at_most(len(without) + 60, with_it)
