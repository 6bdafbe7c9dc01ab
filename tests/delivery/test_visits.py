"""What visitors get from the cache: always what is published now, and never what is another's."""

from secrets import token_hex
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject
from wagtail.models import Locale, PageViewRestriction, Site

from ketamine_pages.delivery.version import read_version
from ketamine_pages.models import ClinicSettings
from tests.blocks.making import BODY, make, picks
from tests.factories import BenefitFactory, BenefitListPageFactory, SourceFactory, UserFactory
from tests.library.test_translation import translate
from tests.purging.recording import SiteTestCase


def with_nonce(get_response):
    """Middleware that does what django-csp does."""

    def answer(request):
        request.csp_nonce = SimpleLazyObject(token_hex)
        return get_response(request)

    return answer


class VisitTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        # Made by whoever reads it first, which is a change.
        ClinicSettings.for_site(cls.site)

    def count(self, page, client=None, **kwargs):
        with CaptureQueriesContext(connection) as queries:
            (client or self.client).get(page.url, **kwargs)
        return len(queries)

    def is_cached(self, page, client=None, **kwargs):
        """Whether the second of two visits costs less than the first."""
        # Fills all other caches: what has a query is not kept.
        (client or self.client).get(page.url, {"warm": "up"})
        return self.count(page, client, **kwargs) > self.count(page, client, **kwargs)


