"""Pages that are unusual, and real: what they show is what the same page always shows."""

import json
from datetime import timedelta
from itertools import combinations
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import blocks
from wagtail.models import Locale

from ketamine_pages.blocks import LibraryChooserBlock, LocationCardsBlock
from ketamine_pages.page_types.models import TreatmentPage
from ketamine_pages.reviews.fingerprints import get_fingerprint, get_fingerprints
from ketamine_pages.shown.contents import read_parts, stock
from tests import factories
from tests.reviews.making import block, page_with, picks, reload
from tests.shown.world import WorldTestCase, translate
from tests.testapp.models import GuidePage


def shown_by(page: Any) -> list[Any]:
    """The entries that a page shows, as it is in memory."""
    return [
        brought.entry
        for part in read_parts(page, stock([page]))
        if part.is_printed
        for brought in part.shown.entries
    ]


def column(*children: Any) -> dict[str, Any]:
    return {"type": "columns", "value": {"title": "", "columns": [list(children)]}}


def guide_with(*children: Any, **values: Any) -> Any:
    return reload(factories.GuidePageFactory(body=json.dumps(list(children)), **values))


class BatchTests(WorldTestCase):
    """A page has the fingerprint that it has, whatever is read together with it."""

    def test_of_any_two_pages_each_has_its_own(self):
        pages = {name: reload(page) for name, page in self.pages.items()}
        alone = {name: get_fingerprint(reload(page)) for name, page in pages.items()}
        for one, other in combinations(pages, 2):
            found = get_fingerprints([reload(self.pages[one]), reload(self.pages[other])])
            self.assertEqual(found, [alone[one], alone[other]], (one, other))
        together = get_fingerprints([reload(page) for page in self.pages.values()])
        self.assertEqual(together, list(alone.values()))

    def test_pages_that_share_one_value(self):
        english = reload(self.pages["direct"])
        spanish = reload(self.pages["spanish"])
        spanish.body = english.body
        alone = [get_fingerprint(english), get_fingerprint(spanish)]
        self.assertEqual(get_fingerprints([english, spanish]), alone)
        self.assertEqual(get_fingerprints([spanish, english]), alone[::-1])


class MemoryTests(TestCase):
    def test_a_body_that_was_looked_at_before(self):
        benefit = factories.BenefitFactory(title="Then")
        page = page_with(block("benefits", benefits=picks("benefit", benefit)), tells_risks=True)
        str(page.body[0].value["benefits"][0].value)
        benefit.title = "Now"
        benefit.save()
        [shown] = [each for each in shown_by(page) if each == benefit]
        self.assertEqual(shown.title, "Now")
        self.assertEqual(get_fingerprint(page), get_fingerprint(reload(page)))

    def test_a_block_that_was_changed_in_memory(self):
        listing = factories.BenefitListPageFactory(
            benefits=json.dumps(picks("benefit", benefit := factories.BenefitFactory()))
        )
        page = page_with(block("benefits"), block("at_a_glance"), tells_risks=True)
        other = factories.TreatmentFactory()
        page.body[0].value["list_page"] = listing
        page.body[1].value["treatment"] = other
        self.assertLessEqual({benefit, other}, set(shown_by(page)))

    def test_unsaved_picks(self):
        page = page_with(block("benefits"))
        sample = type(factories.BenefitFactory()).sample()
        source = type(factories.SourceFactory()).sample()
        page.body = [
            ("benefits", {"heading": "A", "benefits": [("benefit", sample)]}),
            ("section", {"heading": "B", "text": "<p>B</p>", "sources": [("source", source)]}),
        ]
        self.assertIn(sample, shown_by(page))
        get_fingerprint(page)
        page.get_findings()

    def test_a_draft_from_a_revision(self):
        benefit = factories.BenefitFactory()
        page = page_with(block("benefits"), tells_risks=True)
        page.body = factories.with_risks(
            [("benefits", {"heading": "A", "benefits": [("benefit", benefit)]})]
        )
        draft = page.save_revision().as_object()
        self.assertIn(benefit, shown_by(draft))
        self.assertEqual(get_fingerprint(draft), get_fingerprint(page))

    def test_an_unsaved_page(self):
        benefit = factories.BenefitFactory(treatment=factories.TreatmentFactory())
        notice = factories.SafetyNoticeFactory(treatments=[benefit.treatment])
        for model in (TreatmentPage, GuidePage):
            page = model(
                title="New",
                locale=Locale.get_default(),
                body=[
                    ("benefits", {"heading": "A", "benefits": [("benefit", benefit)]}),
                    ("safety", {"heading": "B", "notices": [("notice", notice)]}),
                ],
            )
            self.assertIn(benefit, shown_by(page))
            page.get_findings()
            get_fingerprint(page)


