"""What is said about approved products, and the warnings that come with it."""

from typing import Any

from django.test import TestCase

from ketamine_pages.shown.contents import read_parts, stock
from tests import factories
from tests.reviews.making import block, picks
from tests.shown.test_unusual import guide_with, shown_by


class ProductTests(TestCase):
    """Pages that say something about an approved product, whose warnings come by themselves."""

    @classmethod
    def setUpTestData(cls):
        cls.product = factories.TreatmentFactory(product=True)
        cls.boxed, cls.common = (
            factories.SafetyNoticeFactory(kind=kind, treatments=[cls.product])
            for kind in ("boxed-warning", "common-effects")
        )
        cls.benefit = factories.BenefitFactory(treatment=cls.product)
        cls.benefits = block("benefits", benefits=picks("benefit", cls.benefit))

    def notices(self, page: Any) -> list[Any]:
        return [n for part in read_parts(page, stock([page])) for n, _of in part.shown.notices]

    def test_whatever_else_is_told_of_its_risks_the_boxed_warning_is_told_once(self):
        common = block("safety", notices=picks("notice", self.common))
        all_of_them = block("safety", treatment=self.product.pk)
        for children, notices in (
            ([self.benefits], [self.boxed]),
            ([self.benefits, common], [self.boxed, self.common]),
            ([self.benefits, all_of_them], [self.boxed, self.common]),
            ([self.benefits, self.benefits], [self.boxed]),
            ([common], [self.common]),
        ):
            with self.subTest(children=children):
                page = guide_with(*children)
                self.assertEqual(self.notices(page), notices)
                self.assertEqual(self.benefit in shown_by(page), self.benefits in children)

    def test_the_warning_of_two_products_is_told_once(self):
        other = factories.TreatmentFactory(product=True)
        self.boxed.treatments.add(other)
        self.boxed.save()
        benefit = factories.BenefitFactory(treatment=other)
        page = guide_with(block("benefits", benefits=picks("benefit", self.benefit, benefit)))
        self.assertEqual(self.notices(page), [self.boxed])
        self.assertLessEqual({self.benefit, benefit}, set(shown_by(page)))

    def test_nothing_is_said_where_the_warning_has_no_source(self):
        self.boxed.source_links.all().delete()
        page = guide_with(self.benefits)
        self.assertEqual((shown_by(page), self.notices(page)), ([], []))