@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"})
class FreshTests(VisitTestCase):
    def test_every_page_type_is_cached_in_one_query_beyond_those_of_wagtail(self):
        benefits = BenefitListPageFactory(
            parent=self.section,
            benefits=picks("benefit", BenefitFactory.create_batch(2)),
            tells_risks=True,
        )
        for page in (self.section, self.page, benefits, self.clinics, self.clinic):
            with self.subTest(page=page):
                self.read(page)
                with CaptureQueriesContext(connection) as queries:
                    self.read(page)
                ours = [q["sql"] for q in queries if "ketamine_pages_" in q["sql"]]
                self.assertEqual(len(ours), 1)
                self.assertLessEqual(len(queries), 11)

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
    def test_a_site_can_do_without(self):
        self.assertFalse(self.is_cached(self.page))

    @override_settings(DEBUG=True)
    def test_a_developer_sees_changes_of_templates(self):
        self.assertFalse(self.is_cached(self.page))

    def test_a_benefit_on_two_pages(self):
        benefit = BenefitFactory(title="Before")
        pages = BenefitListPageFactory.create_batch(
            2, parent=self.section, benefits=picks("benefit", [benefit]), tells_risks=True
        )
        for page in pages:
            self.assertIn("Before", self.read(page))
        benefit.title = "After"
        benefit.save_revision().publish()
        for page in pages:
            self.assertIn("After", self.read(page))

    def test_a_draft_shows_nothing_and_throws_nothing_away(self):
        self.read(self.page)
        version = read_version()
        self.page.title = "Draft"
        self.page.save_revision()
        self.treatment.name = "Draft"
        self.treatment.save_revision()
        self.assertEqual(read_version(), version)
        self.assertNotIn("Draft", self.read(self.page))

    def test_a_location_that_a_block_shows(self):
        block = make("location_cards", heading="Where", mode="all", index_page=self.clinics)
        self.section.body = BODY.normalize([("location_cards", block)])
        self.section.save()
        self.assertIn("Phoenix", self.read(self.section))
        self.clinic.title = "Flagstaff"
        self.clinic.save_revision().publish()
        self.assertIn("Flagstaff", self.read(self.section))

    def test_the_phone_of_the_clinic(self):
        self.read(self.page)
        clinic = ClinicSettings.for_site(self.site)
        clinic.main_phone = "+16025550142"
        clinic.save()
        self.assertIn("(602) 555-0142", self.read(self.page))

    def test_the_year_of_a_source(self):
        source = SourceFactory(year=1999)
        page = BenefitListPageFactory(
            parent=self.section,
            benefits=picks("benefit", [BenefitFactory(sources=[source])]),
            tells_risks=True,
        )
        self.assertIn("1999", self.read(page))
        source.year = 2001
        source.save()
        self.assertIn("2001", self.read(page))

    def test_a_title_in_the_breadcrumb(self):
        self.read(self.page)
        self.section.title = "Therapies"
        self.section.save_revision().publish()
        self.assertIn("Therapies", self.read(self.page))

    def test_a_page_that_is_moved(self):
        self.assertIn("First", self.read(self.section))
        self.page.move(type(self.root).objects.get(pk=self.root.pk), pos="last-child")
        self.assertNotIn("First", self.read(self.section))

    def test_pages_that_change_places(self):
        before = self.read(self.section)
        self.assertLess(before.index("First"), before.index("Second"))
        self.other_page.move(self.page, pos="left")
        after = self.read(self.section)
        self.assertLess(after.index("Second"), after.index("First"))

    def test_a_page_that_becomes_private_is_listed_no_more(self):
        self.assertIn("First", self.read(self.section))
        PageViewRestriction.objects.create(
            page=self.page, restriction_type=PageViewRestriction.LOGIN
        )
        self.assertNotIn("First", self.read(self.section))

    def test_a_page_that_is_deleted_or_unpublished(self):
        self.read(self.section)
        self.page.unpublish()
        self.assertNotIn("First", self.read(self.section))
        self.other_page.delete()
        self.assertNotIn("Second", self.read(self.section))

    def test_what_is_rolled_back_changes_nothing(self):
        self.read(self.page)
        version = read_version()
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            self.treatment.name = "Never"
            self.treatment.save()
            raise ZeroDivisionError
        self.assertEqual(read_version(), version)
        self.assertNotIn("Never", self.read(self.page))

    def test_a_page_that_changes_after_wagtail_has_read_it_is_not_kept(self):
        from ketamine_pages.delivery import visit

        def change_first():
            type(self.page).objects.filter(pk=self.page.pk).update(introduction="New words.")
            return read_version()

        with patch.object(visit, "read_version", change_first):
            self.assertNotIn("New words.", self.read(self.page))
        self.assertIn("New words.", self.read(self.page))

    def test_a_section_that_changes_on_the_way_to_the_page_is_not_kept(self):
        from ketamine_pages.delivery import visit

        def change_first():
            type(self.section).objects.filter(pk=self.section.pk).update(title="Therapies")
            return read_version()

        with patch.object(visit, "read_version", change_first):
            self.read(self.page)
        self.assertIn("Therapies", self.read(self.page))

    def test_the_address_of_a_card_that_a_search_has_found_before(self):
        found = self.client.get("/clinics/", {"page": 1})
        self.assertContains(found, 'href="/clinics/phoenix/"')
        self.site.root_page = self.clinics
        self.site.save()
        found = self.client.get("/", {"page": 1})
        self.assertContains(found, 'href="/phoenix/"')

    def test_a_page_that_nobody_sees_throws_nothing_away_until_it_is_published(self):
        page = self.section.add_child(
            instance=type(self.page)(title="New", slug="new", live=False, treatment=self.treatment)
        )
        version = read_version()
        # What Wagtail does with each automatic saving of a page that has never been published.
        page.title = "Newer"
        page.save()
        self.assertEqual(read_version(), version)
        page.slug = "newer"
        page.save()
        self.assertNotEqual(read_version(), version)
        version = read_version()
        page.save_revision().publish()
        self.assertNotEqual(read_version(), version)
        version = read_version()
        page.refresh_from_db()
        page.unpublish()
        self.assertNotEqual(read_version(), version)

    def test_a_new_slot_of_time_renders_anew(self):
        from ketamine_pages.delivery import visit

        self.read(self.page)
        self.assertFalse(self.is_cached(self.page))
        with patch.object(visit, "time_slot", return_value=7):
            self.assertTrue(self.is_cached(self.page))


