"""Nobody takes anything from published pages without having been told."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import override_settings
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageViewRestriction, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from ketamine_pages.admin.impact.asking import mark_of
from ketamine_pages.models import Benefit, ClinicSettings, SafetyNotice
from tests import factories
from tests.admin.site import make_editors, url
from tests.followers.test_costs import fields_of
from tests.impact.test_measuring import ImpactTestCase
from tests.reviews.making import block, page_with, picks, reload, review

NEXT = "/admin/"


class AskingTestCase(ImpactTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editors = make_editors()
        cls.editor = factories.UserFactory()
        cls.editor.groups.add(cls.editors)

    def setUp(self):
        self.client.force_login(self.editor)

    def agreed(self, treatment: Any = None) -> dict[str, Any]:
        treatment = treatment or self.treatment
        return {"kp-agreed": f"ketamine_pages.Treatment:{treatment.pk}"}

    def assertAsked(self, response: Any) -> None:
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "The last safety notice")
        self.assertContains(response, "“Infusions” may have no safety notice any more")
        for title in ("About", "Reusing"):
            self.assertContains(response, title)


class UnpublishItemTests(AskingTestCase):
    def test_it_says_what_will_be_lost(self):
        response = self.client.get(url(Benefit, "unpublish", self.benefit.pk))
        self.assertContains(response, "2 published pages show this.")
        self.assertContains(response, "1 will no longer say something that it says today.")
        self.assertContains(response, "No longer says “Sleep”.")
        self.assertContains(response, "Reusing")

    def test_a_notice_that_no_page_names_is_shown_by_pages_all_the_same(self):
        response = self.client.get(url(SafetyNotice, "unpublish", self.notice.pk))
        self.assertContains(response, "2 will lose safety information.")
        self.assertNotContains(response, "referenced 0 times")
        self.assertAsked(response)

    def test_the_last_notice_stays_until_somebody_has_agreed(self):
        address = url(SafetyNotice, "unpublish", self.notice.pk)
        for data in ({}, {"kp-agreed": "on"}, self.agreed(self.other)):
            response = self.client.post(address, data)
            self.assertAsked(response)
            self.assertContains(response, "Nothing was changed.")
            self.assertTrue(reload(self.notice).live)
        self.assertEqual(self.client.post(address, self.agreed()).status_code, 302)
        self.assertFalse(reload(self.notice).live)

    def test_what_is_not_the_last_notice_needs_no_box(self):
        factories.SafetyNoticeFactory(treatments=[self.treatment])
        self.client.post(url(SafetyNotice, "unpublish", self.notice.pk))
        self.assertFalse(reload(self.notice).live)

    def test_who_may_not_publish_unpublishes_nothing(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename="publish_safetynotice")
        )
        self.client.post(url(SafetyNotice, "unpublish", self.notice.pk), self.agreed())
        self.assertTrue(reload(self.notice).live)


class DeleteItemTests(AskingTestCase):
    def test_the_last_notice_stays_until_somebody_has_agreed(self):
        address = url(SafetyNotice, "delete", self.notice.pk)
        self.assertAsked(self.client.get(address))
        self.assertAsked(self.client.post(address))
        self.assertTrue(SafetyNotice.objects.exists())
        self.client.post(address, self.agreed())
        self.assertFalse(SafetyNotice.objects.exists())

    def test_a_benefit_says_what_goes_with_it(self):
        response = self.client.get(url(Benefit, "delete", self.benefit.pk))
        self.assertContains(response, "No longer says “Sleep”.")

    def test_who_may_not_delete_deletes_nothing(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename="delete_safetynotice")
        )
        self.client.post(url(SafetyNotice, "delete", self.notice.pk), self.agreed())
        self.assertTrue(SafetyNotice.objects.exists())


class BulkDeleteTests(AskingTestCase):
    def address(self, *items: Any) -> str:
        name = items[0]._meta.model_name
        address = reverse("wagtail_bulk_action", args=["ketamine_pages", name, "delete"])
        return f"{address}?next={NEXT}&" + "&".join(f"id={item.pk}" for item in items)

    def test_the_impact_is_that_of_all_together(self):
        second = factories.SafetyNoticeFactory(treatments=[self.treatment])
        for chosen, is_asked in (([self.notice], False), ([self.notice, second], True)):
            response = self.client.get(self.address(*chosen))
            found = "The last safety notice" in response.content.decode()
            self.assertEqual(found, is_asked)
        self.assertContains(response, "2 will lose safety information.")
        self.assertNotContains(response, "referenced 0 times")

    def test_nothing_goes_until_somebody_has_agreed(self):
        address = self.address(self.notice)
        self.assertAsked(self.client.post(address))
        self.assertTrue(SafetyNotice.objects.exists())
        self.client.post(address, self.agreed())
        self.assertFalse(SafetyNotice.objects.exists())

    def test_who_may_not_delete_deletes_nothing(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename="delete_safetynotice")
        )
        self.client.post(self.address(self.notice), self.agreed())
        self.assertTrue(SafetyNotice.objects.exists())


class PublishItemTests(AskingTestCase):
    def publish(self, item: Any, **changes: Any) -> Any:
        address = url(type(item), "edit", item.pk)
        form = self.client.get(address).context["form"]
        data = fields_of(form)
        if "text" in data and isinstance(item, SafetyNotice):
            data["text"] = rich_text(data["text"])
            data |= nested_form_data({"source_links": inline_formset([])})
        return self.client.post(address, {**data, **changes, "action-publish": "action-publish"})

    def form_of(self, response: Any) -> tuple[str, dict[str, Any]]:
        context = response.context
        return context["action"], dict(context["carried"])

    def test_a_change_that_takes_nothing_away_is_published(self):
        response = self.publish(self.source, result="Something.")
        self.assertEqual(response.status_code, 302)
        self.assertEqual(reload(self.source).result, "Something.")

    def test_a_change_that_ends_reviews_is_asked_about(self):
        review(self.reusing)
        response = self.publish(self.benefit, text="Some slept better.")
        self.assertContains(response, "1 clinical review ends.")
        self.assertContains(response, "Your draft is saved. It is not published yet.")
        self.assertNotEqual(reload(self.benefit).text, "Some slept better.")
        draft = reload(self.benefit).get_latest_revision_as_object()
        self.assertEqual(draft.text, "Some slept better.")
        address, data = self.form_of(response)
        self.assertEqual(self.client.post(address, data).status_code, 302)
        self.assertEqual(reload(self.benefit).text, "Some slept better.")

    def test_the_last_of_many_pages_counts(self):
        benefit = factories.BenefitFactory(title="Mood", sources=[self.source])
        shown = block("benefits", benefits=picks("benefit", benefit))
        with factories.gate_off():
            for _ in range(51):
                # They tell no risks, and so do not print it.
                page_with(shown)
            page_with(shown, block("safety"), title="Last", treatment=self.treatment)
        response = self.publish(benefit, expires_on="2001-01-01")
        self.assertContains(response, "1 will no longer say something that it says today.")
        self.assertIsNone(reload(benefit).expires_on)

    def test_a_notice_stays_with_its_treatment_until_somebody_has_agreed(self):
        response = self.publish(self.notice, treatments=[self.other.pk])
        self.assertAsked(response)
        address, data = self.form_of(response)
        for more in ({}, self.agreed(self.other)):
            self.assertAsked(self.client.post(address, {**data, **more}))
            self.assertEqual(list(reload(self.notice).treatments.all()), [self.treatment])
        self.client.post(address, {**data, **self.agreed()})
        self.assertEqual(list(reload(self.notice).treatments.all()), [self.other])

    def test_a_date_of_unpublishing_is_asked_about_when_it_is_set(self):
        notice = reload(self.notice)
        notice.expire_at = "2999-01-01T00:00:00Z"
        notice.save_revision()
        response = self.publish(self.notice)
        self.assertAsked(response)

    def test_a_draft_that_was_changed_meanwhile_is_not_published(self):
        response = self.publish(self.notice, treatments=[self.other.pk])
        address, data = self.form_of(response)
        draft = reload(self.notice)
        draft.title = "Other"
        draft.save_revision()
        response = self.client.post(address, {**data, **self.agreed()}, follow=True)
        self.assertContains(response, "Somebody has changed the draft meanwhile.")
        self.assertEqual(list(reload(self.notice).treatments.all()), [self.treatment])

    def test_errors_stop_it_all_the_same(self):
        draft = reload(self.benefit)
        draft.text = "TBC"
        revision = draft.save_revision()
        address = self.address_of(self.benefit)
        response = self.client.post(address, {"revision": mark_of(revision)}, follow=True)
        self.assertContains(response, "cannot be published yet")
        self.assertNotEqual(reload(self.benefit).text, "TBC")

    def address_of(self, item: Any) -> str:
        own = ContentType.objects.get_for_model(type(item))
        return reverse("ketamine_pages_publish_anyway", args=[own.pk, item.pk])

    def test_who_may_not_publish_publishes_nothing(self):
        draft = reload(self.benefit)
        draft.text = "Some slept better."
        revision = draft.save_revision()
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename="publish_benefit")
        )
        self.client.post(self.address_of(self.benefit), {"revision": mark_of(revision)})
        self.assertNotEqual(reload(self.benefit).text, "Some slept better.")

    def test_a_locked_draft_is_not_published(self):
        other = factories.UserFactory()
        benefit = reload(self.benefit)
        benefit.text = "Some slept better."
        revision = benefit.save_revision()
        Benefit.objects.filter(pk=benefit.pk).update(locked=True, locked_by=other)
        self.client.post(self.address_of(self.benefit), {"revision": mark_of(revision)})
        self.assertNotEqual(reload(self.benefit).text, "Some slept better.")


class FormTests(AskingTestCase):
    def address(self, instance: Any) -> str:
        own = ContentType.objects.get_for_model(type(instance))
        return reverse("ketamine_pages_impact", args=[own.pk, instance.pk])

    def test_beside_the_form_stands_what_publishing_does(self):
        for instance in (self.benefit, self.listing):
            response = self.client.get(self.address(instance))
            self.assertContains(response, "published page")
            edit = self.client.get(
                url(Benefit, "edit", instance.pk)
                if instance is self.benefit
                else reverse("wagtailadmin_pages:edit", args=[instance.pk])
            )
            self.assertContains(edit, "data-kp-impact")
            self.assertContains(edit, "admin/impact.js")

    def test_the_draft_counts(self):
        draft = reload(self.benefit)
        draft.source_links.set([])
        draft.save_revision()
        response = self.client.get(self.address(self.benefit))
        self.assertContains(response, "2 will have new errors.")

    def test_a_wording_is_on_all_pages_of_the_sites_that_have_chosen_it(self):
        wording = factories.SiteWordingFactory()
        self.assertContains(self.client.get(self.address(wording)), "No published page shows this.")
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.wording = wording
        clinic.save()
        response = self.client.get(self.address(wording))
        self.assertContains(response, "It is on all pages of the sites that have chosen it.")
        self.assertContains(response, "Reusing")

    def test_a_draft_that_the_database_does_not_take(self):
        # There is one for this pair already.
        factories.IndicationFactory(treatment=self.other, condition=self.condition)
        draft = reload(self.indication)
        draft.treatment = self.other
        revision = draft.save_revision(clean=False)
        response = self.client.get(self.address(self.indication))
        self.assertContains(response, "The draft cannot be published as it is.")
        address = self.address(self.indication).replace("/impact/", "/publish/")
        data = {"revision": mark_of(revision)}
        response = self.client.post(address, data, follow=True)
        self.assertContains(response, "The draft cannot be published as it is.")
        self.assertEqual(reload(self.indication).treatment, self.treatment)

    def test_pages_that_are_reused_by_nobody_have_none(self):
        edit = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.about.pk]))
        self.assertNotContains(edit, "data-kp-impact")
        self.assertEqual(self.client.get(self.address(self.about)).status_code, 404)

    def test_titles_of_private_pages_are_not_told_to_who_may_not_edit_them(self):
        GroupPagePermission.objects.filter(group=self.editors).delete()
        PageViewRestriction.objects.create(
            page_id=self.reusing.pk, restriction_type=PageViewRestriction.LOGIN
        )
        response = self.client.get(self.address(self.benefit))
        self.assertContains(response, "(Private page)")
        self.assertNotContains(response, "Reusing")
        self.assertContains(response, "<li>All")

    def test_who_may_not_edit_is_told_nothing(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename__in=("change_benefit", "publish_benefit"))
        )
        response = self.client.get(self.address(self.benefit))
        self.assertEqual(response.status_code, 302)


class PageTests(AskingTestCase):
    """A list page that another page reuses."""

    def setUp(self):
        super().setUp()
        self.editor.is_superuser = True
        self.editor.save()

    def confirm(self, response: Any) -> Any:
        self.assertContains(response, "No longer says “Sleep”.")
        context = response.context
        data = {**dict(context["carried"]), "kp-confirmed": "yes"}
        return self.client.post(context["action"], data)

    def test_unpublishing(self):
        address = reverse("wagtailadmin_pages:unpublish", args=[self.listing.pk])
        response = self.client.post(address, {"next": NEXT})
        self.assertTrue(reload(self.listing).live)
        self.assertRedirects(self.confirm(response), NEXT, fetch_redirect_response=False)
        self.assertFalse(reload(self.listing).live)

    def test_unpublishing_what_nobody_misses_is_not_asked_about(self):
        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[self.about.pk]))
        self.assertFalse(reload(self.about).live)

    def test_deleting(self):
        address = reverse("wagtailadmin_pages:delete", args=[self.listing.pk])
        self.assertContains(self.client.get(address), "1 published page shows this.")
        response = self.client.post(address)
        self.assertTrue(type(self.listing).objects.exists())
        self.confirm(response)
        self.assertFalse(type(self.listing).objects.exists())

    def test_several_at_once(self):
        for action in ("unpublish", "delete"):
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            response = self.client.post(f"{address}?id={self.listing.pk}&next={NEXT}")
            self.assertTrue(reload(self.listing).live)
            with self.subTest(action=action):
                self.assertEqual(self.confirm(response).status_code, 302)
                found = type(self.listing).objects.filter(pk=self.listing.pk, live=True)
                self.assertFalse(found.exists())
                type(self.listing).objects.filter(pk=self.listing.pk).update(live=True)

    @override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"})
    def test_publishing_another_list(self):
        other = factories.BenefitFactory(title="Mood", sources=[self.source])
        draft = reload(self.listing)
        draft.benefits = [("benefit", other)]
        draft.save_revision()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{address}?id={self.listing.pk}&next={NEXT}")
        self.assertEqual(reload(self.listing).benefits[0].value, self.benefit)
        self.confirm(response)
        self.assertEqual(reload(self.listing).benefits[0].value, other)

    def test_who_may_not_publish_unpublishes_nothing(self):
        self.editor.is_superuser = False
        self.editor.save()
        GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
        address = reverse("wagtailadmin_pages:unpublish", args=[self.listing.pk])
        self.client.post(address, {"kp-confirmed": "yes"})
        self.assertTrue(reload(self.listing).live)
