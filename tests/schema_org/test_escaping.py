"""Whatever editors type, a page has one script element, and it is sound."""

from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings, raise_version
from tests.blocks.making import picks
from tests.factories import (
    ConditionFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.schema_org.reading import read, top
from tests.schema_org.vocabulary import check, nodes_of

NASTY = [
    "</script>",
    "</SCRIPT >",
    "<script>",
    "<!--",
    "-->",
    "]]>",
    "\u2028",
    "\u2029",
    "&lt;/script&gt;",
    '"',
    "\\",
    "\\u003c",
    "{{ 7 }}",
]
# Not every database can hold what is left out.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.lists(st.sampled_from(NASTY) | st.text(LETTERS, max_size=4), min_size=1, max_size=4).map(
    lambda parts: f"x{''.join(parts)}x"
)


class EscapingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.treatment = TreatmentFactory(regulatory_status="approved")
        cls.source, cls.condition = SourceFactory(), ConditionFactory()
        cls.notice = SafetyNoticeFactory(
            kind="boxed-warning", treatments=[cls.treatment], sources=[cls.source]
        )
        block = {"heading": "A", "text": "<p>B</p>", "sources": picks("source", [cls.source])}
        listed = {"heading": "C", "conditions": picks("condition", [cls.condition])}
        cls.page = TreatmentPageFactory(
            treatment=cls.treatment, body=[("section", block), ("conditions", listed)]
        )
        cls.location = LocationPageFactory(parent=LocationIndexPageFactory())
        cls.clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))

    def write(self, item, *names, text):
        longest = {name: item._meta.get_field(name).max_length for name in names}
        cut = {name: text[: longest[name]] for name in names}
        type(item)._default_manager.filter(pk=item.pk).update(**cut)
        # An update sends no signal, so that pages would come from the cache.
        raise_version()

    def read(self, page):
        document = read(self.client.get(page.url).content.decode())
        self.assertEqual(check(document), [])
        return document

    @settings(max_examples=15)
    @given(text=texts)
    def test_a_treatment_page(self, text):
        self.write(self.clinic, "organisation_name", "legal_name", text=text)
        self.write(self.page, "title", "introduction", "search_description", text=text)
        self.write(self.treatment, "name", "short_name", "approved_for", text=text)
        self.write(self.notice, "title", text=text)
        # As the editor of rich text stores it.
        self.write(self.notice, "text", text=f"<p>{escape(text)}</p>")
        self.write(self.source, "title", "publisher", text=text)
        self.write(self.condition, "name", "abbreviation", "summary", text=text)
        document = self.read(self.page)
        for kind in ("Organization", "MedicalWebPage", "MedicalTherapy", "MedicalCondition"):
            self.assertEqual(top(document, kind)["name"], text)
        [article] = nodes_of(document, "MedicalScholarlyArticle")
        self.assertEqual(article["name"], text)

    @settings(max_examples=15)
    @given(text=texts)
    def test_a_location_page(self, text):
        names = ("title", "introduction", "street", "city", "region", "postal_code")
        self.write(self.location, *names, text=text)
        clinic = top(self.read(self.location), "MedicalClinic")
        self.assertEqual(clinic["name"], text)
        self.assertEqual(clinic["address"]["addressLocality"], text)
