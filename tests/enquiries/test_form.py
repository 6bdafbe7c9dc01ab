"""Every kind of field that an editor can choose."""

import datetime
import re

from django.test import RequestFactory, TestCase
from wagtail.blocks import StreamBlockValidationError

from ketamine_pages.blocks import EnquiryFields
from ketamine_pages.blocks.enquiry_fields import SINGLE_KINDS
from ketamine_pages.enquiries.forms import get_form_class
from ketamine_pages.page_types.models import EnquiryPage
from tests.enquiries.making import only_enquiry, send
from tests.factories import EnquiryPageFactory, LocationPageFactory


def field(kind, label="Label", ident=None, **values):
    entry = {"type": kind, "value": {"label": label, "required": False, **values}}
    return {**entry, "id": ident} if ident else entry


def form_for(*fields, data=None):
    page = EnquiryPageFactory.build(form_fields=list(fields))
    form_class = get_form_class(page, RequestFactory().get("/"))
    return form_class(data) if data is not None else form_class()


class KindTests(TestCase):
    def test_every_kind_has_a_field(self):
        LocationPageFactory(title="A")
        LocationPageFactory(title="B")
        kinds = list(EnquiryFields().child_blocks)
        options = {"options": ["x", "y"]}
        takes = {k for k, b in EnquiryFields().child_blocks.items() if "options" in b.child_blocks}
        form = form_for(
            *(field(kind, ident=f"{n}", **(options if kind in takes else {}))
              for n, kind in enumerate(kinds))
        )  # fmt: skip
        self.assertEqual(len(form.fields), len(kinds) + 1)

    def test_whatever_can_be_typed_asks_to_leave_health_details_out(self):
        form = form_for(field("text", ident="1"), field("long_text", help_text="Hi.", ident="2"))
        for name in ("text-1", "long_text-2"):
            self.assertIn("Please do not include health details.", str(form.fields[name].help_text))
        self.assertTrue(str(form.fields["long_text-2"].help_text).startswith("Hi. "))

    def test_help_is_escaped_once(self):
        form = form_for(field("text", ident="1", help_text="<b>A & B</b>"))
        self.assertIn("&lt;b&gt;A &amp; B&lt;/b&gt;", form["text-1"].help_text)
        self.assertNotIn("&amp;lt;", form["text-1"].help_text)

    def test_few_options_are_buttons_and_many_a_list(self):
        few = form_for(field("choice", ident="1", options=["a", "b"]))
        many = form_for(field("choice", ident="1", options=[str(n) for n in range(7)]))
        self.assertEqual(few["choice-1"].widget_type, "radioselect")
        self.assertEqual(many["choice-1"].widget_type, "select")

    def test_an_option_may_hold_a_comma(self):
        form = form_for(field("choice", ident="1", options=["Mon, Tue", "Fri"]))
        self.assertEqual(form.fields["choice-1"].choices[0], ("Mon, Tue", "Mon, Tue"))

    def test_a_field_without_a_label_is_left_out(self):
        self.assertEqual(list(form_for(field("text", label="")).fields), ["consent"])

    def test_a_label_may_be_reworded_without_losing_its_key(self):
        one, other = (form_for(field("text", label=label, ident="abc")) for label in ("A", "B"))
        self.assertEqual(list(one.fields), list(other.fields))

    def test_answers_are_readable_texts(self):
        form = form_for(
            field("choices", "Days", ident="1", options=["Mon", "Tue", "Wed"]),
            field("tick", "A tour", ident="2"),
            field("tick", "A call", ident="3"),
            field("date", "When", ident="4"),
            data={
                "choices-1": ["Mon", "Tue"],
                "tick-2": "on",
                "date-4": "2026-12-24",
                "consent": "on",
            },
        )
        self.assertTrue(form.is_valid(), form.errors)
        answers = {each.label: each.value for each in form.get_answers()}
        self.assertEqual(answers["Days"], ["Mon", "Tue"])
        self.assertEqual(answers["A tour"], "Yes")
        self.assertNotIn("A call", answers)
        self.assertEqual(form.cleaned_data["date-4"], datetime.date(2026, 12, 24))
        self.assertIn("2026", answers["When"])

    def test_fields_of_every_kind_are_printed_and_taken(self):
        page = EnquiryPageFactory(
            form_fields=[
                field("email", "E-mail"),
                field("choices", "Days", ident="1", options=["Mon", "Tue"]),
                field("tick", "A tour", ident="2", help_text="An hour."),
                field("date", "When", ident="3"),
                field("long_text", "Note", ident="4"),
            ]
        )
        response = self.client.get(page.url)
        for text in ('type="date"', "<textarea", 'type="checkbox" name="choices-1"', "An hour."):
            self.assertContains(response, text)
        send(page, **{"name": None, "choices-1": ["Mon"], "tick-2": "on", "long_text-4": "Hi"})
        kinds = [each.kind for each in only_enquiry().answers]
        self.assertEqual(kinds, ["email", "choices", "tick", "long_text"])


class EditorTests(TestCase):
    def clean(self, *fields):
        block = EnquiryPage._meta.get_field("form_fields").stream_block
        return block.clean(block.to_python(list(fields)))

    def test_the_usual_kinds_can_be_used_once(self):
        for kind in SINGLE_KINDS:
            values = {"options": ["a", "b"]} if kind == "preferred_time" else {}
            with self.subTest(kind=kind), self.assertRaises(StreamBlockValidationError):
                self.clean(field("email"), field(kind, **values), field(kind, **values))

    def test_a_choice_needs_two_options(self):
        with self.assertRaises(StreamBlockValidationError):
            self.clean(field("email"), field("choice", options=["only"]))

    def test_one_way_to_answer_is_enough(self):
        self.assertEqual(len(self.clean(field("phone"))), 1)


class DescriptionTests(TestCase):
    def test_the_wording_of_the_consent_is_read_out_with_its_box(self):
        page = EnquiryPageFactory(consent_text="<p>You may answer me.</p>")
        html = self.client.get(page.url).text
        [box] = re.findall(r'<input type="checkbox" name="consent"[^>]*>', html)
        [described_by] = re.findall(r'aria-describedby="([^"]+)"', box)
        wording = re.search(rf'id="{described_by}">(.*?)</div>', html, re.DOTALL)
        self.assertIn("You may answer me.", wording[1])

    def test_every_description_is_there(self):
        page = EnquiryPageFactory()
        html = self.client.post(page.url, {}).text
        described_by = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
        self.assertTrue(described_by)
        self.assertLessEqual(set(described_by), set(re.findall(r'id="([^"]+)"', html)))
