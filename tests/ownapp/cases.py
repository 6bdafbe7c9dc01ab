"""What works in a site whose own page types have the names of the package's.

``tests/test_own_page_types.py`` runs it, with settings that install this app.
"""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse
from wagtail.models import Page, Site, Task
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages import models as library
from ketamine_pages.page_types import models as page_types
from tests import factories
from tests.ownapp import models

PAGE_TYPES = [
    "BenefitListPage",
    "ConditionListPage",
    "EnquiryPage",
    "LocationIndexPage",
    "LocationPage",
    "TreatmentIndexPage",
    "TreatmentPage",
]


def test_the_site_has_taken_all_names_of_the_packages_page_types():
    ours = [model.__name__ for model in apps.get_app_config("ketamine_page_types").get_models()]
    assert sorted(ours) == PAGE_TYPES
    assert all(issubclass(getattr(models, name), Page) for name in PAGE_TYPES)


def test_system_checks_find_nothing():
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True)


class BothKindsTests(WagtailTestUtils, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = Site.objects.get(is_default_site=True).root_page.specific
        cls.section = factories.TreatmentIndexPageFactory(parent=cls.root, title="Section")
        cls.own_location = cls.publish(models.LocationPage(title="Own place", city="Flagstaff"))
        cls.own_treatment = cls.publish(models.TreatmentPage(title="Own therapy"))
        cls.location = factories.LocationPageFactory(parent=cls.section, title="Our place")
        cls.treatment = factories.TreatmentPageFactory(parent=cls.section, title="Our therapy")
        cls.pages = [cls.own_location, cls.own_treatment, cls.location, cls.treatment]

    @classmethod
    def publish(cls, page):
        cls.section.add_child(instance=page)
        page.save_revision().publish()
        return page

    def test_both_are_published_each_in_its_own_template(self):
        for page, template in zip(
            self.pages,
            [
                "ownapp/location_page.html",
                "ownapp/treatment_page.html",
                "ketamine_pages/locations/location_page.html",
                "ketamine_pages/pages/treatment_page.html",
            ],
            strict=True,
        ):
            with self.subTest(page=page.title):
                response = self.client.get(page.url)
                self.assertContains(response, f"<h1>{page.title}</h1>", html=True)
                self.assertTemplateUsed(response, template)

    def test_each_page_is_found_as_what_it_is(self):
        plain = Page.objects.filter(pk__in=[page.pk for page in self.pages])
        kinds = [type(page) for page in self.pages]
        self.assertEqual([type(page.specific) for page in plain.order_by("path")], kinds)
        self.assertEqual([type(page) for page in plain.order_by("path").specific()], kinds)

    def test_queries_by_type_keep_them_apart(self):
        for page in self.pages:
            with self.subTest(type=page._meta.label):
                self.assertEqual(Page.objects.type(type(page)).get().pk, page.pk)
                self.assertEqual(type(page).objects.get().pk, page.pk)

    def test_the_short_names_stay_the_sites_own(self):
        plain = Page.objects.get(locationpage__city="Flagstaff")
        self.assertEqual(plain.locationpage, self.own_location)
        plain = Page.objects.get(ketamine_page_types_locationpage__city="Phoenix")
        self.assertEqual(plain.ketamine_page_types_locationpage, self.location)

    def test_both_can_be_copied(self):
        for page in self.pages:
            with self.subTest(type=page._meta.label):
                copy = page.copy(update_attrs={"slug": f"copy-of-{page.slug}"}, keep_live=False)
                self.assertIs(type(copy.specific), type(page))
                self.assertEqual(copy.title, page.title)
                self.assertNotEqual(copy.pk, page.pk)

    def test_both_can_have_an_alias_that_follows(self):
        for page in self.pages:
            with self.subTest(type=page._meta.label):
                alias = page.create_alias(update_slug=f"alias-of-{page.slug}")
                page.title += ", changed"
                with factories.gate_off():
                    page.save_revision().publish()
                alias = type(page).objects.get(pk=alias.pk)
                self.assertEqual(alias.title, page.title)
                self.assertEqual(alias.alias_of_id, page.pk)

    def test_a_section_is_deleted_with_both(self):
        self.section.delete()
        kept = [type(page)._meta.label for page in self.pages if type(page).objects.exists()]
        self.assertEqual(kept, [])
        self.assertFalse(Page.objects.filter(pk__in=[page.pk for page in self.pages]).exists())

    def test_deleting_one_kind_leaves_the_other(self):
        self.own_location.delete()
        self.assertTrue(page_types.LocationPage.objects.filter(pk=self.location.pk).exists())
        self.location.delete()
        self.assertTrue(models.TreatmentPage.objects.filter(pk=self.own_treatment.pk).exists())

    def offered(self):
        self.client.force_login(factories.UserFactory(admin=True))
        response = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[self.root.pk]))
        links = self.get_soup(response.content).select("main a[href*='/pages/add/']")
        return {tuple(link["href"].split("/")[4:6]) for link in links}

    def test_editors_are_offered_both(self):
        offered = self.offered()
        for app in ("ownapp", "ketamine_page_types"):
            self.assertIn((app, "enquirypage"), offered)

    @override_settings(KETAMINE_PAGES={"PAGE_TYPES": []})
    def test_without_those_of_the_package_the_sites_own_are_left(self):
        offered = self.offered()
        self.assertEqual({app for app, _model in offered} & {"ketamine_page_types"}, set())
        self.assertLessEqual({("ownapp", name.lower()) for name in PAGE_TYPES}, offered)

    @override_settings(KETAMINE_PAGES={"PAGE_TYPES": ["TreatmentIndexPage"]})
    def test_a_sites_subclass_of_a_page_type_left_out_is_still_offered(self):
        creatable = page_types.TreatmentIndexPage.creatable_subpage_models()
        self.assertNotIn(page_types.TreatmentPage, creatable)
        self.assertIn(models.RetreatPage, creatable)
        self.assertTrue(models.RetreatPage.can_create_at(self.section))

    def test_a_sites_subclass_is_a_page_of_the_packages_type_as_well(self):
        retreat = models.RetreatPage(title="Retreat", treatment=self.treatment.treatment, nights=3)
        self.section.add_child(instance=retreat)
        plain = Page.objects.get(pk=retreat.pk)
        self.assertEqual(plain.specific, retreat)
        self.assertEqual(plain.ketamine_page_types_treatmentpage.retreatpage.nights, 3)


