"""The report “Findings” and what it is kept from."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ketamine_pages.findings.store import store_findings
from ketamine_pages.models import Benefit, StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.blocks.making import picks
from tests.gate.making import (
    BAD,
    GOOD,
    REASON,
    UNSOURCED,
    GateTestCase,
    make_draft,
    make_item,
    reload,
)


class StoreTests(TestCase):
    """What is kept follows what is saved."""

    def rows(self, instance: Any) -> set[tuple[str, str]]:
        type_ = ContentType.objects.get_for_model(instance)
        found = StoredFinding.objects.filter(content_type=type_, object_id=str(instance.pk))
        found = found.exclude(code__startswith="review-")
        return set(found.values_list("version", "code"))

    def save(self, work: Any) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            work()

    def test_a_draft_is_judged_when_it_is_saved(self):
        page = factories.TreatmentIndexPageFactory(introduction=GOOD)
        page.introduction = BAD
        self.save(page.save_revision)
        self.assertEqual(self.rows(page), {("draft", "placeholder-left")})

    def test_what_is_mended_goes(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        store_findings(page)
        self.assertEqual(self.rows(page), {("published", "placeholder-left")})
        page.introduction = GOOD
        self.save(lambda: page.save_revision().publish())
        self.assertEqual(self.rows(page), set())

    def test_a_finding_keeps_the_day_on_which_it_was_first_found(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        store_findings(page)
        long_ago = timezone.now() - timedelta(days=90)
        StoredFinding.objects.update(found_at=long_ago)
        store_findings(page)
        [row] = StoredFinding.objects.filter(code="placeholder-left")
        self.assertEqual(row.found_at, long_ago)

    def test_a_withdrawn_source_is_found_on_all_that_rely_on_it(self):
        source = factories.SourceFactory()
        item = factories.BenefitFactory(sources=[source])
        page = factories.BenefitListPageFactory(benefits=picks("benefit", [item]))
        source.withdrawn_on, source.withdrawn_reason = timezone.localdate(), "Retracted."
        self.save(lambda: source.save_revision().publish())
        for instance in (item, page):
            self.assertIn(("published", "source-withdrawn"), self.rows(instance))

    def test_a_deleted_item_is_missed_where_it_was_shown(self):
        item = factories.BenefitFactory(sources=[factories.SourceFactory()])
        page = factories.BenefitListPageFactory(benefits=picks("benefit", [item]))
        store_findings(item)
        self.save(item.delete)
        self.assertFalse(StoredFinding.objects.filter(title=str(item)).exists())
        self.assertIn(("published", "item-unpublished"), self.rows(page))

    def test_a_deleted_page_takes_its_findings_along_and_those_below_it(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        below = factories.BenefitListPageFactory(parent=page, introduction=BAD)
        store_findings(page)
        store_findings(below)
        self.save(reload(page).delete)
        self.assertFalse(StoredFinding.objects.exists())


class ReportTests(GateTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page, cls.item = make_draft(title="Our offers"), make_item()
        cls.phrase = make_draft("The best treatments in town.", title="A phrase")
        for instance in (cls.page, cls.item, cls.phrase):
            store_findings(instance)

    def get(self, **query: Any) -> Any:
        return self.client.get(reverse("ketamine_pages_findings"), query)

    def test_it_lists_errors_first_with_links(self):
        response = self.get()
        self.assertContains(response, REASON)
        self.assertContains(response, UNSOURCED)
        self.assertContains(response, self.edit_address(self.page))
        severities = [row.severity for row in response.context["object_list"]]
        self.assertEqual(severities, sorted(severities, key=["error", "warning", "hint"].index))

    def test_it_is_among_the_reports(self):
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), "/reports/findings/")

    def test_filters(self):
        kind = ContentType.objects.get_for_model(Benefit).pk
        for query, wanted in (
            ({"severity": "hint"}, {"phrase"}),
            ({"code": "placeholder-left"}, {"placeholder-left"}),
            ({"content_type": kind, "severity": "error"}, {"benefit-without-source"}),
            ({"version": "published"}, set()),
            ({"found_at_to": "2020-01-01"}, set()),
        ):
            with self.subTest(query=query):
                found = self.get(**query).context["object_list"]
                self.assertEqual({row.code for row in found}, wanted)

    def test_export_as_csv(self):
        response = self.get(export="csv", code="placeholder-left")
        [heading, row] = csv.reader(StringIO(response.getvalue().decode()))
        self.assertEqual(heading[:2], ["Title", "Type"])
        self.assertEqual(row[:4], ["Our offers", "Treatment section", "draft", "error"])
        self.assertIn(REASON, row)

    def test_export_as_xlsx(self):
        response = self.get(export="xlsx", code="placeholder-left")
        sheet = load_workbook(BytesIO(response.getvalue())).active
        self.assertEqual(sheet["A2"].value, "Our offers")

    def test_only_what_one_may_edit_is_listed(self):
        self.editors.page_permissions.all().delete()
        response = self.get()
        self.assertNotContains(response, REASON)
        self.assertContains(response, UNSOURCED)

    def test_library_items_are_for_those_who_edit_them(self):
        self.editors.permissions.exclude(codename="access_admin").delete()
        response = self.get()
        self.assertContains(response, REASON)
        self.assertNotContains(response, UNSOURCED)

    def test_exports_hold_no_more_than_the_list(self):
        self.editors.page_permissions.all().delete()
        self.assertNotIn(REASON, self.get(export="csv").getvalue().decode())

    def test_who_edits_nothing_may_not_see_it(self):
        self.editors.page_permissions.all().delete()
        self.editors.permissions.exclude(codename="access_admin").delete()
        self.assertEqual(self.get().status_code, 302)
        home = self.client.get(reverse("wagtailadmin_home"))
        self.assertNotContains(home, "/reports/findings/")

    def count_queries(self) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.get().status_code, 200)
        return len(queries)

    def test_the_number_of_queries_does_not_grow_with_the_findings(self):
        self.get()
        before = self.count_queries()
        kind = ContentType.objects.get_for_model(TreatmentIndexPage)
        StoredFinding.objects.bulk_create(
            StoredFinding(
                content_type=kind,
                object_id=str(self.page.pk),
                version="draft",
                code="phrase",
                severity="hint",
                message=f"Hint {number}",
                title="Our offers",
            )
            for number in range(60)
        )
        self.assertEqual(self.count_queries(), before)

    def test_the_dashboard_counts_them(self):
        response = self.client.get(reverse("wagtailadmin_home"))
        self.assertContains(response, "Findings on pages and in the library")
        [link] = self.get_soup(response.content).select("a[href$='?severity=error']")
        self.assertEqual(link.get_text(), "2 errors")
