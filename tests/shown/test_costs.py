"""What the walk, and what follows a change, ask of the database."""

import json
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from ketamine_pages import followers
from ketamine_pages.models import Benefit, BenefitSource, ClinicSettings, ContentVersion
from ketamine_pages.shown import relations
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.starts import can_start
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import ALL_WAYS, Way
from tests import factories
from tests.fieldsapp.models import Leaflet
from tests.purging.recording import CDN
from tests.reviews.making import block, page_with, picks

CONTENT = frozenset({Way.CONTENT})


class ForeignModelTests(TestCase):
    """A model of another app, which no page and no library item refers to."""

    def others_of(self, work: Any) -> list[str]:
        """The queries of ``work``, without those on the table of the model itself."""
        with (
            CaptureQueriesContext(connection) as queries,
            self.captureOnCommitCallbacks(execute=True),
        ):
            work()
        return [each["sql"] for each in queries if "taggit" not in each["sql"]]

    def test_an_object_costs_a_new_version_and_nothing_else(self):
        for setting in (CDN, patch.dict({})):
            with setting:
                tag = Tag(name="New", slug="new")
                for work in (tag.save, tag.save, tag.delete):
                    sql = self.others_of(work)
                    # Django keeps a deletion together.
                    inserts = [each for each in sql if "SAVEPOINT" not in each]
                    self.assertEqual(len(inserts), 1, sql)
                    self.assertIn(ContentVersion._meta.db_table, inserts[0])

    def test_one_that_is_not_published_costs_no_more(self):
        # Without a signal, which would raise the version in this transaction.
        [tag] = Tag.objects.bulk_create([Tag(name="Draft", slug="draft")])
        tag.live = False
        [insert] = self.others_of(tag.save)
        self.assertIn(ContentVersion._meta.db_table, insert)

    def test_what_the_site_leaves_out_costs_nothing(self):
        with self.settings(KETAMINE_PAGES={"CACHE_IGNORED_MODELS": ["taggit.Tag"]}):
            self.assertEqual(self.others_of(Tag(name="Other", slug="other").save), [])


class StartTests(TestCase):
    def test_what_something_can_show_is_known_without_asking(self):
        shown = (
            Page, Benefit, BenefitSource, get_image_model(), get_document_model(),
        )  # fmt: skip
        with self.assertNumQueries(0):
            self.assertEqual([can_start(model, CONTENT) for model in shown], [True] * len(shown))
            for model in (Tag, ContentVersion, Leaflet):
                self.assertFalse(can_start(model, ALL_WAYS))

    def test_settings_and_sites_are_around_the_content(self):
        for model in (ClinicSettings, Site, Locale):
            self.assertFalse(can_start(model, CONTENT))
            self.assertTrue(can_start(model, ALL_WAYS))

    def test_a_setting_is_walked_for_a_cdn_only(self):
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        for setting, times in ((patch.dict({}), 0), (CDN, 1)):
            with (
                setting,
                patch.object(followers, "follow_changes") as task,
                self.captureOnCommitCallbacks(execute=True),
            ):
                clinic.save()
            self.assertEqual(task.enqueue.call_count, times)


class WalkTests(TestCase):
    def walk(self, number: int) -> int:
        """How many queries it takes to find ``number`` pages with a list, and as many without."""
        with CDN, self.captureOnCommitCallbacks(execute=True):
            benefit = factories.BenefitFactory()
            listing = factories.BenefitListPageFactory(
                benefits=json.dumps(picks("benefit", benefit))
            )
            pages = [page_with(block("benefits", list_page=listing.pk)) for _ in range(number)]
            pages += [
                page_with(block("benefits", benefits=picks("benefit", benefit)))
                for _ in range(number)
            ]
        start = {Aspect.WORDS: {Benefit: {benefit.pk}}}
        with CaptureQueriesContext(connection) as queries:
            shown = find_shown(start)
        self.assertEqual(shown.pages_by(Way.CONTENT), {page.pk for page in [*pages, listing]})
        return len(queries)

    def test_queries_do_not_grow_with_pages(self):
        few, many = self.walk(2), self.walk(12)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 12)

    def test_more_than_one_query_may_name_are_found_in_several(self):
        with patch.object(relations.chunks, "__defaults__", (3,)):
            self.walk(5)

    def test_a_draft_walks_nowhere(self):
        benefit = factories.BenefitFactory()
        with (
            patch("ketamine_pages.shown.changes.find_shown", wraps=find_shown) as walk,
            self.captureOnCommitCallbacks(execute=True),
        ):
            benefit.text = "A draft."
            benefit.save_revision()
        self.assertEqual([call.args[0] for call in walk.call_args_list], [{}])


class FollowerTests(TestCase):
    def test_one_that_fails_stops_none_after_it(self):
        called = []

        def fail(reach: Any) -> None:
            raise ZeroDivisionError

        def note(reach: Any) -> None:
            called.append(reach)

        with (
            patch.object(followers, "FOLLOWERS", (fail, note)),
            self.assertLogs(followers.__name__, "ERROR") as logged,
            self.assertRaises(ZeroDivisionError),
        ):
            followers.follow_changes.call([])
        self.assertEqual(len(called), 1)
        self.assertIn("fail", logged.output[0])

    def test_their_order(self):
        names = [follower.__name__ for follower in followers.FOLLOWERS]
        wanted = ["check_reached", "judge_reached", "index_reached", "purge_reached"]
        self.assertEqual(names, wanted)

    def test_child_objects_are_stored_before_anybody_looks(self):
        """Outside of a transaction as well; see ``ReviewedMixin.save``."""
        source = factories.SourceFactory()
        benefit = factories.BenefitFactory(sources=[])
        benefit.source_links.add(BenefitSource(source=source))
        sent = []
        with patch.object(
            followers,
            "follow_change",
            side_effect=lambda *args: sent.append(
                BenefitSource.objects.filter(item=benefit).count()
            ),
        ):
            benefit.save()
        self.assertEqual(sent, [1])