class PrintedAgainTests(TestCase):
    """A page that stays in memory, and blocks that are printed without one."""

    @classmethod
    def setUpTestData(cls):
        cls.benefit = factories.BenefitFactory(title="Then")
        cls.listing = factories.BenefitListPageFactory(
            heading="{count} benefits",
            benefits=json.dumps(picks("benefit", cls.benefit)),
            tells_risks=True,
        )
        cls.page = page_with(
            block("benefits", list_page=cls.listing.pk),
            block("benefits", benefits=picks("benefit", cls.benefit)),
            tells_risks=True,
        )

    def print(self, page: Any) -> str:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return page.serve(request).render().content.decode()

    def test_it_shows_what_is_stored_now(self):
        page = reload(self.page)
        self.assertEqual(self.print(page).count("Then</h3>"), 2)
        self.benefit.title = "Now"
        self.benefit.save()
        self.assertEqual(self.print(page).count("Now</h3>"), 2)
        other = factories.BenefitFactory(title="Other")
        self.listing.benefits = [("benefit", other)]
        self.listing.save()
        html = self.print(page)
        self.assertEqual((html.count("Now</h3>"), html.count("Other</h3>")), (1, 1))
        self.benefit.unpublish()
        self.assertNotIn("Now", self.print(page))

    def test_a_heading_counts_what_was_read_again(self):
        listing = reload(self.listing)
        self.assertEqual(listing.display_heading, "1 benefits")
        self.benefit.unpublish()
        listing.refresh_from_db()
        self.assertEqual(listing.display_heading, "0 benefits")
        listing.benefits = [("benefit", factories.BenefitFactory())]
        listing.save()
        self.assertEqual(listing.display_heading, "1 benefits")

    def test_a_block_by_itself_prints_the_same_twice(self):
        child = reload(self.page).body[0]
        first = child.render({"in_preview": True})
        self.assertIn("Then", first)
        self.assertEqual(child.render({"in_preview": True}), first)

    def test_a_block_on_no_page_says_nothing_of_effects(self):
        page = reload(self.page)
        self.assertNotIn("Then", page.body[0].render())
        self.assertNotIn("Then", str(page.body))
        data = page.body.stream_block.get_api_representation(page.body)
        self.assertNotIn("Then", str(data))

    def test_a_list_that_is_gone_is_not_shown(self):
        alias = self.listing.create_alias(update_slug="alias")
        page = page_with(block("benefits", list_page=alias.pk), tells_risks=True)
        self.assertIn(self.benefit, shown_by(page))
        for take_off in (alias.unpublish, alias.delete):
            take_off()
            for each in (page, reload(page)):
                self.assertEqual([entry for entry in shown_by(each) if entry == self.benefit], [])


class NothingToPrintTests(TestCase):
    """Blocks whose entries are all hidden print nothing, and show nothing of their treatment."""

    def test_a_treatment_is_not_shown_where_nothing_of_it_is_printed(self):
        treatment = factories.TreatmentFactory()
        draft = factories.ConditionFactory(draft=True)
        for children in (
            block("conditions", conditions=picks("condition", draft), treatment=treatment.pk),
            block("safety", treatment=treatment.pk),
        ):
            page = guide_with(children)
            self.assertEqual(shown_by(page), [])
            [_head, _own, passage] = page.get_fact_passages(stock([page]))
            self.assertFalse(passage.is_printed)
            self.assertEqual(page.body[0].render().strip(), "")


