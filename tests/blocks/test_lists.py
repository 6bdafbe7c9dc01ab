"""Lists: benefits, conditions, steps, questions, do and don't."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.test import TestCase
from wagtail.models import Locale, Page

from ketamine_pages.blocks import MixinPageChooserBlock
from tests.blocks.making import BODY, get_context, get_errors, make, picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    IndicationFactory,
    ProgrammePageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.library.test_translation import translate


class ListOrPicksTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.benefits = BenefitFactory.create_batch(2)
        cls.list_page = BenefitListPageFactory(benefits=picks("benefit", cls.benefits))

    def errors(self, *, draft=False, **values):
        block = BODY.child_blocks["benefits"]
        return get_errors(block, {"heading": "Benefits", **values}, draft=draft)

    def test_items_are_picked_or_a_list_is_chosen(self):
        self.assertEqual(self.errors(benefits=picks("benefit", self.benefits)), {})
        self.assertEqual(self.errors(list_page=self.list_page), {})

    def test_both_at_once_are_refused_in_drafts_too(self):
        for draft in (False, True):
            with self.subTest(draft=draft):
                errors = self.errors(
                    draft=draft,
                    benefits=picks("benefit", self.benefits),
                    list_page=self.list_page,
                )
                self.assertEqual(
                    errors,
                    {"list_page": ["Choose a list page or pick items here, but not both."]},
                )

    def test_neither_is_refused_unless_it_is_a_draft(self):
        self.assertEqual(
            self.errors(),
            {"benefits": ["Pick at least one item, or choose a list page to reuse."]},
        )
        self.assertEqual(self.errors(draft=True), {})

    def test_a_page_of_another_type_is_refused(self):
        for page in [TreatmentPageFactory(), Page.objects.get(depth=1)]:
            with self.subTest(page=page):
                self.assertEqual(set(self.errors(list_page=page)), {"list_page"})

    def test_pages_of_all_types_that_use_the_mixin_are_accepted(self):
        block = MixinPageChooserBlock("TreatmentPageMixin")
        for page in [TreatmentPageFactory(), ProgrammePageFactory()]:
            with self.subTest(page=page):
                self.assertEqual(block.clean(page.page_ptr), page.page_ptr)
        with self.assertRaisesMessage(ValidationError, "Pages of this type cannot be shown here."):
            block.clean(self.list_page.page_ptr)

    def test_the_chooser_offers_the_sites_own_list_pages(self):
        block = MixinPageChooserBlock("TreatmentPageMixin")
        names = {model.__name__ for model in block.target_models}
        self.assertLessEqual({"TreatmentPage", "ProgrammePage"}, names)
        self.assertNotIn("BenefitListPage", names)


class BenefitsBlockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.benefits = BenefitFactory.create_batch(3)
        cls.page = BenefitListPageFactory(benefits=picks("benefit", cls.benefits[::-1]))

    def shown(self, items, page=None):
        return get_context("benefits", page, benefits=picks("benefit", items))["benefits"]

    def test_picks_are_shown_in_the_editors_order_each_once(self):
        first, second, third = self.benefits
        self.assertEqual(self.shown([third, first, third, second]), [third, first, second])

    def test_drafts_and_deleted_items_are_left_out(self):
        items = [None, BenefitFactory(draft=True), self.benefits[0], None]
        self.assertEqual(self.shown(items), [self.benefits[0]])

    def test_an_item_deleted_since_is_left_out(self):
        value = make("benefits", benefits=picks("benefit", self.benefits))
        stored = BODY.child_blocks["benefits"].get_prep_value(value)
        self.benefits[1].delete()
        value = BODY.child_blocks["benefits"].to_python(stored)
        context = BODY.child_blocks["benefits"].get_context(
            value, parent_context={"in_preview": True}
        )
        self.assertEqual(context["benefits"], [self.benefits[0], self.benefits[2]])

    def test_a_chosen_list_is_shown_as_it_is_there(self):
        context = get_context("benefits", list_page=self.page)
        self.assertEqual(context["benefits"], self.benefits[::-1])
        self.page.benefits = picks("benefit", self.benefits[:1])
        self.page.save()
        self.assertEqual(
            get_context("benefits", list_page=self.page)["benefits"], self.benefits[:1]
        )

    def test_an_unpublished_list_shows_nothing(self):
        self.page.unpublish()
        self.assertEqual(get_context("benefits", list_page=self.page)["benefits"], [])

    def test_draft_changes_of_a_list_are_not_shown(self):
        self.page.benefits = picks("benefit", self.benefits[:1])
        self.page.save_revision()
        page = Page.objects.get(pk=self.page.pk)
        self.assertEqual(get_context("benefits", list_page=page)["benefits"], self.benefits[::-1])

    def test_what_a_site_calls_a_page_and_is_none_tells_no_risks(self):
        results = Paginator([1], 1).page(1)
        self.assertEqual(self.shown(self.benefits, results), [])

    def test_items_are_shown_in_the_language_of_the_page(self):
        spanish = Locale.objects.create(language_code="es")
        translation = translate(self.benefits[0], spanish)
        page = TreatmentPageFactory(tells_risks=True, locale=spanish)
        self.assertEqual(self.shown(self.benefits, page), [translation, *self.benefits[1:]])


class ConditionsBlockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory()
        cls.known, cls.unknown = ConditionFactory.create_batch(2)
        cls.indication = IndicationFactory(treatment=cls.treatment, condition=cls.known)
        cls.page = TreatmentPageFactory(treatment=cls.treatment, tells_risks=True)
        cls.picks = picks("condition", [cls.unknown, cls.known])

    def entries(self, page=None, **values):
        context = get_context("conditions", page, **{"conditions": self.picks, **values})
        return [(entry.condition, entry.indication) for entry in context["entries"]]

    def test_conditions_of_a_treatment_page_come_with_what_is_known(self):
        self.assertEqual(
            self.entries(self.page), [(self.unknown, None), (self.known, self.indication)]
        )

    def test_the_blocks_own_treatment_comes_before_that_of_the_page(self):
        risks = picks("notice", [SafetyNoticeFactory(treatments=[self.treatment])])
        page = TreatmentPageFactory(body=[("safety", {"heading": "Risks", "notices": risks})])
        self.assertEqual(self.entries(page)[1], (self.known, None))
        self.assertEqual(
            self.entries(page, treatment=self.treatment)[1], (self.known, self.indication)
        )

    def test_nothing_is_said_of_a_draft_treatment(self):
        self.treatment.unpublish()
        self.page.refresh_from_db()
        self.assertEqual(self.entries(self.page)[1], (self.known, None))
        # Nor does the page's own treatment stand in for one that was chosen.
        self.assertEqual(
            self.entries(TreatmentPageFactory(), treatment=self.treatment)[1], (self.known, None)
        )

    def test_nothing_is_said_of_a_draft_indication(self):
        self.indication.unpublish()
        self.assertEqual(self.entries(self.page)[1], (self.known, None))

    def test_a_page_without_treatment_shows_the_conditions_alone(self):
        self.assertEqual(self.entries(), [(self.unknown, None), (self.known, None)])

    def test_a_chosen_list_is_shown_for_the_treatment_of_this_page(self):
        list_page = ConditionListPageFactory(conditions=self.picks, treatment=TreatmentFactory())
        self.assertEqual(
            self.entries(self.page, conditions=[], list_page=list_page),
            [(self.unknown, None), (self.known, self.indication)],
        )


class QueryTests(TestCase):
    """No list costs more queries when it grows."""

    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory()
        cls.page = TreatmentPageFactory(treatment=cls.treatment, tells_risks=True)

    def assert_queries(self, number, block_type, **values):
        """``number`` queries, beyond the four for the notices of the page that the items need."""
        page = type(self.page).objects.select_related("treatment").get(pk=self.page.pk)
        block = BODY.child_blocks[block_type]
        stored = block.get_prep_value(make(block_type, heading="A heading", **values))
        with self.assertNumQueries(number + 4):
            context = block.get_context(block.to_python(stored), parent_context={"page": page})
            items = context.get("benefits") or [entry.indication for entry in context["entries"]]
            self.assertEqual([len(item.cited_sources) for item in items], [2] * len(items))
        (name,) = values.keys() - {"treatment"}
        self.assertEqual(len(items), len(values[name]))

    def test_benefits(self):
        for number in (1, 10):
            sources = SourceFactory.create_batch(2)
            items = BenefitFactory.create_batch(number, sources=sources)
            # The items, their links to sources, and the sources.
            self.assert_queries(3, "benefits", benefits=picks("benefit", items))

    def test_benefits_of_treatments_of_their_own(self):
        for number in (1, 10):
            sources = SourceFactory.create_batch(2)
            items = [
                BenefitFactory(sources=sources, treatment=TreatmentFactory()) for _ in range(number)
            ]
            notice = SafetyNoticeFactory(treatments=[item.treatment for item in items])
            self.page.body = [("safety", {"heading": "R", "notices": picks("notice", [notice])})]
            self.page.save()
            # What they are about, and the notice that was picked, as those of the page.
            self.assert_queries(8, "benefits", benefits=picks("benefit", items))

    def test_conditions(self):
        for number in (1, 10):
            indications = IndicationFactory.create_batch(
                number, treatment=self.treatment, sources=SourceFactory.create_batch(2)
            )
            conditions = [indication.condition for indication in indications]
            # Treatment (for the block and for what is known) and conditions, indications, their
            # links to sources, and the sources.
            self.assert_queries(
                6,
                "conditions",
                conditions=picks("condition", conditions),
                treatment=self.treatment,
            )


class PlainListTests(TestCase):
    def test_an_editor_gets_a_message_where_a_list_is_empty(self):
        for block_type, places in [
            ("steps", {"steps", "steps.0.title", "steps.0.text"}),
            ("questions", {"questions", "questions.0.question", "questions.0.answer"}),
            ("dos_and_donts", {"dos", "donts", "dos.0", "donts.0"}),
        ]:
            block = BODY.child_blocks[block_type]
            with self.subTest(block_type=block_type):
                errors = get_errors(block, {"heading": "A heading"})
                self.assertTrue(errors)
                self.assertLessEqual(set(errors), places)
                self.assertEqual(get_errors(block, {"heading": ""}, draft=True), {})

    def test_a_huge_paste_is_refused_at_its_field(self):
        huge = "x" * 100_000
        for block_type, value, places in [
            (
                "steps",
                {"steps": [{"title": huge, "text": huge}]},
                {"steps.0.title", "steps.0.text"},
            ),
            ("dos_and_donts", {"dos": [huge], "donts": ["Drive."]}, {"dos.0"}),
            ("section", {"text": f"<p>{huge}</p>"}, {"text"}),
            (
                "quote",
                {"speaker": "staff", "text": huge, "attribution": huge},
                {"text", "attribution"},
            ),
        ]:
            with self.subTest(block_type=block_type):
                value = {"heading": "A heading", **value} if block_type != "quote" else value
                self.assertEqual(set(get_errors(BODY.child_blocks[block_type], value)), places)
