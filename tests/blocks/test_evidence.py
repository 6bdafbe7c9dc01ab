"""Numbers, safety and facts at a glance."""

from types import SimpleNamespace

from django.test import TestCase
from wagtail.models import Locale

from ketamine_pages.blocks.share import CountedShare
from ketamine_pages.models import NoticeKind
from tests.blocks.making import BODY, get_context, get_errors, make, picks
from tests.factories import (
    BenefitListPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.library.test_translation import translate


def test_a_statistic_has_two_shares():
    value = make(
        "statistic",
        numerator=4,
        denominator=8,
        comparison_numerator=1,
        comparison_denominator=8,
    )
    assert value.share == CountedShare(part=4, whole=8)
    assert value.comparison_share == CountedShare(part=1, whole=8)
    assert make("statistic").share is None


def test_what_cannot_be_is_no_share():
    """Older content, and what comes by an API, was judged by no form."""
    assert make("statistic", numerator=9, denominator=8).share is None


class StatisticBlockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = SourceFactory()

    def errors(self, *, draft=False, **values):
        value = {
            "heading": "A small trial",
            "outcome": "had fewer symptoms",
            "numerator": 4,
            "denominator": 8,
            "group": "after ketamine",
            "comparison_numerator": 0,
            "comparison_denominator": 7,
            "comparison_group": "after placebo",
            "time": "one week later",
            "sources": picks("source", [self.source]),
            **values,
        }
        return get_errors(BODY.child_blocks["statistic"], value, draft=draft)

    def test_a_complete_statistic_is_accepted(self):
        self.assertEqual(self.errors(), {})

    def test_nothing_but_the_caveat_and_the_treatment_may_be_missing(self):
        optional = {"caveat", "treatment"}
        for name in BODY.child_blocks["statistic"].child_blocks:
            is_none = "rator" in name or name == "treatment"
            empty = [] if name == "sources" else None if is_none else ""
            with self.subTest(name=name):
                expected = set() if name in optional else {name}
                self.assertEqual(set(self.errors(**{name: empty})), expected)

    def test_there_are_no_more_people_than_in_the_group(self):
        message = ["There cannot be more people than in the group."]
        self.assertEqual(self.errors(numerator=9), {"numerator": message})
        self.assertEqual(
            self.errors(numerator=9, comparison_numerator=8),
            {"numerator": message, "comparison_numerator": message},
        )
        self.assertEqual(self.errors(numerator=8, comparison_numerator=7), {})

    def test_impossible_numbers_are_refused(self):
        self.assertEqual(set(self.errors(numerator=-1)), {"numerator"})
        self.assertEqual(set(self.errors(denominator=0)), {"denominator"})

    def test_an_unfinished_statistic_can_be_saved_as_a_draft(self):
        values = dict.fromkeys(("numerator", "denominator"))
        self.assertEqual(self.errors(draft=True, sources=[], heading="", **values), {})
        self.assertEqual(set(self.errors(draft=True, numerator=9)), {"numerator"})

    def test_draft_sources_are_not_shown(self):
        sources = [SourceFactory(draft=True), self.source, None]
        context = get_context("statistic", sources=picks("source", sources))
        self.assertEqual(context["sources"], [self.source])


class SafetyBlockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory()
        cls.effects = SafetyNoticeFactory(treatments=[cls.treatment])
        cls.warning = SafetyNoticeFactory(kind=NoticeKind.BOXED_WARNING, treatments=[cls.treatment])
        cls.page = TreatmentPageFactory(treatment=cls.treatment)

    def shown(self, page=None, **values):
        return get_context("safety", page, **values)["notices"]

    def test_a_treatment_page_shows_the_notices_of_its_treatment(self):
        self.assertEqual(self.shown(self.page), [self.warning, self.effects])

    def test_other_pages_show_those_of_the_chosen_treatment(self):
        page = BenefitListPageFactory()
        self.assertEqual(self.shown(page), [])
        self.assertEqual(self.shown(page, treatment=self.treatment), [self.warning, self.effects])

    def test_picked_notices_are_added_and_sorted_in(self):
        more = SafetyNoticeFactory(kind=NoticeKind.AFTER_TREATMENT)
        boxed = SafetyNoticeFactory(kind=NoticeKind.BOXED_WARNING)
        self.assertEqual(
            self.shown(self.page, notices=picks("notice", [more, boxed])),
            [self.warning, boxed, self.effects, more],
        )

    def test_a_notice_that_is_picked_as_well_comes_once(self):
        notices = picks("notice", [self.effects, self.warning])
        self.assertEqual(self.shown(self.page, notices=notices), [self.warning, self.effects])

    def test_drafts_are_left_out(self):
        self.effects.unpublish()
        notices = picks("notice", [self.effects, None, SafetyNoticeFactory(draft=True)])
        self.assertEqual(self.shown(self.page, notices=notices), [self.warning])

    def test_a_draft_treatment_brings_nothing(self):
        self.treatment.unpublish()
        self.page.refresh_from_db()
        self.assertEqual(self.shown(self.page), [])

    def test_a_spanish_page_shows_each_warning_once(self):
        spanish = Locale.objects.create(language_code="es")
        warning = translate(self.warning, spanish)
        page = SimpleNamespace(locale_id=spanish.pk, treatment=translate(self.treatment, spanish))
        notices = picks("notice", [self.warning, self.effects])
        self.assertEqual(self.shown(page, notices=notices), [warning, self.effects])


class AtAGlanceBlockTests(TestCase):
    def test_it_shows_the_treatment_of_the_page_or_its_own(self):
        page, own = TreatmentPageFactory(), TreatmentFactory()
        for values, treatment in [({}, page.treatment), ({"treatment": own}, own)]:
            with self.subTest(values=values):
                self.assertEqual(get_context("at_a_glance", page, **values)["treatment"], treatment)

    def test_it_shows_no_draft(self):
        page, draft = TreatmentPageFactory(), TreatmentFactory(draft=True)
        self.assertIsNone(get_context("at_a_glance", page, treatment=draft)["treatment"])
        self.assertIsNone(get_context("at_a_glance")["treatment"])
