"""What a search on the site finds."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ketamine_pages.page_types.models import BenefitListPage, TreatmentPage
from ketamine_pages.pages.editorial import share_shelf
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentPageFactory,
)
from tests.pages.making import FACTORIES


def get_text(page):
    """The words of a page's body that go into the search index."""
    return " ".join(page._meta.get_field("body").get_searchable_content(page.body))


class SearchTextTests(TestCase):
    def test_the_words_of_blocks_are_found(self):
        link = {"text": "Telephone", "page": None}
        body = [
            ("section", {"heading": "Alpha", "text": "<p>bravo <b>charlie</b></p>"}),
            ("quote", {"text": "Delta", "attribution": "Echo"}),
            ("steps", {"heading": "Foxtrot", "steps": [{"title": "Golf", "text": "Hotel"}]}),
            (
                "questions",
                {
                    "heading": "India",
                    "questions": [{"question": "Juliett", "answer": "<p>Kilo</p>"}],
                },
            ),
            ("dos_and_donts", {"heading": "Lima", "dos": ["Mike"], "donts": ["November"]}),
            ("call_to_action", {"heading": "Oscar", "text": "Papa", "links": [link]}),
        ]
        text = get_text(TreatmentPageFactory(body=body))
        # The names of the letters from Alpha to Papa, in this order.
        self.assertEqual([word[0].upper() for word in text.split()], list("ABCDEFGHIJKLMNOPT"))

    def test_the_words_of_a_number_are_found_where_it_may_stand(self):
        parts = "numerator", "denominator", "comparison_numerator", "comparison_denominator"
        counts = dict.fromkeys(parts, 1)
        words = {"heading": "Quebec", "outcome": "Romeo", "caveat": "Sierra"}
        whole = {**words, **counts, "sources": picks("source", [SourceFactory()])}
        for number, tells_risks, is_found in (
            (whole, True, True),
            (whole, False, False),
            (words, True, False),
        ):
            with self.subTest(number=number, tells_risks=tells_risks):
                page = TreatmentPageFactory(body=[("statistic", number)], tells_risks=tells_risks)
                found = [word for word in words.values() if word in page.shown_text]
                self.assertEqual(found, list(words.values()) if is_found else [])
                # The page adds them, and not its body.
                self.assertEqual(get_text(page), "")

    def test_the_words_of_a_list_are_found_where_anything_of_it_may_stand(self):
        block = {"heading": "Quebec", "benefits": picks("benefit", [BenefitFactory(title="Romeo")])}
        for tells_risks in (True, False):
            with self.subTest(tells_risks=tells_risks):
                page = TreatmentPageFactory(body=[("benefits", block)], tells_risks=tells_risks)
                for word in ("Quebec", "Romeo"):
                    self.assertEqual(word in page.shown_text, tells_risks)

    def test_the_titles_of_picked_items_are_found_unless_they_are_drafts(self):
        benefits = [BenefitFactory(title="Published"), BenefitFactory(title="Drafted", draft=True)]
        notice = SafetyNoticeFactory(title="Warned", draft=True)
        body = [
            ("benefits", {"heading": "A", "benefits": picks("benefit", [*benefits, None])}),
            ("safety", {"heading": "B", "notices": picks("notice", [notice])}),
        ]
        text = TreatmentPageFactory(body=body, tells_risks=True).shown_text
        self.assertIn("Published", text)
        self.assertNotIn("Drafted", text)
        self.assertNotIn("Warned", text)

    def test_every_page_type_keeps_the_search_fields_of_the_base_page(self):
        for model in FACTORIES:
            names = {field.field_name for field in model.search_fields}
            with self.subTest(model=model.__name__):
                self.assertLessEqual({"title", "live", "heading", "introduction", "body"}, names)


class SearchTests(TestCase):
    def test_a_page_is_found_by_its_body(self):
        page = TreatmentPageFactory(
            body=[("section", {"heading": "Quicksilver", "text": "<p>Text</p>"})]
        )
        TreatmentPageFactory()
        self.assertEqual(list(TreatmentPage.objects.live().search("quicksilver")), [page])

    def test_a_list_is_found_by_what_it_lists(self):
        page = BenefitListPageFactory(
            benefits=picks("benefit", [BenefitFactory(title="Quicksilver")]), tells_risks=True
        )
        self.assertEqual(list(BenefitListPage.objects.live().search("quicksilver")), [page])

    def test_a_page_is_found_by_the_words_that_it_reuses_as_they_are_now(self):
        with self.captureOnCommitCallbacks(execute=True):
            benefit = BenefitFactory(text="Quicksilver", sources=[SourceFactory()])
            listing = BenefitListPageFactory(benefits=picks("benefit", [benefit]))
            body = [("benefits", {"heading": "A", "benefits": [], "list_page": listing})]
            page = TreatmentPageFactory(body=body, tells_risks=True)
        self.assertEqual(list(TreatmentPage.objects.live().search("quicksilver")), [page])
        with self.captureOnCommitCallbacks(execute=True):
            benefit.text = "Moonstone"
            benefit.save()
        self.assertEqual(list(TreatmentPage.objects.live().search("quicksilver")), [])
        self.assertEqual(list(TreatmentPage.objects.live().search("moonstone")), [page])

    def test_pages_that_are_indexed_together_are_read_together(self):
        benefit = BenefitFactory(sources=[SourceFactory()])
        body = [("benefits", {"heading": "A", "benefits": picks("benefit", [benefit])})]
        pages = [TreatmentPageFactory(body=body, tells_risks=True) for _each in range(4)]
        counts = []
        for some in (pages[:2], pages):
            found = [TreatmentPage.objects.get(pk=page.pk) for page in some]
            with CaptureQueriesContext(connection) as queries:
                share_shelf(found)
                texts = [page.shown_text for page in found]
            counts.append(len(queries))
            self.assertIn(benefit.text, texts[0])
        self.assertEqual(*counts)

    def test_a_page_is_not_found_by_words_of_a_draft_treatment(self):
        TreatmentPageFactory(treatment__name="Quicksilver infusion", treatment__live=False)
        self.assertEqual(list(TreatmentPage.objects.live().search("quicksilver")), [])
