"""Purge, export and deletion, each run twice."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ketamine_pages.answers import SealedText
from ketamine_pages.enquiries.handling import record
from ketamine_pages.enquiries.privacy import retention
from ketamine_pages.models import (
    ConsentWording,
    Enquiry,
    EnquiryAccess,
    EnquiryNote,
    EnquiryNotification,
    EnquiryTally,
)
from tests import factories
from tests.enquiries.handling import answers

pytestmark = pytest.mark.django_db


def run(name, *args, **options):
    out, err = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=err, **options)
    return out.getvalue().strip()


def make_old(**kwargs):
    """An enquiry with everything that belongs to one, kept no longer since a minute."""
    enquiry = factories.EnquiryFactory(purge_after=timezone.now() - timedelta(minutes=1), **kwargs)
    EnquiryNote.objects.create(enquiry=enquiry, text=SealedText("Called."))
    EnquiryNotification.objects.create(enquiry=enquiry, recipient="desk@clinic.example")
    record([enquiry], None, "viewed")
    return enquiry


def counts():
    models = (Enquiry, EnquiryNote, EnquiryAccess, EnquiryNotification, EnquiryTally)
    return [model.objects.count() for model in models]


class TestPurge:
    def test_deletes_what_is_kept_no_longer_whatever_its_status_and_then_nothing(self):
        for status in ("new", "contacted", "closed", "spam"):
            make_old(status=status)
        kept = factories.EnquiryFactory()
        old, new = timezone.now() - timedelta(days=3), timezone.now()
        EnquiryTally.objects.create(source="a", hour=old)
        EnquiryTally.objects.create(source="a", hour=new)
        assert counts() == [5, 4, 4, 4, 2]
        line = "enquiries: 4, notes: 4, accesses: 4, notifications: 4, tallies: 1."
        assert run("purge_enquiries", dry_run=True) == f"To be deleted: {line}"
        assert counts() == [5, 4, 4, 4, 2]
        assert run("purge_enquiries") == f"Deleted: {line}"
        assert counts() == [1, 0, 0, 0, 1]
        nothing = "enquiries: 0, notes: 0, accesses: 0, notifications: 0, tallies: 0."
        assert run("purge_enquiries") == f"Deleted: {nothing}"
        assert list(Enquiry.objects.all()) == [kept]

    def test_wordings_stay_since_a_form_may_be_about_to_use_them(self):
        make_old()
        run("purge_enquiries")
        assert ConsentWording.objects.count() == 1

    def test_goes_through_several_batches(self):
        page = factories.EnquiryPageFactory()
        for _number in range(5):
            make_old(page=page)
        with mock.patch.object(retention, "BATCH", 2):
            assert "enquiries: 5" in run("purge_enquiries")

    def test_needs_no_key(self, settings):
        make_old()
        Enquiry.objects.update(answers="not to be read by anybody")
        assert "enquiries: 1" in run("purge_enquiries")


@pytest.fixture
def janes():
    """Three enquiries of Jane, in three notations, and one of somebody else."""
    found = [
        factories.EnquiryFactory(answers=answers(name="Jane", email="Jane.Roe@Example.com")),
        factories.EnquiryFactory(answers=answers(name="Jane", phone="(602) 555-0142")),
        factories.EnquiryFactory(
            answers=answers(long_text="Write to jane.roe@example.com. Or +1 602 555 0142!")
        ),
    ]
    factories.EnquiryFactory(
        answers=answers(email="notjane.roe@example.com", phone="+1 602-555-0143")
    )
    return found


JANE = {"email": " JANE.ROE@example.com ", "phone": "602.555.0142"}


class TestExport:
    def test_writes_everything_of_one_person_into_a_file_of_its_owner(self, janes, tmp_path):
        EnquiryNote.objects.create(enquiry=janes[0], text=SealedText("Wants a tour."))
        path = tmp_path / "jane.json"
        assert run("export_enquiries", **JANE, output=str(path)) == "Exported: 3."
        data = json.loads(path.read_text())
        assert [each["reference"] for each in data] == [each.reference for each in janes]
        assert data[0]["answers"][1] == {"question": "Email", "answer": "Jane.Roe@Example.com"}
        assert data[0]["notes"][0]["text"] == "Wants a tour."
        assert data[0]["consent"]["wording"] == "<p>You may answer me.</p>"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_is_recorded_in_both_logs(self, janes, tmp_path):
        run("export_enquiries", reference=janes[0].reference, output=str(tmp_path / "a.json"))
        assert EnquiryAccess.objects.get().enquiry == janes[0]
        assert ModelLogEntry.objects.get().label == janes[0].reference

    def test_run_twice_it_writes_the_same_and_never_over_a_file(self, janes, tmp_path):
        first, second = tmp_path / "first.csv", tmp_path / "second.csv"
        run("export_enquiries", **JANE, output=str(first), format="csv")
        run("export_enquiries", **JANE, output=str(second), format="csv")
        assert first.read_bytes() == second.read_bytes()
        rows = list(csv.reader(io.StringIO(first.read_text("utf-8-sig"))))
        assert len(rows) == 4
        recorded = EnquiryAccess.objects.count()
        with pytest.raises(CommandError, match="No file was written"):
            run("export_enquiries", **JANE, output=str(first))
        assert EnquiryAccess.objects.count() == recorded

    def test_somebody_unknown_gets_no_file(self, janes, tmp_path):
        path = tmp_path / "none.json"
        assert run("export_enquiries", email="x@example.com", output=str(path)) == "Exported: 0."
        assert not path.exists()


class TestDelete:
    def test_deletes_everything_of_one_person_and_then_nothing(self, janes):
        EnquiryNote.objects.create(enquiry=janes[0], text=SealedText("Wants a tour."))
        assert run("delete_enquiries", **JANE, dry_run=True) == "To be deleted: 3."
        assert Enquiry.objects.count() == 4
        assert run("delete_enquiries", **JANE, no_input=True) == "Deleted: 3."
        assert run("delete_enquiries", **JANE, no_input=True) == "Deleted: 0."
        assert Enquiry.objects.count() == 1
        assert not EnquiryNote.objects.exists()
        entries = ModelLogEntry.objects.filter(action="wagtail.delete")
        assert {entry.label for entry in entries} == {each.reference for each in janes}
        assert "jane" not in str(list(ModelLogEntry.objects.values())).lower()

    @pytest.mark.parametrize("answer", ["", "y", "no"])
    def test_asks_first(self, janes, answer):
        with (
            mock.patch("builtins.input", return_value=answer),
            pytest.raises(CommandError, match="Nothing was deleted"),
        ):
            run("delete_enquiries", reference=janes[0].reference)
        assert Enquiry.objects.count() == 4
        with mock.patch("builtins.input", return_value="yes"):
            assert run("delete_enquiries", reference=janes[0].reference.lower()) == "Deleted: 1."

    @pytest.mark.parametrize(
        ("options", "message"), [({}, "Name a"), ({"phone": "Jane"}, "no phone number")]
    )
    def test_wants_to_know_whom(self, janes, options, message):
        with pytest.raises(CommandError, match=message):
            run("delete_enquiries", no_input=True, **options)
        assert Enquiry.objects.count() == 4


def test_with_encryption_people_are_found_and_what_cannot_be_read_is_said(
    janes, settings, tmp_path
):
    backend = "ketamine_pages.answers.fernet.FernetCodec"
    old, new = (Fernet.generate_key().decode() for _number in range(2))

    def use(*keys):
        codec = {"BACKEND": backend, "OPTIONS": {"keys": list(keys)}}
        settings.KETAMINE_PAGES = {"ENQUIRY_CODEC": codec}

    use(old)
    run("rotate_enquiry_keys")
    assert "jane" not in str([e.answers.to_stored() for e in Enquiry.objects.all()]).lower()
    use(new)
    lost = Enquiry.objects.count()
    readable = factories.EnquiryFactory(answers=answers(email="jane.roe@example.com"))
    with pytest.raises(CommandError, match="may not be complete"):
        run("export_enquiries", **JANE, output=str(tmp_path / "part.json"))
    with pytest.raises(CommandError, match="There may be more"):
        run("delete_enquiries", **JANE, no_input=True)
    assert not Enquiry.objects.filter(pk=readable.pk).exists()
    assert Enquiry.objects.count() == lost
    use(new, old)
    assert run("delete_enquiries", **JANE, no_input=True) == "Deleted: 3."
    reference = Enquiry.objects.get().reference
    use(new)
    assert run("export_enquiries", reference=reference, output=str(tmp_path / "x.json"))
    assert json.loads((tmp_path / "x.json").read_text())[0]["answers"] is None
    assert run("delete_enquiries", reference=reference, no_input=True) == "Deleted: 1."