class OtherNamesTests(TestCase):
    def test_a_user_who_has_locked_items_of_both_can_be_deleted(self):
        user = factories.UserFactory()
        ours = factories.TreatmentFactory(locked=True, locked_by=user)
        own = models.Treatment.objects.create(title="Own", locked=True, locked_by=user)
        self.assertEqual(list(user.locked_treatments.all()), [own])
        user.delete()
        for item in (ours, own):
            item.refresh_from_db()
            self.assertIsNone(item.locked_by)

    def test_a_site_has_settings_of_both_and_takes_them_along(self):
        site = Site.objects.get(is_default_site=True)
        other = Site.objects.create(hostname="other.example", root_page=site.root_page)
        for model in (models.ClinicSettings, library.ClinicSettings):
            model.for_site(other)
        self.assertIsInstance(other.clinicsettings, models.ClinicSettings)
        other.delete()
        self.assertFalse(models.ClinicSettings.objects.exists())
        self.assertFalse(library.ClinicSettings.objects.exists())

    def test_tasks_of_both_are_found_as_what_they_are(self):
        group = Group.objects.create(name="Clinicians")
        for model in (models.ClinicalReviewTask, library.ClinicalReviewTask):
            model.objects.create(name=model._meta.label).groups.set([group])
            with self.subTest(model=model._meta.label):
                task = Task.objects.get(name=model._meta.label).specific
                self.assertIs(type(task), model)
                self.assertEqual(list(task.groups.all()), [group])
        group.delete()
        self.assertEqual(Task.objects.filter(name__contains="ClinicalReviewTask").count(), 2)