class PersonalTests(VisitTestCase):
    def test_users_neither_fill_the_cache_nor_read_from_it(self):
        client = Client()
        client.force_login(UserFactory(admin=True))
        self.assertFalse(self.is_cached(self.page, client))
        html = client.get(self.page.url).content.decode()
        self.assertIn("wagtail-userbar", html)
        self.assertNotIn("wagtail-userbar", self.read(self.page))

    def test_previews_are_never_kept(self):
        self.page.title = "Preview only"
        with patch("ketamine_pages.delivery.visit.Visit") as visit:
            self.page.make_preview_request()
        visit.assert_not_called()
        self.assertNotIn("Preview only", self.read(self.page))

    def test_a_query_is_always_answered_anew(self):
        self.read(self.clinics)
        html = self.client.get(self.clinics.url, {"place": "Nowhere at all"}).content.decode()
        self.assertIn("Nowhere at all", html)
        self.assertNotIn("Nowhere at all", self.read(self.clinics))

    def test_a_visitor_with_a_session_or_a_message_is_not_like_all_others(self):
        with_session, with_message = Client(), Client()
        session = with_session.session
        session["chosen"] = "something"
        session.save()
        with_message.cookies.load({"messages": "abc"})
        for client in (with_session, with_message):
            self.assertFalse(self.is_cached(self.page, client))

    def test_a_part_with_a_csrf_token_is_never_kept(self):
        self.with_main("<form>{% csrf_token %}</form>")
        tokens = {self.token(Client()) for _ in range(3)}
        self.assertEqual(len(tokens), 3)

    def test_a_part_with_a_nonce_is_never_kept(self):
        self.with_main("{{ request.csp_nonce }}")
        middleware = [*settings.MIDDLEWARE, "tests.delivery.test_visits.with_nonce"]
        with override_settings(MIDDLEWARE=middleware):
            self.client = Client()
            self.assertNotEqual(self.read(self.page), self.read(self.page))

    def test_a_nonce_that_nobody_asks_for_keeps_nothing_from_the_cache(self):
        middleware = [*settings.MIDDLEWARE, "tests.delivery.test_visits.with_nonce"]
        with override_settings(MIDDLEWARE=middleware):
            self.assertTrue(self.is_cached(self.page, Client()))

    def test_a_part_within_one_that_is_not_kept_is_printed_and_noted_each_time(self):
        source = '{% visitor_cache "inner" %}{{ page.introduction }}{% endvisitor_cache %}'
        self.with_main(source + "{% personal %}")
        self.page.introduction = "Inner."
        self.page.save()
        for _ in range(2):
            self.assertIn("Inner.", self.read(self.page))
        with patch("ketamine_pages.delivery.visit.Visit._parts", {"inner": "Kept."}, create=True):
            self.assertNotIn("Kept.", self.read(self.page))

    def test_a_part_that_says_so_is_never_kept(self):
        self.with_main("{% personal %}{{ request.COOKIES.name }}")
        for name in ("Ada", "Bob"):
            client = Client()
            client.cookies.load({"name": name})
            self.assertIn(name, client.get(self.page.url).content.decode())

    def test_a_form_that_asks_for_the_password_keeps_nothing_for_the_page(self):
        restriction = PageViewRestriction.objects.create(
            page=self.page, restriction_type=PageViewRestriction.PASSWORD, password="open"
        )
        with patch("ketamine_pages.delivery.visit.Visit") as visit:
            self.client.get(self.page.url)
        visit.assert_not_called()
        restriction.delete()
        self.assertIn("<h1>First", self.read(self.page))

    def test_sites_and_hosts_are_kept_apart(self):
        self.read(self.page)
        Site.objects.create(hostname="treatments.example", root_page=self.section)
        there = self.client.get("/first/", headers={"host": "treatments.example"})
        self.assertContains(there, "http://treatments.example/first/")
        here = self.client.get("/treatments/first/")
        self.assertContains(here, 'href="http://localhost/treatments/first/"')

    def test_languages_are_kept_apart(self):
        spanish = Locale.objects.create(language_code="es")
        translate(self.treatment, spanish)
        self.assertIn('lang="en"', self.read(self.page))
        self.assertIn('lang="es"', self.read(self.page, headers={"accept-language": "es"}))
        self.assertIn('lang="en"', self.read(self.page))

    def with_main(self, source):
        loader = engines["django"].engine.template_loaders[0]
        original = type(loader).get_template

        def get_template(self_, name, *args, **kwargs):
            if name != "ketamine_pages/pages/body.html":
                return original(self_, name, *args, **kwargs)
            libraries = "{% load ketamine_pages_cache %}"
            return engines["django"].from_string(libraries + source).template

        patcher = patch.object(type(loader), "get_template", get_template)
        patcher.start()
        self.addCleanup(patcher.stop)

    def token(self, client):
        html = client.get(self.page.url).content.decode()
        return html.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
