"""Aliases follow their originals whatever these say; to make or to end one is a publication."""

from typing import Any
from unittest.mock import patch

import pytest
import wagtail
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from ketamine_pages.models import PublishBlocked, StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from ketamine_pages.pages.editorial import EditorialPageMixin
from tests import factories
from tests.gate.making import BAD, GOOD, REASON, ApiTestCase, GateTestCase, reload, root
from tests.search_engines.making import spanish


def make_page(introduction: str = GOOD, **values: Any) -> Any:
    return reload(factories.TreatmentIndexPageFactory(introduction=introduction, **values))


def make_alias(introduction: str = BAD) -> Any:
    """The alias of a page, both published."""
    with factories.gate_off():
        return reload(make_page(introduction).create_alias(update_slug="alias"))


def errors_of(page: Any) -> list[str]:
    rows = StoredFinding.objects.filter(object_id=str(page.pk), severity="error")
    return [f"{row.version} {row.code}" for row in rows]


@pytest.mark.django_db
class TestFollowing:
    def test_an_alias_gets_what_its_original_may_say(self) -> None:
        alias = make_alias()
        original = alias.alias_of.specific
        original.heading = "Corrected"
        original.save_revision().publish()
        assert (reload(alias).heading, reload(alias).introduction) == ("Corrected", BAD)

    def test_it_is_not_judged_for_that(self) -> None:
        alias = make_alias()
        with patch.object(EditorialPageMixin, "get_findings", side_effect=AssertionError):
            alias.alias_of.specific.update_aliases()

    def test_it_goes_live_with_the_next_version_of_its_original(self) -> None:
        alias = reload(make_page(BAD).create_alias(update_slug="alias"))
        assert not alias.live
        original = alias.alias_of.specific
        original.introduction = GOOD
        original.save_revision().publish()
        assert reload(alias).live

    def test_the_report_has_it(self, django_capture_on_commit_callbacks: Any) -> None:
        alias = make_alias(GOOD)
        with factories.gate_off(), django_capture_on_commit_callbacks(execute=True):
            original = alias.alias_of.specific
            original.introduction = BAD
            original.save_revision().publish()
        assert errors_of(alias) == errors_of(original) == ["published placeholder-left"]

    def test_the_audit_has_it(self, capsys: Any) -> None:
        alias = make_alias()
        with pytest.raises(SystemExit):
            call_command("audit_pages")
        assert errors_of(alias) == ["published placeholder-left"]

    def test_nobody_asks_for_a_review_of_its_own(self, settings: Any) -> None:
        settings.KETAMINE_PAGES = {"REQUIRE_REVIEW": True}
        assert make_alias(GOOD).get_findings() == []


@pytest.mark.django_db
class TestCreation:
    def test_the_alias_of_a_page_without_errors_is_as_public(self) -> None:
        assert reload(make_page().create_alias(update_slug="alias")).live

    def test_that_of_a_page_with_errors_is_none(self) -> None:
        alias = make_page(BAD).create_alias(update_slug="alias")
        assert not alias.live
        assert not reload(alias).live

    def test_a_tree_is_made_but_for_pages_with_errors(self) -> None:
        section = make_page()
        make_page(BAD, parent=section, slug="bad")
        make_page(GOOD, parent=section, slug="good")
        section.create_alias(recursive=True, update_slug="alias")
        live = dict(
            TreatmentIndexPage.objects.filter(alias_of__isnull=False).values_list("slug", "live")
        )
        assert live == {"alias": True, "bad": False, "good": True}

    def test_nor_is_one_in_another_language(self) -> None:
        alias = make_page(BAD).copy_for_translation(spanish(), copy_parents=True, alias=True)
        assert not reload(alias).live
        assert reload(make_page().copy_for_translation(spanish(), alias=True)).live

    def test_a_page_that_becomes_an_alias_is_no_way_around(self) -> None:
        page, other = make_page(), make_page()
        page.alias_of, page.introduction = other, BAD
        with pytest.raises(PublishBlocked):
            page.save()

    def test_a_site_may_leave_the_gate_open(self, settings: Any) -> None:
        settings.KETAMINE_PAGES = {"PUBLISH_GATE": "warn"}
        assert reload(make_page(BAD).create_alias(update_slug="alias")).live


