"""Publishing several pages at once, copies and translations."""

from typing import Any
from unittest import mock

from django.test import override_settings
from django.urls import reverse
from wagtail.models import Locale, PagePermissionTester

from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.gate.making import BAD, GOOD, GateTestCase, make_draft, reload, root


def copies() -> Any:
    return TreatmentIndexPage.objects.filter(slug="copy")


class BulkTests(GateTestCase):
    def publish_all(self, *pages: Any, **data: Any) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        ids = "&".join(f"id={page.pk}" for page in pages)
        back = reverse("wagtailadmin_explore", args=[root().pk])
        return self.client.post(f"{address}?{ids}&next={back}", data, follow=True)

    def test_what_may_be_published_is(self):
        blocked, innocent = make_draft(), make_draft(GOOD)
        response = self.publish_all(blocked, innocent)
        self.assertEqual(response.status_code, 200)
        self.assertDraft(blocked)
        self.assertTrue(reload(innocent).live)

    def test_what_may_not_is_named_with_a_link(self):
        page = make_draft()
        response = self.publish_all(page)
        self.assertContains(response, "1 cannot be published yet")
        self.assertContains(response, f'<a href="{self.edit_address(page)}">{page.title}</a>')

    def test_pages_below_are_judged_as_well(self):
        parent = make_draft(GOOD)
        blocked = make_draft(parent=parent, slug="below")
        innocent = make_draft(GOOD, parent=parent, slug="other")
        self.publish_all(parent, include_descendants="on")
        self.assertDraft(blocked)
        self.assertTrue(reload(parent).live)
        self.assertTrue(reload(innocent).live)

    def test_what_has_no_errors_is_published_by_wagtail(self):
        pages = make_draft(GOOD), make_draft(GOOD)
        self.assertContains(self.publish_all(*pages), "2 pages have been published")

    def test_who_may_not_publish_publishes_nothing(self):
        blocked, innocent = make_draft(), make_draft(GOOD)
        self.editors.page_permissions.filter(permission__codename="publish_page").delete()
        self.publish_all(blocked, innocent)
        self.assertDraft(innocent)

    def test_who_may_not_publish_a_page_below_does_not(self):
        """Wagtail asks about the pages that were chosen only."""
        parent = make_draft(GOOD)
        make_draft(parent=parent, slug="blocked")
        forbidden = make_draft(GOOD, parent=parent, slug="forbidden")
        allowed = make_draft(GOOD, parent=parent, slug="allowed")

        def can_publish(tester: Any) -> bool:
            return bool(tester.page.slug != "forbidden")

        with mock.patch.object(PagePermissionTester, "can_publish", can_publish):
            self.publish_all(parent, include_descendants="on")
        self.assertDraft(forbidden)
        self.assertTrue(reload(allowed).live)


class CopyTests(GateTestCase):
    def copy(self, page: Any, **data: Any) -> Any:
        values = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": root().pk, **data}
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        return self.client.post(address, values, follow=True)

    def test_a_live_copy_is_refused_with_a_link_to_the_page(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        response = self.copy(page, publish_copies="on")
        self.assertContains(response, "Nothing was copied.")
        self.assertContains(response, f'<a href="{self.edit_address(page)}">{page.title}</a>')
        self.assertFalse(copies().exists())

    def test_a_live_copy_of_a_page_below_is_refused(self):
        parent = factories.TreatmentIndexPageFactory(introduction=GOOD)
        factories.TreatmentIndexPageFactory(parent=parent, introduction=BAD)
        self.copy(parent, publish_copies="on", copy_subpages="on")
        self.assertFalse(copies().exists())

    def test_a_live_copy_is_refused_where_it_needs_a_review_of_its_own(self):
        page = factories.BenefitListPageFactory()
        with override_settings(KETAMINE_PAGES={"REQUIRE_REVIEW": True}):
            response = self.copy(page, publish_copies="on")
        self.assertContains(response, "Nothing was copied.")
        self.assertFalse(type(page).objects.filter(slug="copy").exists())

    def test_a_live_copy_of_an_alias_is_judged_as_a_page(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        with factories.gate_off():
            alias = page.create_alias(update_slug="alias")
        self.assertContains(self.copy(alias, publish_copies="on"), "Nothing was copied.")

    def test_a_copy_as_a_draft_is_made(self):
        self.copy(factories.TreatmentIndexPageFactory(introduction=BAD), copy_subpages="on")
        self.assertFalse(copies().get().live)

    def test_drafts_below_stay_drafts_and_hold_nothing_up(self):
        page = factories.TreatmentIndexPageFactory(introduction=GOOD)
        make_draft(parent=page, slug="below")
        self.copy(page, publish_copies="on", copy_subpages="on")
        self.assertTrue(copies().get().live)
        self.assertFalse(copies().get().get_children().get().live)

    def test_a_copy_of_a_draft_is_a_draft(self):
        self.copy(make_draft(), publish_copies="on")
        self.assertFalse(copies().get().live)

    def test_a_live_copy_of_what_has_no_errors_is_made(self):
        page = factories.TreatmentIndexPageFactory(introduction=GOOD)
        self.copy(page, publish_copies="on")
        self.assertTrue(copies().get().live)


class TranslationTests(GateTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.spanish = Locale.objects.create(language_code="es")
        cls.editor.is_superuser = True
        cls.editor.save()
        root().copy_for_translation(cls.spanish)

    def test_a_translation_is_a_draft_that_may_not_be_published(self):
        page = factories.TreatmentIndexPageFactory(introduction=BAD)
        address = reverse("simple_translation:submit_page_translation", args=[page.pk])
        response = self.client.post(address, {"locales": [self.spanish.pk]})
        self.assertEqual(response.status_code, 302)
        translation = page.get_translation(self.spanish)
        self.assertFalse(translation.live)
        response = self.client.post(
            reverse("wagtailadmin_api:pages:action", args=[translation.pk, "publish"])
        )
        self.assertEqual(response.status_code, 400)
