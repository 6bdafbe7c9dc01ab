"""Whole pages: frame, head, references, crisis panel, call to action."""

import re
from datetime import date, timedelta

from django.test import override_settings
from django.utils import timezone

from tests.blocks.making import make, picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.pages.making import make_full_body
from tests.rendering import Outline, PageTestCase, text_of

PHONE = "+16025550142"


def forget_treatment(page):
    """What happens to a page whose treatment is deleted."""
    type(page).objects.filter(pk=page.pk).update(treatment=None)


class DocumentTests(PageTestCase):
    def make_pages(self):
        body = make_full_body(2)
        treatment = TreatmentFactory()
        indication = IndicationFactory(treatment=treatment, sources=[SourceFactory()])
        return [
            self.index,
            TreatmentPageFactory(parent=self.index, body=body, treatment=treatment),
            BenefitListPageFactory(
                parent=self.index,
                benefits=picks("benefit", [BenefitFactory()]),
                body=body,
                tells_risks=True,
            ),
            ConditionListPageFactory(
                parent=self.index,
                conditions=picks("condition", [indication.condition]),
                treatment=treatment,
                tells_risks=True,
            ),
        ]

    def test_every_page_type_is_a_sound_document(self):
        self.describe(main_phone=PHONE, organisation_name="Ours")
        self.word(general_disclaimer="<p>X</p>")
        for page in self.make_pages():
            with self.subTest(page=type(page).__name__):
                outline = Outline(self.get(page))
                self.assertEqual(outline.open, [])
                self.assertEqual(outline.levels.count(1), 1)
                steps = zip(outline.levels, outline.levels[1:], strict=False)
                self.assertTrue(all(after <= before + 1 for before, after in steps))
                self.assertEqual(len(outline.ids), len(set(outline.ids)))
                self.assertLessEqual(set(outline.labels), set(outline.ids))
                anchors = {link[1:] for link in outline.links if link.startswith("#")}
                self.assertLessEqual(anchors, set(outline.ids))

    def test_every_page_type_has_the_language_and_its_direction(self):
        languages = [("en", "English"), ("es", "Spanish"), ("ar", "Arabic")]
        with override_settings(LANGUAGES=languages):
            html = self.get(self.index, accept_language="ar")
        self.assertIn('<html lang="ar" dir="rtl">', html)
        self.assertIn('<html lang="en" dir="ltr">', self.get(self.index))

    def test_a_page_that_is_empty_is_still_a_page(self):
        page = TreatmentPageFactory(parent=self.index)
        forget_treatment(page)
        html = self.get(page)
        self.assertNotIn("None", html)
        self.assertNotIn("kp-glance", html)
        self.assertNotIn("References", html)

    def test_a_very_long_title_is_printed_in_full(self):
        page = TreatmentPageFactory(parent=self.index, title="Esketamine " * 20)
        self.assertIn(page.title.strip(), text_of(self.get(page)))


class HeadTests(PageTestCase):
    def test_it_describes_the_page_to_those_who_share_it(self):
        self.describe(organisation_name="Ours", default_social_image=ImageFactory(title="A room"))
        page = TreatmentPageFactory(
            parent=self.index, title="Ketamine", introduction="What & how.", seo_title=""
        )
        html = self.get(page)
        self.assertIn("<title>Ketamine – Ours</title>", html)
        self.assertIn('<meta name="description" content="What &amp; how.">', html)
        self.assertIn(f'<link rel="canonical" href="{page.full_url}">', html)
        self.assertIn('<meta property="og:title" content="Ketamine">', html)
        self.assertIn('<meta property="og:site_name" content="Ours">', html)
        self.assertRegex(html, r'property="og:image" content="http://localhost/\S+\.jpg"')
        self.assertIn('content="A room"', html)

    def test_images_for_sharing_are_on_the_site_whatever_the_host_of_the_request(self):
        self.describe(default_social_image=ImageFactory())
        page = TreatmentPageFactory(parent=self.index)
        html = self.client.get(page.url, headers={"host": "inner.example"}).text
        self.assertIn('property="og:image" content="http://localhost/', html)
        self.assertNotIn("inner.example", html)

    def test_what_the_editor_wrote_for_search_engines_wins(self):
        page = TreatmentPageFactory(
            parent=self.index,
            heading="All about it",
            introduction="Inside.",
            seo_title="For searchers",
            search_description="Outside.",
        )
        html = self.get(page)
        self.assertIn("<title>For searchers", html)
        self.assertEqual(html.count('content="Outside."'), 2)
        self.assertIn("<h1>All about it</h1>", html)

    def test_brand_colours_are_a_stylesheet_of_their_own(self):
        # One for all media, one for paper.
        self.assertEqual(self.get(self.index).count('rel="stylesheet"'), 2)
        self.describe(brand_colour="#1f6f6b")
        html = self.get(self.index)
        [address] = re.findall(r'href="([^"]*/brand-\w+\.css)"', html)
        self.assertContains(self.client.get(address), "#1f6f6b")

    def test_nothing_is_asked_of_other_hosts(self):
        self.describe(main_phone=PHONE, logo=ImageFactory(), brand_colour="#1f6f6b")
        html = self.get(TreatmentPageFactory(parent=self.index, hero_image=ImageFactory()))
        loaded = re.findall(r'(?:src|srcset|rel="stylesheet" href)="([^"]+)"', html)
        self.assertTrue(loaded)
        self.assertEqual([address for address in loaded if not address.startswith("/")], [])
        # Structured data is a data block, which no browser runs.
        self.assertNotRegex(html, r"<style|\sstyle=|<script(?! type=\"application/ld\+json\">)")


