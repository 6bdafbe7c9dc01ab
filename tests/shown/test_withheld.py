"""What may not stand on a page is not printed, and the editor reads in the preview why."""

from typing import Any

from django.test import TestCase

from tests import factories
from tests.rendering import text_of
from tests.reviews.making import block, page_with, picks

NO_SAFETY = "The page has no safety information about its treatment."


class WithheldTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment, cls.other = factories.TreatmentFactory.create_batch(2)
        cls.compounded = factories.TreatmentFactory(regulatory_status="compounded")
        cls.draft = factories.TreatmentFactory(draft=True)
        for treatment in (cls.treatment, cls.other, cls.compounded, cls.draft):
            factories.SafetyNoticeFactory(treatments=[treatment])

    def risks(self, *treatments: Any) -> list[Any]:
        return [block("safety", treatment=treatment.pk) for treatment in treatments]

    def test_a_benefit(self):
        own, risks = self.treatment, self.risks
        for name, values, page_is_about, beside, reason in (
            ("of the page", {}, own, risks(own), ""),
            ("of the page, risks missing", {}, own, [], NO_SAFETY),
            ("of the page, risks of another", {}, own, risks(self.other), NO_SAFETY),
            ("of another", {"treatment": self.other}, own, risks(self.other), ""),
            ("of another, risks of the page", {"treatment": self.other}, own, risks(own),
             NO_SAFETY),
            ("of a compounded one", {"treatment": self.compounded}, own, risks(self.compounded),
             "It was studied for another treatment than that of the page."),
            ("on the page of a compounded one", {"treatment": own}, self.compounded, risks(own),
             "It was studied for another treatment than that of the page."),
            ("of a draft", {"treatment": self.draft}, own, risks(own),
             "Its treatment is not published."),
            ("without source", {"sources": []}, own, risks(own),
             "It has no source that can be relied on."),
            ("with a source against it", {"sources": [], "against": [factories.SourceFactory()]},
             own, risks(own), ""),
            ("of no treatment", {}, self.draft, risks(own),
             "Its treatment is not published."),
        ):  # fmt: skip
            with self.subTest(name):
                benefit = factories.BenefitFactory(title="Less pain", **values)
                benefits = block("benefits", benefits=picks("benefit", benefit))
                page = page_with(benefits, *beside, treatment=page_is_about)
                self.check(page, "Less pain", reason)
                is_foreign = values.get("treatment") == self.other and not reason
                self.assertEqual("Studied for" in self.visit(page), is_foreign)

    def test_a_notice_that_tells_no_risk_covers_nothing(self):
        for values in (
            {"sources": []},
            {"text": "<p> </p>"},
            {"kind": "after-treatment"},
            {"draft": True},
        ):
            with self.subTest(values=values):
                treatment = factories.TreatmentFactory()
                factories.SafetyNoticeFactory(**{"treatments": [treatment], **values})
                benefits = block("benefits", benefits=picks("benefit", factories.BenefitFactory()))
                page = page_with(benefits, block("safety"), treatment=treatment)
                self.check(page, "Some people felt better", NO_SAFETY)

    def test_what_is_known_for_a_condition(self):
        indication = factories.IndicationFactory(treatment=self.treatment, statement="Less grief.")
        conditions = block("conditions", conditions=picks("condition", indication.condition))
        for beside, reason in ((self.risks(self.treatment), ""), ([], NO_SAFETY)):
            page = page_with(conditions, *beside, treatment=self.treatment)
            self.check(page, "Less grief.", reason)
            # Neither does the page say that there is nothing to say.
            self.assertIn(indication.condition.name, self.visit(page))
            self.assertNotIn("No evidence recorded", self.visit(page))

    def test_a_number(self):
        whole = {
            "outcome": "slept better",
            "numerator": 1,
            "denominator": 2,
            "comparison_numerator": 1,
            "comparison_denominator": 3,
            "sources": picks("source", factories.SourceFactory()),
        }
        for name, values, beside, reason in (
            ("whole", {}, self.risks(self.treatment), ""),
            ("without risks", {}, [], NO_SAFETY),
            ("without a whole", {"denominator": None}, self.risks(self.treatment),
             "It does not say of how many."),
            ("without source", {"sources": []}, self.risks(self.treatment),
             "It has no source that can be relied on."),
        ):  # fmt: skip
            with self.subTest(name):
                number = block("statistic", **{**whole, **values})
                page = page_with(number, *beside, treatment=self.treatment)
                self.check(page, "Slept better", reason)

    def visit(self, page: Any) -> str:
        return text_of(self.client.get(page.url).content.decode())

    def check(self, page: Any, words: str, reason: str) -> None:
        """Visitors read ``words`` unless there is a ``reason``, which the preview names."""
        self.assertEqual(words in self.visit(page), not reason)
        preview = text_of(page.make_preview_request().content.decode())
        self.assertEqual("Not shown to visitors" in preview, bool(reason))
        self.assertIn(reason, preview)
