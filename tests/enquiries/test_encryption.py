"""Encryption at rest: keys that are right, rotated, wrong, missing and broken."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings

from ketamine_pages.answers import AnswersUnreadable, SealedText, get_codec
from ketamine_pages.answers.fernet import FernetCodec
from ketamine_pages.checks import check_settings
from ketamine_pages.enquiries.checks import check_enquiries, check_enquiry_keys
from ketamine_pages.models import Enquiry, EnquiryNote
from tests import factories
from tests.enquiries.handling import make_user, url
from tests.enquiries.making import send

MARKER = "Marker Q7Z"
BACKEND = "ketamine_pages.answers.fernet.FernetCodec"
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _number in range(3))


@contextmanager
def keys(*given):
    """A site with these keys."""
    with override_settings(
        KETAMINE_PAGES={"ENQUIRY_CODEC": {"BACKEND": BACKEND, "OPTIONS": {"keys": list(given)}}}
    ):
        yield


def stored(model=Enquiry, column="answers"):
    """What the database holds, unread."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def make_marked():
    from tests.enquiries.handling import answers

    return factories.EnquiryFactory(answers=answers(name=MARKER, email="jane@example.com"))


def rotate():
    out = StringIO()
    call_command("rotate_enquiry_keys", stdout=out)
    return out.getvalue().strip()


class TestCodec:
    def test_what_is_encrypted_is_read_with_any_of_the_keys(self):
        token = FernetCodec([OLD]).encode('["text"]')
        assert "text" not in token
        assert FernetCodec([NEW, OLD]).decode(token) == '["text"]'
        assert FernetCodec(f" {NEW}, {OLD} ").decode(token) == '["text"]'

    def test_the_first_key_encrypts(self):
        token = FernetCodec([NEW, OLD]).encode("[]")
        assert FernetCodec([NEW]).decode(token) == "[]"
        with pytest.raises(AnswersUnreadable):
            FernetCodec([OLD]).decode(token)

    @pytest.mark.parametrize("given", [[], "", ["too short"], [None], [OLD[:-3]], ["ä" * 44]])
    def test_without_a_usable_key_nothing_is_lost_and_nothing_is_in_clear(self, given):
        codec = FernetCodec(given)
        token = codec.encode('["text"]')
        assert "text" not in token
        assert codec.decode(token) == FernetCodec([OLD]).decode(token) == '["text"]'
        assert codec.problems()

    def test_problems_never_quote_a_key(self):
        assert OLD[:-3] not in " ".join(FernetCodec([OLD[:-3], NEW]).problems())
        assert FernetCodec([OLD]).problems() == FernetCodec(f"{OLD},").problems() == []

    def test_what_stood_in_for_a_key_survives_a_change_of_the_secret_key(self, settings):
        token = FernetCodec([]).encode("[]")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another one"
        assert FernetCodec([]).decode(token) == "[]"
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(AnswersUnreadable):
            FernetCodec([]).decode(token)

    def test_errors_hold_nothing_that_was_stored(self):
        token = FernetCodec([OLD]).encode(f'["{MARKER}"]')
        for codec in (FernetCodec([NEW]), FernetCodec([])):
            with pytest.raises(AnswersUnreadable) as caught:
                codec.decode(token)
            assert token not in str(caught.value)
            assert caught.value.__context__ is None or caught.value.__suppress_context__

    def test_damaged_tokens_are_unreadable(self):
        token = FernetCodec([OLD]).encode("[]")
        other = "A" if token[20] != "A" else "B"
        for damaged in (token[:-5], token[:20] + other + token[21:], "rescued:nothing", "", "{}"):
            with pytest.raises(AnswersUnreadable):
                FernetCodec([OLD]).decode(damaged)