class RegionTests(PageTestCase):
    def test_the_hero_loads_its_picture_first(self):
        page = TreatmentPageFactory(
            parent=self.index, hero_image=ImageFactory(), hero_image_alt="Two chairs"
        )
        hero = self.part(page, "kp-hero ").partition("</header>")[0]
        self.assertIn('fetchpriority="high"', hero)
        self.assertIn('alt="Two chairs"', hero)

    def test_at_a_glance_is_derived_from_the_treatment(self):
        treatment = TreatmentFactory()
        page = TreatmentPageFactory(parent=self.index, treatment=treatment)
        self.assertIn(treatment.disclosure, self.get(page))
        treatment.unpublish()
        self.assertNotIn(treatment.disclosure, self.get(page))

    def test_the_breadcrumb_ends_with_the_page(self):
        page = BenefitListPageFactory(parent=self.index, title="Benefits")
        trail = text_of(self.part(page, "kp-breadcrumb").partition("</nav>")[0])
        self.assertTrue(trail.endswith("Treatments Benefits"), trail)

    def test_long_pages_have_a_table_of_contents_with_counts(self):
        page = TreatmentPageFactory(parent=self.index, body=make_full_body(2))
        contents = text_of(self.part(page, "kp-contents").partition("</nav>")[0])
        self.assertIn("2 more benefits", contents)
        self.assertNotIn("Talk to us", contents)

    def test_short_pages_and_lists_have_none(self):
        page = TreatmentPageFactory(parent=self.index, body=make_full_body(1)[:2])
        self.assertNotIn("kp-contents", self.get(page))
        self.assertNotIn("kp-contents", self.get(BenefitListPageFactory(body=make_full_body(1))))

    def test_the_index_shows_treatments_first(self):
        BenefitListPageFactory(parent=self.index, title="Benefits", search_description="All.")
        TreatmentPageFactory(parent=self.index, title="Ketamine", hero_image=ImageFactory())
        forget_treatment(TreatmentPageFactory(parent=self.index, title="Untold"))
        html = self.get(self.index)
        text = text_of(html)
        self.assertLess(text.index("Ketamine"), text.index("Benefits"))
        self.assertIn("Ketamine Off-label: not FDA-approved for this use A medicine that", text)
        self.assertIn("Benefits All.", text)
        self.assertEqual(html.count('class="kp-card__image"'), 1)

    def test_an_index_of_lists_only_has_another_heading(self):
        ConditionListPageFactory(parent=self.index)
        text = text_of(self.get(self.index))
        self.assertIn("Pages", text)
        self.assertNotIn("More about treatment", text)

    def test_a_list_of_conditions_without_a_treatment_promises_no_evidence(self):
        conditions = picks("condition", [ConditionFactory()])
        page = ConditionListPageFactory(parent=self.index, conditions=conditions)
        self.assertNotIn("What is known", self.get(page))
        page.treatment = TreatmentFactory()
        page.save()
        self.assertIn("What is known", self.get(page))

    def test_a_list_of_which_nothing_is_public_has_no_lonely_heading(self):
        benefits = picks("benefit", [BenefitFactory(draft=True)])
        page = BenefitListPageFactory(parent=self.index, benefits=benefits)
        self.assertNotIn("What research shows", self.get(page))

    def test_an_editor_sees_in_the_preview_what_is_missing(self):
        benefits = picks("benefit", [BenefitFactory(title="Not yet", draft=True)])
        page = BenefitListPageFactory(parent=self.index, benefits=benefits)
        note = "“Not yet” is not published"
        self.assertIn(note, page.make_preview_request().content.decode())
        self.assertNotIn(note, self.get(page))


class ReferenceTests(PageTestCase):
    def references(self, **fields):
        source = SourceFactory(**{"title": "A trial", **fields})
        section = make("section", heading="A trial", sources=picks("source", [source]))
        page = TreatmentPageFactory(parent=self.index, body=[("section", section)])
        return self.part(page, "kp-wrap kp-references").partition("</section>")[0]

    def test_a_reference_says_all_that_is_known(self):
        html = self.references(
            participants=1403,
            comparator="placebo",
            follow_up="4 weeks",
            funding="A foundation",
            result="Half got better.",
            doi="10.1056/x",
        )
        self.assertIn('href="https://doi.org/10.1056/x"', html)
        self.assertIn(
            "A trial Doe J et al. Journal of Examples , 2023. Randomised trial. "
            "Participants: 1,403 Compared with: placebo Follow-up: 4 weeks "
            "Funding: A foundation Half got better.",
            text_of(html),
        )

    def test_a_reference_of_which_little_is_known_says_little(self):
        html = self.references(authors="Doe J", publisher="", year=None)
        self.assertIn("References 1 A trial Doe J. Randomised trial. ↑ 1", text_of(html))

    def test_it_leads_back_to_each_place(self):
        source = SourceFactory()
        benefits = BenefitFactory.create_batch(2, sources=[source])
        page = BenefitListPageFactory(
            parent=self.index, benefits=picks("benefit", benefits), tells_risks=True
        )
        html = self.get(page)
        self.assertIn('href="#kp-cite-1-2" aria-label="Back to text, 2 of 2"', html)
        self.assertEqual(html.count('id="kp-ref-1"'), 1)

    def test_a_withdrawn_source_says_so(self):
        html = self.references(
            withdrawn_on=date(2021, 5, 4), withdrawn_reason="The data could not be found."
        )
        text = text_of(html)
        self.assertIn("Withdrawn A trial", text)
        self.assertIn("Withdrawn on May 4, 2021: The data could not be found.", text)

    def test_a_source_that_will_be_withdrawn_is_not_yet(self):
        soon = timezone.localdate() + timedelta(days=2)
        self.assertNotIn("Withdrawn", self.references(withdrawn_on=soon, withdrawn_reason="Soon."))