class SpanishTests(TestCase):
    """A page in Spanish with entries that nobody has translated, or only some of them."""

    @classmethod
    def setUpTestData(cls):
        cls.spanish = Locale.objects.create(language_code="es")
        cls.treatment = factories.TreatmentFactory(regulatory_status="approved")
        cls.notice = factories.SafetyNoticeFactory(treatments=[cls.treatment])
        cls.indication = factories.IndicationFactory(
            treatment=cls.treatment, sources=[factories.SourceFactory()]
        )

    def make(self, *children, **values):
        return page_with(*children, locale=self.spanish, treatment=self.treatment, **values)

    def test_a_translated_notice_of_a_treatment_that_is_not_translated(self):
        translated = translate(self.notice, self.spanish)
        for page in (self.make(block("safety")), self.make()):
            shown = shown_by(page)
            self.assertIn(translated, shown)
            self.assertNotIn(self.notice, shown)

    def test_a_notice_comes_once_by_its_treatment_and_picked(self):
        translated = translate(self.notice, self.spanish)
        page = self.make(block("safety", notices=picks("notice", self.notice)))
        notices = [
            notice for part in read_parts(page, stock([page])) for notice, _of in part.shown.notices
        ]
        self.assertEqual(notices, [translated])

    def test_a_translated_indication_of_a_treatment_that_is_not_translated(self):
        condition = translate(self.indication.condition, self.spanish)
        translated = self.indication.copy_for_translation(self.spanish)
        translated.live = True
        translated.save()
        page = self.make(
            block("conditions", conditions=picks("condition", self.indication.condition))
        )
        shown = shown_by(page)
        self.assertIn(translated, shown)
        self.assertNotIn(self.indication, shown)
        [entry] = [
            entry for part in read_parts(page, stock([page])) for entry in part.shown.conditions
        ]
        self.assertEqual(entry.condition, condition)
        self.assertEqual(entry.indication.condition, condition)


