"""A whole treatment is taken back, and everybody can see what that was."""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from unittest.mock import patch

from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.mail import BadHeaderError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, Site

from ketamine_pages.impact import take_back
from ketamine_pages.models import ClinicSettings, SafetyNotice, Treatment
from tests import factories
from tests.admin.impact.test_asking import AskingTestCase
from tests.admin.site import url
from tests.reviews.making import reload
from tests.shown.world import translate


class TakingBackTests(AskingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        spanish = Locale.objects.create(language_code="es")
        with factories.gate_off(), cls.captureOnCommitCallbacks(execute=True):
            cls.benefit.treatment = cls.treatment
            cls.benefit.save()
            cls.spanish = translate(cls.treatment, spanish)
            cls.unrelated = factories.BenefitFactory(treatment=cls.other)

    def address(self, treatment: Any = None) -> str:
        treatment = treatment or self.treatment
        own = ContentType.objects.get_for_model(type(treatment))
        return reverse("ketamine_pages_take_back", args=[own.pk, treatment.pk])

    def take_back(self, **data: Any) -> Any:
        return self.client.post(self.address(), {"reason": "The label has changed.", **data})

    def live(self) -> list[bool]:
        items = self.treatment, self.spanish, self.benefit, self.indication
        return [reload(item).live for item in items]

    def test_it_is_offered_on_published_treatments(self):
        listing = url(Treatment, "list")
        self.assertContains(self.client.get(listing), self.address())
        self.assertContains(
            self.client.get(url(Treatment, "edit", self.treatment.pk)), self.address()
        )
        take_back(self.treatment, user=self.editor, reason="So.")
        self.assertNotContains(self.client.get(listing), self.address())

    def test_it_says_first_what_it_does(self):
        response = self.client.get(self.address())
        for text in ("Infusions", "Sleep", "2 will lose safety information.", "About", "Reusing"):
            self.assertContains(response, text)
        self.assertEqual(self.live(), [True] * 4)

    def test_a_reason_is_needed(self):
        self.assertEqual(self.take_back(reason=" ").status_code, 200)
        self.assertEqual(self.live(), [True] * 4)

    def test_all_that_is_said_falls_silent(self):
        self.take_back()
        self.assertEqual(self.live(), [False] * 4)
        self.assertTrue(reload(self.unrelated).live)
        self.assertTrue(SafetyNotice.objects.get().live)
        page = Client().get(reload(self.reusing).url)
        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "Sleep")

    def test_publishing_treatments_is_all_that_one_needs_to_be_allowed(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(
                codename__in=("publish_benefit", "publish_indication", "change_indication")
            )
        )
        self.take_back()
        self.assertEqual(self.live(), [False] * 4)

    def test_what_is_scheduled_is_not_published_later(self):
        draft = factories.IndicationFactory(treatment=self.treatment, live=False)
        draft.go_live_at = timezone.now() + timedelta(days=1)
        draft.save_revision(approved_go_live_at=draft.go_live_at)
        self.take_back()
        self.assertFalse(draft.revisions.filter(approved_go_live_at__isnull=False).exists())

    def test_each_entry_has_it_in_its_history(self):
        self.take_back()
        entries = ModelLogEntry.objects.filter(action="ketamine_pages.take_back")
        self.assertEqual(entries.count(), 4)
        self.assertEqual({each.data["reason"] for each in entries}, {"The label has changed."})
        self.assertEqual({each.user for each in entries}, {self.editor})
        history = self.client.get(url(Treatment, "history", self.treatment.pk))
        self.assertContains(history, "Taken back: The label has changed.")
        report = reverse("ketamine_pages_taken_back", args=[entries.order_by("pk")[0].pk])
        edit = self.client.get(url(Treatment, "edit", self.treatment.pk))
        self.assertContains(edit, f'href="{report}"')

    def test_one_report_names_every_page(self):
        response = self.client.post(self.address(), {"reason": "So."}, follow=True)
        for text in ("So.", "Infusions", "Sleep", "About", "Reusing"):
            self.assertContains(response, text)

    def test_one_message_names_every_page(self):
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.enquiry_recipients = "desk@example.com"
        clinic.save()
        type(self.editor).objects.filter(pk=self.editor.pk).update(email="me@example.com")
        self.take_back()
        [message] = mail.outbox
        self.assertEqual(message.to, ["me@example.com", "desk@example.com"])
        self.assertEqual(message.subject, "“Infusions” was taken back")
        for text in ("The label has changed.", "- Sleep", "- About", "- Reusing", "/taken-back/"):
            self.assertIn(text, message.body)

    def test_a_mail_server_that_fails_stops_nothing(self):
        type(self.editor).objects.filter(pk=self.editor.pk).update(email="me@example.com")
        for error in (SMTPException("No"), OSError("No"), BadHeaderError("No"), KeyError("No")):
            treatment = factories.TreatmentFactory()
            with (
                self.subTest(error=error),
                patch("ketamine_pages.admin.impact.taking_back.send_mail", side_effect=error),
                self.assertLogs("ketamine_pages", "ERROR"),
            ):
                response = self.client.post(self.address(treatment), {"reason": "So."}, follow=True)
                self.assertContains(response, "No e-mail about it could be sent: ")
                self.assertFalse(reload(treatment).live)

    def test_an_error_on_the_way_leaves_everything_as_it_was(self):
        with (
            patch("ketamine_pages.impact.recall.log", side_effect=ZeroDivisionError),
            self.assertRaises(ZeroDivisionError),
        ):
            take_back(self.treatment, user=self.editor, reason="So.")
        self.assertEqual(self.live(), [True] * 4)

    def test_twice_does_no_harm(self):
        type(self.editor).objects.filter(pk=self.editor.pk).update(email="me@example.com")
        self.take_back()
        response = self.client.post(self.address(), {"reason": "So."}, follow=True)
        self.assertContains(response, "Nothing that is said about “Infusions” is published.")
        self.assertEqual(self.live(), [False] * 4)
        self.assertEqual(len(mail.outbox), 1)
        entries = ModelLogEntry.objects.filter(action="ketamine_pages.take_back")
        self.assertEqual(entries.count(), 4)

    def test_publishing_again_undoes_it(self):
        self.take_back()
        with factories.gate_off():
            reload(self.treatment).save_revision().publish()
        self.assertTrue(reload(self.treatment).live)

    def test_who_may_not_publish_treatments_takes_nothing_back(self):
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename="publish_treatment")
        )
        self.assertNotContains(self.client.get(url(Treatment, "list")), self.address())
        self.assertEqual(self.client.get(self.address()).status_code, 302)
        self.take_back()
        self.assertEqual(self.live(), [True] * 4)

    def test_who_may_not_edit_treatments_reads_no_report(self):
        recall = take_back(self.treatment, user=self.editor, reason="So.")
        self.editors.permissions.remove(
            *self.editors.permissions.filter(codename__in=("publish_treatment", "change_treatment"))
        )
        report = reverse("ketamine_pages_taken_back", args=[recall.entry.pk])
        self.assertEqual(self.client.get(report).status_code, 302)

    def test_only_treatments_are_taken_back(self):
        self.assertEqual(self.client.get(self.address(self.benefit)).status_code, 404)
