"""How enquiries are stored."""

import codecs

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.test import TestCase, override_settings
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed
from wagtail.signals import init_new_page
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages.answers import Answer, Answers, AnswersCodec, AnswersUnreadable
from ketamine_pages.models import ConsentWording, Enquiry
from ketamine_pages.page_types.models import EnquiryPage
from ketamine_pages.validators import parse_recipients, validate_recipients
from tests.factories import EnquiryFactory, EnquiryPageFactory, LocationPageFactory

SECRET = "Marker-of-a-visitor"
ANSWERS = Answers(
    [Answer("name", "name", "Your name", SECRET), Answer("c", "choices", "C", ["a", "b"])]
)


class Rot13Codec(AnswersCodec):
    """A codec that can be read without a library."""

    def encode(self, text):
        return "13:" + codecs.encode(text, "rot13")

    def decode(self, stored):
        if not stored.startswith("13:"):
            raise AnswersUnreadable("Not ours.")
        return codecs.encode(stored[3:], "rot13")


LETTERS = "abcdefghijklmnopqrstuvwxyz"
TABLE = str.maketrans(
    LETTERS + LETTERS.upper(),
    (LETTERS[13:] + LETTERS[:13]) * 1 + (LETTERS[13:] + LETTERS[:13]).upper(),
)
with_rot13 = override_settings(
    KETAMINE_PAGES={"ENQUIRY_CODEC": "tests.enquiries.test_models.Rot13Codec"}
)


def stored_text(enquiry):
    (text,) = (
        Enquiry.objects.filter(pk=enquiry.pk).extra(select={"raw": "answers"}).values_list("raw")
    )
    return text[0]


class AnswersTests(TestCase):
    def test_answers_come_back_as_they_were_stored(self):
        enquiry = EnquiryFactory(answers=ANSWERS)
        found = Enquiry.objects.get(pk=enquiry.pk)
        self.assertEqual(found.answers, ANSWERS)
        self.assertEqual(found.answers.get("name").text, SECRET)
        self.assertEqual([each.text for each in found.answers if each.kind == "choices"], ["a, b"])

    @with_rot13
    def test_the_codec_of_the_site_writes_the_column(self):
        enquiry = EnquiryFactory(answers=ANSWERS)
        self.assertNotIn(SECRET, stored_text(enquiry))
        self.assertEqual(Enquiry.objects.get(pk=enquiry.pk).answers, ANSWERS)

    def test_a_row_that_cannot_be_read_can_be_listed_and_saved_without_loss(self):
        with with_rot13:
            enquiry = EnquiryFactory(answers=ANSWERS)
        before = stored_text(enquiry)
        with override_settings(
            KETAMINE_PAGES={"ENQUIRY_CODEC": "tests.enquiries.test_models.Rot13Codec"}
        ):
            Enquiry.objects.filter(pk=enquiry.pk).update(answers=before.replace("13:", "14:"))
            found = Enquiry.objects.get(pk=enquiry.pk)
            found.status = "closed"
            found.save()
            self.assertEqual(stored_text(enquiry), before.replace("13:", "14:"))
            with self.assertRaises(AnswersUnreadable):
                list(found.answers)

    def test_damaged_answers_say_so_without_quoting_them(self):
        answers = Answers.from_stored('[{"key": "' + SECRET)
        with self.assertRaises(AnswersUnreadable) as raised:
            list(answers)
        self.assertNotIn(SECRET, str(raised.exception))
        self.assertIsNone(raised.exception.__cause__)

    def test_nothing_names_an_answer_in_its_repr(self):
        enquiry = EnquiryFactory(answers=ANSWERS)
        for each in (enquiry, enquiry.answers, *enquiry.answers, str(enquiry)):
            self.assertNotIn(SECRET, repr(each))

    @with_rot13
    def test_a_fixture_holds_what_the_database_holds(self):
        enquiry = EnquiryFactory(answers=ANSWERS)
        dumped = serializers.serialize("json", [enquiry])
        self.assertNotIn(SECRET, dumped)
        (loaded,) = serializers.deserialize("json", dumped)
        self.assertEqual(loaded.object.answers, ANSWERS)


