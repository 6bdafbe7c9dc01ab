"""The addresses of the test site, with the API that Wagtail 8 can be written to by."""

import wagtail
from django.urls import path

from tests.urls import urlpatterns as site

if wagtail.VERSION >= (8, 0):
    from wagtail.api.v3.urls import api

    urlpatterns = [path("api/v3/", api.urls), *site]
else:
    urlpatterns = site
