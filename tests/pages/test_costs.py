"""What pages ask for once, however often they print it."""

from unittest import mock

import phonenumbers
from django.db import connection
from django.db.models import TextChoices
from django.test import RequestFactory, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page, PageViewRestriction, Site

from ketamine_pages.delivery.visibility import visible_pages, without_bodies
from ketamine_pages.library.choices import label_of
from ketamine_pages.models import start_visit
from ketamine_pages.page_types.models import LocationPage
from tests.factories import (
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    SourceFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.rendering import render


class Day(TextChoices):
    """Words that Django has translated."""

    MONDAY = "monday", gettext_lazy("Monday")


class PrivacyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.section = TreatmentIndexPageFactory()
        cls.page = TreatmentPageFactory(parent=cls.section)

    def count_private(self, request):
        with CaptureQueriesContext(connection) as queries:
            pages = list(visible_pages(Page.objects.child_of(self.section), request))
        return [page.pk for page in pages], sum(
            "pageviewrestriction" in query["sql"] for query in queries
        )

    def test_a_request_asks_once_which_pages_are_private(self):
        request = RequestFactory().get("/")
        self.assertEqual(self.count_private(request), ([self.page.pk], 1))
        self.assertEqual(self.count_private(request), ([self.page.pk], 0))
        self.assertEqual(self.count_private(None)[1], 1)

    def test_what_is_kept_for_other_visitors_asks_anew(self):
        request = RequestFactory().get("/")
        self.count_private(request)
        PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        start_visit(request)
        self.assertEqual(self.count_private(request), ([], 1))

    def test_a_menu_leaves_out_what_not_everybody_may_see(self):
        PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        other = TreatmentPageFactory(parent=self.section, title="Other")
        html = render(
            "{% visible_pages section.get_children as pages %}"
            "{% for each in pages %}{{ each.title }}{% endfor %}",
            section=self.section,
        )
        self.assertEqual(html, other.title)


class LocationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = LocationPageFactory(
            parent=LocationIndexPageFactory(), image=ImageFactory(), phone="+16025550142"
        )

    def test_a_list_reads_no_bodies(self):
        [found] = without_bodies(LocationPage.objects.all())
        self.assertEqual(found.get_deferred_fields(), {"body"})
        self.assertEqual(list(found.body), list(self.page.body))

    def test_a_number_from_the_database_is_examined_once(self):
        phone = LocationPage.objects.get().phone
        with mock.patch.object(phonenumbers, "is_valid_number", return_value=True) as examine:
            for _ in range(3):
                self.assertTrue(phone)
                self.assertEqual(phone.as_national, "(602) 555-0142")
        self.assertEqual(examine.call_count, 1)
        self.assertEqual(phone, self.page.phone)

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 600})
    def test_the_image_at_the_top_costs_no_query_where_the_page_is_kept(self):
        for _ in range(2):
            html = self.client.get(self.page.url).content.decode()
        self.assertIn('rel="preload"', html)
        Site.get_site_root_paths()
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.page.url)
        self.assertEqual([q["sql"] for q in queries if "wagtailimages" in q["sql"]], [])


class WordingTests(TestCase):
    def test_labels_are_those_of_the_language_of_now(self):
        for language, expected in (("en", "Monday"), ("es", "lunes"), ("en", "Monday")):
            with override(language):
                self.assertEqual(label_of(Day, "monday"), expected)
        self.assertEqual(label_of(Day, "noday"), "noday")

    def test_a_source_says_all_that_is_known_and_escapes_it(self):
        source = SourceFactory(
            title="A <b>trial</b>",
            authors="Anand A et al.",
            publisher="NEJM",
            year=2023,
            participants=1234,
            comparator="",
            result="One.\nTwo.",
            withdrawn_on="2024-01-02",
            withdrawn_reason="Retracted.",
        )
        source.refresh_from_db()
        html = render("{% describe_source source %}", source=source)
        self.assertIn("A &lt;b&gt;trial&lt;/b&gt;", html)
        self.assertIn("Anand A et al. <cite>NEJM</cite>, 2023. ", html)
        self.assertIn("<dt>Participants:</dt> <dd>1,234</dd>", html)
        self.assertNotIn("Compared with:", html)
        self.assertIn("One.<br>Two.", html)
        self.assertIn('<strong class="kp-withdrawn">Withdrawn</strong>', html)
        self.assertIn("Withdrawn on Jan. 2, 2024: Retracted.", html)