class EnquiryTests(TestCase):
    def test_the_same_form_is_stored_once(self):
        EnquiryFactory(idempotency_key="one")
        with self.assertRaises(IntegrityError), transaction.atomic():
            EnquiryFactory(idempotency_key="one")

    def test_references_can_be_read_out_and_differ(self):
        references = {
            EnquiryFactory.build(page=None, page_title="", consent=None).reference
            for _ in range(200)
        }
        self.assertEqual(len(references), 200)
        self.assertRegex(references.pop(), r"^KP-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}$")

    def test_an_enquiry_outlives_its_page_and_its_location(self):
        location = LocationPageFactory()
        enquiry = EnquiryFactory(location=location, location_title=location.title)
        title = enquiry.page_title
        enquiry.page.delete()
        location.delete()
        enquiry.refresh_from_db()
        self.assertEqual((enquiry.page, enquiry.location), (None, None))
        self.assertEqual((enquiry.page_title, enquiry.location_title), (title, location.title))

    def test_an_enquiry_is_kept_for_thirty_days_unless_told_otherwise(self):
        enquiry = EnquiryFactory()
        self.assertEqual((enquiry.purge_after - enquiry.submitted_at).days, 30)

    def test_neither_search_nor_the_reference_index_knows_enquiries(self):
        enquiry = EnquiryFactory()
        self.assertFalse(class_is_indexed(Enquiry))
        self.assertFalse(ReferenceIndex.get_references_to(enquiry.page).exists())

    def test_a_wording_has_one_row_however_often_it_is_agreed_to(self):
        first, again, other = (ConsentWording.of(text) for text in ("Yes", "Yes", "No"))
        self.assertEqual(first, again)
        self.assertNotEqual(first.version, other.version)


class EnquiryPageTests(WagtailTestUtils, TestCase):
    def test_a_new_form_asks_for_a_name_contact_time_and_place_and_nothing_medical(self):
        page = EnquiryPage(title="Contact")
        init_new_page.send(sender=None, page=page, parent=None)
        kinds = [child.block_type for child in page.form_fields]
        self.assertEqual(kinds, ["name", "phone", "email", "preferred_time", "location"])

    def test_a_form_without_a_way_to_answer_cannot_be_published(self):
        block = EnquiryPage._meta.get_field("form_fields").stream_block
        value = block.to_python([{"type": "name", "value": {"label": "Name"}}])
        with self.assertRaises(Exception) as raised:
            block.clean(value)
        self.assertIn("nobody can answer", str(raised.exception.non_block_errors))

    def test_the_page_says_who_is_told_then_the_location_then_the_clinic(self):
        class Clinic:
            enquiry_recipients = "office@clinic.example"

        page = EnquiryPageFactory.build(recipients="a@clinic.example\nb@clinic.example")
        location = LocationPageFactory.build(email="tempe@clinic.example")
        self.assertEqual(page.get_recipients(location), ["a@clinic.example", "b@clinic.example"])
        page.recipients = ""
        self.assertEqual(page.get_recipients(location, Clinic), ["tempe@clinic.example"])
        self.assertEqual(page.get_recipients(None, Clinic), ["office@clinic.example"])
        self.assertEqual(page.get_recipients(), [])

    def test_the_create_form_opens_with_the_fields(self):
        self.login()
        parent = EnquiryPageFactory().get_parent()
        url = reverse(
            "wagtailadmin_pages:add", args=["ketamine_page_types", "enquirypage", parent.pk]
        )
        self.assertContains(self.client.get(url), "When can we reach you?")


def test_addresses_are_listed_once_each():
    assert parse_recipients(" a@x.org, b@x.org\n\nA@x.org;") == ["A@x.org", "b@x.org"]


@pytest.mark.parametrize(
    "text", ["nobody", "a@x.org, nobody", "\n".join(f"a{n}@x.org" for n in range(21))]
)
def test_what_is_no_list_of_addresses_is_refused(text):
    with pytest.raises(Exception, match=r"address"):
        validate_recipients(text)
