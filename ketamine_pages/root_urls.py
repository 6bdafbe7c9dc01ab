"""Addresses that search engines look for at the root of a site, to be included there."""

from django.urls import path

from ketamine_pages.search_engines.robots import robots_txt
from ketamine_pages.search_engines.sitemaps import sitemap

urlpatterns = [
    path("sitemap.xml", sitemap, name="ketamine_pages_sitemap"),
    path("robots.txt", robots_txt, name="ketamine_pages_robots"),
]
