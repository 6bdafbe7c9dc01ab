"""Addresses of the example site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from example_site.api import api_router
from example_site.search.views import search

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_router.urls),
    path("", include("ketamine_pages.root_urls")),
    path("ketamine-pages/", include("ketamine_pages.urls")),
    # Uploaded files, while DEBUG is on; a web server hands them out in production.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("search/", search, name="search"),
        # Wagtail answers for every other address, so this stays last.
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
