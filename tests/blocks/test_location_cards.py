"""The block of location cards: which locations it shows, and which never."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from ketamine_pages.blocks import LocationPicks
from tests.blocks.making import BODY, get_errors, picks
from tests.factories import (
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    PageFactory,
    TreatmentPageFactory,
)
from tests.locations.rendering import make_full_location
from tests.rendering import text_of


class BlockTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.index = LocationIndexPageFactory(title="Our clinics")
        cls.first = LocationPageFactory(parent=cls.index, title="First clinic")
        cls.second = LocationPageFactory(parent=cls.index, title="Second clinic")

    def make(self, *locations, **values):
        values = {"heading": "Where", "locations": picks("location", locations), **values}
        return TreatmentPageFactory(body=[("location_cards", values)])

    def get(self, page):
        language = page.locale.language_code
        response = self.client.get(page.url, headers={"accept-language": language})
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def shown(self, page):
        """Titles of the locations on ``page``, in order."""
        html = self.get(page)
        names = html.split('class="kp-clinic__name">')[1:]
        return [text_of(name.partition("</h3>")[0]) for name in names]


class ChosenTests(BlockTestCase):
    def test_chosen_locations_come_in_the_order_of_the_editor_and_once(self):
        page = self.make(self.second, self.first, self.second)
        self.assertEqual(self.shown(page), ["Second clinic", "First clinic"])

    def test_a_chooser_left_empty_is_left_out(self):
        self.assertEqual(self.shown(self.make(None, self.first)), ["First clinic"])

    def test_a_deleted_location_is_left_out(self):
        page = self.make(self.second, self.first)
        self.second.delete()
        self.assertEqual(self.shown(page), ["First clinic"])

    def test_a_card_shows_the_location_as_it_is_published(self):
        page = self.make(self.first)
        self.first.title = "A draft"
        self.first.save_revision()
        self.assertEqual(self.shown(page), ["First clinic"])
        self.first.get_latest_revision().publish()
        self.assertEqual(self.shown(page), ["A draft"])

    def test_without_a_location_to_show_there_is_no_section(self):
        page = self.make(self.first)
        self.first.unpublish()
        html = self.get(page)
        self.assertNotIn("kp-location-cards", html)
        self.assertNotIn("Where", text_of(html))

    def test_a_translation_takes_the_place_of_the_original(self):
        spanish = Locale.objects.create(language_code="es")
        home = Site.objects.get(is_default_site=True).root_page
        home.copy_for_translation(spanish).save_revision().publish()
        translated = self.first.copy_for_translation(spanish, copy_parents=True)
        translated.title = "First clinic (es)"
        translated.save_revision().publish()
        page = TreatmentPageFactory(
            parent=home.get_translation(spanish),
            locale=spanish,
            body=[("location_cards", {"locations": picks("location", [self.first, self.second])})],
        )
        self.assertEqual(self.shown(page), ["First clinic (es)"])


class LeakTests(BlockTestCase):
    """What visitors may not see, by the way the block chooses."""

    def check(self, secret):
        pages = [
            self.make(secret, self.first),
            self.make(mode="all", index_page=self.index),
            self.make(mode="nearest"),
        ]
        for page in pages:
            with self.subTest(mode=page.body[0].value.get("mode")):
                html = self.get(page)
                self.assertIn("First clinic", html)
                self.assertNotIn("Secret", html)
        data = self.client.get(reverse("wagtailapi:pages:detail", args=[pages[0].pk]))
        self.assertEqual(data.status_code, 200)
        self.assertNotContains(data, "Secret")

    def make_secret(self, **fields):
        return LocationPageFactory(**{"parent": self.index, "title": "Secret", **fields})

    def test_a_draft(self):
        self.check(self.make_secret(live=False))

    def test_changes_that_are_not_published(self):
        self.second.title = "Secret"
        self.second.save_revision()
        self.check(self.second)

    def test_a_private_location(self):
        secret = self.make_secret()
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        self.check(secret)

    def test_a_location_below_a_private_page(self):
        private = LocationIndexPageFactory(parent=self.index)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        self.check(self.make_secret(parent=private))

    def test_an_expired_location_that_the_scheduler_has_not_noticed(self):
        self.check(self.make_secret(expire_at=timezone.now() - timedelta(minutes=1)))

    def test_a_scheduled_location(self):
        soon = timezone.now() + timedelta(days=1)
        self.check(self.make_secret(live=False, go_live_at=soon))

    def test_a_location_of_another_site(self):
        root = PageFactory(parent=self.index.get_root())
        Site.objects.create(hostname="other.example", root_page=root)
        other = LocationIndexPageFactory(parent=root)
        self.check(self.make_secret(parent=other))

    def test_a_private_locations_page(self):
        page = self.make(mode="all", index_page=self.index)
        PageViewRestriction.objects.create(page=self.index, restriction_type="login")
        self.assertEqual(self.shown(page), [])


class AllTests(BlockTestCase):
    def test_all_locations_below_a_page_come_in_its_order(self):
        LocationPageFactory(parent=LocationIndexPageFactory(), title="Elsewhere")
        page = self.make(mode="all", index_page=self.index)
        self.assertEqual(self.shown(page), ["First clinic", "Second clinic"])

    def test_the_first_locations_page_stands_in_where_none_was_chosen(self):
        LocationPageFactory(parent=LocationIndexPageFactory(), title="Elsewhere")
        self.assertEqual(self.shown(self.make(mode="all")), ["First clinic", "Second clinic"])

    def test_many_locations_end_in_a_link_to_all(self):
        LocationPageFactory.create_batch(11, parent=self.index)
        page = self.make(mode="all", heading="{count} clinics")
        html = self.get(page)
        self.assertEqual(len(self.shown(page)), 12)
        self.assertIn("See all 13 locations", html)
        self.assertIn("13 clinics</h2>", html)

    def test_the_nearest_is_asked_of_the_locations_page(self):
        html = self.get(self.make(mode="nearest"))
        self.assertIn(f'action="{self.index.url}" method="get"', html)
        self.assertIn('name="place"', html)
        self.assertIn("First clinic", html)

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
    def test_the_number_of_queries_does_not_grow(self):
        for mode in ("chosen", "all"):
            counts = []
            for number in (2, 9):
                index = LocationIndexPageFactory()
                locations = [make_full_location(parent=index) for _ in range(number)]
                page = self.make(*locations, mode=mode, index_page=index)
                self.get(page)
                with CaptureQueriesContext(connection) as queries:
                    self.get(page)
                counts.append(len(queries))
            with self.subTest(mode=mode):
                self.assertEqual(*counts)


class EditingTests(BlockTestCase):
    def errors(self, *, draft=False, **values):
        return get_errors(BODY.child_blocks["location_cards"], values, draft=draft)

    def test_a_new_block_begins_with_an_empty_chooser(self):
        value = BODY.child_blocks["location_cards"].get_default()
        self.assertEqual([child.value for child in value["locations"]], [None])
        self.assertEqual(value["mode"], "chosen")

    def test_at_least_one_location_is_chosen_unless_it_is_a_draft(self):
        message = "Choose at least one location, or show all of a locations page."
        self.assertEqual(self.errors(), {"locations": [message]})
        self.assertEqual(self.errors(draft=True), {})
        self.assertEqual(self.errors(mode="all"), {})

    def test_a_page_of_another_type_is_refused(self):
        self.assertTrue(self.errors(locations=picks("location", [self.index])))

    def test_choosers_left_empty_are_not_stored(self):
        block = LocationPicks(required=False)
        value = block.normalize(picks("location", [None, self.first, None]))
        self.assertEqual([child.value for child in block.clean(value)], [self.first])

    def test_search_finds_the_heading_and_no_location(self):
        page = self.make(self.first, introduction="Two houses.")
        content = page.body[0].block.get_searchable_content(page.body[0].value)
        self.assertEqual(content, ["Where", "Two houses."])

    def test_the_api_names_the_locations(self):
        page = self.make(self.first, None)
        data = self.client.get(reverse("wagtailapi:pages:detail", args=[page.pk])).json()
        [location] = data["body"][0]["value"]["locations"]
        self.assertEqual(location["title"], "First clinic")
        self.assertEqual(location["id"], self.first.pk)

    def test_a_preview_names_what_visitors_do_not_see(self):
        page = self.make(self.first, self.second)
        self.second.unpublish()
        response = page.make_preview_request()
        self.assertContains(response, "Not shown to visitors: “Second clinic”")
        self.assertNotContains(self.client.get(page.url), "Second clinic")


class OfferedTests(BlockTestCase):
    def test_a_treatment_page_shows_where_it_is_offered(self):
        page = TreatmentPageFactory()
        self.assertNotIn("Where we offer it", self.get(page))
        LocationPageFactory(parent=self.index, title="Third", treatments=[page.treatment])
        self.assertEqual(self.shown(page), ["Third"])
        self.assertIn("Where we offer it", self.get(page))

    def test_a_draft_does_not_offer_anything(self):
        page = TreatmentPageFactory()
        LocationPageFactory(parent=self.index, live=False, treatments=[page.treatment])
        self.assertNotIn("Where we offer it", self.get(page))

    @override_settings(KETAMINE_PAGES={"PAGE_CACHE_SECONDS": 0})
    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for number in (2, 5):
            page = TreatmentPageFactory()
            for image in ImageFactory.create_batch(number):
                LocationPageFactory(parent=self.index, image=image, treatments=[page.treatment])
            self.get(page)
            with CaptureQueriesContext(connection) as queries:
                self.get(page)
            counts.append(len(queries))
        self.assertEqual(*counts)
