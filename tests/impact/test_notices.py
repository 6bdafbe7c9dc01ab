"""Safety notices: what tells a risk, which of them is the last, and who misses it."""

from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from ketamine_pages.impact import Publication, Removal, get_impact
from tests import factories
from tests.impact.test_measuring import ImpactTestCase
from tests.reviews.making import reload
from tests.shown.world import translate


class LastNoticeTests(ImpactTestCase):
    """The last notice that tells a risk, whatever else is said beside it."""

    def assertBare(self, impact: Any) -> None:
        self.assertEqual([each.treatment for each in impact.bare_treatments], [self.treatment])
        self.assertEqual(impact.losing_safety, 2)

    def only_source(self) -> Any:
        [link] = self.notice.source_links.all()
        return reload(link.source)

    def test_what_to_do_afterwards_is_no_risk(self):
        factories.SafetyNoticeFactory(treatments=[self.treatment], kind="after-treatment")
        self.assertBare(get_impact(Removal([self.notice])))

    def test_one_without_a_source_tells_none(self):
        factories.SafetyNoticeFactory(treatments=[self.treatment], sources=[])
        self.assertBare(get_impact(Removal([self.notice])))

    def test_it_becomes_one_about_what_to_do_afterwards(self):
        draft = reload(self.notice)
        draft.kind = "after-treatment"
        self.assertBare(get_impact(Publication([draft])))

    def test_it_is_published_without_sources_or_without_a_text(self):
        draft = reload(self.notice)
        draft.source_links.set([])
        self.assertBare(get_impact(Publication([draft])))
        draft = reload(self.notice)
        draft.text = "<p> </p>"
        self.assertBare(get_impact(Publication([draft])))

    def test_its_only_source_is_withdrawn(self):
        draft = self.only_source()
        draft.withdrawn_on = timezone.localdate()
        self.assertBare(get_impact(Publication([draft])))

    def test_its_only_source_is_unpublished_or_deleted(self):
        self.assertBare(get_impact(Removal([self.only_source()])))

    def test_one_of_its_sources_goes(self):
        source, draft = self.only_source(), reload(self.notice)
        draft.source_links.add(draft.source_links.model(source=factories.SourceFactory()))
        draft.save()
        impact = get_impact(Removal([source]))
        self.assertEqual((impact.bare_treatments, impact.losing_safety), ([], 0))

    def test_what_is_to_be_done_afterwards_counts_by_itself(self):
        after = factories.SafetyNoticeFactory(treatments=[self.treatment], kind="after-treatment")
        impact = get_impact(Removal([after]))
        self.assertEqual((impact.bare_treatments, impact.losing_safety), ([], 2))

    def test_translations_of_one_treatment_are_one(self):
        spanish = Locale.objects.create(language_code="es")
        with factories.gate_off():
            translate(self.treatment, spanish)
        self.assertBare(get_impact(Removal([self.notice])))


class OtherTreatmentsTests(ImpactTestCase):
    """A notice about two treatments, on pages about one of them."""

    def setUp(self):
        notice = reload(self.notice)
        notice.treatments.set([self.treatment, self.other])
        notice.save()
        self.draft = reload(self.notice)

    def test_pages_miss_nothing_that_they_do_not_speak_of(self):
        self.draft.treatments.set([self.treatment])
        impact = get_impact(Publication([self.draft]))
        self.assertEqual((impact.number, impact.losing_safety, impact.takes_away), (2, 0, False))

    def test_pages_miss_what_they_speak_of(self):
        self.draft.treatments.set([self.other])
        self.assertEqual(get_impact(Publication([self.draft])).losing_safety, 2)

    def test_pages_miss_the_whole_of_it(self):
        self.assertEqual(get_impact(Removal([self.draft])).losing_safety, 2)
