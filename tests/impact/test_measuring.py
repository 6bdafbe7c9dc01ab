"""What a change would do to published pages, asked before it is made."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from ketamine_pages.impact import Publication, Removal, get_impact
from ketamine_pages.models import ClinicSettings, ContentVersion, ReviewStatus, StoredFinding
from tests import factories
from tests.reviews.making import block, page_with, picks, reload, review, status_of


class ImpactTestCase(TestCase):
    """A list of one benefit, a page that reuses it, and one that is about the treatment.

    Both pages print the only notice of the treatment, which nobody names.
    """

    @classmethod
    def setUpTestData(cls):
        with cls.captureOnCommitCallbacks(execute=True):
            cls.treatment = factories.TreatmentFactory(name="Infusions")
            cls.other = factories.TreatmentFactory(name="Tablets")
            cls.source = factories.SourceFactory()
            cls.benefit = factories.BenefitFactory(title="Sleep", sources=[cls.source])
            cls.notice = factories.SafetyNoticeFactory(treatments=[cls.treatment])
            cls.condition = factories.ConditionFactory(name="Low mood")
            cls.indication = factories.IndicationFactory(
                treatment=cls.treatment, condition=cls.condition, sources=[cls.source]
            )
            cls.listing = factories.BenefitListPageFactory(
                title="All", benefits=json.dumps(picks("benefit", cls.benefit))
            )
            cls.reusing = page_with(
                block("benefits", list_page=cls.listing.pk),
                block("safety"),
                title="Reusing",
                treatment=cls.treatment,
            )
            cls.about = page_with(
                block("conditions", conditions=picks("condition", cls.condition)),
                block("safety"),
                title="About",
                treatment=cls.treatment,
            )

    def titles(self, impact: Any) -> list[str]:
        return sorted(each.page.title for each in impact.pages)


class RemovalTests(ImpactTestCase):
    def test_a_benefit_is_missed_where_its_list_is_reused(self):
        impact = get_impact(Removal([self.benefit]))
        self.assertEqual(impact.number, 2)
        self.assertEqual(self.titles(impact), ["All", "Reusing"])
        # The list itself tells no risks, so that it has never printed it.
        self.assertEqual(impact.losing_statements, 1)
        self.assertEqual(impact.pages[0].page.title, "Reusing")
        self.assertEqual(impact.pages[0].lost_statements, ("Sleep",))
        self.assertEqual(impact.losing_safety, 0)
        self.assertTrue(impact.takes_away)

    def test_the_only_notice_is_missed_by_all_pages_about_its_treatment(self):
        impact = get_impact(Removal([self.notice]))
        self.assertEqual(self.titles(impact), ["About", "Reusing"])
        self.assertEqual(impact.losing_safety, 2)
        codes = {error.code for page in impact.pages for error in page.new_errors}
        self.assertIn("benefits-without-safety", codes)
        [bare] = impact.bare_treatments
        self.assertEqual((bare.treatment, bare.number), (self.treatment, 2))
        self.assertEqual([page.title for page in bare.pages], ["About", "Reusing"])

    def test_one_of_two_notices_leaves_no_treatment_bare(self):
        factories.SafetyNoticeFactory(treatments=[self.treatment])
        impact = get_impact(Removal([self.notice]))
        self.assertEqual((impact.losing_safety, impact.bare_treatments), (0, []))

    def test_a_boxed_warning_counts_by_itself(self):
        warning = factories.SafetyNoticeFactory(treatments=[self.treatment], kind="boxed-warning")
        self.assertEqual(get_impact(Removal([warning])).losing_safety, 2)

    def test_both_at_once_do(self):
        second = factories.SafetyNoticeFactory(treatments=[self.treatment])
        self.assertEqual(len(get_impact(Removal([self.notice, second])).bare_treatments), 1)

    def test_a_notice_of_a_treatment_that_nobody_speaks_of(self):
        notice = factories.SafetyNoticeFactory(treatments=[self.other])
        self.assertEqual(get_impact(Removal([notice])).bare_treatments, [])

    def test_a_treatment_takes_its_notices_along(self):
        impact = get_impact(Removal([self.treatment]))
        self.assertEqual(impact.losing_safety, 2)
        self.assertEqual(impact.bare_treatments, [])

    def test_a_list_page_with_what_is_reused_of_it(self):
        impact = get_impact(Removal([self.listing]))
        self.assertEqual(self.titles(impact), ["Reusing"])
        self.assertEqual(impact.losing_statements, 1)

    def test_pages_below_go_as_well(self):
        section = factories.TreatmentIndexPageFactory()
        with self.captureOnCommitCallbacks(execute=True):
            listing = factories.BenefitListPageFactory(
                parent=section, benefits=json.dumps(picks("benefit", self.benefit))
            )
            page_with(block("benefits", list_page=listing.pk), title="Far away")
        section = reload(section)
        self.assertEqual(get_impact(Removal([section])).number, 0)
        impact = get_impact(Removal([section], with_descendants=True))
        self.assertEqual(self.titles(impact), ["Far away"])

    def test_a_draft_is_missed_by_nobody(self):
        self.benefit.unpublish()
        self.assertEqual(get_impact(Removal([self.benefit])).number, 0)

    def test_a_page_that_nobody_reuses_concerns_nobody(self):
        self.assertEqual(get_impact(Removal([self.about])).number, 0)

    def test_reviews_of_pages_and_entries_end(self):
        for each in (self.reusing, self.about, self.indication, self.benefit):
            review(each)
            status_of(each)
        impact = get_impact(Removal([self.source]))
        # The entries that cite it, and the pages that print them.
        self.assertEqual((impact.entries, impact.ending_reviews), (2, 4))

    def test_reviews_that_do_not_hold_cannot_end(self):
        self.assertEqual(get_impact(Removal([self.source])).ending_reviews, 0)


class WithheldTests(ImpactTestCase):
    """What pages withhold is as lost as what they no longer show."""

    def setUp(self):
        # It cites the same source.
        self.indication.unpublish()

    def assertLost(self, impact: Any) -> None:
        [page] = [each for each in impact.pages if each.lost_statements]
        self.assertEqual((page.page.title, page.lost_statements), ("Reusing", ("Sleep",)))
        self.assertEqual((impact.losing_statements, impact.takes_away), (1, True))
        self.assertEqual(impact.losing_safety, 0)

    def test_its_only_source_is_withdrawn(self):
        draft = reload(self.source)
        draft.withdrawn_on = timezone.localdate()
        self.assertLost(get_impact(Publication([draft])))

    def test_its_only_source_is_unpublished_or_deleted(self):
        self.assertLost(get_impact(Removal([self.source])))

    def test_it_loses_its_sources(self):
        draft = reload(self.benefit)
        draft.source_links.set([])
        self.assertLost(get_impact(Publication([draft])))

    def test_it_moves_to_a_compounded_treatment(self):
        compounded = factories.TreatmentFactory(regulatory_status="compounded")
        draft = reload(self.benefit)
        draft.treatment = compounded
        self.assertLost(get_impact(Publication([draft])))

    def test_what_was_withheld_already_is_not_lost(self):
        type(self.source).objects.filter(pk=self.source.pk).update(live=False)
        impact = get_impact(Removal([self.benefit]))
        self.assertEqual((impact.number, impact.losing_statements), (2, 0))
        self.assertFalse(impact.takes_away)


class PublicationTests(ImpactTestCase):
    def impact_of(self, item: Any, **changes: Any) -> Any:
        draft = reload(item)
        for name, value in changes.items():
            setattr(draft, name, value)
        return get_impact(Publication([draft]))

    def test_nothing_changed_is_no_loss(self):
        for item in (self.source, self.benefit, self.notice, self.treatment, self.listing):
            with self.subTest(item=item):
                impact = self.impact_of(item)
                self.assertFalse(impact.takes_away)
                self.assertEqual(impact.getting_errors, 0)

    def test_a_source_is_withdrawn(self):
        impact = self.impact_of(self.source, withdrawn_on=timezone.localdate())
        self.assertEqual(self.titles(impact), ["About", "All", "Reusing"])
        self.assertEqual(impact.getting_errors, 3)

    def test_a_source_is_to_be_withdrawn_later(self):
        later = timezone.localdate() + timedelta(days=1)
        self.assertEqual(self.impact_of(self.source, withdrawn_on=later).getting_errors, 0)

    def test_a_benefit_is_over(self):
        over = timezone.localdate() - timedelta(days=1)
        impact = self.impact_of(self.benefit, expires_on=over)
        self.assertEqual(impact.losing_statements, 1)

    def test_an_indication_goes_to_another_treatment(self):
        impact = self.impact_of(self.indication, treatment=self.other)
        # All pages about the treatment may print it, and one does.
        self.assertEqual(self.titles(impact), ["About", "Reusing"])
        [page] = [each.page.title for each in impact.pages if each.lost_statements]
        self.assertEqual(page, "About")

    def test_a_treatment_gets_another_status(self):
        impact = self.impact_of(self.treatment, regulatory_status="approved", approved_for="pain")
        self.assertEqual(impact.getting_errors, 2)

    def test_a_notice_is_no_longer_about_its_treatment(self):
        draft = reload(self.notice)
        draft.treatments.set([self.other])
        impact = get_impact(Publication([draft]))
        self.assertEqual(impact.losing_safety, 2)
        self.assertEqual([each.treatment for each in impact.bare_treatments], [self.treatment])
        self.assertEqual(list(draft.treatments.all()), [self.other])
        self.assertEqual(list(reload(self.notice).treatments.all()), [self.treatment])

    def test_a_notice_with_a_date_of_unpublishing(self):
        later = timezone.now() + timedelta(days=1)
        self.assertEqual(len(self.impact_of(self.notice, expire_at=later).bare_treatments), 1)
        reload(self.notice).__class__.objects.filter(pk=self.notice.pk).update(expire_at=later)
        # Nothing new.
        self.assertEqual(self.impact_of(self.notice, expire_at=later).bare_treatments, [])

    def test_a_benefit_loses_its_source(self):
        draft = reload(self.benefit)
        draft.source_links.set([])
        impact = get_impact(Publication([draft]))
        self.assertEqual(impact.getting_errors, 2)
        self.assertEqual(reload(self.benefit).source_links.count(), 1)

    def test_sources_of_a_draft_are_as_before_afterwards(self):
        draft = reload(self.benefit)
        model = draft.source_links.model
        draft.source_links.add(model(source=factories.SourceFactory()))
        get_impact(Publication([draft]))
        self.assertCountEqual([link.pk is None for link in draft.source_links.all()], [False, True])

    def test_a_list_gets_a_benefit_without_a_source(self):
        bare = factories.BenefitFactory(sources=[])
        impact = self.impact_of(
            self.listing, benefits=json.dumps(picks("benefit", self.benefit, bare))
        )
        self.assertEqual(self.titles(impact), ["Reusing"])
        self.assertEqual(impact.getting_errors, 1)

    def test_a_draft_that_pages_have_chosen_comes_to_them(self):
        draft = factories.BenefitFactory(live=False)
        with self.captureOnCommitCallbacks(execute=True):
            page = page_with(
                block("benefits", benefits=picks("benefit", draft)),
                block("safety"),
                title="Waiting",
                treatment=self.treatment,
            )
            review(page)
        impact = get_impact(Publication([reload(draft)]))
        self.assertEqual(self.titles(impact), ["Waiting"])
        self.assertEqual((impact.getting_errors, impact.ending_reviews), (0, 1))

    def test_what_is_not_stored_yet_is_shown_nowhere(self):
        draft = factories.BenefitFactory.build()
        self.assertEqual(get_impact(Publication([draft])).number, 0)


class SiteWordingTests(ImpactTestCase):
    """A wording stands on every page of the sites that have chosen it."""

    def setUp(self):
        self.wording = factories.SiteWordingFactory()

    def choose(self) -> None:
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.wording = self.wording
        with self.captureOnCommitCallbacks(execute=True):
            clinic.save()

    def test_all_published_pages_of_the_site_show_it(self):
        self.choose()
        with CaptureQueriesContext(connection) as few:
            impact = get_impact(Removal([self.wording]))
        pages = Page.objects.live().filter(depth__gt=1)
        self.assertEqual(impact.number, pages.count())
        self.assertLessEqual({"About", "All", "Reusing"}, set(self.titles(impact)))
        self.assertEqual((impact.is_of_sites, impact.takes_away), (True, False))
        self.assertEqual(get_impact(Publication([self.wording])).number, impact.number)
        self.assertLessEqual(len(few), 60)

    def test_what_no_site_has_chosen_is_shown_nowhere(self):
        impact = get_impact(Removal([self.wording]))
        self.assertEqual((impact.number, impact.is_of_sites), (0, False))


class NothingStaysTests(ImpactTestCase):
    def state(self) -> Any:
        models = (ContentVersion, ReviewStatus, StoredFinding)
        rows = [list(model.objects.order_by("pk").values()) for model in models]
        items = [reload(each) for each in (self.benefit, self.notice, self.source, self.listing)]
        return rows, [each.serializable_data() for each in items]

    def test_no_row_is_another(self):
        before = self.state()
        plans = Removal([self.benefit, self.notice, self.listing]), Publication([self.source])
        with self.captureOnCommitCallbacks() as callbacks:
            for plan in plans:
                get_impact(plan)
        self.assertEqual((self.state(), callbacks), (before, []))

    def test_an_error_on_the_way_leaves_nothing_either(self):
        before = self.state()
        with self.assertRaises(ZeroDivisionError), Removal([self.benefit]).as_if_done():
            _never = 1 / 0
        self.assertEqual(self.state(), before)


class CostTests(TestCase):
    def test_many_pages_are_counted_and_some_looked_at(self):
        with self.captureOnCommitCallbacks(execute=True):
            source = factories.SourceFactory()
            benefit = factories.BenefitFactory(sources=[source])
            for _ in range(12):
                page_with(block("benefits", benefits=picks("benefit", benefit)))

        def count(limit: int) -> int:
            with CaptureQueriesContext(connection) as queries:
                impact = get_impact(Removal([source]), limit=limit)
            self.assertEqual((impact.number, len(impact.pages)), (12, limit))
            self.assertEqual(impact.is_complete, limit == 12)
            return len(queries)

        few, many = count(2), count(12)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 28)
