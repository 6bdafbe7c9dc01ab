"""What a CDN may keep, and for how long."""

from datetime import UTC, datetime
from unittest.mock import patch

from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.test import Client, override_settings
from wagtail.models import PageViewRestriction

from tests.factories import UserFactory
from tests.purging.recording import SiteTestCase

MIDDLEWARE = ["ketamine_pages.middleware.SharedCacheMiddleware", *settings.MIDDLEWARE]
TEN_MINUTES_TO = datetime(2026, 11, 26, 9, 5, tzinfo=UTC)


def set_cookie(get_response):
    """A middleware of a site that gives every visitor a cookie."""

    def answer(request):
        response = get_response(request)
        response.set_cookie("basket", "7")
        return response

    return answer


@override_settings(KETAMINE_PAGES={"CDN_SECONDS": 3600}, MIDDLEWARE=MIDDLEWARE)
class SharedCacheTests(SiteTestCase):
    def answer(self, path="/treatments/first/", client=None, **kwargs):
        return (client or self.client).get(path, **kwargs).headers.get("Cache-Control", "")

    def test_a_page_may_be_kept_until_the_next_quarter_of_an_hour(self):
        with patch("django.utils.timezone.now", return_value=TEN_MINUTES_TO):
            self.assertEqual(self.answer(), "public, max-age=0, s-maxage=600")

    @override_settings(KETAMINE_PAGES={"CDN_SECONDS": 60})
    def test_no_longer_than_the_site_says(self):
        with patch("django.utils.timezone.now", return_value=TEN_MINUTES_TO):
            self.assertEqual(self.answer(), "public, max-age=0, s-maxage=60")

    @override_settings(KETAMINE_PAGES={})
    def test_nothing_is_kept_unless_the_site_says_so(self):
        self.assertEqual(self.answer(), "")

    def test_users_searches_and_other_views_are_not_kept(self):
        client = Client()
        client.force_login(UserFactory(admin=True))
        self.assertEqual(self.answer(client=client), "")
        self.assertEqual(self.answer("/clinics/?place=85004"), "")
        self.assertEqual(self.answer("/nowhere/"), "")
        self.assertEqual(
            self.answer(f"/ketamine-pages/locations/{self.clinics.pk}.json"), "private"
        )

    @override_settings(MIDDLEWARE=[*MIDDLEWARE, f"{__name__}.set_cookie"])
    def test_an_answer_with_a_cookie_is_not_kept(self):
        """Whatever sets it: everybody would get the cookie of the first."""
        response = self.client.get("/treatments/first/")
        self.assertEqual(response.cookies["basket"].value, "7")
        self.assertNotIn("Cache-Control", response.headers)

    def test_a_private_page_is_not_kept(self):
        PageViewRestriction.objects.create(
            page=self.page, restriction_type=PageViewRestriction.PASSWORD, password="open"
        )
        self.assertNotIn("public", self.answer())


def test_the_tag_needs_a_name():
    source = "{% load ketamine_pages_cache %}{% visitor_cache %}{% endvisitor_cache %}"
    try:
        engines["django"].from_string(source)
    except TemplateSyntaxError as error:
        assert "a name" in str(error)
    else:
        raise AssertionError


def test_the_tags_do_nothing_without_a_request():
    source = '{% visitor_cache "a" %}{% personal %}x{% endvisitor_cache %}'
    assert engines["django"].from_string("{% load ketamine_pages_cache %}" + source).render() == "x"