class TestSite(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.staff = make_user("view", "change", "export", "delete")

    def test_the_database_holds_neither_answers_nor_notes_in_clear(self):
        with keys(OLD):
            enquiry = make_marked()
            EnquiryNote.objects.create(enquiry=enquiry, text=SealedText(f"note {MARKER}"))
            assert MARKER not in "".join(stored() + stored(EnquiryNote, "text"))
            assert Enquiry.objects.get().answers.get("name").text == MARKER
            assert EnquiryNote.objects.get().text.text == f"note {MARKER}"
            out = StringIO()
            call_command("dumpdata", "ketamine_pages.enquiry", stdout=out)
            assert MARKER not in out.getvalue()

    def test_rotation_seals_everything_with_the_first_key_and_then_has_nothing_to_do(self):
        plain = make_marked()
        with keys(OLD):
            EnquiryNote.objects.create(enquiry=make_marked(), text=SealedText(MARKER))
        with keys():
            make_marked()
        before = Enquiry.objects.count(), EnquiryNote.objects.count()
        with keys(NEW, OLD):
            assert rotate() == "Sealed anew: 4, as they should be: 0, not readable: 0."
            after = stored()
            assert rotate() == "Sealed anew: 0, as they should be: 4, not readable: 0."
            assert stored() == after
        with keys(NEW):
            assert all(e.answers.get("name").text == MARKER for e in Enquiry.objects.all())
            assert EnquiryNote.objects.get().text.text == MARKER
            assert plain in Enquiry.objects.all()
        assert (Enquiry.objects.count(), EnquiryNote.objects.count()) == before
        assert MARKER not in "".join(stored())

    def test_rotation_leaves_what_it_cannot_read_and_says_so(self):
        with keys(OTHER):
            make_marked()
        with keys(OLD):
            make_marked()
        unreadable = stored()[0]
        with keys(NEW, OLD), pytest.raises(CommandError, match="Some need a key"):
            rotate()
        assert stored()[0] == unreadable
        with keys(NEW, OTHER):
            assert rotate() == "Sealed anew: 1, as they should be: 1, not readable: 0."

    def test_rotation_without_a_usable_key_changes_nothing(self):
        make_marked()
        before = stored()
        with keys(), pytest.raises(CommandError, match="Nothing was changed"):
            rotate()
        assert stored() == before

    def test_there_is_a_way_back(self):
        with keys(OLD):
            make_marked()
        options = {"keys": [OLD], "encrypt": False}
        codec = {"BACKEND": BACKEND, "OPTIONS": options}
        with override_settings(KETAMINE_PAGES={"ENQUIRY_CODEC": codec}):
            assert rotate() == "Sealed anew: 1, as they should be: 0, not readable: 0."
            assert rotate() == "Sealed anew: 0, as they should be: 1, not readable: 0."
        assert MARKER in stored()[0]
        assert Enquiry.objects.get().answers.get("name").text == MARKER

    def test_rotation_goes_through_several_batches(self):
        from unittest import mock

        from ketamine_pages.enquiries.privacy import rotation

        page = factories.EnquiryPageFactory()
        for _number in range(5):
            factories.EnquiryFactory(page=page)
        with keys(NEW), mock.patch.object(rotation, "BATCH", 2):
            assert rotate() == "Sealed anew: 5, as they should be: 0, not readable: 0."

    def test_with_a_wrong_key_staff_are_told_and_nothing_is_saved_over(self):
        with keys(OLD):
            enquiry = make_marked()
            EnquiryNote.objects.create(enquiry=enquiry, text=SealedText(MARKER))
        column, notes = stored(), stored(EnquiryNote, "text")
        self.client.force_login(self.staff)
        for wrong in ([NEW], []):
            with keys(*wrong):
                detail = self.client.get(url("inspect", enquiry.pk))
                self.assertContains(detail, "This enquiry cannot be read with the keys")
                self.assertContains(detail, "This note cannot be read")
                listing = self.client.get(url("index"))
                self.assertContains(listing, "Cannot be read")
                for response in (detail, listing):
                    self.assertNotContains(response, column[0][:20])
                export = self.client.get(url("index"), {"export": "csv"})
                self.assertContains(export, "Cannot be read with the keys of this site.")
                self.assertNotContains(export, column[0][:20])
                self.client.post(url("handle", enquiry.pk), {"status": "closed", "assignee": ""})
                self.client.post(url("note", enquiry.pk), {"text": "Could not read it."})
                enquiry.refresh_from_db()
                enquiry.save()
        # The row counts and the column are as before; two notes have been added.
        assert Enquiry.objects.count() == 1
        assert Enquiry.objects.get().status == "closed"
        assert stored() == column
        assert stored(EnquiryNote, "text")[0] == notes[0]
        assert EnquiryNote.objects.count() == 3
        with keys(OLD):
            self.assertContains(self.client.get(url("inspect", enquiry.pk)), MARKER)

    def test_visitors_are_thanked_whatever_the_key_and_nothing_is_lost(self):
        page = factories.EnquiryPageFactory()
        for number, given in enumerate(([OLD], [], ["broken"], [NEW]), start=1):
            with keys(*given):
                response = send(page, name=MARKER)
                assert response.status_code == 303
                assert self.client.get(response.url).status_code == 200
            assert Enquiry.objects.count() == number
        assert MARKER not in "".join(stored())
        with keys(NEW, OLD):
            assert rotate() == "Sealed anew: 3, as they should be: 1, not readable: 0."
            assert all(e.answers.get("name").text == MARKER for e in Enquiry.objects.all())

    def test_a_setting_that_cannot_be_used_breaks_no_page_of_the_admin(self):
        enquiry = make_marked()
        before = stored()
        self.client.force_login(self.staff)
        with override_settings(KETAMINE_PAGES={"ENQUIRY_CODEC": "no.such.Codec"}):
            for address in (url("index"), url("inspect", enquiry.pk), "/admin/"):
                response = self.client.get(address)
                self.assertNotContains(response, MARKER)
                assert b"cannot be read" in response.content.lower() or address == "/admin/"
            self.client.post(url("handle", enquiry.pk), {"status": "closed", "assignee": ""})
            with pytest.raises(CommandError, match="Nothing was changed"):
                rotate()
        assert stored() == before
        assert Enquiry.objects.get().status == "closed"

    def test_staff_are_told_of_missing_keys(self):
        self.client.force_login(self.staff)
        with keys():
            self.assertContains(self.client.get(url("index")), "keys of this site are missing")
        with keys(OLD):
            self.assertNotContains(self.client.get(url("index")), "keys of this site are missing")


class TestChecks(TestCase):
    def ids(self, found):
        return [message.id for message in found]

    def test_a_site_with_keys_has_nothing_to_mend(self):
        with keys(OLD):
            assert check_enquiry_keys() == check_settings() == []

    def test_missing_and_broken_keys_are_errors_that_quote_none(self):
        with keys():
            assert self.ids(check_enquiry_keys()) == ["ketamine_pages.E007"]
        with keys(OLD, "broken-key"):
            [error] = check_enquiry_keys()
            assert "1 of the keys" in error.msg
        with keys("broken-key"):
            errors = check_enquiry_keys()
            assert len(errors) == 2
            assert "broken-key" not in str([error.msg for error in errors])
            assert "ketamine_pages.E007" in self.ids(run_checks())

    def test_an_unusable_setting_is_reported_without_its_value(self):
        codec = {"BACKEND": BACKEND, "OPTIONS": {"key": OLD}}
        for value in (codec, "no.such.Codec", "ketamine_pages.models.Enquiry", 7):
            with override_settings(KETAMINE_PAGES={"ENQUIRY_CODEC": value}):
                [error] = check_settings()
                assert error.id == "ketamine_pages.E003"
                assert OLD not in error.msg
                assert check_enquiry_keys() == []

    def test_enquiries_that_nobody_can_read_are_noticed(self):
        with keys(OLD):
            make_marked()
            assert check_enquiries(databases=["default"]) == []
        with keys(NEW):
            assert self.ids(check_enquiries(databases=["default"])) == ["ketamine_pages.W005"]
            assert check_enquiries() == []

    def test_a_purge_that_does_not_run_is_noticed(self):
        from datetime import timedelta

        from django.utils import timezone

        factories.EnquiryFactory(purge_after=timezone.now() - timedelta(days=3))
        assert self.ids(check_enquiries(databases=["default"])) == ["ketamine_pages.W006"]


def test_without_encryption_everything_is_current(db, settings):
    factories.EnquiryFactory()
    assert get_codec().is_current(json.dumps([]))
    assert rotate() == "Sealed anew: 0, as they should be: 1, not readable: 0."


def test_plain_sites_never_show_ciphertext(db, client):
    with keys(OLD):
        enquiry = make_marked()
    client.force_login(make_user("view"))
    response = client.get(url("inspect", enquiry.pk))
    assert b"cannot be read" in response.content
    assert stored()[0][:20].encode() not in response.content