class NestedTests(TestCase):
    """Blocks of the package, and choosers, inside of blocks that are not the package's."""

    @classmethod
    def setUpTestData(cls):
        cls.treatment = factories.TreatmentFactory()
        cls.notice = factories.SafetyNoticeFactory(treatments=[cls.treatment])
        cls.benefit = factories.BenefitFactory(treatment=cls.treatment)
        cls.indication = factories.IndicationFactory(treatment=cls.treatment)

    def guide(self):
        return guide_with(
            column(
                block("safety", treatment=self.treatment.pk),
                block("benefits", benefits=picks("benefit", self.benefit)),
                block(
                    "conditions",
                    conditions=picks("condition", self.indication.condition),
                    treatment=self.treatment.pk,
                ),
            )
        )

    def test_what_nested_blocks_show_is_shown_by_the_page(self):
        expected = {self.notice, self.benefit, self.indication, self.indication.condition}
        self.assertLessEqual(expected, set(shown_by(self.guide())))

    def test_a_change_of_it_is_another_fingerprint(self):
        page = self.guide()
        for entry, name in (
            (self.notice, "title"), (self.benefit, "text"), (self.indication, "statement"),
        ):  # fmt: skip
            before = get_fingerprint(reload(page))
            setattr(entry, name, "Something else")
            entry.save()
            self.assertNotEqual(get_fingerprint(reload(page)), before, name)

    def test_it_is_fetched_with_all_else(self):
        page = self.guide()
        shelf = stock([page])
        # Its own two relations to many, one by one.
        with self.assertNumQueries(2):
            list(read_parts(page, shelf))

    def test_search_engines_are_told_what_is_printed(self):
        page = self.guide()
        html = self.client.get(page.url).content.decode()
        self.assertIn(self.notice.title, html)
        data = html.partition("application/ld+json")[2]
        for text in (self.treatment.name, self.indication.condition.name):
            self.assertIn(text, data)

    def test_search_engines_are_told_of_nested_cards(self):
        clinic = factories.LocationPageFactory(title="Clinic of the north")
        cards = block("location_cards", mode="chosen", locations=picks("location", clinic))
        child_blocks = GuidePage._meta.get_field("body").stream_block.child_blocks
        with patch.dict(child_blocks, places=blocks.ListBlock(LocationCardsBlock())):
            page = guide_with({"type": "places", "value": [cards["value"]]})
            html, _script, data = (
                self.client.get(page.url).content.decode().partition("application/ld+json")
            )
        self.assertIn(clinic.title, html)
        self.assertIn(f"{clinic.full_url}#clinic", data)

    def test_a_nested_section_that_is_over_shows_nothing(self):
        yesterday = timezone.localdate() - timedelta(days=1)
        source = factories.SourceFactory()
        over = block("section", text="<p>A</p>", sources=picks("source", source))
        over["value"]["expires_on"] = yesterday.isoformat()
        page = guide_with(column(over))
        parts = [part for part in read_parts(page, stock([page])) if part.shown.sources]
        self.assertEqual([part.is_printed for part in parts], [False])

    def test_a_nested_statement_is_judged_as_one_beside_it(self):
        statistic = block("statistic", outcome="felt better", numerator=1, denominator=2)
        beside = {finding.code for finding in page_with(statistic).get_findings()}
        within = {finding.code for finding in guide_with(column(statistic)).get_findings()}
        self.assertIn("benefit-without-source", beside)
        self.assertIn("benefit-without-source", within)

    def test_a_nested_section_that_is_over_hides_nothing_around_it(self):
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        over = block("section", text="<p>Ketamine cures everything.</p>")
        over["value"]["expires_on"] = yesterday
        benefits = block("benefits", benefits=picks("benefit", self.benefit))
        codes = [
            {finding.code for finding in page.get_findings()}
            for page in (guide_with(column(over, benefits)), guide_with(column(benefits)))
        ]
        self.assertEqual(codes[0] - {"fact-expired"}, codes[1] - {"fact-expired"})

    def test_choosers_of_a_struct_in_a_list_in_a_stream(self):
        struct = blocks.StructBlock(
            [("benefit", LibraryChooserBlock("ketamine_pages.Benefit", required=False))]
        )
        rows = blocks.ListBlock(struct)
        child_blocks = GuidePage._meta.get_field("body").stream_block.child_blocks
        with patch.dict(child_blocks, rows=rows):
            page = guide_with({"type": "rows", "value": [{"benefit": self.benefit.pk}]})
            self.assertIn(self.benefit, shown_by(page))
            before = get_fingerprint(page)
            self.benefit.title = "Other"
            self.benefit.save()
            self.assertNotEqual(get_fingerprint(page), before)


class FieldTests(TestCase):
    """Fields of a site's own page type that name library entries."""

    def test_what_they_name_is_shown(self):
        benefit, condition = factories.BenefitFactory(), factories.ConditionFactory()
        notice = factories.SafetyNoticeFactory()
        page = factories.GuidePageFactory(benefit=benefit)
        page.conditions.add(condition)
        page.notices.add(notice)
        page.save()
        self.assertEqual(shown_by(reload(page)), [benefit, condition, notice])

    def test_many_pages_take_as_many_queries_as_two(self):
        for _each in range(6):
            factories.GuidePageFactory(benefit=factories.BenefitFactory())
        counts = []
        for number in (2, 6):
            pages = list(GuidePage.objects.all()[:number])
            with CaptureQueriesContext(connection) as queries:
                shelf = stock(pages)
                for page in pages:
                    self.assertTrue(page.benefit)
            with self.assertNumQueries(0):
                shelf.ready([page.benefit for page in pages])
            counts.append(len(queries))
        self.assertEqual(*counts)