@pytest.mark.django_db
class TestConversion:
    def test_an_alias_with_errors_stays_one(self) -> None:
        alias = make_alias()
        with pytest.raises(PublishBlocked, match=REASON):
            self.convert(alias)
        assert reload(alias).alias_of_id
        assert reload(alias).live

    def test_one_without_becomes_a_page(self) -> None:
        alias = make_alias(GOOD)
        self.convert(alias)
        assert not reload(alias).alias_of_id
        assert reload(alias).live

    def test_one_that_is_not_published_becomes_a_draft(self) -> None:
        alias = make_alias()
        alias.unpublish()
        self.convert(reload(alias))
        assert not reload(alias).alias_of_id

    def test_a_page_of_its_own_needs_a_review_of_its_own(self, settings: Any) -> None:
        alias = make_alias(GOOD)
        settings.KETAMINE_PAGES = {"REQUIRE_REVIEW": True}
        with pytest.raises(PublishBlocked, match="No clinician has reviewed this yet"):
            self.convert(alias)

    def convert(self, alias: Any) -> None:
        from wagtail.actions.convert_alias import ConvertAliasPageAction

        ConvertAliasPageAction(alias).execute()


class AdminTests(GateTestCase):
    def copy(self, page: Any, **data: str) -> Any:
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        values = {
            "new_title": "Again", "new_slug": "again", "new_parent_page": str(root().pk),
            "alias": "on", **data,
        }  # fmt: skip
        return self.client.post(address, values, follow=True)

    def test_no_alias_is_made_of_a_page_with_errors(self):
        page = make_page(BAD)
        self.assertContains(self.copy(page), "No alias was made, as it would be published.")
        self.assertFalse(TreatmentIndexPage.objects.filter(slug="again").exists())

    def test_nor_of_a_tree_with_one(self):
        section = make_page()
        make_page(BAD, parent=section)
        response = self.copy(section, copy_subpages="on")
        self.assertContains(response, "1 cannot be published yet.")
        self.assertFalse(TreatmentIndexPage.objects.filter(slug="again").exists())

    def test_one_of_a_page_without_errors_is_published(self):
        self.copy(make_page())
        self.assertTrue(TreatmentIndexPage.objects.get(slug="again").live)

    def test_an_alias_with_errors_stays_one(self):
        alias = make_alias()
        for ask in (self.client.get, self.client.post):
            address = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
            response = ask(address, follow=True)
            self.assertContains(response, "stays an alias, as it could not be published by itself.")
            self.assertContains(response, REASON)
        self.assertTrue(reload(alias).alias_of_id)

    def test_one_without_is_converted(self):
        alias = make_alias(GOOD)
        self.client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
        self.assertIsNone(reload(alias).alias_of_id)


@pytest.mark.skipif(wagtail.VERSION < (8, 0), reason="Wagtail 8 has API v3.")
@override_settings(ROOT_URLCONF="tests.gate.urls")
class ApiTests(ApiTestCase):
    def act(self, page: Any, action: str, **data: Any) -> Any:
        name = f"wagtailapi_v3:pages_actions_{action}"
        return self.send("post", reverse(name, kwargs={"page_id": page.pk}), data)

    def test_an_alias_of_a_page_with_errors_is_a_draft(self):
        response = self.act(make_page(BAD), "create_alias", slug="again")
        self.assertEqual(response.status_code, 201)
        self.assertFalse(TreatmentIndexPage.objects.get(slug="again").live)

    def test_an_alias_with_errors_stays_one(self):
        alias = make_alias()
        response = self.act(alias, "convert_alias")
        self.assertIn(response.status_code, (400, 422))
        self.assertIn(REASON, response.content.decode())
        self.assertTrue(reload(alias).alias_of_id)
