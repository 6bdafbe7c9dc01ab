"""A site that shows pages and has no admin of its own."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

from ketamine_pages.search_engines.robots import robots_txt

urlpatterns = [path("robots.txt", robots_txt), path("", include(wagtail_urls))]
